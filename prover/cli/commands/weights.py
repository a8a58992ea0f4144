"""``porism weights``: hand trained weights on to other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from porism.prover.cli.console import note

__all__ = ["weights"]


def weights(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder to write.", show_default=False)],
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR", help="Weights of 'porism train', such as RUN/best [default: shipped]."
        ),
    ] = None,
) -> None:
    """Write weights so that the library 'transformers' opens them (needs 'porism[lm]').

    DIR then has config.json, model.safetensors, tokenizer.model and a card, README.md.

    Exit status: 0 written, 2 bad input or usage.

    \b
    Examples:
      porism weights --out exported
    """
    from porism.lm.export import export

    export(folder, out)
    note(f"wrote {out}; AutoModelForCausalLM.from_pretrained opens it")
