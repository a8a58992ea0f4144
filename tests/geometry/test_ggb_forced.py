"""What is read from a GeoGebra file rests on the construction, not on how it is drawn."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from porism.geometry.errors import InputError
from porism.geometry.figure.diagram import draw, draw_fresh
from porism.geometry.language.geogebra.objects import FOR_ONE_CONFIGURATION
from porism.geometry.language.geogebra.reader import read_ggb
from porism.geometry.problem import Problem
from porism.prover.options import SolveOptions
from porism.prover.solve import solve
from tests.geometry.test_ggb import Sheet, clauses, goals
from tests.geometry.test_ggb_more import packed

QUICK = SolveOptions(budget=20, threads=1, proposer="none", rewrite=False)


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


# --- maps ---------------------------------------------------------------------------------------


def test_a_rotation_keeps_lengths_where_the_legs_of_the_angle_are_drawn_equal() -> None:
    sheet = (
        Sheet(V=(0, 0), A=(2, 0), B=(0, 2), O=(5, 1), P=(6, 3))
        .do("Angle", "A V B", "α")
        .do("Rotate", "P α O", X=(3, 2))
    )
    assert clauses(read_anywhere(sheet)) == [
        "H = on_ray H V B, on_circle H V A",
        "X = simtri X V A H O P",
    ]


def test_a_rotation_by_an_angle_with_equal_legs_needs_no_other_leg() -> None:
    sheet = (
        Sheet(V=(0, 0), A=(2, 0), O=(5, 1), P=(6, 3))
        .do("Circle", "V A", "c")
        .do("Point", "c", B=(0, 2))
        .do("Angle", "A V B", "α")
        .do("Rotate", "P α O", X=(3, 2))
    )
    assert clauses(read_anywhere(sheet))[-1] == "X = simtri X V A B O P"


@pytest.mark.parametrize(
    ("name", "points"), [("Line", "A B"), ("Circle", "A B"), ("Circle", "A B C")]
)
def test_what_is_drawn_through_the_centre_of_inversion_is_not_made_so(
    name: str, points: str
) -> None:
    places = {"A": (1, 1), "B": (3, 3)} if name == "Line" else {"A": (3, 0), "B": (3, 3)}
    sheet = (
        Sheet(O=(0, 0), P=(2, 0), C=(6, 0), **places)
        .do("Circle", "O P", "c")
        .do(name, points if "C" not in points else "B C D", "k")
    )
    if "C" in points:
        sheet.body = Sheet(D=(3, -3)).body + sheet.body
    assert (
        "through the centre" in sheet.do("Mirror", "k c", "m").do("Point", "m", X=(1, 1)).refuse()
    )


def test_lines_and_circles_made_through_the_centre_of_inversion_are_lines() -> None:
    sheet = (
        Sheet(O=(0, 0), P=(2, 0), A=(1, 1), M=(3, 0))
        .do("Circle", "O P", "c")
        .do("Line", "A O", "f")
        .do("Mirror", "f c", "f'")
        .do("Circle", "M O", "k")
        .do("Mirror", "k c", "k'")
        .do("Prove", "f' ∥ Line[A, M]", "p")
        .do("Prove", "k' ⟂ Line[O, M]", "q")
    )
    assert goals(read_anywhere(sheet))[0] == "para A O A M"


def test_the_end_of_an_arc_is_on_its_circle_where_the_point_is_not() -> None:
    sheet = (
        Sheet(O=(0, 0), A=(2, 0), B=(0, 2))
        .do("CircularArc", "O A B", "c")
        .do("Point", "c", X=(1.2, 1.6))
    )
    problem = read_anywhere(sheet)
    assert clauses(problem) == ["H = on_ray H O B, on_circle H O A", "X = on_arc_about X O A H"]


# --- points by commands -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "order"), [("Segment", ", obtuse_angle B D C"), ("Ray", ", acute_angle D B C")]
)
def test_the_closest_point_of_a_segment_is_a_foot_in_one_configuration(
    ends: str, order: str
) -> None:
    sheet = (
        Sheet(A=(1, 3), B=(0, 0), C=(4, 0))
        .do(ends, "B C", "s")
        .do("ClosestPoint", "s A", D=(1, 0))
        .do("Prove", "Line[A, D] ⟂ s", "p")
    )
    problem = sheet.read()
    assert clauses(problem)[-1].replace("  ", " ") == f"D = foot D A B C{order}"
    assert problem.comments[0].startswith(FOR_ONE_CONFIGURATION)


def test_the_closest_point_at_an_end_is_not_a_foot() -> None:
    sheet = Sheet(A=(-1, 3), B=(0, 0), C=(4, 0)).do("Segment", "B C", "s")
    assert "at an end of a segment" in sheet.do("ClosestPoint", "s A", D=(0, 0)).refuse()


def test_points_without_a_name_inside_a_statement_have_a_place() -> None:
    sheet = Sheet(A=(1, 3), B=(0, 0), C=(4, 0)).do("Segment", "B C", "s")
    for point in (
        "ClosestPoint[Line[B, C], A]",
        "TriangleCenter[A, B, C, 1]",
        "TriangleCenter[A, B, C, 3]",
        "TriangleCenter[A, B, C, 4]",
        "Midpoint[s]",
    ):
        sheet.do("Prove", f"Line[A, {point}] ⟂ s", f"p{len(sheet.body)}")
    problem = sheet.read()
    assert all(place is not None for c in problem.clauses for place in c.coordinates)
    assert {len(c.coordinates) for c in problem.clauses} == {1}


@pytest.mark.parametrize(("second", "notes"), [("C B", 0), ("D C", 1)])
def test_which_bisector_is_meant_is_read_off_the_drawing(second: str, notes: int) -> None:
    """Lines from the corner keep their sense; a line through it can be dragged to the other."""
    sheet = Sheet(A=(1, 3), B=(0, 0), C=(4, 0), D=(2, -2))
    sheet.do("Line", "B A", "f").do("Line", second, "g").do("AngleBisector", "f g", "u v")
    problem = sheet.do("Prove", "u ⟂ v", "p").read()
    assert len([c for c in problem.comments if c.startswith(FOR_ONE_CONFIGURATION)]) == notes


def test_the_inside_of_a_quadrilateral_is_read_for_a_convex_one() -> None:
    sheet = Sheet(A=(0, 0), B=(4, 0), C=(4, 3), D=(0, 3)).do("Polygon", "A B C D", "t")
    problem = sheet.do("PointIn", "t", P=(1, 1)).read(need_goal=False)
    assert "taken as convex" in problem.comments[0]


def test_coordinates_that_follow_a_slider_are_refused() -> None:
    sheet = Sheet(B=(0, 0), C=(2, 2))
    sheet.body += '<element type="numeric" label="k"><value val="2"/></element>'
    sheet.let("A", "(k, 0)", place=(2, 0)).do("Prove", "Line[A, B] ⟂ Line[A, C]", "p")
    assert "coordinates follow other objects" in sheet.refuse()


@pytest.mark.parametrize("centre", ["A", "B"])
def test_a_line_turned_by_a_right_angle_is_perpendicular(centre: str) -> None:
    sheet = Sheet(A=(1, 3), B=(0, 0), C=(4, 0)).do("Line", "B C", "f")
    sheet.do("Rotate", f"f;90°;{centre}", "g").do(
        "Point", "g", X=(4, 2.5) if centre == "A" else (0, 1)
    )
    last = clauses(read_anywhere(sheet))[-1]
    assert last == ("X = on_tline X H B C" if centre == "A" else "X = on_tline X B B C")


# --- tools of one's own -------------------------------------------------------------------------


def with_tool(sheet: Sheet, takes: str, makes: str, inside: Sheet) -> Problem:
    names = " ".join(f'a{i}="{label}"' for i, label in enumerate(takes.split()))
    tool = (
        f'<geogebra><macro cmdName="Tool"><macroInput {names}/><macroOutput a0="{makes}"/>'
        f"<construction>{inside.body}</construction></macro></geogebra>"
    )
    return read_ggb(packed(sheet.body, tool), "tool.ggb", need_goal=False)


@pytest.mark.parametrize("twice", ["2 r", "2r", "r + r", "r * 2"])
def test_a_formula_given_to_a_tool_stays_one(twice: str) -> None:
    inside = Sheet(O=(0, 0)).do("Circle", f"O;{twice}", "c")
    sheet = (
        Sheet(A=(1, 3), B=(0, 0), C=(4, 0))
        .do("Segment", "B C", "a")
        .do("Segment", "A C", "b")
        .do("Tool", "A;a + b", "c")
        .do("Point", "c", P=(17.5, 3))
    )
    assert clauses(with_tool(sheet, "O r", "c", inside))[:2] == [
        "H = on_ray H B C, rconst B C B H 1/2",
        "H1 = on_opline H1 H B, rconst A C H H1 1/2",
    ]


def test_the_square_of_a_length_inside_a_tool_is_renamed() -> None:
    inside = Sheet(P=(0, 0), Q=(1, 0)).do("Segment", "P Q", "a")
    inside.do("AreCongruent", "a²;Segment[P, Q] * Segment[P, Q]", "s")
    sheet = Sheet(A=(1, 3), B=(0, 0)).do("Segment", "A B", "a").do("Tool", "B A", "s")
    sheet.do("Prove", "s", "p")
    with pytest.raises(InputError, match="same formula"):
        with_tool(sheet, "P Q", "s", inside)


def test_objects_inside_a_tool_take_no_name_of_others() -> None:
    inside = Sheet(P=(0, 0), Q=(1, 0)).do("Line", "P Q", "f").do("OrthogonalLine", "P f", "h")
    sheet = (
        Sheet(A=(1, 3), B=(0, 0), C=(4, 0))
        .do("Line", "A B", "ft1")
        .do("Tool", "C B", "k")
        .do("Prove", "ft1 ⟂ k", "p")
    )
    assert goals(with_tool(sheet, "P Q", "h", inside))[0].startswith("perp A B C")


@pytest.mark.parametrize("name", ["Midpoint", "Prove", "AreCongruent"])
def test_a_tool_that_is_named_like_a_command_is_that_in_no_expression(name: str) -> None:
    inside = Sheet(P=(0, 0), Q=(1, 0)).do("Mirror", "P Q", M=(2, 0))
    tool = (
        f'<geogebra><macro cmdName="{name}"><macroInput a0="P" a1="Q"/><macroOutput a0="M"/>'
        f"<construction>{inside.body}</construction></macro></geogebra>"
    )
    half = "Midpoint[A, B]"
    claim = f"Prove[AreCongruent[Segment[A, {half}], Segment[B, {half}]]]"
    sheet = Sheet(A=(1, 3), B=(0, 0)).do("ProveDetails", claim, "p")
    with pytest.raises(InputError, match="is a tool of the file"):
        read_ggb(packed(sheet.body, tool), "tool.ggb")


def test_a_label_defined_twice_is_refused() -> None:
    sheet = Sheet(A=(1, 3), B=(0, 0), C=(4, 0)).do("Line", "A B", "f").do("Line", "A C", "f")
    assert "'f' is defined twice" in sheet.do("Prove", "f ⟂ Line[B, C]", "p").refuse()


# --- angles -------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ['angleStyle val="1"', 'allowReflexAngle val="false"'])
def test_angles_whatever_their_sense_are_refused(style: str) -> None:
    sheet = Sheet(A=(0, 3), B=(-1, 0)).do("Circle", "A B", "k").do("Point", "k", C=(1, 0))
    sheet.do("Angle", "A B C", "b").do("Angle", "A C B", "c")
    sheet.body = re.sub(
        r'type="line" label="([bc])">', rf'type="angle" label="\1"><{style}/>', sheet.body
    )
    assert "whatever its sense" in sheet.do("Prove", "b ≟ c", "p").refuse()


def test_angles_measured_counter_clockwise_are_read() -> None:
    sheet = Sheet(A=(0, 3), B=(-1, 0)).do("Circle", "A B", "k").do("Point", "k", C=(1, 0))
    sheet.do("Angle", "A B C", "b").do("Angle", "B C A", "c")
    sheet.body = re.sub(
        r'type="line" label="([bc])">',
        r'type="angle" label="\1"><angleStyle val="0"/>',
        sheet.body,
    )
    assert goals(sheet.do("Prove", "b ≟ c", "p").read())[0].startswith("eqangle")


# --- hidden points, and intersections that are known points ---------------------------------------


def test_hidden_points_of_one_line_are_at_different_places() -> None:
    sheet = Sheet(A=(-2.5, 2.4), B=(0.6, -0.5), C=(-0.9, 1.5))
    sheet.do("AngleBisector", "C B A", "f").do("AngleBisector", "A B C", "g")
    problem = sheet.do("Prove", "f ∥ g", "p").read()
    assert solve(problem, QUICK).status == "proved"


def test_a_hidden_point_keeps_clear_of_corners_of_a_square() -> None:
    sheet = Sheet(A=(0, 0), B=(2, 0)).do("OrthogonalLine", "A Line[A,B]", "f")
    sheet.do("Rotate", "B 90° A", D=(0, 2)).do("Prove", "AreParallel[f, Line[A, D]]", "p")
    assert solve(sheet.read(), QUICK).status == "proved"


def test_a_point_drawn_at_the_origin_is_the_origin_of_the_axes() -> None:
    sheet = Sheet(A=(0, 0), B=(3, 1)).do("OrthogonalLine", "B xAxis", "f")
    problem = sheet.do("Prove", "f ⟂ xAxis", "p").read()
    (note,) = problem.comments
    assert note.startswith(f"{FOR_ONE_CONFIGURATION}: A, which is free, is taken as the origin")
    assert solve(problem, QUICK).status == "proved_for_configuration"


def test_an_intersection_that_is_a_known_point_by_the_construction_stays_it() -> None:
    """CF and GB meet in B, F being on BC; only where A is on BC as well is there another place."""
    sheet = Sheet(A=(0.2, -1.5), B=(2.8, 3), C=(0.8, -0.3)).do("Midpoint", "C B", F=(1.8, 1.35))
    sheet.do("Point", "Line[C,A]", G=(1.1, 0.3))
    sheet.do("Prove", "AreConcurrent[Line[C, F], Line[G, B], Line[F, C]]", "p")
    assert solve(sheet.read(), QUICK).status == "proved"
