"""Where the first pair of candidates that proves a theorem is, in several orders of pairs.

    porism synth --frontier --out HARD --problems 300
    python -m benchmarks.pairs HARD --theorems 100

One theorem with auxiliary points of each figure is taken, and all pairs of the best candidates are
tried. Where single candidates prove the theorem, as they do most ordinary ones, those pairs count
of which neither candidate does, as if there were no better way. A candidate is leading if the goal
follows from what the figure shows of it and its definition does not force (docs/search.md). Numbers
of attempts do not depend on the machine; it takes seconds a theorem.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.rank import theorems
from porism.ddar.closure import Limits
from porism.geometry.checker.proof_json import from_json
from porism.prover.bench.tables import grid
from porism.prover.frontier import HeuristicSearcher
from porism.prover.search.policy import DEFAULT_POLICY
from porism.prover.search.sweep import leading_pairs
from porism.prover.search.trials import CandidateTrials
from porism.synth.minimal import closed

Pair = tuple[int, int]
_LONG = 4_500  # attempts
_LIMITS = Limits(1e9, DEFAULT_POLICY.attempt_facts)


@dataclass(frozen=True)
class Tried:
    """A theorem: scores of the best candidates, which lead, and the pairs that prove it.

    Candidates that prove it alone are not among them.
    """

    scores: Sequence[float]
    leading: frozenset[int]
    proving: frozenset[Pair]
    attempts: int  # of the search that found it; 0 for an ordinary theorem

    @property
    def leads(self) -> Sequence[int]:
        """The leading candidates, best first."""
        return sorted(self.leading)


def _by_score(theorem: Tried, more: float) -> list[Pair]:
    def score(pair: Pair) -> float:
        return sum(theorem.scores[k] + more * (k in theorem.leading) for k in pair)

    return sorted(combinations(range(len(theorem.scores)), 2), key=lambda pair: -score(pair))


def _leading_first(theorem: Tried) -> list[Pair]:
    best = range(len(theorem.scores))
    return list(leading_pairs(theorem.leads, best, DEFAULT_POLICY.pair_block))


ORDERS: Mapping[str, Callable[[Tried], list[Pair]]] = {
    "of the list": lambda t: list(combinations(range(len(t.scores)), 2)),
    "sum of the ranks": lambda t: sorted(combinations(range(len(t.scores)), 2), key=sum),
    "sum of the scores": lambda t: _by_score(t, 0.0),
    "sum of the scores, 2 more for each leading one": lambda t: _by_score(t, 2.0),
    "as the heuristic's search does": _leading_first,
}


def tried(row: Mapping[str, object], best: int) -> Tried:
    """Try all pairs of the best candidates that do not prove the theorem alone."""
    proof = from_json(str(row["proof"]))
    alone = replace(proof.problem, auxiliary=())
    closure = closed(alone.clauses, {p: proof.coordinates[p] for p in alone.points})
    pool = HeuristicSearcher().pool(closure)[:best]
    trials = CandidateTrials(closure, (proof.goal,), _LIMITS)
    numbers = [trials.add(candidate) for candidate in pool]
    singly = trials.run([trials.complete([n]) for n in numbers])
    kept = [k for k, mask in enumerate(singly) if not mask]
    pool, numbers = [pool[k] for k in kept], [numbers[k] for k in kept]
    supposed = {k: trials.suppose(n) for k, n in enumerate(numbers)}
    known = {k: trials.complete([s]) for k, s in supposed.items() if s is not None}
    leading = {k for k, mask in zip(known, trials.run(list(known.values())), strict=True) if mask}
    pairs = list(combinations(range(len(numbers)), 2))
    masks = trials.run([trials.complete([numbers[i], numbers[j]]) for i, j in pairs])
    proving = frozenset(pair for pair, mask in zip(pairs, masks, strict=True) if mask)
    scores = [candidate.score for candidate in pool]
    return Tried(scores, frozenset(leading), proving, int(str(row.get("attempts", 0))))


def main() -> None:
    parser = argparse.ArgumentParser(description="Orders of pairs of candidates.")
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--theorems", type=int, default=100)
    given = parser.parse_args()
    figures: dict[tuple[str, ...], dict[str, Any]] = {}  # by the first steps of construction
    for row in theorems(given.data):
        figures.setdefault(tuple(row["problem"].split("; ")[1:4]), row)
    measured = []
    for row in list(figures.values())[: given.theorems]:
        theorem = tried(row, DEFAULT_POLICY.of_problem.paired)
        if theorem.proving:
            measured.append(theorem)
    if not measured:
        raise SystemExit("no pair proves any of these theorems")
    long = [t for t in measured if t.attempts > _LONG]
    lead = sum(len(t.leading) / len(t.scores) for t in measured) / len(measured)
    print(
        f"{len(measured)} theorems with a pair that proves them, {lead:.0%} of candidates leading"
    )
    harder = f"{len(long)} of more than {_LONG:,} attempts"
    table = [["order of pairs", f"{len(measured)} theorems", harder]]
    for name, order in ORDERS.items():
        table.append([name, _mean(measured, order), _mean(long, order)])
    print(grid(table, right=(1, 2)))


def _mean(theorems: Sequence[Tried], order: Callable[[Tried], list[Pair]]) -> str:
    if not theorems:
        return "-"
    logs = []
    for theorem in theorems:
        pairs = (tuple(sorted(pair)) for pair in order(theorem))
        first = next(k for k, pair in enumerate(pairs, 1) if pair in theorem.proving)
        logs.append(math.log(first))
    return f"{math.exp(sum(logs) / len(logs)):,.0f}"


if __name__ == "__main__":
    main()
