"""The search for auxiliary points: attempts in order, on several threads, until a bound.

Which attempts are made in one figure is told by :mod:`porism.prover.search.schedule`; here they
are cut into chunks, run through :class:`porism.prover.search.trials.Pool`, thousands a second, and
read. Threads only run attempts, and answers are read in the order of the attempts; what depends on
answers waits at a barrier for all of them. So a run with a bound on attempts is the same for any
number of threads.

Beside the goals, attempts are asked for lemmas: what the figure shows and nobody has proved
(:mod:`porism.prover.search.lemmas`). A lemma that falls is granted from the next barrier on, and
the candidates that proved it become part of every later hit. After a while stages alternate with
the first figure in which some of its best candidates have been added
(:mod:`porism.prover.search.figure`).

Attempts know nothing of users' rules, which are slow. All closures that attempts start from do,
and between attempts the best candidates are tried one by one with them.
"""

from __future__ import annotations

import gc
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import extend
from porism.geometry.figure.diagram import Diagram
from porism.geometry.predicates import Predicate
from porism.prover.outcome import Phase
from porism.prover.proposers.base import Proposer
from porism.prover.search.figure import Hit, Stage
from porism.prover.search.schedule import Barrier
from porism.prover.search.trials import Attempt

__all__ = ["Bounds", "Hit", "Search"]

