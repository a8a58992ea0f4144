"""Which triangles are proper because of what is known, so that nobody has to say so.

Of different points these are not on one line: three of a circle; the vertex of a right angle with a
point on each leg; and what becomes a triangle known to be proper when a corner moves along a
side, for that leaves the side on its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from porism.geometry.predicates import Pair, Predicate, pairs_of
from porism.geometry.problem import Coordinates
from porism.geometry.telling.lines import Line, Lines

__all__ = ["ProperTriangles"]

_OF_A_CIRCLE = 3  # points that two circles have in common only if they are one
_MOST_VISITED = 400  # triangles, to settle one of them

_Points = frozenset[str]


class ProperTriangles:
    """Learns statements one after the other; all points of different names are different."""

    def __init__(self, places: Coordinates) -> None:
        """Start without knowledge; points drawn at one place of ``places`` make no line."""
        self._places = places
        self._collinear: list[Predicate] = []
        self._lines: Lines | None = None
        self._known: set[_Points] = set()
        self._about: dict[str, list[set[str]]] = {}  # by a centre, points equally far from it
        self._concyclic: list[_Points] = []
        self._right: list[tuple[Pair, Pair]] = []

    def learn(self, statement: Predicate) -> None:
        """Take in a statement that holds."""
        points = statement.points
        match statement.name:
            case "coll":
                self._collinear.append(statement)
                self._lines = None
            case "midp":
                self.learn(Predicate("coll", points))
            case "para" if len(set(points)) == 3:  # parallels through one point are one line
                self.learn(Predicate("coll", tuple(dict.fromkeys(points))))
            case "ncoll":
                self._known.add(frozenset(points))
            case "npara" if len(set(points)) == 3:
                self._known.add(frozenset(points))
            case "cong":
                for o in set(points[:2]) & set(points[2:]):
                    self._equally_far(o, set(points) - {o})
            case "circle":
                self._equally_far(points[0], set(points[1:]))
            case "cyclic":
                self._on_circle(frozenset(points))
            case "perp":
                one, other = pairs_of(points)
                self._right.append(((one[0], one[1]), (other[0], other[1])))

    def _equally_far(self, centre: str, points: set[str]) -> None:
        if len(points) < 2:
            return  # the perpendicular bisector of a segment, by its ends
        classes = self._about.setdefault(centre, [])
        met = [found for found in classes if found & points]
        self._about[centre] = [c for c in classes if c not in met] + [points.union(*met)]

    def _on_circle(self, points: _Points) -> None:
        """Put points on one circle, with those that share three points with them."""
        met = [found for found in self._concyclic if self._share_three(found, points)]
        self._concyclic = [c for c in self._concyclic if c not in met]
        self._concyclic.append(points.union(*met))

    def _share_three(self, one: _Points, other: _Points) -> bool:
        apart: list[str] = []
        for p in sorted(one & other):
            if all(self._apart(p, q) for q in apart):
                apart.append(p)
        return len(apart) >= _OF_A_CIRCLE

    def are_proper(self, three: tuple[str, ...]) -> bool:
        """Tell whether it follows that three points are not on one line."""
        seen = {frozenset(three)}
        queue = list(seen)
        while queue and len(seen) < _MOST_VISITED:
            now = queue.pop()
            if len(now) == 3 and self._is_seen(now):
                return True
            for other in self._moved(now):
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return False

    def _is_seen(self, three: _Points) -> bool:
        if self._is_known(three) or any(
            self._has_right_angle(v, *sorted(three - {v})) for v in three
        ):
            return True
        return any(
            three <= points and any(self._is_known(frozenset(t)) for t in combinations(points, 3))
            for points in self._concyclic
        )

    def _is_known(self, three: _Points) -> bool:
        classes = (points for found in self._about.values() for points in found)
        return three in self._known or any(three <= points for points in classes)

    def _has_right_angle(self, v: str, a: str, b: str) -> bool:
        legs = {self._line(v, a), self._line(v, b)}
        return any({self._line(*p), self._line(*q)} == legs for p, q in self._right)

    def _line(self, a: str, b: str) -> Line:
        return self._known_lines().of((a, b))

    def _apart(self, a: str, b: str) -> bool:
        return self._known_lines().apart(a, b)

    def _known_lines(self) -> Lines:
        if self._lines is None:
            self._lines = Lines(self._collinear, self._places)
        return self._lines

    def _moved(self, three: _Points) -> Iterator[_Points]:
        for a, b in combinations(sorted(three), 2):
            (third,) = three - {a, b}
            for p in self._line(a, b):
                for end in (a, b) if p not in three else ():
                    if self._apart(p, end) and self._apart(p, third):
                        yield frozenset((end, p, third))
