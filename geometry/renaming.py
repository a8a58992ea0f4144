"""Renamings of points under which one statement says what another one does.

A proof carries over to other points where its statements do. Both the rewriting, which looks for
derivations that carry over, and the telling, which says "similarly", ask here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from porism.geometry.predicates import Predicate, canonical

__all__ = ["Names", "Renamer", "exchanges_of", "moved"]

Names = Mapping[str, str]
"""Points, and the points that take their places."""

_MOST_POINTS = 6  # of a statement that are not yet renamed; all their orders are tried


def moved(names: Names) -> int:
    """Return how many points take the place of others; a reader wants few."""
    return sum(a != b for a, b in names.items())


class Renamer:
    """Finds renamings within bounds on the work of one question.

    ``most_new`` bounds the points of a statement that are not yet renamed, all orders of which are
    tried; ``most_tried`` the orders tried in all.
    """

    def __init__(self, most_new: int, most_tried: int) -> None:
        self._most_new, self._left = most_new, most_tried

    def extensions(self, s: Predicate, target: Predicate, names: Names) -> Iterator[Names]:
        """Yield extensions of ``names`` that make ``s`` say what ``target`` says.

        Those that move fewest points come first.
        """
        if s.name != target.name or len(s.points) != len(target.points):
            return
        new = [p for p in dict.fromkeys(s.points) if p not in names]
        taken = set(names.values())
        free = [p for p in dict.fromkeys(target.points) if p not in taken]
        if len(new) != len(free) or len(new) > self._most_new:
            return
        wanted = canonical(target)
        for order in sorted(permutations(free), key=lambda order: _differing(new, order)):
            self._left -= 1
            if self._left < 0:
                return
            longer = {**names, **dict(zip(new, order, strict=True))}
            if canonical(s.rename(longer)) == wanted:
                yield longer


def _differing(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(a != b for a, b in zip(old, new, strict=True))


def exchanges_of(statements: Sequence[Predicate], most_tried: int) -> list[Names]:
    """Return exchanges of points after which the same is said, those of fewest points first.

    Points that are not exchanged are not named. Some are missed if more than ``most_tried`` orders
    of points would have to be tried.
    """
    said = {canonical(s) for s in statements}
    renamer = Renamer(_MOST_POINTS, most_tried)

    def extended(left: Sequence[Predicate], names: Names) -> Iterator[Names]:
        if not left:
            yield {a: b for a, b in names.items() if a != b}
            return
        s = min(left, key=lambda s: sum(p not in names for p in s.points))
        rest = [other for other in left if other is not s]
        if all(p in names for p in s.points):
            if canonical(s.rename(dict(names))) in said:
                yield from extended(rest, names)
            return
        for target in statements:
            for longer in renamer.extensions(s, target, names):
                both = {**longer, **{b: a for a, b in longer.items()}}
                if all(both[a] == b for a, b in longer.items()):
                    yield from extended(rest, both)

    found = {frozenset(names.items()): names for names in extended(list(statements), {}) if names}
    return sorted(found.values(), key=lambda names: (len(names), sorted(names.items())))
