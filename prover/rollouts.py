"""What the search tries, in order: every single candidate, then random sets of them.

Points are drawn by score. Each drawn point is added, candidates that stand on it are asked
for, and are tried with it: one more, two more, together with older ones. Now and then a
candidate that stands on a drawn point is drawn in turn, or a set is drawn from everywhere.
After lemmas have fallen the best candidates are tried again, alone and with those that did it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from prover.outcome import Phase
from prover.pool import Attempt, Pool

__all__ = ["Barrier", "Later", "Rollouts", "Sizes"]

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Item = tuple[Attempt, Phase]
Later = Callable[[], list[tuple[int, float]]]

_NEXT = 300  # candidates that stand on a new point
_SHARPNESS = 1.0  # of the preference for a high score
_BETWEEN = 6  # nodes from barrier to barrier
_MEANWHILE = 20_000  # attempts while candidates that take long to find are looked for


class Barrier:
    """A place in the plan where all answers are waited for."""


@dataclass(frozen=True)
class Sizes:
    """How many candidates of a figure are tried alone, and how many of the best two by two."""

    single: int
    paired: int


@dataclass(frozen=True)
class _Node:
    """Candidates added, what was suggested next, and the log of the odds of drawing each."""

    added: Attempt
    next: Ints
    odds: Floats

    def draw(self, random: np.random.Generator, count: int) -> list[int]:
        """Draw different candidates by their odds, fewer where there are not so many."""
        count = min(count, len(self.next))
        if not count:
            return []
        keys = self.odds + random.gumbel(size=len(self.next))
        chosen = np.argpartition(-keys, count - 1)[:count]
        return [int(i) for i in self.next[chosen[np.argsort(-keys[chosen])]]]


class Rollouts:
    """The plan of one search, the same for the same seed and the same answers.

    ``suggest(added, most)`` asks for candidates after those added. Once these have been tried
    ``later()`` asks for some that take long to find; it returns at once, with what to call
    for them when the plan has gone on for a while. ``news`` is set at barriers: the attempts
    that proved lemmas since the last one.
    """

    def __init__(
        self,
        pool: Pool,
        suggest: Callable[[Attempt, int], list[tuple[int, float]]],
        later: Callable[[], Later],
        seed: int,
        sizes: Sizes,
    ) -> None:
        self.pool = pool
        self.sizes = sizes
        self.suggest = suggest
        self.later = later
        self.random = np.random.default_rng([seed, 1])
        self.root = _Node((), np.zeros(0, dtype=np.int64), np.zeros(0))
        self.news: list[Attempt] = []
        self.nodes: list[_Node] = []
        self.order: list[int] | None = None  # in which candidates of the figure are expanded

    def plan(self) -> Iterator[Item | Barrier]:
        """Yield attempts without end; ends only if there is no candidate at all."""
        self.root = self._expand((), self.sizes.single)
        yield from self._sweep(self.root, self.root.next.tolist())
        yield from self._pairs(self.root.next.tolist())
        late, rollouts = self.later(), self._rollouts()
        if len(self.root.next):
            yield from islice(rollouts, _MEANWHILE)
        tried = set(self.root.next.tolist())
        more = late()
        if more:
            self.root = _joined(self.root, more)
            self.order = None
            yield from self._sweep(self.root, [n for n, _ in more if n not in tried])
            yield from self._pairs([number for number, _ in more])
        if len(self.root.next):
            yield from rollouts

    def _rollouts(self) -> Iterator[Item | Barrier]:
        """Yield sets of candidates without end."""
        while True:
            root = self.root
            if self.order is None:
                self.order = root.draw(self.random, len(root.next))
            yield Barrier()
            while self.news:
                yield from self._again(root)
                yield Barrier()
            for _ in range(_BETWEEN):
                dice = self.random.random()
                if (dice < 0.6 or not self.nodes) and self.order:
                    node = self._expand(self.pool.whole([self.order.pop(0)]), _NEXT)
                    self.nodes.append(node)
                    yield from self._around(node, root, 200, 150, 100)
                elif dice < 0.9 and self.nodes:
                    yield from self._deeper()
                else:
                    yield from self._anywhere(root, 300)

    def _sweep(self, root: _Node, numbers: list[int]) -> Iterator[Item | Barrier]:
        """Try candidates of the figure alone; then all again as long as lemmas fall."""
        if not numbers:
            return
        for number in numbers:
            yield self.pool.whole([number]), "sweep"
        yield Barrier()
        while self.news:
            yield from self._again(root)
            yield Barrier()

    def _pairs(self, numbers: list[int]) -> Iterator[Item]:
        """Try the best candidates two by two."""
        for one, other in combinations(numbers[: self.sizes.paired], 2):
            yield self.pool.whole([one, other]), "sweep"

    def promising(self, count: int) -> Attempt:
        """Draw candidates of the figure at different places, with all they stand on."""
        chosen: list[int] = []
        places: set[tuple[float, float]] = set()
        for number in self.root.draw(self.random, 4 * count):
            at = self.pool.candidate(number).places[0]
            place = (round(at[0], 6), round(at[1], 6))
            if place not in places and len(chosen) < count:
                places.add(place)
                chosen.append(number)
        return self.pool.whole(chosen)

    def _expand(self, added: Attempt, most: int) -> _Node:
        suggested = self.suggest(added, most)
        numbers = np.array([number for number, _ in suggested], dtype=np.int64)
        odds = np.array([score for _, score in suggested], dtype=np.float64)
        return _Node(added, numbers, _SHARPNESS * odds)

    def _again(self, root: _Node) -> Iterator[Item]:
        """Try again now that lemmas have fallen."""
        added = [attempt for attempt in dict.fromkeys(self.news) if attempt]
        self.news = []
        for number in root.next.tolist():
            yield self.pool.whole([number]), "sweep"
        for attempt in added[:8]:
            node = self._expand(attempt, _NEXT)
            self.nodes.append(node)
            yield from self._around(node, root, 200, 150, 50)

    def _around(
        self, node: _Node, root: _Node, single: int, old: int, double: int
    ) -> Iterator[Item]:
        """Try what stands on the node's points, older candidates with it, and pairs."""
        for number in islice(node.next.tolist(), single):
            yield self.pool.whole((*node.added, number)), "rollouts"
        for number in root.draw(self.random, old):
            yield self.pool.whole((*node.added, number)), "rollouts"
        if len(node.next) < 2:
            return
        for _ in range(double):
            pair = node.draw(self.random, 2)
            if self.random.random() < 0.4:
                pair[1:] = root.draw(self.random, 1)
            yield self.pool.whole((*node.added, *pair)), "rollouts"

    def _deeper(self) -> Iterator[Item]:
        """Add a candidate to a node and try what stands on it."""
        parent = self.nodes[int(self.random.integers(len(self.nodes)))]
        for number in parent.draw(self.random, 1):
            node = self._expand(self.pool.whole((*parent.added, number)), _NEXT)
            yield from self._around(node, parent, 150, 50, 50)

    def _anywhere(self, root: _Node, count: int) -> Iterator[Item]:
        """Try sets of points drawn from everywhere."""
        for _ in range(count):
            some = root.draw(self.random, int(self.random.integers(1, 4)))
            if self.nodes:
                for _ in range(int(self.random.integers(1, 3))):
                    node = self.nodes[int(self.random.integers(len(self.nodes)))]
                    some += node.draw(self.random, 1)
            yield self.pool.whole(some), "rollouts"


def _joined(node: _Node, late: list[tuple[int, float]]) -> _Node:
    """Return the node with more candidates, the best first."""
    if not late:
        return node
    odds = dict(zip(node.next.tolist(), node.odds.tolist(), strict=True))
    for number, score in late:
        odds[number] = max(score * _SHARPNESS, odds.get(number, score * _SHARPNESS))
    order = sorted(odds, key=lambda number: -odds[number])
    return _Node(node.added, np.array(order), np.array([odds[number] for number in order]))
