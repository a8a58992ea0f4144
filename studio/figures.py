"""Figures for the board: points stay where they were put, as far as the statement allows."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import Diagram, draw, extend
from porism.geometry.measure.truth import holds
from porism.geometry.problem import Clause, Problem
from porism.studio.objects import objects_of
from porism.studio.reading import described

__all__ = ["figure_of", "places_from"]

Places = Mapping[str, tuple[float, float]]

_NEAR = 1e-7  # relative: places from the board hold premises to this, or the point is placed anew
_SECONDS = 8.0


def figure_of(problem: Problem, places: Places, seed: int) -> dict[str, Any]:
    """Return the figure as the page draws it, with remarks about what does not hold in it.

    ``places`` are those of a figure of an earlier text: the points of each clause that they still
    satisfy stay, all others are placed. Raises FigureError when no figure is found.
    """
    remarks: tuple[str, ...] = ()
    diagram = _kept(problem, places)
    if diagram is None:
        try:
            diagram = draw(problem, seed=seed, seconds=_SECONDS, want_goal=bool(problem.goals))
            remarks = diagram.remarks
        except RefutedError as error:
            if error.diagram is None:
                raise
            diagram, remarks = error.diagram, error.diagram.remarks
    return {
        "problem": described(problem),
        "places": {p: list(place) for p, place in diagram.coordinates.items()},
        "objects": objects_of(problem),
        "remarks": list(remarks),
    }


def _kept(problem: Problem, places: Places) -> Diagram | None:
    """Return a figure that keeps places, None where it would keep none or there is none."""
    if any(place is not None for clause in problem.all_clauses for place in clause.coordinates):
        return None  # the statement says where its points are
    kept: dict[str, tuple[float, float]] = {}
    for clause in problem.all_clauses:
        there = {**kept, **{p: places[p] for p in clause.points if p in places}}
        if all(p in there for p in clause.points) and _satisfied(clause, there):
            kept = there
    if not kept:
        return None
    try:
        return extend(replace(problem, goals=()), Diagram(kept))
    except FigureError:
        return None


def _satisfied(clause: Clause, places: Places) -> bool:
    demanded = (*clause.premises, *clause.meaning, *clause.conditions)
    try:
        return all(holds(s, places, _NEAR) for s in demanded)
    except (KeyError, ValueError, ZeroDivisionError):  # a point that is not kept; coincidences
        return False


def places_from(given: Any) -> dict[str, tuple[float, float]]:
    """Read places as they come from the page; what makes no sense is left out."""
    found = {}
    for name, place in (given or {}).items():
        x, y = (float(v) for v in place)
        if math.isfinite(x) and math.isfinite(y) and max(abs(x), abs(y)) < 1e6:
            found[name] = (x, y)
    return found
