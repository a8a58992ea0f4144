"""The referee: is a statement true, exactly, of the figure it describes?

The statement is evaluated at random instances over large prime fields, on every branch of
the figure (every choice of a square root). A goal that vanishes on all branches of all instances
is true generically; one that vanishes on none is false; one that vanishes on some depends on
the configuration. No rule, no proof and no floating point is involved.

Let t be the random numbers and D the product of the degrees of all steps and of the goal. A goal
that vanishes on a component of the variety of all figures vanishes at each of its points; one that
does not vanishes at a random point of it with probability at most D/p (Schwartz, Zippel). The
prime is drawn at random and so large that an evaluation errs with less than 2^-50. The argument is
written out in docs/referee.md.

Conjugate branches over the field of rational functions in t behave alike, so the fraction of
branches on which a goal holds is the same in all instances. Over the reals a branch may be empty,
and orders and signs are invisible: which branch a drawing shows is not decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random
from typing import Literal

from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Problem
from porism.geometry.referee.answers import QUESTIONS, answer_of
from porism.geometry.referee.evaluate import Answer, Leaf, TooMany, explore, wander
from porism.geometry.referee.field import MAX_LEVEL, Field, make_field
from porism.geometry.referee.figure import Figure, Inapplicable, Instance, NoRoot, Work
from porism.geometry.referee.plan import Plan, make_plan

__all__ = ["Counts", "GoalRuling", "Ruling", "Verdict", "referee"]

Verdict = Literal["true", "false", "depends", "not applicable"]

_BRANCHES = 64  # visited in one instance
_SAMPLES = 32  # drawn at random in one instance where there are more branches
_ATTEMPTS = 8  # with other random numbers before roots are taken in the next higher field
_MARGIN = 80  # bits of the prime beyond the degree: see docs/referee.md
_BITS = 96  # at least
_WORK = (300_000, 1_000)  # units for the figure and for each goal, some ten seconds: see Work
_STEP = 32  # primes have a multiple of so many bits, so that fields are shared
_LARGEST = 1024  # bits


@dataclass(frozen=True)
class Counts:
    """Branches over all instances: on how many the goal holds, fails, or has no figure.

    Conjugate branches count each, though one of them is visited.
    """

    holds: int = 0
    fails: int = 0
    empty: int = 0


@dataclass(frozen=True)
class GoalRuling:
    """What became of one goal; ``value`` answers a question where there is one answer."""

    goal: Predicate
    kind: Verdict
    counts: Counts
    reason: str = ""
    value: Fraction | None = None


@dataclass(frozen=True)
class Ruling:
    """The ruling on a statement: on all goals together, and on each.

    ``choices`` are the points whose choice among alternatives matters where it depends on the
    configuration ("lengths" for the signs of lengths in a goal). ``sampled`` tells that there
    were too many branches to visit all. ``ignored`` are demands of order that no finite field
    can tell: a statement that depends may be settled by them. ``missed`` are the points that have
    a place on some branch only where those before are special: such figures are not evaluated.
    """

    kind: Verdict
    goals: tuple[GoalRuling, ...]
    counts: Counts
    reason: str = ""
    choices: tuple[str, ...] = ()
    instances: int = 0
    sampled: bool = False
    ignored: tuple[Predicate, ...] = ()
    missed: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say the ruling in one line."""
        number = self.counts.holds + self.counts.fails
        branches = f"{number} {'sampled ' if self.sampled else ''}branches"
        where = f"{branches} of {self.instances} random instances"
        match self.kind:
            case "true":
                return f"true on all {where}"
            case "false":
                return f"false on all {where}"
            case "depends":
                text = f"depends on the configuration: true on {self.counts.holds} of {where}"
                decided = f"; what decides: {', '.join(self.choices)}" if self.choices else ""
                return text + decided
            case _:
                return f"not applicable: {self.reason}"


