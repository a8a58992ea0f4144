"""The algebra of an angle step as a chain that a person would write.

Expressions are sums of directions of lines, a line being known by all its points. From one side
of the conclusion to the other leads a path whose every link adds one equation of one cited
statement: any of its equations, not only the one that the derivation happened to use. The path is
found from both ends at once (Dijkstra's algorithm), cheap expressions first: one angle is cheaper
than a sum of two, an angle at a point cheaper than one between lines that meet nowhere we know.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import inf, lcm

from porism.geometry.equations import Equation, facets
from porism.geometry.predicates import Pair, Predicate, pairs_of
from porism.geometry.telling.lines import Line, Lines

__all__ = [
    "Directions",
    "Move",
    "Path",
    "Search",
    "State",
    "directions",
    "find_path",
    "sides",
]

_MOST_LINES = 8  # in an expression, with their multiplicity; nobody reads sums of five angles
_NEVER = inf
_LINK = 1.0
_FURTHER_ANGLE = 2.0  # each angle after the first
_APART = 0.6  # an angle between lines without a common point
_CONSTANT = 0.4
_BY_ITSELF = 3.0  # an angle expressed by itself and others


@dataclass(frozen=True)
class Directions:
    """A sum of directions of lines and a constant in half-turns, the latter modulo 1."""

    terms: tuple[tuple[Line, int], ...]
    constant: Fraction = Fraction(0)

    def plus(self, other: Directions, sign: int) -> Directions:
        """Return this sum with ``sign`` times another one added."""
        found = dict(self.terms)
        for line, c in other.terms:
            found[line] = found.get(line, 0) + sign * c
        terms = tuple(sorted((line, c) for line, c in found.items() if c))
        return Directions(terms, (self.constant + sign * other.constant) % 1)

    def times(self, factor: int) -> Directions:
        """Return a multiple."""
        terms = tuple((line, factor * c) for line, c in self.terms)
        return Directions(terms, self.constant * factor % 1)


def directions(form: Equation, lines: Lines) -> Directions | None:
    """Return an equation of angles as a sum over lines; None where a coefficient is not whole."""
    found: dict[Line, int] = {}
    for pair, c in form.terms:
        if c.denominator != 1:
            return None
        line = lines.of((pair[0], pair[1]))
        found[line] = found.get(line, 0) + int(c)
    constant = sum((q for _, q in form.constants), Fraction(0))
    return Directions(tuple(sorted((k, c) for k, c in found.items() if c)), constant % 1)


@dataclass(frozen=True)
class Move:
    """``sign`` times facet ``facet`` of the statement of step ``premise`` is added."""

    premise: int
    facet: int
    sign: int
    change: Directions


@dataclass(frozen=True)
class Path:
    """Expressions, and the moves from each to the next."""

    expressions: tuple[Directions, ...]
    moves: tuple[Move, ...]
    cost: float


def sides(
    statement: Predicate, lines: Lines, known: Sequence[Line]
) -> Iterator[tuple[Directions, Directions]]:
    """Yield pairs of expressions whose equality says the statement, the most natural first.

    ``known`` are the lines that cited statements speak of, as often as they do: where a statement
    is about two directions, both are measured from one of these.
    """
    if statement.name == "eqangle":
        a, b, c, d = (_line(pair, lines) for pair in pairs_of(statement.points))
        yield b.plus(a, -1), d.plus(c, -1)
        return
    for target in facets(statement):
        if target.table != "angle":
            continue
        whole = directions(target, lines)
        if whole is None or not whole.terms:
            continue
        if len(whole.terms) == 2 and statement.name != "aconst":
            yield from _two_directions(whole, known)
            if not whole.constant:
                continue
        yield from _two_angles(statement, target, whole, lines)
    if statement.name == "cyclic":  # d(a) - d(b) = d(c) - d(e) says d(a) - d(c) = d(b) - d(e), too
        for target in facets(statement):
            whole = directions(target, lines)
            if whole is not None and whole.terms:
                yield from _two_angles(statement, target, whole, lines, other=True)


def _line(pair: Pair, lines: Lines) -> Directions:
    return Directions(((lines.of(pair), 1),))


def _two_directions(
    whole: Directions, known: Sequence[Line]
) -> Iterator[tuple[Directions, Directions]]:
    (one, c), (other, _) = whole.terms
    if abs(c) != 1:
        return
    seen = Counter(line for line in known if line not in (one, other))
    shared = set(one) & set(other)

    def rank(line: Line) -> tuple[int, int, Line]:
        meets = bool(set(line) & shared) * 2 or bool(set(line) & set(one) or set(line) & set(other))
        return (-meets, -seen[line], line)

    for base in sorted(seen, key=rank)[:4]:
        start = Directions(((one, 1),)).plus(Directions(((base, 1),)), -1)
        yield start, start.plus(whole, -c)


def _two_angles(
    statement: Predicate, target: Equation, whole: Directions, lines: Lines, other: bool = False
) -> Iterator[tuple[Directions, Directions]]:
    if statement.name in ("aconst", "perp"):
        (a, b) = pairs_of(statement.points)[:2]
        start = _line(b, lines).plus(_line(a, lines), -1)
        for sign in (1, -1):
            end = start.plus(whole, sign)
            if not end.terms:
                yield start, end
        return
    ups = [(p[0], p[1]) for p, c in target.terms if c > 0 for _ in range(int(c))]
    downs = [(p[0], p[1]) for p, c in target.terms if c < 0 for _ in range(int(-c))]
    if len(ups) != 2 or len(downs) != 2:
        return
    near = sorted(downs, key=lambda p: (not set(p) & set(ups[0]), p))[other]
    start = _line(near, lines).plus(_line(ups[0], lines), -1)
    yield start, start.plus(whole, 1)


# --- the path ----------------------------------------------------------------------------------

State = tuple[int, ...]
"""An expression inside the search: a coefficient for each line, then the constant."""

_Change = tuple[tuple[tuple[int, int], ...], int]

_Seen = dict[State, tuple[float, "State | None", "int | None"]]


class Search:
    """The expressions of one question, each line known by its number.

    ``priced`` says how hard an expression is to read; another table has another price.
    """

    def __init__(self, start: Directions, end: Directions, moves: Sequence[Move]) -> None:
        forms = (start, end, *(move.change for move in moves))
        self._lines = sorted({line for form in forms for line, _ in form.terms})
        self._number = {line: i for i, line in enumerate(self._lines)}
        self._unit = lcm(*(form.constant.denominator for form in forms))
        sets = [set(line) for line in self._lines]
        self._meets = [[bool(one & other) for other in sets] for one in sets]
        self._costs: dict[State, float] = {}
        self._changes = [self._change(move.change) for move in moves]
        self._signs = [move.sign for move in moves]
        self._start, self._end = self._state(start), self._state(end)
        self.visited = 0

    def _change(self, form: Directions) -> _Change:
        constant = form.constant * self._unit
        return tuple((self._number[line], c) for line, c in form.terms), int(constant)

    def _state(self, form: Directions) -> State:
        found = [0] * len(self._lines)
        terms, constant = self._change(form)
        for i, c in terms:
            found[i] = c
        return (*found, constant % self._unit)

    def directions(self, state: State) -> Directions:
        """Return an expression by its lines."""
        terms = tuple((line, c) for line, c in zip(self._lines, state, strict=False) if c)
        return Directions(terms, Fraction(state[-1], self._unit))

    def cost(self, state: State) -> float:
        """Say how hard an expression is to read, which the ends have to be in any case."""
        if state in (self._start, self._end):
            return 0.0
        found = self._costs.get(state)
        if found is None:
            found = self._costs[state] = self.priced(state)
        return found

    def priced(self, state: State) -> float:
        """Say how hard an expression is to read that stands in the middle of a chain."""
        size = sum(map(abs, state[:-1]))
        if size > _MOST_LINES:
            return _NEVER
        ups = [i for i, c in enumerate(state[:-1]) if c > 0]
        downs = [i for i, c in enumerate(state[:-1]) if c < 0]
        apart = sum(not any(self._meets[u][d] for d in downs) for u in ups)
        angles = max(size / 2 - 1, 0.0) * _FURTHER_ANGLE
        by_itself = _BY_ITSELF * any(_keeps(state, side) for side in (self._start, self._end))
        return angles + apart * _APART + _CONSTANT * bool(state[-1]) + by_itself

    def run(self, most: int) -> tuple[float, list[State], list[int]] | None:
        """Search from both ends; return the cost, the expressions and the numbers of the moves."""
        order = count()
        seen: tuple[_Seen, _Seen] = (
            {self._start: (0.0, None, None)},
            {self._end: (0.0, None, None)},
        )
        heaps = ([(0.0, next(order), self._start)], [(0.0, next(order), self._end)])
        best: tuple[float, State] | None = (0.0, self._start) if self._start == self._end else None
        while heaps[0] and heaps[1] and self.visited < most:
            side = 0 if heaps[0][0][0] <= heaps[1][0][0] else 1
            if best is not None and heaps[0][0][0] + heaps[1][0][0] >= best[0]:
                break
            price, _, now = heapq.heappop(heaps[side])
            if price > seen[side][now][0]:
                continue
            self.visited += 1
            for number, (terms, constant) in enumerate(self._changes):
                sign = self._signs[number] if side == 0 else -self._signs[number]
                found = list(now)
                for i, c in terms:
                    found[i] += sign * c
                found[-1] = (found[-1] + sign * constant) % self._unit
                then = tuple(found)
                paid = price + _LINK + self.cost(then)
                known = seen[side].get(then)
                if paid >= (_NEVER if known is None else known[0]):
                    continue
                seen[side][then] = (paid, now, number)
                heapq.heappush(heaps[side], (paid, next(order), then))
                other = seen[1 - side].get(then)
                if other is not None and (best is None or paid + other[0] < best[0]):
                    best = (paid + other[0], then)
        return None if best is None else (best[0], *_ends_met(best[1], seen))

    def path(self, moves: Sequence[Move], most: int) -> Path | None:
        """Return the cheapest path found while visiting ``most`` expressions."""
        found = self.run(most)
        if found is None:
            return None
        price, states, numbers = found
        return Path(tuple(map(self.directions, states)), tuple(moves[n] for n in numbers), price)


def _keeps(state: State, side: State) -> bool:
    """Tell whether an expression has one side of the equation in it, whole, among others."""
    return all(c == own for c, own in zip(state[:-1], side[:-1], strict=True) if own)


def _ends_met(middle: State, seen: tuple[_Seen, _Seen]) -> tuple[list[State], list[int]]:
    states, moves = [middle], list[int]()
    while True:
        _, before, move = seen[0][states[0]]
        if before is None or move is None:
            break
        states.insert(0, before)
        moves.insert(0, move)
    while True:
        _, after, move = seen[1][states[-1]]
        if after is None or move is None:
            break
        states.append(after)
        moves.append(move)
    return states, moves


def find_path(
    start: Directions, end: Directions, moves: Sequence[Move], most: int
) -> tuple[Path | None, int]:
    """Return the cheapest path found while visiting ``most`` expressions, and how many were."""
    search = Search(start, end, moves)
    return search.path(moves, most), search.visited
