"""``python -m porism`` is the command ``porism``."""

from __future__ import annotations

import sys

__all__ = ["run"]


def run() -> int:
    """Load the program and run it; a Ctrl-C while it is loaded ends it without a traceback."""
    try:
        from porism.prover.cli.main import main

        return main()
    except KeyboardInterrupt:
        print("porism: interrupted", file=sys.stderr)
        return 130


if __name__ == "__main__":  # not in the worker processes, which import this module once more
    sys.exit(run())
