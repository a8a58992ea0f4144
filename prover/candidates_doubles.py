"""Double points: a point of the figure defined again, from what it seems to lie on.

That P lies on two loci may be hard to prove from how P was made. A second point made on
those loci has it by definition; once the engine shows that both are the same point, P has it
too. AlphaGeometry2 found such points decisive ("Gold-medalist Performance in Solving Olympiad
Geometry with AlphaGeometry2", 2025, section 4.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations

from ddar import _core
from prover.candidates import MOST_POINTS, Locus, fresh_name
from prover.proposers.base import Call, Candidate, Place

__all__ = ["doubles"]

_LOCI = 24  # of one point, the plainest ones
_PAIRS = 40  # for one point
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
    for p in range(3, len(points)):  # what comes first is what all else is made from
        through = sorted(_core.loci_through(places, p), key=lambda locus: -locus[3])[:_LOCI]
        found += _of_one(
            points, p, places[p], [Locus(k, tuple(a), m, w) for k, a, m, w in through], known
        )
    return sorted(found, key=lambda c: -c.score)


def _of_one(
    points: tuple[str, ...],
    p: int,
    place: Place,
    through: list[Locus],
    known: Callable[[str, tuple[str, ...]], bool],
) -> list[Candidate]:
    new = fresh_name(points)
    calls: list[Call] = [locus.call(new, points) for locus in through]
    surprising = [not known(name, (points[p], *given[1:])) for name, given in calls]

    def pairs() -> Iterator[Candidate]:
        for i, j in combinations(range(len(through)), 2):
            if surprising[i] or surprising[j]:
                score = through[i].weight + through[j].weight + _BONUS
                yield Candidate((new,), (calls[i], calls[j]), (place,), score, ("double",))

    return sorted(pairs(), key=lambda c: -c.score)[:_PAIRS]
