"""The bounds of the studio, with their reasons, and what its owner chooses."""

from __future__ import annotations

from dataclasses import dataclass

from porism.geometry.limits import MOST_BYTES_OF_PROBLEMS, MOST_BYTES_OF_PROOF

__all__ = [
    "LONGEST_TEXT",
    "MOST_BYTES_OF_REQUEST",
    "MOST_BYTES_OF_UPLOAD",
    "QUICK_SECONDS",
    "Settings",
    "is_loopback",
]

LONGEST_TEXT = 20_000
"""Characters of a statement that is typed; the longest published one has 2,000."""

MOST_BYTES_OF_REQUEST = 256 << 10
"""Of every request but an upload: a statement and the places of its points."""

MOST_BYTES_OF_UPLOAD = max(MOST_BYTES_OF_PROBLEMS, MOST_BYTES_OF_PROOF)
"""Of a file; the readers of problems and of proofs have their own bounds below it."""

QUICK_SECONDS = 12.0
"""For reading a statement, drawing it and listing the problems of a file. A figure mostly takes
some milliseconds; drawing gives up after ten seconds by itself."""


@dataclass(frozen=True)
class Settings:
    """How the studio is served.

    ``names`` are host names under which it may be asked for, besides localhost and numbers.
    ``solves`` run at once, each in a process of its own; ``waiting`` more may queue. ``budget`` is
    the longest a solve may take, in seconds, ``memory`` the most a worker may take, in MiB.
    ``kept`` is how many MiB of results are held for download; the oldest go first.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    solves: int = 2
    waiting: int = 8
    threads: int = 1
    budget: float = 300.0
    memory: int = 3072
    kept: int = 64


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches a server that listens there."""
    return host == "localhost" or host == "::1" or host.startswith("127.")
