"""The exact half of the checker: does each step follow from the steps before it?

Names, rationals and whole numbers only. From the figure of the proof it takes what no name can
tell: that two points are not at one place, whether a side condition holds, and the whole
number of half-turns of an angle equation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from porism.geometry.equations import Equation, Table, combine, defining_facets, facets
from porism.geometry.errors import CheckError
from porism.geometry.forms import check_statement, is_trivial, lines_of
from porism.geometry.predicates import Pair, Predicate, canonical, pairs_of, side
from porism.geometry.problem import Problem
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step
from porism.geometry.rule import Rule, instance

__all__ = ["FigureFacts", "apart", "check_steps", "divides_angle"]


class FigureFacts(Protocol):
    """What the exact half asks of a figure, whoever measures it."""

    def together(self, pair: Pair) -> bool:
        """Tell whether two points are at the same place."""

    def turns(self, equation: Equation) -> int | None:
        """Return the turns of an angle equation, None where it does not hold."""

    def condition(self, statement: Predicate) -> bool:
        """Tell whether a figure-only statement holds, clearly; not where points coincide."""


def divides_angle(reason: ByAlgebra) -> bool:
    """Tell whether the step divides an angle equation, so that the figure chooses the part."""
    return reason.table == "angle" and any(t.coefficient.denominator != 1 for t in reason.terms)


def apart(step: Step, steps: tuple[Step, ...]) -> Iterator[Pair]:
    """Yield the points that have to be apart for a step to say something.

    A line through points at one place has no direction, and their distance no logarithm: where a
    second intersection is the first one, a sum over such lines says nothing. And the letters of a
    rule are different points.
    """
    reason, statement = step.reason, step.statement
    if isinstance(reason, ByRule):
        yield from combinations(dict.fromkeys(point for _, point in reason.substitution), 2)
    if isinstance(reason, ByAlgebra):
        cited = ((steps[term.premise].statement, term.facet) for term in reason.terms)
        parts = (facets(said)[facet] for said, facet in ((statement, reason.facet), *cited))
        yield from _lines_added(statement, reason.table, parts)


def _lines_added(statement: Predicate, table: Table, parts: Iterable[Equation]) -> Iterator[Pair]:
    """Yield the lines that have to be lines where ``parts`` add up, each key of them once."""
    if table not in ("angle", "ratio"):
        return
    if statement.name in ("coll", "cyclic"):
        yield from combinations(statement.points, 2)
    for key in dict.fromkeys(key for part in parts for key, _ in part.terms):
        yield from pairs_of(key)


def check_steps(
    proof: Proof, problem: Problem, rules: Mapping[str, Rule], figure: FigureFacts
) -> None:
    """Check every step on its own; raise CheckError at the first that does not follow."""
    given = {canonical(statement) for statement in (*problem.premises, *problem.meaning)}
    points = set(problem.points)
    if not proof.steps:
        raise CheckError(None, "a proof without steps")
    for position, step in enumerate(proof.steps):
        if step.id != position:
            raise CheckError(position, f"the id is {step.id}; ids count from 0")
        try:
            _check_statement(step, points, figure)
            for cited in step.premises:
                if not 0 <= cited < step.id:
                    raise ValueError(f"cites step {cited}, which is not an earlier one")
            match step.reason:
                case Given():
                    if canonical(step.statement) not in given:
                        raise ValueError(f"'{step.statement}' is not a premise of the problem")
                case ByRule():
                    _check_rule(step.statement, step.reason, proof.steps, rules, points, figure)
                case ByAlgebra():
                    _check_algebra(step, step.reason, proof.steps, points, figure)
                case _:
                    raise ValueError("there is no such reason")
        except ValueError as error:  # also of what has no meaning: a number, a line without points
            raise CheckError(step.id, str(error)) from None


def _check_statement(step: Step, points: set[str], figure: FigureFacts) -> None:
    statement = step.statement
    check_statement(statement, points)
    summed_order = statement.kind.figure_only and isinstance(step.reason, ByAlgebra)
    if summed_order or statement.kind.is_question:
        raise ValueError(f"'{statement}' is not a statement that is derived")
    _check_apart(lines_of(statement), figure)
    if is_trivial(statement):
        raise ValueError(f"'{statement}' says nothing")


def _check_apart(pairs: Iterable[Pair], figure: FigureFacts) -> None:
    for a, b in pairs:
        if figure.together((a, b)):
            raise ValueError(f"{a} and {b} are at the same place")


def _check_conditions(
    conditions: tuple[Predicate, ...], points: set[str], figure: FigureFacts
) -> None:
    for condition in conditions:
        check_statement(condition, points)
        if not condition.kind.figure_only:
            raise ValueError(f"'{condition}' is not a condition on the figure")
        if not figure.condition(condition):
            raise ValueError(f"the condition '{condition}' does not hold in the figure")


def _check_rule(
    statement: Predicate,
    reason: ByRule,
    steps: tuple[Step, ...],
    rules: Mapping[str, Rule],
    points: set[str],
    figure: FigureFacts,
) -> None:
    rule = rules.get(reason.rule)
    if rule is None:
        raise ValueError(f"there is no rule '{reason.rule}'")
    substitution = dict(reason.substitution)
    if len(substitution) != len(reason.substitution):
        raise ValueError("a letter of the rule is substituted twice")
    for point in substitution.values():
        if point not in points:
            raise ValueError(f"unknown point {point}")
    wanted = instance(rule, substitution)
    if len(reason.premises) != len(wanted.premises):
        expected, got = len(wanted.premises), len(reason.premises)
        raise ValueError(f"rule {rule.id} needs {expected} premises here, got {got}")
    for cited, premise in zip(reason.premises, wanted.premises, strict=True):
        found = steps[cited].statement
        if found != premise and canonical(found) != canonical(premise):
            raise ValueError(f"needs '{premise}', step {cited} says '{found}'")
    if set(map(canonical, reason.conditions)) != set(map(canonical, wanted.conditions)):
        expected_text = " ; ".join(map(str, wanted.conditions)) or "none"
        raise ValueError(f"the conditions of rule {rule.id} here are: {expected_text}")
    _check_conditions(reason.conditions, points, figure)
    if canonical(statement) not in set(map(canonical, wanted.conclusions)):
        expected_text = " ; ".join(map(str, wanted.conclusions))
        raise ValueError(f"rule {rule.id} gives '{expected_text}', not '{statement}'")
    for said in (*wanted.premises, *wanted.conclusions):
        _check_apart(lines_of(said), figure)


def _check_algebra(
    step: Step, reason: ByAlgebra, steps: tuple[Step, ...], points: set[str], figure: FigureFacts
) -> None:
    statement = step.statement
    if not defining_facets(statement):
        raise ValueError(f"'{statement.name}' is not concluded by algebra")
    if not reason.terms:
        raise ValueError("a sum of no terms")
    sides = [(statement, reason.facet, reason.turns, Fraction(-1))]
    for term in reason.terms:
        if not term.coefficient:
            raise ValueError("a coefficient is zero")
        premise = steps[term.premise].statement
        sides.append((premise, term.facet, term.turns, term.coefficient))
        for needed in side(premise, term.facet):  # of what sense an area is
            if canonical(needed) not in map(canonical, reason.conditions):
                raise ValueError(f"the condition '{needed}' is missing")
    parts = [(factor, _facet(said, k, reason.table)) for said, k, _, factor in sides]
    _check_apart(_lines_added(statement, reason.table, (part for _, part in parts)), figure)
    for (_, part), (said, _, turns, _) in zip(parts, sides, strict=True):
        read = figure.turns(part) if reason.table == "angle" else 0
        if read is None:
            raise ValueError(f"'{said}' does not hold in the figure")
        if read != turns:
            raise ValueError(f"'{said}' has {read} half-turns in the figure, not {turns}")
    rest = combine(reason.table, parts)
    if rest.terms or (rest.constants and reason.table != "angle"):
        raise ValueError(f"the terms do not add up: {_written(rest)} is left over")
    # target is the sum of the terms less the rest, and every facet has the value of its turns
    total = sum((c * turns for _, _, turns, c in sides[1:] if turns), Fraction(0))
    total -= sum((q for _, q in rest.constants), Fraction(0))
    if total != reason.turns:
        raise ValueError(f"the half-turns of the terms add up to {total}, not {reason.turns}")
    _check_conditions(reason.conditions, points, figure)
    ncoll = Predicate("ncoll", statement.points[:3])
    if statement.name == "cyclic" and not figure.condition(ncoll):
        raise ValueError("points on one line are not concyclic")


def _facet(statement: Predicate, number: int, table: str) -> Equation:
    """Return a facet after checking its number and its table."""
    found = facets(statement)
    if not 0 <= number < len(found):
        raise ValueError(f"'{statement}' has no facet {number}")
    if found[number].table != table:
        raise ValueError(f"facet {number} of '{statement}' is of table {found[number].table}")
    return found[number]


def _written(rest: Equation) -> str:
    terms = [f"{c}*[{' '.join(key)}]" for key, c in rest.terms]
    constants = [f"{q}*({unit})" for unit, q in rest.constants]
    return " + ".join([*terms, *constants][:6])
