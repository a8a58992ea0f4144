"""``porism train``: train the language model. PyTorch is loaded when the command really runs.

Several processes: ``torchrun --nproc_per_node 2 -m porism train --data DIR --out DIR``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from porism.prover.cli.console import note
from porism.prover.cli.shipped import Shipped, resolve
from porism.prover.cli.status import ExitStatus

__all__ = ["Settings", "train"]

Settings = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Settings, a TOML file, or a shipped one: tutorial, small, medium, gpu.",
    ),
]


def train(
    data: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder with the Parquet files of 'porism synth'.")
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder for checkpoint, log and weights.")
    ],
    config: Settings = None,
    seed: Annotated[
        int | None, typer.Option(metavar="N", help="Instead of the seed in the file.")
    ] = None,
    tokens: Annotated[
        int | None, typer.Option(metavar="N", help="Instead of the tokens in the file.")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(metavar="N", help="Instead of the threads in the file.")
    ] = None,
    tokenizer: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A model of 'porism tokenizer', instead of one made from the data.",
        ),
    ] = None,
    grown: Annotated[
        bool, typer.Option("--grown", help="Go on although the data is not the same as before.")
    ] = False,
    tensorboard: Annotated[
        bool,
        typer.Option(
            "--tensorboard", help="Also log for TensorBoard (needs 'porism[tensorboard]')."
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Train the language model, or go on with a run that was stopped (needs 'porism[lm]').

    The same command goes on from the last checkpoint in --out. Weights are in --out/best and
    --out/last, the log in --out/log.jsonl, that for TensorBoard in --out/tensorboard.

    Exit status: 0 trained, 2 bad input or usage, 130 interrupted.

    \b
    Examples:
      porism synth --out data --problems 10000
      porism train --data data --out run --config tutorial
      porism train --data data --out large --config small --tokens 60000000
      torchrun --nproc_per_node 2 -m porism train --data data --out two --config small
    """
    from porism.lm.settings import read_settings
    from porism.lm.train import train as run

    given = {"seed": seed, "tokens": tokens, "threads": threads}
    settings = read_settings(
        None if config is None else resolve(config, Shipped.SETTINGS),
        **{k: v for k, v in given.items() if v is not None},
    )
    report = _silent if quiet else _say
    try:
        best = run(
            data,
            out,
            settings,
            tokenizer=tokenizer,
            grown=grown,
            tensorboard=tensorboard,
            report=report,
        )
    except KeyboardInterrupt:
        note("stopped; the same command goes on from the last checkpoint")
        raise typer.Exit(ExitStatus.INTERRUPTED) from None
    report(f"the best weights are in {best}")


def _say(line: str) -> None:
    print(line, flush=True)


def _silent(line: str) -> None:
    """Say nothing."""
