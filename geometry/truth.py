"""Does a statement hold in a figure? Scale-free residuals for every predicate.

A figure is a mapping from point names to ``(x, y)``; the numbers may be floats or
:class:`mpmath.mpf`, and the answer then has the precision of its input. Nothing here knows
how a figure was made or why a statement should hold: the functions only measure.

Residuals are relative and unchanged by moving, turning, mirroring (where the statement is)
and scaling the figure. For small errors they read: radians for angles and directions,
relative error for lengths and ratios. A statement about the direction or the ratio of a pair
of points that coincide is undefined; its residual is infinite and it never holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import mpmath

from geometry.predicates import KINDS, Predicate

__all__ = ["MARGIN", "components", "holds", "margin", "residual", "value"]

Number = Any  # float or mpmath.mpf; both obey the same operators
Vector = tuple[Number, Number]
Coordinates = Mapping[str, tuple[Number, Number]]

MARGIN = 1e-6
"""How clearly a figure-only statement (order, side, distinctness) must hold: a sine or ratio."""

_FLAT = 1e-9  # four points are on a line, not on a circle, below this sine
_INFINITY = math.inf


def residual(predicate: Predicate, coords: Coordinates) -> Number:
    """Return how far ``predicate`` is from true in the figure: 0 is exact, always >= 0.

    Figure-only statements give 0 when they hold by :data:`MARGIN`, else how much is missing.
    Raises KeyError for an unknown point or predicate.
    """
    if KINDS[predicate.name].figure_only:
        return max(MARGIN - margin(predicate, coords), 0.0)
    parts = components(predicate, coords)
    return max((abs(part) for part in parts), default=0.0)


def holds(predicate: Predicate, coords: Coordinates, tolerance: float = 1e-9) -> bool:
    """Tell whether ``predicate`` holds in the figure.

    ``tolerance`` bounds the residual of an equation; figure-only statements ignore it and
    must hold by :data:`MARGIN`. The questions ``acompute`` and ``rcompute`` hold where their
    value is defined.
    """
    if KINDS[predicate.name].figure_only:
        return bool(margin(predicate, coords) > MARGIN)
    return bool(residual(predicate, coords) <= tolerance)


def value(predicate: Predicate, coords: Coordinates) -> Number:
    """Return the answer to ``acompute`` (half-turns in [0, 1)) or ``rcompute`` (a ratio).

    Raises ValueError for another predicate and where a pair of points coincides.
    """
    u, v = _vectors(predicate, coords)
    if not (_square(u) and _square(v)):
        raise ValueError(f"{predicate} is undefined: two of its points coincide")
    if predicate.name == "acompute":
        return _half_turns(_turn(u, v)) % 1
    if predicate.name == "rcompute":
        return _root(_square(u) / _square(v))
    raise ValueError(f"{predicate.name} is not a question")


def components(predicate: Predicate, coords: Coordinates) -> list[Number]:
    """Return signed residuals, smooth near a true figure, all zero when the statement holds.

    Empty for figure-only statements. This is the form an iterative solver wants.
    """
    return _COMPONENTS[predicate.name](predicate, coords)


def margin(predicate: Predicate, coords: Coordinates) -> Number:
    """Return how clearly a figure-only statement holds: positive when true, -1 to 1.

    Raises KeyError for a predicate that is not figure-only.
    """
    return _MARGINS[predicate.name](predicate, coords)


# --- vectors --------------------------------------------------------------------------------


def _minus(p: Vector, q: Vector) -> Vector:
    return (p[0] - q[0], p[1] - q[1])


def _cross(u: Vector, v: Vector) -> Number:
    return u[0] * v[1] - u[1] * v[0]


def _dot(u: Vector, v: Vector) -> Number:
    return u[0] * v[0] + u[1] * v[1]


def _square(u: Vector) -> Number:
    return u[0] * u[0] + u[1] * u[1]


def _root(x: Number) -> Number:
    return x**0.5


def _turn(u: Vector, v: Vector) -> Vector:
    """The vector whose direction is that of v minus that of u (conj(u) * v)."""
    return (_dot(u, v), _cross(u, v))


def _sine(w: Vector, norm_squared: Number) -> Number:
    return w[1] / _root(norm_squared) if norm_squared else _INFINITY


def _half_turns(u: Vector) -> Number:
    """Direction of a vector in half-turns, in (-1, 1]."""
    if isinstance(u[0], mpmath.mpf):
        return mpmath.atan2(u[1], u[0]) / mpmath.pi
    return math.atan2(u[1], u[0]) / math.pi


def _log(x: Number) -> Number:
    return mpmath.log(x) if isinstance(x, mpmath.mpf) else math.log(x)


def _constant(q: Fraction, like: Number) -> Number:
    """A rational in the number type of ``like``, correctly rounded."""
    if isinstance(like, mpmath.mpf):
        return mpmath.mpf(q.numerator) / q.denominator
    return q.numerator / q.denominator


def _unit(q: Fraction, like: Number) -> Vector:
    """The unit vector at ``q`` half-turns."""
    if isinstance(like, mpmath.mpf):
        angle = mpmath.mpf(q.numerator) / q.denominator
        return (mpmath.cospi(angle), mpmath.sinpi(angle))
    return (math.cos(math.pi * q), math.sin(math.pi * q))


def _vectors(s: Predicate, coords: Coordinates) -> list[Vector]:
    """The vectors ab, cd, … of the points taken in pairs."""
    places = [coords[p] for p in s.points]
    return [_minus(q, p) for p, q in zip(places[::2], places[1::2], strict=True)]


def _relative(x: Number, y: Number) -> Number:
    """Relative difference of two non-negative numbers; infinite when one of them is 0."""
    return (x - y) / (x + y) if x and y else _INFINITY


# --- equations ------------------------------------------------------------------------------


def _flatness(a: Vector, b: Vector, c: Vector) -> Number:
    """Signed sine of the angle between the two longest sides of abc: 0 for collinear points."""
    u, v = _minus(b, a), _minus(c, a)
    sides = sorted((_square(u), _square(v), _square(_minus(c, b))))
    norm = sides[1] * sides[2]
    return _cross(u, v) / _root(norm) if norm else 0.0


def _coll(s: Predicate, coords: Coordinates) -> list[Number]:
    a, b, c = (coords[p] for p in s.points)
    return [_flatness(a, b, c)]


def _cyclic(s: Predicate, coords: Coordinates) -> list[Number]:
    """Ptolemy: |ab||cd|, |ac||bd|, |ad||bc| are sides of a flat triangle; not on one line."""
    places = [coords[p] for p in s.points]
    if max(abs(_flatness(*three)) for three in combinations(places, 3)) < _FLAT:
        return [_INFINITY]
    a, b, c, d = places
    # the directed angles under which ab is seen from c and d, as vectors of length |..||..|
    from_c = _turn(_minus(a, c), _minus(b, c))
    from_d = _turn(_minus(a, d), _minus(b, d))
    products = sorted(
        (
            _square(_minus(a, b)) * _square(_minus(c, d)),
            _square(_minus(a, c)) * _square(_minus(b, d)),
            _square(_minus(a, d)) * _square(_minus(b, c)),
        )
    )
    norm = products[1] * products[2]
    return [_cross(from_c, from_d) / _root(norm) if norm else 0.0]


def _para(s: Predicate, coords: Coordinates) -> list[Number]:
    u, v = _vectors(s, coords)
    return [_sine(_turn(u, v), _square(u) * _square(v))]


def _perp(s: Predicate, coords: Coordinates) -> list[Number]:
    u, v = _vectors(s, coords)
    norm = _square(u) * _square(v)
    return [_dot(u, v) / _root(norm) if norm else _INFINITY]


def _eqangle(s: Predicate, coords: Coordinates) -> list[Number]:
    u, v, w, z = _vectors(s, coords)
    norm = _square(u) * _square(v) * _square(w) * _square(z)
    return [_sine(_turn(_turn(u, v), _turn(w, z)), norm)]


def _aconst(s: Predicate, coords: Coordinates) -> list[Number]:
    u, v = _vectors(s, coords)
    turn = _turn(_unit(s.constants[0], u[0]), _turn(u, v))
    return [_sine(turn, _square(u) * _square(v))]


def _angeq(s: Predicate, coords: Coordinates) -> list[Number]:
    vectors = _vectors(s, coords)
    if not all(_square(u) for u in vectors):
        return [_INFINITY]
    like = vectors[0][0]
    total = -_constant(s.constants[-1], like)
    for u, c in zip(vectors, s.constants, strict=False):
        total += _constant(c, like) * (_half_turns(u) % 1)
    nearest = mpmath.nint(total) if isinstance(like, mpmath.mpf) else round(total)
    return [(total - nearest) * (mpmath.pi if isinstance(like, mpmath.mpf) else math.pi)]


def _cong(s: Predicate, coords: Coordinates) -> list[Number]:
    u, v = _vectors(s, coords)
    return [_relative(_square(u), _square(v))]


def _eqratio(s: Predicate, coords: Coordinates) -> list[Number]:
    u, v, w, z = (_square(x) for x in _vectors(s, coords))
    return [_relative(u * z, v * w)]


def _ratio_constant(s: Predicate, coords: Coordinates) -> list[Number]:
    u, v = _vectors(s, coords)
    q = s.constants[0] if s.name == "r2const" else s.constants[0] ** 2
    return [_relative(_square(u), _constant(q, u[0]) * _square(v))]


def _length_constant(s: Predicate, coords: Coordinates) -> list[Number]:
    (u,) = _vectors(s, coords)
    q = s.constants[0] if s.name == "l2const" else s.constants[0] ** 2
    return [_relative(_square(u), _constant(q, u[0]))]


def _distmeq(s: Predicate, coords: Coordinates) -> list[Number]:
    squares = [_square(u) for u in _vectors(s, coords)]
    if not all(squares) or s.constants[-1] <= 0:
        return [_INFINITY]
    like = squares[0]
    total = -_log(_constant(s.constants[-1], like))
    for x, c in zip(squares, s.constants, strict=False):
        total += _constant(c, like) * _log(x) / 2
    return [total]


def _sum_of_lengths(s: Predicate, coords: Coordinates) -> list[Number]:
    squares = [_square(u) for u in _vectors(s, coords)]
    lengths = squares if s.name == "sqeq" else [_root(x) for x in squares]
    terms = [_constant(c, x) * x for c, x in zip(s.constants, lengths, strict=True)]
    norm = sum(abs(t) for t in terms)
    return [sum(terms) / norm if norm else _INFINITY]


def _midp(s: Predicate, coords: Coordinates) -> list[Number]:
    m, a, b = (coords[p] for p in s.points)
    norm = _root(_square(_minus(a, b)))
    if not norm:
        return [_INFINITY]
    return [(2 * m[i] - a[i] - b[i]) / norm for i in (0, 1)]


def _circle(s: Predicate, coords: Coordinates) -> list[Number]:
    o, *rim = (coords[p] for p in s.points)
    a, b, c = (_square(_minus(p, o)) for p in rim)
    return [_relative(a, b), _relative(b, c)]


def _triangles(s: Predicate, coords: Coordinates) -> list[Number]:
    """With complex numbers: (b-a)(r-p) = (q-p)(c-a), the first triangle mirrored for …r."""
    a, b, c, p, q, r = (coords[x] for x in s.points)
    u, v, w, z = _minus(b, a), _minus(c, a), _minus(q, p), _minus(r, p)
    if s.name.endswith("r"):
        u, v = (u[0], -u[1]), (v[0], -v[1])
    left = (u[0] * z[0] - u[1] * z[1], u[0] * z[1] + u[1] * z[0])
    right = (w[0] * v[0] - w[1] * v[1], w[0] * v[1] + w[1] * v[0])
    norm = _root(_square(left)) + _root(_square(right))
    if not norm:
        return [_INFINITY]
    found = [(left[i] - right[i]) / norm for i in (0, 1)]
    if s.name.startswith("con"):
        found.append(_relative(_square(u), _square(w)))
    return found


def _overlap(s: Predicate, coords: Coordinates) -> list[Number]:
    p, q = (coords[x] for x in s.points)
    apart = _minus(p, q)
    size = _extent(coords)
    return [apart[i] / size if size else 0.0 for i in (0, 1)]


def _question(s: Predicate, coords: Coordinates) -> list[Number]:
    return [] if all(_square(u) for u in _vectors(s, coords)) else [_INFINITY]


def _nothing(_s: Predicate, _coords: Coordinates) -> list[Number]:
    return []


def _extent(coords: Coordinates) -> Number:
    """The longer side of the box around the whole figure."""
    xs, ys = zip(*coords.values(), strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


# --- order, side, distinctness --------------------------------------------------------------


def _cosine(a: Vector, b: Vector, c: Vector) -> Number:
    """Cosine of angle abc; 0 where it is undefined, so that neither sign holds."""
    u, v = _minus(a, b), _minus(c, b)
    norm = _square(u) * _square(v)
    return _dot(u, v) / _root(norm) if norm else 0.0


def _diff(s: Predicate, coords: Coordinates) -> Number:
    size = _extent(coords)
    return _root(_square(_minus(*(coords[p] for p in s.points)))) / size if size else 0.0


def _ncoll(s: Predicate, coords: Coordinates) -> Number:
    """Of more than three points: they are not all on one line."""
    places = [coords[p] for p in s.points]
    return max(abs(_flatness(*three)) for three in combinations(places, 3))


def _npara(s: Predicate, coords: Coordinates) -> Number:
    (sine,) = _para(s, coords)
    return abs(sine) if sine != _INFINITY else 0.0


def _nperp(s: Predicate, coords: Coordinates) -> Number:
    (cosine,) = _perp(s, coords)
    return abs(cosine) if cosine != _INFINITY else 0.0


def _ncyclic(s: Predicate, coords: Coordinates) -> Number:
    (sine,) = _cyclic(s, coords)
    return abs(sine) if sine != _INFINITY else 0.0


def _between(s: Predicate, coords: Coordinates) -> Number:
    a, b, c = (coords[p] for p in s.points)
    if abs(_flatness(a, b, c)) > _FLAT:
        return -1.0
    whole = _square(_minus(b, c))
    if not whole or _dot(_minus(b, a), _minus(c, a)) >= 0:
        return -1.0
    return _root(min(_square(_minus(a, b)), _square(_minus(a, c))) / whole)


def _sameclock(s: Predicate, coords: Coordinates) -> Number:
    places = [coords[p] for p in s.points]
    first, second = _flatness(*places[:3]), _flatness(*places[3:])
    both = min(abs(first), abs(second))
    return both if first * second > 0 else -both


def _sameside(s: Predicate, coords: Coordinates) -> Number:
    a, b, c, x, y, z = (coords[p] for p in s.points)
    first, second = _cosine(b, a, c), _cosine(y, x, z)
    both = min(abs(first), abs(second))
    return both if first * second > 0 else -both


def _acute(s: Predicate, coords: Coordinates) -> Number:
    return _cosine(*(coords[p] for p in s.points))


def _longer(s: Predicate, coords: Coordinates) -> Number:
    u, v = (_root(_square(x)) for x in _vectors(s, coords))
    return (u - v) / (u + v) if u + v else 0.0


def _opposite(
    measure: Callable[[Predicate, Coordinates], Number],
) -> Callable[[Predicate, Coordinates], Number]:
    return lambda s, coords: -measure(s, coords)


_COMPONENTS: dict[str, Callable[[Predicate, Coordinates], list[Number]]] = {
    **{name: _nothing for name, kind in KINDS.items() if kind.figure_only},
    "coll": _coll,
    "cyclic": _cyclic,
    "para": _para,
    "perp": _perp,
    "cong": _cong,
    "eqangle": _eqangle,
    "eqratio": _eqratio,
    "midp": _midp,
    "circle": _circle,
    "simtri": _triangles,
    "simtrir": _triangles,
    "contri": _triangles,
    "contrir": _triangles,
    "aconst": _aconst,
    "rconst": _ratio_constant,
    "r2const": _ratio_constant,
    "lconst": _length_constant,
    "l2const": _length_constant,
    "angeq": _angeq,
    "distmeq": _distmeq,
    "distseq": _sum_of_lengths,
    "sqeq": _sum_of_lengths,
    "overlap": _overlap,
    "acompute": _question,
    "rcompute": _question,
}

_MARGINS: dict[str, Callable[[Predicate, Coordinates], Number]] = {
    "diff": _diff,
    "ncoll": _ncoll,
    "npara": _npara,
    "nperp": _nperp,
    "ncyclic": _ncyclic,
    "between": _between,
    "sameclock": _sameclock,
    "nsameclock": _opposite(_sameclock),
    "sameside": _sameside,
    "nsameside": _opposite(_sameside),
    "acute_angle": _acute,
    "obtuse_angle": _opposite(_acute),
    "longer": _longer,
}
