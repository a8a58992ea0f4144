"""What the command line says: results to standard output, everything else to standard error.

On a terminal there is colour and a line that moves; elsewhere plain lines, now and then.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.text import Text

from porism.geometry.printing import printable, shortened
from porism.prover.outcome import Progress, Report

__all__ = ["complain", "note", "say", "use_utf8", "working"]

_LONGEST = 10_000  # characters of a message; nobody reads more
_EVERY = 10.0  # seconds between two plain progress lines
_PHASES = {
    "figure": "drawing a figure",
    "closure": "closing the figure",
    "network": "loading the network",
    "sweep": "trying one auxiliary point",
    "rollouts": "trying several auxiliary points",
    "proof": "writing the proof",
    "check": "writing and checking the proof",
    "rewrite": "making the proof shorter",
}


def use_utf8() -> None:
    """Print UTF-8 wherever we are: proofs are full of angle and parallel signs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() != "utf-8":
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str = "", style: str = "") -> None:
    """Print to standard output, in ``style`` (of rich) on a terminal; nothing is wrapped."""
    _print(Console(highlight=False), text, style)


def note(text: str, style: str = "dim") -> None:
    """Print a remark to standard error."""
    _print(Console(highlight=False, stderr=True), shortened(text, _LONGEST), style)


def complain(text: str) -> None:
    """Print an error to standard error."""
    console = Console(highlight=False, stderr=True)
    _print(console, "porism: ", "bold red", end="")
    _print(console, shortened(text, _LONGEST), "")


def _print(console: Console, text: str, style: str, end: str = "\n") -> None:
    text = printable(text)
    try:
        if console.is_terminal:
            console.print(Text(text, style=style), soft_wrap=True, end=end)
        else:
            console.file.write(text + end)
            console.file.flush()
    except OSError as error:
        _abandon(console, error)


def _abandon(console: Console, error: OSError) -> None:
    """Print no more to a stream that takes nothing; the exit status still tells the verdict.

    A reader who has closed a pipe wants no more. Everybody else is told, where that can be.
    """
    stream = sys.stderr if console.stderr else sys.stdout
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())  # also for what is still in the stream's buffer
        os.close(nowhere)
    if not console.stderr and not isinstance(error, BrokenPipeError):
        complain(f"cannot write to standard output: {(error.strerror or str(error)).lower()}")


@contextmanager
def working(name: str, *, quiet: bool = False) -> Iterator[Report | None]:
    """Show what a run is doing while the block lasts; yields what to hand it as ``progress``."""
    if quiet:
        yield None
        return
    console = Console(highlight=False, stderr=True)
    if not console.is_terminal:
        yield _PlainLines(name)
        return
    name = printable(name)
    with console.status(Text(name)) as status:
        # The line is cut by hand: rich would wrap it, and a moving paragraph is no pleasure.
        yield lambda progress: status.update(
            _cut(printable(f"{name}: {_describe(progress)}"), console.width - 4)
        )


def _cut(text: str, width: int) -> Text:
    return Text(text if len(text) <= width else text[: width - 1] + "…")


class _PlainLines:
    """Progress as lines, the first one only when there has been something to wait for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self.last >= _EVERY:
            self.last = now
            note(f"{self.name}: {_describe(progress)}")


def _describe(progress: Progress) -> str:
    parts = [_PHASES.get(progress.phase, progress.phase), f"{progress.seconds:.0f} s"]
    if progress.attempts:
        parts.append(f"{progress.attempts:,} tried ({progress.rate:.0f} a second)")
    if progress.trying:
        parts.append(progress.trying)
    return ", ".join(parts)
