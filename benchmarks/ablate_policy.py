"""What the numbers of the search are worth: attempts to a proof with other ones.

    python -m benchmarks.ablate_policy problems/imo_ag_30.txt --problem imo_2019_p6 --attempts 20000

Each variant changes one number of :class:`porism.prover.search.policy.Policy`. Problems that
deduction proves are left out. What is counted, attempts until the proof that the checker accepts,
does not depend on the machine. Most problems are proved in the sweep, on which only its sizes
bear; ``--paired 0`` leaves out most of it, so that the random rounds show their worth.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from statistics import geometric_mean

from porism.geometry.language.reader import read_problems
from porism.geometry.problem import Problem
from porism.prover.bench.tables import grid
from porism.prover.options import SolveOptions
from porism.prover.search.policy import DEFAULT_POLICY, Neighbourhood, Policy, Sizes
from porism.prover.solve import solve

VARIANTS: Mapping[str, Policy] = {
    "as it is": DEFAULT_POLICY,
    "supposed=0": replace(DEFAULT_POLICY, supposed=0),
    "conjectures=0": replace(DEFAULT_POLICY, conjectures=0),
    "conjectures=15": replace(DEFAULT_POLICY, conjectures=15),
    "of_problem=Sizes(4000, 0)": replace(DEFAULT_POLICY, of_problem=Sizes(4000, 0)),
    "of_problem=Sizes(1000, 160)": replace(DEFAULT_POLICY, of_problem=Sizes(1000, 160)),
    "sharpness=0.5": replace(DEFAULT_POLICY, sharpness=0.5),
    "sharpness=2": replace(DEFAULT_POLICY, sharpness=2.0),
    "following=100": replace(DEFAULT_POLICY, following=100),
    "expanding=0.9, deepening=0.1": replace(DEFAULT_POLICY, expanding=0.9, deepening=0.1),
    "expanding=0.3, deepening=0.6": replace(DEFAULT_POLICY, expanding=0.3, deepening=0.6),
    "around_new pairs 0": replace(DEFAULT_POLICY, around_new=Neighbourhood(200, 150, 0)),
    "around_new older 0": replace(DEFAULT_POLICY, around_new=Neighbourhood(200, 0, 100)),
    "mixed_pairs=0": replace(DEFAULT_POLICY, mixed_pairs=0.0),
    "sets=0": replace(DEFAULT_POLICY, sets=0),
    "alone=10000": replace(DEFAULT_POLICY, alone=10_000),
    "preadded_counts=(1,)": replace(DEFAULT_POLICY, preadded_counts=(1,)),
}


def attempts_to_proof(problem: Problem, policy: Policy, seed: int, most: int) -> int | None:
    """Return how many attempts were made before the proof; None where there was none."""
    options = SolveOptions(3600.0, None, seed, "heuristic", attempts=most, policy=policy)
    outcome = solve(problem, options)
    return outcome.attempts if outcome.status == "proved" else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--problem", action="append", help="only this one (repeatable)")
    parser.add_argument("--variant", action="append", choices=VARIANTS, help="only this one")
    parser.add_argument("--paired", type=int, help="candidates tried two by two, in all variants")
    parser.add_argument("--attempts", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, default=1)
    given = parser.parse_args()
    problems = [p for file in given.files for p in read_problems(file)]
    chosen = [p for p in problems if given.problem is None or p.name in given.problem]
    needing = [p for p in chosen if solve(p, SolveOptions(proposer="none")).status == "open"]
    rows = [["variant", "proved", "attempts"]]
    for name in given.variant or VARIANTS:
        policy = VARIANTS[name]
        if given.paired is not None:
            policy = replace(policy, of_problem=replace(policy.of_problem, paired=given.paired))
        found = [
            attempts_to_proof(problem, policy, seed, given.attempts)
            for problem in needing
            for seed in range(given.seeds)
        ]
        proved = [count for count in found if count is not None]
        mean = geometric_mean([count or given.attempts for count in found])
        rows.append([name, f"{len(proved)} of {len(found)}", f"{mean:,.0f}"])
        each = ", ".join("open" if count is None else f"{count:,}" for count in found)
        print(f"{name}: {each}", flush=True)
    print(grid(rows, right=(1, 2)))
    print(f"{', '.join(p.name for p in needing)}; at most {given.attempts:,} attempts, which an")
    print("open one counts as; geometric means.")


if __name__ == "__main__":
    main()
