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
    if any(thread.name == "porism-aside" for thread in threading.enumerate()):
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):  # nobody reads any more
            pass
        os._exit(status)
    return status


if __name__ == "__main__":  # not in the worker processes, which import this module once more
    sys.exit(run())
