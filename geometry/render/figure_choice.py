"""The figure to show of a problem, out of many: the one that a person would draw.

Any figure in which all that is said holds would do. People draw a triangle acute, scalene and with
its base lying, put feet and intersections between the ends of segments, and keep points apart from
each other and from lines they are not on. :func:`choose_figure` draws many figures, improves the
best of them by small changes, and turns the winner upright.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from random import Random

import numpy as np

from porism.geometry.errors import FigureError
from porism.geometry.figure.plan import make_plan
from porism.geometry.figure.search import Deadline, Search
from porism.geometry.figure.system import System, equations_meant
from porism.geometry.measure import truth
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.render.figure_critic import Critic, extent, first_polygon

__all__ = ["choose_figure", "looks", "upright"]

Points = dict[str, complex]

_DRAWN = 24  # figures that are drawn and compared
_CLIMBERS = 3  # of which so many are improved
_ROUNDS = 60  # changes that are tried on each
_USUAL = 16  # points; of a larger figure fewer are tried, as each takes longer by its square
_SECONDS = 4.0  # at most, for drawing them: a guard, not a policy
_STEPS = (0.25, 0.12, 0.05)  # of the size of the figure, how far a change goes
_EXACT = 1e-10


def choose_figure(
    problem: Problem,
    coordinates: Coordinates,
    said: Iterable[Predicate] = (),
    *,
    seed: int = 0,
    until: float = math.inf,
) -> dict[str, tuple[float, float]]:
    """Return the best-looking figure of ``problem`` in which everything ``said`` holds.

    ``coordinates`` is a figure of it; where points have places of their own in the statement, or
    no better figure is found, it is the answer, turned upright in the second case. The same
    arguments give the same figure, unless drawing takes longer than the few seconds it has, or
    ``until``, a monotonic time, comes first: then it is the best so far.
    """
    start = {name: complex(*place) for name, place in coordinates.items()}
    if len(start) < 3 or any(place for c in problem.all_clauses for place in c.coordinates):
        return dict(coordinates)
    critic = Critic(problem, coordinates)
    demands = _demands(problem, said)
    share = min(1.0, (_USUAL / len(start)) ** 2)
    count, rounds = math.ceil(_DRAWN * share), math.ceil(_ROUNDS * share)
    drawn = _drawn(problem, seed, count, min(until, time.monotonic() + _SECONDS))
    found = [start, *(at for at in drawn if _holds(demands, at))]
    ranked = sorted(found, key=critic.penalty)[:_CLIMBERS]
    random = Random(f"figure {seed}")
    climbed = [_climb(at, critic, demands, random, rounds, until) for at in ranked]
    best = min(climbed, key=critic.penalty)
    best = upright(problem, best, oriented=make_plan(problem).oriented)
    return {name: (best[name].real, best[name].imag) for name in coordinates}


def looks(problem: Problem, coordinates: Coordinates) -> float:
    """Return how much is to be said against a figure: 0 is perfect."""
    at = {name: complex(*place) for name, place in coordinates.items()}
    return Critic(problem, coordinates).penalty(at)


# --- figures -------------------------------------------------------------------------------------


def _demands(problem: Problem, said: Iterable[Predicate]) -> tuple[Predicate, ...]:
    plan = make_plan(problem, {})
    return tuple(dict.fromkeys((*plan.conditions, *plan.ordering, *said)))


def _holds(demands: Iterable[Predicate], at: Points) -> bool:
    places = {name: (z.real, z.imag) for name, z in at.items()}
    return all(truth.holds(s, places, 1e-7) for s in demands)


def _drawn(problem: Problem, seed: int, count: int, end: float) -> list[Points]:
    """Draw figures, well-proportioned ones first and then all sorts."""
    plan = make_plan(problem)
    drawn: list[Points] = []
    for wide in (False, True):
        search = Search(plan, f"{seed}/page/{wide}", end)
        try:
            search.run(count, wide=wide)
        except (Deadline, FigureError):
            pass
        drawn += [found.at for found in search.outcome.good]
    return drawn


def _climb(
    at: Points,
    critic: Critic,
    demands: Sequence[Predicate],
    random: Random,
    rounds: int,
    until: float,
) -> Points:
    """Change a figure a little, along the ways that the premises leave, while it gets better."""
    problem = critic.problem
    best, least = at, critic.penalty(at)
    size = extent(at.values())
    system = System(problem.points, equations_meant(problem), size, at)
    for number in range(rounds):
        if least <= 0.0 or time.monotonic() > until:
            break
        x = system.array(best)
        ways = _ways(system.evaluate(x)[1])
        if not len(ways):
            break
        way = np.array([random.gauss(0, 1) for _ in range(len(ways))]) @ ways
        step = _STEPS[number * len(_STEPS) // rounds] * size * random.random()
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


# --- upright -------------------------------------------------------------------------------------


def upright(problem: Problem, at: Points, *, oriented: bool) -> Points:
    """Turn a figure so that its base lies, with the rest above it; mirror it if that is allowed.

    The base is the side opposite the first corner of a triangle, the first two points otherwise.
    """
    polygon = first_polygon(problem)
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
