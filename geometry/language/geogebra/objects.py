"""What GeoGebra objects mean here: lines and circles as loci of points that have names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.linear import prime_powers
from porism.geometry.predicates import Predicate
from porism.geometry.problem import FOR_ONE_CONFIGURATION, Construction

__all__ = [
    "FOR_ONE_CONFIGURATION",
    "Angle",
    "AngleSum",
    "Circle",
    "Corner",
    "Factor",
    "Length",
    "Line",
    "Monomial",
    "Object",
    "Point",
    "Polygon",
    "Polynomial",
    "Quantity",
    "Statement",
    "Unknown",
    "Unsupported",
    "Value",
    "Vector",
    "construct",
]


class Unsupported(Exception):
    """A command or a use of one that has no counterpart here; the text says which."""


def construct(name: str, *points: str, constant: Fraction | None = None) -> Construction:
    """Return a construction of the table for these points, in its own order."""
    definition = CONSTRUCTIONS[name]
    if constant is not None and definition.constant != "angle":
        try:
            prime_powers(constant)
        except ValueError as error:
            raise Unsupported(str(error)) from None
    return definition.apply(points, constant)


@dataclass(frozen=True)
class Point:
    """A point of the problem."""

    name: str


@dataclass
class Line:
    """A line, ray or segment, by the way it was made; ``on`` collects points known to lie on it.

    ``made`` is how: through ``p q``; through ``p`` parallel or perpendicular to ``q r``; the
    perpendicular bisector of ``p q``; the interior or exterior bisector of angle ``p q r``; through
    the last of seven points, at the angle from ``p q`` to ``r s`` to the line of the next two.
    ``ends`` tells a ray from ``p`` through ``q``, and the segment ``p q``, from the line.
    """

    made: Literal["through", "para", "perp", "bisector", "angle", "exterior", "turned"]
    points: tuple[str, ...]
    on: list[str] = field(default_factory=list)
    ends: Literal["line", "ray", "segment"] = "line"

    @property
    def is_segment(self) -> bool:
        """Whether it ends on both sides."""
        return self.ends == "segment"

    def locus(self, x: str) -> Construction:
        """Return the construction that puts ``x`` on the line, between its ends."""
        if self.ends == "line":
            return self.carrier(x)
        return construct("on_ray" if self.ends == "ray" else "between_bound", x, *self.points)

    def carrier(self, x: str) -> Construction:
        """Return the construction that puts ``x`` on the line, whatever its ends."""
        name = {
            "through": "on_line",
            "para": "on_pline",
            "perp": "on_tline",
            "bisector": "on_bline",
            "angle": "angle_bisector",
            "exterior": "exterior_bisector",
            "turned": "on_aline0",
        }[self.made]
        return construct(name, x, *self.points)


@dataclass
class Circle:
    """A circle or arc, by the way it was made; ``on`` collects points known to lie on it.

    ``made``: centre ``o`` and a point; three points; a diameter; centre and a segment as
    radius; centre and a number as radius. ``arc`` is the name and the points, after ``x``, of the
    construction that puts ``x`` on it, for an arc.
    """

    made: Literal["centre", "three", "diameter", "radius", "number"]
    points: tuple[str, ...]
    centre: str | None = None
    radius: Fraction | None = None
    on: list[str] = field(default_factory=list)
    arc: tuple[str, ...] = ()

    def locus(self, x: str) -> Construction:
        """Return the construction that puts ``x`` on the circle or arc."""
        if self.arc:
            return construct(self.arc[0], x, *self.arc[1:])
        return self.carrier(x)

    def carrier(self, x: str) -> Construction:
        """Return the construction that puts ``x`` on the circle, whatever the ends of an arc."""
        if self.made == "number":
            return construct("lconst", x, self.points[0], constant=self.radius)
        if self.made == "radius":
            return construct("eqdistance", x, *self.points)
        if self.centre is not None and self.on:
            return construct("on_circle", x, self.centre, self.on[0])
        if self.made == "three":
            return construct("on_circum", x, *self.points)
        return construct("on_dia", x, *self.points)


Corner: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class Angle:
    """The full angle from line ``p q`` to line ``r s``.

    ``corner`` are the three points of an angle between rays, its vertex in the middle.
    """

    points: tuple[str, str, str, str]
    corner: Corner | None = None


@dataclass(frozen=True)
class Length:
    """The length of a segment."""

    points: tuple[str, str]


@dataclass(frozen=True)
class Vector:
    """The vector from one point to another."""

    points: tuple[str, str]


@dataclass(frozen=True)
class Polygon:
    """A polygon by its vertices."""

    points: tuple[str, ...]


@dataclass(frozen=True)
class Value:
    """A number, or an angle in half-turns."""

    value: Fraction
    is_angle: bool = False


Factor: TypeAlias = tuple[str, ...]
"""What a formula multiplies: a segment by two points, or a polygon by its corners."""

Monomial: TypeAlias = tuple[tuple[Factor, int], ...]
Polynomial: TypeAlias = Mapping[Monomial, Fraction]


@dataclass(frozen=True)
class Quantity:
    """A formula in lengths and areas, a quotient of two polynomials."""

    above: Polynomial
    below: Polynomial


@dataclass(frozen=True)
class AngleSum:
    """A sum of directions with coefficients, and a constant in half-turns.

    ``corners`` are the angles between rays that were added; None where one is between lines.
    """

    terms: Mapping[tuple[str, str], Fraction]
    constant: Fraction
    corners: Mapping[Corner, Fraction] | None


@dataclass(frozen=True)
class Statement:
    """Something that GeoGebra can be asked to prove."""

    predicates: tuple[Predicate, ...]


@dataclass(frozen=True)
class Unknown:
    """An object that cannot be used, and why; an error only when something needs it."""

    reason: str


Object: TypeAlias = (
    Point
    | Line
    | Circle
    | Angle
    | AngleSum
    | Length
    | Quantity
    | Vector
    | Polygon
    | Value
    | Statement
    | Unknown
)
