"""Figures that no order of construction meets: a point has a place where others are special."""

from __future__ import annotations

import math

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.figure.turned import special_figures
from porism.geometry.language import parse_problem
from porism.geometry.measure.truth import residual
from porism.geometry.problem import Coordinates
from porism.geometry.referee import referee

RATIO = "x = on_line b c, rconst2 x b c 1/2"  # X is between B and C, or beyond B
TURNED = "p = shift p b d c; q = shift q b p a"  # DQ is parallel to AX where X is beyond B
SPECIAL = {
    "parallel lines": f"a b c = triangle; d = free; {TURNED}; {RATIO}; "
    "e = on_line a x, on_line d q",
    "and points after it": f"a b c = triangle; d = free; {TURNED}; {RATIO}; "
    "e = on_line a x, on_line d q; f = midpoint e c; g = foot f a b",
    "perpendiculars": f"a b c = triangle; d = free; {TURNED}; m = on_tline a d q; {RATIO}; "
    "e = on_line a x, on_tline d a m",
}


def is_beyond(at: Coordinates) -> bool:
    return math.dist(at["x"], at["b"]) > 0.9 * math.dist(at["b"], at["c"])


@pytest.mark.parametrize("text", SPECIAL.values(), ids=SPECIAL)
def test_both_families_are_met(text: str) -> None:
    problem = parse_problem(f"{text} ? rconst x b c b 1/3")
    ruling = referee(problem)
    assert (ruling.kind, ruling.missed) == ("true", ("e",))  # of the branch with a place
    near = draw(problem).coordinates
    for seed in (0, 1):
        figures = special_figures(problem, ruling.missed, near, seed, seconds=20.0)
        assert {is_beyond(at) for at in figures} == {True, False}
        assert all(residual(s, at) < 1e-8 for at in figures for s in problem.premises)


def test_what_has_a_place_on_every_branch_is_not_missed() -> None:
    for goal in ("coll x b c", "rconst x b c b 1/3"):
        ruling = referee(parse_problem(f"a b c = triangle; {RATIO}; e = midpoint a x ? {goal}"))
        assert not ruling.missed
