"""Options that several commands share."""

from __future__ import annotations

import math
import os
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.errors import InputError
from porism.geometry.limits import LARGEST_SEED
from porism.lm.optional import available, load_model
from porism.prover.cli.shipped import Shipped, resolve

__all__ = [
    "PROCESSORS",
    "WITHOUT_NETWORK",
    "Attempts",
    "Budget",
    "Goal",
    "Name",
    "Proposer",
    "ProposerOption",
    "Rules",
    "Seed",
    "Target",
    "Threads",
    "Weights",
    "check_network",
    "check_writable",
    "chosen_proposer",
]

WITHOUT_NETWORK = (
    "without PyTorch the heuristic alone suggests points; pip install 'porism[lm]' adds the network"
)


class Proposer(str, Enum):
    """Who suggests auxiliary points."""

    none = "none"
    heuristic = "heuristic"
    lm = "lm"
    mixed = "mixed"


def _positive(seconds: float) -> float:
    if not 0 < seconds < math.inf:
        raise typer.BadParameter(f"{seconds} is not a positive number of seconds")
    return seconds


def _rule_files(given: list[Path] | None) -> list[Path] | None:
    return given and [resolve(path, Shipped.RULES) for path in given]


Target = Annotated[
    str,
    typer.Argument(
        metavar="TARGET",
        help="A problem file (also .ggb), the name of a shipped one (imo_ag_30, classics, ...), "
        "- for standard input, or a statement in quotes.",
        show_default=False,
    ),
]
Name = Annotated[
    str | None,
    typer.Option("--problem", metavar="NAME", help="The problem of the file with this name."),
]
Goal = Annotated[
    str | None,
    typer.Option(metavar="STATEMENTS", help="What to show instead: 'coll a b c; para a b c d'."),
]
Budget = Annotated[
    float,
    typer.Option(metavar="SECONDS", help="Time for each problem.", callback=_positive),
]
Threads = Annotated[int, typer.Option(metavar="N", min=1, help="Threads of the search.")]
Seed = Annotated[
    int, typer.Option(metavar="N", min=0, max=LARGEST_SEED, help="Seed of figures and search.")
]
ProposerOption = Annotated[
    Proposer | None,
    typer.Option(
        "--proposer",
        help="Who suggests auxiliary points; none: deduction alone.",
        show_default="mixed, or heuristic without PyTorch",
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
Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="A file of rules of your own (repeatable).",
        callback=_rule_files,
    ),
]


def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1


PROCESSORS = _processors()
"""How many processors this process may use."""


def chosen_proposer(proposer: Proposer | None, weights: Path | None = None) -> Proposer:
    """Return ``proposer``, or the best there is; ``weights`` are for one with a network."""
    if proposer is not None:
        return proposer
    return Proposer.mixed if weights is not None or available() else Proposer.heuristic


def check_network(proposer: Proposer, weights: Path | None, *, now: bool = False) -> None:
    """Load ``weights``, or the shipped ones ``now``, to say at once what is wrong with them.

    Raises InputError when they cannot be loaded, and when ``weights`` are given to a proposer
    that asks no network. Loading takes seconds, which a problem that needs no points can save.
    """
    if proposer in (Proposer.lm, Proposer.mixed):
        if now or weights is not None:
            load_model(weights)
    elif weights is not None:
        raise InputError(f"--weights is for --proposer lm or mixed, not {proposer.value}")


def check_writable(*paths: Path | None) -> None:
    """Raise InputError for the first path that cannot be written, before any work is done.

    Nor may two of them be the same file, for the later would overwrite the earlier.
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
        if not path.absolute().parent.is_dir():
            raise InputError(f"{path}: there is no folder {path.parent}")
        if not os.access(path if path.exists() else path.absolute().parent, os.W_OK):
            raise InputError(f"{path}: permission denied")
