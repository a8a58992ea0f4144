"""A proof as data: numbered steps, each with the reason that makes it checkable without search.

A step concludes one statement from earlier ones by exactly one of

* :class:`Given` — the statement is a premise of the problem (or of an auxiliary clause);
* :class:`ByRule` — an instance of a rule of the catalogue, with the substitution written out;
* :class:`ByAlgebra` — a linear combination, with rational coefficients, of facets of earlier
  statements equals a defining facet of the conclusion (see :mod:`porism.geometry.equations`).

Angle equations hold up to whole half-turns. So that a combination with fractional coefficients
means something, every angle facet carries in ``turns`` the integer that its left side has in
the figure of the proof, directions taken in [0, 1); the integers must add up as the equations do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from porism.geometry.equations import Table
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["ByAlgebra", "ByRule", "Given", "Proof", "Reason", "Step", "Term"]

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Given:
    """The statement is among ``problem.premises``."""


@dataclass(frozen=True)
class ByRule:
    """An instance of the catalogue rule ``rule`` under ``substitution`` (letter -> point).

    ``premises`` are ids of steps, one for each premise of the rule that is not empty under the
    substitution, in the rule's order. ``conditions`` are the instantiated figure facts.
    """

    rule: str
    substitution: tuple[tuple[str, str], ...]
    premises: tuple[int, ...]
    conditions: tuple[Predicate, ...] = ()


@dataclass(frozen=True)
class Term:
    """``coefficient`` times facet number ``facet`` of the statement of step ``premise``."""

    premise: int
    facet: int
    coefficient: Fraction
    turns: int = 0


@dataclass(frozen=True)
class ByAlgebra:
    """Facet ``facet`` of the conclusion is the sum of ``terms`` in ``table``."""

    table: Table
    facet: int
    terms: tuple[Term, ...]
    turns: int = 0
    conditions: tuple[Predicate, ...] = ()


Reason = Given | ByRule | ByAlgebra


@dataclass(frozen=True)
class Step:
    """``statement`` holds because of ``reason``; ``id`` counts from 0 in the order of the proof."""

    id: int
    statement: Predicate
    reason: Reason

    @property
    def premises(self) -> tuple[int, ...]:
        """Ids of the steps this one stands on, without repetition."""
        match self.reason:
            case ByRule(premises=premises):
                return tuple(dict.fromkeys(premises))
            case ByAlgebra(terms=terms):
                return tuple(dict.fromkeys(term.premise for term in terms))
            case _:
                return ()


@dataclass(frozen=True)
class Proof:
    """The whole certificate. The last step's statement is ``goal``.

    ``problem`` includes the auxiliary clauses the proof uses; ``coordinates`` is the figure the
    engine looked at; ``answer`` is the value found for an ``acompute``/``rcompute`` question, in
    which case ``goal`` is the ``aconst``/``rconst`` statement that answers it; of a ratio that is
    a square root it is the square, and ``goal`` an ``r2const`` statement. ``rules`` is the
    text of users' rules that steps cite (:func:`porism.geometry.rules.parse_rules` reads it): for
    readers, who decide whether to believe them; the checker does not.
    """

    problem: Problem
    goal: Predicate
    steps: tuple[Step, ...]
    coordinates: Coordinates
    answer: Fraction | None = None
    seed: int = 0
    version: str = ""
    rules: str = ""
    statistics: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def length(self) -> int:
        """The number of derived steps; what is given is not counted, as in the field."""
        return sum(not isinstance(step.reason, Given) for step in self.steps)
