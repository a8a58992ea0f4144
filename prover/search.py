"""The search for auxiliary points: a sweep over single points, then random rollouts.

First every candidate of the figure is tried alone. Then points are drawn by score, each is
added, candidates that stand on it are asked for, and they are tried with it: one more
point, two more, together with points of the figure. All attempts go through
:class:`prover.pool.Pool`, thousands a second; the search decides what is tried and in which
order, from the seed alone. Threads only run attempts, and their answers are read in the order
of the attempts, so that a run with a bound on attempts is the same for any number of threads.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ddar.closure import Closure
from geometry.diagram import Diagram
from geometry.predicates import Predicate
from prover.outcome import Phase
from prover.pool import Attempt, Pool
from prover.proposers.base import Candidate, Proposer, State

__all__ = ["Bounds", "Hit", "Search"]

Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]

_FIRST = 4000  # candidates of the figure itself
_NEXT = 400  # candidates that stand on a new point
_CHUNK = 128  # attempts a thread takes at a time
_SHARPNESS = 0.7  # of the preference for a high score
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
class _Node:
    """Candidates added, and what was suggested next, with the odds of drawing each."""

    added: Attempt
    next: Ints
    odds: Floats

    def draw(self, random: np.random.Generator, count: int) -> list[int]:
        """Draw different candidates by their odds, fewer where there are not so many."""
        if not len(self.next):
            return []
        count = min(count, len(self.next))
        keys = np.log(self.odds) + random.gumbel(size=len(self.next))
        chosen = np.argpartition(-keys, count - 1)[:count]
        return [int(i) for i in self.next[chosen[np.argsort(-keys[chosen])]]]


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
    ) -> None:
        self.base = base
        self.diagram = diagram
        self.goals = goals
        self.proposer = proposer
        self.bounds = bounds
        self.seed = seed
        self.threads = max(1, threads)
        self.report = report
        self.pool = Pool(base, goals)
        self.random = np.random.default_rng([seed, 1])
        self.started = 0  # attempts handed out
        self.attempts = 0  # attempts answered
        self._reported = 0.0

    def hits(self) -> Iterator[Hit]:
        """Yield attempts that reach a goal, until a bound ends the search."""
        chunks = self._bounded(self._attempts())
        executor = ThreadPoolExecutor(self.threads)
        try:
            running: deque[tuple[list[Attempt], Phase, Future[list[int]]]] = deque()
            for attempts, phase in chunks:
                running.append((attempts, phase, executor.submit(self.pool.run, attempts)))
                if len(running) > self.threads + 2:
                    yield from self._read(*running.popleft())
            while running:
                yield from self._read(*running.popleft())
        finally:
            self.pool.cancel()
            executor.shutdown(cancel_futures=True)

    # --- handing out attempts ---------------------------------------------------------------

    def _bounded(
        self, attempts: Iterator[tuple[Attempt, Phase]]
    ) -> Iterator[tuple[list[Attempt], Phase]]:
        """Cut the stream into chunks, and end it at a bound."""
        while True:
            bound = self.bounds
            if bound.cancel.is_set() or time.monotonic() > bound.deadline:
                return
            left = _CHUNK if bound.attempts is None else bound.attempts - self.started
            piece = list(islice(attempts, min(_CHUNK, left)))
            if not piece:
                return
            self.started += len(piece)
            yield [attempt for attempt, _ in piece], piece[0][1]

    def _read(
        self, attempts: list[Attempt], phase: Phase, answer: Future[list[int]]
    ) -> Iterator[Hit]:
        masks = answer.result()
        self.attempts += len(attempts)
        now = time.monotonic()
        if now - self._reported > 0.2:
            self._reported = now
            self.report(phase, self.attempts, self._said(attempts[-1]))
        for attempt, mask in zip(attempts, masks, strict=True):
            if mask:
                goals = tuple(i for i in range(len(self.goals)) if mask >> i & 1)
                yield Hit(tuple(self.pool.candidates[i] for i in attempt), goals)

    def _said(self, attempt: Attempt) -> str:
        calls = (self.pool.candidates[i] for i in attempt)
        return "; ".join(
            f"{' '.join(c.points)} = {', '.join(' '.join((n, *p)) for n, p in c.calls)}"
            for c in calls
        )

    # --- what to try ------------------------------------------------------------------------

    def _expand(self, added: Attempt, most: int) -> _Node:
        """Ask for candidates after those added."""
        state = State(
            self.base, self.diagram, self.goals, tuple(self.pool.candidates[i] for i in added)
        )
        numbers: list[int] = []
        scores: list[float] = []
        if len(state.points) < _MOST_POINTS:
            for candidate in islice(self.proposer.propose(state, self.seed), most):
                numbers.append(self.pool.add(candidate))
                scores.append(candidate.score)
        odds = np.exp(_SHARPNESS * (np.array(scores) - max(scores, default=0.0)))
        return _Node(added, np.array(numbers, dtype=np.int64), odds + 1e-9)

    def _attempts(self) -> Iterator[tuple[Attempt, Phase]]:
        root = self._expand((), _FIRST)
        for number in root.next.tolist():
            yield self.pool.whole([number]), "sweep"
        if not len(root.next):
            return
        order = root.draw(self.random, len(root.next))
        nodes: list[_Node] = []
        while True:
            dice = self.random.random()
            if (dice < 0.6 or not nodes) and order:
                node = self._expand(self.pool.whole([order.pop(0)]), _NEXT)
                nodes.append(node)
                yield from self._around(node, root, 200, 150, 100)
            elif dice < 0.9:
                parent = nodes[int(self.random.integers(len(nodes)))]
                for number in parent.draw(self.random, 1):
                    node = self._expand(self.pool.whole((*parent.added, number)), _NEXT)
                    yield from self._around(node, parent, 150, 50, 50)
            else:
                yield from self._anywhere(nodes, root, 300)

    def _around(
        self, node: _Node, root: _Node, single: int, old: int, double: int
    ) -> Iterator[tuple[Attempt, Phase]]:
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

    def _anywhere(
        self, nodes: list[_Node], root: _Node, count: int
    ) -> Iterator[tuple[Attempt, Phase]]:
        """Try sets of points drawn from everywhere."""
        for _ in range(count):
            some: list[int] = root.draw(self.random, int(self.random.integers(1, 4)))
            for _ in range(int(self.random.integers(1, 3))):
                node = nodes[int(self.random.integers(len(nodes)))]
                some += node.draw(self.random, 1)
            yield self.pool.whole(some), "rollouts"
