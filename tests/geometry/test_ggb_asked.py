"""What GeoGebra is asked to prove is what is proved: angles, positive areas, ends, sliders."""

from __future__ import annotations

from fractions import Fraction

import pytest

from porism.geometry.language.geogebra.objects import FOR_ONE_CONFIGURATION
from tests.geometry.test_ggb import Sheet, goals, triangle


def asked(sheet: Sheet, claim: str) -> list[str]:
    return goals(sheet.do("Prove", claim, "p").read())


def refused(sheet: Sheet, claim: str) -> str:
    return sheet.do("Prove", claim, "p").refuse()


# --- equal, congruent, on a path ----------------------------------------------------------------


def test_congruent_polygons_have_equal_sides_and_diagonals() -> None:
    sheet = Sheet(A=(0, 0), B=(4, 0), C=(1, 3), D=(5, 3))
    sheet.do("Polygon", "A B C", "t").do("Polygon", "D C B", "u")
    assert asked(sheet, "AreCongruent[t, u]") == ["cong A B D C", "cong A C D B"]
    square = Sheet(A=(0, 0), B=(2, 0), C=(2, 1), D=(0, 1), E=(5, 0), F=(5, 2), G=(4, 2), H=(4, 0))
    square.do("Polygon", "A B C D", "t").do("Polygon", "E F G H", "u")
    assert len(asked(square, "AreCongruent[t, u]")) == 6


def test_congruent_circles_have_equal_radii() -> None:
    def sheet() -> Sheet:
        made = Sheet(A=(0, 0), B=(3, 0), C=(1.5, 2), D=(4, 1))
        made.do("Circle", "A C", "c").do("Circle", "B C", "d").do("Circle", "C A", "e")
        return made.do("Circle", "A B D", "k")

    assert asked(sheet(), "AreCongruent[c, d]") == ["cong A C B C"]
    assert asked(sheet(), "AreCongruent[c, k]") == ["cong A C O A"]
    assert "is always true" in refused(sheet(), "AreCongruent[c, e]")
    assert "not supported" in refused(sheet(), "AreCongruent[c, c]")


def test_equal_areas_are_no_congruence() -> None:
    sheet = triangle().do("Midpoint", "B C", M=(2.5, 1.5))
    sheet.do("Polygon", "A B M", "t").do("Polygon", "A C M", "u")
    assert "the polygons are not drawn congruent" in refused(sheet, "AreCongruent[t, u]")
    sheet.body = sheet.body.replace("AreCongruent", "AreEqual")
    assert goals(sheet.read()) == ["rareaconst A B M A C M 1"]


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("AreEqual[Segment[A, B], Segment[A, C]]", "for equal lengths write AreCongruent"),
        ("AreCongruent[Line[A, B], Line[A, C]]", "two lines are always congruent"),
        ("AreCongruent[A, B]", "two points are always congruent"),
        ("AreEqual[Ray[A, B], Ray[A, C]]", "not supported"),
    ],
)
def test_objects_are_no_lengths(claim: str, said: str) -> None:
    assert said in refused(triangle(), claim)


def test_segments_and_arcs_have_ends() -> None:
    sheet = triangle().do("Line", "A B", "f").do("Point", "f", X=(1, 0))
    assert asked(sheet, "IsOnPath[X, Segment[A, B]]") == ["coll X A B", "between X A B"]
    sheet = triangle().do("Line", "A B", "f").do("Point", "f", X=(1, 0))
    assert asked(sheet, "X ∈ Ray[A, B]") == ["coll X A B", "acute_angle X A B"]
    sheet = triangle().do("Circle", "A B C", "c").do("Point", "c", D=(4, 2))
    sheet.do("CircumcircularArc", "A B C", "k")
    assert asked(sheet, "IsOnPath[D, k]") == ["cong O D O A", "sameclock A C D A C B"]


# --- areas --------------------------------------------------------------------------------------


def parallelogram() -> Sheet:
    sheet = Sheet(A=(0, 0), B=(5, 0), C=(6, 3)).let("D", "A + C - B", place=(1, 3))
    sheet.body += Sheet.point("P", (2.5, 1.2))
    sheet.do("Polygon", "P A B", "t").do("Polygon", "P C D", "u").do("Polygon", "A B C", "v")
    return sheet


def test_a_sum_of_areas_comes_with_the_senses_of_the_triangles() -> None:
    assert asked(parallelogram(), "t + u ≟ v") == [
        "areaeq P A B P C D A B C 1 1 -1",
        "sameclock P A B P C D",
        "sameclock P A B A B C",
    ]


