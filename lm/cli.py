"""``porism train``: the command, without its cost. PyTorch is loaded when it is really run.

Several processes: ``torchrun --nproc_per_node 2 -m porism.lm.cli --data DIR --out DIR``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.errors import PorismError
from porism.lm.optional import missing

__all__ = ["main", "run_command", "train"]

BAD_INPUT = 2
INTERRUPTED = 130


def train(
    data: Annotated[Path, typer.Option(help="Folder with the Parquet files of 'porism synth'.")],
    out: Annotated[Path, typer.Option(help="Folder for checkpoint, log and weights.")],
    config: Annotated[Path | None, typer.Option(help="Settings, a TOML file.")] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the seed in the file.")] = None,
    tokens: Annotated[int | None, typer.Option(help="Instead of the tokens in the file.")] = None,
    threads: Annotated[int | None, typer.Option(help="Instead of the threads in the file.")] = None,
    tokenizer: Annotated[
        Path | None,
        typer.Option(help="A model of 'porism tokenizer', instead of one made from the data."),
    ] = None,
    grown: Annotated[
        bool, typer.Option("--grown", help="Go on although the data is not the same as before.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Train the language model, or go on with a run that was stopped.

    The same command goes on from the last checkpoint in --out. Weights are in --out/best and
    --out/last, the log in --out/log.jsonl.

    \b
    Examples:
      porism train --data DATA --out RUN --config lm/configs/tutorial.toml
      porism train --data DATA --out RUN --config lm/configs/small.toml --tokens 60000000
      torchrun --nproc_per_node 2 -m porism.lm.cli --data DATA --out RUN
    """
    try:
        from porism.lm.settings import read_settings
        from porism.lm.train import train as run
    except ModuleNotFoundError as error:
        raise missing(error) from None
    given = {"seed": seed, "tokens": tokens, "threads": threads}
    settings = read_settings(config, **{k: v for k, v in given.items() if v is not None})
    try:
        best = run(
            data,
            out,
            settings,
            tokenizer=tokenizer,
            grown=grown,
            report=_silent if quiet else _say,
        )
    except KeyboardInterrupt:
        print("stopped; the same command goes on from the last checkpoint", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        _say(f"the best weights are in {best}")


def run_command(command: Callable[..., None], name: str, arguments: Sequence[str] | None) -> int:
    """Run a command with these arguments, or those of the process; return the exit status."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command()(command)
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        app(given, prog_name=name)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except (PorismError, OSError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:  # while PyTorch was being loaded
        return INTERRUPTED
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``porism train`` with these arguments; return the exit status."""
    return run_command(train, "porism train", arguments)


def _say(line: str) -> None:
    print(line, flush=True)


def _silent(line: str) -> None:
    """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
