"""Where shapes are: strokes, circles and marks from the coordinates of their points.

Coordinates are those of mathematics, y upwards. ``templates/figure.js`` does the same while a
point is dragged; a test holds the two equal.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from dataclasses import dataclass

from porism.geometry.measure.plane import circumcentre, cross, dot
from porism.geometry.render.shapes import Shape

__all__ = ["Circle", "Mark", "Outline", "Place", "Stroke", "arc_of", "corner_of", "outline"]

Place = tuple[float, float]
Coordinates = Mapping[str, Place]

_FLAT = 1e-9  # sine below which three points are on a line, two lines parallel
_SAME = 1e-9  # relative distance below which two points are one
_ALIKE = 1e-3  # radians between angles that are drawn as equal


@dataclass(frozen=True)
class Stroke:
    """A segment."""

    start: Place
    end: Place


@dataclass(frozen=True)
class Circle:
    """A circle."""

    centre: Place
    radius: float


@dataclass(frozen=True)
class Mark:
    """A place for a mark: at ``corner`` between two directions, in radians.

    The mark goes counter-clockwise from ``start`` to ``end``.
    """

    corner: Place
    start: float
    end: float


Outline = Stroke | Circle | Mark | None


def outline(shape: Shape, places: Coordinates) -> Outline:
    """Return where a stroke, a circle, a right angle or an arc is; None where it has no place.

    A fill, ticks, arrows and dots are where their points are, and give None as well.
    """
    at = [complex(*places[p]) for p in shape.points]
    match shape.kind:
        case "stroke":
            return _stroke(at)
        case "circle":
            a, b, c = at[:3]
            if abs(cross(b - a, c - a)) <= _FLAT * abs(b - a) * abs(c - a):
                return None
            o = circumcentre(a, b, c)
            return Circle((o.real, o.imag), abs(a - o))
        case "about":
            return Circle(places[shape.points[0]], abs(at[1] - at[0]))
        case "right":
            return corner_of(shape.points, places)
        case "arc":
            return arc_of(shape.points, places)
    return None


def _stroke(at: list[complex]) -> Stroke:
    """Return the segment from the first to the last of points of one line."""
    far = max(at, key=lambda z: abs(z - at[0]))
    direction = far - at[0]
    start = min(at, key=lambda z: dot(z - at[0], direction))
    end = max(at, key=lambda z: dot(z - at[0], direction))
    return Stroke((start.real, start.imag), (end.real, end.imag))


def _meet(a: complex, b: complex, c: complex, d: complex) -> complex | None:
    """Return where two lines meet."""
    u, v = b - a, d - c
    sine = cross(u, v)
    if abs(sine) <= _FLAT * abs(u) * abs(v):
        return None
    return a + u * (cross(c - a, v) / sine)


def corner_of(points: tuple[str, ...], places: Coordinates) -> Mark | None:
    """Return where two perpendicular lines meet, and the quadrant in which to mark it.

    It is the one towards the end of each pair that is farther from the corner.
    """
    a, b, c, d = (complex(*places[p]) for p in points)
    x = _meet(a, b, c, d)
    if x is None:
        return None
    size = max(abs(b - a), abs(d - c))
    reach = [max(ends, key=lambda z: abs(z - x)) for ends in ((a, b), (c, d))]
    for ends, far in (((a, b), reach[0]), ((c, d), reach[1])):
        near = min(ends, key=lambda z: abs(z - x))
        if abs(near - x) > 0.02 * size and dot(near - x, far - x) > 0:
            return None  # the segments do not reach the corner
    first, second = (cmath.phase(z - x) for z in reach)
    if math.sin(second - first) < 0:
        first, second = second, first
    return Mark((x.real, x.imag), first, first + (second - first) % (2 * math.pi))


def arc_of(points: tuple[str, ...], places: Coordinates) -> Mark | None:
    """Return the place of the angle between the lines ab and cd.

    With a common point it is the angle between the rays, the lesser one; otherwise the directed
    angle between the lines, where they meet. Four more points are an angle that is equal between
    lines; where it looks like the supplement, so does this one, the second line prolonged.
    """
    found = _angle(points[:4], places)
    if found is None or len(points) == 4:
        return found
    other = _angle(points[4:], places)
    if other is None:
        return found
    size, wanted = found.end - found.start, other.end - other.start
    if abs(size - wanted) > _ALIKE and abs(size + wanted - math.pi) < _ALIKE:
        return Mark(found.corner, found.end, found.start + math.pi)
    return found


def _angle(points: tuple[str, ...], places: Coordinates) -> Mark | None:
    shared = set(points[:2]) & set(points[2:])
    a, b, c, d = (complex(*places[p]) for p in points)
    if len(shared) == 1:
        (vertex,) = shared
        x = complex(*places[vertex])
        one, other = (
            next(complex(*places[p]) for p in pair if p != vertex)
            for pair in (points[:2], points[2:])
        )
    else:
        found = _meet(a, b, c, d)
        if found is None:
            return None
        x = found
        one, other = (max(ends, key=lambda z: abs(z - x)) for ends in ((a, b), (c, d)))
        if cross(one - x, other - x) < 0:
            other = 2 * x - other
    if min(abs(one - x), abs(other - x)) <= _SAME * max(abs(one), abs(other), 1e-300):
        return None
    start, end = cmath.phase(one - x), cmath.phase(other - x)
    if math.sin(end - start) < 0:
        start, end = end, start
    return Mark((x.real, x.imag), start, start + (end - start) % (2 * math.pi))
