"""The command ``porism``.

Errors that a person can cause are printed as they are and end in status 2; any other exception
is a defect of the program, told in one line (and in full with ``--debug``) and ends in 70. There
is no other program: ``python -m porism COMMAND`` does the same, also below ``torchrun -m porism``.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from porism.geometry.errors import PorismError
from porism.geometry.extras import without_extra
from porism.prover.bench.run import our_version
from porism.prover.cli.commands.bench import bench
from porism.prover.cli.commands.catalogues import constructions, rules
from porism.prover.cli.commands.check import check
from porism.prover.cli.commands.datasets import synth_export, synth_show
from porism.prover.cli.commands.draw import draw
from porism.prover.cli.commands.serve import serve
from porism.prover.cli.commands.solve import solve
from porism.prover.cli.commands.synth import synth, synth_audit
from porism.prover.cli.commands.tokenizer import tokenizer
from porism.prover.cli.commands.train import train
from porism.prover.cli.commands.weights import weights
from porism.prover.cli.console import complain, note, use_utf8
from porism.prover.cli.status import ExitStatus

__all__ = ["app", "main"]

app = typer.Typer(
    name="porism",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)

for _command, _help in (
    (solve, "Prove a problem, or several, and print the proof."),
    (check, "Check a proof, step by step."),
    (draw, "Draw a figure of a problem."),
    (serve, "Serve the studio, a web page to write, draw and prove in."),
    (bench, "Solve all problems of files and count."),
    (rules, "Print the rule catalogue."),
    (constructions, "Print the constructions of the language."),
    (synth, "Make random theorems."),
    (synth_audit, "Check random theorems that were made."),
    (synth_show, "Show one of them, with its proof."),
    (synth_export, "Write them as training text."),
    (tokenizer, "Train a tokenizer."),
    (train, "Train the language model."),
    (weights, "Write its weights for other programs."),
):
    app.command(short_help=_help)(_command)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"porism {our_version()}")
        raise typer.Exit


@app.callback()
def _porism(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an unexpected error came from.")
    ] = False,
) -> None:
    """Prove olympiad geometry, and check the proofs.

    \b
    Examples:
      porism solve "a b c = triangle; d = foot a b c; e = foot b c a ? eqangle d e d c a c a b"
      porism solve imo_ag_30 --problem imo_2015_p4 --json proof.json --html proof.html
      porism check proof.json
      porism bench imo_ag_30 --budget 60

    Files that are installed with the program can be named alone, as imo_ag_30 here.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = _take_debug(words)
    words = _joined(words)
    use_utf8()
    try:
        app(args=words, prog_name="porism")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except PorismError as error:
        if debug:
            traceback.print_exc()
        complain(str(error))
        return ExitStatus.BAD_INPUT
    except KeyboardInterrupt:
        note("interrupted")
        return ExitStatus.INTERRUPTED
    except (OSError, MemoryError) as error:  # a full disk, a closed terminal, a huge figure
        if debug:
            traceback.print_exc()
        complain("out of memory" if isinstance(error, MemoryError) else str(error))
        return ExitStatus.BAD_INPUT
    except Exception as error:
        if debug:
            traceback.print_exc()
        if isinstance(error, ModuleNotFoundError) and (advice := without_extra(error)) is not error:
            complain(str(advice))
            return ExitStatus.BAD_INPUT
        text = " ".join(str(error).split())
        complain(
            f"unexpected {type(error).__name__}: {text}\n"
            "This is a defect of porism: please report it with the command, the problem, and "
            "what the command prints with --debug."
        )
        return ExitStatus.DEFECT
    return ExitStatus.SUCCESS


def _joined(words: list[str]) -> list[str]:
    """Take ``synth show`` for ``synth-show``, and so on; ``synth`` itself has no arguments."""
    if words[:1] == ["synth"] and words[1:2] and words[1] in ("audit", "export", "show"):
        return [f"synth-{words[1]}", *words[2:]]
    return words


def _take_debug(words: list[str]) -> bool:
    """Take ``--debug`` out of the command line, wherever it stands before a ``--``."""
    end = words.index("--") if "--" in words else len(words)
    if "--debug" not in words[:end]:
        return False
    words[:end] = [word for word in words[:end] if word != "--debug"]
    return True
