"""The commands as a user types them: in processes of their own, which can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PROBLEMS = ROOT / "problems" / "tutorial.txt"

# One thread for PyTorch: more than there are free cores wait for each other.
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}


class Ran(NamedTuple):
    """What a command left behind."""

    status: int
    out: str
    err: str


def program(*arguments: object) -> list[str]:
    """Return the words that run ``porism`` with these arguments."""
    return [sys.executable, "-m", "porism", *map(str, arguments)]


def porism(*arguments: object, limit: int | None = None) -> Ran:
    """Run a command to its end; ``limit`` bounds the size of the files it writes, in bytes.

    No command may end in a traceback or call itself defective, whatever it is given.
    """
    words = program(*arguments)
    if limit is not None:
        bound = "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, "
        bound += f"({limit}, {limit})); sys.argv[0] = 'porism'; "
        bound += "runpy.run_module('porism', run_name='__main__')"
        words = [sys.executable, "-c", bound, *map(str, arguments)]
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=ENVIRONMENT,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "defect" not in done.stderr, done.stderr
    return Ran(done.returncode, done.stdout, done.stderr)


def started(*arguments: object) -> subprocess.Popen[str]:
    """Start a command and return its process."""
    return subprocess.Popen(
        program(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=ENVIRONMENT,
    )


def wait_until(is_so: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait until something is so while a process runs; fail when the process ends before."""
    while not is_so():
        if process.poll() is not None:
            out, err = process.communicate()
            pytest.fail(f"it ended before it could be disturbed:\n{out}\n{err}")
        time.sleep(0.1)
