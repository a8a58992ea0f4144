"""What figures say of goals that no proof decides: statements of order, and values that vary.

Figures are evidence only. What is said here helps a person to see why a goal stays open, or that
a question has several answers; nothing is proved by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath

from porism.geometry.configurations import Surveys
from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import Diagram, draw_fresh
from porism.geometry.figure.double_place import COMPLEX_ONLY, is_at_double_place
from porism.geometry.figure.parting import is_put_together
from porism.geometry.figure.precise import refine
from porism.geometry.figure.system import equations_meant
from porism.geometry.measure.truth import holds, opening, residual, value
from porism.geometry.measure.vectors import Places
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.referee import AT_NAMED_PLACE, referee
from porism.geometry.words import degrees, display_names, sentence, square_root

__all__ = ["degenerate", "remarks", "rulings"]

_ROOM = 1.0  # seconds of the budget that have to be left for asking the referee
_FIGURES = 8
_SECONDS = 2.0  # for all of them; mostly they take a tenth of one
_SAME = 1e-7  # relative: values that differ by less are the same
_FEW = 2  # values that are listed as the answers; with more the statement leaves the value open
_DIGITS = 40  # to which a value is measured before it is written as a fraction
_EXACT = 1e-25  # of the value; points of contact have two thirds of the digits
_SIMPLE = 1000  # the largest denominator of a value that is written as a fraction


def remarks(problem: Problem, diagram: Diagram, seed: int) -> list[str]:
    """Return sentences about goals of order, questions, and points that are others anew.

    Besides ``diagram`` some figures are drawn in which the goals take no part.
    """
    asked = [g for g in problem.goals if g.kind.is_question or g.kind.figure_only]
    goals = {frozenset(g.points) for g in problem.goals if g.name == "overlap"}
    anew = dict.fromkeys(q for p, q in diagram.overlaps if frozenset((p, q)) not in goals)
    if not asked and not anew:
        return []
    names = display_names(problem.points)
    figures = [diagram.coordinates, *_others(problem, diagram, seed)]
    bare = replace(problem, goals=())
    found = [
        f"{names[point]} is at the place of another point in all {len(figures)} figures drawn"
        for point in anew
        if all(_is_another(point, at) for at in figures)
    ]
    for goal in asked:
        text = (
            _of_order(goal, figures, names)
            if goal.kind.figure_only
            else _of_value(bare, goal, figures)
        )
        if text:
            found.append(f"{sentence(goal, names)}: {text}")
    return found


def degenerate(problem: Problem, diagram: Diagram) -> tuple[str, dict[Predicate, str]]:
    """Say of goals that fail where figures show it only because points need not be where they are.

    Two lines through A have another common point where they are one. Points with different names
    are different. So figures in which a point on both is at A, though it need not be, refute
    nothing: the text says which point it is; empty where it is a theorem that the points are one,
    and where none are. And figures in which a point is apart from A that is A in general are
    special ones: what is to be said of goals that it is A, by goal.
    """
    asked = [g for g in diagram.failing if g.name == "overlap"]
    if not (diagram.overlaps or asked):
        return "", {}
    ruling = referee(replace(problem, auxiliary=()))
    if ruling.kind != "not applicable" or AT_NAMED_PLACE not in ruling.reason:
        return "", {}
    names = display_names(problem.points)
    if diagram.overlaps:
        older, point = next(
            (pair for pair in diagram.overlaps if f"'{pair[1]}'" in ruling.reason),
            diagram.overlaps[0],
        )
        return _AT_ANOTHER.format(
            point=names[point], older=names[older], demand=f"diff {point} {older}"
        ), {}
    together = {
        goal: _PUT_TOGETHER.format(*(names[p] for p in goal.points))
        for goal in asked
        if is_put_together(problem, (goal.points[0], goal.points[1]))
    }
    return "", together


_AT_ANOTHER = (
    "{point} is at the place of {older} in the figures drawn; points with different names are "
    "different, so these are degenerate; to have the points drawn apart, demand '{demand}'"
)
_PUT_TOGETHER = (
    "{} and {} are the same point in general figures; points with different names are different, "
    "so that only special figures are drawn, in which they are apart: these refute nothing, and "
    "nothing is proved"
)


def _is_another(point: str, at: Coordinates) -> bool:
    return any(holds(Predicate("overlap", (point, q)), at) for q in at if q != point)


def rulings(
    problem: Problem,
    goals: Sequence[Predicate],
    near: Coordinates,
    seconds: float,
    surveys: Surveys,
    most: int | None = None,
) -> dict[Predicate, tuple[str, ...]]:
    """Say of goals that have no proof what exact evaluation and many figures say of them.

    In some configurations a goal may hold and in others fail; then both are described. ``seconds``
    are left for it; without room for it nothing is said. ``most`` bounds the figures that are
    drawn for all goals together; what it leaves out is said. ``surveys`` keeps what is found.
    Goals of order, and questions, have remarks of their own.
    """
    told: dict[Predicate, tuple[str, ...]] = {}
    names = display_names(problem.points)
    for goal in goals:
        if goal.kind.figure_only or goal.kind.is_question or seconds < _ROOM:
            continue
        found = surveys.survey(problem, goal, partial(_holds, goal), near, most=most)
        if most is not None:
            most = max(0, most - found.cost)
        text = sentence(goal, names)
        lines = [f"{text}: {c.text}" for c in found.configurations]
        if found.ruling.kind == "false" and is_at_double_place(equations_meant(problem), near):
            lines.append(f"{text}: {COMPLEX_ONLY}")
        elif found.ruling.kind in ("true", "false"):
            lines.append(f"{text}: {found.ruling.kind} on every branch, evaluated exactly")
        if found.rest is not None and not found.exact:
            lines.append(f"{text}: {_CUT}")
        told[goal] = tuple(lines)
    return told


_CUT = "in which configurations it holds was not looked for to the end; a larger budget allows it"


def _holds(goal: Predicate, at: Places, tolerance: float) -> bool:
    return bool(residual(goal, at) <= tolerance)


def _others(problem: Problem, diagram: Diagram, seed: int) -> list[Coordinates]:
    try:
        bare = replace(problem, goals=())
        drawn = draw_fresh(bare, diagram, _FIGURES, seed, seconds=_SECONDS)
    except (FigureError, RefutedError):
        return []
    return [other.coordinates for other in drawn]


def _of_order(goal: Predicate, figures: Sequence[Coordinates], names: Mapping[str, str]) -> str:
    count = sum(holds(goal, at) for at in figures)
    where = "all" if count == len(figures) else f"{count} of"
    return (
        f"true in {where} {len(figures)} figures drawn; such a statement is"
        " proved only where the text forces it"
    )


def _of_value(problem: Problem, question: Predicate, figures: Sequence[Coordinates]) -> str:
    """Say which values a question has in the figures; nothing where it is one simple value."""
    values: dict[float, Coordinates] = {}
    measured = 0
    for at in figures:
        try:
            number = float(_measured(question, at))
        except ValueError:
            continue  # two points coincide
        measured += 1
        if all(abs(number - other) > _SAME * max(1.0, other) for other in values):
            values[number] = at
    texts = [_written(problem, question, number, values[number]) for number in sorted(values)[:2]]
    if len(values) == 1 and texts[0].startswith("about"):
        return f"{texts[0]} in all figures drawn"
    if 1 < len(values) <= _FEW and measured >= 2 * len(values):
        exact = not any(text.startswith("about") for text in texts)
        return f"{(' or ' if exact else ', or ').join(texts)}, as the figure is drawn"
    if len(values) > 1:
        return f"not determined: {texts[0]} in one figure, {texts[1]} in another"
    return ""


def _measured(question: Predicate, at: Places) -> Any:
    seen = opening(question, at) if _is_angle(question) else None
    if seen is not None:
        return seen
    found = value(question, at)
    # between lines, half a turn is none; rounding may have it so
    return found - 1 if _is_angle(question) and found > 1 - _SAME else found


def _is_angle(question: Predicate) -> bool:
    return KINDS[question.kind.answer].constant == "angle"


def _written(problem: Problem, question: Predicate, number: float, at: Coordinates) -> str:
    """Write a value, as a fraction if it is a simple one: to many digits, and not to a few."""
    squared, simple = False, Fraction(number).limit_denominator(_SIMPLE)
    if not _is_angle(question):
        squared = True
        simple = Fraction(number * number).limit_denominator(_SIMPLE)
    if _is_exactly(problem, question, simple, at, squared=squared):
        if _is_angle(question):
            return degrees(simple)
        return square_root(simple)
    return f"about {abs(number) * 180:.2f}°" if _is_angle(question) else f"about {number:.6g}"


def _is_exactly(
    problem: Problem, question: Predicate, simple: Fraction, at: Coordinates, *, squared: bool
) -> bool:
    """Tell whether a value, or its square, is a fraction to all digits that a figure can be had to.

    Any number is a fraction with three digits below the bar to some seven digits.
    """
    try:
        places = refine(problem, at, _DIGITS)
        with mpmath.workdps(_DIGITS):
            found = _measured(question, places)
            found = found * found if squared else found
            error = abs(found - mpmath.mpf(simple.numerator) / simple.denominator)
            return bool(error < _EXACT * max(1, found))
    except (FigureError, ValueError):
        return False
