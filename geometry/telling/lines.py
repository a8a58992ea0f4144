"""Which points are known to be on one line: what lets a line be called by any two of its points."""

from __future__ import annotations

from collections.abc import Iterable

from porism.geometry.predicates import Pair, Predicate
from porism.geometry.problem import Coordinates

__all__ = ["Line", "Lines"]

Line = tuple[str, ...]
"""The points known to be on a line, two at least, in alphabetical order."""

_TOGETHER = 1e-9  # of the coordinates, relative to the figure; nearer points are one point


class Lines:
    """Lines with the points that ``coll`` statements put on them.

    Two statements about two common points speak of one line, unless the points are at one place.
    """

    def __init__(self, statements: Iterable[Predicate], places: Coordinates) -> None:
        self._places = places
        spread = [abs(x) for place in places.values() for x in place]
        self._near = _TOGETHER * max(spread, default=1.0)
        self._sets: list[set[str]] = []
        for s in statements:
            if s.name == "coll":
                self._add(set(s.points))

    def _add(self, points: set[str]) -> None:
        while True:
            met = [line for line in self._sets if self._share_two(line, points)]
            if not met:
                break
            for line in met:
                points = points | line
                self._sets.remove(line)
        self._sets.append(points)

    def _share_two(self, line: set[str], other: set[str]) -> bool:
        first, *rest = sorted(line & other) or [""]
        return any(self.apart(first, point) for point in rest)

    def apart(self, one: str, other: str) -> bool:
        """Tell whether two points are at different places, as far as the figure tells."""
        if one not in self._places or other not in self._places:
            return one != other
        (x, y), (u, v) = self._places[one], self._places[other]
        return abs(x - u) + abs(y - v) > self._near

    def of(self, pair: Pair) -> Line:
        """Return all points known to be on the line through two."""
        for line in self._sets:
            if pair[0] in line and pair[1] in line:
                return tuple(sorted(line))
        return tuple(sorted(pair))

    def together(self, points: Iterable[str]) -> bool:
        """Tell whether all these points are known to be on one line."""
        wanted = set(points)
        return len(wanted) < 3 or any(wanted <= line for line in self._sets)
