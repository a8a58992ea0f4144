"""What the shell offers after Tab: shipped files, the problems of a file, the proposers.

Completion of a path is left to the shell. Nothing here complains: where nothing can be offered,
nothing is.
"""

from __future__ import annotations

import typer  # noqa: TC002 - typer reads the annotations

from porism.geometry.errors import PorismError
from porism.geometry.language.reader import read_target
from porism.prover.cli.examples import shipped_file_of, shipped_problem_names
from porism.prover.cli.shipped import Shipped, resolve, shipped_names
from porism.prover.proposers.registry import proposer_names

__all__ = ["offer_problems", "offer_proposers", "offer_targets"]


def offer_targets(incomplete: str) -> list[str]:
    """Offer shipped files, and shipped problems once a letter is written."""
    names = list(shipped_names(Shipped.PROBLEMS))
    if incomplete:
        names += shipped_problem_names()
    return [name for name in dict.fromkeys(names) if name.startswith(incomplete)]


def offer_problems(context: typer.Context, incomplete: str) -> list[str]:
    """Offer the problems of the file that the command line names."""
    target = str(context.params.get("target") or "")
    try:
        file = shipped_file_of(target) or target
        problems = read_target(str(resolve(file, Shipped.PROBLEMS)), need_goal=False)
    except PorismError:
        return []
    return [p.name for p in problems if p.name.startswith(incomplete)]


def offer_proposers(incomplete: str) -> list[str]:
    """Offer the names of the proposers."""
    return [name for name in proposer_names() if name.startswith(incomplete)]
