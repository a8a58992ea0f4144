"""Areas and sums of products of lengths: statements that are decided when a figure is closed.

The core has no table for them: few problems speak of them, and every attempt would pay. They are
sums of statements that its tables know how to justify. So when a goal is one, the statements that
could take part are listed with their rules (:mod:`porism.ddar.areas`, :mod:`porism.ddar.products`),
and elimination over the rationals finds the sum:

    [ABD] = [ADC]    D is the midpoint of BC
    [GBD] = [GDC]    D is the midpoint of BC
    ----------------------------------------- adding areas
    [ABG] = [AGC]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeVar

from porism.geometry.equations import Equation, Key, facets
from porism.geometry.predicates import Predicate, canonical, side
from porism.geometry.proof import ByAlgebra, Reason, Step, Term

__all__ = [
    "Combination",
    "Relation",
    "Sum",
    "Writer",
    "add_up",
    "combination",
    "sum_of",
    "write_sum",
]

T = TypeVar("T")
U = TypeVar("U")

Unit = Key | int
"""What an equation has a coefficient for: a key of its table, or the unit of its constants."""


@dataclass(frozen=True)
class Relation:
    """A statement that can be justified, and the number of the facet that is added.

    By ``rule`` under ``substitution``; where there is no rule, who found it knows how to write it.
    """

    statement: Predicate
    facet: int = 0
    rule: str = ""
    substitution: tuple[tuple[str, str], ...] = ()

    @property
    def equation(self) -> Equation:
        """What is added."""
        return facets(self.statement)[self.facet]


Combination = Mapping[int, Fraction]
"""Coefficients of relations, by their places in a list."""


def _row(equation: Equation) -> dict[Unit, Fraction]:
    return {**dict(equation.terms), **dict(equation.constants)}


def combination(
    target: Mapping[U, Fraction], rows: Iterable[Mapping[U, Fraction]]
) -> Combination | None:
    """Return coefficients with which some rows add up to the target, or None.

    Rows are eliminated one by one and those that come first are preferred.
    """
    pivots: dict[U, tuple[dict[U, Fraction], dict[int, Fraction]]] = {}

    def reduced(
        row: Mapping[U, Fraction], parts: Mapping[int, Fraction]
    ) -> tuple[dict[U, Fraction], dict[int, Fraction]]:
        left, used = dict(row), dict(parts)
        for unit in list(left):
            if unit in pivots and left.get(unit):
                factor = left[unit]
                other, made = pivots[unit]
                _subtract(left, factor, other)
                _subtract(used, factor, made)
        return left, used

    for number, row in enumerate(rows):
        left, used = reduced(row, {number: Fraction(1)})
        if not left:
            continue
        lead = min(left, key=str)
        scale = left[lead]
        left = {u: c / scale for u, c in left.items()}
        used = {k: c / scale for k, c in used.items()}
        for other, made in pivots.values():
            if lead in other:
                factor = other[lead]
                _subtract(other, factor, left)
                _subtract(made, factor, used)
        pivots[lead] = left, used
    left, used = reduced(target, {})
    return None if left else {k: -c for k, c in used.items()}


def _subtract(into: dict[T, Fraction], factor: Fraction, row: Mapping[T, Fraction]) -> None:
    for key, c in row.items():
        value = into.get(key, Fraction(0)) - factor * c
        if value:
            into[key] = value
        else:
            into.pop(key, None)


def sum_of(target: Equation, relations: Sequence[Relation]) -> Combination | None:
    """Return coefficients with which the relations add up to the equation, or None."""
    return combination(_row(target), (_row(r.equation) for r in relations))


@dataclass(frozen=True)
class Sum:
    """A goal as a sum: relations with their coefficients, for one facet of the goal."""

    goal: Predicate
    facet: int
    parts: tuple[tuple[Relation, Fraction], ...]


def add_up(goal: Predicate, relations: Sequence[Relation]) -> Sum | None:
    """Return the goal as a sum of relations, or None; any one facet will do."""
    for number, target in enumerate(facets(goal)):
        if relations and target.table == relations[0].equation.table:
            found = sum_of(target, relations)
            if found:
                parts = tuple((relations[k], c) for k, c in sorted(found.items()))
                return Sum(goal, number, parts)
    return None


class Writer(Protocol):
    """Who writes the steps of a proof."""

    @property
    def steps(self) -> Sequence[Step]:
        """The steps so far."""

    def prove(self, statement: Predicate, before: int) -> int:
        """Return the id of a step that states what the closure holds."""

    def prove_by_rule(
        self, statement: Predicate, rule: str, substitution: dict[str, str], before: int
    ) -> int:
        """Return the id of a step that states a conclusion of a rule."""

    def add(self, statement: Predicate, reason: Reason) -> int:
        """Add a step; return its id."""


def write_sum(writer: Writer, found: Sum, before: int, by_hand: Callable[[Predicate], int]) -> int:
    """Write the relations and their sum as steps; return the id of the last.

    ``by_hand`` writes those that no rule of their own gives.
    """
    terms: list[Term] = []
    conditions: dict[Predicate, None] = {}
    alone = len(found.parts) == 1
    for relation, coefficient in found.parts:
        statement = relation.statement
        if relation.rule:
            letters = dict(relation.substitution)
            number = writer.prove_by_rule(statement, relation.rule, letters, before)
        else:
            number = by_hand(statement)
        said = writer.steps[number].statement  # the same, be it in another way of writing
        if alone and canonical(said) == canonical(found.goal):
            return number
        facet, factor = _facet_of(said, relation.equation)
        conditions.update(dict.fromkeys(side(said, facet)))
        terms.append(Term(number, facet, coefficient * factor))
    table = facets(found.goal)[found.facet].table
    reason = ByAlgebra(table, found.facet, tuple(terms), 0, tuple(conditions))
    return writer.add(found.goal, reason)


def _facet_of(said: Predicate, wanted: Equation) -> tuple[int, Fraction]:
    """Return which facet of a statement is a multiple of an equation, and the factor back to it."""
    row = _row(wanted)
    for number, found in enumerate(facets(said)):
        other = _row(found)
        if found.table == wanted.table and other.keys() == row.keys():
            factor = {row[key] / other[key] for key in row}
            if len(factor) == 1:
                return number, factor.pop()
    raise ValueError(f"'{said}' does not say what was added")
