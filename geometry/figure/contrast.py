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

from porism.geometry.figure.plan import is_oriented
from porism.geometry.measure.tolerances import MARGIN, ON_LINE
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.words import display_names, segment

__all__ = ["Group", "OrderFact", "Trait", "contrast", "groups", "is_handed", "traits"]

_MOST_POINTS = 10  # whose order is compared; facts grow with the fourth power of their number
_MOST_GROUPS = 4  # descriptions, before it is left to the pictures
_LEAST = 0.08  # of the figures that are to be described: what fits fewer may be chance
_AS_GOOD = 0.8  # of the figures that two facts describe, one fact that is enough instead
_MEASURED = 3  # facts of this kind and higher are about the size of something
_MOST_TRAITS = 4  # that describe figures together, where they hold in all of these
_STAGES = (1, 3, 6)  # kinds of facts that are tried first, if these are not enough, and last

Flags = npt.NDArray[np.bool_]
OrderFact = tuple[str, tuple[str, ...]]
"""The name of a fact of order, and its points: ``("between", ("m", "a", "b"))``."""

Numbers = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Trait:
    """A fact of order, in words, in which of the figures it holds, clearly, and of what kind.

    ``fact`` has its name and its points, for other words.
    Kinds: 0 order on a line, 1 sides of a line, 2 inside a triangle, 3 acute or obtuse, 4 and 5
    longer, 6 the way round. The lower ones are easier to see.
    """

    words: str
    held: Flags
    kind: int
    fact: OrderFact = ("", ())


