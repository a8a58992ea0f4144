"""Shapes and places anywhere that the words allow, for trying a statement in unpleasant figures.

The recipes of :mod:`porism.geometry.figure.shapes` are made to be looked at: scalene, convex, near
the middle. A statement that fails for a rectangle that is higher than wide, or for a point far out
on its ray, has to be tried there too. Here every ratio that is free is log-logistic, nine in ten
between 1/13 and 13 and without bounds, every sign is drawn, and angles take their whole range; a
shape is all that its words mean (docs/language.md#shapes) and nothing more.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable

from porism.geometry.figure.choices import Choices

__all__ = ["SAMPLES", "SHAPES", "direction", "on_line_anywhere"]

Shape = Callable[[Choices], tuple[complex, ...]]
Sample = Callable[..., complex]


def direction(choices: Choices) -> complex:
    """Return a unit vector."""
    return cmath.rect(1.0, choices.uniform(0.0, 2 * math.pi))


def _place(choices: Choices) -> complex:
    return choices.ratio() * direction(choices)


def _angle(choices: Choices, most: float = math.pi) -> float:
    """Return an angle below ``most``; near either end is as likely as in the middle."""
    return most * choices.part()


def _laid(choices: Choices, *points: complex) -> tuple[complex, ...]:
    """Turn and scale a shape at random, and turn it over half of the time."""
    scale = choices.ratio() * direction(choices)
    if choices.sign() < 0:
        points = tuple(p.conjugate() for p in points)
    return tuple((p - points[0]) * scale for p in points)


def _free(choices: Choices) -> tuple[complex, ...]:
    return (_place(choices),)


def _polygon(count: int) -> Shape:
    """Corners anywhere: it may be concave, and cross itself."""

    def shape(choices: Choices) -> tuple[complex, ...]:
        return _laid(choices, 0j, 1 + 0j, *(_place(choices) for _ in range(count - 2)))

    return shape


def _acute(choices: Choices) -> tuple[complex, ...]:
    b = _angle(choices, math.pi / 2)
    c = math.pi / 2 - b * choices.part()
    a = cmath.rect(math.sin(c) / math.sin(b + c), b)
    return _laid(choices, a, 0j, 1 + 0j)


def _apex(choices: Choices, half: float) -> tuple[complex, ...]:
    return _laid(choices, 0j, cmath.rect(1.0, -half), cmath.rect(1.0, half))


def _right(choices: Choices) -> tuple[complex, ...]:
    return _laid(choices, 0j, 1 + 0j, choices.ratio() * 1j)


def _one_two(choices: Choices) -> tuple[complex, ...]:
    return _laid(choices, 0j, 0.5 * cmath.rect(1.0, _angle(choices)), 1 + 0j)


def _trapezium(choices: Choices) -> tuple[complex, ...]:
    d = cmath.rect(choices.ratio(), _angle(choices))
    return _laid(choices, 0j, 1 + 0j, d + choices.ratio(), d)


def _even_trapezium(choices: Choices) -> tuple[complex, ...]:
    height, half = choices.ratio(), choices.ratio()
    return _laid(choices, -1 + 0j, 1 + 0j, complex(half, height), complex(-half, height))


def _right_trapezium(choices: Choices) -> tuple[complex, ...]:
    d = choices.ratio() * 1j
    return _laid(choices, 0j, 1 + 0j, d + choices.ratio(), d)


def _rectangle(choices: Choices) -> tuple[complex, ...]:
    d = choices.ratio() * 1j
    return _laid(choices, 0j, 1 + 0j, 1 + d, d)


def _equal_sides(choices: Choices) -> tuple[complex, ...]:
    """a b c d with da = bc."""
    c = 1 + _place(choices)
    return _laid(choices, 0j, 1 + 0j, c, abs(c - 1) * direction(choices))


def _equal_diagonals(choices: Choices) -> tuple[complex, ...]:
    """a b c d with db = ac."""
    c = _place(choices)
    return _laid(choices, 0j, 1 + 0j, c, 1 + abs(c) * direction(choices))


def _diameter(choices: Choices) -> tuple[complex, ...]:
    """o a b c with o the midpoint of ac and b on the circle."""
    return _laid(choices, 0j, -1 + 0j, cmath.rect(1.0, _angle(choices)), 1 + 0j)


def _two_chords(choices: Choices) -> tuple[complex, ...]:
    """a b c d m with m the midpoint of ab and of cd."""
    half = cmath.rect(choices.ratio(), _angle(choices))
    return _laid(choices, -1 + 0j, 1 + 0j, half, -half, 0j)


SHAPES: dict[str, Shape] = {
    "free": _free,
    "segment": _polygon(2),
    "triangle": _polygon(3),
    "acute_triangle": _acute,
    "iso_triangle": lambda choices: _apex(choices, _angle(choices, math.pi / 2)),
    "iso_triangle0": lambda choices: _apex(choices, _angle(choices, math.pi / 2)),
    "ieq_triangle": lambda choices: _apex(choices, math.pi / 6),
    "r_triangle": _right,
    "risos": lambda choices: _apex(choices, math.pi / 4),
    "triangle12": _one_two,
    "quadrangle": _polygon(4),
    "pentagon": _polygon(5),
    "trapezoid": _trapezium,
    "eq_trapezoid": _even_trapezium,
    "iso_trapezoid": _even_trapezium,
    "r_trapezoid": _right_trapezium,
    "rectangle": _rectangle,
    "isquare": lambda choices: _laid(choices, 0j, 1 + 0j, 1 + 1j, 1j),
    "eq_quadrangle": _equal_sides,
    "eqdia_quadrangle": _equal_diagonals,
    "between": lambda choices: _laid(choices, choices.part() + 0j, 0j, 1 + 0j),
    "test_r20": _diameter,
    "test_r25": _two_chords,
}


# --- a point of a line or ray ---------------------------------------------------------------


def on_line_anywhere(choices: Choices, a: complex, b: complex) -> complex:
    """Return a point on either side of either end, as likely near as far."""
    if choices.sign() < 0:
        a, b = b, a
    return a + choices.sign() * choices.ratio() * (b - a)


def _on_bisector(choices: Choices, a: complex, b: complex, c: complex) -> complex:
    """On the line: what the table means by it is true on either side of b."""
    u, v = (a - b) / abs(a - b), (c - b) / abs(c - b)
    along = u + v if abs(u + v) > 1 else -1j * (u - v)
    size = (abs(a - b) + abs(c - b)) / 2
    return b + choices.sign() * choices.ratio() * size * along / abs(along)


SAMPLES: dict[str, Sample] = {
    "on_line": on_line_anywhere,
    "on_opline": lambda choices, a, b: a - choices.ratio() * (b - a),
    "on_ray": lambda choices, a, b: a + choices.ratio() * (b - a),
    "between_bound": lambda choices, a, b: a + choices.part() * (b - a),
    "angle_bisector": _on_bisector,
}