def referee(
    problem: Problem, *, instances: int = 8, seed: int = 0, coincident: bool = True
) -> Ruling:
    """Rule on a statement by exact evaluation at random instances.

    What looks false is looked at again in figures in which points coincide, if ``coincident``.
    Deterministic for a given seed. Never raises for a problem that was read.
    """
    goals = tuple(g for g in problem.goals if not KINDS[g.name].figure_only)
    try:
        if not goals:
            raise Inapplicable("statements of order have no meaning in a finite field")
        plan = make_plan(problem)
        field = _field_for(plan, seed)
        done = _rounds(plan, goals, field, instances, seed)
        found = _ruled(problem, plan, field, goals, done)
        # perhaps a theorem says that two points are one
        if coincident and found.kind == "false" and done.crowded:
            plan = replace(plan, distinct=False)
            done = _rounds(plan, goals, field, instances, seed)
            found = _ruled(problem, plan, field, goals, done)
        if found.kind == "false" and done.missed:
            what = ", ".join(sorted(done.missed))
            raise Inapplicable(f"on some branch there is a place only in special figures: {what}")
    except Inapplicable as obstacle:
        return _not_applicable(problem, str(obstacle))
    return replace(found, missed=tuple(sorted(done.missed)))


def _ruled(
    problem: Problem,
    plan: Plan,
    field: Field,
    goals: Sequence[Predicate],
    done: _Rounds,
) -> Ruling:
    leaves = [leaf for leaves in done.branches for leaf in leaves]
    if not any(leaf.answers for leaf in leaves):
        return _not_applicable(problem, f"no figure that is not degenerate: {leaves[0].reason}")
    return _ruling(problem, plan, field, goals, done.branches, done.sampled)


def _not_applicable(problem: Problem, reason: str) -> Ruling:
    rulings = tuple(GoalRuling(g, "not applicable", Counts(), reason) for g in problem.goals)
    return Ruling("not applicable", rulings, Counts(), reason)


