"""``porism synth``, ``tokenizer`` and ``train``: handed on to packages that may not be there."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated

import typer

from porism.geometry.errors import InputError

__all__ = ["ANY_ARGUMENTS", "synth", "tokenizer", "train"]

ANY_ARGUMENTS = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
"""Settings of a command that leaves all arguments, ``--help`` included, to another program."""

_EXTRA = frozenset(("torch", "safetensors", "sentencepiece"))

Arguments = Annotated[list[str] | None, typer.Argument(metavar="[OPTIONS]", show_default=False)]


def synth(arguments: Arguments = None) -> None:
    """Make random theorems; see 'porism synth --help'."""
    _hand_on("porism.synth.cli", "synth", arguments)


def tokenizer(arguments: Arguments = None) -> None:
    """Train a tokenizer (needs 'porism[lm]'); see 'porism tokenizer --help'."""
    _hand_on("porism.lm.tokenizer_cli", "tokenizer", arguments)


def train(arguments: Arguments = None) -> None:
    """Train the language model (needs 'porism[lm]'); see 'porism train --help'."""
    _hand_on("porism.lm.cli", "train", arguments)


def _hand_on(module: str, command: str, arguments: list[str] | None) -> None:
    """Call ``main(arguments)`` of the module, which returns an exit status."""
    try:
        program = import_module(module)
    except ModuleNotFoundError as error:
        if error.name in _EXTRA:
            raise InputError(
                f"'porism {command}' needs {error.name}; install it with: pip install 'porism[lm]'"
            ) from None
        if error.name in (module, module.partition(".")[0]):
            raise InputError(f"'porism {command}' is not part of this installation") from None
        raise
    raise typer.Exit(program.main(list(arguments or [])) or 0)
