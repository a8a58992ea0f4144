"""What a drawn figure says of statements: which of them are worth trying.

Nothing here is taken for true; a figure only sorts out what cannot be. The reference engine and
the matcher of users' rules ask the same figure, so that they try the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from porism.geometry.equations import TABLES, Equation, Key, Table, facets
from porism.geometry.forms import is_trivial, lines_of
from porism.geometry.measure.truth import holds as holds_in_figure
from porism.geometry.measure.turns import direction
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Coordinates
from porism.geometry.rules import Rule

__all__ = ["COINCIDENT", "TOLERANCE", "NumericFigure", "is_symmetry"]

TOLERANCE = 1e-8  # of what is tried: in half-turns, or relative to the figure
COINCIDENT = 1e-7  # points closer than this, relative to the figure, are at one place

_OF_FOUR: dict[str, Table] = {"eqangle": "angle", "eqratio": "ratio"}


class NumericFigure:
    """The numbers of all pairs of points, by table. Pairs at one place have none.

    ``values`` are directions in half-turns, logarithms of lengths, and lengths and their squares
    relative to the size of the figure.
    """

    def __init__(self, coordinates: Coordinates) -> None:
        xs, ys = zip(*coordinates.values(), strict=True)
        size = max(max(xs) - min(xs), max(ys) - min(ys), 1e-300)
        self.coordinates = coordinates
        self.points = tuple(coordinates)
        self.values: dict[Table, dict[Key, float]] = {table: {} for table in TABLES}
        for a in self.points:
            for b in self.points:
                length = math.dist(coordinates[a], coordinates[b]) / size
                if length < COINCIDENT:
                    continue
                first, second = min(a, b), max(a, b)
                self.values["angle"][a, b] = direction(coordinates[first], coordinates[second])
                self.values["ratio"][a, b] = math.log(length * size)
                self.values["length"][a, b] = length
                self.values["square"][a, b] = length**2
        self.unit: dict[Table, float] = {"angle": 1, "length": 1 / size, "square": 1 / size**2}

    def apart(self, a: str, b: str) -> bool:
        """Tell whether two points are at different places."""
        return (a, b) in self.values["angle"]

    def residual(self, equation: Equation) -> tuple[int, float] | None:
        """Return (turns, rest) of an equation; None where a pair has no value."""
        table = equation.table
        values, total = self.values[table], 0.0
        for pair, c in equation.terms:
            if pair not in values:
                return None
            total += float(c) * values[pair]
        for unit, q in equation.constants:
            total += float(q) * (math.log(unit) if table == "ratio" else self.unit[table])
        turns = round(total) if table == "angle" else 0
        return turns, total - turns

    def may_hold(self, statement: Predicate) -> bool:
        """Refuse, without building equations, what the figure shows to be false of two angles."""
        if statement.name not in _OF_FOUR:
            return True
        rest = self._rest_of_four(statement)
        return rest is not None and abs(rest) < 2 * TOLERANCE

    def holds(self, statement: Predicate) -> bool:
        """Tell whether a statement is true in the figure, and means something there."""
        if statement.name in _OF_FOUR:
            rest = self._rest_of_four(statement)
            return rest is not None and abs(rest) < TOLERANCE
        if not all(self.apart(a, b) for a, b in lines_of(statement)):
            return False
        if is_trivial(statement):
            return True
        if statement.kind.figure_only or statement.name in ("cyclic", "overlap"):
            return holds_in_figure(statement, self.coordinates, TOLERANCE)
        found = [self.residual(equation) for equation in facets(statement)]
        return all(r is not None and abs(r[1]) < TOLERANCE for r in found)

    def _rest_of_four(self, statement: Predicate) -> float | None:
        """Return what is left of w - x = y - z in the figure; None where a pair has no value."""
        table, (a, b, c, d, e, f, g, h) = _OF_FOUR[statement.name], statement.points
        values = self.values[table]
        try:
            rest = values[a, b] - values[c, d] - values[e, f] + values[g, h]
        except KeyError:  # two points in one place
            return None
        return rest - round(rest) if table == "angle" else rest


def is_symmetry(rule: Rule, exchange: Mapping[str, str]) -> bool:
    """Tell whether a rule says the same after an exchange of letters."""
    return all(
        {canonical(s.rename(dict(exchange))) for s in part} == {canonical(s) for s in part}
        for part in (rule.premises, rule.conditions, rule.conclusions)
    )
