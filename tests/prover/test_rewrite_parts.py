"""What a shorter proof is made of: statements that hold, uses of rules, sums."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from porism.geometry.equations import facets
from porism.geometry.linear import equation
from porism.geometry.predicates import Predicate
from porism.geometry.rules import load_rules
from porism.prover.rewrite.instances import RuleMatcher, exchanges
from porism.prover.rewrite.sums import Summation
from tests.prover.rewriting import universe

# --- uses of a rule ------------------------------------------------------------------------------


def test_what_holds_is_listed_once() -> None:
    known = universe("a b c = triangle; m = midpoint a b; n = midpoint a c ? coll m a b")
    assert [str(s) for s in known.of_kind["midp"]] == ["midp m a b", "midp n a c"]
    assert [str(s) for s in known.of_kind["para"]] == ["para b c m n"]
    assert known.of_kind["cyclic"] == ()


def test_a_rule_is_used_once_for_each_way_to_use_it() -> None:
    known = universe(
        "a b c = triangle; m = midpoint a b; n = midpoint a c; k = midpoint b c ? coll m a b"
    )
    found = [f for f, _ in RuleMatcher(known).uses(load_rules()["midline"])]
    assert len(found) == 3
    assert {tuple(sorted((f["m"], f["n"]))) for f in found} == {("m", "n"), ("k", "m"), ("k", "n")}


def test_a_common_side_is_a_premise_that_says_nothing() -> None:
    known = universe("a b d = iso_triangle; c = on_bline b d ? cong c b c d")
    rule = load_rules()["congruent_sss_mirrored"]
    found = [f for f, _ in RuleMatcher(known).uses(rule)]
    assert any(sum(f[x] == f[y] for x, y in ("ap", "bq", "cr")) == 2 for f in found)


def test_letters_that_may_be_exchanged() -> None:
    assert ("a", "b") in exchanges(load_rules()["midpoint"])
    assert ("p", "q") in exchanges(load_rules()["bisector_of_segment"])
    assert exchanges(load_rules()["midline"]) == ()


# --- sums --------------------------------------------------------------------------------------


def statement(text: str) -> Predicate:
    name, *points = text.split()
    return Predicate(name, tuple(points))


def shortest(known: list[str], wanted: str, price: list[float]) -> list[tuple[int, int]] | None:
    sums = Summation()
    for number, text in enumerate(known):
        sums.add(number, statement(text))
    target = facets(statement(wanted))[0]
    answer, _ = sums.lightest(target, np.array(price), 1e9, -1)
    return [(c.node, int(x)) for c, x in answer.sums[0]] if answer.sums else None


def test_a_sum_takes_the_lightest_way() -> None:
    known = ["para a b c d", "para c d e f", "para e f g h", "para a b g h"]
    wanted = "para a b e f"
    assert sorted(n for n, _ in shortest(known, wanted, [1, 1, 1, 1]) or []) == [0, 1]
    assert sorted(n for n, _ in shortest(known, wanted, [9, 9, 1, 1]) or []) == [2, 3]


def test_a_sum_that_halves_an_angle_is_followed_by_one_that_does_not() -> None:
    sums = Summation()
    bisected = "eqangle a b c d c d e f", "eqangle a b g h g h e f"  # cd and gh halve ab, ef
    for number, text in enumerate((*bisected, "para c d k l", "para g h k l")):
        sums.add(number, statement(text))
    target = facets(statement("para c d g h"))[0]
    prices = np.array([0.1, 0.1, 1.0, 1.0])
    answer, asked_before = sums.lightest(target, prices, 1e9, -1)
    found = [{c.node: abs(x) for c, x in shares} for shares in answer.sums]
    assert found == [{0: Fraction(1, 2), 1: Fraction(1, 2)}, {2: 1, 3: 1}]
    assert answer.looks == 2
    assert not asked_before


def test_what_was_asked_before_is_not_asked_again() -> None:
    sums = Summation()
    for number, text in enumerate(["para a b c d", "para c d e f", "para a b g h"]):
        sums.add(number, statement(text))
    target = facets(statement("para a b e f"))[0]
    answer, asked_before = sums.lightest(target, np.array([1.0, 1.0, 1.0]), 1e9, -1)
    assert answer.sums
    assert not asked_before
    dear = np.array([1.0, 1.0, 7.0])  # of no use, so its price makes no difference
    assert sums.lightest(target, dear, 1e9, -1) == (answer, True)
    other, asked_before = sums.lightest(target, np.array([1.0, 2.0, 1.0]), 1e9, -1)
    assert not asked_before
    assert other is not answer


def test_what_does_not_follow_has_no_sum() -> None:
    assert shortest(["para a b c d"], "para a b e f", [1]) is None
    assert shortest(["para a b c d", "para e f g h"], "para a b e f", [1, 1]) is None


def test_a_statement_of_infinite_price_is_not_used() -> None:
    inf = float("inf")
    assert shortest(["para a b c d", "para c d e f"], "para a b e f", [1, inf]) is None


def test_a_half_of_an_angle_has_an_exact_coefficient() -> None:
    sums = Summation()
    constants = tuple(map(Fraction, (2, -2, 0)))
    sums.add(0, Predicate("angeq", ("a", "b", "c", "d"), constants))
    target = equation("angle", [(("a", "b"), 1), (("c", "d"), -1)])
    answer, _ = sums.lightest(target, np.array([1.0]), 1e9, -1)
    assert [[str(x) for _, x in found] for found in answer.sums] == [["1/2"]]
