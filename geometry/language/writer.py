"""Problems back to text: one line that reads back as an equal problem."""

from __future__ import annotations

from fractions import Fraction

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.language.statements import from_ag2
from porism.geometry.predicates import KINDS
from porism.geometry.problem import Clause, Construction, Problem

__all__ = ["to_text"]


def to_text(problem: Problem) -> str:
    """Write the statement in one line, without the name.

    AG1 when every clause is made of constructions, and statements of order; AG2 otherwise.
    Reading the line gives an equal problem, but for the dialect when the problem came from
    another one.
    """
    ag1 = all(
        c.constructions and all(KINDS[s.name].figure_only for s in c.predicates)
        for c in problem.all_clauses
    )
    parts = ["; ".join(_clause(c, ag1) for c in problem.clauses)]
    if problem.auxiliary:
        parts += ["|", "; ".join(_clause(c, ag1) for c in problem.auxiliary)]
    if problem.goals:
        goals = problem.goals if ag1 else map(from_ag2, problem.goals)
        parts += ["?", "; ".join(str(goal) for goal in goals)]
    return " ".join(parts)


def _clause(clause: Clause, ag1: bool) -> str:
    places = clause.coordinates or (None,) * len(clause.points)
    points = " ".join(
        p if at is None else f"{p}@{at[0]!r}_{at[1]!r}"
        for p, at in zip(clause.points, places, strict=True)
    )
    if ag1:
        calls = [*map(_call, clause.constructions), *map(str, clause.predicates)]
    else:
        given = [s for c in clause.constructions for s in c.premises]
        calls = [str(from_ag2(s)) for s in (*given, *clause.predicates)]
    return f"{points} = {', '.join(calls)}".rstrip(" ") + ("" if calls else " ")


def _call(construction: Construction) -> str:
    kind = CONSTRUCTIONS[construction.name].constant
    numbers = [_angle(c) if kind == "angle" else str(c) for c in construction.constants]
    return " ".join([construction.name, *construction.arguments, *numbers])


def _angle(value: Fraction) -> str:
    degrees = value * 180
    if degrees.denominator == 1:
        return str(degrees)
    return f"{value.numerator}pi/{value.denominator}"
