"""Goals about areas and sums of products are proved from a closure, and no false ones are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from porism.ddar.engine import saturate
from porism.ddar.sums import combination
from porism.ddar.traceback import TracebackError, traceback
from porism.geometry.errors import RefutedError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.proof import ByAlgebra, Proof, Term
from porism.geometry.verify import check

TRUE = [
    "a b c = triangle; d = midpoint b c ? eqarea a b d a d c",
    "a b c = triangle; d = midpoint b c ? areaeq a b d a d c 1 -1",
    "a b c = triangle; d = midpoint b c ? rareaconst a b d a b c 1/2",
    "a b c = triangle; d = midpoint b c; e = midpoint a c; f = midpoint a b "
    "? rareaconst d e f a b c 1/4",
    "a b c = triangle; d = on_pline c a b ? eqarea a b c a b d",
    "a b c = triangle; d = on_pline c a b; e = intersection_ll a c b d ? eqarea a e d b c e",
    "a b c = triangle; d = parallelogram a b c d; p = free p ? areaeq p a b p c d a b c 1 1 -1",
    "a b c d = quadrangle; p = midpoint a b; q = midpoint b c; r = midpoint c d; s = midpoint d a "
    "? rareaconst p q r s a b c d 1/2",
    "a b c = r_triangle; d = foot a b c ? prodeq a b a b b d b c 1 -1",
    "a b c = r_triangle ? prodeq a b a b a c a c b c b c 1 1 -1",
]


def proof_of(text: str, seed: int = 0) -> Proof:
    problem = parse_problem(text)
    diagram = draw(problem, seed=seed)
    closure = saturate(problem, diagram.coordinates)
    return traceback(closure, problem.goals[0])


@pytest.mark.parametrize("text", TRUE)
def test_a_true_statement_is_proved(text: str) -> None:
    proof = proof_of(text)
    verdict = check(proof)
    assert verdict.accepted, verdict


def test_a_product_with_the_whole_is_the_sum_of_those_with_its_parts() -> None:
    text = "b c x y = quadrangle; d = between_bound b c ? prodeq b d x y d c x y b c x y 1 1 -1"
    proof = proof_of(text)
    assert check(proof).status == "proved"
    assert proof.length == 1


def test_ptolemys_theorem_is_true_of_sides_and_diagonals_and_of_no_other_order() -> None:
    equation = "prodeq a b c d b c a d a c b d 1 1 -1"
    circle = "a b c = triangle; d = on_circum a b c, {} a c b a c d ? " + equation
    proof = proof_of(circle.format("nsameclock"))
    assert check(proof).status == "proved"
    assert proof.length == 1
    with pytest.raises(RefutedError):
        draw(parse_problem(circle.format("sameclock")))


def test_a_ratio_of_areas_is_found() -> None:
    proof = proof_of("a b c = triangle; d = midpoint b c ? rareacompute a b d a b c")
    assert proof.answer == Fraction(1, 2)
    assert check(proof).accepted


def test_the_area_of_a_triangle_with_given_legs_is_found() -> None:
    text = "a b = segment; c = on_tline a a b ? areacompute a b c"
    with pytest.raises(TracebackError):
        proof_of(text)
    given = "a = free a; b = lconst a 3; c = on_tline a a b, lconst a 4 ? areacompute a b c"
    proof = proof_of(given)
    assert proof.answer == 6
    assert check(proof).accepted


def test_a_length_is_found() -> None:
    proof = proof_of("a = free a; b = lconst a 3; c = on_tline a a b, lconst a 4 ? lcompute b c")
    assert proof.answer in (5, 25)
    assert check(proof).accepted


@pytest.mark.parametrize(
    "text",
    [
        "a b c = triangle; d = on_line b c ? eqarea a b d a d c",
        "a b c = triangle; d = midpoint b c ? areaeq a b d a d c 1 1",
        "a b c = triangle; d = on_pline c a b ? eqarea a b c a c d",
        "a b c = triangle; d = foot a b c ? prodeq a b a b b d b c 1 -1",
        "a b c = triangle ? prodeq a b a b a c a c b c b c 1 1 -1",
    ],
)
def test_a_false_neighbour_is_not(text: str) -> None:
    problem = parse_problem(text)
    bare = replace(problem, goals=())
    closure = saturate(bare, draw(bare).coordinates)
    assert not closure.holds(problem.goals[0])
    with pytest.raises(TracebackError):
        traceback(closure, problem.goals[0])


# --- forged proofs -----------------------------------------------------------------------------


def with_last(proof: Proof, **changes: object) -> Proof:
    *steps, last = proof.steps
    assert isinstance(last.reason, ByAlgebra)
    reason = replace(last.reason, **changes)  # type: ignore[arg-type]
    return replace(proof, steps=(*steps, replace(last, reason=reason)))


def test_the_sense_of_an_area_has_to_be_named() -> None:
    text = (
        "a b c = triangle; d = midpoint b c; e = midpoint a c; f = midpoint a b "
        "? rareaconst d e f a b c 1/4; areaeq d e f a b c 4 -1"
    )
    problem = parse_problem(text)
    closure = saturate(problem, draw(problem).coordinates)
    proof = traceback(closure, problem.goals[1])
    assert check(proof).accepted
    algebra = [s for s in proof.steps if isinstance(s.reason, ByAlgebra) and s.reason.conditions]
    for step in algebra:
        forged = tuple(
            replace(s, reason=replace(s.reason, conditions=()))  # type: ignore[arg-type]
            if s is step
            else s
            for s in proof.steps
        )
        verdict = check(replace(proof, steps=forged))
        assert not verdict.accepted
        assert "is missing" in verdict.reason


def test_the_other_sign_of_an_area_does_not_follow() -> None:
    proof = proof_of("a b c = triangle; d = midpoint b c ? eqarea a b d a d c")
    last = proof.steps[-1].reason
    assert isinstance(last, ByAlgebra)
    assert last.table == "area"
    assert not check(with_last(proof, facet=1 - last.facet)).accepted
    assert not check(with_last(proof, facet=2)).accepted


# --- elimination -------------------------------------------------------------------------------


def test_a_combination_adds_up_to_its_target() -> None:
    rows = [{1: Fraction(2), 2: Fraction(1)}, {2: Fraction(3), 3: Fraction(1)}, {3: Fraction(5)}]
    target = {1: Fraction(1)}
    found = combination(target, rows)
    assert found is not None
    total: dict[int, Fraction] = {}
    for k, c in found.items():
        for unit, value in rows[k].items():
            total[unit] = total.get(unit, Fraction(0)) + c * value
    assert {u: c for u, c in total.items() if c} == target
    assert combination({4: Fraction(1)}, rows) is None
    assert combination({}, rows) == {}


# --- order -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "a b c = triangle; d = midpoint b c ? between d b c",
        "b c = segment; d = free d, between d b c ? between d c b",
        "a b c = r_triangle ? longer b c a b",
        "a b c = r_triangle ? acute_angle c b a",
        "a b c = iso_triangle ? acute_angle a c b",
        "b c = segment; d = midpoint b c ? longer b c d b",
    ],
)
def test_an_order_that_follows_is_proved(text: str) -> None:
    proof = proof_of(text)
    verdict = check(proof)
    assert verdict.status == "proved", verdict


@pytest.mark.parametrize(
    "text",
    [
        "a b c = triangle; d = midpoint b c ? between b d c",
        "a b c = r_triangle ? longer a b b c",
        "a b c = triangle; d = on_line b c ? between d b c",
        "a b c = triangle ? acute_angle a b c",
    ],
)
def test_an_order_that_does_not_follow_is_not(text: str) -> None:
    problem = parse_problem(text)
    bare = replace(problem, goals=())
    closure = saturate(bare, draw(bare).coordinates)
    assert not closure.holds(problem.goals[0])


def test_no_order_is_a_sum() -> None:
    proof = proof_of("a b c = triangle; d = midpoint b c ? between d b c")
    last = proof.steps[-1]
    forged = replace(last, reason=ByAlgebra("length", 0, (Term(0, 0, Fraction(1)),)))
    verdict = check(replace(proof, steps=(*proof.steps[:-1], forged)))
    assert not verdict.accepted
    assert "not a statement that is derived" in verdict.reason
