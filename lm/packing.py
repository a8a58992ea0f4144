"""Theorems of different lengths as batches of rows of one length.

A row holds several theorems, each put where it leaves least room. A batch tells its
:class:`Position`, from which an epoch goes on without writing again what came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["BEGINNING", "Batch", "Document", "Placed", "Position", "batched"]

_OPEN = 64  # rows that are filled at the same time

Numbers = npt.NDArray[np.int64]
Document = tuple[list[int], list[float]]  # the pieces of a theorem, and the weight of each
Placed = tuple[int, Document]  # with its place in the epoch


@dataclass(frozen=True)
class Position:
    """Where an epoch is after a batch.

    ``next`` is the place of the first theorem that was not packed, ``open`` holds, row by row, the
    places of those that were packed into rows which are not full.
    """

    next: int = 0
    open: tuple[tuple[int, ...], ...] = ()


BEGINNING = Position()


@dataclass(frozen=True)
class Batch:
    """Rows of packed theorems: ``tokens``, ``documents`` and ``weights``, each (B, T).

    ``documents`` numbers the theorems within a row; ``weights`` says how much predicting each
    token counts (0 for the first of a theorem and for filling). ``used`` counts the tokens without
    filling; ``after`` says where the epoch is then.
    """

    tokens: Numbers
    documents: Numbers
    weights: npt.NDArray[np.float32]
    used: int
    after: Position


def batched(
    theorems: Iterable[Placed],
    count: int,
    context: int,
    pad: int,
    opened: Sequence[Sequence[Placed]] = (),
    start: int = 0,
) -> Iterator[Batch]:
    """Yield batches of ``count`` rows of ``context`` tokens, as full as they become.

    ``opened`` holds the theorems of rows that are not full, as the position of a batch has them;
    ``theorems`` those from that position on, whose next place is ``start``. Theorems longer than
    the context are left out, as is what does not fill a batch at the end.
    """
    rows = _Rows(context, opened)
    ready: list[list[Placed]] = []
    following = start
    for place, document in theorems:
        following = place + 1
        full = rows.put(place, document)
        if full is None:
            continue
        ready.append(full)
        if len(ready) == count:
            yield _collated(ready, context, pad, Position(following, rows.places))
            ready = []
    while rows.places:
        ready.append(rows.take(0))
        if len(ready) == count:
            yield _collated(ready, context, pad, Position(following, rows.places))
            ready = []


class _Rows:
    """Rows that are being filled."""

    def __init__(self, context: int, opened: Sequence[Sequence[Placed]]) -> None:
        self._context = context
        self._rows = [list(row) for row in opened]
        self._sizes = [sum(len(ids) for _, (ids, _) in row) for row in self._rows]

    @property
    def places(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(place for place, _ in row) for row in self._rows)

    def put(self, place: int, document: Document) -> list[Placed] | None:
        """Put a theorem where it leaves least room; return a row if one is full enough."""
        length = len(document[0])
        if length > self._context:
            return None
        fitting = [k for k, size in enumerate(self._sizes) if size + length <= self._context]
        if fitting:
            best = max(fitting, key=lambda k: self._sizes[k])
            self._rows[best].append((place, document))
            self._sizes[best] += length
        else:
            self._rows.append([(place, document)])
            self._sizes.append(length)
        if len(self._rows) <= _OPEN:
            return None
        return self.take(max(range(len(self._rows)), key=lambda k: self._sizes[k]))

    def take(self, number: int) -> list[Placed]:
        """Take a row out."""
        self._sizes.pop(number)
        return self._rows.pop(number)


def _collated(rows: Sequence[Sequence[Placed]], context: int, pad: int, after: Position) -> Batch:
    tokens = np.full((len(rows), context), pad, dtype=np.int64)
    documents = np.full((len(rows), context), -1, dtype=np.int64)
    weights = np.zeros((len(rows), context), dtype=np.float32)
    used = 0
    for r, row in enumerate(rows):
        at = 0
        for number, (_, (ids, weight)) in enumerate(row):
            end = at + len(ids)
            tokens[r, at:end], documents[r, at:end], weights[r, at:end] = ids, number, weight
            at = end
        used += at
    return Batch(tokens, documents, weights, used, after)
