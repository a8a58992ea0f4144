"""The proposers that people can ask for: what the modules of this folder list in ``PROPOSERS``."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

from porism.geometry.errors import InputError
from porism.lm.optional import available
from porism.prover import proposers as _folder
from porism.prover.proposers.base import Proposer, ProposerEntry
from porism.prover.proposers.guided import can_be_guided

__all__ = ["DEDUCTION_ALONE", "default_proposer", "has_network", "make_proposer", "proposer_names"]

DEDUCTION_ALONE = "none"
"""What to ask for when no auxiliary points are wanted."""


@cache
def _entries() -> Mapping[str, ProposerEntry]:
    found: dict[str, ProposerEntry] = {}
    for module in pkgutil.iter_modules(_folder.__path__, f"{_folder.__name__}."):
        entries: tuple[ProposerEntry, ...] = getattr(import_module(module.name), "PROPOSERS", ())
        for entry in entries:
            if entry.name in found or entry.name == DEDUCTION_ALONE:
                raise ValueError(f"{module.name}: the name '{entry.name}' is taken")
            found[entry.name] = entry
    return found


def proposer_names() -> tuple[str, ...]:
    """Return all names that :func:`make_proposer` knows, ``none`` first."""
    return (DEDUCTION_ALONE, *_entries())


def default_proposer() -> str:
    """Return ``mixed`` where PyTorch is, ``guided`` elsewhere; without weights ``heuristic``."""
    if available():
        return "mixed"
    return "guided" if can_be_guided() else "heuristic"


def has_network(name: str) -> bool:
    """Tell whether the proposer of this name asks a network."""
    return name in _entries() and _entries()[name].has_network


def make_proposer(name: str, weights: str | Path | None = None) -> Proposer | None:
    """Return a new proposer by its name, None for ``none``.

    ``weights`` is a folder with a network other than the shipped one. Raises InputError when
    there is no proposer of this name; a network is loaded only when it is first asked.
    """
    if name == DEDUCTION_ALONE:
        return None
    entry = _entries().get(name)
    if entry is None:
        raise InputError(f"there is no proposer '{name}'; choose {', '.join(proposer_names())}")
    return entry.make(weights if entry.has_network else None)
