"""GeoGebra files: maps of lines and circles, formulas, areas, axes, polygons, one's own tools."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from porism.geometry.errors import InputError
from porism.geometry.language.geogebra.reader import read_ggb
from porism.geometry.language.reader import read_problems
from porism.geometry.measure.truth import residual
from porism.geometry.problem import Problem
from porism.geometry.referee import referee
from tests.geometry.test_ggb import Sheet, goals, triangle


def holds_as_drawn(problem: Problem) -> Problem:
    """Assert that premises and goals are true where the points are drawn."""
    places = {
        p: place
        for clause in problem.clauses
        for p, place in zip(clause.points, clause.coordinates, strict=False)
        if place is not None
    }
    assert set(places) == set(problem.points)
    for statement in (*problem.premises, *problem.goals):
        assert residual(statement, places) < 1e-9, str(statement)
    return problem


# --- maps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("thing", "mirror"),
    [
        ("f", "C"),
        ("f", "g"),
        ("k", "C"),
        ("k", "g"),
        ("t", "C"),
        ("t", "g"),
        ("f", "k"),
        ("m", "k"),
    ],
)
def test_lines_circles_and_polygons_have_images(thing: str, mirror: str) -> None:
    sheet = (
        Sheet(A=(0, 0), B=(4, 0), C=(1, 3), D=(2, 5))
        .do("Line", "A B", "f")
        .do("Line", "A C", "g")
        .do("Circle", "D B", "k")
        .do("Circle", "A C", "m")
        .do("Polygon", "A B D", "t u v w")
        .do("Mirror", f"{thing} {mirror}", "image")
    )
    problem = sheet.read(need_goal=False)
    assert problem.points


def test_the_image_of_a_line_in_a_point_is_parallel() -> None:
    sheet = triangle().do("Line", "A B", "f").do("Mirror", "f C", "g").do("Prove", "f ∥ g", "p")
    assert "para" in goals(holds_as_drawn(sheet.read()))[0]


def test_an_inverse_is_on_the_ray_at_the_inverse_distance() -> None:
    sheet = (
        Sheet(O=(0, 0), R=(2, 0), A=(1, 1))
        .do("Circle", "O R", "k")
        .do("Mirror", "A k", A1=(2, 2))
        .do("Prove", "AreCollinear[O, A, A1]", "p")
    )
    holds_as_drawn(sheet.read())


@pytest.mark.parametrize("mirror", ["k", "O", "f"])
@pytest.mark.parametrize("first", ["circle", "point"])
def test_the_image_of_a_point_is_on_the_image_of_its_circle(mirror: str, first: str) -> None:
    """The circle is mapped by hidden images of its points, of which one gets a name besides."""
    image = {"k": (1.6, 0.8), "O": (-2.0, -1.0), "f": (1.0, 2.0)}[mirror]
    sheet = (
        Sheet(O=(0, 0), R=(2, 0), S=(1, 1), C=(3, 1.5), D=(2, 1))
        .do("Circle", "O R", "k")
        .do("Line", "O S", "f")
        .do("Circle", "C D", "d")
    )
    for thing in ("d", "D") if first == "circle" else ("D", "d"):
        if thing == "d":
            sheet.do("Mirror", f"d {mirror}", "d'")
        else:
            sheet.do("Mirror", f"D {mirror}", E=image)
    problem = sheet.do("Prove", "E ∈ d'", "p").read()
    assert referee(problem).kind == "true"


@pytest.mark.parametrize("turn", ["0°", "180°", "-180°", "360°"])
def test_whole_turns_are_read(turn: str) -> None:
    place = (1, 3) if turn in ("0°", "360°") else (-1, -3)
    sheet = triangle().do("Rotate", f"C;{turn};A", D=place)
    sheet.do("Prove", "AreCollinear[A, C, D]", "p")
    problem = sheet.read()
    assert "D" in problem.points


def test_a_point_is_turned_by_a_measured_angle() -> None:
    sheet = (
        Sheet(V=(0, 0), A=(2, 0), B=(0, 3), P=(1, 1))
        .do("Angle", "A V B", "α")
        .do("Rotate", "P α V", Q=(-1, 1))
        .do("Prove", "Segment[V, P] ≟ Segment[V, Q]", "p")
    )
    assert goals(holds_as_drawn(sheet.read())) == ["cong V P V Q"]


# --- points by formulas, axes ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "place"),
    [
        ("(A + B) / 2", (2, 0)),
        ("2 A - C", (-1, -3)),
        ("A + B - C", (3, -3)),
        ("A + 1 / 3 (B - A)", (4 / 3, 0)),
        ("(A + B + C) / 3", (5 / 3, 1)),
        ("A + Vector[B, C]", (-3, 3)),
        ("3 A - B - C", (-5, -3)),
    ],
)
def test_points_by_formulas_are_constructed(formula: str, place: tuple[float, float]) -> None:
    sheet = triangle().let("D", formula, place=place)
    problem = holds_as_drawn(sheet.read("diff A D"))
    assert "D" in problem.points


@pytest.mark.parametrize("formula", ["A + B", "A * B", "(A + B) / 3", "x(A) + B"])
def test_a_formula_that_is_no_point_is_refused(formula: str) -> None:
    with pytest.raises(InputError):
        triangle().let("D", formula, place=(1, 1)).read("diff A D")


def test_the_axes_are_perpendicular() -> None:
    sheet = triangle().do("Prove", "xAxis ⟂ yAxis", "p")
    assert goals(holds_as_drawn(sheet.read()))[0].startswith("perp")


# --- polygons, centres -------------------------------------------------------------------------


@pytest.mark.parametrize("number", [5, 6, 7, 10])
def test_regular_polygons_are_read(number: int) -> None:
    import cmath

    step = cmath.exp(2j * cmath.pi / number)
    middle = (1 - 0 * step) / (1 - step)
    corners = [middle + (0 - middle) * step**k for k in range(number)]
    names = "ABCDEFGHIJ"[:number]
    sheet = Sheet(A=(0, 0), B=(1, 0))
    made = {n: (z.real, z.imag) for n, z in zip(names[2:], corners[2:], strict=True)}
    sides = " ".join(f"s{k}" for k in range(number + 1))
    sheet.do("Polygon", f"A B {number}", sides, **made)
    sheet.do("Prove", f"Segment[A, B] ≟ Segment[{names[-1]}, A]", "p")
    holds_as_drawn(sheet.read())


@pytest.mark.parametrize("number", ["2", "41", "5.5"])
def test_a_polygon_of_a_strange_number_of_corners_is_refused(number: str) -> None:
    sheet = Sheet(A=(0, 0), B=(1, 0)).do("Polygon", f"A B {number}", "t", C=(1, 1))
    assert "3 to 40 corners" in sheet.refuse()


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6])
def test_triangle_centres_are_read(number: int) -> None:
    from porism.geometry.figure.diagram import draw

    sheet = triangle().do("TriangleCenter", f"A B C {number}", X=None)
    problem = sheet.read("diff A X", need_goal=False)
    assert "X" in draw(problem).coordinates


# --- goals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goal", "statement"),
    [
        ("t ≟ u", "rareaconst A B M A M C 1"),
        ("AreEqual[Area[A, B, M], Area[u]]", "rareaconst A B M A M C 1"),
        ("Area[A, B, C] ≟ 2 t", "rareaconst A B C A B M 2"),
        ("Area[A, B, C] ≟ t + u", "areaeq A B C A B M A M C 1 -1 -1"),
        ("1 / a + 1 / b ≟ 1 / c", "prodeq"),
        ("a² + b c ≟ 2 b (a + c)", "prodeq"),
        ("Angle[A, B, C] ≟ 2 Angle[A, C, B]", "angeq"),
        ("Angle[A, B, C] + Angle[B, C, A] + Angle[C, A, B] ≟ 180°", "angeq"),
        ("a b / c ≟ 6", "distmeq"),
    ],
)
def test_formulas_become_statements(goal: str, statement: str) -> None:
    sheet = triangle().do("Midpoint", "B C", M=(2.5, 1.5))
    sheet.do("Polygon", "A B M", "t t1 t2 t3").do("Polygon", "A M C", "u u1 u2 u3")
    sheet.do("Segment", "B C", "a").do("Segment", "C A", "b").do("Segment", "A B", "c")
    sheet.body += f'<command name="Prove"><input a0="{goal}"/><output a0="p"/></command>'
    try:
        found = goals(sheet.read())
    except InputError as error:  # the sum of the angles is always true
        assert "180" in goal and "both sides" in str(error)
        return
    assert found[0].startswith(statement)


def test_a_formula_with_an_area_and_lengths_gets_a_height() -> None:
    sheet = triangle().do("Polygon", "A B C", "t c a b")
    sheet.do("OrthogonalLine", "A a", "h").do("Intersect", "h a", D=(2.5, 1.5))
    sheet.do("Segment", "A D", "k").do("Prove", "t ≟ a k / 2", "p")
    (goal,) = sheet.read().goals
    assert goal.name in ("distmeq", "cong", "prodeq")


def test_several_claims_are_several_goals() -> None:
    sheet = triangle().do("Midpoint", "A B", M=(2, 0))
    sheet.body += '<command name="Prove"><input a0="AreCollinear[A, B, M] &amp;&amp; '
    sheet.body += 'Segment[A, M] ≟ Segment[M, B]"/><output a0="p"/></command>'
    assert goals(sheet.read()) == ["coll A B M", "cong A M B M"] or len(goals(sheet.read())) == 2


@pytest.mark.parametrize("goal", ["a ≟ a", "a + A ≟ b", "t + a ≟ b", "α ≟ a", "(a - a) ≟ 0"])
def test_equations_without_a_meaning_are_refused(goal: str) -> None:
    sheet = triangle().do("Polygon", "A B C", "t c a b").do("Angle", "A B C", "α")
    with pytest.raises(InputError):
        sheet.do("Prove", goal, "p").read()


# --- tools of one's own ------------------------------------------------------------------------

TOOL = """<?xml version="1.0"?><geogebra><macro cmdName="Tri" toolName="Tri">
<macroInput a0="A" a1="B"/><macroOutput a0="C"/><construction>
<element type="point" label="A"><coords x="0" y="0" z="1"/></element>
<element type="point" label="B"><coords x="1" y="0" z="1"/></element>
<command name="Circle"><input a0="A" a1="B"/><output a0="c"/></command>
<element type="conic" label="c"/>
<command name="Circle"><input a0="B" a1="A"/><output a0="d"/></command>
<element type="conic" label="d"/>
<command name="Intersect"><input a0="c" a1="d"/><output a0="C"/></command>
<element type="point" label="C"><coords x="0.5" y="0.866" z="1"/></element>
</construction></macro></geogebra>"""


def packed(body: str, tools: str = TOOL) -> bytes:
    buffer = io.BytesIO()
    text = f'<geogebra><construction title="">{body}</construction></geogebra>'
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("geogebra.xml", text)
        archive.writestr("geogebra_macro.xml", tools)
    return buffer.getvalue()


def test_a_tool_of_ones_own_is_what_it_does() -> None:
    sheet = Sheet(P=(0, 0), Q=(2, 0)).do("Tri", "P Q", R=(1, 3**0.5))
    sheet.do("Prove", "Segment[P, R] ≟ Segment[Q, R]", "p")
    problem = holds_as_drawn(read_ggb(packed(sheet.body), "tool.ggb"))
    assert problem.points == ("P", "Q", "R")


def test_a_tool_takes_as_many_objects_as_it_says() -> None:
    sheet = Sheet(P=(0, 0), Q=(2, 0)).do("Tri", "P", R=(1, 3**0.5))
    with pytest.raises(InputError, match="takes 2 objects, not 1"):
        read_ggb(packed(sheet.body), "tool.ggb")


def test_a_tool_that_uses_itself_is_refused() -> None:
    again = TOOL.replace(
        'name="Intersect"><input a0="c" a1="d"/>', 'name="Tri"><input a0="A" a1="B"/>'
    )
    sheet = Sheet(P=(0, 0), Q=(2, 0)).do("Tri", "P Q", R=(1, 3**0.5))
    with pytest.raises(InputError, match="tools within tools"):
        read_ggb(packed(sheet.body, again), "tool.ggb")


def test_tools_with_entities_are_refused() -> None:
    bad = '<!DOCTYPE a [<!ENTITY b "c">]>' + TOOL.partition("?>")[2]
    sheet = Sheet(P=(0, 0), Q=(2, 0)).do("Tri", "P Q", R=(1, 3**0.5))
    with pytest.raises(InputError, match="not as GeoGebra writes it"):
        read_ggb(packed(sheet.body, bad), "tool.ggb")


def test_a_file_in_base64_is_read(tmp_path) -> None:  # type: ignore[no-untyped-def]
    sheet = triangle().do("Prove", "AreCollinear[A, B, C]", "p")
    file = tmp_path / "sheet.ggb"
    file.write_bytes(base64.b64encode(packed(sheet.body)))
    assert read_problems(file)[0].goals
