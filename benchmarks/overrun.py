"""How far past its budget does a run go? The command on inputs made to be slow.

    python -m benchmarks.overrun --budget 5
    python -m benchmarks.overrun --budget 5 circle_100 problems/imo_ag_30.txt

Every input is given to ``porism solve`` in a process of its own, with a page to be written. Told
are the seconds on the clock past the budget, and the seconds of processor time in them, which are
what counts on a machine that is busy. Python's own start is not part of it. Exit status 1 when an
input took more than a second of processor time past its budget.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

from porism.geometry.language.reader import read_problems

MOST = 1.0  # seconds past the budget
_SIZES = (40, 60, 100, 125)

_CHILD = """
import json, sys, threading, time
from porism.prover.cli.main import main
budget, words = float(sys.argv[1]), sys.argv[2:]
at_end = []
timer = threading.Timer(budget, lambda: at_end.append(time.process_time()))
timer.daemon = True
begun = time.monotonic()
timer.start()
status = main(words)
over = max(0.0, time.monotonic() - begun - budget)
used = time.process_time() - at_end[0] if at_end else 0.0
print("\\n" + json.dumps({"status": status, "over": over, "used": used}))
"""


def _circle(n: int) -> str:
    points = "; ".join(f"p{i} = on_circle p{i} o p0" for i in range(1, n))
    return f"o p0 = segment; {points} ? perp p0 p1 p2 p3"


def _same_circle(n: int) -> str:
    return _circle(n).replace("perp", "cyclic")


def _pascal(n: int) -> str:
    """Pascal's theorem among many points of a circle: true, and searched for until the end."""
    points = "; ".join(f"p{i} = on_circle p{i} o p0" for i in range(1, n - 4))
    meets = "; ".join(
        f"{x} = on_line {x} p{a} p{a + 1}, on_line {x} p{a + 3} p{(a + 4) % 6}"
        for x, a in (("x", 0), ("y", 1), ("z", 2))
    )
    return f"o p0 = segment; {points}; {meets} ? coll x y z"


def _pappus(n: int) -> str:
    """Pappus' theorem among many points of two lines."""
    half = (n - 3) // 2
    points = "; ".join(
        f"a{i} = on_line a{i} a0 a1; b{i} = on_line b{i} b0 b1" for i in range(2, half)
    )
    meets = "; ".join(
        f"{x} = on_line {x} a{i} b{j}, on_line {x} a{j} b{i}"
        for x, i, j in (("x", 0, 1), ("y", 0, 2), ("z", 1, 2))
    )
    return f"a0 a1 b0 b1 = quadrangle; {points}; {meets} ? coll x y z"


def _line(n: int) -> str:
    points = "; ".join(f"p{i} = on_line p{i} o p0" for i in range(1, n))
    return f"o p0 = segment; {points} ? coll p0 p1 p2"


def _midpoints(n: int) -> str:
    points = "; ".join(f"p{i} = midpoint p{i} p{i - 1} p{i - 3}" for i in range(3, n))
    return f"p0 p1 p2 = triangle; {points} ? coll p0 p1 p{n - 1}"


def _feet(n: int) -> str:
    points = "; ".join(f"p{i} = foot p{i} p{i - 3} p{i - 2} p{i - 1}" for i in range(3, n))
    return f"p0 p1 p2 = triangle; {points} ? coll p0 p1 p{n - 1}; cyclic p0 p1 p2 p3"


def _regular(n: int) -> str:
    points = "; ".join(
        f"p{i} = s_angle p{i - 1} o p{i} 15, on_circle p{i} o p0" for i in range(1, n)
    )
    return f"o p0 = segment; {points} ? cong p0 p1 p3 p5; para p0 p3 p1 p2"


