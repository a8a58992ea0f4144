"""GeoGebra's commands that make points and measure, and the table of all commands."""

from __future__ import annotations

import cmath
from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.objects import (
    Circle,
    Length,
    Line,
    Object,
    Point,
    Polygon,
    Unknown,
    Unsupported,
    Value,
    Vector,
    construct,
)
from porism.geometry.language.geogebra.paths import PATHS, Command
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Construction

__all__ = ["COMMANDS"]

Arguments = Sequence[Object]
Labels = Sequence[str]

_WRONG = "this form of the command is not supported"


def _midpoint(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = _label(labels)
    match arguments:
        case [Point(a), Point(b)]:
            return [_make(builder, label, "midpoint", a, b)]
        case [Line(is_segment=True) as line]:
            return [_make(builder, label, "midpoint", *line.points)]
        case [Circle()]:
            return _centre(builder, arguments, labels)
    raise Unsupported(_WRONG)


def _centre(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Circle() as circle]:
            return [Point(builder.centre(circle, _label(labels)))]
    raise Unsupported(_WRONG)


def _label(labels: Labels) -> str:
    return labels[0] if labels else ""


def _make(builder: Builder, label: str, construction: str, *points: str) -> Point:
    name = builder.name_of(label) if label else builder.fresh("H")
    builder.add([name], [construct(construction, name, *points)], [builder.drawn.get(label)])
    return Point(name)


def _point(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = _label(labels)
    match arguments:
        case [Line() | Circle() as path]:
            point = builder.point(label, path.locus(builder.name_of(label)))
            path.on.append(point.name)
            return [point]
        case [Polygon() as polygon]:
            place = builder.drawn.get(label)
            side = None if place is None else _side(builder, polygon, place)
            if side is None:
                raise Unsupported("the side on which the point lies is not drawn")
            return _point(builder, [side], labels)
    raise Unsupported(_WRONG)


def _side(builder: Builder, polygon: Polygon, place: complex) -> Line | None:
    """Return the side of a polygon on which a place is."""
    corners = polygon.points
    for a, b in zip(corners, (*corners[1:], corners[0]), strict=True):
        along = abs(place - builder.at(a)) + abs(place - builder.at(b))
        if builder.same(complex(along), complex(abs(builder.at(b) - builder.at(a)))):
            return builder.through(a, b, "segment")
    return None


def _point_within(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    """Make a point of a region; of one that is no convex polygon or disc, a point anywhere."""
    label = _label(labels)
    name = builder.name_of(label)
    match arguments:
        case [Polygon() as polygon]:
            c = polygon.points
            corners = [(c[i - 2], c[i - 1], c[i]) for i in range(len(c))]
            order = [Predicate("sameclock", (p, q, name, p, q, r)) for p, q, r in corners]
            if len({_sense(builder, corner) for corner in corners}) == 1:
                return [builder.point(label, order=order)]
        case [Circle(arc=()) as circle]:
            centre, rim = builder.centre(circle), builder.rim(circle)
            inside = Predicate("longer", (centre, rim, centre, name))
            return [builder.point(label, order=[inside])]
    return [builder.point(label)]


def _sense(builder: Builder, corner: Sequence[str]) -> bool:
    """Tell whether three points are drawn counter-clockwise."""
    a, b, c = (builder.at(p) for p in corner)
    return ((b - a).conjugate() * (c - a)).imag > 0


def _intersect(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Line() | Circle() as f, Line() | Circle() as g, *_]:
            if not any(labels):  # inside another command, so nothing says which point is meant
                if isinstance(f, Line) and isinstance(g, Line):
                    return [Point(builder.meet(f, g, between_ends=True))]
                raise Unsupported("an intersection with a circle needs a name")
            if not any(label in builder.drawn for label in labels):
                raise Unsupported("the intersection is undefined in the drawing")
            return [_common(builder, f, g, label) for label in labels]
    raise Unsupported(_WRONG)


def _common(builder: Builder, f: Line | Circle, g: Line | Circle, label: str) -> Object:
    """Return one common point: a known one if it is drawn there, otherwise a new one."""
    place = builder.drawn.get(label)
    shared = [p for p in f.on if p in g.on]
    if place is None:
        return Unknown(f"point {label} is undefined in the drawing")
    for known in shared:
        if builder.same(builder.at(known), place):
            return Point(known)
    name = builder.name_of(label)
    others = [Predicate("diff", (name, known)) for known in shared]
    point = builder.point(label, f.locus(name), g.locus(name), order=others)
    f.on.append(point.name)
    g.on.append(point.name)
    return point


def _mirror(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = _label(labels)
    match arguments:
        case [Point(a), Point(b)]:
            return [_make(builder, label, "mirror", a, b)]
        case [Point(a), Line() as line]:
            return [_make(builder, label, "reflect", a, *builder.two_points(line))]
    raise Unsupported("only points can be mirrored, in a point or a line")


def _rotate(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = _label(labels)
    match arguments:
        case [Point(a), Value(turn, True), Point(o)]:
            name = builder.name_of(label) if label else builder.fresh("H")
            if turn % 1 == 0:
                raise Unsupported("a rotation by a multiple of 180°")
            constructions: list[Construction] = [
                construct("on_circle", name, o, a),
                construct("s_angle", a, o, name, constant=turn),
            ]
            place = builder.at(o) + (builder.at(a) - builder.at(o)) * cmath.exp(
                1j * cmath.pi * float(turn)
            )
            builder.add([name], constructions, [builder.drawn.get(label, place)])
            return [Point(name)]
    raise Unsupported("only points can be rotated, by a given angle about a point")


def _translate(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = _label(labels)
    match arguments:
        case [Point(a), Vector((p, q))]:
            if a == p:
                return [Point(q)]
            name = builder.name_of(label) if label else builder.fresh("H")
            place = builder.at(a) + builder.at(q) - builder.at(p)
            made = (
                construct("mirror", name, p, a)
                if a == q
                else construct("parallelogram", q, p, a, name)
            )
            builder.add([name], [made], [builder.drawn.get(label, place)])
            return [Point(name)]
    raise Unsupported("only points can be translated, by a vector between points")


def _dilate(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = _label(labels)
    match arguments:
        case [Point(a), Value(factor, False), Point(o)] if factor != 0:
            name = builder.name_of(label) if label else builder.fresh("H")
            place = builder.at(o) + (builder.at(a) - builder.at(o)) * float(factor)
            constructions = [
                construct("on_ray" if factor > 0 else "on_opline", name, o, a),
                construct("rconst", o, a, o, name, constant=Fraction(1) / abs(factor)),
            ]
            builder.add([name], constructions, [builder.drawn.get(label, place)])
            return [Point(name)]
    raise Unsupported("only points can be dilated, by a given factor from a point")


def _nearest(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Line() as line, Point(a)] | [Point(a), Line() as line]:
            return [_make(builder, _label(labels), "foot", a, *builder.two_points(line))]
    raise Unsupported(_WRONG)


_CENTRES = ("", "incenter", "", "circumcenter", "orthocenter")


def _triangle_centre(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b), Point(c), Value(value, False)]:
            if value == 2:
                return _centroid(builder, [Polygon((a, b, c))], labels)
            if value in (1, 3, 4):
                return [_make(builder, _label(labels), _CENTRES[int(value)], a, b, c)]
    raise Unsupported("only the centres number 1 to 4 are supported")


def _centroid(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Polygon((a, b, c))]:
            label = _label(labels)
            middles = [builder.fresh("M") for _ in range(3)]
            name = builder.name_of(label) if label else builder.fresh("G")
            z = [builder.at(p) for p in (a, b, c)]
            places = [(z[1] + z[2]) / 2, (z[2] + z[0]) / 2, (z[0] + z[1]) / 2, sum(z) / 3]
            builder.add([*middles, name], [construct("centroid", *middles, name, a, b, c)], places)
            return [Point(name)]
    raise Unsupported(_WRONG)


def _angle(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    return [builder.angle(arguments)]


def _length(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b)] if a != b:
            return [Length((a, b))]
        case [Line(is_segment=True) as line]:
            return [Length((line.points[0], line.points[1]))]
        case [Circle() as circle]:
            return [Length((builder.centre(circle), builder.rim(circle)))]
    raise Unsupported(_WRONG)


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        **PATHS,
        "Angle": _angle,
        "Center": _centre,
        "Centroid": _centroid,
        "ClosestPoint": _nearest,
        "Dilate": _dilate,
        "Distance": _length,
        "Intersect": _intersect,
        "Length": _length,
        "Midpoint": _midpoint,
        "Mirror": _mirror,
        "Point": _point,
        "PointIn": _point_within,
        "Radius": _length,
        "Reflect": _mirror,
        "Rotate": _rotate,
        "Translate": _translate,
        "TriangleCenter": _triangle_centre,
    }
)
"""The supported commands that make objects, by the names GeoGebra writes."""
