"""A problem as data: clauses that place points, premises they give, goals to be shown.

This is what every reader (:mod:`porism.geometry.language`) produces and everything else consumes.
A problem knows its premises as :class:`~porism.geometry.predicates.Predicate` statements; how
points can be placed is kept in the clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from porism.geometry.predicates import Predicate

__all__ = [
    "FOR_ONE_CONFIGURATION",
    "Clause",
    "Construction",
    "Coordinates",
    "Dialect",
    "Problem",
]

Dialect = Literal["ag1", "ag2", "ggb"]

FOR_ONE_CONFIGURATION = "read for one configuration"
"""How a comment begins that tells of a reading in which less is asked for than in the file."""

Coordinates = Mapping[str, tuple[float, float]]
"""A figure: where each point is."""


@dataclass(frozen=True)
class Construction:
    """One construction call in the long form: ``name`` and all its arguments.

    ``arguments`` are points, new ones among them, in the order of the table of constructions
    (:mod:`porism.geometry.constructions`); ``constants`` is the angle (half-turns), ratio or
    length. ``premises`` are the statements it asserts; ``conditions`` the non-degeneracy it
    requires of what is there before (``ncoll``, ``diff``, …); ``meaning`` what is meant beyond
    the premises: statements of order, side and distinctness that hold in every figure, and
    equations that are true of it but no premise.
    """

    name: str
    arguments: tuple[str, ...]
    constants: tuple[Fraction, ...] = ()
    premises: tuple[Predicate, ...] = ()
    conditions: tuple[Predicate, ...] = ()
    meaning: tuple[Predicate, ...] = ()

    def rename(self, names: dict[str, str]) -> Construction:
        """Return the construction with every point ``p`` called ``names.get(p, p)``."""
        return Construction(
            self.name,
            tuple(names.get(p, p) for p in self.arguments),
            self.constants,
            tuple(s.rename(names) for s in self.premises),
            tuple(s.rename(names) for s in self.conditions),
            tuple(s.rename(names) for s in self.meaning),
        )


@dataclass(frozen=True)
class Clause:
    """New points and what is demanded of them.

    ``constructions`` come from AG1 clauses, ``predicates`` from AG2 clauses and, where they speak
    of order, from AG1 ones. ``coordinates`` holds the fixed position of each point, or None where
    it is free.
    """

    points: tuple[str, ...]
    constructions: tuple[Construction, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    coordinates: tuple[tuple[float, float] | None, ...] = ()

    @cached_property
    def premises(self) -> tuple[Predicate, ...]:
        """All statements the clause asserts, in order.

        ``between`` also says that the points are on one line, which a proof may use.
        """
        said: list[Predicate] = []
        for p in (*[p for c in self.constructions for p in c.premises], *self.predicates):
            if p.name == "between":
                said.append(Predicate("coll", p.points))
            said.append(p)
        return tuple(said)

    @property
    def conditions(self) -> tuple[Predicate, ...]:
        """The non-degeneracy its constructions require."""
        return tuple(p for c in self.constructions for p in c.conditions)

    @property
    def meaning(self) -> tuple[Predicate, ...]:
        """What its constructions mean beyond what they assert: order, side and distinctness."""
        return tuple([p for c in self.constructions for p in c.meaning if p.kind.figure_only])

    def rename(self, names: dict[str, str]) -> Clause:
        """Return the clause with every point ``p`` called ``names.get(p, p)``."""
        return Clause(
            tuple(names.get(p, p) for p in self.points),
            tuple(c.rename(names) for c in self.constructions),
            tuple(s.rename(names) for s in self.predicates),
            self.coordinates,
        )


@dataclass(frozen=True)
class Problem:
    """A figure in words: ``clauses``, then ``auxiliary`` ones, then ``goals`` (all to be shown).

    ``text`` is the statement as it was read (one line, without the name), so that a proof can carry
    it; ``dialect`` says which reader made it; ``comments`` are the file's, or what its reader says.
    """

    name: str
    clauses: tuple[Clause, ...]
    goals: tuple[Predicate, ...] = ()
    auxiliary: tuple[Clause, ...] = ()
    dialect: Dialect = "ag1"
    text: str = field(default="", compare=False)
    comments: tuple[str, ...] = field(default=(), compare=False)

    @property
    def points(self) -> tuple[str, ...]:
        """All points in the order of their introduction, auxiliary ones last."""
        return tuple(p for clause in self.all_clauses for p in clause.points)

    @property
    def all_clauses(self) -> tuple[Clause, ...]:
        """The clauses of the statement followed by the auxiliary ones."""
        return (*self.clauses, *self.auxiliary)

    @cached_property
    def premises(self) -> tuple[Predicate, ...]:
        """What may be used in a proof: the statements of all clauses, in order, no duplicates."""
        return tuple(dict.fromkeys(p for clause in self.all_clauses for p in clause.premises))

    @property
    def meaning(self) -> tuple[Predicate, ...]:
        """What must hold in a figure beyond the premises, for it to be the one that is meant."""
        return tuple(dict.fromkeys(p for clause in self.all_clauses for p in clause.meaning))

    @property
    def auxiliary_points(self) -> tuple[str, ...]:
        """The points that the statement does not mention."""
        return tuple(p for clause in self.auxiliary for p in clause.points)

    def rename(self, names: dict[str, str]) -> Problem:
        """Return the problem with every point ``p`` called ``names.get(p, p)``; it has no text."""
        return replace(
            self,
            clauses=tuple(c.rename(names) for c in self.clauses),
            goals=tuple(g.rename(names) for g in self.goals),
            auxiliary=tuple(c.rename(names) for c in self.auxiliary),
            text="",
        )

    def with_auxiliary(self, clauses: Iterable[Clause]) -> Problem:
        """Return the problem with ``clauses`` appended to its auxiliary part."""
        more = (*self.auxiliary, *clauses)
        rest = (self.dialect, self.text, self.comments)  # `replace` takes three times as long
        return Problem(self.name, self.clauses, self.goals, more, *rest)
