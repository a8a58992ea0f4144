"""What a figure shows of what is told: shapes to draw, and numbers to measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from porism.geometry.render.shapes import Shape
from porism.geometry.telling.model import Name
from porism.geometry.telling.model import Shape as Told

__all__ = ["Measure", "measures", "spoken"]

_TONES = 3  # colours of what is spoken of
_MOST_MEASURED = 4  # numbers under a figure


@dataclass(frozen=True)
class Measure:
    """A number to show: an angle in degrees or a length, with what it is of."""

    kind: Literal["angle", "length"]
    label: str
    points: tuple[str, ...]


def spoken(told: Iterable[Told]) -> tuple[Shape, ...]:
    """Return the shapes to draw for what a sentence speaks of.

    What is said to be equal has one colour and equally many marks; two triangles have two colours.
    """
    found: list[Shape] = []
    angles: dict[int, tuple[str, ...]] = {}  # the first angle of a mark
    triangles = 0
    points: dict[str, None] = {}
    for shape in told:
        p = shape.points
        tone = (max(shape.mark, 1) - 1) % _TONES + 1
        points.update(dict.fromkeys(p))
        match shape.kind:
            case "segment" | "line" if len(set(p)) > 1:
                found.append(Shape("stroke", p, tone=tone))
                if shape.mark and shape.kind == "segment":
                    found.append(Shape("ticks", p, shape.mark, tone))
            case "circle" if len(p) > 2:
                found.append(Shape("circle", p, tone=tone))
            case "circle about" if len(p) > 1:
                found.append(Shape("about", p, tone=tone))
            case "angle" | "right angle":
                lines = (p[1], p[0], p[1], p[2]) if len(p) == 3 else p
                sides = [Shape("stroke", pair, tone=tone) for pair in (lines[:2], lines[2:])]
                found += [side for side in sides if side.points[0] != side.points[1]]
                if shape.kind == "right angle":
                    found.append(Shape("right", lines, tone=tone))
                    continue
                equal = angles.setdefault(shape.mark, lines) if shape.mark else lines
                arc = lines if equal == lines else (*lines, *equal)
                found.append(Shape("arc", arc, max(shape.mark, 1), tone))
            case "triangle":
                triangles += 1
                tone = (triangles - 1) % _TONES + 1
                found.append(Shape("fill", p, tone=tone))
                found += [
                    Shape("stroke", (p[i - 1], p[i]), tone=tone)
                    for i in range(len(p))
                    if p[i - 1] != p[i]
                ]
    found += [Shape("dot", (point,), tone=1) for point in points]
    return tuple(dict.fromkeys(found))


def measures(told: Iterable[Told], names: Mapping[str, Name]) -> tuple[Measure, ...]:
    """Return the numbers that make a sentence seen: angles and lengths that are said to be equal.

    An angle counts even where no other is said to be equal to it.
    """
    found: dict[Measure, None] = {}
    for shape in told:
        p = shape.points
        if shape.kind == "angle":
            lines = (p[1], p[0], p[1], p[2]) if len(p) == 3 else p
            if len(p) == 3:
                label = f"∠{_joined(p, names)}"
            else:
                label = f"∠({_joined(p[:2], names)}, {_joined(p[2:], names)})"
            found[Measure("angle", label, lines)] = None
        elif shape.kind == "segment" and shape.mark and len(set(p)) == 2:
            found[Measure("length", _joined(p, names), p)] = None
    return tuple(found)[:_MOST_MEASURED]


def _joined(points: Iterable[str], names: Mapping[str, Name]) -> str:
    """Write points beside each other, an index in square brackets as the script wants it."""
    shown = (names[p] for p in points)
    return "".join(name.base + (f"[{name.below}]" if name.below else "") for name in shown)
