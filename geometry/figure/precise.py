"""Figures to many digits: a chord iteration on all premises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np

from porism.geometry.errors import FigureError
from porism.geometry.figure.system import Array, Row, System, equations_meant
from porism.geometry.problem import Problem

__all__ = ["refine"]

_ROUNDS = 40  # besides those that the digits take
_SINGULAR = 1e-10  # relative singular value below which a direction counts as free
_GUARD = 60  # digits of a residual beyond those that were right in the round before
_CONTACTS = 4  # points of contact that can be made sharp in one figure

Vector = list[Any]  # of mpmath numbers


def refine(
    problem: Problem, coords: Mapping[str, tuple[float, float]], digits: int = 40
) -> dict[str, tuple[Any, Any]]:
    """Return the figure near ``coords`` in which all premises hold to ``digits`` digits.

    ``coords`` must satisfy the premises in double precision. Each round evaluates the
    residuals with mpmath and takes the least-norm step by the derivatives at ``coords``, so
    that it gains about ten digits. All points may move, fixed ones too: coordinates in a
    problem text are rounded. Values are :class:`mpmath.mpf`; points determined by a contact
    (where two circles touch, say, by a theorem) are good to about 30 digits. Raises
    FigureError when the iteration does not converge, which means that ``coords`` was no figure
    or a degenerate one.
    """
    xs, ys = zip(*coords.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    near = {name: complex(*place) for name, place in coords.items()}
    system = System(problem.points, equations_meant(problem), size, near)
    with mpmath.workdps(2 * digits + 50):
        x = _Refinement(system, system.array(near)).run(digits)
    return {n: (x[2 * i], x[2 * i + 1]) for i, n in enumerate(system.names)}


class _Refinement:
    """The iteration, with the singular value decomposition of the derivatives at the start."""

    def __init__(self, system: System, start: Array) -> None:
        self.system = system
        self.x: Vector = [mpmath.mpf(float(v)) for v in start]
        left, values, right = np.linalg.svd(system.evaluate(start)[1])
        rank = int(np.sum(values > _SINGULAR * max(values, default=0.0)))
        self.range = left[:, :rank]
        self.inverse = (right[:rank].T / values[:rank]) @ self.range.T
        self.free = right[rank:]
        self.dependent = rank < len(left)

    def run(self, digits: int) -> Vector:
        enough = mpmath.mpf(10) ** -digits
        # What a contact determines is known to half the digits of the residual only.
        wanted = enough**2 / 100 if self.dependent else enough
        largest = last = best = mpmath.inf
        kept = self.x
        contacts = 0
        # A round that does not halve the residual ends the iteration, so these suffice for it.
        for _ in range(_ROUNDS + 7 * (2 * digits + 2)):
            errors, largest = self._residuals(largest, wanted)
            if largest < best:
                kept, best = self.x, largest
            if largest <= wanted:
                break
            scaled = np.array([float(e / largest) for e in errors])
            if largest > last / 2:
                contacts += 1
                if contacts > _CONTACTS or not self._touch(scaled):
                    break
                last = mpmath.inf
                continue
            last = largest
            # the step needs few digits, but its scale is beyond what a float would keep
            self.x = self._moved(self.inverse @ scaled, -largest)
        if best <= enough:
            return kept
        raise FigureError(f"the figure cannot be refined: residual {mpmath.nstr(largest, 3)} stays")

    def _residuals(self, before: Any, wanted: Any) -> tuple[Vector, Any]:
        """Return the errors and the largest, to as many digits as the next round can use."""
        full = mpmath.mp.dps
        right = 0 if not 0 < before < 1 else int(-mpmath.log10(before))
        with mpmath.workdps(min(full, right + _GUARD)):
            errors = _errors(self.system, self.x)
        if not max(map(abs, errors), default=0) > wanted:
            errors = _errors(self.system, self.x)
        return errors, max(map(abs, errors), default=mpmath.mpf(0))

    def _moved(self, direction: Array, step: Any) -> Vector:
        return [v + step * mpmath.mpf(float(d)) for v, d in zip(self.x, direction, strict=True)]

    def _touch(self, scaled: Array) -> bool:
        """Make a contact sharp: move to where the remaining residual has its extremum.

        Where two curves touch, a residual is quadratic in the position of the common point,
        so that 40 digits of it are but 20 of the position, and no linear step can change
        that. In the free directions its gradient by differences gives the direction, its
        curvature the distance to the extremum, which is the contact. False: it is none.
        """
        rest = scaled - self.range @ (self.range.T @ scaled)
        norm = float(np.linalg.norm(rest))
        if norm < 0.5 * float(np.linalg.norm(scaled)) or not len(self.free):
            return False
        weights = [mpmath.mpf(float(w)) for w in rest / norm]
        small = mpmath.mpf(10) ** -25

        def remaining(x: Vector) -> Any:
            return mpmath.fdot(weights, _errors(self.system, x))

        slopes = [
            (remaining(self._moved(d, small)) - remaining(self._moved(d, -small))) / (2 * small)
            for d in self.free
        ]
        steepest = mpmath.sqrt(mpmath.fsum(s * s for s in slopes))
        if not steepest:
            return False
        direction = np.array([float(s / steepest) for s in slopes]) @ self.free
        ahead, behind = (remaining(self._moved(direction, s)) for s in (small, -small))
        curvature = (ahead + behind - 2 * remaining(self.x)) / small**2
        if abs(curvature) * mpmath.mpf(10) ** -6 < steepest:
            return False  # too far for a contact of points that agree in double precision
        self.x = self._moved(direction, -steepest / curvature)
        return True


def _errors(system: System, x: list[Any]) -> list[Any]:
    place = {name: (x[2 * i], x[2 * i + 1]) for i, name in enumerate(system.names)}
    cache: dict[tuple[str, str, str], Any] = {}
    return [_error(row, place, cache, system.size) for row in system.rows]


def _error(
    row: Row, place: Mapping[str, tuple[Any, Any]], cache: dict[Any, Any], size: float
) -> Any:
    """The residual of a row, scaled as :meth:`System.evaluate` does."""
    total = _exact_constant(row)
    scaled = row.kind in ("length", "square")
    norm = abs(total)
    exact = row.exact
    terms: Sequence[tuple[tuple[str, ...], Any]] = row.terms if exact is None else exact.terms
    for pair, factor in terms:
        p, q = pair
        key = (row.kind, p, q)
        if key not in cache:
            cache[key] = _value(row.kind, place[p], place[q])
        term = _times(cache[key], factor)
        total += term
        if scaled:
            norm += abs(term)
    if row.kind == "angle":
        return total - mpmath.pi * mpmath.nint(total / mpmath.pi)
    if scaled:
        return total / norm
    return total if row.kind == "ratio" else total / size


def _times(value: Any, factor: Any) -> Any:
    """Return a product with a fraction, or with a float that is one; mostly it is 1 or -1."""
    if factor == 1:
        return value
    if factor == -1:
        return -value
    number = Fraction(factor)
    return value * number.numerator / number.denominator


def _exact_constant(row: Row) -> Any:
    total = mpmath.mpf(0)
    for unit, q in row.exact.constants if row.exact is not None else ():
        value = mpmath.mpf(q.numerator) / q.denominator
        if row.kind == "ratio":
            value *= mpmath.log(unit)
        elif row.kind == "angle":
            value *= mpmath.pi
        total += value
    return total


def _value(kind: str, p: tuple[Any, Any], q: tuple[Any, Any]) -> Any:
    dx, dy = q[0] - p[0], q[1] - p[1]
    if kind == "angle":
        return mpmath.atan2(dy, dx)
    if kind == "x":
        return dx
    if kind == "y":
        return dy
    square = dx * dx + dy * dy
    if kind == "ratio":
        return mpmath.log(square) / 2
    return mpmath.sqrt(square) if kind == "length" else square
