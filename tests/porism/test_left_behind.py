"""The command ends although a thread is still at work, with its status and all that it printed."""

from __future__ import annotations

import subprocess
import sys

_CHILD = """
import sys, time
from porism.__main__ import _ended
from porism.prover.search.aside import Aside
Aside(lambda: True).begin(lambda: time.sleep(600))
print("told")
sys.exit(_ended(4))
"""


def test_the_command_ends_at_once_with_its_status() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (4, "told\n", "")
