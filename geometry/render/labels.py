"""Where the names of points are written: clear of lines, circles, points and each other.

Every label may stand in some places around its point. What a place costs depends on the places
of the other labels too, so labels are placed one after the other, the most confined first, and
then moved in turn while that helps. ``templates/figure.js`` does the same after a drag.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from porism.geometry.render.outlines import Circle, Place, Stroke

__all__ = ["ASCENT", "SIZE", "Box", "covers", "label_width", "place_labels", "split_name"]
Array = np.typing.NDArray[np.float64]

SIZE = 17.0  # pixels, of a letter
ASCENT = 11.5  # of a capital above the base line
_CAPITAL, _SMALL, _INDEX = 0.72, 0.55, 0.42  # widths in units of SIZE
_DIRECTIONS = 24
_REACHES = (6.5, 9.0, 12.0, 17.0, 23.0, 30.0)  # pixels from the point to the near edge of the label
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
    """Split a name into what stands on the line and its index: ``A1``, ``A_1`` have 1."""
    stem = name.rstrip("0123456789'′")
    index = name[len(stem) :]
    if index and stem and index[0].isdigit():
        return stem.removesuffix("_") or stem, index
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
    return bool(_gaps([box], [shape])[0, 0] <= clear)


def _gaps(boxes: Sequence[Box], shapes: Sequence[Stroke | Circle]) -> Array:
    """Return how far boxes (rows) are from lines and circles (columns), 0 where they cover them."""
    sides = np.array([(b.x, b.y, b.half_width, b.half_height) for b in boxes])
    x, y, wide, high = (column[:, None] for column in sides.T)
    found = np.empty((len(boxes), len(shapes)))
    for kind, gaps in ((Circle, _to_circles), (Stroke, _to_strokes)):
        mine = [k for k, shape in enumerate(shapes) if isinstance(shape, kind)]
        if mine:
            rows = [_numbers(shapes[k]) for k in mine]
            found[:, mine] = gaps(x, y, wide, high, np.array(rows).T)
    return found


def _numbers(shape: Stroke | Circle) -> tuple[float, ...]:
    if isinstance(shape, Circle):
        return (*shape.centre, shape.radius)
    return (*shape.start, *shape.end)


def _to_circles(x: Array, y: Array, wide: Array, high: Array, circles: Array) -> Array:
    dx, dy = np.abs(x - circles[0]), np.abs(y - circles[1])
    near = np.hypot(np.maximum(0.0, dx - wide), np.maximum(0.0, dy - high))
    far = np.hypot(dx + wide, dy + high)
    gaps: Array = np.maximum(0.0, np.maximum(near - circles[2], circles[2] - far))
    return gaps


def _to_strokes(x: Array, y: Array, wide: Array, high: Array, strokes: Array) -> Array:
    """Return the least distance: from a corner to the segment, or from an end of it to the box."""
    x1, y1, x2, y2 = strokes
    corners = [_to_segments(x + i * wide, y + j * high, strokes) for i in (-1, 1) for j in (-1, 1)]
    ends = [
        np.hypot(np.maximum(0.0, np.abs(a - x) - wide), np.maximum(0.0, np.abs(b - y) - high))
        for a, b in ((x1, y1), (x2, y2))
    ]
    gap = np.minimum.reduce([*corners, *ends])
    low, high_end = np.zeros_like(gap), np.ones_like(gap)  # the part of it inside, side by side
    for start, delta, middle, half in ((x1, x2 - x1, x, wide), (y1, y2 - y1, y, high)):
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (middle - half - start) / delta, (middle + half - start) / delta
        inside = np.abs(start - middle) <= half
        parallel = np.broadcast_to(delta == 0.0, gap.shape)
        enter = np.where(parallel, np.where(inside, 0.0, 2.0), np.minimum(one, other))
        leave = np.where(parallel, np.where(inside, 1.0, -1.0), np.maximum(one, other))
        low, high_end = np.maximum(low, enter), np.minimum(high_end, leave)
    return np.where(low <= high_end, 0.0, gap)


def _to_segments(x: Array, y: Array, strokes: Array) -> Array:
    x1, y1, x2, y2 = strokes
    dx, dy = x2 - x1, y2 - y1
    square = dx * dx + dy * dy
    t = ((x - x1) * dx + (y - y1) * dy) / np.where(square > 0.0, square, 1.0)
    t = np.clip(np.where(square > 0.0, t, 0.0), 0.0, 1.0)
    gaps: Array = np.hypot(x - x1 - t * dx, y - y1 - t * dy)
    return gaps


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
        point: _costs(places, point, points, shapes, faint, frame)
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


def _costs(
    spots: Sequence[tuple[Box, float]],
    point: str,
    points: Mapping[str, Place],
    shapes: Sequence[Stroke | Circle],
    faint: Sequence[Stroke | Circle],
    frame: tuple[float, float],
) -> list[float]:
    """Say how much labels would cover; rounded, so that ties fall the same everywhere."""
    boxes = [box for box, _ in spots]
    costs = np.array([_FAR * (reach - _REACHES[0]) for _, reach in spots])
    for group, weight in ((shapes, 1.0), (faint, _FAINT)):
        if group:
            gaps = _gaps(boxes, group)
            near = np.maximum(0.0, 3 * _CLEAR - gaps) / _CLEAR / 4
            costs += weight * np.where(gaps <= _CLEAR, _ON_STROKE, near).sum(axis=1)
    others = [place for other, place in points.items() if other != point]
    if others:
        x, y = (np.array(column) for column in zip(*others, strict=True))
        here = np.array([(b.x, b.y, b.half_width, b.half_height) for b in boxes])
        dx = np.maximum(0.0, np.abs(x - here[:, :1]) - here[:, 2:3])
        dy = np.maximum(0.0, np.abs(y - here[:, 1:2]) - here[:, 3:])
        gaps = np.hypot(dx, dy)
        near = np.maximum(0.0, 14.0 - gaps) / 9.0
        costs += np.where(gaps < 5.0, _ON_POINT, near).sum(axis=1)
    outside = [not _is_within(box, frame) for box in boxes]
    costs += _OUTSIDE * np.array(outside, dtype=float)
    return [round(float(cost), 4) for cost in costs]


def _is_within(box: Box, frame: tuple[float, float]) -> bool:
    return (
        box.half_width + 2 < box.x < frame[0] - box.half_width - 2
        and box.half_height + 2 < box.y < frame[1] - box.half_height - 2
    )


def _overlap(one: Box, other: Box) -> float:
    """Return 1 for boxes that overlap, less for those that nearly do."""
    dx = abs(one.x - other.x) - one.half_width - other.half_width
    dy = abs(one.y - other.y) - one.half_height - other.half_height
    gap = max(dx, dy)
    return 1.0 if gap < 2.0 else max(0.0, 0.3 - gap / 20)
