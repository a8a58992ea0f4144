"""No problem that can be read makes the referee fail or take long."""

from __future__ import annotations

from hypothesis import given, settings

from porism.geometry.problem import Problem
from porism.geometry.referee import referee
from tests.geometry.test_language_properties import problems


def check_ruling(problem: Problem) -> None:
    found = referee(problem, instances=2)
    assert [goal.goal for goal in found.goals] == list(problem.goals)
    assert bool(found.reason) == (found.kind == "not applicable")
    if found.kind in ("true", "depends") and not found.goals[0].value:
        assert found.counts.holds
    if found.kind == "false":
        assert found.counts.fails


@settings(max_examples=100, deadline=None)
@given(problems("ag1"))
def test_any_constructions_get_a_ruling(problem: Problem) -> None:
    check_ruling(problem)


@settings(max_examples=100, deadline=None)
@given(problems("ag2"))
def test_any_premises_get_a_ruling(problem: Problem) -> None:
    check_ruling(problem)
