"""Options that several commands share."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.errors import InputError
from porism.geometry.limits import LARGEST_SEED
from porism.lm.optional import load_model
from porism.prover.cli.completion import offer_problems, offer_proposers, offer_targets
from porism.prover.cli.shipped import Shipped, resolve
from porism.prover.options import SolveOptions
from porism.prover.proposers.registry import has_network, proposer_names

__all__ = [
    "STANDARD_OUTPUT",
    "WITHOUT_NETWORK",
    "Attempts",
    "BenchThreads",
    "Budget",
    "Goal",
    "Name",
    "Proposer",
    "Ray",
    "Rewrite",
    "Rules",
    "Seed",
    "Target",
    "Threads",
    "Weights",
    "check_network",
    "check_not_read",
    "check_writable",
    "lacks_network",
    "numbered",
]

WITHOUT_NETWORK = "no language model without PyTorch; pip install 'porism[lm]' adds it"


def _positive(seconds: float) -> float:
    if not 0 < seconds < math.inf:
        raise typer.BadParameter(f"{seconds} is not a positive number of seconds")
    return seconds


def _rule_files(given: list[Path] | None) -> list[Path] | None:
    return given and [resolve(path, Shipped.RULES) for path in given]


def _proposer(name: str) -> str:
    if name not in proposer_names():
        known = ", ".join(map(repr, proposer_names()))
        raise typer.BadParameter(f"{name!r} is not one of {known}.")
    return name


Target = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        help="A problem file (also .ggb), the name of a shipped one (imo_ag_30, classics, ...), "
        "a shipped problem (imo_2015_p4), - for standard input, or a statement in quotes.",
        show_default=False,
        autocompletion=offer_targets,
    ),
]
Name = Annotated[
    str | None,
    typer.Option(
        "--problem",
        metavar="NAME",
        help="The problem of the file with this name.",
        autocompletion=offer_problems,
    ),
]
Goal = Annotated[
    str | None,
    typer.Option(
        metavar="STATEMENTS",
        help="What to show instead: 'coll a b c; para a b c d' or 'AreCollinear(A,B,C)'.",
    ),
]
Budget = Annotated[
    float,
    typer.Option(metavar="SECONDS", help="Time for each problem.", callback=_positive),
]
Threads = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, help="Threads of the search.", show_default="one for each processor"
    ),
]
BenchThreads = Annotated[
    int | None,
    typer.Option(
        "--threads",
        metavar="N",
        min=1,
        help="Threads of each search.",
        show_default="processors divided by jobs",
    ),
]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=LARGEST_SEED, help="Seed of figures and search.")
]
Proposer = Annotated[
    str | None,
    typer.Option(
        "--proposer",
        parser=_proposer,
        metavar=f"<{'|'.join(proposer_names())}>",
        help="Who suggests auxiliary points; none: deduction alone.",
        show_default="mixed, or guided without PyTorch",
        autocompletion=offer_proposers,
    ),
]
Weights = Annotated[
    Path | None,
    typer.Option(
        "--weights",
        metavar="DIR",
        help="The network of 'porism train': DIR/best or DIR/last; else the shipped one.",
    ),
]
Attempts = Annotated[
    int | None,
    typer.Option(metavar="N", min=0, help="Auxiliary constructions to try at most."),
]
Ray = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="Work on a Ray cluster: local, auto, or HOST:PORT (needs 'porism[ray]').",
    ),
]
Rewrite = Annotated[
    bool,
    typer.Option("--rewrite/--no-rewrite", help="Make a proof shorter before it is shown."),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="A file of rules of your own (repeatable).",
        callback=_rule_files,
    ),
]


def lacks_network(options: SolveOptions) -> bool:
    """Tell whether nobody chose a proposer and the default one is without a network."""
    return options.proposer is None and not has_network(options.proposer_name)


def check_network(proposer: str, weights: Path | None, *, now: bool = False) -> None:
    """Load ``weights``, or the shipped ones ``now``, to say at once what is wrong with them.

    Raises InputError when they cannot be loaded, and when ``weights`` are given to a proposer
    that asks no network. Loading takes seconds, which a problem that needs no points can save.
    """
    if has_network(proposer):
        if now or weights is not None:
            load_model(weights)
    elif weights is not None:
        networks = " or ".join(filter(has_network, proposer_names()))
        raise InputError(f"--weights is for --proposer {networks}, not {proposer}")


_LONGEST_PATH = 1024  # characters; what is longer is a statement


STANDARD_OUTPUT = Path("-")
"""The file of this name is standard output."""


def numbered(path: Path, number: int) -> Path:
    """Return the path for the proof of goal ``number``: ``proof.json``, ``proof-2.json``, ..."""
    alone = number == 1 or path == STANDARD_OUTPUT
    return path if alone else path.with_name(f"{path.stem}-{number}{path.suffix}")


def check_writable(*paths: Path | None, inputs: Iterable[str | Path] = (), proofs: int = 1) -> None:
    """Raise InputError for the first path that cannot be written, before any work is done.

    Nor may two of them be the same file, for the later would overwrite the earlier; nor may
    they, or those of further proofs where so many ``proofs`` are written, be among the ``inputs``
    (:func:`check_not_read`).
    """
    seen: set[Path] = set()
    for path in paths:
        if path is None:
            continue
        if path.resolve() in seen and (path.is_file() or not path.exists()):
            raise InputError(f"{path}: named for two outputs; name a file for each")
        seen.add(path.resolve())
        if path.is_dir():
            raise InputError(f"{path}: is a directory; name a file")
        check_not_read(*(numbered(path, k) for k in range(1, proofs + 1)), inputs=inputs)
        if not path.absolute().parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}")
        if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
            raise InputError(f"{path}: permission denied")


def check_not_read(*paths: Path, inputs: Iterable[str | Path]) -> None:
    """Raise InputError for a path that is one of the inputs, under whatever name.

    The inputs may be statements as well, and folders, for the files in them.
    """
    named = [Path(word) for word in inputs if len(str(word)) < _LONGEST_PATH]
    read = [file for path in named for file in _files(path)]
    for path in paths:
        if path.exists() and any(path.samefile(file) for file in read):
            raise InputError(f"{path}: is read, and would be overwritten; name another file")


def _files(path: Path) -> list[Path]:
    try:
        if path.is_dir():
            return [file for file in path.iterdir() if file.is_file()]
        return [path] if path.is_file() else []
    except (OSError, ValueError):  # a statement
        return []
