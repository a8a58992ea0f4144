"""The checker: a proof in, a verdict out. It substitutes and adds; it never searches.

What is checked, in this order:

1. the problem is what its own text says, and the coordinates are a figure of it;
2. every auxiliary clause makes new points and asserts nothing about the others;
3. every step follows from earlier ones: a premise is a premise, a rule step is an instance of a
   rule of the catalogue, an algebraic step is the stated combination, exactly, in rationals and
   in whole half-turns;
4. the last statement is the goal, a goal of the problem, and not assumed on the way;
5. all statements and side conditions hold in the figure of the proof, in one close to it, and
   in figures drawn afresh.

A fresh figure in which a side condition fails is another configuration of the problem; the
proof then covers one configuration, and the verdict says so. A fresh figure in which a
statement fails although all conditions hold shows that the proof is wrong.

This module shares nothing with any engine. A proof is untrusted input: nothing in it is
believed, except that its figure is one of those the problem means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import mpmath

from porism.geometry.checker.conditions import in_words
from porism.geometry.checker.figures import (
    Figure,
    divides_angle,
    figure_of,
    fresh_figures,
    is_constructible,
    measure,
)
from porism.geometry.checker.proof_json import problem_texts, reread
from porism.geometry.checker.steps import check_steps
from porism.geometry.errors import CheckError, FigureError, PorismError
from porism.geometry.forms import check_form
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.problem import Problem
from porism.geometry.proof import ByAlgebra, ByRule, Proof
from porism.geometry.rules import Rule, load_rules
from porism.geometry.words import display_names

__all__ = ["Status", "Verdict", "check"]

Status = Literal["accepted", "accepted for one configuration", "rejected"]


@dataclass(frozen=True)
class Verdict:
    """The outcome of :func:`check`.

    ``step`` and ``reason`` say why a proof was rejected (step -1: the proof as a whole).
    ``conditions`` lists, in words, the non-degeneracy, order and choices under which an accepted
    proof holds; ``configuration_notes`` what was seen in other figures of the problem.
    """

    status: Status
    step: int = -1
    reason: str = ""
    conditions: tuple[str, ...] = ()
    configuration_notes: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether the proof is a proof, be it for one configuration."""
        return self.status != "rejected"

    def __str__(self) -> str:
        """Write the status, and for a rejected proof the step and the reason."""
        if self.accepted:
            return self.status
        place = "" if self.step < 0 else f" at step {self.step}"
        return f"{self.status}{place}: {self.reason}"


def check(
    proof: Proof,
    *,
    rules: Mapping[str, Rule] | None = None,
    figures: int = 3,
    digits: int = 30,
    seed: int = 0,
) -> Verdict:
    """Check a proof.

    ``rules`` is the catalogue with users' rules, if any (:func:`porism.geometry.rules.load_rules`);
    ``figures`` is how many figures are drawn afresh, ``digits`` their precision, ``seed`` what
    they are drawn from.
    """
    catalogue = load_rules() if rules is None else rules
    try:
        with mpmath.workdps(digits + 10):
            problem = _reread_problem(proof)
            figure = _figure(proof, problem, digits)
            _check_auxiliary(problem, figure, seed)
            check_steps(proof, problem, catalogue, figure)
            _check_goal(proof, problem)
            notes, agreed = _check_figures(proof, problem, catalogue, figure, figures, digits, seed)
    except CheckError as error:
        return Verdict("rejected", error.step, error.reason)
    return Verdict(
        "accepted" if agreed else "accepted for one configuration",
        conditions=_conditions(proof, problem, catalogue, figure),
        configuration_notes=notes,
    )


# --- the problem -----------------------------------------------------------------------------


def _reread_problem(proof: Proof) -> Problem:
    """Return the problem as its text says it; nothing else of the proof's problem is used."""
    claimed = proof.problem
    try:
        problem = reread(claimed.name, *problem_texts(claimed))
    except PorismError as error:
        raise CheckError(-1, f"the problem cannot be read: {error}") from None
    if (claimed.points, claimed.premises, claimed.goals) != (
        problem.points,
        problem.premises,
        problem.goals,
    ):
        raise CheckError(-1, "the problem is not what its text says")
    stated = {p for clause in problem.clauses for p in clause.points}
    for goal in problem.goals:
        for point in goal.points:
            if point not in stated:
                raise CheckError(-1, f"the goal '{goal}' speaks of the auxiliary point {point}")
    return replace(problem, dialect=claimed.dialect)


def _figure(proof: Proof, problem: Problem, digits: int) -> Figure:
    if set(proof.coordinates) != set(problem.points):
        wrong = sorted(set(proof.coordinates) ^ set(problem.points))
        raise CheckError(-1, f"coordinates and points do not match: {' '.join(wrong)}")
    coords = {p: proof.coordinates[p] for p in problem.points}
    try:
        return figure_of(problem, coords, digits, "the figure of the proof")
    except FigureError as error:
        raise CheckError(-1, str(error)) from None


