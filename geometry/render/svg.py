"""The figure of a problem as SVG: deterministic, readable in light and dark surroundings."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from html import escape

from porism.geometry.predicates import Predicate
from porism.geometry.printing import printable
from porism.geometry.problem import Problem
from porism.geometry.render.labels import ASCENT, SIZE, Box, split_name
from porism.geometry.render.outlines import Circle, Mark, Place, Stroke, outline
from porism.geometry.render.picture import Picture, layout
from porism.geometry.render.scene import Object
from porism.geometry.render.shapes import Shape

__all__ = ["STYLE", "draw_picture", "render_svg"]

STYLE = f"""\
.figure {{ --ink: #1f2937; --paper: #ffffff; --soft: #64748b; --aux: #b45309; --goal: #1d4ed8; }}
@media (prefers-color-scheme: dark) {{
  .figure {{ --ink: #e5e7eb; --paper: #10151f; --soft: #94a3b8; --aux: #fbbf24; --goal: #93c5fd; }}
}}
.figure line, .figure circle, .figure path {{ fill: none; stroke: var(--soft); stroke-width: 1.3;
  stroke-linecap: round; stroke-linejoin: round; }}
.figure line.aux, .figure circle.aux, .figure path.aux {{ stroke: var(--aux); }}
.figure .goal {{ stroke: var(--goal); stroke-width: 2; stroke-dasharray: 7 5; }}
.figure circle.point {{ fill: var(--ink); stroke: var(--paper); stroke-width: 1.2; }}
.figure circle.point.aux {{ fill: var(--aux); stroke: var(--paper); }}
.figure text {{ font: italic {SIZE:g}px 'Palatino Linotype', Palatino, 'URW Palladio L', Georgia,
  'Times New Roman', serif; fill: var(--ink); stroke: none; text-anchor: middle; }}
.figure text tspan {{ font-size: 70%; font-style: normal; }}
.figure text.aux {{ fill: var(--aux); }}
.figure text.halo {{ stroke: var(--paper); stroke-width: 5; stroke-linejoin: round; }}
"""

_RIGHT = 9.0  # pixels, the side of the mark of a right angle
_TICK = 5.0  # pixels, half of a tick across a segment
_BETWEEN = 4.0  # pixels between the ticks of one segment
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)  # of a segment, where its ticks may be
_CLEAR = 13.0  # pixels from ticks to the next point
_GRIP = 16  # pixels around a point by which it can be held
_POINT = 3.6  # pixels, the radius of a point


def render_svg(
    problem: Problem,
    coordinates: Mapping[str, Place],
    goals: Iterable[Predicate] | None = None,
    *,
    width: int = 640,
    standalone: bool = True,
) -> str:
    """Draw the problem in the given coordinates, ``goals`` dashed (by default the problem's).

    ``standalone`` adds the style sheet and the namespace that a file of its own needs. Raises
    InputError when a point has no coordinates, or such as no picture holds.
    """
    picture = layout(problem, coordinates, goals, width=float(width))
    label = escape(printable(f"figure of {problem.name}"), quote=True)
    attributes = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    rows = [
        f'<svg{attributes} class="figure" viewBox="0 0 {_n(picture.view.width)} '
        f'{_n(picture.view.height)}" role="img" aria-label="{label}">'
    ]
    if standalone:
        rows.append(f"<style>\n{STYLE}</style>")
        rows.append('<rect width="100%" height="100%" fill="var(--paper)"/>')
    return "\n".join([*rows, *draw_picture(picture), "</svg>"]) + "\n"


def draw_picture(picture: Picture, free: Collection[str] = ()) -> list[str]:
    """Return the elements of a picture: objects, marks, then points with their labels.

    ``free`` points can be held: they have a grip, and the keyboard reaches them.
    """
    rows = [_object(known, picture) for known in picture.scene.objects]
    rows += [_mark(known, picture) for known in picture.scene.marks]
    auxiliary = {p for clause in picture.problem.auxiliary for p in clause.points}
    for point, place in picture.places.items():
        x, y = picture.down(place)
        extra = " aux" if point in auxiliary else ""
        label = _label(picture.labels[point], picture.names[point])
        grip = attributes = ""
        if point in free:
            grip = f'<circle class="grip" cx="{_n(x)}" cy="{_n(y)}" r="{_GRIP}"/>'
            name = escape(picture.names[point], quote=True)
            attributes = f' class="free" tabindex="0" role="button" aria-label="{name}"'
        rows.append(
            f'<g data-point="{escape(point, quote=True)}"{attributes}>{grip}'
            f'<text class="halo" aria-hidden="true" {label}'
            f'<circle class="point{extra}" cx="{_n(x)}" cy="{_n(y)}" r="{_POINT}"/>'
            f'<text class="label{extra}" {label}</g>'
        )
    return rows


def _n(value: float) -> str:
    """Write a coordinate to a tenth of a pixel, so that rounding errors do not show."""
    return f"{value + 0.0:.1f}".replace("-0.0", "0.0")


def _label(box: Box, name: str) -> str:
    stem, index = split_name(name)
    text = escape(stem)
    if index:
        text += f'<tspan dy="{_n(SIZE * 0.2)}">{escape(index)}</tspan>'
    return f'x="{_n(box.x)}" y="{_n(box.y + ASCENT / 2)}">{text}</text>'


def _object(known: Object, picture: Picture) -> str:
    match outline(known.shape, picture.places):
        case Stroke(start, end):
            (x1, y1), (x2, y2) = picture.down(start), picture.down(end)
            return (
                f'<line class="{known.layer}" x1="{_n(x1)}" y1="{_n(y1)}" '
                f'x2="{_n(x2)}" y2="{_n(y2)}"/>'
            )
        case Circle(centre, radius):
            x, y = picture.down(centre)
            return f'<circle class="{known.layer}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'
    return f'<path class="{known.layer}" d=""/>'


def _mark(known: Object, picture: Picture) -> str:
    if known.shape.kind == "ticks":
        lines = _ticks(known.shape, picture.places)
    else:
        found = outline(known.shape, picture.places)
        lines = [_right(found)] if isinstance(found, Mark) else []
    return f'<path class="mark {known.layer}" d="{"".join(_path(p, picture) for p in lines)}"/>'


def _path(places: list[Place], picture: Picture) -> str:
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in map(picture.down, places))


def _right(mark: Mark) -> list[Place]:
    (x, y), a, b = mark.corner, mark.start, mark.end
    one = (x + _RIGHT * math.cos(a), y + _RIGHT * math.sin(a))
    two = (x + _RIGHT * math.cos(b), y + _RIGHT * math.sin(b))
    return [one, (one[0] + two[0] - x, one[1] + two[1] - y), two]


def _clear_on(a: Place, b: Place, places: Mapping[str, Place]) -> Place:
    """Return where on a segment marks are not hidden by points: the middle, or near it."""
    best, gap = a, -1.0
    for t in _ALONG:
        x, y = a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])
        near = min(math.hypot(p[0] - x, p[1] - y) for p in places.values())
        if near >= _CLEAR:
            return (x, y)
        if near > gap:
            best, gap = (x, y), near
    return best


def _ticks(shape: Shape, places: Mapping[str, Place]) -> list[list[Place]]:
    (x1, y1), (x2, y2) = (places[p] for p in shape.points[:2])
    length = math.hypot(x2 - x1, y2 - y1)
    if not length:
        return []
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    mx, my = _clear_on((x1, y1), (x2, y2), places)
    found = []
    for k in range(shape.count):
        along = _BETWEEN * (k - (shape.count - 1) / 2)
        x, y = mx + along * ux, my + along * uy
        found.append([(x - _TICK * uy, y + _TICK * ux), (x + _TICK * uy, y - _TICK * ux)])
    return found
