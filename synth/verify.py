"""The double check: a theorem is proved again from its text alone, in a figure drawn afresh.

Nothing of the figure in which a theorem was found is used here. The text is parsed, a new figure
is drawn, the goal is proved in it; with auxiliary points, the goal must not follow without
them, not even by the law of sines; and both again in a second figure. The proof is checked:
every step exactly, and its statements in both figures.
(:func:`porism.geometry.verify.check` does the same in high precision; it is run on samples,
see ``docs/data.md``.) Where loci meet twice, two figures may have made the same choices, so the
statements are measured in some more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from porism.ddar.closure import Closure
from porism.ddar.engine import saturate
from porism.ddar.traceback import TracebackError, traceback
from porism.geometry.checker.figures import MeasuredFigure, measure
from porism.geometry.checker.steps import check_steps
from porism.geometry.equations import Equation
from porism.geometry.errors import CheckError
from porism.geometry.figure.build import Dead, Limits, build
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.plan import Plan, make_plan
from porism.geometry.language import parse_problem
from porism.geometry.measure import truth
from porism.geometry.measure.turns import direction
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import Given, Proof
from porism.geometry.rules import load_rules
from porism.synth.minimal import LIMITS, closed

__all__ = ["Rejected", "Verified", "drawn", "givens", "verified"]


_ATTEMPTS = 12  # at a figure; attempt k draws from seed + k
_MORE = 5  # figures in which the proof is measured only
_LIMITS = Limits(0.05, 6.0)
_EXACT = 1e-9  # residual of premises
_TURNS = 1e-6  # half-turns by which a sum of angles may miss a whole number
_TRUE = 1e-8  # residual of goals, and of the statements of a proof


class Rejected(Exception):
    """A theorem that does not stand: the reason, in one word, for the statistics."""


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
    _check(proof, coordinates, another)
    for k in range(2, 2 + _MORE):
        _check_measures(proof, drawn(plan, used + k * _ATTEMPTS)[0])
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
    for k in range(seed, seed + _ATTEMPTS):
        try:
            placed = build(plan, Choices(str(k), mirror=plan.oriented), _LIMITS)
        except Dead:
            continue
        at = {name: (z.real, z.imag) for name, z in placed.items()}
        if _isdrawn(plan, at):
            return at, k
    raise Rejected("undrawable")


def _isdrawn(plan: Plan, at: Coordinates) -> bool:
    return (
        all(truth.holds(s, at) for s in (*plan.conditions, *plan.ordering))
        and all(truth.residual(s, at) < _EXACT for s in plan.premises)
        and all(truth.residual(s, at) < _TRUE for s in plan.problem.goals)
    )


def _check(proof: Proof, at: Coordinates, another: Coordinates) -> None:
    rules = load_rules()
    own = _measured(at, "the figure of the proof")
    try:
        check_steps(proof, proof.problem, rules, own)
    except CheckError as error:
        raise Rejected("unsound") from error
    names = {name: name for name in at}
    if measure(proof.steps, rules, own, names) is not None:
        raise Rejected("inexact")
    _check_measures(proof, another)


def _check_measures(proof: Proof, at: Coordinates) -> None:
    names = {name: name for name in at}
    found = measure(proof.steps, load_rules(), _measured(at, "another figure"), names)
    if found is not None:
        raise Rejected("false" if found.false else "special")


class _Plain(MeasuredFigure):
    """A figure in floating-point numbers, quick where the checker's is exact."""

    def turns(self, equation: Equation) -> int | None:
        total = 0.0
        for (a, b), c in equation.terms:
            total += direction(self.coords[a], self.coords[b]) * (c.numerator / c.denominator)
        for _, q in equation.constants:
            total += q.numerator / q.denominator
        nearest = round(total)
        return nearest if abs(total - nearest) < _TURNS else None


def _measured(at: Mapping[str, tuple[float, float]], origin: str) -> MeasuredFigure:
    xs, ys = zip(*at.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    return _Plain(at, _TRUE, size, origin)
