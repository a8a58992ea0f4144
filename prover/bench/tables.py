"""Results as tables of plain text, our own and beside the published ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from porism.geometry.errors import InputError
from porism.geometry.files import os_reason, tomllib
from porism.prover.bench.results import STATUSES, Result
from porism.prover.outcome import PROVED

__all__ = [
    "Published",
    "System",
    "compare_table",
    "grid",
    "load_published",
    "phase_table",
    "summary_table",
]

_PUBLISHED = Path(__file__).parent / "published.toml"


def grid(rows: Sequence[Sequence[str]], *, right: Iterable[int] = (), indent: str = "  ") -> str:
    """Lay out rows in columns, the first row being the head; columns in ``right`` are numbers."""
    numbers = set(right)
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if i in numbers else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((indent + "  ".join(cells)).rstrip())
    lines.insert(1, indent + "  ".join("-" * width for width in widths))
    return "\n".join(lines) + "\n"


def summary_table(results: Sequence[Result]) -> str:
    """Count results by status, with median and maximum of seconds, in all and in the engine."""
    rows = [["status", "problems", "median s", "max s", "engine median s", "engine max s"]]
    for status in STATUSES:
        found = [r for r in results if r.status == status]
        seconds = _spread([r.seconds for r in found], 2)
        engine = _spread([r.engine_seconds for r in found], 4)
        rows.append([status, str(len(found)), *seconds, *engine])
    table = grid(rows, right=range(1, 6))
    proved = [r for r in results if r.status in PROVED]
    lines = [f"solved {len(proved)}/{len(results)}"]
    narrow = sum(r.status == "proved_for_configuration" for r in proved)
    if narrow:
        lines.append(f"{len(proved) - narrow} in every configuration and {narrow} in one")
    if proved:
        lines.append(f"{sum(bool(r.aux) for r in proved)} with auxiliary points")
        lines.append(f"proofs of {median(r.steps for r in proved):.0f} steps (median)")
    unchecked = sum(not r.checked for r in proved)
    if unchecked:
        lines.append(f"{unchecked} NOT CHECKED")
    return f"{table}\n  {', '.join(lines)}\n"


def phase_table(results: Sequence[Result], phases: Sequence[str]) -> str:
    """Show median and maximum of each phase, and the memory; results without phases are left out.

    The median is over the problems that came to the phase at all.
    """
    timed = [r for r in results if r.phases]
    if not timed:
        return "  no timings of phases\n"
    rows = [["phase", "problems", "median ms", "max ms", "slowest"]]
    for phase in phases:
        found = [(r.phases.get(phase, 0.0), r.problem) for r in timed]
        came = [(value, name) for value, name in found if value > 0]
        spread = _spread([value * 1000 for value, _ in came], 1)
        rows.append([phase, str(len(came)), *spread, max(came)[1] if came else ""])
    peak = max(timed, key=lambda r: r.memory_mb)
    memory = f"peak memory {peak.memory_mb:.0f} MB ({peak.problem}), median "
    memory += f"{median(r.memory_mb for r in timed):.0f} MB"
    return f"{grid(rows, right=(1, 2, 3))}\n  {memory}\n"


def _spread(values: Sequence[float], digits: int) -> list[str]:
    """Return median and maximum, written out."""
    if not values:
        return ["-", "-"]
    return [f"{value:.{digits}f}" for value in (median(values), max(values))]


# --- beside the published figures --------------------------------------------------------------


@dataclass(frozen=True)
class System:
    """A published system: problems solved by benchmark, in what way, and who says so."""

    name: str
    method: str
    network: str
    solved: Mapping[str, float]
    compute: str
    source: str


@dataclass(frozen=True)
class Published:
    """What ``published.toml`` holds: sizes of the benchmarks, and the systems."""

    problems: Mapping[str, int]
    systems: tuple[System, ...]


def load_published(path: Path | None = None) -> Published:
    """Read the published figures; InputError where the file is not."""
    file = path or _PUBLISHED
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return Published(
            {key: int(row["problems"]) for key, row in data["benchmarks"].items()},
            tuple(_system(row) for row in data["systems"]),
        )
    except OSError as error:
        reason = os_reason(error)
        raise InputError(f"cannot read the published figures in {file}: {reason}") from None
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{file}: {error}") from None


def _system(row: Mapping[str, Any]) -> System:
    if row["method"] not in ("deduction", "search", "people"):
        raise ValueError(f"method {row['method']!r} of {row['name']}")
    return System(
        str(row["name"]),
        str(row["method"]),
        str(row.get("network", "none")),
        {str(k): float(v) for k, v in row["solved"].items()},
        str(row.get("compute", "")),
        str(row["source"]),
    )


def compare_table(published: Published, benchmark: str, ours: Sequence[Result], label: str) -> str:
    """Rank the published results on ``benchmark`` and ours, which is named ``label``."""
    size = published.problems[benchmark]
    solved = sum(r.status in PROVED for r in ours)
    narrow = sum(r.status == "proved_for_configuration" for r in ours)
    rows = [
        (row.solved[benchmark], row.name, row.method, row.network, row.compute, row.source)
        for row in published.systems
        if benchmark in row.solved
    ]
    source = "this run" + f", {narrow} of them for one configuration" * bool(narrow)
    rows.insert(0, (solved, f"* {label}", "", "", _seconds(ours), source))
    rows.sort(key=lambda row: -row[0])
    head = ["solved", "system", "by", "network", "compute", "source"]
    table = [head, *([f"{count:g}", *rest] for count, *rest in rows)]
    note = "" if len(ours) == size else f" (this run: {len(ours)} of them)"
    return f"  {benchmark}, {size} problems{note}\n\n{grid(table, right=(0,))}"


def _seconds(results: Sequence[Result]) -> str:
    seconds = [r.seconds for r in results if r.status in PROVED]
    return f"median {median(seconds):.2f} s, max {max(seconds):.1f} s" if seconds else ""
