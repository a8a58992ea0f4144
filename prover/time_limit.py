"""An end to work that does not look at the clock itself.

Drawing, tracing back and checking are many small steps in Python, each bounded, and no one of
them can know how many there will be. Instead of asking every loop to look at the clock, the
thread that does the work is interrupted from outside, as Ctrl-C would, when its time is up.
"""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["OutOfTime", "time_limit"]

_AGAIN = 0.001  # seconds until the next look, where a thread was being started
_LOOKS = 1000  # calls of which the first brings what was ordered
_LONGEST = 1e6  # seconds that a timer can wait for certain; nobody waits so long


class OutOfTime(BaseException):
    """The time is up. As with KeyboardInterrupt, what catches errors does not catch it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime in this thread if the block takes longer than ``seconds``.

    It comes between two instructions of Python, and the long calls of the core look out for it.
    Once the block has been left, nothing is raised any more.
    """
    thread = threading.get_ident()
    lock = threading.Lock()
    over = threading.Event()
    struck = threading.Event()

    def strike() -> None:
        while not over.is_set():
            # A thread that is being started bears the number of the one that starts it: it would
            # get the error, die, and be waited for without end. None starts under this lock.
            with threading._active_limbo_lock, lock:  # type: ignore[attr-defined]
                if not over.is_set() and not threading._limbo:  # type: ignore[attr-defined]
                    struck.set()
                    _raise_in(thread, OutOfTime)
                    return
            time.sleep(_AGAIN)

    timer = threading.Timer(min(seconds, _LONGEST), strike)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over.set()
        timer.cancel()
        if struck.is_set():
            _take_back(thread)


def _take_back(thread: int) -> None:
    """See to it that nothing comes any more of what has been ordered, if it has not come yet.

    An order that is only crossed out makes the interpreter look for it before each call from then
    on: all Python of this process gets slower by a third, and a profiler never ends. So one is let
    come, here.
    """
    _raise_in(thread, None)
    try:
        _raise_in(thread, OutOfTime)
        for _ in range(_LOOKS):
            time.sleep(0)
    except OutOfTime:
        pass


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Order ``error`` for a thread, or cross out with None what it has not seen yet."""
    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)
