"""What two candidates of a figure are to each other: whether they go together.

Two candidates that prove a statement together are seldom the two best. They complete a circle or a
line with points of the figure, repeat a length or a direction, stand between them on all points of
the goal, or one is leading and the other is not. All pairs of some candidates are described at
once; three thousand pairs in a figure of twelve points take some hundredths of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from porism.prover.prior.features import Sketch
from porism.prover.proposers.base import Candidate

__all__ = [
    "PAIR_COLUMNS",
    "PLACE_COLUMNS",
    "PlacedPairs",
    "all_pairs",
    "pair_columns",
    "pair_places",
]

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
Ends = NDArray[np.int64]  # pairs x 2: candidates by number

_NEAR = 1e-6  # what differs less in a figure of size 1 is equal
_FLAT = 1e-5  # an angle smaller than this part of a half turn spans no circle
_MOST_LEFT = 12  # free variables of the goal's equations that are told apart

PLACE_COLUMNS: tuple[str, ...] = (
    "same_place", "same_kinds", "shared_parents", "goal_parents", "all_goal_parents",
    "parallel", "parallel_to_goal", "perpendicular", "perpendicular_to_goal", "same_length",
    "same_as_goal", "in_line", "goal_in_line", "right_angles", "goal_right_angles", "equal",
    "goal_equal", "midpoint", "midpoint_of_goal", "circles", "circles_of_goal", "apart",
)  # fmt: skip
"""The names of the columns of :func:`pair_places`."""
_OF_ATTEMPTS = ("both_leading", "one_leading", "worse", "difference", "lemmas", "nearer")
PAIR_COLUMNS: tuple[str, ...] = (*PLACE_COLUMNS, *_OF_ATTEMPTS)
"""The names of the columns of :func:`pair_columns`."""


class PlacedPairs:
    """What pairs of the candidates of one figure are to each other, found once for each pair."""

    def __init__(self, sketch: Sketch, candidates: Sequence[Candidate]) -> None:
        self._sketch = sketch
        self._candidates = candidates
        self._keys = np.zeros(0, dtype=np.int64)  # in order
        self._columns = np.zeros((0, len(PLACE_COLUMNS)), dtype=np.float32)

    def columns(self, ends: Ends) -> Floats:
        """Return :func:`pair_places` of pairs of candidates, the smaller number first."""
        keys = ends[:, 0] * len(self._candidates) + ends[:, 1]
        missing = ~np.isin(keys, self._keys)
        if missing.any():
            rows, own = np.unique(ends[missing], return_inverse=True)
            some = [self._candidates[row] for row in rows.tolist()]
            found = pair_places(self._sketch, some, own.reshape(-1, 2).astype(np.int64))
            keys_now = np.concatenate([self._keys, keys[missing]])
            order = np.argsort(keys_now)
            self._keys = keys_now[order]
            self._columns = np.concatenate([self._columns, found])[order]
        return self._columns[np.searchsorted(self._keys, keys)]


def all_pairs(count: int) -> Ends:
    """Return all pairs i < j of so many candidates."""
    return np.stack(np.triu_indices(count, 1), axis=1).astype(np.int64)


def pair_columns(placed: Floats, ends: Ends, odds: Floats, seen: Floats, residual: int) -> Floats:
    """Describe pairs of candidates that have been tried alone; the columns are ``PAIR_COLUMNS``.

    ``placed`` is :func:`pair_places` of the pairs; by candidate, ``odds`` are log-odds, the best 0,
    and ``seen`` what attempts have shown (:func:`porism.prover.prior.scorer.seen_rows`).
    ``residual`` is that of the figure without candidates.
    """
    one, two = ends[:, 0], ends[:, 1]
    leading = seen[:, 6] > 0
    lemmas = np.log1p(seen[:, 0])
    nearer = np.minimum(residual, _MOST_LEFT) - np.minimum(seen[:, 4], _MOST_LEFT)
    nearer = np.minimum(nearer, 3)
    columns = [
        leading[one] & leading[two], leading[one] ^ leading[two],
        np.minimum(odds[one], odds[two]) / 2, np.abs(odds[one] - odds[two]) / 2,
        lemmas[one] * lemmas[two], nearer[one] * nearer[two] / 3,
    ]  # fmt: skip
    tried = np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)
    return np.concatenate([placed, tried], axis=1, dtype=np.float32)


def pair_places(sketch: Sketch, candidates: Sequence[Candidate], ends: Ends) -> Floats:
    """Describe how pairs of candidates are defined, and what their places are to each other."""
    x, y, size = sketch.scale
    at = np.array([c.places[0] for c in candidates], dtype=np.float64).reshape(-1, 2)
    at = (at - (x, y)) / size
    span = at[ends[:, 1]] - at[ends[:, 0]]
    length = np.hypot(span[:, 0], span[:, 1])
    same = length < _NEAR
    columns = [
        same,
        *_definitions(sketch, candidates, ends),
        *_spans(sketch, span, np.where(same, np.nan, length)),
        *_around(sketch, at, ends, same),
        np.log10(np.maximum(length, 1e-3)),
    ]
    return np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)


def _definitions(
    sketch: Sketch, candidates: Sequence[Candidate], ends: Ends
) -> list[NDArray[np.generic]]:
    number = {p: k for k, p in enumerate(sketch.points)}
    parents = np.zeros((len(candidates), len(number)), dtype=np.float32)
    names: dict[tuple[str, ...], int] = {}
    kinds = np.zeros(len(candidates), dtype=np.int64)
    for row, candidate in enumerate(candidates):
        made = tuple(sorted(name for name, _ in candidate.constructions))
        kinds[row] = names.setdefault(made, len(names))
        for c in (*candidate.prerequisites, candidate):
            for _, points in c.constructions:
                parents[row, [number[p] for p in points if p in number]] = 1
    goal = sketch.goal.astype(np.float32)
    one, two = parents[ends[:, 0]], parents[ends[:, 1]]
    wanted = np.maximum(one, two) @ goal
    return [
        kinds[ends[:, 0]] == kinds[ends[:, 1]],
        (one * two).sum(axis=1) / 3,
        wanted / 4,
        wanted >= goal.sum(),
    ]


def _spans(sketch: Sketch, span: Reals, length: Reals) -> list[NDArray[np.generic]]:
    """Count segments of the figure that the segments between candidates are related to."""
    chosen = _segments(sketch)
    goal = np.asarray(sketch.goal[chosen].all(axis=1), dtype=bool)
    own = sketch.places[chosen[:, 1]] - sketch.places[chosen[:, 0]]
    known = _turn(own)
    around, thrice = np.concatenate([known - 1, known, known + 1]), np.tile(goal, 3)
    turn = np.where(np.isnan(length), np.nan, _turn(span))
    found: list[NDArray[np.generic]] = []
    for values, weights, asked in (
        (around, thrice, turn),
        (around, thrice, (turn + 0.5) % 1),
        (np.hypot(own[:, 0], own[:, 1]), goal, length),
    ):
        every, of_goal = _matched(values, weights, asked)
        found += [np.log1p(every), of_goal > 0]
    return found


def _segments(sketch: Sketch) -> Ends:
    pairs = list(combinations(range(len(sketch.points)), 2))
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _turn(span: Reals) -> Reals:
    """Return directions as parts of a half turn."""
    found: Reals = np.arctan2(span[..., 1], span[..., 0]) / np.pi % 1
    return found


def _matched(known: Reals, goal: NDArray[np.bool_], asked: Reals) -> tuple[Reals, Reals]:
    """Count how many of the known values, and of those of the goal, each asked one is."""
    order = np.argsort(known, kind="stable")
    values = np.nan_to_num(asked, nan=-9.0)
    low = np.searchsorted(known[order], values - _NEAR)
    high = np.searchsorted(known[order], values + _NEAR)
    below = np.concatenate([[0.0], np.cumsum(goal[order])])
    return (high - low).astype(np.float64), below[high] - below[low]


def _around(
    sketch: Sketch, at: Reals, ends: Ends, same: NDArray[np.bool_]
) -> list[NDArray[np.generic]]:
    """Count points of the figure in line with two candidates, at right angles, between, and so on.

    Last come circles through two candidates and two points.
    """
    away = sketch.places[None, :, :] - at[:, None, :]
    length = np.hypot(away[:, :, 0], away[:, :, 1])
    turn = np.where(length < _NEAR, np.nan, _turn(away))
    one, two, apart = ends[:, 0], ends[:, 1], ~same[:, None]
    between = np.abs(turn[one] - turn[two])
    line = ((between < _NEAR) | (between > 1 - _NEAR)) & apart
    right = np.abs(between - 0.5) < _NEAR
    equal = (np.abs(length[one] - length[two]) < _NEAR) & apart
    goal = sketch.goal.astype(np.float32)
    found: list[NDArray[np.generic]] = []
    for which in (line, right, equal):
        counted = which.astype(np.float32)
        found += [np.log1p(counted.sum(axis=1)), counted @ goal / 2]
    middle = line & equal
    found += [middle.any(axis=1), middle[:, sketch.goal].any(axis=1)]
    chosen = _segments(sketch)
    seen_under = (turn[:, chosen[:, 0]] - turn[:, chosen[:, 1]]) % 1
    flat = np.minimum(seen_under, 1 - seen_under) < _FLAT
    seen_under[flat] = np.nan
    off = np.abs(seen_under[one] - seen_under[two])
    circle = ((off < _NEAR) | (off > 1 - _NEAR)) & apart
    of_goal = sketch.goal[chosen].all(axis=1)
    found += [np.log1p(circle.sum(axis=1)), circle[:, of_goal].any(axis=1)]
    return found
