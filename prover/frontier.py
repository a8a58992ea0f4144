"""The search of Porism as the frontier of :mod:`porism.synth.frontier` asks for it.

Everything is bounded by numbers of attempts, on one thread, so that the same questions have the
same answers on every machine. ``porism synth --frontier`` puts the two together.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import with_premises
from porism.ddar.traceback import TracebackError
from porism.ddar.trials import MOST_GOALS
from porism.geometry.figure.diagram import Diagram
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Coordinates
from porism.prover.conjectures import conjectures
from porism.prover.proposers.base import Candidate, Proposer, State, with_candidates
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.search.driver import Bounds, Search
from porism.prover.search.figure import Task
from porism.prover.search.policy import DEFAULT_POLICY, AroundAlike, Policy, Sizes
from porism.prover.search.schedule import RankedCandidates, Schedule
from porism.prover.search.steps import (
    Answer,
    Attempt,
    AwaitSlow,
    Barrier,
    BarrierResult,
    Expand,
    LookAlike,
    Numbers,
    Rescore,
    Rescored,
    Sets,
)
from porism.prover.search.trials import CandidateTrials
from porism.prover.search.trim import trimmed_proof
from porism.prover.solve import renamed
from porism.synth.frontier.searcher import Choice, Fallen, Found, Mined, Sweep

__all__ = ["HeuristicSearcher"]

_NEVER = 1e9  # seconds: no clock ends anything here, or rows would depend on the machine
_LIMITS = Limits(_NEVER, 20_000)
_TRIAL = Limits(_NEVER, DEFAULT_POLICY.attempt_facts)
_POLICY = replace(
    DEFAULT_POLICY,
    # Difficulty is counted as in older data sets: all candidates alone first, none that look alike,
    # no orbits, no figures with one point more.
    widening=(),
    with_orbits=0,
    one_more=0,
    around_alike=AroundAlike(sets=0, most=0, following=0, older=0, attempts=0),
    attempt_seconds=_NEVER,
    preadded_seconds=_NEVER,
    rederiving_seconds=_NEVER,
)
_MINING = Sizes(single=1500, paired=60)  # of a figure whose statements are asked for together
_BEST = 250  # candidates tried before the others are listed
_CHUNK = 128  # attempts


@dataclass(frozen=True)
class HeuristicSearcher:
    """Search with the heuristic's candidates."""

    seed: int = 0
    policy: Policy = _POLICY

    @property
    def name(self) -> str:
        """The name of the proposer."""
        return "heuristic"

    @property
    def _proposer(self) -> Proposer:
        return Heuristic()

    def pool(
        self, closure: Closure, added: Sequence[Candidate] = (), most: int | None = None
    ) -> list[Candidate]:
        """Return the candidates for a figure with some points added, best first."""
        state = State(closure, Diagram(closure.coordinates), (), tuple(added))
        most = self.policy.of_problem.single if most is None else most
        return list(islice(self._proposer.propose(state, self.seed), most))

    def mine(self, closure: Closure, statements: Sequence[Predicate], attempts: int) -> Mined:
        """Look for points that prove statements, and take what is proved for granted."""
        return _Mine(closure, statements, self).run(attempts)

    def sweep(self, closure: Closure, goal: Predicate) -> Sweep:
        """Try all candidates alone, up to the first that proves the goal.

        The best come first, by themselves: most goals fall to them, and a long list takes longer to
        make than they to try.
        """
        state = State(closure, Diagram(closure.coordinates), ())
        best = self._sweep(closure, goal, list(Heuristic(_BEST).propose(state, self.seed)))
        return self._sweep(closure, goal, self.pool(closure)) if best.first is None else best

    def _sweep(self, closure: Closure, goal: Predicate, pool: Sequence[Candidate]) -> Sweep:
        others = conjectures(closure, self.policy.conjectures, (goal,))[: MOST_GOALS - 1]
        trials = CandidateTrials(closure, (goal, *others), _TRIAL)
        numbers = [trials.add(candidate) for candidate in pool]
        first: dict[int, int] = {}  # statement -> rank
        tried = 0
        while tried < len(numbers) and 0 not in first:
            chunk = numbers[tried : tried + _CHUNK]
            masks = trials.run([trials.complete((number,)) for number in chunk])
            for rank, mask in enumerate(masks, tried):
                for k in _bits(mask):
                    first.setdefault(k, rank)
            tried += len(chunk)
        lemmas = tuple((others[k - 1], rank) for k, rank in sorted(first.items()) if k)
        return Sweep(len(pool), _digest(pool), first.get(0), tried, lemmas)

    def proving(self, closure: Closure, goal: Predicate) -> list[int]:
        """Return the ranks of all candidates that prove the goal alone."""
        trials = CandidateTrials(closure, (goal,), _TRIAL)
        numbers = [trials.add(candidate) for candidate in self.pool(closure)]
        masks = trials.run([trials.complete((number,)) for number in numbers])
        return [rank for rank, mask in enumerate(masks) if mask]

    def digest(self, closure: Closure) -> str:
        """Return the fingerprint of the pool of a figure, as a sweep does."""
        return _digest(self.pool(closure))

    def search(self, closure: Closure, goal: Predicate, attempts: int) -> Found:
        """Search as ``porism solve`` does, for so many attempts."""
        diagram = Diagram(closure.coordinates)
        task = Task(diagram, (goal,), self._proposer, self.seed, self.policy)
        search = Search(closure, task, Bounds(math.inf, attempts, threading.Event()))
        with closing(search.hits()) as hits:
            for hit in hits:
                found = self.trimmed(closure, goal, hit.candidates)
                if found is not None:
                    return replace(found, attempts=search.attempts)
        return Found(search.attempts)

    def trimmed(
        self, closure: Closure, goal: Predicate, candidates: Sequence[Candidate]
    ) -> Found | None:
        """Derive a hit anew, and leave out what it does not need."""
        candidates = renamed(candidates, closure.points)
        extended = with_candidates(closure, candidates, _LIMITS)
        if not extended.holds(goal):
            return None
        clauses = [candidate.clause for candidate in candidates]
        try:
            proof = trimmed_proof(closure, clauses, extended, goal, _LIMITS)
        except TracebackError:
            return None
        kept = proof.problem.auxiliary
        return Found(0, kept, {p: proof.coordinates[p] for c in kept for p in c.points})

    def choices(
        self, closure: Closure, goal: Predicate, clauses: Sequence[Clause], places: Coordinates
    ) -> tuple[Choice, ...]:
        """Find auxiliary clauses in the pools they would be chosen from, one after another."""
        if not clauses:
            return ()
        added: list[Candidate] = []
        found: list[Choice] = []
        root = self.pool(closure)
        for clause in clauses:
            rank, size = _rank(clause, root), len(root)
            if rank is None and added:
                after = self.pool(closure, added, self.policy.following)
                rank, size = _rank(clause, after), len(after)
            found.append(Choice(clause, rank, size))
            added.append(_candidate(clause, places))
        return tuple(found)


