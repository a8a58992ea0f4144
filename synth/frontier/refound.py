"""A figure founded anew: other points are given, and the rest is defined by what it lies on.

That four points of a figure are on a circle is proved from how they were made. Once a point is
*defined* as the second intersection of a line with that circle, what it was made from becomes
something to prove, and the points by which it was made may not be there at all. So a figure in
which everything follows at once turns into others in which hardly anything does, though all of it
is still true: converses, phantom points, the same configuration seen from another triangle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from porism.ddar.incidence import Locus, calls_of, loci_through, unit
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.problem import Clause, Coordinates

__all__ = ["refounded"]

_TRIES = 20  # at three points to begin with
_AREA = 0.15  # of their triangle, doubled, in a figure of size 1
_MOST_FREEDOM = 3  # coordinates that are free besides those of the triangle
_SURPRISE = 0.5  # scale of the chance that a less telling locus is chosen

Place = tuple[float, float]


def refounded(
    names: Sequence[str], at: Coordinates, keep: int, random: Random
) -> tuple[Clause, ...] | None:
    """Define ``keep`` of the points of a figure anew, in a random order.

    Returns clauses that hold in the figure, of which the first is a triangle; None if this try
    gave none. What they leave free may be more than in the figure: what was true of its points
    need not follow.
    """
    places = dict(zip(names, unit([at[p] for p in names]), strict=True))
    corners = _triangle(names, places, random)
    if corners is None:
        return None
    clauses = [Clause(corners, (CONSTRUCTIONS["triangle"].apply(corners),))]
    founded, rest, freedom = list(corners), [p for p in names if p not in corners], 0
    while rest and len(founded) < keep:
        random.shuffle(rest)
        best = _next(rest, founded, places, random)
        freedom += best.freedom
        if freedom > _MOST_FREEDOM:
            return None
        clauses.append(best.clause)
        founded.append(best.clause.points[0])
        rest.remove(best.clause.points[0])
    return tuple(clauses)


def _triangle(
    names: Sequence[str], places: dict[str, Place], random: Random
) -> tuple[str, ...] | None:
    for _ in range(_TRIES):
        corners = tuple(random.sample(list(names), 3))
        (ax, ay), (bx, by), (cx, cy) = (places[p] for p in corners)
        if abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) > _AREA:
            return corners
    return None


def _next(
    rest: Sequence[str], founded: Sequence[str], places: dict[str, Place], random: Random
) -> _Definition:
    """Define the first point that others determine, else the one they leave least freedom."""
    found: list[_Definition] = []
    for name in rest:
        found.append(_Definition.of(name, founded, places, random))
        if not found[-1].freedom:
            return found[-1]
    return min(found, key=lambda d: d.freedom)


@dataclass(frozen=True)
class _Definition:
    """A clause for one point, and how many coordinates it leaves free."""

    clause: Clause
    freedom: int

    @classmethod
    def of(
        cls, name: str, founded: Sequence[str], places: dict[str, Place], random: Random
    ) -> _Definition:
        """Define a point by two loci on which nothing but it is new, else by one, else by none."""
        around = [*(places[p] for p in founded), places[name]]
        new = len(founded)
        loci = [f for f in loci_through(around, new) if new not in f.arguments]
        random.shuffle(loci)
        loci.sort(key=lambda locus: -locus.weight - random.expovariate(1 / _SURPRISE))
        for k, one in enumerate(loci):
            for two in loci[:k]:
                if _meet_once(one, two, new):
                    return cls(_clause(name, calls_of(one, two, name, founded)), 0)
        if loci:
            locus = loci[0]
            call = (locus.construction, (name, *(founded[p] for p in locus.arguments)))
            return cls(_clause(name, (call,)), 1)
        return cls(_clause(name, (("free", (name,)),)), 2)


def _meet_once(one: Locus, two: Locus, new: int) -> bool:
    """Tell whether two loci meet in the new point, and besides in points of the figure only.

    Straight ones meet once; a line and a circle, or two circles, that have a point in common
    already meet in one more, and are not tangent there.
    """
    common = one.members & two.members & ~(1 << new)
    if one.straight and two.straight:
        return not common
    return common != 0 and common & (common - 1) == 0


def _clause(name: str, calls: Sequence[tuple[str, tuple[str, ...]]]) -> Clause:
    made = tuple(CONSTRUCTIONS[construction].apply(points) for construction, points in calls)
    return Clause((name,), made)
