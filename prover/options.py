"""The options of a run of the prover, with one set of defaults for everybody.

The Python functions, ``porism solve`` and ``porism bench`` take their defaults from here.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, replace
from pathlib import Path

from porism.geometry.errors import InputError
from porism.geometry.limits import LARGEST_SEED
from porism.prover.proposers.registry import default_proposer, proposer_names
from porism.prover.search.policy import DEFAULT_POLICY, Policy

__all__ = ["DEFAULTS", "SolveOptions", "processors"]

_LEAST_SECONDS = 0.1  # of a budget of which rules of the user's have taken the rest


def processors() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not Linux
        return os.cpu_count() or 1


@dataclass(frozen=True)
class SolveOptions:
    """How long, how widely and with whose ideas a problem is worked on.

    ``budget`` is in seconds, for the whole problem: a minute, in which all but one of the
    problems of docs/benchmarks.md that are proved at all are proved. ``threads`` of the search;
    None is one for each processor that this process may use, since the proof does not depend
    on it. ``seed`` is that of figures and search. ``proposer`` is a name of
    :func:`porism.prover.proposers.registry.proposer_names`, ``none`` for deduction alone; None is
    ``mixed`` where PyTorch is installed, else ``heuristic``. ``weights`` is a folder with a
    network other than the shipped one. ``attempts`` bounds how many auxiliary constructions are
    tried, so that a run is the same on every machine. ``policy`` has the numbers of the search.
    ``rewrite``: proofs are made shorter before they are handed back.
    """

    budget: float = 60.0
    threads: int | None = None
    seed: int = 0
    proposer: str | None = None
    weights: str | Path | None = None
    attempts: int | None = None
    policy: Policy = DEFAULT_POLICY
    rewrite: bool = True

    def less(self, seconds: float) -> SolveOptions:
        """Return the options for what is left of the budget after ``seconds``."""
        return replace(self, budget=max(_LEAST_SECONDS, self.budget - seconds))

    def check(self) -> None:
        """Raise InputError for an option that makes no sense."""
        if not 0 < self.budget < math.inf:
            raise InputError(f"a budget of {self.budget} is not a positive number of seconds")
        if self.threads is not None and not 1 <= self.threads <= MOST_THREADS:
            raise InputError(f"{self.threads} threads; 1 to {MOST_THREADS} can be asked for")
        if not 0 <= self.seed <= LARGEST_SEED:
            raise InputError(f"the seed {self.seed} is not between 0 and {LARGEST_SEED}")
        if self.attempts is not None and self.attempts < 0:
            raise InputError(f"{self.attempts} attempts; 0 is the fewest")
        if self.proposer_name not in proposer_names():
            names = ", ".join(proposer_names())
            raise InputError(f"there is no proposer '{self.proposer}'; choose {names}")

    @property
    def thread_count(self) -> int:
        """The number of threads, chosen where none was given."""
        return processors() if self.threads is None else self.threads

    @property
    def proposer_name(self) -> str:
        """The proposer, chosen where none was given."""
        if self.proposer is not None:
            return self.proposer
        return "mixed" if self.weights is not None else default_proposer()


MOST_THREADS = 100_000_000
"""That can be asked for; no more are begun than there is work."""

DEFAULTS = SolveOptions()
