"""Work spread over processes that may crash, hang or run out of memory.

The standard pools lose their queue when a worker dies. Here every worker has a pipe of its own
and holds one task at a time, so the task that killed it is known, the others go on, and a
task that overstays its limit is ended with its process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

__all__ = ["Failure", "no_answer", "run_tasks"]

T = TypeVar("T")
R = TypeVar("R")

_STARTING = 120.0  # seconds a worker may take to import what it needs
_AT_ONCE = 1 + (os.cpu_count() or 1)  # that start; more would only wait for each other's imports
_LONGEST_WAIT = 3600.0  # seconds between two looks; a system call takes no more than some weeks
_READY = "ready"


@dataclass(frozen=True)
class Failure:
    """A task without a result, and why; ``seconds`` is how long it was worked on."""

    reason: str
    seconds: float


def no_answer(limit: float, seconds: float) -> Failure:
    """Return what is said of a task that overstayed its limit."""
    return Failure(f"no answer after {limit:.0f} s, process ended", seconds)


class _Worker(Generic[T, R]):
    """A process and the task it holds (``index`` is -1 while it has none)."""

    def __init__(self, work: Callable[[T], R]) -> None:
        context = multiprocessing.get_context("spawn")  # no threads or locks are inherited
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, work), daemon=True)
        self.process.start()
        theirs.close()
        self.index = -1
        self.ready = False
        self.since = time.monotonic()

    def give(self, index: int, task: T) -> None:
        self.index, self.since = index, time.monotonic()
        with suppress(OSError):  # a worker that died meanwhile is found by its pipe
            self.pipe.send(task)

    def end(self, *, dying: bool = False) -> None:
        """Kill the process; with ``dying`` let it come to its own end first."""
        if dying:
            self.process.join(1.0)
        self.process.kill()
        self.process.join()
        self.pipe.close()


def run_tasks(
    work: Callable[[T], R], tasks: Sequence[T], *, jobs: int, limit: float
) -> Iterator[tuple[int, R | Failure]]:
    """Yield the index and the result of each task, in the order in which they end.

    ``work`` must be importable and its task and result picklable; ``limit`` is in seconds a
    task. Ending the iteration early ends all processes.
    """
    waiting = deque(range(len(tasks)))
    workers: list[_Worker[T, R]] = []
    try:
        while waiting or any(w.index >= 0 for w in workers):
            missing = min(jobs, len(waiting) + sum(w.index >= 0 for w in workers)) - len(workers)
            missing = min(missing, _AT_ONCE - sum(not w.ready for w in workers))
            workers += [_Worker[T, R](work) for _ in range(missing)]
            for worker in workers:
                if worker.ready and worker.index < 0 and waiting:
                    index = waiting.popleft()
                    worker.give(index, tasks[index])
            yield from _collect(workers, limit)
    finally:
        for worker in workers:
            worker.end()


def _collect(workers: list[_Worker[T, R]], limit: float) -> Iterator[tuple[int, R | Failure]]:
    """Wait until something happens; drop workers that are gone from the list."""
    ends = [w.since + (limit if w.index >= 0 else _STARTING) for w in _busy(workers)]
    left = max(0.0, min(ends) - time.monotonic()) if ends else _LONGEST_WAIT
    wait([w.pipe for w in workers], min(left, _LONGEST_WAIT))
    for worker in list(workers):
        held = worker.index
        seconds = time.monotonic() - worker.since
        if worker.pipe.poll():
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                workers.remove(worker)
                worker.end(dying=True)
                code = worker.process.exitcode
                if not worker.ready:
                    raise RuntimeError(f"a worker process ended while starting ({code})") from None
                if held >= 0:
                    yield held, Failure(f"the process ended: {_exit_reason(code)}", seconds)
                continue
            if not worker.ready:
                worker.ready = True
            else:
                worker.index = -1
                yield held, answer
        elif held >= 0 and seconds > limit:
            workers.remove(worker)
            worker.end()
            yield held, no_answer(limit, seconds)
        elif not worker.ready and seconds > _STARTING:
            raise RuntimeError("a worker process does not start")


def _busy(workers: Sequence[_Worker[T, R]]) -> list[_Worker[T, R]]:
    return [w for w in workers if w.index >= 0 or not w.ready]


def _exit_reason(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name} (out of memory?)" if name == "SIGKILL" else name


def _serve(pipe: Connection, work: Callable[[T], R]) -> None:
    """Answer tasks until the pipe closes. Ctrl-C is for the parent to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(OSError):  # the parent is gone, and so are we in a moment
        pipe.send(_READY)
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        begun = time.monotonic()
        answer: R | Failure
        try:
            answer = work(task)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            answer = Failure(reason, time.monotonic() - begun)
        with suppress(OSError):
            pipe.send(answer)


def _end_with_parent() -> None:
    """Wait for the end of the parent, however it comes, and end this process in the same moment."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
