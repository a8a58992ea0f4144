"""An order of construction for points of which only premises are known.

Points are peeled off from the end: each time one that little is demanded of by what is left,
to be placed after all the others. Premises are often redundant (three bisectors, three
equations of a reflection), so what is demanded is measured: with all other points at random
places, the point is put where two premises want it, and those that disagree count.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from functools import lru_cache
from random import Random

from porism.geometry.figure.choices import Choices
from porism.geometry.figure.intersect import agree, independent
from porism.geometry.figure.loci import loci_of
from porism.geometry.figure.system import rows_of
from porism.geometry.predicates import Predicate

__all__ = ["Group", "peel"]

Group = tuple[tuple[str, ...], tuple[Predicate, ...]]

_KNOT = 4  # a point of which more is demanded is not placed by itself
_TRIALS = 12


def peel(points: Sequence[str], premises: Sequence[Predicate]) -> list[Group]:
    """Order ``points``; each group comes with the premises that confine it.

    Groups are single points but for the first, perhaps, which holds what could not be ordered.
    Points outside ``points`` count as known.
    """
    left = list(points)
    said = dict.fromkeys(part for p in premises for part in _parts(p))
    still = tuple(p for p in said if not p.kind.figure_only and rows_of(p))
    groups: list[Group] = []
    while left:
        mine = {x: tuple(p for p in still if x in p.points) for x in left}
        x = min(reversed(left), key=lambda p: _demand(p, mine[p]))
        if _demand(x, mine[x]) > _KNOT and len(left) > 1:
            groups.append((tuple(left), still))
            break
        groups.append(((x,), mine[x]))
        still = tuple(p for p in still if x not in p.points)
        left.remove(x)
    return groups[::-1]


def _parts(premise: Predicate) -> tuple[Predicate, ...]:
    """Return what a statement says of fewer points, so that none of it goes with another point.

    That O is the centre of ABC binds C to a circle, and O to the bisector of AB.
    """
    points = premise.points
    if premise.name == "circle":
        o, a, b, c = points
        return Predicate("cong", (o, a, o, b)), Predicate("cong", (o, a, o, c))
    if premise.name in ("contri", "contrir"):
        alike = Predicate(premise.name.replace("contri", "simtri"), points)
        return alike, Predicate("cong", (*points[:2], *points[3:5]))
    return (premise,)


@lru_cache(maxsize=4096)
def _demand(x: str, premises: tuple[Predicate, ...]) -> int:
    """How many independent equations bind ``x`` when every other point is anywhere."""
    others = sorted({q for p in premises for q in p.points} - {x})
    for trial in range(_TRIALS):
        rng = Random(trial)
        at = {q: cmath.rect(math.sqrt(rng.random()), rng.uniform(0.0, 2 * math.pi)) for q in others}
        try:
            found = [loci for p in premises if (loci := loci_of(p, x, at)) is not None]
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
        if len(found) < len(premises) or not all(found):
            continue
        decided = independent(found, Choices(f"{trial}"))
        if decided is None:
            return 1 if found else 0
        places, rest = decided
        if places:
            return 2 + len(rest) - max(agree(z, rest) for z in places)
    return sum(len(rows_of(p)) for p in premises)
