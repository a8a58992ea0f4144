"""Goals of order that the text forces: proved, and never where it does not."""

from __future__ import annotations

import pytest

from porism.geometry.checker.proof_json import from_json, to_json
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.proof import ByRule, Given, Proof, Step
from porism.geometry.verify import check
from porism.prover.options import SolveOptions
from porism.prover.solve import solve

QUICK = SolveOptions(budget=20, threads=1, proposer="none", rewrite=False)

FORCED = {
    "a point of a segment": "a b c = triangle; d = between_bound b c ? between d b c",
    "a quarter of a side": "a b c = triangle; m = midpoint b c; n = midpoint m b ? between n b c",
    "the foot of a bisector": "a b c = triangle; i = incenter a b c; d = on_line a i, on_line b c "
    "? between d b c",
}
READ_OFF = {
    "the foot of an altitude": "a b c = triangle; d = foot a b c ? between d b c",
    "a point of a line": "a b c = triangle; d = on_line b c ? between d b c",
    "the centre of a circle": "a b c = triangle; o = circle a b c; d = on_line a o, on_line b c "
    "? between d b c",
}


@pytest.mark.parametrize("name", FORCED)
def test_order_that_the_text_forces_is_proved(name: str) -> None:
    outcome = solve(parse_problem(FORCED[name]), QUICK)
    assert outcome.status == "proved"
    (proof,) = outcome.proofs
    again = check(from_json(to_json(proof)))
    assert again.status == "proved"
    assert not any("order" in condition for condition in again.conditions)


def forged(text: str) -> Proof:
    """Return a proof that reads its goal off a figure in which it holds."""
    problem = parse_problem(text)
    (goal,) = problem.goals
    line = next(
        s for s in problem.premises if s.name == "coll" and set(goal.points) == set(s.points)
    )
    letters = tuple(zip("abc", goal.points, strict=True))
    reason = ByRule("forced_between", letters, (0,), (canonical(goal),))
    steps = (Step(0, line, Given()), Step(1, goal, reason))
    return Proof(problem, goal, steps, draw(problem).coordinates)


@pytest.mark.parametrize("name", READ_OFF)
def test_order_that_a_figure_happens_to_have_is_not_proved(name: str) -> None:
    assert solve(parse_problem(READ_OFF[name]), QUICK).status == "open"


@pytest.mark.parametrize("name", READ_OFF)
def test_a_proof_that_reads_its_goal_off_the_figure_is_rejected(name: str) -> None:
    verdict = check(forged(READ_OFF[name]))
    assert verdict.status == "rejected"
    assert "read off the figure" in verdict.reason


def test_a_forced_order_may_be_a_sense() -> None:
    problem = parse_problem("a b c = triangle; m = midpoint b c ? sameclock a b m a b c")
    outcome = solve(problem, QUICK)
    assert outcome.status == "proved"
    assert Predicate("sameclock", tuple("abmabc")) in [p.goal for p in outcome.proofs]
