"""From a statement in a large figure to a small problem in which it is just provable.

The premises a statement stands on in the large figure are a beginning only: in the small figure
the engine may find a shorter way. So the problem is cut, closed and cut again until it stays the
same; then auxiliary points are taken out one by one, as long as the goal stays provable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import saturate
from porism.ddar.mining import Dependencies, DependencyTracer
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.synth.prune import prune_premises

__all__ = ["LIMITS", "Minimal", "closed", "minimal"]


LIMITS = Limits(60.0, 20_000)
"""Of one closure; the time is never reached, so that results do not depend on the clock."""

_MOST_ROUNDS = 6


@dataclass(frozen=True)
class Minimal:
    """A problem that needs all its premises, and how far its goal is from them."""

    problem: Problem
    basis: Dependencies


def closed(
    clauses: Iterable[Clause],
    at: Coordinates,
    goal: Predicate | None = None,
    *,
    sines: bool = False,
) -> Closure:
    """Return the closure of some clauses, as far as a goal needs it if there is one."""
    goals = () if goal is None else (goal,)
    return saturate(Problem("figure", tuple(clauses)), at, LIMITS, goals=goals, sines=sines)


def minimal(problem: Problem, at: Coordinates) -> Minimal | None:
    """Cut a problem (with one goal) down; None when its goal is not provable."""
    (goal,) = problem.goals
    best = _settled(problem, goal, at)
    if best is None or not best.problem.auxiliary:
        return best
    for attempt in _smaller(best.problem):
        if closed(attempt.all_clauses, at, goal).holds(goal):
            return minimal(attempt, at)
    return best


def _settled(problem: Problem, goal: Predicate, at: Coordinates) -> Minimal | None:
    basis: Dependencies | None = None
    for _ in range(_MOST_ROUNDS):
        closure = closed(problem.all_clauses, at, goal)
        basis = DependencyTracer(closure).trace(goal) if closure.holds(goal) else None
        if basis is None:
            return None
        smaller = prune_premises(problem.all_clauses, goal, basis.premises)
        if smaller.all_clauses == problem.all_clauses:
            return Minimal(smaller, basis)
        problem = smaller
    return Minimal(problem, basis) if basis else None


def _smaller(problem: Problem) -> Iterable[Problem]:
    """The problem without auxiliary points, then without each that no other stands on."""
    yield replace(problem, auxiliary=())
    if len(problem.auxiliary) == 1:
        return
    for k in range(len(problem.auxiliary) - 1, -1, -1):
        left_out = set(problem.auxiliary[k].points)
        rest = (*problem.auxiliary[:k], *problem.auxiliary[k + 1 :])
        if not any(left_out & set(c.arguments) for clause in rest for c in clause.constructions):
            yield replace(problem, auxiliary=rest)
