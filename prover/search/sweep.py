"""Pairs in the order of their odds."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import islice

__all__ = ["batches", "best_pairs"]


def best_pairs(scores: Sequence[float]) -> Iterator[tuple[int, int]]:
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


def batches(pairs: Iterator[tuple[int, int]], size: int) -> Iterator[list[tuple[int, int]]]:
    """Yield lists of so many pairs in their order; the last one may be shorter."""
    while some := list(islice(pairs, size)):
        yield some
