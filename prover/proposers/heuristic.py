"""Auxiliary points by incidence (:mod:`porism.prover.proposers.incidence` and its companions)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from math import dist

from porism.ddar.closure import Closure
from porism.geometry.constructions import CONSTRUCTIONS
from porism.prover.conjectures import conjectures
from porism.prover.proposers.base import Candidate, Place, Proposer, ProposerEntry, State
from porism.prover.proposers.bundles import bundles
from porism.prover.proposers.doubles import doubles, doubles_by
from porism.prover.proposers.incidence import intersection_points

__all__ = ["PROPOSERS", "Heuristic"]

_CONJECTURES = 40
_DOUBTFUL = 6
_APART = 1e-6


@dataclass(frozen=True)
class _Listed:
    """The points where loci of a figure meet, of which others are that figure with more points."""

    at: Mapping[str, Place]
    seed: int
    candidates: Sequence[Candidate]

    def has_grown_to(self, at: Mapping[str, Place], seed: int) -> bool:
        """Tell whether a figure is this one with more points."""
        before = list(at.items())[: len(self.at)]
        return seed == self.seed and len(self.at) < len(at) and before == list(self.at.items())


class Heuristic(Proposer):
    """Points where loci of the figure meet, points made twice, points made together.

    What is found in one figure need not be found again in the same figure with more points.
    """

    def __init__(self, most: int = 4000) -> None:
        """``most`` bounds the points that are where loci meet."""
        self.most = most
        self._seen: tuple[Closure, tuple[str, ...]] | None = None
        self._listed: _Listed | None = None

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield candidates, best first."""
        at = state.coordinates
        if state.added:
            return merge(*self._newer(state, state.since, seed), key=_rank)
        if self._listed is not None and self._listed.has_grown_to(at, seed):
            since = len(self._listed.at)
            taken = list(at.values())[since:]
            older = (c for c in self._listed.candidates if not _is_near(c.places[0], taken))
            return merge(*self._newer(state, since, seed), older, key=_rank)
        found = list(intersection_points(at, most=self.most, seed=seed))
        self._listed = _Listed(at, seed, found)
        again = doubles(at, lambda name, arguments: _known(state, name, arguments))
        return merge(found, again, bundles(at), key=_rank)

    def _newer(self, state: State, since: int, seed: int) -> list[Iterable[Candidate]]:
        """Find candidates that stand on a point numbered ``since`` or more."""
        at = state.coordinates
        return [
            intersection_points(at, since=since, most=self.most, seed=seed),
            doubles_by(at, self._doubtful(state.base), since),
        ]

    def _doubtful(self, base: Closure) -> tuple[str, ...]:
        """Points of which the figure shows more than is known."""
        if self._seen is None or self._seen[0] is not base:
            unproved = conjectures(base, _CONJECTURES)
            counts = Counter(p for s in unproved for p in dict.fromkeys(s.points))
            first = set(base.points[:3])  # what all else is made from
            names = tuple(p for p, _ in counts.most_common(_DOUBTFUL) if p not in first)
            self._seen = base, names
        return self._seen[1]


def _is_near(place: Place, places: Sequence[Place]) -> bool:
    return any(dist(place, p) < _APART for p in places)


def _rank(candidate: Candidate) -> float:
    return -candidate.score


def _known(state: State, name: str, arguments: tuple[str, ...]) -> bool:
    return all(state.closure.holds(s) for s in CONSTRUCTIONS[name].apply(arguments).premises)


PROPOSERS = (ProposerEntry("heuristic", lambda weights: Heuristic()),)
