"""Is the problem of a proof what the table of constructions makes of it?

A proof is often a value that a program built, so nothing in its problem is taken for granted: every
construction has to have exactly the premises and conditions of its row in the table, every point
has to be made once and before it is used, and every statement has to be well formed.
"""

from __future__ import annotations

import re

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import CheckError
from porism.geometry.forms import check_form, empty_pairs
from porism.geometry.limits import MOST_COEFFICIENT, MOST_POINTS, MOST_STATEMENTS
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Clause, Construction, Problem

__all__ = ["check_problem"]

_NAME = re.compile(r"[^\W\d][\w']*\Z")


def check_problem(problem: Problem) -> None:
    """Raise CheckError unless the problem is well formed; nothing of it is believed before."""
    if len(problem.points) > MOST_POINTS or len(problem.premises) > MOST_STATEMENTS:
        raise CheckError(None, f"more than {MOST_POINTS} points or {MOST_STATEMENTS} premises")
    known: set[str] = set()
    for clause in problem.all_clauses:
        for point in clause.points:
            if not _NAME.match(point):
                raise CheckError(None, f"{point!r} is not the name of a point")
            if point in known or clause.points.count(point) > 1:
                raise CheckError(None, f"point {point} is made twice")
        _check_clause(clause, known)
        known |= set(clause.points)
    stated = {p for clause in problem.clauses for p in clause.points}
    for goal in problem.goals:
        _check_statement(goal, known)
        for point in goal.points:
            if point not in stated:
                reason = f"the goal '{goal}' speaks of the auxiliary point {point}"
                raise CheckError(None, reason)


def _check_clause(clause: Clause, known: set[str]) -> None:
    made: set[str] = set()
    for construction in clause.constructions:
        made |= _made(construction, clause, known | made)
    if clause.constructions and not clause.predicates and made != set(clause.points):
        name = " ".join(clause.points)
        raise CheckError(None, f"the constructions of {name} make other points")
    for statement in (*clause.premises, *clause.conditions):
        _check_statement(statement, known | set(clause.points))
        if statement.kind.is_question:
            raise CheckError(None, f"'{statement}' is a question, not a premise")


def _made(construction: Construction, clause: Clause, known: set[str]) -> set[str]:
    """Return the points a construction makes, after comparing it with the table."""
    definition = CONSTRUCTIONS.get(construction.name)
    if definition is None:
        raise CheckError(None, f"there is no construction '{construction.name}'")
    constant = construction.constants[0] if construction.constants else None
    try:
        same = definition.apply(construction.arguments, constant)
    except ValueError as error:
        raise CheckError(None, str(error)) from None
    if same != construction:
        reason = f"the construction '{construction.name}' is not what the table says"
        raise CheckError(None, reason)
    letters = list(zip(definition.points, construction.arguments, strict=True))
    new = [point for letter, point in letters if letter in definition.new]
    if len(set(new)) < len(new) or not set(new) <= set(clause.points):
        raise CheckError(None, f"'{construction.name}' makes points that its clause does not have")
    for letter, point in letters:
        if letter not in definition.new and (point in new or point not in known):
            raise CheckError(None, f"'{construction.name}' uses {point} before it is made")
    return set(new)


def _check_statement(statement: Predicate, known: set[str]) -> None:
    try:
        check_form(statement)
    except ValueError as error:
        raise CheckError(None, str(error)) from None
    if statement.kind.linear is not None:
        largest = max(max(abs(c.numerator), c.denominator) for c in statement.constants)
        if largest > MOST_COEFFICIENT:
            raise CheckError(None, f"'{statement.name}' with a number above {MOST_COEFFICIENT}")
        if not canonical(statement).points:
            raise CheckError(None, f"all terms of '{statement}' cancel")
    for point in statement.points:
        if point not in known:
            raise CheckError(None, f"'{statement}' speaks of {point}, which is not made yet")
    for pair in empty_pairs(statement):
        reason = f"'{statement}' speaks of the line through {pair[0]} and itself"
        raise CheckError(None, reason)
