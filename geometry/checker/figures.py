"""The numerical half of the checker: figures in high precision, and steps measured in them.

A proof is believed on its exact half (:mod:`porism.geometry.checker.steps`). The figures answer
the three questions that names and equations cannot: which whole number of half-turns an equation
has, whether the facts of order and side hold, and whether all this is so in other figures of the
same problem too, or only in the one that the proof brought along.

Figures are handed in (:class:`Evidence`); here they are only measured.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Protocol

import mpmath

from porism.geometry.checker.steps import apart, divides_angle
from porism.geometry.equations import Equation
from porism.geometry.errors import FigureError
from porism.geometry.forms import lines_of
from porism.geometry.measure.tolerances import AMPLIFIED, COINCIDENT, ENTERED, EXACT, LARGEST
from porism.geometry.measure.truth import holds, residual
from porism.geometry.measure.turns import turns
from porism.geometry.measure.vectors import Places, leeway, places_given
from porism.geometry.predicates import Pair, Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Step
from porism.geometry.rule import Rule

__all__ = [
    "Deviation",
    "Evidence",
    "MeasuredFigure",
    "figure_of",
    "fresh_figures",
    "given_figure",
    "measure",
    "nearby_figure",
]


class Evidence(Protocol):
    """Who supplies figures of a problem. Nothing that comes from here is believed unmeasured.

    Places are numbers of :mod:`mpmath` in which the premises hold to ``digits`` digits.
    """

    def refined(self, problem: Problem, coordinates: Coordinates, digits: int) -> Places:
        """Return the figure near ``coordinates``; raise FigureError where there is none."""

    def given(self, problem: Problem, digits: int) -> Places:
        """Return the figure near the places that the text gives to all points; or FigureError."""

    def nearby(self, problem: Problem, coordinates: Coordinates, digits: int) -> Places | None:
        """Return another figure, of the same order and sides, or None."""

    def fresh(self, problem: Problem, coordinates: Coordinates, digits: int) -> Iterator[Places]:
        """Yield figures drawn independently of ``coordinates`` for as long as they are wanted."""


@dataclass(frozen=True)
class MeasuredFigure:
    """Coordinates as :class:`mpmath.mpf`, and what counts as zero in them.

    ``origin`` says in words where the figure comes from.
    """

    coords: Places
    tolerance: Any
    size: Any
    origin: str

    def together(self, pair: Pair) -> bool:
        """Tell whether two points are at the same place."""
        (ax, ay), (bx, by) = self.coords[pair[0]], self.coords[pair[1]]
        return bool(abs(ax - bx) + abs(ay - by) <= COINCIDENT * self.size)

    def turns(self, equation: Equation) -> int | None:
        """Return the turns of an angle equation, None where it does not hold."""
        number, rest = turns(equation, self.coords)
        return number if abs(rest) < ENTERED else None

    def true(self, statement: Predicate) -> bool:
        """Tell whether a statement holds, to the precision of the figure."""
        return bool(residual(statement, self.coords) <= self.tolerance)

    def condition(self, statement: Predicate) -> bool:
        """Tell whether a figure-only statement holds, clearly; not where points coincide."""
        if any(self.together(pair) for pair in lines_of(statement)):
            return False
        return holds(statement, self.coords)

    def shows(self, statement: Predicate) -> bool:
        """Tell whether a statement of any kind holds: exactly an equation, clearly an order."""
        exact = not statement.kind.figure_only
        return self.true(statement) if exact else self.condition(statement)

    def first_coincidence(self) -> Pair | None:
        """Return the first two points that are at the same place."""
        return next((pair for pair in combinations(self.coords, 2) if self.together(pair)), None)


def figure_of(
    problem: Problem, coordinates: Coordinates, evidence: Evidence, digits: int
) -> MeasuredFigure:
    """Refine the coordinates of a proof; raise FigureError where they are no figure."""
    for name, place in coordinates.items():
        if not all(abs(v) < LARGEST for v in place):  # also refuses nan
            raise FigureError(f"the coordinates of {name} are not numbers of a sane size")
    for statement in problem.premises:
        if not residual(statement, coordinates) < ENTERED:
            raise FigureError(f"the coordinates do not satisfy the premise '{statement}'")
    for statement in _meant(problem):  # before a refinement that would end in their contradiction
        if not statement.kind.figure_only and not residual(statement, coordinates) < ENTERED:
            raise FigureError(f"the figure is not that of the text: '{statement}' fails")
    _check_given_places(problem, coordinates)
    places = evidence.refined(problem, coordinates, digits)
    return _measured(problem, places, digits, "the figure of the proof")


def _check_given_places(problem: Problem, coordinates: Coordinates) -> None:
    """Raise FigureError where a point is not where the text puts it.

    An auxiliary point has no say in how exact the places of the text are.
    """
    places = places_given(replace(problem, auxiliary=()))
    for point, most in leeway(places).items():
        if math.dist(places[point], coordinates[point]) > most:
            raise FigureError(f"{point} is not at the place that the text gives it")


def given_figure(problem: Problem, evidence: Evidence, digits: int) -> MeasuredFigure | None:
    """Measure the figure of a text that places all points, None for another text.

    Raises FigureError where the places are no figure of the text.
    """
    if not problem.points or set(places_given(problem)) != set(problem.points):
        return None
    origin = "the figure that the text gives"
    return _measured(problem, evidence.given(problem, digits), digits, origin)


def _size(places: Places) -> Any:
    xs, ys = zip(*places.values(), strict=True)
    return max(max(xs) - min(xs), max(ys) - min(ys))


def nearby_figure(
    problem: Problem, given: MeasuredFigure, evidence: Evidence, digits: int
) -> MeasuredFigure | None:
    """Measure a figure of the same order and sides; None where the premises do not hold."""
    places = evidence.nearby(problem, _rounded(given), digits)
    try:
        origin = "a figure close to the given one"
        return None if places is None else _measured(problem, places, digits, origin)
    except FigureError:
        return None


def fresh_figures(
    problem: Problem, given: MeasuredFigure, evidence: Evidence, digits: int
) -> Iterator[MeasuredFigure]:
    """Measure fresh figures; those in which the premises do not hold are left out."""
    drawn = evidence.fresh(problem, _rounded(given), digits)
    for number, places in enumerate(drawn, start=1):
        try:
            yield _measured(problem, places, digits, f"fresh figure {number}")
        except FigureError:
            continue


def _rounded(figure: MeasuredFigure) -> Coordinates:
    return {name: (float(x), float(y)) for name, (x, y) in figure.coords.items()}


def _measured(problem: Problem, places: Places, digits: int, origin: str) -> MeasuredFigure:
    """Measure what the text says; raise FigureError unless this is a figure of it.

    The premises hold to many digits; what constructions need and what they mean beyond their
    premises (which of two points, which side, which sense) is clear; and points that are not at
    one place are clearly apart, so that no statement is measured against a size that dwarfs it.
    """
    error = max((residual(s, places) for s in problem.premises), default=mpmath.mpf(0))
    tolerance = max(mpmath.mpf(10) ** (-(2 * digits) // 3), error * AMPLIFIED)
    if not error * AMPLIFIED < EXACT:
        raise FigureError("the premises cannot be satisfied exactly near the coordinates")
    size = _size(places)
    if not size > 0:
        raise FigureError("all points of the figure are at one place")
    figure = MeasuredFigure(places, min(tolerance, EXACT), size, origin)
    for (a, p), (b, q) in combinations(places.items(), 2):
        if figure.tolerance * size < abs(p[0] - q[0]) + abs(p[1] - q[1]) <= COINCIDENT * size:
            raise FigureError(f"{a} and {b} are too close for the size of the figure")
    needed = [condition for clause in problem.clauses for condition in clause.conditions]
    for statement in dict.fromkeys((*needed, *_meant(problem))):
        if not figure.shows(statement):
            raise FigureError(f"the figure is not that of the text: '{statement}' fails")
    return figure


def _meant(problem: Problem) -> list[Predicate]:
    made = [construction for clause in problem.all_clauses for construction in clause.constructions]
    return [statement for construction in made for statement in construction.meaning]


@dataclass(frozen=True)
class Deviation:
    """Where a figure departs from the proof, and the statement that is ``missing`` there.

    ``false``: it is a statement that should follow. Otherwise the figure belongs to another
    configuration: a side condition or a choice is different.
    """

    step: int
    missing: Predicate
    false: bool


def measure(
    steps: tuple[Step, ...], rules: Mapping[str, Rule], figure: MeasuredFigure
) -> Deviation | None:
    """Return the first departure of ``figure`` from the steps of a well-formed proof."""
    for step in steps:
        reason, statement = step.reason, step.statement
        if isinstance(reason, ByRule | ByAlgebra):
            for condition in reason.conditions:
                if not figure.condition(condition):
                    return Deviation(step.id, condition, False)
        for a, b in lines_of(statement):
            if figure.together((a, b)):
                return Deviation(step.id, Predicate("diff", (a, b)), False)
        if not figure.true(statement):
            for a, b in apart(step, steps):
                if figure.together((a, b)):
                    return Deviation(step.id, Predicate("diff", (a, b)), False)
            chosen = isinstance(reason, ByRule) and bool(rules[reason.rule].choice)
            chosen = chosen or (isinstance(reason, ByAlgebra) and divides_angle(reason))
            return Deviation(step.id, statement, not chosen)
    return None
