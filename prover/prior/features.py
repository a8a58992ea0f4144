"""What a candidate looks like: numbers about its construction, its place, and the goal.

A candidate is seen as a reader of the figure sees it: how it is defined and by which points, what
lines and circles its place is on, which lengths and directions it repeats, and how much of that
touches the goal and what is still open. All candidates of a figure are described at once, in
arrays; a figure of fifteen points with 4,000 candidates takes some hundredths of a second.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from porism.ddar.closure import Closure
from porism.ddar.incidence import unit
from porism.geometry.predicates import Predicate
from porism.prover.prior.products import product
from porism.prover.proposers.base import Candidate, Place

__all__ = ["COLUMNS", "MOST_POINTS", "OF_GOAL", "Sketch", "features", "sketch_of"]

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]

MOST_POINTS = 40
"""Points of a figure that is looked at; of a larger one the arrays would not be small."""

_NEAR = 1e-6  # what differs less in a figure of size 1 is equal
_MOST_CIRCLES = 400
_FAR = 9  # steps between two points that no premise connects

_LOCI = (
    "on_line", "on_pline", "on_tline", "on_bline", "angle_bisector", "angle_mirror", "on_aline",
    "on_circle", "on_circum", "on_dia",
)  # fmt: skip
_NAMED = (
    "midpoint", "foot", "mirror", "reflect", "circumcenter", "parallelogram", "orthocenter",
    "incenter", "excenter",
)  # fmt: skip
_GOALS = (
    "coll", "cyclic", "para", "perp", "cong", "eqangle", "eqratio", "midp", "simtri", "simtrir",
    "aconst", "rconst",
)  # fmt: skip
_NUMBER = {name: k for k, name in enumerate((*_LOCI, *_NAMED))}
_GOAL_NUMBER = {name: k for k, name in enumerate(_GOALS)}

_OF_SCORE = ("score", "below_best", "log_rank")
_OF_DEFINITION = (
    "double", "bundle", "parents", "goal_parents", "goal_share", "no_goal_parent", "mean_age",
    "newest", "open_mean", "open_most", "facts_mean", "steps_mean", "steps_most", "free_parents",
    "new_parents",
)  # fmt: skip
_OF_PLACE = (
    "far", "very_far", "nearest", "nearest_goal", "from_middle", "taken",
    "lines", "goal_lines", "line_of_goal", "right_angles", "goal_right_angles", "right_of_goal",
    "equal", "goal_equal", "equal_of_goal", "midpoints", "goal_midpoints", "midpoint_of_goal",
    "parallel", "goal_parallel", "parallel_to_goal", "perpendicular", "goal_perpendicular",
    "perpendicular_to_goal", "same_length", "goal_same_length", "same_as_goal",
    "circles", "circles_of_two", "circles_of_three", "crowded_circles",
)  # fmt: skip
_OF_COINCIDENCES = (
    "shown", "shown_points", "shown_goal", "shown_goal_only", *(f"shown_{name}" for name in _LOCI)
)  # fmt: skip
_OF_FIGURE = ("points", "goal_points", "open", "facts")

COLUMNS: tuple[str, ...] = (
    *_OF_SCORE, *_LOCI, *_NAMED, *_OF_DEFINITION, *_OF_PLACE, *_OF_COINCIDENCES, *_OF_FIGURE,
    *(f"goal_{name}" for name in _GOALS),
)  # fmt: skip
"""The names of the columns of :func:`features`."""
OF_GOAL: tuple[str, ...] = (
    "goal_parents", "goal_share", "no_goal_parent", "steps_mean", "steps_most", "nearest_goal",
    *(name for name in _OF_PLACE if "goal_" in name or "of_goal" in name or "to_goal" in name),
    "same_as_goal", "shown_goal", "shown_goal_only", "goal_points",
    *(f"goal_{name}" for name in _GOALS),
)  # fmt: skip
"""Those that speak of the points or the kind of the goal."""


@dataclass(frozen=True)
class Sketch:
    """What is seen of a figure before candidates are looked at."""

    points: tuple[str, ...]
    places: Reals  # points x 2, in a figure of size 1
    goal: NDArray[np.bool_]  # which points the goals speak of
    kinds: frozenset[str]  # of the goals
    open: Floats  # by point: statements about it that hold and are not proved
    facts: Floats  # by point: logarithm of the number of proved ones
    steps: Floats  # by point: premises between it and the goals
    free: NDArray[np.bool_]  # points that no premise determines
    new: NDArray[np.bool_]  # points added in the search
    scale: tuple[float, float, float]  # how a place in the figure is put into one of size 1


def sketch_of(
    closure: Closure,
    goals: Sequence[Predicate],
    unproved: Sequence[Predicate],
    added: Sequence[Candidate] = (),
) -> Sketch:
    """Look at a closed figure, its goals, and other statements that hold in it but are not proved.

    ``added`` are candidates whose points are there already.
    """
    at: dict[str, Place] = dict(closure.coordinates)
    for candidate in added:
        at.update(zip(candidate.points, candidate.places, strict=True))
    points = tuple(at)
    places = list(at.values())
    number = {p: k for k, p in enumerate(points)}
    of_goal = np.zeros(len(points), dtype=bool)
    of_goal[[number[p] for s in goals for p in s.points]] = True
    many = Counter(p for s in unproved for p in set(s.points))
    known = Counter(p for f in closure.facts() for p in set(f.statement.points))
    said = [set(s.points) for s in closure.problem.premises]
    said += [set(c.parents) | set(c.points) for c in added]
    determined = {p for s in said for p in s}
    small = np.array(unit(places), dtype=np.float64)
    xs, ys = [x for x, _ in places], [y for _, y in places]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    size = max(max(xs) - min(xs), max(ys) - min(ys)) / 2 or 1.0
    base = len(closure.points)
    return Sketch(
        points,
        small,
        of_goal,
        frozenset(s.name for s in goals),
        np.array([many[p] / max(1, len(unproved)) for p in points], dtype=np.float32),
        np.log1p(np.array([known[p] for p in points], dtype=np.float32)),
        _steps(number, said, of_goal),
        np.array([p not in determined for p in points]),
        np.arange(len(points)) >= base,
        (*middle, size),
    )


def _steps(number: Mapping[str, int], said: Sequence[set[str]], start: NDArray[np.bool_]) -> Floats:
    """Return for each point how many premises lead to it from the points of ``start``."""
    away = np.full(len(number), _FAR, dtype=np.float32)
    away[start] = 0
    of_point: dict[int, list[set[str]]] = {}
    for premise in said:
        for p in premise:
            of_point.setdefault(number[p], []).append(premise)
    queue = deque(np.flatnonzero(start).tolist())
    while queue:
        here = queue.popleft()
        for premise in of_point.get(here, ()):
            for q in premise:
                if away[number[q]] > away[here] + 1:
                    away[number[q]] = away[here] + 1
                    queue.append(number[q])
    return away


def features(sketch: Sketch, candidates: Sequence[Candidate]) -> Floats:
    """Describe candidates, best first, by one row each; the columns are ``COLUMNS``."""
    defined = _definitions(sketch, candidates)
    x, y, size = sketch.scale
    at = np.array([c.places[0] for c in candidates], dtype=np.float64).reshape(-1, 2)
    placed = _places(sketch, (at - (x, y)) / size)
    score = np.array([c.score for c in candidates], dtype=np.float32)
    best = score.max() if len(score) else 0.0
    rank = np.log1p(np.arange(len(score), dtype=np.float32))
    ranked = np.stack([score, score - best, rank], axis=1)
    figure = np.zeros((len(candidates), len(_OF_FIGURE) + len(_GOALS)), dtype=np.float32)
    figure[:, 0] = len(sketch.points) / 10
    figure[:, 1] = sketch.goal.sum() / 4
    figure[:, 2] = float(sketch.open.sum()) / 4
    figure[:, 3] = float(sketch.facts.mean())
    for name in sketch.kinds & _GOAL_NUMBER.keys():
        figure[:, len(_OF_FIGURE) + _GOAL_NUMBER[name]] = 1
    shown = _coincidences(sketch, candidates)
    return np.concatenate([ranked, defined, placed, shown, figure], axis=1, dtype=np.float32)


def _definitions(sketch: Sketch, candidates: Sequence[Candidate]) -> Floats:
    """Describe how candidates are defined, and by which points."""
    number = {p: k for k, p in enumerate(sketch.points)}
    count, n = len(candidates), len(sketch.points)
    made = np.zeros((count, len(_NUMBER)), dtype=np.float32)
    parents = np.zeros((count, n), dtype=np.float32)
    other = np.zeros((count, 2), dtype=np.float32)
    rows: list[int] = []
    columns: list[int] = []
    for row, candidate in enumerate(candidates):
        for name, points in candidate.constructions:
            made[row, _NUMBER[name]] += 1
            for p in points:
                k = number.get(p)
                if k is not None:
                    rows.append(row)
                    columns.append(k)
        for earlier in candidate.prerequisites:
            for _, points in earlier.constructions:
                for p in points:
                    k = number.get(p)
                    if k is not None:
                        rows.append(row)
                        columns.append(k)
        if candidate.families == ("double",):
            other[row, 0] = 1
        if candidate.prerequisites:
            other[row, 1] = 1
    parents[rows, columns] = 1
    size = np.maximum(parents.sum(axis=1), 1)
    goal = sketch.goal.astype(np.float32)
    age = np.arange(n, dtype=np.float32) / max(1, n - 1)
    wanted = parents @ goal
    by_point = np.stack([age, sketch.open, sketch.facts, sketch.steps], axis=1)
    mean = (parents @ by_point) / size[:, None]
    most = (parents[:, :, None] * by_point[None, :, [0, 1, 3]]).max(axis=1)
    few = np.stack([sketch.free, sketch.new], axis=1).astype(np.float32)
    some = parents @ few
    rest = [
        size / 4, wanted / 4, wanted / size, wanted == 0, mean[:, 0], most[:, 0], mean[:, 1],
        most[:, 1], mean[:, 2], mean[:, 3], most[:, 2], some[:, 0], some[:, 1],
    ]  # fmt: skip
    columns_of = [other, np.stack([np.asarray(v, dtype=np.float32) for v in rest], axis=1)]
    return np.concatenate([made, *columns_of], axis=1)


def _coincidences(sketch: Sketch, candidates: Sequence[Candidate]) -> Floats:
    """Describe what the figure shows of candidates and their definitions do not force."""
    of_goal = {p for p, wanted in zip(sketch.points, sketch.goal, strict=True) if wanted}
    rows: list[tuple[int, int, int, int]] = []
    kinds = np.zeros((len(candidates), len(_LOCI)), dtype=np.float32)
    for row, candidate in enumerate(candidates):
        on: set[str] = set()
        for name, points in candidate.coincidences:
            on.update(points[1:])
            if name in _NUMBER:
                kinds[row, _NUMBER[name]] += 1
        goal = on & of_goal
        parents = {p for _, points in candidate.constructions for p in points} if goal else set()
        rows.append((len(candidate.coincidences), len(on), len(goal), len(goal - parents)))
    counts = np.array(rows, dtype=np.float32).reshape(-1, 4)
    counts[:, 0] = np.log1p(counts[:, 0])
    counts[:, 1:] /= 4
    return np.concatenate([counts, np.log1p(kinds)], axis=1)


def _places(sketch: Sketch, at: Reals) -> Floats:
    """Describe what passes through the places of candidates, and what it repeats."""
    away = at[:, None, :] - sketch.places[None, :, :]
    length = np.hypot(away[:, :, 0], away[:, :, 1])
    there = length < _NEAR
    turn = np.where(there, np.nan, np.arctan2(away[:, :, 1], away[:, :, 0]) / np.pi % 1)
    goal = sketch.goal
    nearest_goal = length[:, goal].min(axis=1) if goal.any() else np.ones(len(at))
    middle = np.hypot(at[:, 0], at[:, 1])
    plain = [
        middle > 1.5, middle > 4, _log(length.min(axis=1)), _log(nearest_goal),
        np.minimum(middle, 5), there.any(axis=1),
    ]  # fmt: skip
    pairs = _Pairs.of(sketch)
    columns = [np.stack([np.asarray(v, dtype=np.float32) for v in plain], axis=1)]
    columns += pairs.at_the_place(turn, length)
    columns += pairs.repeated(turn, length)
    columns.append(_circles(sketch, at))
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _log(distance: Reals) -> Reals:
    found: Reals = np.log10(np.maximum(distance, 1e-3))
    return found


@dataclass(frozen=True)
class _Pairs:
    """The pairs of points of a figure, and how much the goals speak of each."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    weights: Floats  # pairs x 3: one; one if a point is the goals'; one if both are
    turn: Reals
    length: Reals

    @staticmethod
    def of(sketch: Sketch) -> _Pairs:
        n = len(sketch.points)
        chosen = np.array(list(combinations(range(n), 2)), dtype=np.intp).reshape(-1, 2)
        first, second = chosen[:, 0], chosen[:, 1]
        some, both = (
            sketch.goal[first] | sketch.goal[second],
            sketch.goal[first] & sketch.goal[second],
        )
        weights = np.stack([np.ones(len(first)), some, both], axis=1).astype(np.float32)
        span = sketch.places[second] - sketch.places[first]
        turn = np.arctan2(span[:, 1], span[:, 0]) / np.pi % 1
        return _Pairs(first, second, weights, turn, np.hypot(span[:, 0], span[:, 1]))

    def at_the_place(self, turn: Reals, length: Reals) -> list[Floats]:
        """Count pairs that the place is in line with, sees at a right angle, is as far from."""
        between = np.abs(turn[:, self.first] - turn[:, self.second])
        line = (between < _NEAR) | (between > 1 - _NEAR)
        right = np.abs(between - 0.5) < _NEAR
        equal = np.abs(length[:, self.first] - length[:, self.second]) < _NEAR
        return [self._counted(which) for which in (line, right, equal, line & equal)]

    def _counted(self, which: NDArray[np.bool_]) -> Floats:
        found: Floats = np.log1p(product(which.astype(np.float32), self.weights))
        return found

    def repeated(self, turn: Reals, length: Reals) -> list[Floats]:
        """Count lines to points that are parallel to others, perpendicular, or as long."""
        columns: list[Floats] = []
        around = np.concatenate([self.turn - 1, self.turn, self.turn + 1])
        thrice = np.concatenate([self.weights] * 3)
        for known, weights, asked in (
            (around, thrice, turn),
            (around, thrice, (turn + 0.5) % 1),
            (self.length, self.weights, length),
        ):
            columns.append(_matched(known, weights, asked))
        return columns


