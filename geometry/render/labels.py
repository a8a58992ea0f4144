"""Where the names of points are written: clear of lines, circles, points and each other.

Every label may stand in some places around its point. What a place costs depends on the places
of the other labels too, so labels are placed one after the other, the most confined first, and
then moved in turn while that helps. ``templates/figure.js`` does the same after a drag.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from porism.geometry.render.outlines import Circle, Place, Stroke

__all__ = ["ASCENT", "SIZE", "Box", "covers", "label_width", "place_labels", "split_name"]

SIZE = 17.0  # pixels, of a letter
ASCENT = 11.5  # of a capital above the base line
_CAPITAL, _SMALL, _INDEX = 0.72, 0.55, 0.42  # widths in units of SIZE
_DIRECTIONS = 24
_REACHES = (5.0, 8.0, 12.0, 17.0, 23.0, 30.0)  # pixels from the point to the near edge of the label
_CROWDED = 30  # points, from which on fewer places are tried: each costs time for all of them
_CLEAR = 2.0  # pixels that a label keeps from lines
_ROUNDS = 4

_ON_STROKE, _ON_POINT, _ON_LABEL, _OUTSIDE = 10.0, 12.0, 16.0, 30.0
_FAR = 0.08  # for a pixel away from the point
_FAINT = 0.15  # of the cost, for what is drawn only while a step of the proof is read


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, given by its middle and half of its sides; y is downwards."""

    x: float
    y: float
    half_width: float
    half_height: float

    def distance(self, place: Place) -> float:
        """Return how far a place is from the box, 0 inside."""
        dx = max(0.0, abs(place[0] - self.x) - self.half_width)
        dy = max(0.0, abs(place[1] - self.y) - self.half_height)
        return math.hypot(dx, dy)


def split_name(name: str) -> tuple[str, str]:
    """Split a name into what stands on the line and its index: ``A1`` is A with index 1."""
    stem = name.rstrip("0123456789'′")
    index = name[len(stem) :]
    if index and stem and index[0].isdigit():
        return stem, index
    if len(name) > 1 and name[0].isupper() and name[1:].islower() and name.isalpha():
        return name[0], name[1:]
    return name, ""


def label_width(name: str) -> float:
    """Return about how wide a name is in pixels."""
    stem, index = split_name(name)
    units = sum(_CAPITAL if c.isupper() else _SMALL for c in stem) + _INDEX * len(index)
    return SIZE * max(units, _SMALL)


def covers(box: Box, shape: Stroke | Circle, clear: float = 0.0) -> bool:
    """Tell whether a line or circle runs through a box, or nearer to it than ``clear``."""
    return _gap(box, shape) <= clear


def _gap(box: Box, shape: Stroke | Circle) -> float:
    """Return how far a label is from a line or circle, 0 where it covers it.

    Far away it is a lower bound, which is found faster.
    """
    if isinstance(shape, Circle):
        dx, dy = abs(box.x - shape.centre[0]), abs(box.y - shape.centre[1])
        near = math.hypot(max(0.0, dx - box.half_width), max(0.0, dy - box.half_height))
        far = math.hypot(dx + box.half_width, dy + box.half_height)
        return max(0.0, near - shape.radius, shape.radius - far)
    reach = math.hypot(box.half_width, box.half_height)
    bound = _to_segment((box.x, box.y), shape.start, shape.end) - reach
    if bound > 3 * _CLEAR:
        return bound
    (x1, y1), (x2, y2) = shape.start, shape.end
    low, high = 0.0, 1.0  # the part of the segment inside the box, found side by side
    for start, delta, middle, half in (
        (x1, x2 - x1, box.x, box.half_width),
        (y1, y2 - y1, box.y, box.half_height),
    ):
        if delta:
            one, other = (middle - half - start) / delta, (middle + half - start) / delta
            low, high = max(low, min(one, other)), min(high, max(one, other))
        elif abs(start - middle) > half:
            high = -1.0
    if low <= high:
        return 0.0
    corners = [
        (box.x + i * box.half_width, box.y + j * box.half_height) for i in (-1, 1) for j in (-1, 1)
    ]
    return min(
        box.distance(shape.start),
        box.distance(shape.end),
        *(_to_segment(corner, shape.start, shape.end) for corner in corners),
    )


