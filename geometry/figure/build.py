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

from porism.geometry.figure import anywhere
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.intersect import common, sample
from porism.geometry.figure.loci import Locus, loci_of
from porism.geometry.figure.plan import Plan, Source, Step
from porism.geometry.figure.recipes import LOCI, PLACES, SAMPLES, Unplaceable
from porism.geometry.figure.shapes import SHAPES
from porism.geometry.figure.system import System
from porism.geometry.measure import truth
from porism.geometry.measure.tolerances import EXACT
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates

__all__ = ["Dead", "Limits", "Points", "build", "how_it_fails", "loci_of_step"]

Points = dict[str, complex]
_SAME = 1e-7  # relative distance below which two points are one
_AGAIN = 40  # places that are tried for points that order statements confine


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
        site = _Site(plan, step, () if limits.rough else plan.checks[number], at, choices, limits)
        try:
            if step.fixed:
                at.update(zip(step.points, step.fixed, strict=True))
            elif step.recipe is None and len(step.points) == 1:
                at[step.points[0]] = _one(site)
            else:
                at.update(zip(step.points, _together(site), strict=True))
        except Unplaceable as problem:
            raise Dead(number, str(problem)) from None
        except (ZeroDivisionError, OverflowError, ValueError):
            raise Dead(number, "points that must differ coincide or lie on a line") from None
    return at


def how_it_fails(order: Predicate, at: Coordinates) -> str:
    """Say that a statement of order fails, or that it holds by less than can be told from it."""
    if truth.margin(order, at) > EXACT:
        return f"'{order}' holds by too little for a figure to show it"
    return f"'{order}' fails"


@dataclass(frozen=True)
class _Site:
    """One step of one attempt.

    ``at`` has the points placed before, ``checks`` the statements of order about the new ones.
    """

    plan: Plan
    step: Step
    checks: tuple[Predicate, ...]
    at: Points
    choices: Choices
    limits: Limits

    def check_place(
        self, place: complex, limits: Limits | None = None, also: Sequence[complex] = ()
    ) -> None:
        """Raise Unplaceable for a point out of reach or too close to one of the others.

        Those are what is placed, and what is about to be, ``also``.
        """
        limits, unit = limits or self.limits, self.plan.unit
        if not cmath.isfinite(place) or abs(place - self.plan.middle) > limits.reach * unit:
            raise Unplaceable("the point is too far away")
        least = limits.apart * unit
        if limits.overlap:
            return
        for q in (*self.at.values(), *also):
            if abs(place - q) < least:
                raise Unplaceable("the point coincides with another")

    def check_order(self, *places: complex) -> None:
        """Raise Unplaceable where the new points are not on the side, or in the order, meant."""
        if not self.checks:
            return
        everywhere = {**self.at, **dict(zip(self.step.points, places, strict=True))}
        coords = {name: (z.real, z.imag) for name, z in everywhere.items()}
        for statement in self.checks:
            if not truth.holds(statement, coords):
                raise Unplaceable(how_it_fails(statement, coords))

    def in_order(self, *places: complex) -> bool:
        """Tell whether the new points are on the side, and in the order, meant."""
        try:
            self.check_order(*places)
        except Unplaceable:
            return False
        return True

    def fits(self, place: complex, limits: Limits | None = None) -> bool:
        try:
            self.check_place(place, limits)
        except Unplaceable:
            return False
        return self.in_order(place)


