"""What tells figures of a problem apart, in statements that can be checked by eye.

A statement may hold in some figures of a text and fail in others. Which ones is said by facts of
order: which of three points of a line lies between the others, on which side of a line points are,
which angles are acute, which of two segments is longer, how a triangle is oriented. The facts are
looked for in many figures at once; simple ones come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt

from porism.geometry.measure.tolerances import MARGIN, ON_LINE
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.words import display_names, segment

__all__ = ["Group", "Trait", "contrast", "groups", "traits"]

_MOST_POINTS = 10  # whose order is compared; facts grow with the fourth power of their number
_MOST_TRAITS = 3  # in one description: who has to check more than that looks at the picture
_MOST_GROUPS = 4  # descriptions, before it is left to the pictures

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Trait:
    """A fact of order, in words, and in which of the figures it holds, clearly."""

    words: str
    held: Flags


@dataclass(frozen=True)
class Group:
    """Figures that a few traits describe; none of those on the other side has all of them."""

    words: tuple[str, ...]
    figures: tuple[int, ...]


def contrast(problem: Problem, one: Coordinates, other: Coordinates) -> str:
    """Return in words a fact of order that holds in ``one`` and not in ``other``; or nothing."""
    for trait in traits(problem, [one, other]):
        if trait.held[0] and not trait.held[1]:
            return trait.words
    return ""


def groups(
    found: Sequence[Trait], inside: Sequence[int], outside: Sequence[int]
) -> tuple[Group, ...]:
    """Describe the figures ``inside`` so that no description fits one ``outside``.

    Each group has at most a few traits; where so few do not tell, the rest is one group without
    words. Every figure is in one group.
    """
    left = list(inside)
    made: list[Group] = []
    while left and len(made) < _MOST_GROUPS:
        chosen = _description(found, left, list(outside))
        if chosen is None:
            break
        mine = tuple(i for i in left if all(trait.held[i] for trait in chosen))
        made.append(Group(tuple(trait.words for trait in chosen), mine))
        left = [i for i in left if i not in mine]
    return (*made, Group((), tuple(left))) if left else tuple(made)


def _description(
    found: Sequence[Trait], inside: list[int], outside: list[int]
) -> list[Trait] | None:
    """Choose traits that many figures inside share and none outside; None where there are none.

    Greedy: each time the trait that leaves fewest outside for each that it keeps inside.
    """
    chosen: list[Trait] = []
    while outside or not chosen:
        if len(chosen) == _MOST_TRAITS:
            return None
        best, worth = None, 0.0
        for trait in found:
            kept, lost = int(trait.held[inside].sum()), int((~trait.held[outside]).sum())
            value = kept / len(inside) * lost / max(1, len(outside))
            if kept and lost and value > worth * (1 + 1e-9):
                best, worth = trait, value
        if best is None:
            return None
        chosen.append(best)
        inside = [i for i in inside if best.held[i]]
        outside = [i for i in outside if best.held[i]]
    return chosen


# --- facts of order -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Fact:
    """A trait with the points it speaks of and its kind: 0 is easiest to see.

    A denial comes after all that is told outright of the same kind.
    """

    kind: int
    points: tuple[str, ...]
    words: str
    held: Flags
    denial: bool = False


def traits(
    problem: Problem, figures: Sequence[Coordinates], first: Sequence[str] = ()
) -> list[Trait]:
    """Return the facts of order that hold in some of the figures and not in all, simple ones first.

    Facts about one of the points ``first`` come before those of the same kind about others.
    """
    points = _chosen(problem.points, first)
    seen = _Seen(points, display_names(problem.points), figures)
    rank = {p: number for number, p in enumerate(problem.points)}

    def order(fact: _Fact) -> tuple[int, bool, bool, int]:
        about = not first or bool(set(first) & set(fact.points))
        return fact.kind, not about, fact.denial, sum(rank[p] for p in fact.points)

    found = sorted(
        (fact for fact in seen.facts() if fact.held.any() and not fact.held.all()), key=order
    )
    return [Trait(fact.words, fact.held) for fact in found]


def _chosen(points: Sequence[str], first: Sequence[str]) -> tuple[str, ...]:
    kept = dict.fromkeys((*(p for p in points if p in first), *points))
    chosen = set(list(kept)[:_MOST_POINTS])
    return tuple(p for p in points if p in chosen)


class _Seen:
    """Facts of order in several figures at once: arrays whose first axis is the figure."""

    def __init__(
        self, points: Sequence[str], names: Mapping[str, str], figures: Sequence[Coordinates]
    ) -> None:
        self.points = tuple(points)
        self.names = names
        self.z = np.array([[complex(*at[p]) for p in points] for at in figures])
        gap = self.z[:, None, :] - self.z[:, :, None]  # [figure, i, j]: from i to j
        self.length = np.abs(gap)
        product = np.conj(gap)[:, :, :, None] * gap[:, :, None, :]  # [figure, i, j, k]
        norm = self.length[:, :, :, None] * self.length[:, :, None, :]
        with np.errstate(invalid="ignore", divide="ignore"):
            turn = np.where(norm > 0, product / norm, 0.0)
        self.sine: Numbers = turn.imag  # of the angle at i from j to k
        self.cosine: Numbers = turn.real

    def facts(self) -> Iterator[_Fact]:
        yield from self._orders()
        yield from self._sides()
        yield from self._insides()
        yield from self._angles()
        yield from self._lengths()
        yield from self._senses()

    def _name(self, *numbers: int) -> list[str]:
        return [self.names[self.points[i]] for i in numbers]

    def _fact(self, kind: int, numbers: Sequence[int], words: str, held: Flags) -> _Fact:
        return _Fact(kind, tuple(self.points[i] for i in numbers), words, held)

    def _line(self, i: int, j: int) -> str:
        return segment((self.points[i], self.points[j]), self.names)

    def _orders(self) -> Iterator[_Fact]:
        """Of three points that are on one line in all figures, which is in the middle?"""
        for three in combinations(range(len(self.points)), 3):
            if (np.abs(self.sine[:, three[0], three[1], three[2]]) > ON_LINE).any():
                continue
            for i in three:
                j, k = (n for n in three if n != i)
                name, one, other = self._name(i, j, k)
                cosine = self.cosine[:, i, j, k]
                where = f"between {one} and {other}"
                yield self._fact(0, three, f"{name} lies {where}", cosine < -MARGIN)
                beyond = self._fact(0, three, f"{name} does not lie {where}", cosine > MARGIN)
                yield replace(beyond, denial=True)

    def _sides(self) -> Iterator[_Fact]:
        """On which sides of a line are two points?"""
        numbers = range(len(self.points))
        for i, j in combinations(numbers, 2):
            for p, q in combinations([n for n in numbers if n not in (i, j)], 2):
                both = self.sine[:, i, j, p] * self.sine[:, i, j, q]
                one, other = self._name(p, q)
                line, four = self._line(i, j), (i, j, p, q)
                same = f"{one} and {other} are on the same side of {line}"
                yield self._fact(1, four, same, both > MARGIN)
                yield self._fact(1, four, f"{line} separates {one} from {other}", both < -MARGIN)

    def _insides(self) -> Iterator[_Fact]:
        """Which points are inside which triangles?"""
        numbers = range(len(self.points))
        for i, j, k in combinations(numbers, 3):
            for p in (n for n in numbers if n not in (i, j, k)):
                sides = np.stack([self.sine[:, a, b, p] for a, b in ((i, j), (j, k), (k, i))])
                inside: Flags = np.abs((sides > MARGIN).sum(0) - (sides < -MARGIN).sum(0)) == 3
                outside: Flags = (np.abs(sides).min(0) > MARGIN) & ~inside
                (name,), corners = self._name(p), " ".join(self._name(i, j, k))
                corners = corners.replace(" ", "") if len(corners) == 5 else corners
                four = (i, j, k, p)
                yield self._fact(2, four, f"{name} is inside the triangle {corners}", inside)
                yield self._fact(2, four, f"{name} is outside the triangle {corners}", outside)

    def _angles(self) -> Iterator[_Fact]:
        numbers = range(len(self.points))
        for i in numbers:
            for j, k in combinations([n for n in numbers if n != i], 2):
                corners = " ".join(self._name(j, i, k))
                corners = corners.replace(" ", "") if len(corners) == 5 else corners
                cosine = self.cosine[:, i, j, k]
                flat = np.abs(self.sine[:, i, j, k]) <= ON_LINE
                acute, obtuse = ~flat & (cosine > MARGIN), ~flat & (cosine < -MARGIN)
                yield self._fact(3, (i, j, k), f"the angle {corners} is acute", acute)
                yield self._fact(3, (i, j, k), f"the angle {corners} is obtuse", obtuse)

    def _lengths(self) -> Iterator[_Fact]:
        pairs = list(combinations(range(len(self.points)), 2))
        for (i, j), (k, m) in permutations(pairs, 2):
            longer = self.length[:, i, j] > self.length[:, k, m] * (1 + MARGIN)
            words = f"{self._line(i, j)} is longer than {self._line(k, m)}"
            yield self._fact(4 + (not {i, j} & {k, m}), (i, j, k, m), words, longer)

    def _senses(self) -> Iterator[_Fact]:
        triples = list(combinations(range(len(self.points)), 3))
        for i, j, k in triples:
            sine = self.sine[:, i, j, k]
            corners = ", ".join(self._name(i, j, k))
            for way, held in (("counter-clockwise", sine > MARGIN), ("clockwise", sine < -MARGIN)):
                yield self._fact(6, (i, j, k), f"{corners} go round {way}", held)
