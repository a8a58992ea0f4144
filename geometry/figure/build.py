"""One attempt at a figure: walk through the plan and place point after point.

Nothing is searched for here. Where loci meet twice, the choices of the attempt say which
point is taken; where nothing fits, the attempt ends with :class:`Dead` and the caller tries
other random numbers.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass

from porism.geometry.figure.choices import Choices
from porism.geometry.figure.intersect import common, sample
from porism.geometry.figure.loci import Locus, loci_of
from porism.geometry.figure.plan import Plan, Source, Step
from porism.geometry.figure.recipes import LOCI, PLACES, SAMPLES, Unplaceable
from porism.geometry.figure.shapes import SHAPES
from porism.geometry.figure.system import System

__all__ = ["Dead", "Limits", "build"]

Points = dict[str, complex]
_SAME = 1e-7  # relative distance below which two points are one


class Dead(Exception):
    """An attempt that cannot be completed: the step and the reason."""

    def __init__(self, step: int, reason: str) -> None:
        super().__init__(reason)
        self.step = step
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """How demanding an attempt is.

    Points must keep ``apart`` units from each other and stay within ``reach`` units of the
    middle; ``overlap`` lets points coincide. ``rough`` asks for a starting point only: premises
    beyond those that place a point may fail, and loci that do not meet are met halfway.
    """

    apart: float = 0.03
    reach: float = 5.0
    overlap: bool = False
    rough: bool = False


def build(plan: Plan, choices: Choices, limits: Limits) -> Points:
    """Place all points of a plan. Raises Dead."""
    at: Points = {}
    for number, step in enumerate(plan.steps):
        try:
            if step.fixed:
                at.update(zip(step.points, step.fixed, strict=True))
            elif step.recipe is None and len(step.points) == 1:
                at[step.points[0]] = _one(plan, step, at, choices, limits)
            else:
                made = (
                    _solved(plan, step, at, choices)
                    if step.recipe is None
                    else _made(plan, step, at, choices)
                )
                for name, place in zip(step.points, made, strict=True):
                    _check(plan, place, at, limits)
                    at[name] = place
        except Unplaceable as problem:
            raise Dead(number, str(problem)) from None
        except (ZeroDivisionError, OverflowError, ValueError):
            raise Dead(number, "points that must differ coincide or lie on a line") from None
    return at


def _check(plan: Plan, place: complex, at: Points, limits: Limits) -> None:
    if not cmath.isfinite(place) or abs(place - plan.middle) > limits.reach * plan.unit:
        raise Unplaceable("the point is too far away")
    least = limits.apart * plan.unit
    if not limits.overlap and any(abs(place - q) < least for q in at.values()):
        raise Unplaceable("the point coincides with another")


def _made(plan: Plan, step: Step, at: Points, choices: Choices) -> tuple[complex, ...]:
    assert step.recipe is not None
    if step.known:
        return PLACES[step.recipe](choices, *(at[p] for p in step.known))
    shape = SHAPES[step.recipe](choices)
    shift = plan.middle
    if at and len(shape) > 1:  # a second independent shape goes somewhere else
        shift += plan.unit * cmath.rect(choices.uniform(0.3, 1.5), choices.uniform(0, 2 * math.pi))
    return tuple(shift + plan.unit * z for z in shape)


# --- one point ------------------------------------------------------------------------------


def _one(plan: Plan, step: Step, at: Points, choices: Choices, limits: Limits) -> complex:
    x = step.points[0]
    if step.sample is not None:
        place = SAMPLES[step.sample](choices, *(at[p] for p in step.sources[0].known))
        _check(plan, place, at, limits)
        return place
    alternatives = [a for source in step.sources for a in _loci(source, x, at)]
    if not all(alternatives):
        if not limits.rough:
            raise Unplaceable("no point has the required distances")
        alternatives = [loci for loci in alternatives if loci]
    found = common(alternatives, choices, limits.rough)
    if found is None:
        return _sampled(plan, alternatives, at, choices, limits)
    if not found:
        raise Unplaceable("no point satisfies all that is demanded of it")
    same = _SAME * plan.unit
    new = [z for z in found if not any(abs(z - q) < same for q in at.values())]
    if not (new or limits.overlap):
        raise Unplaceable("the point coincides with another")
    # where points may coincide they still do so rarely, unless there is no other place
    if new and not (limits.overlap and choices.random.random() < 0.15):
        found = new
    elif not new:  # least of all with the points that the definition names
        named = {q for s in step.sources for p in s.premises for q in p.points if q in at}
        found = [z for z in found if not any(abs(z - at[q]) < same for q in named)] or found
    if len(found) > 1:
        fit = [z for z in found if _fits(plan, z, at, limits)]
        found = fit or found
    # a stable order, so that a branch number means the same from attempt to attempt
    place = found[choices.branch(len(found))]
    _check(plan, place, at, limits)
    return place


def _fits(plan: Plan, place: complex, at: Points, limits: Limits) -> bool:
    try:
        _check(plan, place, at, limits)
    except Unplaceable:
        return False
    return True


def _loci(source: Source, x: str, at: Points) -> list[tuple[Locus, ...]]:
    if source.recipe is not None:
        return [LOCI[source.recipe](*(at[p] for p in source.known), *source.constants)]
    found = (loci_of(premise, x, at) for premise in source.premises)
    return [loci for loci in found if loci is not None]


def _sampled(
    plan: Plan,
    alternatives: Sequence[tuple[Locus, ...]],
    at: Points,
    choices: Choices,
    limits: Limits,
) -> complex:
    """A random point of the one locus there is, or of the plane, clear of the others."""
    middle = sum(at.values()) / len(at) if at else plan.middle
    size = max((abs(q - middle) for q in at.values()), default=0.0) or plan.unit
    options = alternatives[0] if alternatives else ()
    locus = options[choices.branch(len(options))] if options else None
    place: complex | None = None
    for _ in range(12):
        if locus is None:
            place = middle + cmath.rect(
                1.3 * size * math.sqrt(choices.random.random()), choices.uniform(0, 2 * math.pi)
            )
        else:
            place = sample(locus, choices.random, middle, 1.5 * size)
        wanted = Limits(max(limits.apart, 0.15), limits.reach, limits.overlap)
        if place is not None and _fits(plan, place, at, wanted):
            return place
    if place is None:
        raise Unplaceable("the curve it must lie on is out of reach")
    _check(plan, place, at, limits)
    return place


# --- several points at once -----------------------------------------------------------------


def _solved(plan: Plan, step: Step, at: Points, choices: Choices) -> tuple[complex, ...]:
    """Several points from random starts, by least squares, the earlier points standing still."""
    premises = [
        p
        for source in step.sources
        for p in source.premises
        if all(q in at or q in step.points for q in p.points)
    ]
    used = {q for p in premises for q in p.points if q in at}
    middle = sum(at.values()) / len(at) if at else plan.middle
    size = max((abs(q - middle) for q in at.values()), default=0.0) or plan.unit
    names = [*sorted(used), *step.points]
    system = System(names, premises, size)
    for _ in range(3):
        start = {q: at[q] for q in used}
        for name in step.points:
            start[name] = middle + cmath.rect(
                1.4 * size * math.sqrt(choices.random.random()), choices.uniform(0, 2 * math.pi)
            )
        x = system.polish(system.minimise(system.array(start), sorted(used)), sorted(used))
        if system.error(x) < 1e-10:
            solved = system.coords(x)
            return tuple(solved[name] for name in step.points)
    raise Unplaceable("the equations for these points have no solution")
