"""Sums of directions as sums of angles, each at a point and with the names a reader expects."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from porism.geometry.predicates import Pair
from porism.geometry.telling.angles import Directions
from porism.geometry.telling.lines import Line, Lines
from porism.geometry.telling.model import Formula
from porism.geometry.telling.notation import Notation, total
from porism.geometry.words import degrees

__all__ = ["Angle", "AngleRows"]

Angle = tuple[Line, Line]
"""An angle from the first line to the second."""

_STAYS, _MEETS, _APART = 0, 1, 3  # what pairing two lines costs


class AngleRows:
    """Writes one expression after the other, and keeps what stays from one row to the next."""

    def __init__(self, notation: Notation, lines: Lines) -> None:
        self._notation = notation
        self._lines = lines
        self._written: dict[Angle, tuple[Pair, Pair]] = {}

    def write(self, form: Directions, preferred: Sequence[str]) -> Formula | None:
        """Write an expression, new angles with ``preferred`` points; None where it cannot be.

        That is where the directions do not pair up to angles.
        """
        downs = [line for line, c in form.terms for _ in range(-c)]
        ups = [line for line, c in form.terms for _ in range(c)]
        if len(downs) != len(ups) or len(ups) > 4:
            return None
        angles = self._paired(downs, ups, set(preferred))
        rank = {point: i for i, point in reversed(list(enumerate(preferred)))}
        written = {a: self._written.get(a) or self._name(a, rank) for a in angles}
        self._written = written
        terms: dict[Formula, Fraction] = {}
        for angle in angles:
            formula = self._notation.angle(*written[angle])
            terms[formula] = terms.get(formula, Fraction(0)) + 1
        if not terms:
            return Formula((degrees(form.constant),))
        found = total(terms.items())
        if not form.constant:
            return found
        return Formula((*found.atoms, " + ", degrees(form.constant)))

    def _paired(
        self, downs: Sequence[Line], ups: Sequence[Line], preferred: set[str]
    ) -> list[Angle]:
        """Pair the lines to angles, old ones first, then such as have a vertex."""

        def price(angle: Angle) -> int:
            if angle in self._written:
                return _STAYS
            shared = set(angle[0]) & set(angle[1])
            return _APART if not shared else _MEETS + (not shared & preferred)

        orders = {tuple(zip(downs, order, strict=True)) for order in permutations(ups)}
        best = min(orders, key=lambda o: (sum(map(price, o)), o), default=())
        return sorted(best, key=lambda angle: angle not in self._written)

    def _name(self, angle: Angle, rank: dict[str, int]) -> tuple[Pair, Pair]:
        def best(points: set[str]) -> list[str]:
            return sorted(points, key=lambda p: (rank.get(p, len(rank)), p))

        one, other = set(angle[0]), set(angle[1])
        for vertex in best(one & other):
            apart = [
                [p for p in best(line - {vertex}) if self._lines.apart(p, vertex)]
                for line in (one, other)
            ]
            if all(apart):
                return (apart[0][0], vertex), (vertex, apart[1][0])
        return self._ends(angle[0], rank), self._ends(angle[1], rank)

    def _ends(self, line: Line, rank: dict[str, int]) -> Pair:
        first, *rest = sorted(line, key=lambda p: (rank.get(p, len(rank)), p))
        second = next((p for p in rest if self._lines.apart(first, p)), rest[0])
        return (first, second)