def test_a_sum_that_only_says_where_a_point_lies_is_refused() -> None:
    sheet = parallelogram().do("Polygon", "P B C", "w").do("Polygon", "P C A", "x")
    assert "ask where the points lie" in refused(sheet, "t + w + x ≟ v")


def test_an_angle_is_no_length() -> None:
    sheet = Sheet(A=(1, 1)).do("Circle", "A;1 / 3", "c").do("Point", "c", B=(4 / 3, 1))
    assert "not supported" in refused(sheet.do("Segment", "A B", "f"), "f ≟ 60°")
    sheet.body = sheet.body.replace("f ≟ 60°", "2 f ≟ 120°")
    assert "not supported" in sheet.refuse()


def test_an_arc_has_a_length_that_is_no_radius() -> None:
    sheet = Sheet(A=(0, 0), B=(5, 0)).do("Circle", "A B", "c").do("Point", "c", P=(3, 4))
    sheet.do("CircularArc", "A B P", "d").do("CircularArc", "A P B", "e")
    assert "not supported" in refused(sheet, "Length[d] ≟ Length[e]")
    sheet.body = sheet.body.replace("Length", "Radius")
    assert goals(sheet.read()) == ["cong A B A P"]


# --- sliders ------------------------------------------------------------------------------------


def slider(value: str, kind: str, place: tuple[float, float]) -> Sheet:
    sheet = Sheet(A=(0, 0), B=(3, 0))
    sheet.body += f'<element type="{kind}" label="k"><value val="{value}"/></element>'
    made = "Dilate" if kind == "numeric" else "Rotate"
    return sheet.do(made, "B k A", D=place)


def test_a_slider_has_its_decimals_and_the_problem_says_them() -> None:
    problem = slider("0.3333333", "numeric", (0.9999999, 0)).read("coll A B D")
    constants = [c for clause in problem.clauses for x in clause.constructions for c in x.constants]
    assert Fraction(1, 3) not in constants and Fraction("0.3333333") in [
        *constants,
        *(1 / c for c in constants),
    ]
    assert problem.comments == (f"{FOR_ONE_CONFIGURATION}: k = 0.3333333, as in the file",)
    turned = slider("1.0471975511965976", "angle", (1.5, 3 * 3**0.5 / 2)).read("cong A B B D")
    assert turned.comments == (f"{FOR_ONE_CONFIGURATION}: k = 60°, as in the file",)


# --- angles -------------------------------------------------------------------------------------


def test_the_inscribed_angle_is_equal_on_one_arc() -> None:
    sheet = triangle().do("Circle", "A B C", "c").do("Point", "c", D=(4, 2))
    claim = "Angle[A, C, B] ≟ Angle[A, D, B]"
    assert asked(sheet, claim) == ["eqangle C A C B D A D B", "sameclock A C B A D B"]
    below = triangle().do("Circle", "A B C", "c").do("Point", "c", D=(2, 1 - 5**0.5))
    assert "both sides differ by 180°" in refused(below, claim)


@pytest.mark.parametrize(
    ("angle", "found"),
    [
        ("300°", ["aconst B A B C 2pi/3", "ccw B C A"]),
        ("120°", "both sides differ by 180°"),
    ],
)
def test_an_angle_is_measured_counter_clockwise(angle: str, found: list[str] | str) -> None:
    sheet = Sheet(A=(0, 0), B=(2, 0)).do("Polygon", "A B 3", "p", C=(1, 3**0.5))
    claim = f"Angle[A, B, C] ≟ {angle}"
    if isinstance(found, str):
        assert found in refused(sheet, claim)
    else:
        assert asked(sheet, claim) == found


def test_straight_and_right_angles() -> None:
    sheet = triangle().do("Midpoint", "A B", M=(2, 0))
    assert asked(sheet, "Angle[A, M, B] ≟ 180°") == ["para M A M B", "between M A B"]
    sheet = triangle().do("Midpoint", "A B", M=(2, 0))
    assert asked(sheet, "Angle[M, A, B] ≟ 0°") == ["para A M A B", "acute_angle M A B"]
    for claim in ("Angle[C, A, B] ≟ 90°", "90° ≟ Angle[B, A, C]", "Angle[C, A, B] ≟ 270°"):
        (found,) = asked(Sheet(A=(0, 0), B=(4, 0), C=(0, 3)), claim)
        assert found.startswith("perp A ")
    for claim, said in (
        ("Angle[B, A, C] ≟ 270°", "both sides differ by 180°"),
        ("-90° ≟ Angle[C, A, B]", "from 0° to 360°"),
        ("Angle[B, A, C] ≟ 450°", "from 0° to 360°"),
        ("Angle[B, A, C] ≟ 360°", "from 0° to 360°"),
    ):
        assert said in refused(Sheet(A=(0, 0), B=(4, 0), C=(0, 3)), claim)


