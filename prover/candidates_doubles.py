"""Double points: a point of the figure defined again, from what it seems to lie on.

That P lies on two loci may be hard to prove from how P was made. A second point made on
those loci has it by definition; once the engine shows that both are the same point, P has it
too. AlphaGeometry2 found such points decisive ("Gold-medalist Performance in Solving Olympiad
Geometry with AlphaGeometry2", 2025, section 4.1).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from prover.candidates_loci import KINDS, NEAR, loci_of
from prover.proposers.base import Call, Candidate

__all__ = ["doubles"]

Floats = NDArray[np.float64]

_LOCI = 24  # of one point, the plainest ones
_PAIRS = 40  # for one point
_BONUS = 1.5  # for the coincidence that every double point is


def doubles(
    points: tuple[str, ...], at: Floats, new: str, known: Callable[[str, tuple[str, ...]], bool]
) -> list[Candidate]:
    """Return candidates at the places of ``points`` (rows of ``at``), best first.

    ``known(name, arguments)`` tells whether a point already has what a construction gives. Of
    the two loci that define a double at least one is not known to pass through the point.
    """
    middle = (at.min(axis=0) + at.max(axis=0)) / 2
    unit = (at - middle) / (float(np.abs(at - middle).max()) or 1.0)
    found: list[Candidate] = []
    for p in range(3, len(points)):  # what comes first is what all else is made from
        others = [q for q in range(len(points)) if q != p]
        table = loci_of(unit[others])
        x, y = unit[p]
        rows: list[tuple[float, Call]] = []
        for loci, off in (
            (table.lines, np.abs(table.lines.numbers @ np.array([x, y, 1.0]))),
            (
                table.circles,
                np.abs(
                    np.hypot(table.circles.numbers[:, 0] - x, table.circles.numbers[:, 1] - y)
                    - table.circles.numbers[:, 2]
                ),
            ),
        ):
            weights = loci.weights
            for i in np.flatnonzero(off < NEAR).tolist():
                kind = KINDS[int(loci.kinds[i])]
                arguments = (points[others[int(loci.args[i][q])]] for q in kind.order)
                rows.append((float(weights[i]), (kind.name, (new, *arguments))))
        rows.sort(key=lambda row: -row[0])
        rows = rows[:_LOCI]
        surprising = [not known(name, (points[p], *args[1:])) for _, (name, args) in rows]
        if not any(surprising):
            continue
        pairs = [
            Candidate(
                (new,),
                (one, two),
                ((float(at[p][0]), float(at[p][1])),),
                u + v + _BONUS,
                ("double",),
            )
            for ((u, one), s), ((v, two), t) in combinations(zip(rows, surprising, strict=True), 2)
            if s or t
        ]
        found += sorted(pairs, key=lambda c: -c.score)[:_PAIRS]
    return sorted(found, key=lambda c: -c.score)
