"""How the time of a closure grows with the number of points.

    python -m benchmarks.scaling [--most 100] [--figures 5] [--runs 3] [--svg docs/scaling.svg]

Closes random figures of 10, 20, ... points to saturation with the default rules (see
:mod:`benchmarks.random_figures` for the two kinds) and tells the median and the largest time
for each size, the share that went into listing the figure's candidates, and the exponent of
the power law that fits the medians from 20 points on. The least time of the runs counts.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.common import describe_run, figure_text, run_native, slope, written
from benchmarks.plot import Series, log_log_svg
from benchmarks.random_figures import Kind, random_figure
from porism.prover.bench.tables import grid

BAR = (60, 1.0)  # a figure with that many points closes in less than that many seconds


@dataclass(frozen=True)
class Size:
    """What the figures of one size took, in seconds."""

    points: int
    seconds: list[float]
    listing: float  # share of the total
    facts: float  # median


def measure(kind: Kind, points: int, figures: int, runs: int) -> Size:
    """Close random figures of one size."""
    drawn = [random_figure(points, seed, kind) for seed in range(figures)]
    texts = [figure_text(p, at, f"{kind}_{i}") for i, (p, at) in enumerate(drawn)]
    with written(*texts) as path:
        closed = run_native("close", "--runs", str(runs), path)
        listed = run_native("listing", "--runs", str(runs), path)
    first, second = (sum(float(row[i]) for row in listed) for i in (2, 3))
    return Size(
        points,
        [1e-6 * float(row[6]) for row in closed],
        first / (first + second),
        median(int(row[2]) for row in closed),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--most", type=int, default=100, help="points of the largest figures")
    parser.add_argument("--figures", type=int, default=5, help="figures of each size and kind")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--svg", type=Path, help="write a plot")
    chosen = parser.parse_args()
    print(f"{describe_run()}; {chosen.figures} figures of each size, best of {chosen.runs} runs")
    plotted: list[Series] = []
    kinds: tuple[Kind, ...] = ("loose", "dense")
    for kind in kinds:
        sizes = [
            measure(kind, n, chosen.figures, chosen.runs) for n in range(10, chosen.most + 1, 10)
        ]
        table = [["points", "median ms", "max ms", "listing", "facts (median)"]]
        for size in sizes:
            middle, most = (1000 * f(size.seconds) for f in (median, max))
            share = f"{100 * size.listing:.0f} %"
            table.append(
                [str(size.points), f"{middle:.2f}", f"{most:.2f}", share, f"{size.facts:.0f}"]
            )
        curve = [(float(size.points), median(size.seconds)) for size in sizes]
        print(f"\n{kind} figures")
        print(grid(table, right=range(5)))
        if len(curve) > 2:
            print(f"exponent from 20 points on: {slope(curve[1:]):.2f}")
        for size in sizes:
            if size.points == BAR[0]:
                verdict = "kept" if max(size.seconds) < BAR[1] else "missed"
                print(f"bar: {BAR[0]} points in {BAR[1]} s: {verdict}, {max(size.seconds):.3f} s")
        plotted.append(Series(kind, curve))
    if chosen.svg is not None:
        labels = ("points", "seconds to close the figure")
        chosen.svg.write_text(log_log_svg(plotted, *labels), encoding="utf-8")


if __name__ == "__main__":
    main()
