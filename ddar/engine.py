"""The face of the native engine: close a figure under the rules, extend a closed figure.

The engine is untrusted: it proposes facts with reasons (:mod:`porism.ddar.traceback`), and
:mod:`porism.geometry.checker` decides whether they make a proof. How it works is told in
``ddar/core/engine.hpp`` and, slowly and readably, in :mod:`porism.ddar.reference`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence

from porism.ddar import _core
from porism.ddar.closure import Closure, Limits, StopReason, fits
from porism.ddar.user_rules import UserRules
from porism.geometry.equations import TABLES
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.rules import Rule

__all__ = ["begin", "extend", "matched_rules", "resume", "saturate", "with_premises"]


def matched_rules() -> tuple[str, ...]:
    """Return the ids of the catalogue's rules that the core looks for."""
    return tuple(rule for rule, _ in _core.rules() if rule not in ("given", *TABLES))


def saturate(
    problem: Problem,
    coordinates: Coordinates,
    limits: Limits | None = None,
    *,
    goals: Sequence[Predicate] = (),
    square_table: bool = True,
    sines: bool = False,
    profile: bool = False,
    without: Sequence[str] = (),
    rules: Mapping[str, Rule] | None = None,
) -> Closure:
    """Close the premises of ``problem`` in the figure ``coordinates`` (point -> x, y).

    Stops when all ``goals`` (statements that can be derived) hold, if there are any; otherwise
    at saturation or at a limit. For the rest see :func:`begin`.
    """
    closure = begin(
        problem,
        coordinates,
        square_table=square_table,
        sines=sines,
        profile=profile,
        without=without,
        rules=rules,
    )
    _run(closure, limits or Limits(), goals)
    return closure


def begin(
    problem: Problem,
    coordinates: Coordinates,
    *,
    square_table: bool = True,
    sines: bool = False,
    profile: bool = False,
    without: Sequence[str] = (),
    rules: Mapping[str, Rule] | None = None,
) -> Closure:
    """Return a closure that has the premises only, for :func:`resume` to go on with.

    ``without`` names rules that shall conclude nothing, to see what they are worth; ``rules`` is
    the catalogue with users' rules, which a general matcher applies
    (:mod:`porism.ddar.user_rules`). Raises KeyError when a point has no coordinates.
    """
    core = _core.Engine(square_table=square_table, sines=sines, without=list(without))
    core.profile(profile)
    user = UserRules(tuple(rule for rule in (rules or {}).values() if not rule.builtin))
    closure = Closure(problem, coordinates, core, problem.points, user=user)
    core.add_points([coordinates[name] for name in problem.points])
    _assume(closure, problem.premises)
    return closure


def extend(
    closure: Closure,
    clauses: Iterable[Clause],
    coordinates: Coordinates,
    limits: Limits | None = None,
    *,
    goals: Sequence[Predicate] = (),
) -> Closure:
    """Return the closure with auxiliary ``clauses`` added; the given closure stays as it is.

    ``coordinates`` needs the new points only. Costs what the new points touch.
    """
    clauses = tuple(clauses)
    new_points = tuple(p for clause in clauses for p in clause.points)
    core = closure.core.clone()
    core.add_points([coordinates[name] for name in new_points])
    problem = closure.problem.with_auxiliary(clauses)
    everywhere = {**closure.coordinates, **{name: coordinates[name] for name in new_points}}
    points = (*closure.points, *new_points)
    user = closure.user.continued()
    extended = Closure(problem, everywhere, core, points, user=user)
    _assume(extended, (s for clause in clauses for s in clause.premises))
    _run(extended, limits or Limits(), goals)
    return extended


def with_premises(
    closure: Closure, statements: Iterable[Predicate], limits: Limits | None = None
) -> Closure:
    """Return the closure with ``statements`` taken for premises; the given one stays as it is.

    They are not added to its problem: a traceback through them is no proof.
    """
    core, user = closure.core.clone(), closure.user.continued()
    known = (closure.problem, closure.coordinates, core, closure.points)
    richer = Closure(*known, user=user)
    _assume(richer, statements)
    _run(richer, limits or Limits(), ())
    return richer


def resume(closure: Closure, limits: Limits, *, goals: Sequence[Predicate] = ()) -> None:
    """Go on where a run ended at a limit; the closure says in ``stopped`` how this one ended.

    The order of facts, and so a proof, can depend on where a run was interrupted.
    """
    _run(closure, limits, goals)


def _assume(closure: Closure, premises: Iterable[Predicate]) -> None:
    for statement in premises:
        if not statement.kind.figure_only and fits(statement):
            closure.assume(statement)


def _run(closure: Closure, limits: Limits, goals: Sequence[Predicate]) -> None:
    wanted = [closure.encode(g) for g in goals if g.kind.is_derived]
    deadline = time.monotonic() + limits.seconds
    news: bool | None = True
    while news:
        left = max(0.0, deadline - time.monotonic())
        closure.stopped = closure.core.saturate(left, limits.facts, wanted)
        if closure.stopped is not StopReason.SATURATED or not closure.user.rules:
            return
        news = closure.user.apply(closure, deadline)
    if news is None:
        closure.stopped = StopReason.DEADLINE
