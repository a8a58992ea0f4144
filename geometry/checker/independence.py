"""Which auxiliary clauses are legal: those that place new points and say nothing of the old ones.

A proof may use points that the problem does not mention. If their clause said anything of the
points of the problem, it would be one more premise, and anything could be proved. So here it is
decided that a clause says nothing. With old points O and new points X, a clause is a list of
*parts*, each a construction or a predicate, and part i has a *codimension* r_i: the number of
independent equations it takes away from X.

* A predicate has one for each of its equations (:func:`porism.geometry.measure.truth.components`):
  2 for midp, circle, overlap and similar triangles, 3 for congruent ones, 1 for all others.
* A construction leaves its points the freedom that the table says
  (:attr:`porism.geometry.constructions.Definition.freedom`); the rest of their coordinates is its
  codimension. Some have more premises than that (three bisectors, equal distances and equal
  angles): their points exist, and satisfy all premises, for any old points that the ``needs``
  allow, by theorems of elementary geometry.

**Criterion.** At the figure, the gradients with respect to X alone of the premises of part i have
rank r_i, and those of all parts together have rank r_1 + r_2 + … .

**Why it suffices.** Choose in each part r_i premises with independent gradients. By the implicit
function theorem the chosen equations of all parts determine as many coordinates of X as smooth
functions of O and of the other coordinates of X, near the figure. So for *every* O near that of
the figure, in any direction, there is an X near that of the figure that satisfies them. The
premises of a construction that were not chosen hold there too: near the figure, the chosen ones
cut out a connected analytic manifold of codimension r_i; the points that the construction makes
from any O near that of the figure lie in it and have, by the table, the same dimension; and an
analytic equation that holds on an open part of a connected manifold holds on all of it. Hence the
clause can be satisfied at every O near the figure. Whatever is proved of O with its help holds for
every figure of the problem near this one, and so, being an analytic equation, on the whole branch
of figures that this one belongs to. (Other branches are for fresh figures to show.)

Statements of order, side and distinctness that a clause makes are strict inequalities, clear at
the figure, so they hold nearby as well; ``between`` also puts its points on a line, and counts as
``coll``. Statements that are written twice count once.

**Main clauses** may ask too much, and then their figures are special ones. But a figure in which
two parts happen to be one line (two bisectors, in an isosceles trapezium) is more special than its
text: where all clauses have full rank, the figure lies on the branch that is constructed, by the
same theorem; where one is *crowded*, what is proved may hold beside that branch only. It is, where
its points are left free and what is said of them adds, to what was said before, more equations by
the coordinates of all points, old ones too, than by those of its own: some of it is about the old
points. (What follows from the rest, as two ways to say one line, or circles that touch by a
theorem, adds nothing.) The rank of such a clause is compared with that in other figures. Where no
figure determines more, as for a common point of two parallel lines, the verdict tells it.

Gradients are differences in as many digits as the figure has, and normalised over old and new
points alike: a coefficient that makes a clause depend on the new points by a hair does not help.
A rank is the number of pivots above INDEPENDENT; a rank that is full by that margin is full.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations
from typing import Any

import mpmath

from porism.geometry.checker.figures import MeasuredFigure
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import CheckError
from porism.geometry.measure.tolerances import INDEPENDENT
from porism.geometry.measure.truth import components
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Clause, Construction, Problem

__all__ = ["check_auxiliary", "crowded", "is_independent", "rank"]

Row = list[float]  # the derivatives of one equation by the coordinates of the new points


def check_auxiliary(problem: Problem, figure: MeasuredFigure) -> None:
    """Raise CheckError unless every auxiliary clause only places points of its own."""
    known = {p for clause in problem.clauses for p in clause.points}
    for clause in problem.auxiliary:
        name = " ".join(clause.points)
        if not clause.points or known & set(clause.points):
            raise CheckError(None, f"the auxiliary clause for {name} makes no new points")
        known |= set(clause.points)
        for statement in clause.premises:
            if not set(statement.points) & set(clause.points):
                reason = f"the auxiliary clause for {name} asserts '{statement}' of older points"
                raise CheckError(None, reason)
        for condition in clause.conditions:
            if not figure.shows(condition):
                raise CheckError(None, f"the auxiliary point {name} needs '{condition}'")
        if not is_independent(clause, figure):
            reason = f"the auxiliary clause for {name} asserts more than places its points"
            raise CheckError(None, reason)


def is_independent(clause: Clause, figure: MeasuredFigure) -> bool:
    """Tell whether the clause meets the criterion above at the figure."""
    parts = _parts(clause, figure)
    union: list[Row] = []
    for equations, codimension in parts.items():
        rows = _rows(equations, clause, figure)
        if _rank(rows) != codimension:
            return False
        union.extend(rows)
    return _rank(union) == sum(parts.values())


def rank(clause: Clause, figure: MeasuredFigure) -> int:
    """Return how many coordinates of its points the clause determines near the figure."""
    return _rank(_all_rows(clause, figure))


def crowded(problem: Problem, figure: MeasuredFigure) -> dict[Clause, int]:
    """Return clauses that leave their points free and say something of older ones, with their rank.

    What they say adds more to what is said before than it determines of their points. What a
    clause says of older points alone counts with the newest of them.
    """
    age = {p: number for number, clause in enumerate(problem.clauses) for p in clause.points}
    said: list[list[Predicate]] = [[] for _ in problem.clauses]
    for statement in (s for clause in problem.clauses for s in clause.predicates):
        said[max(age[p] for p in statement.points)].append(statement)
    clauses = [
        replace(clause, predicates=tuple(mine))
        for clause, mine in zip(problem.clauses, said, strict=True)
    ]
    found = {}
    for number, clause in enumerate(clauses):
        asked, determined = sum(_parts(clause, figure).values()), rank(clause, figure)
        if determined < min(asked, 2 * len(clause.points)):
            every = [replace(c, points=problem.points) for c in clauses[: number + 1]]
            *before, mine = (_all_rows(c, figure) for c in every)  # by all points, old ones too
            rows = list(chain.from_iterable(before))
            if _rank([*rows, *mine]) - _rank(rows) > determined:
                found[clause] = determined
    return found


def _parts(clause: Clause, figure: MeasuredFigure) -> dict[frozenset[Predicate], int]:
    """Return the equations of each part of a clause, with its codimension."""
    parts: dict[frozenset[Predicate], int] = {}
    for construction in clause.constructions:
        parts[_equations(construction.premises)] = _codimension(construction)
    for statement in clause.predicates:
        equations = _equations((statement,))
        if equations:  # facts of order take no coordinate away
            parts[equations] = sum(len(components(s, figure.coords)) for s in equations)
    return parts


def _all_rows(clause: Clause, figure: MeasuredFigure) -> list[Row]:
    parts = _parts(clause, figure)
    return [row for equations in parts for row in _rows(equations, clause, figure)]


def _rows(equations: Iterable[Predicate], clause: Clause, figure: MeasuredFigure) -> list[Row]:
    return [row for s in sorted(equations) for row in _gradients(s, clause.points, figure)]


def _equations(premises: Iterable[Predicate]) -> frozenset[Predicate]:
    """Return the premises as equations, each in one way of writing it."""
    found = (Predicate("coll", s.points) if s.name == "between" else s for s in premises)
    return frozenset(canonical(s) for s in found if not s.kind.figure_only)


def _codimension(construction: Construction) -> int:
    definition = CONSTRUCTIONS[construction.name]
    return 2 * len(definition.new) - definition.freedom


def _gradients(s: Predicate, new: tuple[str, ...], figure: MeasuredFigure) -> list[Row]:
    """Return the derivatives of each equation of ``s`` by the coordinates of the ``new`` points.

    They are divided by the length of the gradient over all points; where that is nearly zero, as
    for ``|ax| + |xb| = |ab|``, the figure is a singular one and there is no row. Central
    differences with a third of the digits as step are right to two thirds of the digits, if it is
    measured by the points of the statement that are closest, however far away others are.
    """
    step = _gap(s, figure) * mpmath.mpf(10) ** (-mpmath.mp.dps // 3)
    count = len(components(s, figure.coords))
    squares = [mpmath.mpf(0)] * count
    rows: list[list[Any]] = [[mpmath.mpf(0)] * (2 * len(new)) for _ in range(count)]
    for point in dict.fromkeys(s.points):
        for axis in (0, 1):
            found = _difference(s, figure, point, axis, step)
            for k in range(count):
                if not mpmath.isfinite(found[k]):
                    return []  # undefined where it should be smooth
                squares[k] += found[k] ** 2
                if point in new:
                    rows[k][2 * new.index(point) + axis] = found[k]
    return [
        [float(value / mpmath.sqrt(square)) for value in row]
        for row, square in zip(rows, squares, strict=True)
        if square > INDEPENDENT**2
    ]


def _gap(s: Predicate, figure: MeasuredFigure) -> Any:
    """Return the least distance between points of ``s`` that are apart."""
    pairs = [pair for pair in combinations(set(s.points), 2) if not figure.together(pair)]
    places = ((figure.coords[a], figure.coords[b]) for a, b in pairs)
    return min((mpmath.hypot(p[0] - q[0], p[1] - q[1]) for p, q in places), default=figure.size)


def _difference(
    s: Predicate, figure: MeasuredFigure, point: str, axis: int, step: Any
) -> list[Any]:
    ends = []
    for sign in (1, -1):
        place = list(figure.coords[point])
        place[axis] += sign * step
        ends.append(components(s, {**figure.coords, point: (place[0], place[1])}))
    width = 2 * step / figure.size  # derivatives in units of the figure
    return [(ahead - behind) / width for ahead, behind in zip(*ends, strict=True)]


def _rank(rows: list[Row]) -> int:
    """Return the rank by elimination with full pivoting: pivots above INDEPENDENT."""
    left = [list(row) for row in rows if row]
    rank = 0
    while left:
        size, i, j = max(
            (abs(value), i, j) for i, row in enumerate(left) for j, value in enumerate(row)
        )
        if not size > INDEPENDENT:
            break
        pivot = left.pop(i)
        for row in left:
            factor = row[j] / pivot[j]
            for k in range(len(row)):
                row[k] -= factor * pivot[k]
        rank += 1
    return rank
