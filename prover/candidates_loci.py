"""Lines and circles of a figure: drawn ones, and those that a solver would draw.

A locus is kept twice, as the call that demands it of a point (``on_pline x p a b``) and as
numbers. All formulas work on whole arrays of loci at once and can be evaluated again in
another figure, which is how coincidences are told from consequences (:mod:`prover.candidates`).

Lines are rows (u, v, w) with u x + v y + w = 0 and u² + v² = 1, circles rows (x, y, r).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "KINDS",
    "Loci",
    "Table",
    "evaluate_circles",
    "evaluate_lines",
    "figure_lines",
    "keys",
    "loci_of",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAR = 1e-7  # of a figure of unit size: what is closer is on the locus
_ISOGONALS = 3000
_GRID = 2e6  # loci that agree to 1 / _GRID are one


@dataclass(frozen=True)
class Kind:
    """A kind of locus: the construction that demands it, and which of its points go where.

    After the new point the construction takes ``args[i] for i in order``. ``weight`` says how
    telling it is when a point lies on such a locus without being made so.
    """

    name: str
    order: tuple[int, ...]
    weight: float
    is_line: bool


KINDS: tuple[Kind, ...] = (
    Kind("on_line", (0, 1), 1.0, True),
    Kind("on_pline", (0, 1, 2), 0.5, True),
    Kind("on_tline", (0, 1, 2), 0.5, True),
    Kind("on_bline", (0, 1), 0.55, True),
    Kind("angle_bisector", (0, 1, 2), 0.45, True),  # inside the angle
    Kind("angle_bisector", (0, 1, 2), 0.4, True),  # outside
    Kind("angle_mirror", (0, 1, 2), 0.3, True),
    Kind("on_aline", (1, 2, 0, 1, 3), 0.3, True),  # isogonal
    Kind("on_circle", (0, 1), 0.7, False),
    Kind("on_circum", (0, 1, 2), 0.6, False),
    Kind("on_dia", (0, 1), 0.4, False),
)
LINE, PARALLEL, NORMAL, MEDIATOR, INNER, OUTER, MIRRORED, ISOGONAL = range(8)
ABOUT, AROUND, DIAMETER = range(8, 11)


@dataclass(frozen=True)
class Loci:
    """Loci of one sort, lines or circles, as rows.

    ``kinds`` indexes :data:`KINDS`, ``args`` holds point numbers (the last one again where a
    kind takes fewer), ``numbers`` the coefficients, ``members`` the points on it as bits of a
    number (the first 62 points), ``counts`` how many they are.
    """

    kinds: Ints
    args: Ints
    numbers: Floats
    members: Ints
    counts: Ints

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.kinds)

    @property
    def weights(self) -> Floats:
        """How telling it is that a point lies on each."""
        usual = np.array([2 if k.is_line else 3 for k in KINDS])[self.kinds]
        crowd = 0.1 * np.clip(self.counts - usual, -1, 3)
        return np.asarray(np.array([k.weight for k in KINDS])[self.kinds] + crowd)


@dataclass(frozen=True)
class Table:
    """All loci considered for a figure."""

    lines: Loci
    circles: Loci


# --- formulas -----------------------------------------------------------------------------------


def evaluate_lines(kinds: Ints, args: Ints, at: Floats) -> Floats:
    """Return the rows of lines of these kinds and arguments where points are ``at``."""
    through = np.empty((len(kinds), 2))
    along = np.empty((len(kinds), 2))
    first, second, third = at[args[:, 0]], at[args[:, 1]], at[args[:, 2]]
    for kind in np.unique(kinds):
        k = kinds == kind
        a, b, c = first[k], second[k], third[k]
        if kind == LINE:
            through[k], along[k] = a, b - a
        elif kind == PARALLEL:
            through[k], along[k] = a, c - b
        elif kind == NORMAL:
            through[k], along[k] = a, _quarter(c - b)
        elif kind == MEDIATOR:
            through[k], along[k] = (a + b) / 2, _quarter(b - a)
        elif kind in (INNER, OUTER):
            sign = 1.0 if kind == INNER else -1.0
            through[k], along[k] = b, _unit(a - b) + sign * _unit(c - b)
        else:  # MIRRORED: ba in bc; ISOGONAL: bd, the angle from ba to bd laid off before bc
            d, e = (a, c) if kind == MIRRORED else (at[args[k, 3]], a)
            turned = _angle(c - b) - _angle(d - b) + _angle(e - b)
            through[k], along[k] = b, np.stack([np.cos(turned), np.sin(turned)], axis=1)
    along = _unit(along)
    u, v = -along[:, 1], along[:, 0]
    return np.stack([u, v, -(u * through[:, 0] + v * through[:, 1])], axis=1)


def evaluate_circles(kinds: Ints, args: Ints, at: Floats) -> Floats:
    """Return the rows of circles of these kinds and arguments where points are ``at``."""
    centre = np.empty((len(kinds), 2))
    radius = np.empty(len(kinds))
    first, second, third = at[args[:, 0]], at[args[:, 1]], at[args[:, 2]]
    k = kinds == ABOUT
    centre[k], radius[k] = first[k], _length(second[k] - first[k])
    k = kinds == DIAMETER
    centre[k], radius[k] = (first[k] + second[k]) / 2, _length(second[k] - first[k]) / 2
    k = kinds == AROUND
    a, p, q = first[k], second[k] - first[k], third[k] - first[k]
    double = 2 * _cross(p, q)
    pp, qq = _dot(p, p), _dot(q, q)
    out = np.stack([q[:, 1] * pp - p[:, 1] * qq, p[:, 0] * qq - q[:, 0] * pp], axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        out = out / double[:, None]
    centre[k], radius[k] = a + out, _length(out)
    return np.column_stack([centre, radius])


def _quarter(v: Floats) -> Floats:
    return np.stack([-v[:, 1], v[:, 0]], axis=1)


def _angle(v: Floats) -> Floats:
    return np.arctan2(v[:, 1], v[:, 0])


def _length(v: Floats) -> Floats:
    return np.hypot(v[:, 0], v[:, 1])


def _unit(v: Floats) -> Floats:
    return v / np.maximum(_length(v), 1e-300)[:, None]


def _dot(p: Floats, q: Floats) -> Floats:
    return np.asarray(p[:, 0] * q[:, 0] + p[:, 1] * q[:, 1])


def _cross(p: Floats, q: Floats) -> Floats:
    return np.asarray(p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0])


# --- what a figure has --------------------------------------------------------------------------


def figure_lines(at: Floats) -> list[tuple[int, ...]]:
    """Return the points on each line through two points, in the order of the points."""
    n = len(at)
    if n < 2:
        return []
    i, j = np.triu_indices(n, 1)
    apart = _length(at[j] - at[i]) > NEAR
    i, j = i[apart], j[apart]
    args = np.stack([i, j, j, j], axis=1)
    rows = evaluate_lines(np.full(len(i), LINE), args, at)
    on = np.abs(rows[:, :2] @ at.T + rows[:, 2:]) < NEAR
    found: dict[bytes, tuple[int, ...]] = {}
    for a, b, row in zip(i.tolist(), j.tolist(), on, strict=True):
        key = row.tobytes()
        if key not in found:
            others = (p for p in np.flatnonzero(row).tolist() if p not in (a, b))
            found[key] = (a, b, *others)
    return list(found.values())


def loci_of(at: Floats) -> Table:
    """Return the loci of a figure.

    Loci at the same place are listed once, under the plainest name. Reflections of lines and
    isogonals are left out where there would be too many.
    """
    n = len(at)
    lines = figure_lines(at)
    calls: list[tuple[int, Iterable[tuple[int, ...]]]] = [
        (LINE, ((m[0], m[1]) for m in lines)),
        (PARALLEL, ((p, m[0], m[1]) for m in lines for p in range(n) if p not in m)),
        (NORMAL, ((p, m[0], m[1]) for m in lines for p in range(n))),
        (MEDIATOR, combinations(range(n), 2)),
    ]
    arms: list[list[int]] = [[] for _ in range(n)]  # a point on each line through a point
    for m in lines:
        for p in m:
            arms[p].append(m[0] if m[0] != p else m[1])
    angles = [(a, b, c) for b in range(n) for a, c in combinations(arms[b], 2)]
    calls += [(INNER, angles), (OUTER, angles)]
    isogonals = [(a, b, c, d) for a, b, c in angles for d in arms[b] if d not in (a, c)]
    if len(isogonals) < _ISOGONALS:
        calls.append((MIRRORED, angles + [(c, b, a) for a, b, c in angles]))
        calls.append((ISOGONAL, isogonals))
    on_line = {pair: m for m in lines for pair in combinations(sorted(m), 2)}
    triples = [t for t in combinations(range(n), 3) if t[2] not in on_line.get(t[:2], ())]
    rounds: list[tuple[int, Iterable[tuple[int, ...]]]] = [
        (ABOUT, ((o, a) for o in range(n) for a in range(n) if a != o)),
        (AROUND, triples),
        (DIAMETER, combinations(range(n), 2)),
    ]
    return Table(_table(calls, at, True), _table(rounds, at, False))


def _table(
    calls: Iterable[tuple[int, Iterable[tuple[int, ...]]]], at: Floats, is_line: bool
) -> Loci:
    kinds: list[int] = []
    rows: list[tuple[int, ...]] = []
    for kind, arguments in calls:
        full = [(*t, t[-1], t[-1])[:4] for t in arguments]
        kinds += [kind] * len(full)
        rows += full
    kind_of = np.array(kinds, dtype=np.int64)
    args = np.array(rows, dtype=np.int64).reshape(-1, 4)
    numbers = (evaluate_lines if is_line else evaluate_circles)(kind_of, args, at)
    sane = np.isfinite(numbers).all(axis=1)
    if is_line:  # of two coincident points there is no line
        sane &= np.abs(np.hypot(numbers[:, 0], numbers[:, 1]) - 1) < 1e-6
    else:
        sane &= (numbers[:, 2] > 1e-4) & (numbers[:, 2] < 20)
    kind_of, args, numbers = kind_of[sane], args[sane], numbers[sane]
    first = np.sort(np.unique(keys(numbers, is_line), return_index=True)[1])
    kind_of, args, numbers = kind_of[first], args[first], numbers[first]
    on = _on(numbers, at, is_line)
    bits = np.left_shift(1, np.arange(min(len(at), 62), dtype=np.int64))
    members = on[:, :62].astype(np.int64) @ bits
    return Loci(kind_of, args, numbers, members, on.sum(axis=1, dtype=np.int64))


def _on(numbers: Floats, at: Floats, is_line: bool) -> NDArray[np.bool_]:
    """Tell for each locus and each point whether the point is on it."""
    if is_line:
        return np.asarray(np.abs(numbers[:, :2] @ at.T + numbers[:, 2:]) < NEAR)
    spread = np.hypot(numbers[:, 0, None] - at[None, :, 0], numbers[:, 1, None] - at[None, :, 1])
    return np.asarray(np.abs(spread - numbers[:, 2:]) < NEAR)


def keys(numbers: Floats, is_line: bool = False) -> Ints:
    """Return a number for each row, equal for rows that agree (lines: up to sign)."""
    rows = numbers
    if is_line:
        lead = np.where(np.abs(rows[:, 0]) > 1e-6, rows[:, 0], rows[:, 1])
        rows = rows * np.where(lead < 0, -1.0, 1.0)[:, None]
    cells = np.floor(rows * _GRID + 0.123).astype(np.int64)
    key = np.zeros(len(rows), dtype=np.int64)
    with np.errstate(over="ignore"):
        for column in range(rows.shape[1]):
            key = (key * np.int64(0x9E3779B1)) ^ cells[:, column]
    return key
