"""Lines and circles of a figure, and the points where they meet, as the native core finds them.

Which loci are considered is told in ``ddar/core/loci.hpp``, how intersections are found and ranked
in ``ddar/core/intersections.hpp``. Nothing here is taken for true: a figure only proposes.
"""

from __future__ import annotations

from collections.abc import Sequence

from porism.ddar import _core

__all__ = [
    "MOST_POINTS",
    "Intersection",
    "Locus",
    "LocusKind",
    "intersections",
    "loci",
    "loci_through",
    "unit",
]

Place = tuple[float, float]

Intersection = _core.Intersection
Locus = _core.Locus
LocusKind = _core.LocusKind

MOST_POINTS = _core.MOST_POINTS
"""How many points a figure may have here."""


def unit(places: Sequence[Place]) -> list[Place]:
    """Return the figure moved and scaled to size 1: its larger side is 2, its middle the origin."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    size = max(max(xs) - min(xs), max(ys) - min(ys)) / 2 or 1.0
    return [((p - x) / size, (q - y) / size) for p, q in places]


def loci(places: Sequence[Place]) -> list[Locus]:
    """Return all loci considered for a figure, lines through two points first.

    Raises ValueError for more than ``MOST_POINTS`` points; so do the other functions.
    """
    return _core.loci(unit(places))


def loci_through(places: Sequence[Place], point: int) -> list[Locus]:
    """Return the loci of the other points that pass through point number ``point``."""
    return _core.loci_through(list(places), point)


def intersections(
    places: Sequence[Place], *, since: int = 0, most: int = 4000, seed: int = 0
) -> list[Intersection]:
    """Return the ``most`` most promising places for a new point, best first.

    Only places that need a point numbered ``since`` or more are returned, and none where a point
    is already. A place may come with several definitions. The same arguments give the same list.
    """
    return _core.intersections(list(places), since, most, seed)
