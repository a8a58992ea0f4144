"""Auxiliary points by incidence (:mod:`porism.prover.proposers.incidence` and its companions)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import merge

from porism.ddar.closure import Closure
from porism.geometry.constructions import CONSTRUCTIONS
from porism.prover.conjectures import conjectures
from porism.prover.proposers.base import Candidate, Proposer, ProposerEntry, State
from porism.prover.proposers.bundles import bundles
from porism.prover.proposers.doubles import doubles, doubles_by
from porism.prover.proposers.incidence import intersection_points

__all__ = ["PROPOSERS", "Heuristic"]

_CONJECTURES = 40
_DOUBTFUL = 6


class Heuristic(Proposer):
    """Points where loci of the figure meet, points made twice, points made together."""

    def __init__(self, most: int = 4000) -> None:
        """``most`` bounds the points that are where loci meet."""
        self.most = most
        self._seen: tuple[Closure, tuple[str, ...]] | None = None

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield candidates, best first."""
        at = state.coordinates
        found = intersection_points(at, since=state.since, most=self.most, seed=seed)
        if state.added:
            again = doubles_by(at, self._doubtful(state.base), state.since)
            return merge(found, again, key=_rank)
        again = doubles(at, lambda name, arguments: _known(state, name, arguments))
        return merge(found, again, bundles(at), key=_rank)

    def _doubtful(self, base: Closure) -> tuple[str, ...]:
        """Points of which the figure shows more than is known."""
        if self._seen is None or self._seen[0] is not base:
            unproved = conjectures(base, _CONJECTURES)
            counts = Counter(p for s in unproved for p in dict.fromkeys(s.points))
            first = set(base.points[:3])  # what all else is made from
            names = tuple(p for p, _ in counts.most_common(_DOUBTFUL) if p not in first)
            self._seen = base, names
        return self._seen[1]


def _rank(candidate: Candidate) -> float:
    return -candidate.score


def _known(state: State, name: str, arguments: tuple[str, ...]) -> bool:
    return all(state.closure.holds(s) for s in CONSTRUCTIONS[name].apply(arguments).premises)


PROPOSERS = (ProposerEntry("heuristic", lambda weights: Heuristic()),)
