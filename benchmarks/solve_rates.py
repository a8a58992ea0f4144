"""Solve problem files with several proposers and print Markdown: counts, then problems with points.

    python benchmarks/solve_rates.py FILE... [--budgets 30 120] [--proposers none mixed]

Each problem is tried once, with the largest budget; what took no longer than a smaller one would
have been solved within it, since the order of the attempts does not depend on the budget. Result
lines go to build/solve_rates/, one file for each problem file and proposer; a run that was
interrupted is taken up where it ended.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from porism.prover.bench.results import Result, read_results
from porism.prover.outcome import PROVED

OUT = Path("build/solve_rates")
PROPOSERS = ("none", "heuristic", "guided", "lm", "mixed")


def main() -> int:
    parser = argparse.ArgumentParser(description="Solve rates as Markdown tables.")
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    parser.add_argument("--budgets", nargs="+", type=float, default=[30.0, 120.0], metavar="S")
    parser.add_argument("--jobs", type=int, default=1, help="problems at a time")
    parser.add_argument("--threads", type=int, default=2, help="threads of each search")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--proposers", nargs="+", default=PROPOSERS, choices=PROPOSERS)
    options = parser.parse_args()
    budgets = sorted(options.budgets)
    for file in options.files:
        runs: dict[str, list[Result]] = {}
        for proposer in options.proposers:
            out = OUT / f"{file.stem}-{proposer}-seed{options.seed}.jsonl"
            command = [
                sys.executable,
                "-m",
                "porism",
                "bench",
                str(file),
                "--resume",
            ]
            command += ["--proposer", proposer, "--out", str(out), "--seed", str(options.seed)]
            command += ["--budget", str(budgets[-1]), "--jobs", str(options.jobs)]
            command += ["--threads", str(options.threads)]
            status = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
            if status:
                return status
            runs[proposer] = [r for r in read_results(out) if r.budget == budgets[-1]]
        print(f"## {file.stem}\n")
        print("\n".join(counts(runs, budgets)), end="\n\n")
        print("\n".join(differences(runs)), end="\n\n")
    return 0


def counts(runs: dict[str, list[Result]], budgets: Sequence[float]) -> Iterable[str]:
    """Yield the rows of the table of solved problems, one for each proposer."""
    head = ["proposer", *(f"solved in {b:g} s" for b in budgets)]
    head += ["with auxiliary points", "median s", "slowest s", "attempts a second"]
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for proposer, results in runs.items():
        proved = [r for r in results if r.status in PROVED and r.checked]
        seconds = [r.seconds for r in proved] or [0.0]
        cells = [proposer]
        cells += [f"{sum(s <= b for s in seconds)} of {len(results)}" for b in budgets]
        cells += [str(sum(bool(r.aux) for r in proved))]
        cells += [f"{median(seconds):.2f}", f"{max(seconds):.1f}"]
        # of searches that ran for a while, not of those that end at once
        long = [r for r in results if r.attempts and r.engine_seconds > 1.0]
        rates = [r.attempts / r.engine_seconds for r in long]
        cells += [f"{median(rates):,.0f}" if rates else "-"]
        yield f"| {' | '.join(cells)} |"


def differences(runs: dict[str, list[Result]]) -> Iterable[str]:
    """Yield a row for each problem that needs points: the seconds each proposer took."""
    found = {name: {r.problem: r for r in results} for name, results in runs.items()}
    problems = dict.fromkeys(p for results in found.values() for p in results)
    yield f"| problem | {' | '.join(runs)} |"
    yield "|---" * (len(runs) + 1) + "|"
    for problem in problems:
        tried = [results.get(problem) for results in found.values()]
        if all(r is not None and r.status in PROVED and not r.aux for r in tried):
            continue
        cells = [f"{r.seconds:.1f}" if r and r.status in PROVED else "open" for r in tried]
        yield f"| {problem} | {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main())
