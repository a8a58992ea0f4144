"""The double check: a theorem is proved again from its text alone, in a figure drawn afresh.

Nothing of the figure in which a theorem was found is used here. The text is parsed, a new figure
is drawn, the goal is proved in it; with auxiliary points, the goal must not follow without
them, not even by the law of sines; and both again in a second figure. The proof is checked:
every step exactly, and its statements in both figures.
(:func:`porism.geometry.verify.check` does the same in high precision; it is run on samples,
see ``docs/data.md``.) Where loci meet twice, two figures may have made the same choices, so what a
figure decides for the proof is looked at in some more: only that, for the rest was exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from porism.ddar.closure import Closure
from porism.ddar.engine import saturate
from porism.ddar.traceback import TracebackError, traceback
from porism.geometry.checker.steps import check_steps
from porism.geometry.errors import CheckError
from porism.geometry.figure.build import Dead, Limits, build
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.plan import Plan, make_plan
from porism.geometry.language import parse_problem
from porism.geometry.measure import truth
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import Given, Proof
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules
from porism.synth.measured import Claims, DoubleFigure, claims_of, figure_at, is_distinctness
from porism.synth.minimal import LIMITS, closed

__all__ = ["Rejected", "Verified", "drawn", "givens", "verified"]


_catalogue: Callable[[], Mapping[str, Rule]] = lru_cache(maxsize=1)(load_rules)
_ATTEMPTS = 12  # at a figure; attempt k draws from seed + k
_MORE = 5  # figures in which the proof is measured only
_LIMITS = Limits(0.05, 6.0)
_EXACT = 1e-9  # residual of premises
_TRUE = 1e-8  # residual of goals


class Rejected(Exception):
    """A theorem that is not kept; the message is the reason, by which a block counts them."""


@dataclass(frozen=True)
class Verified:
    """A problem as its text says it, with a proof; ``seed`` draws the figure of the proof."""

    problem: Problem
    proof: Proof
    seed: int


def givens(proof: Proof) -> list[Predicate]:
    """Return the premises a proof uses."""
    return [step.statement for step in proof.steps if isinstance(step.reason, Given)]


def verified(text: str, name: str, seed: int, version: str) -> Verified:
    """Prove the problem of ``text`` again; raise Rejected when it does not stand."""
    problem = parse_problem(text, name)
    (goal,) = problem.goals
    plan = make_plan(problem)
    coordinates, used = drawn(plan, seed)
    closure = _proved(problem, goal, coordinates)
    try:
        proof = traceback(closure, goal)
    except TracebackError:
        raise Rejected("untraceable") from None
    proof = replace(proof, seed=used, version=version)
    another, _ = drawn(plan, used + _ATTEMPTS)
    _proved(problem, goal, another)
    rules = _catalogue()
    claims = claims_of(proof, rules)
    second = _measured(claims, another)  # first what costs little: one in twelve fails here
    _check(proof, rules, claims, coordinates)
    if not claims.follow(second):
        raise Rejected("false")
    for k in range(2, 2 + _MORE):
        _measured(claims, _placed(plan, used + k * _ATTEMPTS, _is_meant)[0])
    return Verified(problem, proof, used)


def _proved(problem: Problem, goal: Predicate, at: Coordinates) -> Closure:
    """Return the closure in which the goal is proved, and not without the auxiliary points."""
    closure = saturate(problem, at, LIMITS, goals=(goal,))
    if not closure.holds(goal):
        raise Rejected("unproved")
    if problem.auxiliary and closed(problem.clauses, at, goal, sines=True).holds(goal):
        raise Rejected("superfluous")
    return closure


def drawn(plan: Plan, seed: int) -> tuple[Coordinates, int]:
    """Draw a figure in which the goal holds; return it with the seed that gave it.

    Raises Rejected where none is found.
    """
    return _placed(plan, seed, _is_true)


def _placed(
    plan: Plan, seed: int, will_do: Callable[[Plan, Coordinates], bool]
) -> tuple[Coordinates, int]:
    for k in range(seed, seed + _ATTEMPTS):
        try:
            placed = build(plan, Choices(str(k), mirror=plan.oriented), _LIMITS)
        except Dead:
            continue
        at = {name: (z.real, z.imag) for name, z in placed.items()}
        if will_do(plan, at):
            return at, k
    raise Rejected("undrawable")


def _is_meant(plan: Plan, at: Coordinates) -> bool:
    """Tell whether a figure shows the goal, and the order that is meant; its points are apart."""
    order = (s for s in (*plan.conditions, *plan.ordering) if not is_distinctness(s))
    return all(truth.holds(s, at) for s in order) and all(
        truth.residual(s, at) < _TRUE for s in plan.problem.goals
    )


def _is_true(plan: Plan, at: Coordinates) -> bool:
    """Tell whether it shows the premises too, which it was made from."""
    return _is_meant(plan, at) and all(truth.residual(s, at) < _EXACT for s in plan.premises)


def _check(proof: Proof, rules: Mapping[str, Rule], claims: Claims, at: Coordinates) -> None:
    """Check every step exactly, and measure all statements in the figure of the proof."""
    own = figure_at(at, "the figure of the proof")
    if own is None:
        raise Rejected("inexact")
    try:
        check_steps(proof, proof.problem, rules, own)
    except CheckError as error:
        raise Rejected("unsound") from error
    if not (claims.hold(own) and claims.follow(own)):
        raise Rejected("inexact")


def _measured(claims: Claims, at: Coordinates) -> DoubleFigure:
    """Return another figure, which has to be of the configuration that the proof speaks of."""
    figure = figure_at(at, "another figure")
    if figure is None or not claims.hold(figure):
        raise Rejected("special")
    return figure