def _together(site: _Site) -> tuple[complex, ...]:
    """Place several points by one recipe or solution, more than once if order is demanded."""
    placed = _placed(site, site.choices.anywhere)
    for again in range(_AGAIN if site.checks else 0):
        if site.in_order(*placed):
            break
        # what is demanded may be that a rectangle is higher than wide
        placed = _placed(site, site.choices.anywhere or again >= _AGAIN // 2)
    site.check_order(*placed)
    for k, place in enumerate(placed):
        site.check_place(place, also=placed[:k])
    return placed


def _placed(site: _Site, far: bool) -> tuple[complex, ...]:
    plan, step, at, choices = site.plan, site.step, site.at, site.choices
    if step.recipe is None:
        return _solved(site)
    if step.known:
        return PLACES[step.recipe](choices, *(at[p] for p in step.known))
    shape = (anywhere.SHAPES if far else SHAPES)[step.recipe](choices)
    shift = plan.middle
    if at and len(shape) > 1:  # a second independent shape goes somewhere else
        away = choices.ratio() if far else choices.uniform(0.3, 1.5)
        shift += plan.unit * away * anywhere.direction(choices)
    return tuple(shift + plan.unit * z for z in shape)


# --- one point ------------------------------------------------------------------------------


def _one(site: _Site) -> complex:
    step, at, limits = site.step, site.at, site.limits
    if step.sample is not None:
        return _by_sample(site)
    alternatives = loci_of_step(step, at)
    if not all(alternatives):
        if not limits.rough:
            raise Unplaceable("no point has the required distances")
        alternatives = [loci for loci in alternatives if loci]
    found = common(alternatives, site.choices, limits.rough)
    if found is None:
        return _sampled(site, alternatives)
    if not found:
        raise Unplaceable("no point satisfies all that is demanded of it")
    found = _apart(site, found)
    if len(found) > 1:
        fit = [z for z in found if site.fits(z)]
        found = fit or found
    # a stable order, so that a branch number means the same from attempt to attempt
    place = found[site.choices.branch(len(found))]
    site.check_place(place)
    site.check_order(place)
    return place


def _apart(site: _Site, found: list[complex]) -> list[complex]:
    """The places where no point is yet; where points may coincide, all if there are none.

    Then it is least of all one of the points that the definition names.
    """
    at, same = site.at, _SAME * site.plan.unit
    new = [z for z in found if not any(abs(z - q) < same for q in at.values())]
    if new:
        return new
    if site.limits.overlap:
        named = {q for s in site.step.sources for p in s.premises for q in p.points if q in at}
        return [z for z in found if not any(abs(z - at[q]) < same for q in named)] or found
    raise Unplaceable("the point coincides with another")


def _by_sample(site: _Site) -> complex:
    """A point of a curve where it looks well, and in the order that is demanded."""
    known = [site.at[p] for p in site.step.sources[0].known]
    place = _sample(site, known, site.choices.anywhere)
    for again in range(_AGAIN if site.checks else 0):
        if site.fits(place):
            break
        place = _sample(site, known, site.choices.anywhere or again >= _AGAIN // 2)
    site.check_place(place)
    site.check_order(place)
    return place


def _sample(site: _Site, known: Sequence[complex], far: bool) -> complex:
    assert site.step.sample is not None
    return (anywhere.SAMPLES if far else SAMPLES)[site.step.sample](site.choices, *known)


def loci_of_step(step: Step, at: Points) -> list[tuple[Locus, ...]]:
    """Return on what the one new point of a step lies; of each entry any locus will do."""
    return [a for source in step.sources for a in _loci(source, step.points[0], at)]


def _loci(source: Source, x: str, at: Points) -> list[tuple[Locus, ...]]:
    if source.recipe is not None:
        return [LOCI[source.recipe](*(at[p] for p in source.known), *source.constants)]
    found = (loci_of(premise, x, at) for premise in source.premises)
    return [loci for loci in found if loci is not None]


def _sampled(site: _Site, alternatives: Sequence[tuple[Locus, ...]]) -> complex:
    """A random point of the one locus there is, or of the plane, clear of the others."""
    at, choices, limits = site.at, site.choices, site.limits
    middle = sum(at.values()) / len(at) if at else site.plan.middle
    size = max((abs(q - middle) for q in at.values()), default=0.0) or site.plan.unit
    options = alternatives[0] if alternatives else ()
    locus = options[choices.branch(len(options))] if options else None
    wanted = Limits(max(limits.apart, 0.15), limits.reach, limits.overlap)
    kept: complex | None = None
    for again in range(_AGAIN if site.checks else 12):
        far = choices.anywhere or (bool(site.checks) and again >= _AGAIN // 2)
        if far:
            wanted = limits
        place = _somewhere(locus, choices, middle, size * choices.ratio() if far else size)
        if place is None:
            continue
        if site.fits(place, wanted):
            return place
        if kept is None or not site.fits(kept):
            kept = place
    if kept is None:
        raise Unplaceable("the curve it must lie on is out of reach")
    site.check_place(kept)
    site.check_order(kept)
    return kept


def _somewhere(
    locus: Locus | None, choices: Choices, middle: complex, size: float
) -> complex | None:
    """Return a random point of a locus, or of the plane, within about ``size`` of ``middle``."""
    if locus is not None:
        return sample(locus, choices.random, middle, 1.5 * size)
    away = 1.3 * size * math.sqrt(choices.random.random())
    return middle + cmath.rect(away, choices.uniform(0, 2 * math.pi))


# --- several points at once -----------------------------------------------------------------


def _solved(site: _Site) -> tuple[complex, ...]:
    """Several points from random starts, by least squares, the earlier points standing still."""
    plan, step, at, choices = site.plan, site.step, site.at, site.choices
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
