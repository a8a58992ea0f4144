"""What no geometer would say: constructions that are degenerate in their figure."""

from __future__ import annotations

from porism.geometry.measure import truth
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["is_natural"]

_OF_THREE = frozenset({"parallelogram", "shift"})
"""Constructions of a fourth point that three others must not be collinear for.

The engine proves little of flat parallelograms, so they look hard.
"""


def is_natural(problem: Problem, at: Coordinates) -> bool:
    """Tell whether no parallelogram of a problem is flat in its figure."""
    return not any(
        truth.holds(Predicate("coll", construction.arguments[:3]), at)
        for clause in problem.all_clauses
        for construction in clause.constructions
        if construction.name in _OF_THREE
    )
