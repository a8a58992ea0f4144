"""Crowds: many candidates tried at once, and which of them a goal needs.

A proof may need four points that are worth nothing two by two. Drawn as a set of four they almost
never come; among sixteen candidates drawn by score they often do, and what is too much does not
hurt. A closure with sixteen points more takes about as long as fifteen with one, and holds 120
pairs, 560 sets of three and 1,820 of four. What is not needed is taken out afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from porism.prover.search.steps import Crowd, Numbers, Steps, Suggestion

__all__ = ["CrowdDraws", "needed"]

_SPARE = 4  # so many times as many are drawn, since some are at one place


class CrowdDraws:
    """Crowds drawn by score, with random numbers of their own."""

    def __init__(self, seed: Sequence[int], sizes: Sequence[int]) -> None:
        """``sizes`` are those of the crowds, in turn; none of them, and there are no crowds."""
        self._random = np.random.default_rng(seed)
        self._sizes = tuple(sizes)
        self._made = 0

    def some(self, count: int, suggestions: Sequence[Suggestion], added: Numbers = ()) -> Steps:
        """Yield so many crowds of candidates drawn from ``suggestions``, all with ``added``."""
        if not self._sizes or not suggestions:
            return
        numbers = np.array([number for number, _ in suggestions], dtype=np.int64)
        odds = np.array([score for _, score in suggestions], dtype=np.float64)
        for _ in range(count):
            size = self._sizes[self._made % len(self._sizes)]
            self._made += 1
            keys = odds + self._random.gumbel(size=len(odds))
            best = np.argsort(-keys, kind="stable")[: _SPARE * size]
            yield Crowd(added, tuple(numbers[best].tolist()), size)

    def of_sets(self, groups: Sequence[Sequence[tuple[Numbers, float]]]) -> Steps:
        """Yield a crowd of sets of each group, drawn by the logarithms of their odds."""
        if not self._sizes:
            return
        size = self._sizes[self._made % len(self._sizes)]
        self._made += 1
        for sets in groups:
            odds = np.array([score for _, score in sets], dtype=np.float64)
            keys = odds + self._random.gumbel(size=len(odds))
            members: dict[int, None] = {}
            for k in np.argsort(-keys, kind="stable").tolist():
                if len(members) >= size:
                    break
                members.update(dict.fromkeys(sets[k][0]))
            yield Crowd((), tuple(members), len(members))


def needed(
    crowd: Numbers,
    parents: Callable[[int], Numbers],
    reaches: Callable[[list[Numbers]], Sequence[bool]],
) -> Numbers:
    """Return part of a crowd that reaches as much, and of which no candidate can be left out.

    ``crowd`` has each candidate after its ``parents``; ``reaches`` makes attempts and tells which
    of them still do. Halves are left out first, then quarters, at last one by one.
    """
    part = max(1, len(crowd) // 2)
    while True:
        shorter = [
            _without(crowd, crowd[k : k + part], parents) for k in range(0, len(crowd), part)
        ]
        found = next((s for s, good in zip(shorter, reaches(shorter), strict=True) if good), None)
        if found is not None:
            crowd = found
        elif part == 1:
            return crowd
        else:
            part = max(1, part // 2)


def _without(crowd: Numbers, left_out: Sequence[int], parents: Callable[[int], Numbers]) -> Numbers:
    """Return the crowd without some of it, and without what stands on that."""
    gone = set(left_out)
    return tuple(n for n in crowd if n not in gone and gone.isdisjoint(parents(n)))
