"""Time, threads and options of the prover are bounded, whatever the problem."""

from __future__ import annotations

import cProfile
import gc
import math
import sys
import threading
import time
import weakref
from contextlib import suppress

import pytest

from porism.ddar import _core
from porism.geometry.errors import InputError
from porism.geometry.language import parse_problem
from porism.geometry.limits import LARGEST_SEED
from porism.prover.options import SolveOptions
from porism.prover.search.driver import _COLLECTIONS
from porism.prover.solve import solve
from porism.prover.time_limit import OutOfTime, time_limit

ALTITUDES = parse_problem("a b c = triangle; h = orthocenter a b c ? perp a h b c")


# --- the time limit ----------------------------------------------------------------------------


def _for_a_while(seconds: float) -> None:
    with time_limit(seconds):
        sum(range(30_000))


def _endless() -> None:
    while True:
        pass


def test_an_endless_loop_ends() -> None:
    with pytest.raises(OutOfTime), time_limit(0.05):
        _endless()


def test_what_catches_errors_does_not_catch_the_end() -> None:
    def stubborn() -> None:
        while True:
            try:
                _endless()
            except Exception:
                pass

    with pytest.raises(OutOfTime), time_limit(0.05):
        stubborn()


def test_an_end_that_was_lost_comes_again() -> None:
    """As where an error came in ``__del__``, which prints it and goes on."""
    with pytest.raises(OutOfTime), time_limit(0.01):
        with suppress(OutOfTime):
            _endless()
        _endless()


def test_a_block_that_ends_in_time_is_never_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even an order that is crossed out would slow all Python of the process down from then on."""
    orders: list[object] = []
    monkeypatch.setattr("porism.prover.time_limit._raise_in", lambda *order: orders.append(order))
    with time_limit(1000.0):
        pass
    assert not orders


def test_nothing_comes_after_the_block() -> None:
    for _ in range(300):
        try:
            with time_limit(0.001):
                sum(range(30_000))
        except OutOfTime:
            continue
    assert sum(range(1_000_000)) == 499_999_500_000
    assert not [t for t in threading.enumerate() if isinstance(t, threading.Timer) and not t.daemon]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_callback_of_the_garbage_collector_does_not_keep_the_end() -> None:
    """The interpreter prints what is raised in one, and goes on; this one swallows it.

    Test tools have callbacks of their own, which may be the ones that the time ends in.
    """

    def callback(*_: object) -> None:
        with suppress(OutOfTime):
            sum(range(3_000_000))  # the time ends in here

    gc.callbacks.append(callback)
    try:
        with pytest.raises(OutOfTime), time_limit(0.01):
            gc.collect()
            _endless()
    finally:
        gc.callbacks.remove(callback)


def test_an_end_that_was_lost_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is anything else kept quiet, nor is the end kept quiet for ever."""
    heard: list[type[BaseException]] = []

    def hook(lost: sys.UnraisableHookArgs) -> None:
        heard.append(lost.exc_type)

    def fail(_: object) -> None:
        raise ValueError

    monkeypatch.setattr("porism.prover.time_limit._UNHEARD", 0.01)
    monkeypatch.setattr(sys, "unraisablehook", hook)
    with pytest.raises(OutOfTime), time_limit(0.01):
        for callback in (fail, lambda _: _endless()):
            thing = threading.Event()
            reference = weakref.ref(thing, callback)
            del thing
            assert reference() is None
        with time_limit(1000.0):
            _endless()
    assert heard == [ValueError]
    assert sys.unraisablehook is hook


def test_a_profiler_ends_after_a_limit_that_was_not_heard() -> None:
    for number in range(50):
        profile = cProfile.Profile()
        with suppress(OutOfTime):
            profile.runcall(_for_a_while, 0.0001 * (number % 20))


def test_a_thread_that_is_being_started_is_left_alone() -> None:
    for number in range(100):
        with suppress(OutOfTime), time_limit(0.0001 * (number % 20)):
            while True:
                threading.Thread(target=str, daemon=True).start()


def test_a_call_of_the_core_ends_too() -> None:
    """By itself this one would take hours."""
    turns = [2 * math.pi * i / 100 for i in range(100)]
    core = _core.Engine(sines=True)
    core.add_points([(math.cos(turn), math.sin(turn)) for turn in turns])
    for _ in range(2):
        with pytest.raises(OutOfTime), time_limit(0.2):
            core.saturate(1e6, 1_000_000, [])


def test_only_the_thread_that_asked_is_interrupted() -> None:
    ended: list[str] = []

    def short() -> None:
        try:
            with time_limit(0.05):
                _endless()
        except OutOfTime:
            ended.append("short")

    def other() -> None:
        with time_limit(1e9):  # longer than any timer of the system takes
            thread.join()
        ended.append("other")

    thread = threading.Thread(target=short)
    waiting = threading.Thread(target=other)
    thread.start()
    waiting.start()
    waiting.join()
    assert ended == ["short", "other"]


