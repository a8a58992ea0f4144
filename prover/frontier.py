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
from porism.prover.search.policy import DEFAULT_POLICY, Policy
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
    chunk=16,  # so that difficulty is counted finely
    attempt_seconds=_NEVER,
    preadded_seconds=_NEVER,
    rederiving_seconds=_NEVER,
)
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
        """Look for points that prove statements, asking for all of them in each attempt."""
        goals = tuple(statements)[: MOST_GOALS - self.policy.conjectures]
        search = self._searching(closure, goals, attempts)
        fallen: dict[int, Fallen] = {}
        with closing(search.hits()) as hits:
            for group, hit in enumerate(hits):
                clauses = tuple(candidate.clause for candidate in hit.candidates)
                at = _places(hit.candidates)
                for k in hit.goals:
                    found = Fallen(goals[k], clauses, at, group, search.attempts)
                    fallen.setdefault(k, found)
                if len(fallen) == len(goals):
                    break
        return Mined(tuple(fallen.values()), search.attempts)

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
        search = self._searching(closure, (goal,), attempts)
        with closing(search.hits()) as hits:
            for hit in hits:
                found = self.trimmed(closure, goal, hit.candidates)
                if found is not None:
                    return replace(found, attempts=search.attempts)
        return Found(search.attempts)

    def _searching(self, closure: Closure, goals: tuple[Predicate, ...], attempts: int) -> Search:
        diagram = Diagram(closure.coordinates)
        task = Task(diagram, goals, self._proposer, self.seed, self.policy)
        return Search(closure, task, Bounds(math.inf, attempts, threading.Event()))

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


def _places(candidates: Iterable[Candidate]) -> Coordinates:
    return {p: at for c in candidates for p, at in zip(c.points, c.places, strict=True)}


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
