"""Where the published problem files lie, when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = ROOT.parent / "shared" / "benchmarks"
CORPORA = {"imo_ag_30.txt": 30, "jgex_ag_231.txt": 231, "ag2_public_26.txt": 26}


def benchmark(name: str) -> Path:
    """Return the path of a published file; skip the test where it is absent."""
    path = BENCHMARKS / name
    if not path.exists():
        pytest.skip(f"../shared/benchmarks/{name} is not here")
    return path
