"""Solve problem files with several proposers and print one Markdown table.

    python benchmarks/solve_rates.py FILE... [--budget S] [--jobs N] [--proposer none heuristic]

Result lines go to build/solve_rates/, one file for each problem file and proposer; a run that was
interrupted is taken up where it ended.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from statistics import median

from prover.results import read_results

OUT = Path("build/solve_rates")
HEAD = (
    "| problems | proposer | solved | with auxiliary points | median s | max s | median engine s |"
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Solve rates as a Markdown table.")
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    parser.add_argument("--budget", type=float, default=60.0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--proposer", nargs="+", default=["none", "heuristic"])
    options = parser.parse_args()
    rows = []
    for file in options.files:
        for proposer in options.proposer:
            out = OUT / f"{file.stem}-{proposer}-{options.budget:g}.jsonl"
            command = [sys.executable, "-m", "prover.cli", "bench", str(file), "--resume"]
            command += ["--proposer", proposer, "--out", str(out)]
            command += ["--budget", str(options.budget), "--jobs", str(options.jobs)]
            status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
            if status:
                return status
            rows.append(row(file.stem, proposer, out))
    print("\n".join([HEAD, "|---|---|---|---|---|---|---|", *rows]))
    return 0


def row(stem: str, proposer: str, out: Path) -> str:
    results = read_results(out)
    proved = [r for r in results if r.status == "proved"]
    cells = [stem, proposer, f"{len(proved)} of {len(results)}", sum(bool(r.aux) for r in proved)]
    if proved:
        seconds = [r.seconds for r in proved]
        cells += [f"{median(seconds):.2f}", f"{max(seconds):.1f}"]
        cells.append(f"{median(r.engine_seconds for r in proved):.4f}")
    else:
        cells += ["", "", ""]
    return f"| {' | '.join(map(str, cells))} |"


if __name__ == "__main__":
    sys.exit(main())
