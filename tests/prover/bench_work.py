"""Work for processes that go wrong; a module of its own, so that they can import it."""

from __future__ import annotations

import os
import signal
import time

from porism.prover.bench.workers import run_tasks


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
        case "tell and hang":
            print(os.getpid(), flush=True)
            time.sleep(600)
    return task.upper()


if __name__ == "__main__":  # a parent whose workers hang; its end is up to the test
    list(run_tasks(work, ["tell and hang"] * 2, jobs=2, limit=1e12))
