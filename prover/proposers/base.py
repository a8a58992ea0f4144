"""The seam between the search and whoever suggests auxiliary points.

A proposer looks at a problem, its figure and what is proved so far, and yields candidates,
best first. Whatever it suggests is only tried: a candidate asserts the loci that define its
points and nothing else, and what follows from them is for the engine to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar, NamedTuple, Protocol, runtime_checkable

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import extend
from porism.ddar.incidence import Call
from porism.ddar.trials import Observation
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.figure.diagram import Diagram
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem

__all__ = [
    "Call",
    "Candidate",
    "Learned",
    "Place",
    "Proposer",
    "ProposerEntry",
    "Rescorer",
    "Shown",
    "State",
    "with_candidates",
]

Place = tuple[float, float]


@dataclass(frozen=True)
class Candidate:
    """New points, the constructions that define them, and where they are.

    ``score`` ranks candidates of one proposer (higher is better); ``families`` says what kind
    of point it is, for statistics and reports. ``prerequisites`` are candidates that it stands
    on and that are suggested together with it, in order. ``coincidences`` are what the figure shows
    and its definition does not force: of its points that they lie on further loci, of a point at
    the same place that it lies on the loci that define it.
    """

    points: tuple[str, ...]
    constructions: tuple[Call, ...]
    places: tuple[Place, ...]
    score: float = 0.0
    families: tuple[str, ...] = field(default=(), compare=False)
    prerequisites: tuple[Candidate, ...] = ()
    coincidences: tuple[Call, ...] = field(default=(), compare=False)

    @property
    def clause(self) -> Clause:
        """The candidate as a clause of the problem language."""
        made = tuple(CONSTRUCTIONS[name].apply(points) for name, points in self.constructions)
        return Clause(self.points, made)

    @property
    def parents(self) -> frozenset[str]:
        """The points it stands on."""
        return frozenset(p for _, points in self.constructions for p in points) - set(self.points)

    def with_score(self, score: float) -> Candidate:
        """Return the candidate with another score: of thousands, for which ``replace`` is slow."""
        return Candidate(
            self.points, self.constructions, self.places, score,
            self.families, self.prerequisites, self.coincidences,
        )  # fmt: skip

    def rename(self, names: Mapping[str, str]) -> Candidate:
        """Return the candidate with every point ``p`` called ``names.get(p, p)``.

        Its prerequisites keep their names.
        """

        def new(points: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(names.get(p, p) for p in points)

        def all_new(calls: tuple[Call, ...]) -> tuple[Call, ...]:
            return tuple((name, new(points)) for name, points in calls)

        return replace(
            self,
            points=new(self.points),
            constructions=all_new(self.constructions),
            coincidences=all_new(self.coincidences),
        )


@dataclass(frozen=True)
class State:
    """What a proposer is shown: a problem, its figure, and the candidates ``added`` so far.

    ``base`` is the closure without the latter, ``goals`` what is still to be shown. No more than
    ``wanted`` candidates will be taken. When ``stop()`` is true, a proposer returns promptly; its
    candidates are discarded.
    """

    base: Closure
    diagram: Diagram
    goals: tuple[Predicate, ...]
    added: tuple[Candidate, ...] = ()
    stop: Callable[[], bool] = field(default=lambda: False, compare=False)
    wanted: int = 4000

    @property
    def problem(self) -> Problem:
        """The statement with the added clauses in its auxiliary part."""
        return self.base.problem.with_auxiliary(c.clause for c in self.added)

    @property
    def points(self) -> tuple[str, ...]:
        """All points, the newest last."""
        return (*self.base.points, *(p for c in self.added for p in c.points))

    @property
    def since(self) -> int:
        """How many points there were before the newest candidate was added (0 if none was).

        Of a state that has grown, only candidates that stand on a newer point are wanted; the
        others have been suggested before.
        """
        return len(self.points) - len(self.added[-1].points) if self.added else 0

    @cached_property
    def coordinates(self) -> Mapping[str, Place]:
        """Where the points are."""
        places = {p: at for c in self.added for p, at in zip(c.points, c.places, strict=True)}
        return {**self.base.coordinates, **places}

    @cached_property
    def closure(self) -> Closure:
        """What follows from the problem with the added clauses (computed when asked for)."""
        if not self.added:
            return self.base
        return with_candidates(self.base, self.added, Limits(seconds=5.0))


def with_candidates(closure: Closure, candidates: Sequence[Candidate], limits: Limits) -> Closure:
    """Return the closure with the points of candidates added; the given one stays as it is."""
    places = {p: at for c in candidates for p, at in zip(c.points, c.places, strict=True)}
    return extend(closure, [c.clause for c in candidates], places, limits)


class Proposer(Protocol):
    """Yields candidates for a state, best first; the same ones for the same state and seed.

    ``loads`` tells that :meth:`load` takes seconds, ``quick`` that it answers in milliseconds
    even in a figure that it has not seen: others are not asked about many figures.
    """

    loads: ClassVar[bool] = False
    quick: ClassVar[bool] = True

    def load(self) -> None:
        """Load what it needs before it is asked, such as a network; the search waits for it.

        Raises InputError where that cannot be had.
        """
        return

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Suggest next auxiliary points, in milliseconds: the search asks thousands of times.

        May yield nothing, never a point that the figure has.
        """

    def propose_slowly(self, state: State, seed: int) -> Iterator[Candidate]:
        """Suggest what takes seconds to find; the search asks once, about the figure as it is.

        Called from a thread of its own while attempts go on; returns promptly once
        ``state.stop()`` is true.
        """
        return iter(())


class Shown(NamedTuple):
    """What attempts have shown of a candidate.

    ``alone`` is the attempt with nothing else, ``supposed`` the mask of one that supposes its
    coincidences; None where that has not been asked, or there are none.
    """

    alone: Observation
    supposed: int | None = None


class Learned(NamedTuple):
    """What a proposer has learned from attempts with single candidates; empty if nothing.

    ``scores`` are new ones of the candidates asked about; ``pairs`` of these, by their places among
    them, are the likeliest, best first.
    """

    scores: Sequence[float] = ()
    pairs: Sequence[tuple[int, int]] = ()


@runtime_checkable
class Rescorer(Protocol):
    """A proposer that learns from attempts with single candidates."""

    def rescore(
        self,
        state: State,
        candidates: Sequence[Candidate],
        shown: Sequence[Shown],
        residual: int,
    ) -> Learned:
        """Score candidates of a state anew, and pairs of them, by what attempts have shown of each.

        ``residual`` is that of the first goal without any candidate.
        """


@dataclass(frozen=True)
class ProposerEntry:
    """A proposer that people can ask for by ``name``.

    A module of this folder lists its own in ``PROPOSERS``; nothing else has to be told
    (:mod:`porism.prover.proposers.registry`). ``make(weights)`` makes one for a search; ``weights``
    is a folder with a network other than the shipped one, given only where ``has_network``.
    """

    name: str
    make: Callable[[str | Path | None], Proposer]
    has_network: bool = False
