"""Three verdicts: proved, proved for one configuration, refuted; the same wherever they are told.

Statements come in kinds, each with several of them: what is true in every configuration stays
proved although the proof is written for one; what is true in some says in which; what is false is
refuted. The seed of the search and of the figure plays no part.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from porism.geometry import verify
from porism.geometry.checker.proof_json import read_proof, to_json
from porism.geometry.configurations import Survey, survey
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Problem
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import render_text
from porism.geometry.words import display_names, sentence
from porism.prover.bench.results import Result
from porism.prover.bench.run import Settings, measure
from porism.prover.bench.tables import summary_table
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED, Outcome
from porism.prover.solve import solve
from tests.prover.command import Porism

DEDUCTION = SolveOptions(budget=30.0, threads=1, proposer="none", rewrite=False)

EVERYWHERE = {
    "thales": "b c = segment; o = midpoint b c; a = on_circle o b ? perp a b a c",
    "inscribed angles, on either arc": "o a = segment; b = on_circle o a; c = on_circle o a; "
    "d = on_circle o a ? eqangle c a c b d a d b",
    "power of a point, inside or outside": "o a = segment; b = on_circle o a; "
    "c = on_circle o a; d = on_circle o a; p = on_line a b, on_line c d "
    "? eqratio p a p c p d p b",
    "intercepts, on either side": "a b c = triangle; d = on_line a b; "
    "e = on_pline d b c, on_line a c ? eqratio a d d b a e e c",
    "a side is told": "a b c = triangle; i = incenter a b c ? eqangle b a a i a i a c",
    "an angle between rays": "a b c = ieq_triangle ? acompute a b b c",
    "the inner bisector": "a b = segment; c = midpoint a b; d = free; m = midpoint d a; "
    "n = midpoint d b ? cong m n a c",
    "radical axes, the points in an order": "a b c d = cyclic a b c d; e = ; "
    "f = cyclic c d e f, cyclic a b e f; p = coll p a b, coll p c d ? coll p e f",
    "two circumcentres are one": "a b c = ; x = circle x a b c; y = circle y a b c ? overlap x y",
    "parallel lines are two": "a b c d = para a b c d, para a d b c ? cong a b c d",
    "a place on one branch, and on the other where all are on one line": "a b = segment; "
    "c = on_bline a b; d = on_line a c; e = eqdistance e b a d, on_line e b c; "
    "f = on_line a b, on_line d e ? cong d f f e",
}

IN_SOME = {
    "kind S": (
        "a b = segment; c = on_line a b ? distseq a c c b a b 1 1 -1",
        "where C lies between A and B",
    ),
    "the part beyond": (
        "a b = segment; c = on_line a b ? distseq a b b c a c 1 1 -1",
        "where B lies between A and C",
    ),
    "equilateral triangles on two sides": (
        "a b c = triangle; d = eq_triangle a b; e = eq_triangle a c ? cong d c b e",
        "as in the figure of the proof",
    ),
    "which end of a diameter": (
        "a b c = triangle; e = on_line a b, on_circle a c; d = on_line b c; f = on_pline e b c, "
        "on_line a c; g = angle_bisector b a c, on_line b c ? eqangle e g e c e c e f",
        "as in the figure of the proof",
    ),
    "which way round": (
        "a b c d = isquare; e = on_line a c, on_circle c d ? distseq a c c e a e 1 1 -1",
        "where C lies between A and E",
    ),
    "radical axes, or all points on one circle": (
        "a b c d = cyclic a b c d; e f = cyclic c d e f, cyclic a b e f; "
        "p = coll p a b, coll p c d ? coll p e f",
        "as in the figure of the proof",
    ),
}

SPECIAL = (
    "a b c = triangle; d = free d; p = shift p b d c; q = shift q b p a; "
    "x = on_line b c, rconst2 x b c 1/2; e = on_line a x, on_line d q"
)
"""Where X is beyond B, AX and DQ are parallel: E has a place only where they are one line."""

IN_SOME["a place where those before are special"] = (
    f"{SPECIAL} ? rconst x b c b 1/3",
    "where X lies between B and C",
)

NOWHERE = {
    "every triangle": "a b c = triangle ? cong a b a c",
    "the wrong centre": "a b c = triangle; o = circle a b c ? perp a o b c",
    "the second point is the first": "o w a = triangle; d = midpoint o w; e = midpoint o w; "
    "x = intersection_cc o w a ? overlap x a",
}


def of(text: str, seed: int = 0) -> Outcome:
    return solve(parse_problem(text, "given"), replace(DEDUCTION, seed=seed))


@pytest.mark.parametrize("seed", [0, 7, 23])
@pytest.mark.parametrize("text", EVERYWHERE.values(), ids=EVERYWHERE)
def test_what_holds_everywhere_is_proved(text: str, seed: int) -> None:
    outcome = of(text, seed)
    assert outcome.status == "proved", str(outcome)
    assert all(v.status == "proved" and not v.configurations for v in outcome.verdicts)


@pytest.mark.parametrize("seed", [0, 7, 23])
@pytest.mark.parametrize(("text", "where"), IN_SOME.values(), ids=IN_SOME)
def test_what_holds_in_some_configurations_says_in_which(text: str, where: str, seed: int) -> None:
    outcome = of(text, seed)
    assert outcome.status == "proved_for_configuration", str(outcome)
    (verdict,) = outcome.verdicts
    assert verdict.where.startswith(where)
    assert {c.holds for c in verdict.configurations} == {True, False}
    problem = outcome.problem
    assert all(set(c.coordinates) == set(problem.points) for c in verdict.configurations)


@pytest.mark.parametrize("seed", [0, 7])
@pytest.mark.parametrize("text", NOWHERE.values(), ids=NOWHERE)
def test_what_holds_nowhere_is_refuted(text: str, seed: int) -> None:
    outcome = of(text, seed)
    assert outcome.status == "refuted"
    assert "false on every branch, evaluated exactly" in outcome.message


@pytest.mark.parametrize("text", [EVERYWHERE["thales"], IN_SOME["kind S"][0]])
def test_a_proof_alone_has_the_verdict_of_its_run(text: str, tmp_path: Path) -> None:
    outcome = of(text, seed=5)
    file = tmp_path / "proof.json"
    file.write_text(to_json(outcome.proofs[0]), encoding="utf-8")
    assert verify.check(read_proof(file)) == outcome.verdicts[0]


def test_the_exit_status_says_which(porism: Porism, tmp_path: Path) -> None:
    text, where = IN_SOME["kind S"]
    file = tmp_path / "proof.json"
    ran = porism("solve", text, "--proposer", "none", "--json", file)
    assert ran.status == 4
    assert ran.out.startswith(f"Proved for one configuration, {where}.\n")
    assert "false where C does not lie between A and B" in ran.out
    ran = porism("check", file)
    assert ran.status == 4
    assert ran.out.startswith(f"{file}: proved for one configuration, {where}\n")
    ran = porism("solve", NOWHERE["every triangle"], "--proposer", "none")
    assert ran.status == 3


def test_of_several_the_one_farthest_from_proved_counts(porism: Porism, tmp_path: Path) -> None:
    file = tmp_path / "problems.txt"
    narrow, wide = IN_SOME["kind S"][0], EVERYWHERE["thales"]
    file.write_text(f"one\n{narrow}\ntwo\n{wide}\n", encoding="utf-8")
    assert porism("solve", file, "--proposer", "none").status == 4
    file.write_text(f"one\n{narrow}\ntwo\n{NOWHERE['every triangle']}\n", encoding="utf-8")
    assert porism("solve", file, "--proposer", "none").status == 3


def test_bench_counts_them_apart() -> None:
    texts = (IN_SOME["kind S"][0], EVERYWHERE["thales"])
    results = [measure(parse_problem(text, "p"), Settings(DEDUCTION)) for text in texts]
    assert [r.status for r in results] == ["proved_for_configuration", "proved"]
    assert "true where C lies between A and B" in results[0].message
    assert "solved 2/2, 1 in every configuration and 1 in one" in summary_table(results)
    assert Result("p", "proved_for_configuration", 1.0, message="x").to_line()


def test_all_goals_are_named() -> None:
    outcome = of("a b = segment; c = on_line a b ? distseq a c c b a b 1 1 -1; coll a b c")
    assert [goal.status for goal in outcome.goals] == ["proved_for_configuration", "proved"]
    outcome = of("a b c = triangle; m = midpoint b c ? cong m b m c; cong a b a c")
    assert [goal.status for goal in outcome.goals] == ["proved", "refuted"]
    assert "MB = MC: proved\n  AB = AC: refuted" in str(outcome)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a b c d = isquare ? rcompute a c a b", "√2"),
        ("a b c = ieq_triangle ? acompute a b b c", "60°"),
        ("a b = segment; m = midpoint a b ? rcompute a b a m", "2"),
    ],
)
def test_an_answer_has_a_text(text: str, answer: str) -> None:
    outcome = of(text)
    assert [goal.answer for goal in outcome.goals] == [answer]
    assert str(outcome).startswith(f"given: proved ({answer}), ")


PUT_TOGETHER = {
    "a side and an altitude": ("d = on_line b c, on_tline d b a c", "d", "b", "c"),
    "a median and an altitude": (
        "m = midpoint a c; d = on_line b m, on_tline d b a c",
        "d",
        "b",
        "a",
    ),
}


@pytest.mark.parametrize("name", PUT_TOGETHER)
def test_what_is_so_in_general_figures_is_not_refuted_by_special_ones(name: str) -> None:
    """Points with different names are different, and so only special figures are drawn."""
    text, p, q, another = PUT_TOGETHER[name]
    outcome = of(f"a b c = triangle; {text} ? overlap {p} {q}")
    assert outcome.status == "open" and not outcome.proofs
    assert f"{p.upper()} and {q.upper()} are the same point in general figures" in outcome.message
    assert of(f"a b c = triangle; {text} ? overlap {p} {another}").status == "refuted"
    both = of(f"a b c = triangle; {text} ? overlap {p} {q}; overlap {p} {another}")
    assert [goal.status for goal in both.goals] == ["open", "refuted"]


# --- figures more special than the text ----------------------------------------------------------

RECTANGLE = "a@0_0 b@4_0 c@4_3 d@0_3 = quadrangle a b c d"
ACCIDENTS = {  # what is one in the rectangle that is given, and is not used
    "two points": f"{RECTANGLE}; m@2_1.5 = midpoint m a c; n@2_1.5 = midpoint n b d ? cong a m m c",
    "two lines": f"{RECTANGLE}; t@2_1 = on_bline t a b, on_bline t c d ? cong a t t b",
}
BISECTORS = "t = on_bline t a b, on_bline t c d; s = on_bline s a b, on_bline s c d"
ONE_LINE = {  # points with different names are different, so two lines have to be one
    "two points on two bisectors": f"a b c d = quadrangle a b c d; {BISECTORS} ? para a b c d",
    "as they are given": f"{RECTANGLE}; {BISECTORS} ? para a b c d".replace(
        "t = ", "t@2_1 = "
    ).replace("s = ", "s@2_7 = "),
}


@pytest.mark.parametrize("text", ACCIDENTS.values(), ids=ACCIDENTS)
def test_an_accident_of_the_figure_given_does_no_harm(text: str) -> None:
    assert of(text).status == "proved"


@pytest.mark.parametrize("text", ONE_LINE.values(), ids=ONE_LINE)
def test_what_follows_where_two_lines_are_one_is_not_proved_and_no_defect(text: str) -> None:
    outcome = of(text)
    assert outcome.status == "open"
    assert [note.kind for note in outcome.notes] == ["unchecked", "ruling"]
    assert "follows in special figures only: two lines" in outcome.message


@pytest.mark.parametrize("seed", [0, 7])
def test_a_point_on_two_lines_through_another_is_that_point_or_the_lines_are_one(seed: int) -> None:
    """Where E is M the legs may differ; where it is not, the median is the bisector of BC."""
    text = "a b c = triangle; m = midpoint m b c; e = on_line e a m, on_bline e b c ? {}"
    outcome = of(text.format("cong a b a c"), seed)
    assert outcome.status == "proved_for_configuration"
    (verdict,) = outcome.verdicts
    said = {(c.holds, c.words) for c in verdict.configurations}
    apart, same = "M and E are different points", "M and E are the same point"
    assert said == {(True, (apart,)), (False, (same,))}
    assert of(text.format("coll a e m"), seed).status == "proved"


# --- the referee ---------------------------------------------------------------------------------


def test_a_statement_that_the_referee_calls_false_is_not_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However good a proof looks: one of the two is then wrong, and it is told as a defect."""
    false = of(NOWHERE["every triangle"]).problem

    def wrongly(problem: Problem, goal: Predicate, holds: Any, *rest: Any) -> Survey:
        return survey(false, false.goals[0], lambda at, tolerance: True, *rest)

    monkeypatch.setattr("porism.geometry.configurations.survey", wrongly)
    outcome = of("a b c = triangle; o = circle a b c ? cong o a o b")
    assert outcome.status == "open"
    assert "the referee evaluates the statement exactly, and has false on all" in outcome.message


