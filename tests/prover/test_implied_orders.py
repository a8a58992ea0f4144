from __future__ import annotations

from porism.geometry.problem import Problem
from porism.prover.options import SolveOptions
from porism.prover.outcome import Outcome
from porism.prover.solve import solve
from tests.geometry.test_ggb import triangle


def solved(problem: Problem) -> Outcome:
    return solve(problem, SolveOptions(budget=10, threads=1, proposer="none", rewrite=False))


def test_order_that_the_text_forces_is_no_goal_of_its_own() -> None:
    sheet = (
        triangle()
        .do("AngleBisector", "A B C", "l")
        .do("Point", "l", X=(4 - 1 - 0.5**0.5, 0.5**0.5))
    )
    sheet.do("Prove", "Angle[A, B, X] ≟ Angle[X, B, C]", "p")
    outcome = solved(sheet.read())
    assert outcome.status == "proved"
    assert [str(g) for g in outcome.problem.goals] == ["eqangle B A B X B X B C"]
    assert any(n.kind == "implied" and "as the text forces it" in n.text for n in outcome.notes)


def test_order_that_depends_on_the_figure_stays_open() -> None:
    sheet = triangle().do("Circle", "A B C", "c").do("Point", "c", D=(4, 2))
    outcome = solved(sheet.do("Prove", "Angle[A, C, B] ≟ Angle[A, D, B]", "p").read())
    assert outcome.status == "open"
    assert [g.status for g in outcome.goals] == ["proved", "open"]
