"""The schedule of attempts, without an engine: answers are made up here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise

import numpy as np
import pytest

from porism.prover.search.alike import alike_sets, around_alike
from porism.prover.search.policy import DEFAULT_POLICY, AroundAlike, Policy, Sizes
from porism.prover.search.schedule import RankedCandidates, Schedule
from porism.prover.search.steps import (
    Answer,
    Attempt,
    AwaitSlow,
    Barrier,
    BarrierResult,
    Crowd,
    Expand,
    Groups,
    LookAlike,
    Numbers,
    ProposeSlowly,
    Rescore,
    Rescored,
    Sets,
    Step,
    Suggestion,
    Suppose,
    Symmetric,
)
from porism.prover.search.sweep import Pairs, best_pairs, leading_pairs

CANDIDATES: Sequence[Suggestion] = [(number, 1.0 - number / 10) for number in range(8)]
SIZES = Sizes(single=8, paired=3)
NOTHING_SUPPOSED = replace(DEFAULT_POLICY, supposed=0, others_paired=0)


def follow(
    candidates: Sequence[Suggestion] = CANDIDATES,
    *,
    seed: int = 0,
    slow: Sequence[Suggestion] = (),
    lemmas: Callable[[int], tuple[Numbers, ...]] = lambda barrier: (),
    leading: frozenset[int] = frozenset(),
    rescored: Callable[[Sequence[Suggestion]], Rescored] = Rescored,
    alike: Sequence[Numbers] = (),
    orbits: Sequence[Sequence[Numbers]] = (),
    policy: Policy = DEFAULT_POLICY,
) -> Iterator[Step]:
    """Yield the steps of a schedule; each candidate is followed by ten of its own.

    ``lemmas(n)`` are the attempts that prove a lemma before barrier n, ``leading`` the candidates
    of which it is supposed that they do.
    """
    steps = Schedule(RankedCandidates(candidates), seed, SIZES, policy).attempts()
    barriers = 0
    supposed: set[int] = set()
    answer: Answer = None
    while True:
        try:
            step = steps.send(answer)
        except StopIteration:
            return
        yield step
        answer = None
        if isinstance(step, Barrier):
            answer = BarrierResult(lemmas(barriers), leading & supposed)
            barriers += 1
        elif isinstance(step, Suppose):
            supposed.add(step.candidate)
        elif isinstance(step, Expand):
            answer = [(100 * step.after[-1] + i, 0.1 * i) for i in range(1, 11)]
        elif isinstance(step, Rescore):
            answer = rescored(step.candidates)
        elif isinstance(step, LookAlike):
            answer = Sets(alike)
        elif isinstance(step, Symmetric):
            among = set(step.among)
            answer = Groups([[o for o in group if o[0] in among] for group in orbits])
        elif isinstance(step, AwaitSlow):
            answer = slow


def attempts_of(steps: Iterator[Step]) -> list[Numbers]:
    return [step.candidates for step in steps if isinstance(step, Attempt)]


def test_every_candidate_is_tried_alone_and_supposed_before_the_first_barrier() -> None:
    steps = list(islice(follow(policy=replace(DEFAULT_POLICY, supposed=3)), 12))
    alone = [Attempt((n,), "sweep") for n in range(8)]
    assert steps == [*alone, *(Suppose(n) for n in range(3)), Barrier()]


def test_the_likeliest_pairs_follow_the_candidates() -> None:
    steps = list(islice(follow(policy=NOTHING_SUPPOSED), 9, 14))
    assert isinstance(steps[0], Rescore)
    assert {step.candidates for step in steps[1:4] if isinstance(step, Attempt)} <= {
        (0, 1),
        (0, 2),
        (0, 3),
        (1, 2),
    }
    assert steps[4] == ProposeSlowly()


def test_pairs_with_a_leading_candidate_come_first() -> None:
    pairs = Pairs(range(8), best=3, others=1, block=32)
    assert list(pairs.leading_first({2, 5, 6}, 4, 2)) == [(2, 0), (2, 1)], "of the first four"
    assert list(pairs.leading_first({2, 5, 6}, 8, 9)) == [(5, 0), (5, 1), (5, 2), (0, 1)]


def test_likely_pairs_are_tried_once() -> None:
    pairs = Pairs(range(8), best=2, others=1, block=32)
    assert list(pairs.likeliest([(5, 2.0), (0, 1.0), (1, 0.5)], 2)) == [(5, 0), (5, 1)]
    assert list(pairs.likeliest([(1, 2.0), (0, 1.0), (5, 0.5), (7, 0.0)], 9)) == [(1, 0)]


def test_pairs_that_were_scored_come_before_leading_ones_and_none_is_missed() -> None:
    pairs = Pairs(range(12), best=12, others=0, block=32)
    likely = [(11, 3), (5, 4), (3, 11)]
    first = list(pairs.leading_first({0}, 12, 4, likely))
    assert first == [(5, 4), (11, 3), (0, 1), (0, 2)]
    rest = list(pairs.leading_first({0}, 12, 66, likely))
    assert sorted(tuple(sorted(p)) for p in first + rest) == list(combinations(range(12), 2))


@pytest.mark.parametrize("block", [1, 3, 8])
def test_every_pair_is_tried_once(block: int) -> None:
    pairs = list(leading_pairs([1, 4, 5], range(7), block))
    assert sorted(tuple(sorted(pair)) for pair in pairs) == list(combinations(range(7), 2))
    assert not {0, 2, 3, 6}.intersection(one for one, _ in pairs[:15])


def test_pairs_of_the_best_need_not_wait_for_all_candidates() -> None:
    policy = replace(NOTHING_SUPPOSED, widening=(3, 5))
    tried = attempts_of(islice(follow(policy=policy), 14))
    assert [len(attempt) for attempt in tried] == [1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1]
    assert [n for attempt in tried if len(attempt) == 1 for n in attempt] == list(range(8))
    assert sorted(tried[3:6]) == sorted(combinations(range(3), 2))


def test_pairs_follow_the_scores_that_attempts_have_shown() -> None:
    policy = replace(NOTHING_SUPPOSED, widening=(3,))
    turned = [(n, -1.0 * k) for k, n in enumerate((2, 0, 1))]
    steps = follow(
        policy=policy, rescored=lambda known: Rescored(turned if len(known) == 3 else known)
    )
    assert attempts_of(islice(steps, 5))[3] == (2, 0)


def test_pairs_come_in_the_order_of_their_odds() -> None:
    random = np.random.default_rng(5)
    scores = sorted(random.normal(size=12).tolist(), reverse=True)
    pairs = list(best_pairs(scores))
    assert sorted(pairs) == list(combinations(range(12), 2))
    sums = [scores[i] + scores[j] for i, j in pairs]
    assert sums == sorted(sums, reverse=True)


def test_candidates_that_look_alike_are_tried_together_before_the_pairs_of_a_step() -> None:
    policy = replace(NOTHING_SUPPOSED, widening=(2, 4), alike_share=1)
    tried = attempts_of(islice(follow(policy=policy, alike=[(0, 2, 5), (1, 3)]), 24))
    assert tried[:3] == [(0,), (1,), (0, 1)], "not in the first step"
    assert tried[3:7] == [(2,), (3,), (0, 2, 5), (1, 3)]
    assert tried[7:9] == [(0, 2), (4,)]
    assert tried[12] == (0, 2, 5, 501), "with what stands on the last of them"


def test_what_is_tried_with_candidates_that_look_alike_is_tried_once() -> None:
    around = AroundAlike(sets=2, most=6, following=20, older=8, attempts=1000)
    steps = around_alike([(0, 2, 5), (1, 3), (6, 7)], range(8), around)
    tried: list[Numbers] = []
    answer: Answer = None
    while True:
        try:
            step = steps.send(answer)
        except StopIteration:
            break
        answer = [(10 + n, 0.0) for n in range(20)] if isinstance(step, Expand) else None
        if isinstance(step, Attempt):
            tried.append(step.candidates)
    assert tried[:2] == [(0, 2, 5), (1, 3)]
    assert len(set(tried)) == len(tried) == 2 + (20 + 5) + (20 + 6)
    assert all(len(set(attempt)) == len(attempt) for attempt in tried)


def test_candidates_that_look_alike_are_at_different_places() -> None:
    candidates = [
        (3, "midpoint", 0.0),
        (4, "foot", 1.0),
        (5, "midpoint", 0.0),
        (6, "midpoint", 2.0),
        (7, "mirror", 3.0),
        (8, "foot", 4.0),
        *((10 + n, "crossing", float(n)) for n in range(7)),
    ]
    assert alike_sets(candidates, most=6) == [(3, 6), (4, 8)], "seven crossings are too many"


def test_crowds_come_once_enough_candidates_have_been_tried_alone() -> None:
    many = [(number, -number / 100) for number in range(100)]
    policy = replace(DEFAULT_POLICY, widening=(8, 16, 32, 64), crowds=(3, 5), crowds_from=32)
    steps = list(islice(follow(many, policy=policy), 4000))
    alone: set[int] = set()
    crowds: list[tuple[int, Crowd]] = []
    for step in steps:
        if isinstance(step, Expand):
            break
        if isinstance(step, Attempt) and len(step.candidates) == 1:
            alone.update(step.candidates)
        elif isinstance(step, Crowd):
            crowds.append((len(alone), step))
            assert not step.added
            assert len(set(step.others)) == len(step.others) >= step.most
            assert alone.issuperset(step.others)
    sweep = [crowd for crowd in crowds if crowd[0] < 100]
    assert [known for known, _ in sweep] == [32] * 4 + [64] * 8
    assert [crowd.most for _, crowd in crowds[:4]] == [3, 5, 3, 5]
    assert len({crowd.others for _, crowd in crowds}) > len(crowds) / 2


def test_crowds_stand_on_what_is_expanded() -> None:
    steps = list(islice(follow(), 3000))
    at, expanded = next((i, step) for i, step in enumerate(steps) if isinstance(step, Expand))
    added = expanded.after
    crowds = [step for step in steps[at:] if isinstance(step, Crowd)][
        : DEFAULT_POLICY.crowds_around
    ]
    assert all(crowd.added == added for crowd in crowds)
    following = {n for crowd in crowds for n in crowd.others if n >= 100}
    older = {n for crowd in crowds for n in crowd.others if n < 100}
    assert following
    assert older


ORBITS: Sequence[Sequence[Numbers]] = [
    [(0, 1, 2), (3,), (4, 5, 6), (7, 8), (40, 41)],
    [(1, 9), (2, 10), (70, 71)],
]


def test_orbits_are_tried_alone_and_two_by_two_once_their_candidates_have_been() -> None:
    many = [(number, -number / 100) for number in range(100)]
    policy = replace(DEFAULT_POLICY, widening=(8, 16, 32, 64), crowds_from=32, with_orbits=60)
    steps = list(islice(follow(many, orbits=ORBITS, policy=policy), 4000))
    asked = [step.among for step in steps if isinstance(step, Symmetric)]
    assert asked == [tuple(range(n)) for n in (32, 60, 60)]
    attempts = (step for step in steps if isinstance(step, Attempt) and step.phase == "sweep")
    tried = [step.candidates for step in attempts]
    for orbit in ((0, 1, 2), (4, 5, 6), (40, 41), (2, 10)):
        assert orbit in tried
    assert tried.count((0, 1, 2)) == tried.count((4, 5, 6)) == 1
    assert (70, 71) not in tried, "beyond the candidates that are asked about"
    assert (0, 1, 2, 3) in tried, "with a candidate that is its own orbit"
    assert tried.count((0, 1, 2, 4, 5, 6)) == 1
    assert tried.index((40, 41)) > tried.index((59,))
    assert (0, 1, 2, 1, 9) not in tried, "of different groups"


def test_half_of_the_crowds_are_of_orbits_of_one_group() -> None:
    many = [(number, -number / 100) for number in range(100)]
    policy = replace(DEFAULT_POLICY, widening=(8, 16, 32, 64), crowds_from=32, orbit_crowds=(4, 6))
    steps = follow(many, orbits=ORBITS, policy=policy)
    before = (step for step in steps if isinstance(step, (Crowd, ProposeSlowly)))
    crowds: list[Crowd] = []
    for step in before:
        if isinstance(step, ProposeSlowly):
            break
        crowds.append(step)
    groups = [{n for orbit in group for n in orbit} for group in ORBITS]
    small = [crowd for crowd in crowds if crowd.most < min(policy.crowds)]
    assert len(small) == len(crowds) // 2
    for number, crowd in enumerate(small):
        assert groups[number % 2].issuperset(crowd.others)
        whole = [orbit for orbit in ORBITS[number % 2] if set(orbit) & set(crowd.others)]
        assert {n for orbit in whole for n in orbit} == set(crowd.others)


def test_without_crowds_all_else_is_the_same() -> None:
    """They draw with random numbers of their own."""
    without = follow(policy=replace(DEFAULT_POLICY, crowds=()))
    others = (step for step in follow() if not isinstance(step, Crowd))
    assert list(islice(without, 3000)) == list(islice(others, 3000))


def test_each_round_opens_with_a_barrier() -> None:
    steps = list(islice(follow(), 4000))
    places = [i for i, step in enumerate(steps) if isinstance(step, Barrier)]
    assert len(places) > 5
    for one, other in pairwise(places[1:]):
        expansions = [step for step in steps[one:other] if isinstance(step, Expand)]
        assert len(expansions) <= DEFAULT_POLICY.expansions


def test_the_same_seed_and_answers_give_the_same_steps() -> None:
    assert list(islice(follow(seed=3), 3000)) == list(islice(follow(seed=3), 3000))
    assert list(islice(follow(seed=3), 3000)) != list(islice(follow(seed=4), 3000))


def test_a_candidate_that_is_expanded_is_tried_with_what_follows_it() -> None:
    steps = list(islice(follow(), 2000))
    at, first = next((i, step) for i, step in enumerate(steps) if isinstance(step, Expand))
    assert len(first.after) == 1
    assert first.most == DEFAULT_POLICY.following
    (number,) = first.after
    with_followers = [(number, 100 * number + i) for i in range(1, 11)]
    assert [step for step in steps[at + 1 : at + 11] if isinstance(step, Attempt)] == [
        Attempt(pair, "rollouts") for pair in with_followers
    ]


def test_every_candidate_is_expanded_in_the_end() -> None:
    asked = [step.after for step in islice(follow(), 12_000) if isinstance(step, Expand)]
    assert {after[0] for after in asked if len(after) == 1} == set(range(8))
    assert any(len(after) == 2 for after in asked), "nodes are deepened"


def test_after_a_lemma_all_candidates_are_tried_again_with_those_that_proved_it() -> None:
    proof: Numbers = (2, 205)
    proved = follow(lemmas=lambda n: (proof, proof) if n == 0 else (), policy=NOTHING_SUPPOSED)
    steps = list(islice(proved, 9, 200))
    assert steps[:8] == [Attempt((n,), "sweep") for n in range(8)]
    assert steps[8] == Expand(proof, DEFAULT_POLICY.following)
    around = list(islice((s for s in steps[9:] if isinstance(s, Attempt)), 10))
    assert [step.candidates[:2] for step in around] == [proof] * 10
    again = next(i for i, step in enumerate(steps) if isinstance(step, Barrier))
    assert not any(isinstance(step, Expand) for step in steps[9:again]), "once for both lemmas"


def test_barriers_go_on_as_long_as_lemmas_are_proved() -> None:
    steps = islice(follow(lemmas=lambda n: ((1,),) if n < 3 else ()), 3000)
    sweeps = Counter(attempts_of(steps))[(5,)]
    assert sweeps >= 4, "the sweep and three times again"


def test_a_lemma_that_needs_no_candidate_is_not_expanded() -> None:
    proved = follow(lemmas=lambda n: ((),) if n == 0 else (), policy=NOTHING_SUPPOSED)
    steps = list(islice(proved, 9, 18))
    assert steps == [*(Attempt((n,), "sweep") for n in range(8)), Barrier()]


def test_slow_proposals_are_awaited_some_rounds_after_the_sweep() -> None:
    policy = replace(DEFAULT_POLICY, rounds_before_slow=2)
    steps = []
    for step in follow(policy=policy):
        steps.append(step)
        if isinstance(step, AwaitSlow):
            break
    begun = steps.index(ProposeSlowly())
    assert sum(isinstance(step, Barrier) for step in steps[begun:]) == 2


def test_slow_proposals_change_nothing_of_what_else_is_tried() -> None:
    slow = [(1000 + n, 0.0) for n in range(5)]
    policy = replace(DEFAULT_POLICY, rounds_before_slow=1, crowds_from=8)
    orbits = [[(0, 1, 2), (3, 4, 5), (6,), (7,)]]

    def quick(steps: Iterator[Step]) -> list[Numbers]:
        """Return the attempts and crowds of rounds that draw from the quick candidates only."""
        tried = (
            step.candidates if isinstance(step, Attempt) else (*step.added, *step.others)
            for step in islice(steps, 15_000)
            if isinstance(step, (Attempt, Crowd))
        )
        slow_ones = range(1000, 1005)
        return [a for a in tried if a and not any(n in slow_ones or n >= 100_000 for n in a)]

    without = quick(follow(policy=policy, orbits=orbits))
    beside = quick(follow(policy=policy, orbits=orbits, slow=slow))
    assert len(beside) > 4_000
    assert without[: len(beside)] == beside


def test_slow_proposals_have_one_round_in_five() -> None:
    slow = [(1000 + n, 0.0) for n in range(5)]
    owners = []
    steps = follow(slow=slow)
    for step in steps:
        if isinstance(step, AwaitSlow):
            break
    for step in islice(steps, 40_000):
        if isinstance(step, Barrier):
            owners.append("")
        elif owners and isinstance(step, Attempt) and step.candidates:
            number = step.candidates[0]
            owners[-1] = "slow" if 1000 <= number < 1005 or number >= 100_000 else "quick"
    rounds = owners[2:-1]
    assert rounds.count("slow") == pytest.approx(len(rounds) / 5, abs=2)


def test_without_candidates_it_ends() -> None:
    steps = list(follow([]))
    assert steps == [ProposeSlowly(), AwaitSlow()]


def test_slow_proposals_alone_keep_it_going() -> None:
    steps = islice(follow([], slow=[(1, 0.0), (2, 0.0)]), 500)
    assert (1, 2) in attempts_of(steps)


def test_answers_of_the_wrong_kind_are_refused() -> None:
    steps = Schedule(RankedCandidates(CANDIDATES), 0, SIZES, NOTHING_SUPPOSED).attempts()
    assert list(islice(steps, 9))[-1] == Barrier()
    with pytest.raises(TypeError, match="BarrierResult"):
        steps.send([(1, 0.0)])


def test_candidates_are_drawn_by_score() -> None:
    ranked = RankedCandidates([(7, 2.0), (8, 0.0), (9, 0.0)])
    random = np.random.default_rng(0)
    counts = Counter(ranked.draw(random, 1)[0] for _ in range(3000))
    odds = np.exp([2.0, 0.0, 0.0])
    for number, share in zip((7, 8, 9), odds / odds.sum(), strict=True):
        assert counts[number] / 3000 == pytest.approx(share, abs=0.04)
    assert sorted(ranked.draw(random, 5)) == [7, 8, 9]
    assert RankedCandidates([]).draw(random, 2) == []
