"""New points where loci of the figure meet, as candidates with names.

How such places are found, ranked and called is told in :mod:`porism.ddar.incidence`. Here they
become candidates with the names of points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import dist

from porism.ddar.incidence import MOST_POINTS, intersections, lines
from porism.prover.proposers.base import Call, Candidate, Place

__all__ = ["fresh_name", "intersection_points", "triangles"]

_APART = 1e-6  # of the size of the figure; nearer points are at one place


def fresh_name(points: Sequence[str]) -> str:
    """Return a name that no point has."""
    taken = set(points)
    number = 1
    while f"x{number}" in taken:
        number += 1
    return f"x{number}"


def intersection_points(
    coordinates: Mapping[str, Place], *, since: int = 0, most: int = 4000, seed: int = 0
) -> Iterator[Candidate]:
    """Yield the ``most`` most promising new points, best first.

    Only candidates that stand on a point numbered ``since`` or more are wanted. A place may
    come with several definitions. The same arguments give the same candidates.
    """
    points = tuple(coordinates)
    if len(points) > MOST_POINTS:
        return
    new = fresh_name(points)
    named: set[tuple[Call, ...]] = set()
    places = list(coordinates.values())
    for found in intersections(places, since=since, most=most, seed=seed):
        calls = found.calls(new, points)
        if len(calls) == 1:  # an orthocentre lies on three altitudes, two of which define it
            if calls in named:
                continue
            named.add(calls)
        families = tuple([name for name, _ in calls])
        shown = found.coincidences(new, points)
        yield Candidate((new,), calls, (found.place,), found.score, families, coincidences=shown)


def triangles(places: Sequence[Place], most: int) -> list[tuple[int, int, int]]:
    """Return triangles, those whose sides have most points of the figure on them first."""
    on: dict[tuple[int, int], int] = {}
    size = max(dist(p, q) for p in places for q in places)
    for line in lines(places):
        for p, q in combinations([p for p in range(len(places)) if line.on(p)], 2):
            if dist(places[p], places[q]) > _APART * size:
                on[p, q] = line.members
    ranked: list[tuple[int, tuple[int, int, int]]] = []
    for a, b, c in combinations(range(len(places)), 3):
        sides = [on.get(pair, 0) for pair in ((a, b), (a, c), (b, c))]
        if all(sides) and sides[0] != sides[1]:
            ranked.append((sum(bin(side).count("1") for side in sides), (a, b, c)))
    ranked.sort(key=lambda row: -row[0])
    return [corners for _, corners in ranked[:most]]
