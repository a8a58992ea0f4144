"""Linear equations with exact coefficients between the quantities of a figure.

Six tables share one form, ``sum of coefficient * value(pair) + constant = 0``:

======  =======================  =====================================  =====================
table   value of a pair ab       constants                              equality means
======  =======================  =====================================  =====================
angle   d(ab), in half-turns     unit 1 is the half-turn                equal up to an integer
ratio   log |ab|                 unit p is log p, p a prime             equal
length  |ab|                     unit 1 is the unit of length           equal
square  |ab| squared             unit 1 is the unit of area             equal
area    (a × b) / 2, see below   unit 1 is the unit of area             equal
product |ab| · |cd| · …          none                                   equal
======  =======================  =====================================  =====================

The ratio table also holds logarithms of sines: a term with four points a, b, c, d is
log |sin ∠(ab, cd)|, which is the same for an angle, its negative and its supplement.

The signed area of a polygon is the sum of half the cross products of its sides, of the places of
their ends seen from any origin; it is positive where the corners stand counter-clockwise. Areas
that are put together add up by themselves. The engine has the first four tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import lcm
from typing import Literal

from porism.geometry.symmetry import Pair, added, exact, pairs_of

__all__ = [
    "TABLES",
    "Equation",
    "Key",
    "Table",
    "balance",
    "combine",
    "equation",
    "logarithm",
    "prime_powers",
]

Table = Literal["angle", "ratio", "length", "square", "area", "product"]
TABLES: tuple[Table, ...] = ("angle", "ratio", "length", "square")

Key = tuple[str, ...]
"""What a term is about: a pair of points, four points for a sine, pairs for a product."""


@dataclass(frozen=True)
class Equation:
    """``sum(c * value(pair)) + sum(q * unit) = 0`` in one table, terms sorted, no zeros."""

    table: Table
    terms: tuple[tuple[Key, Fraction], ...]
    constants: tuple[tuple[int, Fraction], ...] = ()

    @cached_property
    def whole(self) -> tuple[int, list[tuple[Key | int, int]]]:
        """A common denominator of the coefficients; terms and constants times that."""
        parts: tuple[tuple[Key | int, Fraction], ...] = (*self.terms, *self.constants)
        scale = lcm(*(c.denominator for _, c in parts))
        return scale, [(key, c.numerator * (scale // c.denominator)) for key, c in parts]


def equation(
    table: Table,
    terms: Iterable[tuple[Key, Fraction | int]],
    constants: Mapping[int, Fraction] | None = None,
) -> Equation:
    """Build an equation: pairs are put in order, equal pairs added up, zeros dropped."""
    found: list[tuple[Key, Fraction | int]] = []
    may_vanish = table not in ("angle", "ratio")
    for points, coefficient in terms:
        if may_vanish and any(a == b for a, b in pairs_of(points)):
            continue  # the distance of a point from itself is zero
        key = _in_order(points)
        found.append((key, -coefficient if table == "area" and key != points else coefficient))
    return Equation(
        table,
        tuple(sorted(added(found).items())),
        tuple(sorted((u, exact(q)) for u, q in constants.items() if q)) if constants else (),
    )


@lru_cache(maxsize=65536)
def _in_order(points: Key) -> Key:
    return tuple(p for line in sorted(pairs_of(points)) for p in line)


def combine(table: Table, parts: Iterable[tuple[Fraction, Equation]]) -> Equation:
    """Return the sum of ``coefficient * equation`` over ``parts``, added up in whole numbers."""
    added = [(*factor.as_integer_ratio(), *part.whole) for factor, part in parts]
    scale, sums = lcm(*[below * unit for _, below, unit, _ in added]), dict[Key | int, int]()
    for above, below, unit, whole in added:
        times = above * (scale // (below * unit))
        for key, c in whole:
            sums[key] = sums.get(key, 0) + times * c
    left = [(key, Fraction(c, scale)) for key, c in sums.items() if c]
    terms = tuple(sorted((key, c) for key, c in left if isinstance(key, tuple)))
    return Equation(table, terms, tuple(sorted((u, c) for u, c in left if isinstance(u, int))))


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


def logarithm(value: Fraction, factor: Fraction | int = -1) -> dict[int, Fraction]:
    """Return ``factor * log(value)`` as constants of the ratio table; raises like
    :func:`prime_powers`.
    """
    return {p: Fraction(e) * factor for p, e in prime_powers(value)}


def balance(
    table: Table, *pairs: Pair, constants: Mapping[int, Fraction] | None = None
) -> Equation:
    """Return the equation: first pair minus second, minus third plus fourth (w - x = y - z)."""
    signs = (1, -1, -1, 1)
    return equation(table, zip(pairs, signs[: len(pairs)], strict=True), constants)
