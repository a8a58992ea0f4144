"""What a run makes: which rows, and how a block of them is made.

A recipe travels to worker processes, so ``make`` is a function that can be pickled: one of a
module, or an instance of a class of a module that can be called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from typing import Protocol

from porism.synth.pipeline.rows import Row

__all__ = ["Block", "Make", "Recipe"]


@dataclass(frozen=True)
class Block:
    """The rows of a block, without duplicates, and what became of the rest, by reason."""

    rows: tuple[Row, ...]
    tally: Counter[str]


class Make(Protocol):
    """Makes a block of so many figures, without the problems whose hashes are ``excluded``."""

    def __call__(self, seed: int, block: int, excluded: Container[str], figures: int) -> Block:
        """Return the block; it is a function of the arguments alone."""


@dataclass(frozen=True)
class Recipe:
    """How a data set is made.

    ``generator`` names the program and its version: the same one makes the same rows. All rows are
    of the class ``row``. A merge is due after so many rows as ``merge`` says.
    """

    generator: str
    row: type[Row]
    make: Make
    merge: int
