"""The figure to show of a problem, out of many: the one that a person would draw.

Any figure in which all that is said holds would do. People draw a triangle acute, scalene and with
its base lying, put feet and intersections between the ends of segments, and keep points apart from
each other and from lines they are not on. :func:`choose_figure` draws many figures, improves the
best of them by small changes, and turns the winner upright.
"""

from __future__ import annotations

import cmath
import math
import time
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from random import Random

import numpy as np

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import FigureError
from porism.geometry.figure.plan import make_plan
from porism.geometry.figure.search import Deadline, Search
from porism.geometry.figure.system import System
from porism.geometry.measure import truth
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.render.outlines import Circle, Stroke, outline
from porism.geometry.render.scene import scene_of
from porism.geometry.render.shapes import Shape

__all__ = ["choose_figure", "looks", "upright"]

Points = dict[str, complex]

_DRAWN = 24  # figures that are drawn and compared
_CLIMBERS = 3  # of which so many are improved
_ROUNDS = 60  # changes that are tried on each
_SECONDS = 4.0  # at most, for drawing them: a guard, not a policy
_STEPS = (0.25, 0.12, 0.05)  # of the size of the figure, how far a change goes
_EXACT = 1e-10

# What counts against a figure, in units of its size (points and lines) or degrees (angles).
_APART = 0.085  # two points
_CLEAR = 0.04  # a point and a line or circle it is not on
_ANGLE = 14.0  # two lines through a point
_SLIM, _OBTUSE = 42.0, 80.0  # angles of the triangle that the statement begins with
_EQUAL = 6.0  # by how much its angles differ at least
_WEIGHTS = {
    "apart": 5.0,
    "clear": 2.5,
    "angle": 1.5,
    "corner": 4.0,
    "outside": 2.0,
    "aspect": 2.0,
    "spread": 2.0,
    "circle": 2.0,
    "convex": 3.0,
}


def choose_figure(
    problem: Problem, coordinates: Coordinates, said: Iterable[Predicate] = (), *, seed: int = 0
) -> dict[str, tuple[float, float]]:
    """Return the best-looking figure of ``problem`` in which everything ``said`` holds.

    ``coordinates`` is a figure of it; where points have places of their own in the statement, or
    no better figure is found, it is the answer, turned upright in the second case. The same
    arguments give the same figure.
    """
    start = {name: complex(*place) for name, place in coordinates.items()}
    if len(start) < 3 or any(place for c in problem.all_clauses for place in c.coordinates):
        return dict(coordinates)
    critic = _Critic(problem, coordinates)
    demands = _demands(problem, said)
    found = [start, *(at for at in _drawn(problem, seed) if _holds(demands, at))]
    ranked = sorted(found, key=critic.penalty)[:_CLIMBERS]
    random = Random(f"figure {seed}")
    best = min((_climb(at, critic, demands, random) for at in ranked), key=critic.penalty)
    best = upright(problem, best, oriented=make_plan(problem).oriented)
    return {name: (best[name].real, best[name].imag) for name in coordinates}


def looks(problem: Problem, coordinates: Coordinates) -> float:
    """Return how much is to be said against a figure: 0 is perfect."""
    at = {name: complex(*place) for name, place in coordinates.items()}
    return _Critic(problem, coordinates).penalty(at)


# --- figures -------------------------------------------------------------------------------------


def _demands(problem: Problem, said: Iterable[Predicate]) -> tuple[Predicate, ...]:
    plan = make_plan(problem, {})
    return tuple(dict.fromkeys((*plan.conditions, *plan.ordering, *said)))


def _holds(demands: Iterable[Predicate], at: Points) -> bool:
    places = {name: (z.real, z.imag) for name, z in at.items()}
    return all(truth.holds(s, places, 1e-7) for s in demands)


def _drawn(problem: Problem, seed: int) -> list[Points]:
    search = Search(make_plan(problem), f"{seed}/page", time.monotonic() + _SECONDS)
    try:
        search.run(_DRAWN)
    except (Deadline, FigureError):
        pass
    return [found.at for found in search.outcome.good]


