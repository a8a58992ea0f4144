"""The same problem, seed and version: the same proof, to the byte, in every process."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.geometry.corpora import ROOT


def proofs(hash_seed: str, threads: int) -> bytes:
    """Return what a fresh process prints; ``hash_seed`` sets the order of its sets of texts."""
    return subprocess.run(
        [sys.executable, "-m", "tests.prover.print_proofs", str(threads)],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
    ).stdout


def test_proofs_are_the_same_in_every_process() -> None:
    first = proofs("0", 1)
    assert first.count(b'"schema": 1') > 15
    assert b'"auxiliary": ["' in first, "one is found by search"
    assert b'"rules": ["rule pappus"' in first
    assert proofs("4242", 3) == first
