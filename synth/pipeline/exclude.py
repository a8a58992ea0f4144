"""Problems that must not occur in a data set: those it will be judged by."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from porism.geometry.language.reader import read_problems
from porism.synth.canonical import canonical_form, fingerprint

__all__ = ["DEFAULT", "Exclusion", "read_exclusion"]

DEFAULT = Path(str(files("porism") / "problems" / "imo_ag_30.txt"))
"""Our formalisations of the benchmark, which are installed with the program."""


class Exclusion:
    """The hashes of excluded problems."""

    def __init__(self, hashes: frozenset[str] = frozenset()) -> None:
        """Keep the hashes."""
        self.hashes = hashes

    @property
    def digest(self) -> str:
        """A fingerprint of the whole list."""
        return fingerprint(" ".join(sorted(self.hashes)))[:16]


def read_exclusion(path: Path | None) -> Exclusion:
    """Read a problem file, by default :data:`DEFAULT`. Raises InputError.

    Every goal of a problem counts by itself as well.
    """
    hashes = set()
    for problem in read_problems(path or DEFAULT, need_goal=False):
        for goals in (problem.goals, *((goal,) for goal in problem.goals)):
            hashes.add(fingerprint(canonical_form(replace(problem, goals=goals)).text))
    return Exclusion(frozenset(hashes))
