"""What the frontier asks of a prover.

``synth`` knows no search; :mod:`porism.prover.frontier` does.

All answers are functions of the arguments: bounds are numbers of attempts, never seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from porism.ddar.closure import Closure
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Coordinates

__all__ = ["Choice", "Fallen", "Found", "Mined", "Searcher", "Sweep"]


@dataclass(frozen=True)
class Fallen:
    """A statement that attempts proved, with the points of all that it may stand on.

    ``group`` is the same for statements that the same attempt proved, and ``attempts`` how many
    had been made then.
    """

    statement: Predicate
    clauses: tuple[Clause, ...]
    places: Coordinates
    group: int
    attempts: int


@dataclass(frozen=True)
class Mined:
    """The statements that fell in a figure, in their order, and the attempts that took."""

    fallen: tuple[Fallen, ...]
    attempts: int


@dataclass(frozen=True)
class Sweep:
    """Every candidate of a figure tried alone.

    ``pool`` counts the candidates and ``digest`` tells whether another pool is the same. ``first``
    is the rank of the first one that proves the goal, None if none does; then ``attempts`` is the
    pool, else the sweep ended there, and the pool may be some of the best only. ``lemmas`` are
    other statements that fell, each with the rank of the first candidate that proved it.
    """

    pool: int
    digest: str
    first: int | None
    attempts: int
    lemmas: tuple[tuple[Predicate, int], ...]


@dataclass(frozen=True)
class Found:
    """How a search ended: the attempts it made, and points that prove the goal.

    Without ``clauses`` it was given up.
    """

    attempts: int
    clauses: tuple[Clause, ...] = ()
    places: Coordinates | None = None


@dataclass(frozen=True)
class Choice:
    """One auxiliary clause as a choice from a pool: its rank in it, None where it is not in it.

    The pool is what the proposer suggests after the clauses before this one.
    """

    clause: Clause
    rank: int | None
    pool: int


class Searcher(Protocol):
    """A prover as the frontier sees it."""

    @property
    def name(self) -> str:
        """The name of its proposer, for the version of the generator."""

    def mine(self, closure: Closure, statements: Sequence[Predicate], attempts: int) -> Mined:
        """Look for points that prove statements, asking for all of them in each attempt."""

    def sweep(self, closure: Closure, goal: Predicate) -> Sweep:
        """Try all candidates alone, up to the first that proves the goal."""

    def search(self, closure: Closure, goal: Predicate, attempts: int) -> Found:
        """Search as ``porism solve`` does, for so many attempts."""

    def choices(
        self, closure: Closure, goal: Predicate, clauses: Sequence[Clause], places: Coordinates
    ) -> tuple[Choice, ...]:
        """Find auxiliary clauses in the pools they would be chosen from, one after another."""
