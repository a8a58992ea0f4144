"""Figures at a double point of their premises: they are known as such, and refute little."""

from __future__ import annotations

import pytest

from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.double_place import is_at_double_place
from porism.geometry.language.text import parse_problem

MIDPOINT = "a b = ; p = sqeq p a p b a b 2 2 -1"

DOUBLE = {
    "the midpoint, by a sum of squares": MIDPOINT,
    "the centroid, by a sum of squares": "a b c = ncoll a b c; "
    "p = sqeq p a p b p c a b b c c a 3 3 3 -1 -1 -1",
    "circles that touch": "a c = segment; e = on_line a c; x = on_circle a e, on_circle c e",
}
REGULAR = {
    "a right angle, by a sum of squares": "a b c = ncoll a b c, sqeq a b a c b c 1 1 -1",
    "premises that follow from each other": "a b c d = rectangle",
    "bisectors of a triangle": "a b c = triangle; i = incenter a b c",
    "all points free": "a b c = triangle",
}


@pytest.mark.parametrize("name", DOUBLE)
def test_double_places_are_known(name: str) -> None:
    problem = parse_problem(DOUBLE[name], need_goal=False)
    assert is_at_double_place(problem.premises, draw(problem).coordinates)


@pytest.mark.parametrize("name", REGULAR)
def test_regular_figures_are_none(name: str) -> None:
    problem = parse_problem(REGULAR[name], need_goal=False)
    assert not is_at_double_place(problem.premises, draw(problem).coordinates)


def test_what_fails_by_little_there_is_undecided() -> None:
    diagram = draw(parse_problem(f"{MIDPOINT} ? midp p a b"))
    assert diagram.undecided == parse_problem(f"{MIDPOINT} ? midp p a b").goals
    assert not diagram.failing


def test_what_fails_clearly_there_is_refuted() -> None:
    with pytest.raises(RefutedError):
        draw(parse_problem(f"{MIDPOINT} ? cong p a a b"))


def test_points_that_come_together_in_the_limit_are_no_figure() -> None:
    """B would be the midpoint of AD, and D that of AB, as CA = CB and the angle at D is right."""
    problem = parse_problem(
        "b c = segment; o = midpoint b c; d = on_circle o b; a = on_circle c b, mirror d b "
        "? eqangle c a c d c d c b"
    )
    with pytest.raises(FigureError, match="no figure"):
        draw(problem)
