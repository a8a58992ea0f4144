"""Rules of the user's own, through a general matcher.

The core has a matcher for each rule of the catalogue that it knows; a rule from a user's file
(:func:`porism.geometry.rules.load_rules`) has none. Here is one for all of them: the figure says
for which points a rule is worth trying (premises, conditions and conclusions are numerically
true), and whenever the core is saturated, those whose premises it holds are concluded:

    premises hold in the closure      conclusion does not
    ----------------------------------------------------- the user's rule, as of this fact
    conclusion enters the tables

It is slower than the core's matchers, by much for rules of many letters, but it knows every
predicate. It is asked last, so proofs use a user's rule only where the catalogue does not do.
What a rule of the user's concludes is a premise to the core; the :class:`UserRules` remember
which rule it came from, and the closure and its proofs say so.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

import numpy as np

from porism.ddar.numeric import NumericFigure, is_symmetry
from porism.geometry.equations import TABLES, Table, facets
from porism.geometry.forms import is_trivial, lines_of
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates
from porism.geometry.rules import Instance, Rule, instance

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Facts", "UserRules", "instances"]

Substitution = tuple[tuple[str, str], ...]

_LOOSE = 1e-7  # of the sums that sort out; what is left is tested as the figure tests it
_AT_ONCE = 20_000  # choices of points that are looked at together


class Facts(Protocol):
    """What rules are applied to: statements of one figure that hold, and room for more."""

    @property
    def coordinates(self) -> Coordinates:
        """The figure."""

    def holds(self, statement: Predicate) -> bool:
        """Tell whether a statement is known."""

    def assume(self, statement: Predicate) -> int:
        """Add a statement; return its number."""


@dataclass
class UserRules:
    """The users' rules of one closure, what they wait for, and what they have concluded.

    ``made_by`` tells the rule and the substitution of a fact that one of them concluded.
    """

    rules: tuple[Rule, ...]
    made_by: dict[int, tuple[str, Substitution]] = field(default_factory=dict)
    fired: dict[str, int] = field(default_factory=dict)
    tried: int = 0
    seconds: float = 0.0
    cancelled: bool = False  # by another thread
    _untried: Iterator[_Waiting | None] | None = None
    _waiting: dict[Predicate | None, list[_Waiting]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def continued(self) -> UserRules:
        """Return what an extension of the figure starts with: the same rules and facts."""
        return UserRules(self.rules, dict(self.made_by), dict(self.fired))

    def apply(self, facts: Facts, deadline: float) -> bool | None:
        """Conclude what can be concluded; return whether it was news.

        Returns None when ``deadline``, a time of :func:`time.monotonic`, has passed or another
        thread has set ``cancelled``; a later call goes on from there.
        """
        begun = time.monotonic()
        try:
            return self._apply(facts, deadline)
        finally:
            self.seconds += time.monotonic() - begun

    def _apply(self, facts: Facts, deadline: float) -> bool | None:
        if self._untried is None:
            self._untried = self._find(facts.coordinates)
        for found in self._untried:
            if found is not None:
                self.tried += 1
                self._waiting[next(iter(found.wanted.premises), None)].append(found)
            if self.cancelled or time.monotonic() > deadline:
                return None
        news = False
        for premise in list(self._waiting):
            if premise is not None and not facts.holds(premise):
                continue
            for ready in self._waiting.pop(premise):
                missing = next((p for p in ready.wanted.premises if not facts.holds(p)), None)
                if missing is not None:
                    self._waiting[missing].append(ready)
                else:
                    news = self._conclude(facts, ready) or news
            if self.cancelled or time.monotonic() > deadline:
                return None
        return news

    def _find(self, coordinates: Coordinates) -> Iterator[_Waiting | None]:
        figure = NumericFigure(coordinates)
        for rule in self.rules:
            for substitution in instances(rule, figure):
                yield None if substitution is None else _waiting(rule, substitution)

    def _conclude(self, facts: Facts, ready: _Waiting) -> bool:
        news = False
        for statement in ready.wanted.conclusions:
            if is_trivial(statement) or facts.holds(statement):
                continue
            number = facts.assume(statement)
            self.made_by[number] = (ready.rule, ready.substitution)
            self.fired[ready.rule] = self.fired.get(ready.rule, 0) + 1
            news = True
        return news


@dataclass(frozen=True)
class _Waiting:
    """An instance of a rule whose premises do not all hold yet, as far as is known."""

    rule: str
    substitution: Substitution
    wanted: Instance


def _waiting(rule: Rule, names: Mapping[str, str]) -> _Waiting | None:
    """Return the instance, or None when it would speak of a line through one point."""
    try:
        wanted = instance(rule, names)
    except ValueError:
        return None
    ordered = tuple((letter, names[letter]) for letter in rule.letters)
    return _Waiting(rule.id, ordered, wanted)


# --- which points are worth trying ---------------------------------------------------------------


def instances(rule: Rule, figure: NumericFigure) -> Iterator[dict[str, str] | None]:
    """Yield points for the letters of a rule such that all it says is true in the figure.

    Letters that can be exchanged without changing the rule come in one order only. Now and then
    yields None, so that the caller may look at the clock.
    """
    plan = _Plan(rule, figure)
    for rows in plan.choices():
        yield None
        for row in rows.tolist():
            yield {x: figure.points[i] for x, i in zip(plan.letters, row, strict=True)}


class _Plan:
    """The order in which letters get points, and what sorts points out on the way.

    Sums come first, being quick; then the statement is tested as the figure tests it.
    """

    def __init__(self, rule: Rule, figure: NumericFigure) -> None:
        statements = (*rule.premises, *rule.conditions, *rule.conclusions)
        self.count = len(figure.points)
        self.letters = _order(rule.letters, statements)
        place = {letter: i for i, letter in enumerate(self.letters)}
        tables = _tables(figure)
        self.sums: list[list[_Sum]] = [[] for _ in self.letters]
        self.tests: list[list[_Test]] = [[] for _ in self.letters]
        for statement in statements:
            for total in _sums(statement, place, tables, figure):
                self.sums[max(max(pair) for pair, _ in total.terms)].append(total)
            test = _Test(statement, tuple(place[p] for p in statement.points), figure)
            self.tests[max(test.columns)].append(test)
        for row in self.tests:
            row.sort(key=lambda test: len(set(test.columns)))
        self.after: list[list[int]] = [[] for _ in self.letters]
        for a, b in combinations(self.letters, 2):
            if is_symmetry(rule, {a: b, b: a}):
                self.after[place[b]].append(place[a])

    def choices(self) -> Iterator[NDArray[np.intp]]:
        """Yield rows of point numbers, a column for each letter, some rows at a time."""
        return self._extend(np.zeros((1, 0), dtype=np.intp))

    def _extend(self, rows: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
        done = rows.shape[1]
        if done == len(self.letters):
            yield rows
            return
        step = max(1, _AT_ONCE // self.count)
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            newest = np.tile(np.arange(self.count), len(some))
            longer = np.column_stack([np.repeat(some, self.count, axis=0), newest])
            kept = np.ones(len(longer), dtype=bool)
            for other in self.after[done]:
                kept &= longer[:, other] <= newest
            for total in self.sums[done]:
                longer, kept = longer[kept], kept[kept]
                kept = total.may_vanish(longer)
            longer = longer[kept]
            for test in self.tests[done]:
                longer = longer[test.holds(longer)]
            if len(longer):
                yield from self._extend(longer)
            else:
                yield longer.reshape(0, len(self.letters))  # to look at the clock


def _order(letters: Sequence[str], statements: Sequence[Predicate]) -> list[str]:
    """Take next the letter that completes most statements, or else takes part in most."""
    order: list[str] = []
    while len(order) < len(letters):

        def value(letter: str) -> tuple[int, int]:
            known = {*order, letter}
            open_ = [s for s in statements if letter in s.points and not s.kind.figure_only]
            return (
                sum(set(s.points) <= known for s in open_),
                sum(bool(set(s.points) & set(order)) for s in open_),
            )

        order.append(max((x for x in letters if x not in order), key=value))
    return order


@dataclass(frozen=True)
class _Sum:
    """One equation of a statement: coefficients of pairs of columns, and a constant."""

    table: NDArray[np.float64]
    terms: tuple[tuple[tuple[int, int], float], ...]
    constant: float
    modulo_one: bool
    may_coincide: bool  # letters may be one point, about which the equation says nothing

    def may_vanish(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        total = np.full(len(rows), self.constant, dtype=np.float64)
        for (a, b), coefficient in self.terms:
            total += coefficient * self.table[rows[:, a], rows[:, b]]
        if self.modulo_one:
            total -= np.rint(total)
        near: NDArray[np.bool_] = np.abs(total) < _LOOSE
        if self.may_coincide:
            near |= np.isnan(total)
        return near


class _Test:
    """A statement about columns, tested in the figure once for each choice of points."""

    def __init__(
        self, statement: Predicate, columns: tuple[int, ...], figure: NumericFigure
    ) -> None:
        self.statement, self.columns, self.figure = statement, columns, figure
        self.known: dict[tuple[int, ...], bool] = {}

    def holds(self, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        return np.array([self._holds(tuple(row)) for row in rows[:, self.columns].tolist()], bool)

    def _holds(self, numbers: tuple[int, ...]) -> bool:
        if numbers not in self.known:
            points = tuple(self.figure.points[i] for i in numbers)
            said = Predicate(self.statement.name, points, self.statement.constants)
            self.known[numbers] = self.figure.holds(said)
        return self.known[numbers]


def _tables(figure: NumericFigure) -> dict[Table, NDArray[np.float64]]:
    """Return what the figure says of all pairs; nothing of directions and ratios at one place."""
    count = len(figure.points)
    number = {p: i for i, p in enumerate(figure.points)}
    found: dict[Table, NDArray[np.float64]] = {}
    for table in TABLES:
        blank = math.nan if table in ("angle", "ratio") else 0.0
        values = np.full((count, count), blank)
        for (a, b), value in figure.values[table].items():
            values[number[a], number[b]] = value
        found[table] = values
    return found


def _sums(
    statement: Predicate,
    place: Mapping[str, int],
    tables: Mapping[Table, NDArray[np.float64]],
    figure: NumericFigure,
) -> Iterable[_Sum]:
    lines = {pair for a, b in lines_of(statement) for pair in ((a, b), (b, a))}
    for equation in facets(statement):
        pairs = [key for key, _ in equation.terms]
        if not pairs or any(len(key) != 2 for key in pairs):
            continue  # about sines
        constant = sum(
            float(q)
            * (math.log(unit) if equation.table == "ratio" else figure.unit[equation.table])
            for unit, q in equation.constants
        )
        terms = tuple(((place[a], place[b]), float(c)) for (a, b), c in equation.terms)
        yield _Sum(
            tables[equation.table],
            terms,
            constant,
            equation.table == "angle",
            any(pair not in lines for pair in pairs),
        )
