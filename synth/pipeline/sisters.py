"""How alike the rows of a data set are: theorems of one figure are sisters.

Of very many figures a part is counted, drawn by their numbers, so that memory stays flat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

__all__ = ["SisterCount", "alone_at_random"]

_MOST = 500_000  # rows whose figures are counted
_ALONE = 0.9  # share of rows without a sister that is asked for


@dataclass
class SisterCount:
    """Counts rows by figure: those of every ``nth`` figure."""

    figures_per_block: int
    nth: int = 1
    rows_of: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, rows: int, figures_per_block: int) -> SisterCount:
        """Return a count for a data set with so many rows."""
        return cls(figures_per_block, 1 + rows // _MOST)

    def add(self, rows: pa.Table) -> None:
        """Count rows that have the columns ``block`` and ``figure``."""
        numbers = pc.add(pc.multiply(rows["block"], self.figures_per_block), rows["figure"])
        kept = numbers.to_numpy()
        kept = kept[kept % self.nth == 0]
        for pair in pc.value_counts(pa.array(kept)).to_pylist():
            self.rows_of[pair["values"]] += pair["counts"]

    @property
    def figures(self) -> int:
        """About how many figures the rows come from; exact where all are counted."""
        return len(self.rows_of) * self.nth

    def alone(self, rows: int) -> int:
        """Of how many rows, drawn at random from all, nine in ten have no sister among them."""
        return int(rows * alone_at_random(Counter(self.rows_of.values())))


def alone_at_random(figures: Mapping[int, int]) -> float:
    """Return the largest part of the rows in which nine in ten have no sister.

    ``figures`` says how many figures have how many rows. A row of a figure with s of them has no
    sister in a part f with probability (1 - f)^(s - 1).
    """
    rows = sum(size * count for size, count in figures.items())

    def alone(part: float) -> float:
        return sum(size * count * (1 - part) ** (size - 1) for size, count in figures.items())

    low, high = 0.0, 1.0
    if alone(high) >= _ALONE * rows:
        return high
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if alone(middle) >= _ALONE * rows else (low, middle)
    return low
