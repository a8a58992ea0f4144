"""Problems back to text: one line that reads back as an equal problem."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.language.statements import PREDICATES, from_ag2
from porism.geometry.predicates import KINDS
from porism.geometry.problem import Clause, Construction, Dialect, Problem

__all__ = ["dialect_of", "to_text"]


def to_text(problem: Problem) -> str:
    """Write the statement in one line, without the name.

    AG1 when every clause of the statement is made of constructions, and statements of order; AG2
    otherwise. Auxiliary clauses are of the language that they are made in. Reading the line gives
    an equal problem, but for the dialect when the problem came from another one.
    """
    ag1 = dialect_of(problem) == "ag1"
    parts = ["; ".join(_clause(c, ag1) for c in problem.clauses)]
    if problem.auxiliary:
        parts += ["|", "; ".join(_auxiliary(c, ag1) for c in problem.auxiliary)]
    if problem.goals:
        goals = problem.goals if ag1 else map(from_ag2, problem.goals)
        parts += ["?", "; ".join(str(goal) for goal in goals)]
    return " ".join(parts)


def dialect_of(problem: Problem) -> Dialect:
    """Return the language in which a statement is written."""
    return "ag1" if all(map(_is_constructed, problem.clauses)) else "ag2"


def _is_constructed(clause: Clause) -> bool:
    order = all(KINDS[s.name].figure_only for s in clause.predicates)
    return bool(clause.constructions) and order


def _clause(clause: Clause, ag1: bool) -> str:
    if ag1:
        return _joined(clause, "=", [*map(_call, clause.constructions), *_said(clause, ag1)])
    given = [str(from_ag2(s)) for c in clause.constructions for s in c.premises]
    return _joined(clause, "=", [*given, *_said(clause, ag1)])


def _auxiliary(clause: Clause, ag1: bool) -> str:
    """Write a clause so that it is read as what it is in a statement of either language."""
    if not clause.constructions:
        return _joined(clause, ":" if ag1 else "=", _said(clause, ag1))
    if not _is_constructed(clause):  # of no text; what it says, and what it means
        given = [s for c in clause.constructions for s in c.premises]
        said = [str(s if ag1 else from_ag2(s)) for s in (*given, *clause.meaning)]
        return _joined(clause, ":", [*said, *_said(clause, ag1)])
    calls = list(map(_call, clause.constructions))
    if not ag1 and all(c.name in PREDICATES for c in clause.constructions):
        calls = list(map(_short, clause.constructions))
    return _joined(clause, "=", [*calls, *map(str, clause.predicates)])


def _said(clause: Clause, ag1: bool) -> list[str]:
    return [str(s if ag1 else from_ag2(s)) for s in clause.predicates]


def _joined(clause: Clause, sign: str, calls: list[str]) -> str:
    places = clause.coordinates or (None,) * len(clause.points)
    points = " ".join(
        p if at is None else f"{p}@{at[0]!r}_{at[1]!r}"
        for p, at in zip(clause.points, places, strict=True)
    )
    return f"{points} {sign} {', '.join(calls)}".rstrip(" ") + ("" if calls else " ")


def _short(construction: Construction) -> str:
    """Write a call without its new points."""
    definition = CONSTRUCTIONS[construction.name]
    named = zip(definition.points, construction.arguments, strict=True)
    given = tuple(point for letter, point in named if letter not in definition.new)
    return _call(replace(construction, arguments=given))


def _call(construction: Construction) -> str:
    kind = CONSTRUCTIONS[construction.name].constant
    numbers = [_angle(c) if kind == "angle" else str(c) for c in construction.constants]
    return " ".join([construction.name, *construction.arguments, *numbers])


def _angle(value: Fraction) -> str:
    degrees = value * 180
    if degrees.denominator == 1:
        return str(degrees)
    return f"{value.numerator}pi/{value.denominator}"
