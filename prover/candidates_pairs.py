"""Which lines and circles of a figure are made to meet, and where they do.

Not every pair: a line drawn in the figure meets everything, and so does a circle that the
figure is about; parallels, perpendiculars, bisectors and circles through three points meet
each other only where that makes a point with a name (a centre, a reflection, the fourth
corner of a parallelogram).
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
    loci_of,
)
from prover.candidates_meet import circles_meet, line_meets_circle, lines_meet

__all__ = ["Figure", "Meetings", "meetings"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_FAR = 8.0  # figures have size 1; points farther out are left alone
_APART = 1e-5  # from points of the figure
_STRONG_CIRCLES = 16


@dataclass(frozen=True)
class Meetings:
    """Pairs of loci and where they meet; ``natural`` marks those that need no coincidence."""

    first: Ints
    second: Ints
    places: Floats
    natural: Bools


class Figure:
    """A figure with its loci: lines are numbered first, then circles."""

    def __init__(self, at: Floats, since: int) -> None:
        self.at = at
        self.since = since
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


def meetings(figure: Figure) -> Meetings:
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
        *(_block_of(figure, i, j, natural=True) for i, j in _special(figure, strong)),
    ]
    return Meetings(
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


def _block(figure: Figure, rows: Ints, columns: Ints) -> Meetings:
    """Every locus of ``rows`` with every one of ``columns``, if either is fresh."""
    in_rows, in_columns = np.zeros((2, len(figure.kinds)), dtype=np.bool_)
    in_rows[rows] = True
    in_columns[columns] = True
    fresh = figure.fresh[rows]
    i, j = _product(rows[fresh], columns)
    k, m = _product(rows[~fresh], columns[figure.fresh[columns]])
    i, j = np.concatenate([i, k]), np.concatenate([j, m])
    # A pair that stands in both orders is taken once.
    once = ~in_columns[i] | ~in_rows[j] | (i < j)
    return _block_of(figure, i[once], j[once])


def _product(rows: Ints, columns: Ints) -> tuple[Ints, Ints]:
    return np.repeat(rows, len(columns)), np.tile(columns, len(rows))


def _block_of(figure: Figure, i: Ints, j: Ints, natural: bool = False) -> Meetings:
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
    return Meetings(first, second, place, flags)


def _new_places(figure: Figure, place: Floats) -> Bools:
    """Tell which places are away from the points of the figure."""
    new = np.ones(len(place), dtype=bool)
    for x, y in figure.at:
        new &= np.abs(place[:, 0] - x) + np.abs(place[:, 1] - y) > _APART
    return new


def _special(figure: Figure, strong: Ints) -> list[tuple[Ints, Ints]]:
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
    i, j = pairs(ABOUT, 1, 0)  # circles through one point; strong ones meet all others anyway
    weak = ~np.isin(i, strong) & ~np.isin(j, strong)
    return [centre, (i[weak], j[weak]), _triangle_pairs(figure)]


def _triangle_pairs(figure: Figure) -> tuple[Ints, Ints]:
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
    for number, (kind, (a, b, c, _)) in enumerate(
        zip(figure.lines.kinds.tolist(), figure.lines.args.tolist(), strict=True)
    ):
        if kind in (INNER, OUTER) and (b, a) in line_of and (b, c) in line_of:
            locus[kind, b, frozenset((line_of[b, a], line_of[b, c]))] = number
        elif kind in (NORMAL, PARALLEL) and (b, c) in line_of:
            locus[kind, a, frozenset((line_of[b, c],))] = number
    met: list[tuple[int, int]] = []
    for c, b, a in combinations(range(min(len(figure.at), 62) - 1, -1, -1), 3):
        if c < figure.since:
            break
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
    both = np.array(list(dict.fromkeys(met)), dtype=np.int64).reshape(-1, 2)
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
