"""Order that a goal implies, where the text forces it: nothing that is left to be proved.

GeoGebra measures angles between rays, and areas as positive numbers. What is asked in its words is
read as a statement about lines or signed areas with the order in which the two are the same. The
engine derives no order; where the text forces it, exactly
(:class:`~porism.geometry.forced.facts.Facts`), the statement alone is what is left to be shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from porism.geometry.configurations import FIGURES
from porism.geometry.figure.turned import turned_figures
from porism.geometry.forced.walk import problem_facts
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["implied_orders"]

_SECONDS = 3.0  # for drawing them


def implied_orders(problem: Problem, at: Coordinates, seed: int) -> tuple[Predicate, ...]:
    """Return the goals of order that the text of a GeoGebra file forces.

    None where no other goal is left.
    """
    orders = [g for g in problem.goals if g.kind.figure_only]
    if problem.dialect != "ggb" or not 0 < len(orders) < len(problem.goals):
        return ()
    figures: Sequence[Coordinates] = turned_figures(problem, at, FIGURES, seed, seconds=_SECONDS)
    facts = problem_facts(problem, [at, *figures])
    return tuple(g for g in orders if facts.settles(g))
