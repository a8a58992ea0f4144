"""The numbers that decide whether something holds in a figure, smallest first, with their reasons.

All are relative: sines, ratios, radians, or fractions of a length of the figure. Each has to be
well above the one before it, or two questions about one figure could get answers that contradict
each other: points that are "apart" and of no direction, or a statement that is "true" and clearly
false. None of them grows with a coefficient or with the size of a figure.

==============  ============================================================================
EXACT           an equation holds in a figure of many digits
ON_LINE         points are on one line, as a sine, in floating-point numbers
COINCIDENT      two points are at the same place
INDEPENDENT     demands on a point are independent, as a pivot of normalised gradients
MARGIN          a fact of order, side or distinctness is clear
ENTERED         coordinates that someone typed satisfy the premises
CUT             how far below the x axis a direction still counts as zero, in half-turns
TYPED           a point is where the text puts it, as a share of the distance to its neighbour
==============  ============================================================================
"""

from __future__ import annotations

__all__ = [
    "AMPLIFIED",
    "COINCIDENT",
    "CUT",
    "ENTERED",
    "EXACT",
    "INDEPENDENT",
    "LARGEST",
    "MARGIN",
    "ON_LINE",
    "ROUNDED",
    "TYPED",
]

EXACT = 1e-12
"""The largest residual at which an equation may be called true in a refined figure.

A refined figure has thirty digits, fifteen where a theorem makes circles touch; what is false in
a figure that somebody can draw is false by more than :data:`MARGIN`.
"""

ON_LINE = 1e-9
"""Points of one line give sines of 1e-15 in doubles, of 1e-11 in very flat triangles."""

COINCIDENT = 1e-9
"""Points of one place agree to 1e-15; different points of a usable figure differ by 1e-6."""

INDEPENDENT = 1e-7
"""Dependent gradients leave pivots of 1e-15 or less; lines that :data:`MARGIN` lets cross leave
1e-6."""

MARGIN = 1e-6
"""A thousand times what rounding can do to a sine, and far below what an eye can see."""

ENTERED = 1e-6
"""Published coordinates have six digits or more; they are refined before anything is read off."""

CUT = 1e-6
"""With the cut exactly at the x axis, rounding would put one of two horizontal lines at 0 and the
other just below 1."""

TYPED = 5e-2
"""People type coordinates with two or three digits; the figure is then the exact one nearby. No
point gets past another in it, however far away a third one is."""

ROUNDED = 10
"""So many units of the last digit a point may be from the place that is typed. Rounding moves it by
half a unit; what makes the premises hold again has moved none by more than seven, in 28 published
figures that were rounded to two to six digits."""

AMPLIFIED = 1e7
"""How much larger than the error of a premise the error of what follows from it may be."""

LARGEST = 1e9
"""No coordinate of a proof exceeds this: doubles then still resolve :data:`ENTERED`."""
