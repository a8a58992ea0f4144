"""The whole number of half-turns of an angle equation, read off a figure.

An angle equation says that ``sum(c * d(ab)) + constant`` is *some* whole number. Which one
depends on where each direction is cut into [0, 1), so it says nothing about the figure by
itself; but once all directions of a figure are numbers, it is a number, the *turns* of the
equation, and equations between these numbers may be added, and divided, like any others.

Directions lie in ``[-CUT, 1 - CUT)``: with the cut exactly at the x axis, rounding errors would
put one of two horizontal lines at 0 and the other just below 1. Whoever writes ``turns`` into a
proof and whoever checks them must read them with this function or one equal to it.
"""

from __future__ import annotations

from porism.geometry.equations import Equation
from porism.geometry.measure.tolerances import CUT
from porism.geometry.measure.vectors import Number, Places, constant, half_turns, nearest

__all__ = ["direction", "turns"]


def direction(p: tuple[Number, Number], q: tuple[Number, Number]) -> Number:
    """Return the direction of line pq in half-turns, in ``[-CUT, 1 - CUT)``."""
    angle = half_turns((q[0] - p[0], q[1] - p[1])) % 1
    return angle - 1 if angle >= 1 - CUT else angle


def turns(equation: Equation, coords: Places) -> tuple[int, Number]:
    """Return the whole number nearest to the left side of an angle equation, and the rest.

    The rest is 0 when the equation holds in the figure. Raises KeyError for unknown points.
    """
    total: Number = 0
    for (a, b), c in equation.terms:
        total += direction(coords[a], coords[b]) * c.numerator / c.denominator
    for _, q in equation.constants:
        total += constant(q, total)
    whole = int(nearest(total))
    return whole, total - whole
