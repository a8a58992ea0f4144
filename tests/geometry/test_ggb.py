from __future__ import annotations

import base64
import cmath
import io
import math
import random
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from porism.geometry.equations import TABLES, facets
from porism.geometry.errors import InputError, PorismError
from porism.geometry.language import parse_problem, to_text
from porism.geometry.language.geogebra.expressions import ExpressionError, parse_expression
from porism.geometry.language.geogebra.reader import read_ggb
from porism.geometry.language.reader import read_problems
from porism.geometry.problem import Clause, Problem

Place = tuple[float, float] | None


def pack(body: str, member: str = "geogebra.xml") -> bytes:
    """Return a GeoGebra file with this construction."""
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<geogebra format="5.0" version="5.0.400.0">'
        f'<gui><window width="800"/></gui><construction title="" author="">{body}'
        "</construction></geogebra>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("geogebra_thumbnail.png", b"\x89PNG")
        archive.writestr(member, text)
    return data.getvalue()


class Sheet:
    """A GeoGebra file in the making, as GeoGebra writes them.

    ``s.do("Tangent", "P c", "t u")`` makes objects that are no points;
    ``s.do("Midpoint", "A B", M=(1, 0))`` makes points. Arguments that hold blanks outside
    brackets are separated by semicolons; ``Prove`` has one only.
    """

    def __init__(self, **points: Place) -> None:
        self.body = "".join(self.point(label, place) for label, place in points.items())

    @staticmethod
    def point(label: str, place: Place) -> str:
        x, y, z = ("NaN", "NaN", "NaN") if place is None else (*place, 1.0)
        return (
            f'<element type="point" label={quoteattr(label)}><show object="true" label="true"/>'
            f'<coords x="{x}" y="{y}" z="{z}"/></element>'
        )

    def do(self, name: str, inputs: str, outputs: str = "", **points: Place) -> Sheet:
        whole = ";" in inputs or name.startswith("Prove")
        given = inputs.split(";") if whole else re.findall(r"[^\s\[]+\[[^]]*\]|\S+", inputs)
        made = [*outputs.split(), *points]
        a = " ".join(f"a{i}={quoteattr(word.strip())}" for i, word in enumerate(given))
        b = " ".join(f"a{i}={quoteattr(word)}" for i, word in enumerate(made))
        self.body += f"<command name={quoteattr(name)}><input {a}/><output {b}/></command>"
        for label in outputs.split():
            self.body += f'<element type="line" label={quoteattr(label)}></element>'
        for label, place in points.items():
            self.body += self.point(label, place)
        return self

    def let(self, label: str, expression: str, kind: str = "point", place: Place = None) -> Sheet:
        self.body += f"<expression label={quoteattr(label)} exp={quoteattr(expression)} "
        self.body += f'type="{kind}"/>'
        if kind == "point":
            self.body += self.point(label, place)
        return self

    def read(self, goal: str | None = None, *, need_goal: bool = True) -> Problem:
        return read_ggb(pack(self.body), "sheet.ggb", goal, need_goal=need_goal)

    def refuse(self) -> str:
        with pytest.raises(InputError) as caught:
            self.read()
        return str(caught.value)


def triangle() -> Sheet:
    return Sheet(A=(0, 0), B=(4, 0), C=(1, 3))


def clauses(problem: Problem) -> list[str]:
    """Return the clauses as text, without the coordinates and the free points."""
    bare = (Clause(c.points, c.constructions, c.predicates) for c in problem.clauses)
    texts = to_text(Problem("", tuple(bare))).split("; ")
    return [text for text in texts if "= free" not in text or "," in text]


def goals(problem: Problem) -> list[str]:
    return [str(goal) for goal in problem.goals]


def check(problem: Problem) -> Problem:
    """Assert that all premises and goals are true where the points are drawn."""
    places: dict[str, complex] = {}
    for clause in problem.clauses:
        for p, place in zip(clause.points, clause.coordinates, strict=True):
            assert place is not None, p
            places[p] = complex(*place)
    for statement in (*problem.premises, *problem.goals):
        for e in facets(statement):
            total = 0.0
            for (p, q), c in e.terms:
                r, turn = cmath.polar(places[q] - places[p])
                values = (turn / math.pi % 1, math.log(r), r, r * r)
                total += float(c) * values[TABLES.index(e.table)]
            for unit, c in e.constants:
                total += float(c) * (math.log(unit) if e.table == "ratio" else 1)
            off = total - round(total) if e.table == "angle" else total
            assert abs(off) < 1e-6, (str(statement), e.table, off)
    assert parse_problem(problem.text).premises == problem.premises
    return problem


