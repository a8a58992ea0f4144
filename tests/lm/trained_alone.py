"""``porism train`` as a process of torchrun; fails if a thread of the group outlives the training.

Such a thread may ask for the interpreter when that has gone, which aborts the process.
"""

from __future__ import annotations

import sys
from pathlib import Path

from porism.prover.cli.main import main

_TASKS = Path("/proc/self/task")  # Linux; elsewhere nothing is looked at


def _left() -> list[str]:
    names = [(task / "comm").read_text().strip() for task in _TASKS.glob("*")]
    return [name for name in names if "gloo" in name]


if __name__ == "__main__":
    status = main(["train", *sys.argv[1:]])
    if left := _left():
        sys.exit(f"threads of the process group are left: {left}")
    sys.exit(status)
