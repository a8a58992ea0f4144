"""A figure in which a fact of order is denied, looked for on purpose.

Random figures miss what is rare: that a foot lies beyond a point which is 64 times as far as
another. Here the free numbers of a figure are turned step by step, as long as the fact becomes
less clear, until it fails (a random search that keeps what is better; Rastrigin 1963). The
figure is built anew in every step, so that its text holds all the way.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from porism.geometry.figure.build import Limits
from porism.geometry.figure.search import Deadline, Found, Search, pairs
from porism.geometry.figure.turned import ANYWHERE, alike, bare_plan
from porism.geometry.measure import truth
from porism.geometry.measure.tolerances import MARGIN
from porism.geometry.measure.vectors import dot, minus, square
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["denying"]

_STARTS = 40  # random figures, of which the least clear ones are taken further
_BEST = 3
_STEPS = 40  # for each of them
_MORE = 8  # further figures about one that was found: the first may be close to degenerate
_STEP = 1.0  # of a number on the logistic scale, at first
_WIDER, _NARROWER = 1.6, 0.85  # what a step is multiplied with after a success, a failure
_TURNED = 0.4  # of the numbers change in a step
_LEAST = 1e-9  # of a random number, and of its distance from 1

Measure = Callable[[Coordinates], float]


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
class _Try:
    """A figure with the numbers and branches that it was built from."""

    clear: float
    values: tuple[float, ...]
    taken: tuple[int, ...]
    at: Coordinates


def denying(
    problem: Problem, fact: Predicate, near: Coordinates, count: int, seed: int, *, seconds: float
) -> list[Coordinates]:
    """Return up to ``count`` figures of a problem in which a statement of order clearly fails.

    None is no proof that there is none. ``near`` is a figure of the problem, for the way round.
    """
    plan = bare_plan(problem)
    search = Search(plan, f"{seed}/denied/{fact}", time.monotonic() + seconds, goals=False)
    found: list[Coordinates] = []
    try:
        for tried in _tries(search, lambda at: clearness(fact, at)):
            if tried.clear < -MARGIN:
                found.append(tried.at if plan.oriented else alike(tried.at, near))
            if len(found) >= count:
                break
    except Deadline:
        pass
    return found


def clearness(fact: Predicate, at: Coordinates) -> float:
    """Return how clearly a statement of order holds: positive where it does, and continuous."""
    if fact.name not in ("between", "acute_angle", "obtuse_angle"):
        return float(truth.margin(fact, at))
    p, q, r = fact.points
    v, a, b = (p, q, r) if fact.name == "between" else (q, p, r)
    one, other = minus(at[a], at[v]), minus(at[b], at[v])
    size = square(one) + square(other)
    found = float(dot(one, other) / size) if size else 0.0
    return found if fact.name == "acute_angle" else -found


def _tries(search: Search, measure: Measure) -> Iterator[_Try]:
    """Yield figures that come closer and closer to denying a fact. Raises Deadline."""
    random = Random(search.seed)
    tries = []
    for number in range(_STARTS):
        tried = _attempt(search, (), (), measure, anywhere=number % 4 > 0)
        if tried is not None:
            tries.append(tried)
            yield tried
    tries.sort(key=lambda tried: tried.clear)
    for start in tries[:_BEST]:
        best, step, left = start, _STEP, _STEPS
        while left:
            left -= 1
            moved = _turned(best.values, step, random)
            tried = _attempt(search, moved, best.taken, measure, anywhere=True)
            if tried is None or tried.clear >= best.clear:
                step *= _NARROWER
                continue
            if best.clear > 0 > tried.clear:
                left = min(left, _MORE)
            best, step = tried, step * _WIDER
            yield tried


def _turned(values: Sequence[float], step: float, random: Random) -> list[float]:
    moved = []
    for u in values:
        if random.random() < _TURNED:
            u = min(max(u, _LEAST), 1 - _LEAST)
            u = 1 / (1 + math.exp(-math.log(u / (1 - u)) - random.gauss(0.0, step)))
        moved.append(min(max(u, _LEAST), 1 - _LEAST))
    return moved


def _attempt(
    search: Search,
    values: Sequence[float],
    script: Sequence[int],
    measure: Measure,
    *,
    anywhere: bool,
) -> _Try | None:
    dial = _Dial(values, f"{search.seed}/{search.outcome.attempts}")
    known, before = search.outcome.good, len(search.outcome.good)
    search.attempt(script, Limits(*ANYWHERE), wide=False, anywhere=anywhere, numbers=dial)
    good = search.outcome.good
    if good is known and len(good) == before:
        return None
    last: Found = good[-1]
    at = pairs(last.at)
    return _Try(measure(at), tuple(dial.values), last.taken, at)
