"""Figures in floating-point numbers, and what a proof says that a figure has to show.

The checker measures in many digits (:mod:`porism.geometry.checker.figures`); the double check asks
the same of doubles. All points of its figures are apart, and a proof speaks of each of them alike,
so that much is asked once only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

from porism.geometry.checker.figures import MeasuredFigure
from porism.geometry.checker.steps import divides_angle
from porism.geometry.equations import Equation
from porism.geometry.measure.tolerances import COINCIDENT, MARGIN
from porism.geometry.measure.turns import direction
from porism.geometry.measure.vectors import flatness
from porism.geometry.predicates import Form, Pair, Predicate
from porism.geometry.problem import Coordinates
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof
from porism.geometry.rule import Rule

__all__ = ["Claims", "DoubleFigure", "claims_of", "figure_at", "is_distinctness"]

_TRUE = 1e-8  # residual of the statements of a proof
_TURNS = 1e-6  # half-turns by which a sum of angles may miss a whole number


@dataclass(frozen=True)
class DoubleFigure(MeasuredFigure):
    """A figure in doubles, no two points of which are at one place; it remembers its answers."""

    _directions: dict[Pair, float] = field(default_factory=dict)
    _conditions: dict[Predicate, bool] = field(default_factory=dict)

    def together(self, pair: Pair) -> bool:
        """Tell whether two points are one: only a point and itself are."""
        return pair[0] == pair[1]

    def condition(self, statement: Predicate) -> bool:
        """Tell whether a figure-only statement holds, clearly."""
        known = self._conditions.get(statement)
        if known is None:
            points = statement.points
            if statement.name == "ncoll" and len(set(points)) == len(points) == 3:  # most are
                known = abs(flatness(*[self.coords[p] for p in points])) > MARGIN
            else:
                known = is_distinctness(statement) or super().condition(statement)
            self._conditions[statement] = known
        return known

    def turns(self, equation: Equation) -> int | None:
        """Return the turns of an angle equation, None where it does not hold."""
        total = 0.0
        for key, c in equation.terms:
            total += self._direction(key[0], key[1]) * (c.numerator / c.denominator)
        for _, q in equation.constants:
            total += q.numerator / q.denominator
        nearest = round(total)
        return nearest if abs(total - nearest) < _TURNS else None

    def _direction(self, a: str, b: str) -> float:
        known = self._directions.get((a, b))
        if known is None:
            known = float(direction(self.coords[a], self.coords[b]))
            self._directions[a, b] = known
        return known


def is_distinctness(statement: Predicate) -> bool:
    """Tell whether a figure-only statement says no more than that two points are apart."""
    points = statement.points
    if len(points) != 2 or points[0] == points[1]:  # of most there are more
        return False
    return statement.kind.figure_only and statement.kind.form is Form.POINTS


def figure_at(at: Coordinates, origin: str) -> DoubleFigure | None:
    """Return a figure to measure in; None where two of its points are at one place."""
    xs, ys = zip(*at.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    least = COINCIDENT * size  # asked as the checker asks, of all pairs and so without calls
    for (ax, ay), (bx, by) in combinations(at.values(), 2):
        if abs(ax - bx) + abs(ay - by) <= least:
            return None
    return DoubleFigure(at, _TRUE, size, origin)


@dataclass(frozen=True)
class Claims:
    """What a proof says of any figure, everything once.

    ``conditions`` and ``chosen`` statements (one of several parts of an angle, by the figure)
    depend on the configuration. What is ``implied`` holds wherever those do.
    """

    conditions: tuple[Predicate, ...]
    chosen: tuple[Predicate, ...]
    implied: tuple[Predicate, ...]

    def hold(self, figure: MeasuredFigure) -> bool:
        """Tell whether a figure is of the configuration that the proof speaks of."""
        return all(map(figure.condition, self.conditions)) and all(map(figure.true, self.chosen))

    def follow(self, figure: MeasuredFigure) -> bool:
        """Tell whether what is implied is true in a figure."""
        return all(map(figure.true, self.implied))


def claims_of(proof: Proof, rules: Mapping[str, Rule]) -> Claims:
    """Return what a proof says of a figure; what is given is left out."""
    conditions: dict[Predicate, None] = {}
    chosen: list[Predicate] = []
    implied: list[Predicate] = []
    for step in proof.steps:
        reason = step.reason
        if isinstance(reason, Given):
            continue
        conditions.update(dict.fromkeys(reason.conditions))
        by_figure = isinstance(reason, ByRule) and bool(rules[reason.rule].choice)
        by_figure = by_figure or (isinstance(reason, ByAlgebra) and divides_angle(reason))
        (chosen if by_figure else implied).append(step.statement)
    return Claims(tuple(conditions), tuple(chosen), tuple(implied))
