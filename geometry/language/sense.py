"""Whether a statement says anything: no zero segments, nothing always or never true."""

from __future__ import annotations

from porism.geometry.equations import Equation, facets
from porism.geometry.forms import check_form
from porism.geometry.predicates import Form, Predicate

__all__ = ["never_holds", "nonsense", "zero_segment"]


def _repeated(points: tuple[str, ...]) -> str | None:
    seen: set[str] = set()
    for point in points:
        if point in seen:
            return point
        seen.add(point)
    return None


def _has_corners(form: Form, group: tuple[str, ...]) -> bool:
    """Tell whether a polygon repeats only its last corner, as the smaller of two does."""
    if form not in (Form.POLYGON, Form.POLYGONS):
        return False
    corners = tuple(dict.fromkeys(group))
    return len(corners) > 2 and group == corners + corners[-1:] * (len(group) - len(corners))


def zero_segment(statement: Predicate) -> str | None:
    """Return why a statement repeats a point where it must not, or None."""
    form = statement.kind.form
    for group in form.groups(statement.points):
        twice = _repeated(tuple(dict.fromkeys(group)) if _has_corners(form, group) else group)
        if twice is not None and form in (Form.PAIRS, Form.LENGTHS):
            return f"{twice}{twice} is a single point, not a line or segment"
        if twice is not None:
            return f"point {twice} stands twice in '{statement}'"
    return None


def never_holds(statement: Predicate) -> bool:
    """Tell whether a line is said to be perpendicular, or not parallel, to itself."""
    points = statement.points
    return statement.name in ("npara", "perp") and set(points[:2]) == set(points[2:])


def _always(equation: Equation) -> bool | None:
    """Return True or False for an equation without unknowns, None for one with."""
    if equation.terms:
        return None
    if equation.table == "angle":
        return all(value.denominator == 1 for _, value in equation.constants)
    return not equation.constants


def nonsense(statement: Predicate) -> str | None:
    """Return why a statement cannot be a premise or goal, or None when it can."""
    reason = zero_segment(statement)
    if reason is not None:
        return reason
    if statement.kind.is_question:
        first, *rest = map(set, statement.kind.form.groups(statement.points))
        return f"both sides of '{statement}' are the same" if first in rest else None
    try:
        check_form(statement)
        equations = facets(statement)
    except ValueError as error:
        return str(error)
    if not equations:
        return None
    truths = {_always(e) for e in equations}
    if statement.kind.sided:  # of which one equation is true, and we do not know which
        return f"'{statement}' is always true" if True in truths else None
    if False in truths:
        return f"'{statement}' is never true"
    return f"'{statement}' is always true" if truths == {True} else None
