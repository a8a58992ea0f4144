"""Elementary geometry with complex numbers as points: floats only, and fast."""

from __future__ import annotations

__all__ = ["circumcentre", "cross", "dot", "foot"]


def cross(u: complex, v: complex) -> float:
    """Return the cross product of two vectors."""
    return u.real * v.imag - u.imag * v.real


def dot(u: complex, v: complex) -> float:
    """Return the scalar product of two vectors."""
    return u.real * v.real + u.imag * v.imag


def foot(p: complex, a: complex, b: complex) -> complex:
    """Return the foot of the perpendicular from p to ab; raises ZeroDivisionError when a is b."""
    return a + (b - a) * (dot(p - a, b - a) / dot(b - a, b - a))


def circumcentre(a: complex, b: complex, c: complex) -> complex:
    """Return the centre of the circle abc. Raises ZeroDivisionError for points on a line."""
    u, v = b - a, c - a
    return a + 1j * (u * abs(v) ** 2 - v * abs(u) ** 2) / (2 * cross(u, v))