# --- conditions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", [*EVERYWHERE.values(), *(t for t, _ in IN_SOME.values())], ids=[*EVERYWHERE, *IN_SOME]
)
def test_no_condition_is_the_goal(text: str) -> None:
    for proof, verdict in zip(of(text).proofs, of(text).verdicts, strict=True):
        said = sentence(canonical(proof.goal), display_names(proof.problem.points))
        assert not any(said in condition for condition in verdict.conditions)


QUESTION = "a b c = ieq_triangle; d = foot a b c; e = reflect c a b ? acompute e a a d"


@pytest.mark.parametrize("text", [IN_SOME["equilateral triangles on two sides"][0], QUESTION])
def test_configurations_are_looked_for_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the search, when a proof is found, when it is rewritten: one question."""
    asked: list[Predicate] = []

    def counted(problem: Problem, goal: Predicate, *rest: Any) -> Survey:
        asked.append(goal)
        return survey(problem, goal, *rest)

    monkeypatch.setattr("porism.geometry.configurations.survey", counted)
    outcome = solve(parse_problem(text), replace(DEDUCTION, rewrite=True))
    assert outcome.status in PROVED
    assert asked == [outcome.proofs[0].goal]


CEVA = (
    "a b c = ncoll a b c; d = coll d b c, between d b c; e = coll e c a, between e c a; "
    "f = coll f a b, between f a b, distmeq b d d c c e e a a f f b 1 -1 1 -1 1 -1 1; "
    "p = coll p a d, coll p b e ? coll c p f"
)


def test_what_the_text_forces_is_no_condition() -> None:
    outcome = of(CEVA)
    (proof,), (verdict,) = outcome.proofs, outcome.verdicts
    assert verdict.status == "proved" and "_converse" in to_json(proof)
    assert [text.partition(":")[0] for text in verdict.conditions] == [
        "not on one line",
        "points with different names are different",
    ]
    assert "of the figure" not in render_text(tell(proof, verdict))
    # of a point that may be beyond, the figure says where it is
    outcome = of(CEVA.replace(", between d b c", ""))
    (proof,), (verdict,) = outcome.proofs, outcome.verdicts
    assert verdict.status == "proved_for_configuration"
    assert any("lie between" in text for text in verdict.conditions)
    assert "of the figure" in render_text(tell(proof, verdict))
