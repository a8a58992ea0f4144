"""Where lines and circles meet, for whole arrays of pairs at once.

Rows are those of :mod:`prover.candidates_loci`. What does not meet, or touches so flatly that
the place is ill-determined, comes back as nan.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["circles_meet", "line_meets_circle", "lines_meet", "off_circles", "off_lines"]

Floats = NDArray[np.float64]

_FLAT = 2e-3  # sine of the smallest angle at which loci may cross


def lines_meet(p: Floats, q: Floats) -> Floats:
    """Return the common point (x, y) of lines p[i] and q[i]."""
    sine = p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (p[:, 1] * q[:, 2] - q[:, 1] * p[:, 2]) / sine
        y = (q[:, 0] * p[:, 2] - p[:, 0] * q[:, 2]) / sine
    met = np.stack([x, y], axis=1)
    met[np.abs(sine) < _FLAT] = np.nan
    return met


def line_meets_circle(line: Floats, circle: Floats, sign: float) -> Floats:
    """Return the first (``sign`` -1) or second common point along the line."""
    off = line[:, 0] * circle[:, 0] + line[:, 1] * circle[:, 1] + line[:, 2]
    square = circle[:, 2] ** 2 - off**2
    with np.errstate(invalid="ignore"):
        half = np.sqrt(square)
    half[half < _FLAT * circle[:, 2]] = np.nan
    x = circle[:, 0] - off * line[:, 0] - sign * half * line[:, 1]
    y = circle[:, 1] - off * line[:, 1] + sign * half * line[:, 0]
    return np.stack([x, y], axis=1)


def circles_meet(p: Floats, q: Floats, sign: float) -> Floats:
    """Return one (``sign`` -1) or the other common point of circles p[i] and q[i]."""
    dx, dy = q[:, 0] - p[:, 0], q[:, 1] - p[:, 1]
    square = dx * dx + dy * dy
    with np.errstate(divide="ignore", invalid="ignore"):
        along = (square + p[:, 2] ** 2 - q[:, 2] ** 2) / (2 * square)
        across = np.sqrt(p[:, 2] ** 2 / square - along**2)
        distance = np.sqrt(square)
        flat = across * distance < _FLAT * np.minimum(p[:, 2], q[:, 2])
        x = p[:, 0] + along * dx - sign * across * dy
        y = p[:, 1] + along * dy + sign * across * dx
    met = np.stack([x, y], axis=1)
    met[flat | (distance < 1e-6)] = np.nan
    return met


def off_lines(at: Floats, lines: Floats) -> Floats:
    """Return the distance of each point from the line in the same row."""
    return np.abs(lines[:, 0] * at[:, 0] + lines[:, 1] * at[:, 1] + lines[:, 2])


def off_circles(at: Floats, circles: Floats) -> Floats:
    """Return the distance of each point from the circle in the same row."""
    spread = np.hypot(circles[:, 0] - at[:, 0], circles[:, 1] - at[:, 1])
    return np.abs(spread - circles[:, 2])
