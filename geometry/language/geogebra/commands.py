"""GeoGebra's commands that make points and measure, and the table of all commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.objects import (
    FOR_ONE_CONFIGURATION,
    Circle,
    Length,
    Line,
    Object,
    Point,
    Polygon,
    Unknown,
    Unsupported,
    Value,
    construct,
)
from porism.geometry.language.geogebra.paths import PATHS, Command
from porism.geometry.language.geogebra.transforms import MAPS
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
            if not label:
                place = (builder.at(a) + builder.at(b)) / 2
                return [Point(builder.hidden("M", place, _midpoint_of(a, b)))]
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
    place = builder.drawn.get(label) if label else _place(builder, construction, points)
    builder.add([name], [construct(construction, name, *points)], [place])
    return Point(name)


def _place(builder: Builder, construction: str, points: Sequence[str]) -> complex:
    """Return where a midpoint, or a centre of a triangle, is that is not drawn."""
    z = [builder.at(p) for p in points]
    if construction == "midpoint":
        return (z[0] + z[1]) / 2
    if construction == "incenter":
        sides = [abs(z[1] - z[2]), abs(z[2] - z[0]), abs(z[0] - z[1])]
        return sum(s * p for s, p in zip(sides, z, strict=True)) / sum(sides)
    centre, _ = builder.disc(Circle("three", tuple(points)))
    return centre if construction == "circumcenter" else sum(z) - 2 * centre


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
            name, (a, b) = builder.name_of(label), side.points
            builder.notes.setdefault(
                f"{FOR_ONE_CONFIGURATION}: {name} is a point of the whole outline of a polygon, "
                f"and is taken on the side {a}{b}, where it is drawn"
            )
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
                if len(c) > 3:
                    builder.notes.setdefault(
                        f"{FOR_ONE_CONFIGURATION}: {name} is a point inside the polygon "
                        f"{''.join(c)}, which is taken as convex, as it is drawn"
                    )
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
            if isinstance(f, Line) and isinstance(g, Line) and labels[0] not in builder.drawn:
                return [Point(builder.meet(f, g, between_ends=True))]  # within a tool
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


def _nearest(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    """Make the foot of a perpendicular, on a segment or ray only where it is between the ends."""
    match arguments:
        case [Line() as line, Point(a)] | [Point(a), Line() as line]:
            p, q = builder.two_points(line) if line.ends == "line" else line.points
            z, w = builder.at(p), builder.at(q)
            along = ((builder.at(a) - z) / (w - z)).real
            label = _label(labels)
            name = builder.name_of(label) if label else builder.fresh("H")
            order: tuple[Predicate, ...] = ()
            if line.ends != "line":
                if along <= 0 or (line.is_segment and along >= 1):
                    raise Unsupported(f"the closest point is drawn at an end of a {line.ends}")
                between = line.locus(name)
                order = tuple(s for s in (*between.premises, *between.meaning) if s.name != "coll")
                builder.notes.setdefault(
                    f"{FOR_ONE_CONFIGURATION}: the closest point to {a} on the {line.ends} {p}{q} "
                    "is taken for the foot of a perpendicular, as it is drawn; elsewhere it is an "
                    "end"
                )
            place = builder.drawn.get(label, z + (w - z) * along)
            builder.add([name], [construct("foot", name, a, p, q)], [place], order)
            return [Point(name)]
    raise Unsupported(_WRONG)


_CENTRES = {1: "incenter", 3: "circumcenter", 4: "orthocenter"}


def _triangle_centre(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b), Point(c), Value(value, False)]:
            if value == 2:
                return _centroid(builder, [Polygon((a, b, c))], labels)
            if value in _CENTRES:
                return [_make(builder, _label(labels), _CENTRES[int(value)], a, b, c)]
            if value == 5:
                return [_nine_point_centre(builder, (a, b, c), _label(labels))]
            if value == 6:
                return [_symmedian_point(builder, (a, b, c), _label(labels))]
    raise Unsupported("only the centres number 1 to 6 are supported")


def _middles(builder: Builder, triangle: tuple[str, str, str]) -> list[str]:
    """Make the midpoints of the sides, opposite the corners in their order."""
    a, b, c = triangle
    found = []
    for p, q in ((b, c), (c, a), (a, b)):
        place = (builder.at(p) + builder.at(q)) / 2
        found.append(builder.hidden("M", place, _midpoint_of(p, q)))
    return found


def _midpoint_of(p: str, q: str) -> Callable[[str], Construction]:
    return lambda x: construct("midpoint", x, p, q)


def _nine_point_centre(builder: Builder, triangle: tuple[str, str, str], label: str) -> Point:
    middles = _middles(builder, triangle)
    if label:
        return _make(builder, label, "circumcenter", *middles)
    place = builder.disc(Circle("three", tuple(middles)))[0]
    return Point(builder.hidden("N", place, lambda x: construct("circumcenter", x, *middles)))


def _symmedian_point(builder: Builder, triangle: tuple[str, str, str], label: str) -> Point:
    """Make the point where two medians meet that are reflected in the bisectors."""
    a, b, c = triangle
    middles = _middles(builder, triangle)
    name = builder.name_of(label) if label else builder.fresh("K")
    z = [builder.at(p) for p in triangle]
    weights = [abs(z[1] - z[2]) ** 2, abs(z[2] - z[0]) ** 2, abs(z[0] - z[1]) ** 2]
    place = sum(w * p for w, p in zip(weights, z, strict=True)) / sum(weights)
    made = [
        construct("on_aline", name, a, b, c, a, middles[0]),
        construct("on_aline", name, b, a, c, b, middles[1]),
    ]
    builder.add([name], made, [builder.drawn.get(label, place)])
    return Point(name)


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


def _area(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    """A polygon stands for its area."""
    names = builder.points(arguments)
    match arguments:
        case [Polygon() as polygon]:
            return [polygon]
    if names is not None and len(names) > 2:
        return [Polygon(names)]
    raise Unsupported(_WRONG)


def _length(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Point(a), Point(b)] if a != b:
            return [Length((a, b))]
        case [Line(is_segment=True) as line]:
            return [Length((line.points[0], line.points[1]))]
    raise Unsupported(_WRONG)


def _radius(builder: Builder, arguments: Arguments, labels: Labels) -> list[Object]:
    match arguments:
        case [Circle() as circle]:
            return [Length((builder.centre(circle), builder.rim(circle)))]
    raise Unsupported(_WRONG)


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        **PATHS,
        **MAPS,
        "Angle": _angle,
        "Area": _area,
        "Center": _centre,
        "Centroid": _centroid,
        "ClosestPoint": _nearest,
        "Distance": _length,
        "Intersect": _intersect,
        "Length": _length,
        "Midpoint": _midpoint,
        "Point": _point,
        "PointIn": _point_within,
        "Radius": _radius,
        "TriangleCenter": _triangle_centre,
    }
)
"""The supported commands that make objects, by the names GeoGebra writes."""
