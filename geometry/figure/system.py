"""The premises of a problem as one numerical system, with Newton-like iterations on it.

Each premise becomes one or two *rows*. A row is a linear form in values of point pairs
(direction, log length, length, squared length; see :mod:`porism.geometry.equations`) or in
coordinates; residuals and exact derivatives of all rows, and the iterations, are native
(``geometry/figure/core``). Positions are flat arrays ``x0 y0 x1 y1 …`` of shape ``(2 * points,)``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from porism.geometry.equations import Equation, facets, independent_facets
from porism.geometry.figure import _solver
from porism.geometry.predicates import Form, Pair, Predicate
from porism.geometry.problem import Problem

__all__ = ["Array", "Row", "System", "equations_meant", "is_solved", "rows_of"]

Array = npt.NDArray[np.float64]

# in the order of Value in core/least_squares.hpp
_KINDS = ("angle", "ratio", "length", "square", "x", "y")


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
    if near is not None and _leaves_a_choice(statement):
        return (max(map(_row, facets(statement)), key=lambda row: _shortest(row, near)),)
    points = statement.points
    if statement.name == "midp":
        m, a, b = points
        return tuple(Row(k, (((a, m), 1.0), ((b, m), 1.0)), 0.0, None) for k in ("x", "y"))
    if statement.name == "overlap":
        return tuple(Row(k, (((points[0], points[1]), 1.0),), 0.0, None) for k in ("x", "y"))
    found = independent_facets(statement)
    return tuple(_row(e) for e in found if all(len(key) == 2 for key, _ in e.terms))


def _leaves_a_choice(statement: Predicate) -> bool:
    """Tell whether any one of the equations of a statement says all of it."""
    return statement.kind.by_one_facet and statement.kind.form is Form.POINTS


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


def _shortest(row: Row, near: Mapping[str, complex]) -> float:
    return min((abs(near[q] - near[p]) for (p, q), _ in row.terms), default=0.0)


def _row(e: Equation) -> Row:
    turn = math.pi if e.table == "angle" else 1.0
    constant = math.fsum(float(q) * _unit(e.table, u) for u, q in e.constants)
    return Row(e.table, tuple(((p, q), float(c)) for (p, q), c in e.terms), constant * turn, e)


def _unit(table: str, unit: int) -> float:
    return math.log(unit) if table == "ratio" else 1.0


_Native = tuple[Row, tuple[int, list[tuple[int, int, float]], float]]
"""A row, and what the native system takes for it: kind, places of its points, constant."""


# a figure is solved from hundreds of places, each with equations chosen for it
@lru_cache(maxsize=64)
def _prepared(
    names: tuple[str, ...], statements: tuple[Predicate, ...]
) -> tuple[tuple[tuple[_Native, ...], tuple[_Native, ...]], ...]:
    """Return of each statement its rows, and those of which one will do, if there is a choice."""
    place = {name: i for i, name in enumerate(names)}

    def native(row: Row) -> _Native:
        terms = [(place[p], place[q], c) for (p, q), c in row.terms]
        return row, (_KINDS.index(row.kind), terms, row.constant)

    return tuple(
        (
            tuple(native(row) for row in rows_of(s) if row.terms),
            tuple(map(native, map(_row, facets(s)))) if _leaves_a_choice(s) else (),
        )
        for s in statements
    )


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
        chosen: list[_Native] = []
        for rows, alternatives in _prepared(self.names, tuple(dict.fromkeys(statements))):
            if near is not None and alternatives:
                best = max(alternatives, key=lambda one: _shortest(one[0], near))
                chosen += [best] if best[0].terms else []
            else:
                chosen += rows
        chosen.sort(key=lambda one: one[1][0])
        self.rows = tuple(row for row, _ in chosen)
        self._native = _solver.System(len(self.names), [native for _, native in chosen], size)

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
        return self._native.evaluate(x)

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
        apart = [] if pairs is None else pairs.tolist()
        return self._native.minimise(x, free.tolist(), steps, spread, apart)
