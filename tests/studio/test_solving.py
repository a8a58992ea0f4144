from __future__ import annotations

import threading

from porism.prover.options import SolveOptions
from porism.studio.solving import solve_text


def test_each_goal_has_a_verdict_of_its_own() -> None:
    text = "a b c = triangle; d = on_line b c ? distseq b d d c b c 1 1 -1; rcompute a d b c"
    options = SolveOptions(budget=10, threads=1, proposer="none")
    answer = solve_text(text, "", options, lambda _: None, threading.Event())
    found = [(goal["status"], goal["proved"]) for goal in answer["goals"]]
    assert answer["status"] == "open"
    assert found == [("proved_for_configuration", True), ("open", False)]
