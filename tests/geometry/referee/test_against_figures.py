"""The referee and drawn figures must agree: two evaluations that share nothing but the text.

A statement that is true is so in every figure, one that is false in none. That the statement
is also tried with one point exchanged gives false ones of the same kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import Diagram, draw
from porism.geometry.forms import check_form
from porism.geometry.language.reader import read_problems
from porism.geometry.measure.truth import residual
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Problem
from porism.geometry.referee import referee
from tests.geometry.corpora import OURS, ROOT

PROBLEMS = [problem for path in OURS for problem in read_problems(path)]
FIGURES = 3
QUESTIONS = ("acompute", "rcompute")


def neighbours(goal: Predicate, points: tuple[str, ...], count: int) -> Iterator[Predicate]:
    """The statement itself, and the same about other points."""
    yield goal
    rng = Random(str(goal))
    for _ in range(count):
        names = list(goal.points)
        names[rng.randrange(len(names))] = rng.choice(points)
        other = Predicate(goal.name, tuple(names), goal.constants)
        try:
            check_form(other)
        except ValueError:
            continue
        yield other


def figures(problem: Problem) -> list[Diagram]:
    drawn = []
    for seed in range(FIGURES):
        try:
            drawn.append(draw(replace(problem, goals=()), seed=seed, want_goal=False))
        except PorismError:
            break
    return [diagram for diagram in drawn if not diagram.overlaps]


@pytest.mark.parametrize("problem", PROBLEMS[::3], ids=lambda problem: problem.name)
def test_what_is_true_holds_in_figures_and_what_is_false_in_none(problem: Problem) -> None:
    goals = [g for g in problem.goals if not KINDS[g.name].figure_only and g.name not in QUESTIONS]
    drawn = figures(problem)
    for goal in goals[:1]:
        for statement in neighbours(goal, problem.points, 4):
            found = referee(replace(problem, goals=(statement,)))
            holds = [residual(statement, diagram.coordinates) < 1e-7 for diagram in drawn]
            if found.kind == "true":
                assert all(holds), statement
            if found.kind == "false":
                assert not any(holds), statement


def verdicts() -> dict[str, str]:
    """What deduction makes of each problem, from the file that records it."""
    text = (ROOT / "tests" / "problems" / "signature.txt").read_text(encoding="utf-8")
    rows = [line.split(": ", 1) for line in text.splitlines() if ": " in line and line[0] != "#"]
    return {name: rest.split(" ")[0] for name, rest in rows}


def test_no_problem_of_ours_is_false_and_nine_of_ten_are_decided() -> None:
    proved = verdicts()
    kinds = {problem.name: referee(problem).kind for problem in PROBLEMS}
    assert not [name for name, kind in kinds.items() if kind == "false"]
    undecided = [name for name, kind in kinds.items() if kind == "not applicable"]
    assert 10 * len(undecided) <= len(kinds)
    # most of what the prover proves is true in every configuration
    true = [name for name in kinds if kinds[name] == "true" and proved.get(name) == "proved"]
    assert 2 * len(true) > len(kinds)
