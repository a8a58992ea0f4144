from __future__ import annotations

import io
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from porism.geometry.errors import ParseError
from porism.geometry.language import parse_problem, parse_problems, to_text
from porism.geometry.language.reader import read_problems, read_target
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from tests.geometry.corpora import CORPORA, corpora, needs, published


def premises(text: str) -> set[str]:
    return {str(p) for p in parse_problem(text, need_goal=False).premises}


def test_a_problem_has_clauses_premises_conditions_and_goals() -> None:
    problem = parse_problem("a b c = triangle a b c; d = foot d a b c ? perp a d b c", "altitude")
    assert problem.name == "altitude"
    assert problem.dialect == "ag1"
    assert problem.points == ("a", "b", "c", "d")
    clause = problem.clauses[1]
    assert clause.constructions[0].arguments == ("d", "a", "b", "c")
    assert clause.premises == (
        Predicate("perp", ("d", "a", "b", "c")),
        Predicate("coll", ("d", "b", "c")),
    )
    assert clause.conditions == (Predicate("ncoll", ("a", "b", "c")),)
    assert problem.goals == (Predicate("perp", ("a", "d", "b", "c")),)
    assert problem.text == "a b c = triangle a b c; d = foot d a b c ? perp a d b c"


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("a b c = triangle", "a b c = triangle a b c"),
        ("a b = segment; x = on_line a b", "a b = segment a b; x = on_line x a b"),
        (
            "a b c = triangle; x y z i = incenter2 a b c",
            "a b c = triangle a b c; x y z i = incenter2 x y z i a b c",
        ),
        (
            "a b c = triangle; x = parallelogram a b c",
            "a b c = triangle a b c; x = parallelogram a b c x",
        ),
        ("a b = segment; x = s_angle a b 30", "a b = segment a b; x = s_angle a b x 30"),
    ],
)
def test_the_short_form_leaves_out_the_new_points(short: str, long: str) -> None:
    assert parse_problem(short, need_goal=False) == parse_problem(long, need_goal=False)


@pytest.mark.parametrize(
    ("first_order", "later"),
    [
        ("d = parallelogram a b c d", "d = parallelogram d a b c"),
        ("d e = square a c d e", "d e = square d e a c"),
    ],
)
def test_both_orders_of_parallelogram_and_square(first_order: str, later: str) -> None:
    start = "a b c = triangle a b c; "
    first = parse_problem(start + first_order, need_goal=False)
    assert first == parse_problem(start + later, need_goal=False)
    assert list(first.clauses[1].constructions[0].arguments) == first_order.split()[-4:]


@pytest.mark.parametrize(
    ("angle", "half_turns"),
    [
        ("60", Fraction(1, 3)),
        ("-15", Fraction(-1, 12)),
        ("140o", Fraction(7, 9)),
        ("45°", Fraction(1, 4)),
        ("22.5", Fraction(1, 8)),
        ("11pi/36", Fraction(11, 36)),
        ("pi/3", Fraction(1, 3)),
        ("-pi/3", Fraction(-1, 3)),
    ],
)
def test_angles(angle: str, half_turns: Fraction) -> None:
    problem = parse_problem(f"a b = segment a b; x = s_angle a b x {angle}", need_goal=False)
    assert problem.clauses[1].constructions[0].constants == (half_turns,)
    # The published convention: turning ba counter-clockwise by the angle gives bx.
    assert problem.premises == (Predicate("aconst", ("a", "b", "b", "x"), (half_turns % 1,)),)


@pytest.mark.parametrize(
    ("ratio", "value"), [("2/1", 2), ("3", 3), ("0.5", Fraction(1, 2)), ("2/4", Fraction(1, 2))]
)
def test_ratios(ratio: str, value: Fraction) -> None:
    problem = parse_problem(f"a b = segment a b; x = rconst2 x a b {ratio}", need_goal=False)
    assert problem.premises == (Predicate("rconst", ("x", "a", "x", "b"), (Fraction(value),)),)


def test_triangle12_has_sides_one_to_two() -> None:
    assert premises("a b c = triangle12 a b c") == {"rconst a b a c 1/2"}


def test_fixed_coordinates() -> None:
    problem = parse_problem("x@4.96_-0.13 y z@-1e-3_.5 = triangle x y z ? coll x y z")
    assert problem.clauses[0].coordinates == ((4.96, -0.13), None, (-0.001, 0.5))


