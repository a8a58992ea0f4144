"""What the speed benchmarks share: the native program, figures as text, small tables.

The native program (``native/main.cpp``) is the engine without Python; it is built into
``build/bench`` when a benchmark first needs it and whenever its sources are newer.
"""

from __future__ import annotations

import math
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from importlib.metadata import version
from pathlib import Path

from porism.geometry.errors import FigureError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Coordinates, Problem

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"


# --- the native program ------------------------------------------------------------------------


@cache
def native() -> Path:
    """Build the native program if need be; return its path."""
    cmake = _tool("cmake")
    if not (BUILD / "CMakeCache.txt").exists():
        ninja = _tool("ninja")
        source = ROOT / "benchmarks" / "native"
        command = [cmake, "-S", str(source), "-B", str(BUILD), "-G", "Ninja"]
        command += [f"-DCMAKE_MAKE_PROGRAM={ninja}", "-DCMAKE_BUILD_TYPE=Release"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    command = [cmake, "--build", str(BUILD), "--parallel", "2"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return BUILD / "porism-bench"


def _tool(name: str) -> str:
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is needed to build the native benchmark program")
    return found


def run_native(*arguments: str | Path) -> list[list[str]]:
    """Run the native program and return the cells of its lines."""
    command = [str(native()), *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return [line.split("\t") for line in done.stdout.splitlines()]


# --- figures -----------------------------------------------------------------------------------


def load(
    file: str | Path, *, seed: int = 0, seconds: float = 20.0
) -> list[tuple[Problem, Coordinates]]:
    """Read a problem file and draw every problem; one that has no figure is told and left out."""
    drawn = []
    for problem in read_problems(file):
        try:
            drawn.append((problem, draw(problem, seed=seed, seconds=seconds).coordinates))
        except FigureError as error:
            print(f"{problem.name}: left out, {error}", file=sys.stderr)
    return drawn


def statement(predicate: Predicate) -> str:
    """Write a premise with its constants as fractions."""
    return " ".join([predicate.name, *predicate.points, *map(_number, predicate.constants)])


def _number(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


def part(points: Iterable[str], premises: Iterable[Predicate], at: Coordinates) -> Iterator[str]:
    """Write points and what is known of them, a line each."""
    for name in points:
        x, y = at[name]
        yield f"point {name} {x!r} {y!r}"
    for premise in premises:
        if not KINDS[premise.name].figure_only:
            yield f"assume {statement(premise)}"


def figure_text(problem: Problem, at: Coordinates, name: str = "") -> str:
    """Write a figure for the native program; with an empty name, also for the published one."""
    head = [f"problem {name.replace(' ', '_')}"] if name else []
    return "\n".join([*head, *part(problem.points, problem.premises, at)]) + "\n"


@contextmanager
def written(*texts: str) -> Iterator[Path]:
    """Yield a temporary file that holds the texts."""
    with tempfile.TemporaryDirectory(prefix="porism-bench-") as folder:
        path = Path(folder) / "figures.txt"
        path.write_text("".join(texts), encoding="utf-8")
        yield path


# --- telling -----------------------------------------------------------------------------------


def describe_run() -> str:
    """Say what ran where, without naming the machine."""
    return (
        f"porism {version('porism')}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {_processor()}"
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown processor"


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the exponent of the power law that fits best, by least squares of logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    above = sum((x - mean_x) * (y - mean_y) for x, y in logs)
    return above / sum((x - mean_x) ** 2 for x, _ in logs)
