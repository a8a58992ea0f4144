"""Many attempts at a figure: valid ones, their goals, the best of several.

The search is bounded by numbers of attempts, so that its outcome depends on the seed alone;
the clock only makes it give up.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np

from porism.geometry.figure.build import Dead, Limits, Points, build, how_it_fails
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.plan import Plan
from porism.geometry.figure.quality import score
from porism.geometry.figure.system import System
from porism.geometry.forms import lines_of
from porism.geometry.measure import truth
from porism.geometry.measure.tolerances import COINCIDENT, EXACT, LARGEST, MARGIN
from porism.geometry.measure.vectors import extent, leeway
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates
from porism.geometry.words import display_names, sentence

__all__ = ["LEVELS", "TOLERANCE", "Deadline", "Found", "Outcome", "Search", "overlaps", "pairs"]

TOLERANCE = 1e-9  # a figure is one when every premise holds to this
_TOGETHER = 1e-7  # of the size of the figure, between points that coincide
_APART = 1e-4  # and others, where residuals are at most the square of it
_ROUNDED = 1e-13  # residual of a figure to rounding, its points so close to one another
_EXACT = 2e-14  # residuals below this are rounding: no use polishing
_LOOSE = 1e-6  # a goal further off than this before polishing is false

_PLEASANT = -1.0  # a figure with this score needs no better one
_PLEASANT_ATTEMPTS = 60  # after which a goal, or the text, may want a figure of another kind
_PROBES = 16  # attempts before points are said to coincide in every figure
_TURNS = 12  # branches of the first figure that are tried the other way
LEVELS = (  # limits, attempts; the first level that yields a figure ends the search
    (Limits(0.08, 3.5), 60),
    (Limits(0.03, 6.0), 200),
    (Limits(1e-3, 60.0), 400),
    (Limits(0.0, 60.0, overlap=True), 60),
)


class Deadline(Exception):
    """Time is up."""


@dataclass(frozen=True)
class Found:
    """A figure that satisfies all premises, with its looks, the goals that hold, its branches."""

    at: Points
    residual: float
    score: float
    held: tuple[Predicate, ...] = ()
    taken: tuple[int, ...] = ()
    offered: tuple[int, ...] = ()

    def turned(self) -> list[tuple[int, ...]]:
        """Return its branches with one of them changed, for each of the last few."""
        taken, offered = self.taken, self.offered
        start = max(0, len(taken) - _TURNS)
        return [
            (*taken[:k], (taken[k] + 1) % offered[k], *taken[k + 1 :])
            for k in range(start, len(taken))
        ]


@dataclass
class Outcome:
    """What a search has seen: good figures, one in which a goal fails, why attempts died.

    Of the figures in which not all goals hold, ``refuting`` is one with most goals. ``held``
    are the goals that hold in some figure. ``together`` is the number of pairs of points that
    coincide in these figures; where there are figures with fewer, others do not count.
    """

    good: list[Found] = field(default_factory=list)
    refuting: Found | None = None
    held: set[Predicate] = field(default_factory=set)
    together: int | None = None
    failures: int = 0  # figures in which a goal fails
    attempts: int = 0
    deaths: Counter[tuple[int, str]] = field(default_factory=Counter)

    def best(self) -> Found:
        """The best-looking good figure."""
        return max(self.good, key=lambda found: found.score)

    def admit(self, together: int) -> bool:
        """Tell whether a figure with so many coincidences counts; forget those with more."""
        if self.together is not None and together > self.together:
            return False
        if self.together is not None and together < self.together:
            self.good, self.refuting, self.failures = [], None, 0
            self.held.clear()
        self.together = together
        return True

    def add(self, found: Found, goals: Collection[Predicate]) -> None:
        """File a figure under good or refuting."""
        self.held.update(found.held)
        if len(found.held) == len(goals):
            self.good.append(found)
            return
        self.failures += 1
        if self.refuting is None or len(found.held) > len(self.refuting.held):
            self.refuting = found


def _is_unclear(goal: Predicate, coords: Coordinates) -> bool:
    """Tell whether a goal of order holds by so little that a figure cannot show it."""
    return goal.kind.figure_only and EXACT < truth.margin(goal, coords) <= MARGIN


def overlaps(at: Points) -> tuple[tuple[str, str], ...]:
    """Return the pairs of points that coincide."""
    names, z = list(at), np.array(list(at.values()))
    apart = np.abs(z[:, None] - z[None, :])
    near = np.argwhere(apart <= _TOGETHER * np.abs(z - z.mean()).max())
    return tuple((names[i], names[j]) for i, j in near if i < j)


def _almost_together(at: Points) -> bool:
    """Tell whether points are neither at one place nor apart.

    Premises that hold only in the limit, as points come together, almost hold close to it.
    """
    z = np.array(list(at.values()))
    apart = np.abs(z[:, None] - z[None, :])
    apart /= apart.max(initial=np.finfo(float).tiny)
    return bool(((apart > _TOGETHER) & (apart < _APART)).any())


def pairs(at: Points) -> dict[str, tuple[float, float]]:
    """Complex numbers as coordinate pairs."""
    return {name: (z.real, z.imag) for name, z in at.items()}


class Search:
    """Attempts at figures of one plan.

    ``goals`` tells whether goals matter; without them every valid figure is good. ``rounded``
    says that fixed points may move within the precision to which they were written down.
    """

    def __init__(
        self,
        plan: Plan,
        seed: str,
        deadline: float,
        *,
        goals: bool = True,
        rounded: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.plan = plan
        self.clock = clock
        self.seed = seed
        self.deadline = deadline
        self.goals = plan.problem.goals if goals else ()
        self.rounded = rounded
        self.system = System(plan.problem.points, plan.premises, plan.unit)
        self.outcome = Outcome()

    def run(self, wanted: int, *, wide: bool = False) -> Outcome:
        """Collect ``wanted`` good figures, or fewer when attempts run out. Raises Deadline.

        When more than one is wanted, each branch of the first good figure is turned once, to
        see whether the goals depend on it, and more are drawn until one is pleasant.
        """
        out = self.outcome
        for limits, attempts in LEVELS:
            if limits.overlap and out.refuting is not None:
                break  # points that can be kept apart are: no goal is true by one on another
            end, least = out.attempts + attempts, out.attempts + _PROBES * limits.overlap
            turns: list[tuple[int, ...]] = []
            while out.attempts < end and (
                turns or out.attempts < least or not self._satisfied(wanted)
            ):
                first = not out.good
                varied = wide or (out.attempts > 20 and out.attempts % 2 == 1)
                anywhere = out.attempts > _PLEASANT_ATTEMPTS and out.attempts % 4 == 3
                script = turns.pop() if turns else ()
                if not self.attempt(script, limits, wide=varied, anywhere=anywhere):
                    break  # every attempt would be the same
                if first and out.good and wanted > 1:
                    turns = out.good[0].turned()
                    end = min(end, out.attempts + len(turns) + 8 * wanted)
            if out.good:
                break
        return out

    def _satisfied(self, wanted: int) -> bool:
        good = self.outcome.good
        if len(good) < wanted:
            return False
        return wanted == 1 or max(found.score for found in good) > _PLEASANT

    def attempt(
        self,
        script: Sequence[int],
        limits: Limits,
        *,
        wide: bool,
        anywhere: bool = False,
        numbers: Random | None = None,
    ) -> bool:
        """Build one figure, its first branches as in ``script``; was anything left to chance?

        ``wide``, ``anywhere`` and ``numbers`` as of :class:`Choices`. Raises Deadline.
        """
        self.check_time()
        seed = f"{self.seed}/{self.outcome.attempts}"
        mirror = self.plan.oriented
        choices = Choices(seed, script, wide, mirror, anywhere=anywhere, numbers=numbers)
        self.outcome.attempts += 1
        try:
            at = build(self.plan, choices, limits)
        except Dead as dead:
            self.outcome.deaths[dead.step, dead.reason] += 1
        else:
            self.consider(at, limits, choices)
        return choices.used

    @property
    def is_over(self) -> bool:
        """Whether time is up."""
        return self.clock() > self.deadline

    def check_time(self) -> None:
        """Raise Deadline when time is up."""
        if self.is_over:
            raise Deadline

    def consider(self, at: Points, limits: Limits, choices: Choices | None = None) -> bool:
        """Check a figure, make it exact and file it under good or refuting; was it one?"""
        out = self.outcome
        coords = pairs(at)
        far = any(abs(v) >= LARGEST for place in coords.values() for v in place)
        reason = "a point is too far from the origin" if far else self._violated(coords)
        if reason is not None:
            out.deaths[len(self.plan.steps), reason] += 1
            return False
        together = len(overlaps(at))
        if not out.admit(together):
            out.deaths[len(self.plan.steps), "points coincide that need not"] += 1
            return False
        unclear = next((g for g in self.goals if _is_unclear(g, coords)), None)
        if unclear is not None:
            out.deaths[len(self.plan.steps), f"whether '{unclear}' is too close to tell"] += 1
            return False
        likely = [g for g in self.goals if truth.holds(g, coords, _LOOSE)]
        if self._tells_nothing(likely):
            out.failures += 1
            return True
        if limits.overlap:  # where points coincide, other equations are well-conditioned
            self.system = System(self.system.names, self.plan.premises, self.plan.unit, at)
        x = self.system.array(at)
        if self.system.error(x) > _EXACT:
            x = self.system.polish(x, self.plan.fixed)
            at = self.system.coords(x)
            if self.rounded and self.plan.fixed and self.system.error(x) > _EXACT:
                at = self._moved(at)
            coords = pairs(at)
            reason = self._violated(coords)
            if reason is not None:  # it has become another figure
                out.deaths[len(self.plan.steps), reason] += 1
                return False
        residual = self.residual(coords)
        if not residual <= (_ROUNDED if _almost_together(at) else TOLERANCE):
            out.deaths[len(self.plan.steps), self._how_premises_fail(coords)] += 1
            return False
        if not limits.overlap and self._clash(at, limits):
            return False
        held = tuple(g for g in self.goals if truth.holds(g, coords, TOLERANCE))
        if len(held) < len(self.goals) and not self.plan.oriented and not self.plan.fixed:
            turned = pairs(over := {p: z.conjugate() for p, z in at.items()})
            there = tuple(g for g in self.goals if truth.holds(g, turned, TOLERANCE))
            if len(there) > len(held):  # the mirror image is a figure of the premises as well
                at, coords, held = over, turned, there
        taken, offered = (choices.taken, choices.offered) if choices else ([], [])
        out.add(Found(at, residual, score(at), held, tuple(taken), tuple(offered)), self.goals)
        return True

    def _tells_nothing(self, likely: Sequence[Predicate]) -> bool:
        """Tell whether a figure with these goals refutes, and no better than one that is known."""
        known, held = self.outcome.refuting, self.outcome.held
        if known is None or len(likely) == len(self.goals):
            return False
        return len(likely) <= len(known.held) and held >= set(likely)

    def _moved(self, at: Points) -> Points:
        """Move fixed points too, but only a little."""
        new = self.system.coords(self.system.polish(self.system.array(at)))
        near = leeway({p: (at[p].real, at[p].imag) for p in self.plan.fixed})
        return new if all(abs(new[p] - at[p]) < near[p] / 2 for p in self.plan.fixed) else at

    def residual(self, coords: dict[str, tuple[float, float]]) -> float:
        """The largest residual over all premises."""
        return float(max((truth.residual(p, coords) for p in self.plan.premises), default=0.0))

    def _how_premises_fail(self, coords: dict[str, tuple[float, float]]) -> str:
        """Say which premise says nothing of these places, if one does: sines in a flat triangle."""
        for premise in self.plan.premises:
            if math.isinf(truth.residual(premise, coords)):
                return f"'{premise}' says nothing where points or lines are one"
        return "the premises hold only approximately"

    def _violated(self, coords: dict[str, tuple[float, float]]) -> str | None:
        """The first condition or premise of order that fails, if any."""
        for condition in self.plan.conditions:
            if not truth.holds(condition, coords, _LOOSE):
                return f"the construction requires: {sentence(condition, display_names(coords))}"
        for premise in self.plan.ordering:
            if not truth.holds(premise, coords):
                return how_it_fails(premise, coords)
        together = COINCIDENT * extent(coords)
        for statement in (*self.plan.ordering, *self.plan.conditions):
            if any(math.dist(coords[p], coords[q]) <= together for p, q in lines_of(statement)):
                return f"'{statement}' is about points at one place"
        return None

    def _clash(self, at: Points, limits: Limits) -> bool:
        """Points that polishing has moved together; fixed ones may be."""
        held, least = set(self.plan.fixed), 0.5 * limits.apart * self.plan.unit
        new = [z for p, z in at.items() if p not in held]
        old = [z for p, z in at.items() if p in held]
        return any(abs(p - q) < least for i, p in enumerate(new) for q in (*new[:i], *old))
