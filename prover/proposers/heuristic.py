"""Auxiliary points by incidence: what :mod:`prover.candidates` and its companions find."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge

from geometry.constructions import CONSTRUCTIONS
from prover.candidates import meetings
from prover.candidates_bundles import bundles
from prover.candidates_doubles import doubles
from prover.proposers.base import Candidate, State

__all__ = ["Heuristic"]


class Heuristic:
    """Points where loci of the figure meet, points made twice, points made together."""

    name = "heuristic"

    def __init__(self, most: int = 4000) -> None:
        """``most`` bounds the points that are where loci meet."""
        self.most = most

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield candidates, best first; after an addition only those where loci meet."""
        at = state.coordinates
        if state.added:
            return meetings(at, since=state.since, most=self.most, seed=seed)
        sources = (
            meetings(at, most=self.most, seed=seed),
            doubles(at, lambda name, arguments: _known(state, name, arguments)),
            bundles(at),
        )
        return merge(*sources, key=lambda c: -c.score)


def _known(state: State, name: str, arguments: tuple[str, ...]) -> bool:
    return all(state.closure.holds(s) for s in CONSTRUCTIONS[name].apply(arguments).premises)
