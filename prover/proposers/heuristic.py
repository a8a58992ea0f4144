"""Auxiliary points by incidence: what :mod:`prover.candidates` finds, said as constructions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge

import numpy as np

from geometry.constructions import CONSTRUCTIONS
from prover.candidates import Spots, spots
from prover.candidates_bundles import bundles
from prover.candidates_doubles import doubles
from prover.candidates_loci import (
    ABOUT,
    INNER,
    KINDS,
    LINE,
    MEDIATOR,
    NORMAL,
    OUTER,
    PARALLEL,
)
from prover.proposers.base import Call, Candidate, State

__all__ = ["Heuristic", "fresh_name"]


class Heuristic:
    """Points where loci of the figure meet, by score; ``most`` of them for a state."""

    name = "heuristic"

    def __init__(self, most: int = 4000) -> None:
        self.most = most

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield candidates, best first."""
        if state.added:
            return self._meetings(state, seed)
        sources = (self._meetings(state, seed), self._doubles(state), self._bundles(state))
        return merge(*sources, key=lambda c: -c.score)

    def _bundles(self, state: State) -> Iterator[Candidate]:
        at = np.array([state.coordinates[p] for p in state.points], dtype=np.float64)
        names: list[str] = []
        for _ in range(4):
            names.append(fresh_name((*state.points, *names)))
        return bundles(state.points, at, tuple(names))

    def _doubles(self, state: State) -> list[Candidate]:
        points = state.points
        at = np.array([state.coordinates[p] for p in points], dtype=np.float64)

        def known(name: str, arguments: tuple[str, ...]) -> bool:
            premises = CONSTRUCTIONS[name].apply(arguments).premises
            return all(state.closure.holds(s) for s in premises)

        return doubles(points, at, fresh_name(points), known)

    def _meetings(self, state: State, seed: int) -> Iterator[Candidate]:
        points = state.points
        at = np.array([state.coordinates[p] for p in points], dtype=np.float64)
        found = spots(at, since=state.since, most=self.most, seed=seed)
        words = _Words(found, fresh_name(points), points)
        places: list[list[float]] = found.places.tolist()
        scores: list[float] = found.score.tolist()
        pairs = zip(found.first.tolist(), found.second.tolist(), strict=True)
        for (x, y), score, (i, j) in zip(places, scores, pairs, strict=True):
            calls = words.calls(i, j)
            families = tuple(name for name, _ in calls)
            yield Candidate((words.new,), calls, ((x, y),), score, families)


def fresh_name(points: Sequence[str]) -> str:
    """Return a name that no point has."""
    taken = set(points)
    number = 1
    while f"x{number}" in taken:
        number += 1
    return f"x{number}"


class _Words:
    """Says loci as calls of constructions, with the name of a pair of loci where it has one."""

    def __init__(self, found: Spots, new: str, points: Sequence[str]) -> None:
        self.new = new
        self.points = points
        self.kinds: list[int] = found.kinds.tolist()
        self.args: list[list[int]] = found.args.tolist()
        self.members: list[int] = found.members.tolist()

    def calls(self, i: int, j: int) -> tuple[Call, ...]:
        """Say "on locus i and on locus j"."""
        if self.kinds[i] > self.kinds[j]:
            i, j = j, i
        named = self._named(i, j)
        return (named,) if named is not None else (self._plain(i), self._plain(j))

    def _plain(self, i: int) -> Call:
        kind = KINDS[self.kinds[i]]
        return kind.name, (self.new, *(self.points[self.args[i][k]] for k in kind.order))

    def _call(self, name: str, *numbers: int) -> Call:
        return name, (self.new, *(self.points[p] for p in numbers))

    def _on(self, p: int, i: int) -> bool:
        return p < 62 and bool(self.members[i] >> p & 1)

    def _named(self, i: int, j: int) -> Call | None:
        """Return the construction that makes what lies on both loci, if there is one."""
        (a, b, c, _), (d, e, f, _) = self.args[i], self.args[j]
        kinds = (self.kinds[i], self.kinds[j])
        if kinds == (LINE, MEDIATOR) and self._on(d, i) and self._on(e, i):
            return self._call("midpoint", d, e)
        if kinds == (LINE, NORMAL) and self._on(e, i) and self._on(f, i) and not self._on(d, i):
            return self._call("foot", d, e, f)
        if kinds == (LINE, ABOUT) and self._on(d, i) and self._on(e, i):
            return self._call("mirror", e, d)
        if kinds == (ABOUT, ABOUT) and b == e:
            return self._call("reflect", b, a, d)
        if kinds == (MEDIATOR, MEDIATOR) and len({a, b, d, e}) == 3:
            return self._call("circumcenter", *sorted({a, b, d, e}))
        if kinds == (PARALLEL, PARALLEL) and a in (e, f) and d in (b, c):
            between = {b, c} & {e, f}
            if len(between) == 1:
                name, (new, *corners) = self._call("parallelogram", a, *between, d)
                return name, (*corners, new)
        if kinds == (NORMAL, NORMAL) and {a, b, c} == {d, e, f} and len({a, b, c}) == 3:
            return self._call("orthocenter", *sorted({a, b, c}))
        if set(kinds) <= {INNER, OUTER} and b != e and {a, b, c} == {d, e, f}:
            if kinds == (INNER, INNER):
                return self._call("incenter", b, e, *({a, c} - {e}))
            if kinds == (INNER, OUTER):
                return self._call("excenter", b, e, *({a, c} - {e}))
        return None
