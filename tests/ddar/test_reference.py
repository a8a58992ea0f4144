"""The core and its slow twin must agree: every true statement, asked of both."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from porism.ddar.engine import saturate
from porism.ddar.reference import LinearTable, ReferenceClosure, reference_closure
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.rules import Rule, engine_rules, load_rules, parse_statement
from tests.ddar.figures import (
    Places,
    drawn,
    figure_of,
    own_problems,
    random_text,
    small_problems,
    true_statements,
)


def differences(
    problem: Problem, places: Places, rules: Mapping[str, Rule] | None = None
) -> dict[str, list[str]]:
    """Return the statements that only one of the two derives, and what the figure refused."""
    core = saturate(problem, places)
    twin = reference_closure(problem, places, rules=rules)
    found: dict[str, list[str]] = {"core only": [], "reference only": [], "refused": []}
    for statement in true_statements(twin.figure):
        core_holds, twin_holds = core.holds(statement), twin.holds(statement)
        if core_holds and not twin_holds:
            found["core only"].append(str(statement))
        if twin_holds and not core_holds:
            found["reference only"].append(str(statement))
    found["refused"] = [f"{fact.statement} by {fact.rule}" for fact in twin.refused]
    return {kind: texts for kind, texts in found.items() if texts}


def smallest(text: str) -> str:
    """Drop clauses of a problem on which the two differ as long as they still do."""
    clauses = text.split("; ")
    for i in reversed(range(len(clauses))):
        shorter = "; ".join(clauses[:i] + clauses[i + 1 :])
        found = drawn(shorter) if shorter else None
        if found and differences(*found):
            return smallest(shorter)
    return text


def some_of(seeds: range, count: int) -> list[Any]:
    """The first few seeds in every run of the tests, the others in exhaustive ones."""
    rest = (pytest.param(seed, marks=pytest.mark.exhaustive) for seed in seeds[count:])
    return [*seeds[:count], *rest]


@pytest.mark.parametrize("name", small_problems(6))
def test_core_equals_reference_on_our_problems(name: str) -> None:
    assert not differences(own_problems()[name], figure_of(name))


@pytest.mark.parametrize("seed", some_of(range(30), 12))
def test_core_equals_reference_on_six_random_points(seed: int) -> None:
    compare_random(seed, 6)


@pytest.mark.parametrize("seed", some_of(range(100, 106), 2))
def test_core_equals_reference_on_seven_random_points(seed: int) -> None:
    compare_random(seed, 7)


def touches(places: Places) -> bool:
    """Tell whether points are nearly at one place: the two solutions of a point of contact."""
    return any(1e-13 < math.dist(p, q) < 1e-5 for p, q in combinations(places.values(), 2))


def compare_random(seed: int, points: int) -> None:
    text = random_text(seed, points)
    found = drawn(text)
    if found is None or touches(found[1]):  # such constructions do not always meet
        return
    different = differences(*found)
    assert not different, f"{smallest(text)}: {different}"


@pytest.mark.parametrize(
    "text",
    [
        "a@0_0 = ; b@4_0 = ; c@2_3.4641016151377544 = cong a b a c, cong a b b c",
        "a@0_0 = ; b@1_0 = ; c@1_1 = ; d@0_1 = ; e@0.5_0.5 = coll e a c, coll e b d",
        "a@0_0 = ; b@2_0 = ; m@1_0 = midp m a b; c@1_1 = cong m a m c; d@1_-1 = cong m a m d",
        "o@0_0 = ; a@1_0 = ; b@0_1 = cong o a o b; c@-1_0 = cong o a o c; d@0_-1 = coll o b d",
    ],
)
def test_core_equals_reference_on_special_figures(text: str) -> None:
    found = drawn(text)
    assert found
    assert not differences(*found)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("incentre", "a b c = triangle; i = angle_bisector b a c, angle_bisector a b c"),
        ("bisector_ratio", "a b c = triangle; d = angle_bisector b a c, on_line b c"),
        ("intercept_converse", "a b c d = trapezoid; e = midpoint a d; f = midpoint b c"),
    ],
)
def test_the_comparison_notices_a_missing_rule(rule: str, text: str) -> None:
    rules = {key: value for key, value in engine_rules().items() if key != rule}
    found = drawn(text)
    assert found
    assert set(differences(*found, rules)) == {"core only"}


def test_a_table_solves_what_follows_and_nothing_else() -> None:
    table = LinearTable()
    ab, bc, ac = ("a", "b"), ("b", "c"), ("a", "c")
    assert table.add({ab: Fraction(1), bc: Fraction(-1)})
    assert table.add({ab: Fraction(1), bc: Fraction(1), ac: Fraction(-1)})
    assert not table.add({ac: Fraction(1, 2), bc: Fraction(-1)})
    assert not table.reduce({ac: Fraction(1), ab: Fraction(-2)})
    assert table.reduce({ac: Fraction(1), 1: Fraction(-2)})


def test_halving_an_angle_heeds_whole_half_turns() -> None:
    """2 d(ab) = 2 d(cd) leaves two cases; the figure says which, and only that follows."""
    text = "a@0_0 = ; b@1_0 = ; c@0_1 = ; d@2_1 = angeq a b c d 2 -2 0"
    parallel = drawn(text)
    crossing = drawn(text.replace("d@2_1", "d@0_3"))
    assert parallel
    assert crossing
    for found, name in ((parallel, "para"), (crossing, "perp")):
        closure = reference_closure(*found)
        assert closure.holds(parse_statement(f"{name} a b c d"))
        assert saturate(*found).holds(parse_statement(f"{name} a b c d"))


def test_facts_name_their_rules_and_refuse_what_the_figure_denies() -> None:
    problem, places = drawn("a b c = triangle a b c; m = midpoint m a b") or (None, {})
    assert problem is not None
    closure: ReferenceClosure = reference_closure(problem, places)
    rules = [fact.rule for fact in closure.facts]
    assert rules[:2] == ["given", "given"]
    assert set(rules) <= {"given", "angle", "ratio", "length", "square", *load_rules()}
    moved = {**places, "m": places["c"]}
    assert reference_closure(problem, moved).refused
    assert not closure.holds(Predicate("diff", ("a", "b")))
