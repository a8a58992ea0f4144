"""What the text forces is not said to be seen in the figure."""

from __future__ import annotations

from functools import cache

import pytest

from porism.geometry.language import parse_problem
from porism.prover.cli.commands.tellings import Style, Teller
from porism.prover.options import SolveOptions
from porism.prover.outcome import Outcome
from porism.prover.solve import solve

FORCED = {
    "Gergonne's point: all points of contact are within their sides": "a b c = triangle; "
    "x y z i = incenter2 x y z i a b c; p = on_line p a x, on_line p b y ? coll p c z",
    "half of equal angles": "a b c = iso_triangle a b c; i = incenter i a b c "
    "? eqangle i b b c b c c i",
}
BISECTORS = (
    "a b c = triangle; d = angle_bisector d b a c, on_line d b c; x = on_circum x a b c, "
    "on_bline x b c ? coll a d x"
)
SEEN = {"en": "figure shows", "de": "Figur zeigt"}
SETTLED = {
    "en": ("statement settles", "statement forces"),
    "de": ("Text legt fest", "Text erzwingt"),
}


@cache
def outcome_of(text: str) -> Outcome:
    options = SolveOptions(budget=60.0, threads=1, proposer="none", rewrite=False)
    return solve(parse_problem(text), options)


@pytest.mark.parametrize("language", SEEN)
@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("text", FORCED.values(), ids=FORCED)
def test_what_the_text_forces_is_not_seen(text: str, plain: bool, language: str) -> None:
    outcome = outcome_of(text)
    (proof,), (verdict,) = outcome.proofs, outcome.verdicts
    assert verdict.status == "proved" and not verdict.forced
    told = Teller(None, Style(language, plain=plain)).text(proof, verdict)
    told = " ".join(told.split())
    assert SEEN[language] not in told
    assert any(words in told for words in SETTLED[language])


@pytest.mark.parametrize("plain", [False, True])
def test_what_it_leaves_open_is_seen(plain: bool) -> None:
    """X may be on either arc."""
    outcome = outcome_of(BISECTORS)
    (proof,), (verdict,) = outcome.proofs, outcome.verdicts
    told = " ".join(Teller(None, Style(plain=plain)).text(proof, verdict).split())
    assert "the figure" in told.partition("Checked")[0]
    assert not any(words in told for words in SETTLED["en"])
