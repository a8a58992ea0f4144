"""Clauses of a text whose points have a place in special figures only.

What is proved of them may hold in these alone; what a text says of one line twice is no such thing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from porism.geometry.checker import check_proof
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.language import parse_problem
from porism.geometry.verify import check
from tests.geometry.hand_proofs import hand_proof

Point = tuple[float, float]

ONE_LINE: Mapping[str, Point] = {
    "a": (0.0, 0.0), "b": (1.0, 2.0), "c": (3.0, 6.0), "d": (5.0, 10.0), "x": (-1.0, -2.0),
    "e": (-11.0, 3.0),
}  # fmt: skip
EQUAL_RADII: Mapping[str, Point] = {
    "o": (0.0, 0.0), "a": (3.0, 4.0), "b": (-4.0, 3.0), "x": (0.0, -5.0), "c": (2.0, 1.0),
    "d": (4.0, 2.0),
}  # fmt: skip
PARALLELS = """
    given para a b c d
    given coll x a b
    given coll x c d
    angle 0 1 2 => coll a c x
"""
CENTRED = "given cong o x o a\ngiven cong o x o b\nratio 0 1 => cong o a o b"
NO_PLACE = {
    "on two circles about one centre": (
        "o a b = triangle; x = on_circle x o a, on_circle x o b ? cong o a o b",
        CENTRED,
        EQUAL_RADII,
    ),
    "on two parallel lines": (
        "a b c = ; d = para a b c d; x = coll x a b, coll x c d ? coll a c x",
        PARALLELS,
        ONE_LINE,
    ),
    "on one of them, as a later clause says": (
        "a b c = ; d = para a b c d; x = coll x a b; e = coll x c d ? coll a c x",
        PARALLELS,
        ONE_LINE,
    ),
    "two points on two parallel lines": (
        "a b c = ; d = para a b c d; x y = coll x a b, coll x c d, cong x y a b ? coll a c x",
        PARALLELS,
        {**ONE_LINE, "y": (0.0, -4.0)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_PLACE)
def test_a_point_that_has_a_place_in_special_figures_only_is_told(name: str) -> None:
    """All figures that can be drawn are special, and the referee can say nothing."""
    text, lines, places = NO_PLACE[name]
    proof = hand_proof(text, lines, coordinates={p: places[p] for p in parse_problem(text).points})
    for verdict in (check_proof(proof, DrawnFigures()), check(proof)):
        assert verdict.status == "proved_for_configuration", str(verdict)
        assert any("are one, or touch" in note for note in verdict.configuration_notes)
    assert verdict.ruling.startswith("not applicable")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "a b = segment; c = on_line c a b; x = on_line x a b, on_line x a c ? coll b c x",
            "given coll c a b\ngiven coll x a b\nangle 0 1 => coll b c x",
        ),
        (
            "a b = ; x = cong x a x b, eqangle a b a x b x b a; y = cong y a y b ? perp x y a b",
            "given cong x a x b\ngiven cong y a y b\n"
            "rule bisector_of_segment p=x q=y a=a b=b : 0 1 => perp x y a b",
        ),
    ],
)
def test_lines_that_are_one_by_the_text_are_no_special_figure(text: str, lines: str) -> None:
    verdict = check_proof(hand_proof(text, lines), DrawnFigures())
    assert verdict.status == "proved" and not verdict.remarks, str(verdict)
