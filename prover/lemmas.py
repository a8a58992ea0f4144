"""Sub-goals: what the figure shows and the closure does not yet have.

A search that proves one of them on the way keeps it: further attempts start from a closure in
which the lemma is granted. That is bookkeeping, not proof; the points that proved it are
added again when a goal has been reached, and everything is derived anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice, pairwise, zip_longest

import numpy as np
from numpy.typing import NDArray

from ddar.closure import Closure, Limits, StopReason
from geometry.predicates import Predicate, canonical
from prover.candidates_loci import NEAR, figure_lines, loci_of

__all__ = ["granted", "unproved"]

Floats = NDArray[np.float64]

_OF_ONE = 3  # statements about one line, circle, direction or length


def granted(closure: Closure, statements: Iterable[Predicate]) -> Closure:
    """Return the closure with ``statements`` taken for premises; the given one stays as it is."""
    core = closure.core.clone()
    for statement in statements:
        core.assume(*closure.encode(statement))
    reason = core.saturate(Limits().seconds, Limits().facts, [])
    return Closure(closure.problem, closure.coordinates, core, closure.points, StopReason(reason))


def unproved(closure: Closure, most: int, without: Iterable[Predicate] = ()) -> list[Predicate]:
    """Return at most ``most`` statements that hold in the figure but not in the closure."""
    points = closure.points
    at = np.array([closure.coordinates[p] for p in points], dtype=np.float64)
    middle = (at.min(axis=0) + at.max(axis=0)) / 2
    at = (at - middle) / (float(np.abs(at - middle).max()) or 1.0)
    kinds = (
        _cyclic(closure, at),
        _collinear(closure, at),
        _directions(closure, at),
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


def _missing(closure: Closure, statements: Iterable[Predicate]) -> Iterator[Predicate]:
    return islice((s for s in statements if not closure.holds(s)), _OF_ONE)


def _cyclic(closure: Closure, at: Floats) -> Iterator[Predicate]:
    circles = loci_of(at).circles
    order = np.argsort(-circles.counts, kind="stable")
    for i in order[circles.counts[order] > 3].tolist():
        x, y, r = circles.numbers[i]
        on = np.flatnonzero(np.abs(np.hypot(at[:, 0] - x, at[:, 1] - y) - r) < NEAR)
        names = [closure.points[p] for p in on.tolist()]
        yield from _missing(closure, (Predicate("cyclic", q) for q in combinations(names, 4)))


def _collinear(closure: Closure, at: Floats) -> Iterator[Predicate]:
    for line in figure_lines(at):
        names = [closure.points[p] for p in sorted(line)]
        yield from _missing(closure, (Predicate("coll", t) for t in combinations(names, 3)))


def _directions(closure: Closure, at: Floats) -> Iterator[Predicate]:
    lines = [(line[0], line[1]) for line in figure_lines(at)]
    towards = np.array([at[b] - at[a] for a, b in lines]).reshape(-1, 2)
    angles = np.arctan2(towards[:, 1], towards[:, 0]) / np.pi % 1
    for name, turn in (("para", 0.0), ("perp", 0.5)):
        for i, j in _close(angles, (angles + turn) % 1, turn == 0.0):
            pair = (closure.points[p] for p in (*lines[i], *lines[j]))
            yield from _missing(closure, [Predicate(name, tuple(pair))])


def _lengths(closure: Closure, at: Floats) -> Iterator[Predicate]:
    pairs = list(combinations(range(len(at)), 2))
    sizes = np.array([np.hypot(*(at[b] - at[a])) for a, b in pairs])
    order = np.argsort(sizes, kind="stable")
    for i, j in pairwise(order.tolist()):
        if sizes[j] - sizes[i] < NEAR and sizes[i] > NEAR:
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
    shape = sides[:, :2] / np.maximum(sides[:, 2:], NEAR)
    names = np.array(list(combinations(range(len(at)), 3)))
    names = np.take_along_axis(names, order, axis=1)
    first, second = at[names[:, 1]] - at[names[:, 0]], at[names[:, 2]] - at[names[:, 0]]
    sense = first[:, 0] * second[:, 1] > first[:, 1] * second[:, 0]
    groups: dict[tuple[int, ...], list[int]] = {}
    for i in proper.tolist():
        cell = tuple(np.round(shape[i] / (10 * NEAR)).astype(int).tolist())
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
        partners: Sequence[int] = [j for j in np.flatnonzero(gap < NEAR).tolist() if j > i]
        found += [(i, j) for j in (partners[:1] if same else partners)]
    return found
