"""What search pays: one more point, a clone, two threads.

    python -m benchmarks.warm FILE [--extras 20] [--runs 15]

For every problem of the file: the time to close its figure, to clone the closure, and to add
one auxiliary point to it and close again (warm), as ratios. The points are those that search
would try: the best ten of the heuristic proposer, and others drawn at random from its list.
The last table closes all figures on one thread, then on each of two threads at once.

Times are seconds of the processor, measured by the native program, the least of the runs; those
of the threads are wall clock, so they need two free processors (on a busy machine, run this
under ``chrt -f 10``, which keeps other programs away for a while).
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median, quantiles

from benchmarks.common import (
    describe_run,
    figure_text,
    load,
    part,
    run_native,
    written,
)
from benchmarks.random_figures import random_figure
from porism.ddar.engine import saturate
from porism.geometry.figure.diagram import Diagram
from porism.geometry.problem import Coordinates, Problem
from porism.prover.bench.tables import grid
from porism.prover.proposers.base import Candidate, State
from porism.prover.proposers.heuristic import Heuristic

BARS = {"one more point": 1 / 4, "clone": 1 / 30}


def candidates(problem: Problem, at: Coordinates, count: int) -> list[Candidate]:
    """Choose auxiliary points as search would: half of them the best, half any."""
    closure = saturate(problem, at)
    state = State(closure, Diagram(dict(at), 0), problem.goals)
    known = set(problem.points)
    found = [c for c in Heuristic(400).propose(state, 0) if c.parents <= known]
    best, rest = found[: count // 2], found[count // 2 :]
    return best + Random(problem.name).sample(rest, min(count - len(best), len(rest)))


def text_with_extras(problem: Problem, at: Coordinates, extras: list[Candidate]) -> Iterator[str]:
    """Write the figure and each auxiliary point as an extra of its own."""
    yield figure_text(problem, at, problem.name)
    for extra in extras:
        places = dict(zip(extra.points, extra.places, strict=True))
        rows = part(extra.points, extra.clause.premises, {**at, **places})
        yield "\n".join(["extra", *rows]) + "\n"


def warm(drawn: list[tuple[Problem, Coordinates]], extras: int, runs: int) -> None:
    """Measure and tell clones and extensions."""
    texts = [
        row
        for problem, at in drawn
        for row in text_with_extras(problem, at, candidates(problem, at, extras))
    ]
    with written(*texts) as path:
        rows = run_native("warm", "--runs", str(runs), path)
    table = [["problem", "points", "closure ms", "clone", "one more point", "from scratch"]]
    ratios: dict[str, list[float]] = {"clone": [], "one more point": [], "from scratch": []}
    for name in dict.fromkeys(row[0] for row in rows):
        own = [row for row in rows if row[0] == name]
        closure = float(own[0][2])
        figures = {
            "clone": [float(row[3]) / closure for row in own],
            "one more point": [float(row[5]) / closure for row in own],
            "from scratch": [float(row[6]) / closure for row in own],
        }
        for key, values in figures.items():
            ratios[key] += values
        cells = [f"{median(values):.3f}" for values in figures.values()]
        table.append([name, own[0][1], f"{closure / 1000:.3f}", *cells])
    print("\ntimes in units of the figure's closure (medians)")
    print(grid(table, right=range(1, 6)))
    summary = [["", "median", "nine in ten below", "most", "bar"]]
    for key, values in ratios.items():
        shown = (median(values), quantiles(values, n=10)[-1], max(values))
        bar = f"{BARS[key]:.3f}" if key in BARS else ""
        summary.append([key, *(f"{value:.3f}" for value in shown), bar])
    print(grid(summary, right=range(1, 5)))


def threads(drawn: list[tuple[Problem, Coordinates]], runs: int) -> None:
    """Measure and tell what a second thread costs, natively and through Python."""
    with written(*(figure_text(p, at, p.name) for p, at in drawn)) as path:
        ((count, one, two),) = run_native("threads", "--runs", str(runs), path)
    print(f"two threads, natively, {count} figures each: {float(two) / float(one):.2f} of one")
    problem, at = random_figure(60, 0, "dense")

    def work() -> None:
        saturate(problem, at)

    best = {1: 1e9, 2: 1e9}
    for _ in range(runs):
        for count_of_threads in best:
            started = [threading.Thread(target=work) for _ in range(count_of_threads)]
            begin = time.perf_counter()
            for thread in started:
                thread.start()
            for thread in started:
                thread.join()
            best[count_of_threads] = min(best[count_of_threads], time.perf_counter() - begin)
    print(f"two threads, from Python, 60 points: {best[2] / best[1]:.2f} of one")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="problem file")
    parser.add_argument("--extras", type=int, default=20, help="auxiliary points a figure")
    parser.add_argument("--runs", type=int, default=15)
    chosen = parser.parse_args()
    drawn = load(chosen.file)
    print(f"{describe_run()}; {chosen.extras} points a figure, best of {chosen.runs} runs")
    warm(drawn, chosen.extras, chosen.runs)
    threads(drawn, chosen.runs)


if __name__ == "__main__":
    main()
