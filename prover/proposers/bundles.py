"""Points that are only of use together: what a point makes with the three sides of a triangle.

Random sets of points almost never hold the three reflections of one point, and the centre of
their circle with them; yet that is how the isogonal conjugate of a point comes into a proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from porism.geometry.measure.plane import circumcentre, cross, foot
from porism.prover.proposers.base import Candidate, Place
from porism.prover.proposers.incidence import fresh_name, triangles

__all__ = ["bundles"]

_TRIANGLES = 6
_SCORE = 2.5
_FLAT = 1e-6


def bundles(coordinates: Mapping[str, Place]) -> Iterator[Candidate]:
    """Yield candidates with others before them.

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
