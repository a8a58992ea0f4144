"""The search: bounded, the same for any number of threads, and honest about what it tried."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import pytest

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import saturate
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.language import parse_problem
from porism.geometry.problem import Problem
from porism.prover.proposers.base import Call, Candidate, Proposer, State, with_candidates
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.search.aside import Aside
from porism.prover.search.crowds import needed
from porism.prover.search.driver import Bounds, Search
from porism.prover.search.figure import Absorbed, Hit, Preadded, SearchFigure, Task
from porism.prover.search.policy import DEFAULT_POLICY, Policy, Sizes
from porism.prover.search.steps import BarrierResult, Crowd, Numbers
from porism.prover.search.trials import CandidateTrials
from porism.prover.search.trim import needed_clauses, trimmed_proof

HARD = (  # IMO 2019 P2, from the statement
    "a b c = triangle; a1 = on_line b c; b1 = on_line a c; p = on_line a a1; "
    "q = on_line b b1, on_pline p a b; p1 = on_line p b1, eqangle3 p c a b c; "
    "q1 = on_line q a1, eqangle3 c q b c a ? cyclic p q p1 q1"
)
LEMMA = HARD.replace("? cyclic p q p1 q1", "? cong a p b q")  # what HARD asks is a conjecture here
HASTY = replace(  # some hundred attempts for what has thousands
    DEFAULT_POLICY,
    of_problem=Sizes(200, 10),
    of_preadded=Sizes(100, 100),
    first=300,
    of_one_more=Sizes(60, 20),
    one_more=4,
    one_more_attempts=60,
    one_more_together=2,
    alone=600,
    preadded_attempts=400,
    between=300,
)
NEVER = "a b c = triangle; d = on_line b c ? cong a d b c"  # true in a special figure only


def closed(text: str) -> tuple[Problem, Diagram, Closure]:
    problem = parse_problem(text)
    diagram = draw(problem, want_goal=False)
    return problem, diagram, saturate(problem, diagram.coordinates)


def search_of(
    text: str,
    *,
    threads: int = 1,
    seed: int = 0,
    attempts: int | None = 2000,
    seconds: float = 60.0,
    cancel: threading.Event | None = None,
    proposer: Proposer | None = None,
    policy: Policy = DEFAULT_POLICY,
) -> Search:
    problem, diagram, base = closed(text)
    bounds = Bounds(time.monotonic() + seconds, attempts, cancel or threading.Event())
    task = Task(diagram, problem.goals, proposer or Heuristic(), seed, policy)
    return Search(base, task, bounds, threads=threads)


def test_hits_can_be_derived_anew() -> None:
    problem, _, base = closed(HARD)
    hit = next(search_of(HARD, attempts=30_000).hits())
    assert hit.goals == (0,)
    clauses = [c.clause for c in hit.candidates]
    closure = with_candidates(base, hit.candidates, Limits())
    assert closure.holds(problem.goals[0])
    proof = trimmed_proof(base, clauses, closure, problem.goals[0], Limits())
    assert set(needed_clauses(proof)) == set(proof.problem.auxiliary)
    assert 0 < len(proof.problem.auxiliary) <= len(clauses)


@pytest.mark.parametrize("attempts", [100, 4500])
def test_attempts_are_bounded_exactly(attempts: int) -> None:
    search = search_of(NEVER, attempts=attempts)
    assert list(search.hits()) == []
    assert search.attempts == attempts


def test_the_same_for_any_number_of_threads() -> None:
    runs = []
    for threads in (1, 3):
        for text, attempts, policy in ((HARD, 6000, DEFAULT_POLICY), (LEMMA, 3000, HASTY)):
            search = search_of(text, threads=threads, attempts=attempts, policy=policy)
            hits = [hit.candidates for hit in search.hits()]
            runs.append((search.attempts, hits, search.first.prerequisites()))
    assert runs[:2] == runs[2:]


def test_the_seed_matters_after_the_sweep() -> None:
    def tried(seed: int) -> list[tuple[int, ...]]:
        search = search_of(NEVER, seed=seed, attempts=1500, policy=HASTY)
        list(search.hits())
        trials = search.first.trials
        return [trials.parents(i) for i in range(len(trials))]

    assert tried(1) == tried(1)
    assert tried(1) != tried(2)


def test_time_and_cancellation_end_it() -> None:
    list(search_of(NEVER, attempts=None, seconds=1.0).hits())
    cancel = threading.Event()
    cancel.set()
    search = search_of(NEVER, attempts=None, cancel=cancel)
    assert list(search.hits()) == []


def test_what_comes_later_is_asked_for_once_and_tried() -> None:
    class Late(Proposer):
        asked = 0

        def propose(self, state: State, seed: int) -> Iterator[Candidate]:
            first = list(islice(Heuristic().propose(state, seed), 3))
            return iter(() if state.added else first)

        def propose_slowly(self, state: State, seed: int) -> Iterator[Candidate]:
            self.asked += 1
            assert not state.added
            return Heuristic().propose(state, seed)

    late = Late()
    assert any(hit.goals for hit in search_of(HARD, attempts=30_000, proposer=late).hits())
    assert late.asked == 1


def test_what_comes_late_holds_nothing_up() -> None:
    """A proposer that thinks for ever is thinking while attempts are made, and ends with them."""

    class Slow(Proposer):
        ended = False

        def propose(self, state: State, seed: int) -> Iterator[Candidate]:
            return islice(Heuristic().propose(state, seed), 3)

        def propose_slowly(self, state: State, seed: int) -> Iterator[Candidate]:
            while not state.stop():
                time.sleep(0.01)
            self.ended = True
            return iter(())

    slow = Slow()
    search = search_of(NEVER, attempts=2_000, proposer=slow)
    assert list(search.hits()) == []
    assert search.attempts == 2_000
    assert slow.ended


def test_a_proposer_that_hears_no_end_is_left_behind() -> None:
    """As while PyTorch is loaded: neither the end of the search nor a wait for the answer hangs."""
    heard = threading.Event()

    class Deaf(Proposer):
        def propose(self, state: State, seed: int) -> Iterator[Candidate]:
            return islice(Heuristic().propose(state, seed), 3)

        def propose_slowly(self, state: State, seed: int) -> Iterator[Candidate]:
            heard.wait(60.0)
            return iter(())

    running = threading.active_count()
    search = search_of(NEVER, attempts=None, seconds=1.0, proposer=Deaf())
    assert list(search.hits()) == []
    assert threading.active_count() == running + 1, "the proposer is still at work"
    heard.set()


def test_a_proposer_without_ideas_ends_the_search() -> None:
    class Silent(Proposer):
        def propose(self, state: State, seed: int) -> Iterator[Candidate]:
            return iter(())

        def propose_slowly(self, state: State, seed: int) -> Iterator[Candidate]:
            return iter(())

    search = search_of(NEVER, proposer=Silent())
    assert list(search.hits()) == []
    assert search.attempts == 0


def test_lemmas_that_attempts_prove_are_assumed_and_their_points_kept() -> None:
    search = search_of(LEMMA, attempts=6000, policy=HASTY)
    (lemma,) = search.first.conjectures
    assert list(search.hits()) == [], "the goal is false"
    assert search.first.closure.holds(lemma)
    assert lemma not in search.first.conjectures
    prerequisites = search.first.prerequisites()
    assert prerequisites
    assert not search.closure.holds(lemma)
    assert with_candidates(search.closure, prerequisites, Limits()).holds(lemma)


def test_lemmas_of_a_figure_with_preadded_points_reach_the_first_one() -> None:
    problem, diagram, base = closed(LEMMA)
    task = Task(diagram, problem.goals, Heuristic(), policy=HASTY)
    search = Search(base, task, Bounds(time.monotonic() + 60.0, 6000, threading.Event()))
    (lemma,) = search.first.conjectures
    figure = SearchFigure(base, task, Preadded(3, 7, (), (), DEFAULT_POLICY.of_preadded))
    assert figure.conjectures == (lemma,)
    attempts = [figure.trials.complete([number]) for number in figure.ranked.numbers[:2]]
    assert list(figure.read(attempts, [0, 0b10])) == [], "the second one proves the conjecture"
    absorbed = figure.absorb_lemmas()
    assert absorbed.lemmas == (lemma,)
    assert absorbed.attempts == (attempts[1],)
    assert [c.points for c in figure.prerequisites()] == [
        figure.trials.candidate(number).points for number in attempts[1]
    ]
    search.first.assume_lemmas(absorbed.lemmas, figure.prerequisites())
    assert search.first.prerequisites() == figure.prerequisites()
    assert figure.absorb_lemmas().lemmas == (), "each lemma is absorbed once"


def test_a_goal_that_follows_from_lemmas_alone_is_a_hit() -> None:
    problem, diagram, base = closed(LEMMA.replace("cong a p b q", "eqangle p q p p1 q1 q q1 p1"))
    figure = SearchFigure(base, Task(diagram, problem.goals, Heuristic()))
    cyclic = next(s for s in figure.conjectures if s.name == "cyclic")
    assert not base.holds(problem.goals[0])
    number = figure.ranked.numbers[0]
    bit = len(figure.goals) + figure.conjectures.index(cyclic)
    assert list(figure.read([(number,)], [1 << bit])) == []
    (hit,) = figure.absorb_lemmas().hits
    assert hit == Hit((figure.trials.candidate(number),), (0,))


def test_figures_with_preadded_points_take_turns_with_the_first() -> None:
    tried: list[str] = []
    search = search_of(NEVER, attempts=6000, policy=HASTY)
    search.report = lambda phase, attempts, trying: tried.append(trying)
    list(search.hits())
    assert any(re.search(r"z\d+_\d", text) for text in tried), "points of one of them"


def test_the_best_candidates_have_figures_of_their_own_in_between() -> None:
    search = search_of(NEVER, attempts=2000, policy=HASTY)
    turns = search._turns(Aside(lambda: False))
    some = [(turn.attempts, turn.course.figure.preadded) for turn in islice(turns, 8)]
    assert [most for most, _ in some] == [300, 60, 60, 120, 60, 60, 120, 600]
    points = [added[-1].points for _, added in some if added]
    best = search.first.most_promising(4)
    assert points == [search.first.trials.candidate(number).points for number in best]
    places = {search.first.trials.place(number) for number in best}
    assert len(places) == 4


def test_a_slow_proposer_is_not_asked_about_many_figures() -> None:
    class Slow(Heuristic):
        quick = False

    search = search_of(NEVER, attempts=2000, policy=HASTY, proposer=Slow())
    first = next(search._turns(Aside(lambda: False)))
    assert first.attempts == HASTY.alone


def test_lemmas_absorbed_at_the_end_of_a_turn_are_told_at_the_next_barrier() -> None:
    search = search_of(LEMMA, attempts=2000, policy=HASTY)
    course = next(search._turns(Aside(lambda: False))).course
    course.keep(((1,), (2,)))
    told = []
    for lemmas in (((3,),), ()):
        course.pass_barrier(lemmas)
        answer = course._answer
        assert isinstance(answer, BarrierResult)
        told.append(answer.new_lemmas)
    assert told == [((1,), (2,), (3,)), ()], "each is told once"


def test_closures_change_only_between_attempts() -> None:
    problem, diagram, base = closed(LEMMA)
    figure = SearchFigure(base, Task(diagram, problem.goals, Heuristic()))
    trials = figure.trials
    number = figure.ranked.numbers[0]
    with trials.between_attempts(), pytest.raises(RuntimeError, match="attempts"):
        trials.run([(number,)])
    running = threading.Thread(target=trials.run, args=([(number,)] * 20_000,))
    running.start()
    with pytest.raises(RuntimeError, match="being made"):
        for _ in range(1000):
            figure.assume_lemmas(figure.conjectures)
    trials.cancel()
    running.join()


def test_candidates_are_named_and_ordered() -> None:
    problem, diagram, base = closed("a b c = triangle; x3 = midpoint b c ? para a b c x3")
    trials = CandidateTrials(base, problem.goals, Limits())
    a, b = base.coordinates["a"], base.coordinates["b"]
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    first = trials.add(Candidate(("n",), (("midpoint", ("n", "a", "b")),), (middle,)))
    name = trials.candidate(first).points[0]
    assert name not in base.points
    assert trials.add(Candidate(("n",), (("midpoint", ("n", "a", "b")),), (middle,))) == first
    quarter = ((a[0] + middle[0]) / 2, (a[1] + middle[1]) / 2)
    second = trials.add(Candidate(("n",), (("midpoint", ("n", "a", name)),), (quarter,)))
    assert trials.complete([second]) == (first, second)
    assert trials.complete([second, first]) == (first, second)
    assert trials.run([(first,), (first, second), (second,)]) == [0, 0, 0]
    state = State(base, diagram, problem.goals, (trials.candidate(first),))
    assert state.closure.points[-1] == name


def test_what_a_supposition_reaches_is_no_hit_and_no_lemma() -> None:
    problem, diagram, base = closed(LEMMA)
    figure = SearchFigure(base, Task(diagram, problem.goals, Heuristic()))
    number = next(n for n in figure.ranked.numbers if figure.trials.suppose(n) is not None)
    supposition = figure.trials.suppose(number)
    assert supposition is not None
    attempt = figure.trials.complete([supposition])
    assert attempt == (*figure.trials.complete([number]), supposition)
    every = (1 << len(figure.goals) + len(figure.conjectures)) - 1
    assert list(figure.read([attempt], [every])) == []
    assert figure.leading == {number}
    assert figure.absorb_lemmas() == Absorbed()
    known = figure.ranked.suggestions[:40]
    scored = figure.rescored(known)
    assert scored.leading == {number}
    raised = dict(scored.candidates)
    assert raised[number] == dict(known)[number] + DEFAULT_POLICY.leading_odds
    assert all(raised[n] == odds for n, odds in known if n != number)


def test_a_goal_follows_from_coincidences_that_are_supposed() -> None:
    """Four points are on a circle if a point on the circle of three of them is the fourth."""
    problem, _, base = closed(HARD)
    trials = CandidateTrials(base, problem.goals, Limits())
    place = base.coordinates["q1"]
    circle: tuple[Call, ...] = (("on_circum", ("x", "p", "q", "p1")),)
    same: tuple[Call, ...] = (("on_circum", ("q1", "p", "q", "p1")),)
    plain = trials.add(Candidate(("y",), (("free", ("y",)),), (place,)))
    double = trials.add(Candidate(("x",), circle, (place,), coincidences=same))
    supposition = trials.suppose(double)
    assert trials.suppose(plain) is None
    assert supposition is not None
    assert trials.suppose(double) == supposition
    assert trials.supposed((double, supposition)) == double
    assert trials.supposed((double,)) is None
    assert trials.run([(double,), (double, supposition), (plain,)]) == [0, 1, 0]
    after = trials.add(Candidate(("n",), (("midpoint", ("n", "a", "c")),), (place,)))
    assert trials.candidate(after).points != trials.candidate(double).points


def test_attempts_reach_goals() -> None:
    text = "a b c d = quadrangle; e = midpoint a b; f = midpoint c d ? cong a e e b; para e f a c"
    problem, _, base = closed(text)
    trials = CandidateTrials(base, problem.goals, Limits())
    place = base.coordinates["a"]
    far = (place[0] + 1.5, place[1] + 0.25)
    free = trials.add(Candidate(("x",), (("free", ("x",)),), (far,)))
    assert trials.run([(free,)] * 3) == [1, 1, 1]


def test_candidates_that_look_alike_prove_together_what_no_pair_does() -> None:
    """Newton: in a quadrilateral about a circle, its diagonals and chords of contact meet."""
    about = (
        "i a = segment; p = free; k = foot i a p; k2 = reflect k i a; b = on_line a p; "
        "l = reflect k i b; d = on_line a k2; m = reflect k2 i d; c = intersection_ll b l d m; "
        "x = intersection_ll a c b d ? coll x k m"
    )
    alike = replace(DEFAULT_POLICY, crowds=(), with_orbits=0)
    none = replace(alike, around_alike=replace(DEFAULT_POLICY.around_alike, sets=0))
    assert not list(search_of(about, attempts=1000, policy=none).hits())
    hit = next(search_of(about, attempts=1000, policy=alike).hits())
    assert len(hit.candidates) == 3


GAUSS = (
    "a b c d = quadrangle; e = intersection_ll a d b c; f = intersection_ll a b c d; "
    "m = midpoint a c; n = midpoint b d; l = midpoint e f ? coll l m n"
)


def test_a_crowd_reaches_what_few_candidates_do_not() -> None:
    """The line of Gauss, whose proof takes three points of no use two by two."""
    crowds = replace(DEFAULT_POLICY, with_orbits=0)
    few = replace(crowds, crowds=())
    assert not list(search_of(GAUSS, attempts=1200, policy=few).hits())
    problem, _, base = closed(GAUSS)
    hit = next(search_of(GAUSS, attempts=1200, policy=crowds).hits())
    assert 2 < len(hit.candidates) < min(DEFAULT_POLICY.crowds)
    closure = with_candidates(base, hit.candidates, Limits())
    assert closure.holds(problem.goals[0])
    for left_out in hit.candidates:  # and what stands on it
        rest: list[Candidate] = []
        for candidate in hit.candidates:
            gone = {p for c in hit.candidates if c not in rest for p in c.points}
            if candidate is not left_out and not (candidate.parents & gone):
                rest.append(candidate)
        assert not with_candidates(base, rest, Limits()).holds(problem.goals[0])


def test_a_crowd_has_one_candidate_at_a_place_and_what_it_proves_besides_is_no_lemma() -> None:
    problem, diagram, base = closed("a b c = triangle; d = on_line b c ? cong a b a d")
    figure = SearchFigure(base, Task(diagram, problem.goals, Heuristic()))
    ways: tuple[Call, ...] = (("midpoint", ("x", "a", "b")), ("on_bline", ("x", "a", "b")))
    (x, y), (z, w) = base.coordinates["a"], base.coordinates["b"]
    middle = (x + z) / 2, (y + w) / 2
    one, again = (figure.trials.add(Candidate(("x",), (way,), (middle,))) for way in ways)
    other = figure.trials.add(Candidate(("x",), (("free", ("x",)),), (base.coordinates["c"],)))
    assert figure.crowd(Crowd((), (one, again, other), 3)) == (one, other)
    assert figure.crowd(Crowd((again,), (one, other), 3)) == (again, other)
    assert figure.crowd(Crowd((), (again, one, other), 1)) == (again,)
    every = (1 << len(figure.goals) + len(figure.conjectures)) - 1
    assert not list(figure.read([(one, other)], [every - 1]))
    assert figure.absorb_lemmas() == Absorbed()


def test_what_a_crowd_needs_is_yielded_once() -> None:
    flag = "a b c d = rectangle; p = free p ? sqeq p a p c p b p d 1 1 -1 -1"
    problem, diagram, base = closed(flag)
    figure = SearchFigure(base, Task(diagram, problem.goals, Heuristic()))
    alone = [figure.trials.complete([number]) for number in figure.ranked.numbers[:60]]
    masks = figure.make(alone, "sweep")
    proving = [attempt for attempt, mask in zip(alone, masks, strict=True) if mask & 1]
    others = [attempt for attempt, mask in zip(alone, masks, strict=True) if not mask & 1]
    assert proving
    for some, hits in ((others[:2], 1), (others[2:4], 0)):
        crowd = figure.crowd(Crowd((), (*(n for a in some for n in a), *proving[0]), 9))
        assert set(proving[0]) < set(crowd)
        found = list(figure.read([crowd], figure.make([crowd], "sweep")))
        assert [hit.candidates for hit in found] == [figure.prerequisites(proving[0])] * hits


@pytest.mark.parametrize("wanted", [(), (3,), (0, 9), (2, 5, 6, 7), tuple(range(10))])
def test_what_a_crowd_does_not_need_is_left_out(wanted: Numbers) -> None:
    parents = {9: (4,), 6: (2,)}
    made: list[Numbers] = []

    def reaches(attempts: Sequence[Numbers]) -> list[bool]:
        made.extend(attempts)
        return [set(wanted) <= set(attempt) for attempt in attempts]

    found = needed(tuple(range(10)), lambda n: parents.get(n, ()), reaches)
    assert set(found) == {*wanted, *(p for n in wanted for p in parents.get(n, ()))}
    for attempt in made:
        assert all(set(parents.get(n, ())) <= set(attempt) for n in attempt)
