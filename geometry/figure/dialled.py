"""Figures whose random numbers can be set: a figure as a function of its free numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from porism.geometry.figure.build import Limits
from porism.geometry.figure.search import Search, pairs
from porism.geometry.figure.turned import ANYWHERE
from porism.geometry.problem import Coordinates

__all__ = ["Dialled", "build_with", "logits", "random_figures", "uniform"]

_STARTS = 40  # random figures
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


def random_figures(search: Search) -> list[Dialled]:
    """Return random figures; points coincide only where they do in all. Raises Deadline."""
    for overlap in (False, True):
        limits = Limits(*ANYWHERE, overlap)
        tries = (
            build_with(search, (), (), limits, anywhere=number % 4 > 0) for number in range(_STARTS)
        )
        found = [built for built in tries if built is not None]
        if found:
            return found
    return []


def build_with(
    search: Search,
    values: Sequence[float],
    script: Sequence[int],
    limits: Limits,
    *,
    anywhere: bool = True,
) -> Dialled | None:
    """Return the figure with these numbers and branches, if there is one. Raises Deadline."""
    dial = _Dial(values, f"{search.seed}/{search.outcome.attempts}")
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
