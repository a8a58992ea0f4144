"""Sentences that say in which configurations a statement holds, tried on figures held back.

Facts of order are fitted to the figures in which a statement holds and to those in which it fails.
There are thousands of them, so that some fit by chance: each sentence is then tried on figures
that were drawn anew and had no part in finding it. One that such a figure contradicts, or that too
few of them speak to, is not said; the figures are then told apart by pictures only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from porism.geometry.checker.check import Configuration
from porism.geometry.figure.contrast import Group, groups
from porism.geometry.figure.quality import score
from porism.geometry.figure.traits import Flags, Trait, traits
from porism.geometry.problem import Coordinates, Problem

__all__ = ["Judge", "told_apart", "unsaid_configuration"]

_FITS = 2  # sentences that are contradicted are looked for again, with those figures
_LEAST_TRIED = 30  # figures that a sentence speaks to: one wrong in 20 is contradicted in four of 5
_MOST_DECIDED = 12  # contradictions that are measured to many digits


@dataclass(frozen=True)
class Judge:
    """Tells whether a goal holds in a figure: by doubles, or as well as can be (None: unclear)."""

    rough: Callable[[Coordinates], bool]
    decided: Callable[[Coordinates], bool | None]


@dataclass(frozen=True)
class _Trial:
    """A sentence, and which of the figures held back it was tried on.

    ``against`` contradict it; of ``unclear`` ones doubles say so, and many digits do not.
    """

    holds: bool
    traits: tuple[Trait, ...]
    tried: int
    against: tuple[int, ...]
    unclear: tuple[int, ...]

    @property
    def passed(self) -> bool:
        return not self.against and self.tried >= _LEAST_TRIED


def told_apart(
    statement: Problem,
    deciding: Sequence[str],
    good: Sequence[Coordinates],
    bad: Sequence[Coordinates],
    held_out: Callable[[int], Sequence[Coordinates]],
    judge: Judge,
) -> tuple[Configuration, ...]:
    """Say what tells figures in which the goal holds from those in which it fails.

    Facts about the points ``deciding`` come first. ``held_out`` draws figures for each attempt,
    others each time. Figures that no sentence describes are counted without words.
    """
    known = _Known([*good, *bad], [True] * len(good) + [False] * len(bad))
    round_ = _fitted_and_tried(statement, deciding, known, held_out(0), judge)
    for attempt in range(1, _FITS):
        if not round_.against:
            break
        known = round_.learned(known)
        round_ = _fitted_and_tried(statement, deciding, known, held_out(attempt), judge)
    return (*round_.side(True, known), *round_.side(False, known))


def unsaid_configuration(holds: bool, figures: Sequence[Coordinates]) -> Configuration:
    """Return figures in which a goal holds, or in which it fails, as long as nobody has words."""
    return _configuration(holds, (), figures, np.ones(len(figures), dtype=bool))


@dataclass(frozen=True)
class _Known:
    """Figures to which sentences are fitted, and in which of them the goal holds."""

    figures: Sequence[Coordinates]
    held: Sequence[bool]

    def where(self, holds: bool) -> list[int]:
        return [i for i, flag in enumerate(self.held) if flag is holds]


@dataclass(frozen=True)
class _Round:
    """Sentences with what became of them in the ``new`` figures, held back until then.

    ``rough``: the goal holds in these, as doubles tell.
    """

    trials: Sequence[_Trial]
    new: Sequence[Coordinates]
    rough: Sequence[bool]

    @property
    def against(self) -> list[int]:
        return sorted({i for trial in self.trials for i in trial.against})

    def learned(self, known: _Known) -> _Known:
        """Add to what is known what contradicts, and as many other figures as there were."""
        skipped = {*self.against, *(i for trial in self.trials for i in trial.unclear)}
        others = [i for i in range(len(self.new)) if i not in skipped]
        more = [*self.against, *others[: len(known.held)]]
        return _Known(
            [*known.figures, *(self.new[i] for i in more)],
            [*known.held, *(self.rough[i] for i in more)],
        )

    def side(self, holds: bool, known: _Known) -> Iterator[Configuration]:
        """Yield the configurations of one kind: those in words, and the rest by a picture."""
        figures = [*known.figures, *self.new]
        mine = np.array([flag is holds for flag in (*known.held, *self.rough)])
        # of figures held back doubles may be wrong: none is an example of what has no words
        left = mine & (np.arange(len(figures)) < len(known.held))
        for trial in self.trials:
            if trial.holds is holds and trial.passed:
                here = mine & _all(trial.traits)
                left &= ~here
                yield _configuration(holds, trial.traits, figures, here)
        if left.any():
            yield _configuration(holds, (), figures, left)


def _fitted_and_tried(
    statement: Problem,
    deciding: Sequence[str],
    known: _Known,
    new: Sequence[Coordinates],
    judge: Judge,
) -> _Round:
    found = traits(statement, [*known.figures, *new], deciding)
    rough = [judge.rough(at) for at in new]
    trials = [
        _tried(holds, group, new, rough, judge)
        for holds in (True, False)
        for group in groups(found, known.where(holds), known.where(not holds))
        if group.traits
    ]
    return _Round(trials, new, rough)


def _tried(
    holds: bool, group: Group, new: Sequence[Coordinates], rough: Sequence[bool], judge: Judge
) -> _Trial:
    spoken = np.flatnonzero(_all(group.traits)[-len(new) :]).tolist() if new else []
    doubtful = [i for i in spoken if rough[i] is not holds][:_MOST_DECIDED]
    against = tuple(i for i in doubtful if judge.decided(new[i]) is (not holds))
    unclear = tuple(i for i in doubtful if i not in against)
    return _Trial(holds, group.traits, len(spoken), against, unclear)


def _all(chosen: Sequence[Trait]) -> Flags:
    flags: Flags = np.logical_and.reduce([trait.held for trait in chosen])
    return flags


def _configuration(
    holds: bool, chosen: Sequence[Trait], figures: Sequence[Coordinates], here: Flags
) -> Configuration:
    numbers = np.flatnonzero(here).tolist()
    words, facts = tuple(t.words for t in chosen), tuple(t.fact for t in chosen)
    return Configuration(holds, words, len(numbers), _best(figures, numbers), facts)


def _best(figures: Sequence[Coordinates], chosen: Sequence[int]) -> Coordinates:
    """Return the figure that looks best."""
    return max(
        (figures[i] for i in chosen),
        key=lambda at: score({p: complex(*place) for p, place in at.items()}),
    )
