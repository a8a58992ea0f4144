"""Many figures of one statement, with every choice of branch turned on purpose.

A figure has two kinds of freedom: random numbers, and *branches* (which of two intersections, which
side). One drawn at random meets a rare branch late; here each branch that a figure has taken is
turned, one at a time, and then those of the figures that come of it. Most are drawn anywhere that
the words allow, near-degenerate and far out, as nobody looks at them
(:mod:`porism.geometry.figure.anywhere`). Goals take no part: a figure must not be chosen for
making one true.

Time is that of the processor: on a busy machine as many figures are drawn, and more slowly.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice
from random import Random

from porism.geometry.figure.build import Limits
from porism.geometry.figure.plan import Plan, make_plan
from porism.geometry.figure.search import LEVELS, Deadline, Search, pairs
from porism.geometry.figure.solve import from_places, from_rough_starts, perturbed
from porism.geometry.measure.tolerances import MARGIN
from porism.geometry.measure.vectors import flatness
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = [
    "ANYWHERE",
    "alike",
    "bare_plan",
    "mirrored",
    "shaken_figures",
    "special_figures",
    "turned_figures",
]

_ATTEMPTS = 8  # for each figure that is wanted, before drawing is given up
ANYWHERE = (1e-4, 1e4)
"""How near and how far points may be in figures that nobody looks at, in units of the figure."""

_JOINTLY = 24  # figures more where points are stated together
_IN_VAIN = 200  # attempts without a figure, before a level is given up
_AGAIN = 3  # attempts with one turned branch: other random numbers may let it exist
_SPECIAL, _STARTS = 24, 3  # figures before a point whose place is special; attempts at it


def turned_figures(
    problem: Problem, near: Coordinates, count: int, seed: int, *, seconds: float
) -> list[Coordinates]:
    """Return ``count`` figures of the premises, or fewer where there are none or time ends.

    Where a clause states several points together, some more, in which these are solved for at once.

    They do not depend on ``near``, a figure of the problem, unless the premises cannot be
    constructed so often: the others are then solved from strongly shaken places of its points.
    Coordinates given with the problem are not kept: they are one figure of the statement. Where no
    premise tells a figure from its mirror image, each is turned over if need be to go round as
    ``near`` does.
    """
    plan = bare_plan(problem)
    end = time.thread_time() + seconds
    found = _taken(_constructed(plan, count, seed, end), count, near, plan)
    if len(found) < count:
        found += _taken(_shaken(plan, near, count, seed, end), count - len(found), near, plan)
    joint = bare_plan(problem, jointly=True) if found else plan
    if joint.steps != plan.steps:
        drawn = _constructed(joint, _JOINTLY, f"{seed}/jointly", end)
        proper = (at for at in drawn if not any(_is_flat(s, at) for s in plan.premises))
        found += _taken(proper, _JOINTLY, near, plan)
    return found


def _is_flat(statement: Predicate, at: Coordinates) -> bool:
    """Tell whether lines that are called parallel, or the legs of an angle, are one line."""
    if statement.name not in ("para", "eqangle"):
        return False
    pairs_of_lines = [statement.points[k : k + 4] for k in range(0, len(statement.points), 4)]
    return any(
        all(abs(flatness(*(at[p] for p in three))) < MARGIN for three in combinations(four, 3))
        for four in map(dict.fromkeys, pairs_of_lines)
        if len(four) > 2
    )


def shaken_figures(
    problem: Problem, near: Coordinates, count: int, seed: int, *, seconds: float
) -> list[Coordinates]:
    """Return ``count`` figures of the premises, or fewer, solved from shaken places of ``near``.

    They meet the configuration of ``near`` again where it is a rare one.
    """
    plan = bare_plan(problem)
    end = time.thread_time() + seconds
    return _taken(_shaken(plan, near, count, seed, end), count, near, plan)


def special_figures(
    problem: Problem, points: Sequence[str], near: Coordinates, seed: int, *, seconds: float
) -> list[Coordinates]:
    """Return figures in which those before one of ``points`` are special, so that it has a place.

    On some branch its loci have no common point in general: parallel lines, circles about one
    centre. Where they are one it is anywhere on it, so that there are as many such figures as
    others, and constructing meets none. So the points before it are constructed, on all branches,
    and all of them moved by least squares until it has a place. Those on one line are left out.
    """
    plan, end = bare_plan(problem), time.thread_time() + seconds
    search = Search(plan, f"{seed}/special", end, goals=False, clock=time.thread_time)
    try:
        for point in points:
            _search_special(search, point, seed)
    except Deadline:
        pass
    drawn: list[Coordinates] = [pairs(found.at) for found in search.outcome.good]
    proper = [at for at in drawn if not _is_on_a_line(at)]
    proper = [at for at in proper if not any(_is_flat(s, at) for s in plan.premises)]
    return proper if plan.oriented else [alike(at, near) for at in proper]


def _search_special(search: Search, point: str, seed: int) -> None:
    problem, rng = search.plan.problem, Random(f"{seed}/special/{point}")
    number = next(k for k, clause in enumerate(problem.clauses) if point in clause.points)
    before = replace(problem, clauses=problem.clauses[:number], goals=())
    made = _constructed(bare_plan(before), _SPECIAL, seed, search.deadline) if number else ({},)
    for at in islice(made, _SPECIAL):
        known = {p: complex(*place) for p, place in at.items()}
        middle = sum(known.values()) / max(1, len(known))
        size = max((abs(z - middle) for z in known.values()), default=0.0) or 1.0
        for _ in range(_STARTS):
            anywhere = (
                middle + size * complex(rng.gauss(0, 1), rng.gauss(0, 1)) for _ in problem.points
            )
            start = dict(zip(problem.points, anywhere, strict=True)) | known
            from_places(search, start)


def _is_on_a_line(at: Coordinates) -> bool:
    return all(abs(flatness(*(at[p] for p in three))) < MARGIN for three in combinations(at, 3))


def bare_plan(problem: Problem, *, jointly: bool = False) -> Plan:
    """Plan the premises alone; coordinates given with the problem are one figure of them."""
    return replace(make_plan(replace(problem, goals=()), {}, jointly=jointly), fixed=())


def _taken(
    drawn: Iterator[Coordinates], count: int, near: Coordinates, plan: Plan
) -> list[Coordinates]:
    found: list[Coordinates] = []
    try:
        found.extend(at if plan.oriented else alike(at, near) for at in islice(drawn, count))
    except Deadline:
        pass
    return found


def mirrored(figure: Coordinates) -> Coordinates:
    """Return the mirror image."""
    return {name: (-x, y) for name, (x, y) in figure.items()}


def alike(figure: Coordinates, near: Coordinates) -> Coordinates:
    """Return the figure or its mirror image, so that its first triangle is as in ``near``."""
    for three in combinations(figure, 3):
        sense, wanted = (flatness(*(at[p] for p in three)) for at in (figure, near))
        if abs(wanted) > MARGIN:
            return mirrored(figure) if sense * wanted < -MARGIN * abs(wanted) else figure
    return figure


def _constructed(plan: Plan, count: int, seed: int | str, end: float) -> Iterator[Coordinates]:
    """Build figures; turn each branch that one of them has taken. Raises Deadline."""
    for limits, _ in LEVELS:
        search = Search(plan, f"{seed}/turned", end, goals=False, clock=time.thread_time)
        tried: Counter[tuple[int, ...]] = Counter()
        scripts: deque[tuple[int, ...]] = deque()
        for attempt in range(_ATTEMPTS * count):
            # scripts and free choices take turns: places on lines matter as well as branches
            script = scripts.popleft() if scripts and attempt % 2 else ()
            known = search.outcome.good
            before = len(known)
            # two in three are anywhere, as such an attempt fails more often
            anywhere = attempt % 3 > 0
            allowed = Limits(*ANYWHERE, limits.overlap) if anywhere else limits
            wide = attempt // 2 % 2 == 1
            search.attempt(script, allowed, wide=wide, anywhere=anywhere)
            good = search.outcome.good
            new = good[before:] if good is known else good  # one with fewer coincidences
            for found in new:
                yield pairs(found.at)
                scripts.extend(turned for turned in found.turned() if not tried[turned])
                tried.update(found.turned())
            if script and not new and tried[script] < _AGAIN:
                tried[script] += 1
                scripts.append(script)
            if not good and attempt > min(2 * count, _IN_VAIN):
                break
        if search.outcome.good:
            return
    search = Search(plan, f"{seed}/turned", end, goals=False, clock=time.thread_time)
    from_rough_starts(search, count)
    for found in search.outcome.good:
        yield pairs(found.at)


def _shaken(
    plan: Plan, near: Coordinates, count: int, seed: int, end: float
) -> Iterator[Coordinates]:
    """Solve the premises from strongly shaken places. Raises Deadline."""
    at = {p: complex(*near[p]) for p in plan.problem.points}
    for number in range(count):
        search = Search(plan, f"{seed}/turned/{number}", end, goals=False, clock=time.thread_time)
        perturbed(search, at, 1)
        if not search.outcome.good:
            return
        yield pairs(search.outcome.good[0].at)
