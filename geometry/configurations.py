"""In which configurations of a statement does its goal hold?

A proof shows a goal for the configuration in which it is written: points in this order, that
intersection and not the other. What becomes of the goal elsewhere, three things tell, none of
which knows the proof:

* the referee (:mod:`porism.geometry.referee`) evaluates it exactly, on every choice of a root; to
  it order and side mean nothing;
* figures are drawn afresh, with every branch turned on purpose
  (:mod:`porism.geometry.figure.turned`), and the goal is measured in them; where the referee does
  not say that it is true, in five times as many, and in some of each kind to sixty digits;
* facts of order tell the figures in which it holds from those in which it fails, and are tried on
  others (:mod:`porism.geometry.held_out`).

The third takes most of the time and changes no verdict: that the goal fails somewhere is known by
then. So a survey has three parts, and whoever has few seconds can ask for the first ones.

Nothing of this is part of the checker: it can take away from a verdict that the checker gave, and
say where the goal holds besides, but it accepts no proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import mpmath

from porism.geometry.checker.check import Configuration
from porism.geometry.errors import FigureError
from porism.geometry.figure.precise import refine
from porism.geometry.figure.traits import is_handed
from porism.geometry.figure.turned import (
    mirrored,
    shaken_figures,
    special_figures,
    turned_figures,
)
from porism.geometry.held_out import Judge, told_apart, unsaid_configuration
from porism.geometry.measure.vectors import Places
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.referee import Ruling, referee

__all__ = ["DIGITS", "FIGURES", "Survey", "Surveys", "survey"]

FIGURES = 24
"""So many figures are drawn at least before something is said of every configuration."""

DIGITS = 60
"""To so many digits a goal is decided in a figure, where the referee leaves it to figures."""

_MANY = 120  # figures where the referee leaves it to them: one configuration in 25 is hardly missed
_NEAR = 12  # more, about the figure of the proof: its configuration may be a rare one
_HELD_OUT = 320  # drawn anew, on which what is said of configurations is tried
_NEXT_SEED = 1_000_003  # between their seed and that of the others
_PRECISE = 12  # of either kind, in which the goal is decided to many digits
_IN_VAIN = 3  # figures that cannot be had to so many digits, before doubles have to do
_SECONDS = 2.5  # for drawing; mostly it takes a fiftieth of one
_DECISION = 5  # figures that are drawn in the time in which one goal is decided to many digits
_LOOK = _MANY + _NEAR + 2 * _PRECISE * _DECISION  # what finding both kinds takes, in figures,
_WORDS = 2 * (_HELD_OUT + _NEAR)  # and what telling them apart takes, twice where it fails once
_ROUGH, _FINE = 1e-7, 1e-25  # residuals of a goal that holds, in doubles and in many digits
_PLAIN = 1e-3  # of a goal that fails, whatever doubles lose where circles touch

Measure = Callable[[Places, float], bool]
"""Does the goal hold in a figure, up to a residual?"""


@dataclass(frozen=True)
class Survey:
    """What is known of the configurations of a statement.

    ``configurations`` has those that were drawn, in which the goal holds and in which it fails;
    it is empty where the goal holds in all of the ``figures``. ``rest`` makes what is left of a
    survey that was cut short, and returns the whole: before, nothing is known to be true
    everywhere by its figures, and configurations have no words. ``cost`` is what it has taken, in
    figures drawn.
    """

    ruling: Ruling
    figures: int
    configurations: tuple[Configuration, ...] = ()
    cost: int = 0
    rest: Callable[[], Survey] | None = field(default=None, compare=False, repr=False)

    @property
    def exact(self) -> bool:
        """Whether the statement is true on every branch, all of them visited."""
        return self.ruling.kind == "true" and not self.ruling.sampled


def survey(
    problem: Problem,
    goal: Predicate,
    holds: Measure,
    near: Coordinates,
    seed: int = 0,
    also: Sequence[Coordinates] = (),
    most: int | None = None,
) -> Survey:
    """Ask the referee and many figures about the goal of a statement.

    ``holds`` measures it (of a question, the answer), ``near`` is a figure of the problem; the
    figures that are drawn do not depend on it where the premises can be constructed. ``also`` has
    more figures to measure. The same for the same ``seed``. A part that would draw more than
    ``most`` figures, with those before, is left out; :attr:`Survey.rest` makes it later.
    """
    statement = replace(problem, auxiliary=(), goals=(goal,))
    ruling = referee(statement)
    if ruling.kind == "false":
        return Survey(ruling, 0)
    asked = _Asked(statement, ruling, holds, near, seed, tuple(also))
    settled = ruling.kind == "true" and not ruling.sampled and not also
    cost = FIGURES if settled else _LOOK
    if most is not None and cost > most:
        return Survey(ruling, 0, rest=lambda: asked.whole(settled=settled))
    if most is None or cost + _WORDS <= most:
        return asked.whole(settled=settled)
    return asked.looked(settled=settled)


@dataclass(frozen=True)
class _Asked:
    """A statement that a survey is made of, with what the referee has said of it."""

    statement: Problem
    ruling: Ruling
    holds: Measure
    near: Coordinates
    seed: int
    also: tuple[Coordinates, ...]

    def whole(self, *, settled: bool) -> Survey:
        """Make all parts."""
        found = self.looked(settled=settled)
        return found if found.rest is None else found.rest()

    def looked(self, *, settled: bool) -> Survey:
        """Find figures in which the goal holds and fails; ``settled``: a few, to be sure."""
        missed, seed = self.ruling.missed, self.seed
        special = special_figures(self.statement, missed, self.near, seed, seconds=_SECONDS)
        cost = 0
        if settled:
            drawn = self._drawn(FIGURES, seed)
            failing = [at for at in (*drawn, *special) if not self.holds(at, _ROUGH)]
            cost = len(drawn)
            # doubles do not do in figures that are close to degenerate
            if all(self._precisely(at) is not False for at in failing):
                return Survey(self.ruling, len(drawn), cost=cost)
        given = {p: self.near[p] for p in self.statement.points}
        on_purpose = (*self.also, *special)
        figures = [given, *on_purpose, *self._drawn(_MANY, seed), *self._shaken(seed)]
        good, bad = _decided(self.statement, figures, self.holds)
        cost += _LOOK
        if not bad:
            return Survey(self.ruling, len(good), cost=cost)
        kept = on_purpose[1::2]  # of figures that somebody looked for, half are held back
        sides = ((True, good), (False, bad))
        unsaid = [unsaid_configuration(holds, figures) for holds, figures in sides if figures]
        return Survey(
            self.ruling,
            len(good) + len(bad),
            tuple(unsaid),
            cost,
            lambda: self._told(good, bad, kept, cost),
        )

    def _told(
        self,
        good: list[Coordinates],
        bad: list[Coordinates],
        kept: Sequence[Coordinates],
        cost: int,
    ) -> Survey:
        """Say what tells figures of both kinds apart."""
        known = self.statement.points
        deciding = [p for choice in self.ruling.choices for p in choice.split() if p in known]

        def held_out(attempt: int) -> list[Coordinates]:
            anew = self.seed + (attempt + 1) * _NEXT_SEED
            return [*kept, *self._drawn(_HELD_OUT, anew), *self._shaken(anew)]

        def decided(at: Coordinates) -> bool | None:
            return _believed(at, self.holds(at, _ROUGH), self._precisely(at), self.holds)

        judge = Judge(lambda at: self.holds(at, _ROUGH), decided)
        fitted, other = (_without(kept, side) or side for side in (good, bad))
        told = told_apart(self.statement, deciding, fitted, other, held_out, judge)
        return Survey(self.ruling, len(good) + len(bad), told, cost + _WORDS)

    def _drawn(self, count: int, seed: int) -> list[Coordinates]:
        """Draw figures; a goal that is false in the mirror image is tried there as well."""
        figures = turned_figures(self.statement, self.near, count, seed, seconds=_SECONDS)
        if any(map(is_handed, (*self.statement.premises, *self.statement.meaning))):
            return figures
        if not any(map(is_handed, self.statement.goals)):
            return figures
        return [mirrored(at) if number % 2 else at for number, at in enumerate(figures)]

    def _shaken(self, seed: int) -> list[Coordinates]:
        return shaken_figures(self.statement, self.near, _NEAR, seed, seconds=_SECONDS)

    def _precisely(self, at: Coordinates) -> bool | None:
        return _precisely(self.statement, at, self.holds)


class Surveys:
    """Surveys that have been made, so that nobody makes one twice: each takes up to some seconds.

    A goal is asked about before its proof is looked for, when it is found, and when it has been
    rewritten, always in the same figure. ``holds`` has to measure the goal and nothing else, but of
    a question, where ``question`` names what: the question and its answer.
    """

    def __init__(self) -> None:
        self._made: dict[object, Survey] = {}

    def survey(
        self,
        problem: Problem,
        goal: Predicate,
        holds: Measure,
        near: Coordinates,
        seed: int = 0,
        question: tuple[Predicate, Fraction | None] | None = None,
        most: int | None = None,
    ) -> Survey:
        """Return what :func:`survey` says; of a survey that was cut short only the rest is made."""
        statement = replace(problem, auxiliary=(), goals=(goal,))
        key = statement, tuple(near[p] for p in statement.points), seed, question
        if key not in self._made:
            self._made[key] = survey(statement, goal, holds, near, seed, (), most)
        rest = self._made[key].rest
        if most is None and rest is not None:
            self._made[key] = rest()
        return self._made[key]


def _without(kept: Sequence[Coordinates], figures: list[Coordinates]) -> list[Coordinates]:
    return [at for at in figures if not any(at is one for one in kept)]


def _decided(
    statement: Problem, figures: Sequence[Coordinates], holds: Measure
) -> tuple[list[Coordinates], list[Coordinates]]:
    """Tell figures in which the goal holds from those in which it fails.

    The first ones of each kind are decided to many digits. If these say otherwise of one, all
    others of its kind are decided so too, for doubles cannot tell. If the very first cannot be had
    to so many, no others are tried. What many digits say counts. A figure that cannot be had to
    so many is judged by doubles, and left out only where the goal fails by so little that doubles
    may be to blame.
    """
    rough = [holds(at, _ROUGH) for at in figures]
    sides: dict[bool, list[Coordinates]] = {True: [], False: []}
    for side in (True, False):
        mine = [at for at, held in zip(figures, rough, strict=True) if held is side]
        exact: list[bool | None] = []
        for at in mine[:_PRECISE]:
            if len(exact) == _IN_VAIN and not any(one is not None for one in exact):
                break  # contacts that are theorems take seconds each, and end so every time
            exact.append(_precisely(statement, at, holds))
        if (not side) in exact:
            exact += [_precisely(statement, at, holds) for at in mine[_PRECISE:]]
        exact += [None] * (len(mine) - len(exact))
        for at, decided in zip(mine, exact, strict=True):
            found = _believed(at, side, decided, holds)
            if found is not None:
                sides[found].append(at)
    return sides[True], sides[False]


def _believed(at: Coordinates, rough: bool, decided: bool | None, holds: Measure) -> bool | None:
    """Return what to believe of a figure: many digits, or doubles where they are clear."""
    if decided is not None:
        return decided
    return rough if rough or not holds(at, _PLAIN) else None


def _precisely(statement: Problem, at: Coordinates, holds: Measure) -> bool | None:
    """Decide the goal to many digits; None where the figure cannot be had to so many."""
    try:
        places = refine(statement, at, DIGITS)
    except FigureError:
        return None
    with mpmath.workdps(DIGITS):
        return holds(places, _FINE)
