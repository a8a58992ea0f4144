"""What a run of the engine hands back: the closure of a figure's premises.

Names outside, integers inside: a closure numbers the points of its figure and translates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from porism.ddar import _core
from porism.ddar.sums import Sum
from porism.ddar.user_rules import UserRules
from porism.geometry.measure.vectors import flatness
from porism.geometry.predicates import Form, Predicate, canonical
from porism.geometry.problem import Problem

__all__ = ["Closure", "Encoded", "Fact", "Limits", "Statistics", "StopReason", "fits", "in_core"]

StopReason = _core.StopReason
"""Why a run ended."""

Number = tuple[int, int]
Encoded = tuple[str, Sequence[int], Sequence[Number]]  # predicate, points, constants


@dataclass(frozen=True)
class Limits:
    """Bounds of one run: wall-clock ``seconds`` and the number of ``facts``."""

    seconds: float = 30.0
    facts: int = 1_000_000


class Fact(NamedTuple):
    """A derived statement: fact ``number`` by ``rule`` under ``substitution`` (letter -> point).

    ``rule`` is ``given``, the name of a table (concluded by algebra), or a catalogue id.
    """

    number: int
    statement: Predicate
    rule: str
    substitution: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Statistics:
    """What a closure cost: ``rounds`` of the matchers, and counts and seconds by name.

    ``equations`` and ``contradictions`` are by table, ``fired`` by rule, ``seconds`` by matcher,
    ``table_seconds`` by table. All seconds but those of users' rules need profiling.
    ``user_rules_tried`` is None without such rules, else how many of their instances were tried.
    """

    rounds: int
    equations: Mapping[str, int]
    contradictions: Mapping[str, int]
    fired: Mapping[str, int]
    seconds: Mapping[str, float]
    table_seconds: Mapping[str, float]
    user_rules_tried: int | None = None


_LETTERS: Mapping[str, str] = dict(_core.rules())  # of a rule's substitution, in its order


_FLAT = 1e-5  # kFlat of figure.hpp
_LARGEST = 1 << 30  # kLargestConstant of facets.hpp
_TOO_LARGE = (1 << 62, 1)  # stands for any number beyond it; the core leaves such statements out


def in_core(statement: Predicate) -> bool:
    """Tell whether the core knows the kind; sums of areas and of products are made after it."""
    return not (statement.kind.sided or statement.kind.linear in ("area", "product"))


def fits(statement: Predicate) -> bool:
    """Tell whether the core can hold a statement: its kind and its constants."""
    return in_core(statement) and all(
        max(abs(c.numerator), c.denominator) <= _LARGEST for c in statement.constants
    )


def _numbers(constants: Iterable[Fraction]) -> list[Number]:
    return [
        (c.numerator, c.denominator)
        if max(abs(c.numerator), c.denominator) <= _LARGEST
        else _TOO_LARGE
        for c in constants
    ]


class Closure:
    """The facts of ``problem`` in the figure ``coordinates`` as far as the engine has come."""

    def __init__(
        self,
        problem: Problem,
        coordinates: Mapping[str, tuple[float, float]],
        core: _core.Engine,
        points: Sequence[str],
        stopped: StopReason | None = None,
        user: UserRules | None = None,
    ) -> None:
        """Wrap a core engine; :func:`porism.ddar.engine.saturate` and its companions make one.

        ``stopped`` says why the last run ended, and is None before the first. ``user`` has the
        users' rules and what they have concluded so far.
        """
        self.problem = problem
        self.coordinates = coordinates
        self.core = core
        self.points = tuple(points)
        self.stopped = stopped
        self.user = user if user is not None else UserRules(())
        self._sums: dict[tuple[Predicate, int], Sum | None] = {}
        self._number = {name: i for i, name in enumerate(self.points)}

    def __len__(self) -> int:
        """Return the number of facts, premises included."""
        return self.core.size()

    def encode(self, statement: Predicate) -> Encoded:
        """Write a statement with point numbers. Raises KeyError for an unknown point."""
        numbers = list(map(self._number.__getitem__, statement.points))
        return statement.name, numbers, _numbers(statement.constants)

    def assume(self, statement: Predicate) -> int:
        """Enter a statement as a premise; return its fact number. Does not close again."""
        return self.core.assume(*self.encode(statement))

    def sum_of(self, statement: Predicate) -> Sum | None:
        """Return a statement about areas or products as a sum of what the closure holds."""
        from porism.ddar.areas import Areas
        from porism.ddar.products import Products

        key = statement, len(self)
        if key not in self._sums:
            made = Products if statement.kind.linear == "product" else Areas
            self._sums[key] = made(self).reason(statement)
        return self._sums[key]

    def order_of(self, statement: Predicate) -> tuple[str, Mapping[str, str]] | None:
        """Return the rule, and points for its letters, from which a statement of order follows.

        The rule ``given`` where the problem says it, or a construction means it.
        """
        from porism.ddar.orders import order_of

        return order_of(self, statement)

    def holds(self, statement: Predicate) -> bool:
        """Tell whether a statement that can be derived is in the closure."""
        if statement.kind.is_question:
            return self.answer(statement) is not None
        if statement.kind.figure_only:
            return self.order_of(statement) is not None
        if not in_core(statement):
            return self.sum_of(statement) is not None
        if statement.kind.form is Form.TRIANGLES and self._is_flat(statement.points[:3]):
            key = canonical(statement)  # angles and ratios of a flat triangle tell nothing
            return any(canonical(fact.statement) == key for fact in self.facts())
        return self.core.holds(*self.encode(statement))

    def _is_flat(self, points: Sequence[str]) -> bool:
        a, b, c = (self.coordinates[p] for p in points)
        return bool(abs(flatness(a, b, c)) < _FLAT)

    def decode(self, statement: Encoded) -> Predicate:
        """Write a statement of the core with names."""
        name, points, constants = statement
        return Predicate(
            name,
            tuple(map(self.points.__getitem__, points)),
            tuple([Fraction(n, d) for n, d in constants]),
        )

    def fact(self, number: int) -> Fact:
        """Return fact ``number``; facts are numbered in the order of their derivation."""
        row = self.core.fact(number)
        rule = row.rule
        places = map(self.points.__getitem__, row.substitution)
        letters = tuple(zip(_LETTERS[rule], places, strict=True))
        if number in self.user.made_by:
            rule, letters = self.user.made_by[number]
        return Fact(number, self.decode(row.statement), rule, letters)

    def facts(self) -> Iterable[Fact]:
        """Iterate over all facts in the order of their derivation."""
        return (self.fact(i) for i in range(len(self)))

    def answer(self, question: Predicate) -> Predicate | None:
        """Return the statement that answers ``acompute``/``rcompute``, or None if none holds."""
        from porism.ddar.answers import candidates

        for statement in candidates(question, self.coordinates):
            if self.holds(statement):
                return statement
        return None

    def cancel(self) -> None:
        """Make a run that another thread has begun end soon, as if at a limit."""
        self.user.cancelled = True
        self.core.cancel()

    def statistics(self) -> Statistics:
        """Return counts of rounds, equations and rules fired, and seconds."""
        stats, user = self.core.stats(), self.user
        return Statistics(
            stats.rounds,
            stats.equations,
            stats.contradictions,
            {**stats.fired, **user.fired},
            {**stats.seconds, **({"user rules": user.seconds} if user.rules else {})},
            stats.table_seconds,
            user.tried if user.rules else None,
        )

    def left_out(self) -> Mapping[str, int]:
        """Return what was left out and how often, in words; empty when nothing was.

        Leaving out is sound, but what stays open might have been proved with it.
        """
        stats = self.core.stats()
        of_problem = self.problem.premises
        wide = sum(not s.kind.figure_only and not fits(s) for s in of_problem)
        found = {
            "statements with numbers too large for a table": stats.statements_left_out + wide,
            "known ratios with numbers too large for a table": stats.ratios_left_out,
            "lists of candidates, cut because the figure is crowded": stats.candidates_dropped,
            "equations that the figure contradicts": stats.figure_rejections,
            "equations that contradict others": sum(stats.contradictions.values()),
        }
        return {what: n for what, n in found.items() if n}

    def signature(self) -> tuple[int, ...]:
        """Return numbers that change when the engine's behaviour does: equations per table."""
        equations = self.core.stats().equations
        return (len(self), *(equations[t] for t in ("angle", "ratio", "length", "square")))