_CHUNK = 128  # attempts a thread takes at a time
_ALONE = 40_000  # attempts in the figure as it is, before others
_PROMOTED = 8_000  # attempts in a figure with promoted points
_BETWEEN = 3_000  # attempts in the figure as it is, between two others
_COUNTS = (1, 2, 2, 3, 3, 4)  # of promoted points
# Python goes through all its objects for garbage whenever some hundreds were made. With PyTorch's
# half a million this took a third of a search, which drops little but stages now and then.
_SELDOM = (50_000, 50, 50)
_COLLECTED = 30  # stages
_WITH_RULES = 10  # attempts with users' rules between others; they are slow
_PATIENCE = 20.0  # seconds that one of them may take, some tenths as a rule


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
class _Piece:
    """Attempts to be made in one stage; without any, a barrier."""

    stage: Stage
    attempts: list[Attempt]
    phase: Phase


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
        self.first = Stage(base, diagram, goals, proposer, seed=seed, stop=bounds.passed)
        if shown is not None:
            known = [s for s in self.first.lemmas if shown.holds(s)]
            if known:
                self.first.grant(known)
        self._random = np.random.default_rng([seed, 2])
        self._started = 0
        self._reported = 0.0

    def hits(self) -> Iterator[Hit]:
        """Yield attempts that reach a goal, until a bound ends the search."""
        executor = ThreadPoolExecutor(self.threads)
        running: deque[tuple[_Piece, Future[list[int]]]] = deque()
        collecting = gc.get_threshold()
        gc.set_threshold(*_SELDOM)
        try:
            yield from self._with_rules()
            for piece in self._bounded(self._stages()):
                if piece.attempts:
                    task = executor.submit(piece.stage.pool.run, piece.attempts)
                    running.append((piece, task))
                while running and (not piece.attempts or len(running) > self.threads + 2):
                    yield from self._read(*running.popleft())
                if not piece.attempts:
                    yield from self._settle(piece.stage)
                    yield from self._with_rules()
            while running:
                yield from self._read(*running.popleft())
        finally:
            for piece, _ in running:
                piece.stage.pool.cancel()
            self.first.close()
            executor.shutdown(cancel_futures=True)
            gc.set_threshold(*collecting)

    # --- what is tried --------------------------------------------------------------------------

    def _stages(self) -> Iterator[_Piece]:
        """Yield pieces of the first stage and of others in turn, without end."""
        plan = self.first.rollouts.plan()
        yield from self._some(self.first, plan, _ALONE)
        if not len(self.first.rollouts.root.next):
            return
        number = 0
        while True:
            number += 1
            if number % _COLLECTED == 0:
                gc.collect()
            stage = self._promoted(number)
            yield from self._some(stage, stage.rollouts.plan(), _PROMOTED)
            yield from self._some(self.first, plan, _BETWEEN)

    def _promoted(self, number: int) -> Stage:
        """Return the first figure with some of its best candidates added."""
        first = self.first
        count = _COUNTS[int(self._random.integers(len(_COUNTS)))]
        attempt = first.rollouts.promising(count, number)
        added = [first.pool.candidate(i) for i in attempt]
        places = {p: at for c in added for p, at in zip(c.points, c.places, strict=True)}
        ground = extend(first.ground, [c.clause for c in added], places, Limits(seconds=5.0))
        seed = int(self._random.integers(1 << 30))
        return Stage(
            ground,
            self.diagram,
            self.goals,
            self.proposer,
            seed=seed,
            number=number,
            promoted=added,
            owed=first.behind(()),
            stop=self.bounds.passed,
        )

    def _some(
        self, stage: Stage, plan: Iterator[tuple[Attempt, Phase] | Barrier], most: int
    ) -> Iterator[_Piece]:
        """Cut the next ``most`` attempts of a plan, or a little more, into pieces."""
        attempts: list[Attempt] = []
        phase: Phase = "sweep"
        taken = 0
        for item in plan:
            if isinstance(item, Barrier):
                if attempts:
                    yield _Piece(stage, attempts, phase)
                    attempts = []
                yield _Piece(stage, [], phase)
                if taken >= most:
                    return
                continue
            attempts.append(item[0])
            phase = item[1]
            taken += 1
            if len(attempts) == _CHUNK:
                yield _Piece(stage, attempts, phase)
                attempts = []
        if attempts:
            yield _Piece(stage, attempts, phase)

    def _bounded(self, pieces: Iterator[_Piece]) -> Iterator[_Piece]:
        """End the stream at a bound."""
        bound = self.bounds
        for piece in pieces:
            if bound.passed():
                return
            if bound.attempts is not None:
                left = bound.attempts - self._started
                if len(piece.attempts) >= left:
                    if left > 0:
                        yield _Piece(piece.stage, piece.attempts[:left], piece.phase)
                    return
            self._started += len(piece.attempts)
            yield piece

    # --- what came of it ------------------------------------------------------------------------

    def _read(self, piece: _Piece, answer: Future[list[int]]) -> Iterator[Hit]:
        masks = answer.result()
        self.attempts += len(piece.attempts)
        now = time.monotonic()
        if now - self._reported > 0.2:
            self._reported = now
            self.report(piece.phase, self.attempts, _said(piece.stage, piece.attempts[-1]))
        yield from piece.stage.read(piece.attempts, masks)

    def _with_rules(self) -> Iterator[Hit]:
        """Try some more of the best candidates with users' rules, if there are any."""
        bound = self.bounds
        for _ in range(_WITH_RULES if self.base.user.rules else 0):
            left = bound.deadline - time.monotonic()
            if bound.cancel.is_set() or left <= 0:
                return
            if bound.attempts is not None and self._started >= bound.attempts:
                return
            hits = self.first.try_with_rules(min(left, _PATIENCE))
            if hits is None:
                return
            self._started += 1
            self.attempts += 1
            yield from hits

    def _settle(self, stage: Stage) -> Iterator[Hit]:
        shown, hits = stage.settle()
        yield from hits
        if stage is self.first:
            return
        # What a later stage has shown of the first figure is of use there too.
        points = set(self.base.points)
        known = [s for s in shown if points.issuperset(s.points) and not self.first.ground.holds(s)]
        if known:
            self.first.grant(known, stage.behind(()))


def _said(stage: Stage, attempt: Attempt) -> str:
    calls = [(c.points, c.calls) for c in (*stage.promoted, *map(stage.pool.candidate, attempt))]
    return "; ".join(
        f"{' '.join(points)} = {', '.join(' '.join((name, *given)) for name, given in made)}"
        for points, made in calls
    )
