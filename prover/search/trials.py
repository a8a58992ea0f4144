"""Candidates held for trying: encoded once for the native engine, then named by number.

A pool names the points of what :mod:`porism.ddar.trials` tries. Each candidate gets points of its
own, so that one may stand on another, and a number; an attempt is a tuple of such numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from porism.ddar.closure import Closure, Limits
from porism.ddar.trials import Attempt, Trials
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import Predicate
from porism.prover.proposers.base import Call, Candidate

__all__ = ["Attempt", "Pool"]

_LIMITS = Limits(1.0, 20_000)  # of one attempt; only monsters take more than some milliseconds


class Pool:
    """Candidates for one closed figure, and attempts with them."""

    def __init__(self, base: Closure, goals: Sequence[Predicate], prefix: str = "") -> None:
        """``goals`` are at most 64 statements about points of ``base``.

        The points of candidates are called by a letter, ``prefix`` and a number.
        """
        self.parents: list[Attempt] = []  # of each candidate: those it stands on, oldest first
        self._trials = Trials(base, goals, _LIMITS)
        self._held: list[Candidate] = []
        self._first: list[int] = []  # number of the first point of each candidate
        self._number = {name: i for i, name in enumerate(base.points)}
        self._maker: dict[str, int] = {}
        self._known: dict[tuple[tuple[Call, ...], Attempt], int] = {}
        # not x, which proposers use for points that are not yet held
        letters = (letter + prefix for letter in ("z", "y", "w", "z_", "y_", "w_"))
        self._letter = next(start for start in letters if not _uses(base, start))

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self._held)

    def candidate(self, number: int) -> Candidate:
        """Return a candidate under the names that its points have here."""
        held = self._held[number]
        names = dict(zip(held.points, self._names(number), strict=True))
        return replace(held.rename(names), before=())

    def _names(self, number: int) -> list[str]:
        first = self._first[number]
        return [f"{self._letter}{first + i}" for i in range(len(self._held[number].points))]

    def add(self, candidate: Candidate) -> int:
        """Hold a candidate, whose points get names of their own; return its number.

        Its other points are those of the figure and of candidates held before, by the names
        that these have here. A candidate held before keeps its number.
        """
        joined: Attempt = ()  # what is suggested together with it
        if candidate.before:
            called: dict[str, str] = {}
            for earlier in candidate.before:
                held = self.add(earlier.rename(called))
                joined = tuple(dict.fromkeys((*joined, *self.parents[held], held)))
                called.update(zip(earlier.points, self._names(held), strict=True))
            candidate = candidate.rename(called)
        known = self._known.get((candidate.calls, joined))
        if known is not None:
            return known
        number, first = len(self._held), len(self._number)
        own = {p: first + i for i, p in enumerate(candidate.points)}
        above: set[int] = set(joined)
        premises: list[tuple[str, list[int]]] = []
        for name, points in candidate.calls:
            numbers: list[int] = []
            for p in points:
                if p in own:
                    numbers.append(own[p])
                    continue
                numbers.append(self._number[p])
                if p in self._maker:
                    above.add(self._maker[p])
                    above.update(self.parents[self._maker[p]])
            premises += [(kind, [numbers[i] for i in at]) for kind, at in _template(name)]
        self._trials.add(candidate.places, premises)
        self._known[candidate.calls, joined] = number
        self._held.append(candidate)
        self._first.append(first)
        self.parents.append(tuple(sorted(above)))
        for name in self._names(number):
            self._number[name] = len(self._number)
            self._maker[name] = number
        return number

    def whole(self, numbers: Iterable[int]) -> Attempt:
        """Return an attempt with these candidates and all they stand on."""
        attempt: dict[int, None] = {}
        for number in numbers:
            attempt.update(dict.fromkeys(self.parents[number]))
            attempt[number] = None
        return tuple(attempt)

    def rebase(self, base: Closure, goals: Sequence[Predicate]) -> None:
        """Start from another closure of the same points, for other goals; nothing may run."""
        self._trials.rebase(base, goals)

    def run(self, attempts: Sequence[Attempt]) -> list[int]:
        """Return for each attempt the goals that hold after it, as bits. Releases the GIL."""
        return self._trials.run(attempts)

    def cancel(self) -> None:
        """Make running and later calls of :meth:`run` return at once."""
        self._trials.cancel()


def _uses(base: Closure, letter: str) -> bool:
    return any(p.startswith(letter) and p[len(letter) :].isdigit() for p in base.points)


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
