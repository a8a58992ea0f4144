"""Conditions that fail in degenerate figures only: decided by the referee.

A step needs that three points are on no line, or that two lines meet. Mostly that fails in special
figures only, which are left out. But where a text has several kinds of figures (a quadrilateral
with AB ∥ CD and AD = BC is an isosceles trapezium or a parallelogram), it may fail in all figures
of one kind, of which the step then says nothing. What a condition denies is an equation, and the
referee tells whether it holds on a branch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from porism.geometry.forced.signs import OFF, Sign
from porism.geometry.predicates import Pair, Predicate, canonical, pairs_of
from porism.geometry.problem import Clause, Problem
from porism.geometry.referee import referee

__all__ = ["failing_on_a_branch", "needed_by_auxiliary"]

_DENIED: Mapping[str, str] = {
    "ncoll": "coll",
    "npara": "para",
    "nperp": "perp",
    "ncyclic": "cyclic",
    "neqangle": "eqangle",
}
"""Equations that conditions deny. That points differ is meant by their names."""


def failing_on_a_branch(problem: Problem, conditions: Iterable[Predicate]) -> tuple[Predicate, ...]:
    """Return the conditions that may fail in all figures of one kind.

    Those are not returned that the text says, and that the referee finds to fail in special figures
    only. Auxiliary points are taken as points of the text: figures without them do not count.
    """
    clauses = problem.all_clauses
    said = {canonical(s) for c in clauses for s in (*c.premises, *c.meaning, *c.conditions)}
    asked = {c: c._replace(name=_DENIED[c.name]) for c in conditions if c.name in _DENIED}
    asked = {c: denied for c, denied in asked.items() if canonical(c) not in said}
    if not asked:
        return ()
    goals = tuple(dict.fromkeys(asked.values()))
    text = replace(problem, clauses=clauses, auxiliary=(), goals=goals)
    ruling = referee(text, coincident=False)
    if ruling.sampled:  # a branch of which there are few may not be among those visited
        return tuple(asked)
    kinds = {r.goal: r.kind for r in ruling.goals}
    return tuple(c for c, denied in asked.items() if kinds[denied] != "false")


def vanishing(problem: Problem, signs: Iterable[Sign]) -> frozenset[Sign]:
    """Return the signs that are zero in all figures of some kind: on a branch of the referee.

    Where the referee cannot say, or could not visit all branches, those are missed that it has not
    seen. Auxiliary points are taken as points of the text.
    """
    asked = {sign: _zero(sign) for sign in signs}
    if not asked:
        return frozenset()
    goals = tuple(dict.fromkeys(asked.values()))
    text = replace(problem, clauses=problem.all_clauses, auxiliary=(), goals=goals)
    ruling = referee(text, coincident=False)
    seen = {r.goal for r in ruling.goals if r.kind in ("true", "depends")}
    return frozenset(sign for sign, zero in asked.items() if zero in seen)


def _zero(sign: Sign) -> Predicate:
    """Return the equation that a sign is zero."""
    if sign[0] == "<":
        _, v, a, b = sign
        return Predicate("perp", (v, a, v, b))
    apart = tuple(p for p in sign if p != OFF)
    return Predicate("coll" if len(apart) == 3 else "overlap", apart)


def needed_by_auxiliary(problem: Problem) -> Iterator[Predicate]:
    """Yield what auxiliary clauses need of the points before them, where that may fail so."""
    for number, clause in enumerate(problem.auxiliary):
        before = replace(problem, auxiliary=problem.auxiliary[:number])
        yield from failing_on_a_branch(before, (*clause.conditions, *_meeting(clause)))


def _meeting(clause: Clause) -> Iterator[Predicate]:
    """Yield that lines meet of which a clause takes the common point."""
    (new, *more) = clause.points
    lines = [] if more else [found for s in clause.premises if (found := _direction(s, new))]
    for (one, turned), (other, also_turned) in combinations(dict.fromkeys(lines), 2):
        yield Predicate("npara" if turned == also_turned else "nperp", (*one, *other))


def _direction(statement: Predicate, new: str) -> tuple[Pair, bool] | None:
    """Return two points of the direction of the line that a point is put on.

    Or, as the second item says, of the direction perpendicular to it.
    """
    points = statement.points
    if points.count(new) != 1:
        return None
    if statement.name == "coll":
        a, b = (p for p in points if p != new)
        return (a, b), False
    if statement.name in ("para", "perp"):
        (base,) = (pair for pair in pairs_of(points) if new not in pair)
        return base, statement.name == "perp"
    return None
