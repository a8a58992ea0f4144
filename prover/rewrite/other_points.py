"""Auxiliary points that a person would rather introduce than those that the search found.

A search names a point by the first two loci that meet in it; a reader wants the circumcentre, the
midpoint, the foot or the intersection of two lines that it is. Which of these a point is, the
closed figure knows. And where a proof has no auxiliary points at all, those that school teaches
first are tried: in a long one the midpoints of chords, and in one in which the figure has to decide
the points in which lines through a point of a circle meet it again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, count

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.forms import lines_of
from porism.geometry.measure.plane import cross
from porism.geometry.predicates import Form, Predicate
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.prover.rewrite.universe import Universe

__all__ = ["Setting", "with_chords_completed", "with_chords_halved", "with_other_names"]

Setting = tuple[Problem, Coordinates]
"""A problem with auxiliary points, and where all points are."""

_Call = tuple[str, tuple[str, ...]]

_WELCOME = ("midpoint", "circumcenter", "foot", "intersection_ll")
"""Definitions of one point, the welcome ones first; all others come after them."""

Place = tuple[float, float]

_APART = 1e-4  # how far the end of a chord is from all other points at least, and at most, by the
_FAR = 100.0  # distance of the two points of its line: others are no help to read a figure
_FEWEST_ON_A_CIRCLE = 4
_ENOUGH_FOR_A_CIRCLE = 3
_MOST_CHORDS = 4


def with_other_names(universe: Universe) -> Iterator[Setting]:
    """Yield the problem of a closed figure with one auxiliary point defined otherwise each time."""
    closure = universe.closure
    problem, auxiliary = closure.problem, closure.problem.auxiliary
    for place, clause in enumerate(auxiliary):
        if len(clause.points) == 1 and clause.constructions and not clause.predicates:
            known = [p for c in (*problem.clauses, *auxiliary[:place]) for p in c.points]
            found = _Definitions(universe, clause.points[0], known).better_than(clause)
            if found is not None:
                changed = (*auxiliary[:place], found, *auxiliary[place + 1 :])
                yield replace(problem, auxiliary=changed), closure.coordinates


def with_chords_halved(universe: Universe) -> Iterator[Setting]:
    """Yield the problem of a closed figure with the midpoints of the chords that it draws.

    A chord is drawn where a point of the figure is on its line, and a midpoint worth a name where
    the centre of its circle has one: the two and the other chords then make right angles.
    """
    problem, places = universe.closure.problem, universe.closure.coordinates
    points, chords = problem.points, dict[tuple[str, str], None]()
    for o in points:
        for group in _equidistant(universe, o, points):
            if len(group) >= _FEWEST_ON_A_CIRCLE:
                chords.update(dict.fromkeys(combinations(group, 2)))
    halved = {s.points[1:] for s in universe.of_kind["midp"]}
    drawn = {s.points[:i] + s.points[i + 1 :] for s in universe.of_kind["coll"] for i in range(3)}
    wanted = [c for c in chords if c in drawn or c[::-1] in drawn]
    wanted = [c for c in wanted if c not in halved and c[::-1] not in halved][:_MOST_CHORDS]
    if not wanted:
        return
    free = (name for name in (f"x{i}" for i in count(1)) if name not in points)
    made, at = [], dict(places)
    for a, b in wanted:
        x = next(free)
        made.append(_clause(x, [("midpoint", (x, a, b))]))
        (ax, ay), (bx, by) = places[a], places[b]
        at[x] = (ax + bx) / 2, (ay + by) / 2
    yield problem.with_auxiliary(made), at


def with_chords_completed(universe: Universe) -> Iterator[Setting]:
    """Yield the problem of a closed figure with lines that it speaks of made chords.

    These are lines of which one point is known to be on a circle, and that have no name yet for
    where they meet it again.
    """
    problem, places = universe.closure.problem, dict(universe.closure.coordinates)
    said = [*(s for c in problem.clauses for s in c.premises), *problem.goals]
    lines = dict.fromkeys(pair for s in said if s.kind.form is Form.PAIRS for pair in lines_of(s))
    free = (name for name in (f"x{i}" for i in count(1)) if name not in places)
    made: list[Clause] = []
    apart = universe.numbers.apart
    for circle in _circles(universe):
        for a, b in lines:
            if len({a, b} & circle) != 1 or len(made) == _MOST_CHORDS:
                continue
            p, q = (a, b) if a in circle else (b, a)
            others = [r for r in sorted(circle) if apart(p, r)]
            if not apart(p, q) or len(others) < _ENOUGH_FOR_A_CIRCLE - 1:
                continue
            if any(universe.holds(Predicate("coll", (p, q, r))) for r in others):
                continue
            at = _met_again(places[p], places[q], *(places[r] for r in others[:2]))
            near = [abs(at - complex(*place)) for place in places.values()]
            one = math.dist(places[p], places[q])
            if min(near) > _APART * one and max(near) < _FAR * one:
                x, rim = next(free), [r for r in problem.points if r in circle][:3]
                made.append(_clause(x, [("on_line", (x, p, q)), ("on_circum", (x, *rim))]))
                places[x] = at.real, at.imag
    if made:
        yield problem.with_auxiliary(made), places


def _circles(universe: Universe) -> list[frozenset[str]]:
    """Return the circles of four known points, each with all points known to be on it."""
    found: list[set[str]] = []
    for s in universe.of_kind["cyclic"]:
        for circle in found:
            if len(circle & set(s.points)) >= _ENOUGH_FOR_A_CIRCLE:
                circle.update(s.points)
                break
        else:
            found.append(set(s.points))
    return [frozenset(circle) for circle in found]


def _met_again(p: Place, q: Place, r: Place, s: Place) -> complex:
    """Return where the line pq meets the circle prs again; p itself where it touches it."""
    origin = complex(*p)
    line, one, other = (complex(*at) - origin for at in (q, r, s))
    # inversion in a circle about p makes of the circle a line, and of the other line itself
    one, other = 1 / one.conjugate(), 1 / other.conjugate()
    along = other - one
    reach = cross(one, along) / cross(line, along) if cross(line, along) else 0.0
    return origin + 1 / (line * reach).conjugate() if reach else origin


def _clause(x: str, calls: Sequence[_Call]) -> Clause:
    return Clause((x,), tuple(CONSTRUCTIONS[name].apply(points) for name, points in calls))


def _equidistant(universe: Universe, o: str, points: Sequence[str]) -> list[list[str]]:
    """Return the points that are known to be equally far from ``o``, in groups."""
    groups: list[list[str]] = []
    for p in points:
        if p != o:
            for group in groups:
                if universe.holds(Predicate("cong", (o, group[0], o, p))):
                    group.append(p)
                    break
            else:
                groups.append([p])
    return groups


class _Definitions:
    """How one point could be defined by those before it."""

    def __init__(self, universe: Universe, x: str, known: Sequence[str]) -> None:
        self.universe, self.x, self.known = universe, x, known

    def better_than(self, clause: Clause) -> Clause | None:
        """Return the most welcome definition, None where that of ``clause`` is as welcome."""
        names = [c.name for c in clause.constructions]
        names = ["intersection_ll"] if names == ["on_line", "on_line"] else names
        for name in _WELCOME:
            if [name] == names:
                return None
            for points in getattr(self, name)():
                made = _clause(self.x, [(name, (self.x, *points))])
                if all(map(self.universe.clear, made.conditions)):
                    return made
        return None

    def says(self, kind: str, *points: str) -> bool:
        return self.universe.holds(Predicate(kind, points))

    def circumcenter(self) -> Iterator[tuple[str, ...]]:
        for group in _equidistant(self.universe, self.x, self.known):
            yield from combinations(group, 3)

    def midpoint(self) -> Iterator[tuple[str, ...]]:
        return (t for t in combinations(self.known, 2) if self.says("midp", self.x, *t))

    def lines(self) -> list[tuple[str, str]]:
        """Return the lines through the point, each by two points before it."""
        found: list[tuple[str, str]] = []
        for a, b in combinations(self.known, 2):
            if self.says("coll", self.x, a, b):
                if not any(self.says("coll", self.x, a, c) for c, _ in found if c != a):
                    if all(a != c for c, _ in found):
                        found.append((a, b))
        return found

    def foot(self) -> Iterator[tuple[str, ...]]:
        for line in self.lines():
            for a in self.known:
                if a not in line and self.says("perp", self.x, a, *line):
                    yield (a, *line)

    def intersection_ll(self) -> Iterator[tuple[str, ...]]:
        return ((*one, *other) for one, other in combinations(self.lines(), 2))
