"""New points where loci of the figure meet, as candidates with names.

How such places are found and ranked is told in :mod:`porism.ddar.incidence`. Here they get the
names of points, and pairs of loci that define a point with a name are called by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import dist

from porism.ddar.incidence import MOST_POINTS, Locus, LocusKind, intersections, loci
from porism.prover.proposers.base import Call, Candidate, Place

__all__ = ["call_of", "fresh_name", "intersection_points", "triangles"]

_APART = 1e-6  # of the size of the figure; nearer points are at one place


def call_of(locus: Locus, new: str, points: Sequence[str]) -> Call:
    """Say "``new`` is on the locus" in the problem language."""
    return locus.construction, (new, *[points[p] for p in locus.arguments])


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
        calls = _calls(found.first, found.second, new, points)
        if len(calls) == 1:  # an orthocentre lies on three altitudes, two of which define it
            if calls in named:
                continue
            named.add(calls)
        families = tuple(name for name, _ in calls)
        yield Candidate((new,), calls, (found.place,), found.score, families)


def _calls(one: Locus, two: Locus, new: str, points: Sequence[str]) -> tuple[Call, ...]:
    """Say "on both loci"."""
    if one.kind > two.kind:
        one, two = two, one
    named = _named(one, two)
    if named is None:
        return call_of(one, new, points), call_of(two, new, points)
    name, numbers = named
    given = tuple(points[p] for p in numbers)
    return ((name, (*given, new) if name == "parallelogram" else (new, *given)),)


def _named(one: Locus, two: Locus) -> tuple[str, tuple[int, ...]] | None:
    """Return the construction that makes what lies on both loci, if there is one."""
    (a, b, c, _), (d, e, f, _) = one.points, two.points
    match one.kind, two.kind:
        case LocusKind.LINE, LocusKind.PERPENDICULAR_BISECTOR if one.on(d) and one.on(e):
            return "midpoint", (d, e)
        case LocusKind.LINE, LocusKind.PERPENDICULAR if one.on(e) and one.on(f) and not one.on(d):
            return "foot", (d, e, f)
        case LocusKind.LINE, LocusKind.CENTRED_THROUGH if one.on(d) and one.on(e):
            return "mirror", (e, d)
        case LocusKind.CENTRED_THROUGH, LocusKind.CENTRED_THROUGH if b == e:
            return "reflect", (b, a, d)
        case LocusKind.PERPENDICULAR_BISECTOR, LocusKind.PERPENDICULAR_BISECTOR:
            if len({a, b, d, e}) == 3:
                return "circumcenter", tuple(sorted({a, b, d, e}))
        case LocusKind.PARALLEL, LocusKind.PARALLEL if a in (e, f) and d in (b, c):
            between = {b, c} & {e, f}
            if len(between) == 1:
                return "parallelogram", (a, *between, d)
        case LocusKind.PERPENDICULAR, LocusKind.PERPENDICULAR:
            if {a, b, c} == {d, e, f} and len({a, b, c}) == 3:
                return "orthocenter", tuple(sorted({a, b, c}))
        case LocusKind.INTERNAL_BISECTOR, (
            LocusKind.INTERNAL_BISECTOR | LocusKind.EXTERNAL_BISECTOR
        ):
            if b != e and {a, b, c} == {d, e, f}:
                # of an excentre the bisector inside its angle comes first: it is opposite that
                # corner
                name = "incenter" if one.kind == two.kind else "excenter"
                return name, (b, e, *({a, c} - {e}))
    return None


def triangles(places: Sequence[Place], most: int) -> list[tuple[int, int, int]]:
    """Return triangles, those whose sides have most points of the figure on them first."""
    on: dict[tuple[int, int], int] = {}
    size = max(dist(p, q) for p in places for q in places)
    lines = (locus for locus in loci(places) if locus.kind == LocusKind.LINE)
    for line in lines:
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