def _grid(n: int) -> str:
    side = int(n**0.5)
    made = ["g0x0 g0x1 g1x0 = risos g0x0 g0x1 g1x0"]
    for a, b in product(range(side), repeat=2):
        here = f"g{a}x{b}"
        if a + b < 2 and a * b == 0:
            continue
        if a and b:
            made.append(f"{here} = shift {here} g{a - 1}x{b} g{a}x{b - 1} g{a - 1}x{b - 1}")
        elif a:
            made.append(f"{here} = mirror {here} g{a - 2}x0 g{a - 1}x0")
        else:
            made.append(f"{here} = mirror {here} g0x{b - 2} g0x{b - 1}")
    last = side - 1
    return f"{'; '.join(made)} ? perp g0x0 g{last}x{last} g0x{last} g{last}x0"


def _goals(n: int) -> str:
    points = "; ".join(f"m{i} = midpoint m{i} a b" for i in range(min(n, 60)))
    asked = "; ".join(f"cong m{i} a m{i} b" for i in range(min(n, 60)))
    return f"a b = segment; {points} ? {asked}"


def _premises(n: int) -> str:
    """Points that only statements place: equal segments, every third turn a right one."""
    names = " ".join(f"p{i}" for i in range(n))
    said = [f"cong p{i} p{i + 1} p{i + 1} p{i + 2}" for i in range(n - 2)]
    said += [f"perp p{i} p{i + 1} p{i + 1} p{i + 2}" for i in range(0, n - 2, 3)]
    return f"{names} = {', '.join(said)} ? cong p0 p1 p{n - 2} p{n - 1}; cyclic p0 p1 p2 p3"


def _circles(n: int) -> str:
    """A long chain of second intersections, in which coordinates need many digits."""
    points = "; ".join(
        f"p{i} = intersection_lc p{i} p{i - 1} p{i - 2} p{i - 3}" for i in range(3, n)
    )
    return f"p0 p1 p2 = triangle; {points} ? cyclic p{n - 1} p{n - 2} p{n - 3} p{n - 4}"


_SHAPES: dict[str, Callable[[int], str]] = {
    "circle": _circle,
    "same_circle": _same_circle,
    "pascal": _pascal,
    "pappus": _pappus,
    "line": _line,
    "midpoints": _midpoints,
    "feet": _feet,
    "regular": _regular,
    "grid": _grid,
    "premises": _premises,
    "circles": _circles,
    "goals": _goals,
}
INPUTS = {f"{name}_{n}": make(n) for name, make in _SHAPES.items() for n in _SIZES}


def _wanted(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield names with what the command is given."""
    for word in words or INPUTS:
        if word in INPUTS:
            yield word, [INPUTS[word]]
        else:
            for problem in read_problems(word):
                yield problem.name, [word, "--problem", problem.name]


def overrun(given: list[str], budget: float) -> dict[str, float]:
    """Run the command and return its exit status and how long it went on past the budget."""
    with tempfile.TemporaryDirectory() as folder:
        page = str(Path(folder) / "page.html")
        words = ["solve", *given, "--budget", f"{budget:g}", "--html", page]
        child = [sys.executable, "-c", _CHILD, f"{budget}", *words]
        done = subprocess.run(child, capture_output=True, text=True, check=False)
    try:
        found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, json.JSONDecodeError):
        raise RuntimeError(done.stderr[-2000:]) from None
    return found


def main() -> int:
    """Run the inputs and print a table."""
    parser = argparse.ArgumentParser(description="How far a run goes past its budget.")
    parser.add_argument("inputs", nargs="*", help=f"files, or of: {' '.join(INPUTS)}")
    parser.add_argument("--budget", type=float, default=5.0)
    options = parser.parse_args()
    late = 0
    print("| input | exit status | past the budget, clock | processor |")
    print("|---|---|---|---|")
    for name, given in _wanted(options.inputs):
        found = overrun(given, options.budget)
        late += found["used"] > MOST
        row = f"| {name} | {found['status']} | {found['over']:.2f} s | {found['used']:.2f} s |"
        print(row, flush=True)
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
