"""By what a text tells on which side a point is, where that is not forced.

"M is on the other side of BC than Y" is a fact of the text; where M is depends on Y. If Y is on
the side of A in every figure that was drawn, and nothing forces it, then there may be figures
that nobody reached in which it is not, and M is another point there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations

from porism.geometry.forced.facts import Facts
from porism.geometry.forced.signs import Sign, corner, side
from porism.geometry.measure.vectors import dot, flatness, minus
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem

__all__ = ["told_by"]

_SENSES, _CORNERS = ("sameclock", "nsameclock"), ("sameside", "nsameside")

Three = tuple[str, str, str]
Signed = Mapping[Three, tuple[bool, ...]]
"""Of three points, in which figures their sense (or scalar product) is positive."""


def told_by(problem: Problem, facts: Facts, figures: Sequence[Coordinates]) -> Iterator[Predicate]:
    """Yield what tells sides in a text: as all figures show it, although nothing forces it.

    Of each triangle or angle that the text names for a side, one other that always has the same
    sign, or always the other: of triangles the first one, or one that is named as well. What the
    text tells by lengths is yielded itself: no sign says when that is another point.
    """
    text = (*problem.premises, *problem.meaning)
    yield from (s for s in text if s.name == "longer")
    for names, signed in (
        (_SENSES, _senses(problem.points, facts, figures)),
        (_CORNERS, _corners(problem.points, facts, figures)),
    ):
        told = [s.points for s in text if s.name in names]
        threes = [t for p in told for t in (p[:3], p[3:])]
        if names is _SENSES:
            # with others there are too many theorems that the calculus of signs does not know
            signed = {
                t: signs
                for number, (t, signs) in enumerate(signed.items())
                if number == 0 or any(_alike(t, one, names) for one in threes)
            }
        for three in dict.fromkeys(threes):
            yield from _bound(three, names, signed, facts)


def _bound(
    told: Sequence[str], names: Sequence[str], signed: Signed, facts: Facts
) -> Iterator[Predicate]:
    """Yield the first comparison that all figures show and nothing forces."""
    mine = next((t for t in signed if _alike(t, told, names)), None)
    if mine is None:
        return
    opposite = tuple(not sign for sign in signed[mine])
    for three, signs in signed.items():
        if three == mine or signs not in (signed[mine], opposite):
            continue
        compared = Predicate(names[signs == opposite], (*three, *mine))
        if not facts.settles(compared):
            yield compared
            return


def _alike(one: Three, other: Sequence[str], names: Sequence[str]) -> bool:
    if names is _CORNERS:
        return one[0] == other[0] and set(one) == set(other)
    return set(one) == set(other)


def _senses(points: Sequence[str], facts: Facts, figures: Sequence[Coordinates]) -> Signed:
    def sign(three: Three) -> Sign:
        return side(*three)[0]

    return {
        three: tuple(flatness(*(at[p] for p in three)) > 0 for at in figures)
        for three in combinations(points, 3)
        if facts.signs.clear(sign(three))
    }


def _corners(points: Sequence[str], facts: Facts, figures: Sequence[Coordinates]) -> Signed:
    return {
        (v, a, b): tuple(bool(dot(minus(at[a], at[v]), minus(at[b], at[v])) > 0) for at in figures)
        for v, a, b in permutations(points, 3)
        if a < b and facts.signs.clear(corner(v, a, b)[0])
    }
