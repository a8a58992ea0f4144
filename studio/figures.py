"""Figures for the board: points stay where they were put, as far as the statement allows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import Diagram, draw, extend
from porism.geometry.figure.system import System
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.render.motion import motion_of
from porism.geometry.words import display_names, sentence
from porism.studio.objects import objects_of
from porism.studio.reading import described

__all__ = ["figure_of", "places_from"]

Places = Mapping[str, tuple[float, float]]

_NEAR = 1e-9  # relative: premises hold to this
_STEPS = 30  # of Newton's method, from where a person has clicked
_FAR = 0.6  # of the figure's size: what has to move farther is placed anew
_SECONDS = 8.0  # for drawing


def figure_of(problem: Problem, places: Places, seed: int) -> dict[str, Any]:
    """Return the figure as the page draws it, with remarks about what does not hold in it.

    ``places`` are those of a figure of an earlier text: the points of each clause that they still
    satisfy stay, all others are placed. Raises FigureError when no figure is found.
    """
    remarks: tuple[str, ...] = ()
    diagram = _kept(problem, places)
    if diagram is not None:
        at: Places = diagram.coordinates
        remarks = _failing(problem, at)
    else:
        diagram = _fresh(problem, seed)
        remarks = diagram.remarks
        said = [g for g in problem.goals if g.kind.is_derived and g not in diagram.failing]
        at = choose_figure(problem, diagram.coordinates, said, seed=seed)
    return {
        "problem": described(problem),
        "places": {p: list(place) for p, place in at.items()},
        "objects": objects_of(problem),
        "motion": motion_of(problem, at, 1.0),
        "remarks": list(remarks),
    }


def _fresh(problem: Problem, seed: int) -> Diagram:
    """Draw a figure, be it one in which the goals fail."""
    try:
        return draw(problem, seed=seed, seconds=_SECONDS, want_goal=bool(problem.goals))
    except RefutedError as error:
        if error.diagram is None:
            raise
        return error.diagram


def _failing(problem: Problem, at: Places) -> tuple[str, ...]:
    """Say which goals do not hold in a figure."""
    names = display_names(problem.points)
    goals = [g for g in problem.goals if not g.kind.is_question and not _satisfied((g,), at)]
    return tuple(f"Not so in this figure: {sentence(goal, names)}." for goal in goals)


def _kept(problem: Problem, places: Places) -> Diagram | None:
    """Return a figure that keeps places, None where it would keep none or there is none."""
    if any(place is not None for clause in problem.all_clauses for place in clause.coordinates):
        return None  # the statement says where its points are
    kept: dict[str, tuple[float, float]] = {}
    for clause in problem.all_clauses:
        there = _settled(clause, kept, places)
        if there is not None:
            kept = there
    if not kept:
        return None
    try:
        return extend(replace(problem, goals=()), Diagram(kept))
    except FigureError:
        return None


def _settled(clause: Clause, kept: Places, places: Places) -> dict[str, tuple[float, float]] | None:
    """Return the places kept so far with those of a clause, moved a little so that it holds.

    None where the clause has points without a place, or speaks of points that are not kept, or
    its points would have to move far.
    """
    if not all(p in places for p in clause.points):
        return None
    there = {**kept, **{p: places[p] for p in clause.points}}
    spoken_of = {p for s in (*clause.premises, *clause.meaning) for p in s.points}
    if not spoken_of <= there.keys():
        return None
    at = {p: complex(*place) for p, place in there.items()}
    size = max(abs(z - w) for z in at.values() for w in at.values()) or 1.0
    system = System(tuple(at), [s for s in clause.premises if not s.kind.figure_only], size, at)
    solved = system.polish(system.array(at), tuple(kept), steps=_STEPS)
    moved = system.coords(solved)
    far = max(abs(moved[p] - at[p]) for p in clause.points)
    if system.error(solved) > _NEAR or far > _FAR * size:
        return None
    settled = dict(kept) | {p: (moved[p].real, moved[p].imag) for p in clause.points}
    demanded = (*clause.premises, *clause.meaning, *clause.conditions)
    return settled if _satisfied(demanded, settled) else None


def _satisfied(demanded: Iterable[Predicate], places: Places) -> bool:
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
