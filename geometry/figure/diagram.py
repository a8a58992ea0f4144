"""Figures of a problem: coordinates in which every premise holds.

>>> from porism.geometry.language.text import parse_problem
>>> problem = parse_problem("a b c = triangle a b c; h = orthocenter h a b c ? perp a h b c")
>>> draw(problem, seed=1).residual < 1e-12
True

A figure is only ever evidence: goals are tested in it, never proved by it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import mpmath

from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.contrast import contrast
from porism.geometry.figure.double_place import is_at_double_place
from porism.geometry.figure.parting import with_points_apart
from porism.geometry.figure.plan import Plan, make_plan
from porism.geometry.figure.precise import refine
from porism.geometry.figure.search import (
    TOLERANCE,
    Deadline,
    Found,
    Outcome,
    Search,
    overlaps,
    pairs,
)
from porism.geometry.figure.solve import from_given, from_rough_starts, perturbed
from porism.geometry.figure.system import equations_meant
from porism.geometry.measure import truth
from porism.geometry.measure.vectors import places_given
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.words import display_names, sentence

__all__ = ["Diagram", "draw", "draw_fresh", "extend", "refine", "require_different_places"]

_ELSEWHERE = 1.0  # seconds to look for another figure in which a goal holds
_CANDIDATES = 4  # good figures of which the best-looking is taken
_CLEAR = 1e-3  # residual of a goal that fails, however rough the figure
_DIGITS = 40  # in which a goal that fails by less is measured
_SHARP = 1e-12  # residual of one that holds there; points of contact have two thirds of the digits


@dataclass(frozen=True)
class Diagram:
    """Coordinates of all points of a problem.

    ``residual`` is the largest residual of a premise (see :mod:`porism.geometry.measure.truth`),
    ``attempts`` the number of attempts made. ``branch_chosen`` says that the premises also have
    figures in which a goal fails, so that the goals took part in the choice; ``failing`` are the
    goals that fail in this figure too, ``remarks`` says so of each in words; ``undecided`` those of
    which no figure tells, being at a double place. ``kind`` tells how the figure was made: point
    by point, from coordinates given with the problem, or by solving all premises at once.
    ``overlaps`` lists pairs of points that coincide in it.
    """

    coordinates: Mapping[str, tuple[float, float]]
    seed: int = 0
    residual: float = 0.0
    attempts: int = 1
    branch_chosen: bool = False
    kind: Literal["constructed", "given", "solved"] = "constructed"
    overlaps: tuple[tuple[str, str], ...] = ()
    failing: tuple[Predicate, ...] = ()
    remarks: tuple[str, ...] = ()
    undecided: tuple[Predicate, ...] = ()


def draw(
    problem: Problem, *, seed: int = 0, seconds: float = 10.0, want_goal: bool = True
) -> Diagram:
    """Return a well-proportioned figure of ``problem``, the same for the same seed.

    Premises hold to 1e-9 at least, usually to rounding. Coordinates that come with the
    problem are kept, up to the precision to which they are written. With ``want_goal`` the
    figure is one in which as many goals hold as do together, chosen among the branches that the
    premises leave open. Raises FigureError when no figure is found and RefutedError (with a
    diagram) when there are figures but in all of them the goals fail; both within ``seconds``.
    """
    deadline = time.monotonic() + seconds
    given = _all_given(problem)
    plan = make_plan(problem)
    kind: Literal["constructed", "given", "solved"] = "constructed"
    if given is not None:
        kind = "given"
        plan = replace(plan, fixed=())  # rounded: to be polished
    search = Search(plan, f"{seed}", deadline, goals=want_goal)
    try:
        if given is not None:
            from_given(search, given)
        else:
            out = search.run(_CANDIDATES)
            if not out.good and out.refuting is None:
                kind = "solved"
                from_rough_starts(search, _CANDIDATES)
            parted = None if _asks_for_one_place(problem) else with_points_apart(search)
            if parted is not None:
                kind, search.outcome = "solved", parted
    except Deadline:
        if not search.outcome.good and search.outcome.refuting is None:
            raise FigureError(_no_figure(plan, search.outcome, seconds)) from None
    out = search.outcome
    if out.good:
        return _diagram(out.best(), out, seed, kind)
    if out.refuting is None:
        message = _no_figure(plan, out, None) if given is None else _contradicted(plan, given)
        raise FigureError(message)
    held = out.refuting.held
    undecided = tuple(
        g for g in problem.goals if g not in held and _fails_unclearly(g, problem, out.refuting)
    )
    failing = tuple(g for g in problem.goals if g not in held and g not in undecided)
    names = display_names(problem.points)
    remarks = tuple(_failure(goal, out, kind, names) for goal in failing)
    if given is not None:
        seen = pairs(out.refuting.at)
        remarks = tuple(
            text
            if goal.kind.is_question
            else text + _elsewhere(replace(problem, goals=(goal,)), seen, seed)
            for goal, text in zip(failing, remarks, strict=True)
        )
    diagram = replace(_diagram(out.refuting, out, seed, kind), failing=failing, remarks=remarks)
    diagram = replace(diagram, undecided=undecided)
    if failing and not held and not undecided:
        raise RefutedError("; ".join(remarks), diagram)
    return diagram


def _asks_for_one_place(problem: Problem) -> bool:
    """Tell whether a goal is that points are one: nothing is then to be kept apart."""
    return any(goal.name == "overlap" for goal in problem.goals)


def _fails_unclearly(goal: Predicate, problem: Problem, found: Found) -> bool:
    """Tell whether a goal that fails in a figure by doubles may hold there all the same.

    It fails by little, the figure is at a double place, and to many digits it holds or cannot
    be measured.
    """
    at = pairs(found.at)
    if goal.kind.is_question or goal.kind.figure_only or not truth.residual(goal, at) < _CLEAR:
        return False
    if not is_at_double_place(equations_meant(problem), at):
        return False
    try:
        places = refine(problem, at, _DIGITS)
    except FigureError:
        return True
    with mpmath.workdps(_DIGITS):
        return bool(truth.residual(goal, places) <= _SHARP)


def _failure(goal: Predicate, out: Outcome, kind: str, names: Mapping[str, str]) -> str:
    """Say where a goal fails, as a person writes it."""
    said = sentence(goal, names)
    if goal.kind.is_question and goal not in out.held:
        if kind == "given":
            return f"the question has no value in the figure given: {said}"
        return f"the question has a value in none of the {out.failures} figures drawn: {said}"
    hint = _other_sense(goal, out, names)
    if kind == "given":
        return f"false in the figure given: {said}{hint}"
    if goal not in out.held:
        return f"the goal fails in all {out.failures} figures drawn: {said}{hint}"
    assert out.refuting is not None
    others = "; ".join(sentence(held, names) for held in out.refuting.held)
    return f"the goal fails in the figures in which other goals hold ({others}): {said}"


def _elsewhere(problem: Problem, seen: Coordinates, seed: int) -> str:
    """Say how a figure in which the goal holds differs from the one that is given, if any does."""
    end = time.monotonic() + _ELSEWHERE
    plan = replace(make_plan(problem, {}), fixed=())
    search = Search(plan, f"{seed}/elsewhere", end)
    try:
        perturbed(search, {p: complex(*place) for p, place in seen.items()}, 1)
        if not search.outcome.good:
            search = Search(plan, f"{seed}/elsewhere", end)
            search.run(1)
    except Deadline:
        pass
    if not search.outcome.good:
        return ""
    order = contrast(problem, pairs(search.outcome.good[0].at), seen)
    return f" (true in another figure{f', in which {order}' if order else ''})"


def _other_sense(goal: Predicate, out: Outcome, names: Mapping[str, str]) -> str:
    """Say so where angles that are no equal directed angles are equal in the opposite sense."""
    match goal.name:
        case "eqangle":
            other = goal._replace(points=(*goal.points[:4], *goal.points[6:], *goal.points[4:6]))
        case "aconst":
            other = goal._replace(points=(*goal.points[2:], *goal.points[:2]))
        case _:
            return ""
    if out.refuting is None or not truth.holds(other, pairs(out.refuting.at), TOLERANCE):
        return ""
    return (
        f" (angles are directed, from the first line to the second; in the opposite sense they are"
        f" equal: {sentence(other, names)} holds)"
    )


def _contradicted(plan: Plan, given: Mapping[str, complex]) -> str:
    """Say which premise the coordinates given with the problem do not satisfy."""
    at, names = pairs(dict(given)), display_names(given)
    failing = next((s for s in (*plan.conditions, *plan.ordering) if not truth.holds(s, at)), None)
    if failing is None:
        failing = max(plan.premises, key=lambda s: float(truth.residual(s, at)))
    return (
        "the coordinates given are no figure of the statement: in them it is false that "
        f"{sentence(failing, names)}"
    )


def draw_fresh(
    problem: Problem, diagram: Diagram, count: int, seed: int, *, seconds: float = math.inf
) -> list[Diagram]:
    """Return ``count`` figures of the same problem, independent of ``diagram``.

    The goals hold in them: where branches differ, it is the same branch. A problem that comes
    with coordinates is solved again from strongly shaken positions. Returns fewer figures
    when the problem does not have as many, or the time ends, of which one figure takes 10 seconds
    at most; raises FigureError when it has no second one and RefutedError when the goals hold in
    none, being a coincidence of ``diagram``.
    """
    end = time.monotonic() + seconds
    plan = make_plan(problem)
    shaken = bool(plan.fixed) or diagram.kind != "constructed"
    plan = replace(plan, fixed=())
    fresh: list[Diagram] = []
    last: Outcome | None = None
    for number in range(count):
        search = Search(plan, f"{seed}/fresh/{number}", min(end, time.monotonic() + 10.0))
        try:
            if shaken:
                at = {p: complex(*place) for p, place in diagram.coordinates.items()}
                perturbed(search, at, 1)
            else:
                search.run(1, wide=number % 2 == 1)
            if not (search.outcome.good or search.outcome.refuting):
                from_rough_starts(search, 1)
        except Deadline:
            pass
        last = search.outcome
        if last.good:
            fresh.append(_diagram(last.good[0], last, seed, diagram.kind))
        elif not fresh:
            break
    if count and not fresh and last is not None:
        if last.refuting is not None:
            raise RefutedError(
                "the goal holds in the first figure only",
                _diagram(last.refuting, last, seed, diagram.kind),
            )
        raise FigureError("the problem has no second figure")
    return fresh


def extend(problem: Problem, diagram: Diagram) -> Diagram:
    """Return ``diagram`` with the points of ``problem`` that it lacks placed in addition.

    The points it has stay where they are: this is how auxiliary points join a figure. The
    goals take no part in it. Raises FigureError when the points cannot be placed there.
    """
    known = {p: complex(*place) for p, place in diagram.coordinates.items()}
    plan = make_plan(problem, known)
    search = Search(plan, f"{diagram.seed}/extend", math.inf, goals=False, rounded=False)
    out = search.run(1)
    if not out.good:
        raise FigureError(_no_figure(plan, out, None))
    found = out.good[0]
    return replace(
        diagram,
        coordinates=pairs(found.at),
        residual=max(diagram.residual, found.residual),
        overlaps=overlaps(found.at),
    )


def require_different_places(problem: Problem) -> None:
    """Raise FigureError where free points are put at one place; such figures can be drawn.

    Points with different names are different, and no other figure would show what this one does.
    In AG2's language a point has no clause of its own: it is free if no premise names it. Others
    may be at one place by a theorem.
    """
    taken: dict[tuple[float, float], str] = {}
    flat = problem.dialect == "ag2"
    bound = {p for s in problem.premises for p in s.points} if flat else set()
    for clause in problem.clauses:
        for point, place in zip(clause.points, clause.coordinates, strict=False):
            if place is None:
                continue
            other = taken.setdefault(place, point)
            if other != point and not clause.premises and point not in bound:
                raise FigureError(
                    f"the text puts {other} and {point} at one place; points with different names "
                    "are different"
                )


def _all_given(problem: Problem) -> dict[str, complex] | None:
    """The coordinates of all points, when the problem gives all of them."""
    found = {point: complex(*place) for point, place in places_given(problem).items()}
    return found if found and len(found) == len(problem.points) else None


def _diagram(
    found: Found, out: Outcome, seed: int, kind: Literal["constructed", "given", "solved"]
) -> Diagram:
    return Diagram(
        pairs(found.at),
        seed,
        found.residual,
        out.attempts,
        out.failures > 0,
        kind,
        overlaps(found.at),
    )


def _no_figure(plan: Plan, out: Outcome, seconds: float | None) -> str:
    """Say which clause cannot be realised and why: the one that most of the attempts reached.

    Where ``seconds`` have ended the attempts it is only where they were stuck so far.
    """
    count = f"({out.attempts} attempts)"
    message = (
        f"no figure satisfies the premises {count}"
        if seconds is None
        else f"no figure within {seconds:g} seconds {count}, which does not say that there is none"
    )
    if not out.deaths:
        return message if seconds is not None else f"{message}; they contradict each other"
    stuck = {key: n for key, n in out.deaths.items() if key[0] < len(plan.steps)}
    deepest = max(step for step, _ in stuck or out.deaths)
    reasons = {reason: n for (step, reason), n in out.deaths.items() if step == deepest}
    reason = max(reasons, key=lambda r: reasons[r])
    if stuck:
        return f"{message}; stuck at '{plan.steps[deepest].text}': {reason}"
    return f"{message}: {reason}"
