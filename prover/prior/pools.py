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
from itertools import combinations, islice
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from porism.ddar.closure import Closure, Limits
from porism.ddar.mining import DependencyTracer
from porism.ddar.trials import MOST_GOALS
from porism.geometry.checker.proof_json import from_json
from porism.geometry.errors import InputError
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.prover.conjectures import conjectures
from porism.prover.frontier import HeuristicSearcher
from porism.prover.prior.features import COLUMNS, MOST_POINTS, features, sketch_of
from porism.prover.prior.pairs import PLACE_COLUMNS, all_pairs, pair_places
from porism.prover.prior.scorer import seen_rows
from porism.prover.proposers.base import Candidate, Shown, with_candidates
from porism.prover.search.policy import DEFAULT_POLICY
from porism.prover.search.trials import CandidateTrials
from porism.synth.canonical import canonical_form, fingerprint
from porism.synth.pipeline.exclude import JUDGED_BY, read_exclusion
from porism.synth.prune import prune_premises

_TRIAL = Limits(1e9, DEFAULT_POLICY.attempt_facts)
_LISTED = 2000  # candidates: behind them hardly one of a hundred is the first that proves
PAIRED = 64  # of them, tried two by two ...
_DEEPER = ((64, 256, 12), (256, 1000, 12), (1000, 2000, 8))  # ... with some from, to, how many
_VARIANTS = 2  # of a figure: others teach more than more of the same
_OF_FIGURE = 3  # pools of a figure for statements that a candidate proves alone
_MOST_RIGHT = 400  # candidates; of more the statement says nothing
_NEGATIVES = 200  # drawn from those behind the best
_BEST = 100  # always stored
_WHOLE = 10  # every tenth figure is stored whole, for ranks


