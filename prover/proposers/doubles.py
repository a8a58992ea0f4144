"""Double points: a point of the figure defined again, from what it seems to lie on.

That P lies on two loci may be hard to prove from how P was made. A second point made on
those loci has it by definition; once the engine shows that both are the same point, P has it
too. AlphaGeometry2 found such points decisive ("Gold-medalist Performance in Solving Olympiad
Geometry with AlphaGeometry2", 2025, section 4.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

from porism.ddar.incidence import MOST_POINTS, Locus, call_of, loci_through
from porism.prover.proposers.base import Call, Candidate, Place
from porism.prover.proposers.incidence import fresh_name

__all__ = ["doubles", "doubles_by"]

_LOCI = 24  # of one point, the plainest ones
_PAIRS = 40  # for one point
_FRESH = 8  # loci of one point that stand on a new one, and others
_BONUS = 1.5  # for the coincidence that every double point is


def doubles(
    coordinates: Mapping[str, Place], known: Callable[[str, tuple[str, ...]], bool]
) -> list[Candidate]:
    """Return candidates at the places of points, best first.

    ``known(name, arguments)`` tells whether a point already has what a construction gives. Of
    the two loci that define a double at least one is not known to pass through the point.
    """
    points, places = tuple(coordinates), list(coordinates.values())
    if len(points) > MOST_POINTS:
        return []
    found: list[Candidate] = []
    new = fresh_name(points)
    for p in range(3, len(points)):  # what comes first is what all else is made from
        rows = []
        for locus in _through(places, p)[:_LOCI]:
            call = call_of(locus, new, points)
            rows.append((locus.weight, call, not known(call[0], (points[p], *call[1][1:]))))
        if any(surprising for _, _, surprising in rows):
            found += _pairs(new, points[p], places[p], rows)
    return sorted(found, key=lambda c: -c.score)


def doubles_by(coordinates: Mapping[str, Place], of: Sequence[str], since: int) -> list[Candidate]:
    """Return doubles of some points on a locus that stands on a point numbered ``since`` or more.

    Whether the point is known to be on that locus is not asked.
    """
    points, places = tuple(coordinates), list(coordinates.values())
    if len(points) > MOST_POINTS:
        return []
    found: list[Candidate] = []
    new = fresh_name(points)
    for name in of:
        p = points.index(name)
        through = _through(places, p)
        fresh = [locus for locus in through if max(locus.points) >= since]
        others = [locus for locus in through if max(locus.points) < since]
        rows = [(f.weight, call_of(f, new, points), True) for f in fresh[:_FRESH]]
        rows += [(o.weight, call_of(o, new, points), False) for o in others[:_FRESH]]
        found += _pairs(new, name, places[p], rows)
    return sorted(found, key=lambda c: -c.score)


def _through(places: list[Place], p: int) -> list[Locus]:
    """Loci of the other points through point p, the plainest first."""
    return sorted(loci_through(places, p), key=lambda locus: -locus.weight)


def _pairs(
    new: str, of: str, place: Place, rows: list[tuple[float, Call, bool]]
) -> list[Candidate]:
    found = [
        Candidate(
            (new,),
            (one, two),
            (place,),
            u + v + _BONUS,
            ("double",),
            coincidences=(_said_of(of, one), _said_of(of, two)),
        )
        for (u, one, s), (v, two, t) in combinations(rows, 2)
        if s or t
    ]
    return sorted(found, key=lambda c: -c.score)[:_PAIRS]


def _said_of(point: str, call: Call) -> Call:
    name, (_, *others) = call
    return name, (point, *others)
