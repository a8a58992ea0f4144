"""The pairs of a sweep: which candidates are tried two by two, and in which order."""

from __future__ import annotations

import heapq
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import combinations, islice

__all__ = ["Pair", "Pairs", "best_pairs", "leading_pairs"]

Pair = tuple[int, int]

_TOGETHER = 64  # pairs that are sorted, since attempts that begin alike share a closure


class Pairs:
    """The pairs of candidates of one list; each is yielded once."""

    def __init__(self, numbers: Sequence[int], best: int, others: int, block: int) -> None:
        """``numbers`` are the candidates, best first.

        The ``best`` are paired, and so many ``others`` that are leading or have become likely;
        ``block`` pairs in a row begin with the same leading candidate.
        """
        self._numbers = numbers
        self._best = best
        self._others = others
        self._block = block
        self._known: set[Pair] = set()

    def likeliest(self, scored: Sequence[tuple[int, float]], count: int) -> Iterator[Pair]:
        """Yield ``count`` new pairs, those with the largest sum of log-odds first.

        ``scored`` are candidates with these, best first.
        """
        rank = {number: k for k, (number, _) in enumerate(scored)}
        left = islice(self._by_odds(scored), count)
        while together := list(islice(left, _TOGETHER)):
            yield from sorted(together, key=lambda pair: (rank[pair[0]], rank[pair[1]]))

    def leading_first(
        self, leading: Container[int], width: int, count: int, likely: Iterable[Pair] = ()
    ) -> Iterator[Pair]:
        """Yield ``count`` new pairs: the ``likely`` ones, then others of the first ``width``.

        Of the latter those with a leading candidate come first.
        """
        rank = {number: k for k, number in enumerate(self._numbers)}
        left = islice(self._new(likely), count)
        made = 0
        while together := list(islice(left, _TOGETHER)):
            yield from sorted(together, key=lambda pair: (rank[pair[0]], rank[pair[1]]))
            made += len(together)
        yield from islice(self._by_leading(leading, width), count - made)

    def _by_odds(self, scored: Sequence[tuple[int, float]]) -> Iterator[Pair]:
        some = scored[: self._best + self._others]
        order = best_pairs([odds for _, odds in some])
        return self._new((some[i][0], some[j][0]) for i, j in order)

    def _by_leading(self, leading: Container[int], width: int) -> Iterator[Pair]:
        best = self._numbers[: min(width, self._best)]
        some = [number for number in best if number in leading]
        others = [number for number in self._numbers[len(best) : width] if number in leading]
        some += others[: self._others]
        return self._new(leading_pairs(some, best, self._block))

    def _new(self, pairs: Iterable[Pair]) -> Iterator[Pair]:
        for pair in pairs:
            known = min(pair), max(pair)
            if known not in self._known:
                self._known.add(known)
                yield pair


def best_pairs(scores: Sequence[float]) -> Iterator[Pair]:
    """Yield all pairs i < j, those with the largest sum of scores first.

    ``scores`` must not increase. Ties are broken by the numbers.
    """
    if len(scores) < 2:
        return
    heap = [(-scores[0] - scores[1], 0, 1)]
    while heap:
        _, i, j = heapq.heappop(heap)
        yield i, j
        if j + 1 < len(scores):
            heapq.heappush(heap, (-scores[i] - scores[j + 1], i, j + 1))
        if j == i + 1 and j + 1 < len(scores):
            heapq.heappush(heap, (-scores[i + 1] - scores[j + 1], i + 1, j + 1))


def leading_pairs(leading: Sequence[int], best: Sequence[int], block: int) -> Iterator[Pair]:
    """Yield the pairs of the best candidates, those with a leading one first.

    A leading candidate meets the best in blocks, since attempts that begin alike share a closure;
    the blocks come in the order of the sum of both ranks. One that is not itself among the best
    meets the first block.
    """
    among = frozenset(best)
    rank = {number: i for i, number in enumerate(leading)}
    starts = range(0, len(best), block)
    blocks = [
        (i + start // 4, i, start)
        for number, i in rank.items()
        for start in (starts if number in among else (0,))
    ]
    for _, i, start in sorted(blocks):
        one = leading[i]
        for two in best[start : start + block]:
            if one not in among or rank.get(two, i + 1) > i:
                yield one, two
    yield from combinations([number for number in best if number not in rank], 2)
