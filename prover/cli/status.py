"""With which status the commands end; docs/cli.md has the table."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

__all__ = ["ExitStatus", "worst"]


class ExitStatus(IntEnum):
    """What the exit status of a command says. ``sysexits.h`` has 70, the shells have 130."""

    SUCCESS = 0
    """Proved, accepted, drawn, or come to its end."""
    OPEN = 1
    """No proof was found within the budget."""
    REJECTED = 1
    """The checker does not accept the proof."""
    BAD_INPUT = 2
    """Bad input or usage, premises without a figure, or a system that refuses (a full disk)."""
    REFUTED = 3
    """The goal fails in every figure."""
    PROVED_FOR_CONFIGURATION = 4
    """Proved for one configuration, which is told; the statement allows others."""
    DEFECT = 70
    """A defect of the program."""
    INTERRUPTED = 130
    """Ended by Ctrl-C."""


_WORST_FIRST = (
    ExitStatus.REFUTED,
    ExitStatus.BAD_INPUT,
    ExitStatus.OPEN,  # which is also that of rejected proofs
    ExitStatus.PROVED_FOR_CONFIGURATION,
    ExitStatus.SUCCESS,
)


def worst(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """Return the status of several problems or proofs: that of the one farthest from proved."""
    return min(statuses, key=_WORST_FIRST.index, default=ExitStatus.SUCCESS)
