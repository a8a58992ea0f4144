"""Elements of quadratic extensions of a prime field, stacked: F_p, F_p², F_p⁴, …

An element of the prime field is a plain ``int``. An :class:`Extension` is ``a + b·s``, where
``s`` is the root that its :class:`Layer` adjoins and a, b lie below. Both obey the same
operators, so that a formula written once as ``(x * y - z) % p`` serves every layer: a product
or sum is left unreduced, and ``% p`` brings it to the canonical form, in which an element that
lies in a lower field is written as one.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Element", "Extension", "Layer", "inverse", "level_of", "power"]


@dataclass(frozen=True)
class Layer:
    """The field got by adjoining a square root of ``square``, no square in the field below.

    ``level`` counts from 1; the degree over the prime field is two to that power.
    """

    level: int
    modulus: int
    square: Element


class Extension:
    """``low + high·s`` in ``layer``; immutable by convention."""

    __slots__ = ("high", "layer", "low")

    def __init__(self, layer: Layer, low: Element, high: Element) -> None:
        self.layer = layer
        self.low = low
        self.high = high

    def __add__(self, other: Element) -> Extension:
        if isinstance(other, Extension) and other.layer.level >= self.layer.level:
            if other.layer is not self.layer:
                return Extension(other.layer, self + other.low, other.high)
            return Extension(self.layer, self.low + other.low, self.high + other.high)
        return Extension(self.layer, self.low + other, self.high)

    __radd__ = __add__

    def __neg__(self) -> Extension:
        return Extension(self.layer, -self.low, -self.high)

    def __sub__(self, other: Element) -> Extension:
        return self + -other

    def __rsub__(self, other: Element) -> Extension:
        return -self + other

    def __mul__(self, other: Element) -> Extension:
        layer, p = self.layer, self.layer.modulus
        if isinstance(other, Extension) and other.layer.level >= layer.level:
            if other.layer is not layer:
                return other * self
            lows, highs = self.low * other.low, self.high * other.high
            cross = (self.low + self.high) * (other.low + other.high) - lows - highs
            return Extension(layer, (lows + highs * layer.square) % p, cross % p)
        return Extension(layer, self.low * other % p, self.high * other % p)

    __rmul__ = __mul__

    def __mod__(self, p: int) -> Element:
        low, high = self.low % p, self.high % p
        return Extension(self.layer, low, high) if high else low

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Extension):
            return False
        same = self.layer is other.layer
        return same and self.low == other.low and self.high == other.high

    def __hash__(self) -> int:
        return hash((self.layer.level, self.low, self.high))


Element = int | Extension
"""A number of the tower. Canonical ones (after ``% p``) are equal exactly when they are ==."""


def level_of(x: Element) -> int:
    """Return the level of the smallest field of the tower that holds the canonical ``x``."""
    return x.layer.level if isinstance(x, Extension) else 0


def inverse(x: Element, p: int) -> Element:
    """Return 1/x. Raises ZeroDivisionError for zero."""
    if isinstance(x, int):
        if not x % p:
            raise ZeroDivisionError("zero has no inverse")
        return pow(x, -1, p)
    norm = (x.low * x.low - x.high * x.high * x.layer.square) % p
    scale = inverse(norm, p)
    return Extension(x.layer, x.low * scale, -x.high * scale) % p


def power(x: Element, exponent: int, p: int) -> Element:
    """Return x^exponent for an exponent that is not negative."""
    if isinstance(x, int):
        return pow(x, exponent, p)
    found: Element = 1
    while exponent:
        if exponent & 1:
            found = found * x % p
        x, exponent = x * x % p, exponent >> 1
    return found
