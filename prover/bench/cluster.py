"""Problems on a Ray cluster instead of processes of this machine, with the same answers.

The caller is connected (:func:`porism.synth.cluster.connect.connected`).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from porism.prover.bench.workers import Failure, no_answer
from porism.synth.cluster.tasks import Lost, Tasks

__all__ = ["run_on_cluster"]

T = TypeVar("T")
R = TypeVar("R")

_TICK = 1.0  # seconds between two looks at those that overstay their limit


def run_on_cluster(
    work: Callable[[T], R],
    tasks: Sequence[T],
    *,
    limit: float,
    cores: int,
    name: Callable[[T], str],
) -> Iterator[tuple[int, R | Failure]]:
    """Do what :func:`porism.prover.bench.workers.run_tasks` does, as many at a time as there is
    room for, each on so many ``cores`` of one node; ``name`` is for Ray's dashboard.
    """
    pool: Tasks[R | Failure] = Tasks(_answer, work, cores)
    waiting = deque(range(len(tasks)))
    since: dict[int, float] = {}
    try:
        while waiting or since:
            while waiting and len(since) < pool.size:
                index = waiting.popleft()
                since[index] = time.monotonic()
                pool.submit(index, f"porism bench {name(tasks[index])}", tasks[index])
            for index, answer in pool.finished(_TICK):
                seconds = time.monotonic() - since.pop(index)
                yield index, Failure(answer.reason, seconds) if isinstance(answer, Lost) else answer
            for index in [k for k, begun in since.items() if time.monotonic() - begun > limit]:
                pool.cancel(index)
                yield index, no_answer(limit, time.monotonic() - since.pop(index))
    finally:
        pool.cancel()


def _answer(work: Callable[[T], R], task: T) -> R | Failure:
    begun = time.monotonic()
    try:
        return work(task)
    except Exception as error:  # a defect of this problem alone, as in a process of this machine
        return Failure(f"{type(error).__name__}: {error}", time.monotonic() - begun)
