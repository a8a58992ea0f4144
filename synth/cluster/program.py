"""Which program a machine runs: all of a cluster must run the same, or rows would differ."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

__all__ = ["difference", "program"]

_PACKAGES = ("geometry", "ddar", "synth", "prover")
_KINDS = (".py", ".txt", ".toml")


@cache
def program() -> str:
    """Return the version of this program, and a fingerprint of its Python files and tables."""
    try:
        number = version("porism")
    except PackageNotFoundError:
        number = "unknown"
    digest = hashlib.sha256()
    for package in _PACKAGES:
        found = find_spec(f"porism.{package}")
        for folder in sorted((found and found.submodule_search_locations) or ()):
            for file in sorted(Path(folder).rglob("*")):
                if file.suffix in _KINDS and file.is_file():
                    digest.update(file.relative_to(folder).as_posix().encode())
                    digest.update(file.read_bytes())
    return f"{number} ({digest.hexdigest()[:8]}, Python {platform.python_version()})"


def difference(ours: str, node: str, theirs: str) -> str | None:
    """Return what is to be said of a node that runs another program; None where it is the same.

    Python's last number may differ: ``ours`` and ``theirs`` are what :func:`program` returns.
    """
    if ours.rpartition(".")[0] == theirs.rpartition(".")[0]:
        return None
    return (
        f"the node {node} runs porism {theirs}, this machine {ours}; "
        "install the same wheel on all of them"
    )
