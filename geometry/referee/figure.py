"""A figure over a finite field: points, lengths, and the choices made on the way.

A point is a pair (z, z̄). Over the reals the second coordinate is the conjugate of the first;
in the field the two are independent numbers. This is a linear change of the coordinates x, y
over a field that holds i, so it changes no identity, and it makes the formulas short: the squared
length of a vector is z·z̄, its direction as a full angle is z/z̄, a circle is a graph.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from random import Random

from porism.geometry.referee.extension import Element, inverse, level_of
from porism.geometry.referee.field import Field, rational_of

__all__ = [
    "Choices",
    "Degenerate",
    "Figure",
    "Inapplicable",
    "Instance",
    "NoRoot",
    "Vector",
    "Work",
]

Vector = tuple[Element, Element]


class Degenerate(Exception):
    """A branch of the figure that has no meaning: points coincide, lines are parallel, …"""


class NoRoot(Exception):
    """These random values need a root above the fields allowed: begin again with others."""


class Inapplicable(Exception):
    """The statement is none that the referee can decide; the message says why."""


class Choices:
    """The alternatives taken within one step, in order: from a script, then the first.

    With ``rng`` they are drawn at random instead. ``weight`` counts the alternatives that are
    conjugate to the one taken and need no visit of their own.
    """

    def __init__(self, script: Sequence[int] = (), rng: Random | None = None) -> None:
        self._script = script
        self._rng = rng
        self.taken: list[int] = []
        self.offered: list[int] = []
        self.weight = 1

    def pick(self, count: int, conjugate: bool = False) -> int:
        """Choose one of ``count`` alternatives.

        ``conjugate``: an automorphism of the field that fixes the figure so far permutes them
        transitively, so whatever holds for one holds for all.
        """
        if count == 1:
            return 0
        if conjugate:
            self.weight *= count
            return 0
        position = len(self.taken)
        if self._rng is not None:
            chosen = self._rng.randrange(count)
        else:
            chosen = self._script[position] if position < len(self._script) else 0
        self.taken.append(chosen)
        self.offered.append(count)
        return chosen

    def following(self) -> list[int] | None:
        """Return the script of the next combination, None after the last."""
        script = list(self.taken)
        while script:
            if script[-1] + 1 < self.offered[len(script) - 1]:
                script[-1] += 1
                return script
            script.pop()
        return None


@dataclass
class Work:
    """How much may still be done for one ruling, in units of one goal or a quarter of a step."""

    left: int

    def spend(self, units: int, level: int) -> None:
        """Take note of work in a field of this level, in which a step costs six to its power.

        Raises Inapplicable when too much has been done.
        """
        self.left -= units * 6**level
        if self.left < 0:
            raise Inapplicable("more branches and nested roots than can be visited")


@dataclass
class Instance:
    """What the branches of one instance share.

    ``limit`` is the highest level of the tower that may be used. ``signed``: some lengths are
    given, so that turning the signs of all lengths at once is no symmetry of the statement.
    ``work`` bounds what is done in all instances together.
    ``drawn`` holds the random numbers, ``strained`` the points of which some branch demanded more
    than a place can satisfy, ``missed`` those that have a place on some branch only where the
    points before are special, ``crowded`` those for which places of older points were left out;
    ``inverses`` and ``roots`` spare branches what others computed.
    """

    field: Field
    rng: Random
    limit: int
    work: Work
    signed: bool = False
    drawn: dict[str, int] = dataclasses.field(default_factory=dict)
    strained: set[str] = dataclasses.field(default_factory=set)
    missed: set[str] = dataclasses.field(default_factory=set)
    crowded: set[str] = dataclasses.field(default_factory=set)
    inverses: dict[Element, Element] = dataclasses.field(default_factory=dict)
    roots: dict[Element, Element | None] = dataclasses.field(default_factory=dict)


@dataclass
class Figure:
    """The points placed so far on one branch of an instance.

    ``level`` is the highest level of the tower in use; ``lengths`` the roots chosen for
    squares of lengths and their simple multiples.
    """

    instance: Instance
    level: int = 0
    at: dict[str, Vector] = dataclasses.field(default_factory=dict)
    lengths: dict[Element, Element] = dataclasses.field(default_factory=dict)
    choices: Choices = dataclasses.field(default_factory=Choices)

    @property
    def field(self) -> Field:
        """The field of the instance."""
        return self.instance.field

    def branch(self, choices: Choices) -> Figure:
        """Return a copy that goes on with these choices."""
        return Figure(self.instance, self.level, dict(self.at), dict(self.lengths), choices)

    def random(self, name: str) -> int:
        """Return the random element that the instance has under this name."""
        drawn = self.instance.drawn
        if name not in drawn:
            drawn[name] = self.instance.rng.randrange(self.field.p)
        return drawn[name]

    def vector(self, a: str, b: str) -> Vector:
        """Return the vector from a to b. Raises KeyError for a point not placed."""
        (z, w), (x, y) = self.at[a], self.at[b]
        p = self.field.p
        return (x - z) % p, (y - w) % p

    def square(self, a: str, b: str) -> Element:
        """Return the squared distance."""
        z, w = self.vector(a, b)
        return z * w % self.field.p

    def divide(self, x: Element, y: Element) -> Element:
        """Return x / y. Raises Degenerate when y is zero."""
        p = self.field.p
        y = y % p
        if not y:
            raise Degenerate("a line, circle or ratio is undefined")
        found = self.instance.inverses.get(y)
        if found is None:
            found = self.instance.inverses[y] = inverse(y, p)
        return x * found % p

    def roots(self, x: Element) -> tuple[Element, bool]:
        """Return a square root and whether it is conjugate to its negative over the figure.

        Raises NoRoot when it lies above the limit.
        """
        x = x % self.field.p
        known = self.instance.roots
        if x not in known:
            known[x] = self.field.sqrt(x, self.instance.limit)
        found = known[x]
        if found is None:
            raise NoRoot
        level = level_of(found)
        fresh = level > self.level
        self.level = max(self.level, level)
        return found, fresh

    def root(self, x: Element) -> Element:
        """Return one of the two square roots, as the choices say."""
        found, fresh = self.roots(x)
        if not found:
            return found
        return found if self.choices.pick(2, fresh) == 0 else -found % self.field.p

    def cube_root(self, x: Element) -> Element:
        """Return one of the three cube roots in the prime field, as the choices say.

        Raises NoRoot where there is none, or ``x`` lies above; no quadratic extension helps.
        """
        found = self.field.cube_roots(x) if isinstance(x, int) and x else ()
        if not found:
            raise NoRoot
        return found[self.choices.pick(3)]

    def length(self, a: str, b: str) -> Element:
        """Return the distance of two points: a root with a sign chosen once for all.

        Equal lengths get equal signs, and so do lengths in a simple rational ratio. Rational
        lengths are positive.
        """
        return self.root_of_square(self.square(a, b))

    def root_of_square(self, square: Element) -> Element:
        """Return the length whose square is given; see :meth:`length`."""
        if not square:
            return 0
        found = self.lengths.get(square)
        if found is None and self.instance.signed:
            found = self._rational_length(square)
        if found is None:
            first = not self.lengths and not self.instance.signed
            found = self.roots(square)[0] if first else self.root(square)
            p = self.field.p
            for ratio, ratio_squared in self.field.small:
                self.lengths[square * ratio_squared % p] = found * ratio % p
        return found

    def _rational_length(self, square: Element) -> Element | None:
        """Return the positive root of the square of a rational number."""
        found = rational_of(square, self.field.p) if isinstance(square, int) else None
        if found is None or found <= 0:
            return None
        top, bottom = isqrt(found.numerator), isqrt(found.denominator)
        if top * top != found.numerator or bottom * bottom != found.denominator:
            return None
        return self.field.rational(Fraction(top, bottom))
