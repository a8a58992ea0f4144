"""Places for new points, ranked by what passes through them: the face of the native generator.

How candidates are found and ranked is told in ``ddar/core/meetings.hpp``; which lines and
circles are considered in ``ddar/core/loci.hpp``. Here they get the names of points, and pairs
of loci that make a point with a name are called by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import dist

from porism.ddar import _core
from porism.prover.proposers.base import Call, Candidate, Place

__all__ = [
    "ABOUT",
    "KINDS",
    "LINE",
    "MOST_POINTS",
    "Locus",
    "fresh_name",
    "loci",
    "meetings",
    "triangles",
    "unit",
]

KINDS: tuple[tuple[str, tuple[int, ...]], ...] = tuple(
    (name, tuple(order)) for name, order in _core.locus_kinds()
)
LINE, PARALLEL, NORMAL, MEDIATOR, INNER, OUTER, MIRRORED, ISOGONAL = range(8)
ABOUT, AROUND, DIAMETER = range(8, 11)

MOST_POINTS = 64  # that the generator takes
_APART = 1e-6  # of the size of the figure; nearer points are at one place


@dataclass(frozen=True)
class Locus:
    """A line or circle: its kind (a row of :data:`KINDS`), its points, the points on it as bits."""

    kind: int
    points: tuple[int, ...]
    members: int
    weight: float

    def on(self, point: int) -> bool:
        """Tell whether a point of the figure is on it."""
        return bool(self.members >> point & 1)

    @property
    def count(self) -> int:
        """How many points are on it."""
        return bin(self.members).count("1")

    def call(self, new: str, points: Sequence[str]) -> Call:
        """Say "``new`` is on it" in the problem language."""
        name, order = KINDS[self.kind]
        return name, (new, *(points[self.points[i]] for i in order))


def unit(places: Sequence[Place]) -> list[Place]:
    """Return the figure moved and scaled to size 1."""
    xs, ys = [x for x, _ in places], [y for _, y in places]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    size = max(max(xs) - min(xs), max(ys) - min(ys)) / 2 or 1.0
    return [((p - x) / size, (q - y) / size) for p, q in places]


def loci(places: Sequence[Place]) -> list[Locus]:
    """Return all loci considered for a figure, lines through two points first."""
    found = _core.loci(unit(places))
    return [Locus(kind, tuple(points), members, weight) for kind, points, members, weight in found]


def fresh_name(points: Sequence[str]) -> str:
    """Return a name that no point has."""
    taken = set(points)
    number = 1
    while f"x{number}" in taken:
        number += 1
    return f"x{number}"


def meetings(
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
    found = _core.meetings(list(coordinates.values()), since, most, seed)
    for x, y, (k, args, members, weight), (m, others, more, heft), score, _ in found:
        one, two = Locus(k, tuple(args), members, weight), Locus(m, tuple(others), more, heft)
        calls = _calls(one, two, new, points)
        if len(calls) == 1:  # an orthocentre lies on three altitudes, two of which define it
            if calls in named:
                continue
            named.add(calls)
        yield Candidate((new,), calls, ((x, y),), score, tuple(name for name, _ in calls))


def _calls(one: Locus, two: Locus, new: str, points: Sequence[str]) -> tuple[Call, ...]:
    """Say "on both loci"."""
    if one.kind > two.kind:
        one, two = two, one
    named = _named(one, two)
    if named is None:
        return one.call(new, points), two.call(new, points)
    name, numbers = named
    given = tuple(points[p] for p in numbers)
    return ((name, (*given, new) if name == "parallelogram" else (new, *given)),)


def _named(one: Locus, two: Locus) -> tuple[str, tuple[int, ...]] | None:
    """Return the construction that makes what lies on both loci, if there is one."""
    (a, b, c, _), (d, e, f, _) = one.points, two.points
    kinds = one.kind, two.kind
    if kinds == (LINE, MEDIATOR) and one.on(d) and one.on(e):
        return "midpoint", (d, e)
    if kinds == (LINE, NORMAL) and one.on(e) and one.on(f) and not one.on(d):
        return "foot", (d, e, f)
    if kinds == (LINE, ABOUT) and one.on(d) and one.on(e):
        return "mirror", (e, d)
    if kinds == (ABOUT, ABOUT) and b == e:
        return "reflect", (b, a, d)
    if kinds == (MEDIATOR, MEDIATOR) and len({a, b, d, e}) == 3:
        return "circumcenter", tuple(sorted({a, b, d, e}))
    if kinds == (PARALLEL, PARALLEL) and a in (e, f) and d in (b, c):
        between = {b, c} & {e, f}
        if len(between) == 1:
            return "parallelogram", (a, *between, d)
    if kinds == (NORMAL, NORMAL) and {a, b, c} == {d, e, f} and len({a, b, c}) == 3:
        return "orthocenter", tuple(sorted({a, b, c}))
    if kinds in ((INNER, INNER), (INNER, OUTER)) and b != e and {a, b, c} == {d, e, f}:
        # of an excentre the bisector inside its angle comes first: it is opposite that corner
        return ("incenter" if one.kind == two.kind else "excenter"), (b, e, *({a, c} - {e}))
    return None


def triangles(places: Sequence[Place], most: int) -> list[tuple[int, int, int]]:
    """Return triangles, those whose sides have most points of the figure on them first."""
    on: dict[tuple[int, int], int] = {}
    size = max(dist(p, q) for p in places for q in places)
    lines = (locus for locus in loci(places) if locus.kind == LINE)
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
