"""The schedule of attempts in one figure: every candidate alone, then sets of them.

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
from itertools import islice

import numpy as np

from porism.prover.search.alike import around_alike
from porism.prover.search.crowds import CrowdDraws
from porism.prover.search.orbit_steps import OrbitSteps
from porism.prover.search.policy import DEFAULT_POLICY, Neighbourhood, Policy, Sizes
from porism.prover.search.steps import (
    Answer,
    Attempt,
    AwaitSlow,
    Barrier,
    BarrierResult,
    Expand,
    Groups,
    LookAlike,
    Numbers,
    ProposeSlowly,
    Rescore,
    Rescored,
    Sets,
    Step,
    Steps,
    Suggestion,
    Suppose,
    asked,
)
from porism.prover.search.sweep import Pair, Pairs

__all__ = ["RankedCandidates", "Schedule"]


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

    @property
    def suggestions(self) -> list[Suggestion]:
        """The candidates with the logarithms of their odds, best first."""
        return list(zip(self.numbers, self._log_odds.tolist(), strict=True))

    @property
    def shares(self) -> list[Suggestion]:
        """The candidates with the logarithms of their shares in all odds, best first."""
        whole = float(np.logaddexp.reduce(self._log_odds)) if len(self) else 0.0
        return list(zip(self.numbers, (self._log_odds - whole).tolist(), strict=True))

    def draw(self, random: np.random.Generator, count: int) -> list[int]:
        """Draw different candidates by their odds, fewer where there are not so many."""
        count = min(count, len(self))
        if not count:
            return []
        keys = self._log_odds + random.gumbel(size=len(self))
        chosen = np.argpartition(-keys, count - 1)[:count]
        return [int(i) for i in self._numbers[chosen[np.argsort(-keys[chosen])]]]


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
        self._around_alike: Steps | None = None  # what is left of it
        self._crowds = CrowdDraws([seed, 6], policy.crowds)
        self._orbits = OrbitSteps([seed, 7], policy)

    def attempts(self) -> Steps:
        """Yield steps without end; they end only if there is no candidate at all.

        First the sweep: each candidate alone, the best two by two. Then random rounds. Slow
        proposals are asked for after the sweep and awaited some rounds later; then they are swept
        too and have one round in five. What is tried of the others, and in which order, is what
        it would be without them.
        """
        quick, policy = self._quick, self._policy
        yield from self._sweep(quick)
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
        """Try all candidates alone but those tried, and the best two by two.

        The list is widened step by step. After each step but the first come twice as many attempts
        with candidates that look alike, and after each but the last as many pairs as candidates,
        the likeliest first: what attempts and suppositions have shown counts for them.
        """
        root, policy, paired = expansion.root, self._policy, self._sizes.paired
        if not root:
            return
        pairs = Pairs(root.numbers, paired, policy.others_paired, policy.pair_block)
        left = paired * (paired - 1) // 2 + policy.others_paired * policy.pair_block
        scored = Rescored(root.suggestions)
        done = 0
        for width in (*(w for w in policy.widening if w < len(root)), len(root)):
            alone = [number for number in root.numbers[done:width] if number not in tried]
            for number in alone:
                yield Attempt((number,), "sweep")
            for number in root.numbers[done : min(width, policy.supposed)]:
                yield Suppose(number)
            if alone and width == len(root):
                yield from self._barrier()
            if expansion is self._quick:
                scored = yield from asked(Rescore(tuple(root.suggestions[:width])), Rescored)
            if expansion is self._quick and done:
                yield from self._some_alike(policy.alike_share * (width - done))
            count = left if width == len(root) else min(left, width - done)
            if expansion is self._quick and width >= policy.crowds_from:
                most = min(width, policy.with_orbits)
                yield from self._orbits.sweep(root.suggestions[:most], max(0, most - done))
                many = (width - done) // policy.crowd_share
                yield from self._some_crowds(many, scored.candidates)
            for pair in _next_pairs(pairs, scored, width, count):
                yield Attempt(pair, "sweep")
            left -= count
            done = width
        expansion.root = RankedCandidates(scored.candidates)
        expansion.shuffle()

    def _some_alike(self, most: int) -> Steps:
        """Go on with candidates that look alike, for at most so many attempts."""
        quick, around = self._quick, self._policy.around_alike
        if not around.sets:
            return
        if self._around_alike is None:
            question = LookAlike(tuple(quick.root.numbers))
            quick.alike = (yield from asked(question, Sets)).sets
            self._around_alike = around_alike(quick.alike, quick.root.numbers, around)
        yield from _some(self._around_alike, min(most, around.attempts))

    def _some_crowds(self, count: int, suggestions: Sequence[Suggestion]) -> Steps:
        """Try crowds of candidates, half of them crowds of orbits where there are any."""
        of_orbits = count // 2 if self._orbits else 0
        yield from self._orbits.crowds(of_orbits)
        yield from self._crowds.some(count - of_orbits, suggestions)

    def _round(self, expansion: RandomExpansion) -> Steps:
        yield from self._barrier()
        count = self._policy.crowds_sampled
        if expansion is self._quick:
            yield from self._some_crowds(count, expansion.root.suggestions)
        else:  # no orbits, and random numbers of its own
            yield from expansion.crowds(count)
        yield from expansion.round()

    def _barrier(self) -> Steps:
        """Wait for all answers; as long as they prove lemmas, try again what may now do more."""
        while True:
            result = yield from asked(Barrier(), BarrierResult)
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
        self.alike: Sequence[Numbers] = ()  # those not yet expanded
        self._policy = policy
        self._random = np.random.default_rng(seed)
        self._crowds = CrowdDraws([*seed, 6], policy.crowds)
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
                yield from self.expand(self._next(), policy.around_new)
            elif chance < policy.expanding + policy.deepening and self._nodes:
                yield from self.deepen()
            else:
                yield from self.sample_sets(policy.sets)

    def crowds(self, count: int) -> Steps:
        """Try so many crowds of the candidates of the figure."""
        yield from self._crowds.some(count, self.root.suggestions)

    def _next(self) -> Numbers:
        """Take what is expanded next: a candidate, or some that look alike."""
        if self.alike and self._random.random() < self._policy.expanding_alike:
            first, *self.alike = self.alike
            return first
        return (self._unexpanded.pop(0),)

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
        both = [*following.shares, *older.shares]
        yield from self._crowds.some(self._policy.crowds_around, both, added)
        if len(following) < 2:
            return
        for _ in range(sizes.pairs):
            pair = following.draw(self._random, 2)
            if self._random.random() < self._policy.mixed_pairs:
                pair[1:] = older.draw(self._random, 1)
            yield Attempt((*added, *pair), "rollouts")


def _next_pairs(pairs: Pairs, scored: Rescored, width: int, count: int) -> Iterator[Pair]:
    """Yield ``count`` new pairs of the first ``width`` candidates, in the order of the scores."""
    if not scored.leading and not scored.pairs:
        return pairs.likeliest(scored.candidates, count)
    return pairs.leading_first(scored.leading, width, count, scored.pairs)


def _some(steps: Steps, attempts: int) -> Steps:
    """Yield steps until there were so many attempts, and leave the others for later."""
    answer: Answer = None
    while attempts > 0:
        try:
            step = steps.send(answer)
        except StopIteration:
            return
        attempts -= isinstance(step, Attempt)
        answer = yield step


def _ask(question: Expand | AwaitSlow) -> Generator[Step, Answer, Sequence[Suggestion]]:
    answer = yield question
    if answer is None or isinstance(answer, (BarrierResult, Groups, Rescored, Sets)):
        raise TypeError(f"{type(question).__name__} is answered by suggestions")
    return answer
