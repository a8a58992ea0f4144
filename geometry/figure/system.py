"""The premises of a problem as one numerical system, with Newton-like iterations on it.

Each premise becomes one or two *rows*. A row is a linear form in values of point pairs
(direction, log length, length, squared length; see :mod:`porism.geometry.equations`) or in
coordinates, so that residuals and exact derivatives of all rows cost a handful of array
operations. Positions are flat arrays ``x0 y0 x1 y1 …`` of shape ``(2 * points,)``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from porism.geometry.equations import Equation, facets, independent_facets
from porism.geometry.predicates import Form, Pair, Predicate
from porism.geometry.problem import Problem

__all__ = ["Array", "Row", "System", "equations_meant", "is_solved", "rows_of"]

Array = npt.NDArray[np.float64]

_KINDS = ("angle", "ratio", "length", "square", "x", "y")
_TINY = 1e-300


@dataclass(frozen=True)
class Row:
    """``sum(c * value(pair)) + constant = 0``.

    ``kind`` is a table of :mod:`porism.geometry.equations` (angles here in radians, logarithms
    natural) or ``"x"``/``"y"``, where the value of ``(p, q)`` is that coordinate of q - p.
    ``exact`` keeps the equation for evaluation in higher precision (None for coordinates).
    """

    kind: str
    terms: tuple[tuple[Pair, float], ...]
    constant: float
    exact: Equation | None


def rows_of(statement: Predicate, near: Mapping[str, complex] | None = None) -> tuple[Row, ...]:
    """Return the rows of a statement; none for figure-only statements, questions and sines.

    With ``near``, rough positions, an equation is preferred that avoids short segments: two of
    three collinear points may coincide.
    """
    kind, points = statement.kind, statement.points
    if kind.name == "midp":
        m, a, b = points
        return tuple(Row(k, (((a, m), 1.0), ((b, m), 1.0)), 0.0, None) for k in ("x", "y"))
    if kind.name == "overlap":
        return tuple(Row(k, (((points[0], points[1]), 1.0),), 0.0, None) for k in ("x", "y"))
    found = independent_facets(statement)
    if kind.by_one_facet and kind.form is Form.POINTS and near is not None:
        found = (max(facets(statement), key=lambda e: _shortest(e, near)),)
    return tuple(_row(e) for e in found if all(len(key) == 2 for key, _ in e.terms))


def equations_meant(problem: Problem) -> tuple[Predicate, ...]:
    """Return what a figure satisfies: the premises, and what constructions mean that is no order.

    ``shift x b c d`` asserts two pairs of equal lengths, which another point has too; that the
    sides are parallel is meant, for the figure alone.
    """
    made = (c for clause in problem.all_clauses for c in clause.constructions)
    meant = (s for c in made for s in c.meaning if not s.kind.figure_only)
    return tuple(dict.fromkeys((*problem.premises, *meant)))


def is_solved(statement: Predicate) -> bool:
    """Tell whether a system takes the statement: not where its equations are of areas, products."""
    return all(equation.table in _KINDS for equation in facets(statement))


def _shortest(e: Equation, near: Mapping[str, complex]) -> float:
    return min((abs(near[q] - near[p]) for (p, q), _ in e.terms), default=0.0)


def _row(e: Equation) -> Row:
    turn = math.pi if e.table == "angle" else 1.0
    constant = math.fsum(float(q) * _unit(e.table, u) for u, q in e.constants)
    return Row(e.table, tuple(((p, q), float(c)) for (p, q), c in e.terms), constant * turn, e)


def _unit(table: str, unit: int) -> float:
    return math.log(unit) if table == "ratio" else 1.0


class System:
    """Rows over named points, ready to be evaluated.

    ``names`` gives the order of points in position arrays; ``size`` is the scale of the
    figure, by which residuals of coordinates are divided; ``near`` as in :func:`rows_of`.
    """

    def __init__(
        self,
        names: Sequence[str],
        statements: Iterable[Predicate],
        size: float = 1.0,
        near: Mapping[str, complex] | None = None,
    ) -> None:
        self.names = tuple(names)
        self.size = size
        place = {name: i for i, name in enumerate(self.names)}
        rows = [row for s in dict.fromkeys(statements) for row in rows_of(s, near) if row.terms]
        rows.sort(key=lambda row: _KINDS.index(row.kind))
        self.rows = tuple(rows)
        flat = [(r, place[p], place[q], c) for r, row in enumerate(rows) for (p, q), c in row.terms]
        columns = list(zip(*flat, strict=True)) or [(), (), (), ()]
        self._row = np.array(columns[0], dtype=np.intp)
        self._from = np.array(columns[1], dtype=np.intp)
        self._to = np.array(columns[2], dtype=np.intp)
        self._factor = np.array(columns[3], dtype=np.float64)
        self._constant = np.array([row.constant for row in rows], dtype=np.float64)
        kinds = [rows[r].kind for r in columns[0]]
        # terms are grouped by kind: one slice each
        self._slices = {
            k: slice(kinds.index(k), kinds.index(k) + kinds.count(k)) for k in _KINDS if k in kinds
        }
        self._angles = sum(row.kind == "angle" for row in rows)
        self._scaled = np.array([row.kind in ("length", "square") for row in rows], dtype=bool)
        self._coordinate = np.array([row.kind in ("x", "y") for row in rows], dtype=bool)

    def array(self, coords: Mapping[str, complex]) -> Array:
        """Return the positions of ``coords`` as a flat array."""
        return np.array([(coords[n].real, coords[n].imag) for n in self.names]).ravel()

    def coords(self, x: Array) -> dict[str, complex]:
        """Return a flat array as a mapping from names to complex numbers."""
        return {n: complex(x[2 * i], x[2 * i + 1]) for i, n in enumerate(self.names)}

    def evaluate(self, x: Array) -> tuple[Array, Array]:
        """Return residuals, shape (rows,), and their derivatives, shape (rows, 2 * points).

        Residuals are radians or relative errors. Coincident points give huge numbers, not nan.
        """
        m = len(self.rows)
        with np.errstate(all="ignore"):  # far-off trial points; the caller compares residuals
            values, dx, dy = self._terms(x.reshape(-1, 2))
        weighted = values * self._factor
        r = np.bincount(self._row, weights=weighted, minlength=m) + self._constant
        jacobian = np.zeros((m, x.size))
        flat = jacobian.ravel()
        base = self._row * x.size
        for place, sign in ((self._to, 1.0), (self._from, -1.0)):
            np.add.at(flat, base + 2 * place, sign * self._factor * dx)
            np.add.at(flat, base + 2 * place + 1, sign * self._factor * dy)
        a = self._angles
        r[:a] -= math.pi * np.round(r[:a] / math.pi)
        scale = np.ones(m)
        if self._scaled.any():
            total = np.bincount(self._row, weights=np.abs(weighted), minlength=m)
            scale[self._scaled] = (total + np.abs(self._constant))[self._scaled] + _TINY
        scale[self._coordinate] = self.size
        return r / scale, jacobian / scale[:, None]

    def _terms(self, z: Array) -> tuple[Array, Array, Array]:
        """Value of each term and its derivatives by the coordinates of the second point."""
        d = z[self._to] - z[self._from]
        dx, dy = d[:, 0], d[:, 1]
        square = dx * dx + dy * dy + _TINY
        values, gx, gy = np.empty_like(dx), np.empty_like(dx), np.empty_like(dx)
        for kind, s in self._slices.items():
            if kind == "angle":
                values[s] = np.arctan2(dy[s], dx[s])
                gx[s], gy[s] = -dy[s] / square[s], dx[s] / square[s]
            elif kind == "ratio":
                values[s] = 0.5 * np.log(square[s])
                gx[s], gy[s] = dx[s] / square[s], dy[s] / square[s]
            elif kind == "length":
                values[s] = np.sqrt(square[s])
                gx[s], gy[s] = dx[s] / values[s], dy[s] / values[s]
            elif kind == "square":
                values[s], gx[s], gy[s] = square[s], 2 * dx[s], 2 * dy[s]
            elif kind == "x":
                values[s], gx[s], gy[s] = dx[s], 1.0, 0.0
            else:
                values[s], gx[s], gy[s] = dy[s], 0.0, 1.0
        return values, gx, gy

    def error(self, x: Array) -> float:
        """Return the largest residual at ``x``."""
        return float(np.max(np.abs(self.evaluate(x)[0]), initial=0.0))

    def polish(self, x: Array, fixed: Sequence[str] = (), steps: int = 8) -> Array:
        """Return ``x`` after a few Gauss–Newton steps of least norm; ``fixed`` points stay.

        Stops when the residual no longer shrinks. Premises are usually redundant, which
        least-norm steps do not mind.
        """
        free = self._free(fixed)
        best, (r, jacobian) = x, self.evaluate(x)
        if not free.size:
            return x
        size = float(np.max(np.abs(r), initial=0.0))
        for _ in range(steps):
            if size == 0.0 or not math.isfinite(size):
                break
            step = np.linalg.lstsq(jacobian[:, free], -r, rcond=1e-11)[0]
            trial = best.copy()
            trial[free] += step
            r_new, j_new = self.evaluate(trial)
            new = float(np.max(np.abs(r_new), initial=0.0))
            if not new < size:
                break
            converged = new > 0.25 * size and new < 1e-12
            best, r, jacobian, size = trial, r_new, j_new, new
            if converged:
                break
        return best

    def _free(self, fixed: Sequence[str]) -> npt.NDArray[np.intp]:
        held = {2 * self.names.index(n) + k for n in fixed for k in (0, 1)}
        return np.array([i for i in range(2 * len(self.names)) if i not in held], dtype=np.intp)

    def minimise(
        self,
        x: Array,
        fixed: Sequence[str] = (),
        steps: int = 60,
        spread: float = 0.0,
        pairs: npt.NDArray[np.intp] | None = None,
    ) -> Array:
        """Levenberg–Marquardt from ``x``; returns where it ended, solved or not.

        ``spread`` > 0 adds terms that push the ``pairs`` of points (indices, shape (k, 2))
        apart where they are closer than ``spread`` and pull points back that leave a box of
        four times the figure's size.
        """
        free = self._free(fixed)
        if not free.size:
            return x
        damping = 1e-2
        r, jacobian = self._with_barriers(x, spread, pairs)
        cost = float(r @ r)
        for _ in range(steps):
            j = jacobian[:, free]
            normal, gradient = j.T @ j, j.T @ r
            np.fill_diagonal(normal, normal.diagonal() * (1 + damping) + 1e-9 * damping)
            trial = x.copy()
            try:
                step = np.linalg.solve(normal, -gradient)
            except np.linalg.LinAlgError:
                damping *= 10
                continue
            longest = float(np.max(np.abs(step)))
            if longest > self.size:  # directions are periodic: no leaps
                step *= self.size / longest
            trial[free] += step
            r_new, j_new = self._with_barriers(trial, spread, pairs)
            new = float(r_new @ r_new)
            if not new < cost:
                damping *= 6
                if damping > 1e8:
                    break
                continue
            slow = new > 0.9999 * cost and damping < 1e-6
            x, r, jacobian, cost = trial, r_new, j_new, new
            damping = max(damping / 10, 1e-13)
            if cost < 1e-26 or slow:
                break
        return x

    def _with_barriers(
        self, x: Array, spread: float, pairs: npt.NDArray[np.intp] | None
    ) -> tuple[Array, Array]:
        r, jacobian = self.evaluate(x)
        if spread <= 0:
            return r, jacobian
        extra_r, extra_j = [], []
        z = x.reshape(-1, 2)
        if pairs is not None and len(pairs):
            d = z[pairs[:, 1]] - z[pairs[:, 0]]
            length = np.sqrt((d * d).sum(axis=1)) + 1e-12
            for k in np.nonzero(length < spread)[0]:
                row = np.zeros(x.size)
                unit = d[k] / length[k] / spread
                i, j = pairs[k]
                row[2 * j : 2 * j + 2] -= unit
                row[2 * i : 2 * i + 2] += unit
                extra_r.append(1.0 - length[k] / spread)
                extra_j.append(row)
        limit = 4.0 * self.size
        middle = float(x.mean())
        for k in np.nonzero(np.abs(x - middle) > limit)[0]:
            row = np.zeros(x.size)
            row[k] = math.copysign(0.1 / self.size, x[k] - middle)
            extra_r.append(0.1 * (abs(x[k] - middle) - limit) / self.size)
            extra_j.append(row)
        if not extra_r:
            return r, jacobian
        return np.concatenate([r, extra_r]), np.vstack([jacobian, *extra_j])
