"""What GeoGebra can be asked to prove, as statements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from types import MappingProxyType

from porism.geometry.language.geogebra.angles import equal_angles
from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.formulas import equation, quantity_of
from porism.geometry.language.geogebra.objects import (
    Circle,
    Line,
    Object,
    Point,
    Polygon,
    Statement,
    Unsupported,
    Value,
    construct,
)
from porism.geometry.predicates import Predicate

__all__ = ["QUESTIONS", "compare", "relation"]

Question = Callable[[Builder, Sequence[Object]], Statement]

_ON_LINE = 1e-9  # share of a length, between a point and a line that is drawn through it
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
        case [Line(is_segment=True), Line(is_segment=True)]:
            raise Unsupported(
                "AreEqual asks if two segments are the same one; for equal lengths write "
                "AreCongruent(a, b) or a ≟ b"
            )
        case [left, right]:
            return compare(builder, left, right)
    raise Unsupported(_WRONG)


def _are_congruent(builder: Builder, arguments: Sequence[Object]) -> Statement:
    match arguments:
        case [left, right]:
            return _congruent(builder, left, right)
    raise Unsupported(_WRONG)


def _tangent(builder: Builder, arguments: Sequence[Object]) -> Statement:
    match arguments:
        case [Line() as line, Circle() as circle] | [Circle() as circle, Line() as line]:
            touch = next((p for p in line.on if p in circle.on), None)
            centre, (p, q) = builder.centre(circle), builder.two_points(line)
            if touch is not None:
                return Statement((Predicate("perp", (centre, touch, p, q)),))
            if line.ends != "line":
                raise Unsupported("IsTangent of a segment or ray needs a named point of contact")
            rim, foot = builder.rim(circle), _foot(builder, centre, p, q)
            return Statement((Predicate("cong", (centre, foot, centre, rim)),))
        case [Circle(), Circle()]:
            raise Unsupported("IsTangent takes a line and a circle")
    raise Unsupported(_WRONG)


def _foot(builder: Builder, centre: str, p: str, q: str) -> str:
    """Make the foot of the perpendicular: the line is a tangent if it is as far as the rim."""
    o, a, b = map(builder.at, (centre, p, q))
    if abs(((o - a).conjugate() * (b - a)).imag) < _ON_LINE * abs(b - a) ** 2:
        raise Unsupported("the centre of the circle is drawn on the line, which is no tangent")
    place = a + (b - a) * ((o - a) * (b - a).conjugate()).real / abs(b - a) ** 2
    return builder.hidden("F", place, lambda x: construct("foot", x, centre, p, q))


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
        "AreCongruent": _are_congruent,
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
        case "∈", Point(a), Line(ends="line") as line:
            return Statement((Predicate("coll", (a, *builder.two_points(line))),))
        case "∈", Point(a), Line(points=(p, q), ends=ends):
            order = Predicate("between", (a, p, q))
            if ends == "ray":
                order = Predicate("acute_angle", (a, p, q))
            return Statement((Predicate("coll", (a, p, q)), order))
        case "∈", Point(a), Circle() as circle:
            centre, rim = builder.centre(circle), builder.rim(circle)
            on_arc = circle.locus(a).meaning if circle.arc else ()
            return Statement((Predicate("cong", (centre, a, centre, rim)), *on_arc))
    raise Unsupported(_WRONG)


def compare(builder: Builder, left: Object, right: Object) -> Statement:
    """Return the statement that two points, lines, angles, or formulas are equal.

    A segment is its length there, and a polygon its area.
    """
    if isinstance(left, Value):
        left, right = right, left
    first, second = builder.length(left), builder.length(right)
    if first is not None and second is not None:
        return Statement((Predicate("cong", (*first.points, *second.points)),))
    match left, right:
        case Point(a), Point(b):
            return Statement((Predicate("overlap", (a, b)),))
        case Line(ends="line") as f, Line(ends="line") as g:
            a, b = builder.two_points(f)
            return Statement(tuple(Predicate("coll", (a, b, c)) for c in builder.two_points(g)))
    if first is not None and isinstance(right, Value) and right.value > 0 and not right.is_angle:
        return Statement((Predicate("lconst", first.points, (right.value,)),))
    angles = equal_angles(builder, left, right)
    if angles is not None:
        return angles
    quantities = quantity_of(builder, left), quantity_of(builder, right)
    if quantities[0] is not None and quantities[1] is not None:
        return equation(builder, quantities[0], quantities[1])
    raise Unsupported(_WRONG)


def _congruent(builder: Builder, left: Object, right: Object) -> Statement:
    match left, right:
        case Polygon(p), Polygon(q):
            return Statement(tuple(_equal_distances(builder, p, q)))
        case Circle(arc=()) as c, Circle(arc=()) as d if c is not d:
            one, two = ((builder.centre(k), builder.rim(k)) for k in (c, d))
            return Statement((Predicate("cong", (*one, *two)),))
        case Point(), Point():
            raise Unsupported("two points are always congruent; AreEqual asks if they are one")
        case Line(ends=ends), Line(ends=other) if "segment" not in (ends, other):
            raise Unsupported("two lines are always congruent; AreEqual asks if they are one")
    return compare(builder, left, right)


def _equal_distances(builder: Builder, p: Sequence[str], q: Sequence[str]) -> Iterator[Predicate]:
    """Yield that sides and diagonals are equal, corner for corner as the drawing has it."""
    if len(p) != len(q):
        raise Unsupported("the polygons have different numbers of corners")
    fitting = []
    for start, way in product(range(len(q)), (1, -1)):
        other = [q[(start + way * k) % len(q)] for k in range(len(q))]
        pairs = list(zip(combinations(p, 2), combinations(other, 2), strict=True))
        if all(_same_length(builder, one, two) for one, two in pairs):
            fitting.append((other, pairs))
    if not fitting:
        raise Unsupported("the polygons are not drawn congruent")
    other, pairs = fitting[0]
    if len(fitting) > 1:
        builder.notes.setdefault(
            f"the polygons are drawn congruent in {len(fitting)} ways; {' '.join(p)} is taken for "
            f"{' '.join(other)}, corner for corner"
        )
    yield from (Predicate("cong", (*one, *two)) for one, two in pairs if set(one) != set(two))


def _same_length(builder: Builder, one: Sequence[str], two: Sequence[str]) -> bool:
    lengths = [abs(builder.at(a) - builder.at(b)) for a, b in (one, two)]
    return builder.same(complex(lengths[0]), complex(lengths[1]))
