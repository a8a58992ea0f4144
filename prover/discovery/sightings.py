"""What one figure shows: statements about its points that hold in it, in groups.

A group is one thing that can be said in many ways: the points of a line, a circle with its centre,
lines of one direction, segments of one length, the two bisectors of an angle. A figure proposes;
nothing here is taken for true.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates

__all__ = ["MOST_POINTS", "Sighting", "sightings"]

Complex = NDArray[np.complex128]
Line = tuple[int, ...]

MOST_POINTS = 40
"""Of a figure that is looked at: circles are looked for through all triples of points."""

_NEAR = 1e-8  # in a figure of size 1
_FLAT = 1e-3  # the sine of the smallest angle of a triangle that has a circle
_OF_A_GROUP = 12  # ways of saying one thing that are tried


@dataclass(frozen=True)
class Sighting:
    """A statement that holds in the figure, and what it is one way of saying."""

    statement: Predicate
    group: Hashable


def sightings(coordinates: Coordinates) -> list[Sighting]:
    """Return what the figure shows. Raises ValueError for more than ``MOST_POINTS`` points."""
    if len(coordinates) > MOST_POINTS:
        raise ValueError(f"{len(coordinates)} points; at most {MOST_POINTS} are looked at")
    figure = _Figure(tuple(coordinates), [complex(*p) for p in coordinates.values()])
    kinds = (
        figure.collinear(),
        figure.concyclic(),
        figure.directions(),
        figure.lengths(),
        figure.bisectors(),
    )
    return [sighting for kind in kinds for sighting in kind]


class _Figure:
    def __init__(self, names: Sequence[str], places: Sequence[complex]) -> None:
        self.names = names
        z = np.array(places, dtype=np.complex128)
        z = z - z.mean()
        self.z: Complex = z / max(float(np.abs(z).max()), 1e-300)
        self.pairs = [
            (i, j)
            for i, j in combinations(range(len(names)), 2)
            if abs(self.z[i] - self.z[j]) > 1e-6
        ]
        self.lines = self._lines()
        self._radii: set[tuple[int, int, int]] = set()  # centre and two points of a circle

    def says(self, name: str, *points: int) -> Predicate:
        return Predicate(name, tuple(self.names[p] for p in points))

    # --- lines and circles -------------------------------------------------------------------

    def _lines(self) -> list[Line]:
        """Return all lines through two points or more, each once."""
        found: list[Line] = []
        seen: set[tuple[int, int]] = set()
        for i, j in self.pairs:
            if (i, j) in seen:
                continue
            way = (self.z[j] - self.z[i]) / abs(self.z[j] - self.z[i])
            off = np.abs(((self.z - self.z[i]) * way.conjugate()).imag)
            line = tuple(np.flatnonzero(off < _NEAR).tolist())
            seen.update(combinations(line, 2))
            found.append(line)
        return found

    def collinear(self) -> Iterator[Sighting]:
        for line in self.lines:
            for three in islice(combinations(line, 3), _OF_A_GROUP):
                yield Sighting(self.says("coll", *three), ("line", line))

    def concyclic(self) -> Iterator[Sighting]:
        done: set[tuple[int, int, int]] = set()
        on_a_line = {three for line in self.lines for three in combinations(line, 3)}
        for three in combinations(range(len(self.names)), 3):
            if three in done or three in on_a_line:
                continue
            a, b, c = self.z[list(three)]
            u, v = b - a, c - a
            twice = 2 * (u.conjugate() * v).imag
            if abs(twice) < _FLAT * abs(u) * abs(v) or not abs(u - v):
                continue
            away = (abs(u) ** 2 * v - abs(v) ** 2 * u) / twice * -1j
            centre, radius = a + away, abs(away)
            if not math.isfinite(radius) or radius > 20:
                continue
            off = np.abs(np.abs(self.z - centre) - radius)
            circle = tuple(np.flatnonzero(off < _NEAR * max(1.0, radius)).tolist())
            done.update(combinations(circle, 3))
            if len(circle) > 3:
                for four in islice(combinations(circle, 4), _OF_A_GROUP):
                    yield Sighting(self.says("cyclic", *four), ("circle", circle))
            yield from self._centres(centre, circle)

    def _centres(self, centre: complex, circle: tuple[int, ...]) -> Iterator[Sighting]:
        for o in np.flatnonzero(np.abs(self.z - centre) < _NEAR).tolist():
            for three in islice(combinations(circle, 3), _OF_A_GROUP):
                yield Sighting(self.says("circle", o, *three), ("circle", circle))
            self._radii.update((o, *two) for two in combinations(circle, 2))

    # --- directions --------------------------------------------------------------------------

    def directions(self) -> Iterator[Sighting]:
        turns = [self._turn(line) for line in self.lines]
        order = sorted(range(len(turns)), key=turns.__getitem__)
        classes: list[list[int]] = []
        for n in order:
            if classes and abs(turns[n] - turns[classes[-1][0]]) < _NEAR:
                classes[-1].append(n)
            else:
                classes.append([n])
        for number, one in enumerate(classes):
            for i, j in islice(combinations(sorted(one), 2), _OF_A_GROUP):
                yield self._of_lines("para", i, j, ("para", number))
            for other in classes[number + 1 :]:
                gap = abs(turns[other[0]] - turns[one[0]])
                if abs(gap - 0.5) < _NEAR:
                    pairs = ((i, j) for i in sorted(one) for j in sorted(other))
                    for i, j in islice(pairs, _OF_A_GROUP):
                        yield self._of_lines("perp", i, j, ("perp", number))

    def _of_lines(self, name: str, i: int, j: int, group: Hashable) -> Sighting:
        return Sighting(self.says(name, *self.lines[i][:2], *self.lines[j][:2]), group)

    def _turn(self, line: Line) -> float:
        way = self.z[line[1]] - self.z[line[0]]
        return math.atan2(way.imag, way.real) / math.pi % 1.0

    # --- lengths and angles ------------------------------------------------------------------

    def lengths(self) -> Iterator[Sighting]:
        classes: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for i, j in self.pairs:
            classes[round(abs(self.z[i] - self.z[j]) / (10 * _NEAR))].append((i, j))
        for size, segments in classes.items():
            for one, two in islice(combinations(segments, 2), 3 * _OF_A_GROUP):
                shared = set(one) & set(two)
                if not shared:
                    yield Sighting(self.says("cong", *one, *two), ("length", size))
                    continue
                (m,) = shared
                a, b = sorted({*one, *two} - {m})
                if any({m, a, b} <= set(line) for line in self.lines):
                    yield Sighting(self.says("midp", m, a, b), ("middle", m, a, b))
                elif (m, a, b) not in self._radii:  # else a centre of three points says it
                    yield Sighting(self.says("cong", m, a, m, b), ("length", size))

    def bisectors(self) -> Iterator[Sighting]:
        """Yield which lines bisect the angles of two others: of two at right angles, the inner."""
        for v in range(len(self.names)):
            through = [line for line in self.lines if v in line]
            for one, two in combinations(through, 2):
                found = [
                    x for x in through if x not in (one, two) and self._bisects(v, x, one, two)
                ]
                for x in sorted(found, key=lambda x: not self._is_inner(v, x, one, two))[:1]:
                    a, b, c = (next(p for p in line if p != v) for line in (one, x, two))
                    said = self.says("eqangle", v, a, v, b, v, b, v, c)
                    yield Sighting(said, ("bisectors", v, one, two))

    def _bisects(self, v: int, x: Line, one: Line, two: Line) -> bool:
        twice = 2 * self._turn(x) - self._turn(one) - self._turn(two)
        return abs(twice - round(twice)) < _NEAR and not self._is_axis(v, x, one, two)

    def _is_inner(self, v: int, x: Line, one: Line, two: Line) -> bool:
        """Tell whether a bisector runs between the rays to the first points of two lines."""
        a, b, c = (self.z[next(p for p in line if p != v)] - self.z[v] for line in (one, x, two))
        between = a / abs(a) + c / abs(c)
        return bool(abs((between * b.conjugate()).imag) < 1e-6 * abs(b))

    def _is_axis(self, v: int, x: Line, one: Line, two: Line) -> bool:
        """Tell whether x is the perpendicular bisector of two points, which then says all."""
        return any(
            self._equidistant(v, b, c) and any(self._equidistant(y, b, c) for y in x if y != v)
            for b in one
            for c in two
            if v not in (b, c)
        )

    def _equidistant(self, p: int, b: int, c: int) -> bool:
        return bool(abs(abs(self.z[p] - self.z[b]) - abs(self.z[p] - self.z[c])) < _NEAR)
