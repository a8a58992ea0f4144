"""Traps of formulas: constants upside down, letters exchanged, an order that was only drawn.

A figure here is special on purpose: something holds in it that does not follow. What is asked is
that the engine does not conclude it, or that the checker rejects or narrows what it concludes.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

import pytest

from porism.ddar.engine import saturate
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.rule_trials.validate import Counterexample, validate_rule
from porism.geometry.rules import Rule, load_rules, parse_statement
from tests.ddar.traps import CHORDS, closed, derived, true_in, verdict_of

# --- constants -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("a b c d = rconst a b c d 2/3, lconst c d 3", "lconst a b 2", "lconst a b 9/2"),
        ("a b c d = r2const a b c d 4/9, lconst c d 3", "lconst a b 2", "lconst a b 9/2"),
        ("a b c d = lconst a b 2, lconst c d 3", "rconst a b c d 2/3", "rconst a b c d 3/2"),
        ("a b c d = distmeq a b c d 1 1 6, lconst a b 2", "lconst c d 1/12", "lconst c d 3"),
        ("a b c = coll a b c, rconst a b a c 1/3, lconst a c 3", "lconst a b 1", "lconst a b 9"),
        ("a b = segment; c = rconst2 a b 2/5", "rconst a c b c 2/5", "rconst a c b c 5/2"),
        ("a b c = triangle; d = rconst a b c 2/3", "rconst a b c d 2/3", "rconst a b c d 3/2"),
        ("a = free; b = lconst a 4; c = midpoint a b", "lconst a c 2", "lconst a c 8"),
        ("a b c = aconst a b a c 30, perp a c b c", "rconst b c a b 1/2", "rconst b c a b 2"),
        (
            "a b c = triangle; m = midpoint b c; n = midpoint c a; g = on_line a m, on_line b n",
            "rconst a g g m 2",
            "rconst a g g m 1/2",
        ),
    ],
)
def test_a_ratio_is_not_entered_upside_down(text: str, right: str, wrong: str) -> None:
    problem = parse_problem(text, need_goal=False)
    closure = saturate(problem, draw(problem).coordinates, sines=True)
    assert true_in(closure, right) and not true_in(closure, wrong)
    assert derived(closure, right) and not derived(closure, wrong)


# --- formulas with letters exchanged -------------------------------------------------------------


def median_rule(conclusion: str) -> Rule:
    rule = load_rules()["median_length"]
    return replace(rule, conclusions=(parse_statement(conclusion),))


def test_the_median_formula_is_false_with_any_letters_exchanged() -> None:
    """Of all placings of x m a b in the formula two are theorems: a and b may be exchanged."""
    (right,) = load_rules()["median_length"].conclusions
    assert not isinstance(validate_rule(load_rules()["median_length"]), Counterexample)
    placings = [dict(zip("xmab", p, strict=True)) for p in permutations("xmab")]
    others = {canonical(right.rename(names)) for names in placings}
    others -= {canonical(right), canonical(right.rename({"a": "b", "b": "a"}))}
    assert len(others) == 22
    for other in sorted(others):
        found = validate_rule(median_rule(str(other)), figures=20)
        assert isinstance(found, Counterexample), str(other)


@pytest.mark.parametrize(
    "conclusion",
    [
        "sqeq x a x b x m a b 1 1 -2 -2",
        "sqeq x a x b x m a m 1 1 -1 -2",
        "sqeq x a x b x m a b 2 2 -2 -1",
        "sqeq x m x b x a a m 1 1 -2 -2",
    ],
)
def test_a_mistaken_median_formula_is_refuted(conclusion: str) -> None:
    found = validate_rule(median_rule(conclusion), figures=20)
    assert isinstance(found, Counterexample)


def test_the_engine_uses_the_median_formula_with_the_right_letters() -> None:
    closure = closed("a b c = triangle; m = midpoint b c")
    pairs = list(combinations("abcm", 2))
    found = set()
    for plus in combinations(pairs, 2):
        for minus in combinations(pairs, 2):
            if set(plus) & set(minus):
                continue
            points = tuple(p for pair in (*plus, *minus) for p in pair)
            statement = Predicate("sqeq", points, tuple(map(Fraction, (1, 1, -2, -2))))
            assert closure.holds(statement) == holds(statement, closure.coordinates), str(statement)
            if closure.holds(statement):
                found.add(str(statement))
    assert "sqeq a b a c a m b m 1 1 -2 -2" in found


# --- order and sides -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("a b = segment; c = on_line a b ? distseq a c c b a b 1 1 -1", "in this order: A–C–B"),
        (
            "a b c = triangle; d = eq_triangle a b; e = eq_triangle a c ? cong d c b e",
            "differ by less than",
        ),
        (
            "a b c p q r = cong a b p q, cong b c q r, cong c a r p ? eqangle a b a c p q p r",
            "the same way round",
        ),
        (
            "a b c d o = para a b c d, coll o a c, coll o b d, cong a o o c ? cong b o o d",
            "not on one line",
        ),
        (
            "a b c d m n = para a b c d, coll m a d, coll n b c, eqratio m a m d n b n c"
            " ? para m n a b",
            "angles BNC and AMD are both less than 90°",
        ),
        (
            CHORDS + " ? eqangle c a c b r p r q",
            "one of the angles QAP and BPA is less than 90°, one more",
        ),
    ],
)
def test_order_and_sides_are_told_with_the_proof(text: str, condition: str) -> None:
    verdict = verdict_of(text)
    assert verdict.accepted, str(verdict)
    assert any(condition in c for c in verdict.conditions), verdict.conditions
    if condition != "not on one line":
        assert verdict.status == "proved_for_configuration"
        assert verdict.configuration_notes


def test_what_depends_on_the_order_is_not_concluded_in_another_order() -> None:
    sums = (
        "distseq a c c b a b 1 1 -1",
        "distseq a b b c a c 1 1 -1",
        "distseq a b a c b c 1 1 -1",
    )
    for at in (1.0, 6.0, -2.0):
        closure = closed(f"a@0_0 = ; b@4_0 = ; c@{at}_0 = coll a b c")
        assert [derived(closure, s) for s in sums] == [true_in(closure, s) for s in sums]
