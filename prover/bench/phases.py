"""How long the phases of a run took, from what the run says on its way."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

from porism.prover.outcome import Progress, Report

__all__ = ["PhaseClock", "peak_memory_mb", "reset_peak_memory"]


class PhaseClock:
    """Adds up seconds by phase; give it to :func:`porism.prover.solve.solve` as ``progress``.

    Each call ends the phase before; what it hears is handed on to ``then``.
    """

    def __init__(self, then: Report | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self.then = then
        self._phase = ""
        self._since = 0.0

    def __call__(self, progress: Progress) -> None:
        """Note that the run is in this phase now."""
        if progress.phase != self._phase:
            self._turn(progress.phase)
        if self.then is not None:
            self.then(progress)

    def stop(self) -> Mapping[str, float]:
        """End the last phase and return the seconds of all, in the order of their beginning."""
        self._turn("")
        return self.seconds

    def _turn(self, phase: str) -> None:
        now = time.monotonic()
        if self._phase:
            self.seconds[self._phase] = self.seconds.get(self._phase, 0.0) + now - self._since
        self._phase, self._since = phase, now


def reset_peak_memory() -> None:
    """Forget the peak so far, where the system can (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        pass  # the peak is then that of the process, which is still an upper bound


def peak_memory_mb() -> float:
    """Return the most memory this process has held, in megabytes, since the last reset.

    0 where the system does not tell (neither ``/proc`` nor ``getrusage``: Windows).
    """
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    try:
        import resource
    except ModuleNotFoundError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