def _matched(known: Reals, weights: Floats, asked: Reals) -> Floats:
    """Count, for each column of weights, which of the values asked for are known with one."""
    order = np.argsort(known, kind="stable")
    known = known[order]
    values = np.nan_to_num(asked, nan=-9.0)
    low = np.searchsorted(known, values - _NEAR)
    columns: list[Reals] = []
    for weighted in weights[order].T > 0:
        # the first known value with a weight, from each place on
        later = np.where(weighted, known, np.inf)[::-1]
        first = np.append(np.minimum.accumulate(later)[::-1], np.inf)
        columns.append((first[low] < values + _NEAR).sum(axis=1))
    found: Floats = np.log1p(np.stack(columns, axis=1)).astype(np.float32)
    return found


def _circles(sketch: Sketch, at: Reals) -> Floats:
    """Count circles through three points and more that pass through places."""
    centre, radius, members, goals = _circles_of(sketch)
    found = np.zeros((len(at), 4), dtype=np.float32)
    if not len(radius):
        return found
    # |p - c|² - r² is near 2r (|p - c| - r) where that is small
    places = np.concatenate([at, np.ones((len(at), 1))], axis=1)
    power = (centre**2).sum(axis=1) - radius**2
    off = product(places, np.concatenate([-2 * centre.T, power[None, :]]))
    off += (at**2).sum(axis=1)[:, None]
    row, circle = np.nonzero(np.abs(off) < 2 * _NEAR * radius)
    kinds = np.stack([np.ones(len(radius)), goals >= 2, goals >= 3, members >= 4])
    for column, weight in enumerate(kinds):
        found[:, column] = np.bincount(row, weights=weight[circle], minlength=len(at))
    counted: Floats = np.log1p(found)
    return counted


