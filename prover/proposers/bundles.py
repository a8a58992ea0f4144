"""Points that are only of use together: of a triangle, and what a point makes with its sides.

Random sets of points almost never hold the three reflections of one point, and the centre of
their circle with them; yet that is how the isogonal conjugate of a point comes into a proof. Nor
do they hold the three corners in which three lines meet; yet with them the theorem of Menelaus
proves what is said of lines and points alone, like the theorems of Pappus and Desargues (Coxeter
and Greitzer, Geometry Revisited, sections 3.5 and 3.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from porism.ddar.incidence import Locus, call_of
from porism.ddar.incidence import lines as lines_of
from porism.geometry.measure.plane import circumcentre, cross, foot
from porism.prover.proposers.base import Candidate, Place
from porism.prover.proposers.incidence import fresh_name, triangles

__all__ = ["bundles"]

_TRIANGLES = 6
_SCORE = 2.5
_FLAT = 1e-6
_OF_A_LINE = 3  # points on a line that counts as one
_LINES = 20  # those with most points
_TRANSVERSALS = 4  # lines that meet the sides of a triangle in points of the figure
_OF_LINES = 20  # triangles cut out by lines
_FAR = 8.0  # in a figure of size 1; corners farther out are left alone


def bundles(coordinates: Mapping[str, Place]) -> Iterator[Candidate]:
    """Yield candidates with others before them, best first."""
    yield from corners(coordinates)
    yield from images_in_sides(coordinates)


def corners(coordinates: Mapping[str, Place]) -> Iterator[Candidate]:
    """Yield the new corners of triangles cut out by three lines, two or three of each triangle.

    The triangles are those whose sides most other lines meet in points of the figure; on each line
    there are three points of the figure at least.
    """
    points, places = tuple(coordinates), list(coordinates.values())
    drawn = [line for line in lines_of(places) if line.count >= _OF_A_LINE]
    lines = sorted(drawn, key=lambda line: -line.count)[:_LINES]
    if len(lines) < 3 + _TRANSVERSALS:
        return
    on = np.array([[line.on(p) for p in range(len(points))] for line in lines], dtype=np.int64)
    meets = (on @ on.T > 0) & ~np.eye(len(lines), dtype=bool)
    count = np.einsum("li,lj,lk->ijk", *(meets.astype(np.int64),) * 3)
    triples = [t for t in combinations(range(len(lines)), 3) if count[t] >= _TRANSVERSALS]
    triples.sort(key=lambda t: -count[t])
    found = 0
    for triple in triples:
        pairs = [pair for pair in combinations(triple, 2) if not meets[pair]]
        at = [_meeting(places, lines[i], lines[j]) for i, j in pairs]
        if len(pairs) < 2 or not all(at) or found == _OF_LINES:
            continue
        found += 1
        yield _together(points, [(lines[i], lines[j]) for i, j in pairs], at)


def images_in_sides(coordinates: Mapping[str, Place]) -> Iterator[Candidate]:
    """Yield the centre of the circle through what a point makes with three sides of a triangle.

    Triangles are those whose sides have most points of the figure on them.
    """
    points = tuple(coordinates)
    places = [complex(*at) for at in coordinates.values()]
    names: list[str] = []
    for _ in range(4):
        names.append(fresh_name((*points, *names)))
    for a, b, c in triangles(list(coordinates.values()), _TRIANGLES):
        for p, name in enumerate(points):
            sides = ((b, c), (c, a), (a, b))
            feet = [foot(places[p], places[i], places[j]) for i, j in sides]
            size = abs(places[a] - places[b])
            if min(abs(places[p] - at) for at in feet) < _FLAT * size:
                continue
            said = [(name, points[i], points[j]) for i, j in sides]
            images = [2 * at - places[p] for at in feet]
            yield from _with_centre("reflect", names, said, images)
            yield from _with_centre("foot", names, said, feet)


def _with_centre(
    construction: str,
    names: Sequence[str],
    given: Sequence[tuple[str, ...]],
    places: Sequence[complex],
) -> Iterator[Candidate]:
    """Yield the circumcentre of three points made by one construction, with them before it."""
    a, b, c = places
    if abs(cross(b - a, c - a)) < _FLAT * (abs(b - a) ** 2 + abs(c - a) ** 2) / 2:
        return
    centre = circumcentre(a, b, c)
    three = tuple(
        Candidate((x,), ((construction, (x, *arguments)),), ((z.real, z.imag),), _SCORE)
        for x, arguments, z in zip(names, given, places, strict=False)
    )
    calls = (("circumcenter", (names[3], *names[:3])),)
    yield Candidate((names[3],), calls, ((centre.real, centre.imag),), _SCORE, ("bundle",), three)


def _meeting(places: Sequence[Place], one: Locus, other: Locus) -> Place | None:
    """Return where two lines meet, unless that is far away."""
    a, b, c, d = (complex(*places[p]) for p in (*one.points[:2], *other.points[:2]))
    slope = cross(b - a, d - c)
    if abs(slope) < _FLAT * abs(b - a) * abs(d - c):
        return None
    at = a + (b - a) * (cross(c - a, d - c) / slope)
    xs, ys = zip(*places, strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys)) / 2
    middle = complex((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    return (at.real, at.imag) if abs(at - middle) < _FAR * size else None


def _together(
    points: Sequence[str], pairs: Sequence[tuple[Locus, Locus]], at: Sequence[Place | None]
) -> Candidate:
    """Return the last meeting of some lines, with the others before it."""
    made: list[Candidate] = []
    for (one, other), place in zip(pairs, at, strict=True):
        assert place is not None
        new = fresh_name((*points, *(p for c in made for p in c.points)))
        calls = (call_of(one, new, points), call_of(other, new, points))
        made.append(Candidate((new,), calls, (place,), _SCORE, ("bundle",)))
    return replace(made[-1], prerequisites=tuple(made[:-1]))
