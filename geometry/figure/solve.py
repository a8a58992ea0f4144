"""Figures by least squares, where no order of construction exists or positions are given."""

from __future__ import annotations

import cmath
import math
from itertools import combinations
from random import Random

import numpy as np
import numpy.typing as npt

from geometry.figure.build import Limits, Points
from geometry.figure.search import TOLERANCE, Search
from geometry.figure.system import Array, System

__all__ = ["from_given", "from_random_starts", "perturbed"]

_STARTS = 24
_NOISE = (0.3, 0.2, 0.12, 0.06, 0.03)


def from_random_starts(search: Search, wanted: int) -> None:
    """Add figures to the search's outcome, found from random positions of all points.

    Terms of non-degeneracy keep points apart at first; the last steps are on the premises
    alone. Fixed points stay. Raises Deadline.
    """
    system, plan, out = search.system, search.plan, search.outcome
    rng = Random(f"{search.seed}/starts")
    apart = _all_pairs(len(system.names))
    fixed = {p: z for step in plan.steps for p, z in zip(step.points, step.fixed, strict=False)}
    for start in range(_STARTS):
        if len(out.good) >= wanted:
            return
        search.check_time()
        out.attempts += 1
        at = {
            name: plan.middle
            + 1.3 * plan.unit * cmath.rect(math.sqrt(rng.random()), rng.uniform(0, 2 * math.pi))
            for name in system.names
        }
        at.update(fixed)
        spread = plan.unit * (0.3, 0.15, 0.05)[start % 3]
        x = system.minimise(system.array(at), plan.fixed, 80, spread, apart)
        x = system.minimise(x, plan.fixed, 60)
        limits = Limits(0.005, 60.0) if start < 2 * _STARTS // 3 else Limits(0.0, 60.0, True)
        _consider(search, x, limits)


def from_given(search: Search, at: Points) -> None:
    """Add the figure near given positions to the search's outcome, if there is one."""
    search.outcome.attempts += 1
    system = search.system = System(search.system.names, search.plan.premises, _size(at), at)
    x = system.polish(system.array(at))
    if system.error(x) > TOLERANCE:
        x = system.minimise(x)
    _consider(search, x, Limits(0.0, 1e6, overlap=True))


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
    if not np.isfinite(x).all() or search.system.error(x) > 1e-6:
        search.outcome.deaths[len(search.plan.steps), "the premises contradict each other"] += 1
        return
    search.consider(search.system.coords(x), limits)


def _all_pairs(count: int) -> npt.NDArray[np.intp]:
    return np.array(list(combinations(range(count), 2)), dtype=np.intp).reshape(-1, 2)
