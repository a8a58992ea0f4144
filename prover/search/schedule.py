"""What the search tries, in order: every single candidate, then random sets of them.

Points are drawn by score. Each drawn point is added, candidates that stand on it are asked
for, and are tried with it: one more, two more, together with older ones. Now and then a
candidate that stands on a drawn point is drawn in turn, or a set is drawn from everywhere.
After lemmas have fallen the best candidates are tried again, alone and with those that did it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from porism.prover.outcome import Phase
from porism.prover.search.trials import Attempt, Pool

__all__ = ["Barrier", "Later", "Rollouts", "Sizes"]

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Item = tuple[Attempt, Phase]
Later = Callable[[], list[tuple[int, float]]]

_NEXT = 300  # candidates that stand on a new point
_SHARPNESS = 1.0  # of the preference for a high score
_BETWEEN = 6  # nodes of a turn, some 400 attempts each
_MEANWHILE = 12  # turns, while candidates that take long to find are looked for
_SHARE = 4  # turns of the others for one of these


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
    for them when the plan has gone on for a while. They are tried alone and two by two, and
    have one turn in five from then on; what is tried of the others, and in which order, is what
    it would be without them. ``news`` is set at barriers: the attempts that proved lemmas since
    the last one.
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
        self.seed = seed
        self.news: list[Attempt] = []
        self.first = _Walk(self, _node((), []), [seed, 1])

    @property
    def root(self) -> _Node:
        """The figure with what was suggested for it first."""
        return self.first.root

    def plan(self) -> Iterator[Item | Barrier]:
        """Yield attempts without end; ends only if there is no candidate at all."""
        first = self.first
        first.root = self.expand((), self.sizes.single)
        yield from first.begin()
        late = self.later()
        for _ in range(_MEANWHILE if first else 0):
            yield from first.turn()
        more = late()
        second = _Walk(self, _node((), more), [self.seed, 3])
        yield from second.begin(set(self.root.next.tolist()))
        while first or second:
            if second:
                yield from second.turn()
            for _ in range(_SHARE if first else 0):
                yield from first.turn()

    def expand(self, added: Attempt, most: int) -> _Node:
        """Ask for candidates after those added."""
        return _node(added, self.suggest(added, most))

    def after_news(self) -> Iterator[Item | Barrier]:
        """Wait for all answers; as long as lemmas have fallen, try again what may now do more."""
        yield Barrier()
        while self.news:
            yield from self.first.again()
            yield Barrier()

    def promising(self, count: int, seed: int) -> Attempt:
        """Draw candidates of the figure at different places, with all they stand on."""
        chosen: list[int] = []
        places: set[tuple[float, float]] = set()
        random = np.random.default_rng([self.seed, 2, seed])
        for number in self.root.draw(random, 4 * count):
            at = self.pool.candidate(number).places[0]
            place = (round(at[0], 6), round(at[1], 6))
            if place not in places and len(chosen) < count:
                places.add(place)
                chosen.append(number)
        return self.pool.whole(chosen)


class _Walk:
    """Rollouts from the candidates of one figure, ``root``."""

    def __init__(self, plan: Rollouts, root: _Node, seed: list[int]) -> None:
        self.plan = plan
        self.pool = plan.pool
        self.root = root
        self.random = np.random.default_rng(seed)
        self.nodes: list[_Node] = []
        self.order: list[int] | None = None  # in which candidates of the figure are expanded

    def __bool__(self) -> bool:
        """Whether there is a candidate."""
        return len(self.root.next) > 0

    def begin(self, tried: Container[int] = ()) -> Iterator[Item | Barrier]:
        """Try all candidates alone but those tried, and the best two by two."""
        numbers: list[int] = self.root.next.tolist()
        alone = [number for number in numbers if number not in tried]
        for number in alone:
            yield self.pool.whole([number]), "sweep"
        if alone:
            yield from self.plan.after_news()
        for one, other in combinations(numbers[: self.plan.sizes.paired], 2):
            yield self.pool.whole([one, other]), "sweep"

    def turn(self) -> Iterator[Item | Barrier]:
        """Try sets of candidates. There has to be a candidate."""
        root = self.root
        if self.order is None:
            self.order = root.draw(self.random, len(root.next))
        yield from self.plan.after_news()
        for _ in range(_BETWEEN):
            dice = self.random.random()
            if (dice < 0.6 or not self.nodes) and self.order:
                node = self.plan.expand(self.pool.whole([self.order.pop(0)]), _NEXT)
                self.nodes.append(node)
                yield from self._around(node, root, 200, 150, 100)
            elif dice < 0.9 and self.nodes:
                yield from self._deeper()
            else:
                yield from self._anywhere(root, 300)

    def again(self) -> Iterator[Item]:
        """Try again now that lemmas have fallen."""
        added = [attempt for attempt in dict.fromkeys(self.plan.news) if attempt]
        self.plan.news = []
        for number in self.root.next.tolist():
            yield self.pool.whole([number]), "sweep"
        for attempt in added[:8]:
            node = self.plan.expand(attempt, _NEXT)
            self.nodes.append(node)
            yield from self._around(node, self.root, 200, 150, 50)

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
            node = self.plan.expand(self.pool.whole((*parent.added, number)), _NEXT)
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


def _node(added: Attempt, suggested: list[tuple[int, float]]) -> _Node:
    numbers = np.array([number for number, _ in suggested], dtype=np.int64)
    odds = np.array([score for _, score in suggested], dtype=np.float64)
    return _Node(added, numbers, _SHARPNESS * odds)
