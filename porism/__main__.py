"""``python -m porism`` is the command ``porism``."""

from __future__ import annotations

import os
import sys
import threading

__all__ = ["run"]


def run() -> int:
    """Load the program and run it; a Ctrl-C while it is loaded ends it without a traceback."""
    try:
        from porism.prover.cli.main import main

        return _ended(main())
    except KeyboardInterrupt:
        print("porism: interrupted", file=sys.stderr)
        return 130


def _ended(status: int) -> int:
    """Return the exit status, or end at once with it where a thread was left behind at its work."""
    if threading.active_count() > 1 and _is_left_behind():
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):  # nobody reads any more
            pass
        os._exit(status)
    return status


def _is_left_behind() -> bool:
    from porism.prover.search.aside import ASIDE  # only where a thread asks for it

    return any(thread.name == ASIDE for thread in threading.enumerate())


if __name__ == "__main__":  # not in the worker processes, which import this module once more
    sys.exit(run())
