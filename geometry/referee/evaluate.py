"""Carry a plan out in one instance: every branch, or some at random.

An instance fixes the random numbers. Each step is run once for every combination of its
choices, and the rest of the plan below it. At the end the goals are evaluated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.referee.figure import Choices, Degenerate, Figure, Inapplicable, Vector
from porism.geometry.referee.intersect import Meeting, meet, on, sample
from porism.geometry.referee.loci import Locus, Round, Spot, locus_of
from porism.geometry.referee.places import LINES, PLACES
from porism.geometry.referee.plan import Plan, Source, Step
from porism.geometry.referee.statements import defined, excluded, holds, polygons, twice_area

__all__ = ["AT_NAMED_PLACE", "Answer", "Leaf", "TooMany", "explore", "wander"]


class TooMany(Exception):
    """More branches than the caller wants to visit."""


Answer = object
"""What a goal is on a branch: True, False, or the value that a question asks for."""

AT_NAMED_PLACE = "is at the place of a point that its definition names"
"""Why a branch has no figure in which points with different names are different."""

_LENGTHS = 256  # choices of signs of lengths in one goal


@dataclass(frozen=True)
class Leaf:
    """A branch to its end: the choices taken at each step, and its weight.

    ``answers`` has for each goal what it is for every choice of the signs of its lengths. A
    branch that ends early has no answers, and the reason.
    """

    path: tuple[tuple[int, ...], ...]
    weight: int
    answers: tuple[tuple[Answer, ...], ...] = ()
    reason: str = ""


def explore(plan: Plan, goals: Sequence[Predicate], figure: Figure, limit: int) -> list[Leaf]:
    """Visit every branch. At its end every goal is judged for itself.

    Raises TooMany beyond ``limit`` branches, NoRoot, Inapplicable.
    """
    leaves: list[Leaf] = []

    def visit(number: int, figure: Figure, path: tuple[tuple[int, ...], ...], weight: int) -> None:
        if len(leaves) >= limit:
            raise TooMany
        if number == len(plan.steps):
            leaves.append(_leaf(goals, figure, path, weight))
            return
        script: list[int] | None = []
        while script is not None:
            choices = Choices(script)
            branch = figure.branch(choices)
            reason = ""
            try:
                run(plan, plan.steps[number], branch)
            except Degenerate as problem:
                reason = str(problem)
            here, share = (*path, tuple(choices.taken)), weight * choices.weight
            if reason:
                leaves.append(Leaf(here, share, (), reason))
            else:
                visit(number + 1, branch, here, share)
            script = choices.following()

    visit(0, figure, (), 1)
    return leaves


def wander(plan: Plan, goals: Sequence[Predicate], figure: Figure, rng: Random) -> Leaf:
    """Follow one branch chosen at random. Raises NoRoot, Inapplicable."""
    path: list[tuple[int, ...]] = []
    for step in plan.steps:
        choices = Choices(rng=rng)
        figure = figure.branch(choices)
        try:
            run(plan, step, figure)
        except Degenerate as problem:
            return Leaf(tuple(path), 1, (), str(problem))
        path.append(tuple(choices.taken))
    return _leaf(goals, figure, tuple(path), 1)


def _leaf(
    goals: Sequence[Predicate], figure: Figure, path: tuple[tuple[int, ...], ...], weight: int
) -> Leaf:
    try:
        answers = tuple(_answers(goal, figure) for goal in goals)
    except Degenerate as problem:
        return Leaf(path, weight, (), str(problem))
    return Leaf(path, weight, answers)


def _answers(goal: Predicate, figure: Figure) -> tuple[Answer, ...]:
    """Return what a goal is for every choice of the signs of its lengths."""
    if goal.name not in ("distseq", "prodeq"):
        return (_answer(goal, figure),)
    found: list[Answer] = []
    script: list[int] | None = []
    while script is not None:
        choices = Choices(script)
        found += [_answer(goal, figure.branch(choices))] * choices.weight
        if len(found) > _LENGTHS:
            raise Inapplicable("a sum of too many lengths")
        script = choices.following()
    return tuple(found)


def _answer(goal: Predicate, figure: Figure) -> Answer:
    figure.instance.work.spend(1, figure.level)
    if not KINDS[goal.name].is_question:
        return holds(goal, figure)
    if goal.name == "lcompute":
        return figure.square(*goal.points)
    if goal.name in ("areacompute", "rareacompute"):
        sizes = [area * area for area in (twice_area(p, figure) for p in polygons(goal))]
        first = sizes[0] if len(sizes) > 1 else -sizes[0]
        return figure.divide(first, sizes[1] if len(sizes) > 1 else 16)
    u, v = figure.vector(*goal.points[:2]), figure.vector(*goal.points[2:])
    if goal.name == "acompute":
        return figure.divide(u[1] * v[0], u[0] * v[1])
    return figure.divide(u[0] * u[1], v[0] * v[1])


# --- one step -------------------------------------------------------------------------------


def run(plan: Plan, step: Step, figure: Figure) -> None:
    """Place the points of a step. Raises Degenerate, NoRoot, Inapplicable."""
    figure.instance.work.spend(4, figure.level)
    _require(step.before, figure)
    if step.recipe is not None:
        known = [q for q in step.recipe.arguments if q not in step.points]
        places = PLACES[step.recipe.name](figure, known, step.recipe)
        figure.at.update(zip(step.points, places, strict=True))
    else:
        figure.at[step.points[0]] = _placed(plan, step, figure)
    _require(step.after, figure)


def _require(conditions: Sequence[Predicate], figure: Figure) -> None:
    for condition in conditions:
        equation = excluded(condition)
        if equation is None:  # an equation that a construction needs: it binds older points
            _require_holds(condition, figure)
        elif holds(equation, figure):
            raise Degenerate(f"'{condition}' fails")


def _require_holds(statement: Predicate, figure: Figure) -> None:
    """Mark the instance as strained where a statement of points placed earlier fails."""
    if not holds(statement, figure):
        figure.instance.strained.add(str(statement))
        raise Degenerate(f"'{statement}' fails")


def _placed(plan: Plan, step: Step, figure: Figure) -> Vector:
    (x,) = step.points
    named = {q for source in step.sources for q in source.points if q in figure.at}
    known = [figure.at[q] for q in named]
    meeting = _met(step, known, figure)
    told = [s.points for s in (*step.before, *step.after) if s.name == "diff" and x in s.points]
    told_apart = {figure.at[q] for points in told for q in points if q in figure.at}
    points = [q for q in meeting.points if _fits(step, x, q, figure) and q not in told_apart]
    points = _apart(plan, x, points, named, figure)
    if not points:
        raise Degenerate(f"no place for '{x}' satisfies all that is demanded of it")
    conjugate = meeting.conjugate and len(points) == len(meeting.points)
    return points[figure.choices.pick(len(points), conjugate)]


def _met(step: Step, known: Sequence[Vector], figure: Figure) -> Meeting:
    """Return the common points of the first two loci of a step, or what one of them offers."""
    (x,) = step.points
    locus: Locus | None = None
    for number, source in enumerate(step.sources, start=1):
        second = _locus(source, x, figure)
        if second is None:
            _require_true(source, x, figure)
        elif locus is None:
            locus = second
        else:
            meeting = _common(x, locus, second, known, figure)
            if meeting is None:
                continue
            if number == len(step.sources) and _may_be_one(locus, second, meeting, known):
                figure.instance.missed.add(x)
                raise Degenerate(f"'{x}' {AT_NAMED_PLACE}")
            return meeting
    return sample(locus, x, figure)


def _common(
    x: str, first: Locus, second: Locus, known: Sequence[Vector], figure: Figure
) -> Meeting | None:
    """Return the common points of two loci, None where the second adds nothing.

    Where there is none (parallel lines, two places), the point is noted as missed.
    """
    try:
        meeting = meet(first, second, known, figure)
    except Degenerate:
        figure.instance.missed.add(x)
        raise
    if meeting is not None and not meeting.points:
        figure.instance.missed.add(x)
    return meeting


def _may_be_one(first: Locus, second: Locus, meeting: Meeting, known: Sequence[Vector]) -> bool:
    """Tell whether the new point is apart from those that its definition names if its loci are one.

    Two lines with a known point in common, or two circles with two. They are one line or circle in
    as many figures (the condition on the points before leaves the new point free) as they are
    two, in which the new point is at the place of a known one.
    """
    if not isinstance(first, Round) or not isinstance(second, Round):
        return False
    alike = bool(first.k) == bool(second.k) and len(meeting.points) == (2 if first.k else 1)
    return alike and set(meeting.points) <= set(known)


def _locus(source: Source, x: str, figure: Figure) -> Locus | None:
    call = source.construction
    if call is None:
        assert source.statement is not None
        return locus_of(source.statement, x, figure)
    known = [q for q in call.arguments if q != x]
    if call.name in LINES:
        return LINES[call.name](figure, known, call)
    return Spot(PLACES[call.name](figure, known, call)[0])


def _require_true(source: Source, x: str, figure: Figure) -> None:
    """A statement that does not confine the point says something of those before it.

    One that names the point all the same (AX = XA) can be evaluated only once it has a place.
    """
    if source.statement is not None and x not in source.statement.points:
        _require_holds(source.statement, figure)


def _fits(step: Step, x: str, place: Vector, figure: Figure) -> bool:
    """Tell whether a place satisfies all sources of a step.

    A place at which a statement fails, though it is defined, may satisfy it where the points
    before are special: the instance is marked as strained.
    """
    figure.at[x] = place
    fits = True
    for source in step.sources:
        if source.statement is None:
            locus = _locus(source, x, figure)
            if locus is None or not on(locus, place, figure.field.p):
                fits = False
                figure.instance.strained.add(x)
        elif not holds(source.statement, figure):
            fits = False
            if defined(source.statement, figure):
                figure.instance.strained.add(x)
    del figure.at[x]
    return fits


def _apart(
    plan: Plan, x: str, points: Sequence[Vector], named: set[str], figure: Figure
) -> list[Vector]:
    """Leave out places of other points, where there is a choice.

    First of points that the definition names (the second intersection is meant), then of all
    but those that a goal compares it with. Where the plan does not say ``distinct``, of two common
    points that are both named each may be either.
    """
    found = list(points)
    own = {figure.at[q] for q in named}
    if len(found) > 1 and (plan.distinct or x not in plan.paired):
        rest = [q for q in found if q not in own]
        if rest and x in plan.paired and len(rest) < len(found):
            figure.instance.crowded.add(x)
        found = rest or found
    if len(found) > 1 and plan.distinct:
        others = {at for q, at in figure.at.items() if frozenset((x, q)) not in plan.asked}
        apart = [q for q in found if q not in others]
        if 0 < len(apart) < len(found):
            figure.instance.crowded.add(x)
            return apart
    return found
