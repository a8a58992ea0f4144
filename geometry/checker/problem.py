"""Is a proof made of what proofs are made of, and its problem what the table makes of it?

A proof is often a value that a program built, so nothing in its problem is taken for granted: every
construction has to have exactly the premises and conditions of its row in the table, every point
has to be made once and before it is used, and every statement has to be well formed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import CheckError
from porism.geometry.forms import check_statement
from porism.geometry.limits import MOST_COEFFICIENT, MOST_POINTS, MOST_STATEMENTS
from porism.geometry.measure.tolerances import LARGEST
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.proof import Proof

__all__ = ["check_problem", "plain"]

_NAME = re.compile(r"[^\W\d][\w']*\Z")
_NUMBERS: dict[object, tuple[type, ...]] = {float: (int, float), Fraction: (int, Fraction)}


def plain(proof: Proof) -> Proof:
    """Return a copy of a proof, of exact rationals, whole numbers and texts where they belong.

    The copy has nothing that was computed before: a program may have put anything there. Raises
    CheckError where any value in it, however deep, is of another type than its class declares.
    """
    try:
        copy: Proof = _copier(Proof)(proof)
        return copy
    except TypeError as error:
        raise CheckError(None, f"not a proof: {error}") from None


@cache
def _copier(kind: Any) -> Callable[[Any], Any]:
    """Return what copies a value of a declared type; it raises TypeError for one of another."""
    family = get_origin(kind)
    parts = get_args(kind)
    if family is Literal:
        return lambda value: value if type(value) is str and value in parts else _refuse(kind)
    copiers = [_copier(part) for part in parts if part is not ...]
    if is_dataclass(kind) or hasattr(kind, "_fields"):
        members = [(name, _copier(hint)) for name, hint in get_type_hints(kind).items()]
        return lambda value: (
            kind(*[copy(getattr(value, name)) for name, copy in members])
            if type(value) is kind
            else _refuse(kind)
        )
    if family is tuple and parts[-1] is ...:
        (each,) = copiers
        return lambda value: tuple(map(each, value)) if type(value) is tuple else _refuse(kind)
    if family is tuple:
        return lambda value: (
            tuple([copy(part) for copy, part in zip(copiers, value, strict=True)])
            if type(value) is tuple and len(value) == len(copiers)
            else _refuse(kind)
        )
    if family is Mapping:
        key, each = copiers
        return lambda value: (
            {key(k): each(v) for k, v in value.items()}
            if isinstance(value, Mapping)
            else _refuse(kind)
        )
    if parts:  # one of several classes
        by_class = {get_origin(p) or p: copy for p, copy in zip(parts, copiers, strict=True)}
        return lambda value: by_class.get(type(value), lambda _: _refuse(kind))(value)
    allowed = _NUMBERS.get(kind, kind)
    return lambda value: value if isinstance(value, allowed) else _refuse(kind)


def _refuse(kind: Any) -> Any:
    raise TypeError(f"something else where {getattr(kind, '__name__', kind)} belongs")


def check_problem(problem: Problem) -> None:
    """Raise CheckError unless the problem is well formed; nothing of it is believed before."""
    try:
        _check_problem(problem)
    except ValueError as error:
        raise CheckError(None, str(error)) from None


def _check_problem(problem: Problem) -> None:
    if len(problem.points) > MOST_POINTS or len(problem.premises) > MOST_STATEMENTS:
        raise ValueError(f"more than {MOST_POINTS} points or {MOST_STATEMENTS} premises")
    known: set[str] = set()
    for clause in problem.all_clauses:
        for point in clause.points:
            if not _NAME.match(point):
                raise ValueError(f"{point!r} is not the name of a point")
            if point in known or clause.points.count(point) > 1:
                raise ValueError(f"point {point} is made twice")
        if len(clause.coordinates) not in (0, len(clause.points)):
            raise ValueError(f"the clause of {' '.join(clause.points)} has places of other points")
        for place in filter(None, clause.coordinates):
            if not all(abs(v) < LARGEST for v in place):  # also refuses nan
                raise ValueError(f"{place} is no place for a point")
        _check_clause(clause, known)
        known |= set(clause.points)
    stated = {p for clause in problem.clauses for p in clause.points}
    for goal in problem.goals:
        _check_statement(goal, known)
        for point in goal.points:
            if point not in stated:
                raise ValueError(f"the goal '{goal}' speaks of the auxiliary point {point}")


def _check_clause(clause: Clause, known: set[str]) -> None:
    made: set[str] = set()
    for construction in clause.constructions:
        made |= _made(construction, clause, known | made)
    if clause.constructions and not clause.predicates and made != set(clause.points):
        name = " ".join(clause.points)
        raise ValueError(f"the constructions of {name} make other points")
    for statement in (*clause.premises, *clause.conditions):
        _check_statement(statement, known | set(clause.points))
        if statement.kind.is_question:
            raise ValueError(f"'{statement}' is a question, not a premise")


def _made(construction: Construction, clause: Clause, known: set[str]) -> set[str]:
    """Return the points a construction makes, after comparing it with the table."""
    definition = CONSTRUCTIONS.get(construction.name)
    if definition is None:
        raise ValueError(f"there is no construction '{construction.name}'")
    constant = construction.constants[0] if construction.constants else None
    if definition.apply(construction.arguments, constant) != construction:
        raise ValueError(f"the construction '{construction.name}' is not what the table says")
    letters = list(zip(definition.points, construction.arguments, strict=True))
    new = [point for letter, point in letters if letter in definition.new]
    if len(set(new)) < len(new) or not set(new) <= set(clause.points):
        raise ValueError(f"'{construction.name}' makes points that its clause does not have")
    for letter, point in letters:
        if letter not in definition.new and (point in new or point not in known):
            raise ValueError(f"'{construction.name}' uses {point} before it is made")
    return set(new)


def _check_statement(statement: Predicate, known: set[str]) -> None:
    check_statement(statement, known)
    if statement.kind.linear is not None:
        largest = max(max(abs(c.numerator), c.denominator) for c in statement.constants)
        if largest > MOST_COEFFICIENT:
            raise ValueError(f"'{statement.name}' with a number above {MOST_COEFFICIENT}")
        if not canonical(statement).points:
            raise ValueError(f"all terms of '{statement}' cancel")