def test_a_file_with_a_midline(tmp_path: Path) -> None:
    sheet = (
        triangle()
        .do("Polygon", "A B C", "t c a b")
        .do("Midpoint", "a", M=(2.5, 1.5))
        .do("Midpoint", "C A", N=(0.5, 1.5))
        .do("Segment", "M N", "f")
        .do("Prove", "AreParallel[f, c]", "g")
    )
    path = tmp_path / "midline.ggb"
    path.write_bytes(pack(sheet.body))
    (problem,) = read_problems(path)
    assert (problem.name, problem.dialect) == ("midline", "ggb")
    assert problem.points == ("A", "B", "C", "M", "N")
    assert clauses(problem) == ["M = midpoint M B C", "N = midpoint N C A"]
    assert goals(problem) == ["para M N A B"]
    assert problem.clauses[3].coordinates == ((2.5, 1.5),)
    check(problem)


def test_loci_and_centres() -> None:
    problem = (
        triangle()
        .do("LineBisector", "A B", "p")
        .do("LineBisector", "Segment[B, C]", "q")
        .do("Intersect", "p q", O=(2, 1))
        .do("Line", "A B", "h")
        .do("Line", "B C", "i")
        .do("OrthogonalLine", "A i", "j")
        .do("OrthogonalLine", "C h", "k")
        .do("Intersect", "j k", H=(1, 1))
        .do("Centroid", "Polygon[A, B, C]", G=(5 / 3, 1))
        .do("Circle", "A B C", "c")
        .do("Center", "c", U=(2, 1))
        .do("TriangleCenter", "A B C 4", V=(1, 1))
        .do("AreCollinear", "O G H", "goal")
        .read()
    )
    assert clauses(problem) == [
        "O = on_bline O A B, on_bline O B C",
        "H = on_tline H A B C, on_tline H C A B",
        "M M1 M2 G = centroid M M1 M2 G A B C",
        "U = circle U A B C",
        "V = orthocenter V A B C",
    ]
    assert goals(problem) == ["coll O G H"]
    check(problem)


def test_circles_and_tangents() -> None:
    problem = (
        Sheet(O=(0, 0), A=(5, 0), P=(13, 0))
        .do("Circle", "O A", "c")
        .do("Tangent", "P c", "t u")
        .do("Intersect", "c t", T=(25 / 13, 60 / 13))
        .do("Point", "c", B=(3, 4))
        .do("Line", "A B", "f")
        .do("Intersect", "f c", X=(3, 4), Y=(5, 0))
        .do("Line", "B O", "g")
        .do("Intersect", "g c", Z=(-3, -4), W=(3, 4))
        .do("Tangent", "B c", "v")
        .do("ProveDetails", "v ⊥ g", "p1")
        .do("Prove", "Line[A, Z] ⊥ Line[X, Y]", "p2")
        .do("Prove", "Z ∈ c", "p3")
        .read()
    )
    assert clauses(problem)[:3] == [
        "T1 T2 = tangent T1 T2 P O A",
        "B = on_circle B O A",
        "Z = on_line Z B O, on_circle Z O A, diff Z B",
    ]
    # T, X, Y and W are other labels of points that are there already.
    assert set(problem.points) == {"O", "A", "P", "T1", "T2", "B", "Z", "H"}
    assert goals(problem) == ["perp B H B O", "perp A Z A B", "cong O Z O A"]
    check(problem)


def test_bisectors_feet_and_turns() -> None:
    root = math.sqrt(3)
    problem = (
        Sheet(A=(0, 0), B=(4, 0), C=(0, 4))
        .do("AngularBisector", "B A C", "w")
        .do("Segment", "B C", "a")
        .do("Intersect", "w a", D=(2, 2))
        .do("ClosestPoint", "a A", E=(2, 2))
        .do("Mirror", "A a", F=(4, 4))
        .do("Mirror", "A B", G=(8, 0))
        .do("Rotate", "B; 60°; A", K=(2, 2 * root))
        .do("Rotate", "B; -60°; A", L=(2, -2 * root))
        .do("Translate", "C; Vector[A, B]", M=(4, 4))
        .do("Dilate", "B; 1 / 2; A", N=(2, 0))
        .do("Prove", "Angle[B, A, D] ≟ Angle[D, A, C]", "p1")
        .do("Prove", "D ≟ E", "p2")
        .do("Prove", "Angle[K, A, L] ≟ 240°", "p3")
        .read()
    )
    assert clauses(problem) == [
        "D = angle_bisector D B A C, between_bound D B C",
        "E = foot E A B C, obtuse_angle B E C",
        "F = reflect F A B C",
        "G = mirror G A B",
        "K = on_circle K A B, s_angle B A K 60",
        "L = on_circle L A B, s_angle B A L -60",
        "M = parallelogram B A C M",
        "N = midpoint N A B",
    ]
    assert goals(problem) == [
        "eqangle A B A D A D A C",
        "sameclock B A D D A C",
        "overlap D E",
        "aconst A K A L 1pi/3",
        "ccw A L K",
    ]
    check(problem)


