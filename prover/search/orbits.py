"""The images of a candidate under the symmetries of the figure: its orbit.

Where a figure is symmetric, a proof often needs what one corner gives for the others too: not the
second point in which a circle through A meets the circumcircle, but all three of that kind, and
then what stands on all three. Drawn one by one they almost never come together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import product

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.figure.intersect import contains, meet
from porism.geometry.figure.loci import Circle, Line, Locus, Spots, loci_of
from porism.geometry.figure.recipes import LOCI
from porism.prover.proposers.base import Call, Candidate, Place
from porism.prover.search.symmetry import Symmetries, symmetries

__all__ = ["Orbits"]

_SAME = 1e-6  # of the size of the figure; nearer points are one
_FAR = 20.0  # sizes of the figure; images farther out are of no use
_MOST = 6  # candidates of an orbit


class Orbits:
    """Orbits of candidates of one figure."""

    def __init__(
        self, coordinates: Mapping[str, Place], made_from: Mapping[str, frozenset[str]]
    ) -> None:
        """``made_from`` says from which points a point of the figure is made, if it is."""
        self._coordinates, self._made_from = coordinates, made_from
        self._at = {p: complex(*place) for p, place in coordinates.items()}
        xs, ys = zip(*coordinates.values(), strict=True)
        self._size = max(max(xs) - min(xs), max(ys) - min(ys))
        self._middle = complex((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)

    @cached_property
    def groups(self) -> Sequence[Symmetries]:
        """The symmetries of the figure, and of most of its points."""
        return symmetries(self._coordinates, self._made_from)

    def of(self, candidate: Candidate) -> list[tuple[Candidate, ...]]:
        """Return a candidate with its images, for each group; nothing where it has none."""
        if len(candidate.points) != 1 or candidate.prerequisites:
            return [()] * len(self.groups)
        every = (self._orbit(candidate, group) for group in self.groups)
        return [orbit if len(orbit) <= _MOST else () for orbit in every]

    def _orbit(self, candidate: Candidate, group: Symmetries) -> tuple[Candidate, ...]:
        said = self._within(candidate, group.among)
        if not said:
            return ()
        new = candidate.points[0]
        places = [complex(*candidate.places[0])]
        images = [candidate]
        for renaming in group.maps:
            calls = tuple(
                (name, tuple(p if p == new else renaming[p] for p in points))
                for name, points in said
            )
            place = self._place(calls)
            if place is None:
                return ()
            if all(abs(place - other) > _SAME * self._size for other in places):
                places.append(place)
                at = ((place.real, place.imag),)
                images.append(Candidate((new,), calls, at, candidate.score, ("orbit",)))
        return tuple(images)

    def _within(self, candidate: Candidate, among: frozenset[str]) -> tuple[Call, ...]:
        """Return what defines a candidate, in terms of some of the points; nothing if not so."""
        new = candidate.points[0]
        own = [self._in_terms_of(call, new, among) for call in candidate.constructions]
        if all(own):
            return tuple(call for call in own if call)
        circles = [c for call in candidate.constructions for c in _circles(call)]
        further = (*circles, *candidate.coincidences)
        shown = [self._in_terms_of(call, new, among) for call in further]
        every = tuple(dict.fromkeys(call for call in (*own, *shown) if call))
        return every[:2] if len(every) > 1 else ()

    def _in_terms_of(self, call: Call, new: str, among: frozenset[str]) -> Call | None:
        """Return a construction of the same line or circle from some of the points, if any."""
        first, *given = call[1]
        if first != new or new in given:
            return None
        if among.issuperset(given):
            return call
        alternatives = self._loci(call)
        if len(alternatives) != 1 or len(alternatives[0]) != 1:
            return None
        locus = alternatives[0][0]
        if not isinstance(locus, (Line, Circle)):
            return None
        on = [p for p in self._at if p in among and contains(locus, self._at[p])]
        if isinstance(locus, Line):
            return ("on_line", (new, *on[:2])) if len(on) > 1 else None
        near = _SAME * self._size
        for p in among:
            if on and abs(self._at[p] - locus.centre) < near:
                return "on_circle", (new, p, on[0])
        return ("on_circum", (new, *on[:3])) if len(on) > 2 else None

    def _loci(self, call: Call) -> list[tuple[Locus, ...]]:
        """Return on what the new point of a construction lies; of each entry any locus will do."""
        name, (new, *given) = call
        try:
            if name in LOCI:
                return [LOCI[name](*(self._at[p] for p in given))]
            premises = CONSTRUCTIONS[name].apply((new, *given)).premises
            every = (loci_of(premise, new, self._at) for premise in premises)
            return [loci for loci in every if loci]
        except (ZeroDivisionError, OverflowError, ValueError):
            return []

    def _place(self, calls: Sequence[Call]) -> complex | None:
        """Return where a new point is, if it has one place, or one where no point is yet."""
        found: list[complex] = []
        for loci in product(*(loci for call in calls for loci in self._loci(call))):
            if len(loci) == 1:
                found += loci[0].points if isinstance(loci[0], Spots) else ()
            elif len(loci) > 1:
                every = meet(loci[0], loci[1])
                found += [at for at in every if all(contains(one, at) for one in loci[2:])]
        near = _SAME * self._size
        return next(
            (
                place
                for place in found
                if abs(place - self._middle) < _FAR * self._size
                and all(abs(place - other) > near for other in self._at.values())
            ),
            None,
        )


def _circles(call: Call) -> tuple[Call, ...]:
    """Return the circles about two points that meet in a point and its reflection in their line."""
    name, points = call
    if name != "reflect":
        return ()
    new, point, one, other = points
    return ("on_circle", (new, one, point)), ("on_circle", (new, other, point))
