"""GeoGebra's segments, rays, arcs, sides and regions keep their points; lines have bisectors."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from porism.geometry.errors import RefutedError
from porism.geometry.figure.diagram import draw, draw_fresh
from porism.geometry.language import parse_problem
from porism.geometry.language.geogebra.objects import FOR_ONE_CONFIGURATION
from porism.geometry.measure.truth import holds
from porism.geometry.problem import Problem
from tests.geometry.test_ggb import Sheet, clauses, triangle

ROOT = math.sqrt(3)


def stays(problem: Problem) -> bool:
    """Whether what confines the points holds in the drawn figure, in others, and in the text."""
    order = [s for clause in problem.clauses for s in (*clause.meaning, *clause.predicates)]
    order += [s for s in problem.premises if s.name == "obtuse_angle"]
    again = parse_problem(problem.text, need_goal=False)
    assert [(c.premises, c.meaning) for c in again.clauses] == [
        (c.premises, c.meaning) for c in problem.clauses
    ]
    first = draw(problem)
    drawn = [first, *draw_fresh(problem, first, 4, seed=1)]
    return bool(order) and all(holds(s, d.coordinates) for s in order for d in drawn)


def on_segment(goal: str) -> Problem:
    sheet = Sheet(A=(0, 0), B=(5, 0.3)).do("Segment", "A B", "a").do("Point", "a", C=(4.9, 0.294))
    return sheet.do("Segment", "B C", "b").do("Segment", "A C", "c").do("Prove", goal).read()


def test_a_point_of_a_segment() -> None:
    true = on_segment("a ≟ b + c")
    assert clauses(true)[-1] == "C = between_bound C A B" and stays(true)
    with pytest.raises(RefutedError, match="false in the figure given"):
        draw(on_segment("c ≟ a + b"))


def test_a_point_of_a_ray() -> None:
    sheet = Sheet(A=(0, 0), B=(5, 0.3)).do("Ray", "A B", "w").do("Point", "w", C=(1, 0.06))
    false = sheet.do("Prove", "Distance[B, C] ≟ Distance[A, B] + Distance[A, C]").read()
    assert clauses(false)[-1] == "C = on_ray C A B"
    with pytest.raises(RefutedError):
        draw(false)
    with pytest.raises(RefutedError):  # nor wherever else the ray is
        draw(parse_problem("a b = segment; c = on_ray c a b ? distseq b c a b a c 1 -1 -1"))


@pytest.mark.parametrize(
    ("sheet", "clause"),
    [
        (
            triangle().do("Polygon", "A B C", "t a b c").do("Point", "a", P=(2, 0)),
            "P = between_bound P A B",
        ),
        (
            triangle().do("Polygon", "A B C", "t a b c").do("Point", "t", P=(2, 0)),
            "P = between_bound P A B",
        ),
        (
            Sheet(O=(0, 0), A=(2, 0), B=(0, 2))
            .do("CircularArc", "O A B", "k")
            .do("Point", "k", P=(ROOT, 1)),
            "P = on_arc_about P O A H",
        ),
        (
            Sheet(O=(0, 0), A=(2, 0), B=(0, 3))
            .do("CircleSector", "O A B", "k")
            .do("Point", "k", P=(ROOT, 1)),
            "P = on_arc_about P O A H",
        ),
        (
            Sheet(A=(2, 0), B=(0, 2), C=(-2, 0))
            .do("CircumcircularArc", "A B C", "k")
            .do("Point", "k", P=(ROOT, 1)),
            "P = on_arc P A B C",
        ),
        (
            Sheet(A=(-2, 0), B=(2, 0)).do("Semicircle", "A B", "k").do("Point", "k", P=(ROOT, 1)),
            "P = on_semicircle P A B",
        ),
        (
            triangle().do("Polygon", "A B C", "t a b c").do("PointIn", "t", P=(1.5, 1)),
            "P = free P, sameclock B C P B C A, sameclock C A P C A B, sameclock A B P A B C",
        ),
        (
            Sheet(O=(0, 0), A=(2, 0), B=(3, 3))
            .do("Circle", "O A", "k")
            .do("PointIn", "k", P=(1, 1)),
            "P = free P, longer O A O P",
        ),
        (
            Sheet(A=(0, 0), B=(4, 0)).do("Dilate", "B; -1 / 2; A", P=(-2, 0)),
            "P = on_opline P A B, rconst A B A P 2",
        ),
        (
            Sheet(A=(0, 0), B=(4, 0), C=(0, 4), D=(4, 4))
            .do("Segment", "A D", "f")
            .do("Ray", "C B", "g")
            .do("Intersect", "f g", P=(2, 2)),
            "P = between_bound P A D, on_ray P C B",
        ),
        (
            Sheet(O=(0, 0), A=(2, 0), B=(0, 1))
            .do("Circle", "O A", "k")
            .do("Line", "A B", "f")
            .do("Intersect", "k f", P=(-1.2, 1.6)),
            "P = on_circle P O A, on_line P A B, diff P A",
        ),
    ],
)
def test_points_stay_where_they_are_put(sheet: Sheet, clause: str) -> None:
    problem = sheet.do("AreCollinear", "P A B", "p").read()
    assert clauses(problem)[-1] == clause
    assert stays(replace(problem, goals=()))


@pytest.mark.parametrize("sign", [1, -1])
def test_tangents_are_taken_in_the_order_in_which_they_are_drawn(sign: int) -> None:
    """The lines 3x ± 4y = 15 touch the circle at (9/5, ±12/5)."""
    sheet = Sheet(O=(0, 0), A=(3, 0), P=(5, 0)).do("Circle", "O A", "c").do("Tangent", "P c", "f g")
    for label, b in (("f", 4 * sign), ("g", -4 * sign)):
        drawn = f'label="{label}"><coords x="3" y="{b}" z="-15"/></element>'
        sheet.body = sheet.body.replace(f'label="{label}"></element>', drawn)
    sheet.do("Intersect", "f c", X=(1.8, 2.4 * sign)).do("Intersect", "g c", Y=(1.8, -2.4 * sign))
    problem = sheet.do("Prove", "Segment[P, X] ≟ Segment[P, Y]", "p").read()
    assert not draw(problem).failing


def test_a_point_of_the_outline_of_a_polygon_is_for_one_configuration_on_one_side() -> None:
    sheet = triangle().do("Polygon", "A B C", "q a b c").do("Point", "q", P=(2, 0))
    problem = sheet.do("AreCollinear", "A B P", "p").read()
    (note,) = problem.comments
    assert note.startswith(FOR_ONE_CONFIGURATION) and "taken on the side AB" in note


@pytest.mark.parametrize("order", ["w v", "v w"])
@pytest.mark.parametrize("lines", [("b", "c"), ("c", "b")])
def test_the_two_bisectors_of_two_lines(lines: tuple[str, str], order: str) -> None:
    sheet = triangle().do("Line", "A B", "c").do("Line", "A C", "b")
    sheet = sheet.do("AngularBisector", " ".join(lines), order)
    problem = sheet.do("ArePerpendicular", "w v", "p").read()
    names = {c.constructions[0].name for c in problem.clauses[-2:]}
    assert names == {"angle_bisector", "exterior_bisector"}
    draw(problem)  # which refutes nothing
