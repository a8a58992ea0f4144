"""An order of construction for points of which only statements are known.

Points are peeled off from the end: each time one of which the statements that are left demand
no more than a place, to be placed after all the others. Statements are often redundant (three
bisectors of a triangle, three equations of a reflection), so what is demanded is measured: with
all other points at random places in a finite field, the point is put where two independent
statements want it, and those that fail there count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

from porism.geometry.predicates import Predicate
from porism.geometry.referee.field import make_field
from porism.geometry.referee.figure import (
    Degenerate,
    Figure,
    Inapplicable,
    Instance,
    NoRoot,
    Vector,
    Work,
)
from porism.geometry.referee.intersect import meet, sample
from porism.geometry.referee.loci import Locus, cost, locus_of
from porism.geometry.referee.statements import holds

__all__ = ["ordered", "rank"]

_BITS = 64  # a coincidence by chance only makes an order worse
_TRIALS = 24  # a root exists every other time


def rank(s: Predicate) -> int:
    """Return how many equations a statement is for a point of which it speaks."""
    return 2 if s.name in ("midp", "overlap", "simtri", "simtrir") else 1


def ordered(
    points: Sequence[str], statements: Iterable[Predicate], order: int
) -> list[tuple[str, tuple[Predicate, ...]]]:
    """Order points; each comes with the statements that confine it, those that say most first.

    Points outside ``points`` count as placed. ``order`` is that of the roots of unity which
    the statements need. Raises Inapplicable for a statement that confines no point.
    """
    left = list(points)
    still = list(dict.fromkeys(statements))
    groups: list[tuple[str, tuple[Predicate, ...]]] = []
    while left:
        mine = {x: tuple(s for s in still if x in s.points) for x in left}
        x = min(reversed(left), key=lambda q: _demand(q, mine[q], order))
        groups.append((x, _by_cost(x, mine[x])))
        still = [s for s in still if x not in s.points]
        left.remove(x)
    return groups[::-1]


def _by_cost(x: str, statements: Iterable[Predicate]) -> tuple[Predicate, ...]:
    return tuple(sorted(statements, key=lambda s: cost(s, x)))


@lru_cache(maxsize=4096)
def _demand(x: str, statements: tuple[Predicate, ...], order: int) -> int:
    """Return how many independent equations bind ``x`` when every other point is anywhere."""
    rng = Random(0)
    field = make_field(_BITS, order, 0)
    others = sorted({q for s in statements for q in s.points} - {x})
    for _ in range(_TRIALS):
        figure = Figure(Instance(field, rng, 0, Work(1)))
        for q in others:
            figure.at[q] = (rng.randrange(field.p), rng.randrange(field.p))
        try:
            return _bound(x, _by_cost(x, statements), figure)
        except (Degenerate, Inapplicable, NoRoot):
            continue
    return sum(rank(s) for s in statements)


def _bound(x: str, statements: Sequence[Predicate], figure: Figure) -> int:
    locus: Locus | None = None
    found: tuple[Vector, ...] = ()
    for s in statements:
        second = locus_of(s, x, figure)
        if second is None:
            return 2 * len(statements) + 2  # it speaks of other points only
        if locus is None:
            locus = second
            continue
        meeting = meet(locus, second, (), figure)
        if meeting is not None:
            found = meeting.points
            break
    if not found:
        if locus is None:
            return 0
        found = sample(locus, x, figure).points
        return _failures(x, found, statements, figure) + (1 if rank(statements[0]) == 1 else 2)
    return 2 + _failures(x, found, statements, figure)


def _failures(
    x: str, places: Iterable[Vector], statements: Iterable[Predicate], figure: Figure
) -> int:
    """Count the statements that fail at the best of some places."""
    counts: list[int] = []
    for place in places:
        figure.at[x] = place
        counts.append(sum(not holds(s, figure) for s in statements))
    return min(counts, default=0)
