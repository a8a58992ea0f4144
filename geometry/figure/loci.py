"""Where one unknown point can lie: the locus that a premise leaves when all else is known.

Points are complex numbers here. A premise may leave several loci of which any will do (the
two bisectors of an angle); :func:`loci_of` returns them as alternatives. Loci come from the
linear form of the premise, so that every predicate over directions and lengths is covered:

* one direction through x is a line, a difference of two is a circle, more is a curve;
* one distance from x is a circle, a ratio of two an Apollonius circle, a sum of squares a
  circle or a line, more is a curve.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from porism.geometry.equations import Equation, defining_facets
from porism.geometry.measure.plane import circumcentre
from porism.geometry.predicates import Form, Predicate

__all__ = [
    "Circle",
    "Curve",
    "Line",
    "Locus",
    "Spots",
    "bisector",
    "line",
    "loci_of",
]

Known = Mapping[str, complex]


@dataclass(frozen=True)
class Line:
    """The line through ``point`` along the unit ``direction``; a ray from ``point`` if so said."""

    point: complex
    direction: complex
    ray: bool = False


@dataclass(frozen=True)
class Circle:
    """The circle around ``centre``."""

    centre: complex
    radius: float


@dataclass(frozen=True)
class Spots:
    """Finitely many places."""

    points: tuple[complex, ...]


@dataclass(frozen=True)
class Curve:
    """Any other curve: where ``value``, of the order of 1 elsewhere, changes its sign.

    ``poles`` are the known points it was made from; the curve often passes through them.
    """

    value: Callable[[complex], float]
    poles: tuple[complex, ...]


Locus = Line | Circle | Spots | Curve


# --- elementary geometry --------------------------------------------------------------------


def line(a: complex, b: complex) -> Line:
    """Return the line through two points. Raises ZeroDivisionError when they coincide."""
    return Line(a, (b - a) / abs(b - a))


def bisector(a: complex, b: complex) -> Line:
    """Return the perpendicular bisector. Raises ZeroDivisionError for coincident points."""
    return Line((a + b) / 2, 1j * (b - a) / abs(b - a))


# --- loci of premises -----------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _equation(s: Predicate) -> Equation | None:
    found = defining_facets(s)
    if not found or any(len(key) != 2 for key, _ in found[0].terms):
        return None
    return found[0]


def loci_of(s: Predicate, x: str, at: Known) -> tuple[Locus, ...] | None:
    """Return alternative loci of point ``x`` under ``s``, every other point being known.

    None: the premise does not confine x (or only in ways this module cannot express);
    an empty tuple: nothing satisfies it. Raises KeyError when another point is unknown and
    ZeroDivisionError in degenerate figures.
    """
    if s.kind.figure_only or x not in s.points:
        return None
    special = _SPECIAL.get(s.kind.name) or _BY_FORM.get(s.kind.form)
    if special is not None:
        return special(s, x, at)
    e = _equation(s)
    if e is None:
        return None
    known, unknown = math.fsum(_constants(e)), []
    for (p, q), c in e.terms:
        factor = float(c)
        if p == x or q == x:
            unknown.append((at[q if p == x else p], factor))
        else:
            known += factor * _VALUES[e.table](at[q] - at[p])
    if not unknown:
        return None
    return _LOCI[e.table](unknown, known)


def _constants(e: Equation) -> list[float]:
    if e.table == "angle":
        return [math.pi * float(q) for _, q in e.constants]
    return [float(q) * (math.log(unit) if e.table == "ratio" else 1.0) for unit, q in e.constants]


_VALUES: dict[str, Callable[[complex], float]] = {
    "angle": lambda v: math.atan2(v.imag, v.real),
    "ratio": lambda v: math.log(abs(v)) if v else 1 / 0,
    "length": abs,
    "square": lambda v: abs(v) ** 2,
}

Unknown = Sequence[tuple[complex, float]]


def _by_angle(unknown: Unknown, known: float) -> tuple[Locus, ...] | None:
    """``sum c * d(xa) + known = 0`` modulo a half-turn, in radians."""
    if len(unknown) == 1:
        a, c = unknown[0]
        turns = round(abs(c))
        if turns != abs(c):
            return None
        return tuple(Line(a, cmath.rect(1.0, (k * math.pi - known) / c)) for k in range(turns))
    if len(unknown) == 2 and unknown[0][1] == -unknown[1][1] and abs(unknown[0][1]) == 1:
        (a, c), (b, _) = unknown
        angle = c * known  # d(xb) - d(xa)
        if abs(math.sin(angle)) < 1e-12:
            return (line(a, b),)
        centre = (a + b) / 2 + 0.5j * (b - a) * (math.cos(angle) / math.sin(angle))
        return (Circle(centre, abs(a - centre)),)
    if any(c != round(c) for _, c in unknown):
        return None
    turn = cmath.rect(1.0, known)
    powers = [(a, round(c)) for a, c in unknown]

    def value(z: complex) -> float:
        w = turn
        for a, c in powers:
            u = z - a
            length = abs(u)
            if length:
                w *= (u / length if c > 0 else u.conjugate() / length) ** abs(c)
        return w.imag

    return (Curve(value, tuple(a for a, _ in unknown)),)


def _by_ratio(unknown: Unknown, known: float) -> tuple[Locus, ...] | None:
    """``sum c * log|xa| + known = 0``."""
    if len(unknown) == 1:
        a, c = unknown[0]
        return (Circle(a, math.exp(-known / c)),)
    if len(unknown) == 2 and unknown[0][1] == -unknown[1][1]:
        (a, c), (b, _) = unknown
        k = math.exp(-2 * known / c)  # |xa|² = k |xb|²
        return _by_square([(a, 1.0), (b, -k)], 0.0)

    def value(z: complex) -> float:
        return math.tanh(sum(c * math.log(abs(z - a) + 1e-300) for a, c in unknown) + known)

    return (Curve(value, tuple(a for a, _ in unknown)),)


def _by_length(unknown: Unknown, known: float) -> tuple[Locus, ...] | None:
    """``sum c * |xa| + known = 0``."""
    if len(unknown) == 1:
        a, c = unknown[0]
        radius = -known / c
        return (Circle(a, radius),) if radius > 0 else ()
    if len(unknown) == 2 and unknown[0][1] == -unknown[1][1] and known == 0:
        return (bisector(unknown[0][0], unknown[1][0]),)

    def value(z: complex) -> float:
        return sum(c * abs(z - a) for a, c in unknown) + known

    return (Curve(value, tuple(a for a, _ in unknown)),)


def _by_square(unknown: Unknown, known: float) -> tuple[Locus, ...] | None:
    """``sum c * |xa|² + known = 0``."""
    total = sum(c for _, c in unknown)
    moment = sum((c * a for a, c in unknown), 0j)
    rest = sum(c * abs(a) ** 2 for a, c in unknown) + known
    weight = sum(abs(c) for _, c in unknown)
    if abs(total) > 1e-12 * weight:
        centre = moment / total
        square = abs(centre) ** 2 - rest / total
        return (Circle(centre, math.sqrt(square)),) if square > 0 else ()
    normal = moment / abs(moment)
    return (Line(normal * (rest / 2 / abs(moment)), 1j * normal),)


_LOCI: dict[str, Callable[[Unknown, float], tuple[Locus, ...] | None]] = {
    "angle": _by_angle,
    "ratio": _by_ratio,
    "length": _by_length,
    "square": _by_square,
}


def _midp(s: Predicate, x: str, at: Known) -> tuple[Locus, ...] | None:
    m, a, b = s.points
    if a == b or m in (a, b):
        return ()
    if x == m:
        return (Spots(((at[a] + at[b]) / 2,)),)
    return (Spots((2 * at[m] - at[b if x == a else a],)),)


def _circle(s: Predicate, x: str, at: Known) -> tuple[Locus, ...] | None:
    o, *rim = s.points
    if x == o:
        return (Spots((circumcentre(*(at[p] for p in rim)),)),)
    others = [at[p] for p in rim if p != x]
    return (Circle(at[o], abs(others[0] - at[o])),)


def _overlap(s: Predicate, x: str, at: Known) -> tuple[Locus, ...] | None:
    p, q = s.points
    return None if p == q else (Spots((at[q if x == p else p],)),)


def _triangles(s: Predicate, x: str, at: Known) -> tuple[Locus, ...] | None:
    first, second = s.points[:3], s.points[3:]
    if (x in first) == (x in second):
        return None
    if x in first:
        first, second = second, first
    k = second.index(x)
    if second.count(x) > 1:
        return None
    i, j = (k + 1) % 3, (k + 2) % 3
    source = [at[p] for p in first]
    if s.kind.mirrored:
        source = [z.conjugate() for z in source]
    p, q = at[second[i]], at[second[j]]
    scale = (q - p) / (source[j] - source[i])
    return (Spots((p + scale * (source[k] - source[i]),)),)


_SPECIAL: dict[str, Callable[[Predicate, str, Known], tuple[Locus, ...] | None]] = {
    "midp": _midp,
    "overlap": _overlap,
}
_BY_FORM: dict[Form, Callable[[Predicate, str, Known], tuple[Locus, ...] | None]] = {
    Form.CENTRE: _circle,
    Form.TRIANGLES: _triangles,
}
