"""The two kinds of freedom of a figure: random numbers and branches."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from random import Random

__all__ = ["Choices"]

_SPREAD = 0.85  # of logarithms of ratios: one in a hundred is above 50
_LEAST = 1e-9  # of a random number whose logarithm is taken


class Choices:
    """Random numbers and recorded branch choices of one attempt at a figure.

    Branches (which of two intersections, which of two bisectors) come from ``script`` as far
    as it goes, then at random; ``taken`` lists what was chosen and ``offered`` out of how
    many, so that a caller can repeat the attempt with one branch turned; ``used`` tells whether
    there was any freedom, so that another attempt could end differently. ``wide`` asks for
    variety instead of well-proportioned shapes, ``anywhere`` for all that the words allow
    (:mod:`porism.geometry.figure.anywhere`), ``mirror`` for shapes in both orientations. Random
    numbers come from ``numbers`` where a caller wants to dial them.
    """

    def __init__(
        self,
        seed: str,
        script: Sequence[int] = (),
        wide: bool = False,
        mirror: bool = False,
        *,
        anywhere: bool = False,
        numbers: Random | None = None,
    ) -> None:
        self._random = numbers or Random(seed)
        self._branch_seed = seed + "/branches"
        self._script = tuple(script)
        self.wide = wide
        self.anywhere = anywhere
        self.mirror = mirror
        self.taken: list[int] = []
        self.offered: list[int] = []
        self.used = False

    @cached_property
    def _branches(self) -> Random:
        return Random(self._branch_seed)  # made when it is needed: many figures have no branches

    @property
    def random(self) -> Random:
        """The random numbers; asking for them counts as use."""
        self.used = True
        return self._random

    def branch(self, count: int) -> int:
        """Choose one of ``count`` branches; a choice of one is not recorded."""
        if count == 1:
            return 0
        self.used = True
        position = len(self.taken)
        if position < len(self._script) and self._script[position] < count:
            chosen = self._script[position]
        else:
            chosen = self._branches.randrange(count)
        self.taken.append(chosen)
        self.offered.append(count)
        return chosen

    def uniform(self, low: float, high: float) -> float:
        """Return a random number between two bounds."""
        return low + (high - low) * self.random.random()

    def ratio(self) -> float:
        """Return a positive number, as likely below 1 as above, of any size."""
        u = min(max(self.random.random(), _LEAST), 1 - _LEAST)
        return math.exp(_SPREAD * math.log(u / (1 - u)))

    def part(self) -> float:
        """Return a number between 0 and 1, near either end now and then."""
        return 1 / (1 + self.ratio())

    def sign(self) -> float:
        """Return 1 or -1."""
        return 1.0 if self.random.random() < 0.5 else -1.0
