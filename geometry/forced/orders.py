"""Statements of order as equations between signs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from porism.geometry.forced.signs import Term, corner, side

__all__ = ["ORDERS"]

Equation = tuple[list[Term], int]


def _two(points: Sequence[str], sign: Callable[[str, str, str], Term], constant: int) -> Equation:
    a, b, c, p, q, r = points
    return [sign(a, b, c), sign(p, q, r)], constant


ORDERS: dict[str, Callable[[Sequence[str]], Equation]] = {
    "ccw": lambda p: ([side(*p)], 0),
    "between": lambda p: ([corner(*p)], 1),
    "acute_angle": lambda p: ([corner(p[1], p[0], p[2])], 0),
    "obtuse_angle": lambda p: ([corner(p[1], p[0], p[2])], 1),
    "sameclock": lambda p: _two(p, side, 0),
    "nsameclock": lambda p: _two(p, side, 1),
    "sameside": lambda p: _two(p, corner, 0),
    "nsameside": lambda p: _two(p, corner, 1),
}
"""What is forced when the product of these signs is (-1) to the power of the number."""
