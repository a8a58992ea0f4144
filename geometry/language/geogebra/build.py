"""GeoGebra's construction protocol played back as clauses.

Every command has a method that returns its outputs as objects. Objects that are no points
(lines, circles) leave no trace until a point is put on them; where a point that has no name is
needed, such as the centre of a circle through three points, a hidden one is made. Places of
hidden points are worked out from those that were drawn, so that they agree with the figure.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from porism.geometry.language.geogebra.objects import (
    Angle,
    Circle,
    Length,
    Line,
    Object,
    Point,
    Polygon,
    Unknown,
    Unsupported,
    construct,
)
from porism.geometry.language.grammar import NAME
from porism.geometry.language.sense import zero_segment
from porism.geometry.names import looks, mixes_scripts, plain, strange_letter
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction

__all__ = ["Builder"]

_CLOSE = 1e-8  # relative to the size of the figure: two drawn points are the same point
_FURTHER = 0.31  # of a step along a line, or radians of a circle: to where no point is yet
_TRIES = 40  # places at which some point may be


class Builder:
    """The figure so far: clauses, places of points, and objects by their labels."""

    def __init__(
        self,
        places: dict[str, complex],
        types: Mapping[str, str],
        ways: Mapping[str, complex] | None = None,
    ) -> None:
        self.drawn = places
        self.ways = ways or {}  # of drawn lines
        self.types = types
        self.clauses: list[Clause] = []
        self.made: set[str] = set()
        self.places: dict[str, complex] = {}  # by name; also of hidden points
        self.objects: dict[str, Object] = {}
        self.taken = {self._clean(label) for label in types}
        self.names: dict[str, str] = {}
        self.known_on: dict[frozenset[str], list[str]] = {}  # by the two points of a line
        self.notes: dict[str, None] = {}  # what was read otherwise than a drawing shows it
        self.images: dict[tuple[object, ...], str] = {}  # by a map of the plane and a point
        first = next(iter(places.values()), 0j)
        self.scale = max([1e-6, *(abs(z - first) for z in places.values())])

    # --- names and points -------------------------------------------------------------------

    @staticmethod
    def _clean(label: str) -> str:
        label = plain(label)
        kept = (c for c in label.replace("′", "'") if c.isalnum() or c in "_'")
        word = "".join(c for c in kept if strange_letter(c) is None)
        word = looks(word) if mixes_scripts(word) else word
        return word if NAME.match(word) else f"P{word}"

    def name_of(self, label: str) -> str:
        """Return the name of the point with this label; braces and odd signs are dropped."""
        if label not in self.names:
            word = self._clean(label)
            taken = looks(word) in map(looks, self.names.values())
            self.names[label] = self.fresh(looks(word)) if taken else word
        return self.names[label]

    def fresh(self, prefix: str) -> str:
        """Return a name that no object has."""
        number, word = 0, prefix
        while word in self.taken or word in self.places:
            number += 1
            word = f"{prefix}{number}"
        self.taken.add(word)
        return word

    def add(
        self,
        points: Sequence[str],
        constructions: Sequence[Construction],
        places: Sequence[complex | None],
        order: Sequence[Predicate] = (),
    ) -> None:
        """Append a clause; raise Unsupported when it repeats a point where it must not.

        ``order`` are figure-only statements that confine the points further.
        """
        for point in points:
            if point in self.made:
                raise Unsupported(f"point {point} is defined twice")
        for construction in constructions:
            for statement in (*construction.conditions, *construction.premises):
                reason = zero_segment(statement)
                if reason is not None:
                    raise Unsupported(f"degenerate: {reason}")
        where = tuple(None if z is None else (z.real, z.imag) for z in places)
        self.made.update(points)
        drawn = where if any(place is not None for place in where) else ()
        self.clauses.append(Clause(tuple(points), tuple(constructions), tuple(order), drawn))
        for point, z in zip(points, places, strict=True):
            if z is not None:
                self.places[point] = z

    def point(
        self, label: str, *constructions: Construction, order: Sequence[Predicate] = ()
    ) -> Point:
        """Make the point with this label (a hidden one has the label ``""``)."""
        name = self.name_of(label) if label else self.fresh("H")
        made = constructions or [construct("free", name)]
        self.add([name], made, [self.drawn.get(label)], order)
        return Point(name)

    def hidden(self, prefix: str, place: complex, make: Callable[[str], Construction]) -> str:
        """Make a point that has no label and return its name."""
        name = self.fresh(prefix)
        self.add([name], [make(name)], [place])
        return name

    def at(self, name: str) -> complex:
        """Return where a point is drawn."""
        try:
            return self.places[name]
        except KeyError:
            raise Unsupported(f"point {name} is undefined in the drawing") from None

    def same(self, z: complex, w: complex) -> bool:
        """Tell whether two places are the same, up to rounding."""
        return abs(z - w) <= _CLOSE * self.scale

    def clear(self, places: Sequence[complex]) -> complex:
        """Return the first of the places at which no point is drawn: a hidden one is no other."""
        taken = (*self.places.values(), *self.drawn.values())
        free = (z for z in places if not any(self.same(z, w) for w in taken))
        return next(free, places[0])

    # --- lines ------------------------------------------------------------------------------

    def through(self, a: str, b: str, ends: Literal["line", "ray", "segment"] = "line") -> Line:
        """Return the line through two points, the ray from the first, or the segment."""
        if a == b:
            raise Unsupported(f"a line through {a} and {a}")
        on = self.known_on.setdefault(frozenset((a, b)), [a, b])
        return Line("through", (a, b), on, ends)

    def base(self, line: Line) -> tuple[complex, complex]:
        """Return a point of the line and a unit vector along it, as drawn."""
        first, *rest = (self.at(p) for p in line.points)
        if line.made in ("through", "bisector"):
            way = rest[0] - first
            origin = first if line.made == "through" else (first + rest[0]) / 2
        elif line.made in ("angle", "exterior"):
            origin = rest[0]
            u, v = first - origin, rest[1] - origin
            if not u or not v:
                raise Unsupported("the bisector of an angle that is not drawn")
            way = u / abs(u) + v / abs(v) or 1j * u
            way = way if line.made == "angle" else 1j * way
        elif line.made == "turned":
            turn = (rest[2] - rest[1]) / (rest[0] - first)
            origin, way = rest[5], (rest[4] - rest[3]) * turn
        else:
            origin, way = first, rest[1] - rest[0]
        if not way:
            raise Unsupported("a line through two points drawn at the same place")
        way /= abs(way)
        return origin, way * 1j if line.made in ("perp", "bisector") else way

    def two_points(self, line: Line) -> tuple[str, str]:
        """Return two points of the line, making hidden ones where there are too few."""
        origin, way = self.base(line)
        if line.made in ("angle", "exterior") and line.points[1] not in line.on:
            line.on.append(line.points[1])
        if line.made == "bisector" and not line.on:
            a, b = line.points
            middle = self.hidden("M", origin, lambda x: construct("midpoint", x, a, b))
            line.on.append(middle)
        first = line.on[0]
        for second in line.on[1:]:
            if not self.same(self.at(first), self.at(second)):
                return first, second
        step = max(abs(self.at(p) - self.at(q)) for p in line.points for q in line.points)
        along = [self.at(first) + way * step * (1 + _FURTHER * k) for k in range(_TRIES)]
        second = self.hidden("H", self.clear(along), line.carrier)
        line.on.append(second)
        return first, second

    def direction(self, line: Line) -> tuple[bool, str, str]:
        """Return ``(False, p, q)`` for a line parallel to pq, ``(True, p, q)`` for one across."""
        if line.made == "through":
            return False, line.points[0], line.points[1]
        if line.made == "bisector":
            return True, line.points[0], line.points[1]
        if line.made in ("para", "perp"):
            return line.made == "perp", line.points[1], line.points[2]
        first, second = self.two_points(line)
        return False, first, second

    def turned(self, point: str, line: Line, across: bool) -> Line:
        """Return the line through a point parallel to a line, or perpendicular to it."""
        turned, p, q = self.direction(line)
        return Line("perp" if turned != across else "para", (point, p, q), [point])

    def meet(self, f: Line, g: Line, *, between_ends: bool = False) -> str:
        """Return a common point of two lines, making it when none is known.

        It may lie beyond the ends of segments and rays, unless they are what meets.
        """
        known = next((p for p in f.on if p in g.on), None)
        if known is not None:
            return known
        (p, u), (q, v) = self.base(f), self.base(g)
        cross = (u.conjugate() * v).imag
        if abs(cross) < 1e-9:
            raise Unsupported("the lines are drawn parallel")
        name = self.fresh("X")
        place = p + u * (((q - p).conjugate() * v).imag / cross)
        made = [line.locus(name) if between_ends else line.carrier(name) for line in (f, g)]
        self.add([name], made, [place])
        f.on.append(name)
        g.on.append(name)
        return name

    # --- circles ----------------------------------------------------------------------------

    def disc(self, circle: Circle) -> tuple[complex, float]:
        """Return centre and radius as drawn."""
        z = [self.at(p) for p in circle.points]
        if circle.made == "centre":
            return z[0], abs(z[1] - z[0])
        if circle.made == "diameter":
            return (z[0] + z[1]) / 2, abs(z[1] - z[0]) / 2
        if circle.made == "radius":
            return z[0], abs(z[2] - z[1])
        if circle.made == "number":
            return z[0], float(circle.radius or 0)
        u, v = z[1] - z[0], z[2] - z[0]
        cross = (u.conjugate() * v).imag
        if abs(cross) <= (_CLOSE * self.scale) ** 2:
            raise Unsupported("a circle through three points in a line")
        centre = z[0] + 1j * (v * abs(u) ** 2 - u * abs(v) ** 2) / (-2 * cross)
        return centre, abs(centre - z[0])

    def centre(self, circle: Circle, label: str = "") -> str:
        """Return the centre of a circle, making it when it has no name yet."""
        if circle.centre is None:
            kind = "circle" if circle.made == "three" else "midpoint"
            if label:
                name = self.name_of(label)
                self.add([name], [construct(kind, name, *circle.points)], [self.drawn.get(label)])
            else:
                place = self.disc(circle)[0]
                name = self.hidden("O", place, lambda x: construct(kind, x, *circle.points))
            circle.centre = name
        return circle.centre

    def rim(self, circle: Circle) -> str:
        """Return a point on the circle, making one when none is known."""
        if not circle.on:
            centre, radius = self.disc(circle)
            around = [centre + cmath.rect(radius, _FURTHER * k) for k in range(_TRIES)]
            circle.on.append(self.hidden("H", self.clear(around), circle.carrier))
        return circle.on[0]

    # --- what arguments must be -------------------------------------------------------------

    def points(self, arguments: Sequence[Object]) -> tuple[str, ...] | None:
        """Return the names if all arguments are points."""
        names = tuple(a.name for a in arguments if isinstance(a, Point))
        return names if len(names) == len(arguments) else None

    def usable(self, label: str) -> Object:
        """Return the object with this label; raise for one that cannot be used."""
        found = self.objects.get(label)
        if found is None:
            raise Unsupported(f"object '{label}' is not defined")
        if isinstance(found, Unknown):
            raise Unsupported(found.reason)
        return found

    def length(self, argument: Object) -> Length | None:
        """Return a segment or distance as a length."""
        if isinstance(argument, Line) and argument.is_segment:
            return Length((argument.points[0], argument.points[1]))
        return argument if isinstance(argument, Length) else None

    def angle(self, arguments: Sequence[Object]) -> Angle | Unknown:
        """Return the angle at the middle one of three points, or between two lines."""
        names = self.points(arguments)
        if names is not None and len(names) == 3:
            a, v, b = names
            return Angle((v, a, v, b), (a, v, b))
        if len(arguments) == 2 and all(isinstance(a, Line) for a in arguments):
            first, second = (self.two_points(a) for a in arguments if isinstance(a, Line))
            return Angle((*first, *second))
        return Unknown("Angle of these objects is not supported")

    def polygon(self, names: Sequence[str]) -> list[Object]:
        """Return a polygon and its sides, as GeoGebra lists them."""
        corners = tuple(names)
        sides = zip(corners, (*corners[1:], corners[0]), strict=True)
        return [Polygon(corners), *(self.through(a, b, "segment") for a, b in sides)]
