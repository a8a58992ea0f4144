"""The search for auxiliary points: attempts in order, on several threads, until a bound.

Which attempts are made is told by :mod:`prover.rollouts`; here they are cut into chunks, run
through :class:`prover.pool.Pool`, thousands a second, and read. Threads only run attempts, and
answers are read in the order of the attempts; what depends on answers waits at a barrier for
all of them. So a run with a bound on attempts is the same for any number of threads.

Beside the goals, attempts are asked for lemmas: what the figure shows and nobody has proved
(:mod:`prover.lemmas`). A lemma that falls is granted from the next barrier on, and the
candidates that proved it become part of every later hit.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from ddar.closure import Closure
from geometry.diagram import Diagram
from geometry.predicates import Predicate
from prover.lemmas import granted, unproved
from prover.outcome import Phase
from prover.pool import Attempt, Pool
from prover.proposers.base import Candidate, Proposer, State
from prover.rollouts import Barrier, Rollouts

__all__ = ["Bounds", "Hit", "Search"]

_CHUNK = 128  # attempts a thread takes at a time
_LEMMAS = 40
_MOST_POINTS = 40


@dataclass(frozen=True)
class Bounds:
    """When to stop: a time of :func:`time.monotonic`, a number of attempts, a raised flag."""

    deadline: float
    attempts: int | None
    cancel: threading.Event


@dataclass(frozen=True)
class Hit:
    """An attempt that reached goals: the candidates added, and the goals by number."""

    candidates: tuple[Candidate, ...]
    goals: tuple[int, ...]


@dataclass(frozen=True)
class _Chunk:
    attempts: list[Attempt]
    phase: Phase
    answer: Future[list[int]]


class Search:
    """One search from one closed figure."""

    def __init__(
        self,
        base: Closure,
        diagram: Diagram,
        goals: tuple[Predicate, ...],
        proposer: Proposer,
        bounds: Bounds,
        *,
        seed: int,
        threads: int,
        report: Callable[[Phase, int, str], None],
        shown: Closure | None = None,
    ) -> None:
        """``shown`` may know more about the same figure; lemmas that hold in it are granted."""
        self.base = base
        self.diagram = diagram
        self.goals = goals
        self.proposer = proposer
        self.bounds = bounds
        self.seed = seed
        self.threads = max(1, threads)
        self.report = report
        self.attempts = 0  # that have been answered
        self.ground = base  # with lemmas granted
        self.lemmas = unproved(base, _LEMMAS, goals)
        known = [s for s in self.lemmas if shown is not None and shown.holds(s)]
        if known:
            self.ground = granted(base, known)
            self.lemmas = unproved(self.ground, _LEMMAS, goals)
        self.bank: dict[int, None] = {}  # candidates that proved lemmas, in order
        self.pool = Pool(self.ground, (*goals, *self.lemmas))
        self._fallen: dict[int, Attempt] = {}  # lemmas since the last barrier
        self._started = 0
        self._reported = 0.0

    def hits(self) -> Iterator[Hit]:
        """Yield attempts that reach a goal, until a bound ends the search."""
        rollouts = Rollouts(self.pool, self._next, self.seed)
        plan = rollouts.plan()
        executor = ThreadPoolExecutor(self.threads)
        running: deque[_Chunk] = deque()
        try:
            for piece in self._pieces(plan):
                if piece is None:
                    while running:
                        yield from self._read(running.popleft())
                    rollouts.news = list(self._fallen.values())
                    yield from self._bank()
                    continue
                attempts, phase = piece
                answer = executor.submit(self.pool.run, attempts)
                running.append(_Chunk(attempts, phase, answer))
                if len(running) > self.threads + 2:
                    yield from self._read(running.popleft())
            while running:
                yield from self._read(running.popleft())
        finally:
            self.pool.cancel()
            executor.shutdown(cancel_futures=True)

    def _next(self, added: Attempt, most: int) -> list[tuple[int, float]]:
        """Ask the proposer what may follow ``added``; return candidates with their scores."""
        candidates = tuple(self.pool.candidate(i) for i in added)
        state = State(self.base, self.diagram, self.goals, candidates)
        if len(state.points) >= max(_MOST_POINTS, len(self.base.points) + 4):
            return []
        proposed = islice(self.proposer.propose(state, self.seed), most)
        return [(self.pool.add(c), c.score) for c in proposed]

    def _pieces(
        self, plan: Iterator[tuple[Attempt, Phase] | Barrier]
    ) -> Iterator[tuple[list[Attempt], Phase] | None]:
        """Cut the plan into chunks; None is a barrier. End at a bound."""
        attempts: list[Attempt] = []
        phase: Phase = "sweep"
        bound = self.bounds
        for item in plan:
            if isinstance(item, Barrier):
                if attempts:
                    yield attempts, phase
                    attempts = []
                yield None
            else:
                attempts.append(item[0])
                phase = item[1]
                self._started += 1
            full = self._started == bound.attempts
            if attempts and (full or len(attempts) == _CHUNK):
                yield attempts, phase
                attempts = []
            if full or bound.cancel.is_set() or time.monotonic() > bound.deadline:
                return

    def _read(self, chunk: _Chunk) -> Iterator[Hit]:
        masks = chunk.answer.result()
        self.attempts += len(chunk.attempts)
        now = time.monotonic()
        if now - self._reported > 0.2:
            self._reported = now
            self.report(chunk.phase, self.attempts, self._said(chunk.attempts[-1]))
        goals = (1 << len(self.goals)) - 1
        for attempt, mask in zip(chunk.attempts, masks, strict=True):
            if mask & goals:
                yield self._hit(attempt, mask)
            for i in range(len(self.lemmas)):
                if mask >> len(self.goals) >> i & 1:
                    self._fallen.setdefault(i, attempt)

    def _hit(self, attempt: Attempt, mask: int) -> Hit:
        numbers = dict.fromkeys((*self.bank, *attempt))
        reached = tuple(i for i in range(len(self.goals)) if mask >> i & 1)
        return Hit(tuple(self.pool.candidate(i) for i in numbers), reached)

    def _bank(self) -> Iterator[Hit]:
        """Grant the lemmas that fell since the last barrier; all chunks have been read."""
        if not self._fallen:
            return
        for attempt in self._fallen.values():
            self.bank.update(dict.fromkeys(attempt))
        self.ground = granted(self.ground, [self.lemmas[i] for i in self._fallen])
        self._fallen = {}
        self.lemmas = unproved(self.ground, _LEMMAS, self.goals)
        self.pool.rebase(self.ground, (*self.goals, *self.lemmas))
        mask = sum(1 << i for i, goal in enumerate(self.goals) if self.ground.holds(goal))
        if mask:
            yield self._hit((), mask)

    def _said(self, attempt: Attempt) -> str:
        candidates = (self.pool.candidate(i) for i in attempt)
        return "; ".join(
            f"{' '.join(c.points)} = {', '.join(' '.join((n, *p)) for n, p in c.calls)}"
            for c in candidates
        )
