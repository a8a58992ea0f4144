"""What a construction forces, as far as its premises say so.

A drawing is one position of its free points, and what is seen there may be a coincidence. A
reader that needs to know whether a point is on a line, or two lengths are equal, asks here: the
answer holds wherever the free points are dragged. It may miss what follows by a theorem, so that
a "no" must lead to a reading that is right in either case, or to an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from porism.geometry.predicates import Pair, Predicate
from porism.geometry.problem import Clause

__all__ = ["collinear", "equal_lengths", "right_angle"]


def _premises(clauses: Iterable[Clause], *names: str) -> Iterator[Predicate]:
    for clause in clauses:
        for construction in clause.constructions:
            yield from (s for s in construction.premises if s.name in names)


def _lines(clauses: Iterable[Clause]) -> list[set[str]]:
    """Return the points that the premises put on common lines, three or more on each."""
    lines: list[set[str]] = []
    for s in _premises(clauses, "coll", "midp"):
        line = set(s.points)
        for other in [each for each in lines if len(each & line) > 1]:
            line |= other
            lines.remove(other)
        lines.append(line)
    return lines


def collinear(clauses: Iterable[Clause], *points: str) -> bool:
    """Tell whether the premises put the points on a line."""
    wanted = set(points)
    return len(wanted) < 3 or any(wanted <= line for line in _lines(clauses))


def _pairs(s: Predicate) -> list[Pair]:
    return list(zip(s.points[::2], s.points[1::2], strict=True))


def equal_lengths(clauses: Iterable[Clause], first: Pair, second: Pair) -> bool:
    """Tell whether premises make the distances of two pairs of points equal, one after another."""
    equal: list[tuple[frozenset[str], frozenset[str]]] = []
    for s in _premises(clauses, "cong", "midp", "circle"):
        if s.name == "cong":
            sides = [frozenset(pair) for pair in _pairs(s)]
        else:
            sides = [frozenset((s.points[0], p)) for p in s.points[1:]]
        equal += [(sides[0], side) for side in sides[1:]]
    reached = [frozenset(first)]
    for side in reached:
        for one, other in equal:
            found = other if side == one else one if side == other else side
            if found not in reached:
                reached.append(found)
    return frozenset(second) in reached


def right_angle(clauses: Iterable[Clause], a: str, b: str, c: str) -> bool:
    """Tell whether a premise makes the angle abc right."""
    clauses = list(clauses)
    lines = _lines(clauses)

    def is_line(pair: Pair, other: Pair) -> bool:
        both = {*pair, *other}
        return len(both) < 3 or any(both <= line for line in lines)

    for s in _premises(clauses, "perp"):
        for one, other in (_pairs(s), _pairs(s)[::-1]):
            if is_line(one, (a, b)) and is_line(other, (b, c)):
                return True
    return False
