"""``python -m porism`` is the command ``porism``."""

import sys

from porism.prover.cli.main import main

if __name__ == "__main__":  # not in the worker processes, which import this module once more
    sys.exit(main())
