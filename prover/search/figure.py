"""A figure that is searched: its closure, the goals, and the lemmas that attempts prove.

The first one is the figure of the problem. Others have promising points added from the start
(*preadded* points), so that what stands on several of them comes within reach of one or two more.

Besides the goals, attempts are asked for conjectures: statements that hold in the figure and are
not in the closure (:mod:`porism.prover.conjectures`). One that an attempt proves is a lemma.
Between attempts lemmas are absorbed: further attempts start from a closure that assumes them,
and the candidates of the attempts that proved them become prerequisites, which every later hit
includes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import with_premises
from porism.ddar.trials import MOST_GOALS, Observation
from porism.geometry.figure.diagram import Diagram
from porism.geometry.predicates import Predicate
from porism.prover.conjectures import conjectures
from porism.prover.proposers.base import (
    Candidate,
    Learned,
    Proposer,
    Rescorer,
    Shown,
    State,
    with_candidates,
)
from porism.prover.search.crowds import needed
from porism.prover.search.orbits import Orbits
from porism.prover.search.policy import DEFAULT_POLICY, Policy, Sizes
from porism.prover.search.schedule import RankedCandidates
from porism.prover.search.steps import Crowd, Numbers, Phase, Rescored, Suggestion
from porism.prover.search.trials import CandidateTrials

__all__ = ["Absorbed", "Hit", "Preadded", "SearchFigure", "Task"]


@dataclass(frozen=True)
class Hit:
    """An attempt that reached goals: the candidates added, and the goals by number."""

    candidates: tuple[Candidate, ...]
    goals: tuple[int, ...]


@dataclass(frozen=True)
class Task:
    """What is searched for: the goals, in which figure, with whose candidates, how."""

    diagram: Diagram
    goals: tuple[Predicate, ...]
    proposer: Proposer
    seed: int = 0
    policy: Policy = DEFAULT_POLICY


@dataclass(frozen=True)
class Preadded:
    """What distinguishes a later figure from the first: its number, seed, and preadded points.

    ``prerequisites`` are candidates whose points were used to prove the lemmas assumed in the
    first figure; ``sizes`` says how many candidates are asked for.
    """

    number: int
    seed: int
    candidates: tuple[Candidate, ...]
    prerequisites: tuple[Candidate, ...]
    sizes: Sizes


@dataclass(frozen=True)
class Absorbed:
    """The lemmas proved since the last barrier, and goals that follow from lemmas alone.

    ``attempts`` has, for each lemma, the candidates of the attempt that proved it.
    """

    lemmas: tuple[Predicate, ...] = ()
    attempts: tuple[Numbers, ...] = ()
    hits: tuple[Hit, ...] = ()


class SearchFigure:
    """A closed figure that is searched, and what attempts have shown of it.

    ``closure`` and ``conjectures`` change only between attempts, in :meth:`absorb_lemmas` and
    :meth:`assume_lemmas`, which raise RuntimeError while attempts are being made.
    """

    def __init__(
        self,
        closure: Closure,
        task: Task,
        preadded: Preadded | None = None,
        *,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Search in ``closure``, to which the points of ``preadded`` have been added.

        Once ``stop()`` is true no candidates are asked for.
        """
        policy = task.policy
        self.closure = closure
        self.goals = task.goals
        self.preadded = () if preadded is None else preadded.candidates
        self.seed = task.seed if preadded is None else preadded.seed
        self.sizes = policy.of_problem if preadded is None else preadded.sizes
        room = MOST_GOALS - len(task.goals)
        self.conjectures = tuple(conjectures(closure, min(policy.conjectures, room), task.goals))
        self.trials = CandidateTrials(
            closure,
            (*self.goals, *self.conjectures),
            Limits(policy.attempt_seconds, policy.attempt_facts),
            "" if preadded is None else f"{preadded.number}_",
        )
        self._task = task
        self._stop = stop
        # Candidates whose points were used to prove the lemmas assumed here: those of other
        # figures, and those of this one by number, in the order in which the lemmas came.
        self._prerequisites_elsewhere = () if preadded is None else preadded.prerequisites
        self._prerequisites_here: dict[int, None] = {}
        # What follows from the coincidences of candidates, supposed to hold.
        self._supposed: dict[int, int] = {}
        # The conjectures proved since the last barrier, by number, and by which attempt.
        self._proved_lemmas: dict[int, Numbers] = {}
        # Crowds that have not been answered, and what was needed of those that reached a goal.
        self._crowds: set[Numbers] = set()
        self._reaching: set[Numbers] = set()
        self._orbits_of: dict[int, list[Numbers]] = {}  # of candidates asked about
        self._for_rules: Iterator[int] | None = None
        self._promising: RankedCandidates | None = None  # by the last scores
        # What attempts with single candidates have shown, if the proposer wants to know.
        self._shown: dict[int, Observation] = {}

    # --- candidates ---------------------------------------------------------------------------

    def make(self, attempts: Sequence[Numbers], phase: Phase) -> list[int]:
        """Make attempts; return what each proves. Several threads may do so."""
        if phase != "sweep" or not isinstance(self._task.proposer, Rescorer):
            return self.trials.run(attempts)
        shown = self.trials.observe(attempts)
        for attempt, observation in zip(attempts, shown, strict=True):
            *before, last = attempt
            if self.trials.parents(last) == tuple(before):
                self._shown[last] = observation
        return [observation.mask for observation in shown]

    def rescored(self, known: Sequence[Suggestion]) -> Rescored:
        """Score candidates anew by what attempts with each alone, and suppositions, have shown.

        Where the proposer does not learn from attempts, leading candidates are raised.
        """
        policy, proposer = self._task.policy, self._task.proposer
        numbers = [number for number, _ in known]
        learned = Learned()
        if isinstance(proposer, Rescorer) and all(number in self._shown for number in numbers):
            learned = proposer.rescore(
                self._state(()),
                [self.trials.held(number) for number in numbers],
                [Shown(self._shown[number], self._supposed.get(number)) for number in numbers],
                self.trials.observe([()])[0].residual,
            )
        leading, more = self.leading, policy.leading_odds
        odds = [score + (more if number in leading else 0.0) for number, score in known]
        if learned.scores:
            odds = [policy.sharpness * score for score in learned.scores]
        ranked = sorted(zip(numbers, odds, strict=True), key=lambda suggestion: -suggestion[1])
        self._promising = RankedCandidates(ranked)
        return Rescored(ranked, leading, [(numbers[i], numbers[j]) for i, j in learned.pairs])

    @cached_property
    def ranked(self) -> RankedCandidates:
        """The candidates of the figure without further points."""
        return RankedCandidates(self.suggest((), self.sizes.single), self._task.policy.sharpness)

    def suggest(self, after: Numbers, most: int) -> list[Suggestion]:
        """Ask the proposer what may follow some candidates; hold what it yields."""
        added = tuple(self.trials.candidate(i) for i in self.trials.complete(after))
        state = replace(self._state(added), wanted=most)
        if self._stop():
            return []
        allowed = max(self._task.policy.most_points, len(self.closure.points) + 4)
        if len(state.points) >= allowed:
            return []
        return self.hold(islice(self._task.proposer.propose(state, self.seed), most))

    def alike(self, among: Iterable[int]) -> list[Numbers]:
        """Return the sets of candidates, given best first, that look alike."""
        return self.trials.alike(among, self._task.policy.around_alike.most)

    def orbits(self, among: Iterable[int]) -> list[list[Numbers]]:
        """Return the orbits of candidates, best first, under each group of symmetries.

        Only the figure of the problem has any: a point more breaks them. An orbit of one candidate
        counts, since it may be what others need.
        """
        if self.preadded:
            return []
        found: list[dict[frozenset[tuple[float, float]], Numbers]] = [
            {} for _ in self._orbits.groups
        ]
        for number in among:
            if number not in self._orbits_of:
                every = self._orbits.of(self.trials.held(number))
                self._orbits_of[number] = [
                    (number, *map(self.trials.add, orbit[1:])) if orbit else () for orbit in every
                ]
            for group, orbit in zip(found, self._orbits_of[number], strict=True):
                if orbit:
                    group.setdefault(frozenset(map(self._cell, orbit)), orbit)
        return [list(group.values()) for group in found]

    @cached_property
    def _orbits(self) -> Orbits:
        clauses = self.closure.problem.clauses
        made_from = {
            p: frozenset(q for s in clause.premises for q in s.points) - set(clause.points)
            for clause in clauses
            for p in clause.points
        }
        return Orbits(self.closure.coordinates, made_from)

    def crowd(self, step: Crowd) -> Numbers:
        """Return the attempt that is a crowd."""
        places = set(map(self._cell, step.added))
        apart = [c for c in step.others if self._cell(c) not in places]
        chosen = self._at_different_places(apart, step.most)
        attempt = self.trials.complete((*step.added, *chosen))
        self._crowds.add(attempt)
        return attempt

    def _state(self, added: tuple[Candidate, ...]) -> State:
        return State(self.closure, self._task.diagram, self.goals, added, self._stop)

    def propose_slowly(self) -> list[Candidate]:
        """Ask the proposer for what takes long to find. May run beside everything else."""
        return list(self._task.proposer.propose_slowly(self._state(()), self.seed))

    def hold(self, candidates: Iterable[Candidate]) -> list[Suggestion]:
        """Hold candidates for trying; return their numbers and scores."""
        return [(self.trials.add(c), c.score) for c in candidates]

    def most_promising(self, count: int) -> list[int]:
        """Return the best candidates, of those at one place the best."""
        return self._at_different_places((self._promising or self.ranked).numbers, count)

    def draw_promising(self, count: int, number: int) -> list[int]:
        """Draw candidates at different places by score.

        ``number`` selects the random numbers: another one gives another draw.
        """
        random = np.random.default_rng([self.seed, 2, number])
        drawn = (self._promising or self.ranked).draw(random, 4 * count)
        return self._at_different_places(drawn, count)

    def _at_different_places(self, candidates: Sequence[int], count: int) -> list[int]:
        chosen: dict[tuple[float, float], int] = {}
        for candidate in candidates:
            if len(chosen) == count:
                break
            chosen.setdefault(self._cell(candidate), candidate)
        return list(chosen.values())

    def _cell(self, candidate: int) -> tuple[float, float]:
        x, y = self.trials.place(candidate)
        return round(x, 6), round(y, 6)

    # --- answers ------------------------------------------------------------------------------

    def read(self, attempts: Sequence[Numbers], masks: Sequence[int]) -> Iterator[Hit]:
        """Note which conjectures were proved, and yield attempts that reached a goal.

        What attempts with a supposition reach is not proved: it says which candidates are leading.
        Of a crowd what its goals need is yielded, once; what else it proves is not noted, since
        every later hit would have to include all of it.
        """
        goals = (1 << len(self.goals)) - 1
        for attempt, mask in zip(attempts, masks, strict=True):
            candidate = self.trials.supposed(attempt)
            if candidate is not None:
                self._supposed[candidate] = mask
                continue
            if attempt in self._crowds:
                self._crowds.remove(attempt)
                yield from self._needed(attempt, mask & goals)
                continue
            if mask & goals:
                yield self._hit(attempt, mask)
            proved = mask >> len(self.goals)
            while proved:
                lowest = proved & -proved
                self._proved_lemmas.setdefault(lowest.bit_length() - 1, attempt)
                proved ^= lowest

    def _needed(self, crowd: Numbers, mask: int) -> Iterator[Hit]:
        """Yield what is needed of a crowd for the goals of ``mask``, unless it is known."""
        if not mask:
            return

        def reaches(attempts: list[Numbers]) -> list[bool]:
            return [found & mask == mask for found in self.trials.run(attempts)]

        attempt = needed(crowd, self.trials.parents, reaches)
        if attempt not in self._reaching:
            self._reaching.add(attempt)
            yield self._hit(attempt, mask)

    @property
    def leading(self) -> frozenset[int]:
        """The candidates from whose coincidences, supposed to hold, a goal follows."""
        goals = (1 << len(self.goals)) - 1
        return frozenset(number for number, mask in self._supposed.items() if mask & goals)

    def prerequisites(self, attempt: Numbers = ()) -> tuple[Candidate, ...]:
        """Return all candidates that what holds after an attempt was proved with."""
        own = map(self.trials.candidate, dict.fromkeys((*self._prerequisites_here, *attempt)))
        every = (*self._prerequisites_elsewhere, *self.preadded, *own)
        return tuple({candidate.points: candidate for candidate in every}.values())

    def _hit(self, attempt: Numbers, mask: int) -> Hit:
        reached = tuple(i for i in range(len(self.goals)) if mask >> i & 1)
        return Hit(self.prerequisites(attempt), reached)

    # --- between attempts -----------------------------------------------------------------------

    def absorb_lemmas(self) -> Absorbed:
        """Assume what attempts have proved since the last call."""
        if not self._proved_lemmas:
            return Absorbed()
        proved, self._proved_lemmas = self._proved_lemmas, {}
        for attempt in proved.values():
            self._prerequisites_here.update(dict.fromkeys(attempt))
        lemmas = tuple(self.conjectures[i] for i in proved)
        self.assume_lemmas(lemmas)
        mask = sum(1 << i for i, goal in enumerate(self.goals) if self.closure.holds(goal))
        hits = (self._hit((), mask),) if mask else ()
        return Absorbed(lemmas, tuple(proved.values()), hits)

    def assume_lemmas(
        self, lemmas: Sequence[Predicate], prerequisites: Iterable[Candidate] = ()
    ) -> None:
        """Make further attempts start from a closure with ``lemmas``.

        ``prerequisites`` are candidates of other figures that were used to prove them.
        """
        known = self._prerequisites_elsewhere
        with self.trials.between_attempts() as idle:
            self._prerequisites_elsewhere = (*known, *(c for c in prerequisites if c not in known))
            self.closure = with_premises(self.closure, lemmas)
            most = self._task.policy.conjectures
            self.conjectures = tuple(conjectures(self.closure, most, self.goals))
            self.trials.rebase(idle, self.closure, (*self.goals, *self.conjectures))

    def try_with_rules(self, seconds: float) -> list[Hit] | None:
        """Try the next best single candidate with users' rules, which attempts leave out.

        Returns the hits; None when no candidate is left. ``seconds`` should be plenty: where they
        end an attempt, the run depends on the machine.
        """
        policy = self._task.policy
        if self._for_rules is None:
            self._for_rules = iter([i for i, _ in self.suggest((), policy.rule_candidates)])
        number = next(self._for_rules, None)
        if number is None:
            return None
        attempt = self.trials.complete([number])
        added = [self.trials.candidate(i) for i in attempt]
        with self.trials.between_attempts():
            closure = with_candidates(self.closure, added, Limits(seconds, policy.attempt_facts))
        wanted = enumerate((*self.goals, *self.conjectures))
        return list(self.read([attempt], [sum(1 << i for i, s in wanted if closure.holds(s))]))
