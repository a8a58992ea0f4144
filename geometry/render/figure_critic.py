"""What is said against a figure: what makes it hard to see, or unlike the one of a contest."""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise, takewhile

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.measure.plane import cross
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.render.outlines import Circle, Stroke, outline
from porism.geometry.render.scene import scene_of
from porism.geometry.render.shapes import Shape

__all__ = ["Critic", "extent", "first_polygon"]

Points = Mapping[str, complex]

# What counts against a figure, in units of its size (points and lines) or degrees (angles).
_APART = 0.085  # two points
_CLEAR = 0.04  # a point and a line or circle it is not on
_ANGLE = 14.0  # two lines through a point
_SLIM, _OBTUSE = 42.0, 80.0  # angles of the triangle that the statement begins with
_ALIKE = 0.05  # relative difference of two lines that are not equal by the statement
_EQUAL = 6.0  # by how much its angles differ at least
_WEIGHTS = {
    "apart": 5.0,
    "clear": 2.5,
    "angle": 1.5,
    "corner": 4.0,
    "outside": 2.0,
    "aspect": 2.0,
    "spread": 2.0,
    "circle": 2.0,
    "convex": 3.0,
    "crossed": 0.12,
    "hull": 0.4,
    "alike": 0.25,
}


class Critic:
    """Judges figures of one problem, whose objects are those of a sample figure."""

    def __init__(self, problem: Problem, sample: Coordinates) -> None:
        self.problem = problem
        scene = scene_of(problem, dict(sample), problem.goals)
        self.shapes = tuple(known.shape for known in scene.objects)
        self.triples = _in_order(problem)
        self.polygon = first_polygon(problem)
        self.ring = max(self.polygon, _first_ring(problem), key=len)
        self.equal = self._equal_lengths(self._lengths(sample))
        self.same = _together({p: complex(*place) for p, place in sample.items()})

    def penalty(self, at: Points) -> float:
        """Return how much is to be said against a figure, 0 for a perfect one."""
        size = extent(at.values())
        places = {p: (z.real, z.imag) for p, z in at.items()}
        outlines = [(s, outline(s, places)) for s in self.shapes]
        parts = {
            "apart": self._apart(at, size),
            "clear": self._clear(at, size, outlines),
            "angle": self._angles(at),
            "corner": self._corners(at),
            "outside": self._outside(at),
            "aspect": _aspect(at),
            "spread": _spread(at, self.polygon),
            "circle": sum(
                max(0.0, o.radius / size - 0.62) for _, o in outlines if isinstance(o, Circle)
            ),
            "convex": self._convex(at),
            "hull": self._hull(at),
            "alike": self._alike(places),
            "crossed": _crossings([o for _, o in outlines if isinstance(o, Stroke)]),
        }
        return round(sum(_WEIGHTS[name] * value for name, value in parts.items()), 9)

    def _apart(self, at: Points, size: float) -> float:
        total = 0.0
        for p, q in combinations(at, 2):
            if frozenset((p, q)) not in self.same:
                total += _lack(abs(at[p] - at[q]) / size, _APART)
        return total

    def _clear(self, at: Points, size: float, outlines: Sequence[tuple[Shape, object]]) -> float:
        total = 0.0
        for shape, found in outlines:
            for p, z in at.items():
                if p in shape.points:
                    continue
                if isinstance(found, Circle):
                    gap = abs(abs(z - complex(*found.centre)) - found.radius) / size
                elif isinstance(found, Stroke):
                    gap = _to_segment(z, complex(*found.start), complex(*found.end)) / size
                else:
                    continue
                if gap > 1e-7:
                    total += _lack(gap, _CLEAR)
        return total

    def _angles(self, at: Points) -> float:
        """Lines through a common point that nearly coincide."""
        total = 0.0
        for one, other in combinations((s for s in self.shapes if s.kind == "stroke"), 2):
            if not set(one.points) & set(other.points):
                continue
            u, v = (_direction([at[p] for p in s.points]) for s in (one, other))
            if u and v:
                sine = abs((u.conjugate() * v).imag)
                degrees = math.degrees(math.asin(min(1.0, sine)))
                if degrees > 1e-5:
                    total += _lack(degrees, _ANGLE)
        return total

    def _corners(self, at: Points) -> float:
        """The triangle of the statement: acute, not slim, not isosceles by accident."""
        if len(self.polygon) != 3:
            return 0.0
        angles = sorted(_three_angles(*(at[p] for p in self.polygon)))
        total = max(0.0, _SLIM - angles[0]) / 20 + max(0.0, angles[2] - _OBTUSE) / 20
        gaps = [b - a for a, b in pairwise(angles)]
        return total + sum(0.5 * _lack(gap, _EQUAL) for gap in gaps if gap > 1e-6)

    def _outside(self, at: Points) -> float:
        """Points of a line that are not between the two that name it, by how far they are off."""
        total = 0.0
        for x, a, b in self.triples:
            base = at[b] - at[a]
            if base:
                t = ((at[x] - at[a]) / base).real
                off = max(0.0, -t, t - 1.0)
                total += min(2.0, off) * 0.5 + 0.25 * (off > 0)
        return total

    def _convex(self, at: Points) -> float:
        if len(self.ring) < 4:
            return 0.0
        z = [at[p] for p in self.ring]
        turns = [
            ((z[i - 1] - z[i - 2]).conjugate() * (z[i] - z[i - 1])).imag for i in range(len(z))
        ]
        return float(min(sum(t > 0 for t in turns), sum(t < 0 for t in turns)))

    def _lengths(self, places: Coordinates) -> list[float]:
        found = (outline(shape, places) for shape in self.shapes)
        return [math.dist(o.start, o.end) if isinstance(o, Stroke) else 0.0 for o in found]

    def _equal_lengths(self, lengths: Sequence[float]) -> set[tuple[int, int]]:
        """Return the pairs of lines that are equal, which they are in every figure then."""
        return {
            (i, j)
            for i, j in combinations(range(len(lengths)), 2)
            if abs(lengths[i] - lengths[j]) <= 1e-6 * max(lengths[i], lengths[j])
        }

    def _alike(self, places: Coordinates) -> float:
        """Lines that are equal by accident, as in a figure more symmetric than it need be."""
        lengths = self._lengths(places)
        return sum(
            _lack(abs(lengths[i] - lengths[j]) / max(lengths[i], lengths[j]), _ALIKE)
            for i, j in combinations(range(len(lengths)), 2)
            if lengths[i] and lengths[j] and (i, j) not in self.equal
        )

    def _hull(self, at: Points) -> float:
        """Points of the statement outside of the polygon that it begins with."""
        if len(self.ring) < 4:
            return 0.0
        corners = [at[p] for p in self.ring]
        others = [at[p] for clause in self.problem.clauses for p in clause.points]
        return float(sum(_outside(z, corners) for z in others if z not in corners))


