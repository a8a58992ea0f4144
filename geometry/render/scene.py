"""What to draw of a problem: segments, circles and marks, each once, and who asked for them.

Premises name lines and circles many times over. Pairs on one line are drawn as one stroke that
reaches from the first to the last of its points; a circle is drawn once. An object belongs to the
statement, to the auxiliary construction, to the goal, or to the proof, whichever names it first.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.drawn_circles import circles_of
from porism.geometry.predicates import Draw, Predicate, pairs_of
from porism.geometry.problem import Clause, Problem
from porism.geometry.render.outlines import Circle, Place, Stroke, outline
from porism.geometry.render.shapes import Shape

__all__ = ["Layer", "Object", "Scene", "scene_of"]

Layer = Literal["given", "aux", "goal"]
Coordinates = Mapping[str, Place]

_SAME = 1e-6  # relative to the figure
_LARGEST_CIRCLE = 20.0  # times the size of the figure; flatter arcs are not drawn
_MOST_TICKS = 4  # kinds of equal lengths that are marked; more of them nobody tells apart
_MOST_ALIKE = 6  # segments of one kind that are marked
_MOST_RIGHT = 8  # right angles that are marked


@dataclass(frozen=True)
class Object:
    """A shape of the figure and the layer it belongs to."""

    shape: Shape
    layer: Layer


@dataclass(frozen=True)
class Scene:
    """Everything but the points: what is drawn below them, in this order.

    ``objects`` are strokes and circles, ``marks`` right angles and equal segments.
    """

    objects: tuple[Object, ...]
    marks: tuple[Object, ...] = ()


def scene_of(problem: Problem, places: Coordinates, goals: Iterable[Predicate]) -> Scene:
    """Collect what the premises and ``goals`` speak of."""
    pen = _Pen(places)
    for clause in problem.clauses:
        pen.clause(clause, "given")
    for clause in problem.auxiliary:
        pen.clause(clause, "aux")
    for goal in goals:
        pen.statement(goal, "goal")
    return Scene(tuple(pen.objects), (*_right_angles(problem, pen), *_equal_lengths(problem, pen)))


class _Pen:
    def __init__(self, places: Coordinates) -> None:
        self.places = places
        xs, ys = zip(*places.values(), strict=True)
        self.size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
        self.objects: list[Object] = []
        self.centred: set[frozenset[str]] = set()  # radii that a circle shows to be equal

    # --- what a clause or statement draws -----------------------------------------------

    def clause(self, clause: Clause, layer: Layer) -> None:
        for construction in clause.constructions:
            arguments = construction.arguments
            definition = CONSTRUCTIONS[construction.name]
            if definition.outline:
                for i, point in enumerate(arguments):
                    self.segment((arguments[i - 1], point), layer)
            circles = circles_of(construction)
            legs = {
                frozenset(s.points): s
                for s in construction.premises
                if _shared(s) is not None and s not in circles and not definition.outline
            }
            for s in construction.premises:
                isosceles = legs.get(frozenset(s.points))
                if s in circles:
                    self.about(circles[s][0], s, layer)
                elif s.name == "eqangle" and isosceles is not None:
                    for pair in pairs_of(isosceles.points):  # its base need not be drawn
                        self.segment(pair, layer)
                elif s.name != "cong":
                    self.statement(s, layer)
        centres = [_shared(s) for s in clause.predicates]
        for s, centre in zip(clause.predicates, centres, strict=True):
            if centre is not None and (centres.count(centre) > 1 or centre not in clause.points):
                self.about(centre, s, layer)
            else:
                self.statement(s, layer)

    def statement(self, s: Predicate, layer: Layer) -> None:
        points, draw = s.points, s.kind.draw
        if draw is Draw.LINE:
            self.segment(points, layer)
        elif draw is Draw.CIRCLE:
            self.circle(Shape("circle", points), layer)
        elif draw is Draw.CIRCLE_ABOUT:
            self.circle(Shape("about", points[:2]), layer)
        elif draw is Draw.SEGMENTS or (draw is Draw.GOAL_SEGMENTS and layer == "goal"):
            for pair in pairs_of(points):
                self.segment(pair, layer)

    def about(self, centre: str, equal: Predicate, layer: Layer) -> None:
        rim = [p for p in equal.points if p != centre]
        self.centred |= {frozenset((centre, p)) for p in rim}
        self.circle(Shape("about", (centre, rim[0])), layer)

    # --- objects ------------------------------------------------------------------------

    def segment(self, points: tuple[str, ...], layer: Layer) -> None:
        """Add a stroke through points of one line, or lengthen the one that is there."""
        if not self.long(points):
            return
        for i, known in enumerate(self.objects):
            old = known.shape
            if old.kind != "stroke" or (layer == "goal") != (known.layer == "goal"):
                continue  # the goal is drawn over the others
            if not self.straight((*old.points, *points)):
                continue
            both = tuple(dict.fromkeys((*old.points, *points)))
            if layer == known.layer or self.spans(old.points, points):
                self.objects[i] = Object(Shape("stroke", both), known.layer)
                return
        self.objects.append(Object(Shape("stroke", tuple(dict.fromkeys(points))), layer))

    def long(self, points: Iterable[str]) -> bool:
        return any(
            math.dist(self.places[a], self.places[b]) > _SAME * self.size
            for a, b in combinations(points, 2)
        )

    def straight(self, points: tuple[str, ...]) -> bool:
        """Tell whether the points lie on one line, two of them being apart."""
        places = [self.places[p] for p in dict.fromkeys(points)]
        a, b = max(combinations(places, 2), key=lambda pair: math.dist(*pair))
        length = math.dist(a, b)
        return all(
            abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))
            < _SAME * self.size * length
            for p in places
        )

    def spans(self, old: tuple[str, ...], new: tuple[str, ...]) -> bool:
        """Tell whether the stroke of the old points covers the new ones."""
        whole = outline(Shape("stroke", old), self.places)
        both = outline(Shape("stroke", (*old, *new)), self.places)
        assert isinstance(whole, Stroke) and isinstance(both, Stroke)
        slack = _SAME * self.size
        return math.dist(both.start, both.end) <= math.dist(whole.start, whole.end) + slack

    def circle(self, shape: Shape, layer: Layer) -> None:
        new = outline(shape, self.places)
        if not isinstance(new, Circle):
            return
        if not _SAME * self.size < new.radius < _LARGEST_CIRCLE * self.size:
            return
        for known in self.objects:
            old = outline(known.shape, self.places)
            if not isinstance(old, Circle) or (layer == "goal") != (known.layer == "goal"):
                continue
            apart = math.dist(old.centre, new.centre) + abs(old.radius - new.radius)
            if apart < _SAME * self.size:
                return
        self.objects.append(Object(shape, layer))


def _shared(s: Predicate) -> str | None:
    """Return the common point of the two segments of a ``cong``."""
    if s.name != "cong":
        return None
    common = set(s.points[:2]) & set(s.points[2:])
    return common.pop() if len(common) == 1 else None


# --- marks ---------------------------------------------------------------------------------------


def _right_angles(problem: Problem, pen: _Pen) -> list[Object]:
    """Mark the right angles of the statement, each corner once for the same two lines."""
    found: list[Object] = []
    seen: set[tuple[int, int]] = set()
    for clauses, layer in ((problem.clauses, "given"), (problem.auxiliary, "aux")):
        for s in (s for clause in clauses for s in clause.premises if s.name == "perp"):
            mark = outline(Shape("right", s.points), pen.places)
            if mark is None or len(found) >= _MOST_RIGHT:
                continue
            assert not isinstance(mark, (Circle, Stroke))
            at = tuple(round(v / (pen.size * 1e-3)) for v in mark.corner)
            if (at[0], at[1]) not in seen:
                seen.add((at[0], at[1]))
                found.append(
                    Object(Shape("right", s.points), "given" if layer == "given" else "aux")
                )
    return found


def _equal_lengths(problem: Problem, pen: _Pen) -> list[Object]:
    """Mark segments that the statement makes equal, those that are drawn and no circle shows."""
    kinds: list[set[frozenset[str]]] = []
    for clause in problem.clauses:
        for s in clause.premises:
            if s.name == "cong":
                pairs = {frozenset(pair) for pair in pairs_of(s.points)}
            elif s.name == "midp":
                m, a, b = s.points
                pairs = {frozenset((m, a)), frozenset((m, b))}
            else:
                continue
            joined = [kind for kind in kinds if kind & pairs]
            kinds = [kind for kind in kinds if not kind & pairs] + [pairs.union(*joined)]
    found: list[Object] = []
    count = 0
    for kind in kinds:
        shown = [
            pair
            for pair in sorted(map(sorted, kind))
            if len(pair) == 2 and frozenset(pair) not in pen.centred and _drawn(pair, pen)
        ]
        if 2 <= len(shown) <= _MOST_ALIKE and count < _MOST_TICKS:
            count += 1
            found += [Object(Shape("ticks", tuple(pair), count), "given") for pair in shown]
    return found


def _drawn(pair: list[str], pen: _Pen) -> bool:
    return pen.long(pair) and any(
        known.shape.kind == "stroke"
        and pen.straight((*known.shape.points, *pair))
        and pen.spans(known.shape.points, (pair[0], pair[1]))
        for known in pen.objects
    )
