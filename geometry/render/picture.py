"""A figure laid out on a sheet: the window, the objects and the places of the labels, in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from porism.geometry.errors import InputError
from porism.geometry.measure.tolerances import LARGEST
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.render.labels import Box, covers, place_labels
from porism.geometry.render.outlines import Circle, Place, Stroke, outline
from porism.geometry.render.scene import Scene, scene_of
from porism.geometry.render.shapes import Shape
from porism.geometry.words import display_names

__all__ = ["MARGIN", "Picture", "View", "covered", "is_drawn", "layout"]

MARGIN = 30.0  # pixels around the figure
_LARGER = 1.5  # times the extent of the points may be a window with circles; others are cut
_PIXEL = 0.1  # pixels within which two things are one
_FLATTEST = 0.45  # of the greater side: the least other side of a picture


@dataclass(frozen=True)
class View:
    """From coordinates of the figure to pixels; y points down there."""

    scale: float
    left: float
    top: float
    width: float
    height: float

    def at(self, place: Place) -> Place:
        """Return the pixel of a place."""
        return ((place[0] - self.left) * self.scale, (self.top - place[1]) * self.scale)


@dataclass(frozen=True)
class Picture:
    """All that is needed to draw a problem.

    ``places`` are in pixels with y *upwards* from the lower edge, so that shapes keep their sense;
    ``labels`` are boxes in pixels with y downwards, as the picture has it.
    """

    problem: Problem
    view: View
    places: Mapping[str, Place]
    names: Mapping[str, str]
    scene: Scene
    labels: Mapping[str, Box]

    def down(self, place: Place) -> Place:
        """Return a place with y downwards."""
        return (place[0], self.view.height - place[1])


def layout(
    problem: Problem,
    coordinates: Mapping[str, Place],
    goals: Iterable[Predicate] | None = None,
    *,
    width: float = 640.0,
    faint: Sequence[Shape] = (),
) -> Picture:
    """Lay out the problem in the given coordinates, with ``goals`` (by default the problem's).

    ``faint`` are shapes that labels had better not cover. Raises InputError when a point has no
    coordinates, or such as no picture holds.
    """
    wanted = problem.goals if goals is None else tuple(goals)
    for point in (*problem.points, *(p for goal in wanted for p in goal.points)):
        if point not in coordinates:
            raise InputError(f"point {point} has no coordinates and cannot be drawn")
    found = {p: (float(coordinates[p][0]), float(coordinates[p][1])) for p in problem.points}
    for point, place in found.items():
        if not max(map(abs, place)) <= LARGEST:  # also refuses nan
            raise InputError(f"point {point} is too far away to be drawn")
    scene = scene_of(problem, found, wanted)
    view = _view(found, scene, width)
    places = {p: _up(view.at(place), view.height) for p, place in found.items()}
    names = display_names(problem.points)
    below = {p: view.at(place) for p, place in found.items()}
    labels = place_labels(
        below,
        names,
        _down([known.shape for known in scene.objects], places, view.height),
        (view.width, view.height),
        _down(faint, places, view.height),
    )
    return Picture(problem, view, places, names, scene, labels)


def covered(picture: Picture) -> list[tuple[str, str]]:
    """Return the labels that lie on something, with the points of what is below them.

    That is a line, a circle, another point, or another label.
    """
    found = []
    height = picture.view.height
    for point, box in picture.labels.items():
        found += [
            (point, " ".join(known.shape.points))
            for known in picture.scene.objects
            for shape in _down([known.shape], picture.places, height)
            if covers(box, shape)
        ]
        found += [
            (point, other)
            for other, place in picture.places.items()
            if other != point and box.distance(picture.down(place)) < 2.0
        ]
        found += [(point, q) for q, b in picture.labels.items() if q < point and _meet(box, b)]
    return found


def _meet(one: Box, other: Box) -> bool:
    return (
        abs(one.x - other.x) < one.half_width + other.half_width
        and abs(one.y - other.y) < one.half_height + other.half_height
    )


def is_drawn(shape: Shape, picture: Picture) -> bool:
    """Tell whether a line or a circle lies on one of the objects, to a tenth of a pixel."""
    new = outline(shape, picture.places)
    for known in picture.scene.objects:
        old = outline(known.shape, picture.places)
        match new, old:
            case Stroke(), Stroke() if _on(old, new.start) and _on(old, new.end):
                return True
            case Circle(), Circle():
                apart = math.dist(old.centre, new.centre) + abs(old.radius - new.radius)
                if apart < _PIXEL:
                    return True
    return False


def _on(stroke: Stroke, place: Place) -> bool:
    (x1, y1), (x2, y2), (x, y) = stroke.start, stroke.end, place
    length = math.dist(stroke.start, stroke.end) or 1.0
    off = abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length
    return off < _PIXEL and -_PIXEL <= along <= length + _PIXEL


def _up(pixel: Place, height: float) -> Place:
    return (pixel[0], height - pixel[1])


def _down(
    shapes: Iterable[Shape], places: Mapping[str, Place], height: float
) -> list[Stroke | Circle]:
    """Return the lines and circles among shapes, in pixels with y downwards."""
    found: list[Stroke | Circle] = []
    for shape in shapes:
        match outline(shape, places):
            case Stroke(start, end):
                found.append(Stroke(_up(start, height), _up(end, height)))
            case Circle(centre, radius):
                found.append(Circle(_up(centre, height), radius))
    return found


def _view(places: Mapping[str, Place], scene: Scene, width: float) -> View:
    """Choose the window: all points, and the circles that do not make it much larger."""
    low = [min(p[k] for p in places.values()) for k in (0, 1)]
    high = [max(p[k] for p in places.values()) for k in (0, 1)]
    most = _LARGER * (max(high[0] - low[0], high[1] - low[1]) or 1.0)
    circles = [
        found
        for known in scene.objects
        if isinstance(found := outline(known.shape, places), Circle)
    ]
    for circle in sorted(circles, key=lambda c: c.radius):
        lower = [min(low[k], circle.centre[k] - circle.radius) for k in (0, 1)]
        upper = [max(high[k], circle.centre[k] + circle.radius) for k in (0, 1)]
        if max(upper[0] - lower[0], upper[1] - lower[1]) <= most:
            low, high = lower, upper
    wide, tall = high[0] - low[0], high[1] - low[1]
    scale = (width - 2 * MARGIN) / max(wide, tall, 1e-12)
    across, down = (extent * scale + 2 * MARGIN for extent in (wide, tall))
    across = max(across, _FLATTEST * down) if wide or tall else width
    shown = across, max(down, _FLATTEST * across)
    beside, above = (shown[0] - wide * scale) / 2, (shown[1] - tall * scale) / 2
    return View(scale, low[0] - beside / scale, high[1] + above / scale, *shown)
