"""The face of the native engine: close a figure under the rules, extend a closed figure.

The engine is untrusted: it proposes facts with reasons (:mod:`ddar.traceback`), and
:mod:`geometry.check` decides whether they make a proof. How it works is told in
``ddar/core/engine.hpp`` and, slowly and readably, in :mod:`ddar.reference`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ddar import _core
from ddar.closure import Closure, Limits, StopReason, fits
from geometry.predicates import KINDS, Predicate
from geometry.problem import Clause, Problem

__all__ = ["extend", "saturate"]

Coordinates = Mapping[str, tuple[float, float]]


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
) -> Closure:
    """Close the premises of ``problem`` in the figure ``coordinates`` (point -> x, y).

    Stops when all ``goals`` (statements that can be derived) hold, if there are any; otherwise
    at saturation or at a limit. ``without`` names rules that shall conclude nothing, to see what
    they are worth. Raises KeyError when a point has no coordinates.
    """
    core = _core.Engine(square_table=square_table, sines=sines, without=list(without))
    core.profile(profile)
    closure = Closure(problem, coordinates, core, problem.points, StopReason.LIMIT)
    core.add_points([coordinates[name] for name in problem.points])
    _assume(closure, problem.premises)
    _run(closure, limits or Limits(), goals)
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
    extended = Closure(problem, everywhere, core, points, StopReason.LIMIT)
    _assume(extended, (s for clause in clauses for s in clause.premises))
    _run(extended, limits or Limits(), goals)
    return extended


def _assume(closure: Closure, premises: Iterable[Predicate]) -> None:
    for statement in premises:
        if not KINDS[statement.name].figure_only and fits(statement):
            closure.core.assume(*closure.encode(statement))


def _run(closure: Closure, limits: Limits, goals: Sequence[Predicate]) -> None:
    wanted = [
        closure.encode(g)
        for g in goals
        if g.name not in ("acompute", "rcompute") and not KINDS[g.name].figure_only
    ]
    reason = closure.core.saturate(limits.seconds, limits.facts, wanted)
    closure.stopped = StopReason(reason)
