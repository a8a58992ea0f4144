"""Uses of rules that everybody sees at once and the engine seldom records.

The engine needs one reason for a fact. That four points of a circle through A, B and C are
concyclic, or that the angles that a proof has the sines of are equal, it keeps in tables; a proof
wants it as a step. The angle between two bisectors of a triangle, and the halves of equal angles,
it reaches by halving, which leaves to the figure what the theorems say of every figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from porism.geometry.equations import facets
from porism.geometry.forms import is_trivial
from porism.geometry.linear import Key
from porism.geometry.predicates import Predicate
from porism.prover.rewrite.universe import Universe

__all__ = ["Use", "on_one_circle", "with_equal_sines", "with_halves", "with_incentres"]

Use = tuple[str, Mapping[str, str]]
"""A rule, and points for its letters."""

_MOST_POINTS = 8  # of one circle; the sets of four of more are too many to list
_MOST_SINES = 40
_MOST_BISECTORS = 24
_DIGITS = 7  # of directions, by which lines are told apart
_A_SINE = 4  # points that name the sine of an angle
_NEAR = 1e-7  # of the longest side, how near a point is to an incentre before anybody asks
_SIGNS = np.array([(1, 1, 1), (-1, 1, 1), (1, -1, 1), (1, 1, -1)])  # of sides: incentre, excentres


def on_one_circle(statements: Iterable[Predicate]) -> Iterator[Use]:
    """Yield what follows of points that are concyclic with the same three, by those statements."""
    others: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for statement in statements:
        points = sorted(statement.points)
        for x in points if statement.name == "cyclic" else ():
            others[tuple(p for p in points if p != x)].add(x)
    for base, found in sorted(others.items()):
        if 1 < len(found) <= _MOST_POINTS - len(base):
            for four in combinations(sorted({*base, *found}), 4):
                if len(set(four) - set(base)) > 1:
                    yield "same_circle", dict(zip("abcpqrs", (*base, *four), strict=True))


def with_equal_sines(universe: Universe, statements: Iterable[Predicate]) -> Iterator[Use]:
    """Yield the equal angles among those of which some statements have the sines."""
    angles: dict[Key, None] = {}
    for statement in statements:
        for equation in facets(statement) if statement.name in ("sinetri", "eqsine") else ():
            angles.update((key, None) for key, _ in equation.terms if len(key) == _A_SINE)
    clear = [key for key in angles if universe.clear(Predicate("npara", key))]
    for one, other in combinations(clear[:_MOST_SINES], 2):
        for turned in (other, (*other[2:], *other[:2])):
            if universe.holds(Predicate("eqangle", (*one, *turned))):
                yield "equal_sines", dict(zip("abcdefgh", (*one, *turned), strict=True))


def with_incentres(universe: Universe) -> Iterator[Use]:
    """Yield the angles at points that are known to be incentres or excentres of triangles."""
    for triangle, i in _incentres(universe):
        bisects = {
            v: universe.holds(Predicate("eqangle", (v, a, v, i, v, i, v, b)))
            for v, a, b in _corners(triangle)
        }
        for a, b, c in _corners(triangle):
            if bisects[b] and bisects[c]:
                yield "angle_at_incentre", dict(zip("abci", (a, b, c, i), strict=True))


@dataclass(frozen=True)
class _Bisector:
    """``v i`` bisects the angle between the rays from ``v`` through ``x`` and ``y``."""

    v: str
    x: str
    y: str
    i: str

    @property
    def turned(self) -> _Bisector:
        return _Bisector(self.v, self.y, self.x, self.i)


def with_halves(universe: Universe, statements: Iterable[Predicate]) -> Iterator[Use]:
    """Yield the equal angles, and those that make 180 degrees, whose halves some statements show.

    The statements say of which lines which line is a bisector.
    """
    turns = universe.numbers.values["angle"]
    found: dict[tuple[str, frozenset[float], str], _Bisector] = {}
    for said in (said for s in statements for said in _bisectors(universe, s)):
        lines = frozenset(round(turns[said.v, p], _DIGITS) for p in (said.x, said.y))
        found.setdefault((said.v, lines, said.i), said)  # once, however its lines are called
    for one, other in combinations(list(found.values())[:_MOST_BISECTORS], 2):
        for two in (other, other.turned):
            a, b, c, i = one.v, one.x, one.y, one.i
            d, e, f, j = two.v, two.x, two.y, two.i
            equal = Predicate("eqangle", (a, b, a, c, d, e, d, f))
            if not universe.numbers.holds(equal):
                continue
            if (a, b, c) == (d, e, f):
                yield "one_bisector", dict(zip("abcij", (a, b, c, i, j), strict=True))
                continue
            if is_trivial(equal) or universe.holds(equal):
                alike = universe.clear(Predicate("sameclock", (a, b, c, d, e, f)))
                rule = "halves_of_equal_angles" if alike else "halves_of_supplements"
                for points in ((a, b, c, i, d, e, f, j), (a, c, b, i, d, f, e, j)):
                    yield rule, dict(zip("abcidefj", points, strict=True))


def _bisectors(universe: Universe, statement: Predicate) -> Iterator[_Bisector]:
    """Yield what a statement says of a bisector: its equation is x v + y v = 2 i v."""
    for equation in facets(statement) if statement.name == "eqangle" else ():
        twice = [key for key, c in equation.terms if abs(c) == 2]
        once = [key for key, c in equation.terms if abs(c) == 1]
        common = set.intersection(*(set(key) for key, _ in equation.terms))
        if len(twice) == 1 and len(once) == 2 and len(common) == 1:
            (v,) = common
            i, x, y = (next(p for p in key if p != v) for key in (*twice, *once))
            for far in (x, *_behind(universe, v, x)):
                if universe.clear(Predicate("nsameclock", (v, i, far, v, i, y))):
                    yield _Bisector(v, far, y, i)
                    break


def _behind(universe: Universe, v: str, x: str) -> list[str]:
    """Return a point of the line through two points that is on the other side of the first."""
    others = (p for p in universe.closure.points if p not in (v, x))
    return [
        p
        for p in others
        if universe.holds(Predicate("coll", (v, x, p)))
        and universe.clear(Predicate("between", (v, x, p)))
    ][:1]


def _corners(triangle: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield the corners, each with the two others."""
    return ((v, *(p for p in triangle if p != v)) for v in triangle)


def _incentres(universe: Universe) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the triangles with the points that the figure shows to be centres of theirs."""
    points = universe.closure.points
    places = np.array([universe.closure.coordinates[p] for p in points])
    three = np.array(list(combinations(range(len(points)), 3)))
    if not len(three):
        return
    corners = places[three]
    sides = np.linalg.norm(corners[:, [1, 2, 0]] - corners[:, [2, 0, 1]], axis=2)
    weights = sides[:, None, :] * _SIGNS
    with np.errstate(all="ignore"):  # of three points on a line
        centres = weights @ corners / weights.sum(axis=2)[:, :, None]
        away = np.linalg.norm(centres[:, :, None, :] - places, axis=3)
        near = (away < _NEAR * sides.max(axis=1)[:, None, None]).any(axis=1)
    for number, point in zip(*np.nonzero(near), strict=True):
        triangle = tuple(points[k] for k in three[number].tolist())
        if point not in three[number] and universe.clear(Predicate("ncoll", triangle)):
            yield triangle, points[point]
