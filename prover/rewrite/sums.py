"""The shortest way to add up what is known to what is wanted, as a linear program.

A chain of equalities is a linear combination of facets, and its length the sum of the absolute
values of the coefficients, each times the weight of the statement it cites. To make that small
is basis pursuit (Chen, Donoho and Saunders, 1998): a linear program, whose basic solutions use
few facets and have simple coefficients. The program is solved by HiGHS in floating point; what it
proposes is read as rational numbers and added up exactly, and only that counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import highspy
import numpy as np
import numpy.typing as npt

from porism.geometry.equations import TABLES, Equation, Key, combine, facets
from porism.geometry.predicates import Predicate
from porism.geometry.symmetry import exact

__all__ = ["Answer", "Column", "Floats", "Share", "Summation"]

Ints = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]

_SMALL = 1e-7
_TIE = 1e-6  # ties are broken by number, so that the answer does not depend on the solver's mood
_MOST_SHARES = 24  # a combination of more is no proof that anybody reads
_MOST_DIVES = 10  # linear programs for a sum without half angles: each leaves one more node out
_DIVES_BY_ONE = 6  # ... and from then on all that the last one halves
_LARGEST_DENOMINATOR = 12  # of a coefficient that is read off the solution


@dataclass(frozen=True)
class Column:
    """Facet number ``facet`` of the statement of ``node``."""

    node: int
    facet: int
    equation: Equation


Share = tuple[Column, Fraction]
_Row = Key | int  # a quantity, or a unit


class Summation:
    """Facets of statements, by table, among which short combinations are looked for."""

    def __init__(self) -> None:
        """Start without statements."""
        self._tables = {table: _TableOfColumns() for table in TABLES}
        self._nodes: set[int] = set()
        self._solver = _Solver()
        self._answers: dict[tuple[object, ...], Answer] = {}

    def add(self, node: int, statement: Predicate) -> None:
        """Enter the facets of a statement."""
        if node not in self._nodes:
            self._nodes.add(node)
            for number, equation in enumerate(facets(statement)):
                if equation.terms:
                    self._tables[equation.table].add(Column(node, number, equation))

    def lightest(
        self, target: Equation, price: Floats, most: float, without: int
    ) -> tuple[Answer, bool]:
        """Return combinations of facets that are ``target``, the lightest first.

        Angles are halved by none but the last, if one was found that halves none. ``price`` has
        what one use of each node costs, infinity for nodes that may not be used; facets of node
        ``without``, and such as cost ``most``, are left out. What is left is often what it was
        when the same was asked before: then that answer is returned, and True.
        """
        table = self._tables[target.table]
        wanted = table.numbered(target)
        if wanted is None:
            return Answer((), 1), False
        kept, cost, entries = table.usable(price, most, without, wanted)
        key = target.table, *wanted.items(), kept.tobytes(), cost.tobytes()
        if key in self._answers:
            return self._answers[key], True
        program = table.program(self._solver, kept, cost, entries, wanted) if len(kept) else None
        if program is None:
            return Answer((), 1), False
        columns = [table.columns[i] for i in kept.tolist()]
        answer = self._answers[key] = _Question(target, columns, cost, program).answer()
        return answer, False


@dataclass(frozen=True)
class Answer:
    """Combinations that were found, and how many linear programs that took."""

    sums: tuple[list[Share], ...]
    looks: int


class _Question:
    """Combinations of facets that are ``target``, lightest first, each without what was in others.

    The linear program is solved again from where it ended before, which takes few steps.
    """

    def __init__(
        self, target: Equation, columns: Sequence[Column], cost: Floats, program: _Program
    ) -> None:
        """Ask for ``target`` by ``columns``, at such costs; they are those of ``program``."""
        self._target, self._columns, self._program = target, columns, program
        self._cost = {c.node: x for c, x in zip(columns, cost.tolist(), strict=True)}

    def answer(self) -> Answer:
        """Return the lightest combination, and while it halves angles the next."""
        found: list[list[Share]] = []
        for dive in range(_MOST_DIVES):
            shares = self._lightest()
            if shares is None:
                return Answer(tuple(found), dive + 1)
            found.append(shares)
            broken = [c.node for c, x in shares if x.denominator != 1]
            if self._target.table != "angle" or not broken:
                break
            one = max(broken, key=lambda n: (self._cost[n], n))
            for halved in broken if dive >= _DIVES_BY_ONE else (one,):
                self._leave_out(halved)
        return Answer(tuple(found), len(found))

    def _lightest(self) -> list[Share] | None:
        """Return the lightest combination, None where there is none that anybody reads."""
        solution = self._program.solution()
        if solution is None:
            return None
        used = np.flatnonzero(np.abs(solution) > _SMALL)
        if not 0 < len(used) <= _MOST_SHARES:
            return None
        columns = [self._columns[i] for i in used.tolist()]
        read = _exactly([c.equation for c in columns], self._target, solution[used].tolist())
        if read is None:
            return None
        return [(column, c) for column, c in zip(columns, read, strict=True) if c]

    def _leave_out(self, node: int) -> None:
        """Use no facet of ``node`` any more."""
        self._program.leave_out([i for i, c in enumerate(self._columns) if c.node == node])


class _TableOfColumns:
    """The columns of one table as a sparse matrix; equal columns share a number."""

    def __init__(self) -> None:
        self.columns: list[Column] = []
        self._row: dict[_Row, int] = {}
        self._alike: dict[Equation, int] = {}
        self._lists: tuple[list[int], list[int], list[float]] = ([], [], [])
        self._of_column: list[tuple[int, int]] = []
        self._arrays: tuple[Ints, Ints, Ints, Ints, Floats] | None = None

    def add(self, column: Column) -> None:
        owner, rows, values = self._lists
        number = len(self.columns)
        for row, c in _rows(column.equation).items():
            owner.append(number)
            rows.append(self._row.setdefault(row, len(self._row)))
            values.append(float(c))
        alike = self._alike.setdefault(column.equation, len(self._alike))
        self._of_column.append((column.node, alike))
        self.columns.append(column)
        self._arrays = None

    def numbered(self, target: Equation) -> dict[int, float] | None:
        """Return the coefficients of an equation by row; None if it has a row of its own."""
        rows = _rows(target)
        if any(row not in self._row for row in rows):
            return None
        return {self._row[row]: float(c) for row, c in rows.items()}

    def _matrix(self) -> tuple[Ints, Ints, Ints, Ints, Floats]:
        if self._arrays is None:
            owner, rows, values = self._lists
            node, alike = zip(*self._of_column, strict=True)
            self._arrays = (
                np.array(node),
                np.array(alike),
                np.array(owner),
                np.array(rows),
                np.array(values),
            )
        return self._arrays

    def usable(
        self, price: Floats, most: float, without: int, wanted: Mapping[int, float]
    ) -> tuple[Ints, Floats, Ints]:
        """Return the columns that may be in a solution, their costs, and their entries.

        Left out are columns that cost too much, all but the cheapest of equal ones, and those with
        a row that nothing else could cancel.
        """
        node, alike, owner, rows, _ = self._matrix()
        cost = price[node]
        allowed = np.flatnonzero((cost < most) & (node != without))
        order = allowed[np.lexsort((cost[allowed], alike[allowed]))]  # stable: by number after that
        group = alike[order]
        kept = np.zeros(len(cost), dtype=bool)
        kept[order[np.flatnonzero(np.diff(group, prepend=-1))]] = True
        fixed = np.zeros(len(self._row), dtype=bool)
        fixed[list(wanted)] = True
        entries = np.flatnonzero(kept[owner])
        while True:
            lonely = (np.bincount(rows[entries], minlength=len(fixed)) == 1) & ~fixed
            dropped = owner[entries[lonely[rows[entries]]]]
            if not len(dropped):
                break
            kept[dropped] = False
            entries = entries[kept[owner[entries]]]
        numbers = np.flatnonzero(kept)
        return numbers, cost[numbers], entries

    def program(
        self,
        solver: _Solver,
        kept: Ints,
        cost: Floats,
        entries: Ints,
        wanted: Mapping[int, float],
    ) -> _Program | None:
        """Ask for the least cost·|x| with A x = wanted, A being the columns ``kept``.

        ``entries`` are the numbers of theirs. None where a row of what is wanted has no columns.
        """
        _, _, owner, rows, values = self._matrix()
        live = rows[entries]
        used = np.zeros(len(self._row), dtype=bool)
        used[live] = True
        if not all(used[row] for row in wanted):
            return None
        place = np.cumsum(used) - 1
        bounds = np.zeros(int(place[-1]) + 1)
        for row, c in wanted.items():
            bounds[place[row]] = c
        start = np.searchsorted(owner[entries], np.append(kept, len(self.columns)))
        tied = cost + _TIE * np.arange(len(kept))
        return _Program(solver, start, place[live], values[entries], tied, bounds)


def _rows(equation: Equation) -> dict[_Row, Fraction]:
    """Return the coefficients by quantity; whole half-turns are left to the figure."""
    rows: dict[_Row, Fraction] = dict(equation.terms)
    if equation.table != "angle":
        rows.update(equation.constants)
    return rows


class _Solver(highspy.Highs):
    """HiGHS for small programs, one after the other.

    It does without the callbacks that its constructor prepares, which print a banner.
    """

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)
        self.setOptionValue("solver", "simplex")
        # costs more than it saves in programs so small
        self.setOptionValue("presolve", "off")


class _Program:
    """The least cost·|x| subject to A x = wanted; A by columns, each as x and as -x."""

    def __init__(
        self,
        solver: _Solver,
        start: Ints,
        index: Ints,
        value: Floats,
        cost: Floats,
        wanted: Floats,
    ) -> None:
        self._count, self._solver = len(cost), solver
        columns, entries = 2 * len(cost), 2 * len(value)
        solver.passModel(  # by arrays: an object would be read number by number
            *(columns, len(wanted), entries),
            *(highspy.MatrixFormat.kColwise.value, highspy.ObjSense.kMinimize.value, 0.0),
            np.concatenate([cost, cost]),
            np.zeros(columns),
            np.full(columns, highspy.kHighsInf),
            *(wanted, wanted),
            np.concatenate([start, start[1:] + start[-1]]).astype(np.int32),
            np.concatenate([index, index]).astype(np.int32),
            np.concatenate([value, -value]),
            np.zeros(columns, dtype=np.int32),  # no whole numbers
        )

    def solution(self) -> Floats | None:
        """Return x, None where there is none."""
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found: Floats = np.array(self._solver.getSolution().col_value)
        return found[: self._count] - found[self._count :]

    def leave_out(self, columns: Iterable[int]) -> None:
        """Let some columns be zero."""
        for i in columns:
            self._solver.changeColBounds(i, 0.0, 0.0)
            self._solver.changeColBounds(i + self._count, 0.0, 0.0)


def _exactly(
    parts: Sequence[Equation], target: Equation, nearly: Sequence[float]
) -> list[Fraction] | None:
    """Read x with sum(x * part) = target off a solution in floating point, ``nearly``.

    None where it has larger denominators than anybody reads.
    """
    read = [
        exact(int(x)) if x.is_integer() else Fraction(x).limit_denominator(_LARGEST_DENOMINATOR)
        for x in nearly
    ]
    return read if _adds_up(parts, read, target) else None


def _adds_up(parts: Sequence[Equation], x: Sequence[Fraction], target: Equation) -> bool:
    left = combine(target.table, [*zip(x, parts, strict=True), (Fraction(-1), target)])
    return not left.terms and (target.table == "angle" or not left.constants)
