"""The driver of a search: attempts made on several threads until a bound, answers in order.

The schedule of each figure (:mod:`porism.prover.search.schedule`) says what is tried; the driver
cuts it into chunks, has threads make them (:mod:`porism.prover.search.trials`), answers its
questions, and gives it the lemmas at barriers (:mod:`porism.prover.search.figure`). Threads only
make attempts; answers are read in the order of the schedule, and what depends on answers waits at
a barrier for all of them. So a run with a bound on attempts is the same for any number of threads.

After a while figures with preadded points take turns with the figure of the problem. What they
prove of its points is assumed there too.

Attempts leave out users' rules, which are slow. All closures that attempts start from include
them, and at barriers some more of the best candidates are tried with them one by one.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from porism.ddar.closure import Closure, Limits
from porism.prover.proposers.base import Candidate, with_candidates
from porism.prover.search.aside import Aside
from porism.prover.search.figure import Hit, Preadded, SearchFigure, Task
from porism.prover.search.policy import Policy, Sizes
from porism.prover.search.schedule import Schedule
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
    Phase,
    Rescore,
    Sets,
    Suggestion,
    Suppose,
    Symmetric,
)

__all__ = ["Bounds", "Search"]

_REPORT_EVERY = 0.2  # seconds

Report = Callable[[Phase, int, str], None]
"""Called with the phase, the number of attempts so far, and what is being tried."""


@dataclass(frozen=True)
class Bounds:
    """When to stop: a time of :func:`time.monotonic`, a number of attempts, a raised flag."""

    deadline: float
    attempts: int | None
    cancel: threading.Event

    def passed(self) -> bool:
        """Tell whether the time is up or the flag raised."""
        return self.cancel.is_set() or time.monotonic() > self.deadline


@dataclass(frozen=True)
class _Chunk:
    """Attempts in a row, and whether a barrier or the end of the schedule follows.

    ``rescored`` are candidates that are to be scored anew after that.
    """

    attempts: list[Numbers]
    phase: Phase
    barrier: bool = False
    ended: bool = False
    rescored: tuple[Suggestion, ...] = ()


class _Course:
    """A figure and how far its schedule has been followed."""

    def __init__(
        self, figure: SearchFigure, policy: Policy, thinking: Aside[list[Candidate]] | None
    ) -> None:
        """``thinking`` looks for slow proposals; without it there are none."""
        self.figure = figure
        self._size = policy.chunk
        schedule = Schedule(figure.ranked, figure.seed, figure.sizes, policy)
        self._steps = schedule.attempts()
        self._answer: Answer = None  # to the step before
        self._lemmas: tuple[Numbers, ...] = ()  # since the last barrier
        self._thinking = thinking

    def chunk(self) -> _Chunk:
        """Return the next attempts. After a barrier, call :meth:`pass_barrier` first."""
        attempts: list[Numbers] = []
        phase: Phase = "sweep"
        complete = self.figure.trials.complete
        while len(attempts) < self._size:
            answer, self._answer = self._answer, None
            try:
                step = self._steps.send(answer)
            except StopIteration:
                return _Chunk(attempts, phase, ended=True)
            if isinstance(step, Attempt):
                attempts.append(complete(step.candidates))
                phase = step.phase
            elif isinstance(step, Crowd):
                attempts.append(self.figure.crowd(step))
            elif isinstance(step, Suppose):
                supposition = self.figure.trials.suppose(step.candidate)
                if supposition is not None:
                    attempts.append(complete((supposition,)))
            elif isinstance(step, Barrier):
                return _Chunk(attempts, phase, barrier=True)
            elif isinstance(step, Rescore):
                return _Chunk(attempts, phase, rescored=step.candidates)
            elif isinstance(step, Expand):
                self._answer = self.figure.suggest(step.after, step.most)
            elif isinstance(step, LookAlike):
                self._answer = Sets(self.figure.alike(step.among))
            elif isinstance(step, Symmetric):
                self._answer = Groups(self.figure.orbits(step.among))
            elif isinstance(step, AwaitSlow):
                slow = self._thinking.answer() if self._thinking is not None else None
                self._answer = self.figure.hold(slow or ())
            elif self._thinking is not None:
                self._thinking.begin(self.figure.propose_slowly)
        return _Chunk(attempts, phase)

    def keep(self, lemmas: tuple[Numbers, ...]) -> None:
        """Keep for the next barrier which attempts have proved lemmas that were absorbed before."""
        self._lemmas += lemmas

    def pass_barrier(self, lemmas: tuple[Numbers, ...]) -> None:
        """Answer the barrier that the last chunk ended with."""
        self._answer = BarrierResult(self._lemmas + lemmas, self.figure.leading)
        self._lemmas = ()

    def rescore(self, candidates: Sequence[Suggestion]) -> None:
        """Score candidates anew, as the last chunk has asked for."""
        self._answer = self.figure.rescored(candidates)


@dataclass(frozen=True)
class _Turn:
    """The next ``attempts`` of a figure, and more up to a barrier unless they are ``cut``."""

    course: _Course
    attempts: int
    cut: bool = False


class Search:
    """One search from one closed figure."""

    def __init__(
        self,
        closure: Closure,
        task: Task,
        bounds: Bounds,
        *,
        threads: int = 1,
        report: Report = lambda phase, attempts, trying: None,
        richer: Closure | None = None,
    ) -> None:
        """Search from ``closure``.

        ``richer`` is a closure of the same figure that may know more, from more rules; conjectures
        that hold in it are assumed.
        """
        self.closure = closure
        self.task = task
        self.bounds = bounds
        self.threads = max(1, threads)
        self.report = report
        self.attempts = 0  # that have been answered
        self._ended = threading.Event()
        self.first = SearchFigure(closure, task, stop=self._over)
        if richer is not None:
            known = [s for s in self.first.conjectures if richer.holds(s)]
            if known:
                self.first.assume_lemmas(known)
        self._random = np.random.default_rng([task.seed, 2])
        self._begun = 0  # attempts
        self._running: deque[tuple[_Course, _Chunk, Future[list[int]]]] = deque()
        self._reported = 0.0

    def hits(self) -> Generator[Hit, None, None]:
        """Yield attempts that reach a goal, until a bound ends the search."""
        makers = ThreadPoolExecutor(self.threads)
        thinking: Aside[list[Candidate]] = Aside(self._over)
        try:
            with _COLLECTIONS.fewer(self.task.policy.gc_thresholds):
                yield from self._with_rules()
                for turn in self._turns(thinking):
                    yield from self._follow(turn, makers)
                    if self._bound_reached():
                        break
                yield from self._read(0)
        finally:
            self._ended.set()
            self.first.trials.cancel()
            for course, _, _ in self._running:
                course.figure.trials.cancel()
            makers.shutdown(cancel_futures=True)
            thinking.leave()

    def _over(self) -> bool:
        return self._ended.is_set() or self.bounds.passed()

    def _bound_reached(self) -> bool:
        most = self.bounds.attempts
        return self.bounds.passed() or (most is not None and self._begun >= most)

    # --- figures in turn ------------------------------------------------------------------------

    def _turns(self, thinking: Aside[list[Candidate]]) -> Iterator[_Turn]:
        """Yield figures in turn, and how many attempts to make in each; without end."""
        policy = self.task.policy
        first = _Course(self.first, policy, thinking)
        if not self.first.ranked:
            yield _Turn(first, policy.alone)
            return
        yield from self._with_one_point_more(first)
        yield _Turn(first, policy.alone)
        for number in count(policy.one_more + 1):
            if number % policy.gc_figures == 0:
                gc.collect()
            figure = self._with_random_points(number)
            yield _Turn(_Course(figure, policy, None), policy.preadded_attempts)
            yield _Turn(first, policy.between)

    def _with_one_point_more(self, first: _Course) -> Iterator[_Turn]:
        """Yield the figure of the problem, and figures with one of its best candidates each."""
        policy = self.task.policy
        if not policy.one_more or not self.task.proposer.quick:
            return
        # what stands on sets of candidates takes too long to list for so few attempts
        brief = replace(policy, around_alike=replace(policy.around_alike, following=0))
        yield _Turn(first, policy.first, cut=True)
        for number, candidate in enumerate(self.first.most_promising(policy.one_more), 1):
            seed = self.task.seed + number
            figure = self._with_points((candidate,), number, seed, policy.of_one_more)
            yield _Turn(_Course(figure, brief, None), policy.one_more_attempts, cut=True)
            if number % policy.one_more_together == 0:
                most = policy.one_more_together * policy.one_more_attempts
                yield _Turn(first, most, cut=True)

    def _with_random_points(self, number: int) -> SearchFigure:
        """Return the figure of the problem with some of its best candidates added."""
        policy = self.task.policy
        most = policy.preadded_counts[int(self._random.integers(len(policy.preadded_counts)))]
        drawn = self.first.draw_promising(most, number)
        seed = int(self._random.integers(1 << 30))
        return self._with_points(drawn, number, seed, policy.of_preadded)

    def _with_points(
        self, candidates: Sequence[int], number: int, seed: int, sizes: Sizes
    ) -> SearchFigure:
        first = self.first
        added = tuple(map(first.trials.candidate, first.trials.complete(candidates)))
        limits = Limits(self.task.policy.preadded_seconds)
        closure = with_candidates(first.closure, added, limits)
        preadded = Preadded(number, seed, added, first.prerequisites(), sizes)
        return SearchFigure(closure, self.task, preadded, stop=self._over)

    # --- attempts -------------------------------------------------------------------------------

    def _follow(self, turn: _Turn, makers: Executor) -> Iterator[Hit]:
        """Make the next attempts of a figure."""
        course, made = turn.course, 0
        ahead = self.threads + self.task.policy.lookahead
        while not self._bound_reached():
            chunk = course.chunk()
            attempts = chunk.attempts
            if self.bounds.attempts is not None:
                attempts = attempts[: self.bounds.attempts - self._begun]
            if attempts:
                task = makers.submit(course.figure.make, attempts, chunk.phase)
                self._running.append((course, _Chunk(attempts, chunk.phase), task))
                self._begun += len(attempts)
                made += len(attempts)
            if self._bound_reached() or chunk.ended:
                return
            if chunk.rescored:
                yield from self._read(0)
                course.rescore(chunk.rescored)
            elif chunk.barrier:
                yield from self._read(0)
                yield from self._pass_barrier(course)
                if made >= turn.attempts:
                    return
            elif turn.cut and made >= turn.attempts:
                yield from self._read(0)
                course.keep((yield from self._absorb(course)))
                return
            else:
                yield from self._read(ahead)

    def _read(self, left: int) -> Iterator[Hit]:
        """Read answers, in the order of the attempts, until at most ``left`` chunks are running."""
        while len(self._running) > left:
            course, chunk, task = self._running.popleft()
            masks = task.result()
            self.attempts += len(chunk.attempts)
            now = time.monotonic()
            if now - self._reported > _REPORT_EVERY:
                self._reported = now
                self.report(chunk.phase, self.attempts, _text(course.figure, chunk.attempts[-1]))
            yield from course.figure.read(chunk.attempts, masks)

    def _pass_barrier(self, course: _Course) -> Iterator[Hit]:
        course.pass_barrier((yield from self._absorb(course)))
        yield from self._with_rules()

    def _absorb(self, course: _Course) -> Generator[Hit, None, tuple[Numbers, ...]]:
        """Let a figure absorb its lemmas, and the first one those that speak of its points.

        Return the candidates of the attempts that proved them.
        """
        absorbed = course.figure.absorb_lemmas()
        yield from absorbed.hits
        if course.figure is not self.first:
            points = set(self.closure.points)
            ours = (s for s in absorbed.lemmas if points.issuperset(s.points))
            known = [s for s in ours if not self.first.closure.holds(s)]
            if known:
                self.first.assume_lemmas(known, course.figure.prerequisites())
        return absorbed.attempts

    def _with_rules(self) -> Iterator[Hit]:
        """Try some more of the best candidates with users' rules, if there are any."""
        policy = self.task.policy
        for _ in range(policy.rule_attempts if self.closure.user.rules else 0):
            left = self.bounds.deadline - time.monotonic()
            if left <= 0 or self._bound_reached():
                return
            hits = self.first.try_with_rules(min(left, policy.rule_seconds))
            if hits is None:
                return
            self._begun += 1
            self.attempts += 1
            yield from hits


class _Collections:
    """The thresholds of Python's garbage collector, which all searches of a process share.

    The first of several searches at a time raises them, the last one restores what was before.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._searches = 0
        self._before = (0, 0, 0)

    @contextmanager
    def fewer(self, thresholds: tuple[int, int, int]) -> Iterator[None]:
        """Raise the thresholds for a while."""
        with self._lock:
            if self._searches == 0:
                self._before = gc.get_threshold()
                gc.set_threshold(*thresholds)
            self._searches += 1
        try:
            yield
        finally:
            with self._lock:
                self._searches -= 1
                if self._searches == 0:
                    gc.set_threshold(*self._before)


_COLLECTIONS = _Collections()


def _text(figure: SearchFigure, attempt: Numbers) -> str:
    """Write what an attempt adds, preadded points included, in the problem language."""
    clauses = []
    for candidate in (*figure.preadded, *map(figure.trials.candidate, attempt)):
        made = ", ".join(" ".join((name, *points)) for name, points in candidate.constructions)
        if made:
            clauses.append(f"{' '.join(candidate.points)} = {made}")
    return "; ".join(clauses)
