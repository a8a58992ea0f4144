"""The schedule of attempts in one figure: every candidate alone, then random sets of them.

A schedule is a pure generator. It knows candidates by number and score only, and yields steps
for its caller to take: attempts, barriers, and questions for more candidates. The answer to a
barrier or a question is sent back. The same seed and the same answers give the same steps.

After the sweep (:meth:`Schedule.attempts`) candidates are drawn by score. A drawn candidate is
added, the candidates that stand on it are asked for and tried with it: one more, two more,
together with older ones. Now and then a candidate that stands on a drawn one is added in turn,
or sets are drawn from everywhere. When lemmas have been proved, all candidates are tried again
alone, and others with those that proved them.
"""

from __future__ import annotations

from collections.abc import Container, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from porism.prover.search.policy import DEFAULT_POLICY, Neighbourhood, Policy, Sizes
from porism.prover.search.sweep import batches, best_pairs

__all__ = [
    "Answer",
    "Attempt",
    "AwaitSlow",
    "Barrier",
    "BarrierResult",
    "Expand",
    "Numbers",
    "Phase",
    "ProposeSlowly",
    "RankedCandidates",
    "Rescore",
    "Schedule",
    "Step",
    "Suggestion",
    "Suppose",
]

_PAIRS_TOGETHER = 64  # sorted, since attempts that begin alike share a closure

Numbers = tuple[int, ...]  # of candidates
Phase = Literal["sweep", "rollouts"]  # of attempts: one by one and two by two; random sets
Suggestion = tuple[int, float]  # the number of a candidate and its score


class Attempt(NamedTuple):
    """Try these candidates together, with all they stand on. Has no answer."""

    candidates: Numbers
    phase: Phase


@dataclass(frozen=True)
class Barrier:
    """Wait until all attempts have been answered. The answer is a :class:`BarrierResult`."""


@dataclass(frozen=True)
class BarrierResult:
    """What attempts since the last barrier proved besides goals.

    ``new_lemmas`` has, for each lemma, the candidates of the attempt that proved it. ``leading``
    are the candidates for which :class:`Suppose` has reached a goal so far.
    """

    new_lemmas: tuple[Numbers, ...] = ()
    leading: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Suppose:
    """Find out whether a goal follows if what the figure shows of a candidate holds.

    The answer comes with the next barrier. It is an attempt, unless nothing is shown.
    """

    candidate: int


@dataclass(frozen=True)
class Expand:
    """Ask for at most ``most`` candidates that may follow some others: suggestions, best first."""

    after: Numbers
    most: int


@dataclass(frozen=True)
class ProposeSlowly:
    """Begin to look for candidates that take long to find. Has no answer yet."""


@dataclass(frozen=True)
class AwaitSlow:
    """Wait for what :class:`ProposeSlowly` began. The answer is a list of suggestions."""


@dataclass(frozen=True)
class Rescore:
    """Score candidates anew by what attempts and suppositions have shown, once all are answered.

    The answer has the same candidates, best first, and the logarithms of their odds.
    """

    candidates: tuple[Suggestion, ...]


Step: TypeAlias = "Attempt | Suppose | Barrier | Expand | ProposeSlowly | AwaitSlow | Rescore"
Answer: TypeAlias = "BarrierResult | Sequence[Suggestion] | None"
Steps: TypeAlias = Generator[Step, Answer, None]


class RankedCandidates:
    """Candidates, best first, and the log of the odds of drawing each."""

    def __init__(self, suggestions: Sequence[Suggestion], sharpness: float = 1.0) -> None:
        scores = np.array([score for _, score in suggestions], dtype=np.float64)
        self._numbers = np.array([number for number, _ in suggestions], dtype=np.int64)
        self._log_odds = sharpness * scores

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def numbers(self) -> list[int]:
        """The candidates, best first."""
        found: list[int] = self._numbers.tolist()
        return found

    def raised(self, numbers: Container[int], by: float) -> RankedCandidates:
        """Return the candidates with some of them raised by so much in the log of their odds."""
        if not any(number in numbers for number in self.numbers):
            return self
        rows = [
            (number, odds + (by if number in numbers else 0.0))
            for number, odds in zip(self.numbers, self._log_odds.tolist(), strict=True)
        ]
        return RankedCandidates(sorted(rows, key=lambda row: -row[1]))

    @property
    def suggestions(self) -> list[Suggestion]:
        """The candidates with the logarithms of their odds, best first."""
        return list(zip(self.numbers, self._log_odds.tolist(), strict=True))

    def pairs(self, best: int, count: int, tried: set[Numbers]) -> Iterator[Numbers]:
        """Yield ``count`` likeliest pairs of the best candidates not yet tried; they are then."""
        numbers = self.numbers[:best]
        new = (
            (i, j)
            for i, j in best_pairs(self._log_odds[:best].tolist())
            if (min(numbers[i], numbers[j]), max(numbers[i], numbers[j])) not in tried
        )
        for some in batches(islice(new, count), _PAIRS_TOGETHER):
            pairs = [(numbers[i], numbers[j]) for i, j in sorted(some)]
            tried.update((min(pair), max(pair)) for pair in pairs)
            yield from pairs

    def draw(self, random: np.random.Generator, count: int) -> list[int]:
        """Draw different candidates by their odds, fewer where there are not so many."""
        count = min(count, len(self))
        if not count:
            return []
        keys = self._log_odds + random.gumbel(size=len(self))
        chosen = np.argpartition(-keys, count - 1)[:count]
        return [int(i) for i in self._numbers[chosen[np.argsort(-keys[chosen])]]]


