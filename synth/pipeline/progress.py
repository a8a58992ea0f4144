"""How far the work is: a line that moves on a terminal, and comes now and then elsewhere."""

from __future__ import annotations

import time

from rich.console import Console

from porism.synth.pipeline.manifest import Manifest

__all__ = ["Progress"]

_EVERY = 30.0  # seconds between lines where there is no terminal


class Progress:
    """Reports on a run, to standard error."""

    def __init__(self, goal: str, begun_with: int, *, quiet: bool = False) -> None:
        """``goal`` says what is wanted; ``begun_with`` rows were there before."""
        self._quiet = quiet
        self._goal = goal
        self._begun_with = begun_with
        self._start = self._last = time.monotonic()
        console = Console(highlight=False, stderr=True)
        self._console = console
        self._status = console.status(goal) if console.is_terminal and not quiet else None
        if self._status:
            self._status.start()

    def show(self, manifest: Manifest, pending: int, blocks: int, workers: int) -> None:
        """Say where the run stands: ``pending`` rows in ``blocks`` blocks are not merged yet."""
        now = time.monotonic()
        if self._quiet or (not self._status and now - self._last < _EVERY):
            return
        self._last = now
        elapsed = now - self._start
        rows = manifest.rows + pending
        text = (
            f"{self._goal}: {manifest.rows:,} theorems, {manifest.with_aux:,} with auxiliary "
            f"points; {pending:,} more in {blocks} blocks; "
            f"{_rate(rows - self._begun_with, elapsed)}, {elapsed:.0f} s, "
            f"{workers} workers"
        )
        if self._status:
            self._status.update(text)
        else:
            self._console.file.write(text + "\n")
            self._console.file.flush()

    def close(self) -> None:
        """Take the line away."""
        if self._status:
            self._status.stop()


def _rate(rows: int, seconds: float) -> str:
    rate = rows / max(seconds, 1e-9)
    return f"{rate:.0f} a second" if rate >= 1 or not rows else f"{3600 * rate:.0f} an hour"
