"""What geometers draw: points by the constructions of textbooks, with hand-set weights.

The constructions of :mod:`porism.synth.weights` are all that the language has, and their arguments
are any points. Here a point is made as in competition problems: lines through two points, the
second intersection of a line or a circle with a circle, arc midpoints, tangents. Intersections
with circles go through a point of the circle, so that there is only one other.
"""

from __future__ import annotations

from collections.abc import Sequence

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.problem import Construction
from porism.synth.sampler import Proposal, Sketch
from porism.synth.weights import WeightedChoice, definitions

__all__ = ["IDIOMS", "IDIOM_BASES", "propose"]

IDIOM_BASES = definitions(
    {
        "triangle": 60,
        "acute_triangle": 10,
        "quadrangle": 8,
        "iso_triangle": 4,
        "r_triangle": 4,
        "trapezoid": 2,
        "eq_trapezoid": 2,
        "rectangle": 1,
        "isquare": 1,
        "ieq_triangle": 1,
    }
)
"""Figures from nothing."""

IDIOMS = WeightedChoice(
    {
        "midpoint x a b": 12,
        "foot x a b c": 12,
        "on_line x a b, on_line x c d": 18,
        "on_line x a b, on_circum x a c d": 12,
        "on_circum x a b c, on_circum x a d e": 10,
        "circumcenter x a b c": 8,
        "orthocenter x a b c": 4,
        "incenter x a b c": 5,
        "excenter x a b c": 2,
        "reflect x a b c": 6,
        "mirror x a b": 5,
        "angle_bisector x b a c, on_line x b c": 3,
        "angle_bisector x b a c, on_circum x a b c": 5,
        "on_pline x a b c, on_line x b d": 4,
        "on_pline x a b c, on_circum x a b c": 2,
        "on_pline x a b c, on_circum x a b d": 2,
        "on_tline x a b c, on_line x b d": 3,
        "on_tline x a a b, on_line x b c": 3,
        "on_tline x a a b, on_tline x c c b": 3,
        "on_tline x a b c, on_circum x a b c": 2,
        "on_tline x a a b, on_circum x a c d": 2,
        "on_bline x a b, on_line x a c": 3,
        "on_bline x a b, on_line x c d": 1,
        "parallelogram a b c x": 3,
        "on_circle x a b, on_line x b c": 3,
        "on_circle x a b, on_circle x c b": 3,
        "on_dia x a b, on_line x a c": 2,
        "on_line x a b": 3,
        "on_circum x a b c": 3,
        "on_circle x a b": 1,
    }
)
"""The new point is x, the others are points of the figure."""


def propose(sketch: Sketch, focus: Sequence[str] = ()) -> Proposal | None:
    """Draw an idiom and its points, those in ``focus`` more often; None if it cannot be drawn."""
    calls = [call.split() for call in IDIOMS.choose(sketch.random).split(", ")]
    letters = sorted({p for _, *points in calls for p in points} - {"x"})
    if len(letters) > len(sketch.at):
        return None
    names = dict(zip(letters, sketch.draw_points(len(letters), focus), strict=True))
    names["x"] = sketch.next_name
    made: list[Construction] = []
    for construction, *points in calls:
        made.append(CONSTRUCTIONS[construction].apply(tuple(names[p] for p in points)))
    return sketch.carry_out(tuple(made))
