"""What tells two figures of a problem apart, in a statement that can be checked by eye."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["contrast"]

_MOST_POINTS = 12  # whose sides are compared; their number grows with the fourth power


def contrast(problem: Problem, one: Coordinates, other: Coordinates) -> Predicate | None:
    """Return a statement of order that holds in ``one`` and not in ``other``, or None.

    The order of points on a line comes first, then on which side of a line points are.
    """
    return next((s for s in _orders(problem) if holds(s, one) and not holds(s, other)), None)


def _orders(problem: Problem) -> Iterator[Predicate]:
    for premise in problem.premises:
        if premise.name == "coll":
            for middle in premise.points[::-1]:  # the point that was placed last
                ends = tuple(p for p in premise.points if p != middle)
                yield Predicate("between", (middle, *ends))
    points = problem.points[:_MOST_POINTS]
    for p, q in combinations(points[::-1], 2):
        for a, b in combinations((r for r in points if r not in (p, q)), 2):
            for name in ("sameclock", "nsameclock"):
                yield Predicate(name, (a, b, p, a, b, q))
    for triangle in permutations(points, 3):
        yield Predicate("ccw", triangle)
