"""Tasks on a cluster: asked for, waited for, tried again where a worker or a node has died."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import ray

from porism.geometry.errors import InputError, PorismError
from porism.synth.cluster.program import difference, program

__all__ = ["Lost", "Tasks"]

R = TypeVar("R")

_RETRIES = 5  # of a task whose worker or node died


@dataclass(frozen=True)
class Lost:
    """A task that has no result, and why."""

    reason: str


@dataclass(frozen=True)
class _OtherProgram:
    """The answer of a node that joined later and runs another program."""

    difference: str


class Tasks(Generic[R]):
    """Calls of one function on the cores of a cluster, numbered by the caller."""

    def __init__(self, work: Callable[..., R], common: object, cores: int = 1) -> None:
        """``work`` gets ``common``, which travels once, and then what is its own; it takes
        so many ``cores``. Raises InputError where no node has as many."""
        largest = max((n["Resources"].get("CPU", 0) for n in ray.nodes() if n["Alive"]), default=0)
        if largest < cores:
            raise InputError(f"no node of the cluster has {cores} cores; ask for fewer --threads")
        self._common = ray.put(common)
        self._work: Any = ray.remote(_call)
        self._options = {"num_cpus": cores, "max_retries": _RETRIES}
        self._function = work
        self._cores = cores
        self._running: dict[Any, int] = {}

    @property
    def size(self) -> int:
        """How many tasks the cluster has room for now; nodes come and go."""
        return max(1, int(ray.cluster_resources().get("CPU", 1)) // self._cores)

    def submit(self, number: int, name: str, argument: object) -> None:
        """Ask for a result; ``name`` is what Ray's dashboard calls the task."""
        call = self._work.options(name=name, **self._options)
        self._running[call.remote(program(), self._function, self._common, argument)] = number

    def finished(self, seconds: float | None) -> list[tuple[int, R | Lost]]:
        """Wait at most so long, and return what has come.

        Raises PorismError where a node turns out to run another program.
        """
        if not self._running:
            return []
        waiting = list(self._running)
        done, _ = ray.wait(waiting, num_returns=1, timeout=seconds)
        more, _ = ray.wait(waiting, num_returns=len(waiting), timeout=0)
        return [self._result(ref) for ref in dict.fromkeys((*done, *more))]

    def _result(self, ref: Any) -> tuple[int, R | Lost]:
        number = self._running.pop(ref)
        try:
            answer = ray.get(ref)
        except ray.exceptions.RayTaskError as error:
            cause = getattr(error, "cause", None)
            return number, Lost(f"{type(cause or error).__name__}: {cause or error}")
        except ray.exceptions.RayError as error:
            first = str(error).strip().splitlines() or [""]
            return number, Lost(f"{type(error).__name__}: {first[0]}")
        if isinstance(answer, _OtherProgram):
            raise PorismError(answer.difference)
        return number, answer

    def cancel(self, number: int | None = None) -> None:
        """End one task, or all, in the middle; nobody waits for them any more."""
        for ref in [r for r, k in self._running.items() if number is None or k == number]:
            del self._running[ref]
            with suppress(ray.exceptions.RayError, ValueError):
                ray.cancel(ref, force=True)


def _call(ours: str, work: Callable[..., R], common: object, argument: object) -> R | _OtherProgram:
    """Do the work on a node, if it runs the program of those who ask."""
    said = difference(ours, ray.util.get_node_ip_address(), program())
    return work(common, argument) if said is None else _OtherProgram(said)