def test_a_central_angle_needs_to_know_which_angles_are_acute() -> None:
    sheet = triangle().do("Circle", "A B C", "c").do("Center", "c", O=(2, 1))
    found = asked(sheet, "Angle[A, O, B] ≟ 2 Angle[A, C, B]")
    assert found[1:] == ["sameclock A O B A C B", "acute_angle A C B"]


def test_angles_between_lines_are_said_to_be_up_to_half_turns() -> None:
    sheet = triangle().do("Line", "A B", "f").do("Line", "A C", "g").do("Line", "B C", "h")
    problem = sheet.do("Prove", "Angle[f, g] ≟ Angle[g, h]", "p").read()
    assert [g.name for g in problem.goals] == ["eqangle"]
    assert problem.comments == ("angles between lines are compared up to half-turns",)


def test_a_difference_of_angles_may_be_compared_with_zero() -> None:
    sheet = Sheet(A=(0, 0), B=(4, 0)).do("PerpendicularBisector", "A B", "m")
    sheet.do("Point", "m", C=(2, 3))
    claim = "Angle[B, A, C] - Angle[C, B, A] ≟ 0"  # angles of one triangle: no sense to compare
    assert asked(sheet, claim) == ["angeq A C A B B C 1 -2 1 0pi/1"]
    assert "not supported" in refused(triangle(), "Angle[B, A, C] ≟ 60")


def test_unsigned_angles_between_segments_are_taken_up_to_half_turns_and_it_is_said() -> None:
    claim = "Angle[Segment[A, B], Segment[A, C]] + Angle[Segment[B, C], Segment[B, A]] ≟ 120°"
    problem = triangle().do("Prove", claim, "p").read()
    assert goals(problem) == ["angeq A C B C 1 -1 2pi/3"]
    assert problem.comments == ("angles between lines are compared up to half-turns",)


# --- tangents by coincidence ----------------------------------------------------------------------


def incircle() -> Sheet:
    """The circle about the incentre that touches AB."""
    b, c = 10**0.5, 4.0
    x, y = (4 * b + c) / (b + 18**0.5 + c), 3 * c / (b + 18**0.5 + c)
    sheet = triangle().do("AngularBisector", "B A C", "w").do("AngularBisector", "A B C", "v")
    sheet.do("Intersect", "w v", I=(x, y)).do("Line", "A B", "f").do("Line", "B C", "g")
    sheet.do("OrthogonalLine", "I f", "h").do("Intersect", "f h", D=(x, 0))
    return sheet.do("Circle", "I D", "k")


def test_a_line_is_a_tangent_if_it_is_as_far_from_the_centre_as_the_rim() -> None:
    assert asked(incircle(), "IsTangent[g, k]") == ["cong I F I D"]
    assert asked(incircle(), "IsTangent[k, f]") == ["perp I D A B"]  # D is where they touch


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("IsTangent[w, k]", "the centre of the circle is drawn on the line"),
        ("IsTangent[Segment[B, C], k]", "a segment or ray needs a named point of contact"),
        ("IsTangent[k, k]", "takes a line and a circle"),
        ("AreTangent[g, k]", "'AreTangent' is not supported"),
    ],
)
def test_what_is_no_question_about_tangents(claim: str, said: str) -> None:
    assert said in refused(incircle(), claim)


def test_of_several_ways_to_be_congruent_one_is_taken_and_told() -> None:
    sheet = Sheet(A=(0, 0), B=(4, 0), C=(2, 3), D=(10, 0), E=(6, 0), F=(8, 3))
    sheet.do("Polygon", "A B C", "t").do("Polygon", "E D F", "u")
    problem = sheet.do("Prove", "AreCongruent[t, u]", "p").read()
    assert goals(problem) == ["cong A B E D", "cong A C E F", "cong B C D F"]
    assert problem.comments == (
        "the polygons are drawn congruent in 2 ways; A B C is taken for E D F, corner for corner",
    )
