"""What GeoGebra can be asked to prove, as statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.formulas import (
    angles_of,
    equal_angles,
    equation,
    quantity_of,
)
from porism.geometry.language.geogebra.objects import (
    Angle,
    Circle,
    Line,
    Object,
    Point,
    Statement,
    Unsupported,
    Value,
)
from porism.geometry.predicates import Predicate

__all__ = ["QUESTIONS", "compare", "relation"]

Question = Callable[[Builder, Sequence[Object]], Statement]

_WRONG = "this form of the statement is not supported"


def _collinear(builder: Builder, arguments: Sequence[Object]) -> Statement:
    names = builder.points(arguments)
    if names is None or len(names) != 3:
        raise Unsupported(_WRONG)
    return Statement((Predicate("coll", names),))


def _concyclic(builder: Builder, arguments: Sequence[Object]) -> Statement:
    names = builder.points(arguments)
    if names is None or len(names) != 4:
        raise Unsupported(_WRONG)
    return Statement((Predicate("cyclic", names),))


def _lines(builder: Builder, arguments: Sequence[Object], name: str) -> Statement:
    match arguments:
        case [Line() as f, Line() as g]:
            return Statement((Predicate(name, (*builder.two_points(f), *builder.two_points(g))),))
    raise Unsupported(_WRONG)


def _parallel(builder: Builder, arguments: Sequence[Object]) -> Statement:
    return _lines(builder, arguments, "para")


def _perpendicular(builder: Builder, arguments: Sequence[Object]) -> Statement:
    return _lines(builder, arguments, "perp")


def _concurrent(builder: Builder, arguments: Sequence[Object]) -> Statement:
    match arguments:
        case [Line() as f, Line() as g, Line() as h]:
            common = builder.meet(f, g)
            return Statement((Predicate("coll", (common, *builder.two_points(h))),))
    raise Unsupported(_WRONG)


def _equal(builder: Builder, arguments: Sequence[Object]) -> Statement:
    match arguments:
        case [left, right]:
            return compare(builder, left, right)
    raise Unsupported(_WRONG)


def _tangent(builder: Builder, arguments: Sequence[Object]) -> Statement:
    match arguments:
        case [Line() as line, Circle() as circle] | [Circle() as circle, Line() as line]:
            touch = next((p for p in line.on if p in circle.on), None)
            if touch is not None:
                p, q = builder.two_points(line)
                return Statement((Predicate("perp", (builder.centre(circle), touch, p, q)),))
            raise Unsupported("IsTangent needs a named point on both the line and the circle")
    raise Unsupported(_WRONG)


def _on_path(builder: Builder, arguments: Sequence[Object]) -> Statement:
    match arguments:
        case [point, path]:
            return relation(builder, "∈", point, path)
    raise Unsupported(_WRONG)


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "AreCollinear": _collinear,
        "AreConcyclic": _concyclic,
        "AreConcurrent": _concurrent,
        "AreCongruent": _equal,
        "AreEqual": _equal,
        "AreParallel": _parallel,
        "ArePerpendicular": _perpendicular,
        "IsOnPath": _on_path,
        "IsTangent": _tangent,
    }
)
"""The supported commands that state something."""


def relation(builder: Builder, operator: str, left: Object, right: Object) -> Statement:
    """Return the statement of ``f ∥ g``, ``f ⟂ g`` or ``A ∈ f``."""
    match operator, left, right:
        case "∥", _, _:
            return _parallel(builder, [left, right])
        case "⟂", _, _:
            return _perpendicular(builder, [left, right])
        case "∈", Point(a), Line() as line:
            return Statement((Predicate("coll", (a, *builder.two_points(line))),))
        case "∈", Point(a), Circle() as circle:
            centre, rim = builder.centre(circle), builder.rim(circle)
            return Statement((Predicate("cong", (centre, a, centre, rim)),))
    raise Unsupported(_WRONG)


def compare(builder: Builder, left: Object, right: Object) -> Statement:
    """Return the statement that two points, lines, angles, or formulas are equal."""
    if isinstance(left, Value):
        left, right = right, left
    first, second = builder.length(left), builder.length(right)
    if first is not None and second is not None:
        return Statement((Predicate("cong", (*first.points, *second.points)),))
    match left, right:
        case Point(a), Point(b):
            return Statement((Predicate("overlap", (a, b)),))
        case Angle(p), Angle(q):
            return Statement((Predicate("eqangle", (*p, *q)),))
        case Angle(p), Value(value, True):
            if value % 1 == Fraction(1, 2):
                return Statement((Predicate("perp", p),))
            if value % 1 == 0:
                return Statement((Predicate("para", p),))
            return Statement((Predicate("aconst", p, (value % 1,)),))
        case Line() as f, Line() as g:
            a, b = builder.two_points(f)
            return Statement(tuple(Predicate("coll", (a, b, c)) for c in builder.two_points(g)))
    if first is not None and isinstance(right, Value) and right.value > 0:
        return Statement((Predicate("lconst", first.points, (right.value,)),))
    quantities = quantity_of(builder, left), quantity_of(builder, right)
    if quantities[0] is not None and quantities[1] is not None:
        return equation(builder, quantities[0], quantities[1])
    angles = angles_of(left), angles_of(right)
    if angles[0] is not None and angles[1] is not None:
        return equal_angles(angles[0], angles[1])
    raise Unsupported(_WRONG)
