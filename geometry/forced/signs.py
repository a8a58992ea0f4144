"""Signs of a figure as unknowns over the field of two elements.

Two signs say all of order in the plane: on which side of a line a point lies (the sign of an area),
and whether an angle is acute or obtuse (the sign of a scalar product; of three points on a line it
says which is in the middle). That two products of signs are equal is a linear equation over the
field of two elements (0 for plus, 1 for minus), so what follows from many such equations is found
by elimination, exactly.

A sign that is zero is none. An equation is kept only if none of its signs is zero in the figures
that were given, or known to be zero in all figures of a kind that was not drawn; then it holds
wherever the figure is not degenerate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from porism.geometry.measure.tolerances import MARGIN
from porism.geometry.problem import Coordinates

__all__ = ["OFF", "Sign", "Signs", "Term", "corner", "side"]

OFF = ""
"""The name of a point that is on no line: it puts points of a line in relation to each other."""

Sign = tuple[str, ...]
"""Three points sorted, for an area; ``v``, then two points sorted after a mark, for an angle."""

Term = tuple[Sign, int]


def side(a: str, b: str, c: str) -> Term:
    """Return the sign of the area abc, positive counter-clockwise, and 1 if it is turned round."""
    points = sorted((a, b, c))
    order = [points.index(p) for p in (a, b, c)]
    odd = (order[0] > order[1]) ^ (order[0] > order[2]) ^ (order[1] > order[2])
    return tuple(points), int(odd)


def corner(v: str, a: str, b: str) -> Term:
    """Return the sign of the scalar product of the vectors from v to a and to b."""
    return ("<", v, *sorted((a, b))), 0


class Signs:
    """Equations between signs, and what follows from them.

    ``figures`` are figures of the statement: a sign that is zero in one of them is left out, and so
    are those of ``zero``.
    ``contradicted``: the equations have no solution, so that no figure has these signs.
    """

    def __init__(
        self, points: Sequence[str], figures: Sequence[Coordinates], zero: Collection[Sign] = ()
    ) -> None:
        self.points = tuple(points)
        self._zero = zero
        self._place = {p: n for n, p in enumerate(self.points)}
        z = np.array([[complex(*at[p]) for p in self.points] for at in figures])
        gap = z[:, None, :] - z[:, :, None]  # [figure, i, j]: from i to j
        length = np.abs(gap)
        unit = np.divide(gap, length, out=np.zeros_like(gap), where=length > 0)
        turn = np.conj(unit)[:, :, :, None] * unit[:, :, None, :]
        size = length.max(axis=(1, 2), keepdims=True)
        self._apart = (length > MARGIN * size).all(0)
        self._sine = (np.abs(turn.imag) > MARGIN).all(0)
        self._cosine = (np.abs(turn.real) > MARGIN).all(0)
        self.contradicted = False
        self._bits: dict[Sign, int] = {}
        self._rows: dict[int, int] = {}  # by leading bit; bit 0 is the constant

    @property
    def count(self) -> int:
        """How many equations there are."""
        return len(self._rows)

    def apart(self, a: str, b: str) -> bool:
        """Tell whether two points are at different places in all figures."""
        return a != b and bool(self._apart[self._place[a], self._place[b]])

    def clear(self, sign: Sign) -> bool:
        """Tell whether a sign is zero in no figure."""
        if sign in self._zero:
            return False
        if sign[0] == "<":
            v, a, b = (self._place[p] for p in sign[1:])
            return bool(self._cosine[v, a, b]) and bool(self._apart[v, a] and self._apart[v, b])
        if OFF in sign:
            return self.apart(*(p for p in sign if p != OFF)) if sign.count(OFF) == 1 else False
        a, b, c = (self._place[p] for p in sign)
        return bool(self._sine[a, b, c] and self._sine[b, a, c] and self._sine[c, a, b])

    def add(self, terms: Iterable[Term], constant: int = 0) -> bool:
        """Add an equation: the product of the signs is (-1) to the power ``constant``.

        Return whether it says anything new. One with a sign that may be zero is left out.
        """
        row = constant
        for sign, odd in terms:
            if not self.clear(sign):
                return False
            row ^= odd ^ (1 << self._bit(sign))
        row = self._reduced(row)
        if row <= 1:
            self.contradicted |= row == 1
            return False
        self._rows[row.bit_length()] = row
        return True

    def value(self, terms: Iterable[Term]) -> int | None:
        """Return 0 or 1 where the product of the signs is forced to be plus or minus."""
        row = 0
        for sign, odd in terms:
            if sign not in self._bits or not self.clear(sign):
                return None
            row ^= odd ^ (1 << self._bits[sign])
        row = self._reduced(row)
        return row if row <= 1 else None

    def _bit(self, sign: Sign) -> int:
        return self._bits.setdefault(sign, len(self._bits) + 1)

    def _reduced(self, row: int) -> int:
        """Eliminate leading bits from the top; rows are few, and integers long."""
        rows, rest = self._rows, row
        kept = 0
        while rest > 1:
            top = rest.bit_length()
            known = rows.get(top)
            if known is None:
                kept |= 1 << (top - 1)
                rest ^= 1 << (top - 1)
            else:
                rest ^= known
        return kept | rest

    @property
    def used(self) -> tuple[Sign, ...]:
        """All signs that occur in equations."""
        return tuple(self._bits)

    def corners(self) -> list[Sign]:
        """Return the signs of angles that occur in equations."""
        return [sign for sign in self._bits if sign[0] == "<"]
