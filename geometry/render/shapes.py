"""Shapes of a figure, named by its points.

A shape holds no coordinates: it is drawn from wherever its points are, here by
:mod:`porism.geometry.render.outlines` and on a page by its script, while a point is dragged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["LASTING", "Kind", "Shape"]

Kind = Literal[
    "stroke",  # from the first to the last of points on a line
    "circle",  # through the first three of the points
    "about",  # about the first point, through the second
    "fill",  # the polygon of the points
    "ticks",  # across the middle of a segment: equal lengths have equally many
    "arrows",  # along a segment: parallels have equally many
    "right",  # where the lines of two pairs meet at right angles
    "arc",  # of the angle between the lines of two pairs; two more pairs are an equal angle
    "dot",  # a point that is spoken of
]

LASTING: frozenset[Kind] = frozenset(("stroke", "circle", "about"))
"""What stays in a figure after the step that spoke of it; the rest are marks."""


@dataclass(frozen=True)
class Shape:
    """What to draw of ``points``.

    ``count`` is the number of ticks, arrows or arcs. ``tone`` is the colour of what is spoken
    of, 1 to 3; 0 for the rest.
    """

    kind: Kind
    points: tuple[str, ...]
    count: int = 1
    tone: int = 0