# --- budgets -------------------------------------------------------------------------------------


def _many(made: str, goal: str, count: int = 110) -> str:
    clauses = "; ".join(made.format(i=i, a=i - 1, b=i - 2) for i in range(2, count))
    return f"p0 p1 = segment; {clauses} ? {goal}"


LARGE = {
    "midpoints of the last two": _many("p{i} = midpoint p{a} p{b}", "coll p0 p1 p2"),
    "one midpoint": _many("p{i} = midpoint p0 p1", "coll p0 p1 p2"),
    "points of a line": _many("p{i} = on_line p0 p1", "coll p0 p1 p99"),
    "points anywhere": _many("p{i} = free", "coll p0 p1 p2"),
    "a circle": _many("p{i} = on_circle p0 p1", "cyclic p3 p4 p5 p6"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("proposer", ["none", "heuristic"])
def test_a_large_figure_keeps_to_the_budget(name: str, proposer: str) -> None:
    """The time of the processor, which a busy machine does not change."""
    begun = time.process_time()
    solve(parse_problem(LARGE[name]), SolveOptions(budget=2.0, threads=1, proposer=proposer))
    assert time.process_time() - begun < 2.0 + 1.0


def test_many_goals_keep_to_the_budget() -> None:
    points = "; ".join(f"p{i} = on_line a h" for i in range(30))
    goals = "; ".join(f"perp p{i} p{i + 1} b c" for i in range(29))
    text = f"a b c = triangle; h = orthocenter a b c; {points} ? {goals}"
    begun = time.process_time()
    outcome = solve(parse_problem(text), SolveOptions(budget=1.0, threads=1, proposer="none"))
    assert time.process_time() - begun < 1.0 + 1.0
    assert outcome.status == "proved" or "the budget ended" in outcome.message


def test_a_figure_of_more_points_than_the_core_lists_is_searched_with_a_word() -> None:
    more = "".join(f"; p{i} = on_line b c" for i in range(70))
    open_one = parse_problem(f"a b c = triangle; d = on_line a b{more} ? cong a d d b")
    for problem in (open_one, parse_problem(f"a b c = triangle{more} ? perp a b b c")):
        options = SolveOptions(budget=20.0, threads=1, proposer="heuristic", attempts=5)
        assert solve(problem, options).status in ("open", "refuted")


# --- options -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (SolveOptions(budget=math.nan), "a budget of nan"),
        (SolveOptions(budget=math.inf), "a budget of inf"),
        (SolveOptions(budget=0.0), "a budget of 0"),
        (SolveOptions(budget=-1.0), "a budget of -1"),
        (SolveOptions(threads=0), "0 threads"),
        (SolveOptions(threads=-3), "-3 threads"),
        (SolveOptions(seed=-1), "the seed -1"),
        (SolveOptions(seed=LARGEST_SEED + 1), "the seed"),
        (SolveOptions(attempts=-1), "-1 attempts"),
        (SolveOptions(proposer="nonsense"), "there is no proposer 'nonsense'"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options: SolveOptions, said: str) -> None:
    with pytest.raises(InputError, match=said):
        solve(ALTITUDES, options)


def test_overlapping_searches_leave_the_garbage_collector_as_it_was() -> None:
    before = gc.get_threshold()
    first, second = _COLLECTIONS.fewer((50_000, 50, 50)), _COLLECTIONS.fewer((50_000, 50, 50))
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() == (50_000, 50, 50)
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before


# --- what is said of the end ---------------------------------------------------------------------

OPEN = "a b c = triangle; o = circle o a b c ? chordsine o b a c"
PROVED = "a b c = triangle; h = orthocenter a b c ? perp a h b c"


@pytest.mark.parametrize(
    ("text", "where", "proposer", "said"),
    [
        (OPEN, "rulings", "heuristic", ["the budget ended before auxiliary points were tried"]),
        (OPEN, "rulings", "none", []),
        (OPEN, "Search.hits", "heuristic", []),
        (
            PROVED,
            "Proofs.add",
            "heuristic",
            ["the budget ended before all proofs were written and checked"],
        ),
    ],
)
def test_the_end_is_told_by_what_it_cut_short(
    monkeypatch: pytest.MonkeyPatch, text: str, where: str, proposer: str, said: list[str]
) -> None:
    def over(*_: object, **__: object) -> None:
        raise OutOfTime

    monkeypatch.setattr(f"porism.prover.solve.{where}", over)
    options = SolveOptions(budget=5.0, proposer=proposer, threads=1)
    outcome = solve(parse_problem(text), options)
    assert outcome.status == "open"
    assert [note.text for note in outcome.notes if note.kind == "budget"] == said
