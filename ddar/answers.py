"""Candidate answers to "find" questions, guessed from the figure for the engine to prove."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

from porism.geometry.predicates import Predicate

__all__ = ["candidates"]

_LARGEST_DENOMINATOR = 1000


def candidates(
    question: Predicate, coordinates: Mapping[str, tuple[float, float]]
) -> Iterator[Predicate]:
    """Yield ``aconst``, ``rconst`` or ``r2const`` statements that agree with the figure.

    ``acompute a b c d`` asks for the directed angle from ab to cd in half-turns, ``rcompute`` for
    the ratio ab : cd. The figure only proposes; whether a value is right is for the engine.
    """
    a, b, c, d = question.points
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (coordinates[p] for p in (a, b, c, d))
    if question.name == "acompute":
        turn = (math.atan2(dy - cy, dx - cx) - math.atan2(by - ay, bx - ax)) / math.pi % 1
        value = Fraction(turn).limit_denominator(_LARGEST_DENOMINATOR)
        if abs(turn - value) < 1e-8:
            yield Predicate("aconst", question.points, (value % 1,))
        return
    lengths = math.hypot(bx - ax, by - ay), math.hypot(dx - cx, dy - cy)
    if min(lengths) == 0:
        return
    ratio = lengths[0] / lengths[1]
    for name, number in (("rconst", ratio), ("r2const", ratio * ratio)):
        value = Fraction(number).limit_denominator(_LARGEST_DENOMINATOR)
        if value > 0 and abs(number - value) < 1e-8 * number:
            yield Predicate(name, question.points, (value,))
