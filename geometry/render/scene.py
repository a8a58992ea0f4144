"""What to draw of a problem: segments and circles, each once, and who asked for them.

Premises name lines and circles many times over. Pairs on one line are drawn as one segment
that reaches from the first to the last of its points; a circle is drawn once. An object belongs
to the statement, to the auxiliary construction or to the goal, whichever names it first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.measure.plane import circumcentre, cross
from porism.geometry.predicates import Draw, Predicate
from porism.geometry.problem import Clause, Problem

__all__ = ["Disc", "Layer", "Scene", "Stroke", "scene_of"]

Layer = Literal["given", "aux", "goal"]
Place = tuple[float, float]
Coordinates = Mapping[str, Place]

_SAME = 1e-6  # relative to the figure
_LARGEST_CIRCLE = 20.0  # times the size of the figure; flatter arcs are not drawn


@dataclass(frozen=True)
class Stroke:
    """A segment."""

    start: Place
    end: Place
    layer: Layer


@dataclass(frozen=True)
class Disc:
    """A circle."""

    centre: Place
    radius: float
    layer: Layer


@dataclass(frozen=True)
class Scene:
    """Everything but the points."""

    strokes: tuple[Stroke, ...]
    discs: tuple[Disc, ...]


def scene_of(problem: Problem, places: Coordinates, goals: Iterable[Predicate]) -> Scene:
    """Collect what the premises and ``goals`` speak of."""
    pen = _Pen(places)
    for layer, clauses in (("given", problem.clauses), ("aux", problem.auxiliary)):
        for clause in clauses:
            pen.clause(clause, "given" if layer == "given" else "aux")
    for goal in goals:
        pen.statement(goal, "goal")
    return Scene(tuple(pen.strokes()), tuple(pen.discs))


@dataclass
class _Line:
    """A line and the stretch of it that is drawn, measured along ``direction``."""

    base: Place
    direction: Place
    low: float
    high: float
    layer: Layer

    def stroke(self) -> Stroke:
        (x, y), (dx, dy) = self.base, self.direction
        return Stroke(
            (x + self.low * dx, y + self.low * dy),
            (x + self.high * dx, y + self.high * dy),
            self.layer,
        )


class _Pen:
    def __init__(self, places: Coordinates) -> None:
        self.places = places
        xs, ys = zip(*places.values(), strict=True)
        self.size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
        self.lines: list[_Line] = []
        self.discs: list[Disc] = []

    def strokes(self) -> Iterator[Stroke]:
        return (line.stroke() for line in self.lines)

    # --- what a clause or statement draws -----------------------------------------------

    def clause(self, clause: Clause, layer: Layer) -> None:
        for construction in clause.constructions:
            arguments = construction.arguments
            definition = CONSTRUCTIONS[construction.name]
            if definition.outline:
                for i, point in enumerate(arguments):
                    self.segment(arguments[i - 1], point, layer)
            about = dict(zip(definition.points, arguments, strict=True)).get(definition.centre)
            for s in construction.premises:
                centre = _shared(s)
                if centre is not None and centre == about:
                    self.around(centre, next(p for p in s.points if p != centre), layer)
                elif s.name != "cong":
                    self.statement(s, layer)
        centred = [_shared(s) for s in clause.predicates]
        for s, centre in zip(clause.predicates, centred, strict=True):
            if centre is not None and (centred.count(centre) > 1 or centre not in clause.points):
                self.around(centre, next(p for p in s.points if p != centre), layer)
            else:
                self.statement(s, layer)

    def statement(self, s: Predicate, layer: Layer) -> None:
        points, draw = s.points, s.kind.draw
        if draw is Draw.LINE:
            a, b = max(combinations(points, 2), key=lambda pair: self.distance(*pair))
            self.segment(a, b, layer)
        elif draw is Draw.CIRCLE:
            self.through(points, layer)
        elif draw is Draw.CIRCLE_ABOUT:
            self.around(points[0], points[1], layer)
        elif draw is Draw.SEGMENTS or (draw is Draw.GOAL_SEGMENTS and layer == "goal"):
            for a, b in zip(points[::2], points[1::2], strict=True):
                self.segment(a, b, layer)

    # --- objects ------------------------------------------------------------------------

    def distance(self, a: str, b: str) -> float:
        return math.dist(self.places[a], self.places[b])

    def segment(self, a: str, b: str, layer: Layer) -> None:
        p, q = self.places[a], self.places[b]
        length = math.dist(p, q)
        if length < _SAME * self.size:
            return
        for line in self.lines:
            if layer == "goal" != line.layer:
                continue  # the goal is drawn over the others
            (x, y), (dx, dy) = line.base, line.direction
            along = [(r[0] - x) * dx + (r[1] - y) * dy for r in (p, q)]
            off = [abs((r[0] - x) * dy - (r[1] - y) * dx) for r in (p, q)]
            if max(off) < _SAME * self.size:
                low, high = min(line.low, *along), max(line.high, *along)
                if layer == line.layer or (low, high) == (line.low, line.high):
                    line.low, line.high = low, high
                    return
                if min(along) >= line.low - _SAME and max(along) <= line.high + _SAME:
                    return
        direction = ((q[0] - p[0]) / length, (q[1] - p[1]) / length)
        self.lines.append(_Line(p, direction, 0.0, length, layer))

    def around(self, centre: str, rim: str, layer: Layer) -> None:
        self.disc(self.places[centre], self.distance(centre, rim), layer)

    def through(self, points: Iterable[str], layer: Layer) -> None:
        a, b, c = [complex(*self.places[p]) for p in points][:3]
        if abs(2 * cross(b - a, c - a)) < (_SAME * self.size) ** 2:
            return
        centre = circumcentre(a, b, c)
        self.disc((centre.real, centre.imag), abs(centre - a), layer)

    def disc(self, centre: Place, radius: float, layer: Layer) -> None:
        if not _SAME * self.size < radius < _LARGEST_CIRCLE * self.size:
            return
        for disc in self.discs:
            if layer == "goal" != disc.layer:
                continue
            if math.dist(disc.centre, centre) + abs(disc.radius - radius) < _SAME * self.size:
                return
        self.discs.append(Disc(centre, radius, layer))


def _shared(s: Predicate) -> str | None:
    """Return the common point of the two segments of a ``cong``."""
    if s.name != "cong":
        return None
    common = set(s.points[:2]) & set(s.points[2:])
    return common.pop() if len(common) == 1 else None
