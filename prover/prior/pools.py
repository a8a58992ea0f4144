"""Labelled pools: which candidates of a figure prove a statement, alone or two by two.

    python -m porism.prover.prior.pools --out POOLS --seed 7 --figures 2000
    python -m porism.prover.prior.pools --out POOLS --data DATA

The figures are those in which :mod:`porism.synth.frontier` looks for hard theorems, or the
theorems with auxiliary points of a data set. Every candidate is tried alone, for all open
statements of a figure together, and the best two by two; pairs count of which neither does it
alone, as if there were no better way. So the labels are exact, and need no proofs. Each pool is a
file; what is there already is not made again.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from porism.ddar.closure import Closure, Limits
from porism.ddar.mining import DependencyTracer
from porism.ddar.trials import MOST_GOALS
from porism.geometry.checker.proof_json import from_json
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.prover.conjectures import conjectures
from porism.prover.frontier import HeuristicSearcher
from porism.prover.prior.features import MOST_POINTS, features, sketch_of
from porism.prover.proposers.base import Candidate, with_candidates
from porism.prover.search.policy import DEFAULT_POLICY
from porism.prover.search.trials import CandidateTrials
from porism.synth.canonical import canonical_form, fingerprint
from porism.synth.pipeline.exclude import JUDGED_BY, read_exclusion
from porism.synth.prune import prune_premises

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TRIAL = Limits(1e9, DEFAULT_POLICY.attempt_facts)
_LISTED = 2000  # candidates: behind them hardly one of a hundred is the first that proves
PAIRED = 64  # of them, tried two by two
_OF_FIGURE = 3  # pools of a figure for statements that a candidate proves alone
_MOST_RIGHT = 400  # candidates; of more the statement says nothing
_NEGATIVES = 200  # drawn from those behind the best
_BEST = 100  # always stored
_WHOLE = 10  # every tenth figure is stored whole, for ranks


@dataclass(frozen=True)
class Pool:
    """One statement in one figure, and what candidates did for it.

    ``rows`` are the numbers of the candidates that are stored, ``weights`` how many each stands
    for. ``seen`` has, by row, what its attempt showed (:class:`porism.ddar.trials.Observation`,
    with the number of other statements proved for the mask).
    """

    name: str
    size: int
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    described: NDArray[np.float16]
    seen: NDArray[np.float32]
    residual: int
    alone: NDArray[np.bool_]
    pairs: NDArray[np.int32]  # pairs of numbers; of the best PAIRED only


def main() -> int:
    """Make pools until all figures are done."""
    parser = argparse.ArgumentParser(description="Make labelled pools.")
    parser.add_argument("--out", type=Path, required=True, metavar="POOLS")
    parser.add_argument("--data", type=Path, metavar="DATA", help="of porism synth")
    parser.add_argument("--seed", default="7")
    parser.add_argument("--figures", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for k in range(options.first, options.figures):
        name = f"{options.data.name if options.data else 'figure'}-{options.seed}-{k:06d}"
        done = options.out / f"{name}.done"
        if done.exists():
            continue
        figures = _theorem(options.data, k) if options.data else _figures(options.seed, k)
        made = 0
        for m, (closure, statements) in enumerate(figures):
            for pool in pools(closure, statements, f"{name}-{m}", whole=k % _WHOLE == 0):
                write(options.out / f"{pool.name}.npz", pool)
                made += 1
        done.write_text(json.dumps({"pools": made}))
    return 0


def _figures(seed: str, number: int) -> Iterator[tuple[Closure, Sequence[Predicate]]]:
    from porism.synth.frontier.figures import SOURCES
    from porism.synth.frontier.variants import variants

    random = Random(f"{seed}/{number}")
    source = random.choice(sorted(SOURCES))
    grown = SOURCES[source](f"pools/{seed}/{number}")
    if grown is not None:
        for variant in variants(grown, random):
            yield variant.grown.closure, variant.statements


_ROWS: dict[Path, list[str]] = {}


def _theorem(data: Path, number: int) -> Iterator[tuple[Closure, Sequence[Predicate]]]:
    import pyarrow.parquet as pq

    from porism.synth.minimal import closed
    from porism.synth.pipeline.manifest import read_manifest

    if data not in _ROWS:
        manifest = read_manifest(data)
        if manifest is None:
            raise SystemExit(f"{data} holds no data set")
        rows = [
            row
            for shard in manifest.shards
            for row in pq.read_table(
                data / shard.path, partitioning=None, columns=["hash", "proof", "aux_points"]
            ).to_pylist()
            if row["aux_points"]
        ]
        _ROWS[data] = [row["proof"] for row in sorted(rows, key=lambda row: str(row["hash"]))]
    if number < len(_ROWS[data]):
        proof = from_json(_ROWS[data][number])
        alone = replace(proof.problem, auxiliary=())
        at = {p: proof.coordinates[p] for p in alone.points}
        yield closed(alone.clauses, at), (proof.goal,)


def pools(
    closure: Closure, statements: Sequence[Predicate], name: str, *, whole: bool = False
) -> Iterator[Pool]:
    """Yield a pool for each of some statements, none where no candidate proves it."""
    if len(closure.points) > MOST_POINTS:
        return
    statements = statements[:MOST_GOALS]
    pool = HeuristicSearcher().pool(closure, (), _LISTED)
    if not pool or not statements:
        return
    trials = CandidateTrials(closure, statements, _TRIAL)
    numbers = [trials.add(c) for c in pool]
    singly = [trials.complete((n,)) for n in numbers]
    masks = np.array(trials.run(singly), dtype=np.uint64)
    if not masks.any():
        return
    alone = {
        k: np.flatnonzero(masks >> np.uint64(k) & np.uint64(1)) for k in range(len(statements))
    }
    two = list(combinations(range(min(PAIRED, len(pool))), 2))
    asked = [trials.complete((numbers[i], numbers[j])) for i, j in two]
    both = np.array(trials.run(asked), dtype=np.uint64)
    ends = np.array(two).reshape(-1, 2)
    chosen: list[tuple[int, NDArray[np.int32]]] = []
    for _, k in sorted((len(right), k) for k, right in alone.items()):
        by_itself = np.isin(ends, alone[k]).any(axis=1)
        right = np.flatnonzero((both >> np.uint64(k) & np.uint64(1)).astype(bool) & ~by_itself)
        if len(alone[k]) < _MOST_RIGHT and (len(right) or len(alone[k])):
            pairs = ends[right[:_MOST_RIGHT]].astype(np.int32)
            chosen.append((k, pairs))
        if len(chosen) == _OF_FIGURE:
            break
    for k, pairs in chosen:
        proving = pairs[0].tolist() if len(pairs) else [int(alone[k][0])]
        if is_excluded(closure, statements[k], [pool[i] for i in proving]):
            continue
        yield _pool(closure, statements[k], pool, pairs, f"{name}-{k}", whole)


@lru_cache(maxsize=1)
def _excluded() -> frozenset[str]:
    hashes: frozenset[str] = read_exclusion(None, JUDGED_BY).hashes
    return hashes


def is_excluded(closure: Closure, goal: Predicate, proving: Sequence[Candidate]) -> bool:
    """Tell whether a statement, cut down to what it needs, is a problem that provers are judged by.

    ``proving`` are candidates that prove it.
    """
    full = with_candidates(closure, _apart(proving), _TRIAL)
    basis = DependencyTracer(full).trace(goal) if full.holds(goal) else None
    if basis is None:
        return True  # it cannot be told
    cut = prune_premises(full.problem.all_clauses, goal, basis.premises)
    return any(
        fingerprint(canonical_form(problem).text) in _excluded()
        for problem in (cut, Problem("figure", closure.problem.all_clauses, (goal,)))
    )


def _apart(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return candidates, and what they stand on, with names of their own."""
    found: list[Candidate] = []
    for k, candidate in enumerate(candidates):
        names: dict[str, str] = {}
        for c in (*candidate.prerequisites, candidate):
            names.update({p: f"new{k}_{p}" for p in c.points})
        found += [c.rename(names) for c in (*candidate.prerequisites, candidate)]
    return found


