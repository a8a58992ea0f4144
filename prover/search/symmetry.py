"""Symmetries of a figure: ways to exchange its points after which it shows the same.

A statement about a triangle with three altitudes stays the same when the corners are renamed, and
the points that one corner gives become those of another. The figure knows: which of its points are
on a line or a circle, which lines are parallel or perpendicular, which distances are equal. A
*symmetry* is a renaming of points that keeps all of this, as an automorphism of a graph keeps its
edges; it is found in the same way, by colours that are refined until they tell points apart
(B. D. McKay, Practical graph isomorphism, Congressus Numerantium 30, 1981) and by trying what is
left. It is a guess from floating point, and says only what is worth trying together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from porism.prover.proposers.base import Place

__all__ = ["Symmetries", "symmetries"]

_EXACT = 1e-9  # of the size of the figure, or of a ratio of lengths
_FLAT = 1e-6  # pairs of points that are nearer have no direction
_MOST_POINTS = 24  # of a figure whose symmetries are looked for
_MOST = 11  # symmetries besides the one that moves nothing: those of a hexagon
_LEFT_OUT = 4  # points that may break a symmetry of the others, such as the centres of two circles
_LARGER = 2  # groups of some points that are kept, besides the first
_KEPT = 0.6  # of the points are there then at least
_ROUNDS = 4  # of refining
_NODES = 2000  # of one search

_Rows = NDArray[np.int64]
_Colours = NDArray[np.uint64]
_Relation = tuple[str, frozenset[object]]


@dataclass(frozen=True)
class Symmetries:
    """Renamings of the points ``among``, none of which leaves all where they are."""

    among: frozenset[str]
    maps: tuple[Mapping[str, str], ...]


def symmetries(
    coordinates: Mapping[str, Place], made_from: Mapping[str, frozenset[str]]
) -> list[Symmetries]:
    """Return the symmetries of a figure, and those of most of its points if there are more.

    ``made_from`` says from which points a point is made, if it is: one that is left out leaves
    out what is made from it. Otherwise four lines alone, with all that they may exchange, would
    count for more than the figure in which they were drawn.
    """
    names = tuple(coordinates)
    if not 3 <= len(names) <= _MOST_POINTS:
        return []
    shown = _Shown.of(np.array([complex(*at) for at in coordinates.values()]))
    found: list[Symmetries] = []
    most = 0
    for out in _left_out(names, made_from):
        maps = list(shown.symmetries([k for k, p in enumerate(names) if p not in out]))
        if len(maps) > most:
            most = len(maps)
            renamings = tuple({names[p]: names[q] for p, q in m.items()} for m in maps)
            found.append(Symmetries(frozenset(names) - out, renamings))
    return found[:1] + found[1:][-_LARGER:]


def _left_out(
    names: Sequence[str], made_from: Mapping[str, frozenset[str]]
) -> Iterator[frozenset[str]]:
    """Yield sets of few points, smaller ones first, from which nothing else is made."""
    nothing: frozenset[str] = frozenset()
    for count in range(_LEFT_OUT + 1):
        if len(names) - count < _KEPT * len(names):
            return
        for some in combinations(reversed(names), count):
            out = frozenset(some)
            if all(p in out or not made_from.get(p, nothing) & out for p in names):
                yield out


@dataclass(frozen=True)
class _Shown:
    """What a figure of ``size`` points shows: sets of points of a kind, and pairs of pairs."""

    size: int
    sets: Mapping[str, _Rows]  # a set of three or four points a row
    pairs: Mapping[str, _Rows]  # two pairs a row

    @classmethod
    def of(cls, places: NDArray[np.complex128]) -> _Shown:
        size = len(places)
        z = places / max(abs(p - q) for p, q in combinations(places, 2))
        ends = np.array(list(combinations(range(size), 2)))
        along = z[ends[:, 1]] - z[ends[:, 0]]
        length = np.abs(along)
        unit = along / np.maximum(length, 1e-30)
        i, j = np.triu_indices(len(ends), 1)
        turn = np.conj(unit[i]) * unit[j]
        apart = np.minimum(length[i], length[j]) > _FLAT
        two = np.concatenate([ends[i], ends[j]], axis=1)
        common = (two[:, :2, None] == two[:, None, 2:]).any(axis=(1, 2))
        parallel = apart & (abs(turn.imag) < _EXACT)
        three = np.sort(two[parallel & common], axis=1)
        flat = [sorted(set(row)) for row in three.tolist()]
        return cls(
            size,
            {"line": _rows(flat, 3), "circle": _concyclic(z)},
            {
                "parallel": two[parallel & ~common],
                "perpendicular": two[apart & (abs(turn.real) < _EXACT)],
                "equal": two[apart & (abs(length[i] - length[j]) < _EXACT)],
            },
        )

    def symmetries(self, among: Sequence[int]) -> Iterator[dict[int, int]]:
        """Yield renamings of some points that keep all that is shown of them."""
        there = np.zeros(self.size, dtype=bool)
        there[list(among)] = True
        sets = {kind: rows[there[rows].all(axis=1)] for kind, rows in self.sets.items()}
        pairs = {kind: rows[there[rows].all(axis=1)] for kind, rows in self.pairs.items()}
        colours = _refined(self.size, sets, pairs)
        alike: dict[int, list[int]] = {}
        for p in among:
            alike.setdefault(int(colours[p]), []).append(p)
        if len(alike) == len(among):
            return
        order = sorted(among, key=lambda p: (len(alike[int(colours[p])]), p))
        yield from _Renaming(order, [alike[int(colours[p])] for p in order], sets, pairs).all()


def _rows(found: Sequence[Sequence[int]], width: int) -> _Rows:
    unique: _Rows = np.array(sorted({tuple(row) for row in found}), dtype=np.int64)
    return unique.reshape(-1, width)


def _concyclic(z: NDArray[np.complex128]) -> _Rows:
    four = np.array(list(combinations(range(len(z)), 4)), dtype=np.int64).reshape(-1, 4)
    a, b, c, d = z[four].T
    above, below = (a - c) * (b - d), (b - c) * (a - d)
    apart = np.minimum(abs(above), abs(below)) > _FLAT**2
    ratio = above / np.where(apart, below, 1)
    real = apart & (abs(ratio.imag) < _EXACT * np.maximum(1, abs(ratio)))
    cross = np.conj(b - a) * (c - a)
    line = abs(cross.imag) < _FLAT * abs(cross)
    shown: _Rows = four[real & ~line]
    return shown


def _mixed(colours: _Colours) -> _Colours:
    """Spread numbers over 64 bits, so that sums of them tell sets apart (splitmix64)."""
    z = colours + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: _Colours = z ^ (z >> np.uint64(31))
    return mixed


def _refined(size: int, sets: Mapping[str, _Rows], pairs: Mapping[str, _Rows]) -> _Colours:
    """Return colours of points: those of two that a symmetry exchanges are the same."""
    colours: _Colours = np.zeros(size, dtype=np.uint64)
    for _ in range(_ROUNDS):
        mixed = _mixed(colours)
        new = mixed.copy()
        for number, rows in enumerate((*sets.values(), *pairs.values()), 1):
            if number <= len(sets):
                whole = mixed[rows].sum(axis=1, dtype=np.uint64)
            else:
                halves = mixed[rows].reshape(-1, 2, 2).sum(axis=2, dtype=np.uint64)
                whole = _mixed(halves).sum(axis=1, dtype=np.uint64)
            seen = _mixed(whole + np.uint64(number))
            np.add.at(new, rows, seen[:, None])
        colours = _mixed(new)
    return colours


class _Renaming:
    """The search for renamings: point by point, as long as what is shown is kept."""

    def __init__(
        self,
        order: Sequence[int],
        choices: Sequence[Sequence[int]],
        sets: Mapping[str, _Rows],
        pairs: Mapping[str, _Rows],
    ) -> None:
        """``order`` are the points, and ``choices`` what each may become."""
        self._order = order
        self._choices = choices
        self._shown: set[_Relation] = set()
        place = {p: k for k, p in enumerate(order)}
        # what can be asked once the point at a place has its new name
        self._checks: list[list[tuple[str, tuple[int, ...], bool]]] = [[] for _ in order]
        for paired, kinds in ((False, sets), (True, pairs)):
            for kind, rows in kinds.items():
                for row in rows.tolist():
                    self._shown.add(_relation(kind, row, paired))
                    self._checks[max(place[p] for p in row)].append((kind, tuple(row), paired))
        self._nodes = 0

    def all(self) -> Iterator[dict[int, int]]:
        """Yield renamings that move some point, at most ``_MOST``."""
        found = 0
        for renaming in self._from(0, {}):
            if any(p != q for p, q in renaming.items()):
                yield dict(renaming)
                found += 1
                if found == _MOST:
                    return

    def _from(self, k: int, new: dict[int, int]) -> Iterator[dict[int, int]]:
        self._nodes += 1
        if k == len(self._order):
            yield new
            return
        point = self._order[k]
        for other in self._choices[k]:
            if other in new.values() or self._nodes > _NODES:
                continue
            new[point] = other
            if all(
                _relation(kind, [new[p] for p in row], paired) in self._shown
                for kind, row, paired in self._checks[k]
            ):
                yield from self._from(k + 1, new)
            del new[point]


def _relation(kind: str, row: Sequence[int], paired: bool) -> _Relation:
    if paired:
        return kind, frozenset((frozenset(row[:2]), frozenset(row[2:])))
    return kind, frozenset(row)
