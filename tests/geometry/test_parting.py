"""Points that coincide in every figure that is constructed, and are apart in others."""

from __future__ import annotations

import math

import pytest

from porism.geometry.errors import RefutedError
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.language import parse_problem

PARALLELOGRAM = (
    "a b c = triangle; d = eqdistance d a b c, eqdistance d c a b; "
    "g = on_line g a c, on_line g b d; "
)
KITE = "a b c = triangle; d = reflect d b a c; g = on_line g a c, on_line g b d; "
MEDIAN = "a b c = triangle; m = midpoint m b c; "

APART = {  # texts, the two points, and a goal that is true only where they are one
    "a rhombus": (
        PARALLELOGRAM + "e = on_bline e a c, on_line e g b ? coll e a c",
        "ge",
    ),
    "a rhombus by the other diagonal": (
        PARALLELOGRAM + "e = on_bline e b d, on_line e g a ? coll e b d",
        "ge",
    ),
    "a kite that is a rhombus": (
        KITE + "e = on_bline e b d, on_bline e a c, on_line e a c ? coll e b d",
        "ge",
    ),
    "an isosceles triangle": (
        MEDIAN + "e = on_line e a m, on_bline e b c ? coll e b c",
        "me",
    ),
    "an altitude that is a median": (
        MEDIAN + "e = on_line e a m, on_tline e m b c ? coll e b c",
        "me",
    ),
}

TOGETHER = {
    "by a theorem": (
        "a b c = triangle; x y z g = centroid x y z g a b c; m = midpoint m a b; "
        "e = on_line e c m, on_line e b y ? coll e c m",
        "ge",
    ),
    "unless points of the text come into one line": (
        "a = free; b = free; c = free; d = on_line d b c; e = on_line e a c, on_line e b d "
        "? coll e b c",
        "ce",
    ),
    "two circumcentres": (
        "a b c = ; x = circle x a b c; y = circle y a b c ? overlap x y",
        "xy",
    ),
    "as it is asked": (PARALLELOGRAM + "e = on_bline e a c, on_line e g b ? overlap e g", "ge"),
}


def drawn(text: str) -> Diagram:
    try:
        return draw(parse_problem(text))
    except RefutedError as error:
        assert error.diagram is not None
        return error.diagram


def distance(diagram: Diagram, points: str) -> float:
    p, q = (diagram.coordinates[name] for name in points)
    return math.dist(p, q)


@pytest.mark.parametrize("name", APART)
def test_points_that_can_be_apart_are_drawn_apart(name: str) -> None:
    text, points = APART[name]
    diagram = drawn(text)
    assert distance(diagram, points) > 1e-3
    assert diagram.failing and diagram.residual < 1e-9


@pytest.mark.parametrize("name", TOGETHER)
def test_points_that_are_one_stay_together(name: str) -> None:
    text, points = TOGETHER[name]
    diagram = drawn(text)
    assert distance(diagram, points) < 1e-9
    assert not diagram.failing
