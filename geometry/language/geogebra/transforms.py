"""GeoGebra's maps of the plane: reflections, inversion, rotations, translations, dilations.

A line is mapped by two of its points, a circle by its centre and a point, or by three points.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from porism.geometry.language.geogebra.angles import angles_of
from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.known import collinear, equal_lengths
from porism.geometry.language.geogebra.objects import (
    Angle,
    AngleSum,
    Circle,
    Line,
    Object,
    Point,
    Polygon,
    Unsupported,
    Value,
    Vector,
    construct,
)
from porism.geometry.language.geogebra.paths import Command
from porism.geometry.problem import Construction

__all__ = ["MAPS"]

_THROUGH_CENTRE = (
    "what is inverted is drawn through the centre of the circle, and is not known to stay there; "
    "draw it elsewhere, or make it through the centre"
)

Arguments = Sequence[Object]
Labels = Sequence[str]
Map = Callable[[str, str], str]
"""Takes a point and the label of its image ("" for a hidden one) to the name of the image."""


def _image(builder: Builder, thing: Object, label: str, apply: Map) -> list[Object]:
    """Map a point, line, circle or polygon by its points."""
    match thing:
        case Point(a):
            return [Point(apply(a, label))]
        case Line() as line:
            p, q = line.points if line.ends != "line" else builder.two_points(line)
            return [builder.through(apply(p, ""), apply(q, ""), line.ends)]
        case Circle(made="three") as circle if not circle.arc:
            points = [apply(p, "") for p in circle.points]
            return [Circle("three", tuple(points), on=points)]
        case Circle() as circle:
            centre, rim = apply(builder.centre(circle), ""), apply(builder.rim(circle), "")
            return [Circle("centre", (centre, rim), centre, on=[rim])]
        case Polygon() as polygon:
            return builder.polygon([apply(p, "") for p in polygon.points])
    raise Unsupported("only points, lines, circles and polygons have an image")


def _made(
    builder: Builder,
    label: str,
    place: complex | None,
    make: Callable[[str], Sequence[Construction]],
) -> str:
    """Make the image of a point, unless one is known at its place that has no name in the file."""
    name = builder.name_of(label) if label else builder.fresh("H")
    builder.add([name], make(name), [builder.drawn.get(label, place)])
    return name


def _remembered(builder: Builder, which: Sequence[object], apply: Map) -> Map:
    """Map every point once by ``which`` map of the file; points that stay are their own images.

    Hidden images are shared. One with a label is a point of its own, so that something can be
    asked of it, but not by the same definition: that could mean two points where it allows two.
    """

    def once(point: str, label: str) -> str:
        here, hidden = (*which, point), (*which, point, "hidden")
        if not label and hidden in builder.images:
            return builder.images[hidden]
        first = builder.images.get(here, point)
        found = apply(point, label) if first == point else _copy(builder, label, point, first)
        builder.images.setdefault(here, found)
        if not label:
            builder.images[hidden] = found
        return found

    return once


# --- reflections and inversion ------------------------------------------------------------------


def _mirror(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = labels[0] if labels else ""
    match arguments:
        case [thing, Point(o)]:
            return _image(
                builder, thing, label, _remembered(builder, ("point", o), _in_point(builder, o))
            )
        case [thing, Line() as axis]:
            return _image(
                builder,
                thing,
                label,
                _remembered(builder, ("line", *builder.two_points(axis)), _in_line(builder, axis)),
            )
        case [thing, Circle() as circle]:
            return [_inverse(builder, thing, circle, label)]
    raise Unsupported("a mirror is a point, a line or a circle")


def _in_point(builder: Builder, o: str) -> Map:
    def apply(a: str, label: str) -> str:
        if a == o and not label:
            return o
        place = 2 * builder.at(o) - builder.at(a)
        return _made(builder, label, place, lambda x: [construct("mirror", x, a, o)])

    return apply


def _in_line(builder: Builder, axis: Line) -> Map:
    p, q = builder.two_points(axis)

    def apply(a: str, label: str) -> str:
        if a in axis.on and not label:
            return a
        origin, way = builder.at(p), builder.at(q) - builder.at(p)
        place = origin + ((builder.at(a) - origin) / way).conjugate() * way
        return _made(builder, label, place, lambda x: [construct("reflect", x, a, p, q)])

    return apply


def _inverse(builder: Builder, thing: Object, circle: Circle, label: str) -> Object:
    """Invert in a circle; lines and circles through its centre become lines or stay lines."""
    o, rim = builder.centre(circle), builder.rim(circle)

    def apply(a: str, label: str) -> str:
        if a in circle.on and not label:
            return a
        if a == o:
            raise Unsupported("the inverse of the centre")
        away = builder.at(a) - builder.at(o)
        place = builder.at(o) + away * abs(builder.at(rim) - builder.at(o)) ** 2 / abs(away) ** 2
        if a in circle.on:
            return _copy(builder, label, o, a)
        return _made(
            builder,
            label,
            place,
            lambda x: [
                construct("on_ray", x, o, a),
                construct("eqratio", x, o, a, o, rim, o, rim, o),
            ],
        )

    invert = _remembered(builder, ("circle", o, rim), apply)
    match thing:
        case Point(a):
            return Point(invert(a, label))
        case Line(ends="line") as line:
            p, q = builder.two_points(line)
            if o in line.on or collinear(builder.clauses, o, p, q):
                return line
            if _on_line(builder, o, p, q):
                raise Unsupported(_THROUGH_CENTRE)
            points = [invert(p, ""), invert(q, ""), o]
            return Circle("three", tuple(points), on=points)
        case Circle(arc=()) as other:
            points = _three_points(builder, other)
            if _is_on(builder, o, other):
                first, second = (invert(p, "") for p in [q for q in points if q != o][:2])
                return builder.through(first, second)
            centre, radius = builder.disc(other)
            if builder.same(complex(abs(builder.at(o) - centre)), complex(radius)):
                raise Unsupported(_THROUGH_CENTRE)
            images = [invert(p, "") for p in points]
            return Circle("three", tuple(images), on=images)
    raise Unsupported("only points, lines and circles can be inverted")


def _is_on(builder: Builder, point: str, circle: Circle) -> bool:
    """Tell whether the construction puts the point on the circle."""
    centre, rim = builder.centre(circle), builder.rim(circle)
    sides = (centre, point), (centre, rim)
    return point in circle.on or equal_lengths(builder.clauses, *sides)


def _copy(builder: Builder, label: str, o: str, a: str) -> str:
    """Make a point at the place of another, with a name of its own: mirrored there and back."""
    place = 2 * builder.at(o) - builder.at(a)
    across = _made(builder, "", place, lambda x: [construct("mirror", x, a, o)])
    return _made(builder, label, builder.at(a), lambda x: [construct("mirror", x, across, o)])


def _on_line(builder: Builder, o: str, p: str, q: str) -> bool:
    way = builder.at(q) - builder.at(p)
    off = ((builder.at(o) - builder.at(p)) * way.conjugate()).imag / abs(way)
    return builder.same(complex(off), 0j)


def _three_points(builder: Builder, circle: Circle) -> list[str]:
    """Return three points of a circle, making hidden ones where there are too few."""
    centre = builder.centre(circle)
    middle, _ = builder.disc(circle)
    rim, turn = builder.rim(circle), cmath.exp(2j)
    while len(circle.on) < 3:
        place = middle + (builder.at(circle.on[-1]) - middle) * turn
        circle.on.append(
            builder.hidden("H", place, lambda x: construct("on_circle", x, centre, rim))
        )
    return circle.on[:3]


# --- rotations ----------------------------------------------------------------------------------


def _rotate(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = labels[0] if labels else ""
    match arguments:
        case [Line(ends="line") as line, Value(turn, True), Point(o)] if turn % 1 == Fraction(1, 2):
            first = o if o in line.on else builder.two_points(line)[0]
            apply = _remembered(builder, ("turn", turn, o), _turned(builder, turn, o))
            return [builder.turned(apply(first, ""), line, across=True)]
        case [thing, Value(turn, True), Point(o)]:
            return _image(
                builder,
                thing,
                label,
                _remembered(builder, ("turn", turn, o), _turned(builder, turn, o)),
            )
        case [Line(ends="line") as line, Angle() as angle, Point(o)] if o in line.on:
            base = builder.direction(line)
            if not base[0]:
                return [Line("turned", (*angle.points, *base[1:], o), [o])]
            return [Line("turned", (*angle.points, *builder.two_points(line), o), [o])]
        case [thing, Angle() | AngleSum() as angle, Point(o)]:
            return _image(
                builder,
                thing,
                label,
                _remembered(builder, ("angle", repr(angle), o), _by_angle(builder, angle, o)),
            )
    raise Unsupported("a rotation is by an angle about a point")


def _turned(builder: Builder, turn: Fraction, o: str) -> Map:
    def apply(a: str, label: str) -> str:
        if a == o and not label:
            return o
        place = builder.at(o) + (builder.at(a) - builder.at(o)) * cmath.exp(
            1j * cmath.pi * float(turn)
        )
        if turn % 2 == 0:
            return _copy(builder, label, o, a) if label else a
        if turn % 1 == 0:
            return _made(builder, label, place, lambda x: [construct("mirror", x, a, o)])
        return _made(
            builder,
            label,
            place,
            lambda x: [
                construct("on_circle", x, o, a),
                construct("s_angle", a, o, x, constant=turn),
            ],
        )

    return apply


def _by_angle(builder: Builder, angle: Angle | AngleSum, o: str) -> Map:
    """Turn by a measured angle: a triangle with it is copied to the point."""
    total = angles_of(angle)
    if total is None or total.constant or len(total.terms) != 2:
        raise Unsupported("a rotation by a sum of angles")
    (first, c), (second, _) = total.terms.items()
    start, end = (second, first) if c == 1 else (first, second)
    if total.terms[end] != 1 or total.terms[start] != -1 or len({*start, *end}) != 3:
        raise Unsupported("a rotation by an angle without a corner")
    (v,) = set(start) & set(end)
    (a,), (b,) = set(start) - {v}, set(end) - {v}
    away = builder.at(b) - builder.at(v)
    place = builder.at(v) + away / abs(away) * abs(builder.at(a) - builder.at(v))
    leg = (
        b
        if equal_lengths(builder.clauses, (v, a), (v, b))
        else _made(
            builder,
            "",
            place,
            lambda x: [construct("on_ray", x, v, b), construct("on_circle", x, v, a)],
        )
    )
    turn = (builder.at(leg) - builder.at(v)) / (builder.at(a) - builder.at(v))

    def apply(p: str, label: str) -> str:
        if p == o and not label:
            return o
        there = builder.at(o) + (builder.at(p) - builder.at(o)) * turn
        return _made(builder, label, there, lambda x: [construct("simtri", x, v, a, leg, o, p)])

    return apply


# --- translations and dilations -----------------------------------------------------------------


def _translate(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = labels[0] if labels else ""
    match arguments:
        case [thing, Vector((p, q))]:
            return _image(
                builder, thing, label, _remembered(builder, ("vector", p, q), _moved(builder, p, q))
            )
    raise Unsupported("a translation is by a vector between points")


def _moved(builder: Builder, p: str, q: str) -> Map:
    def apply(a: str, label: str) -> str:
        if a == p:
            return q
        place = builder.at(a) + builder.at(q) - builder.at(p)
        return _made(
            builder,
            label,
            place,
            lambda x: [
                construct("mirror", x, p, a) if a == q else construct("parallelogram", q, p, a, x)
            ],
        )

    return apply


def _dilate(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    label = labels[0] if labels else ""
    match arguments:
        case [thing, Value(factor, False), Point(o)] if factor != 0:
            return _image(
                builder,
                thing,
                label,
                _remembered(builder, ("factor", factor, o), _scaled(builder, factor, o)),
            )
    raise Unsupported("a dilation is by a given factor from a point")


def _scaled(builder: Builder, factor: Fraction, o: str) -> Map:
    def apply(a: str, label: str) -> str:
        if a == o and not label:
            return o
        place = builder.at(o) + (builder.at(a) - builder.at(o)) * float(factor)
        return _made(builder, label, place, lambda x: scaled_to(x, o, a, factor))

    return apply


def scaled_to(x: str, o: str, a: str, factor: Fraction) -> list[Construction]:
    """Return the constructions of the point o + factor (a - o)."""
    if factor == Fraction(1, 2):
        return [construct("midpoint", x, o, a)]
    if factor == 2:
        return [construct("mirror", x, o, a)]
    if factor == -1:
        return [construct("mirror", x, a, o)]
    side = construct("on_ray" if factor > 0 else "on_opline", x, o, a)
    return [side, construct("rconst", o, a, o, x, constant=Fraction(1) / abs(factor))]


MAPS: Mapping[str, Command] = MappingProxyType(
    {
        "Dilate": _dilate,
        "Mirror": _mirror,
        "Reflect": _mirror,
        "Rotate": _rotate,
        "Translate": _translate,
    }
)
"""The supported maps of the plane."""
