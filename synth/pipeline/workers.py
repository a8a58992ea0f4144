"""Those who make blocks: what a run asks of them, and the processes of this machine.

:mod:`porism.synth.cluster` has those of many machines.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Protocol

from porism.synth.pipeline.blocks import Job, make

__all__ = ["Died", "Processes", "Workers"]

_SHUTDOWN_SECONDS = 5.0  # join timeout of the executor's manager thread


class Died(Exception):
    """Workers came to their end in the middle of blocks; no work is handed to the others either."""


class Workers(Protocol):
    """Makes blocks of one job, some at a time."""

    @property
    def size(self) -> int:
        """How many blocks are made at a time; it may change."""

    def submit(self, block: int) -> None:
        """Ask for a block."""

    def finished(self, seconds: float) -> list[tuple[int, bytes]]:
        """Wait at most so long, and return the blocks that have come. Raises Died."""

    def close(self, *, at_once: bool) -> None:
        """End the workers, or let them finish what they hold; nobody asks for it any more."""


class Processes:
    """Processes of this machine, which end with it."""

    def __init__(self, job: Job, size: int) -> None:
        """Start no more processes than there are blocks to make."""
        self.size = size
        self._job = job
        self._pool = ProcessPoolExecutor(size, get_context("spawn"), _prepare, (os.getpid(),))
        self._running: dict[Future[bytes], int] = {}

    def submit(self, block: int) -> None:
        """Ask for a block."""
        try:
            self._running[self._pool.submit(make, self._job, block)] = block
        except BrokenProcessPool as error:
            raise Died from error

    def finished(self, seconds: float) -> list[tuple[int, bytes]]:
        """Return the blocks that have come."""
        done, _ = wait(self._running, timeout=seconds, return_when=FIRST_COMPLETED)
        found, died = [], None
        for future in done:
            block = self._running.pop(future)
            try:
                found.append((block, future.result()))
            except BrokenProcessPool as error:
                died = error
        if died is not None and not found:
            raise Died from died
        return found

    def close(self, *, at_once: bool) -> None:
        """End the processes."""
        pool = self._pool
        processes = list((getattr(pool, "_processes", None) or {}).values())
        manager: threading.Thread | None = getattr(pool, "_executor_manager_thread", None)
        pool.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            for process in processes:
                process.terminate()
            for process in processes:
                process.join()
            # It closes the pipe through which the interpreter, on exit, would still wake it.
            if manager is not None:
                manager.join(timeout=_SHUTDOWN_SECONDS)


# --- in a process ---------------------------------------------------------------------------


def _prepare(parent: int) -> None:
    """Leave Ctrl-C to the parent, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
