"""Points that a solver might add to a figure, ranked by what else passes through them.

Loci of the figure (:mod:`prover.candidates_loci`) are made to meet. A point through which more
loci pass than define it is a coincidence that may be worth proving, unless its definition alone
forces it: the foot of a perpendicular lies on every circle whose diameter is a chord from its
source. So the same definition is carried out in a figure that is shaken, in which no theorem
of the problem holds, and only what fails there counts. Nothing here is taken for true: a
candidate asserts two loci and no more.

The idea of counting incidences is HAGeo's ("Gold-Medal-Level Olympiad Geometry Solving with
Efficient Heuristic Auxiliary Constructions", 2025, section 3); telling coincidences from
consequences by shaking is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from prover.candidates_loci import evaluate_circles, evaluate_lines, keys
from prover.candidates_meet import off_circles, off_lines
from prover.candidates_pairs import Figure, Meetings, meetings

__all__ = ["Spots", "spots"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SHAKE = 0.01
_IMPLIED = 1e-7  # an incidence that holds so well in the shaken figure is no coincidence
_DEFINITIONS = 3  # of one place


@dataclass(frozen=True)
class Spots:
    """Places and how to define them, best first.

    Row k is the point ``places[k]`` on the loci ``first[k]`` and ``second[k]``; ``extra[k]``
    is the weight of the coincidences there. ``kinds`` and ``args`` describe all loci
    (:data:`prover.candidates_loci.KINDS`; points by number), ``members`` the points on each as
    the bits of a number.
    """

    places: Floats
    first: Ints
    second: Ints
    score: Floats
    extra: Floats
    kinds: Ints
    args: Ints
    members: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.places)


def spots(coordinates: Floats, *, since: int = 0, most: int = 4000, seed: int = 0) -> Spots:
    """Return the ``most`` most promising places for a new point.

    ``coordinates`` has a row for each point. Only places that need a point numbered ``since``
    or more are returned. The same arguments give the same places.
    """
    middle = (coordinates.min(axis=0) + coordinates.max(axis=0)) / 2
    size = float(np.abs(coordinates - middle).max()) or 1.0
    figure = Figure((coordinates - middle) / size, since)
    met = meetings(figure)
    if not len(met.first):
        nothing = np.zeros(0)
        none = np.zeros(0, dtype=np.int64)
        args = figure.args, figure.members
        return Spots(np.zeros((0, 2)), none, none, nothing, nothing, figure.kinds, *args)
    found = _definitions(figure, met, 2 * most)
    extra = _coincidences(figure, found, seed)
    score = found.prior + 1.2 * np.minimum(extra, 4.0)
    order = np.argsort(-score, kind="stable")[:most]
    return Spots(
        found.places[order] * size + middle,
        found.first[order],
        found.second[order],
        score[order],
        extra[order],
        figure.kinds,
        figure.args,
        figure.members,
    )


@dataclass(frozen=True)
class _Definitions:
    """Ways to define places: two loci each, and all loci seen to pass through the place."""

    places: Floats
    first: Ints
    second: Ints
    prior: Floats
    through_row: Ints  # pairs (definition, locus)
    through_locus: Ints


def _definitions(figure: Figure, met: Meetings, most: int) -> _Definitions:
    """Return the plainest definitions of the places where most loci seem to meet."""
    weights = figure.weights
    prior = weights[met.first] + weights[met.second] + 0.5 * met.natural
    _, group, counts = np.unique(keys(met.places), return_inverse=True, return_counts=True)
    order = np.lexsort((-prior, group))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    rough = prior[order[starts]] + 0.5 * np.minimum(counts - 1, 12)
    kept = np.sort(np.argsort(-rough, kind="stable")[:most])
    # All loci through each place that was kept.
    renumber = np.full(len(counts), -1, dtype=np.int64)
    renumber[kept] = np.arange(len(kept))
    mine = renumber[group]
    seen = mine >= 0
    place = np.concatenate([mine[seen], mine[seen]])
    locus = np.concatenate([met.first[seen], met.second[seen]])
    all_loci = len(figure.kinds)
    both = np.unique(place * all_loci + locus)
    place, locus = both // all_loci, both % all_loci
    # The best few definitions of each place: `order` has them together, plainest first.
    chosen, owner = [], []
    for rank in range(_DEFINITIONS):
        has = np.flatnonzero(counts[kept] > rank)
        chosen.append(order[starts[kept[has]] + rank])
        owner.append(has)
    row, of = np.concatenate(chosen), np.concatenate(owner)
    through = np.bincount(place, minlength=len(kept))
    begin = np.concatenate([[0], np.cumsum(through)[:-1]]).astype(np.int64)
    sizes = through[of]
    rows = np.repeat(np.arange(len(row)), sizes)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return _Definitions(
        met.places[row],
        met.first[row],
        met.second[row],
        prior[row],
        rows,
        locus[begin[of][rows] + offset],
    )


def _coincidences(figure: Figure, found: _Definitions, seed: int) -> Floats:
    """Return the weight of the loci through each place that its definition does not force."""
    if not len(found.places):
        return np.zeros(0)
    shake = np.random.default_rng(seed).normal(size=figure.at.shape)
    at = figure.at + _SHAKE * shake
    moved = figure.meet(found.first, found.second, 1.0, at)
    other = figure.meet(found.first, found.second, -1.0, at)
    with np.errstate(invalid="ignore"):
        nearer = np.hypot(*(other - found.places).T) < np.hypot(*(moved - found.places).T)
    moved[nearer] = other[nearer]
    lines = evaluate_lines(figure.lines.kinds, figure.lines.args, at)
    circles = evaluate_circles(figure.circles.kinds, figure.circles.args, at)
    row, locus = found.through_row, found.through_locus
    off = np.empty(len(row))
    straight = locus < figure.split
    off[straight] = off_lines(moved[row[straight]], lines[locus[straight]])
    off[~straight] = off_circles(moved[row[~straight]], circles[locus[~straight] - figure.split])
    surprising = ~(off < _IMPLIED)
    weights = figure.weights[locus[surprising]]
    return np.asarray(np.bincount(row[surprising], weights, len(found.places)), dtype=float)
