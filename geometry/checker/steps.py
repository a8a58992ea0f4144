"""The exact half of the checker: does each step follow from the steps before it?

Names, rationals and whole numbers only. From the figure of the proof it takes what no name can
tell: that two points are not at one place, whether a side condition holds, and the whole
number of half-turns of an angle equation.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Protocol

from porism.geometry.equations import Equation, combine, defining_facets, facets
from porism.geometry.errors import CheckError
from porism.geometry.forms import check_form, empty_pairs, is_trivial, lines_of
from porism.geometry.predicates import KINDS, Pair, Predicate, canonical, pairs_of, side
from porism.geometry.problem import Problem
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step
from porism.geometry.rule import Rule, instance

__all__ = ["FigureFacts", "check_steps", "divides_angle"]

_LINEAR_TABLES = ("angle", "ratio")  # here a pair of coinciding points has no value


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
        _check_statement(step, points, figure)
        for cited in step.premises:
            if not 0 <= cited < step.id:
                raise CheckError(step.id, f"cites step {cited}, which is not an earlier one")
        match step.reason:
            case Given():
                if canonical(step.statement) not in given:
                    raise CheckError(step.id, f"'{step.statement}' is not a premise of the problem")
            case ByRule():
                _check_rule(step, step.reason, proof.steps, rules, points, figure)
            case ByAlgebra():
                _check_algebra(step, step.reason, proof.steps, points, figure)
            case _:
                raise CheckError(step.id, "there is no such reason")


def _check_statement(step: Step, points: set[str], figure: FigureFacts) -> None:
    statement = step.statement
    try:
        check_form(statement)
    except ValueError as error:
        raise CheckError(step.id, str(error)) from None
    for unknown in sorted(set(statement.points) - points):
        raise CheckError(step.id, f"unknown point {unknown}")
    summed_order = statement.kind.figure_only and isinstance(step.reason, ByAlgebra)
    if summed_order or statement.kind.is_question:
        raise CheckError(step.id, f"'{statement}' is not a statement that is derived")
    _check_lines(step, statement, figure)
    if is_trivial(statement):
        raise CheckError(step.id, f"'{statement}' says nothing")


def _check_lines(step: Step, statement: Predicate, figure: FigureFacts) -> None:
    for pair in empty_pairs(statement):
        raise CheckError(step.id, f"'{statement}' speaks of the line through {pair[0]} and itself")
    for pair in lines_of(statement):
        if figure.together(pair):
            raise CheckError(step.id, f"{pair[0]} and {pair[1]} are at the same place")


def _check_conditions(
    step: Step, conditions: tuple[Predicate, ...], points: set[str], figure: FigureFacts
) -> None:
    for condition in conditions:
        if condition.name not in KINDS or not KINDS[condition.name].figure_only:
            raise CheckError(step.id, f"'{condition}' is not a condition on the figure")
        try:
            check_form(condition)
        except ValueError as error:
            raise CheckError(step.id, str(error)) from None
        if not set(condition.points) <= points:
            raise CheckError(step.id, f"the condition '{condition}' has an unknown point")
        if not figure.condition(condition):
            raise CheckError(step.id, f"the condition '{condition}' does not hold in the figure")


def _check_rule(
    step: Step,
    reason: ByRule,
    steps: tuple[Step, ...],
    rules: Mapping[str, Rule],
    points: set[str],
    figure: FigureFacts,
) -> None:
    rule = rules.get(reason.rule)
    if rule is None:
        raise CheckError(step.id, f"there is no rule '{reason.rule}'")
    substitution = dict(reason.substitution)
    if len(substitution) != len(reason.substitution):
        raise CheckError(step.id, "a letter of the rule is substituted twice")
    for point in substitution.values():
        if point not in points:
            raise CheckError(step.id, f"unknown point {point}")
    try:
        wanted = instance(rule, substitution)
    except ValueError as error:
        raise CheckError(step.id, str(error)) from None
    if len(reason.premises) != len(wanted.premises):
        expected, got = len(wanted.premises), len(reason.premises)
        raise CheckError(step.id, f"rule {rule.id} needs {expected} premises here, got {got}")
    for cited, premise in zip(reason.premises, wanted.premises, strict=True):
        found = steps[cited].statement
        if canonical(found) != canonical(premise):
            raise CheckError(step.id, f"needs '{premise}', step {cited} says '{found}'")
    if set(map(canonical, reason.conditions)) != set(map(canonical, wanted.conditions)):
        expected_text = " ; ".join(map(str, wanted.conditions)) or "none"
        raise CheckError(step.id, f"the conditions of rule {rule.id} here are: {expected_text}")
    _check_conditions(step, reason.conditions, points, figure)
    if canonical(step.statement) not in set(map(canonical, wanted.conclusions)):
        expected_text = " ; ".join(map(str, wanted.conclusions))
        raise CheckError(step.id, f"rule {rule.id} gives '{expected_text}', not '{step.statement}'")
    for statement in (*wanted.premises, *wanted.conclusions):
        _check_lines(step, statement, figure)


def _check_algebra(
    step: Step, reason: ByAlgebra, steps: tuple[Step, ...], points: set[str], figure: FigureFacts
) -> None:
    if not defining_facets(step.statement):
        raise CheckError(step.id, f"'{step.statement.name}' is not concluded by algebra")
    target = _facet(step, step.statement, reason.facet, reason.table, reason.turns, figure)
    if not reason.terms:
        raise CheckError(step.id, "a sum of no terms")
    parts = [(Fraction(-1), target)]
    total = Fraction(0)
    for term in reason.terms:
        if not term.coefficient:
            raise CheckError(step.id, "a coefficient is zero")
        premise = steps[term.premise].statement
        part = _facet(step, premise, term.facet, reason.table, term.turns, figure)
        for needed in side(premise, term.facet):  # of what sense an area is
            if canonical(needed) not in map(canonical, reason.conditions):
                raise CheckError(step.id, f"the condition '{needed}' is missing")
        parts.append((term.coefficient, part))
        if term.turns:
            total += term.coefficient * term.turns
    rest = combine(reason.table, parts)
    if rest.terms or (rest.constants and reason.table != "angle"):
        raise CheckError(step.id, f"the terms do not add up: {_written(rest)} is left over")
    # target is the sum of the terms less the rest, and every facet has the value of its turns
    total -= sum((q for _, q in rest.constants), Fraction(0))
    if total != reason.turns:
        message = f"the half-turns of the terms add up to {total}, not {reason.turns}"
        raise CheckError(step.id, message)
    _check_conditions(step, reason.conditions, points, figure)
    if step.statement.name in ("coll", "cyclic"):
        _check_distinct(step, figure)


def _facet(
    step: Step, statement: Predicate, number: int, table: str, turns: int, figure: FigureFacts
) -> Equation:
    """Return a facet after checking its number, its table, its lines and its turns."""
    found = facets(statement)
    if not 0 <= number < len(found):
        raise CheckError(step.id, f"'{statement}' has no facet {number}")
    chosen = found[number]
    if chosen.table != table:
        raise CheckError(step.id, f"facet {number} of '{statement}' is of table {chosen.table}")
    if table in _LINEAR_TABLES:
        for a, b in (pair for key, _ in chosen.terms for pair in pairs_of(key)):
            if a == b or figure.together((a, b)):
                raise CheckError(step.id, f"{a} and {b} are at the same place")
    read = figure.turns(chosen) if table == "angle" else 0
    if read is None:
        raise CheckError(step.id, f"'{statement}' does not hold in the figure")
    if read != turns:
        raise CheckError(step.id, f"'{statement}' has {read} half-turns in the figure, not {turns}")
    return chosen


def _written(rest: Equation) -> str:
    terms = [f"{c}*[{' '.join(key)}]" for key, c in rest.terms]
    constants = [f"{q}*({unit})" for unit, q in rest.constants]
    return " + ".join([*terms, *constants][:6])


def _check_distinct(step: Step, figure: FigureFacts) -> None:
    points = step.statement.points
    for a, b in combinations(points, 2):
        if figure.together((a, b)):
            raise CheckError(step.id, f"{a} and {b} are at the same place")
    if step.statement.name == "cyclic" and not figure.condition(Predicate("ncoll", points[:3])):
        raise CheckError(step.id, "points on one line are not concyclic")
