"""Figures in which two points pass each other, looked for on purpose.

Which of two bisectors a line is, or which half of an angle, changes nowhere but where two points
that name a direction coincide: points of one line or circle, say, that can pass each other. So the
difference of two points is brought close to zero, as a function of the free numbers of the figure,
and beyond (Newton's method with Broyden's update of the derivatives, 1965). A figure near which
the two have come together is one of either side, even where one side is rare.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from porism.geometry.figure.dialled import Dialled, Dials, build_with, logits, uniform
from porism.geometry.figure.search import Deadline, Search
from porism.geometry.problem import Coordinates

__all__ = ["passing"]

_BASES = 8  # random figures of which the derivatives are taken
_TRIES = 4  # of these, for each two points
_MOST_PAIRS = 60  # of points that are brought close to each other
_ROUNDS = 8  # to bring them so close
_SLOW, _IN_VAIN = 0.8, 3  # a round that brings them less close is in vain; so many may be
_CLOSE = 0.02  # of the distance of others
_BEYOND = (-0.001, 0.004, -0.0005, 0.002, 0.02, -0.1, 0.3)
"""Distances that are tried then, a negative one on the other side of the one before."""

_SAME = 1e-6  # of it: the points are one
_DELTA = 1e-4  # of a number, for derivatives
_LONGEST = 4.0  # step of all numbers, on the logistic scale
_CUT = 1e-3  # relative singular value below which a direction is left alone

Array = npt.NDArray[np.float64]
Two = tuple[str, str]


def passing(dials: Dials, first: Sequence[Two]) -> Iterator[Coordinates]:
    """Yield figures of a problem in which two of its points are close, on one side or the other.

    ``first`` are points that can pass each other, likely, and come first.
    """
    try:
        for figure in _figures(dials, first):
            yield dials.seen(figure)
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


def _figures(dials: Dials, first: Sequence[Two]) -> Iterator[Dialled]:
    search = dials.search
    bases = [_base(search, figure) for figure in dials.starts[:_BASES]]
    if not bases:
        return
    names = tuple(bases[0].figure.at)
    here = [(p, q) for p, q in first if p in names and q in names]
    known = {frozenset(two) for two in here}
    here += [two for two in combinations(names, 2) if frozenset(two) not in known]
    for two in here[:_MOST_PAIRS]:
        nearest = sorted(bases, key=lambda base: _apart(two, base.figure.at))
        for base in nearest[:_TRIES]:
            reached = False
            for figure, close in _towards(search, base, two):
                reached |= close
                yield figure
            if reached:
                break


def _base(search: Search, figure: Dialled) -> _Base:
    here = logits(figure.values)
    moved = []
    for k in range(len(here)):
        there = [*here[:k], here[k] + _DELTA, *here[k + 1 :]]
        moved.append(build_with(search, uniform(there), figure.taken, figure.limits))
    return _Base(figure, tuple(moved))


def _towards(search: Search, base: _Base, two: Two) -> Iterator[tuple[Dialled, bool]]:
    """Bring two points together, and apart again on the other side; say whether they were.

    Distances are measured by one of the figure at the beginning: others jump.
    """
    slopes, figure = base.derivatives(two), base.figure
    apart = _apart(two, figure.at)
    if apart < _SAME:
        return
    unit = _length(two, figure) / apart
    x, in_vain = np.array(logits(figure.values)), 0
    for _ in range(_ROUNDS):
        before = _length(two, figure)
        if before <= 2 * _CLOSE * unit or in_vain > _IN_VAIN:
            break
        reached = _step(search, figure, x, slopes, two, _CLOSE * unit)
        if reached is None:
            return
        figure, x, slopes = reached
        yield figure, False
        in_vain += _length(two, figure) > _SLOW * before
    if _length(two, figure) > 10 * _CLOSE * unit:
        return
    for beyond in _BEYOND:
        reached = _step(search, figure, x, slopes, two, beyond * unit)
        if reached is not None:
            yield reached[0], True
            if abs(beyond) < _CLOSE:  # the derivatives are better there
                figure, x, slopes = reached


def _step(
    search: Search, figure: Dialled, x: Array, slopes: Array, two: Two, wanted: float
) -> tuple[Dialled, Array, Array] | None:
    """Move so that the difference gets the length ``wanted``, in the direction that it has.

    Halves the step a few times where there is no figure. Returns the figure, its numbers on the
    logistic scale, and the derivatives there.
    """
    here = _difference(two, figure.at)
    length = float(np.linalg.norm(here))
    if not length or not slopes.any():
        return None
    move = np.linalg.pinv(slopes, rcond=_CUT) @ (here * (wanted / length - 1))
    size = float(np.linalg.norm(move))
    if not size:
        return None
    move *= min(1.0, _LONGEST / size)
    for _ in range(3):
        there = x + move
        reached = build_with(search, uniform(list(there)), figure.taken, figure.limits)
        if reached is not None:
            change = _difference(two, reached.at) - here
            update = np.outer(change - slopes @ move, move) / float(move @ move)
            return reached, there, slopes + update
        move = move / 2
    return None


def _length(two: Two, figure: Dialled) -> float:
    return float(np.linalg.norm(_difference(two, figure.at)))


def _difference(two: Two, at: Coordinates) -> Array:
    (ax, ay), (bx, by) = (at[p] for p in two)
    return np.array([bx - ax, by - ay])


def _apart(two: Two, at: Coordinates) -> float:
    """Return the distance of two points, for that of the others from them in the middle of all."""
    p, q = (complex(*at[name]) for name in two)
    away = sorted(abs(complex(*at[name]) - p) for name in at if name not in two)
    return abs(p - q) / (away[len(away) // 2] if away else 1.0)
