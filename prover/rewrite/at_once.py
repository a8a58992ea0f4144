"""Uses of rules that everybody sees at once and the engine seldom records.

The engine needs one reason for a fact. That four points of a circle through A, B and C are
concyclic, or that the angles that a proof has the sines of are equal, it keeps in tables; a proof
wants it as a step. The angle between two bisectors of a triangle it reaches by halving an angle,
which leaves to the figure what the theorem says of every figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

import numpy as np

from porism.geometry.equations import facets
from porism.geometry.linear import Key
from porism.geometry.predicates import Predicate
from porism.prover.rewrite.universe import Universe

__all__ = ["Use", "on_one_circle", "with_equal_sines", "with_incentres"]

Use = tuple[str, Mapping[str, str]]
"""A rule, and points for its letters."""

_MOST_POINTS = 8  # of one circle; the sets of four of more are too many to list
_MOST_SINES = 40
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
