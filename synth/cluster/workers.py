"""The cores of a cluster as those who make blocks."""

from __future__ import annotations

from porism.geometry.errors import PorismError
from porism.synth.cluster.tasks import Lost, Tasks
from porism.synth.pipeline.blocks import Job, make

__all__ = ["ClusterWorkers"]

_DEATHS = 3  # blocks that are given up, without one in between that comes, until the run is


class ClusterWorkers:
    """Makes blocks wherever there is room. Ray repeats those whose node died."""

    def __init__(self, job: Job) -> None:
        """This process must be connected (:func:`~porism.synth.cluster.connect.connected`)."""
        self._tasks: Tasks[bytes] = Tasks(make, job)
        self._deaths = 0

    @property
    def size(self) -> int:
        """The cores of all nodes that are there now."""
        return self._tasks.size

    def submit(self, block: int) -> None:
        """Ask for a block."""
        self._tasks.submit(block, f"porism synth block {block}", block)

    def finished(self, seconds: float) -> list[tuple[int, bytes]]:
        """Return the blocks that have come; ask again for those that were lost."""
        found = []
        for block, answer in self._tasks.finished(seconds):
            if not isinstance(answer, Lost):
                found.append((block, answer))
                self._deaths = 0
                continue
            self._deaths += 1
            if self._deaths >= _DEATHS:
                raise PorismError(
                    f"the cluster does not make block {block}: {answer.reason}; what is finished "
                    "is kept"
                )
            self.submit(block)
        return found

    def close(self, *, at_once: bool) -> None:
        """Call off what is not finished."""
        self._tasks.cancel()
