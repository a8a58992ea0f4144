"""The figure of a problem as SVG: deterministic, readable in light and dark surroundings.

Labels are put where they cover least: of the places around a point, the one that is farthest
from the strokes, the other points and the labels already placed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from porism.geometry.errors import InputError
from porism.geometry.measure.tolerances import LARGEST
from porism.geometry.predicates import Predicate
from porism.geometry.printing import printable
from porism.geometry.problem import Problem
from porism.geometry.render.scene import Disc, Scene, Stroke, scene_of
from porism.geometry.words import display_names

__all__ = ["STYLE", "render_svg"]

STYLE = """\
.figure { --ink: #1f2937; --paper: #ffffff; --aux: #b45309; --goal: #1d4ed8; --soft: #6b7280; }
@media (prefers-color-scheme: dark) {
  .figure { --ink: #e5e7eb; --paper: #111827; --aux: #fbbf24; --goal: #93c5fd; --soft: #9ca3af; }
}
.figure line, .figure circle { fill: none; stroke: var(--soft); stroke-width: 1.2; }
.figure .aux { stroke: var(--aux); }
.figure .goal { stroke: var(--goal); stroke-width: 1.8; stroke-dasharray: 6 4; }
.figure circle.point { fill: var(--ink); stroke: var(--paper); stroke-width: 1; }
.figure circle.point.aux { fill: var(--aux); stroke: var(--paper); }
.figure text { font: italic 15px Georgia, 'Times New Roman', serif; fill: var(--ink);
  text-anchor: middle; }
.figure text.aux { fill: var(--aux); }
.figure text.halo { fill: none; stroke: var(--paper); stroke-width: 4; stroke-linejoin: round; }
.figure .lit circle.point { stroke: var(--goal); stroke-width: 6; }
"""

_MARGIN = 34.0  # pixels around the figure
_DIRECTIONS = 16
_REACH = 14.0  # pixels from a point to the middle of its label
_GLYPH = 8.5  # pixels of width a letter takes
_HEIGHT = 14.0
_BASELINE = 5.0  # pixels from the middle of a letter to its baseline

Place = tuple[float, float]


@dataclass(frozen=True)
class _View:
    """From coordinates of the figure to pixels; y points down there."""

    scale: float
    left: float
    top: float
    width: float
    height: float

    def at(self, place: Place) -> Place:
        return ((place[0] - self.left) * self.scale, (self.top - place[1]) * self.scale)


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
    wanted = problem.goals if goals is None else tuple(goals)
    for point in (*problem.points, *(p for goal in wanted for p in goal.points)):
        if point not in coordinates:
            raise InputError(f"point {point} has no coordinates and cannot be drawn")
    places = {p: (float(coordinates[p][0]), float(coordinates[p][1])) for p in problem.points}
    for point, place in places.items():
        if not max(map(abs, place)) <= LARGEST:  # also refuses nan
            raise InputError(f"point {point} is too far away to be drawn")
    scene = scene_of(problem, places, wanted)
    view = _view(places, scene, float(width))
    auxiliary = set(problem.auxiliary_points)
    names = display_names(problem.points)
    labels = _labels({p: view.at(places[p]) for p in places}, names, scene, view)
    attributes = ' xmlns="http://www.w3.org/2000/svg"' if standalone else ""
    rows = [
        f'<svg{attributes} class="figure" viewBox="0 0 {_n(view.width)} {_n(view.height)}" '
        f'role="img" aria-label="figure of {escape(printable(problem.name), quote=True)}">'
    ]
    if standalone:
        rows.append(f"<style>\n{STYLE}</style>")
        rows.append('<rect width="100%" height="100%" fill="var(--paper)"/>')
    rows += [_disc(disc, view) for disc in scene.discs]
    rows += [_stroke(stroke, view) for stroke in scene.strokes]
    for point in places:
        x, y = view.at(places[point])
        tx, ty = labels[point]
        extra = " aux" if point in auxiliary else ""
        label = f'x="{_n(tx)}" y="{_n(ty + _BASELINE)}">{escape(names[point])}</text>'
        rows.append(
            f'<g data-point="{escape(point, quote=True)}">'
            f'<text class="halo" aria-hidden="true" {label}'
            f'<circle class="point{extra}" cx="{_n(x)}" cy="{_n(y)}" r="3.4"/>'
            f'<text class="label{extra}" {label}</g>'
        )
    return "\n".join([*rows, "</svg>"]) + "\n"


def _n(value: float) -> str:
    """Write a coordinate to a tenth of a pixel, so that rounding errors do not show."""
    return f"{value + 0.0:.1f}".replace("-0.0", "0.0")


def _stroke(stroke: Stroke, view: _View) -> str:
    (x1, y1), (x2, y2) = view.at(stroke.start), view.at(stroke.end)
    return f'<line class="{stroke.layer}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _disc(disc: Disc, view: _View) -> str:
    x, y = view.at(disc.centre)
    radius = disc.radius * view.scale
    return f'<circle class="{disc.layer}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}"/>'


def _view(places: Mapping[str, Place], scene: Scene, width: float) -> _View:
    """Choose the window: all points, and the circles that do not dwarf them."""
    xs = [x for x, _ in places.values()]
    ys = [y for _, y in places.values()]
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    for disc in scene.discs:
        if disc.radius < 0.75 * size:
            (x, y), r = disc.centre, disc.radius
            xs += [x - r, x + r]
            ys += [y - r, y + r]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    inner = width - 2 * _MARGIN
    scale = inner / max(wide, high, 1e-12)
    left = min(xs) - _MARGIN / scale
    top = max(ys) + _MARGIN / scale
    return _View(scale, left, top, wide * scale + 2 * _MARGIN, high * scale + 2 * _MARGIN)


# --- labels ------------------------------------------------------------------------------------


def _labels(
    points: Mapping[str, Place], names: Mapping[str, str], scene: Scene, view: _View
) -> dict[str, Place]:
    strokes = [(view.at(s.start), view.at(s.end)) for s in scene.strokes]
    discs = [(view.at(d.centre), d.radius * view.scale) for d in scene.discs]
    placed: dict[str, Place] = {}
    for point, place in points.items():
        half = _GLYPH * len(names[point]) / 2
        others = [at for name, at in points.items() if name != point]
        best = min(
            _spots(place, half),
            key=lambda spot: _cost(spot, half, strokes, discs, others, placed, names, view),
        )
        placed[point] = best
    return placed


def _spots(place: Place, half: float) -> Iterable[Place]:
    for k in range(_DIRECTIONS):
        turn = 2 * math.pi * k / _DIRECTIONS + math.pi / 4
        reach = _REACH + (half - _GLYPH / 2) * abs(math.cos(turn))
        yield (
            round(place[0] + reach * math.cos(turn), 3),
            round(place[1] - reach * math.sin(turn), 3),
        )


def _cost(
    spot: Place,
    half: float,
    strokes: Sequence[tuple[Place, Place]],
    discs: Sequence[tuple[Place, float]],
    points: Sequence[Place],
    placed: Mapping[str, Place],
    names: Mapping[str, str],
    view: _View,
) -> float:
    """How much a label at ``spot`` would cover; rounded, so that ties fall the same everywhere."""
    cost = 0.0
    for start, end in strokes:
        cost += _near(_to_segment(spot, start, end), half + 3)
    for centre, radius in discs:
        cost += _near(abs(math.dist(spot, centre) - radius), half + 3)
    for point in points:
        cost += 2 * _near(math.dist(spot, point), half + 8)
    for name, other in placed.items():
        apart = half + _GLYPH * len(names[name]) / 2 + 2
        if abs(spot[0] - other[0]) < apart and abs(spot[1] - other[1]) < _HEIGHT:
            cost += 5.0
    if not (half < spot[0] < view.width - half and 8 < spot[1] < view.height - 8):
        cost += 10.0
    return round(cost, 6)


def _near(distance: float, reach: float) -> float:
    return max(0.0, 1.0 - distance / reach)


def _to_segment(p: Place, a: Place, b: Place) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    if not square:
        return math.dist(p, a)
    t = min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square))
    return math.dist(p, (a[0] + t * dx, a[1] + t * dy))
