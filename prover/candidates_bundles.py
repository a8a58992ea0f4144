"""Points that are only of use together: what a point makes with the three sides of a triangle.

Random sets of points almost never hold the three reflections of one point, and the centre of
their circle with them; yet that is how the isogonal conjugate of a point comes into a proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from prover.candidates_loci import AROUND, NEAR, evaluate_circles, figure_lines
from prover.proposers.base import Candidate, Place

__all__ = ["bundles"]

Floats = NDArray[np.float64]

_TRIANGLES = 6
_SCORE = 2.5


def bundles(points: tuple[str, ...], at: Floats, new: tuple[str, ...]) -> Iterator[Candidate]:
    """Yield candidates with others before them; ``new`` are four names that are free.

    Triangles are those whose sides have most points of the figure on them.
    """
    for corners in _triangles(at):
        names = [points[p] for p in corners]
        sides = [(names[1], names[2]), (names[2], names[0]), (names[0], names[1])]
        ends = [(corners[1], corners[2]), (corners[2], corners[0]), (corners[0], corners[1])]
        for p, name in enumerate(points):
            feet = [_foot(at[p], at[i], at[j]) for i, j in ends]
            if min(float(np.hypot(*(at[p] - foot))) for foot in feet) < NEAR * 1e3:
                continue
            images = [2 * foot - at[p] for foot in feet]
            mirrored = [
                Candidate((x,), (("reflect", (x, name, *side)),), (_place(image),), _SCORE)
                for x, side, image in zip(new, sides, images, strict=False)
            ]
            yield from _with_centre(mirrored, images, new[3])
            dropped = [
                Candidate((x,), (("foot", (x, name, *side)),), (_place(foot),), _SCORE)
                for x, side, foot in zip(new, sides, feet, strict=False)
            ]
            yield from _with_centre(dropped, feet, new[3])


def _with_centre(three: list[Candidate], places: list[Floats], name: str) -> Iterator[Candidate]:
    """Yield the circumcentre of three candidates, with them before it."""
    row = evaluate_circles(
        np.array([AROUND]), np.array([[0, 1, 2, 2]], dtype=np.int64), np.array(places)
    )[0]
    if not np.isfinite(row).all() or row[2] > 100 * float(np.ptp(np.array(places))):
        return
    call = ("circumcenter", (name, *(c.points[0] for c in three)))
    yield Candidate((name,), (call,), (_place(row[:2]),), _SCORE, ("bundle",), tuple(three))


def _place(row: Floats) -> Place:
    return float(row[0]), float(row[1])


def _foot(p: Floats, a: Floats, b: Floats) -> Floats:
    along = b - a
    return np.asarray(a + along * float((p - a) @ along) / float(along @ along))


def _triangles(at: Floats) -> list[tuple[int, int, int]]:
    """Return triangles, those whose sides have most points first."""
    on: dict[tuple[int, int], int] = {}
    for line in figure_lines(at):
        for pair in combinations(sorted(line), 2):
            on[pair] = len(line)
    ranked: list[tuple[int, tuple[int, int, int]]] = []
    for a, b, c in combinations(range(len(at)), 3):
        if {(a, b), (a, c), (b, c)} <= on.keys() and not _flat(at[a], at[b], at[c]):
            ranked.append((on[a, b] + on[a, c] + on[b, c], (a, b, c)))
    ranked.sort(key=lambda row: -row[0])
    return [corners for _, corners in ranked[:_TRIANGLES]]


def _flat(a: Floats, b: Floats, c: Floats) -> bool:
    u, v = b - a, c - a
    return abs(float(u[0] * v[1] - u[1] * v[0])) < NEAR * 1e3 * float(u @ u + v @ v)
