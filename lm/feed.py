"""The batches of an epoch, written by this process or by some that work ahead of it.

A GPU reads theorems faster than one process can write them anew. What comes is the same whoever
writes it: a theorem's form depends on the seed, the epoch and its place alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from random import Random
from typing import ClassVar

from porism.geometry.errors import PorismError
from porism.lm.data import Batch, Document, Row, Theorems, batched, document
from porism.lm.mix import Mix, epoch_order
from porism.lm.tokenizer import Tokenizer

__all__ = ["Feed"]

_TOGETHER = 256  # theorems that a process writes at a time
_AHEAD = 4  # times as many for each process are asked for before they are needed

Places = Sequence[tuple[int, int]]  # place in the epoch, number of the row


@dataclass(frozen=True)
class _Writer:
    """Writes theorems in the form that they have in an epoch."""

    theorems: Theorems
    tokenizer: Tokenizer
    mix: Mix
    seed: int

    def documents(self, epoch: int, places: Iterable[tuple[int, int]]) -> Iterator[Document]:
        for place, number in places:
            random = Random(f"{self.seed}/{epoch}/{place}")
            yield document(self.theorems, number, self.tokenizer, self.mix, random)


class _Process:
    """What a process that writes ahead has been given when it began."""

    writer: ClassVar[_Writer]

    @classmethod
    def begin(cls, rows: Sequence[Row], model: bytes, mix: Mix, seed: int) -> None:
        cls.writer = _Writer(Theorems(rows), Tokenizer(model), mix, seed)

    @classmethod
    def write(cls, epoch: int, places: Places) -> list[Document]:
        return list(cls.writer.documents(epoch, places))


@dataclass
class Feed:
    """The theorems ``rows``, epoch after epoch; ``readers`` processes work ahead, if any.

    The processes end with its ``with`` block.
    """

    rows: Sequence[Row]
    tokenizer: Tokenizer
    mix: Mix
    seed: int
    readers: int = 0
    _writer: _Writer = field(init=False, repr=False)
    _pool: ProcessPoolExecutor | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self._writer = _Writer(Theorems(self.rows), self.tokenizer, self.mix, self.seed)

    def batches(self, epoch: int, *, count: int, context: int) -> Iterator[Batch]:
        """Yield the batches of an epoch, ``count`` rows of ``context`` tokens each.

        Theorems longer than the context are left out, as is what does not fill a batch at the end.
        Raises PorismError when a process that works ahead has been killed.
        """
        order = epoch_order(self.rows, self.mix, Random(f"{self.seed}/{epoch}"))
        places = list(enumerate(order))
        made = self._ahead(epoch, places) if self.readers else self._writer.documents(epoch, places)
        return batched(made, count, context, self.tokenizer.pad)

    def _ahead(self, epoch: int, places: Places) -> Iterator[Document]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.readers,
                get_context("spawn"),
                _Process.begin,
                (self.rows, self.tokenizer.data, self.mix, self.seed),
            )
        parts = iter(range(0, len(places), _TOGETHER))
        asked: deque[Future[list[Document]]] = deque()
        try:
            while True:
                while len(asked) < _AHEAD * self.readers and (start := next(parts, -1)) >= 0:
                    part = places[start : start + _TOGETHER]
                    asked.append(self._pool.submit(_Process.write, epoch, part))
                if not asked:
                    return
                yield from asked.popleft().result()
        except BrokenProcessPool:
            raise PorismError(
                "a process that writes theorems for training was killed, perhaps for want of "
                "memory; run the same command again, or with fewer 'readers' in the settings"
            ) from None
        finally:
            for future in asked:
                future.cancel()

    def __enter__(self) -> Feed:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
