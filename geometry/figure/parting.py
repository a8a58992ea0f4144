"""Figures whose points are apart, where those that were constructed have points at one place.

Two lines that cross at G have another common point where they are one line. So E, on the bisector
of a diagonal of a parallelogram and on the other diagonal, is the centre G, but in a rhombus any
point of the line. Points with different names are different, so the rhombi are the figures of such
a text; but who constructs point after point never meets them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random

import numpy as np
import numpy.typing as npt

from porism.geometry.figure.build import Dead, Limits, build
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.plan import make_plan
from porism.geometry.figure.search import Outcome, Search, pairs
from porism.geometry.figure.system import System
from porism.geometry.measure.vectors import Places
from porism.geometry.problem import Coordinates, Problem

__all__ = ["NUDGES", "is_more_special", "is_put_together", "nudged", "with_points_apart"]

NUDGES = (1e-2, 1e-3, 1e-4)
"""How far points are moved, as a share of the size of the figure, strongest first."""

_STRONG = (1e-1, 3e-2, *NUDGES)  # for points that have to come apart
_TRIES = 4  # of each strength
_LIMITS = Limits(1e-3, 60.0)
_SOLVED = 1e-6  # a residual that a few Newton steps will bring down to rounding
_TOGETHER = 1e-7  # of the size of the figure, between points that coincide
_FLAT = 1e-7  # sine of an angle that is none
_PUT = 24  # figures in which two points have to be at one place


def with_points_apart(search: Search) -> Outcome | None:
    """Return what is seen of figures with fewer points at one place than the search has met.

    Figures of the search are shaken, and the premises pull them together again. Those count that
    are not more special than the figure that they come from; None where there are none. Raises
    Deadline.
    """
    out = search.outcome
    known = out.good[0] if out.good else out.refuting
    if known is None or not out.together:
        return None
    near = pairs(known.at)
    apart = Search(search.plan, f"{search.seed}/apart", search.deadline, clock=search.clock)
    apart.goals = search.goals
    apart.outcome.together = out.together - 1
    for at in _solved(apart, near):
        if not is_more_special(pairs(at), near):
            apart.consider(at, _LIMITS)
    seen = apart.outcome
    return seen if seen.good or seen.refuting else None


def is_put_together(problem: Problem, pair: tuple[str, str], seed: int = 0) -> bool:
    """Tell whether construction puts two points at one place in all of some random figures.

    Two lines through B meet in B; where B is what they are named by, only figures in which they are
    one line count, and in these the point is another one. Premises are not measured here: some of
    them say nothing about points at one place.
    """
    plan = make_plan(replace(problem, goals=()), {})
    limits, seen = Limits(0.0, math.inf, overlap=True), 0
    for number in range(_PUT):
        try:
            at = build(plan, Choices(f"{seed}/together/{number}", wide=True), limits)
        except Dead:
            continue
        size = max(abs(z - at[pair[0]]) for z in at.values())
        if abs(at[pair[0]] - at[pair[1]]) > _TOGETHER * size:
            return False
        seen += 1
    return seen > _PUT // 2


def _solved(search: Search, near: Coordinates) -> Iterator[dict[str, complex]]:
    random = Random(search.seed)
    start = {name: complex(*place) for name, place in near.items()}
    size = max(abs(p - q) for p in start.values() for q in start.values())
    system = System(tuple(start), search.plan.premises, size)
    for nudge in _STRONG:
        for _ in range(_TRIES):
            search.check_time()
            search.outcome.attempts += 1
            x = system.polish(system.array(nudged(start, nudge * size, random)), steps=30)
            if system.error(x) < _SOLVED:
                yield system.coords(x)


def nudged(places: Mapping[str, complex], most: float, random: Random) -> dict[str, complex]:
    """Return the places, each moved by up to ``most`` in either direction."""
    return {
        name: z + complex(random.uniform(-most, most), random.uniform(-most, most))
        for name, z in places.items()
    }


def is_more_special(places: Places, near: Coordinates) -> bool:
    """Tell whether points are apart only because other points have come to lie in a line.

    Where AC and BD meet, for D on BC, is C, and nothing else; but if A is on BC as well, all of
    that line is where they meet. Such figures say nothing of those in which the point is C.
    """
    z = np.array([complex(*map(float, places[name])) for name in near])
    own = np.array([complex(*place) for place in near.values()])
    apart = (_distances(own) <= _TOGETHER) & (_distances(z) > _TOGETHER)
    if not apart.any():
        return False
    return any(
        bool((_in_line(z, k) & (_distances(z) > _TOGETHER) & ~_in_line(own, k)).any())
        for k in range(len(z))
    )


def _distances(z: npt.NDArray[np.complex128]) -> npt.NDArray[np.float64]:
    """Return distances by the size of the figure."""
    apart = np.abs(z[:, None] - z[None, :])
    return np.asarray(apart / apart.max(initial=np.finfo(float).tiny))


def _in_line(z: npt.NDArray[np.complex128], k: int) -> npt.NDArray[np.bool_]:
    """Tell which two points are in a line with the ``k``-th, and those at its place with all."""
    way = z - z[k]
    scale = np.abs(way)
    cross = np.abs((way.conj()[:, None] * way[None, :]).imag)
    flat = cross <= _FLAT * scale[:, None] * scale[None, :]
    near = scale <= _TOGETHER * scale.max(initial=0.0)
    return np.asarray(flat | near[:, None] | near[None, :])
