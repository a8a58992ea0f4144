"""Our engine beside the fastest published one, on the same figures, in one run.

    python -m venv /tmp/compare && /tmp/compare/bin/pip install 'newclid[yuclid]>=3,<4' pyyaml
    python -m benchmarks.compare_engines FILE --venv /tmp/compare [--rounds N] [--all-tables]

``FILE`` is a problem file such as the official IMO-AG-30. Every figure is closed to saturation,
not stopped at the goal, by both engines with their default rules (``--all-tables``: the published
one with all its tables, ours with the law of sines). Both are static programs that read the same
text, points with coordinates and premises; the runs of the two alternate within each round, and
the least time of all rounds counts. What starting a program costs is measured with a figure of one
point, in the same rounds, and taken off.

Three times are told: of the processor, what start costs taken off (the fair one on a busy
machine); wall clock likewise; and the engine's own clock, which leaves out reading the figure and
writing the answer: of the published engine the time between its own log lines, of ours the
time of `porism-bench close`, listing of the figure's candidates included.

The published engine's own reader is asked too: it does not read every official text, and draws
figures of its own for the others; these are timed as well, each engine on the figure it would use.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.common import describe_run, figure_text, load, native, run_native
from porism.prover.bench.tables import grid

# What the published package passes to its program, and what it passes when asked for everything.
DEFAULT = (
    "--disable-ar-dist",
    "--disable-ar-squared",
    "--disable-eqn-statements",
    "--disable-ar-sin",
)

# Run by the Python of the published engine: its own reader, a text of points and premises out.
READER = """
import json, sys
from newclid.jgex.problem_builder import JGEXProblemBuilder
from py_yuclid.yuclid_adapter import _write_yuclid_setup
rows = [row.strip() for row in open(sys.argv[1], encoding="utf-8") if row.strip()]
texts = {}
for name, text in zip(rows[::2], rows[1::2]):
    try:
        builder = JGEXProblemBuilder(rng=0).with_problem_from_txt(text, name)
        lines = _write_yuclid_setup(builder.build())
        texts[name] = [row for row in lines if not row.startswith("prove")]
    except Exception as error:
        texts[name] = f"{type(error).__name__}: {error}"
print(json.dumps(texts))
"""


@dataclass
class Runs:
    """The least of each measure over all rounds."""

    processor: float = 1e9  # seconds
    wall: float = 1e9
    own: float = 1e9
    memory: int = 0  # KiB, the most
    failure: str = ""

    def note(self, processor: float, wall: float, memory: int) -> None:
        self.processor = min(self.processor, processor)
        self.wall = min(self.wall, wall)
        self.memory = max(self.memory, memory)


@dataclass
class Row:
    """One problem: both engines on our figure, the published one on its own."""

    name: str
    points: int
    ours: Runs = field(default_factory=Runs)
    theirs: Runs = field(default_factory=Runs)
    their_figure: Runs = field(default_factory=Runs)
    their_reader: str = ""  # why it does not read the text, empty if it does


def spawn(command: Sequence[str]) -> tuple[float, float, int, int]:
    """Run a program without output: seconds of processor and wall clock, peak KiB, status."""
    ((processor, wall, memory, status),) = run_native("spawn", *command)
    return 1e-6 * float(processor), 1e-6 * float(wall), int(memory), int(status)


def measure(runs: Runs, command: Sequence[str]) -> None:
    """Run once and note the times."""
    processor, wall, memory, status = spawn(command)
    runs.note(processor, wall, memory)
    if status != 0:
        runs.failure = f"status {status}"


_CLOCK = re.compile(r"^\[(.{26})\] \[info\] (.*)$", re.MULTILINE)


def measure_published_clock(runs: Runs, command: Sequence[str]) -> None:
    """Note the time between the published engine's own log lines."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        runs.failure = done.stderr.strip().splitlines()[-1]
        return
    stamps = {text.split(",")[0]: stamp for stamp, text in _CLOCK.findall(done.stderr)}
    first = next(stamp for text, stamp in stamps.items() if text.startswith("Parsing"))
    last = [stamp for text, stamp in stamps.items() if text.startswith("Proved")][-1]
    took = datetime.fromisoformat(last) - datetime.fromisoformat(first)
    runs.own = min(runs.own, took.total_seconds())


def measure_our_clock(runs: Runs, command: Sequence[str]) -> None:
    """Note what our program says of itself."""
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    runs.own = min(runs.own, 1e-6 * float(done.stdout.split("\t")[6]))


@contextmanager
def folder_of(texts: dict[str, str]) -> Iterator[dict[str, str]]:
    """Write each text to a file of its own; yield the paths."""
    with TemporaryDirectory(prefix="porism-compare-") as folder:
        paths = {}
        for number, (name, text) in enumerate(texts.items()):
            path = Path(folder) / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            paths[name] = str(path)
        yield paths


