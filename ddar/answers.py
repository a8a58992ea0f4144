"""Candidate answers to "find" questions, guessed from the figure for the engine to prove."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from porism.geometry.linear import prime_powers
from porism.geometry.measure.truth import value
from porism.geometry.predicates import Predicate

__all__ = ["candidates"]

_SIMPLE = 1000, 1e-8  # the largest denominator of a likely value, how near it must be
_PRECISE = 100_000, 1e-11  # of one with more digits, which is nearer than chance brings it


def candidates(
    question: Predicate, coordinates: Mapping[str, tuple[float, float]]
) -> Iterator[Predicate]:
    """Yield ``aconst``, ``rconst`` or ``r2const`` statements that agree with the figure.

    ``acompute a b c d`` asks for the directed angle from ab to cd in half-turns, ``rcompute`` for
    the ratio ab : cd. The figure only proposes; whether a value is right is for the engine.
    """
    if question.kind.answer != "aconst" and question.kind.answer != "rconst":
        yield from _of_size(question, coordinates)
        return
    a, b, c, d = question.points
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (coordinates[p] for p in (a, b, c, d))
    if question.name == "acompute":
        turn = (math.atan2(dy - cy, dx - cx) - math.atan2(by - ay, bx - ax)) / math.pi % 1
        for value in dict.fromkeys((*_near(turn), *(v / 180 for v in _near(turn * 180)))):
            yield Predicate("aconst", question.points, (value % 1,))
        return
    lengths = math.hypot(bx - ax, by - ay), math.hypot(dx - cx, dy - cy)
    if min(lengths) == 0:
        return
    ratio = lengths[0] / lengths[1]
    for name, number in (("rconst", ratio), ("r2const", ratio * ratio)):
        for value in dict.fromkeys(_near(number)):
            if value > 0 and _can_be_carried(value):
                yield Predicate(name, question.points, (value,))


def _of_size(
    question: Predicate, coordinates: Mapping[str, tuple[float, float]]
) -> Iterator[Predicate]:
    """Yield statements about a length or an area, and about its square where there is such."""
    try:
        size = float(value(question, coordinates))
    except ValueError:
        return
    names = (question.kind.answer, question.kind.answer_squared)
    for name, number in zip(names, (size, size * size), strict=True):
        for found in dict.fromkeys(_near(number)) if name else ():
            if found > 0 and _can_be_carried(found):
                yield Predicate(name, question.points, (found,))


def _near(number: float) -> Iterator[Fraction]:
    """Yield the fractions that a number may stand for: a simple one, or one it fits closely."""
    size = max(1.0, abs(number))
    for largest, apart in (_SIMPLE, _PRECISE):
        value = Fraction(number).limit_denominator(largest)
        if abs(number - value) < apart * size:
            yield value


def _can_be_carried(ratio: Fraction) -> bool:
    try:
        prime_powers(ratio)
    except ValueError:
        return False
    return True
