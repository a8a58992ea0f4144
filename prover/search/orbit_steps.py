"""What is tried with orbits, the sets of candidates that symmetries of the figure exchange.

An orbit counts as one candidate: orbits are tried alone, two by two, and in crowds. In a figure of
which three corners can be exchanged a crowd of forty-eight points so is a choice of sixteen. All
orbits of an attempt belong to one group of symmetries, or they would not fit together.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from porism.prover.search.crowds import CrowdDraws
from porism.prover.search.policy import Policy
from porism.prover.search.steps import (
    Attempt,
    Groups,
    Numbers,
    Steps,
    Suggestion,
    Symmetric,
    asked,
)
from porism.prover.search.sweep import best_pairs

__all__ = ["OrbitSteps"]

_Scored = list[tuple[Numbers, float]]  # orbits, best first, with the scores of their candidates


class OrbitSteps:
    """The orbits of the best candidates so far, and what has been tried with them."""

    def __init__(self, seed: Sequence[int], policy: Policy) -> None:
        self._policy = policy
        self._crowds = CrowdDraws(seed, policy.orbit_crowds)
        self._groups: list[_Scored] = []
        self._tried: set[frozenset[int]] = set()

    def __bool__(self) -> bool:
        return bool(self._groups)

    def sweep(self, suggestions: Sequence[Suggestion], count: int) -> Steps:
        """Try orbits of candidates, of which ``count`` are new: alone and two by two."""
        if not suggestions:
            return
        score = dict(suggestions)
        answer = yield from asked(Symmetric(tuple(score)), Groups)
        every = ([(orbit, score[orbit[0]]) for orbit in group] for group in answer.orbits)
        self._groups = [group for group in every if any(len(orbit) > 1 for orbit, _ in group)]
        for group in self._groups:
            for orbit, _ in group:
                if len(orbit) > 1 and self._is_new(orbit):
                    yield Attempt(orbit, "sweep")
        for group in self._groups:
            some = int(self._policy.orbit_pairs * count) // len(self._groups)
            yield from islice(self._pairs(group), some)

    def _pairs(self, group: _Scored) -> Steps:
        for i, j in best_pairs([score for _, score in group]):
            both = (*group[i][0], *group[j][0])
            if len(both) > 2 and self._is_new(both):
                yield Attempt(both, "sweep")

    def crowds(self, count: int) -> Steps:
        """Try about so many crowds of orbits, of each group of symmetries in turn."""
        if self._groups:
            for _ in range(-(-count // len(self._groups))):
                yield from self._crowds.of_sets(self._groups)

    def _is_new(self, candidates: Numbers) -> bool:
        key = frozenset(candidates)
        if key in self._tried:
            return False
        self._tried.add(key)
        return True
