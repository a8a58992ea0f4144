"""Problems that must not occur in a data set: those it will be judged by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from porism.geometry.language.reader import read_problems
from porism.synth.canonical import canonical_form, fingerprint

__all__ = ["DEFAULT", "JUDGED_BY", "Exclusion", "read_exclusion"]


def _shipped(name: str) -> Path:
    return Path(str(files("porism") / "problems" / name))


DEFAULT = _shipped("imo_ag_30.txt")
"""Our formalisations of the benchmark, which are installed with the program."""

JUDGED_BY = (DEFAULT, _shipped("classics.txt"), _shipped("competition_numeric.txt"))
"""All by which a prover that learned from hard theorems is judged."""


class Exclusion:
    """The hashes of excluded problems."""

    def __init__(self, hashes: frozenset[str] = frozenset()) -> None:
        """Keep the hashes."""
        self.hashes = hashes

    @property
    def digest(self) -> str:
        """A fingerprint of the whole list."""
        return fingerprint(" ".join(sorted(self.hashes)))[:16]


def read_exclusion(path: Path | None, more: Iterable[Path] = ()) -> Exclusion:
    """Read a problem file, by default :data:`DEFAULT`, and ``more``. Raises InputError.

    Every goal of a problem counts by itself as well.
    """
    hashes = set()
    files = dict.fromkeys((path or DEFAULT, *more))
    for problem in (p for file in files for p in read_problems(file, need_goal=False)):
        for goals in (problem.goals, *((goal,) for goal in problem.goals)):
            hashes.add(fingerprint(canonical_form(replace(problem, goals=goals)).text))
    return Exclusion(frozenset(hashes))
