"""The numerical half of the checker: figures in high precision, and steps measured in them.

A proof is believed on its exact half (:mod:`porism.geometry.checker.check`). The figures answer
the three questions that names and equations cannot: which whole number of half-turns an equation
has, whether the facts of order and side hold, and whether all this is so in other figures of the
same problem too, or only in the one that the proof brought along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from random import Random
from typing import Any, Literal

import mpmath
import numpy as np

from porism.geometry.equations import Equation
from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import Diagram, draw_fresh, refine
from porism.geometry.figure.system import System
from porism.geometry.forms import lines_of
from porism.geometry.measure.truth import holds, residual
from porism.geometry.measure.turns import turns
from porism.geometry.predicates import Pair, Predicate
from porism.geometry.problem import Clause, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Step
from porism.geometry.rules import Rule
from porism.geometry.words import sentence

__all__ = [
    "Deviation",
    "Figure",
    "divides_angle",
    "figure_of",
    "fresh_figures",
    "is_constructible",
    "measure",
]

_APART = 1e-9  # relative to the figure: closer points are at the same place
_ROUGH = 1e-6  # coordinates of a proof satisfy its premises at least so well
_LARGEST = 1e9  # no coordinate exceeds this
_AMPLIFIED = 1e7  # how much larger than a premise's error the error of a conclusion may be
_DEPENDENT = 1e-7  # singular value below which demands are dependent, in units of the figure
_NUDGES = (1e-2, 1e-3, 1e-4)  # of the size of the figure, for figures near the given one


@dataclass(frozen=True)
class Figure:
    """Coordinates as :class:`mpmath.mpf`, and what counts as zero in them.

    ``origin`` says in words where the figure comes from.
    """

    coords: Mapping[str, tuple[Any, Any]]
    tolerance: Any
    size: Any
    origin: str

    def together(self, pair: Pair) -> bool:
        """Tell whether two points are at the same place."""
        (ax, ay), (bx, by) = self.coords[pair[0]], self.coords[pair[1]]
        return bool(abs(ax - bx) + abs(ay - by) <= _APART * self.size)

    def turns(self, equation: Equation) -> int | None:
        """Return the turns of an angle equation, None where it does not hold."""
        number, rest = turns(equation, self.coords)
        return number if abs(rest) < _ROUGH else None

    def true(self, statement: Predicate) -> bool:
        """Tell whether a statement holds, to the precision of the figure."""
        return bool(residual(statement, self.coords) <= self.tolerance)

    def condition(self, statement: Predicate) -> bool:
        """Tell whether a figure-only statement holds, clearly; not where points coincide."""
        if any(self.together(pair) for pair in lines_of(statement)):
            return False
        return holds(statement, self.coords)

    def first_coincidence(self) -> Pair | None:
        """Return the first two points that are at the same place."""
        return next((pair for pair in combinations(self.coords, 2) if self.together(pair)), None)


def figure_of(
    problem: Problem, coords: Mapping[str, tuple[float, float]], digits: int, origin: str
) -> Figure:
    """Refine coordinates to ``digits`` digits; raise FigureError where they are no figure."""
    for name, place in coords.items():
        if not all(abs(v) < _LARGEST for v in place):  # also refuses nan
            raise FigureError(f"the coordinates of {name} are not numbers of a sane size")
    for statement in problem.premises:
        if not residual(statement, coords) < _ROUGH:
            raise FigureError(f"the coordinates do not satisfy the premise '{statement}'")
    places = refine(problem, coords, digits)
    error = max((residual(s, places) for s in problem.premises), default=mpmath.mpf(0))
    if not error < _ROUGH / _AMPLIFIED:
        raise FigureError("the premises cannot be satisfied exactly near the coordinates")
    xs, ys = zip(*places.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    if not size > 0:
        raise FigureError("all points of the figure are at one place")
    tolerance = max(mpmath.mpf(10) ** (-(2 * digits) // 3), error * _AMPLIFIED)
    return Figure(places, tolerance, size, origin)


def fresh_figures(
    problem: Problem, given: Figure, count: int, digits: int, seed: int
) -> list[Figure]:
    """Return figures of the same problem: one close to ``given``, then ``count`` drawn anew.

    The close one has the same order and sides but none of the accidents of the given one.
    Figures that cannot be had are left out.
    """
    found: list[Figure] = []
    for figure in _nearby(problem, given, digits, seed):
        found.append(figure)
        break
    for number, drawn in enumerate(_drawn(problem, given, count, seed), start=1):
        try:
            found.append(figure_of(problem, drawn, digits, f"fresh figure {number}"))
        except FigureError:
            continue
    return found


def _drawn(
    problem: Problem, given: Figure, count: int, seed: int
) -> list[Mapping[str, tuple[float, float]]]:
    """Draw the premises alone: a figure must not be chosen for making the goal true."""
    premises = replace(problem, goals=())
    places = {name: (float(x), float(y)) for name, (x, y) in given.coords.items()}
    kinds: tuple[Literal["constructed", "solved"], ...] = ("constructed", "solved")
    for kind in kinds:
        try:
            drawn = draw_fresh(premises, Diagram(places, kind=kind), count, seed)
        except (FigureError, RefutedError):
            continue
        return [diagram.coordinates for diagram in drawn]
    return []


def _nearby(problem: Problem, given: Figure, digits: int, seed: int) -> Iterator[Figure]:
    """Nudge every point at random, then let the premises pull the figure together again."""
    random = Random(f"nearby {seed}")
    start = {name: complex(float(x), float(y)) for name, (x, y) in given.coords.items()}
    system = System(tuple(start), problem.premises, float(given.size))
    for nudge in _NUDGES:
        moved = _nudged(start, start, nudge * float(given.size), random)
        placed = system.coords(system.polish(system.array(moved), steps=30))
        coords = {name: (z.real, z.imag) for name, z in placed.items()}
        try:
            yield figure_of(problem, coords, digits, "a figure close to the given one")
        except FigureError:
            continue


def _nudged(
    places: Mapping[str, complex], names: Iterable[str], size: float, random: Random
) -> dict[str, complex]:
    moved = dict(places)
    for name in names:
        moved[name] += complex(random.uniform(-size, size), random.uniform(-size, size))
    return moved


def is_constructible(clause: Clause, given: Figure, seed: int) -> bool:
    """Tell whether the clause only places its own points, wherever the others are.

    Two tests. The others are moved a little, in any way at all (they need not satisfy the
    problem), and places of the new points are looked for: a clause that asserts anything about
    the others, however hidden, and be it a theorem, has none. And the constructions of the
    clause are independent: one that follows from the others would be a theorem assumed.
    """
    if not clause.premises:
        return True
    names = dict.fromkeys((*clause.points, *(p for s in clause.premises for p in s.points)))
    start = {n: complex(*(float(v) for v in given.coords[n])) for n in names}
    size = float(given.size)
    parts = dict.fromkeys(
        [
            *(c.premises for c in clause.constructions if c.premises),
            *((s,) for s in clause.predicates),
        ]
    )
    ranks = [_rank(part, start, clause.points, size) for part in parts]
    if sum(ranks) != _rank(clause.premises, start, clause.points, size):
        return False
    old = [name for name in names if name not in clause.points]
    system = System(tuple(names), clause.premises, size)
    random = Random(f"constructible {seed}")
    for nudge in (*_NUDGES, 1e-5):
        moved = _nudged(start, old, nudge * size, random)
        placed = system.coords(system.polish(system.array(moved), fixed=old, steps=40))
        coords = {name: (z.real, z.imag) for name, z in placed.items()}
        if all(residual(s, coords) < 1e-11 for s in clause.premises):
            return True
    return False


def _rank(
    premises: Iterable[Predicate], start: Mapping[str, complex], new: Iterable[str], size: float
) -> int:
    """How many independent demands the premises make on the coordinates of the new points."""
    system = System(tuple(start), premises, size)
    _, jacobian = system.evaluate(system.array(start))
    order = list(start)
    columns = [2 * order.index(name) + k for name in new for k in (0, 1)]
    rows = jacobian[:, columns] * size
    return int(np.linalg.matrix_rank(rows, tol=_DEPENDENT)) if rows.size else 0


@dataclass(frozen=True)
class Deviation:
    """Where a figure departs from the proof, and what is ``missing`` there, in words.

    ``false``: it is a statement that should follow. Otherwise the figure belongs to another
    configuration: a side condition or a choice is different.
    """

    step: int
    missing: str
    false: bool


def divides_angle(reason: ByAlgebra) -> bool:
    """Tell whether the step divides an angle equation, so that the figure chooses the part."""
    return reason.table == "angle" and any(t.coefficient.denominator != 1 for t in reason.terms)


def measure(
    steps: Iterable[Step], rules: Mapping[str, Rule], figure: Figure, names: Mapping[str, str]
) -> Deviation | None:
    """Return the first departure of ``figure`` from the steps of a well-formed proof."""
    for step in steps:
        reason, statement = step.reason, step.statement
        if isinstance(reason, ByRule | ByAlgebra):
            for condition in reason.conditions:
                if not figure.condition(condition):
                    return Deviation(step.id, sentence(condition, names), False)
        for a, b in lines_of(statement):
            if figure.together((a, b)):
                return Deviation(step.id, f"{names[a]} ≠ {names[b]}", False)
        if not figure.true(statement):
            chosen = isinstance(reason, ByRule) and bool(rules[reason.rule].choice)
            chosen = chosen or (isinstance(reason, ByAlgebra) and divides_angle(reason))
            return Deviation(step.id, sentence(statement, names), not chosen)
    return None
