"""One piece of work done beside a search, which nobody waits for longer than the search lasts.

Loading PyTorch takes a second or two, and many times that from a cold disk or on a busy machine. No
end of time is heard meanwhile: an import that is broken off cannot be made again.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Generic, TypeVar

__all__ = ["ASIDE", "Aside"]

ASIDE = "porism-aside"

T = TypeVar("T")

_LOOK = 0.02  # seconds between two looks whether the search is over
_LEAVE = 0.2  # seconds: the network looks out for the end more often than that


class Aside(Generic[T]):
    """Work in a thread of its own that is left to itself once ``over`` says so."""

    def __init__(self, over: Callable[[], bool]) -> None:
        self._over = over
        self._work: Future[T] | None = None

    def begin(self, work: Callable[[], T]) -> None:
        """Begin the work. It is named, so that the command can end without it.

        Other processes wait for it at their end: the interpreter must not be taken down meanwhile.
        """
        found: Future[T] = Future()

        def run() -> None:
            try:
                found.set_result(work())
            except BaseException as error:  # it is the one who asks for the answer that shall know
                found.set_exception(error)
            finally:
                atexit.unregister(thread.join)  # a process may search a thousand times

        self._work = found
        thread = threading.Thread(target=run, name=ASIDE, daemon=True)
        atexit.register(thread.join)
        thread.start()

    def answer(self) -> T | None:
        """Wait for what came of it, and raise what the work raised; None where it came too late."""
        while self._work is not None and not self._over():
            if wait([self._work], timeout=_LOOK).done:
                return self._work.result()
        return None

    def leave(self) -> None:
        """Give the work, which has been told that all is over, a moment to end, and go."""
        if self._work is not None:
            wait([self._work], timeout=_LEAVE)