def _circles_of(sketch: Sketch) -> tuple[Reals, Reals, Reals, Reals]:
    """Return centres, radii, and how many points, and points of goals, are on circles."""
    p = sketch.places
    triples = np.array(list(combinations(range(len(p)), 3)), dtype=np.intp).reshape(-1, 3)
    a, b, c = p[triples[:, 0]], p[triples[:, 1]] - p[triples[:, 0]], p[triples[:, 2]]
    c = c - a
    cross = 2 * (b[:, 0] * c[:, 1] - b[:, 1] * c[:, 0])
    fit = np.abs(cross) > 1e-4
    a, b, c, cross = a[fit], b[fit], c[fit], cross[fit]
    bb, cc = (b**2).sum(axis=1), (c**2).sum(axis=1)
    at = np.stack([c[:, 1] * bb - b[:, 1] * cc, b[:, 0] * cc - c[:, 0] * bb], axis=1)
    at = at / cross[:, None]
    circles = np.concatenate([a + at, np.hypot(at[:, :1], at[:, 1:])], axis=1)
    _, kept = np.unique(
        np.round(circles / (10 * _NEAR)).astype(np.int64), axis=0, return_index=True
    )
    circles = circles[np.sort(kept)]
    circles = circles[circles[:, 2] < 20]
    off = np.hypot(p[:, 0] - circles[:, :1], p[:, 1] - circles[:, 1:2]) - circles[:, 2:]
    on = np.abs(off) < _NEAR
    members, goals = on.sum(axis=1), (on & sketch.goal).sum(axis=1)
    best = np.argsort(-(members + goals), kind="stable")[:_MOST_CIRCLES]
    return circles[best, :2], circles[best, 2], members[best], goals[best]