def _climb(at: Points, critic: _Critic, demands: Sequence[Predicate], random: Random) -> Points:
    """Change a figure a little, along the ways that the premises leave, while it gets better."""
    problem = critic.problem
    best, least = at, critic.penalty(at)
    size = _size(at.values())
    system = System(problem.points, problem.premises, size, at)
    for number in range(_ROUNDS):
        if least <= 0.0:
            break
        x = system.array(best)
        ways = _ways(system.evaluate(x)[1])
        if not len(ways):
            break
        way = np.array([random.gauss(0, 1) for _ in range(len(ways))]) @ ways
        step = _STEPS[number * len(_STEPS) // _ROUNDS] * size * random.random()
        moved = system.polish(x + way * (step / max(float(np.abs(way).max()), 1e-12)), steps=20)
        if not system.error(moved) < _EXACT:
            continue
        new = system.coords(moved)
        penalty = critic.penalty(new)
        if penalty < least and _holds(demands, new):
            best, least = new, penalty
    return best


def _ways(jacobian: np.typing.NDArray[np.float64]) -> np.typing.NDArray[np.float64]:
    """Return the directions in which points can move, an orthonormal basis in rows."""
    if not len(jacobian):
        return np.eye(jacobian.shape[1])
    _, values, right = np.linalg.svd(jacobian)
    rank = int(np.sum(values > 1e-9 * max(values, default=0.0)))
    return np.asarray(right[rank:])


def _size(places: Iterable[complex]) -> float:
    z = list(places)
    xs, ys = [w.real for w in z], [w.imag for w in z]
    return max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0


# --- what is said against a figure ---------------------------------------------------------------


class _Critic:
    """Judges figures of one problem, whose objects are those of a sample figure."""

    def __init__(self, problem: Problem, sample: Coordinates) -> None:
        self.problem = problem
        scene = scene_of(problem, dict(sample), problem.goals)
        self.shapes = tuple(known.shape for known in scene.objects)
        self.triples = _in_order(problem)
        self.polygon = _first_polygon(problem)
        self.same = _together({p: complex(*place) for p, place in sample.items()})

    def penalty(self, at: Points) -> float:
        size = _size(at.values())
        places = {p: (z.real, z.imag) for p, z in at.items()}
        outlines = [(s, outline(s, places)) for s in self.shapes]
        parts = {
            "apart": self._apart(at, size),
            "clear": self._clear(at, size, outlines),
            "angle": self._angles(at),
            "corner": self._corners(at),
            "outside": self._outside(at),
            "aspect": _aspect(at),
            "spread": _spread(at, self.polygon),
            "circle": sum(
                max(0.0, o.radius / size - 0.62) for _, o in outlines if isinstance(o, Circle)
            ),
            "convex": self._convex(at),
        }
        return round(sum(_WEIGHTS[name] * value for name, value in parts.items()), 9)

    def _apart(self, at: Points, size: float) -> float:
        total = 0.0
        for p, q in combinations(at, 2):
            if frozenset((p, q)) not in self.same:
                total += _lack(abs(at[p] - at[q]) / size, _APART)
        return total

    def _clear(self, at: Points, size: float, outlines: Sequence[tuple[Shape, object]]) -> float:
        total = 0.0
        for shape, found in outlines:
            for p, z in at.items():
                if p in shape.points:
                    continue
                if isinstance(found, Circle):
                    gap = abs(abs(z - complex(*found.centre)) - found.radius) / size
                elif isinstance(found, Stroke):
                    gap = _to_segment(z, complex(*found.start), complex(*found.end)) / size
                else:
                    continue
                if gap > 1e-7:
                    total += _lack(gap, _CLEAR)
        return total

    def _angles(self, at: Points) -> float:
        """Lines through a common point that nearly coincide."""
        total = 0.0
        for one, other in combinations((s for s in self.shapes if s.kind == "stroke"), 2):
            if not set(one.points) & set(other.points):
                continue
            u, v = (_direction([at[p] for p in s.points]) for s in (one, other))
            if u and v:
                sine = abs((u.conjugate() * v).imag)
                degrees = math.degrees(math.asin(min(1.0, sine)))
                if degrees > 1e-5:
                    total += _lack(degrees, _ANGLE)
        return total

    def _corners(self, at: Points) -> float:
        """The triangle of the statement: acute, not slim, not isosceles by accident."""
        if len(self.polygon) != 3:
            return 0.0
        angles = sorted(_three_angles(*(at[p] for p in self.polygon)))
        total = max(0.0, _SLIM - angles[0]) / 20 + max(0.0, angles[2] - _OBTUSE) / 20
        gaps = [b - a for a, b in pairwise(angles)]
        return total + sum(0.5 * _lack(gap, _EQUAL) for gap in gaps if gap > 1e-6)

    def _outside(self, at: Points) -> float:
        """Points of a line that are not between the two that name it, by how far they are off."""
        total = 0.0
        for x, a, b in self.triples:
            base = at[b] - at[a]
            if base:
                t = ((at[x] - at[a]) / base).real
                off = max(0.0, -t, t - 1.0)
                total += min(2.0, off) * 0.5 + 0.25 * (off > 0)
        return total

    def _convex(self, at: Points) -> float:
        if len(self.polygon) < 4:
            return 0.0
        z = [at[p] for p in self.polygon]
        turns = [
            ((z[i - 1] - z[i - 2]).conjugate() * (z[i] - z[i - 1])).imag for i in range(len(z))
        ]
        return float(min(sum(t > 0 for t in turns), sum(t < 0 for t in turns)))


def _lack(value: float, wanted: float) -> float:
    """Say by how much a value is too small: 0 from what is wanted on, more and more below it."""
    return max(0.0, 1.0 - value / wanted) ** 2 * (1 + max(0.0, 0.4 - value / wanted) * 6)


def _to_segment(p: complex, a: complex, b: complex) -> float:
    d = b - a
    if not d:
        return abs(p - a)
    t = min(1.0, max(0.0, ((p - a) / d).real))
    return abs(p - a - t * d)


def _direction(z: Sequence[complex]) -> complex:
    far = max(z, key=lambda w: abs(w - z[0]))
    return (far - z[0]) / abs(far - z[0]) if far != z[0] else 0j


def _three_angles(a: complex, b: complex, c: complex) -> tuple[float, float, float]:
    def corner(x: complex, y: complex, z: complex) -> float:
        if x in (y, z):
            return 0.0
        return abs(math.degrees(cmath.phase((y - x) / (z - x)))) if z != x else 0.0

    return corner(a, b, c), corner(b, c, a), corner(c, a, b)


def _aspect(at: Points) -> float:
    xs, ys = [z.real for z in at.values()], [z.imag for z in at.values()]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    ratio = min(wide, high) / max(wide, high, 1e-300)
    return max(0.0, 0.6 - ratio) * 2


def _spread(at: Points, polygon: Sequence[str]) -> float:
    """How much larger the whole is than what the statement begins with."""
    if len(polygon) < 3:
        return 0.0
    ratio = _size(at.values()) / max(_size(at[p] for p in polygon), 1e-300)
    return min(4.0, max(0.0, ratio - 1.35))


def _together(at: Points) -> frozenset[frozenset[str]]:
    size = _size(at.values())
    return frozenset(
        frozenset(pair)
        for pair in combinations(at, 2)
        if abs(at[pair[0]] - at[pair[1]]) < 1e-6 * size
    )


def _first_polygon(problem: Problem) -> tuple[str, ...]:
    """Return the corners of the polygon that the statement begins with."""
    for clause in problem.clauses:
        for c in clause.constructions:
            if CONSTRUCTIONS[c.name].outline and set(c.arguments) == set(clause.points):
                return c.arguments if len(c.arguments) > 2 else ()
    free = [p for clause in problem.clauses for p in clause.points if not clause.premises]
    return tuple(free) if len(free) == 3 else ()


def _in_order(problem: Problem) -> tuple[tuple[str, str, str], ...]:
    """Return the points that a statement puts on lines, with the two older points of the line."""
    order = {p: i for i, p in enumerate(problem.points)}
    found: dict[tuple[str, str, str], None] = {}
    for clause in problem.clauses:
        for s in clause.premises:
            if s.name == "coll" and len(s.points) == 3 and len(set(s.points)) == 3:
                a, b, x = sorted(s.points, key=order.__getitem__)
                if x in clause.points and not {a, b} & set(clause.points):
                    found[x, a, b] = None
    return tuple(found)


# --- upright -------------------------------------------------------------------------------------


def upright(problem: Problem, at: Points, *, oriented: bool) -> Points:
    """Turn a figure so that its base lies, with the rest above it; mirror it if that is allowed.

    The base is the side opposite the first corner of a triangle, the first two points otherwise.
    """
    polygon = _first_polygon(problem)
    names = problem.points
    if len(polygon) == 3:
        top, left, right = polygon
    elif len(polygon) > 3:
        left, right = _lowest(polygon, at)
        top = next(p for p in polygon if p not in (left, right))
    else:
        left, right = names[:2]
        top = ""
    base = at[right] - at[left]
    if not base:
        return at
    turned = {p: (z - at[left]) / base * abs(base) for p, z in at.items()}
    height = turned[top].imag if top else sum(z.imag for z in turned.values())
    if height < 0:
        if oriented:
            turned = {p: -z for p, z in turned.items()}
        else:
            turned = {p: z.conjugate() for p, z in turned.items()}
    return turned


def _lowest(polygon: Sequence[str], at: Points) -> tuple[str, str]:
    """Return the longest side of a polygon, in the order that puts the polygon above it."""
    sides = [(polygon[i - 1], polygon[i]) for i in range(len(polygon))]
    left, right = max(sides, key=lambda s: abs(at[s[1]] - at[s[0]]))
    middle = sum(at[p] for p in polygon) / len(polygon)
    above = ((at[right] - at[left]).conjugate() * (middle - at[left])).imag > 0
    return (left, right) if above else (right, left)
