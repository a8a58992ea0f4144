"""Vectors and scale-free measures over floats or :class:`mpmath.mpf`.

The answer has the number type, and so the precision, of the coordinates that go in.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import mpmath

from porism.geometry.measure.tolerances import COINCIDENT, ENTERED, ON_LINE, ROUNDED, TYPED
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = [
    "INFINITY",
    "Number",
    "Places",
    "Vector",
    "constant",
    "cosine_between",
    "cross",
    "dot",
    "extent",
    "flatness",
    "half_turns",
    "leeway",
    "log",
    "minus",
    "nearest",
    "pi_like",
    "places_given",
    "relative",
    "root",
    "roundness",
    "sine",
    "sine_between",
    "square",
    "turn",
    "unit",
    "vectors",
]

Number = Any  # float or mpmath.mpf; both obey the same operators
Vector = tuple[Number, Number]
Places = Mapping[str, tuple[Number, Number]]

INFINITY = math.inf


def minus(p: Vector, q: Vector) -> Vector:
    """Return p - q."""
    return (p[0] - q[0], p[1] - q[1])


def cross(u: Vector, v: Vector) -> Number:
    """Return the cross product."""
    return u[0] * v[1] - u[1] * v[0]


def dot(u: Vector, v: Vector) -> Number:
    """Return the scalar product."""
    return u[0] * v[0] + u[1] * v[1]


def square(u: Vector) -> Number:
    """Return the squared length."""
    return u[0] * u[0] + u[1] * u[1]


def root(x: Number) -> Number:
    """Return the square root."""
    return x**0.5


def turn(u: Vector, v: Vector) -> Vector:
    """Return the vector whose direction is that of v minus that of u (conj(u) * v)."""
    return (dot(u, v), cross(u, v))


def sine(w: Vector, norm_squared: Number) -> Number:
    """Return the sine of the direction of w, a vector whose squared length is known."""
    return w[1] / root(norm_squared) if norm_squared else INFINITY


def half_turns(u: Vector) -> Number:
    """Return the direction of a vector in half-turns, in (-1, 1]."""
    if isinstance(u[0], mpmath.mpf):
        return mpmath.atan2(u[1], u[0]) / mpmath.pi
    return math.atan2(u[1], u[0]) / math.pi


def log(x: Number) -> Number:
    """Return the natural logarithm."""
    return mpmath.log(x) if isinstance(x, mpmath.mpf) else math.log(x)


def constant(q: Fraction, like: Number) -> Number:
    """Return a rational in the number type of ``like``, correctly rounded."""
    if isinstance(like, mpmath.mpf):
        return mpmath.mpf(q.numerator) / q.denominator
    return q.numerator / q.denominator


def unit(q: Fraction, like: Number) -> Vector:
    """Return the unit vector at ``q`` half-turns."""
    if isinstance(like, mpmath.mpf):
        angle = mpmath.mpf(q.numerator) / q.denominator
        return (mpmath.cospi(angle), mpmath.sinpi(angle))
    return (math.cos(math.pi * q), math.sin(math.pi * q))


def nearest(x: Number) -> Number:
    """Return the nearest whole number."""
    return mpmath.nint(x) if isinstance(x, mpmath.mpf) else round(x)


def pi_like(x: Number) -> Number:
    """Return pi in the number type of ``x``."""
    return mpmath.pi if isinstance(x, mpmath.mpf) else math.pi


def vectors(s: Predicate, coords: Places) -> list[Vector]:
    """Return the vectors ab, cd, … of the points taken in pairs."""
    places = [coords[p] for p in s.points]
    pairs = zip(places[::2], places[1::2], strict=True)
    return [(q[0] - p[0], q[1] - p[1]) for p, q in pairs]


def relative(x: Number, y: Number) -> Number:
    """Return the relative difference of two lengths or areas; infinite when one is 0 or so."""
    return (x - y) / (x + y) if x and y and x + y != INFINITY else INFINITY


def flatness(a: Vector, b: Vector, c: Vector) -> Number:
    """Return the sine, with its sign, between the two longest sides: 0 for points of a line."""
    (ax, ay), (bx, by), (cx, cy) = a, b, c  # asked often, so without calls
    ux, uy, vx, vy, wx, wy = bx - ax, by - ay, cx - ax, cy - ay, cx - bx, cy - by
    p, q, r = ux * ux + uy * uy, vx * vx + vy * vy, wx * wx + wy * wy
    norm = p * q if r <= p and r <= q else r * max(p, q)
    return (ux * vy - uy * vx) / root(norm) if norm else 0.0


def sine_between(u: Vector, v: Vector) -> Number:
    """Return the sine of the angle from u to v; infinite when one of them is zero."""
    return sine(turn(u, v), square(u) * square(v))


def cosine_between(u: Vector, v: Vector) -> Number:
    """Return the cosine of the angle from u to v; infinite when one of them is zero."""
    norm = square(u) * square(v)
    return dot(u, v) / root(norm) if norm else INFINITY


def roundness(a: Vector, b: Vector, c: Vector, d: Vector) -> Number:
    """Return 0 for four points of a circle, infinity for four points of a line.

    The three products of opposite sides are the sides of a triangle, which is flat for points
    of a circle or line (Ptolemy): the sine between its two longest sides is returned.
    """
    if all(abs(flatness(*three)) < ON_LINE for three in combinations((a, b, c, d), 3)):
        return INFINITY
    # the directed angles under which ab is seen from c and d, as vectors of length |..||..|
    from_c = turn(minus(a, c), minus(b, c))
    from_d = turn(minus(a, d), minus(b, d))
    products = sorted(
        (
            square(minus(a, b)) * square(minus(c, d)),
            square(minus(a, c)) * square(minus(b, d)),
            square(minus(a, d)) * square(minus(b, c)),
        )
    )
    norm = products[1] * products[2]
    return cross(from_c, from_d) / root(norm) if norm else 0.0


def extent(coords: Places) -> Number:
    """Return the largest distance of a point from the centre of gravity of all."""
    xs, ys = zip(*coords.values(), strict=True)
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return root(max((p - x) * (p - x) + (q - y) * (q - y) for p, q in zip(xs, ys, strict=True)))


def places_given(problem: Problem) -> dict[str, tuple[float, float]]:
    """Return the points whose coordinates the text gives, and these."""
    return {
        point: place
        for clause in problem.all_clauses
        for point, place in zip(clause.points, clause.coordinates, strict=False)
        if place is not None
    }


def leeway(given: Coordinates) -> dict[str, float]:
    """Return how far each point may be from the place that is typed for it.

    That is some units of the last digit, and a small part of the distance to the nearest of the
    others, so that a point far away loosens nothing. Where one point alone has a place it only
    says where the figure is.
    """
    size = max((math.dist(p, q) for p, q in combinations(given.values(), 2)), default=0.0)
    rounded = ROUNDED * _last_digit(v for place in given.values() for v in place)
    found = {}
    for name, place in given.items():
        apart = (math.dist(place, other) for other in given.values())
        near = min((d for d in apart if d > COINCIDENT * size), default=math.inf)
        found[name] = min(max(rounded, ENTERED * near), TYPED * near)
    return found


def _last_digit(numbers: Iterable[float]) -> float:
    """Return the unit of the last digit of the number that has the fewest of them.

    Whole numbers count where there are no others, and then as if they had one digit more.
    """
    exponents = (Decimal(repr(v)).normalize().as_tuple().exponent for v in numbers)
    return 10.0 ** max((e for e in exponents if isinstance(e, int) and e < 0), default=-1)
