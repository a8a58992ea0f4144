"""The equations of a statement against its measured truth, for every predicate.

Figures are solved from :func:`porism.geometry.measure.truth.components`, which knows nothing of
facets; so a slip in one of the two shows here.
"""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import numpy as np
import numpy.typing as npt
import pytest

from porism.geometry.equations import (
    TABLES,
    Equation,
    defining_facets,
    equation,
    facets,
)
from porism.geometry.linear import prime_powers
from porism.geometry.measure.truth import components, residual
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.rules import parse_statement

STATEMENTS = """
coll a b c
cyclic a b c d
para a b c d
perp a b c d
cong a b c d
cong o a o b
eqangle a b c d e f g h
eqangle a b a c d e d f
eqratio a b c d e f g h
midp m a b
circle o a b c
simtri a b c d e f
simtrir a b c d e f
simtrir a b c c b d
contri a b c d e f
contrir a b c d e f
aconst a b c d 1pi/3
aconst a b a c 5pi/7
rconst a b c d 6/5
r2const a b c d 3/2
lconst a b 7/4
l2const a b 2
angeq a b c d 1 -1 1pi/5
angeq a b c d e f 1 1 -2 1pi/9
distmeq a b c d e f 1 -2 1 3/2
distseq a b b c a c 1 1 -1
distseq a b c d e f 2 -1 -1
sqeq a b a c b c 1 1 -1
sqeq a b c d e f 3 -1 -1
eqsine a b c d e f g h
sine2 a b c d 3/4
sinetri a b c
""".split("\n")[1:-1]
EXTRA = {"chordsine": ("chordsine o a b c", "circle o a b c")}

Places = dict[str, tuple[float, float]]
Array = npt.NDArray[np.float64]


def value(points: tuple[str, ...], table: str, places: Places) -> float:
    vectors = [
        complex(*places[q]) - complex(*places[p])
        for p, q in zip(points[::2], points[1::2], strict=True)
    ]
    if len(points) == 4:
        u, v = vectors
        return math.log(abs((u.conjugate() * v).imag) / abs(u) / abs(v))
    (u,) = vectors
    match table:
        case "angle":
            return math.atan2(u.imag, u.real) / math.pi
        case "ratio":
            return math.log(abs(u))
        case "length":
            return abs(u)
    return abs(u) ** 2


def error(e: Equation, places: Places) -> float:
    total = sum(float(c) * value(points, e.table, places) for points, c in e.terms)
    for unit, q in e.constants:
        total += float(q) * (math.log(unit) if e.table == "ratio" else 1)
    return total - round(total) if e.table == "angle" else total


def solved(statements: list[Predicate], seed: int) -> Places | None:
    """Gauss–Newton with numerical derivatives on the measured components."""
    names = list(dict.fromkeys(p for s in statements for p in s.points))
    random = Random(seed)
    x = np.array([random.uniform(-1, 1) for _ in range(2 * len(names))])

    def measured(at: Array) -> Array:
        places = {p: (float(at[2 * i]), float(at[2 * i + 1])) for i, p in enumerate(names)}
        return np.array([float(c) for s in statements for c in components(s, places)])

    for _ in range(60):
        r = measured(x)
        if not r.size or np.max(np.abs(r)) < 1e-13:
            break
        columns = [(measured(x + d) - measured(x - d)) / 2e-6 for d in 1e-6 * np.eye(len(x))]
        step = np.linalg.lstsq(np.array(columns).T, -r, rcond=1e-8)[0]
        x = x + step * min(1.0, 0.5 / max(float(np.max(np.abs(step))), 1e-9))
    places = {p: (float(x[2 * i]), float(x[2 * i + 1])) for i, p in enumerate(names)}
    gaps = [math.dist(places[p], places[q]) for p in names for q in names if p < q]
    good = all(residual(s, places) < 1e-11 for s in statements) and min(gaps) > 0.05
    return places if good else None


def figures(statements: list[Predicate], count: int) -> list[Places]:
    found = (solved(statements, seed) for seed in range(20 * count))
    return [places for places in found if places is not None][:count]


@pytest.mark.parametrize("text", STATEMENTS)
def test_facets_hold_where_the_statement_does(text: str) -> None:
    statement = parse_statement(text)
    drawn = figures([statement], 5)
    assert drawn
    for places in drawn:
        for facet in facets(statement):
            assert abs(error(facet, places)) < 1e-8, facet


@pytest.mark.parametrize("name", EXTRA)
def test_facets_of_a_theorem_hold_under_its_premise(name: str) -> None:
    statement, premise = map(parse_statement, EXTRA[name])
    for places in figures([premise], 5):
        for facet in facets(statement):
            assert abs(error(facet, places)) < 1e-8, facet


@pytest.mark.parametrize("text", STATEMENTS)
def test_a_defining_facet_fails_where_the_statement_does(text: str) -> None:
    statement = parse_statement(text)
    random = Random(text)
    for _ in range(20):
        places = {p: (random.uniform(-1, 1), random.uniform(-1, 1)) for p in statement.points}
        wrong = residual(statement, places) > 1e-3
        for facet in defining_facets(statement):
            assert (abs(error(facet, places)) > 1e-5) == wrong, facet


def test_every_predicate_that_is_derived_is_tried() -> None:
    tried = {text.split()[0] for text in STATEMENTS} | set(EXTRA)
    silent = {"overlap", *(k.name for k in KINDS.values() if k.is_question)}
    silent |= {"areaeq", "areaconst", "rareaconst", "prodeq"}  # see test_areas.py
    assert tried | silent == {k.name for k in KINDS.values() if not k.figure_only}


@pytest.mark.parametrize("text", STATEMENTS)
def test_the_canonical_form_says_the_same(text: str) -> None:
    statement = parse_statement(text)
    same = canonical(statement)
    assert canonical(same) == same
    for places in figures([statement], 2):
        assert residual(same, places) < 1e-9
    random = Random(text)
    places = {p: (random.uniform(-1, 1), random.uniform(-1, 1)) for p in statement.points}
    assert (residual(same, places) < 1e-6) == (residual(statement, places) < 1e-6)


def test_equations_are_put_in_order() -> None:
    e = equation("angle", [(("b", "a"), 1), (("a", "b"), 1), (("c", "d"), 0)], {1: Fraction(0)})
    assert e.terms == ((("a", "b"), Fraction(2)),)
    assert e.constants == ()
    assert equation("length", [(("a", "a"), 1)]).terms == ()
    assert set(TABLES) == {"angle", "ratio", "length", "square"}


@pytest.mark.parametrize(
    ("number", "powers"),
    [
        (Fraction(1), ()),
        (Fraction(12, 7), ((2, 2), (3, 1), (7, -1))),
        (Fraction(999983), ((999983, 1),)),
        (Fraction(997 * 991), ((991, 1), (997, 1))),
    ],
)
def test_prime_powers(number: Fraction, powers: tuple[tuple[int, int], ...]) -> None:
    assert prime_powers(number) == powers


@pytest.mark.parametrize(
    "number", [Fraction(0), Fraction(-2), Fraction(1_000_003), Fraction(1009**2)]
)
def test_numbers_without_sane_prime_powers(number: Fraction) -> None:
    with pytest.raises(ValueError, match=r"positive|too large"):
        prime_powers(number)
