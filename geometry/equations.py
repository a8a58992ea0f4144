"""What each predicate says as linear equations: its *facets*.

Four tables share one form, ``sum of coefficient * value(pair) + constant = 0``:

======  =======================  =====================================  =====================
table   value of a pair ab       constants                              equality means
======  =======================  =====================================  =====================
angle   d(ab), in half-turns     unit 1 is the half-turn                equal up to an integer
ratio   log |ab|                 unit p is log p, p a prime             equal
length  |ab|                     unit 1 is the unit of length           equal
square  |ab| squared             unit 1 is the unit of area             equal
======  =======================  =====================================  =====================

The ratio table also holds logarithms of sines: a term with four points a, b, c, d is
log |sin ∠(ab, cd)|, which is the same for an angle, its negative and its supplement.

A facet of a statement is one equation that follows from it by definition, or by one of the
two facts that are older than definitions: equal angles over a chord of a circle, equal angles
and proportional sides in similar triangles. The number of a facet is its place in
:func:`facets`; proofs cite it, the checker recomputes it.

:func:`defining_facets` are those from which the statement follows in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from porism.geometry.predicates import Pair, Predicate, pairs_of

__all__ = [
    "TABLES",
    "Equation",
    "Key",
    "Table",
    "combine",
    "defining_facets",
    "equation",
    "facets",
    "prime_powers",
]

Table = Literal["angle", "ratio", "length", "square"]
TABLES: tuple[Table, ...] = ("angle", "ratio", "length", "square")

HALF = Fraction(1, 2)

Key = tuple[str, ...]
"""What a term is about: a pair of points, or four points for a sine."""


@dataclass(frozen=True)
class Equation:
    """``sum(c * value(pair)) + sum(q * unit) = 0`` in one table, terms sorted, no zeros."""

    table: Table
    terms: tuple[tuple[Key, Fraction], ...]
    constants: tuple[tuple[int, Fraction], ...] = ()


def equation(
    table: Table,
    terms: Iterable[tuple[Key, Fraction | int]],
    constants: Mapping[int, Fraction] | None = None,
) -> Equation:
    """Build an equation: pairs are put in order, equal pairs added up, zeros dropped."""
    sums: dict[Key, Fraction] = {}
    for points, coefficient in terms:
        if table in ("length", "square") and points[0] == points[1]:
            continue  # the distance of a point from itself is zero
        key = _in_order(points)
        sums[key] = sums.get(key, Fraction(0)) + coefficient
    return Equation(
        table,
        tuple(sorted((p, c) for p, c in sums.items() if c)),
        tuple(sorted((u, Fraction(q)) for u, q in (constants or {}).items() if q)),
    )


def _in_order(points: Key) -> Key:
    if len(points) == 2:
        return points if points[0] <= points[1] else (points[1], points[0])
    lines = sorted(pairs_of(points))
    return (*lines[0], *lines[1])


def combine(table: Table, parts: Iterable[tuple[Fraction, Equation]]) -> Equation:
    """Return the sum of ``coefficient * equation`` over ``parts``."""
    terms: list[tuple[Key, Fraction | int]] = []
    constants: dict[int, Fraction] = {}
    for factor, part in parts:
        terms.extend((pair, factor * c) for pair, c in part.terms)
        for unit, q in part.constants:
            constants[unit] = constants.get(unit, Fraction(0)) + factor * q
    return equation(table, terms, constants)


@lru_cache(maxsize=4096)
def prime_powers(value: Fraction) -> tuple[tuple[int, int], ...]:
    """Factor a positive rational into primes with whole exponents.

    Raises ValueError when ``value`` is not positive or a prime factor would exceed 10**6.
    """
    if value <= 0:
        raise ValueError(f"a ratio or length must be positive, got {value}")
    powers: dict[int, int] = {}
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        rest, p = number, 2
        while rest > 1 and p * p <= rest and p <= 1000:
            while rest % p == 0:
                powers[p] = powers.get(p, 0) + sign
                rest //= p
            p += 1
        if rest > 1:
            if rest > 1_000_000:
                raise ValueError(f"{value} has a prime factor that is too large")
            powers[rest] = powers.get(rest, 0) + sign
    return tuple(sorted((p, e) for p, e in powers.items() if e))


def _log(value: Fraction, factor: Fraction | int = -1) -> dict[int, Fraction]:
    return {p: Fraction(e) * factor for p, e in prime_powers(value)}


def _balance(
    table: Table, *pairs: Pair, constants: Mapping[int, Fraction] | None = None
) -> Equation:
    """First pair minus second, minus third plus fourth (w - x = y - z)."""
    signs = (1, -1, -1, 1)
    return equation(table, zip(pairs, signs[: len(pairs)], strict=True), constants)


def _coll(s: Predicate) -> list[Equation]:
    a, b, c = s.points
    return [
        _balance("angle", (a, b), (a, c)),
        _balance("angle", (a, b), (b, c)),
        _balance("angle", (a, c), (b, c)),
    ]


def _cyclic(s: Predicate) -> list[Equation]:
    a, b, c, d = s.points
    return [  # the chord ab seen from c and d, ac from b and d, ad from b and c
        _balance("angle", (c, a), (c, b), (d, a), (d, b)),
        _balance("angle", (b, a), (b, c), (d, a), (d, c)),
        _balance("angle", (b, a), (b, d), (c, a), (c, d)),
    ]


def _same_length(
    x: Pair, y: Pair, tables: Iterable[Table] = ("ratio", "length", "square")
) -> list[Equation]:
    return [_balance(table, x, y) for table in tables]


def _midp(s: Predicate) -> list[Equation]:
    m, a, b = s.points
    two = {2: Fraction(-1)}
    return [
        *_coll(Predicate("coll", (m, a, b))),
        *_same_length((m, a), (m, b)),
        _balance("ratio", (a, b), (m, a), constants=two),
        _balance("ratio", (a, b), (m, b), constants=two),
        equation("length", [((a, b), 1), ((m, a), -2)]),
        equation("length", [((a, b), 1), ((m, b), -2)]),
        equation("square", [((a, b), 1), ((m, a), -4)]),
        equation("square", [((a, b), 1), ((m, b), -4)]),
    ]


def _circle(s: Predicate) -> list[Equation]:
    o, a, b, c = s.points
    return [e for x, y in ((a, b), (a, c), (b, c)) for e in _same_length((o, x), (o, y))]


def _triangles(s: Predicate) -> list[Equation]:
    a, b, c, p, q, r = s.points
    mirrored = s.name.endswith("r")
    sides = (((a, b), (p, q)), ((b, c), (q, r)), ((c, a), (r, p)))
    found: list[Equation] = []
    for (x, u), (y, v) in ((sides[2], sides[0]), (sides[0], sides[1]), (sides[1], sides[2])):
        found.append(_balance("angle", x, y, *((v, u) if mirrored else (u, v))))
        found.append(_balance("ratio", x, y, u, v))
    if s.name.startswith("con"):
        for x, u in sides:
            found.extend(_same_length(x, u))
    return found


def _ratio_constant(s: Predicate) -> list[Equation]:
    x, y = pairs_of(s.points)
    q = s.constants[0]
    if s.name == "r2const":
        return [
            equation("ratio", [(x, 2), (y, -2)], _log(q)),
            equation("square", [(x, 1), (y, -q)]),
        ]
    return [
        equation("ratio", [(x, 1), (y, -1)], _log(q)),
        equation("length", [(x, 1), (y, -q)]),
        equation("square", [(x, 1), (y, -q * q)]),
    ]


def _length_constant(s: Predicate) -> list[Equation]:
    (x,) = pairs_of(s.points)
    q = s.constants[0]
    if s.name == "l2const":
        return [equation("ratio", [(x, 2)], _log(q)), equation("square", [(x, 1)], {1: -q})]
    return [
        equation("ratio", [(x, 1)], _log(q)),
        equation("length", [(x, 1)], {1: -q}),
        equation("square", [(x, 1)], {1: -q * q}),
    ]


def _sines(s: Predicate) -> list[Equation]:
    p = s.points
    if s.name == "eqsine":
        return [equation("ratio", [(p[:4], 1), (p[4:], -1)])]
    if s.name == "chordsine":
        o, a, b, c = p
        terms = [((b, c), 1), ((o, a), -1), ((a, b, a, c), -1)]
        return [equation("ratio", terms, {2: Fraction(-1)})]
    if s.name == "sine2":
        return [equation("ratio", [(p, 2)], _log(s.constants[0]))]
    return [  # bc : ca = sin a : sin b, and round the triangle
        equation("ratio", [((b, c), 1), ((c, a), -1), ((a, b, a, c), -1), ((b, a, b, c), 1)])
        for a, b, c in (p, (*p[1:], p[0]), (p[2], *p[:2]))
    ]


def _linear(s: Predicate) -> list[Equation]:
    pairs = pairs_of(s.points)
    terms = list(zip(pairs, s.constants, strict=False))
    if s.name == "angeq":
        return [equation("angle", terms, {1: -s.constants[-1]})]
    if s.name == "distmeq":
        return [equation("ratio", terms, _log(s.constants[-1]))]
    return [equation("length" if s.name == "distseq" else "square", terms)]


@lru_cache(maxsize=65536)
def facets(s: Predicate) -> tuple[Equation, ...]:
    """Return the equations that a statement gives, in a fixed order; none for figure facts.

    ``angeq p q … c1 c2 … k`` reads ``c1*d(p) + c2*d(q) + … = k``; ``distmeq`` reads
    ``|p|^c1 * |q|^c2 … = k``; ``distseq`` and ``sqeq`` read ``c1*|p| + … = 0`` and
    ``c1*|p|² + … = 0``.
    """
    points = s.points
    match s.name:
        case "coll":
            found = _coll(s)
        case "cyclic":
            found = _cyclic(s)
        case "para":
            found = [_balance("angle", *pairs_of(points))]
        case "perp":
            found = [_balance("angle", *pairs_of(points), constants={1: HALF})]
        case "eqangle":
            found = [_balance("angle", *pairs_of(points))]
        case "aconst":
            x, y = pairs_of(points)
            found = [_balance("angle", y, x, constants={1: -s.constants[0]})]
        case "cong":
            first, second = pairs_of(points)
            found = _same_length(first, second)
        case "eqratio":
            found = [_balance("ratio", *pairs_of(points))]
        case "midp":
            found = _midp(s)
        case "circle":
            found = _circle(s)
        case "simtri" | "simtrir" | "contri" | "contrir":
            found = _triangles(s)
        case "rconst" | "r2const":
            found = _ratio_constant(s)
        case "lconst" | "l2const":
            found = _length_constant(s)
        case "sinetri" | "eqsine" | "sine2" | "chordsine":
            found = _sines(s)
        case "angeq" | "distmeq" | "distseq" | "sqeq":
            found = _linear(s)
        case _:
            found = []
    return tuple(found)


_BY_ONE_FACET = frozenset(
    "coll cyclic para perp eqangle aconst angeq cong eqratio rconst r2const lconst l2const "
    "distmeq distseq sqeq eqsine sine2".split()
)


def defining_facets(s: Predicate) -> tuple[Equation, ...]:
    """Return the equations each of which alone implies the statement (distinct points given).

    Empty for statements that no single equation defines (``midp``, ``circle``, triangles);
    those are concluded by rules. For ``cyclic`` the points must also not be collinear.
    """
    return facets(s) if s.name in _BY_ONE_FACET else ()
