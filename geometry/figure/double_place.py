"""Figures at a double point of their premises, where positions are known to half the digits only.

Over the reals a premise may be a sum of squares that has to be zero: 2 PA² + 2 PB² = AB² says that
P is the midpoint of AB. Its derivative is zero there, so a residual of 1e-16 is an error of 1e-8 in
the place. Where curves touch it is the same. What fails by so little in such a figure may hold.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from porism.geometry.figure.system import System
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates

__all__ = ["COMPLEX_ONLY", "DOUBLE_PLACE", "is_at_double_place"]

DOUBLE_PLACE = (
    "the premises have a double point there, or points that coincide, and places are known to half "
    "the digits only"
)
"""Why a figure cannot be had to many digits, or does not show whether a goal holds."""

COMPLEX_ONLY = (
    "not decided by exact evaluation, which has it false of complex figures; real ones are at a "
    "double point of the premises"
)
"""What "false on every branch" comes to where the figures are at a double place."""

_FREE = 1e-5  # singular values, of derivatives by the size of the figure, of directions left free
_STEP = 1e-3  # of the size of the figure
_STEPS = 40  # of an iteration that gains one bit in each, at a double point
_STRAY = (
    0.01  # of a step: regular figures stray by the curvature, a thousandth, double ones by 0.06
)
_ATTEMPTS = 3
_FIGURE = 1e-9  # residual of the premises in a figure


def is_at_double_place(statements: Sequence[Predicate], at: Coordinates) -> bool:
    """Tell whether some direction is left free by the derivatives and has no figures all the same.

    The figure is moved a little in such directions, and the premises pull it back: close to where
    it was moved to if it is a regular one.
    """
    near = {name: complex(*place) for name, place in at.items()}
    xs, ys = zip(*at.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    system = System(tuple(near), statements, size, near)
    if not system.rows:
        return False
    x = system.array(near)
    _, values, directions = np.linalg.svd(system.evaluate(x)[1] * size)
    free = directions[int(np.sum(values > _FREE)) :]
    rng = np.random.default_rng(0)
    for _ in range(_ATTEMPTS if len(free) else 0):
        weights = rng.standard_normal(len(free))
        moved = x + (weights / np.linalg.norm(weights)) @ free * (_STEP * size)
        found = system.polish(moved, steps=_STEPS)
        stray = float(np.linalg.norm(found - moved)) / (_STEP * size)
        if system.error(found) < _FIGURE and stray < _STRAY:
            return False
    return bool(len(free))
