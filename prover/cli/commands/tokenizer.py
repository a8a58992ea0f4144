"""``porism tokenizer``: train a tokenizer on a data set, to keep it or to look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.errors import InputError
from porism.prover.cli.commands.options import check_not_read
from porism.prover.cli.commands.train import Settings
from porism.prover.cli.shipped import Shipped, resolve

__all__ = ["tokenizer"]


def tokenizer(
    data: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder with the Parquet files of 'porism synth'.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the model is written.")],
    config: Settings = None,
    vocabulary: Annotated[
        int | None, typer.Option(metavar="N", help="Most pieces, instead of those in the file.")
    ] = None,
) -> None:
    """Train a SentencePiece tokenizer on the theorems of a data set (needs 'porism[lm]').

    'porism train' makes the same one by itself from the same data and settings; with
    --tokenizer FILE it takes this one, so that several networks share it.

    Exit status: 0 written, 2 bad input or usage.

    \b
    Examples:
      porism synth --out data --problems 10000
      porism tokenizer --data data --out tokenizer.model
      porism tokenizer --data data --out tokenizer.model --config small
      porism train --data data --out run --tokenizer tokenizer.model
    """
    from porism.lm.checkpoint import atomically
    from porism.lm.data import load
    from porism.lm.settings import read_settings
    from porism.lm.text import line_of
    from porism.lm.train import tokenizer_of

    if out.is_dir():
        raise InputError(f"{out}: is a directory; name a file")
    changes = {} if vocabulary is None else {"vocabulary": vocabulary}
    file = None if config is None else resolve(config, Shipped.SETTINGS)
    check_not_read(out, inputs=(data, *([file] if file else [])))
    settings = read_settings(file, **changes)
    corpus = load(data, settings.held_out)
    made = tokenizer_of(corpus, settings.vocabulary)
    atomically(out, lambda beside: beside.write_bytes(made.data))
    lines = [line_of(row.parsed()) for row in corpus.training[:1000]]
    words = [(*line.statement, *line.auxiliary) for line in lines]
    count, pieces = sum(map(len, words)), sum(len(made.encode(line)) for line in words)
    print(
        f"{out}: {len(made)} pieces, from {len(corpus.training):,} theorems; "
        f"{count / len(words):.0f} words and {pieces / len(words):.0f} pieces a theorem"
    )