def _pool(
    closure: Closure,
    goal: Predicate,
    pool: Sequence[Candidate],
    pairs: NDArray[np.int32],
    name: str,
    whole: bool,
) -> Pool:
    unproved = conjectures(closure, DEFAULT_POLICY.conjectures, (goal,))
    trials = CandidateTrials(closure, (goal, *unproved), _TRIAL)
    numbers = [trials.add(c) for c in pool]
    shown = trials.observe([trials.complete((n,)) for n in numbers])
    described = features(sketch_of(closure, (goal,), unproved), pool)
    seen = np.array([(bin(o.mask >> 1).count("1"), *o[1:]) for o in shown], dtype=np.float32)
    alone = np.array([o.mask & 1 for o in shown], dtype=bool)
    random = np.random.default_rng(sum(name.encode()))
    kept = np.ones(len(pool), dtype=bool)
    weights = np.ones(len(pool), dtype=np.float32)
    if not whole:
        rest = np.flatnonzero(~alone & (np.arange(len(pool)) >= _BEST))
        some = random.permutation(rest)[:_NEGATIVES]
        kept[rest] = False
        kept[some] = True
        weights[some] = len(rest) / max(1, len(some))
    rows = np.flatnonzero(kept).astype(np.int32)
    return Pool(
        name,
        len(pool),
        rows,
        weights[rows],
        described[rows].astype(np.float16),
        seen[rows],
        trials.observe([()])[0].residual,
        alone[rows],
        pairs,
    )


def write(path: Path, pool: Pool) -> None:
    """Write a pool, whole or not at all."""
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **{k: v for k, v in vars(pool).items() if k != "name"})
    os.replace(part, path)


def read(path: Path) -> Pool:
    """Read a pool."""
    with np.load(path) as arrays:
        values = {k: arrays[k] for k in arrays.files}
    size, residual = int(values.pop("size")), int(values.pop("residual"))
    return Pool(name=path.stem, size=size, residual=residual, **values)


if __name__ == "__main__":
    raise SystemExit(main())
