"""Points on loci and common to loci."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Sequence
from random import Random

from porism.geometry.figure.choices import Choices
from porism.geometry.figure.loci import Circle, Curve, Line, Locus, Spots
from porism.geometry.measure.plane import cross, dot

__all__ = ["agree", "common", "contains", "independent", "meet", "same_locus", "sample"]

_PARALLEL = 1e-10  # sine below which two lines do not meet
_SEARCH = 180  # samples along a line or circle when a curve crosses it


def contains(locus: Locus, z: complex, tolerance: float = 1e-8) -> bool:
    """Tell whether ``z`` lies on the locus; for spots, whether it is one of them."""
    match locus:
        case Line(point, direction, ray):
            away = z - point
            near = tolerance * (1 + abs(away))
            return abs(cross(direction, away)) <= near and (not ray or dot(direction, away) > -near)
        case Circle(centre, radius):
            return abs(abs(z - centre) - radius) <= tolerance * (radius + abs(z - centre))
        case Spots(points):
            return any(abs(z - p) <= tolerance * (1 + abs(p)) for p in points)
        case Curve(value, _):
            return abs(value(z)) <= 100 * tolerance


def meet(one: Locus, other: Locus) -> list[complex]:
    """Return the common points of two loci; empty when they do not meet or are the same.

    Two curves are beyond this function and give nothing.
    """
    if isinstance(one, Spots):
        return [p for p in one.points if contains(other, p)]
    if isinstance(other, Spots) or isinstance(one, Curve):
        return [] if isinstance(other, Curve) else meet(other, one)
    if isinstance(other, Curve):
        return _crossings(one, other)
    if isinstance(one, Line) and isinstance(other, Line):
        found = _line_line(one, other)
    elif isinstance(one, Circle) and isinstance(other, Circle):
        found = _circle_circle(one, other)
    elif isinstance(one, Line):
        found = _line_circle(one, other)  # type: ignore[arg-type]
    else:
        found = _line_circle(other, one)  # type: ignore[arg-type]
    for locus in (one, other):
        if isinstance(locus, Line) and locus.ray:
            found = [z for z in found if dot(z - locus.point, locus.direction) > 0]
    return found


def _line_line(one: Line, other: Line) -> list[complex]:
    sine = cross(one.direction, other.direction)
    if abs(sine) < _PARALLEL:
        return []
    t = cross(other.point - one.point, other.direction) / sine
    return [one.point + t * one.direction]


def _line_circle(one: Line, other: Circle) -> list[complex]:
    middle = one.point + one.direction * dot(other.centre - one.point, one.direction)
    apart = abs(middle - other.centre)
    square = (other.radius - apart) * (other.radius + apart)
    if square < -1e-13 * other.radius**2:
        return []
    if square < 1e-13 * other.radius**2:
        return [middle]
    half = math.sqrt(square) * one.direction
    return [middle + half, middle - half]


def _circle_circle(one: Circle, other: Circle) -> list[complex]:
    axis = other.centre - one.centre
    d = abs(axis)
    if d < 1e-12 * (one.radius + other.radius):
        return []
    t = (d * d + one.radius**2 - other.radius**2) / (2 * d)
    return _line_circle(Line(one.centre + axis * (t / d), 1j * axis / d), one)


def _crossings(one: Line | Circle, curve: Curve) -> list[complex]:
    """Sign changes of the curve along a line or circle, bisected and made sharp."""
    along = _parametrise(one, curve.poles)
    low, high = (0.0, 2 * math.pi) if isinstance(one, Circle) else (-1.5, 1.5)
    found = []
    t0, f0 = low, curve.value(along(low))
    for k in range(1, _SEARCH + 1):
        t1 = low + (high - low) * (k - 0.01 * math.sin(k)) / _SEARCH
        f1 = curve.value(along(t1))
        if f0 * f1 < 0:
            t = _bisect(lambda t: curve.value(along(t)), t0, t1, f0)
            # a jump through a pole is no crossing
            if abs(curve.value(along(t))) < 1e-6:
                found.append(along(t))
        t0, f0 = t1, f1
    return found


def _parametrise(one: Line | Circle, poles: Sequence[complex]) -> Callable[[float], complex]:
    if isinstance(one, Circle):
        return lambda t: one.centre + cmath.rect(one.radius, t)
    middle = sum(poles) / len(poles)
    start = one.point + one.direction * dot(middle - one.point, one.direction)
    size = max(abs(p - middle) for p in poles) + abs(start - middle) or 1.0
    return lambda t: start + one.direction * (size * math.tan(t))


def _bisect(f: Callable[[float], float], low: float, high: float, f_low: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        f_middle = f(middle)
        if f_middle * f_low > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def sample(locus: Locus, rng: Random, near: complex, size: float) -> complex | None:
    """Return a random point of the locus, within ``size`` of ``near`` where it is unbounded."""
    match locus:
        case Line(point, direction, ray):
            start = dot(near - point, direction)
            t = start + size * rng.uniform(-1.0, 1.0)
            return point + direction * (abs(t) if ray else t)
        case Circle(centre, radius):
            return centre + cmath.rect(radius, rng.uniform(0.0, 2 * math.pi))
        case Spots(points):
            return rng.choice(points)
        case Curve():
            for _ in range(6):
                through = near + cmath.rect(size * rng.random(), rng.uniform(0.0, 2 * math.pi))
                found = meet(Line(through, cmath.rect(1.0, rng.uniform(0.0, math.pi))), locus)
                found = [z for z in found if abs(z - near) < 4 * size]
                if found:
                    return rng.choice(found)
            return None


def common(
    alternatives: Sequence[tuple[Locus, ...]], choices: Choices, rough: bool
) -> list[complex] | None:
    """Points common to all loci; None where at most one of them is independent.

    Each entry of ``alternatives`` is a premise's loci, any of which will do. A ``rough`` answer
    settles for points that come close.
    """
    decided = independent(alternatives, choices, rough)
    if decided is None:
        return None
    found, rest = decided
    agreeing = [z for z in found if agree(z, rest) == len(rest)]
    return agreeing or (found if rough else [])


def independent(
    alternatives: Sequence[tuple[Locus, ...]], choices: Choices, rough: bool = False
) -> tuple[list[complex], list[tuple[Locus, ...]]] | None:
    """Return where two independent loci meet, and the loci that had no say in it.

    None where at most one is independent. Premises are redundant more often than not: the
    first loci met decide, the others can be asked whether they agree.
    """
    order = sorted(alternatives, key=_difficulty)
    if not order:
        return None
    first = order[0]
    for k, second in enumerate(order[1:], 1):
        one = first[choices.branch(len(first))] if len(first) > 1 else first[0]
        if isinstance(one, Spots):
            return list(one.points), order[1:]
        if any(same_locus(one, other) for other in second):
            first = (one,)
            continue
        other = second[choices.branch(len(second))] if len(second) > 1 else second[0]
        found = meet(one, other) or (_halfway(one, other) if rough else [])
        return found, [a for j, a in enumerate(order) if j not in (0, k)]
    if len(first) == 1 and isinstance(first[0], Spots):
        return list(first[0].points), []
    return None


def agree(z: complex, rest: Sequence[tuple[Locus, ...]]) -> int:
    """How many premises are satisfied at ``z``, each by any of its loci."""
    return sum(any(contains(locus, z) for locus in loci) for loci in rest)


def _halfway(one: Locus, other: Locus) -> list[complex]:
    """A point on or near two loci that do not meet, if they are lines or circles."""
    if isinstance(one, Circle) and not isinstance(other, Circle):
        one, other = other, one
    if isinstance(other, Circle):
        if isinstance(one, Line):
            along = dot(other.centre - one.point, one.direction)
            return [one.point + one.direction * along]
        if isinstance(one, Circle) and one.centre != other.centre:
            axis = (one.centre - other.centre) / abs(one.centre - other.centre)
            return [other.centre + other.radius * axis]
    return [one.point + one.direction] if isinstance(one, Line) else []


def _difficulty(loci: tuple[Locus, ...]) -> tuple[int, int]:
    kind = max((Spots, Line, Circle, Curve).index(type(locus)) for locus in loci)
    return (1 if kind in (1, 2) else kind, len(loci))


def same_locus(one: Locus, other: Locus) -> bool:
    """Is the first locus part of the second, as far as a few of its points can tell?"""
    if isinstance(one, Line) and isinstance(other, Line):
        return abs(cross(one.direction, other.direction)) < 1e-9 and contains(
            Line(other.point, other.direction), one.point
        )
    if isinstance(one, Circle) and isinstance(other, Circle):
        size = one.radius + other.radius
        return abs(one.centre - other.centre) + abs(one.radius - other.radius) < 1e-9 * size
    if isinstance(other, Curve) and isinstance(one, (Line, Circle)):
        if isinstance(one, Line):
            probes = [one.point + t * one.direction for t in (0.1234, 0.5678, -0.91)]
        else:
            probes = [one.centre + cmath.rect(one.radius, t) for t in (0.3, 2.4, 4.1)]
        return all(abs(other.value(z)) < 1e-7 for z in probes)
    return False
