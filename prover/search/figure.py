"""One figure that is searched: its closure, the pool of candidates, the lemmas that fell.

The first stage is the figure of the problem. Later ones have promising points added from the
start, so that what stands on several of them comes within reach of one or two more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import extend
from porism.geometry.figure.diagram import Diagram
from porism.geometry.predicates import Predicate
from porism.prover.proposers.base import Candidate, Proposer, State
from porism.prover.search.lemmas import granted, unproved
from porism.prover.search.schedule import Later, Rollouts, Sizes
from porism.prover.search.trials import Attempt, Pool

__all__ = ["Hit", "Stage"]

_LEMMAS = 40
_SIZES = (Sizes(4000, 160), Sizes(2500, 90))  # of the first stage, of later ones
_MOST_POINTS = 40
_FOR_RULES = 200  # candidates that are tried with users' rules
_FACTS = 20_000  # of one such attempt


@dataclass(frozen=True)
class Hit:
    """An attempt that reached goals: the candidates added, and the goals by number."""

    candidates: tuple[Candidate, ...]
    goals: tuple[int, ...]


class Stage:
    """A closed figure, ``ground``, in which ``promoted`` candidates have been added already."""

    def __init__(
        self,
        ground: Closure,
        diagram: Diagram,
        goals: tuple[Predicate, ...],
        proposer: Proposer,
        *,
        seed: int,
        number: int = 0,
        promoted: Sequence[Candidate] = (),
        owed: Sequence[Candidate] = (),
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """``owed`` are the candidates that lemmas of ``ground`` are owed to.

        Once ``stop`` says so no more candidates are asked for.
        """
        self.ground = ground
        self.diagram = diagram
        self.goals = goals
        self.proposer = proposer
        self.seed = seed
        self.promoted = tuple(promoted)
        self.owed = tuple(owed)
        self.stop = stop
        self._asking = ThreadPoolExecutor(1)
        self._closed = False
        self.lemmas = unproved(ground, _LEMMAS, goals)
        self.bank: dict[int, None] = {}  # candidates that proved lemmas, in order
        self.pool = Pool(ground, (*goals, *self.lemmas), f"{number}_" if number else "")
        self.rollouts = Rollouts(
            self.pool, self.suggest, self.suggest_later, seed, _SIZES[number > 0]
        )
        self.fallen: dict[int, Attempt] = {}  # lemmas since the last barrier
        self._for_rules: Iterator[int] | None = None

    def suggest(self, added: Attempt, most: int) -> list[tuple[int, float]]:
        """Ask the proposer what may follow ``added``; return candidates with their scores."""
        candidates = tuple(self.pool.candidate(i) for i in added)
        state = State(self.ground, self.diagram, self.goals, candidates, self.stop)
        if self.stop():
            return []
        if len(state.points) >= max(_MOST_POINTS, len(self.ground.points) + 4):
            return []
        proposed = islice(self.proposer.propose(state, self.seed), most)
        return [(self.pool.add(c), c.score) for c in proposed]

    def suggest_later(self) -> Later:
        """Begin to ask the proposer for what takes long to find, in the figure of the problem."""
        if self.promoted or self.stop():
            return list
        state = State(self.ground, self.diagram, self.goals, (), self._is_over)
        asked = self._asking.submit(lambda: list(self.proposer.later(state, self.seed)))
        return lambda: [(self.pool.add(c), c.score) for c in asked.result()]

    def close(self) -> None:
        """Let nobody work for this stage any more."""
        self._closed = True
        self.pool.cancel()
        self._asking.shutdown(cancel_futures=True)

    def _is_over(self) -> bool:
        return self._closed or self.stop()

    def read(self, attempts: Sequence[Attempt], masks: Sequence[int]) -> Iterator[Hit]:
        """Note which lemmas fell, and yield attempts that reached a goal."""
        goals = (1 << len(self.goals)) - 1
        for attempt, mask in zip(attempts, masks, strict=True):
            if mask & goals:
                yield self.hit(attempt, mask)
            lemmas = mask >> len(self.goals)
            while lemmas:
                lowest = lemmas & -lemmas
                self.fallen.setdefault(lowest.bit_length() - 1, attempt)
                lemmas ^= lowest

    def try_with_rules(self, seconds: float) -> list[Hit] | None:
        """Try the next best single candidate with users' rules, which attempts go without.

        No attempt may be running. Returns the hits; None when no candidate is left. ``seconds``
        should be plenty: where they end an attempt, the run depends on the machine.
        """
        if self._for_rules is None:
            self._for_rules = iter([number for number, _ in self.suggest((), _FOR_RULES)])
        number = next(self._for_rules, None)
        if number is None:
            return None
        attempt = self.pool.whole([number])
        added = [self.pool.candidate(i) for i in attempt]
        places = {p: at for c in added for p, at in zip(c.points, c.places, strict=True)}
        closure = extend(self.ground, [c.clause for c in added], places, Limits(seconds, _FACTS))
        wanted = enumerate((*self.goals, *self.lemmas))
        return list(self.read([attempt], [sum(1 << i for i, s in wanted if closure.holds(s))]))

    def hit(self, attempt: Attempt, mask: int) -> Hit:
        """Return the hit of an attempt, with what it owes to lemmas and to promoted points."""
        reached = tuple(i for i in range(len(self.goals)) if mask >> i & 1)
        return Hit(self.behind(attempt), reached)

    def behind(self, attempt: Attempt) -> tuple[Candidate, ...]:
        """Return all candidates that what holds after an attempt is owed to."""
        own = (self.pool.candidate(i) for i in dict.fromkeys((*self.bank, *attempt)))
        named = {c.points: c for c in (*self.owed, *self.promoted, *own)}
        return tuple(named.values())

    def settle(self) -> tuple[list[Predicate], list[Hit]]:
        """Grant the lemmas that fell since the last call; no attempt may be running.

        Returns them, and a hit if goals follow from them alone.
        """
        self.rollouts.news = list(self.fallen.values())
        if not self.fallen:
            return [], []
        for attempt in self.fallen.values():
            self.bank.update(dict.fromkeys(attempt))
        shown = [self.lemmas[i] for i in self.fallen]
        self.fallen = {}
        self.grant(shown)
        mask = sum(1 << i for i, goal in enumerate(self.goals) if self.ground.holds(goal))
        return shown, [self.hit((), mask)] if mask else []

    def grant(self, lemmas: Sequence[Predicate], owed: Sequence[Candidate] = ()) -> None:
        """Start from a closure with these lemmas; no attempt may be running."""
        self.owed = (*self.owed, *(c for c in owed if c not in self.owed))
        self.ground = granted(self.ground, lemmas)
        self.lemmas = unproved(self.ground, _LEMMAS, self.goals)
        self.pool.rebase(self.ground, (*self.goals, *self.lemmas))