def place_labels(
    points: Mapping[str, Place],
    names: Mapping[str, str],
    shapes: Sequence[Stroke | Circle],
    frame: tuple[float, float],
    faint: Sequence[Stroke | Circle] = (),
) -> dict[str, Box]:
    """Return the box of each point's label, in pixels.

    ``shapes`` are what must not be covered, ``faint`` what had better not be; ``frame`` is the
    width and the height of the picture. The result does not depend on the last digits.
    """
    few = math.ceil(len(points) / _CROWDED)
    spots = {point: _spots(place, names[point], few) for point, place in points.items()}
    fixed = {
        point: [_cost(box, reach, point, points, shapes, faint, frame) for box, reach in places]
        for point, places in spots.items()
    }
    order = sorted(points, key=lambda p: (-min(fixed[p]), list(points).index(p)))
    placed: dict[str, int] = {}
    for _ in range(_ROUNDS):
        moved = False
        for point in order:
            others = [spots[q][k][0] for q, k in placed.items() if q != point]
            costs = [
                round(cost + _ON_LABEL * sum(_overlap(box, other) for other in others), 4)
                for cost, (box, _) in zip(fixed[point], spots[point], strict=True)
            ]
            best = min(range(len(costs)), key=lambda k: (costs[k], k))
            moved = moved or placed.get(point) != best
            placed[point] = best
        if not moved:
            break
    return {point: spots[point][placed[point]][0] for point in points}


def _spots(place: Place, name: str, every: int) -> list[tuple[Box, float]]:
    """Return places for a label, those in every so many of the directions and distances."""
    half_width, half_height = label_width(name) / 2, ASCENT / 2
    found = []
    for reach in _REACHES[::every]:
        for k in range(0, _DIRECTIONS, every):
            turn = 2 * math.pi * k / _DIRECTIONS + math.pi / 4
            c, s = math.cos(turn), math.sin(turn)
            # a little beyond where the box, in this direction, would touch the point
            out = min(
                half_width / abs(c) if abs(c) > 1e-9 else math.inf,
                half_height / abs(s) if abs(s) > 1e-9 else math.inf,
            )
            x, y = place[0] + (out + reach) * c, place[1] - (out + reach) * s
            found.append((Box(round(x, 2), round(y, 2), half_width, half_height), reach))
    return found


def _cost(
    box: Box,
    reach: float,
    point: str,
    points: Mapping[str, Place],
    shapes: Sequence[Stroke | Circle],
    faint: Sequence[Stroke | Circle],
    frame: tuple[float, float],
) -> float:
    """Say how much a label would cover; rounded, so that ties fall the same everywhere."""
    cost = _FAR * (reach - _REACHES[0])
    for group, weight in ((shapes, 1.0), (faint, _FAINT)):
        for shape in group:
            gap = _gap(box, shape)
            if gap <= _CLEAR:
                cost += weight * _ON_STROKE
            elif gap < 3 * _CLEAR:
                cost += weight * (3 * _CLEAR - gap) / _CLEAR / 4
    for other, place in points.items():
        if other != point:
            gap = box.distance(place)
            if gap < 5.0:
                cost += _ON_POINT
            elif gap < 14.0:
                cost += (14.0 - gap) / 9.0
    if not (
        box.half_width + 2 < box.x < frame[0] - box.half_width - 2
        and box.half_height + 2 < box.y < frame[1] - box.half_height - 2
    ):
        cost += _OUTSIDE
    return round(cost, 4)


def _overlap(one: Box, other: Box) -> float:
    """Return 1 for boxes that overlap, less for those that nearly do."""
    dx = abs(one.x - other.x) - one.half_width - other.half_width
    dy = abs(one.y - other.y) - one.half_height - other.half_height
    gap = max(dx, dy)
    return 1.0 if gap < 2.0 else max(0.0, 0.3 - gap / 20)


def _to_segment(p: Place, a: Place, b: Place) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    if not square:
        return math.dist(p, a)
    t = min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square))
    return math.dist(p, (a[0] + t * dx, a[1] + t * dy))
