"""Facts of order in many figures at once, in statements that can be checked by eye.

Which of three points of a line lies between the others, on which side of a line points are, which
angles are acute, which of two segments is longer, how a triangle is oriented: each in words, with
the figures in which it holds clearly. Simple ones come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

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
    """A fact of order, in which of the figures it holds, clearly, and of what kind.

    ``fact`` has its name and its points, ``names`` what these are called.
    Kinds: 0 points at one place, and order on a line, 1 sides of a line, 2 inside a triangle,
    3 acute or obtuse, 4 and 5 longer, 6 the way round. The lower ones are easier to see.
    """

    fact: OrderFact
    held: Flags
    kind: int
    names: Mapping[str, str]

    @property
    def words(self) -> str:
        """The fact in English; of thousands of traits a few are ever said."""
        return order_words(self.fact, self.names)


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
            if fact.kind not in _MEASURED or not any(goal >= set(fact.points) for goal in asked)
        ),
        key=order,
    )
    return [Trait(f.fact, f.held, f.kind, names) for f in found]


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


def _tells(held: Flags) -> Flags:
    """Tell of each row whether it holds in some of the figures and not in all."""
    found: Flags = np.logical_and(held.any(axis=1), ~held.all(axis=1))
    return found


def _rows(table: Numbers, places: Sequence[tuple[int, ...]]) -> Numbers:
    """Return the entries of a table at some places, a row for each; there may be none."""
    found: Numbers = table[tuple(np.array(places, dtype=np.intp).reshape(-1, table.ndim - 1).T)]
    return found


class _Seen:
    """Facts of order in several figures at once: arrays whose last axis is the figure.

    Facts that hold in all figures, or in none, are left out.
    """

    def __init__(
        self,
        points: Sequence[str],
        figures: Sequence[Coordinates],
        oriented: bool,
    ) -> None:
        self.points = tuple(points)
        self.oriented = oriented
        self.z = np.array([[complex(*at[p]) for at in figures] for p in points])
        gap = self.z[None, :] - self.z[:, None]  # [i, j, figure]: from i to j
        self.length = np.abs(gap)
        product = np.conj(gap)[:, :, None] * gap[:, None, :]  # [i, j, k, figure]
        norm = self.length[:, :, None] * self.length[:, None, :]
        with np.errstate(invalid="ignore", divide="ignore"):
            turn = np.where(norm > 0, product / norm, 0.0)
        self.sine: Numbers = turn.imag.copy()  # of the angle at i from j to k
        self.cosine: Numbers = turn.real.copy()

    def facts(self) -> Iterator[_Fact]:
        yield from self._places()
        yield from self._orders()
        yield from self._sides()
        yield from self._insides()
        yield from self._angles()
        yield from self._lengths()
        yield from self._senses()

    def _facts(self, kind: int, about: Sequence[tuple[int, ...]], **held: Flags) -> Iterator[_Fact]:
        """Yield facts by name, of each of the tuples ``about``: ``held`` has a row for each."""
        if not about:
            return
        tells = {name: _tells(flags) for name, flags in held.items()}
        for row in np.flatnonzero(np.any(list(tells.values()), axis=0)).tolist():
            points = tuple(self.points[i] for i in about[row])
            for name, flags in held.items():
                if tells[name][row]:
                    yield _Fact(kind, (name, points), flags[row], name == "not_between")

    def _places(self) -> Iterator[_Fact]:
        """Which points are at one place?"""
        size = self.length.max(axis=(0, 1))
        pairs = list(combinations(range(len(self.points)), 2))
        apart = _rows(self.length, pairs) > _TOGETHER * size
        yield from self._facts(0, pairs, apart=apart, together=~apart)

    def _orders(self) -> Iterator[_Fact]:
        """Of three points that are on one line in all figures, which is in the middle?"""
        for three in combinations(range(len(self.points)), 3):
            if (np.abs(self.sine[three]) > ON_LINE).any():
                continue
            about = [(i, *(n for n in three if n != i)) for i in three]
            cosine = _rows(self.cosine, about)
            between, beyond = cosine < -MARGIN, cosine > MARGIN
            yield from self._facts(0, about, between=between, not_between=beyond)

    def _sides(self) -> Iterator[_Fact]:
        """On which sides of a line are two points?"""
        numbers = range(len(self.points))
        for i, j in combinations(numbers, 2):
            others = list(combinations([n for n in numbers if n not in (i, j)], 2))
            p, q = (list(column) for column in zip(*others, strict=True)) if others else ([], [])
            both = self.sine[i, j, p] * self.sine[i, j, q]
            same, opposite = both > MARGIN, both < -MARGIN
            about = [(i, j, *pair) for pair in others]
            yield from self._facts(1, about, same_side=same, separates=opposite)

    def _insides(self) -> Iterator[_Fact]:
        """Which points are inside which triangles?"""
        numbers = range(len(self.points))
        for i, j, k in combinations(numbers, 3):
            others = [n for n in numbers if n not in (i, j, k)]
            sides = np.stack([self.sine[a, b, others] for a, b in ((i, j), (j, k), (k, i))])
            inside: Flags = np.abs((sides > MARGIN).sum(0) - (sides < -MARGIN).sum(0)) == 3
            outside = (np.abs(sides).min(0) > MARGIN) & ~inside
            about = [(i, j, k, p) for p in others]
            yield from self._facts(2, about, inside=inside, outside=outside)

    def _angles(self) -> Iterator[_Fact]:
        numbers = range(len(self.points))
        for i in numbers:
            about = [(j, i, k) for j, k in combinations([n for n in numbers if n != i], 2)]
            j, k = [a for a, _, _ in about], [b for _, _, b in about]
            cosine = self.cosine[i, j, k]
            flat = np.abs(self.sine[i, j, k]) <= ON_LINE
            acute, obtuse = ~flat & (cosine > MARGIN), ~flat & (cosine < -MARGIN)
            yield from self._facts(3, about, acute=acute, obtuse=obtuse)

    def _lengths(self) -> Iterator[_Fact]:
        pairs = list(combinations(range(len(self.points)), 2))
        for one in pairs:
            others = [pair for pair in pairs if pair != one]
            for apart in (False, True):
                about = [pair for pair in others if (not {*one} & {*pair}) is apart]
                longer = self.length[one] > _rows(self.length, about) * (1 + MARGIN)
                rows = [(*one, *pair) for pair in about]
                yield from self._facts(4 + apart, rows, longer=longer)

    def _senses(self) -> Iterator[_Fact]:
        """Which triangles are the same way round as the first one, or which way round at all?"""
        triples = list(combinations(range(len(self.points)), 3))
        first = next((t for t in triples if (np.abs(self.sine[t]) > MARGIN).all()), None)
        if self.oriented:
            turn = _rows(self.sine, triples)
            one, other = turn > MARGIN, -turn > MARGIN
            yield from self._facts(6, triples, counter_clockwise=one, clockwise=other)
        elif first is not None:
            about = [(*three, *first) for three in triples if three != first]
            turn = _rows(self.sine, [row[:3] for row in about]) * np.sign(self.sine[first])
            yield from self._facts(6, about, same_way=turn > MARGIN, other_way=-turn > MARGIN)
