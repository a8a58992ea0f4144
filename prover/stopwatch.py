"""How long some parts of a run take."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

__all__ = ["Stopwatch"]

T = TypeVar("T")


class Stopwatch:
    """Adds up the wall-clock time of some parts of a run."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Time what is done within."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.seconds += time.monotonic() - begun

    def timed(self, items: Generator[T, None, None]) -> Generator[T, None, None]:
        """Yield from a generator, timing what it does and not what is done with its items."""
        with closing(items):
            while True:
                with self.running():
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item
