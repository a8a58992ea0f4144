"""Lines and circles of a figure, and the points where they meet, as the native core finds them.

Which loci are considered is told in ``ddar/core/loci.hpp``, how intersections are found and ranked
in ``ddar/core/intersections.hpp``. Nothing here is taken for true: a figure only proposes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from porism.ddar import _core

__all__ = [
    "MOST_POINTS",
    "Intersection",
    "Locus",
    "LocusKind",
    "call_of",
    "calls_of",
    "intersections",
    "lines",
    "loci",
    "loci_through",
    "unit",
]

Place = tuple[float, float]
Call = tuple[str, tuple[str, ...]]  # a construction's name and all its points, the new ones too

Intersection = _core.Intersection
Locus = _core.Locus
LocusKind = _core.LocusKind

MOST_POINTS = _core.MOST_POINTS
"""How many points a figure may have here; of a larger one nothing is listed."""


def unit(places: Sequence[Place]) -> list[Place]:
    """Return the figure moved and scaled to size 1: its larger side is 2, its middle the origin."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    size = max(max(xs) - min(xs), max(ys) - min(ys)) / 2 or 1.0
    return [((p - x) / size, (q - y) / size) for p, q in places]


def loci(places: Sequence[Place]) -> list[Locus]:
    """Return all loci considered for a figure, lines through two points first.

    Of more than ``MOST_POINTS`` points none are listed, nor do the other functions list anything.
    """
    return _core.loci(unit(places)) if len(places) <= MOST_POINTS else []


def lines(places: Sequence[Place]) -> list[Locus]:
    """Return the lines through two points of a figure, as they come first among :func:`loci`."""
    return _core.lines(unit(places)) if len(places) <= MOST_POINTS else []


def loci_through(places: Sequence[Place], point: int) -> list[Locus]:
    """Return the loci of the other points that pass through point number ``point``."""
    return _core.loci_through(list(places), point) if len(places) <= MOST_POINTS else []


def intersections(
    places: Sequence[Place], *, since: int = 0, most: int = 4000, seed: int = 0
) -> Iterator[Intersection]:
    """Yield the ``most`` most promising places for a new point, best first.

    Only places that need a point numbered ``since`` or more are yielded, and none where a point
    is already. A place may come with several definitions. The same arguments give the same places.
    """
    if len(places) <= MOST_POINTS:
        found = _core.intersections(list(places), since, most, seed)
        yield from map(found.__getitem__, range(len(found)))


def call_of(locus: Locus, new: str, points: Sequence[str]) -> Call:
    """Say "``new`` is on the locus" in the problem language."""
    return locus.call(new, tuple(points))


def calls_of(one: Locus, two: Locus, new: str, points: Sequence[str]) -> tuple[Call, ...]:
    """Say "``new`` is on both loci", by the name of such a point where it has one."""
    return _core.calls_of(one, two, new, tuple(points))
