"""The batches of an epoch, written by this process, by those that train with it, or ahead of both.

A GPU reads theorems faster than one process can write them anew, and on CPUs writing would cost
each of the processes that train together as much as it costs one alone. What comes is the same
whoever writes it: a theorem's form depends on the seed, the epoch and its place alone.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from random import Random
from typing import ClassVar

from porism.geometry.errors import PorismError
from porism.lm.data import Row, Theorems, document
from porism.lm.mix import Mix, epoch_order
from porism.lm.packing import BEGINNING, Batch, Document, Placed, Position, batched
from porism.lm.tokenizer import Tokenizer

__all__ = ["Feed", "Shares"]

_TOGETHER = 256  # theorems that a process writes at a time
_AHEAD = 4  # times as many for each process are asked for before they are needed

Places = Sequence[tuple[int, int]]  # place in the epoch, number of the row


@dataclass(frozen=True)
class Shares:
    """Process ``rank`` of ``world`` writes a share; ``exchange`` returns what each one wrote."""

    rank: int
    world: int
    exchange: Callable[[list[Document]], list[list[Document]]]


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

    def placed(self, epoch: int, places: Places) -> Iterator[Placed]:
        yield from zip((place for place, _ in places), self.documents(epoch, places), strict=True)


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

    The processes end with its ``with`` block. With ``shares`` each of the processes that train
    together writes some of the theorems, unless there are readers; all of them then have to ask
    for the same batches.
    """

    rows: Sequence[Row]
    tokenizer: Tokenizer
    mix: Mix
    seed: int
    readers: int = 0
    shares: Shares | None = None
    _writer: _Writer = field(init=False, repr=False)
    _pool: ProcessPoolExecutor | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self._writer = _Writer(Theorems(self.rows), self.tokenizer, self.mix, self.seed)

    def batches(
        self, epoch: int, *, count: int, context: int, start: Position = BEGINNING
    ) -> Iterator[Batch]:
        """Yield the batches of an epoch, ``count`` rows of ``context`` tokens each.

        They begin after the batch that has ``start`` as its position. Theorems longer than the
        context are left out, as is what does not fill a batch at the end. Raises PorismError when a
        process that works ahead has been killed, IndexError for a position of other data.
        """
        order = epoch_order(self.rows, self.mix, Random(f"{self.seed}/{epoch}"))
        opened = [
            list(self._writer.placed(epoch, [(place, order[place]) for place in row]))
            for row in start.open
        ]
        places = list(enumerate(order))[start.next :]
        if self.readers:
            made = self._ahead(epoch, places)
        elif self.shares is not None:
            made = self._shared(epoch, places, self.shares)
        else:
            made = self._writer.documents(epoch, places)
        following = (place for place, _ in places)
        theorems = zip(following, made, strict=True)
        return batched(theorems, count, context, self.tokenizer.pad, opened, start.next)

    def _shared(self, epoch: int, places: Places, shares: Shares) -> Iterator[Document]:
        """The theorems in their order; each process writes the same ones in every epoch."""
        for start in range(0, len(places), _TOGETHER):
            part = places[start : start + _TOGETHER]
            mine = [place for place in part if place[1] % shares.world == shares.rank]
            written = shares.exchange(list(self._writer.documents(epoch, mine)))
            of_each = [iter(documents) for documents in written]
            yield from (next(of_each[number % shares.world]) for _, number in part)

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
