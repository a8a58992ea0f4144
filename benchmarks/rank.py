"""How early the right candidate comes: by chance, by the heuristic, by networks, by sums.

    porism synth --out fresh --problems 1500 --seed 99
    python -m benchmarks.rank fresh --theorems 45 --svg docs/ranks.svg
    python -m benchmarks.rank HARD --theorems 45
    python -m benchmarks.rank fresh --theorems 45 --language-model

Of an ordinary theorem every candidate of the pool is tried alone, and those that prove it are
right; what is measured is the rank of the first. Of a hard one (``porism synth --frontier``) those
are right that the proof uses by which it was made, and the last of them is measured. Only theorems
count for which there are such candidates. The table has the geometric mean of the rank, and the
share of theorems in which it is at most k. For chance both follow from the number of right
candidates. The network is that of the guided proposer before anything is tried, its sum with the
heuristic's score the mean of both. On request the language model's log-likelihood is measured too;
that takes seconds a theorem, and candidates that stand on others of the pool, which have none, come
last there.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq

from benchmarks.plot import Series, shares_svg
from porism.ddar.closure import Closure
from porism.geometry.checker.proof_json import from_json
from porism.geometry.figure.diagram import Diagram
from porism.prover.frontier import HeuristicSearcher
from porism.prover.proposers.base import Candidate, Proposer, State
from porism.prover.proposers.guided import Guidance, Guided
from porism.prover.proposers.heuristic import Heuristic
from porism.synth.minimal import closed
from porism.synth.pipeline.manifest import read_manifest

KS = (1, 8, 32, 128)
CURVE = tuple(2**k for k in range(13))


def main() -> int:
    parser = argparse.ArgumentParser(description="Ranks of the first right candidate.")
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--theorems", type=int, default=45)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--prior", type=Path, metavar="DIR", help="weights of the guided proposer")
    parser.add_argument("--language-model", action="store_true")
    parser.add_argument("--weights", type=Path, metavar="DIR", help="of the language model")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw the curves")
    options = parser.parse_args()
    rows = theorems(options.data)
    Random(options.seed).shuffle(rows)
    orders: dict[str, Order] = {
        "heuristic": _as_proposed(Heuristic()),
        "network": _as_proposed(Guided(options.prior)),
        "sum": _as_proposed(Guided(options.prior, Guidance(weight=0.5))),
    }
    if options.language_model:
        orders |= by_likelihood(options.weights)
    searcher = HeuristicSearcher()
    measured: list[Ranks] = []
    for row in rows:
        if len(measured) == options.theorems:
            break
        ranks = ranks_of(row, orders, searcher)
        if ranks is not None:
            measured.append(ranks)
    print("\n".join(table(measured)))
    if options.svg:
        options.svg.write_text(shares_svg(curves(measured), "first k candidates", "theorems"))
    return 0


def theorems(folder: Path) -> list[dict[str, Any]]:
    """Return the rows with auxiliary points of a data set, by hash."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise SystemExit(f"{folder} holds no data set")
    rows = [
        row
        for shard in manifest.shards
        for row in pq.read_table(folder / shard.path, partitioning=None).to_pylist()
        if row["aux_points"]
    ]
    return sorted(rows, key=lambda row: str(row["hash"]))


@dataclass(frozen=True)
class Ranks:
    """Of one theorem: the size of its pool, how many are right, and the rank that counts.

    That is the rank of the first right candidate, or of the last if ``all_of_them`` are needed.
    """

    pool: int
    right: int
    rank: Mapping[str, int]  # by the name of the order, from 1
    all_of_them: bool = False


Order = Callable[[State, Sequence[Candidate]], Sequence[int]]
"""Puts the candidates of a state, given best first, into an order: their numbers."""


def _as_proposed(proposer: Proposer) -> Order:
    """Return the order in which a proposer yields candidates."""

    def order(state: State, pool: Sequence[Candidate]) -> Sequence[int]:
        number = {_key(candidate): k for k, candidate in enumerate(pool)}
        found = [number.pop(_key(c), None) for c in proposer.propose(state, 0)]
        return [*(k for k in found if k is not None), *number.values()]

    return order


def _key(candidate: Candidate) -> tuple[object, ...]:
    earlier = tuple(c.constructions for c in candidate.prerequisites)
    return earlier, candidate.constructions


