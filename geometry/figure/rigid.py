"""Figures that nothing can be moved in: fixed up to similarity by what the text says.

Such a text has finitely many figures, one for each choice of a root. Drawing keeps points within
reach of each other, so it may never show one of them: a point that divides a segment AB outside,
in the ratio 1000001 : 1000000, is a million times as far away as B. Here every choice is made in
turn. Where a place is too far or too near others, where loci nearly touch or are nearly parallel,
where a fact of order is nearly an equality, or a step has no loci, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from porism.geometry.figure.build import Points, loci_of_step
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.intersect import contains, meet, same_locus
from porism.geometry.figure.loci import Circle, Line, Locus, Spots
from porism.geometry.figure.plan import Plan, Step
from porism.geometry.figure.recipes import PLACES, Unplaceable
from porism.geometry.figure.shapes import SHAPES
from porism.geometry.figure.system import System, equations_meant
from porism.geometry.figure.turned import bare_plan
from porism.geometry.measure import truth
from porism.geometry.measure.plane import cross
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["are_all", "is_rigid"]

_SIMILARITIES = 4  # directions in which a figure moves, turns and grows
_FREE = 1e-6  # singular values, of derivatives by the size of the figure, of directions left free
_UNIQUE = frozenset(("square", "centroid", "ninepoints", "incenter2", "excenter2", "trisegment"))
"""Recipes that leave no choice."""

_SAME = 1e-5  # distance of points of two figures that are one, in units of their first two points
_MOST = 256  # figures that are followed at a time
_REACH = 1e4  # in units of the first shape: what is further away is not told well
_EXACTLY, _CLEARLY = 1e-12, 1e-4  # what is less is zero, what is more is not


class _Unclear(Exception):
    """Doubles cannot tell how many places there are."""


def are_all(problem: Problem, figures: Sequence[Coordinates]) -> bool:
    """Tell whether the figures of a text are finitely many, and each is among these.

    Mirror images count as one figure if the text does not tell them apart.
    """
    plan = bare_plan(problem)
    try:
        found = _all_figures(plan)
    except (_Unclear, Unplaceable, ZeroDivisionError, OverflowError, ValueError):
        return False
    if not all(is_rigid(problem, _pairs(at)) for at in found):
        return False
    names = problem.points
    known = [_shape(names, {p: complex(*at[p]) for p in names}) for at in figures]
    if not plan.oriented:
        known += [z.conj() for z in known]
    return bool(found) and all(_is_among(_shape(names, at), known) for at in found)


def _shape(names: Sequence[str], at: Mapping[str, complex]) -> npt.NDArray[np.complex128]:
    """Return the places, the first two points at 0 and 1."""
    z: npt.NDArray[np.complex128] = np.array([at[p] for p in names])
    z -= z[0]
    z /= z[1]
    return z


def _is_among(
    shape: npt.NDArray[np.complex128], known: Sequence[npt.NDArray[np.complex128]]
) -> bool:
    size = _SAME * float(np.abs(shape).max())
    return any(float(np.abs(shape - other).max()) < size for other in known)


def _all_figures(plan: Plan) -> list[Points]:
    """Return all figures of a plan; raises _Unclear where that is not sure."""
    first, *others = plan.steps
    if first.recipe is None or first.known or first.recipe not in SHAPES:
        raise _Unclear
    places = SHAPES[first.recipe](Choices("rigid"))
    found: list[Points] = [dict(zip(first.points, places, strict=True))]
    if plan.oriented:
        found += [{p: z.conjugate() for p, z in found[0].items()}]
    for number, step in enumerate(others, 1):
        found = [
            {**at, **dict(zip(step.points, places, strict=True))}
            for at in found
            for places in _places(step, at, plan.checks[number])
        ]
        if len(found) > _MOST:
            raise _Unclear
    return [at for at in found if _satisfies(plan, at)]


def _places(step: Step, at: Points, checks: Sequence[Predicate]) -> Iterator[tuple[complex, ...]]:
    """Yield where the new points of a step can be."""
    if step.fixed or step.sample is not None:
        raise _Unclear
    if step.recipe in _UNIQUE:
        yield PLACES[step.recipe](Choices("rigid"), *(at[p] for p in step.known))
        return
    if step.recipe is not None or len(step.points) != 1:
        raise _Unclear
    (x,) = step.points
    alternatives = loci_of_step(step, at)
    if not alternatives or not all(alternatives):
        raise _Unclear
    kept: list[complex] = []
    for loci in product(*alternatives):
        for place in _common(loci):
            if _is_zero(min(abs(place - q) for q in at.values())):
                continue  # a new point is a new place
            if any(_is_zero(abs(place - q)) for q in kept):
                continue
            if all(_holds(s, {**at, x: place}) for s in checks):
                kept.append(place)
    yield from ((place,) for place in kept)


def _common(loci: Sequence[Locus]) -> Iterator[complex]:
    """Yield the points common to loci, two of which decide."""
    if not all(isinstance(locus, Line | Circle | Spots) for locus in loci):
        raise _Unclear  # curves are searched for crossings
    one = next((locus for locus in loci if isinstance(locus, Spots)), loci[0])
    if isinstance(one, Spots):
        decided = list(one.points)
    else:
        other = next((locus for locus in loci[1:] if not same_locus(one, locus)), None)
        if other is None:
            raise _Unclear  # a point is free
        _check_crossing(one, other)
        decided = meet(one, other)
    for place in decided:
        if abs(place) > _REACH:
            raise _Unclear
        on = [contains(locus, place, _EXACTLY) for locus in loci]
        if not all(on) and all(contains(locus, place, _CLEARLY) for locus in loci):
            raise _Unclear
        if all(on):
            yield place


def _check_crossing(one: Locus, other: Locus) -> None:
    """Raise _Unclear where loci touch or are parallel, or nearly so."""
    if isinstance(one, Circle) and isinstance(other, Line):
        one, other = other, one
    match one, other:
        case Line(_, u), Line(_, v):
            gaps = [cross(u, v)]
        case Line(p, u), Circle(o, r):
            gaps = [abs(cross(u, o - p)) / r - 1]
        case Circle(o, r), Circle(w, s):
            away = abs(w - o) / (r + s)
            gaps = [away, away - 1, away - abs(r - s) / (r + s)]
        case _:
            raise _Unclear
    if any(abs(gap) < _CLEARLY for gap in gaps):
        raise _Unclear


def _is_zero(number: float) -> bool:
    """Tell whether a number is zero; raises _Unclear for one that is nearly so."""
    if _EXACTLY < number < _CLEARLY:
        raise _Unclear
    return number <= _EXACTLY


def _holds(order: Predicate, at: Points) -> bool:
    margin = float(truth.margin(order, _pairs(at)))
    return not _is_zero(abs(margin)) and margin > 0


def _pairs(at: Points) -> Coordinates:
    return {p: (z.real, z.imag) for p, z in at.items()}


def _satisfies(plan: Plan, at: Points) -> bool:
    """Tell whether the premises hold, also those that had no say in placing points."""
    coords = _pairs(at)
    if max(map(abs, at.values())) > _REACH:
        raise _Unclear
    if not all(_is_zero(float(truth.residual(s, coords))) for s in plan.premises):
        return False
    return all(
        _holds(s, at) if s.kind.figure_only else truth.holds(s, coords) for s in plan.conditions
    )


def is_rigid(problem: Problem, at: Coordinates) -> bool:
    """Tell whether every small change of a figure that keeps the premises is a similarity."""
    near = {name: complex(*place) for name, place in at.items()}
    xs, ys = zip(*at.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    system = System(tuple(near), equations_meant(problem), size, near)
    if not system.rows:
        return False
    _, slopes = system.evaluate(system.array(near))
    rank = int(np.sum(np.linalg.svd(slopes * size, compute_uv=False) > _FREE))
    return 2 * len(near) - rank <= _SIMILARITIES
