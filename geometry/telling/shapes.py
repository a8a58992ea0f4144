"""What a statement speaks of, as shapes for a figure to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from porism.geometry.predicates import Pair, Predicate
from porism.geometry.telling.model import Shape, ShapeKind

__all__ = ["angle_between", "shapes_of", "shapes_of_all"]

_MARKS = 8  # more than one statement has


def angle_between(first: Pair, second: Pair, mark: int = 0, *, right: bool = False) -> Shape:
    """Return the angle from one line to another, by three points where they share one."""
    kind: ShapeKind = "right angle" if right else "angle"
    shared = set(first) & set(second)
    if len(shared) == 1:
        (vertex,) = shared
        (a,), (b,) = set(first) - shared, set(second) - shared
        return Shape(kind, (a, vertex, b), mark)
    return Shape(kind, (*first, *second), mark)


def _pairs(points: tuple[str, ...]) -> list[Pair]:
    return list(zip(points[::2], points[1::2], strict=True))


def shapes_of(s: Predicate) -> tuple[Shape, ...]:
    """Return what to show of a statement; equal segments and angles have equal marks."""
    p = s.points
    match s.name:
        case "coll":
            return (Shape("line", p),)
        case "between":
            return (Shape("line", (p[1], p[0], p[2])),)
        case "cyclic" | "ncyclic":
            return (Shape("circle", p),)
        case "circle":
            return (Shape("circle about", p),)
        case "midp":
            return (Shape("segment", (p[0], p[1]), 1), Shape("segment", (p[0], p[2]), 1))
        case "perp":
            first, second = _pairs(p)
            lines = tuple(Shape("segment", pair) for pair in (first, second))
            return (*lines, angle_between(first, second, right=True))
        case "cong":
            return tuple(Shape("segment", pair, 1) for pair in _pairs(p))
        case "eqangle" | "eqsine" | "neqangle":
            a, b, c, d = _pairs(p)
            return (angle_between(a, b, 1), angle_between(c, d, 1))
        case "aconst" | "sine2" | "acompute":
            first, second = _pairs(p)
            return (angle_between(first, second),)
        case "simtri" | "simtrir" | "contri" | "contrir" | "sameclock" | "nsameclock":
            return (Shape("triangle", p[:3]), Shape("triangle", p[3:]))
        case "areaeq" | "rareaconst" | "rareacompute" | "areaconst" | "areacompute":
            groups = s.kind.form.groups(p)
            return tuple(Shape("triangle", g[:3]) for g in groups if len(dict.fromkeys(g)) == 3)
        case "ncoll" | "ccw" | "sinetri":
            return (Shape("triangle", p),)
        case "obtuse_angle" | "acute_angle":
            return (Shape("angle", p),)
        case "chordsine":
            return (Shape("circle about", p),)
        case "overlap" | "diff" | "sameside" | "nsameside":
            return tuple(Shape("point", (point,)) for point in dict.fromkeys(p))
    pairs = dict.fromkeys(pair for pair in _pairs(p) if pair[0] != pair[1])
    return tuple(Shape("segment", pair) for pair in pairs)


def shapes_of_all(statements: Iterable[Predicate]) -> tuple[Shape, ...]:
    """Return what to show of several statements, each once.

    What they make equal, one by one or together, has one mark: OA = OB and OB = OC have the same,
    OA = OB and PA = PB have two.
    """
    marked: list[tuple[Shape, int]] = []  # shapes with the number of what they are equal to
    leader: dict[int, int] = {}
    owner: dict[tuple[str, object], int] = {}

    def root(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for count, s in enumerate(statements):
        for shape in shapes_of(s):
            if not shape.mark:
                marked.append((shape, -1))
                continue
            number = count * _MARKS + shape.mark
            leader.setdefault(number, number)
            points: object = frozenset(shape.points) if shape.kind == "segment" else shape.points
            other = owner.setdefault((shape.kind, points), number)
            first, second = sorted((root(number), root(other)))
            leader[second] = first
            marked.append((shape, number))
    order: dict[int, int] = {}
    found: dict[Shape, None] = {}
    for shape, number in marked:
        mark = 0 if number < 0 else order.setdefault(root(number), len(order) + 1)
        found.setdefault(replace(shape, mark=mark))
    return tuple(found)
