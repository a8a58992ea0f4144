"""Steps of proofs before and after rewriting: the table of docs/rewriting.md.

    python -m benchmarks.rewriting problems/imo_ag_30.txt
    python -m benchmarks.rewriting problems/imo_ag_30.txt --proposer heuristic --budget 120

A line for each problem that is proved: derived steps as found and as rewritten, the longest chain
of each (statements that a sum cites, collinear points aside), lines of the proof as text and links
of its longest chain as told, seconds of processor for rewriting. The last line has the medians.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median

from porism.geometry.configurations import Surveys
from porism.geometry.language.reader import read_problems
from porism.geometry.proof import ByAlgebra, Proof
from porism.geometry.telling.model import Chain, Telling
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import render_text
from porism.geometry.verify import check
from porism.prover.options import SolveOptions
from porism.prover.rewrite.rewrite import Bounds, told_better
from porism.prover.solve import solve


def longest_chain(proof: Proof) -> int:
    """Return how many statements the longest sum of a proof cites, collinear points aside."""
    return max(
        (
            sum(proof.steps[p].statement.name != "coll" for p in step.premises)
            for step in proof.steps
            if isinstance(step.reason, ByAlgebra)
        ),
        default=0,
    )


def lines_told(told: Telling) -> int:
    """Return how many lines a proof takes as text, setting and conditions aside."""
    bare = replace(told, setting=(), goals=(), conventions=(), conditions=(), remarks=())
    _heading, *lines = render_text(replace(bare, verdict=(), answer=None)).strip().splitlines()
    return sum(bool(line.strip()) for line in lines)


def longest_told(told: Telling) -> int:
    """Return how many links the longest chain of a telling has that is read in one go."""
    sentences = (sentence for claim in told.claims for sentence in claim.sentences)
    chains = (part for s in sentences for part in s.text if isinstance(part, Chain))
    return max((len(chain.rows) for chain in chains), default=0)


def main(arguments: Iterable[str] | None = None) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--proposer", default="none")
    parser.add_argument("--budget", type=float, default=60.0)
    parser.add_argument("--problem", action="append", help="only this one (repeatable)")
    chosen = parser.parse_args(None if arguments is None else list(arguments))
    options = SolveOptions(proposer=chosen.proposer, budget=chosen.budget, rewrite=False)
    before: list[int] = []
    after: list[int] = []
    chains = "longest chain found", "rewritten"
    columns = "problem", "steps found", "rewritten", *chains, "lines told", "longest chain told"
    print(f"| {' | '.join((*columns, 'seconds'))} |")
    print("|---" * (1 + len(columns)) + "|")
    for problem in (p for file in chosen.files for p in read_problems(file)):
        if chosen.problem and problem.name not in chosen.problem:
            continue
        outcome = solve(problem, options)
        if not outcome.proofs:
            continue
        found = dict(
            zip(
                (proof.goal for proof in outcome.proofs),
                zip(outcome.proofs, outcome.verdicts, strict=True),
                strict=True,
            )
        )
        surveys = Surveys()
        for proof in outcome.proofs:
            check(proof, surveys=surveys)  # as solve does, which keeps what this finds out
        begun = time.process_time()
        better = list(told_better(found, Bounds(), surveys=surveys).values())
        seconds = time.process_time() - begun
        told = [proof for proof, _ in better]
        texts = [tell(*pair, after=told[:number]) for number, pair in enumerate(better)]
        before += [proof.length for proof in outcome.proofs]
        after += [proof.length for proof in told]
        cells = [
            problem.name,
            ", ".join(str(proof.length) for proof in outcome.proofs),
            ", ".join(str(proof.length) for proof in told),
            str(max(map(longest_chain, outcome.proofs))),
            str(max(map(longest_chain, told))),
            ", ".join(str(lines_told(text)) for text in texts),
            str(max(map(longest_told, texts))),
            f"{seconds:.1f}",
        ]
        print(f"| {' | '.join(cells)} |", flush=True)
    if before:
        print(
            f"{len(before)} proofs: median {median(before):g} steps found, {median(after):g} told"
        )


if __name__ == "__main__":
    main()
