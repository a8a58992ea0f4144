"""Problem files for tests: our own, which are always there, and published ones, which may not be.

What a test claims is shown on our own files. The published ones belong to other projects and are
an addition: a test that reads one is marked with :func:`needs`, and ``tests/conftest.py`` leaves
it out where the file is absent. ``make corpora`` fetches those that can be fetched.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

__all__ = ["CORPORA", "OURS", "ROOT", "corpora", "find", "needs", "published"]

ROOT = Path(__file__).resolve().parents[2]
OURS = tuple(sorted((ROOT / "problems").glob("*.txt")))
CORPORA = {"imo_ag_30.txt": 30, "jgex_ag_231.txt": 231, "ag2_public_26.txt": 26}
"""The published files of problems, and how many each holds."""


def _folders() -> tuple[Path, ...]:
    """Return where published files are looked for; ``PORISM_CORPORA`` names another folder."""
    named = os.environ.get("PORISM_CORPORA")
    if named is not None:
        return (Path(named),) if named else ()
    return (ROOT / "corpora", ROOT.parent / "shared" / "benchmarks")


def find(name: str) -> Path | None:
    """Return where a published file lies, or None."""
    return next((path for path in (f / name for f in _folders()) if path.is_file()), None)


def published(name: str) -> Path:
    """Return the path of a published file, for a test that is marked to need it."""
    path = find(name)
    assert path is not None, f"{name} is not here: mark the test with needs({name!r})"
    return path


def needs(*names: str) -> pytest.MarkDecorator:
    """Mark a test that reads these published files."""
    return pytest.mark.published(*names)


def corpora() -> list[object]:
    """Return all problem files as parameters of a test, the published ones marked."""
    folder = _folders()[0] if _folders() else ROOT
    return [
        *(pytest.param(path, id=path.stem) for path in OURS),
        *(
            pytest.param(find(name) or folder / name, id=f"published-{name}", marks=needs(name))
            for name in CORPORA
        ),
    ]
