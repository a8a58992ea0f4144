"""Sums of angles, and that two are equal as GeoGebra measures them.

GeoGebra turns the first ray of an angle counter-clockwise to the second, by 0° to 360°. Our angles
are between lines and known up to half-turns. So a statement about angles between rays becomes one
about lines, together with the senses of their triangles, and where these do not suffice with which
angles are acute: as they are drawn, or all in the mirror image. Lines have no first and second ray:
angles between them stay angles up to half-turns.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from typing import TypeVar

from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.objects import (
    Angle,
    AngleSum,
    Corner,
    Object,
    Statement,
    Unsupported,
    Value,
)
from porism.geometry.predicates import Predicate

__all__ = ["NO_ANGLE", "added_angles", "angles_of", "equal_angles"]

NO_ANGLE = AngleSum({}, Fraction(0), {})

_NEAR = 1e-7  # half-turns: two drawn angles are equal
_HALF = Fraction(1, 2)
_LINES = "angles between lines are compared up to half-turns"

Key = TypeVar("Key", bound=Hashable)


def angles_of(thing: Object) -> AngleSum | None:
    """Return an angle, or a value in half-turns, as a sum of directions; None for others."""
    if isinstance(thing, AngleSum):
        return thing
    if isinstance(thing, Value) and (thing.is_angle or not thing.value):  # zero has no unit
        return AngleSum({}, thing.value, {})
    if isinstance(thing, Angle):
        a, b, c, d = thing.points
        terms = _added(_pair(c, d), _pair(a, b), -1)
        corners = None if thing.corner is None else {thing.corner: Fraction(1)}
        return AngleSum(terms, Fraction(0), corners)
    return None


def _pair(a: str, b: str) -> dict[tuple[str, str], Fraction]:
    return {(min(a, b), max(a, b)): Fraction(1)}


def _added(
    left: Mapping[Key, Fraction], right: Mapping[Key, Fraction], factor: Fraction | int
) -> dict[Key, Fraction]:
    total = dict(left)
    for key, value in right.items():
        total[key] = total.get(key, Fraction(0)) + factor * value
    return {key: c for key, c in total.items() if c}


def added_angles(left: AngleSum, right: AngleSum, factor: Fraction | int) -> AngleSum:
    """Return the sum of the first and a multiple of the second."""
    corners = None
    if left.corners is not None and right.corners is not None:
        corners = _added(left.corners, right.corners, factor)
    terms = _added(left.terms, right.terms, factor)
    return AngleSum(terms, left.constant + factor * right.constant, corners)


def equal_angles(builder: Builder, left: Object, right: Object) -> Statement | None:
    """Return the statement that two sums of angles are equal; None where one is something else."""
    sums = angles_of(left), angles_of(right)
    if sums[0] is None or sums[1] is None:
        return None
    rest = added_angles(sums[0], sums[1], -1)
    stated = _between_lines(left, right) or _between_lines(right, left) or _sum(rest)
    if rest.corners is None:
        if stated.name != "perp":
            builder.notes.setdefault(_LINES)
        return Statement((stated,))
    return Statement((stated, *_as_measured(builder, rest.corners, rest.constant)))


def _between_lines(left: Object, right: Object) -> Predicate | None:
    """Return what is said of one angle, or of two."""
    match left, right:
        case Angle(p), Angle(q):
            return Predicate("eqangle", (*p, *q))
        case Angle(p), Value(value, True):
            if value % 1 == _HALF:
                return Predicate("perp", p)
            return Predicate("aconst", p, (value % 1,)) if value % 1 else Predicate("para", p)
    return None


def _sum(rest: AngleSum) -> Predicate:
    if not rest.terms:
        raise Unsupported("up to half-turns, both sides are the same formula")
    if any(c.denominator != 1 for c in rest.terms.values()):
        raise Unsupported("a part of an angle; multiply the equation out")
    points = tuple(p for pair in rest.terms for p in pair)
    return Predicate("angeq", points, (*rest.terms.values(), -rest.constant % 1))


# --- as measured ----------------------------------------------------------------------------


def _as_measured(
    builder: Builder, corners: Mapping[Corner, Fraction], constant: Fraction
) -> tuple[Predicate, ...]:
    """Return the order with which the sum is a whole turn where it is a whole half-turn.

    90° is a right angle on either side.
    """
    if any(c.denominator != 1 for c in corners.values()):
        raise Unsupported("a part of an angle; multiply the equation out")
    one = next(iter(corners)) if list(map(abs, corners.values())) == [1] else None
    if one is not None and not 0 <= -constant / corners[one] < 2:
        raise Unsupported("an angle is measured from 0° to 360°")
    if one is not None and -constant / corners[one] == _HALF:
        return ()
    drawn = {corner: _measure(builder, corner) for corner in corners}
    total = sum((float(c) * drawn[k] for k, c in corners.items()), float(constant))
    if abs(total - round(total)) > _NEAR:
        return ()  # false as drawn, which the statement about lines shows
    if round(total) % 2:
        raise Unsupported(
            "as drawn, both sides differ by 180°: Angle(A, B, C) is measured counter-clockwise "
            "from BA to BC, from 0° to 360°"
        )
    if one is not None and constant % 1 == _HALF:
        return ()
    if one is not None and constant % 1 == 0:
        a, v, b = one
        straight = round(drawn[one]) == 1
        return (Predicate("between", (v, a, b)) if straight else Predicate("acute_angle", one),)
    return _orders(corners, constant, drawn)


def _measure(builder: Builder, corner: Corner) -> float:
    """Return an angle as drawn, in half-turns from 0 to 2."""
    a, v, b = map(builder.at, corner)
    if builder.same(a, v) or builder.same(b, v):
        raise Unsupported("an angle whose vertex is drawn on its leg")
    return cmath.phase((b - v) / (a - v)) / math.pi % 2


def _orders(
    corners: Mapping[Corner, Fraction], constant: Fraction, drawn: Mapping[Corner, float]
) -> tuple[Predicate, ...]:
    """Return senses of triangles, and which angles are acute, as few as leave one whole turn."""
    if any(abs(m - round(m)) < _NEAR for m in drawn.values()):
        raise Unsupported("an angle that is drawn as 0° or 180°, in a sum")
    ranges = {corner: (Fraction(int(m)), Fraction(int(m) + 1)) for corner, m in drawn.items()}
    orders = list(_senses(drawn, mirrored=constant.denominator == 1))
    for corner in sorted(corners, key=lambda k: -abs(corners[k])):
        if _settles(corners, constant, ranges):
            break
        twice = 2 * drawn[corner]
        if abs(twice - round(twice)) < _NEAR:
            continue
        ranges[corner] = (Fraction(int(twice), 2), Fraction(int(twice) + 1, 2))
        acute = int(twice) in (0, 3)
        orders.append(Predicate("acute_angle" if acute else "obtuse_angle", corner))
    if not _settles(corners, constant, ranges):
        raise Unsupported("a sum of so many angles is known only up to half-turns")
    return tuple(dict.fromkeys(orders))


def _senses(drawn: Mapping[Corner, float], *, mirrored: bool) -> Iterator[Predicate]:
    """Yield the senses of the triangles: compared with the first where the mirror image will do."""
    first, *others = drawn
    turned = {corner: m > 1 for corner, m in drawn.items()}
    if not mirrored:
        for (a, v, b), clockwise in turned.items():
            yield Predicate("ccw", (v, b, a) if clockwise else (v, a, b))
        return
    for corner in others:
        if set(corner) != set(first):
            name = "sameclock" if turned[corner] == turned[first] else "nsameclock"
            yield Predicate(name, (*first, *corner))


def _settles(
    corners: Mapping[Corner, Fraction],
    constant: Fraction,
    ranges: Mapping[Corner, tuple[Fraction, Fraction]],
) -> bool:
    """Tell whether only one whole number is between the least and the greatest sum."""
    ends = [sorted(c * end for end in ranges[corner]) for corner, c in corners.items()]
    least, most = (sum((end[k] for end in ends), constant) for k in (0, 1))
    return math.ceil(most) - math.floor(least) - 1 == 1
