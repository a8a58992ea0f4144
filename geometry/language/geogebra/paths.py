"""GeoGebra's commands that make lines, circles and polygons.

A command is a function of the builder, the evaluated arguments and the labels of its outputs;
it returns as many objects as it has outputs, or fewer.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.known import equal_lengths
from porism.geometry.language.geogebra.objects import (
    FOR_ONE_CONFIGURATION,
    Circle,
    Line,
    Object,
    Point,
    Quantity,
    Unsupported,
    Value,
    Vector,
    construct,
)
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Construction

__all__ = ["PATHS", "Command"]

Arguments = Sequence[Object]
Labels = Sequence[str]
Command = Callable[[Builder, Arguments, Labels], list[Object]]

_WRONG = "this form of the command is not supported"
_MOST_CORNERS = 40  # of a regular polygon


def _line(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    names = builder.points(arguments)
    if names is not None and len(names) == 2:
        return [builder.through(*names)]
    match arguments:
        case [Point(name), Line() as line] | [Line() as line, Point(name)]:
            return [builder.turned(name, line, across=False)]
    raise Unsupported(_WRONG)


def _segment(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    names = builder.points(arguments)
    if names is None or len(names) != 2:
        raise Unsupported(_WRONG)
    return [builder.through(*names, "segment")]


def _ray(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    names = builder.points(arguments)
    if names is None or len(names) != 2:
        raise Unsupported(_WRONG)
    return [builder.through(*names, "ray")]


def _perpendicular(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(name), Line() as line] | [Line() as line, Point(name)]:
            return [builder.turned(name, line, across=True)]
    raise Unsupported(_WRONG)


def _bisector(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b)]:
            return [Line("bisector", (a, b))]
        case [Line(is_segment=True) as line]:
            return [Line("bisector", line.points)]
    raise Unsupported(_WRONG)


def _angle_bisector(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    names = builder.points(arguments)
    if names is not None and len(names) == 3:
        return [Line("angle", names, [names[1]])]
    match arguments:
        case [Line() as f, Line() as g]:
            corner = builder.meet(f, g)
            legs = [next((p for p in line.on if p != corner), None) for line in (f, g)]
            for i, line in enumerate((f, g)):
                if legs[i] is None:
                    legs[i] = next(p for p in builder.two_points(line) if p != corner)
            if not all(
                line.made == "through" and set(line.points) == {corner, leg}
                for line, leg in zip((f, g), legs, strict=True)
            ):
                builder.notes.setdefault(
                    f"{FOR_ONE_CONFIGURATION}: of two bisectors the one is that of angle "
                    f"{legs[0]}{corner}{legs[1]}, as it is drawn"
                )
            inner = Line("angle", (str(legs[0]), corner, str(legs[1])), [corner])
            outer = Line("exterior", inner.points, [corner])
            return _as_drawn(builder, [inner, outer], labels)
    raise Unsupported(_WRONG)


def _as_drawn(builder: Builder, lines: list[Line], labels: Labels) -> list[Object]:
    """Put two lines in the order in which they are drawn."""
    first, second = (builder.base(line)[1] for line in lines)
    return [*(lines[::-1] if _is_second(builder, labels, first, second) else lines)]


def _is_second(builder: Builder, labels: Labels, first: complex, second: complex) -> bool:
    """Tell whether the first line of a command is drawn along the second of two ways."""
    for label, ways in zip(labels, ((first, second), (second, first)), strict=False):
        drawn = builder.ways.get(label)
        if drawn is not None:
            off = [abs((drawn.conjugate() * way).imag) / abs(way) for way in ways]
            return off[1] < off[0]
    return False


def _circle(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(o), Point(a)]:
            return [Circle("centre", (o, a), o, on=[a])]
        case [Point(a), Point(b), Point(c)]:
            return [Circle("three", (a, b, c), on=[a, b, c])]
        case [Point(o), Value(value, False)] if value > 0:
            return [Circle("number", (o,), o, value)]
        case [Point(o), Quantity() as radius]:
            return [Circle("radius", (o, *_laid_off(builder, radius)), o)]
        case [Point(o), other] if (length := builder.length(other)) is not None:
            p, q = length.points
            if o in (p, q):
                a = q if o == p else p
                return [Circle("centre", (o, a), o, on=[a])]
            return [Circle("radius", (o, p, q), o)]
    raise Unsupported(_WRONG)


def _laid_off(builder: Builder, radius: Quantity) -> tuple[str, str]:
    """Lay lengths off one after another; return the ends of their sum."""
    if tuple(radius.below) != ((),):
        raise Unsupported("a radius by a quotient")
    unit, ends = radius.below[()], ("", "")
    for monomial, c in radius.above.items():
        if len(monomial) != 1 or monomial[0][1] != 1 or len(monomial[0][0]) != 2 or c < 0:
            raise Unsupported("a radius by a formula; a sum of lengths can be")
        p, q = monomial[0][0]
        factor, length = c / unit, abs(builder.at(q) - builder.at(p))
        if not ends[0]:
            way = builder.at(q) - builder.at(p)
            end = (
                q
                if factor == 1
                else _beyond(
                    builder,
                    builder.at(p) + way * float(factor),
                    [
                        construct("on_ray", "x", p, q),
                        construct("rconst", p, q, p, "x", constant=1 / factor),
                    ],
                )
            )
            ends = p, end
            continue
        start, end = ends
        way = builder.at(end) - builder.at(start)
        far = builder.at(end) + way / abs(way) * length * float(factor)
        made = [construct("on_opline", "x", end, start)]
        made.append(
            construct("eqdistance", "x", end, p, q)
            if factor == 1
            else construct("rconst", p, q, end, "x", constant=1 / factor)
        )
        ends = start, _beyond(builder, far, made)
    if not ends[0]:
        raise Unsupported("a radius that is nothing")
    return ends


def _beyond(builder: Builder, place: complex, made: Sequence[Construction]) -> str:
    name = builder.fresh("H")
    builder.add([name], [c.rename({"x": name}) for c in made], [place])
    return name


def _arc(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(o), Point(a), Point(b)]:
            circle = Circle("centre", (o, a), o, on=[a])
            end = b
            if not equal_lengths(builder.clauses, (o, a), (o, b)):
                way = builder.at(b) - builder.at(o)
                place = builder.at(o) + way / abs(way) * builder.disc(circle)[1]
                end = builder.fresh("H")
                builder.add([end], [construct("on_ray", end, o, b), circle.locus(end)], [place])
                circle.on.append(end)
            circle.arc = ("on_arc_about", o, a, end)
            return [circle]
    raise Unsupported(_WRONG)


def _arc_through(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b), Point(c)]:
            return [Circle("three", (a, b, c), on=[a, b, c], arc=("on_arc", a, b, c))]
    raise Unsupported(_WRONG)


def _semicircle(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b)]:
            return [Circle("diameter", (a, b), on=[a, b], arc=("on_semicircle", a, b))]
    raise Unsupported(_WRONG)


def _incircle(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    names = builder.points(arguments)
    if names is None or len(names) != 3:
        raise Unsupported(_WRONG)
    a, b, c = (builder.at(n) for n in names)
    p, q, r = abs(b - c), abs(c - a), abs(a - b)
    centre = (p * a + q * b + r * c) / (p + q + r)
    points = [*(builder.fresh("T") for _ in range(3)), builder.fresh("I")]
    places = [_foot(centre, b, c), _foot(centre, c, a), _foot(centre, a, b), centre]
    builder.add(points, [construct("incenter2", *points, *names)], places)
    return [Circle("centre", (points[3], points[0]), points[3], on=points[:3])]


def _foot(z: complex, a: complex, b: complex) -> complex:
    way = b - a
    return a + way * ((z - a) * way.conjugate()).real / abs(way) ** 2


def _polygon(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    names = builder.points(arguments)
    if names is not None and len(names) >= 3:
        return builder.polygon(names)
    match arguments:
        case [Point(a), Point(b), Value(value, False)] if value in range(3, _MOST_CORNERS + 1):
            new = [label for label in labels if builder.types.get(label) == "point"]
            mine = [builder.name_of(label) for label in new]
            mine += [builder.fresh("V") for _ in range(int(value) - 2 - len(mine))]
            if len(mine) != int(value) - 2:
                raise Unsupported(_WRONG)
            places = [builder.drawn.get(label) for label in new]
            _regular(builder, a, b, mine, [*places, *(None for _ in mine[len(places) :])])
            others = iter(builder.polygon([a, b, *mine]))  # GeoGebra mixes sides and corners
            corners = iter(mine)
            return [
                Point(next(corners)) if builder.types.get(label) == "point" else next(others)
                for label in labels
            ]
    raise Unsupported(f"only regular polygons with 3 to {_MOST_CORNERS} corners are supported")


def _regular(
    builder: Builder, a: str, b: str, new: Sequence[str], places: Sequence[complex | None]
) -> None:
    """Make the other corners of a regular polygon that stands counter-clockwise on ab."""
    number = len(new) + 2
    if number == 3:
        order = [Predicate("ccw", (a, b, new[0]))]
        builder.add(new, [construct("eq_triangle", new[0], a, b)], places, order)
        return
    if number == 4:
        builder.add(new, [construct("square", a, b, *new)], places)
        return
    turn = Fraction(2, number)  # of a radius, in half-turns
    z, w = builder.at(a), builder.at(b)
    step = cmath.exp(1j * cmath.pi * float(turn))
    middle = (w - z * step) / (1 - step)
    centre = builder.fresh("O")
    base = (1 - turn) / 2
    made = [construct("on_bline", centre, a, b), construct("s_angle", b, a, centre, constant=base)]
    builder.add([centre], made, [middle])
    last = b
    for name, place in zip(new, places, strict=True):
        made = [
            construct("on_circle", name, centre, a),
            construct("s_angle", last, centre, name, constant=turn),
        ]
        builder.add([name], made, [place or middle + (builder.at(last) - middle) * step])
        last = name


def _tangent(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Circle() as circle] | [Circle() as circle, Point(a)]:
            centre = builder.centre(circle)
            if a in circle.on:
                return [Line("perp", (a, a, centre), [a])]
            o, radius = builder.disc(circle)
            away = builder.at(a) - o
            if abs(away) <= radius * (1 + 1e-9):
                raise Unsupported(f"{a} is not known to be on the circle, and not outside it")
            turn = cmath.exp(1j * cmath.acos(radius / abs(away)).real)
            unit = away / abs(away) * radius
            touch = [builder.fresh("T"), builder.fresh("T")]
            made = construct("tangent", *touch, a, centre, builder.rim(circle))
            places = [o + unit * turn, o + unit / turn]
            if _is_second(builder, labels, *(place - builder.at(a) for place in places)):
                places.reverse()
            builder.add(touch, [made], places)
            circle.on.extend(touch)
            return [builder.through(a, t) for t in touch]
    raise Unsupported(_WRONG)


def _vector(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b)] if a != b:
            return [Vector((a, b))]
    raise Unsupported(_WRONG)


PATHS: Mapping[str, Command] = MappingProxyType(
    {
        "AngleBisector": _angle_bisector,
        "AngularBisector": _angle_bisector,
        "Circle": _circle,
        "CircleArc": _arc,
        "CircleSector": _arc,
        "CircularArc": _arc,
        "CircumcircleArc": _arc_through,
        "CircumcircleSector": _arc_through,
        "CircumcircularArc": _arc_through,
        "Incircle": _incircle,
        "Line": _line,
        "LineBisector": _bisector,
        "OrthogonalLine": _perpendicular,
        "PerpendicularBisector": _bisector,
        "PerpendicularLine": _perpendicular,
        "Polygon": _polygon,
        "Ray": _ray,
        "Segment": _segment,
        "Semicircle": _semicircle,
        "Tangent": _tangent,
        "Vector": _vector,
    }
)
"""The supported commands that make lines, circles, polygons and vectors."""
