"""What signs imply that no linear equation says: with some of them known, others are.

Each generator looks at what is known and yields what follows, new or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, permutations
from typing import Protocol

from porism.geometry.forced.signs import Signs, Term, corner, side
from porism.geometry.predicates import Pair, Predicate

__all__ = ["Bisectors", "implied_equations", "implied_statements"]

Points = frozenset[str]
Bisectors = dict[tuple[str, frozenset[Points]], dict[str, tuple[str, str]]]
"""By a vertex and two lines through it: points of lines that bisect, with a point of each line."""

Equation = tuple[list[Term], int]


class Known(Protocol):
    """What is known of signs, lines and circles (:class:`porism.geometry.forced.facts.Facts`)."""

    signs: Signs
    bisectors: Bisectors
    perpendicular: list[tuple[Pair, Pair]]

    @property
    def lines(self) -> tuple[Points, ...]:
        """Points of one line, three or more each."""
        ...

    @property
    def circles(self) -> Iterator[tuple[str, Points]]:
        """Points of one circle, with its centre, or none."""
        ...

    def line(self, a: str, b: str) -> Points:
        """Return the points that are known to be on the line of two."""
        ...


def implied_statements(known: Known) -> Iterator[Predicate]:
    """Yield statements that follow from known signs."""
    yield from _acute_by_obtuse(known.signs)
    yield from _bisectors_compared(known)


def implied_equations(known: Known) -> Iterator[Equation]:
    """Yield equations between signs that follow from known ones, or from lines and circles."""
    yield from _powers(known)
    yield from _chords(known)
    yield from _centres(known)
    yield from _outside(known)


def _acute_by_obtuse(signs: Signs) -> Iterator[Predicate]:
    """A triangle has one obtuse angle at most."""
    for _, v, a, b in signs.corners():
        if signs.value([corner(v, a, b)]) == 1:
            yield Predicate("acute_angle", (v, a, b))
            yield Predicate("acute_angle", (v, b, a))


def _bisectors_compared(known: Known) -> Iterator[Predicate]:
    """Two inner bisectors of an angle are one line, and one of each are perpendicular."""
    for (v, _), middles in known.bisectors.items():
        outer = {m: _outer(known.signs, v, m, *arms) for m, arms in middles.items()}
        for m, n in combinations(sorted(outer), 2):
            if outer[m] is None or outer[n] is None:
                continue
            if outer[m] == outer[n]:
                yield Predicate("coll", (v, m, n))
            else:
                yield Predicate("perp", (v, m, v, n))


def _outside(known: Known) -> Iterator[Equation]:
    """A point of a line outside a segment is outside each part of it."""
    signs = known.signs
    for line in known.lines:
        for x, b, c in permutations(sorted(line), 3):
            if b < c and signs.value([corner(x, b, c)]) == 1:
                for e in sorted(line - {x, b, c}):
                    if signs.value([corner(e, b, c)]) == 0:
                        yield from (([corner(e, x, end)], 0) for end in (b, c))


def _outer(signs: Signs, v: str, m: str, a: str, b: str) -> int | None:
    """Return 0 if vm is the inner bisector of the angle avb, 1 if it is the outer one."""
    return signs.value([side(a, v, m), side(m, v, b)])


def _powers(known: Known) -> Iterator[Equation]:
    """Of a point P: two points of its line and a circle are on one side of it where P is outside.

    So it is for all of its lines, or none; and P is outside if a tangent comes from it.
    """
    for centre, circle in known.circles:
        chords: dict[str, list[Pair]] = {}
        for line in known.lines:
            for two in combinations(sorted(line & circle), 2):
                for p in sorted(line - circle):
                    chords.setdefault(p, []).append((two[0], two[1]))
        for p, found in chords.items():
            (a, b), *others = found
            yield from (([corner(p, a, b), corner(p, c, d)], 0) for c, d in others)
            if centre and any(p in line for _, line in _tangents(known, centre, circle)):
                yield [corner(p, a, b)], 0


def _chords(known: Known) -> Iterator[Equation]:
    """A circle is on one side of its tangents, and Euclid III.32 says the angles with chords."""
    for centre, circle in known.circles:
        for t, line in _tangents(known, centre, circle) if centre else ():
            rim = sorted(circle - {t})
            for p in sorted(line - {t}):
                yield from (([side(p, t, a), side(p, t, centre)], 0) for a in rim)
                for a, b in permutations(rim, 2):
                    # the angle PTA is TBA where B is on the other side of TA
                    angles = [corner(t, p, a), corner(b, t, a)]
                    yield [*angles, side(t, a, p), side(t, a, b)], 1


def _tangents(known: Known, centre: str, circle: Points) -> list[tuple[str, Points]]:
    """Return points of contact, with what is known to be on the tangent there."""
    found = []
    for t in sorted(circle):
        radius = known.line(t, centre)
        for pairs in known.perpendicular:
            one, other = (known.line(*two) for two in pairs)
            if radius in (one, other) and t in one & other:
                found.append((t, other if radius == one else one))
    return found


def _centres(known: Known) -> Iterator[Equation]:
    """From where two bisectors of a triangle meet its third side is seen.

    Under an obtuse angle if both are inner ones (a right angle and half of that at the third
    corner), else under an acute one (half of that, or of what is left of it).
    """
    at: Mapping[str, list[tuple[str, str, str]]] = _bisected(known)
    for i, corners in at.items():
        for (b, *arms_b), (c, *arms_c) in combinations(corners, 2):
            third = (set(arms_b) - {c}) & (set(arms_c) - {b})
            if c not in arms_b or b not in arms_c or len(third) != 1:
                continue
            (a,) = third
            outer = {_outer(known.signs, b, i, a, c), _outer(known.signs, c, i, a, b)}
            if None not in outer:
                yield [corner(i, b, c)], int(outer == {0})


def _bisected(known: Known) -> dict[str, list[tuple[str, str, str]]]:
    """Return for each point the vertices that it is on a bisector of, with points of the arms."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for (v, lines), middles in known.bisectors.items():
        if len(lines) != 2:
            continue
        one, other = lines
        for m in middles:
            found.setdefault(m, []).extend(
                (v, a, b) for a in sorted(one - {v}) for b in sorted(other - {v})
            )
    return found
