"""Where one unknown point can lie when every other point of a statement is placed.

A locus is an equation in the two coordinates z, w = z̄ of the point:

* :class:`Round`: ``k·zw + a·z + b·w + c = 0``, a circle, or a line where k is zero;
* :class:`Curve`: any other, known by what it becomes on a line, a polynomial in one unknown;
* :class:`Spot`: a single place.

Where a statement leaves alternatives (the two bisectors of an angle, the sign of a length) the
choices of the figure say which is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from porism.geometry.predicates import Predicate
from porism.geometry.referee.extension import Element, power
from porism.geometry.referee.figure import Degenerate, Figure, Inapplicable, Vector
from porism.geometry.referee.statements import Pair, length_terms, product_of

__all__ = ["Curve", "Locus", "Polynomial", "Round", "Spot", "cost", "line_towards", "locus_of"]

Polynomial = list[Element]
"""Coefficients from the constant term upwards."""


@dataclass(frozen=True)
class Round:
    """``k·zw + a·z + b·w + c = 0``."""

    k: Element
    a: Element
    b: Element
    c: Element


@dataclass(frozen=True)
class Curve:
    """A curve: ``along(z, w)`` is its equation where z and w are polynomials in an unknown."""

    along: Callable[[Polynomial, Polynomial], Polynomial]


@dataclass(frozen=True)
class Spot:
    """One place."""

    place: Vector


Locus = Round | Curve | Spot


_LARGEST_DEGREE = 8


# --- polynomials in one unknown -------------------------------------------------------------


def _times(f: Polynomial, g: Polynomial, p: int) -> Polynomial:
    found: Polynomial = [0] * (len(f) + len(g) - 1)
    for i, x in enumerate(f):
        for j, y in enumerate(g):
            found[i + j] = (found[i + j] + x * y) % p
    return found


def _plus(f: Polynomial, g: Polynomial, factor: Element, p: int) -> Polynomial:
    """Return f + factor·g."""
    size = max(len(f), len(g))
    f, g = f + [0] * (size - len(f)), g + [0] * (size - len(g))
    return [(x + factor * y) % p for x, y in zip(f, g, strict=True)]


def _shifted(f: Polynomial, by: Element) -> Polynomial:
    return [f[0] - by, *f[1:]]


# --- one unknown point ----------------------------------------------------------------------


def cost(s: Predicate, x: str) -> int:
    """Rank a statement by what it leaves of ``x``: 0 a place, 1 a line, 2 a circle, 3 more.

    Raises Inapplicable for a statement that confines no point.
    """
    if s.name in ("midp", "overlap", "simtri", "simtrir"):
        return 0
    if s.name == "sqeq":
        return 2
    if s.name == "distseq":
        return 3
    form = product_of(s)
    if form is None:
        raise Inapplicable(f"'{s.name}' as a premise")
    powers = _powers(form.terms, x)
    if form.table == "direction":
        if len(powers) == 1:
            return 1 if abs(next(iter(powers.values()))) == 1 else 3
        return 2 if sorted(powers.values()) == [-1, 1] else 3
    if len(powers) == 2 and sorted(powers.values()) == [-1, 1]:
        return 1 if form.constant == 1 and len(form.terms) == 2 else 2
    return 2 if len(powers) == 1 and abs(next(iter(powers.values()))) == 1 else 3


def _powers(terms: tuple[tuple[Pair, int], ...], x: str) -> dict[str, int]:
    """The exponents of the pairs that hold x, by the other point."""
    found: dict[str, int] = {}
    for (a, b), exponent in terms:
        if x in (a, b):
            other = b if a == x else a
            found[other] = found.get(other, 0) + exponent
    return {q: c for q, c in found.items() if c}


def locus_of(s: Predicate, x: str, figure: Figure) -> Locus | None:
    """Return the locus of ``x`` under a statement, None where it does not confine the point.

    Raises Degenerate where known points coincide, Inapplicable for what is no curve here.
    """
    special = _SPECIAL.get(s.name)
    if special is not None:
        return special(s, x, figure)
    form = product_of(s)
    if form is None:
        raise Inapplicable(f"'{s.name}' as a premise")
    powers = _powers(form.terms, x)
    if not powers:
        return None
    known = [(pair, c) for pair, c in form.terms if x not in pair]
    if form.table == "direction":
        turn: Element = figure.field.rotation(2 * form.constant)
        return _by_direction(powers, _known_direction(known, turn, figure), figure)
    value: Element = figure.field.rational(form.constant)
    return _by_square(powers, _known_square(known, value, figure), figure)


def _known_direction(known: list[tuple[Pair, int]], value: Element, figure: Figure) -> Element:
    """Divide ``value`` by the directions of the known pairs."""
    p = figure.field.p
    below: Element = 1
    for pair, c in known:
        z, w = figure.vector(*pair)
        if not z or not w:
            raise Degenerate("a line through one point")
        up, down = (z, w) if c > 0 else (w, z)
        value = value * power(down, abs(c), p) % p
        below = below * power(up, abs(c), p) % p
    return figure.divide(value, below)


def _known_square(known: list[tuple[Pair, int]], value: Element, figure: Figure) -> Element:
    p = figure.field.p
    below: Element = 1
    for pair, c in known:
        square = figure.square(*pair)
        if not square:
            raise Degenerate("the distance of coincident points")
        if c > 0:
            below = below * power(square, c, p) % p
        else:
            value = value * power(square, -c, p) % p
    return figure.divide(value, below)


def line_towards(point: Vector, direction: Element, p: int) -> Round:
    """Return the line through a point whose direction z/z̄ is given."""
    return Round(0, 1, -direction % p, (direction * point[1] - point[0]) % p)


def _circle(centre: Vector, square: Element, p: int) -> Round:
    z, w = centre
    return Round(1, -w % p, -z % p, (z * w - square) % p)


def _by_direction(powers: dict[str, int], value: Element, figure: Figure) -> Locus:
    """``product of direction(xq)^c = value``."""
    p = figure.field.p
    if len(powers) == 1:
        ((q, c),) = powers.items()
        turn = value if c > 0 else figure.divide(1, value)
        if abs(c) == 2:
            turn = figure.root(turn)
        if abs(c) <= 2:
            return line_towards(figure.at[q], turn, p)
    elif sorted(powers.values()) == [-1, 1]:
        (z, w), (u, v) = (figure.at[q] for q in sorted(powers, key=lambda q: -powers[q]))
        # (Z - z)(W - v) = value (W - w)(Z - u)
        return Round(
            (1 - value) % p,
            (value * w - v) % p,
            (value * u - z) % p,
            (z * v - value * (u * w % p)) % p,
        )
    if sum(map(abs, powers.values())) > _LARGEST_DEGREE:
        raise Inapplicable("a curve of high degree")
    places = [(figure.at[q], c) for q, c in powers.items()]

    def along(z: Polynomial, w: Polynomial) -> Polynomial:
        left: Polynomial = [1]
        right: Polynomial = [1]
        for place, c in places:
            up, down = _shifted(z, place[0]), _shifted(w, place[1])
            for _ in range(abs(c)):
                left = _times(left, up if c > 0 else down, p)
                right = _times(right, down if c > 0 else up, p)
        return _plus(left, right, -value, p)

    return Curve(along)


def _by_square(powers: dict[str, int], value: Element, figure: Figure) -> Locus:
    """``product of |xq|^2c = value``."""
    p = figure.field.p
    if len(powers) == 1:
        ((q, c),) = powers.items()
        square = value if c > 0 else figure.divide(1, value)
        if abs(c) == 2:
            square = figure.root(square)
        if abs(c) <= 2:
            return _circle(figure.at[q], square, p)
    elif sorted(powers.values()) == [-1, 1]:
        first, second = sorted(powers, key=lambda q: -powers[q])
        return _weighted([(first, 1), (second, -value)], 0, figure)
    if sum(map(abs, powers.values())) > _LARGEST_DEGREE:
        raise Inapplicable("a curve of high degree")
    places = [(figure.at[q], c) for q, c in powers.items()]

    def along(z: Polynomial, w: Polynomial) -> Polynomial:
        left: Polynomial = [1]
        right: Polynomial = [value]
        for place, c in places:
            square = _times(_shifted(z, place[0]), _shifted(w, place[1]), p)
            for _ in range(abs(c)):
                if c > 0:
                    left = _times(left, square, p)
                else:
                    right = _times(right, square, p)
        return _plus(left, right, -1, p)

    return Curve(along)


def _weighted(parts: list[tuple[str, Element]], rest: Element, figure: Figure) -> Round:
    """``sum of weight·|xq|² + rest = 0``."""
    k: Element = 0
    a: Element = 0
    b: Element = 0
    c = rest
    for q, weight in parts:
        z, w = figure.at[q]
        k, a, b, c = k + weight, a - weight * w, b - weight * z, c + weight * (z * w)
    p = figure.field.p
    return Round(k % p, a % p, b % p, c % p)


# --- statements of another form -------------------------------------------------------------


def _midp(s: Predicate, x: str, figure: Figure) -> Locus:
    m, a, b = s.points
    p = figure.field.p
    if s.points.count(x) > 1:
        raise Degenerate("the midpoint of coincident points")
    if x == m:
        (z, w), (u, v) = figure.at[a], figure.at[b]
        return Spot(((z + u) * figure.field.half % p, (w + v) * figure.field.half % p))
    (z, w), (u, v) = figure.at[m], figure.at[b if x == a else a]
    return Spot(((2 * z - u) % p, (2 * w - v) % p))


def _overlap(s: Predicate, x: str, figure: Figure) -> Locus | None:
    a, b = s.points
    return None if a == b else Spot(figure.at[b if x == a else a])


def _similar(s: Predicate, x: str, figure: Figure) -> Locus:
    first, second = s.points[:3], s.points[3:]
    if s.points.count(x) > 1:
        raise Inapplicable("a point that stands twice in similar triangles")
    if x in first:
        first, second = second, first
    k = second.index(x)
    i, j = (k + 1) % 3, (k + 2) % 3
    side, other = figure.vector(first[i], first[j]), figure.vector(first[i], first[k])
    if s.name == "simtrir":
        side, other = side[::-1], other[::-1]
    base, start = figure.vector(second[i], second[j]), figure.at[second[i]]
    p = figure.field.p
    z, w = (start[n] + figure.divide(base[n] * other[n], side[n]) for n in (0, 1))
    return Spot((z % p, w % p))


def _sum_of_squares(s: Predicate, x: str, figure: Figure) -> Locus | None:
    parts: list[tuple[str, Element]] = []
    rest: Element = 0
    for (a, b), c in length_terms(s):
        factor = figure.field.rational(c)
        if x in (a, b):
            parts.append((b if a == x else a, factor))
        else:
            rest = rest + factor * figure.square(a, b)
    return _weighted(parts, rest, figure) if parts else None


def _sum_of_lengths(s: Predicate, x: str, figure: Figure) -> Locus | None:
    """One unknown length gives a circle, two a conic or a line."""
    p = figure.field.p
    unknown: dict[str, Fraction] = {}
    rest: Element = 0
    for (a, b), c in length_terms(s):
        if x in (a, b):
            other = b if a == x else a
            unknown[other] = unknown.get(other, Fraction(0)) + c
        else:
            rest = rest + figure.field.rational(c) * figure.length(a, b)
    unknown = {q: c for q, c in unknown.items() if c}
    rest = rest % p
    if not unknown:
        return None
    if len(unknown) > 2:
        raise Inapplicable("a sum with more than two unknown lengths")
    (q, c), *others = unknown.items()
    if not others:
        radius = rest * figure.field.rational(1 / c) % p
        return _circle(figure.at[q], radius * radius % p, p)
    ((r, d),) = others
    c2, d2 = figure.field.rational(c * c), figure.field.rational(d * d)
    if not rest:
        return _weighted([(q, c2), (r, -d2)], 0, figure)
    # With A = c²|xq|², B = d²|xr|²: (rest² + A - B)² = 4 rest² A
    difference = _weighted([(q, c2), (r, -d2)], rest * rest, figure)
    square = _weighted([(q, c2)], 0, figure)
    factor = -4 * rest * rest % p

    def along(z: Polynomial, w: Polynomial) -> Polynomial:
        f, g = _substituted(difference, z, w, p), _substituted(square, z, w, p)
        return _plus(_times(f, f, p), g, factor, p)

    return Curve(along)


def _substituted(locus: Round, z: Polynomial, w: Polynomial, p: int) -> Polynomial:
    found: Polynomial = [locus.c]
    found = _plus(found, z, locus.a, p)
    found = _plus(found, w, locus.b, p)
    return _plus(found, _times(z, w, p), locus.k, p) if locus.k else found


_SPECIAL: dict[str, Callable[[Predicate, str, Figure], Locus | None]] = {
    "midp": _midp,
    "overlap": _overlap,
    "simtri": _similar,
    "simtrir": _similar,
    "sqeq": _sum_of_squares,
    "distseq": _sum_of_lengths,
}
