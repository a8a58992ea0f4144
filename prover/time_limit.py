"""An end to work that does not look at the clock itself.

Drawing, tracing back and checking are many small steps in Python, each bounded, and no one of
them can know how many there will be. Instead of asking every loop to look at the clock, the
thread that does the work is interrupted from outside, as Ctrl-C would, when its time is up.
"""

from __future__ import annotations

import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

__all__ = ["OutOfTime", "time_limit"]

_AGAIN = 0.001  # seconds until the next look, where the thread could not be interrupted
_UNHEARD = 0.5  # seconds for which the block may go on after an error before it gets another one
_LOOKS = 1000  # calls; the first one brings what was ordered
_LONGEST = 1e6  # seconds that a timer can wait for certain; nobody waits so long


class OutOfTime(BaseException):
    """The time is up. As with KeyboardInterrupt, what catches errors does not catch it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in this thread if the block takes longer than ``seconds``.

    It comes between two instructions of Python, and the long calls of the core look out for it.
    It comes again while the block goes on, because errors are lost in some places: in ``__del__``,
    in callbacks of weak references, in libraries that catch everything. The interpreter prints an
    error that it loses; this one is no news for anybody and is not printed. Once the block has
    been left, nothing is raised any more.
    """
    with _LOST_ENDS.kept_quiet():
        yield from _limited(seconds)


def _limited(seconds: float) -> Iterator[None]:
    thread = threading.get_ident()
    lock = threading.Lock()
    over = threading.Event()
    struck = threading.Event()

    def strike() -> None:
        while not over.is_set():
            # A thread that is being started bears the number of the one that starts it: it would
            # get the error, die, and be waited for without end. None starts under this lock.
            with threading._active_limbo_lock, lock:  # type: ignore[attr-defined]
                starting = threading._limbo  # type: ignore[attr-defined]
                struck.set()  # before the look: little time may pass between that and the order
                interrupted = not (over.is_set() or starting or _is_deaf(thread))
                if interrupted:
                    _raise_in(thread, OutOfTime)
            over.wait(_UNHEARD if interrupted else _AGAIN)

    timer = threading.Timer(min(seconds, _LONGEST), strike)
    timer.daemon = True
    try:
        timer.start()
        yield
    finally:
        try:
            with lock:
                over.set()
            timer.cancel()
            if struck.is_set():
                _let_come()
        except OutOfTime:  # the block came to its end together with its time
            with lock:
                over.set()


@dataclass
class _LostEnds:
    """The hook for errors that the interpreter loses, which is one for all threads.

    It is in place while any block has a time limit, and the one before it afterwards.
    """

    blocks: int = 0
    before: Callable[[sys.UnraisableHookArgs], Any] = sys.unraisablehook
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def kept_quiet(self) -> Iterator[None]:
        with self.lock:
            if not self.blocks:
                self.before, sys.unraisablehook = sys.unraisablehook, self.hear
            self.blocks += 1
        try:
            yield
        finally:
            with self.lock:
                self.blocks -= 1
                if not self.blocks and sys.unraisablehook == self.hear:
                    sys.unraisablehook = self.before

    def hear(self, lost: sys.UnraisableHookArgs) -> None:
        """Hand on what is not OutOfTime."""
        if lost.exc_type is not OutOfTime:
            self.before(lost)


_LOST_ENDS = _LostEnds()


def _is_deaf(thread: int) -> bool:
    """Tell whether a thread is in a callback of the garbage collector, where errors are lost."""
    codes = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    frame = sys._current_frames().get(thread) if codes else None
    while frame is not None:
        if frame.f_code in codes:
            return True
        frame = frame.f_back
    return False


def _let_come() -> None:
    """Wait for an error that was ordered, if it has not come yet.

    To cross an order out is no way: the interpreter would look for it before each call from then
    on, which makes all Python of this process slower by a third, and a profiler (CPython 3.11)
    never end.
    """
    for _ in range(_LOOKS):
        time.sleep(0)


def _raise_in(thread: int, error: type[BaseException]) -> None:
    """Order ``error`` for a thread: it comes before one of the next calls there."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