def test_bisectors_of_two_lines_and_parallels_of_parallels() -> None:
    problem = (
        Sheet(A=(0, 0), B=(4, 0), C=(0, 2), D=(4, 6))
        .do("Line", "A B", "f")
        .do("Line", "C D", "g")
        .do("AngularBisector", "f g", "u v")
        .do("Line", "A f", "same")
        .do("OrthogonalLine", "C f", "h")
        .do("OrthogonalLine", "D h", "i")
        .do("Point", "i", E=(9, 6))
        .do("Prove", "ArePerpendicular[u, v]", "p")
        .read()
    )
    assert "X = on_line X A B, on_line X C D" in clauses(problem)
    assert "E = on_pline E D A B" in clauses(problem)
    assert len(problem.goals) == 1


def test_regular_polygons_and_arcs() -> None:
    problem = (
        Sheet(A=(0, 0), B=(4, 0))
        .do("Polygon", "A B 4", "q a b c d", C=(4, 4), D=(0, 4))
        .do("Polygon", "A B 3", "t e f g", E=(2, 2 * math.sqrt(3)))
        .do("Semicircle", "A B", "s")
        .do("Point", "s", F=(2, 2))
        .do("CircumcircleArc", "A B C", "k")
        .do("Circle", "A; Segment[B, C]", "r")
        .do("Point", "r", G=(0, -4))
        .do("AreConcyclic", "A B C D", "p1")
        .do("AreCongruent", "b f", "p2")
        .read()
    )
    assert clauses(problem) == [
        "C D = square A B C D",
        "E = eq_triangle E A B, ccw A B E",
        "F = on_semicircle F A B",
        "G = eqdistance G A B C",
    ]
    assert goals(problem) == ["cyclic A B C D", "cong B C B E"]
    check(problem)


@pytest.mark.parametrize(
    ("asked", "goal"),
    [
        ("AreConcurrent[Line[A, B], Line[A, C], Line[A, D]]", "coll A A D"),
        ("a ≟ b", "cong B C C A"),
        ("Distance[A, B] ≟ Distance[C, D]", "cong A B C D"),
        ("a + b ≟ 2 c", "distseq B C A C A B 1 1 -2"),
        ("a² + b² ≟ c²", "sqeq B C A C A B 1 1 -1"),
        ("a^2 - c^2 ≟ b^2", "sqeq B C A B A C 1 -1 -1"),
        ("a b ≟ c Distance[C, D]", "eqratio A C A B C D B C"),
        ("a / b ≟ 3 c / Segment[C, D]", "distmeq B C C D A B A C 1 1 -1 -1 3"),
        ("c ≟ 4", "lconst A B 4"),
        ("Angle[a, b] ≟ 90°", "perp B C C A"),
        ("A ∈ Line[B, C]", "coll A B C"),
        ("AreEqual[A, D]", "overlap A D"),
    ],
)
def test_what_can_be_asked(asked: str, goal: str) -> None:
    sheet = triangle().do("Polygon", "A B C", "t c a b")
    sheet.body += Sheet.point("D", (7, 2))
    if goal == "coll A A D":
        assert "point A stands twice" in sheet.do("Prove", asked, "p").refuse()
        return
    assert goals(sheet.do("Prove", asked, "p").read()) == [goal]


def test_a_goal_from_outside_and_none_at_all() -> None:
    sheet = triangle().do("Midpoint", "A B", M=(2, 0))
    assert goals(sheet.read("coll A B M; cong A M M B")) == ["coll A B M", "cong A M M B"]
    assert sheet.read(need_goal=False).goals == ()
    assert "nothing to prove in it; add a command such as Prove(" in sheet.refuse()
    with pytest.raises(PorismError, match="'Q' is not defined"):
        sheet.read("coll A B Q")