def by_likelihood(weights: Path | None) -> dict[str, Order]:
    """Return the orders by the language model, and by its sum with the heuristic's score."""
    from benchmarks.likelihood import log_likelihoods
    from porism.lm.decode import Model

    model = Model.load(weights)

    def order(state: State, pool: Sequence[Candidate], weight: float) -> Sequence[int]:
        logs = log_likelihoods(model, state.problem, pool)
        values = [weight * c.score + n for c, n in zip(pool, logs, strict=True)]
        return sorted(range(len(pool)), key=lambda k: (-values[k], k))

    return {
        "language model": lambda state, pool: order(state, pool, 0.0),
        "heuristic + 0.5 × language model": lambda state, pool: order(state, pool, 2.0),
    }


def ranks_of(
    row: Mapping[str, Any], orders: Mapping[str, Order], searcher: HeuristicSearcher
) -> Ranks | None:
    """Rank the candidates of a theorem; None where none is right."""
    proof = from_json(row["proof"])
    alone = replace(proof.problem, auxiliary=())
    closure = closed(alone.clauses, {p: proof.coordinates[p] for p in alone.points})
    pool = searcher.pool(closure)
    hard = row.get("log")
    right = _used(hard, searcher, closure) if hard else set(searcher.proving(closure, proof.goal))
    if not right:
        return None
    state = State(closure, Diagram(closure.coordinates), (proof.goal,))
    counts = max if hard else min
    ranks: dict[str, int] = {}
    for name, order in orders.items():
        place = {number: k for k, number in enumerate(order(state, pool), 1)}
        ranks[name] = counts(place.get(k, len(pool)) for k in right)  # what it leaves out is last
    return Ranks(len(pool), len(right), ranks, bool(hard))


def _used(text: str, searcher: HeuristicSearcher, closure: Closure) -> set[int]:
    """Return the ranks of candidates that the first proof of a hard theorem uses.

    None of those in a pool after others have been added.
    """
    log = json.loads(text)
    if searcher.digest(closure) != log["digest"]:
        return set()  # its pool was another one
    return {rank for _, rank, size in log["known"] if rank is not None and size == log["pool"]}


def table(measured: Sequence[Ranks]) -> list[str]:
    """Return the rows of a Markdown table."""
    count = max(1, len(measured))
    lines = [f"{len(measured)} theorems", ""]
    lines.append(f"| order | geometric mean | {' | '.join(f'k = {k}' for k in KS)} |")
    lines.append("|---" * (len(KS) + 2) + "|")
    mean = sum(math.log(_mean_by_chance(r)) for r in measured) / count
    shares = [sum(_by_chance(r, k) for r in measured) / count for k in KS]
    lines.append(_line("chance", math.exp(mean), shares))
    for name in measured[0].rank if measured else ():
        ranks = [r.rank[name] for r in measured]
        mean = sum(map(math.log, ranks)) / count
        shares = [sum(rank <= k for rank in ranks) / count for k in KS]
        lines.append(_line(name, math.exp(mean), shares))
    return lines


def curves(measured: Sequence[Ranks]) -> list[Series]:
    """Return by order the share of theorems in which the rank is at most k."""
    count = max(1, len(measured))
    chance = [(float(k), sum(_by_chance(r, k) for r in measured) / count) for k in CURVE]
    found = [Series("chance", chance)]
    for name in measured[0].rank if measured else ():
        ranks = [r.rank[name] for r in measured]
        shares = [(float(k), sum(rank <= k for rank in ranks) / count) for k in CURVE]
        found.append(Series(name, shares))
    return found


def _mean_by_chance(ranks: Ranks) -> float:
    """Return the mean of the rank in a random order."""
    apart = (ranks.pool + 1) / (ranks.right + 1)
    return apart * ranks.right if ranks.all_of_them else apart


def _by_chance(ranks: Ranks, k: int) -> float:
    """Return the probability that k drawn at random have a right candidate, or all of them."""
    wrong, k = ranks.pool - ranks.right, min(k, ranks.pool)
    if ranks.all_of_them:
        return math.comb(k, ranks.right) / math.comb(ranks.pool, ranks.right)
    return 1.0 - math.comb(wrong, k) / math.comb(ranks.pool, k)


def _line(name: str, mean: float, shares: Sequence[float]) -> str:
    return f"| {name} | {mean:.1f} | {' | '.join(f'{share:.0%}' for share in shares)} |"


if __name__ == "__main__":
    raise SystemExit(main())
