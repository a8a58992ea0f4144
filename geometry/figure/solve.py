"""Figures by least squares, where no order of construction exists or positions are given."""

from __future__ import annotations

import cmath
import math
from itertools import combinations
from random import Random

import numpy as np
import numpy.typing as npt

from porism.geometry.errors import FigureError
from porism.geometry.figure.build import Dead, Limits, Points, build
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.double_place import is_at_double_place
from porism.geometry.figure.precise import refine
from porism.geometry.figure.search import TOLERANCE, Search
from porism.geometry.figure.system import Array, System
from porism.geometry.measure.vectors import leeway

__all__ = ["from_given", "from_places", "from_rough_starts", "perturbed"]

_STARTS = 150
_HOPELESS = 45  # starts after which premises without any figure are given up
_MORE = 20  # starts after the first good figure
_NOISE = (0.3, 0.2, 0.12, 0.06, 0.03)

_ROUNDED = 1e-13  # residual of a figure to rounding
_DIGITS = 20  # of a figure that is one
_SOLVED = 1e-6  # a residual that a few Newton steps will bring down to rounding


def from_rough_starts(search: Search, wanted: int) -> None:
    """Add figures to the search's outcome, solved from rough ones. Raises Deadline.

    A rough figure is built in the order of the plan, with no regard to what cannot be
    satisfied on the way; every third is random. Terms of non-degeneracy keep points apart at
    first; the last steps are on the premises alone. Fixed points stay.
    """
    plan, out = search.plan, search.outcome
    names = search.system.names
    apart = _all_pairs(len(names))
    end = _HOPELESS
    for start in range(_STARTS):
        if start >= end or len(out.good) >= wanted:
            return
        search.check_time()
        out.attempts += 1
        choices = Choices(f"{search.seed}/rough/{start}", (), start % 2 == 1, plan.oriented)
        at = _rough(search, choices) if start % 3 < 2 else _random(search, choices)
        system = System(names, plan.premises, plan.unit, at)
        x = system.array(at)
        late = start % 4 == 3
        if not late:
            x = system.minimise(x, plan.fixed, 30, 0.1 * plan.unit, apart)
        x = system.minimise(x, plan.fixed, 80)
        _consider(search, x, Limits(0.0, 60.0, True) if late else Limits(0.005, 60.0))
        if out.good:
            end = min(end, start + _MORE)
        elif out.refuting is not None:
            end = _STARTS


def _rough(search: Search, choices: Choices) -> Points:
    try:
        return build(search.plan, choices, Limits(0.0, 1e3, overlap=True, rough=True))
    except Dead:
        return _random(search, choices)


def _random(search: Search, choices: Choices) -> Points:
    plan = search.plan
    at = {
        name: plan.middle
        + 1.3
        * plan.unit
        * cmath.rect(math.sqrt(choices.random.random()), choices.uniform(0.0, 2 * math.pi))
        for name in search.system.names
    }
    for step in plan.steps:
        at.update(zip(step.points, step.fixed, strict=False))
    return at


def from_given(search: Search, at: Points) -> None:
    """Add the figure near given positions to the search's outcome, if there is one.

    Points move as far as rounding explains, not to another figure.
    """
    search.outcome.attempts += 1
    size = _size(at)
    system = search.system = System(search.system.names, search.plan.premises, size, at)
    x = system.polish(system.array(at))
    if system.error(x) > TOLERANCE:
        x = system.minimise(x)
    moved = system.coords(x)
    near = leeway({p: (z.real, z.imag) for p, z in at.items()})
    if all(abs(moved[p] - z) <= near[p] / 2 for p, z in at.items()):
        _consider(search, x, Limits(0.0, 1e10, overlap=True))


def perturbed(search: Search, at: Points, wanted: int) -> None:
    """Add figures solved from positions shaken around a known figure. Raises Deadline.

    Points that coincide there may coincide again, others not. Shaking starts strong and gets
    weaker where nothing is found.
    """
    out, size = search.outcome, _size(at)
    system = search.system = System(search.system.names, search.plan.premises, size, at)
    rng = Random(f"{search.seed}/perturbed")
    together = {
        frozenset(pair)
        for pair in combinations(at, 2)
        if abs(at[pair[0]] - at[pair[1]]) < 1e-6 * size
    }
    for noise in _NOISE:
        for _ in range(4 * max(wanted, 3)):
            if len(out.good) >= wanted:
                return
            search.check_time()
            out.attempts += 1
            shaken = {
                name: z + noise * size * complex(rng.gauss(0, 1), rng.gauss(0, 1))
                for name, z in at.items()
            }
            for p, q in (tuple(pair) for pair in together):
                shaken[q] = shaken[p]
            x = system.minimise(system.array(shaken), (), 50)
            new = system.coords(x)
            if _distinct(new, together):
                _consider(search, x, Limits(0.0, 1e6, overlap=True))


def from_places(search: Search, at: Points) -> None:
    """Add the figure to which least squares lead from places, its points apart, if there is one."""
    search.check_time()
    search.outcome.attempts += 1
    system = search.system = System(search.system.names, search.plan.premises, _size(at), at)
    x = system.minimise(system.array(at))
    if _distinct(system.coords(x), set()):
        _consider(search, x, Limits(0.0, 1e6, overlap=True))


def _size(at: Points) -> float:
    middle = sum(at.values()) / len(at)
    return max(abs(z - middle) for z in at.values()) or 1.0


def _distinct(at: Points, together: set[frozenset[str]]) -> bool:
    size = _size(at)
    return all(
        abs(at[p] - at[q]) > 0.004 * size
        for p, q in combinations(at, 2)
        if frozenset((p, q)) not in together
    )


def _consider(search: Search, x: Array, limits: Limits) -> None:
    at = search.system.coords(x)
    if np.isfinite(x).all():
        search.system = System(search.system.names, search.plan.premises, _size(at), at)
        if search.system.error(x) < _SOLVED and not _is_a_limit(search, x):
            search.consider(at, limits)
            return


def _is_a_limit(search: Search, x: Array) -> bool:
    """Tell whether the premises only almost hold, the better the more the figure degenerates.

    There is no figure close by then, to many digits. What doubles show to rounding is one.
    """
    x = search.system.polish(x, search.plan.fixed)
    if not _ROUNDED < search.system.error(x) < TOLERANCE or search.plan.fixed:
        return False
    at = {p: (z.real, z.imag) for p, z in search.system.coords(x).items()}
    try:
        refine(search.plan.problem, at, _DIGITS)
    except FigureError:
        return not is_at_double_place(search.plan.premises, at)
    return False


def _all_pairs(count: int) -> npt.NDArray[np.intp]:
    return np.array(list(combinations(range(count), 2)), dtype=np.intp).reshape(-1, 2)