def test_expressions_make_points_too() -> None:
    sheet = Sheet().let("A", "(1, 2)", place=(1, 2)).let("B", "(3, 2)", place=(3, 2))
    sheet.let("M", "Midpoint[A, B]", place=(2, 2)).let("p", "AreCollinear[A, M, B]", "boolean")
    problem = check(sheet.read())
    assert clauses(problem) == ["M = midpoint M A B"]
    assert goals(problem) == ["coll A M B"]
    assert "a point computed from others by a formula" in (
        sheet.let("N", "A + B", place=(4, 4)).refuse()
    )


def test_labels_become_names() -> None:
    sheet = Sheet(**{"A_{12}": (0, 0), "B'": (1, 0), "α": (0, 1), "A_12": (5, 5)})
    problem = sheet.do("AreCollinear", "A_{12}; B'; α", "p").read()
    assert problem.points == ("A_12", "B'", "α", "A_121")
    assert goals(problem) == ["coll A_12 B' α"]


def test_what_does_no_harm_is_passed_over() -> None:
    sheet = triangle().do("Angle", "A B C", "alpha").do("Area", "A B C", "n")
    sheet.do("Locus", "A B", "l").do("FormulaText", "n", "text")
    sheet.body += '<element type="image" label="pic"/><worksheetText above="hello"/>'
    assert goals(sheet.do("AreCollinear", "A B C", "p").read()) == ["coll A B C"]


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        (
            triangle().do("Intersekt", "f g", D=(1, 1)),
            "sheet.ggb: 'Intersekt' (D): this command is not supported (did you mean 'Intersect'?)",
        ),
        (
            triangle().do("Ellipse", "A B C", "e").do("Point", "e", P=(1, 1)),
            "sheet.ggb: 'Point' (P): 'Ellipse' (e): this command is not supported",
        ),
        (triangle().do("Prove", "Foo[A, B]", "p"), "'Prove' (p): 'Foo' is not supported"),
        (triangle().do("Prove", "A +", "p"), "'Prove' (p): it is cut off"),
        (triangle().do("Point", "zz", P=(1, 1)), "'Point' (P): object 'zz' is not defined"),
        (triangle().do("Midpoint", "A A", P=(1, 1)), "degenerate: point A stands twice in"),
        (triangle().do("Prove", "AreCollinear[A, B, A]", "p"), "the goal point A stands twice"),
        (triangle().do("Prove", "Segment[A,B] ≟ Segment[B,A]", "p"), "is always true"),
        (Sheet(), "no points in it"),
        (
            triangle().do("Rotate", "A; 30°; A", D=(0, 0)).do("AreCollinear", "A B C", "p"),
            "degenerate",
        ),
        (
            triangle()
            .do("Circle", "A B", "c")
            .do("Line", "B C", "f")
            .do("Intersect", "c f", D=None, E=(4, 0))
            .do("Prove", "AreCollinear[D, B, C]", "p"),
            "point D is undefined in the drawing",
        ),
    ],
)
def test_what_cannot_be_used_is_named(sheet: Sheet, said: str) -> None:
    assert said in sheet.refuse()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "not a readable GeoGebra file"),
        (pack("", member="other.xml"), "a zip file without geogebra.xml, not from GeoGebra"),
        (pack("<element"), "geogebra.xml is not valid XML"),
        (pack("<!DOCTYPE x>"), "geogebra.xml is not valid XML"),
        (pack("<!-- " + " " * 17_000_000 + " -->"), "geogebra.xml is larger than 16 MB"),
        (pack("").replace(b"geogebra.xml", b"geogebra.xmm"), "not a readable|without geogebra"),
    ],
)
def test_files_that_are_not_from_geogebra(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_ggb(data, "f.ggb")


def test_corners_and_sides_of_a_regular_polygon_may_be_mixed() -> None:
    sheet = Sheet(A=(0, 0), B=(4, 0))
    sheet.body += (
        '<command name="Polygon"><input a0="A" a1="B" a2="4"/>'
        '<output a0="q" a1="f" a2="g" a3="C" a4="D" a5="h" a6="i"/></command>'
    )
    sheet.body += Sheet.point("C", (4, 4)) + Sheet.point("D", (0, 4))
    problem = sheet.do("Prove", "ArePerpendicular[h, i]", "p").read()
    assert clauses(problem) == ["C D = square A B C D"]
    assert goals(check(problem)) == ["perp C D D A"]


def test_angle_sliders() -> None:
    sheet = triangle()
    sheet.body += '<element type="angle" label="α"><value val="0.7853981633974483"/></element>'
    sheet.do("Rotate", "B; α; A", D=(2 * math.sqrt(2), 2 * math.sqrt(2)))
    assert "D = on_circle D A B, s_angle B A D 45" in clauses(sheet.read(need_goal=False))


def test_points_on_one_line_are_known_to_all_its_names() -> None:
    sheet = triangle().do("Polygon", "A B C", "t c a b").do("Line", "A B", "f")
    sheet.do("Point", "f", D=(2, 0)).do("Line", "C D", "g").do("Intersect", "g c", E=(2, 0))
    assert goals(sheet.do("Prove", "AreCollinear[A, B, E]", "p").read()) == ["coll A B D"]


def test_scrambled_constructions_are_read_or_refused() -> None:
    rng = random.Random(3)
    body = big_sheet().body
    for _ in range(1500):
        parts = re.split(r'(?<==")([^"]*)(?=")', body)
        values = parts[1::2]
        for _ in range(rng.choice([1, 2, 4])):
            parts[2 * rng.randrange(len(values)) + 1] = rng.choice(values)
        try:
            problem = read_ggb(pack("".join(parts)), "f.ggb", need_goal=False)
        except PorismError:
            continue
        assert parse_problem(problem.text, need_goal=False).premises == problem.premises


def big_sheet() -> Sheet:
    """Return a construction that uses most of the commands."""
    return (
        Sheet(A=(0, 0), B=(4, 0), C=(1, 3), D=(6, 5))
        .do("Polygon", "A B C", "t c a b")
        .do("AngularBisector", "A B C", "u")
        .do("AngularBisector", "c b", "v w")
        .do("Intersect", "u v", I=(1.3, 1.0))
        .do("OrthogonalLine", "I c", "h")
        .do("Intersect", "h c", F=(1.3, 0))
        .do("Circle", "I F", "k")
        .do("Circle", "A B C", "m")
        .do("Intersect", "u m", P=(4, 0), Q=(0.1, 2.2))
        .do("Tangent", "D m", "x y")
        .do("Center", "m", O=(2, 1))
        .do("Mirror", "D c", R=(6, -5))
        .do("Rotate", "D; 60°; A", S=(-1.3, 7.7))
        .do("Translate", "D; Vector[A, B]", T=(10, 5))
        .do("Dilate", "D; 2; A", U=(12, 10))
        .do("Incircle", "A B C", "n")
        .do("LineBisector", "A D", "z")
        .do("Point", "z", Z=(3, 2.5))
        .do("Circle", "A; Distance[B, C]", "r")
        .do("Point", "r", Y=(0, 3 * math.sqrt(2)))
        .do("Prove", "Angle[A, B, I] ≟ Angle[I, B, C]", "p1")
        .do("Prove", "a + b ≟ 2 c", "p2")
        .do("Prove", "AreConcurrent[u, v, h]", "p3")
        .do("AreConcyclic", "A B C P", "p4")
    )


def test_damaged_files_end_in_an_error() -> None:
    data = pack(triangle().do("AreCollinear", "A B C", "p").body)
    for i in range(0, len(data), 3):
        for damaged in (data[:i], data[:i] + bytes([data[i] ^ 0x55]) + data[i + 1 :]):
            try:
                read_ggb(damaged, "f.ggb")
            except PorismError:
                pass


@pytest.mark.parametrize(
    "text", ["", "A[", "A]", "(" * 500, "1 ≟", "°", "A $ B", "a" * 3000, "2^^3"]
)
def test_expressions_that_are_none(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse_expression(text)


def test_the_xml_of_a_file_and_a_file_in_base64(tmp_path: Path) -> None:
    whole = pack(triangle().do("Segment", "A B", "c").do("Prove", "IsOnPath[A, c]", "p").body)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        (tmp_path / "geogebra.xml").write_bytes(archive.read("geogebra.xml"))
    (tmp_path / "b.ggb").write_bytes(base64.encodebytes(whole))
    for name in ("geogebra.xml", "b.ggb"):
        with pytest.raises(InputError, match="the goal point A stands twice"):
            read_problems(tmp_path / name)
    asked = triangle().do("Segment", "A B", "c").do("Prove", "IsOnPath[C, c]", "p").read()
    assert goals(asked) == ["coll C A B", "between C A B"]
