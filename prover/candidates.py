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
from itertools import combinations, pairwise, permutations, product

import numpy as np
from numpy.typing import NDArray

from prover.candidates_loci import (
    ABOUT,
    INNER,
    LINE,
    MEDIATOR,
    NORMAL,
    OUTER,
    PARALLEL,
    Loci,
    evaluate_circles,
    evaluate_lines,
    keys,
    loci_of,
)
from prover.candidates_meet import (
    circles_meet,
    line_meets_circle,
    lines_meet,
    off_circles,
    off_lines,
)

__all__ = ["Spots", "spots"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_FAR = 8.0  # figures have size 1; points farther out are left alone
_APART = 1e-5  # from points of the figure
_SHAKE = 0.01
_IMPLIED = 1e-7  # an incidence that holds so well in the shaken figure is no coincidence
_STRONG_CIRCLES = 16


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


@dataclass(frozen=True)
class _Meetings:
    """Pairs of loci and where they meet; ``natural`` marks those that need no coincidence."""

    first: Ints
    second: Ints
    places: Floats
    natural: Bools


class _Figure:
    """A figure with its loci: lines are numbered first, then circles."""

    def __init__(self, at: Floats, since: int) -> None:
        self.at = at
        table = loci_of(at)
        self.lines, self.circles = table.lines, table.circles
        self.split = len(self.lines)
        both = (self.lines, self.circles)
        self.kinds = np.concatenate([t.kinds for t in both])
        self.args = np.concatenate([t.args for t in both])
        self.members = np.concatenate([t.members for t in both])
        self.weights = np.concatenate([t.weights for t in both])
        self.fresh: Bools = np.asarray((self.args >= since).any(axis=1), dtype=np.bool_)

    def meet(self, first: Ints, second: Ints, sign: float, shaken: Floats | None = None) -> Floats:
        """Return where loci meet, in the figure or where its points are ``shaken``."""
        lines, circles = self.lines.numbers, self.circles.numbers
        if shaken is not None:
            lines = evaluate_lines(self.lines.kinds, self.lines.args, shaken)
            circles = evaluate_circles(self.circles.kinds, self.circles.args, shaken)
        met = np.full((len(first), 2), np.nan)
        one, two = first < self.split, second < self.split
        k = one & two
        met[k] = lines_meet(lines[first[k]], lines[second[k]])
        k = one & ~two
        met[k] = line_meets_circle(lines[first[k]], circles[second[k] - self.split], sign)
        k = ~one & ~two
        met[k] = circles_meet(circles[first[k] - self.split], circles[second[k] - self.split], sign)
        return met


def spots(coordinates: Floats, *, since: int = 0, most: int = 4000, seed: int = 0) -> Spots:
    """Return the ``most`` most promising places for a new point.

    ``coordinates`` has a row for each point. Only places that need a point numbered ``since``
    or more are returned. The same arguments give the same places.
    """
    middle = (coordinates.min(axis=0) + coordinates.max(axis=0)) / 2
    size = float(np.abs(coordinates - middle).max()) or 1.0
    figure = _Figure((coordinates - middle) / size, since)
    met = _meetings(figure)
    groups = _grouped(figure, met, 2 * most)
    extra = _coincidences(figure, groups, seed)
    prior = groups.prior
    score = prior + 1.2 * np.minimum(extra, 4.0)
    order = np.argsort(-score, kind="stable")[:most]
    return Spots(
        groups.places[order] * size + middle,
        groups.first[order],
        groups.second[order],
        score[order],
        extra[order],
        figure.kinds,
        figure.args,
        figure.members,
    )


# --- meetings -----------------------------------------------------------------------------------


def _meetings(figure: _Figure) -> _Meetings:
    """Let the loci of the figure meet, pair by pair, as far as it is likely to be of use."""
    split, lines, circles = figure.split, figure.lines, figure.circles
    all_lines = np.arange(split)
    all_circles = np.arange(split, split + len(circles))
    drawn = np.flatnonzero(lines.kinds == LINE)
    strong = _strong_circles(circles) + split
    blocks = [
        _block(figure, drawn, all_lines),
        _block(figure, drawn, all_circles),
        _block(figure, all_lines[lines.kinds != LINE], strong),
        _block(figure, strong, all_circles),
        *(_block_of(figure, i, j, natural=True) for i, j in _special(figure)),
    ]
    return _Meetings(
        np.concatenate([b.first for b in blocks]),
        np.concatenate([b.second for b in blocks]),
        np.concatenate([b.places for b in blocks]),
        np.concatenate([b.natural for b in blocks]),
    )


def _strong_circles(circles: Loci) -> Ints:
    """Circles that the figure is about: those with many points, known centres first."""
    rank = circles.counts + 0.5 * (circles.kinds == ABOUT) * (circles.counts > 1)
    order = np.argsort(-rank, kind="stable")[:_STRONG_CIRCLES]
    return np.asarray(order[rank[order] > 2])


def _block(figure: _Figure, rows: Ints, columns: Ints) -> _Meetings:
    """Every locus of ``rows`` with every one of ``columns``."""
    i = np.repeat(rows, len(columns))
    j = np.tile(columns, len(rows))
    # A pair that stands in both orders is taken once.
    once = np.flatnonzero(~np.isin(i, columns) | ~np.isin(j, rows) | (i < j))
    return _block_of(figure, i[once], j[once])


def _block_of(figure: _Figure, i: Ints, j: Ints, natural: bool = False) -> _Meetings:
    wanted = np.flatnonzero(figure.fresh[i] | figure.fresh[j])
    i, j = i[wanted], j[wanted]
    i, j = np.minimum(i, j), np.maximum(i, j)
    curved = j >= figure.split
    signs = [1.0, -1.0] if bool(curved.any()) else [1.0]
    firsts, seconds, places = [], [], []
    for sign in signs:
        keep = curved | (sign > 0)
        firsts.append(i[keep])
        seconds.append(j[keep])
        places.append(figure.meet(i[keep], j[keep], sign))
    first, second, place = np.concatenate(firsts), np.concatenate(seconds), np.concatenate(places)
    with np.errstate(invalid="ignore"):
        sane = np.asarray((np.abs(place) < _FAR).all(axis=1), dtype=np.bool_)
    first, second, place = first[sane], second[sane], place[sane]
    new = _new_places(figure, place)
    first, second, place = first[new], second[new], place[new]
    straight = second < figure.split
    drawn = (figure.kinds[first] == LINE) & (figure.kinds[second] == LINE)
    shared = (figure.members[first] & figure.members[second]) != 0
    flags = np.logical_or(natural, np.where(straight, drawn, shared))
    return _Meetings(first, second, place, flags)


def _new_places(figure: _Figure, place: Floats) -> Bools:
    """Tell which places are away from the points of the figure."""
    new = np.ones(len(place), dtype=bool)
    for x, y in figure.at:
        new &= np.abs(place[:, 0] - x) + np.abs(place[:, 1] - y) > _APART
    return new


def _special(figure: _Figure) -> list[tuple[Ints, Ints]]:
    """Pairs of loci that define a point with a name: centres, reflections, parallelograms."""
    kinds, args = figure.kinds, figure.args

    def pairs(kind: int, column: int, other: int) -> tuple[Ints, Ints]:
        """Loci of a kind that agree in one argument but not in another."""
        ids = np.flatnonzero(kinds == kind)
        order = ids[np.argsort(args[ids, column], kind="stable")]
        i, j = _within_groups(args[order, column])
        i, j = order[i], order[j]
        apart = args[i, other] != args[j, other]
        return i[apart], j[apart]

    centre = pairs(MEDIATOR, 0, 1)
    reflected = pairs(ABOUT, 1, 0)  # circles through one point
    return [centre, reflected, _triangle_pairs(figure)]


def _triangle_pairs(figure: _Figure) -> tuple[Ints, Ints]:
    """Bisectors, altitudes and parallels of triangles, two by two."""
    line_of: dict[tuple[int, int], int] = {}
    for number, (kind, bits) in enumerate(
        zip(figure.lines.kinds.tolist(), figure.lines.members.tolist(), strict=True)
    ):
        if kind != LINE:
            break
        on = [p for p in range(min(len(figure.at), 62)) if bits >> p & 1]
        for p, q in permutations(on, 2):
            line_of[p, q] = number
    locus: dict[tuple[int, int, frozenset[int]], int] = {}
    for number, (kind, (a, b, c)) in enumerate(
        zip(figure.lines.kinds.tolist(), figure.lines.args.tolist(), strict=True)
    ):
        if kind in (INNER, OUTER) and (b, a) in line_of and (b, c) in line_of:
            locus[kind, b, frozenset((line_of[b, a], line_of[b, c]))] = number
        elif kind in (NORMAL, PARALLEL) and (b, c) in line_of:
            locus[kind, a, frozenset((line_of[b, c],))] = number
    met: list[tuple[int, int]] = []
    for a, b, c in combinations(range(min(len(figure.at), 62)), 3):
        if not {(a, b), (b, c), (c, a)} <= line_of.keys():
            continue
        sides = (line_of[b, c], line_of[c, a], line_of[a, b])
        if len(set(sides)) < 3:
            continue
        corners = (a, b, c)
        for s, t, kind in product((0, 1, 2), (0, 1, 2), (NORMAL, PARALLEL)):
            one = locus.get((kind, corners[s], frozenset((sides[s],))))
            two = locus.get((kind, corners[t], frozenset((sides[t],))))
            if s < t and one is not None and two is not None:
                met.append((one, two))
        for first, second in product((INNER, OUTER), repeat=2):
            one = locus.get((first, a, frozenset((sides[1], sides[2]))))
            two = locus.get((second, b, frozenset((sides[2], sides[0]))))
            if one is not None and two is not None:
                met.append((one, two))
    both = np.array(met, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _within_groups(labels: Ints) -> tuple[Ints, Ints]:
    """Return all pairs of positions with equal labels; ``labels`` is sorted."""
    first: list[Ints] = []
    second: list[Ints] = []
    edges = np.flatnonzero(np.diff(labels, prepend=labels[:1] - 1, append=labels[-1:] + 1))
    for start, end in pairwise(edges.tolist()):
        i, j = np.triu_indices(end - start, 1)
        first.append(i + start)
        second.append(j + start)
    if not first:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(first), np.concatenate(second)


# --- groups of meetings at one place --------------------------------------------------------------


@dataclass(frozen=True)
class _Groups:
    """Distinct places: the definition chosen for each, and all loci seen to pass through it."""

    places: Floats
    first: Ints
    second: Ints
    prior: Floats
    through_place: Ints  # pairs (place, locus)
    through_locus: Ints


def _grouped(figure: _Figure, met: _Meetings, most: int) -> _Groups:
    prior = figure.weights[met.first] + figure.weights[met.second] + 0.5 * met.natural
    _, group, counts = np.unique(keys(met.places), return_inverse=True, return_counts=True)
    # The best definition of each place: sort by place, then by how plain the definition is.
    order = np.lexsort((-prior, group))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.int64)
    best = order[starts]
    rough = prior[best] + 0.5 * np.minimum(counts - 1, 12)
    kept = np.sort(np.argsort(-rough, kind="stable")[:most])
    renumber = np.full(len(best), -1, dtype=np.int64)
    renumber[kept] = np.arange(len(kept))
    mine = renumber[group]
    seen = mine >= 0
    place = np.concatenate([mine[seen], mine[seen]])
    locus = np.concatenate([met.first[seen], met.second[seen]])
    both = np.unique(place * (len(figure.kinds) + 1) + locus)
    best = best[kept]
    return _Groups(
        met.places[best],
        met.first[best],
        met.second[best],
        prior[best],
        both // (len(figure.kinds) + 1),
        both % (len(figure.kinds) + 1),
    )


def _coincidences(figure: _Figure, groups: _Groups, seed: int) -> Floats:
    """Return the weight of the loci through each place that its definition does not force."""
    if not len(groups.places):
        return np.zeros(0)
    shake = np.random.default_rng(seed).normal(size=figure.at.shape)
    at = figure.at + _SHAKE * shake
    moved = figure.meet(groups.first, groups.second, 1.0, at)
    other = figure.meet(groups.first, groups.second, -1.0, at)
    with np.errstate(invalid="ignore"):
        nearer = np.hypot(*(other - groups.places).T) < np.hypot(*(moved - groups.places).T)
    moved[nearer] = other[nearer]
    lines = evaluate_lines(figure.lines.kinds, figure.lines.args, at)
    circles = evaluate_circles(figure.circles.kinds, figure.circles.args, at)
    place, locus = groups.through_place, groups.through_locus
    off = np.empty(len(place))
    straight = locus < figure.split
    off[straight] = off_lines(moved[place[straight]], lines[locus[straight]])
    off[~straight] = off_circles(moved[place[~straight]], circles[locus[~straight] - figure.split])
    surprising = ~(off < _IMPLIED)
    weights = figure.weights[locus[surprising]]
    return np.asarray(np.bincount(place[surprising], weights, len(groups.places)), dtype=float)
