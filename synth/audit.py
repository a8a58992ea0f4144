"""Is a data set what it says? Rows drawn at random are proved again and their proofs checked.

    python -m porism.synth.audit DIR [--rows N] [--seed N]

This is the whole of :func:`porism.geometry.verify.check`, in high precision and in figures
drawn afresh, and a proof from nothing but the text, in a figure of
:func:`porism.geometry.figure.diagram.draw`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Annotated

import pyarrow.parquet as pq
import typer

from porism.ddar.engine import saturate
from porism.geometry.checker.proof_json import from_json
from porism.geometry.errors import InputError, PorismError
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.verify import check
from porism.synth.canonical import canonical_form, fingerprint
from porism.synth.pipeline.manifest import read_manifest

__all__ = ["audit", "findings"]


def findings(row: Mapping[str, object]) -> list[str]:
    """Return what is to be said of a row: the verdict on its proof, and everything wrong."""
    found: list[str] = []
    proof = from_json(str(row["proof"]))
    verdict = check(proof)
    found.append(verdict.status)
    problem = parse_problem(str(row["problem"]), proof.problem.name)
    if problem != proof.problem:
        found.append("the proof is of another problem")
    if fingerprint(canonical_form(problem).text) != row["hash"]:
        found.append("the hash is of another problem")
    try:
        at = draw(problem, seed=int(str(row["figure_seed"])) % 2**31).coordinates
    except PorismError:
        return [*found, "no figure"]
    if not saturate(problem, at, goals=problem.goals).holds(problem.goals[0]):
        found.append("not proved again")
    if problem.auxiliary:
        alone = replace(problem, auxiliary=())
        if saturate(alone, at, goals=problem.goals).holds(problem.goals[0]):
            found.append("proved without auxiliary points")
    return found


def audit(
    folder: Annotated[Path, typer.Argument(metavar="DIR", show_default=False)],
    rows: Annotated[int, typer.Option(metavar="N", min=1, help="Rows to look at.")] = 500,
    seed: Annotated[int, typer.Option(metavar="N")] = 0,
) -> None:
    """Check rows of a data set, drawn at random; print what was found, and how often."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise InputError(f"{folder} holds no data set")
    drawn: list[dict[str, object]] = []
    wanted = sorted(Random(seed).sample(range(manifest.rows), min(rows, manifest.rows)))
    start = 0
    for shard in manifest.shards:
        mine = [k - start for k in wanted if start <= k < start + shard.rows]
        table = pq.read_table(folder / shard.path, partitioning=None)
        drawn.extend(table.take(mine).to_pylist())
        start += shard.rows
    counts: Counter[str] = Counter()
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for row, found in zip(drawn, pool.map(findings, drawn, chunksize=8), strict=True):
            counts.update(found)
            if len(found) > 1 or found[0] == "rejected":
                print(f"{', '.join(found)}: {row['problem']}")
    print(json.dumps({"rows": len(drawn), **counts}))


if __name__ == "__main__":
    typer.run(audit)
