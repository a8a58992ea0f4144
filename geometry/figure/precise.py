"""Figures to many digits: a chord iteration on all premises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mpmath
import numpy as np

from geometry.errors import FigureError
from geometry.figure.system import Row, System
from geometry.problem import Problem

__all__ = ["refine"]

_ROUNDS = 30


def refine(
    problem: Problem, coords: Mapping[str, tuple[float, float]], digits: int = 40
) -> dict[str, tuple[Any, Any]]:
    """Return the figure near ``coords`` in which all premises hold to ``digits`` digits.

    ``coords`` must satisfy the premises in double precision. Each round evaluates the
    residuals with mpmath and takes the least-norm step by the derivatives at ``coords``, so
    that it gains about ten digits. All points may move, fixed ones too: coordinates in a
    problem text are rounded. Values are :class:`mpmath.mpf`. Raises FigureError when the
    iteration does not converge, which means that ``coords`` was no figure or a degenerate one.
    """
    xs, ys = zip(*coords.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    near = {name: complex(*place) for name, place in coords.items()}
    system = System(problem.points, problem.premises, size, near)
    start = system.array(near)
    _, jacobian = system.evaluate(start)
    inverse = np.linalg.pinv(jacobian, rcond=1e-10)
    with mpmath.workdps(digits + 10):
        x = [mpmath.mpf(float(v)) for v in start]
        wanted = mpmath.mpf(10) ** -digits
        last = mpmath.mpf("inf")
        for _ in range(_ROUNDS):
            errors = _errors(system, x)
            largest = max((abs(e) for e in errors), default=mpmath.mpf(0))
            if largest <= wanted:
                break
            if largest > last / 2:
                raise FigureError(
                    f"the figure cannot be refined: residual {mpmath.nstr(largest, 3)} stays"
                )
            last = largest
            # the step needs few digits, but its scale is beyond what a float would keep
            step = inverse @ np.array([float(e / largest) for e in errors])
            x = [v - largest * mpmath.mpf(float(s)) for v, s in zip(x, step, strict=True)]
        return {n: (+x[2 * i], +x[2 * i + 1]) for i, n in enumerate(system.names)}


def _errors(system: System, x: list[Any]) -> list[Any]:
    place = {name: (x[2 * i], x[2 * i + 1]) for i, name in enumerate(system.names)}
    cache: dict[tuple[str, str, str], Any] = {}
    return [_error(row, place, cache, system.size) for row in system.rows]


def _error(
    row: Row, place: Mapping[str, tuple[Any, Any]], cache: dict[Any, Any], size: float
) -> Any:
    """The residual of a row, scaled as :meth:`System.evaluate` does."""
    total, norm = _exact_constant(row), mpmath.mpf(0)
    exact = row.exact
    if exact is None:
        terms = [(pair, mpmath.mpf(c)) for pair, c in row.terms]
    else:
        terms = [(pair, mpmath.mpf(c.numerator) / c.denominator) for pair, c in exact.terms]
    for (p, q), factor in terms:
        key = (row.kind, p, q)
        if key not in cache:
            cache[key] = _value(row.kind, place[p], place[q])
        total += factor * cache[key]
        norm += abs(factor * cache[key])
    if row.kind == "angle":
        return total - mpmath.pi * mpmath.nint(total / mpmath.pi)
    if row.kind in ("length", "square"):
        return total / (norm + abs(_exact_constant(row)))
    return total if row.kind == "ratio" else total / size


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
