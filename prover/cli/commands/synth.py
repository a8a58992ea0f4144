"""``porism synth`` and ``porism synth-audit``: make random theorems, and look whether they are.

What makes them is imported when a command runs, so that ``porism --help`` need not wait for it.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from porism.geometry.errors import InputError, PorismError
from porism.prover.cli.commands.options import Ray
from porism.prover.cli.console import complain, say
from porism.prover.cli.shipped import Shipped, resolve
from porism.prover.cli.status import ExitStatus

if TYPE_CHECKING:
    from porism.synth.pipeline.manifest import Manifest
    from porism.synth.pipeline.run import Plan

__all__ = ["synth", "synth_audit"]

_DEFAULT_PROBLEMS = 10_000


def synth(
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR", help="Folder of the data set, or a URL of one; it goes on if there."
        ),
    ],
    problems: Annotated[
        int | None,
        typer.Option(metavar="N", help=f"Stop at N theorems [default: {_DEFAULT_PROBLEMS}]."),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(metavar="S", help="Stop after S seconds instead.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes [default: all cores].")
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Other seeds, other theorems.")] = 0,
    exclude: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Problems that must not occur [default: the shipped imo_ag_30]."
        ),
    ] = None,
    frontier: Annotated[
        bool, typer.Option("--frontier", help="Make theorems that the search finds hard.")
    ] = False,
    figures: Annotated[
        int | None,
        typer.Option(metavar="N", help="Figures in a block [default: 100, or 60 with --frontier]."),
    ] = None,
    ray: Ray = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Make random theorems with proofs, as Parquet files.

    With --frontier only such as no single auxiliary point proves and a search proves late: some
    hundreds an hour. The problem files by which provers are judged do not occur among these.

    The same seed gives the same theorems whatever the number of workers and of machines. With
    --ray they are made on a Ray cluster, and written from here; DIR may be the URL of a folder in
    an object store, such as s3://bucket/data. A run that was
    interrupted, by Ctrl-C or worse, goes on where it stopped when it is started again.

    Exit status: 0 when the run came to its end, 1 when its worker processes keep dying, 2 bad
    input or usage, 130 interrupted.

    \b
    Examples:
      porism synth --out data --problems 1000
      porism synth --out data --problems 2000 --workers 2
      porism synth --out other --seconds 60 --seed 7 --exclude tutorial
      porism synth --out hard --problems 100 --frontier
    """
    from porism.synth.pipeline.exclude import JUDGED_BY, read_exclusion
    from porism.synth.pipeline.run import Plan, run

    if problems is not None and seconds is not None:
        raise InputError("--problems and --seconds exclude each other")
    if problems is not None and problems < 1:
        raise InputError(f"--problems {problems}: nothing to make; ask for 1 at least")
    if seconds is not None and not seconds > 0:
        raise InputError(f"--seconds {seconds:g}: no time to make anything")
    if figures is not None and figures < 1:
        raise InputError(f"--figures {figures}: a block has 1 at least")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    workers = (cores or 1) if workers is None else workers
    if workers < 1:
        raise InputError(f"--workers {workers}: nobody to do the work; ask for 1 at least")
    if problems is None and seconds is None:
        problems = _DEFAULT_PROBLEMS
    listed = None if exclude is None else resolve(exclude, Shipped.PROBLEMS)
    excluded = read_exclusion(listed, JUDGED_BY if frontier else ())
    plan = Plan(out, problems, seconds, workers, seed, excluded, quiet=quiet)
    plan = _of_frontier(plan) if frontier else plan
    plan = plan if figures is None else replace(plan, figures=figures)
    try:
        if ray is None:
            manifest, stopped = run(plan)
        else:
            manifest, stopped = _on_cluster(ray, plan)
    except InputError:
        raise
    except PorismError as error:
        complain(str(error))
        raise typer.Exit(1) from None
    print(json.dumps(_summary(manifest)), flush=True)
    if stopped:
        raise typer.Exit(ExitStatus.INTERRUPTED)


def _of_frontier(plan: Plan) -> Plan:
    from porism.prover.frontier import HeuristicSearcher
    from porism.synth.frontier.block import FIGURES, frontier

    return replace(plan, figures=FIGURES, recipe=frontier(HeuristicSearcher()))


def _on_cluster(address: str, plan: Plan) -> tuple[Manifest, bool]:
    from porism.synth.cluster.connect import connected
    from porism.synth.pipeline.run import run

    with connected(address, plan.workers):
        from porism.synth.cluster.workers import ClusterWorkers

        return run(replace(plan, hire=ClusterWorkers))


def _summary(manifest: Manifest) -> dict[str, float]:
    seconds = manifest.core_seconds + manifest.cut_seconds
    return {
        "problems": manifest.problems + manifest.cut_problems,
        "unique": manifest.rows,
        "with_aux": manifest.with_aux,
        "core_seconds": round(seconds, 2),
        "unique_per_core_second": round(manifest.rows / seconds, 2) if seconds else 0.0,
    }


def synth_audit(
    folder: Annotated[
        str, typer.Argument(metavar="DIR", help="Folder of 'porism synth'.", show_default=False)
    ],
    rows: Annotated[int, typer.Option(metavar="N", min=1, help="Rows to look at.")] = 500,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of the choice of rows.")] = 0,
) -> None:
    """Check rows of a data set, drawn at random; print what was found, and how often.

    Each proof is checked in full, and its problem proved again from nothing but the text, with
    and without its auxiliary points.

    Exit status: 0 when the rows were looked at, whatever was found, 2 bad input or usage.

    \b
    Examples:
      porism synth --out data --problems 1000
      porism synth-audit data --rows 100
    """
    from porism.synth.audit import audit

    counts: dict[str, int] = {}
    looked_at = 0
    for row in audit(folder, rows, seed):
        looked_at += 1
        for finding in row.findings:
            counts[finding] = counts.get(finding, 0) + 1
        if row.is_wrong:
            say(f"{', '.join(row.findings)}: {row.problem}")
    say(json.dumps({"rows": looked_at, **counts}))
