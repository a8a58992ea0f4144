"""Solve a sample of the corpora and print the proofs as JSON: ``THREADS`` is the argument.

Run in processes of its own by ``test_determinism.py``.
"""

from __future__ import annotations

import sys

from porism.geometry.checker.proof_json import to_json
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.problem import Problem
from porism.geometry.rules import load_rules
from porism.prover.options import SolveOptions
from porism.prover.outcome import Outcome
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT
from tests.prover.test_solve import HARD

SAMPLE = {  # every so manieth problem of a file
    ROOT / "problems" / "imo_ag_30.txt": 8,
    ROOT / "problems" / "classics.txt": 16,
    ROOT / "problems" / "competition_numeric.txt": 10,
    ROOT / "problems" / "textbook.txt": 10,
}
EXAMPLES = ROOT / "problems" / "examples"


def sample() -> list[Problem]:
    return [problem for file, step in SAMPLE.items() for problem in read_problems(file)[::step]]


def tell(outcome: Outcome) -> None:
    print(outcome.problem.name, outcome.status, outcome.attempts, outcome.auxiliary)
    for proof in outcome.proofs:
        print(to_json(proof), end="")


def main(threads: int) -> None:
    for problem in sample():
        tell(solve(problem, SolveOptions(proposer="none", budget=300.0)))
    rules = load_rules(EXAMPLES / "pappus_rule.txt")
    for problem in read_problems(EXAMPLES / "pappus.txt"):
        tell(solve(problem, SolveOptions(proposer="none", budget=300.0), rules=rules))
    hard = parse_problem(HARD)
    tell(
        solve(
            hard, SolveOptions(attempts=30_000, threads=threads, budget=300.0, proposer="heuristic")
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