def test_several_goals_and_auxiliary_clauses() -> None:
    problem = parse_problem(
        "a b c x y = pentagon a b c x y | d = midpoint d a b; e = mirror e c d "
        "? para a x b c; cyclic a b c x y; coll x c y"
    )
    assert [c.points for c in problem.auxiliary] == [("d",), ("e",)]
    assert problem.auxiliary_points == ("d", "e")
    assert [str(g) for g in problem.goals] == [
        "para a x b c",
        "cyclic a b c x",
        "cyclic a b c y",
        "coll x c y",
    ]


@pytest.mark.parametrize(
    "goal",
    "coll a b c|cyclic a b c d|para a b c d|perp a b c d|cong a b c d|midp a b c|circle a b c d|"
    "eqangle a b c d a c b d|eqratio a b c d a c b d|simtri a b c b c d|simtrir a b c b c d|"
    "contri a b c b c d|contrir a b c b c d|aconst a b c d 1pi/3|rconst a b c d 2/3|"
    "r2const a b c d 2|lconst a b 3|l2const a b 3|overlap a b|acompute a b c d|rcompute a b c d|"
    "angeq a b c d 1 1 1pi/3|distmeq a b c d 1 -1 2|distseq a b c d a c 1 1 -1|"
    "sqeq a b c d a c 1 1 -1|diff a b|ncoll a b c|npara a b c d|nperp a b c d|between a b c|"
    "sameclock a b c b c d|nsameclock a b c b c d|sameside a b c b c d|nsameside a b c b c d|"
    "obtuse_angle a b c|acute_angle a b c|longer a b c d".split("|"),
)
def test_every_kind_of_goal(goal: str) -> None:
    assert str(parse_problem(f"a b c d = quadrangle a b c d ? {goal}").goals[0]) == goal


def test_names_are_identifiers_of_any_length() -> None:
    problem = parse_problem("A' β i_b Hauptpunkt2 = quadrangle ? coll A' β Hauptpunkt2")
    assert problem.points == ("A'", "β", "i_b", "Hauptpunkt2")


def test_as_many_points_as_are_read() -> None:
    text = "p0 p1 = segment p0 p1"
    text += "".join(f"; p{i} = on_line p{i} p{i - 1} p{i - 2}" for i in range(2, 128))
    problem = parse_problem(text + " ? coll p0 p1 p127")
    assert len(problem.points) == 128


def test_a_blank_may_be_missing_before_the_question_mark() -> None:
    assert parse_problem("a b = segment; c = on_line a b? coll a b c").goals


TWO = """\
# first
20**_11thXueErSiMO
a b c = triangle a b c; d = midpoint d b c? coll b c d

# second
examples/a=b/x.gex
a b = segment a b; c = on_line c a b ? coll a b c"""


def test_files_alternate_names_and_statements() -> None:
    first, second = parse_problems(TWO)
    assert (first.name, first.comments) == ("20**_11thXueErSiMO", ("first",))
    assert (second.name, second.comments) == ("examples/a=b/x.gex", ("second",))


def test_a_lone_statement_in_a_file_takes_the_name_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "median.txt"
    path.write_text("# a comment\na b = segment a b;\n  c = on_line c a b\n  ? coll a b c\n")
    (problem,) = read_problems(path)
    assert problem.name == "median"
    assert problem.text == "a b = segment a b; c = on_line c a b ? coll a b c"


def test_statements_without_names_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text("a b c = triangle ? coll a b c\na b c = triangle ? coll a b c\n")
    assert [p.name for p in read_problems(path)] == ["two", "two_2"]


def test_a_target_is_a_file_or_a_statement(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("a b c = triangle ? coll a b c\n")
    assert read_target(str(path)) == [
        Problem(p.name.replace("problem", "p"), p.clauses, p.goals)
        for p in read_target("a b c = triangle ? coll a b c")
    ]


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfa b c = triangle\r\n? coll a b c\r\n"))
    monkeypatch.setattr(sys, "stdin", text)
    (problem,) = read_target("-")
    assert (problem.name, problem.text) == ("problem", "a b c = triangle ? coll a b c")


def test_a_goal_can_come_from_outside() -> None:
    (problem,) = read_target("a b c = triangle ? coll a b c", goal="perp a b a c; cong a b a c")
    assert [str(g) for g in problem.goals] == ["perp a b a c", "cong a b a c"]
    with pytest.raises(ParseError, match="'d' is not defined"):
        read_target("a b c = triangle", goal="coll a b d")


@pytest.mark.parametrize("name", [pytest.param(name, marks=needs(name)) for name in CORPORA])
def test_published_files_are_read_whole(name: str) -> None:
    assert len(read_problems(published(name))) == CORPORA[name]


@pytest.mark.parametrize("path", corpora())
def test_problems_read_and_print_back(path: Path) -> None:
    for problem in read_problems(path):
        assert problem.goals
        assert parse_problem(to_text(problem), problem.name) == problem
