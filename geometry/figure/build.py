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

from geometry.figure.choices import Choices
from geometry.figure.loci import (
    Circle,
    Curve,
    Line,
    Locus,
    Spots,
    contains,
    cross,
    dot,
    loci_of,
    meet,
    sample,
)
from geometry.figure.plan import Plan, Source, Step
from geometry.figure.recipes import LOCI, PLACES, SAMPLES, Unplaceable
from geometry.figure.shapes import SHAPES
from geometry.figure.system import System

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
    found = _common(alternatives, choices, limits.rough)
    if found is None:
        return _sampled(plan, alternatives, at, choices, limits)
    if not found:
        raise Unplaceable("the lines and circles it must lie on do not meet")
    if not limits.overlap:
        same = _SAME * plan.unit
        found = [z for z in found if not any(abs(z - q) < same for q in at.values())]
        if not found:
            raise Unplaceable("the point coincides with another")
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
        return [LOCI[source.recipe](*(at[p] for p in source.known))]
    found = (loci_of(premise, x, at) for premise in source.premises)
    return [loci for loci in found if loci is not None]


def _common(
    alternatives: Sequence[tuple[Locus, ...]], choices: Choices, rough: bool
) -> list[complex] | None:
    """Points common to all loci; None where at most one of them is independent.

    The first loci met decide, the others are asked whether they agree: premises are redundant
    more often than not. A ``rough`` answer settles for points that come close.
    """
    order = sorted(alternatives, key=_difficulty)
    if not order:
        return None
    first = order[0]
    for k, second in enumerate(order[1:], 1):
        one = first[choices.branch(len(first))] if len(first) > 1 else first[0]
        if isinstance(one, Spots):
            found, rest = list(one.points), order[1:]
        elif any(_same(one, other) for other in second):
            first = (one,)
            continue
        else:
            other = second[choices.branch(len(second))] if len(second) > 1 else second[0]
            found = meet(one, other) or ([_halfway(one, other)] if rough else [])
            rest = [a for j, a in enumerate(order) if j not in (0, k)]
        agreeing = _agreeing(found, rest)
        return agreeing or (found if rough else [])
    if len(first) == 1 and isinstance(first[0], Spots):
        return list(first[0].points)
    return None


def _halfway(one: Locus, other: Locus) -> complex:
    """A point on or near two loci that do not meet."""
    if isinstance(one, Circle) and not isinstance(other, Circle):
        one, other = other, one
    if isinstance(other, Circle):
        if isinstance(one, Line):
            return one.point + one.direction * dot(other.centre - one.point, one.direction)
        if isinstance(one, Circle) and one.centre != other.centre:
            axis = (one.centre - other.centre) / abs(one.centre - other.centre)
            return other.centre + other.radius * axis
    if isinstance(one, Line):
        return one.point + one.direction
    raise Unplaceable("the lines and circles it must lie on do not meet")


def _difficulty(loci: tuple[Locus, ...]) -> tuple[int, int]:
    kind = max((Spots, Line, Circle, Curve).index(type(locus)) for locus in loci)
    return (1 if kind in (1, 2) else kind, len(loci))


def _agreeing(found: list[complex], rest: Sequence[tuple[Locus, ...]]) -> list[complex]:
    return [z for z in found if all(any(contains(locus, z) for locus in loci) for loci in rest)]


def _same(one: Locus, other: Locus) -> bool:
    """Is the first locus part of the second, as far as a few of its points can tell?"""
    if isinstance(one, Line) and isinstance(other, Line):
        return abs(cross(one.direction, other.direction)) < 1e-9 and contains(
            Line(other.point, other.direction), one.point
        )
    if isinstance(one, Circle) and isinstance(other, Circle):
        size = one.radius + other.radius
        return abs(one.centre - other.centre) + abs(one.radius - other.radius) < 1e-9 * size
    if isinstance(other, Curve) and isinstance(one, (Line, Circle)):
        if isinstance(one, Line):
            probes = [one.point + t * one.direction for t in (0.1234, 0.5678, -0.91)]
        else:
            probes = [one.centre + cmath.rect(one.radius, t) for t in (0.3, 2.4, 4.1)]
        return all(abs(other.value(z)) < 1e-7 for z in probes)
    return False


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