def _field_for(plan: Plan, seed: int) -> Field:
    bits = max(_BITS, -(-(plan.doublings + _MARGIN) // _STEP) * _STEP)
    if bits > _LARGEST:
        raise Inapplicable("a statement of too high a degree")
    return make_field(bits, plan.order, seed)


@dataclass(frozen=True)
class _Rounds:
    """The branches of each instance, whether they are samples, and what was left out of them.

    ``crowded``: places of older points. ``missed``: the points that have a place on some branch
    only where the points before are special.
    """

    branches: list[list[Leaf]]
    sampled: bool
    crowded: bool
    missed: frozenset[str]


def _rounds(
    plan: Plan, goals: Sequence[Predicate], field: Field, instances: int, seed: int
) -> _Rounds:
    """Visit the branches of some instances, or samples of them."""
    rng, work = Random(seed), Work(_WORK[0] + _WORK[1] * len(goals))
    sampled = False
    rounds: list[list[Leaf]] = []
    samples: list[Leaf] = []  # of the instance that is being sampled
    level = attempts = 0
    crowded = False
    missed: set[str] = set()
    while len(rounds) < instances:
        figure = Figure(Instance(field, rng, level, work, plan.signed))
        try:
            if not sampled:
                rounds.append(explore(plan, goals, figure, _BRANCHES))
            while sampled and len(samples) < _SAMPLES:
                samples.append(wander(plan, goals, figure, rng))
            if sampled:
                rounds.append(samples)
                samples = []
        except TooMany:
            sampled = True
        except NoRoot:
            attempts += 1
            if attempts % _ATTEMPTS == 0:
                level = min(level + 1, MAX_LEVEL)
        crowded = crowded or bool(figure.instance.crowded)
        missed |= figure.instance.missed
        strained = figure.instance.strained
        if strained:
            what = ", ".join(sorted(strained))
            raise Inapplicable(f"more is demanded than places can satisfy: {what}")
    return _Rounds(rounds, sampled, crowded, frozenset(missed))


# --- verdicts -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Share:
    """For how many choices of signs of lengths something holds and fails on one branch."""

    holds: int
    fails: int


def _ruling(
    problem: Problem,
    plan: Plan,
    field: Field,
    goals: Sequence[Predicate],
    rounds: Sequence[Sequence[Leaf]],
    sampled: bool,
) -> Ruling:
    leaves = [leaf for leaves in rounds for leaf in leaves]
    shares = [_shares(goal, k, rounds) for k, goal in enumerate(goals)]
    found: dict[Predicate, GoalRuling] = {}
    for k, goal in enumerate(goals):
        counts = _count(leaves, shares[k])
        found[goal] = GoalRuling(goal, _kind(counts), counts)
        if goal.name in QUESTIONS and counts.holds:
            answers = dict.fromkeys(n.answers[k][0] for n in leaves if n.answers)
            value, text = answer_of(goal, answers, field)
            kind: Verdict = "depends" if len(answers) > 1 else "true"
            found[goal] = GoalRuling(goal, kind, counts, text, value)
    rulings = tuple(
        found.get(g, GoalRuling(g, "not applicable", Counts(), "a statement of order"))
        for g in problem.goals
    )
    together = [_together(column) for column in zip(*shares, strict=True)]
    counts = _count(leaves, together)
    kind, reason = _overall(rulings, _kind(counts))
    deciding = () if sampled or kind != "depends" else _deciding(plan, rounds, together)
    ignored = plan.ignored
    return Ruling(kind, rulings, counts, reason, deciding, len(rounds), sampled, ignored)


def _shares(goal: Predicate, k: int, rounds: Sequence[Sequence[Leaf]]) -> list[_Share]:
    """Judge a goal on each branch; a question holds where its value is fixed."""
    right: set[Answer] = {True}
    if goal.name in QUESTIONS:
        right = set.intersection(*({n.answers[k][0] for n in r if n.answers} for r in rounds))
    found = []
    for leaf in (leaf for leaves in rounds for leaf in leaves):
        answers = leaf.answers[k] if leaf.answers else ()
        number = sum(answer in right for answer in answers)
        found.append(_Share(number, len(answers) - number))
    return found


def _together(shares: Sequence[_Share]) -> _Share:
    """Judge all goals on one branch; of several, each signs of lengths are chosen apart."""
    if len(shares) == 1:
        return shares[0]
    return _Share(int(all(s.holds for s in shares)), int(any(s.fails for s in shares)))


def _count(leaves: Sequence[Leaf], shares: Sequence[_Share]) -> Counts:
    pairs = list(zip(leaves, shares, strict=True))
    return Counts(
        sum(leaf.weight * share.holds for leaf, share in pairs),
        sum(leaf.weight * share.fails for leaf, share in pairs),
        sum(leaf.weight for leaf in leaves if not leaf.answers),
    )


def _kind(counts: Counts) -> Verdict:
    if not counts.fails:
        return "true"
    return "depends" if counts.holds else "false"


def _overall(rulings: Sequence[GoalRuling], kind: Verdict) -> tuple[Verdict, str]:
    """Combine the goals: one that is false decides, then one that cannot be judged."""
    kinds = {r.kind for r in rulings}
    if "false" in kinds or kind == "false":
        return "false", ""
    if "not applicable" in kinds:
        return "not applicable", "a goal is a statement of order"
    return ("depends" if "depends" in kinds else kind), ""


def _deciding(
    plan: Plan, rounds: Sequence[Sequence[Leaf]], shares: Sequence[_Share]
) -> tuple[str, ...]:
    """Name the steps at which some alternative makes the goals more often true than another."""
    found: set[int] = set()
    each = iter(shares)
    for leaves in rounds:
        groups: dict[tuple[int, tuple[tuple[int, ...], ...]], dict[tuple[int, ...], Counts]] = {}
        for leaf in leaves:
            share = next(each)
            for number, taken in enumerate(leaf.path if leaf.answers else ()):
                group = groups.setdefault((number, leaf.path[:number]), {})
                sums = group.get(taken, Counts())
                yes, no = leaf.weight * share.holds, leaf.weight * share.fails
                group[taken] = Counts(sums.holds + yes, sums.fails + no)
        for (number, _), group in groups.items():
            if len({Fraction(c.holds, c.holds + c.fails) for c in group.values()}) > 1:
                found.add(number)
    names = [" ".join(plan.steps[number].points) for number in sorted(found)]
    mixed = any(share.holds and share.fails for share in shares)
    return (*names, "lengths") if mixed else tuple(names)
