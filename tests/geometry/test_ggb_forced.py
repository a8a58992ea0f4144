"""What is read from a GeoGebra file rests on the construction, not on how it is drawn."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from porism.geometry.figure.diagram import draw, draw_fresh
from porism.geometry.problem import Problem
from tests.geometry.test_ggb import Sheet, clauses, goals


def read_anywhere(sheet: Sheet) -> Problem:
    """Return what is read, having asserted that it is read from another figure, too.

    The other figure is drawn from what was read, so that nothing is kept that is not in it.
    """
    problem = sheet.read(need_goal=False)
    bare = replace(problem, goals=())
    (other,) = draw_fresh(bare, draw(bare, want_goal=False), 1, seed=1)

    def moved(match: re.Match[str]) -> str:
        x, y = other.coordinates[match[2]]
        return f'{match[1]}<coords x="{x}" y="{y}" z="1"/>'

    again = Sheet()
    point = r'(<element type="point" label="(\w+)">(?:<show [^>]*>)?)<coords [^>]*>'
    again.body = re.sub(point, moved, sheet.body)
    assert again.body != sheet.body
    elsewhere = again.read(need_goal=False)
    assert (clauses(elsewhere), goals(elsewhere)) == (clauses(problem), goals(problem))
    return problem


# --- areas: the foot of a height ----------------------------------------------------------------


def test_a_right_angle_of_free_points_is_no_premise() -> None:
    sheet = (
        Sheet(A=(0, 3), B=(0, 0), C=(4, 0))
        .do("Midpoint", "A B", M=(0, 1.5))
        .do("Prove", "Area[A, B, C] ≟ Segment[A, M] * Segment[B, C]")
    )
    problem = read_anywhere(sheet)
    assert clauses(problem)[-1] == "H = foot H A B C"
    assert goals(problem) == ["distmeq A H A M 1 -1 2"]


@pytest.mark.parametrize("line", ["B f", "f B"])
def test_a_right_angle_by_construction_needs_no_foot(line: str) -> None:
    sheet = (
        Sheet(B=(0, 0), C=(4, 0))
        .do("Line", "B C", "f")
        .do("OrthogonalLine", line, "g")
        .do("Point", "g", A=(0, 3))
        .do("Midpoint", "A B", M=(0, 1.5))
        .do("Prove", "Area[A, B, C] ≟ Segment[A, M] * Segment[B, C]")
    )
    assert goals(read_anywhere(sheet)) == ["distmeq A B A M 1 -1 2"]
