"""In which configurations of a statement does its goal hold?

A proof shows a goal for the configuration in which it is written: points in this order, that
intersection and not the other. What becomes of the goal elsewhere, three things tell, none of
which knows the proof:

* the referee (:mod:`porism.geometry.referee`) evaluates it exactly, on every choice of a root; to
  it order and side mean nothing;
* figures are drawn afresh, with every branch turned on purpose
  (:mod:`porism.geometry.figure.turned`), and the goal is measured in them; where the referee does
  not say that it is true, in five times as many, and in some of each kind to sixty digits;
* facts of order tell the figures in which it holds from those in which it fails
  (:mod:`porism.geometry.figure.contrast`).

Nothing of this is part of the checker: it can take away from a verdict that the checker gave, and
say where the goal holds besides, but it accepts no proof.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import mpmath

from porism.geometry.checker.check import Configuration
from porism.geometry.errors import FigureError
from porism.geometry.figure.contrast import Trait, groups, is_handed, traits
from porism.geometry.figure.precise import refine
from porism.geometry.figure.quality import score
from porism.geometry.figure.turned import mirrored, shaken_figures, turned_figures
from porism.geometry.measure.vectors import Places
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.referee import Ruling, referee

__all__ = ["DIGITS", "FIGURES", "Survey", "survey"]

FIGURES = 24
"""So many figures are drawn at least before something is said of every configuration."""

DIGITS = 60
"""To so many digits a goal is decided in a figure, where the referee leaves it to figures."""

_MANY = 120  # figures where the referee leaves it to them: one configuration in 25 is hardly missed
_NEAR = 12  # more, about the figure of the proof: its configuration may be a rare one
_PRECISE = 12  # of either kind, in which the goal is decided to many digits
_SECONDS = 5.0  # for drawing; mostly it takes a fiftieth of one
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
    if ruling.kind == "true" and not ruling.sampled and not also:
        failing = [at for at in figures if not holds(at, _ROUGH)]
        # doubles do not do in figures that are close to degenerate
        if all(_precisely(statement, at, holds) is not False for at in failing):
            return Survey(ruling, len(figures))
    given = {p: near[p] for p in statement.points}
    figures = [given, *also, *_drawn(statement, near, _MANY, seed)]
    figures += shaken_figures(statement, near, _NEAR, seed, seconds=_SECONDS)
    good, bad = _decided(statement, figures, holds)
    if not bad:
        return Survey(ruling, len(good))
    return Survey(ruling, len(good) + len(bad), _told(statement, ruling, good, bad))


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
    others of its kind are decided so too, for doubles cannot tell. What many digits say counts. A
    figure that cannot be had to so many is judged by doubles, and left out only where the goal
    fails by so little that doubles may be to blame.
    """
    rough = [holds(at, _ROUGH) for at in figures]
    sides: dict[bool, list[Coordinates]] = {True: [], False: []}
    for side in (True, False):
        mine = [at for at, held in zip(figures, rough, strict=True) if held is side]
        exact = [_precisely(statement, at, holds) for at in mine[:_PRECISE]]
        if (not side) in exact:
            exact += [_precisely(statement, at, holds) for at in mine[_PRECISE:]]
        exact += [None] * (len(mine) - len(exact))
        for at, decided in zip(mine, exact, strict=True):
            if decided is not None:
                sides[decided].append(at)
            elif side or not holds(at, _PLAIN):
                sides[side].append(at)
    return sides[True], sides[False]


def _precisely(statement: Problem, at: Coordinates, holds: Measure) -> bool | None:
    """Decide the goal to many digits; None where the figure cannot be had to so many."""
    try:
        places = refine(statement, at, DIGITS)
    except FigureError:
        return None
    with mpmath.workdps(DIGITS):
        return holds(places, _FINE)


def _told(
    statement: Problem, ruling: Ruling, good: list[Coordinates], bad: list[Coordinates]
) -> tuple[Configuration, ...]:
    figures = [*good, *bad]
    deciding = [p for choice in ruling.choices for p in choice.split() if p in statement.points]
    found = traits(statement, figures, deciding)
    inside, outside = range(len(good)), range(len(good), len(figures))
    return (
        *_described(True, found, inside, outside, figures),
        *_described(False, found, outside, inside, figures),
    )


def _described(
    holds: bool,
    found: Sequence[Trait],
    mine: Sequence[int],
    others: Sequence[int],
    figures: Sequence[Coordinates],
) -> tuple[Configuration, ...]:
    return tuple(
        Configuration(
            holds, group.words, len(group.figures), _best(figures, group.figures), group.facts
        )
        for group in groups(found, mine, others)
    )


def _best(figures: Sequence[Coordinates], chosen: Sequence[int]) -> Coordinates:
    """Return the figure that looks best."""
    return max(
        (figures[i] for i in chosen),
        key=lambda at: score({p: complex(*place) for p, place in at.items()}),
    )
