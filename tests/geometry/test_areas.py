"""Areas and sums of products: what they say, which equations they give, how they are written."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from porism.geometry.equations import Equation, facets
from porism.geometry.errors import ParseError
from porism.geometry.forms import check_form, is_trivial
from porism.geometry.language.text import parse_problem
from porism.geometry.language.writer import to_text
from porism.geometry.measure.truth import holds, residual, value
from porism.geometry.predicates import Predicate, canonical, side
from porism.geometry.referee import referee
from porism.geometry.rules import parse_statement
from porism.geometry.words import display_names, sentence

NAMES = "abcdef"
Places = dict[str, tuple[float, float]]


def anywhere(seed: int) -> Places:
    random = Random(seed)
    return {p: (random.uniform(-1, 1), random.uniform(-1, 1)) for p in NAMES}


def cross(places: Places, a: str, b: str) -> float:
    (x, y), (u, v) = places[a], places[b]
    return (x * v - y * u) / 2


def size(equation: Equation, places: Places) -> float:
    """Evaluate an equation between signed areas."""
    total = sum(float(c) * cross(places, *key) for key, c in equation.terms)
    return total + sum(float(q) for _, q in equation.constants)


def said(text: str) -> str:
    statement = parse_statement(text)
    return sentence(statement, display_names(statement.points))


# --- equations ---------------------------------------------------------------------------------


def test_the_area_of_a_triangle_does_not_depend_on_the_origin() -> None:
    (equation,) = facets(parse_statement("areaeq a b c 1"))
    for seed in range(20):
        places = anywhere(seed)
        moved = {p: (x + 3, y - 2) for p, (x, y) in places.items()}
        (x, y), (u, v), (s, t) = (places[p] for p in "abc")
        area = ((u - x) * (t - y) - (v - y) * (s - x)) / 2
        assert size(equation, places) == pytest.approx(area)
        assert size(equation, moved) == pytest.approx(area)


def test_areas_add_up_by_themselves() -> None:
    first = facets(parse_statement("areaeq a b c a c d 1 1"))
    assert first == facets(parse_statement("areaeq a b d b c d 1 1"))
    assert first != facets(parse_statement("areaeq a b c a d c 1 1"))


@pytest.mark.parametrize("seed", range(20))
def test_one_of_two_equations_holds_where_areas_are_in_a_ratio(seed: int) -> None:
    random = Random(seed)
    places: Places = {"a": (0.0, 0.0), "d": (5.0, 1.0)}
    for p in "bcef":
        places[p] = (float(random.randint(-9, 9)), float(random.randint(10, 19)))
    places |= {"b": (places["b"][0] + 20, 0.0), "e": (places["e"][0] + 20, 1.0)}
    asked = parse_statement("rareacompute a b c d e f")
    ratio = Fraction(value(asked, places)).limit_denominator(1000)
    statement = Predicate("rareaconst", tuple("abcdef"), (ratio,))
    assert holds(statement, places)
    minus, plus, _ = facets(statement)
    same, opposite = (side(statement, k)[0] for k in (0, 1))
    assert holds(same, places) != holds(opposite, places)
    right, wrong = (minus, plus) if holds(same, places) else (plus, minus)
    assert abs(size(right, places)) < 1e-9 < abs(size(wrong, places))


def test_a_hexagon_is_no_two_triangles() -> None:
    hexagon = parse_statement("areaconst a b c d e f 1")
    assert canonical(hexagon) != canonical(parse_statement("areaconst a c b d e f 1"))
    triangle = parse_statement("areaconst a b c 1")
    assert canonical(triangle) == canonical(parse_statement("areaconst c a b 1"))


@pytest.mark.parametrize("seed", range(10))
def test_equal_canonical_forms_say_the_same(seed: int) -> None:
    random, places = Random(seed), anywhere(seed)
    triples = [random.sample(NAMES, 3) for _ in range(4)]
    numbers = [Fraction(random.choice((-2, -1, 1, 3))) for _ in triples]
    points = tuple(p for t in triples for p in t)
    statement = Predicate("areaeq", points, tuple(numbers))
    again = canonical(statement)
    if again.points:
        (one,), (other,) = facets(statement), facets(again)
        factor = size(one, places) / size(other, places)
        assert one.terms == tuple(
            (key, c * Fraction(round(factor * 12), 12)) for key, c in other.terms
        )
    assert canonical(again) == again


# --- form --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "areaeq a b c d 1",
        "areaeq a b c 1 1",
        "areaeq a b c",
        "prodeq a b c d e 1 1",
        "prodeq a b c d e f 1 1",
        "prodeq a b c d",
        "areaconst a b 1",
        "areaconst a b c",
        "areaconst a b c -1",
        "rareaconst a b c d e 1",
        "rareaconst a b c d e f 0",
    ],
)
def test_statements_of_the_wrong_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"'|positive"):
        check_form(parse_statement(text))


def test_what_says_nothing_is_known_to() -> None:
    assert is_trivial(parse_statement("areaeq a b c b c a 1 -1"))
    assert is_trivial(parse_statement("rareaconst a b c b c a 1"))
    assert is_trivial(parse_statement("prodeq a b c d d c a b 1 -1"))
    assert not is_trivial(parse_statement("rareaconst a b c b c a 2"))
    assert not is_trivial(parse_statement("areaeq a b c a c b 1 -1"))


@pytest.mark.parametrize(
    "goal",
    ["eqarea a b c b c a", "areaeq a b c b a c 1 1", "prodeq a b a c a c a b 1 -1"],
)
def test_a_goal_that_says_nothing_is_refused(goal: str) -> None:
    with pytest.raises(ParseError, match="always true"):
        parse_problem(f"a b c = triangle ? {goal}")


@pytest.mark.parametrize(
    "goal",
    ["eqarea a b b a c b", "areacompute a b a", "rareacompute a b c a b c", "eqarea a b c d e"],
)
def test_a_goal_without_a_meaning_is_refused(goal: str) -> None:
    with pytest.raises(ParseError):
        parse_problem(f"a b c = triangle; d e = segment ? {goal}")


# --- words -------------------------------------------------------------------------------------


def test_they_are_said_as_a_person_would() -> None:
    assert said("areaeq a b c a c d d e f 1 1 -2") == "[ABC] + [ACD] = 2·[DEF]"
    assert said("prodeq a b a b c d e f 1 -1") == "AB² = CD·EF"
    assert said("rareaconst a b c d e f f f 1") != said("rareaconst a b c d e f 1")
    assert said("rareaconst a b c d e f 1/3") == "the areas of ABC and DEF are as 1 : 3"
    assert said("rareaconst a b c d e f f f 1") == "the areas of ABCD and EF are equal"
    assert said("areaconst a b c d 5/2") == "the area of ABCD is 5/2"
    assert said("angeq b a b c e d e f -1 1 2 -2 0") == "∠ABC = 2·∠DEF"


def test_they_are_written_as_they_are_read() -> None:
    text = (
        "a b c = triangle; d = midpoint b c; e = midpoint a d "
        "? eqarea a b e e b d; areaeq a b c a b d 1 -2; prodeq a b a b a c a d 1 -1; "
        "rareacompute a b c a b e; lcompute a b; areacompute a b c; multangle a b c c a d 2"
    )
    problem = parse_problem(text)
    assert parse_problem(to_text(problem)) == problem


# --- the referee -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a b c = triangle; d = midpoint b c ? eqarea a b d a d c", "true"),
        ("a b c = triangle; d = midpoint b c ? areaeq a b d a d c 1 -1", "true"),
        ("a b c = triangle; d = midpoint b c ? areaeq a b d a d c 1 1", "false"),
        ("a b c = triangle; d = midpoint b c ? rareaconst a b d a b c 1/3", "false"),
        ("a b c = r_triangle ? prodeq a b a b a c a c b c b c 1 1 -1", "true"),
        ("a b c = r_triangle ? prodeq a b a b a c a c b c b c 1 2 -1", "false"),
        (
            "a b c = triangle; d = on_circum a b c ? prodeq a c b d a b c d b c a d 1 -1 -1",
            "depends",
        ),
        ("a b c = triangle; d = midpoint b c ? rareacompute a b d a b c", "true"),
    ],
)
def test_the_referee_rules_on_them(text: str, kind: str) -> None:
    assert referee(parse_problem(text)).kind == kind


def test_the_referee_finds_the_ratio_of_two_areas() -> None:
    problem = parse_problem(
        "a b c = triangle; d = midpoint b c; e = midpoint c a; f = midpoint a b "
        "? rareacompute d e f a b c"
    )
    assert referee(problem).goals[0].value == Fraction(1, 4)


# --- measure -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["areaeq a b c d e f 1 -1", "rareaconst a b c d e f 1", "prodeq a b c d a c b d 1 -1"]
)
def test_a_statement_does_not_hold_by_chance(text: str) -> None:
    statement = parse_statement(text)
    assert all(residual(statement, anywhere(seed)) > 1e-6 for seed in range(30))


def test_all_products_of_a_point_on_a_line_add_up() -> None:
    on_a_line = {p: (float(k), 2.0 * k) for k, p in enumerate(NAMES)}
    for a, b, c in combinations(NAMES, 3):
        points = (a, b, "e", "f", b, c, "e", "f", a, c, "e", "f")
        one = Fraction(1)
        assert holds(Predicate("prodeq", points, (one, one, -one)), on_a_line)
        assert not holds(Predicate("prodeq", points, (one, one, one)), on_a_line)
