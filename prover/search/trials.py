"""Candidates held for trying: named and encoded once, tried by number in :mod:`porism.ddar.trials`.

Every candidate held here has points of its own, so that candidates can stand on each other. A
point that a proposer calls ``x1`` is ``z12`` here, is a number in the engine, and is called
``x1`` or so again in a proof (:func:`porism.prover.solve.renamed`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from itertools import count

from porism.ddar.closure import Closure, Limits
from porism.ddar.trials import Observation, Trials
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import Predicate
from porism.prover.proposers.base import Call, Candidate, Place
from porism.prover.search.alike import alike_sets
from porism.prover.search.steps import Numbers

__all__ = ["CandidateTrials", "Idle"]


class Idle:
    """Evidence that no attempt is being made, and none will be for a while.

    Only :meth:`CandidateTrials.between_attempts` hands it out.
    """


class CandidateTrials:
    """Candidates for one closed figure, and attempts with them.

    Candidates may be added while other threads make attempts.
    """

    def __init__(
        self, closure: Closure, goals: Sequence[Predicate], limits: Limits, prefix: str = ""
    ) -> None:
        """``goals`` are at most 64 statements about points of ``closure``.

        ``limits`` bound each attempt. The points of candidates are called by a letter, ``prefix``
        and a number.
        """
        self._trials = Trials(closure, goals, limits)
        self._held: list[Candidate] = []
        self._parents: list[Numbers] = []  # of each candidate: all it stands on, oldest first
        self._first: list[int] = []  # number of the first point of each candidate
        self._number = {name: i for i, name in enumerate(closure.points)}
        self._maker: dict[str, int] = {}
        self._known: dict[tuple[tuple[Call, ...], Numbers], int] = {}
        self._supposed: dict[int, int] = {}  # candidate -> supposition
        self._suppositions: dict[int, int] = {}  # and back
        # not x, which proposers use for points that are not yet held
        letters = (letter + prefix for letter in ("z", "y", "w", "z_", "y_", "w_"))
        self._letter = next(start for start in letters if not _uses(closure, start))
        self._lock = threading.Lock()
        self._running = 0  # calls of run
        self._idle = False

    def __len__(self) -> int:
        """Return the number of candidates and suppositions."""
        return len(self._held)

    def candidate(self, number: int) -> Candidate:
        """Return a candidate under the names that its points have here."""
        held = self._held[number]
        names = dict(zip(held.points, self._names(number), strict=True))
        return replace(held.rename(names), prerequisites=())

    def held(self, number: int) -> Candidate:
        """Return a candidate as it was added."""
        return self._held[number]

    def place(self, number: int) -> Place:
        """Return where the first point of a candidate is."""
        return self._held[number].places[0]

    def parents(self, number: int) -> Numbers:
        """Return all candidates that a candidate stands on, oldest first."""
        return self._parents[number]

    def _names(self, number: int) -> list[str]:
        first = self._first[number]
        return [f"{self._letter}{first + i}" for i in range(len(self._held[number].points))]

    def add(self, candidate: Candidate) -> int:
        """Hold a candidate, whose points get names of their own; return its number.

        Its other points are those of the figure and of candidates held before, by the names
        that these have here. A candidate held before keeps its number.
        """
        together: Numbers = ()  # its prerequisites, with all they stand on
        if candidate.prerequisites:
            names: dict[str, str] = {}
            for earlier in candidate.prerequisites:
                held = self.add(earlier.rename(names))
                together = tuple(dict.fromkeys((*together, *self._parents[held], held)))
                names.update(zip(earlier.points, self._names(held), strict=True))
            candidate = candidate.rename(names)
        known = self._known.get((candidate.constructions, together))
        if known is not None:
            return known
        number = len(self._held)
        self._parents.append(self._encode(candidate, together))
        self._known[candidate.constructions, together] = number
        self._held.append(candidate)
        self._first.append(len(self._number))
        for name in self._names(number):
            self._number[name] = len(self._number)
            self._maker[name] = number
        return number

    def alike(self, numbers: Iterable[int], most: int) -> list[Numbers]:
        """Return the sets of two to ``most`` candidates, given best first, that look alike.

        They have the same constructions, and the figure shows them on loci of the same kinds.
        """
        held = ((number, self._held[number]) for number in numbers)
        return alike_sets(((n, _look(c), _cell(c)) for n, c in held if not c.prerequisites), most)

    def suppose(self, candidate: int) -> int | None:
        """Return the number of a supposition: what the figure shows of a candidate holds.

        An attempt that ends with it answers what would follow. None if nothing is shown.
        """
        held = self._held[candidate]
        if not held.coincidences:
            return None
        if candidate not in self._supposed:
            number = len(self._held)
            own = dict(zip(held.points, count(self._first[candidate]), strict=False))
            self._trials.add((), self._premises(held.coincidences, own, set()))
            self._held.append(Candidate((), (), ()))
            self._parents.append((*self._parents[candidate], candidate))
            self._first.append(len(self._number))
            self._supposed[candidate], self._suppositions[number] = number, candidate
        return self._supposed[candidate]

    def supposed(self, attempt: Numbers) -> int | None:
        """Return the candidate of whose coincidences an attempt supposes that they hold, if any."""
        return self._suppositions.get(attempt[-1]) if attempt else None

    def _encode(self, candidate: Candidate, together: Numbers) -> Numbers:
        """Add a candidate to the engine; return all candidates that it stands on."""
        own = dict(zip(candidate.points, count(len(self._number)), strict=False))
        parents = set(together)
        self._trials.add(candidate.places, self._premises(candidate.constructions, own, parents))
        return tuple(sorted(parents))

    def _premises(
        self, calls: Iterable[Call], own: Mapping[str, int], parents: set[int]
    ) -> list[tuple[str, list[int]]]:
        """Encode constructions of points ``own``; add what other points stand on to ``parents``."""
        premises: list[tuple[str, list[int]]] = []
        number, maker = self._number, self._maker
        for name, points in calls:
            numbers = [own[p] if p in own else number[p] for p in points]
            for p in points:
                if p in maker and p not in own:
                    parents.add(maker[p])
                    parents.update(self._parents[maker[p]])
            premises += [(kind, [numbers[i] for i in at]) for kind, at in _template(name)]
        return premises

    def complete(self, numbers: Iterable[int]) -> Numbers:
        """Return an attempt: these candidates, each after all that it stands on."""
        attempt: dict[int, None] = {}
        for number in numbers:
            attempt.update(dict.fromkeys(self._parents[number]))
            attempt[number] = None
        return tuple(attempt)

    def run(self, attempts: Sequence[Numbers]) -> list[int]:
        """Return for each complete attempt the goals that hold after it: bit g stands for goal g.

        Releases the GIL. The answer is 0 for attempts left out after :meth:`cancel`.
        """
        with self._making_attempts():
            return self._trials.run(attempts)

    def observe(self, attempts: Sequence[Numbers]) -> list[Observation]:
        """Make attempts as :meth:`run` does, and return what else each shows."""
        with self._making_attempts():
            return self._trials.observe(attempts)

    @contextmanager
    def _making_attempts(self) -> Iterator[None]:
        with self._lock:
            if self._idle:
                raise RuntimeError("attempts between attempts")
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1

    @contextmanager
    def between_attempts(self) -> Iterator[Idle]:
        """Keep attempts away. Raises RuntimeError when some are being made."""
        with self._lock:
            if self._running:
                raise RuntimeError("attempts are being made")
            self._idle = True
        try:
            yield Idle()
        finally:
            with self._lock:
                self._idle = False

    def rebase(self, idle: Idle, closure: Closure, goals: Sequence[Predicate]) -> None:
        """Start further attempts from another closure of the same points, for other goals."""
        self._trials.rebase(closure, goals)

    def cancel(self) -> None:
        """Make running and later calls of :meth:`run` return at once."""
        self._trials.cancel()


def _uses(closure: Closure, letter: str) -> bool:
    return any(p.startswith(letter) and p[len(letter) :].isdigit() for p in closure.points)


def _look(candidate: Candidate) -> tuple[tuple[str, ...], ...]:
    calls = (candidate.constructions, candidate.coincidences)
    return tuple(tuple(sorted(name for name, _ in some)) for some in calls)


def _cell(candidate: Candidate) -> tuple[float, ...]:
    return tuple(round(x, 6) for place in candidate.places for x in place)


@lru_cache(maxsize=256)
def _template(name: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the premises of a construction: predicates, and which arguments they speak of."""
    definition = CONSTRUCTIONS[name]
    if definition.constant:
        raise ValueError(f"{name} takes a constant; candidates have none")
    place = {letter: i for i, letter in enumerate(definition.points)}
    return tuple(
        (s.name, tuple(place[p] for p in s.points))
        for s in definition.gives
        if not s.kind.figure_only
    )