Calls = frozenset[tuple[str, tuple[str, ...]]]


def _calls(candidate: Candidate) -> Calls:
    """Return what a candidate of one point says, without the name of its point."""
    new = {p: f"new {k}" for k, p in enumerate(candidate.points)}
    return frozenset(
        (name, tuple(new.get(p, p) for p in points)) for name, points in candidate.constructions
    )


def _candidate(clause: Clause, places: Coordinates) -> Candidate:
    calls = tuple((c.name, c.arguments) for c in clause.constructions)
    return Candidate(clause.points, calls, tuple(places[p] for p in clause.points))


def _rank(clause: Clause, pool: Sequence[Candidate]) -> int | None:
    """Return the place of a clause among candidates, None where it is not among them."""
    wanted = _calls(_candidate(clause, dict.fromkeys(clause.points, (0.0, 0.0))))
    names = {name for name, _ in wanted}
    for rank, candidate in enumerate(pool):
        if candidate.constructions[0][0] in names and _calls(candidate) == wanted:
            return rank
    return None


def _digest(pool: Iterable[Candidate]) -> str:
    """Return a fingerprint of candidates in their order."""
    text = "\n".join(repr(candidate.constructions) for candidate in pool)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _bits(mask: int) -> Iterable[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class _Mine:
    """One figure in which many statements are searched for together.

    What falls is assumed at the next barrier, as lemmas are; the candidates that proved it may
    then be needed for everything that falls later.
    """

    def __init__(
        self, closure: Closure, statements: Sequence[Predicate], searcher: HeuristicSearcher
    ) -> None:
        self._closure = closure
        self._open = list(statements)[:MOST_GOALS]
        self._searcher = searcher
        self._trials = CandidateTrials(closure, self._open, _TRIAL)
        self._proved: dict[int, Numbers] = {}  # since the last barrier, by number
        self._prerequisites: dict[int, None] = {}
        self._fallen: list[Fallen] = []
        self._attempts = 0

    def run(self, most: int) -> Mined:
        """Make at most about so many attempts."""
        policy = self._searcher.policy
        pool = self._searcher.pool(self._closure, (), _MINING.single)
        ranked = RankedCandidates(self._hold(pool), policy.sharpness)
        policy = replace(policy, supposed=0)  # these statements are not goals
        steps = Schedule(ranked, self._searcher.seed, _MINING, policy).attempts()
        answer: Answer = None
        chunk: list[Numbers] = []
        while self._attempts < most and self._open:
            try:
                step = steps.send(answer)
            except StopIteration:
                break
            answer = None
            if isinstance(step, Attempt):
                chunk.append(self._trials.complete(step.candidates))
            if chunk and (len(chunk) == _CHUNK or not isinstance(step, Attempt)):
                self._make(chunk)
                chunk = []
            if isinstance(step, Barrier):
                answer = BarrierResult(self._absorb())
            elif isinstance(step, Expand):
                added = [self._trials.candidate(i) for i in self._trials.complete(step.after)]
                answer = self._hold(self._searcher.pool(self._closure, added, step.most))
            elif isinstance(step, AwaitSlow):
                answer = ()
            elif isinstance(step, LookAlike):
                answer = Sets(self._trials.alike(step.among, policy.around_alike.most))
            elif isinstance(step, Rescore):
                answer = Rescored(step.candidates)
        self._absorb()
        return Mined(tuple(self._fallen), self._attempts)

    def _hold(self, candidates: Iterable[Candidate]) -> list[tuple[int, float]]:
        return [(self._trials.add(c), c.score) for c in candidates]

    def _make(self, attempts: Sequence[Numbers]) -> None:
        self._attempts += len(attempts)
        for attempt, mask in zip(attempts, self._trials.run(attempts), strict=True):
            for k in _bits(mask):
                self._proved.setdefault(k, attempt)

    def _absorb(self) -> tuple[Numbers, ...]:
        """Assume what has fallen since the last call; return the attempts that proved it."""
        if not self._proved:
            return ()
        proved, self._proved = self._proved, {}
        before = tuple(self._prerequisites)
        lemmas = [self._open[k] for k in proved]
        groups = {attempt: len(self._fallen) + k for k, attempt in enumerate(proved.values())}
        for lemma, attempt in zip(lemmas, proved.values(), strict=True):
            numbers = dict.fromkeys((*before, *attempt))
            self._fallen.append(self._fall(lemma, tuple(numbers), groups[attempt]))
            self._prerequisites.update(dict.fromkeys(attempt))
        with self._trials.between_attempts() as idle:
            self._closure = with_premises(self._closure, lemmas, _LIMITS)
            after = [s for s in self._open if s not in lemmas and self._closure.holds(s)]
            self._open = [s for s in self._open if not self._closure.holds(s)]
            self._trials.rebase(idle, self._closure, self._open)
        for statement in after:  # it follows from lemmas, whose points are all prerequisites
            every = tuple(self._prerequisites)
            self._fallen.append(self._fall(statement, every, len(self._fallen)))
        return tuple(proved.values())

    def _fall(self, statement: Predicate, numbers: Numbers, group: int) -> Fallen:
        candidates = [self._trials.candidate(i) for i in numbers]
        places = {p: at for c in candidates for p, at in zip(c.points, c.places, strict=True)}
        return Fallen(statement, tuple(c.clause for c in candidates), places, group)
