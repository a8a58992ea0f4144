"""Recipes for figures from nothing: triangles, quadrilaterals and the like.

Each recipe takes the choices of an attempt and returns the new points in the order of the
construction's arguments, roughly of unit size around the origin. Shapes are scalene and far
from degenerate on purpose; ``choices.wide`` asks for obtuse and slender ones too.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable

from porism.geometry.figure.choices import Choices

__all__ = ["SHAPES"]

Shape = Callable[[Choices], tuple[complex, ...]]
_DEGREE = math.pi / 180


def _turned(choices: Choices, *points: complex) -> tuple[complex, ...]:
    """Centre the points and turn them a little: nothing is exactly horizontal by accident.

    Where constructions have a sense of rotation, the shape must be met in both orientations.
    """
    middle = sum(points) / len(points)
    tilt = choices.uniform(2.0, 20.0) * _DEGREE * choices.random.choice((1, -1))
    turn = cmath.rect(1.0, tilt)
    placed = tuple((p - middle) * turn for p in points)
    if choices.mirror and choices.branch(2):
        placed = tuple(p.conjugate() for p in placed)
    return placed


def _angles(choices: Choices, acute: bool = False) -> tuple[float, float, float]:
    """Three angles of a scalene triangle in radians."""
    least, most, apart = (16.0, 140.0, 4.0) if choices.wide else (36.0, 86.0, 7.0)
    if acute:
        least, most = max(least, 25.0), 84.0
    while True:
        a, b = choices.uniform(least, most), choices.uniform(least, most)
        c = 180.0 - a - b
        steps = sorted((a, b, c))
        if steps[0] >= least and steps[2] <= most and abs(steps[2] - 90.0) > 3.0:
            if steps[1] - steps[0] >= apart and steps[2] - steps[1] >= apart:
                return a * _DEGREE, b * _DEGREE, c * _DEGREE


def _by_angles(choices: Choices, angles: tuple[float, float, float]) -> tuple[complex, ...]:
    """Triangle on the unit circle: a on top, bc below, b to the left."""
    a, b, _ = angles
    base = -math.pi / 2
    points = (
        cmath.rect(1.0, base + a + 2 * b),
        cmath.rect(1.0, base - a),
        cmath.rect(1.0, base + a),
    )
    return _turned(choices, points[0], points[1], points[2])


def _triangle(choices: Choices) -> tuple[complex, ...]:
    return _by_angles(choices, _angles(choices))


def _acute(choices: Choices) -> tuple[complex, ...]:
    return _by_angles(choices, _angles(choices, acute=True))


def _apex(choices: Choices, half: float) -> tuple[complex, ...]:
    """Isosceles triangle, apex first, with half the apex angle given."""
    return _turned(
        choices, 0j, cmath.rect(1.3, -math.pi / 2 - half), cmath.rect(1.3, -math.pi / 2 + half)
    )


def _iso(choices: Choices) -> tuple[complex, ...]:
    low, high = (10.0, 65.0) if choices.wide else (18.0, 42.0)
    while True:
        half = choices.uniform(low, high)
        if abs(half - 30.0) > 3.0 and abs(half - 45.0) > 3.0:
            return _apex(choices, half * _DEGREE)


def _equilateral(choices: Choices) -> tuple[complex, ...]:
    return _apex(choices, 30 * _DEGREE)


def _right_isosceles(choices: Choices) -> tuple[complex, ...]:
    return _apex(choices, 45 * _DEGREE)


def _right(choices: Choices) -> tuple[complex, ...]:
    low, high = (12.0, 78.0) if choices.wide else (27.0, 63.0)
    while True:
        beta = choices.uniform(low, high)
        if abs(beta - 45.0) > 5.0:
            b = beta * _DEGREE
            return _turned(choices, 0j, complex(2 * math.cos(b), 0), complex(0, 2 * math.sin(b)))


def _one_two(choices: Choices) -> tuple[complex, ...]:
    angle = choices.uniform(40.0, 110.0) * _DEGREE
    return _turned(choices, 0j, 0.8 * cmath.rect(1.0, angle), 1.6 + 0j)


def _segment(choices: Choices) -> tuple[complex, ...]:
    half = choices.uniform(0.5, 0.8)
    return _turned(choices, complex(-half, 0), complex(half, 0))


def _round(choices: Choices, count: int) -> tuple[complex, ...]:
    """A convex polygon near a circle, no two sides parallel by accident."""
    step = 2 * math.pi / count
    spread = 0.3 if choices.wide else 0.2
    start = choices.uniform(0.0, 2 * math.pi)
    return tuple(
        cmath.rect(choices.uniform(0.8, 1.2), start + step * (k + choices.uniform(-spread, spread)))
        for k in range(count)
    )


def _quadrangle(choices: Choices) -> tuple[complex, ...]:
    return _round(choices, 4)


def _pentagon(choices: Choices) -> tuple[complex, ...]:
    return _round(choices, 5)


def _trapezium(choices: Choices) -> tuple[complex, ...]:
    height, top = choices.uniform(0.7, 1.2), choices.uniform(0.5, 1.1)
    left = choices.uniform(0.15, 0.6)
    if abs(left - (1.8 - top) / 2) < 0.08:
        left += 0.15  # not isosceles
    return _turned(choices, 0j, 1.8 + 0j, complex(left + top, height), complex(left, height))


def _even_trapezium(choices: Choices) -> tuple[complex, ...]:
    height, half = choices.uniform(0.6, 1.1), choices.uniform(0.35, 0.65)
    return _turned(choices, -1 + 0j, 1 + 0j, complex(half, height), complex(-half, height))


def _right_trapezium(choices: Choices) -> tuple[complex, ...]:
    height, top = choices.uniform(0.7, 1.2), choices.uniform(0.6, 1.2)
    return _turned(choices, 0j, 1.7 + 0j, complex(top, height), complex(0, height))


def _rectangle(choices: Choices) -> tuple[complex, ...]:
    high = choices.uniform(0.6, 0.85) if not choices.wide else choices.uniform(0.4, 0.9)
    wide = 1.6
    return _turned(
        choices, 0j, complex(wide, 0), complex(wide, wide * high), complex(0, wide * high)
    )


def _square(choices: Choices) -> tuple[complex, ...]:
    return _turned(choices, 0j, 1.4 + 0j, 1.4 + 1.4j, 1.4j)


def _equal_sides(choices: Choices) -> tuple[complex, ...]:
    """a b c d with da = bc."""
    side, alpha, beta = (choices.uniform(*r) for r in ((0.9, 1.3), (65.0, 80.0), (88.0, 105.0)))
    d = cmath.rect(side, alpha * _DEGREE)
    return _turned(choices, 0j, 1.6 + 0j, 1.6 + cmath.rect(side, math.pi - beta * _DEGREE), d)


def _equal_diagonals(choices: Choices) -> tuple[complex, ...]:
    """a b c d with db = ac."""
    reach, alpha, beta = (choices.uniform(*r) for r in ((1.6, 2.0), (35.0, 48.0), (28.0, 40.0)))
    c = cmath.rect(reach, alpha * _DEGREE)
    return _turned(choices, 0j, 1.7 + 0j, c, 1.7 + cmath.rect(reach, math.pi - beta * _DEGREE))


def _between(choices: Choices) -> tuple[complex, ...]:
    """c a b with c on segment ab."""
    return _turned(choices, complex(choices.uniform(-0.5, 0.5), 0), -1 + 0j, 1 + 0j)


def _diameter(choices: Choices) -> tuple[complex, ...]:
    """o a b c with o the midpoint of ac and b on the circle."""
    angle = choices.uniform(40.0, 75.0) * _DEGREE
    return _turned(choices, 0j, -1 + 0j, cmath.rect(1.0, angle), 1 + 0j)


def _two_chords(choices: Choices) -> tuple[complex, ...]:
    """a b c d m with m the midpoint of ab and of cd."""
    half = cmath.rect(choices.uniform(0.6, 0.85), choices.uniform(40.0, 70.0) * _DEGREE)
    a, b, c, d, m = -1 + 0j, 1 + 0j, half, -half, 0j
    return _turned(choices, a, b, c, d, m)


def _free(choices: Choices) -> tuple[complex, ...]:
    return (cmath.rect(1.3 * math.sqrt(choices.random.random()), choices.uniform(0, 2 * math.pi)),)


SHAPES: dict[str, Shape] = {
    "free": _free,
    "segment": _segment,
    "triangle": _triangle,
    "acute_triangle": _acute,
    "iso_triangle": _iso,
    "iso_triangle0": _iso,
    "ieq_triangle": _equilateral,
    "r_triangle": _right,
    "risos": _right_isosceles,
    "triangle12": _one_two,
    "quadrangle": _quadrangle,
    "pentagon": _pentagon,
    "trapezoid": _trapezium,
    "eq_trapezoid": _even_trapezium,
    "iso_trapezoid": _even_trapezium,
    "r_trapezoid": _right_trapezium,
    "rectangle": _rectangle,
    "isquare": _square,
    "eq_quadrangle": _equal_sides,
    "eqdia_quadrangle": _equal_diagonals,
    "between": _between,
    "test_r20": _diameter,
    "test_r25": _two_chords,
}
