"""How clearly a figure shows order, sides and distinctness.

These statements are read off a figure and never derived. Each measure is positive where the
statement is true, negative or zero where it is not, and between -1 and 1.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

from porism.geometry.measure.tolerances import ON_LINE
from porism.geometry.measure.vectors import (
    INFINITY,
    Number,
    Places,
    Vector,
    cosine_between,
    dot,
    extent,
    flatness,
    minus,
    root,
    roundness,
    sine,
    sine_between,
    square,
    turn,
    vectors,
)
from porism.geometry.predicates import Predicate

__all__ = ["MARGINS"]


def _cosine(a: Vector, b: Vector, c: Vector) -> Number:
    """Cosine of angle abc; 0 where it is undefined, so that neither sign holds."""
    u, v = minus(a, b), minus(c, b)
    norm = square(u) * square(v)
    return dot(u, v) / root(norm) if norm else 0.0


def _diff(s: Predicate, coords: Places) -> Number:
    size = extent(coords)
    return root(square(minus(*(coords[p] for p in s.points)))) / size if size else 0.0


def _ncoll(s: Predicate, coords: Places) -> Number:
    """Of more than three points: they are not all on one line."""
    places = [coords[p] for p in s.points]
    return max([abs(flatness(*three)) for three in combinations(places, 3)])


def _npara(s: Predicate, coords: Places) -> Number:
    return _or_zero(sine_between(*vectors(s, coords)))


def _nperp(s: Predicate, coords: Places) -> Number:
    return _or_zero(cosine_between(*vectors(s, coords)))


def _ncyclic(s: Predicate, coords: Places) -> Number:
    return _or_zero(roundness(*(coords[p] for p in s.points)))


def _or_zero(measure: Number) -> Number:
    """What is undefined is not clear at all."""
    return abs(measure) if measure != INFINITY else 0.0


def _neqangle(s: Predicate, coords: Places) -> Number:
    u, v, w, z = vectors(s, coords)
    norm = square(u) * square(v) * square(w) * square(z)
    return abs(sine(turn(turn(u, v), turn(w, z)), norm)) if norm else 0.0


def _nconcur(s: Predicate, coords: Places) -> Number:
    """Three lines n·x = c with unit normals: the determinant of (n, c), for a figure of size 1."""
    rows = []
    for u, p in zip(vectors(s, coords), s.points[::2], strict=True):
        norm = root(square(u))
        if not norm:
            return 0.0
        x, y = coords[p]
        rows.append((u[1] / norm, -u[0] / norm, (u[1] * x - u[0] * y) / norm))
    (a, b, c), (d, e, f), (g, h, i) = rows
    size = extent(coords)
    return abs(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)) / size


def _ccw(s: Predicate, coords: Places) -> Number:
    return flatness(*(coords[p] for p in s.points))


def _between(s: Predicate, coords: Places) -> Number:
    a, b, c = (coords[p] for p in s.points)
    if abs(flatness(a, b, c)) > ON_LINE:
        return -1.0
    whole = square(minus(b, c))
    if not whole or dot(minus(b, a), minus(c, a)) >= 0:
        return -1.0
    return root(min(square(minus(a, b)), square(minus(a, c))) / whole)


def _sameclock(s: Predicate, coords: Places) -> Number:
    places = [coords[p] for p in s.points]
    first, second = flatness(*places[:3]), flatness(*places[3:])
    both = min(abs(first), abs(second))
    return both if first * second > 0 else -both


def _sameside(s: Predicate, coords: Places) -> Number:
    a, b, c, x, y, z = (coords[p] for p in s.points)
    first, second = _cosine(b, a, c), _cosine(y, x, z)
    both = min(abs(first), abs(second))
    return both if first * second > 0 else -both


def _acute(s: Predicate, coords: Places) -> Number:
    return _cosine(*(coords[p] for p in s.points))


def _longer(s: Predicate, coords: Places) -> Number:
    u, v = (root(square(x)) for x in vectors(s, coords))
    return (u - v) / (u + v) if u + v else 0.0


def _opposite(
    measure: Callable[[Predicate, Places], Number],
) -> Callable[[Predicate, Places], Number]:
    return lambda s, coords: -measure(s, coords)


MARGINS: dict[str, Callable[[Predicate, Places], Number]] = {
    "diff": _diff,
    "ncoll": _ncoll,
    "npara": _npara,
    "nperp": _nperp,
    "ncyclic": _ncyclic,
    "ccw": _ccw,
    "between": _between,
    "sameclock": _sameclock,
    "nsameclock": _opposite(_sameclock),
    "sameside": _sameside,
    "nsameside": _opposite(_sameside),
    "acute_angle": _acute,
    "obtuse_angle": _opposite(_acute),
    "nconcur": _nconcur,
    "neqangle": _neqangle,
    "longer": _longer,
}
