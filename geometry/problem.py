"""A problem as data: clauses that place points, premises they give, goals to be shown.

This is what every reader (:mod:`porism.geometry.language`) produces and everything else consumes.
A problem knows its premises as :class:`~porism.geometry.predicates.Predicate` statements; how
points can be placed is kept in the clauses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from porism.geometry.predicates import Predicate

__all__ = ["Clause", "Construction", "Dialect", "Goal", "Problem"]

Dialect = Literal["ag1", "ag2", "ggb"]

Goal = Predicate


@dataclass(frozen=True)
class Construction:
    """One construction call in the long form: ``name`` and all its arguments.

    ``arguments`` are points, new ones among them, in the order of the table of constructions
    (:mod:`porism.geometry.constructions`); ``constants`` is the angle (half-turns), ratio or
    length. ``premises`` are the statements it asserts; ``conditions`` the non-degeneracy it
    requires of what is there before (``ncoll``, ``diff``, …).
    """

    name: str
    arguments: tuple[str, ...]
    constants: tuple[Fraction, ...] = ()
    premises: tuple[Predicate, ...] = ()
    conditions: tuple[Predicate, ...] = ()


@dataclass(frozen=True)
class Clause:
    """New points and what is demanded of them.

    ``constructions`` come from AG1 clauses (one or two), ``predicates`` from AG2 clauses (any
    number). ``coordinates`` holds the fixed position of each point, or None where it is free.
    """

    points: tuple[str, ...]
    constructions: tuple[Construction, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    coordinates: tuple[tuple[float, float] | None, ...] = ()

    @property
    def premises(self) -> tuple[Predicate, ...]:
        """All statements the clause asserts, in order."""
        return (*(p for c in self.constructions for p in c.premises), *self.predicates)

    @property
    def conditions(self) -> tuple[Predicate, ...]:
        """The non-degeneracy its constructions require."""
        return tuple(p for c in self.constructions for p in c.conditions)


@dataclass(frozen=True)
class Problem:
    """A figure in words: ``clauses``, then ``auxiliary`` ones, then ``goals`` (all to be shown).

    ``text`` is the statement as it was read (one line, without the name), so that a proof can
    carry it; ``dialect`` says which reader made it.
    """

    name: str
    clauses: tuple[Clause, ...]
    goals: tuple[Goal, ...] = ()
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

    @property
    def premises(self) -> tuple[Predicate, ...]:
        """What may be used in a proof: the statements of all clauses, in order, no duplicates."""
        return tuple(dict.fromkeys(p for clause in self.all_clauses for p in clause.premises))

    @property
    def auxiliary_points(self) -> tuple[str, ...]:
        """The points that the statement does not mention."""
        return tuple(p for clause in self.auxiliary for p in clause.points)

    def with_auxiliary(self, clauses: Iterable[Clause]) -> Problem:
        """Return the problem with ``clauses`` appended to its auxiliary part."""
        return replace(self, auxiliary=(*self.auxiliary, *clauses))

    def with_comments(self, comments: Iterable[str]) -> Problem:
        """Return the problem with these comment lines (without ``#``)."""
        return replace(self, comments=tuple(comments))