def leading_pairs(
    leading: Sequence[int], best: Sequence[int], block: int
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of the best candidates, those with a leading one first.

    ``leading`` is a part of ``best``. A leading candidate meets the best in blocks, since attempts
    that begin alike share a closure; the blocks come in the order of the sum of both ranks.
    """
    rank = {number: i for i, number in enumerate(leading)}
    starts = range(0, len(best), block)
    blocks = [(i + start // 4, i, start) for i in rank.values() for start in starts]
    for _, i, start in sorted(blocks):
        one = leading[i]
        yield from ((one, two) for two in best[start : start + block] if rank.get(two, i + 1) > i)
    yield from combinations([number for number in best if number not in rank], 2)


@dataclass(frozen=True)
class _Node:
    """Candidates that have been added, and what may follow them."""

    added: Numbers
    following: RankedCandidates


class Schedule:
    """The schedule for one figure, whose ``candidates`` have been suggested already."""

    def __init__(
        self,
        candidates: RankedCandidates,
        seed: int,
        sizes: Sizes,
        policy: Policy = DEFAULT_POLICY,
    ) -> None:
        self._seed = seed
        self._sizes = sizes
        self._policy = policy
        self._quick = RandomExpansion(candidates, [seed, 1], policy)
        self._leading: frozenset[int] = frozenset()

    def attempts(self) -> Steps:
        """Yield steps without end; they end only if there is no candidate at all.

        First the sweep: each candidate alone, the best two by two. Then random rounds. Slow
        proposals are asked for after the sweep and awaited some rounds later; then they are swept
        too and have one round in five. What is tried of the others, and in which order, is what
        it would be without them.
        """
        quick, policy = self._quick, self._policy
        yield from self._sweep_in_stages(quick) if policy.stages else self._sweep(quick)
        yield ProposeSlowly()
        for _ in range(policy.rounds_before_slow if quick.root else 0):
            yield from self._round(quick)
        proposals = RankedCandidates((yield from _ask(AwaitSlow())), policy.sharpness)
        slow = RandomExpansion(proposals, [self._seed, 3], policy)
        yield from self._sweep(slow, frozenset(quick.root.numbers))
        while quick.root or slow.root:
            if slow.root:
                yield from self._round(slow)
            for _ in range(policy.rounds_per_slow if quick.root else 0):
                yield from self._round(quick)

    def _sweep(self, expansion: RandomExpansion, tried: Container[int] = ()) -> Steps:
        """Try all candidates alone but those tried, and the best two by two."""
        policy = self._policy
        numbers = expansion.root.numbers
        alone = [number for number in numbers if number not in tried]
        for number in alone:
            yield Attempt((number,), "sweep")
        best = numbers[: self._sizes.paired]
        if alone:
            yield from self._barrier()
            yield from self._suppose(best)
        leading = [number for number in best if number in self._leading]
        for pair in leading_pairs(leading, best, policy.pair_block):
            yield Attempt(pair, "sweep")
        if alone:
            yield from self._suppose(numbers[len(best) : policy.supposed])
        others = [number for number in numbers[len(best) :] if number in self._leading]
        for pair in product(others[: policy.leading_paired], best[: policy.leading_paired]):
            yield Attempt(pair, "sweep")
        expansion.root = expansion.root.raised(self._leading, policy.leading_odds)
        expansion.shuffle()

    def _suppose(self, numbers: Sequence[int]) -> Steps:
        if self._policy.supposed:
            for number in numbers:
                yield Suppose(number)
            yield from self._barrier()

    def _sweep_in_stages(self, expansion: RandomExpansion) -> Steps:
        """Try all candidates alone, and after some of them as many pairs, the likeliest first.

        What an attempt has shown counts for the pairs that follow, and for what is drawn later.
        """
        root, most = expansion.root, 2 * self._sizes.paired
        left = self._sizes.paired * (self._sizes.paired - 1) // 2
        tried: set[Numbers] = set()
        done = 0
        for stage in (*self._policy.stages, len(root)):
            stage = min(stage, len(root))
            for number in root.numbers[done:stage]:
                yield Attempt((number,), "sweep")
            for number in root.numbers[done : min(stage, self._policy.supposed)]:
                yield Suppose(number)
            if stage == len(root):
                yield from self._barrier()
            scored = yield from _ask(Rescore(tuple(root.suggestions[:stage])))
            ranked = RankedCandidates(scored)
            count = left if stage == len(root) else min(left, stage - done)
            for pair in ranked.pairs(most, count, tried):
                yield Attempt(pair, "sweep")
            left -= count
            done = stage
            if stage == len(root):
                expansion.root = ranked
                break
        expansion.shuffle()

    def _round(self, expansion: RandomExpansion) -> Steps:
        yield from self._barrier()
        yield from expansion.round()

    def _barrier(self) -> Steps:
        """Wait for all answers; as long as they prove lemmas, try again what may now do more."""
        while True:
            result = yield from _wait()
            self._leading = result.leading
            if not result.new_lemmas:
                return
            yield from self._quick.retry_after_lemmas(result.new_lemmas)


class RandomExpansion:
    """Random sets of candidates, grown from those of one figure, ``root``.

    It owns its random numbers, the candidates not yet expanded, and the nodes made so far.
    """

    def __init__(self, root: RankedCandidates, seed: Sequence[int], policy: Policy) -> None:
        self.root = root
        self._policy = policy
        self._random = np.random.default_rng(seed)
        self._nodes: list[_Node] = []
        self._unexpanded: list[int] = []

    def shuffle(self) -> None:
        """Draw the order in which the candidates of the figure are expanded."""
        self._unexpanded = self.root.draw(self._random, len(self.root))

    def round(self) -> Steps:
        """Expand a new candidate, deepen a node, or sample sets, some times."""
        policy = self._policy
        for _ in range(policy.expansions):
            chance = self._random.random()
            if (chance < policy.expanding or not self._nodes) and self._unexpanded:
                yield from self.expand((self._unexpanded.pop(0),), policy.around_new)
            elif chance < policy.expanding + policy.deepening and self._nodes:
                yield from self.deepen()
            else:
                yield from self.sample_sets(policy.sets)

    def retry_after_lemmas(self, new_lemmas: Sequence[Numbers]) -> Steps:
        """Try all candidates again, and expand those that proved lemmas."""
        for number in self.root.numbers:
            yield Attempt((number,), "sweep")
        proving = [added for added in dict.fromkeys(new_lemmas) if added]
        for added in proving[: self._policy.retries]:
            yield from self.expand(added, self._policy.around_lemma)

    def expand(self, added: Numbers, sizes: Neighbourhood) -> Steps:
        """Make a node of some candidates, and try what may follow them."""
        node = yield from self._node(added)
        self._nodes.append(node)
        yield from self._around(node, self.root, sizes)

    def deepen(self) -> Steps:
        """Add a candidate to a node, and try what stands on it."""
        parent = self._nodes[int(self._random.integers(len(self._nodes)))]
        for number in parent.following.draw(self._random, 1):
            node = yield from self._node((*parent.added, number))
            yield from self._around(node, parent.following, self._policy.around_deeper)

    def sample_sets(self, count: int) -> Steps:
        """Try sets of candidates drawn from the figure and from nodes."""
        for _ in range(count):
            some = self.root.draw(self._random, int(self._random.integers(1, 4)))
            if self._nodes:
                for _ in range(int(self._random.integers(1, 3))):
                    node = self._nodes[int(self._random.integers(len(self._nodes)))]
                    some += node.following.draw(self._random, 1)
            yield Attempt(tuple(some), "rollouts")

    def _node(self, added: Numbers) -> Generator[Step, Answer, _Node]:
        suggestions = yield from _ask(Expand(added, self._policy.following))
        return _Node(added, RankedCandidates(suggestions, self._policy.sharpness))

    def _around(self, node: _Node, older: RankedCandidates, sizes: Neighbourhood) -> Steps:
        """Try what stands on the node's points, older candidates with it, and pairs."""
        added, following = node.added, node.following
        for number in islice(following.numbers, sizes.following):
            yield Attempt((*added, number), "rollouts")
        for number in older.draw(self._random, sizes.older):
            yield Attempt((*added, number), "rollouts")
        if len(following) < 2:
            return
        for _ in range(sizes.pairs):
            pair = following.draw(self._random, 2)
            if self._random.random() < self._policy.mixed_pairs:
                pair[1:] = older.draw(self._random, 1)
            yield Attempt((*added, *pair), "rollouts")


def _wait() -> Generator[Step, Answer, BarrierResult]:
    answer = yield Barrier()
    if not isinstance(answer, BarrierResult):
        raise TypeError("a barrier is answered by a BarrierResult")
    return answer


def _ask(question: Expand | AwaitSlow | Rescore) -> Generator[Step, Answer, Sequence[Suggestion]]:
    answer = yield question
    if answer is None or isinstance(answer, BarrierResult):
        raise TypeError(f"{type(question).__name__} is answered by suggestions")
    return answer