@dataclass(frozen=True)
class Group:
    """Figures that a few traits describe; none of those on the other side has all of them.

    What no traits describe is a group without words.
    """

    words: tuple[str, ...]
    figures: tuple[int, ...]
    facts: tuple[OrderFact, ...] = ()


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

    Every figure is in one group. Facts that are easy to see are tried alone first.
    """
    best: tuple[Group, ...] = (Group((), tuple(inside)),) if inside else ()
    for kind in _STAGES:
        made = _described([t for t in found if t.kind <= kind], inside, outside)
        if _unsaid(made) < _unsaid(best):
            best = made
        if not _unsaid(best):
            break
    return best


def _unsaid(made: Sequence[Group]) -> int:
    return sum(len(group.figures) for group in made if not group.words)


def _described(
    found: Sequence[Trait], inside: Sequence[int], outside: Sequence[int]
) -> tuple[Group, ...]:
    left = np.array(inside)
    made: list[Group] = []
    if found:
        held = np.array([trait.held for trait in found], dtype=np.float32)
        wrong = held[:, outside] @ held[:, outside].T
        least = max(1.0, _LEAST * len(inside))
        while len(left) and len(made) < _MOST_GROUPS:
            chosen = _best(held[:, left] @ held[:, left].T, wrong, least)
            chosen = chosen or _common(held[:, left], held[:, outside])
            if not chosen:
                break
            mine = held[list(chosen)][:, left].all(0)
            words = tuple(found[i].words for i in chosen)
            facts = tuple(found[i].fact for i in chosen)
            made.append(Group(words, tuple(left[mine].tolist()), facts))
            left = left[~mine]
    return (*made, Group((), tuple(left.tolist()))) if len(left) else tuple(made)


def _best(right: Floats, wrong: Floats, least: float) -> tuple[int, ...]:
    """Return the one or two traits that share most figures inside and none outside.

    ``right`` and ``wrong`` count them for each pair. Of equals the first is taken; there is none
    where they share fewer than ``least``.
    """
    fit = np.where(wrong > 0, 0, right)
    one = int(np.argmax(np.diag(fit)))
    first, second = map(int, np.unravel_index(int(np.argmax(fit)), fit.shape))
    if max(fit[one, one], fit[first, second]) < least:
        return ()
    alone = fit[one, one] >= max(least, _AS_GOOD * fit[first, second])
    return (one,) if alone else (first, second)


def _common(right: Floats, wrong: Floats) -> tuple[int, ...]:
    """Return a few traits that all figures of one side share, and none of the other all of them."""
    chosen: list[int] = []
    rest = np.ones(wrong.shape[1], dtype=bool)
    shared = np.flatnonzero(right.all(axis=1))
    while rest.any() and len(shared) and len(chosen) < _MOST_TRAITS:
        left = wrong[shared][:, rest].sum(axis=1)
        chosen.append(int(shared[int(np.argmin(left))]))
        rest &= wrong[chosen[-1]] > 0
    return () if rest.any() else tuple(sorted(chosen))


# --- facts of order -----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Fact:
    """A trait with its name, the points it speaks of and its kind: 0 is easiest to see.

    A denial comes after all that is told outright of the same kind.
    """

    kind: int
    name: str
    points: tuple[str, ...]
    words: str
    held: Flags
    denial: bool = False
    like: tuple[str, ...] = ()  # points that it compares the others with


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
    seen = _Seen(points, display_names(problem.points), figures, oriented)
    rank = {p: number for number, p in enumerate(problem.points)}

    def order(fact: _Fact) -> tuple[int, bool, bool, int]:
        about = not first or bool(set(first) & set(fact.points))
        return fact.kind, not about, fact.denial, sum(rank[p] for p in fact.points)

    found = sorted(
        (
            fact
            for fact in seen.facts()
            if fact.held.any() and not fact.held.all()
            if fact.kind < _MEASURED or not any(goal >= set(fact.points) for goal in asked)
        ),
        key=order,
    )
    return [Trait(f.words, f.held, f.kind, (f.name, (*f.points, *f.like))) for f in found]


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
        names: Mapping[str, str],
        figures: Sequence[Coordinates],
        oriented: bool,
    ) -> None:
        self.points = tuple(points)
        self.oriented = oriented
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

    def _fact(self, kind: int, name: str, numbers: Sequence[int], words: str, held: Flags) -> _Fact:
        return _Fact(kind, name, tuple(self.points[i] for i in numbers), words, held)

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
                yield self._fact(0, "between", (i, j, k), f"{name} lies {where}", cosine < -MARGIN)
                beyond = self._fact(
                    0, "not_between", (i, j, k), f"{name} does not lie {where}", cosine > MARGIN
                )
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
                yield self._fact(1, "same_side", four, same, both > MARGIN)
                apart = f"{line} separates {one} from {other}"
                yield self._fact(1, "separates", four, apart, both < -MARGIN)

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
                for where, held in (("inside", inside), ("outside", outside)):
                    words = f"{name} is {where} the triangle {corners}"
                    yield self._fact(2, where, four, words, held)

    def _angles(self) -> Iterator[_Fact]:
        numbers = range(len(self.points))
        for i in numbers:
            for j, k in combinations([n for n in numbers if n != i], 2):
                corners = " ".join(self._name(j, i, k))
                corners = corners.replace(" ", "") if len(corners) == 5 else corners
                cosine = self.cosine[:, i, j, k]
                flat = np.abs(self.sine[:, i, j, k]) <= ON_LINE
                acute, obtuse = ~flat & (cosine > MARGIN), ~flat & (cosine < -MARGIN)
                for size, held in (("acute", acute), ("obtuse", obtuse)):
                    words = f"the angle {corners} is {size}"
                    yield self._fact(3, size, (j, i, k), words, held)

    def _lengths(self) -> Iterator[_Fact]:
        pairs = list(combinations(range(len(self.points)), 2))
        for (i, j), (k, m) in permutations(pairs, 2):
            longer = self.length[:, i, j] > self.length[:, k, m] * (1 + MARGIN)
            words = f"{self._line(i, j)} is longer than {self._line(k, m)}"
            kind = 4 + (not {i, j} & {k, m})
            yield self._fact(kind, "longer", (i, j, k, m), words, longer)

    def _senses(self) -> Iterator[_Fact]:
        """Which triangles are the same way round as the first one, or which way round at all?"""
        triples = list(combinations(range(len(self.points)), 3))
        sines = {(i, j, k): self.sine[:, i, j, k] for i, j, k in triples}
        first = next((t for t in triples if (np.abs(sines[t]) > MARGIN).all()), None)
        for three in triples:
            corners = ", ".join(self._name(*three))
            if self.oriented:
                ways = (("counter-clockwise", 1.0), ("clockwise", -1.0))
                for way, sign in ways:
                    held = sign * sines[three] > MARGIN
                    name = way.replace("-", "_")
                    yield self._fact(6, name, three, f"{corners} go round {way}", held)
            elif first is not None and three != first:
                like = ", ".join(self._name(*first))
                for name, way, sign in (
                    ("same_way", "the same way as", 1.0),
                    ("other_way", "the other way than", -1.0),
                ):
                    held = sign * sines[three] * np.sign(sines[first]) > MARGIN
                    fact = self._fact(6, name, three, f"{corners} go round {way} {like}", held)
                    yield replace(fact, like=tuple(self.points[i] for i in first))