@dataclass(frozen=True)
class Pool:
    """One statement in one figure, and what candidates did for it.

    ``rows`` are the numbers of the candidates that are stored, ``weights`` how many each stands
    for. ``seen`` has, by row, what attempts showed (:func:`porism.prover.prior.scorer.seen_rows`).
    The best and some others were tried two by two; ``paired_weights`` say how many each stands for.
    ``pairs`` are those that prove the statement; ``between`` says of all pairs of ``paired``, in
    the order of :func:`porism.prover.prior.pairs.all_pairs`, what the two are to each other. Pools
    made before that was looked at have no rows there.
    """

    name: str
    size: int
    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    described: NDArray[np.float16]
    seen: NDArray[np.float32]
    residual: int
    alone: NDArray[np.bool_]
    paired: NDArray[np.int32]  # numbers of the candidates that were tried two by two
    paired_weights: NDArray[np.float32]
    pairs: NDArray[np.int32]  # pairs of numbers
    between: NDArray[np.float16]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make pools until all figures are done."""
    parser = argparse.ArgumentParser(description="Make labelled pools.")
    parser.add_argument("--out", type=Path, required=True, metavar="POOLS")
    parser.add_argument("--data", type=Path, metavar="DATA", help="of porism synth")
    parser.add_argument("--seed", default="7")
    parser.add_argument("--figures", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for k in range(options.first, options.figures):
        name = f"{options.data.name if options.data else 'figure'}-{options.seed}-{k:06d}"
        done = options.out / f"{name}.done"
        if done.exists():
            continue
        figures = _theorem(options.data, k) if options.data else _figures(options.seed, k)
        made = 0
        for m, (closure, statements) in enumerate(figures):
            for pool in pools(
                closure,
                statements,
                f"{name}-{m}",
                whole=k % _WHOLE == 0,
                theorems=bool(options.data),
            ):
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
        for variant in islice(variants(grown, random), _VARIANTS):
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
    closure: Closure,
    statements: Sequence[Predicate],
    name: str,
    *,
    whole: bool = False,
    theorems: bool = False,
) -> Iterator[Pool]:
    """Yield a pool for each of some statements, none where no candidate and no pair proves it.

    Where single candidates prove nothing at all, pairs are tried of ``theorems`` only, which some
    points are known to prove.
    """
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
    if not masks.any() and not theorems:
        return
    alone = {
        k: np.flatnonzero(masks >> np.uint64(k) & np.uint64(1)) for k in range(len(statements))
    }
    paired, paired_weights = _paired(len(pool), name)
    two = list(combinations(paired.tolist(), 2))
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
        tried = paired, paired_weights, pairs
        yield _pool(closure, statements[k], pool, tried, f"{name}-{k}", whole)


Numbers = NDArray[np.int32]
Tried = tuple[Numbers, NDArray[np.float32], Numbers]  # two by two, weights, proving pairs


def _paired(size: int, name: str) -> tuple[Numbers, NDArray[np.float32]]:
    """Return which candidates of a pool are tried two by two, and how many each stands for."""
    random = np.random.default_rng(sum(name.encode()))
    chosen = [np.arange(min(PAIRED, size))]
    weights = [np.ones(len(chosen[0]))]
    for start, end, count in _DEEPER:
        among = np.arange(start, min(end, size))
        some = np.sort(random.permutation(among)[:count])
        chosen.append(some)
        weights.append(np.full(len(some), len(among) / max(1, len(some))))
    return np.concatenate(chosen).astype(np.int32), np.concatenate(weights).astype(np.float32)


@lru_cache(maxsize=1)
def _excluded() -> tuple[frozenset[str], frozenset[tuple[int, int]]]:
    """Return the hashes of problems that provers are judged by, and their sizes."""
    sizes = {_size(p) for f in JUDGED_BY for p in read_problems(f, need_goal=False)}
    return read_exclusion(None, JUDGED_BY).hashes, frozenset(sizes)


def _size(problem: Problem) -> tuple[int, int]:
    """Return how many points and premises a statement has."""
    return len(problem.points), len({s for c in problem.clauses for s in c.premises})


def is_excluded(closure: Closure, goal: Predicate, proving: Sequence[Candidate]) -> bool:
    """Tell whether a statement, cut down to what it needs, is a problem that provers are judged by.

    ``proving`` are candidates that prove it.
    """
    full = with_candidates(closure, _apart(proving), _TRIAL)
    basis = DependencyTracer(full).trace(goal) if full.holds(goal) else None
    if basis is None:
        return True  # it cannot be told
    cut = prune_premises(full.problem.all_clauses, goal, basis.premises)
    hashes, sizes = _excluded()
    return any(
        _size(problem) in sizes and fingerprint(canonical_form(problem).text) in hashes
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
    tried: Tried,
    name: str,
    whole: bool,
) -> Pool:
    unproved = conjectures(closure, DEFAULT_POLICY.conjectures, (goal,))
    trials = CandidateTrials(closure, (goal, *unproved), _TRIAL)
    numbers = [trials.add(c) for c in pool]
    alone = trials.observe([trials.complete((n,)) for n in numbers])
    shown = [Shown(o, s) for o, s in zip(alone, _supposed(trials, numbers), strict=True)]
    sketch = sketch_of(closure, (goal,), unproved)
    described = features(sketch, pool)
    between = pair_places(sketch, [pool[k] for k in tried[0]], all_pairs(len(tried[0])))
    seen = seen_rows(shown, goals=1)
    proving = np.array([o.mask & 1 for o in alone], dtype=bool)
    random = np.random.default_rng(sum(name.encode()) + 1)
    kept = np.ones(len(pool), dtype=bool)
    weights = np.ones(len(pool), dtype=np.float32)
    if not whole:
        known = proving | np.isin(np.arange(len(pool)), tried[0])
        rest = np.flatnonzero(~known & (np.arange(len(pool)) >= _BEST))
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
        proving[rows],
        *tried,
        between.astype(np.float16),
    )


def _supposed(trials: CandidateTrials, numbers: Sequence[int]) -> list[int | None]:
    """Return what follows from the coincidences of candidates, as the search asks for it."""
    numbers, rest = numbers[: DEFAULT_POLICY.supposed], numbers[DEFAULT_POLICY.supposed :]
    suppositions = [trials.suppose(n) for n in numbers]
    masks = iter(trials.run([trials.complete((s,)) for s in suppositions if s is not None]))
    return [None if s is None else next(masks) for s in suppositions] + [None] * len(rest)


def write(path: Path, pool: Pool) -> None:
    """Write a pool, whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez_compressed(file, **{k: v for k, v in vars(pool).items() if k != "name"})
    os.replace(part, path)


def read(path: Path) -> Pool:
    """Read a pool. Raises InputError for one that was made when candidates had other columns."""
    with np.load(path) as arrays:
        values = {k: arrays[k] for k in arrays.files}
    columns = values["described"].shape[1]
    if "paired" not in values or columns != len(COLUMNS):
        raise InputError(f"{path}: a pool with {columns} columns, not {len(COLUMNS)}; make it anew")
    values.setdefault("between", np.zeros((0, len(PLACE_COLUMNS)), dtype=np.float16))
    if values["between"].shape[1] != len(PLACE_COLUMNS):
        raise InputError(f"{path}: pairs have other columns now; make the pool anew")
    size, residual = int(values.pop("size")), int(values.pop("residual"))
    return Pool(name=path.stem, size=size, residual=residual, **values)


if __name__ == "__main__":
    raise SystemExit(main())
