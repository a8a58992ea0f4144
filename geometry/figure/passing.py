"""Figures in which two points pass each other, looked for on purpose.

Which of two bisectors a line is, or which half of an angle, changes nowhere but where two points
that name a direction coincide: points of one line or circle, say, that can pass each other. So the
difference of two points is brought close to zero, as a function of the free numbers of the figure,
and beyond (Newton's method with Broyden's update of the derivatives, 1965). A figure near which
the two have come together is one of either side, even where one side is rare.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from porism.geometry.figure.dialled import (
    Dialled,
    build_with,
    logits,
    random_figures,
    uniform,
)
from porism.geometry.figure.search import Deadline, Search
from porism.geometry.figure.turned import alike, bare_plan
from porism.geometry.problem import Coordinates, Problem

__all__ = ["passing"]

_BASES = 6  # random figures of which the derivatives are taken
_TRIES = 3  # of these, for each two points
_MOST_PAIRS = 100  # of points that are brought close to each other
_ROUNDS = 8  # to bring them so close
_CLOSE = 0.02  # of the distance of others
_BEYOND = (0.3, -0.001, -0.004, -0.02, -0.1)  # of that distance, on either side
_DELTA = 1e-4  # of a number, for derivatives
_LONGEST = 4.0  # step of all numbers, on the logistic scale
_CUT = 1e-3  # relative singular value below which a direction is left alone

Array = npt.NDArray[np.float64]
Two = tuple[str, str]


def passing(
    problem: Problem, near: Coordinates, seed: int, *, seconds: float
) -> Iterator[Coordinates]:
    """Yield figures of a problem in which two of its points are close, on one side or the other.

    ``near`` is a figure of the problem, for the way round.
    """
    plan = bare_plan(problem)
    search = Search(plan, f"{seed}/passing", time.monotonic() + seconds, goals=False)
    try:
        for figure in _figures(search):
            yield figure.at if plan.oriented else alike(figure.at, near)
    except Deadline:
        return


@dataclass(frozen=True)
class _Base:
    """A figure, and figures in which one number each is a little different (or None)."""

    figure: Dialled
    moved: tuple[Dialled | None, ...]

    def derivatives(self, two: Two) -> Array:
        """Return those of the difference of two points, by all numbers: two rows."""
        here = _difference(two, self.figure.at)
        slopes: Array = np.zeros((2, len(self.moved)))
        for k, moved in enumerate(self.moved):
            if moved is not None:
                slopes[:, k] = (_difference(two, moved.at) - here) / _DELTA
        return slopes


def _figures(search: Search) -> Iterator[Dialled]:
    bases = [_base(search, figure) for figure in random_figures(search)[:_BASES]]
    if not bases:
        return
    names = list(bases[0].figure.at)
    for two in list(combinations(names, 2))[:_MOST_PAIRS]:
        nearest = sorted(bases, key=lambda base: _apart(two, base.figure.at))
        for base in nearest[:_TRIES]:
            last = None
            for last in _towards(search, base, two):
                yield last
            if last is not None and _apart(two, last.at) <= 10 * _CLOSE:
                break


def _base(search: Search, figure: Dialled) -> _Base:
    here = logits(figure.values)
    moved = []
    for k in range(len(here)):
        there = [*here[:k], here[k] + _DELTA, *here[k + 1 :]]
        moved.append(build_with(search, uniform(there), figure.taken, figure.limits))
    return _Base(figure, tuple(moved))


def _towards(search: Search, base: _Base, two: Two) -> Iterator[Dialled]:
    """Bring two points together, and apart again on the other side."""
    slopes, figure = base.derivatives(two), base.figure
    x = np.array(logits(figure.values))
    for _ in range(_ROUNDS):
        if _apart(two, figure.at) <= 2 * _CLOSE:
            break
        reached = _step(search, figure, x, slopes, two, _CLOSE)
        if reached is None:
            return
        figure, x, slopes = reached
        yield figure
    if _apart(two, figure.at) > 10 * _CLOSE:
        return
    for beyond in _BEYOND:
        reached = _step(search, figure, x, slopes, two, beyond)
        if reached is not None:
            yield reached[0]


def _step(
    search: Search, figure: Dialled, x: Array, slopes: Array, two: Two, wanted: float
) -> tuple[Dialled, Array, Array] | None:
    """Move so that the difference becomes ``wanted``, in the direction that it has.

    Halves the step a few times where there is no figure. Returns the figure, its numbers on the
    logistic scale, and the derivatives there.
    """
    here = _difference(two, figure.at)
    scale = _apart(two, figure.at)
    if not scale or not slopes.any():
        return None
    move = np.linalg.pinv(slopes, rcond=_CUT) @ (here * (wanted / scale - 1))
    length = float(np.linalg.norm(move))
    if not length:
        return None
    move *= min(1.0, _LONGEST / length)
    for _ in range(3):
        there = x + move
        reached = build_with(search, uniform(list(there)), figure.taken, figure.limits)
        if reached is not None:
            change = _difference(two, reached.at) - here
            update = np.outer(change - slopes @ move, move) / float(move @ move)
            return reached, there, slopes + update
        move = move / 2
    return None


def _difference(two: Two, at: Coordinates) -> Array:
    (ax, ay), (bx, by) = (at[p] for p in two)
    return np.array([bx - ax, by - ay])


def _apart(two: Two, at: Coordinates) -> float:
    """Return the distance of two points, for that of the others from them in the middle of all."""
    p, q = (complex(*at[name]) for name in two)
    away = sorted(abs(complex(*at[name]) - p) for name in at if name not in two)
    return abs(p - q) / (away[len(away) // 2] if away else 1.0)
