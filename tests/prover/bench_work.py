"""Work for processes that go wrong; a module of its own, so that they can import it."""

from __future__ import annotations

import os
import signal
import time


def work(task: str) -> str:
    """Do what the task says."""
    match task:
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(7)
        case "raise":
            raise ValueError("no")
        case "hang":
            time.sleep(600)
    return task.upper()
