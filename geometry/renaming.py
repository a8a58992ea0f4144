"""Renamings of points under which one statement says what another one does.

A proof carries over to other points where its statements do. Both the rewriting, which looks for
derivations that carry over, and the telling, which says "similarly", ask here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations

from porism.geometry.predicates import Predicate, canonical

__all__ = ["Names", "Renamer", "moved"]

Names = Mapping[str, str]
"""Points, and the points that take their places."""


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
