"""How long this machine may take: limits that only guard against hanging grow with its load.

No test asserts that something is fast. A test that would hang is ended by pytest-timeout; its limit
is the one that is written down times :func:`patience`.
"""

from __future__ import annotations

import hashlib
import os
import time
from functools import cache

__all__ = ["patience"]

_BYTES = bytes(8_000_000)
_REFERENCE = 0.02  # seconds to hash them on the machine for which the limits were written
_MOST = 3.0  # a test that hangs must not use up the time of all the others


@cache
def patience() -> float:
    """Return by how much this machine, as busy as it is now, is slower than the one in mind."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        hashlib.sha1(_BYTES, usedforsecurity=False).digest()
        times.append(time.perf_counter() - begun)
    slow = min(times) / _REFERENCE
    busy = os.getloadavg()[0] / (os.cpu_count() or 1) if hasattr(os, "getloadavg") else 1.0
    return min(max(1.0, slow) * max(1.0, busy), _MOST)
