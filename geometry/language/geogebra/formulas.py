"""Formulas in lengths and areas, and the statements that two of them are equal.

A formula is a quotient of polynomials. A factor is a segment by its two points, or a polygon by
its corners, whose area is meant. An equation is multiplied out; the statement it becomes depends
on its form: lengths, squares, two products, sums of products, or areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from porism.geometry.equations import facets
from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.known import right_angle
from porism.geometry.language.geogebra.objects import (
    Factor,
    Monomial,
    Object,
    Polygon,
    Polynomial,
    Quantity,
    Statement,
    Unsupported,
    Value,
    construct,
)
from porism.geometry.predicates import Predicate

__all__ = [
    "combined",
    "equation",
    "multiplied",
    "quantity_of",
]

_MOST_TERMS = 2000  # of a product of two polynomials
_FLAT = 1e-9  # an area, of the square of the figure's size, that counts as nothing
_ONE: Polynomial = {(): Fraction(1)}


def quantity_of(builder: Builder, thing: Object) -> Quantity | None:
    """Return a length, an area or a number as a formula; None for other objects."""
    if isinstance(thing, Quantity):
        return thing
    if isinstance(thing, Value) and not thing.is_angle:
        return Quantity({(): thing.value} if thing.value else {}, _ONE)
    if isinstance(thing, Polygon):
        return _single(thing.points)
    length = builder.length(thing)
    return None if length is None else _single(tuple(sorted(length.points)))


def _single(factor: Factor) -> Quantity:
    return Quantity({((factor, 1),): Fraction(1)}, _ONE)


def combined(left: Quantity, right: Quantity, sign: int) -> Quantity:
    """Return the sum of two formulas, or with the sign -1 their difference."""
    if left.below == right.below:
        return Quantity(_sum(left.above, right.above, sign), left.below)
    above = _sum(_product(left.above, right.below), _product(right.above, left.below), sign)
    return Quantity(above, _product(left.below, right.below))


def multiplied(left: Quantity, right: Quantity, power: int = 1) -> Quantity:
    """Return the product of two formulas, or with the power -1 their quotient."""
    above, below = (right.above, right.below) if power > 0 else (right.below, right.above)
    if not below:
        raise ZeroDivisionError
    return Quantity(_product(left.above, above), _product(left.below, below))


def _sum(left: Polynomial, right: Polynomial, sign: int) -> Polynomial:
    total = dict(left)
    for monomial, c in right.items():
        total[monomial] = total.get(monomial, Fraction(0)) + sign * c
    return {monomial: c for monomial, c in total.items() if c}


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(left) * len(right) > _MOST_TERMS:
        raise Unsupported("the formula is too complicated")
    total: dict[Monomial, Fraction] = {}
    for m, c in left.items():
        for n, d in right.items():
            powers = dict(m)
            for factor, power in n:
                powers[factor] = powers.get(factor, 0) + power
            key = tuple(sorted(powers.items()))
            total[key] = total.get(key, Fraction(0)) + c * d
    return {monomial: c for monomial, c in total.items() if c}


# --- equations ----------------------------------------------------------------------------------


def equation(builder: Builder, left: Quantity, right: Quantity) -> Statement:
    """Return the statement that two formulas are equal."""
    terms = combined(left, right, -1).above
    if not terms:
        raise Unsupported("both sides are the same formula")
    if any(len(factor) > 2 for monomial in terms for factor, _ in monomial):
        areas = _areas(builder, terms)
        if areas is not None:
            return areas
        terms = _without_areas(builder, terms)
    return _lengths(terms)


def _lengths(terms: Polynomial) -> Statement:
    if len(terms) < 2:
        raise Unsupported("an equation with one term only")
    shapes = {tuple(power for _, power in m) for m in terms}
    listed = list(terms.items())
    (m, c), (n, d) = listed[:2]
    for power, name in ((1, "distseq"), (2, "sqeq")):
        if shapes == {(power,)}:
            if len(listed) == 2 and c * d < 0:
                return _ratio((*m[0][0], *n[0][0]), -d / c, power)
            points = tuple(p for monomial, _ in listed for p in monomial[0][0])
            return Statement((Predicate(name, points, tuple(c for _, c in listed)),))
    if len(listed) == 2 and c * d < 0:
        powers: dict[Factor, int] = dict(m)
        for factor, power in n:
            powers[factor] = powers.get(factor, 0) - power
        kept = [(factor, power) for factor, power in powers.items() if power]
        sides = [[f for f, power in kept for _ in range(sign * power)] for sign in (1, -1)]
        if c == -d and len(sides[0]) == len(sides[1]) == 2:
            (p, s), (q, r) = sides
            return Statement((Predicate("eqratio", (*p, *q, *r, *s)),))
        points = tuple(p for factor, _ in kept for p in factor)
        numbers = (*(Fraction(power) for _, power in kept), -d / c)
        return Statement((Predicate("distmeq", points, numbers),))
    if len({sum(power for _, power in m) for m in terms}) > 1:
        raise Unsupported("an equation between lengths, areas and numbers of different degrees")
    points = tuple(p for m, _ in listed for factor, power in m for p in factor * power)
    return Statement((Predicate("prodeq", points, tuple(c for _, c in listed)),))


def _ratio(points: tuple[str, ...], value: Fraction, power: int) -> Statement:
    """Return the statement that two lengths, or their squares, are in a ratio."""
    if value == 1:
        return Statement((Predicate("cong", points),))
    return Statement((Predicate("rconst" if power == 1 else "r2const", points, (value,)),))


def _areas(builder: Builder, terms: Polynomial) -> Statement | None:
    """Return an equation between areas alone; None where lengths are in it, too."""
    constant = terms.get((), Fraction(0))
    areas = {m[0][0]: c for m, c in terms.items() if len(m) == 1 and m[0][1] == 1}
    if len(areas) + bool(constant) != len(terms) or any(len(p) < 3 for p in areas):
        return None
    listed = list(areas.items())
    if constant:
        if len(listed) == 1 and -constant / listed[0][1] > 0:
            value = -constant / listed[0][1]
            return Statement((Predicate("areaconst", listed[0][0], (value,)),))
        return None
    if len(listed) == 2 and listed[0][1] * listed[1][1] < 0:
        (p, c), (q, d) = listed
        size = max(len(p), len(q))
        points = tuple(x for each in (p, q) for x in each + each[-1:] * (size - len(each)))
        return Statement((Predicate("rareaconst", points, (-d / c,)),))
    return _signed_areas(builder, listed)


def _signed_areas(builder: Builder, listed: Sequence[tuple[Factor, Fraction]]) -> Statement:
    """Return an equation of signed areas, and that the triangles have the senses as drawn.

    In GeoGebra areas are positive: what holds of signed ones is asked only where all triangles go
    round as they are drawn, or the other way in a mirror image.
    """
    corners: list[str] = []
    numbers: list[Fraction] = []
    base: tuple[Factor, float] | None = None
    orders: dict[Predicate, None] = {}
    for polygon, c in listed:
        sense = _sense(builder, polygon)
        for second, third in pairwise(polygon[1:]):
            triangle = (polygon[0], second, third)
            corners += triangle
            numbers.append(c * sense)
            base = base or (triangle, sense)
            name = "sameclock" if sense == base[1] else "nsameclock"
            if set(triangle) != set(base[0]):
                orders[Predicate(name, (*base[0], *triangle))] = None
    equal = Predicate("areaeq", tuple(corners), tuple(numbers))
    if not any(e.terms for e in facets(equal)):
        raise Unsupported("of signed areas this is true in any figure; ask where the points lie")
    return Statement((equal, *orders))


def _sense(builder: Builder, polygon: Factor) -> int:
    """Return the sense that all triangles from the first corner have as drawn."""
    fan = [(polygon[0], *pair) for pair in pairwise(polygon[1:])]
    size = builder.scale**2 * _FLAT
    turns = {(turn > size) - (turn < -size) for turn in (_turn(builder, t) for t in fan)}
    if len(turns) > 1 or 0 in turns:
        shown = "".join(polygon)
        raise Unsupported(f"a sum with the area of {shown}, of which triangles are drawn otherwise")
    return turns.pop()


def _turn(builder: Builder, polygon: Iterable[str]) -> float:
    """Return twice the signed area of a polygon as drawn."""
    z = [builder.at(p) for p in polygon]
    return sum((a.conjugate() * b).imag for a, b in zip(z, (*z[1:], z[0]), strict=True))


def _without_areas(builder: Builder, terms: Polynomial) -> Polynomial:
    """Write half of base times height for the area of each triangle."""
    heights: dict[Factor, Polynomial] = {}
    total: Polynomial = {}
    for monomial, c in terms.items():
        product: Polynomial = {(): c}
        for factor, power in monomial:
            part: Polynomial = {((factor, 1),): Fraction(1)}
            if len(factor) > 2:
                part = heights.setdefault(factor, _half_base_times_height(builder, factor))
            for _ in range(power):
                product = _product(product, part)
        total = _sum(total, product, 1)
    return total


def _half_base_times_height(builder: Builder, triangle: Factor) -> Polynomial:
    if len(triangle) != 3:
        raise Unsupported(
            "the area of a polygon in a formula with lengths; of a triangle it can be"
        )
    a, b, c = triangle
    way = builder.at(c) - builder.at(b)
    along = ((builder.at(a) - builder.at(b)) * way.conjugate()).real / abs(way) ** 2
    place = builder.at(b) + way * along
    corner = next(
        (p for p in (b, c) if right_angle(builder.clauses, a, p, b if p == c else c)), None
    )
    foot = corner or builder.hidden("H", place, lambda x: construct("foot", x, a, b, c))
    pairs: tuple[Factor, Factor] = ((b, c) if b < c else (c, b), (min(a, foot), max(a, foot)))
    return {tuple((pair, 1) for pair in sorted(pairs)): Fraction(1, 2)}
