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
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import ByRule, Proof, Step

__all__ = ["forced_orders", "forced_proof", "implied_orders", "line_needed"]

_SECONDS = 3.0  # for drawing them


def implied_orders(problem: Problem, at: Coordinates, seed: int) -> tuple[Predicate, ...]:
    """Return the goals of order that the text of a GeoGebra file forces.

    None where no other goal is left.
    """
    orders = [g for g in problem.goals if g.kind.figure_only]
    if problem.dialect != "ggb" or not 0 < len(orders) < len(problem.goals):
        return ()
    return forced_orders(problem, orders, at, seed)


def forced_orders(
    problem: Problem, orders: Sequence[Predicate], at: Coordinates, seed: int
) -> tuple[Predicate, ...]:
    """Return those of some statements of order that the text forces."""
    if not orders:
        return ()
    figures: Sequence[Coordinates] = turned_figures(problem, at, FIGURES, seed, seconds=_SECONDS)
    facts = problem_facts(problem, [at, *figures])
    return tuple(g for g in orders if facts.settles(g))


def line_needed(goal: Predicate) -> Predicate | None:
    """Return that its points are in a line, where an order says so and it has to be shown."""
    return Predicate("coll", goal.points) if goal.name == "between" else None


def forced_proof(before: Proof | None, problem: Problem, goal: Predicate, at: Coordinates) -> Proof:
    """Return a proof of a statement of order by the text that forces it.

    ``before`` is one that its points are in a line, where that is a part of it.
    """
    steps = () if before is None else before.steps
    letters = tuple(zip("abcpqr", goal.points, strict=False))
    lines = tuple(step.id for step in steps[-1:])
    reason = ByRule(f"forced_{goal.name}", letters, lines, (canonical(goal),))
    return Proof(problem, goal, (*steps, Step(len(steps), goal, reason)), at)
