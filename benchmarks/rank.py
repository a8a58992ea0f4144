"""How early the right candidate comes in four orders: chance, the heuristic, the network, a sum.

    porism synth --out fresh --problems 1500 --seed 99
    python -m benchmarks.rank fresh --theorems 45
    python -m benchmarks.rank HARD --theorems 45

Of an ordinary theorem every candidate of the pool is tried alone, and those that prove it are
right; what is measured is the rank of the first. Of a hard one (``porism synth --frontier``) those
are right that the proof uses by which it was made, and the last of them is measured. Only theorems
count for which there are such candidates. The table has the geometric mean of the rank, and the
share of theorems in which it is at most k. For chance both follow from the number of right
candidates. Candidates that stand on others of the pool have no likelihood; they come last where
there is a network in the order.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import torch

from porism.ddar.closure import Closure
from porism.geometry.checker.proof_json import from_json
from porism.geometry.problem import Clause, Problem
from porism.lm.decode import Model
from porism.lm.model import Cache
from porism.lm.text import line_of
from porism.prover.frontier import HeuristicSearcher
from porism.prover.proposers.base import Candidate
from porism.synth.minimal import closed
from porism.synth.pipeline.manifest import read_manifest

KS = (1, 8, 32, 128)
WEIGHTS = (0.2, 0.5, 1.0)  # of the log-likelihood in a sum with the heuristic's score
_ROWS = 256  # candidates scored at a time


def main() -> int:
    parser = argparse.ArgumentParser(description="Ranks of the first right candidate.")
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--theorems", type=int, default=45)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--weights", type=Path, metavar="DIR")
    options = parser.parse_args()
    rows = theorems(options.data)
    Random(options.seed).shuffle(rows)
    model, searcher = Model.load(options.weights), HeuristicSearcher()
    measured: list[Ranks] = []
    for row in rows:
        if len(measured) == options.theorems:
            break
        ranks = ranks_of(row, model, searcher)
        if ranks is not None:
            measured.append(ranks)
    print("\n".join(table(measured)))
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


def ranks_of(row: Mapping[str, Any], model: Model, searcher: HeuristicSearcher) -> Ranks | None:
    """Rank the candidates of a theorem; None where none is right."""
    proof = from_json(row["proof"])
    alone = replace(proof.problem, auxiliary=())
    closure = closed(alone.clauses, {p: proof.coordinates[p] for p in alone.points})
    pool = searcher.pool(closure)
    hard = row.get("log")
    right = _used(hard, searcher, closure) if hard else set(searcher.proving(closure, proof.goal))
    if not right:
        return None
    scores = [candidate.score for candidate in pool]
    logs = log_likelihoods(model, alone, pool)
    orders = {"heuristic": scores, "network": logs}
    for weight in WEIGHTS:
        name = f"heuristic + {weight:g} × network"
        orders[name] = [s + weight * n for s, n in zip(scores, logs, strict=True)]
    counts = max if hard else min
    ranks: dict[str, int] = {}
    for name, values in orders.items():
        order = sorted(range(len(pool)), key=lambda k: (-values[k], k))
        ranks[name] = 1 + counts(order.index(k) for k in right)
    return Ranks(len(pool), len(right), ranks, bool(hard))


def _used(text: str, searcher: HeuristicSearcher, closure: Closure) -> set[int]:
    """Return the ranks of candidates that the first proof of a hard theorem uses.

    None of those in a pool after others have been added.
    """
    log = json.loads(text)
    if searcher.digest(closure) != log["digest"]:
        return set()  # its pool was another one
    return {rank for _, rank, size in log["known"] if rank is not None and size == log["pool"]}


@torch.inference_mode()
def log_likelihoods(model: Model, problem: Problem, pool: Sequence[Candidate]) -> list[float]:
    """Return the log-probability that the network gives each candidate as the next clause."""
    network, tokenizer = model.network, model.tokenizer
    statement = line_of(problem).statement
    prompt = [tokenizer.begin, *tokenizer.encode(statement)]
    spelled = [_spelled(model, problem, c.clause) if not c.prerequisites else [] for c in pool]
    longest = max(map(len, spelled))
    like = network.embedding.weight
    cache = Cache.empty(network.shape, 1, len(prompt) + longest, like)
    before = network.advance(torch.tensor([prompt]), cache)[:, -1].float()
    found: list[float] = []
    for start in range(0, len(pool), _ROWS):
        part = spelled[start : start + _ROWS]
        most = max(1, max(map(len, part)))
        filled = torch.tensor([p + [tokenizer.pad] * (most - len(p)) for p in part])
        several = cache.select(torch.zeros(len(part), dtype=torch.long))
        after = network.advance(filled, several).float()
        scores = torch.cat((before.expand(len(part), -1)[:, None], after[:, :-1]), 1)
        logs = scores.log_softmax(-1).gather(2, filled[:, :, None])[:, :, 0]
        for row, pieces in zip(logs, part, strict=True):
            found.append(float(row[: len(pieces)].sum()) if pieces else -math.inf)
    return found


def _spelled(model: Model, problem: Problem, clause: Clause) -> list[int]:
    return model.tokenizer.encode(line_of(replace(problem, auxiliary=(clause,))).auxiliary)


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