def _check_auxiliary(problem: Problem, figure: Figure, seed: int) -> None:
    known = {p for clause in problem.clauses for p in clause.points}
    for clause in problem.auxiliary:
        name = " ".join(clause.points)
        if not clause.points or known & set(clause.points):
            raise CheckError(-1, f"the auxiliary clause for {name} makes no new points")
        known |= set(clause.points)
        for statement in clause.premises:
            if not set(statement.points) & set(clause.points):
                reason = f"the auxiliary clause for {name} asserts '{statement}' of older points"
                raise CheckError(-1, reason)
        for condition in clause.conditions:
            if not figure.condition(condition):
                raise CheckError(-1, f"the auxiliary point {name} needs '{condition}'")
        if not is_constructible(clause, figure, seed):
            reason = f"the auxiliary clause for {name} asserts more than places its points"
            raise CheckError(-1, reason)


# --- the goal and the other figures ------------------------------------------------------------


def _check_goal(proof: Proof, problem: Problem) -> None:
    try:
        check_form(proof.goal)
    except ValueError as error:
        raise CheckError(-1, f"the goal: {error}") from None
    last, goal = proof.steps[-1], canonical(proof.goal)
    if canonical(last.statement) != goal:
        raise CheckError(last.id, f"the last statement is not the goal '{proof.goal}'")
    if not any(_is_answered(asked, proof) for asked in problem.goals):
        for asked in problem.goals:
            if asked.kind.is_question and set(asked.points) == set(proof.goal.points):
                answer = "no answer" if proof.answer is None else f"the answer {proof.answer}"
                raise CheckError(-1, f"{answer} does not go with '{asked}' and '{proof.goal}'")
        raise CheckError(-1, f"'{proof.goal}' is not a goal of the problem")
    for clause in problem.auxiliary:
        if goal in map(canonical, clause.premises):
            raise CheckError(-1, f"an auxiliary clause assumes the goal '{proof.goal}'")


def _is_answered(asked: Predicate, proof: Proof) -> bool:
    """Tell whether the goal of the proof is the one asked for, or answers the question.

    The angle between two lines may be given either way round, its measure or the supplement.
    """
    if not asked.kind.is_question:
        return proof.answer is None and canonical(asked) == canonical(proof.goal)
    answer, is_angle = proof.answer, KINDS[asked.kind.answer].constant == "angle"
    if answer is None or (not is_angle and answer <= 0):
        return False
    values = (answer,) if not is_angle else (answer % 1, -answer % 1)
    name = asked.kind.answer
    return canonical(proof.goal) in {
        canonical(Predicate(name, asked.points, (value,))) for value in values
    }


def _check_figures(
    proof: Proof,
    problem: Problem,
    rules: Mapping[str, Rule],
    given: Figure,
    count: int,
    digits: int,
    seed: int,
) -> tuple[tuple[str, ...], bool]:
    """Measure all steps in all figures; return what was noted and whether all figures agreed."""
    names = display_names(problem.points)
    own = measure(proof.steps, rules, given, names)
    if own is not None:
        raise CheckError(own.step, f"fails in the figure of the proof: {own.missing}")
    others = fresh_figures(problem, given, count, digits, seed)
    notes, agreeing = [], 0
    for figure in others:
        found = measure(proof.steps, rules, figure, names)
        if found is None:
            agreeing += 1
        elif found.false:
            raise CheckError(found.step, f"fails in {figure.origin}: {found.missing}")
        else:
            notes.append(f"{figure.origin} is another configuration; not there: {found.missing}")
    if not others:
        return ("no other figure of the problem could be drawn",), False
    if not agreeing:
        raise CheckError(-1, f"the proof holds in its own figure only ({notes[0]})")
    return tuple(notes), not notes


def _conditions(
    proof: Proof, problem: Problem, rules: Mapping[str, Rule], figure: Figure
) -> tuple[str, ...]:
    """Say under which conditions the proof holds, each once."""
    names = display_names(problem.points)
    needed: list[Predicate] = [canonical(c) for a in problem.auxiliary for c in a.conditions]
    choices: list[tuple[Predicate, str]] = []
    for step in proof.steps:
        reason = step.reason
        if isinstance(reason, ByRule | ByAlgebra):
            needed.extend(map(canonical, reason.conditions))
        if isinstance(reason, ByRule) and rules[reason.rule].choice:
            rule = rules[reason.rule]
            choices.append((step.statement, f"{rule.title}, {rule.choice}"))
        if isinstance(reason, ByAlgebra):
            if divides_angle(reason):
                part = "a multiple of the angle is known, and which part of it is meant"
                choices.append((step.statement, part))
            if step.statement.name == "cyclic":
                needed.append(canonical(Predicate("ncoll", step.statement.points[:3])))
    found = list(in_words(needed, choices, names))
    if canonical(proof.goal) in map(canonical, problem.premises):
        found.append("nothing: the goal is itself one of the premises of the problem")
    if figure.first_coincidence() is None:
        found.append("points with different names are different")
    return tuple(found)
