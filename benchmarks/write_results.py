"""Write problems/RESULTS.md: what deduction alone makes of our problems.

    python benchmarks/write_results.py [--out FILE] [--runs N]

No auxiliary points are tried. A time is the least of N runs, from the statement to the checked
proof, in one process.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from porism.geometry.language.reader import read_problems
from porism.geometry.problem import Problem
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED, Outcome
from porism.prover.solve import solve

PROBLEMS = Path(__file__).resolve().parents[1] / "problems"
HEAD = """\
# What deduction alone makes of these problems

Written by `python benchmarks/write_results.py`; run it again after a change of the engine or of a
problem. No auxiliary points are tried. *proved*: every goal has a proof that `porism check`
accepts; *proved_for_configuration*: but it fails in other configurations of the statement.
*steps* counts the steps of all proofs, premises included; it may differ a little between
machines, as may the *seconds* from the statement to the checked proof (or, for an open problem, to
the end of deduction), the least of {runs} runs in one process.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Write problems/RESULTS.md.")
    parser.add_argument("--out", type=Path, default=PROBLEMS / "RESULTS.md")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    files = sorted(PROBLEMS.glob("*.txt"))
    results = {f.name: [best(p, options.runs) for p in read_problems(f)] for f in files}
    parts = [HEAD.format(runs=options.runs), *summary(results)]
    for name, outcomes in results.items():
        parts += ["", f"## {name}", "", *table(outcomes)]
    options.out.write_text("\n".join(parts) + "\n", encoding="utf-8")


def best(problem: Problem, runs: int) -> Outcome:
    outcomes = [solve(problem, SolveOptions(proposer="none", budget=60.0)) for _ in range(runs)]
    return min(outcomes, key=lambda outcome: outcome.seconds)


def summary(results: dict[str, list[Outcome]]) -> Iterator[str]:
    yield "| file | problems | proved | median seconds | longest |"
    yield "|---|---|---|---|---|"
    for name, outcomes in results.items():
        proved = sum(outcome.status in PROVED for outcome in outcomes)
        seconds = [outcome.seconds for outcome in outcomes]
        yield (
            f"| `{name}` | {len(outcomes)} | {proved} "
            f"| {median(seconds):.2f} | {max(seconds):.2f} |"
        )


def table(outcomes: list[Outcome]) -> Iterator[str]:
    yield "| problem | status | steps | seconds |"
    yield "|---|---|---|---|"
    for o in outcomes:
        steps = o.steps if o.status in PROVED else ""
        yield f"| {o.problem.name} | {o.status} | {steps} | {o.seconds:.2f} |"


if __name__ == "__main__":
    main()