def _outside(z: complex, corners: Sequence[complex]) -> bool:
    """Tell whether a point is outside of a convex polygon."""
    turns = [cross(b - a, z - a) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True)]
    return min(turns) < 0 < max(turns)


def _crossings(strokes: Sequence[Stroke]) -> float:
    """Count pairs of strokes that cross each other, ends not counted."""
    count = 0
    for one, other in combinations(strokes, 2):
        a, b, c, d = (complex(*z) for z in (one.start, one.end, other.start, other.end))
        limit = 1e-6 * abs(b - a) * abs(d - c)
        left, right = cross(b - a, c - a), cross(b - a, d - a)
        up, down = cross(d - c, a - c), cross(d - c, b - c)
        if left * right < 0 and up * down < 0 and min(map(abs, (left, right, up, down))) > limit:
            count += 1
    return float(count)


def _lack(value: float, wanted: float) -> float:
    """Say by how much a value is too small: 0 from what is wanted on, more and more below it."""
    return max(0.0, 1.0 - value / wanted) ** 2 * (1 + max(0.0, 0.4 - value / wanted) * 6)


def _to_segment(p: complex, a: complex, b: complex) -> float:
    d = b - a
    if not d:
        return abs(p - a)
    t = min(1.0, max(0.0, ((p - a) / d).real))
    return abs(p - a - t * d)


