"""A figure in which a fact of order is denied, looked for on purpose.

Random figures miss what is rare: that a foot lies beyond a point which is 64 times as far as
another. Here the free numbers of a figure are turned step by step, as long as the fact becomes
less clear, until it fails (a random search that keeps what is better; Rastrigin 1963). The
figure is built anew in every step, so that its text holds all the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from porism.geometry.figure.dialled import Dialled, Dials, build_with, logits, uniform
from porism.geometry.figure.search import Deadline
from porism.geometry.measure import truth
from porism.geometry.measure.tolerances import MARGIN
from porism.geometry.measure.vectors import dot, minus, square
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates

__all__ = ["denying"]

_BEST = 3  # random figures, the least clear ones, that are taken further
_STEPS = 40  # for each of them
_MORE = 8  # further figures about one that was found: the first may be close to degenerate
_STEP = 1.0  # of a number on the logistic scale, at first
_SHORTEST = 0.02  # step; a fact that gets no less clear by it is left alone
_WIDER, _NARROWER = 1.6, 0.85  # what a step is multiplied with after a success, a failure
_TURNED = 0.4  # of the numbers change in a step


def denying(dials: Dials, fact: Predicate, count: int) -> list[Coordinates]:
    """Return up to ``count`` figures of a problem in which a statement of order clearly fails.

    None is no proof that there is none.
    """
    found: list[Coordinates] = []
    try:
        for tried in _tries(dials, fact):
            if clearness(fact, tried.at) < -MARGIN:
                found.append(dials.seen(tried))
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


def _tries(dials: Dials, fact: Predicate) -> Iterator[Dialled]:
    """Yield figures that come closer and closer to denying a fact. Raises Deadline."""
    search = dials.search
    random = Random(search.seed)
    starts = sorted(dials.starts, key=lambda tried: clearness(fact, tried.at))
    yield from starts
    for best in starts[:_BEST]:
        clear, step, left = clearness(fact, best.at), _STEP, _STEPS
        while left and step > _SHORTEST:
            left -= 1
            moved = _turned(best.values, step, random)
            tried = build_with(search, moved, best.taken, best.limits)
            if tried is None or clearness(fact, tried.at) >= clear:
                step *= _NARROWER
                continue
            before, clear = clear, clearness(fact, tried.at)
            if before > 0 > clear:
                left = min(left, _MORE)
            best, step = tried, step * _WIDER
            yield tried


def _turned(values: Sequence[float], step: float, random: Random) -> list[float]:
    return uniform(
        [v + random.gauss(0.0, step) if random.random() < _TURNED else v for v in logits(values)]
    )
