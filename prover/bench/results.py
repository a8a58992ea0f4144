"""Results of benchmark runs as JSON lines: one problem a line, appended as they come.

The keys are those of ``docs/cli.md``. A file that a run was killed in the middle of writing can
be read: its last line is left out, and the next run writes over it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO, get_args

from porism.geometry.errors import InputError
from porism.geometry.files import read_text, unreadable
from porism.geometry.limits import MOST_BYTES_OF_RESULTS
from porism.prover.outcome import PROVED, Status

__all__ = ["STATUSES", "Result", "open_results", "read_results"]

STATUSES: tuple[Status, ...] = get_args(Status)

_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "problem": str,
    "status": str,
    "seconds": (int, float),
    "engine_seconds": (int, float),
    "attempts": int,
    "aux": list,
    "steps": int,
    "checked": bool,
    "seed": int,
    "version": str,
}
_NUMBERS = ("seconds", "engine_seconds", "attempts", "steps", "memory_mb", "budget")
_LARGEST = 10**12  # of seconds, attempts, steps and MiB


@dataclass(frozen=True)
class Result:
    """What came of one problem.

    ``aux`` are the auxiliary constructions the proofs use, ``steps`` the derived steps of all
    proofs, ``message`` says what went wrong or was left open. ``phases`` (seconds) and
    ``memory_mb`` are there when they were asked for.
    """

    problem: str
    status: Status
    seconds: float
    engine_seconds: float = 0.0
    attempts: int = 0
    aux: tuple[str, ...] = ()
    steps: int = 0
    checked: bool = False
    seed: int = 0
    version: str = ""
    message: str = ""
    phases: Mapping[str, float] = field(default_factory=dict)
    memory_mb: float = 0.0
    proposer: str = ""
    budget: float = 0.0

    def to_line(self) -> str:
        """Write the JSON line, without the line break."""
        row: dict[str, object] = {key: getattr(self, key) for key in _KEYS}
        row["seconds"] = round(self.seconds, 4)
        row["engine_seconds"] = round(self.engine_seconds, 4)
        row["proposer"], row["budget"] = self.proposer, self.budget
        if self.status != "proved" and self.message:
            row["message"] = self.message
        if self.phases:
            row["phases"] = {name: round(value, 4) for name, value in self.phases.items()}
            row["memory_mb"] = round(self.memory_mb, 1)
        return json.dumps(row, ensure_ascii=False)


def read_results(path: Path) -> list[Result]:
    """Read a file of results; the last one of each problem counts.

    Raises InputError where a line is none, except for an incomplete last one.
    """
    found: dict[str, Result] = {}
    for number, line, complete in _lines(path):
        try:
            result = _result(json.loads(line))
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            if not complete:
                break
            raise InputError(f"{path}:{number}: not a result ({error})") from None
        found[result.problem] = result
    return list(found.values())


def open_results(path: Path, *, resume: bool) -> TextIO:
    """Open a file of results to append to.

    Without ``resume`` an earlier file is kept as ``NAME.old``; with it an incomplete last line
    is cut off. Raises InputError when the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not path.is_file():
            raise InputError(f"{path}: not a file to write results to")
        if path.exists() and not resume:
            path.replace(path.with_name(path.name + ".old"))
        elif path.exists():
            data = path.read_bytes()
            whole = data[: data.rfind(b"\n") + 1]
            if whole != data:
                path.write_bytes(whole)
        return path.open("a", encoding="utf-8")
    except OSError as error:
        raise unreadable(path, error) from None


def _lines(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Yield number, text, and whether the line has its end."""
    text = read_text(path, MOST_BYTES_OF_RESULTS, "a file of results")
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if line.strip():
            yield number, line, line.endswith("\n")


def _result(row: Any) -> Result:
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    for key, kind in _KEYS.items():
        if key not in row:
            raise ValueError(f"the key '{key}' is missing")
        if not isinstance(row[key], kind):
            raise ValueError(f"'{key}' is {row[key]!r}")
    if row["status"] not in STATUSES:
        raise ValueError(f"'status' is {row['status']!r}")
    if row["status"] in PROVED and not row["checked"]:
        raise ValueError(f"'status' is {row['status']!r}, but 'checked' is false")
    for key in _NUMBERS:
        value = row.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"'{key}' is {type(value).__name__}")
        if not 0 <= value <= _LARGEST:
            raise ValueError(f"'{key}' is not a number from 0 to {_LARGEST}")
    values = {key: row[key] for key in _KEYS}
    values["aux"] = tuple(str(clause) for clause in row["aux"])
    phases = {str(k): float(v) for k, v in dict(row.get("phases", {})).items()}
    if not all(0 <= value <= _LARGEST for value in phases.values()):
        raise ValueError(f"'phases' has a number that is not from 0 to {_LARGEST}")
    return Result(
        **values,
        message=str(row.get("message", "")),
        phases=phases,
        memory_mb=float(row.get("memory_mb", 0.0)),
        proposer=str(row.get("proposer", "")),
        budget=float(row.get("budget", 0.0)),
    )
