"""Conjectures: statements that hold in the figure and are not in the closure.

A conjecture that the search proves becomes a lemma: further attempts start from a closure that
assumes it. That is bookkeeping, not proof; when a goal has been reached, the points that proved
the lemma are added again, and everything is derived anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, pairwise, zip_longest

import numpy as np
from numpy.typing import NDArray

from porism.ddar.closure import Closure
from porism.ddar.incidence import MOST_POINTS, Locus, LocusKind, loci, unit
from porism.geometry.predicates import Predicate, canonical

__all__ = ["conjectures"]

Floats = NDArray[np.float64]

_NEAR = 1e-7  # what differs less in a figure of size 1 is equal
_OF_ONE = 3  # statements about one line, circle, direction or length


def conjectures(closure: Closure, most: int, without: Iterable[Predicate] = ()) -> list[Predicate]:
    """Return at most ``most`` statements that hold in the figure but not in the closure."""
    places = unit([closure.coordinates[p] for p in closure.points])
    if len(places) > MOST_POINTS:
        return []
    at = np.array(places, dtype=np.float64)
    drawn = loci(places)
    lines = [_names(closure, locus) for locus in drawn if locus.kind == LocusKind.LINE]
    circles = sorted((c for c in drawn if not c.straight and c.count > 3), key=lambda c: -c.count)
    kinds = (
        _of_many(closure, "cyclic", 4, [_names(closure, circle) for circle in circles]),
        _of_many(closure, "coll", 3, lines),
        _directions(closure, lines),
        _lengths(closure, at),
        _similar(closure, at),
    )
    seen = {canonical(s) for s in without}
    found: list[Predicate] = []
    for statement in (s for row in zip_longest(*kinds) for s in row if s is not None):
        if canonical(statement) not in seen:
            seen.add(canonical(statement))
            found.append(statement)
    return found[:most]


def _names(closure: Closure, locus: Locus) -> list[str]:
    return [name for p, name in enumerate(closure.points) if locus.on(p)]


def _missing(closure: Closure, statements: Iterable[Predicate]) -> Iterator[Predicate]:
    return islice((s for s in statements if not closure.holds(s)), _OF_ONE)


def _of_many(
    closure: Closure, name: str, arity: int, groups: Iterable[list[str]]
) -> Iterator[Predicate]:
    """Points on one line or circle, as far as that is not known."""
    for group in groups:
        some = (Predicate(name, points) for points in combinations(group, arity))
        yield from _missing(closure, some)


def _directions(closure: Closure, lines: list[list[str]]) -> Iterator[Predicate]:
    pairs = [(line[0], line[1]) for line in lines]
    ends = np.array([[closure.coordinates[p] for p in pair] for pair in pairs]).reshape(-1, 2, 2)
    towards = ends[:, 1] - ends[:, 0]
    angles = np.arctan2(towards[:, 1], towards[:, 0]) / np.pi % 1
    for name, turn in (("para", 0.0), ("perp", 0.5)):
        for i, j in _close(angles, (angles + turn) % 1, turn == 0.0):
            yield from _missing(closure, [Predicate(name, (*pairs[i], *pairs[j]))])


def _lengths(closure: Closure, at: Floats) -> Iterator[Predicate]:
    pairs = list(combinations(range(len(at)), 2))
    sizes = np.array([np.hypot(*(at[b] - at[a])) for a, b in pairs])
    order = np.argsort(sizes, kind="stable")
    for i, j in pairwise(order.tolist()):
        if sizes[j] - sizes[i] < _NEAR and sizes[i] > _NEAR:
            pair = (closure.points[p] for p in (*pairs[i], *pairs[j]))
            yield from _missing(closure, [Predicate("cong", tuple(pair))])


def _similar(closure: Closure, at: Floats) -> Iterator[Predicate]:
    """Triangles of one shape, as far as that is not known."""
    corner = at[list(combinations(range(len(at)), 3))]
    # Side lengths opposite the corners, and the corners in the order of their sides.
    sides = np.hypot(*np.moveaxis(corner[:, [1, 2, 0]] - corner[:, [2, 0, 1]], 2, 0))
    order = np.argsort(sides, axis=1, kind="stable")
    sides = np.take_along_axis(sides, order, axis=1)
    proper = np.flatnonzero((sides[:, 0] > 1e-4) & (sides[:, 0] + sides[:, 1] - sides[:, 2] > 1e-5))
    shape = sides[:, :2] / np.maximum(sides[:, 2:], _NEAR)
    names = np.array(list(combinations(range(len(at)), 3)))
    names = np.take_along_axis(names, order, axis=1)
    first, second = at[names[:, 1]] - at[names[:, 0]], at[names[:, 2]] - at[names[:, 0]]
    sense = first[:, 0] * second[:, 1] > first[:, 1] * second[:, 0]
    groups: dict[tuple[int, ...], list[int]] = {}
    for i in proper.tolist():
        cell = tuple(np.round(shape[i] / (10 * _NEAR)).astype(int).tolist())
        groups.setdefault(cell, []).append(i)
    for group in groups.values():
        for i, j in combinations(group[:8], 2):
            triangles = (closure.points[p] for p in (*names[i].tolist(), *names[j].tolist()))
            kind = "simtri" if sense[i] == sense[j] else "simtrir"
            yield from _missing(closure, [Predicate(kind, tuple(triangles))])


def _close(one: Floats, two: Floats, same: bool) -> list[tuple[int, int]]:
    """Return pairs i, j with one[i] = two[j] modulo 1: each i with the next such j."""
    found: list[tuple[int, int]] = []
    for i in range(len(one)):
        gap = np.abs((one[i] - two + 0.5) % 1 - 0.5)
        partners: Sequence[int] = [j for j in np.flatnonzero(gap < _NEAR).tolist() if j > i]
        found += [(i, j) for j in (partners[:1] if same else partners)]
    return found
