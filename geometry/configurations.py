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

Nothing of this is part of the checker: it can take away from a verdict that the checker gave, and
say where the goal holds besides, but it accepts no proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
from porism.geometry.held_out import Judge, told_apart
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
_ROUGH, _FINE = 1e-7, 1e-25  # residuals of a goal that holds, in doubles and in many digits
_PLAIN = 1e-3  # of a goal that fails, whatever doubles lose where circles touch

Measure = Callable[[Places, float], bool]
"""Does the goal hold in a figure, up to a residual?"""


@dataclass(frozen=True)
class Survey:
    """What is known of the configurations of a statement.

    ``configurations`` has those that were drawn, in which the goal holds and in which it fails;
    it is empty where the goal holds in all of the ``figures``.
    """

    ruling: Ruling
    figures: int
    configurations: tuple[Configuration, ...] = ()

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
) -> Survey:
    """Ask the referee and many figures about the goal of a statement.

    ``holds`` measures it (of a question, the answer), ``near`` is a figure of the problem; the
    figures that are drawn do not depend on it where the premises can be constructed. ``also`` has
    more figures to measure. The same for the same ``seed``.
    """
    statement = replace(problem, auxiliary=(), goals=(goal,))
    ruling = referee(statement)
    figures = _drawn(statement, near, FIGURES, seed)
    if ruling.kind == "false":
        return Survey(ruling, len(figures))
    special = special_figures(statement, ruling.missed, near, seed, seconds=_SECONDS)
    if ruling.kind == "true" and not ruling.sampled and not also:
        failing = [at for at in (*figures, *special) if not holds(at, _ROUGH)]
        # doubles do not do in figures that are close to degenerate
        if all(_precisely(statement, at, holds) is not False for at in failing):
            return Survey(ruling, len(figures))
    given = {p: near[p] for p in statement.points}
    also = (*also, *special)
    figures = [given, *also, *_drawn(statement, near, _MANY, seed)]
    figures += shaken_figures(statement, near, _NEAR, seed, seconds=_SECONDS)
    good, bad = _decided(statement, figures, holds)
    if not bad:
        return Survey(ruling, len(good))
    deciding = [p for choice in ruling.choices for p in choice.split() if p in statement.points]
    count = len(good) + len(bad)
    kept = also[1::2]  # of figures that somebody looked for on purpose, half are held back

    def held_out(attempt: int) -> list[Coordinates]:
        anew = seed + (attempt + 1) * _NEXT_SEED
        figures = [*kept, *_drawn(statement, near, _HELD_OUT, anew)]
        return figures + shaken_figures(statement, near, _NEAR, anew, seconds=_SECONDS)

    def decided(at: Coordinates) -> bool | None:
        return _believed(at, holds(at, _ROUGH), _precisely(statement, at, holds), holds)

    judge = Judge(lambda at: holds(at, _ROUGH), decided)
    good, bad = (_without(kept, side) or side for side in (good, bad))
    told = told_apart(statement, deciding, good, bad, held_out, judge)
    return Survey(ruling, count, told)


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
    ) -> Survey:
        """Return what :func:`survey` says."""
        statement = replace(problem, auxiliary=(), goals=(goal,))
        key = statement, tuple(near[p] for p in statement.points), seed, question
        if key not in self._made:
            self._made[key] = survey(statement, goal, holds, near, seed)
        return self._made[key]


def _without(kept: Sequence[Coordinates], figures: list[Coordinates]) -> list[Coordinates]:
    return [at for at in figures if not any(at is one for one in kept)]


def _drawn(statement: Problem, near: Coordinates, count: int, seed: int) -> list[Coordinates]:
    """Draw figures; a goal that is false in the mirror image is tried there as well."""
    figures = turned_figures(statement, near, count, seed, seconds=_SECONDS)
    if any(map(is_handed, (*statement.premises, *statement.meaning))):
        return figures
    if not any(map(is_handed, statement.goals)):
        return figures
    return [mirrored(at) if number % 2 else at for number, at in enumerate(figures)]


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
