"""Rules that conclude one of two alternatives: signs that tell exactly which one it is.

The premises of such a rule leave two conclusions, of which the figure shows one. Each equation
below holds for the conclusion of the rule and not for the other, wherever premises and conditions
of the rule hold. So where all equations of a rule are forced, its conclusion is.

Let BD/DC be the ratio of directed segments, positive where D lies between B and C.

* *Ceva, converse.* BD/DC · CE/EA · AF/FB is 1 or -1. If it is 1, then AD, BE and CF have a common
  point or are parallel (Ceva), so the common point P of AD and BE, which are two lines, is on CF.
* *Menelaus, converse.* If the same product is -1, D, E, F are collinear.
* *Equal chords* are seen under directed angles that are equal or opposite, and so are lines whose
  sines are equal. Opposite angles have tangents of opposite signs, if neither 0 nor infinite.
* *A line through P and a circle about O* meet in X and in X', its mirror image in the foot of O. If
  P is within the circle, it lies between them; if it is outside, one of the angles PXO and PX'O is
  acute and the other obtuse; if it is on the circle, the point that is not P is the only other one.
* *Two circles* about O and W meet on either side of OW.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from porism.geometry.forced.signs import Term, corner, side

__all__ = ["settles_choice"]

Equation = tuple[list[Term], int]


class Known(Protocol):
    """What is known of signs (:class:`porism.geometry.forced.facts.Facts`)."""

    def tangent(self, points: tuple[str, ...]) -> list[Term]:
        """Return signs whose product is that of the tangent of the angle between two lines."""
        ...

    def forces(self, terms: list[Term], constant: int) -> bool:
        """Tell whether the product of signs is forced to be (-1) to the power ``constant``."""
        ...


def settles_choice(rule: str, letters: Mapping[str, str], known: Known) -> bool:
    """Tell whether what a rule concludes, of what it leaves open, is forced."""
    decide = _DECIDE.get(rule)
    if decide is None:
        return False
    equations = list(decide(letters, known))
    return all(bool(terms) and known.forces(terms, constant) for terms, constant in equations)


def _inside(at: Mapping[str, str], odd: int) -> Iterator[Equation]:
    """So many of the three points lie between the ends of their sides, modulo 2."""
    yield [corner(at[p], at[q], at[r]) for p, q, r in ("dbc", "eca", "fab")], odd


def _angles(at: Mapping[str, str], known: Known, one: str, other: str) -> Iterator[Equation]:
    first, second = (known.tangent(tuple(at[p] for p in lines)) for lines in (one, other))
    yield ([*first, *second] if first and second else []), 0


def _line_and_circle(at: Mapping[str, str], _: Known) -> Iterator[Equation]:
    p, o, x, y = (at[letter] for letter in "poxy")
    yield [corner(p, x, y)], 0
    yield [corner(x, p, o), corner(y, p, o)], 0


def _two_circles(at: Mapping[str, str], _: Known) -> Iterator[Equation]:
    yield [side(at["o"], at["w"], at[p]) for p in "xy"], 0


_DECIDE: Mapping[str, Callable[[Mapping[str, str], Known], Iterator[Equation]]] = {
    "ceva_converse": lambda at, _: _inside(at, 1),
    "menelaus_converse": lambda at, _: _inside(at, 0),
    "equal_chords_converse": lambda at, known: _angles(at, known, "cacb", "rprq"),
    "equal_sines_converse": lambda at, known: _angles(at, known, "abcd", "efgh"),
    "same_point_line_circle": _line_and_circle,
    "same_point_circles": _two_circles,
}
