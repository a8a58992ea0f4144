"""The seam between the search and whoever suggests auxiliary points.

A proposer looks at a problem, its figure and what is proved so far, and yields candidates,
best first. Whatever it suggests is only tried: a candidate asserts the loci that define its
points and nothing else, and what follows from them is for the engine to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from ddar.closure import Closure
from geometry.constructions import CONSTRUCTIONS
from geometry.diagram import Diagram
from geometry.predicates import Predicate
from geometry.problem import Clause, Problem

__all__ = ["Call", "Candidate", "Proposer", "State"]

Place = tuple[float, float]
Call = tuple[str, tuple[str, ...]]  # a construction's name and all its points, the new ones too


@dataclass(frozen=True)
class State:
    """What a proposer is shown.

    ``problem`` is the statement with the auxiliary clauses added so far, ``closure`` what
    follows from it, ``goals`` what is still to be shown. ``coordinates`` has all points,
    ``since`` of the problem's points were there when candidates were last asked for: a
    proposer may leave out what it could have suggested then.
    """

    problem: Problem
    diagram: Diagram
    closure: Closure
    goals: tuple[Predicate, ...] = ()
    since: int = 0

    @property
    def points(self) -> tuple[str, ...]:
        """All points, the newest last."""
        return self.closure.points

    @property
    def coordinates(self) -> dict[str, Place]:
        """Where the points are."""
        return dict(self.closure.coordinates)


@dataclass(frozen=True)
class Candidate:
    """New points, the constructions that define them, and where they are.

    ``score`` ranks candidates of one proposer (higher is better); ``families`` says what kind
    of point it is, for statistics and reports.
    """

    points: tuple[str, ...]
    calls: tuple[Call, ...]
    places: tuple[Place, ...]
    score: float = 0.0
    families: tuple[str, ...] = field(default=(), compare=False)

    @property
    def clause(self) -> Clause:
        """The candidate as a clause of the problem language."""
        constructions = tuple(CONSTRUCTIONS[name].apply(points) for name, points in self.calls)
        return Clause(self.points, constructions)

    @property
    def parents(self) -> frozenset[str]:
        """The points it stands on."""
        return frozenset(p for _, points in self.calls for p in points) - set(self.points)

    def rename(self, names: dict[str, str]) -> Candidate:
        """Return the candidate with every point ``p`` called ``names.get(p, p)``."""

        def new(points: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(names.get(p, p) for p in points)

        calls = tuple((name, new(points)) for name, points in self.calls)
        return replace(self, points=new(self.points), calls=calls)


class Proposer(Protocol):
    """Yields candidates for a state, best first; the same ones for the same state and seed."""

    @property
    def name(self) -> str:
        """The name by which a user asks for it."""

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Suggest next auxiliary points. May yield nothing, never what the figure has."""