def read_by_published(file: Path, venv: Path) -> dict[str, list[str] | str]:
    """Ask the published engine's reader for points and premises of every problem."""
    environment = {**os.environ, "PATH": f"{venv / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [str(venv / "bin" / "python"), "-c", READER, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    answer: dict[str, list[str] | str] = json.loads(done.stdout.splitlines()[-1])
    return answer


def compare(
    file: Path, venv: Path, rounds: int, *, all_tables: bool
) -> tuple[list[Row], Runs, Runs]:
    """Measure all problems of a file; return a row for each and what the two starts cost."""
    figures = load(file)
    published = read_by_published(file, venv)
    texts = {"ours " + p.name: figure_text(p, at) for p, at in figures}
    rows = []
    for problem, _ in figures:
        row = Row(problem.name, len(problem.points))
        text = published.get(problem.name, "not found")
        if isinstance(text, str):
            row.their_reader = text
        else:
            texts["theirs " + problem.name] = "\n".join(text) + "\n"
        rows.append(row)
    texts["start"] = "point a 0 0\n"
    yuclid = [str(venv / "bin" / "yuclid"), *(() if all_tables else DEFAULT), "--input-file"]
    silent = [*yuclid[:1], "--log-level", "error", *yuclid[1:]]
    ours = [str(native()), "close", *(("--sines",) if all_tables else ())]
    our_start, their_start = Runs(), Runs()
    with folder_of(texts) as paths:
        for _ in range(rounds):
            for row in rows:
                path = paths["ours " + row.name]
                measure(our_start, [*ours, paths["start"]])
                measure(their_start, [*silent, paths["start"]])
                measure(row.ours, [*ours, path])
                measure(row.theirs, [*silent, path])
                measure_our_clock(row.ours, [*ours, path])
                measure_published_clock(row.theirs, [*yuclid, path])
                if not row.their_reader:
                    path = paths["theirs " + row.name]
                    measure(row.their_figure, [*silent, path])
                    measure_published_clock(row.their_figure, [*yuclid, path])
    return rows, our_start, their_start


# --- telling -----------------------------------------------------------------------------------


def tell(rows: list[Row], our_start: Runs, their_start: Runs) -> None:
    """Print the table and what follows from it."""
    head = ["problem", "points", "ours", "ours own", "Yuclid", "Yuclid own", "ratio", "its figure"]
    table = [head]
    for row in rows:
        ours, theirs = row.ours.processor - our_start.processor, row.theirs.processor
        theirs -= their_start.processor
        own = row.their_figure.own
        cells = [row.name, str(row.points), _ms(ours), _ms(row.ours.own)]
        if row.theirs.failure:
            cells += ["-", row.theirs.failure[:40], "-"]
        else:
            cells += [_ms(theirs), _ms(row.theirs.own), f"{theirs / max(ours, 1e-6):.0f}"]
        table.append([*cells, "not read" if row.their_reader else _ms(own)])
    print(grid(table, right=range(1, 8)))
    read = [row for row in rows if not row.theirs.failure]
    official = [row for row in read if not row.their_reader]
    for row in rows:
        if row.theirs.failure:
            print(f"  Yuclid does not close {row.name}: {row.theirs.failure}")
        if row.their_reader:
            print(f"  its reader does not take {row.name}: {row.their_reader[:90]}")
    for title, chosen in (
        ("all figures that both close", read),
        ("texts its reader takes", official),
    ):
        print(f"\n{title}: {len(chosen)} of {len(rows)}; milliseconds")
        print(_summary(chosen, our_start, their_start))
    print(
        f"peak memory: ours {max(r.ours.memory for r in rows) / 1024:.1f} MB "
        f"({our_start.memory / 1024:.1f} at start), "
        f"Yuclid {max(r.theirs.memory for r in rows) / 1024:.1f} MB "
        f"({their_start.memory / 1024:.1f})"
    )
    print(f"start, taken off: ours {_ms(our_start.processor)} ms of processor and "
          f"{_ms(our_start.wall)} of wall clock, "
          f"Yuclid {_ms(their_start.processor)} and {_ms(their_start.wall)}")  # fmt: skip


def _summary(rows: list[Row], our_start: Runs, their_start: Runs) -> str:
    def spread(title: str, ours: list[float], theirs: list[float]) -> list[str]:
        ratios = [b / max(a, 1e-6) for a, b in zip(ours, theirs, strict=True)]
        cells = [_ms(f(side)) for side in (ours, theirs) for f in (median, max)]
        return [title, *cells, f"{median(ratios):.0f}", f"{min(ratios):.0f}", f"{max(ratios):.0f}"]

    head = ["time", "ours median", "max", "Yuclid median", "max", "ratio median", "min", "max"]
    table = [head]
    for kind in ("processor", "wall"):
        at_start = getattr(our_start, kind), getattr(their_start, kind)
        ours = [getattr(r.ours, kind) - at_start[0] for r in rows]
        theirs = [getattr(r.theirs, kind) - at_start[1] for r in rows]
        table.append(spread(kind, ours, theirs))
    table.append(spread("own clock", [r.ours.own for r in rows], [r.theirs.own for r in rows]))
    own = [r for r in rows if not r.their_reader]
    if len(own) == len(rows):
        title = "own clock, its own figures"
        table.append(spread(title, [r.ours.own for r in rows], [r.their_figure.own for r in rows]))
    return grid(table, right=range(1, 8))


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="problem file")
    parser.add_argument("--venv", type=Path, required=True, help="environment with newclid[yuclid]")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--all-tables", action="store_true", help="every table of both engines")
    chosen = parser.parse_args()
    freeze = [str(chosen.venv / "bin" / "python"), "-m", "pip", "list", "--format=freeze"]
    listed = subprocess.run(freeze, check=True, capture_output=True, text=True).stdout
    versions = [v for v in listed.split() if v.startswith(("newclid", "py-yuclid", "py_yuclid"))]
    print(f"{describe_run()}; against {', '.join(versions)}; {chosen.rounds} rounds")
    rows, ours, theirs = compare(
        chosen.file, chosen.venv, chosen.rounds, all_tables=chosen.all_tables
    )
    tell(rows, ours, theirs)


if __name__ == "__main__":
    main()
