"""Check a proof with the standard evidence: the one function that callers of the checker use.

The checker measures figures but draws none. Here it gets those that
:class:`~porism.geometry.figure.evidence.DrawnFigures` draws, so that nobody has to remember fresh
figures: without one, no proof is accepted. What the checker accepts is a proof for the
configuration in which it is written; whether the statement holds in the others too is asked of
:mod:`porism.geometry.configurations`.

>>> from porism.geometry.language import parse_problem
>>> from porism.geometry.figure.diagram import draw
>>> from porism.geometry.proof import Given, Proof, Step
>>> problem = parse_problem("a b c = iso_triangle a b c ? cong a b a c")
>>> (goal,) = problem.goals
>>> proof = Proof(problem, goal, (Step(0, goal, Given()),), draw(problem).coordinates)
>>> check(proof).status
'proved'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from porism.geometry.checker.check import (
    Verdict,
    asked_goal,
    check_proof,
    wrong_answer,
)
from porism.geometry.configurations import FIGURES, Survey, survey
from porism.geometry.errors import FigureError
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.figure.precise import refine
from porism.geometry.figure.turned import turned_figures
from porism.geometry.measure.truth import opening, residual
from porism.geometry.measure.vectors import Places
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import Proof
from porism.geometry.rule import Rule

__all__ = ["Verdict", "check"]

_SECONDS = 10.0  # for drawing figures with auxiliary points


def check(
    proof: Proof,
    *,
    rules: Mapping[str, Rule] | None = None,
    figures: int = 3,
    digits: int = 30,
    seed: int = 0,
) -> Verdict:
    """Check a proof, and say in which configurations of the statement its goal holds.

    The proof is checked in its own figure and in ``figures`` figures drawn afresh. ``rules`` is the
    catalogue with users' rules, if any (:func:`porism.geometry.rules.load_rules`); ``digits`` is
    the precision of these figures, ``seed`` what the fresh ones are drawn from.

    ``proved``: the checker accepts the proof; the goal holds in all of 24 other figures, with
    branches turned on purpose; and either it is true on every branch, as the referee evaluates it,
    or all of 24 figures show everything that the proof uses. ``proved_for_configuration``: the
    proof is accepted, but that is not so. ``rejected``: it is not accepted, or the referee says
    that the statement is false.
    """
    verdict = check_proof(proof, DrawnFigures(seed), rules=rules, figures=figures, digits=digits)
    if not verdict.accepted:
        return verdict
    found = survey(proof.problem, proof.goal, _Goal(proof).holds, proof.coordinates, seed)
    verdict = replace(verdict, ruling=str(found.ruling))
    if found.ruling.kind == "false":
        return replace(verdict, status="rejected", reason=_FALSE.format(ruling=found.ruling))
    if found.configurations:
        return _in_some(verdict, found)
    if found.ruling.kind == "true":
        notes = tuple(_WRITTEN.format(note=note) for note in verdict.configuration_notes)
        return replace(verdict, status="proved", configuration_notes=notes)
    return _by_figures(proof, verdict, found, rules, seed)


_FALSE = "a defect, please report it: the referee evaluates the statement exactly, and has {ruling}"
_WRITTEN = "{note}; the statement is true there as well, by exact evaluation on every branch"


@dataclass(frozen=True)
class _Goal:
    """The goal of a proof, measured: of a question, the answer."""

    proof: Proof

    def holds(self, at: Places, tolerance: float) -> bool:
        """Tell whether the goal holds in a figure, up to a residual."""
        asked = asked_goal(self.proof)
        assert asked is not None
        between_rays = asked.kind.is_question and opening(asked, at) is not None
        if not between_rays and not residual(self.proof.goal, at) <= tolerance:
            return False
        return not wrong_answer(asked, self.proof, at, tolerance)


def _in_some(verdict: Verdict, found: Survey) -> Verdict:
    """Say in which configurations the statement holds, and in which it fails."""
    notes = tuple(f"the statement is {c.text}" for c in found.configurations)
    return replace(
        verdict,
        status="proved_for_configuration",
        configuration_notes=notes,
        configurations=found.configurations,
    )


def _by_figures(
    proof: Proof, verdict: Verdict, found: Survey, rules: Mapping[str, Rule] | None, seed: int
) -> Verdict:
    """Decide a verdict that the referee leaves to figures: the proof has to cover all of them."""
    turned = check_proof(proof, _Turned(seed), rules=rules, figures=FIGURES)
    if not turned.accepted:
        return turned
    notes = turned.configuration_notes
    if found.figures < FIGURES:
        notes = (*notes, f"only {found.figures} figures of the statement could be drawn")
    if not notes:
        return replace(verdict, status="proved", configuration_notes=())
    return replace(verdict, status="proved_for_configuration", configuration_notes=notes)


class _Turned(DrawnFigures):
    """Evidence of figures with every branch turned on purpose."""

    def fresh(self, problem: Problem, coordinates: Coordinates, digits: int) -> Iterator[Places]:
        drawn = turned_figures(problem, coordinates, FIGURES, self.seed, seconds=_SECONDS)
        for at in drawn:
            try:
                yield refine(problem, at, digits)
            except FigureError:
                continue
