"""Figures whose random numbers can be set: a figure as a function of its free numbers."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from porism.geometry.figure.build import Limits
from porism.geometry.figure.search import Deadline, Search, pairs
from porism.geometry.figure.turned import ANYWHERE, alike, bare_plan
from porism.geometry.problem import Coordinates, Problem

__all__ = ["Dialled", "Dials", "build_with", "dials", "logits", "uniform"]

_STARTS = 40  # random figures
_FARTHER = (1e-7, 1e8)  # how near and far points may be where there is no other figure
_LEAST = 1e-9  # of a random number, and of its distance from 1


class _Dial(Random):
    """Random numbers that can be set: given ones first, then new ones; all are remembered."""

    def __init__(self, values: Sequence[float], seed: str) -> None:
        super().__init__(seed)
        self.values: list[float] = []
        self._given = list(values)

    def random(self) -> float:
        """Return the next number."""
        used = len(self.values)
        number = self._given[used] if used < len(self._given) else super().random()
        self.values.append(number)
        return number


@dataclass(frozen=True)
class Dialled:
    """A figure with the numbers, branches and limits that it was built from."""

    at: Coordinates
    values: tuple[float, ...]
    taken: tuple[int, ...]
    limits: Limits


@dataclass(frozen=True)
class Dials:
    """Figures of a problem as a function of their free numbers, with some to start from.

    ``near`` is a figure of the problem, for the way round.
    """

    search: Search
    starts: tuple[Dialled, ...]
    near: Coordinates

    @property
    def ended(self) -> bool:
        """Whether time was up before all was tried."""
        return self.search.is_over

    def seen(self, figure: Dialled) -> Coordinates:
        """Return the figure, going round as ``near`` does if nothing tells how."""
        return figure.at if self.search.plan.oriented else alike(figure.at, self.near)


def dials(problem: Problem, near: Coordinates, seed: int, *, seconds: float) -> Dials:
    """Draw random figures to start from; there are none where time ends, or nothing is found.

    ``seconds`` are of the processor, for these and all that are built from them.

    Points coincide only where they do in all figures.
    """
    end, clock = time.thread_time() + seconds, time.thread_time
    search = Search(bare_plan(problem), f"{seed}/dials", end, goals=False, clock=clock)
    found: list[Dialled] = []
    try:
        for limits in (Limits(*ANYWHERE), Limits(*ANYWHERE, overlap=True), Limits(*_FARTHER)):
            for number in range(_STARTS):
                built = build_with(search, (), (), limits, anywhere=number % 4 > 0)
                if built is not None:
                    found.append(built)
            if found:
                break
    except Deadline:
        pass
    return Dials(search, tuple(found), near)


def build_with(
    search: Search,
    values: Sequence[float],
    script: Sequence[int],
    limits: Limits,
    *,
    anywhere: bool = True,
) -> Dialled | None:
    """Return the figure with these numbers and branches, if there is one. Raises Deadline."""
    # further numbers are the same each time: a figure has to change with those given only
    seed = "more" if values else str(search.outcome.attempts)
    dial = _Dial(values, f"{search.seed}/{seed}")
    known, before = search.outcome.good, len(search.outcome.good)
    search.attempt(script, limits, wide=False, anywhere=anywhere, numbers=dial)
    good = search.outcome.good
    if good is known and len(good) == before:
        return None
    return Dialled(pairs(good[-1].at), tuple(dial.values), good[-1].taken, limits)


def logits(values: Sequence[float]) -> list[float]:
    """Return random numbers on a scale without ends."""
    return [math.log(u / (1 - u)) for u in map(_inside, values)]


def uniform(scaled: Iterator[float] | Sequence[float]) -> list[float]:
    """Return numbers of that scale as random numbers again."""
    return [_inside(1 / (1 + math.exp(-min(max(v, -40.0), 40.0)))) for v in scaled]


def _inside(u: float) -> float:
    return min(max(u, _LEAST), 1 - _LEAST)
