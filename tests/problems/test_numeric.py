"""Problems with numbers: which of them deduction proves, and that the answers are right."""

from __future__ import annotations

from fractions import Fraction

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.measure.truth import value
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.verify import check
from porism.prover.options import SolveOptions
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT

PROBLEMS = {p.name: p for p in read_problems(ROOT / "problems" / "competition_numeric.txt")}

# Proved without auxiliary points. The list only grows.
PROVED = {
    "imo_1959_p4",
    "imo_1982_p5",
    "imo_1990_p1",
    "imo_2009_p4_for_60",
    "imo_2009_p4_for_90",
    "apmo_1993_p1",
    "aime_2009_i_p5",
    "amc_10a_2004_p22",
    "bisectors_at_60",
    "orthocentre_at_60",
    "bisectors_at_120",
    "altitudes_at_45",
    "menelaus_ratio",
    "parallel_through_centroid",
    "chords_4_6_3",
    "tangent_4_9",
    "bisector_6_9_10",
    "right_triangle_5_12_13",
    "inradius_3_4_5",
    "median_7_8_9",
    "egmo_2013_p1",
}


def questions(problem: Problem) -> list[Predicate]:
    return [g for g in problem.goals if g.name in ("acompute", "rcompute")]


def expected(problem: Problem) -> list[Fraction]:
    """Return what the comments expect: half-turns for an angle, a ratio as it stands."""
    texts = [c.removeprefix("expect:") for c in problem.comments if c.startswith("expect:")]
    assert len(texts) == len(questions(problem)), "an expected value for each question"
    return [
        Fraction(text.strip()) / (180 if question.name == "acompute" else 1)
        for text, question in zip(texts, questions(problem), strict=True)
    ]


def test_the_list_names_problems() -> None:
    assert len(PROVED) >= 10
    assert set(PROBLEMS) >= PROVED


@pytest.mark.parametrize("name", PROBLEMS)
def test_expected_values_are_those_of_the_figure(name: str) -> None:
    problem = PROBLEMS[name]
    wanted = expected(problem)
    coordinates = draw(problem, seed=1).coordinates
    for question, answer in zip(questions(problem), wanted, strict=True):
        assert value(question, coordinates) == pytest.approx(float(answer), abs=1e-9)


@pytest.mark.parametrize("name", PROBLEMS)
def test_deduction_proves_what_is_listed(name: str) -> None:
    problem = PROBLEMS[name]
    outcome = solve(problem, SolveOptions(proposer="none", budget=60.0))
    if name not in PROVED:
        assert outcome.status == "open", f"{name} is {outcome.status} now: add it to PROVED"
        return
    # in one problem a point may be on either side, and the picture tells on which
    narrow = name == "egmo_2013_p1"
    assert outcome.status == ("proved_for_configuration" if narrow else "proved"), str(outcome)
    answers = []
    for goal, proof in zip(problem.goals, outcome.proofs, strict=True):
        verdict = check(proof)
        assert verdict.accepted, str(verdict)
        if goal in questions(problem):
            assert proof.goal.points == goal.points
            assert proof.goal.constants == (proof.answer,)
            answers.append(proof.answer)
        else:
            assert proof.goal == goal
    assert answers == expected(problem)
