"""Facts of order in many figures at once, in statements that can be checked by eye.

Which of three points of a line lies between the others, on which side of a line points are, which
angles are acute, which of two segments is longer, how a triangle is oriented: each in words, with
the figures in which it holds clearly. Simple ones come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, permutations

import numpy as np
import numpy.typing as npt

from porism.geometry.figure.plan import is_oriented
from porism.geometry.measure.tolerances import MARGIN, ON_LINE
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.words import display_names, segment

__all__ = ["Flags", "OrderFact", "Trait", "is_handed", "order_words", "traits"]

_MOST_POINTS = 10  # whose order is compared; facts grow with the fourth power of their number
_TOGETHER = 1e-7  # of the size of the figure, between points at one place
_MEASURED = (3, 4, 5)  # kinds of facts about the size of something

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
OrderFact = tuple[str, tuple[str, ...]]
"""The name of a fact of order, and its points: ``("between", ("m", "a", "b"))``."""


@dataclass(frozen=True)
class Trait:
    """A fact of order, in words, in which of the figures it holds, clearly, and of what kind.

    ``fact`` has its name and its points, for other words.
    Kinds: 0 points at one place, and order on a line, 1 sides of a line, 2 inside a triangle,
    3 acute or obtuse, 4 and 5 longer, 6 the way round. The lower ones are easier to see.
    """

    words: str
    held: Flags
    kind: int
    fact: OrderFact = ("", ())


@dataclass(frozen=True)
class _Fact:
    """A fact of order, where it holds, and its kind: 0 is easiest to see.

    A denial comes after all that is told outright of the same kind.
    """

    kind: int
    fact: OrderFact
    held: Flags
    denial: bool = False

    @property
    def points(self) -> tuple[str, ...]:
        """Return the points that it is about, without a triangle that it compares them with."""
        name, points = self.fact
        return points[:3] if name in ("same_way", "other_way") else points


def traits(
    problem: Problem, figures: Sequence[Coordinates], first: Sequence[str] = ()
) -> list[Trait]:
    """Return the facts of order that hold in some of the figures and not in all, simple ones first.

    Facts about one of the points ``first`` come before those of the same kind about others. Left
    out are angles and lengths that a goal speaks of: that an angle which should be right is
    acute says nothing new.
    """
    asked = [set(goal.points) for goal in problem.goals]
    spoken = dict.fromkeys((*first, *(p for goal in problem.goals for p in goal.points)))
    points = _chosen(problem.points, tuple(spoken))
    said = (*problem.premises, *problem.meaning, *problem.goals)
    oriented = any(map(is_handed, said))
    seen, names = _Seen(points, figures, oriented), display_names(problem.points)
    rank = {p: number for number, p in enumerate(problem.points)}

    def order(fact: _Fact) -> tuple[int, bool, bool, int]:
        points = fact.points
        about = not first or bool(set(first) & set(points))
        return fact.kind, not about, fact.denial, sum(rank[p] for p in points)

    found = sorted(
        (
            fact
            for fact in seen.facts()
            if fact.held.any() and not fact.held.all()
            if fact.kind not in _MEASURED or not any(goal >= set(fact.points) for goal in asked)
        ),
        key=order,
    )
    return [Trait(order_words(f.fact, names), f.held, f.kind, f.fact) for f in found]


def order_words(fact: OrderFact, names: Mapping[str, str]) -> str:
    """Say a fact of order in English; ``names`` has what the points are called."""
    name, points = fact
    n = [names[p] for p in points]
    three = ("" if all(len(p) == 1 for p in n[:3]) else " ").join(n[:3])
    listed, line = ", ".join(n[:3]), segment((points[0], points[1]), names)
    match name:
        case "apart":
            return f"{n[0]} and {n[1]} are different points"
        case "together":
            return f"{n[0]} and {n[1]} are the same point"
        case "between":
            return f"{n[0]} lies between {n[1]} and {n[2]}"
        case "not_between":
            return f"{n[0]} does not lie between {n[1]} and {n[2]}"
        case "same_side":
            return f"{n[2]} and {n[3]} are on the same side of {line}"
        case "separates":
            return f"{line} separates {n[2]} from {n[3]}"
        case "inside" | "outside":
            return f"{n[3]} is {name} the triangle {three}"
        case "acute" | "obtuse":
            return f"the angle {three} is {name}"
        case "longer":
            return f"{line} is longer than {segment((points[2], points[3]), names)}"
        case "same_way":
            return f"{listed} go round the same way as {', '.join(n[3:])}"
        case "other_way":
            return f"{listed} go round the other way than {', '.join(n[3:])}"
    return f"{listed} go round {name.replace('_', '-')}"


def is_handed(statement: Predicate) -> bool:
    """Tell whether a statement is not true of the mirror image wherever it is true.

    Directed angles change their sign there.
    """
    if statement.kind.constant == "angle" or statement.kind.linear == "angle":
        return (2 * statement.constants[-1]).denominator != 1
    return is_oriented(statement)


def _chosen(points: Sequence[str], first: Sequence[str]) -> tuple[str, ...]:
    chosen = set(list(dict.fromkeys((*first, *points)))[:_MOST_POINTS])
    return tuple(p for p in points if p in chosen)


class _Seen:
    """Facts of order in several figures at once: arrays whose first axis is the figure."""

    def __init__(
        self,
        points: Sequence[str],
        figures: Sequence[Coordinates],
        oriented: bool,
    ) -> None:
        self.points = tuple(points)
        self.oriented = oriented
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
        yield from self._places()
        yield from self._orders()
        yield from self._sides()
        yield from self._insides()
        yield from self._angles()
        yield from self._lengths()
        yield from self._senses()

    def _fact(self, kind: int, name: str, numbers: Sequence[int], held: Flags) -> _Fact:
        return _Fact(kind, (name, tuple(self.points[i] for i in numbers)), held)

    def _places(self) -> Iterator[_Fact]:
        """Which points are at one place?"""
        size = self.length.max(axis=(1, 2))
        for i, j in combinations(range(len(self.points)), 2):
            apart = self.length[:, i, j] > _TOGETHER * size
            yield self._fact(0, "apart", (i, j), apart)
            yield self._fact(0, "together", (i, j), ~apart)

    def _orders(self) -> Iterator[_Fact]:
        """Of three points that are on one line in all figures, which is in the middle?"""
        for three in combinations(range(len(self.points)), 3):
            if (np.abs(self.sine[:, three[0], three[1], three[2]]) > ON_LINE).any():
                continue
            for i in three:
                j, k = (n for n in three if n != i)
                cosine = self.cosine[:, i, j, k]
                yield self._fact(0, "between", (i, j, k), cosine < -MARGIN)
                beyond = self._fact(0, "not_between", (i, j, k), cosine > MARGIN)
                yield replace(beyond, denial=True)

    def _sides(self) -> Iterator[_Fact]:
        """On which sides of a line are two points?"""
        numbers = range(len(self.points))
        for i, j in combinations(numbers, 2):
            for p, q in combinations([n for n in numbers if n not in (i, j)], 2):
                both = self.sine[:, i, j, p] * self.sine[:, i, j, q]
                yield self._fact(1, "same_side", (i, j, p, q), both > MARGIN)
                yield self._fact(1, "separates", (i, j, p, q), both < -MARGIN)

    def _insides(self) -> Iterator[_Fact]:
        """Which points are inside which triangles?"""
        numbers = range(len(self.points))
        for i, j, k in combinations(numbers, 3):
            for p in (n for n in numbers if n not in (i, j, k)):
                sides = np.stack([self.sine[:, a, b, p] for a, b in ((i, j), (j, k), (k, i))])
                inside: Flags = np.abs((sides > MARGIN).sum(0) - (sides < -MARGIN).sum(0)) == 3
                outside: Flags = (np.abs(sides).min(0) > MARGIN) & ~inside
                for where, held in (("inside", inside), ("outside", outside)):
                    yield self._fact(2, where, (i, j, k, p), held)

    def _angles(self) -> Iterator[_Fact]:
        numbers = range(len(self.points))
        for i in numbers:
            for j, k in combinations([n for n in numbers if n != i], 2):
                cosine = self.cosine[:, i, j, k]
                flat = np.abs(self.sine[:, i, j, k]) <= ON_LINE
                acute, obtuse = ~flat & (cosine > MARGIN), ~flat & (cosine < -MARGIN)
                for size, held in (("acute", acute), ("obtuse", obtuse)):
                    yield self._fact(3, size, (j, i, k), held)

    def _lengths(self) -> Iterator[_Fact]:
        pairs = list(combinations(range(len(self.points)), 2))
        for (i, j), (k, m) in permutations(pairs, 2):
            longer = self.length[:, i, j] > self.length[:, k, m] * (1 + MARGIN)
            yield self._fact(4 + (not {i, j} & {k, m}), "longer", (i, j, k, m), longer)

    def _senses(self) -> Iterator[_Fact]:
        """Which triangles are the same way round as the first one, or which way round at all?"""
        triples = list(combinations(range(len(self.points)), 3))
        sines = {(i, j, k): self.sine[:, i, j, k] for i, j, k in triples}
        first = next((t for t in triples if (np.abs(sines[t]) > MARGIN).all()), None)
        for three in triples:
            if self.oriented:
                for name, sign in (("counter_clockwise", 1.0), ("clockwise", -1.0)):
                    yield self._fact(6, name, three, sign * sines[three] > MARGIN)
            elif first is not None and three != first:
                turn = sines[three] * np.sign(sines[first])
                for name, sign in (("same_way", 1.0), ("other_way", -1.0)):
                    yield self._fact(6, name, (*three, *first), sign * turn > MARGIN)
