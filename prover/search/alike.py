"""Sets of candidates that look alike: which they are, and what is tried with each.

A proof that needs the midpoint of one chord often needs those of the others, and a point on their
line: so does Newton's theorem on quadrilaterals about a circle. Sets drawn by chance almost never
hold all of them. So candidates are tried together that the same constructions define and of which
the figure shows the same, without others and with one more.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from porism.prover.search.policy import AroundAlike
from porism.prover.search.steps import Answer, Attempt, Expand, Numbers, Steps

__all__ = ["alike_sets", "around_alike", "blocks_in_order"]

_BLOCK = 16  # attempts in a row with one set, since attempts that begin alike share a closure
_SETS_FOR_A_BLOCK = 8  # one more block of a set is worth one of a set so much further down


def alike_sets(candidates: Iterable[tuple[int, Hashable, Hashable]], most: int) -> list[Numbers]:
    """Return the sets of two to ``most`` candidates that look alike, by the worst of each.

    Candidates, best first, are given by number, look, and place; of those at one place that look
    alike the first counts.
    """
    groups: dict[Hashable, dict[Hashable, int]] = {}
    last: dict[Hashable, int] = {}
    for rank, (number, look, place) in enumerate(candidates):
        group = groups.setdefault(look, {})
        if place not in group:
            group[place] = number
            last[look] = rank
    looks = sorted(groups, key=lambda look: last[look])
    return [tuple(groups[look].values()) for look in looks if 2 <= len(groups[look]) <= most]


def around_alike(sets: Sequence[Numbers], best: Sequence[int], around: AroundAlike) -> Steps:
    """Try sets alone, and with one more: a candidate that stands on them, or one of the best.

    Blocks of better sets come first, and of these each with its likeliest partners.
    """
    sets, best = sets[: around.sets], best[: around.older]
    partners: dict[int, list[int]] = {}
    for k, block in blocks_in_order(len(sets), -(-(around.following + around.older) // _BLOCK)):
        if block == 0:
            yield Attempt(sets[k], "sweep")
            continue
        if k not in partners:
            answer: Answer = ()
            if around.following:
                answer = yield Expand(sets[k], around.following)
            if not isinstance(answer, Sequence):
                raise TypeError("Expand is answered by suggestions")
            in_turn = zip_longest((number for number, _ in answer), best)
            both = (number for number in chain.from_iterable(in_turn) if number is not None)
            partners[k] = [number for number in dict.fromkeys(both) if number not in sets[k]]
        for number in partners[k][_BLOCK * (block - 1) : _BLOCK * block]:
            yield Attempt((*sets[k], number), "sweep")


def blocks_in_order(sets: int, blocks: int) -> Iterator[tuple[int, int]]:
    """Yield set and block: 0 is a set alone, 1 the first block of its partners."""
    alone = [(k / 2, k, 0) for k in range(sets)]
    others = [
        (float(k + _SETS_FOR_A_BLOCK * block), k, block)
        for k in range(sets)
        for block in range(1, blocks + 1)
    ]
    for _, k, block in sorted(alone + others):
        yield k, block
