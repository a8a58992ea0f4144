"""The two kinds of freedom of a figure: random numbers and branches."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

__all__ = ["Choices"]


class Choices:
    """Random numbers and recorded branch choices of one attempt at a figure.

    Branches (which of two intersections, which of two bisectors) come from ``script`` as far
    as it goes, then at random; ``taken`` lists what was chosen and ``offered`` out of how
    many, so that a caller can repeat the attempt with one branch turned; ``used`` tells whether
    there was any freedom, so that another attempt could end differently. ``wide`` asks for
    variety instead of well-proportioned shapes, ``mirror`` for shapes in both orientations.
    """

    def __init__(
        self, seed: str, script: Sequence[int] = (), wide: bool = False, mirror: bool = False
    ) -> None:
        self._random = Random(seed)
        self._branches = Random(seed + "/branches")
        self._script = tuple(script)
        self.wide = wide
        self.mirror = mirror
        self.taken: list[int] = []
        self.offered: list[int] = []
        self.used = False

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
