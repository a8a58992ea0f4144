"""The ways to write one statement: which orders of its points, and so of its constants, agree.

A :class:`Symmetry` is a column of the table of predicates. It knows points only by their place
and never asks for the name of a predicate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache, partial
from itertools import permutations
from typing import TypeVar

__all__ = [
    "ANGLE",
    "ANGLE_VALUE",
    "ANY_ORDER",
    "AREA",
    "AREAS",
    "AREA_RATIO",
    "CHORD",
    "CYCLE",
    "FIRST_FIXED",
    "FIXED",
    "LENGTH_VALUE",
    "PRODUCTS",
    "PROPORTION",
    "RATIO_VALUE",
    "TRIANGLES",
    "TWO_ANGLES",
    "TWO_PAIRS",
    "Constants",
    "Pair",
    "Points",
    "Symmetry",
    "added",
    "linear",
    "outline",
    "pairs_of",
]

Pair = tuple[str, str]
Points = tuple[str, ...]
Constants = tuple[Fraction, ...]
Form = tuple[Points, Constants]
Named = TypeVar("Named", bound=tuple[str, ...])
exact = lru_cache(maxsize=1024)(Fraction)  # most are 1 or -1


@lru_cache(maxsize=65536)
def pairs_of(points: Points) -> tuple[Pair, ...]:
    """Split ``(a, b, c, d)`` into ``((a, b), (c, d))`` with each pair in alphabetical order."""
    return tuple(
        (a, b) if a <= b else (b, a) for a, b in zip(points[::2], points[1::2], strict=True)
    )


@dataclass(frozen=True)
class Symmetry:
    """What may be exchanged in a statement without changing what it says.

    ``canonical`` returns the representative of all equal writings.
    """

    canonical: Callable[[Points, Constants], Form]


def added(terms: Iterable[tuple[Named, Fraction | int]]) -> dict[Named, Fraction]:
    """Add up the coefficients of equal keys; what cancels is left out."""
    sums: dict[Named, Fraction | int] = {}
    for key, coefficient in terms:
        sums[key] = sums[key] + coefficient if key in sums else coefficient
    return {key: exact(c) for key, c in sums.items() if c}


def outline(polygon: Points, factor: Fraction | int = 1) -> dict[Pair, Fraction]:
    """Return the sides of a polygon from the lesser name to the greater, with their sense."""
    ends = zip(polygon, (*polygon[1:], *polygon[:1]), strict=True)
    sides = (((a, b), factor) if a < b else ((b, a), -factor) for a, b in ends if a != b)
    return added(sides)


def _flat(pairs: tuple[Pair, ...] | list[Pair]) -> Points:
    return tuple(p for pair in pairs for p in pair)


def _cycle(points: Points, constants: Constants) -> Form:
    start = points.index(min(points))
    return (*points[start:], *points[:start]), constants


def _proportion(points: Points, constants: Constants) -> Form:
    """Order four pairs w, x, y, z of w - x = y - z; only {{w, z}, {x, y}} matters."""
    w, x, y, z = pairs_of(points)
    (w, z), (x, y) = sorted([tuple(sorted((w, z))), tuple(sorted((x, y)))])
    return _flat([w, x, y, z]), constants


def _valued(points: Points, constants: Constants, *, ratio: bool) -> Form:
    first, second = pairs_of(points)
    value = constants[0]
    if second < first:
        first, second, value = second, first, 1 / value if ratio else -value
    return (*first, *second), (value if ratio else value % 1,)


def _two_triangles(points: Points, constants: Constants) -> Form:
    first, second = points[:3], points[3:]
    best = min(
        (*(one[i] for i in order), *(other[i] for i in order))
        for one, other in ((first, second), (second, first))
        for order in permutations(range(3))
    )
    return best, constants


def _two_angles(points: Points, constants: Constants) -> Form:
    """Sort two angles between lines, each without regard to sense."""
    pairs = pairs_of(points)
    angles = sorted([tuple(sorted(pairs[:2])), tuple(sorted(pairs[2:]))])
    return _flat([line for both in angles for line in both]), constants


def _scaled(terms: Iterable[tuple[Points, Fraction]]) -> Form:
    kept = sorted(added(terms).items())
    lead = kept[0][1] if kept else Fraction(1)
    return tuple(p for key, _ in kept for p in key), tuple(c / lead for _, c in kept)


def _areas(points: Points, constants: Constants) -> Form:
    """Cut the sum of all triangles into triangles with one corner in common."""
    triangles = (outline(points[3 * k : 3 * k + 3], c) for k, c in enumerate(constants))
    sides = added(side for triangle in triangles for side in triangle.items())
    first = min((a for a, _ in sides), default="")
    return _scaled(((first, *side), c) for side, c in sides.items() if first not in side)


def _products(points: Points, constants: Constants) -> Form:
    width = len(points) // len(constants)
    products = [pairs_of(points[k : k + width]) for k in range(0, len(points), width)]
    terms = zip(products, constants, strict=True)
    return _scaled((_flat(sorted(p)), c) for p, c in terms if all(a != b for a, b in p))


FIXED = Symmetry(lambda points, constants: (points, constants))
"""There is one way to write the statement."""

ANGLE = Symmetry(lambda p, constants: ((min(p[0], p[2]), p[1], max(p[0], p[2])), constants))
"""An angle abc by its corner b, either way."""

ANY_ORDER = Symmetry(lambda points, constants: (tuple(sorted(points)), constants))
"""The points stand in any order."""

CYCLE = Symmetry(_cycle)
"""Points in a sense of rotation, beginning anywhere."""

FIRST_FIXED = Symmetry(lambda points, constants: ((points[0], *sorted(points[1:])), constants))
"""The first point has a place of its own."""

TWO_PAIRS = Symmetry(lambda points, constants: (_flat(sorted(pairs_of(points))), constants))
"""Pairs in any order, and the points within each."""

PROPORTION = Symmetry(_proportion)
"""Four pairs, w is to x as y is to z."""

ANGLE_VALUE = Symmetry(partial(_valued, ratio=False))
"""Two lines and the angle between them, which changes its sign with their order."""

RATIO_VALUE = Symmetry(partial(_valued, ratio=True))
"""Two segments and their ratio, which is inverted with their order."""

LENGTH_VALUE = Symmetry(lambda points, constants: (_flat(pairs_of(points)), constants))
"""One segment, or more in a given order."""

TRIANGLES = Symmetry(_two_triangles)
"""Two triangles, corner for corner."""

AREAS = Symmetry(_areas)
"""A sum of signed areas of triangles, which is zero."""

PRODUCTS = Symmetry(_products)
"""A sum of products of as many lengths each, which is zero."""

AREA = Symmetry(lambda p, q: ((*sorted(p),) if len(p) == 3 else p, q))
"""The corners of a polygon: of a triangle in any order."""

AREA_RATIO = Symmetry(lambda p, q: ((*sorted(p[:3]), *sorted(p[3:])) if len(p) == 6 else p, q))
"""The corners of two polygons, half of the points each: of triangles in any order."""

CHORD = Symmetry(lambda p, constants: ((p[0], p[1], *sorted(p[2:])), constants))
"""A centre, a corner on the circle, and the ends of the chord it sees."""

TWO_ANGLES = Symmetry(_two_angles)
"""Two angles between lines, each without regard to sense."""


def linear(*, whole_turns: bool, vanishing: bool, product: bool) -> Symmetry:
    """Return the symmetry of a linear form: a coefficient for each pair, then its value if any.

    Equal pairs are added up, zeros dropped, and the sign is chosen that makes the first
    coefficient positive. ``whole_turns``: the value counts up to whole numbers where all
    coefficients are whole. ``vanishing``: there is no value, the form is zero, may be scaled, and
    a pair of equal points drops out. ``product``: the form is a product of powers, so that
    another sign inverts the value.
    """

    def canonical(points: Points, constants: Constants) -> Form:
        pairs = pairs_of(points)
        terms = list(zip(pairs, constants[: len(pairs)], strict=True))
        if vanishing:
            return _scaled((pair, c) for pair, c in terms if pair[0] != pair[1])
        kept = sorted(added(terms).items())
        rest = constants[len(pairs) :]
        if kept and kept[0][1] < 0:
            kept = [(pair, -c) for pair, c in kept]
            rest = tuple(1 / r if product else -r for r in rest)
        if whole_turns and all(c.denominator == 1 for _, c in kept):
            rest = tuple(r % 1 for r in rest)
        return tuple(p for pair, _ in kept for p in pair), (*(c for _, c in kept), *rest)

    return Symmetry(canonical)
