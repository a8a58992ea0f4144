"""``porism synth``: make random theorems."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.errors import InputError, PorismError
from porism.synth.pipeline.exclude import read_exclusion
from porism.synth.pipeline.manifest import Manifest
from porism.synth.pipeline.run import Plan, run

__all__ = ["main", "register", "synth"]

BAD_INPUT = 2
INTERRUPTED = 130
_DEFAULT_PROBLEMS = 10_000


def synth(
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of the data set; one that is there goes on.")
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
            metavar="FILE",
            help="Problems that must not occur [default: problems/imo_ag_30.txt, if there].",
        ),
    ] = None,
) -> None:
    """Make random theorems with proofs, as Parquet files.

    The same seed gives the same theorems whatever the number of workers. A run that was
    interrupted, by Ctrl-C or worse, goes on where it stopped when it is started again.
    """
    if problems is not None and seconds is not None:
        raise InputError("--problems and --seconds exclude each other")
    if problems is not None and problems < 1:
        raise InputError(f"--problems {problems}: nothing to make; ask for 1 at least")
    if seconds is not None and not seconds > 0:
        raise InputError(f"--seconds {seconds:g}: no time to make anything")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    workers = (cores or 1) if workers is None else workers
    if workers < 1:
        raise InputError(f"--workers {workers}: nobody to do the work; ask for 1 at least")
    if problems is None and seconds is None:
        problems = _DEFAULT_PROBLEMS
    plan = Plan(out, problems, seconds, workers, seed, read_exclusion(exclude))
    manifest, stopped = run(plan)
    print(json.dumps(_summary(manifest)), flush=True)
    if stopped:
        raise typer.Exit(INTERRUPTED)


def _summary(manifest: Manifest) -> dict[str, float]:
    seconds = manifest.core_seconds + manifest.cut_seconds
    return {
        "problems": manifest.problems + manifest.cut_problems,
        "unique": manifest.rows,
        "with_aux": manifest.with_aux,
        "core_seconds": round(seconds, 2),
        "unique_per_core_second": round(manifest.rows / seconds, 2) if seconds else 0.0,
    }


def register(app: typer.Typer) -> None:
    """Add the command to a program."""
    app.command(short_help="Make random theorems.")(synth)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command by itself and return its exit status."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    register(app)
    try:
        app(args=None if arguments is None else list(arguments), prog_name="porism synth")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except InputError as error:
        print(f"porism: {error}", file=sys.stderr)
        return BAD_INPUT
    except PorismError as error:
        print(f"porism: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
