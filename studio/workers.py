"""Worker processes, from the side of the server: few at once, few waiting, none for ever.

A worker holds one task at a time and talks in lines of JSON (:mod:`porism.studio.worker`). It is
ended with its process when its task overstays its time, when nobody waits for it any more, and when
it says something that makes no sense. A task that finds no free worker waits in a queue; when the
queue is full it is refused at once.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any

__all__ = ["Busy", "Job", "Pool"]

Message = dict[str, Any]

_LONGEST_LINE = 48 << 20  # bytes a worker may say at once; results are bounded by the worker
_TASKS_OF_A_WORKER = 50  # after which it is replaced: nothing grows for ever
_STOPPING_SECONDS = 5.0  # between asking a task to stop and ending its process
_STARTING_SECONDS = 60.0  # for a process to be there, before the time of its first task begins
_KINDS = ("ready", "progress", "done", "failed")


class Busy(Exception):
    """All workers have work, and the queue is full."""


class _Worker:
    """A process that is ready, or becomes so."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.ready = False
        self.tasks = 0

    @classmethod
    async def start(cls, memory: int) -> _Worker:
        command = (sys.executable, "-m", "porism.studio.worker", str(memory))
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE
        )
        return cls(process)

    def say(self, message: Message) -> None:
        assert self.process.stdin is not None
        with suppress(OSError, RuntimeError):
            self.process.stdin.write(json.dumps(message).encode() + b"\n")

    async def hear(self) -> Message | None:
        """Return the next message; None when the process has ended, or makes no sense."""
        assert self.process.stdout is not None
        try:
            message = json.loads(await self.process.stdout.readline())
        except ValueError:  # a line too long, half a line, or none
            return None
        known = isinstance(message, dict) and message.get("kind") in _KINDS
        return message if known else None

    async def ended(self) -> None:
        """Wait until the process has ended and its pipes are closed."""
        with suppress(OSError, ValueError):
            await self.process.communicate()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()


class Job:
    """One task: :meth:`messages` runs it, :meth:`stop` asks it to come to an end."""

    def __init__(self, pool: Pool, task: Message, seconds: float) -> None:
        self.pool = pool
        self.task = task
        self.seconds = seconds
        self.stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask the task to end with what it has. If it does not, its process is ended."""
        self.stopping.set()

    async def messages(self) -> AsyncGenerator[Message, None]:
        """Yield what the task says; the last message is ``done`` or ``failed``.

        While the task waits, ``waiting`` messages tell how many are before it. Closing the iterator
        early ends the task with its process. Raises Busy.
        """
        place = self.pool.enter()
        try:
            while not place.done():
                yield {"kind": "waiting", "before": self.pool.before(place)}
                await asyncio.wait([place], timeout=1.0)
                if self.stopping.is_set():
                    yield {"kind": "failed", "error": "stopped before it began"}
                    return
            worker = await self.pool.take()
            clean = False
            try:
                async with aclosing(self._run(worker)) as said:
                    async for message in said:
                        clean = message["kind"] == "done"
                        yield message
            finally:
                self.pool.give(worker, clean=clean)
        finally:
            self.pool.leave(place)

    async def result(self) -> Message:
        """Return the last message only."""
        last: Message = {"kind": "failed", "error": "no answer"}
        async with aclosing(self.messages()) as said:
            async for message in said:
                last = message
        return last

    async def _run(self, worker: _Worker) -> AsyncGenerator[Message, None]:
        worker.say(self.task)
        end = time.monotonic() + self.seconds + (0.0 if worker.ready else _STARTING_SECONDS)
        stopping = asyncio.ensure_future(self.stopping.wait())
        heard = asyncio.ensure_future(worker.hear())
        told = False
        try:
            while True:
                waited = {heard} if told else {heard, stopping}
                left = max(0.0, end - time.monotonic())
                await asyncio.wait(waited, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                if heard.done():
                    message = heard.result()
                    if message is None:
                        yield {"kind": "failed", "error": await _how_it_ended(worker)}
                        return
                    if message["kind"] == "ready":
                        worker.ready = True
                        end = min(end, time.monotonic() + self.seconds)
                    else:
                        yield message
                        if message["kind"] != "progress":
                            return
                    heard = asyncio.ensure_future(worker.hear())
                elif stopping.done() and not told:
                    told = True
                    worker.say({"kind": "stop"})
                    end = min(end, time.monotonic() + _STOPPING_SECONDS)
                elif time.monotonic() >= end:
                    what = "stopped" if told else f"no answer within {self.seconds:.0f} seconds"
                    yield {"kind": "failed", "error": f"{what}; the process was ended"}
                    return
        finally:
            stopping.cancel()
            heard.cancel()


async def _how_it_ended(worker: _Worker) -> str:
    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(worker.process.wait(), 1.0)
    how = "said nothing more" if worker.process.returncode is None else "ended"
    return f"the worker's process {how}: most likely the problem takes more memory than it may"


class Pool:
    """At most ``size`` tasks at once, each within ``memory`` MiB; ``waiting`` more in a queue."""

    def __init__(self, size: int, waiting: int, memory: int) -> None:
        self.size = size
        self.waiting = waiting
        self.memory = memory
        self.running = 0
        self.queue: deque[asyncio.Future[None]] = deque()
        self.idle: list[_Worker] = []
        self.all: set[_Worker] = set()
        self.ending: set[asyncio.Future[None]] = set()

    def job(self, task: Message, seconds: float) -> Job:
        """Return a task that may take ``seconds`` once it has begun."""
        return Job(self, task, seconds)

    @property
    def full(self) -> bool:
        """Whether a task would find no place, not even in the queue."""
        return self.running >= self.size and len(self.queue) >= self.waiting

    def enter(self) -> asyncio.Future[None]:
        """Take a place in the queue, or at once where one is free. Raises Busy."""
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self.full:
            raise Busy
        if self.running < self.size:
            self.running += 1
            place.set_result(None)
        else:
            self.queue.append(place)
        return place

    def before(self, place: asyncio.Future[None]) -> int:
        """Return how many are before a place in the queue."""
        return self.queue.index(place) if place in self.queue else 0

    def leave(self, place: asyncio.Future[None]) -> None:
        """Give a place up, and let the next one begin if it had begun."""
        if not place.done():
            self.queue.remove(place)
            place.cancel()
            return
        if self.queue:
            self.queue.popleft().set_result(None)
        else:
            self.running -= 1

    async def take(self) -> _Worker:
        """Return a worker that is free, started if need be."""
        while self.idle:
            worker = self.idle.pop()
            if worker.process.returncode is None:
                return worker
            self.all.discard(worker)
        worker = await _Worker.start(self.memory)
        self.all.add(worker)
        return worker

    def give(self, worker: _Worker, *, clean: bool) -> None:
        """Take a worker back; one that did not finish its task is ended."""
        worker.tasks += 1
        if clean and worker.tasks < _TASKS_OF_A_WORKER:
            self.idle.append(worker)
            return
        self.all.discard(worker)
        worker.kill()  # at once: what awaits here may have been cancelled
        self._bury(worker)

    def _bury(self, worker: _Worker) -> None:
        """See a process to its end, pipes included."""
        task = asyncio.ensure_future(worker.ended())
        self.ending.add(task)
        task.add_done_callback(self.ending.discard)

    async def close(self) -> None:
        """End all processes."""
        for worker in self.all:
            worker.kill()
            self._bury(worker)
        self.all.clear()
        self.idle.clear()
        await asyncio.gather(*self.ending, return_exceptions=True)
