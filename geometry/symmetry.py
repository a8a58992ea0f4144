"""The ways to write one statement: which orders of its points, and so of its constants, agree.

A :class:`Symmetry` is a column of the table of predicates. It knows points only by their place
and never asks for the name of a predicate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations

__all__ = [
    "ANGLE",
    "ANGLE_VALUE",
    "ANY_ORDER",
    "CHORD",
    "CYCLE",
    "FIRST_FIXED",
    "FIXED",
    "LENGTH_VALUE",
    "PROPORTION",
    "RATIO_VALUE",
    "TRIANGLES",
    "TWO_ANGLES",
    "TWO_PAIRS",
    "Constants",
    "Pair",
    "Points",
    "Symmetry",
    "linear",
    "pairs_of",
]

Pair = tuple[str, str]
Points = tuple[str, ...]
Constants = tuple[Fraction, ...]
Form = tuple[Points, Constants]
Parts = tuple[object, ...]
"""Points nested in tuples; in no tuple does the order matter."""


def pairs_of(points: Points) -> tuple[Pair, ...]:
    """Split ``(a, b, c, d)`` into ``((a, b), (c, d))`` with each pair in alphabetical order."""
    return tuple(
        (a, b) if a <= b else (b, a) for a, b in zip(points[::2], points[1::2], strict=True)
    )


def _pairs_or_points(points: Points) -> Parts:
    return pairs_of(points) if len(points) % 2 == 0 else points


def _as_a_set(constants: Constants) -> tuple[str, ...]:
    return tuple(sorted(map(str, constants)))


@dataclass(frozen=True)
class Symmetry:
    """What may be exchanged in a statement without changing what it says.

    ``canonical`` returns the representative of all equal writings. ``parts`` takes the points
    apart into nested tuples whose order is forgotten, and ``invariants`` writes the constants as
    far as they do not depend on the order of the points: equal statements have equal ones.
    """

    canonical: Callable[[Points, Constants], Form]
    parts: Callable[[Points], Parts] = _pairs_or_points
    invariants: Callable[[Constants], tuple[str, ...]] = _as_a_set


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


def _outer_and_inner(points: Points) -> Parts:
    w, x, y, z = pairs_of(points)
    return ((w, z), (x, y))


def _angle_value(points: Points, constants: Constants) -> Form:
    first, second = pairs_of(points)
    value = constants[0] % 1
    if second < first:
        first, second, value = second, first, -value % 1
    return (*first, *second), (value,)


def _ratio_value(points: Points, constants: Constants) -> Form:
    first, second = pairs_of(points)
    value = constants[0]
    if second < first:
        first, second, value = second, first, 1 / value
    return (*first, *second), (value,)


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


FIXED = Symmetry(lambda points, constants: (points, constants))
"""There is one way to write the statement."""

ANGLE = Symmetry(
    lambda points, constants: (points, constants), lambda p: ((p[1],), ((p[0], p[2]),))
)
"""An angle abc by its corner b; written as it stands."""

ANY_ORDER = Symmetry(lambda points, constants: (tuple(sorted(points)), constants), lambda p: p)
"""The points stand in any order."""

CYCLE = Symmetry(_cycle)
"""Points in a sense of rotation, beginning anywhere."""

FIRST_FIXED = Symmetry(
    lambda points, constants: ((points[0], *sorted(points[1:])), constants),
    lambda p: ((p[0],), tuple((q, q) for q in p[1:])),
)
"""The first point has a place of its own."""

TWO_PAIRS = Symmetry(lambda points, constants: (_flat(sorted(pairs_of(points))), constants))
"""Pairs in any order, and the points within each."""

PROPORTION = Symmetry(_proportion, _outer_and_inner)
"""Four pairs, w is to x as y is to z."""

ANGLE_VALUE = Symmetry(
    _angle_value, invariants=lambda values: tuple(str(min(c % 1, -c % 1)) for c in values)
)
"""Two lines and the angle between them, which changes its sign with their order."""

RATIO_VALUE = Symmetry(
    _ratio_value, invariants=lambda values: tuple(str(min(c, 1 / c)) for c in values)
)
"""Two segments and their ratio, which is inverted with their order."""

LENGTH_VALUE = Symmetry(lambda points, constants: (pairs_of(points)[0], constants))
"""One segment."""

TRIANGLES = Symmetry(_two_triangles, lambda p: tuple(zip(p[:3], p[3:], strict=True)))
"""Two triangles, corner for corner."""

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
        sums: dict[Pair, Fraction] = {}
        for pair, coefficient in zip(pairs, constants[: len(pairs)], strict=True):
            if pair[0] != pair[1] or not vanishing:
                sums[pair] = sums.get(pair, Fraction(0)) + coefficient
        kept = sorted((pair, c) for pair, c in sums.items() if c)
        rest = constants[len(pairs) :]
        if vanishing and kept:
            lead = kept[0][1]
            kept = [(pair, c / lead) for pair, c in kept]
        if kept and kept[0][1] < 0:
            kept = [(pair, -c) for pair, c in kept]
            rest = tuple(1 / r if product else -r for r in rest)
        if whole_turns and all(c.denominator == 1 for _, c in kept):
            rest = tuple(r % 1 for r in rest)
        return _flat([p for p, _ in kept]), (*(c for _, c in kept), *rest)

    return Symmetry(canonical)
