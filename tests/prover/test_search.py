"""The search: bounded, the same for any number of threads, and honest about what it tried."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import islice

import pytest

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import extend, saturate
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.language import parse_problem
from porism.geometry.problem import Problem
from porism.prover.proposers.base import Candidate, Proposer, State
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.search.driver import Bounds, Search
from porism.prover.search.trials import Pool
from porism.prover.search.trim import needed_clauses, trimmed_proof

HARD = (  # IMO 2019 P2, from the statement
    "a b c = triangle; a1 = on_line b c; b1 = on_line a c; p = on_line a a1; "
    "q = on_line b b1, on_pline p a b; p1 = on_line p b1, eqangle3 p c a b c; "
    "q1 = on_line q a1, eqangle3 c q b c a ? cyclic p q p1 q1"
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
) -> Search:
    problem, diagram, base = closed(text)
    bounds = Bounds(time.monotonic() + seconds, attempts, cancel or threading.Event())
    return Search(
        base,
        diagram,
        problem.goals,
        proposer or Heuristic(),
        bounds,
        seed=seed,
        threads=threads,
        report=lambda phase, tried, trying: None,
    )


def test_hits_can_be_derived_anew() -> None:
    problem, _, base = closed(HARD)
    hit = next(search_of(HARD, attempts=30_000).hits())
    assert hit.goals == (0,)
    places = {p: at for c in hit.candidates for p, at in zip(c.points, c.places, strict=True)}
    clauses = [c.clause for c in hit.candidates]
    closure = extend(base, clauses, places)
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
        search = search_of(HARD, threads=threads, attempts=9000)
        hits = list(search.hits())
        runs.append((search.attempts, [hit.candidates for hit in hits], list(search.first.bank)))
    assert runs[0] == runs[1]


def test_the_seed_matters_after_the_sweep() -> None:
    def tried(seed: int) -> list[tuple[int, ...]]:
        search = search_of(NEVER, seed=seed, attempts=18_000)
        list(search.hits())
        pool = search.first.pool
        return [pool.parents[i] for i in range(len(pool))]

    assert tried(1) == tried(1)
    assert tried(1) != tried(2)


def test_time_and_cancellation_end_it() -> None:
    list(search_of(NEVER, attempts=None, seconds=1.0).hits())
    cancel = threading.Event()
    cancel.set()
    search = search_of(NEVER, attempts=None, cancel=cancel)
    assert list(search.hits()) == []


def test_what_comes_later_is_asked_for_once_and_tried() -> None:
    class Late:
        name = "late"
        asked = 0

        def propose(self, state: State, seed: int) -> Iterator[Candidate]:
            first = list(islice(Heuristic().propose(state, seed), 3))
            return iter(() if state.added else first)

        def later(self, state: State, seed: int) -> Iterator[Candidate]:
            self.asked += 1
            assert not state.added
            return Heuristic().propose(state, seed)

    late = Late()
    assert any(hit.goals for hit in search_of(HARD, attempts=30_000, proposer=late).hits())
    assert late.asked == 1


def test_what_comes_late_holds_nothing_up() -> None:
    """A proposer that thinks for ever is thinking while attempts are made, and ends with them."""

    class Slow:
        name = "slow"
        ended = False

        def propose(self, state: State, seed: int) -> Iterator[Candidate]:
            return islice(Heuristic().propose(state, seed), 3)

        def later(self, state: State, seed: int) -> Iterator[Candidate]:
            while not state.stop():
                time.sleep(0.01)
            self.ended = True
            return iter(())

    slow = Slow()
    search = search_of(NEVER, attempts=2_000, proposer=slow)
    assert list(search.hits()) == []
    assert search.attempts == 2_000
    assert slow.ended


def test_a_proposer_without_ideas_ends_the_search() -> None:
    class Silent:
        name = "silent"

        def propose(self, state: State, seed: int) -> Iterator[Candidate]:
            return iter(())

        def later(self, state: State, seed: int) -> Iterator[Candidate]:
            return iter(())

    search = search_of(NEVER, proposer=Silent())
    assert list(search.hits()) == []
    assert search.attempts == 0


def test_lemmas_that_fall_are_kept() -> None:
    search = search_of(HARD, attempts=9000)
    before = list(search.first.lemmas)
    list(search.hits())
    for lemma in before:
        if search.first.ground.holds(lemma) and not search.base.holds(lemma):
            assert search.first.behind(())
            assert lemma not in search.first.lemmas


def test_pool_names_and_orders_candidates() -> None:
    problem, diagram, base = closed("a b c = triangle; x3 = midpoint b c ? para a b c x3")
    pool = Pool(base, problem.goals)
    a, b = base.coordinates["a"], base.coordinates["b"]
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    first = pool.add(Candidate(("n",), (("midpoint", ("n", "a", "b")),), (middle,)))
    name = pool.candidate(first).points[0]
    assert name not in base.points
    assert pool.add(Candidate(("n",), (("midpoint", ("n", "a", "b")),), (middle,))) == first
    quarter = ((a[0] + middle[0]) / 2, (a[1] + middle[1]) / 2)
    second = pool.add(Candidate(("n",), (("midpoint", ("n", "a", name)),), (quarter,)))
    assert pool.whole([second]) == (first, second)
    assert pool.whole([second, first]) == (first, second)
    assert pool.run([(first,), (first, second), (second,)]) == [0, 0, 0]
    state = State(base, diagram, problem.goals, (pool.candidate(first),))
    assert state.closure.points[-1] == name


def test_attempts_reach_goals() -> None:
    text = "a b c d = quadrangle; e = midpoint a b; f = midpoint c d ? cong a e e b; para e f a c"
    problem, _, base = closed(text)
    pool = Pool(base, problem.goals)
    place = base.coordinates["a"]
    far = (place[0] + 1.5, place[1] + 0.25)
    free = pool.add(Candidate(("x",), (("free", ("x",)),), (far,)))
    assert pool.run([(free,)] * 3) == [1, 1, 1]
