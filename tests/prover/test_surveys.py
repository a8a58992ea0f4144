"""How much is found out of configurations before a search, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from porism.geometry import configurations
from porism.geometry.configurations import Surveys, survey
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.turned import turned_figures
from porism.geometry.language import parse_problem
from porism.geometry.problem import Coordinates, Problem
from porism.prover.options import SolveOptions
from porism.prover.search.policy import DEFAULT_POLICY
from porism.prover.solve import solve
from porism.prover.undecided import _holds, rulings

ON_A_LINE = parse_problem("a b = segment; c = on_line a b ? distseq a c c b a b 1 1 -1")
"""Some of the figures have c between a and b."""

DEDUCTION = SolveOptions(budget=60.0, threads=1, proposer="none", rewrite=False)
FIRST_PART = configurations._LOOK


def near(problem: Problem) -> Coordinates:
    return draw(problem).coordinates


def asked(most: int | None) -> configurations.Survey:
    (goal,) = ON_A_LINE.goals
    return survey(ON_A_LINE, goal, partial(_holds, goal), near(ON_A_LINE), most=most)


def test_what_is_left_of_a_survey_makes_the_whole() -> None:
    whole = asked(None)
    for most, kinds in ((0, []), (FIRST_PART, [True, False])):
        cut = asked(most)
        assert cut.rest is not None and cut.cost <= most
        assert [(c.holds, c.words) for c in cut.configurations] == [(k, ()) for k in kinds]
        assert cut.rest() == whole
    assert whole.rest is None
    assert {c.words for c in whole.configurations} == {
        ("C lies between A and B",),
        ("C does not lie between A and B",),
    }


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many figures surveys have asked for, each time."""
    asked_for: list[int] = []
    turned = turned_figures

    def counted(
        problem: Problem, near: Coordinates, count: int, seed: int, *, seconds: float
    ) -> Sequence[Coordinates]:
        asked_for.append(count)
        return turned(problem, near, count, seed, seconds=seconds)

    monkeypatch.setattr(configurations, "turned_figures", counted)
    return asked_for


def open_statement() -> Problem:
    """A statement with two goals that depend on the configuration, each about one point."""
    return parse_problem(
        "a b = segment; c = on_line a b; d = on_line a b"
        " ? distseq a c c b a b 1 1 -1; distseq a d d b a b 1 1 -1"
    )


def test_the_bound_is_one_for_all_goals(drawn: list[int]) -> None:
    problem = open_statement()
    surveys = Surveys()
    told = rulings(problem, problem.goals, near(problem), 60.0, surveys, FIRST_PART)
    first, second = (told[goal] for goal in problem.goals)
    assert sum(drawn) <= FIRST_PART
    assert any("true in some configurations" in line for line in first)
    assert not any("configurations (" in line for line in second)
    assert all("was not looked for to the end" in lines[-1] for lines in (first, second))


def test_what_is_said_in_the_end_does_not_depend_on_the_share(drawn: list[int]) -> None:
    """Neither of goals that stay open, nor of those that are proved."""
    nothing = replace(DEFAULT_POLICY, surveyed_figures=0)
    for problem in (ON_A_LINE, parse_problem("a b c = triangle; d = on_line b c ? cong d b d c")):
        usual = solve(problem, DEDUCTION)
        late = solve(problem, replace(DEDUCTION, policy=nothing))
        assert sum(drawn) > 0
        assert (late.status, late.verdicts, late.notes) == (
            usual.status,
            usual.verdicts,
            usual.notes,
        )
        assert "looked for to the end" not in late.message
