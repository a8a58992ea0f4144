"""What a statement says about coordinates in the field, exactly.

Most statements are one equation between products: of directions of lines (a full angle is a
quotient z/z̄, sums of angles are products) or of squares of lengths. :func:`product_of` writes
them so, and the loci of a point (:mod:`porism.geometry.referee.loci`) come from the same form.
Nothing here is shared with the checker or the engine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import lcm
from typing import Literal

from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.referee.extension import Element, power
from porism.geometry.referee.figure import Figure, Inapplicable, Vector

__all__ = [
    "DEGREES",
    "Product",
    "atoms",
    "defined",
    "degree",
    "excluded",
    "holds",
    "length_terms",
    "polygons",
    "product_of",
    "twice_area",
]

Pair = tuple[str, str]


@dataclass(frozen=True)
class Product:
    """``product of value(pair)^exponent = constant``.

    The value of a pair is its direction z/z̄ and the constant an angle in half-turns (table
    "direction"), or the value is the squared length and the constant a rational ("square").
    """

    table: Literal["direction", "square"]
    terms: tuple[tuple[Pair, int], ...]
    constant: Fraction


def _product(
    table: Literal["direction", "square"], signs: tuple[int, ...], s: Predicate, constant: Fraction
) -> Product:
    sums: dict[Pair, int] = {}
    for (a, b), sign in zip(zip(s.points[::2], s.points[1::2], strict=True), signs, strict=True):
        pair = (a, b) if a <= b else (b, a)
        sums[pair] = sums.get(pair, 0) + sign
    return Product(table, tuple((p, c) for p, c in sums.items() if c), constant)


_LARGEST_POWER = 1 << 12
_MOST_LENGTHS = 12
_ZERO, _ONE, _HALF = Fraction(0), Fraction(1), Fraction(1, 2)
_BALANCE = (1, -1, -1, 1)


@lru_cache(maxsize=65536)
def product_of(s: Predicate) -> Product | None:
    """Write a statement as one product, None where it has no such form.

    Squares stand for lengths: two positive numbers are equal when their squares are, and
    whole powers of them.

    Raises Inapplicable for multiples of angles that are not whole.
    """
    q = s.constants[-1] if s.constants else _ZERO
    match s.name:
        case "coll":
            a, b, c = s.points
            return _product("direction", (1, -1), Predicate("", (a, b, a, c)), _ZERO)
        case "cyclic":
            a, b, c, d = s.points
            chords = Predicate("", (c, a, c, b, d, a, d, b))
            return _product("direction", _BALANCE, chords, _ZERO)
        case "para":
            return _product("direction", (1, -1), s, _ZERO)
        case "perp":
            return _product("direction", (1, -1), s, _HALF)
        case "eqangle":
            return _product("direction", _BALANCE, s, _ZERO)
        case "aconst":
            return _product("direction", (-1, 1), s, q)
        case "angeq":
            if any(c.denominator != 1 for c in s.constants[:-1]):
                raise Inapplicable("a fraction of an angle between lines has no single value")
            return _product("direction", tuple(int(c) for c in s.constants[:-1]), s, q)
        case "cong":
            return _product("square", (1, -1), s, _ONE)
        case "eqratio":
            return _product("square", _BALANCE, s, _ONE)
        case "rconst":
            return _product("square", (1, -1), s, q * q)
        case "r2const":
            return _product("square", (1, -1), s, q)
        case "lconst":
            return _product("square", (1,), s, q * q)
        case "l2const":
            return _product("square", (1,), s, q)
        case "distmeq":
            whole = lcm(*(c.denominator for c in s.constants[:-1]))
            if whole * max(abs(c) for c in s.constants[:-1]) > _LARGEST_POWER:
                raise Inapplicable("a large power of a length")
            powers = tuple(int(c * whole) for c in s.constants[:-1])
            return _product("square", powers, s, q ** (2 * whole))
        case _:
            return None


def atoms(s: Predicate) -> tuple[Predicate, ...]:
    """Split a statement into those that each confine a point by themselves."""
    if s.name == "circle":
        o, a, b, c = s.points
        return Predicate("cong", (o, a, o, b)), Predicate("cong", (o, b, o, c))
    if s.name in ("contri", "contrir"):
        a, b, _, p, q, _ = s.points
        similar = Predicate("simtri" + s.name[6:], s.points)
        return Predicate("cong", (a, b, p, q)), similar
    return (s,)


def length_terms(s: Predicate) -> tuple[tuple[Pair, Fraction], ...]:
    """Return the pairs of a ``distseq`` or ``sqeq`` with their coefficients."""
    pairs = zip(s.points[::2], s.points[1::2], strict=True)
    return tuple(
        (pair, c) for pair, c in zip(pairs, s.constants, strict=True) if pair[0] != pair[1]
    )


# --- truth in a figure ----------------------------------------------------------------------


def holds(s: Predicate, figure: Figure) -> bool:
    """Tell whether a statement is true in the figure, exactly.

    A statement about the direction or the ratio of two points that coincide is not.
    Raises Inapplicable for statements of order, which a finite field does not have.
    """
    special = _SPECIAL.get(s.name)
    if special is not None:
        return special(s, figure)
    form = product_of(s)
    if form is None:
        raise Inapplicable(f"'{s.name}' has no meaning in a finite field")
    if s.name not in ("coll", "cyclic") and _coincident(s, figure):
        return False
    return not _difference(form, figure)


def defined(s: Predicate, figure: Figure) -> bool:
    """Tell whether a statement has a meaning: no direction or ratio of coincident points."""
    form = product_of(s)
    if form is None or s.name in ("coll", "cyclic"):
        return True
    return not _coincident(s, figure)


def _coincident(s: Predicate, figure: Figure) -> bool:
    at = figure.at
    return any(at[a] == at[b] for a, b in zip(s.points[::2], s.points[1::2], strict=True))


def _difference(form: Product, figure: Figure) -> Element:
    """Left minus right side, denominators cleared."""
    p = figure.field.p
    left: Element = 1
    right: Element = 1
    for (a, b), exponent in form.terms:
        z, w = figure.vector(a, b)
        if form.table == "square":
            z, w = z * w % p, 1
        if exponent < 0:
            z, w = w, z
        size = abs(exponent)
        left, right = left * power(z, size, p) % p, right * power(w, size, p) % p
    if form.table == "square":
        return (left - right * figure.field.rational(form.constant)) % p
    return (left - right * figure.field.rotation(2 * form.constant)) % p


def _coll(s: Predicate, figure: Figure) -> bool:
    a, b, c = s.points
    u, v = figure.vector(a, b), figure.vector(a, c)
    return not (u[0] * v[1] - u[1] * v[0]) % figure.field.p


def _cyclic(s: Predicate, figure: Figure) -> bool:
    form = product_of(s)
    assert form is not None
    if _difference(form, figure):
        return False
    a, b, c, d = s.points
    return not all(
        _coll(Predicate("coll", three), figure) for three in ((a, b, c), (a, b, d), (a, c, d))
    )


def _midp(s: Predicate, figure: Figure) -> bool:
    m, a, b = s.points
    return figure.vector(a, m) == figure.vector(m, b) and figure.at[a] != figure.at[b]


def _all_atoms(s: Predicate, figure: Figure) -> bool:
    return all(holds(atom, figure) for atom in atoms(s))


def _similar(s: Predicate, figure: Figure) -> bool:
    """(b-a)(r-p) = (q-p)(c-a) as complex numbers, the first triangle mirrored for …r."""
    a, b, c, d, e, f = s.points
    u, v, w, z = (figure.vector(*pair) for pair in ((a, b), (a, c), (d, e), (d, f)))
    if s.name == "simtrir":
        u, v = u[::-1], v[::-1]
    p = figure.field.p
    if any((u[k] * z[k] - w[k] * v[k]) % p for k in (0, 1)):
        return False
    return any(u) and any(v) and any(w) and any(z)


def _overlap(s: Predicate, figure: Figure) -> bool:
    return figure.at[s.points[0]] == figure.at[s.points[1]]


def _sum(s: Predicate, figure: Figure) -> bool:
    p = figure.field.p
    total: Element = 0
    measure = figure.length if s.name == "distseq" else figure.square
    for pair, c in length_terms(s):
        total = total + figure.field.rational(c) * measure(*pair)
    return not total % p


def _sine_squared(u: Vector, v: Vector, p: int) -> tuple[Element, Element]:
    """The squared sine between two vectors as numerator and denominator."""
    cross = (u[0] * v[1] - u[1] * v[0]) % p
    return -cross * cross % p, 4 * (u[0] * u[1] % p) * (v[0] * v[1] % p) % p


def _sines(s: Predicate, figure: Figure) -> bool:
    p = figure.field.p
    if s.name == "sinetri":
        return not _coll(s, figure)
    if s.name == "chordsine":
        o, a, b, c = s.points
        top, bottom = _sine_squared(figure.vector(a, b), figure.vector(a, c), p)
        rest = figure.square(b, c) * bottom - 4 * figure.square(o, a) * top
        return bool(top % p) and not rest % p  # of points of a line the sine says nothing
    if _coincident(s, figure):
        return False
    sides = [figure.vector(*q) for q in zip(s.points[::2], s.points[1::2], strict=True)]
    top, bottom = _sine_squared(sides[0], sides[1], p)
    if s.name == "sine2":
        return not (top - figure.field.rational(s.constants[0]) * bottom) % p
    other, below = _sine_squared(sides[2], sides[3], p)
    return bool(top % p) and not (top * below - other * bottom) % p


def twice_area(corners: Sequence[str], figure: Figure) -> Element:
    """Return the signed area times -4i: a number of the field whose square is -16 area²."""
    spokes = [figure.vector(corners[0], p) for p in corners[1:]]
    return sum((u[0] * v[1] - u[1] * v[0] for u, v in pairwise(spokes)), 0) % figure.field.p


def polygons(s: Predicate) -> tuple[tuple[str, ...], ...]:
    """Split the points of a statement about areas into polygons."""
    return KINDS[s.name].form.groups(s.points)


def _areas(s: Predicate, figure: Figure) -> bool:
    p = figure.field.p
    sizes = [twice_area(corners, figure) for corners in polygons(s)]
    factors = [figure.field.rational(c) for c in s.constants]
    if s.name == "areaeq":
        return not sum((c * x for c, x in zip(factors, sizes, strict=True)), 0) % p
    if s.name == "areaconst":
        return not (sizes[0] * sizes[0] + 16 * factors[0] * factors[0]) % p
    first, second = sizes
    return not (first * first - factors[0] * factors[0] * second * second) % p


def _pairs(s: Predicate) -> list[Pair]:
    return [
        (a, b) if a <= b else (b, a) for a, b in zip(s.points[::2], s.points[1::2], strict=True)
    ]


def _factors(s: Predicate) -> Iterator[tuple[Fraction, Counter[Pair]]]:
    """Return each product of a ``prodeq``: its coefficient, and how often each length is in it."""
    pairs = _pairs(s)
    width = len(pairs) // len(s.constants)
    for k, c in enumerate(s.constants):
        yield c, Counter(pairs[k * width : (k + 1) * width])


def _products(s: Predicate, figure: Figure) -> bool:
    p = figure.field.p
    total: Element = 0
    for c, factors in _factors(s):
        product: Element = figure.field.rational(c)
        for pair, count in factors.items():
            product = product * power(figure.square(*pair), count // 2, p) % p
            if count % 2:
                product = product * figure.length(*pair) % p
        total = total + product
    return not total % p


_SPECIAL: dict[str, Callable[[Predicate, Figure], bool]] = {
    "coll": _coll,
    "cyclic": _cyclic,
    "midp": _midp,
    "circle": _all_atoms,
    "contri": _all_atoms,
    "contrir": _all_atoms,
    "simtri": _similar,
    "simtrir": _similar,
    "overlap": _overlap,
    "distseq": _sum,
    "sqeq": _sum,
    "prodeq": _products,
    "areaeq": _areas,
    "areaconst": _areas,
    "rareaconst": _areas,
    "chordsine": _sines,
    "sinetri": _sines,
    "eqsine": _sines,
    "sine2": _sines,
}


_OPPOSITE = {
    "diff": "overlap",
    "ncoll": "coll",
    "npara": "para",
    "nperp": "perp",
    "ncyclic": "cyclic",
    "neqangle": "eqangle",
}


def excluded(s: Predicate) -> Predicate | None:
    """Return the equation whose failure a figure-only statement asks for.

    None where it speaks of order or side, which no equation tells.
    """
    name = _OPPOSITE.get(s.name)
    return Predicate(name, s.points, s.constants) if name else None


# --- degrees --------------------------------------------------------------------------------

DEGREES = {
    "midp": 1,
    "overlap": 1,
    "coll": 2,
    "simtri": 4,
    "simtrir": 4,
    "circle": 4,
    "contri": 8,
    "contrir": 8,
    "chordsine": 6,
    "eqsine": 12,
    "sine2": 4,
    "sqeq": 2,
    "sinetri": 2,
    "areaeq": 2,
    "areaconst": 4,
    "rareaconst": 4,
}
"""Degrees in the coordinates of all points (the product of both, for two equations)."""


def degree(s: Predicate) -> int:
    """Return a bound on the total degree of a statement in the coordinates of its points.

    A sum of lengths counts its lengths as unknowns, each with an equation of degree two.
    Raises Inapplicable for a statement that is not evaluated.
    """
    if KINDS[s.name].figure_only:
        return 1
    if s.name in DEGREES:
        return DEGREES[s.name]
    if s.name == "distseq":
        if len(s.points) > 2 * _MOST_LENGTHS:
            raise Inapplicable("a sum of too many lengths")
        return int(2 ** (len(s.points) // 2))
    if s.name == "prodeq":
        roots = {pair for _, factors in _factors(s) for pair, n in factors.items() if n % 2}
        if len(roots) > _MOST_LENGTHS:
            raise Inapplicable("products of too many lengths")
        return int(2 ** len(roots)) * (len(s.points) // len(s.constants))
    if KINDS[s.name].is_question:
        return 4
    form = product_of(s)
    if form is None:
        raise Inapplicable(f"'{s.name}' has no meaning in a finite field")
    factor = 2 if form.table == "square" else 1
    up = sum(c for _, c in form.terms if c > 0)
    down = -sum(c for _, c in form.terms if c < 0)
    return max(1, factor * max(up, down) if form.table == "square" else up + down)
