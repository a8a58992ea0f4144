"""How a figure moves: the steps by which a page places the points again while one is dragged.

The points stand in an order of construction. A step places new points where its equations with the
points before put them, or by a formula where the construction has one. The page solves the
equations by Newton's method from where the points were, so that a point that can be on two places
stays on its own, and what still has freedom (a point on a circle) moves as little as it can. A
figure in which a statement of order would fail is not one of the problem: there the drag stops.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from porism.geometry.figure.plan import Plan, make_plan
from porism.geometry.figure.system import Row, System, rows_of
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Construction, Problem
from porism.geometry.render.outlines import Place

__all__ = ["BY_FORMULA", "MEASURED", "motion_of"]

BY_FORMULA = frozenset(
    "midpoint mirror reflect foot circle circumcenter incenter excenter orthocenter "
    "intersection_ll intersection_lc intersection_cc parallelogram incenter2 excenter2 "
    "centroid ninepoints".split()
)
"""The constructions for which the page has a formula (``FORMULAS`` in ``templates/motion.js``)."""

MEASURED = frozenset(
    "diff ncoll npara nperp ccw between sameclock nsameclock sameside nsameside acute_angle "
    "obtuse_angle longer".split()
)
"""The statements of order that the page measures (``ORDER`` in ``templates/motion.js``)."""

_FREE = 1e-7  # relative singular value below which a direction is free
_LENGTHS = {"length": 1, "square": 2}  # tables with a unit of length, and its power


def motion_of(problem: Problem, places: Mapping[str, Place], unit: float) -> dict[str, Any]:
    """Return the steps as data for the page.

    ``places`` are those at which the page draws the figure, ``unit`` the length there of the
    figure's unit of length. ``free`` lists the points that can be dragged, ``order`` what has to
    hold meanwhile.
    """
    plan = make_plan(problem, {})
    made = _constructions(problem)
    steps: list[dict[str, Any]] = []
    free: list[str] = []
    placed: set[str] = set()
    for step in plan.steps:
        placed |= set(step.points)
        new = list(step.points)
        mine = [s for s in plan.premises if set(new) & set(s.points) and placed >= set(s.points)]
        data: dict[str, Any] = {"new": new, "rows": _rows(mine, places, unit)}
        construction = made.get(frozenset(new))
        if construction is not None and construction.name in BY_FORMULA:
            data |= {"make": construction.name, "of": list(construction.arguments)}
        elif _freedom(new, mine, places):
            data["free"] = True
            free += new
        steps.append(data)
    return {"steps": steps, "free": free, "order": _order(plan)}


def _constructions(problem: Problem) -> dict[frozenset[str], Construction]:
    """Return the constructions that alone place all points of their clause."""
    return {
        frozenset(clause.points): clause.constructions[0]
        for clause in problem.all_clauses
        if len(clause.constructions) == 1 and not clause.predicates
    }


def _rows(
    statements: list[Predicate], places: Mapping[str, Place], unit: float
) -> list[dict[str, Any]]:
    near = {name: complex(*place) for name, place in places.items()}
    found: list[dict[str, Any]] = []
    for s in statements:
        if s.name == "coll":
            first = s.points[:2]
            found += [{"k": "coll", "p": [*first, p]} for p in s.points[2:]]
        else:
            found += [_row(row, unit) for row in rows_of(s, near) if row.terms]
    return found


def _row(row: Row, unit: float) -> dict[str, Any]:
    constant = row.constant
    if row.kind in _LENGTHS:
        constant *= unit ** _LENGTHS[row.kind]
    elif row.kind == "ratio" and row.exact is not None:
        # a length that is given: the logarithms do not cancel, and the unit stays
        constant -= math.fsum(c for _, c in row.terms) * math.log(unit)
    return {"k": row.kind, "t": [[p, q, c] for (p, q), c in row.terms], "c": constant}


def _freedom(new: list[str], statements: list[Predicate], places: Mapping[str, Place]) -> int:
    """Return in how many ways the new points can move while all others stand still."""
    at = {name: complex(*place) for name, place in places.items()}
    size = max(abs(a - b) for a in at.values() for b in at.values()) or 1.0
    system = System(tuple(at), statements, size, at)
    jacobian = system.evaluate(system.array(at))[1]
    columns = [2 * system.names.index(p) + k for p in new for k in (0, 1)]
    mine = jacobian[:, columns] * size
    if not mine.size:
        return len(columns)
    values = np.linalg.svd(mine, compute_uv=False)
    return len(columns) - int(np.sum(values > _FREE * max(1.0, float(values[0]))))


def _order(plan: Plan) -> list[list[Any]]:
    said = dict.fromkeys((*plan.ordering, *plan.conditions))
    return [[s.name, *s.points] for s in said if s.name in MEASURED]
