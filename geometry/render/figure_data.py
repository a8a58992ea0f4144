"""The figure of a page as JSON: points, objects, steps, and how it moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from porism.geometry.proof import Given, Proof
from porism.geometry.render.motion import MEASURED, motion_of
from porism.geometry.render.picture import Picture, is_drawn
from porism.geometry.render.shapes import LASTING, Shape
from porism.geometry.telling.model import Telling
from porism.geometry.words import display_names, sentence

if TYPE_CHECKING:
    from porism.geometry.render.page import PageStep

__all__ = ["figure_data"]

_MOST_LINES = 8  # of the proof that the whole figure shows besides its own
_UNIT = 12.0  # a figure is about so many units wide in the lengths that are shown


def figure_data(
    picture: Picture,
    proof: Proof,
    telling: Telling,
    steps: Sequence[PageStep],
    parts: Iterable[Sequence[Shape]],
) -> dict[str, Any]:
    """Return all that the script of a page has to know; places are in pixels, y upwards."""
    view, auxiliary = picture.view, set(picture.problem.auxiliary_points)
    shapes = _Shapes(picture)
    data = {
        "width": round(view.width, 1),
        "height": round(view.height, 1),
        "unit": round(view.width / _UNIT, 3),
        "points": [
            {
                "id": point,
                "at": [round(x, 9), round(y, 9)],
                "label": [
                    picture.labels[point].x,
                    picture.labels[point].y,
                    round(picture.labels[point].half_width, 2),
                ],
            }
            for point, (x, y) in picture.places.items()
        ],
        "objects": [_shape(known.shape) for known in picture.scene.objects],
        "marks": [_shape(known.shape) for known in picture.scene.marks],
        "overview": shapes.numbers(_overview(picture, steps, auxiliary)),
        "steps": [
            {
                "show": shapes.numbers(step.show),
                "cited": shapes.numbers(step.cited),
                "measure": [[m.kind, m.label, list(m.points)] for m in step.measure],
            }
            for step in steps
        ],
        "parts": [shapes.numbers(part) for part in parts],
        "motion": motion_of(picture.problem, picture.places, view.scale),
        "conditions": _conditions(proof),
    }
    return {**data, "shapes": shapes.rows}


class _Shapes:
    """The shapes of a page, each once; steps and parts list their numbers."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.rows: list[dict[str, Any]] = []
        self.known: dict[Shape, int] = {}

    def number(self, shape: Shape) -> int:
        if shape not in self.known:
            self.known[shape] = len(self.rows)
            row = _shape(shape)
            if shape.kind in LASTING and is_drawn(shape, self.picture):
                row["d"] = 1
            self.rows.append(row)
        return self.known[shape]

    def numbers(self, shapes: Iterable[Shape]) -> list[int]:
        return [self.number(shape) for shape in shapes]


def _shape(shape: Shape) -> dict[str, Any]:
    return {"k": shape.kind, "p": list(shape.points), "n": shape.count, "c": shape.tone}


def _conditions(proof: Proof) -> list[list[Any]]:
    """Return what the steps need of the figure, measured while it moves, each with its words."""
    names = display_names(proof.problem.points)
    found = dict.fromkeys(
        c
        for step in proof.steps
        if not isinstance(step.reason, Given)
        for c in step.reason.conditions
        if c.name in MEASURED
    )
    return [[[c.name, *c.points], sentence(c, names)] for c in found]


def _overview(
    picture: Picture, steps: Sequence[PageStep], auxiliary: set[str]
) -> tuple[Shape, ...]:
    """Return lines that only the proof speaks of, auxiliary and common ones first."""
    counts: Counter[frozenset[str]] = Counter()
    for step in steps:
        counts.update(
            {frozenset(s.points) for s in step.show if s.kind == "stroke" and len(s.points) == 2}
        )
    missing = [pair for pair in counts if not is_drawn(Shape("stroke", tuple(pair)), picture)]
    ranked = sorted(missing, key=lambda pair: (not pair & auxiliary, -counts[pair], sorted(pair)))
    return tuple(Shape("stroke", tuple(sorted(pair))) for pair in ranked[:_MOST_LINES])
