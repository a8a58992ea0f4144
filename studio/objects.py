"""The lines and circles of a problem, by their points, so that they follow when points move.

The language has points only: a line is two of them, a circle a centre and a point or three points.
Each is listed once, with all points that are known to lie on it. What a person has drawn through
points and no clause speaks of is written in comments, which every reader of the language passes
over: ``# draw line a b``, ``# draw circle o a``, ``# draw circle a b c``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.drawn_circles import circles_of
from porism.geometry.predicates import Draw, Predicate
from porism.geometry.problem import Clause, Problem

__all__ = ["objects_of", "objects_said"]

_DRAWN = re.compile(r"draw (line|circle) (\S+) (\S+)(?: (\S+))?\Z")


@dataclass
class _Circle:
    centre: str | None
    points: list[str] = field(default_factory=list)


class _Objects:
    def __init__(self) -> None:
        self.lines: list[list[str]] = []
        self.circles: list[_Circle] = []

    def line(self, *points: str) -> None:
        """Add a line through points, or the points to a line that has two of them."""
        new = list(dict.fromkeys(points))
        if len(new) < 2:
            return
        for line in self.lines:
            if len(set(line) & set(new)) >= 2:
                line.extend(p for p in new if p not in line)
                return
        self.lines.append(new)

    def about(self, centre: str, points: Iterable[str]) -> None:
        """Add a circle about a point."""
        new = [p for p in dict.fromkeys(points) if p != centre]
        for circle in self.circles:
            if circle.centre == centre and set(circle.points) & set(new):
                circle.points.extend(p for p in new if p not in circle.points)
                return
        self.circles.append(_Circle(centre, new))

    def through(self, points: Iterable[str]) -> None:
        """Add a circle through three points or more."""
        new = list(dict.fromkeys(points))
        for circle in self.circles:
            if len(set(circle.points) & set(new)) >= 3:
                circle.points.extend(p for p in new if p not in circle.points)
                return
        self.circles.append(_Circle(None, new))

    # --- what clauses and statements draw ------------------------------------------------

    def clause(self, clause: Clause) -> None:
        for construction in clause.constructions:
            row = CONSTRUCTIONS[construction.name]
            arguments = construction.arguments
            if row.outline:
                for i, point in enumerate(arguments):
                    self.line(arguments[i - 1], point)
            circles = circles_of(construction)
            for s in construction.premises:
                if s in circles:
                    self.about(circles[s][0], s.points)
                else:
                    self.statement(s)
        abouts = [_about(s) for s in clause.predicates]
        for s, centre in zip(clause.predicates, abouts, strict=True):
            if centre is not None and abouts.count(centre) > 1:
                self.about(centre, s.points)
            else:
                self.statement(s)

    def statement(self, s: Predicate, *, goal: bool = False) -> None:
        match s.kind.draw:
            case Draw.LINE:
                self.line(*s.points)
            case Draw.CIRCLE:
                self.through(s.points)
            case Draw.CIRCLE_ABOUT:
                self.about(s.points[0], s.points[1:])
            case Draw.SEGMENTS:
                self._segments(s)
            case Draw.GOAL_SEGMENTS if goal:
                self._segments(s)

    def _segments(self, s: Predicate) -> None:
        for a, b in zip(s.points[::2], s.points[1::2], strict=True):
            self.line(a, b)

    def drawn(self, comment: str, known: set[str]) -> None:
        found = _DRAWN.match(comment)
        if found is None:
            return
        kind, *names = (g for g in found.groups() if g is not None)
        if not known.issuperset(names) or len(set(names)) < len(names):
            return
        if kind == "line":
            self.line(*names)
        elif len(names) == 2:
            self.about(names[0], names[1:])
        else:
            self.through(names)


def objects_of(problem: Problem) -> dict[str, Any]:
    """Return the lines and circles of the clauses, and those that only the goals speak of."""
    found = _Objects()
    for clause in problem.all_clauses:
        found.clause(clause)
    for comment in problem.comments:
        found.drawn(comment, set(problem.points))
    return {**_listed(found), "goal": objects_said(problem.goals)}


def objects_said(statements: Iterable[Predicate]) -> dict[str, Any]:
    """Return the lines and circles that statements speak of."""
    found = _Objects()
    for statement in statements:
        found.statement(statement, goal=True)
    return _listed(found)


def _listed(found: _Objects) -> dict[str, Any]:
    _merge(found.lines)
    circles = [{"centre": c.centre, "points": c.points} for c in found.circles]
    return {"lines": found.lines, "circles": circles}


def _merge(lines: list[list[str]]) -> None:
    """Join lines that have come to share two points."""
    while True:
        pair = next(((x, y) for x, y in combinations(lines, 2) if len(set(x) & set(y)) > 1), None)
        if pair is None:
            return
        kept, gone = pair
        kept.extend(p for p in gone if p not in kept)
        lines.remove(gone)


def _about(s: Predicate) -> str | None:
    """Return the common point of the two segments of a ``cong``."""
    if s.name != "cong":
        return None
    common = set(s.points[:2]) & set(s.points[2:])
    return common.pop() if len(common) == 1 else None