def _direction(z: Sequence[complex]) -> complex:
    far = max(z, key=lambda w: abs(w - z[0]))
    return (far - z[0]) / abs(far - z[0]) if far != z[0] else 0j


def _three_angles(a: complex, b: complex, c: complex) -> tuple[float, float, float]:
    def corner(x: complex, y: complex, z: complex) -> float:
        if x in (y, z):
            return 0.0
        return abs(math.degrees(cmath.phase((y - x) / (z - x)))) if z != x else 0.0

    return corner(a, b, c), corner(b, c, a), corner(c, a, b)


def _aspect(at: Points) -> float:
    xs, ys = [z.real for z in at.values()], [z.imag for z in at.values()]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    ratio = min(wide, high) / max(wide, high, 1e-300)
    return max(0.0, 0.6 - ratio) * 2


def _spread(at: Points, polygon: Sequence[str]) -> float:
    """How much larger the whole is than what the statement begins with."""
    if len(polygon) < 3:
        return 0.0
    ratio = extent(at.values()) / max(extent(at[p] for p in polygon), 1e-300)
    return min(4.0, max(0.0, ratio - 1.35))


def _together(at: Points) -> frozenset[frozenset[str]]:
    size = extent(at.values())
    return frozenset(
        frozenset(pair)
        for pair in combinations(at, 2)
        if abs(at[pair[0]] - at[pair[1]]) < 1e-6 * size
    )


def first_polygon(problem: Problem) -> tuple[str, ...]:
    """Return the corners of the polygon that the statement begins with."""
    for clause in problem.clauses:
        for c in clause.constructions:
            if CONSTRUCTIONS[c.name].outline and set(c.arguments) == set(clause.points):
                return c.arguments if len(c.arguments) > 2 else ()
    ring = _first_ring(problem)
    return ring if len(ring) == 3 else ()


def _first_ring(problem: Problem) -> tuple[str, ...]:
    """Return the free points that a statement begins with, if their names follow each other.

    Nobody calls points A, B, C, D in this order who does not mean a convex quadrilateral.
    """
    first: list[str] = []
    for clause in problem.clauses:
        if _decided(clause) or any(s.name == "coll" for s in clause.premises):
            break
        first += clause.points
    ring = list(takewhile(lambda p: ord(p[0]) - ord(first[0][0]) == first.index(p), first))
    return tuple(ring) if len(ring) > 2 else ()


def _decided(clause: Clause) -> bool:
    """Tell whether a clause leaves its points no freedom."""
    if len(clause.constructions) + len(clause.predicates) > 1:
        return True
    return any(not CONSTRUCTIONS[c.name].freedom for c in clause.constructions)


def _in_order(problem: Problem) -> tuple[tuple[str, str, str], ...]:
    """Return the points that a statement puts on lines, with the two older points of the line."""
    order = {p: i for i, p in enumerate(problem.points)}
    found: dict[tuple[str, str, str], None] = {}
    for clause in problem.clauses:
        for s in clause.premises:
            if s.name == "coll" and len(s.points) == 3 and len(set(s.points)) == 3:
                a, b, x = sorted(s.points, key=order.__getitem__)
                if x in clause.points and not {a, b} & set(clause.points):
                    found[x, a, b] = None
    return tuple(found)


def extent(places: Iterable[complex]) -> float:
    """Return the larger side of the box around the places; 1 where all are one."""
    z = list(places)
    xs, ys = [w.real for w in z], [w.imag for w in z]
    return max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
