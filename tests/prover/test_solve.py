"""From a problem to an outcome: every status, and nothing proved that is not checked."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from fractions import Fraction
from math import dist
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from porism.geometry.checker.proof_json import from_json, to_json
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.double_place import DOUBLE_PLACE
from porism.geometry.language import parse_problem
from porism.geometry.language.geogebra.objects import FOR_ONE_CONFIGURATION
from porism.geometry.problem import Dialect
from porism.geometry.proof import Proof
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import formula_text, plain_text
from porism.geometry.verify import Verdict, check
from porism.prover import proofs as module
from porism.prover.options import SolveOptions
from porism.prover.outcome import Progress
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.solve import solve
from porism.prover.undecided import remarks

if TYPE_CHECKING:
    from pytest import MonkeyPatch

ORTHOCENTRE = "a b c = triangle; h = on_tline h b a c, on_tline h c a b ? perp a h b c"
HARD = (  # IMO 2019 P2, from the statement
    "a b c = triangle; a1 = on_line b c; b1 = on_line a c; p = on_line a a1; "
    "q = on_line b b1, on_pline p a b; p1 = on_line p b1, eqangle3 p c a b c; "
    "q1 = on_line q a1, eqangle3 c q b c a ? cyclic p q p1 q1"
)
TOUCHING = (  # IMO 2011 P6, from the statement
    "a b c = triangle a b c; o = circle o a b c; p = on_circle p o a; q = on_tline q p o p;"
    "pa = reflect pa p b c; pb = reflect pb p c a; pc = reflect pc p a b;"
    "qa = reflect qa q b c; qb = reflect qb q c a; qc = reflect qc q a b;"
    "a1 = on_line a1 pb qb, on_line a1 pc qc; b1 = on_line b1 pa qa, on_line b1 pc qc;"
    "c1 = on_line c1 pa qa, on_line c1 pb qb; o1 = circle o1 a1 b1 c1;"
    "x = on_circle x o a, on_circle x o1 a1 ? coll x o o1"
)


def test_deduction_alone() -> None:
    outcome = solve(parse_problem(ORTHOCENTRE), SolveOptions(proposer="none"))
    assert outcome.status == "proved"
    assert outcome.checked
    assert outcome.auxiliary == ()
    assert outcome.attempts == 0
    assert outcome.steps == outcome.proofs[0].length > 0
    assert outcome.answers == (None,)
    assert all(v.accepted for v in outcome.verdicts)
    assert check(outcome.proofs[0]).accepted


def test_a_question_without_a_value_is_not_refuted() -> None:
    places = "a@0_0 = free a; b@4_0 = free b; c@1_0 = free c; d@2_0 = free d"
    crossed = "areacompute a b c d"
    alone = solve(parse_problem(f"{places} ? {crossed}"), SolveOptions(proposer="none"))
    assert alone.status == "error"
    assert alone.message.endswith("no value in the figure given: find the area of ABCD")
    options = SolveOptions(proposer="none", rewrite=False)
    both = solve(parse_problem(f"{places} ? {crossed}; coll a b d"), options)
    assert [goal.status for goal in both.goals] == ["error", "open"]
    assert both.status == "open"


def test_refuted_with_a_figure() -> None:
    outcome = solve(parse_problem("a b c = triangle; d = midpoint b c ? perp a d b c"))
    assert outcome.status == "refuted"
    assert outcome.diagram is not None
    assert "fails" in outcome.message
    assert not outcome.checked


def test_no_figure_is_an_error() -> None:
    text = "a b c = triangle; d = on_line b c, on_pline a b c ? cong a d b c"
    outcome = solve(parse_problem(text), SolveOptions(budget=5.0))
    assert outcome.status == "error"
    assert outcome.message


def test_questions_are_answered() -> None:
    text = "a b c = r_triangle; m = midpoint b c ? rcompute b c a m; acompute a b a c"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none"))
    assert outcome.status == "proved"
    assert outcome.answers == (Fraction(2), Fraction(1, 2))


def test_goals_are_proved_one_by_one() -> None:
    text = "a b c = triangle; h = orthocenter a b c ? perp a h b c; perp b h a c"
    outcome = solve(parse_problem(text))
    assert outcome.status == "proved"
    assert len(outcome.proofs) == 2


def test_open_when_nobody_proposes() -> None:
    outcome = solve(parse_problem(HARD), SolveOptions(proposer="none"))
    assert outcome.status == "open"
    assert outcome.proofs == ()


def test_search_finds_points_and_a_checked_proof() -> None:
    outcome = solve(
        parse_problem(HARD), SolveOptions(budget=100.0, attempts=30_000, proposer="heuristic")
    )
    assert outcome.status == "proved", outcome.message
    assert outcome.auxiliary
    assert outcome.attempts > 0
    assert check(outcome.proofs[0]).accepted
    assert {c.points for c in outcome.proofs[0].problem.auxiliary}


def test_a_point_of_contact_is_found_and_checked() -> None:
    """X is where two circles touch, which is the theorem: the premises hold it loosely only."""
    text = (
        "a b c = triangle; d = midpoint a b; e = midpoint a c; o = circle a b c; w = circle a d e;"
        "x = on_circle o b, on_circle w d ? coll x o w"
    )
    outcome = solve(
        parse_problem(text), SolveOptions(budget=60, attempts=2000, proposer="heuristic")
    )
    assert outcome.status == "proved", outcome.message
    # The contact of a problem in which no point has been drawn there (IMO 2011 P6).
    outcome = solve(
        parse_problem(TOUCHING), SolveOptions(budget=100, attempts=3000, proposer="guided")
    )
    assert outcome.status == "proved", outcome.message
    assert all(v.accepted for v in outcome.verdicts)


def test_every_auxiliary_point_is_needed() -> None:
    proof = solve(
        parse_problem(HARD), SolveOptions(budget=100.0, attempts=30_000, proposer="heuristic")
    ).proofs[0]
    used = {p for step in proof.steps for p in step.statement.points}
    for clause in proof.problem.auxiliary:
        standing = {
            p for c in proof.problem.auxiliary for k in c.constructions for p in k.arguments
        }
        assert set(clause.points) <= used | standing


def test_rejected_proofs_are_not_reported(monkeypatch: MonkeyPatch) -> None:
    def refuse(proof: Proof, **_: object) -> Verdict:
        return Verdict("rejected", 0, "because")

    monkeypatch.setattr(module, "check", refuse)
    outcome = solve(parse_problem(ORTHOCENTRE), SolveOptions(proposer="none"))
    assert outcome.status == "open"
    assert not outcome.checked
    assert outcome.proofs == ()
    assert [note.kind for note in outcome.notes] == ["defect", "ruling"]
    assert "defect" in outcome.message
    assert "because" in outcome.message


def test_a_proof_whose_figures_cannot_be_had_is_no_defect(monkeypatch: MonkeyPatch) -> None:
    reason = f"the figure cannot be refined: residual 1e-16 stays; {DOUBLE_PLACE}"
    monkeypatch.setattr(module, "check", lambda proof, **_: Verdict("rejected", None, reason))
    outcome = solve(parse_problem(ORTHOCENTRE), SolveOptions(proposer="none"))
    assert outcome.status == "open"
    assert [note.kind for note in outcome.notes] == ["unchecked", "ruling"]
    assert "cannot be checked" in outcome.message and "defect" not in outcome.message


def test_sums_of_squares_that_are_zero_refute_nothing() -> None:
    text = "a b = ; p = sqeq p a p b a b 2 2 -1 ? midp p a b"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none", rewrite=False))
    assert outcome.status == "open"
    assert "no figure tells" in outcome.message
    assert "not decided by exact evaluation" in outcome.message


def test_figures_in_which_points_are_one_that_need_not_be_refute_nothing() -> None:
    text = "a b = segment; c = free; x = on_line a b, on_line a c ? coll a b c"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none"))
    assert outcome.status == "open"
    assert [note.kind for note in outcome.notes] == ["figures"]
    assert "demand 'diff x a'" in outcome.message


def test_what_holds_where_points_are_different_is_proved_in_such_a_figure() -> None:
    text = "p q c d = quadrangle; x = on_circum p q c, on_circum p q d ? cyclic p q c d"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none"))
    assert outcome.status == "proved_for_configuration", "where X is P or Q it need not hold"
    at = outcome.proofs[0].coordinates
    assert min(dist(at["x"], at[p]) for p in "pqcd") > 1e-3


@pytest.mark.parametrize("dialect", ["ggb", "ag1"])  # a file, and its text in the studio
def test_what_is_read_for_one_configuration_is_proved_for_it(dialect: Dialect) -> None:
    note = f"{FOR_ONE_CONFIGURATION}: P is taken on the side AB"
    problem = replace(parse_problem(ORTHOCENTRE), dialect=dialect, comments=(note,))
    outcome = solve(problem, SolveOptions(proposer="none", rewrite=False))
    assert outcome.status == "proved_for_configuration"
    (verdict,) = outcome.verdicts
    assert (verdict.status, note in verdict.configuration_notes) == (outcome.status, True)
    again = from_json(to_json(outcome.proofs[0]))
    assert again.problem.comments == (note,) and check(again) == verdict
    assert check(replace(again, problem=replace(again.problem, comments=()))).status == "proved"


def test_a_defect_does_not_end_the_search(monkeypatch: MonkeyPatch) -> None:
    """Proofs may be refused for long; the first that is not counts, and few are told."""
    refused = 0

    def refuse_many(proof: Proof, **options: Any) -> Verdict:
        nonlocal refused
        refused += 1
        return Verdict("rejected", 0, "because") if refused < 26 else check(proof, **options)

    monkeypatch.setattr(module, "check", refuse_many)
    outcome = solve(
        parse_problem(HARD), SolveOptions(budget=100.0, attempts=100_000, proposer="heuristic")
    )
    assert outcome.status == "proved"
    assert refused == 26


def test_cancelled_before_it_begins() -> None:
    cancel = threading.Event()
    cancel.set()
    outcome = solve(parse_problem(HARD), cancel=cancel)
    assert outcome.status == "open"
    assert outcome.attempts == 0


def test_interrupt_ends_with_what_is_known() -> None:
    def stop(progress: Progress) -> None:
        if progress.phase in ("sweep", "rollouts"):
            raise KeyboardInterrupt

    outcome = solve(parse_problem(HARD), progress=stop)
    assert outcome.status in ("open", "proved")
    if outcome.status == "open":
        assert "interrupted" in outcome.message


def test_progress_says_what_is_tried() -> None:
    seen: list[Progress] = []
    solve(
        parse_problem(HARD),
        SolveOptions(attempts=3000, budget=60.0, proposer="heuristic"),
        progress=seen.append,
    )
    phases = {p.phase for p in seen}
    assert {"figure", "closure"} <= phases
    tried = [p for p in seen if p.trying]
    assert all("=" in p.trying for p in tried)


def test_a_problem_with_predicates_is_searched_too() -> None:
    text = (
        "a = ; b = ; c = ; d = cong d a d b, coll d a c; e = coll e b d, cong d e d c "
        "? para a b c e"
    )
    outcome = solve(
        parse_problem(text), SolveOptions(budget=60.0, attempts=20_000, proposer="heuristic")
    )
    assert outcome.status == "proved_for_configuration", outcome.message
    (verdict,) = outcome.verdicts
    assert verdict.where == "where D, A, B go round the same way as D, C, E", (
        "by SAS, not by halves"
    )
    assert [c.where for c in verdict.configurations if c.holds] == [
        "C and E are on the same side of AB and A and B are on the same side of CE"
    ]


def test_without_goals_nothing_is_proved() -> None:
    problem = replace(parse_problem(ORTHOCENTRE), goals=())
    assert solve(problem).status == "open"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a b c d = isquare ? rcompute a c a b", "√2"),
        ("a b c = ieq_triangle; m = midpoint b c ? rcompute a m b c", "√3/2"),
        ("a b c = ieq_triangle ? acompute a b b c", "60°"),
        ("a b c d = isquare ? acompute a b b d", "45°"),
        ("a b = segment; c = s_angle a b c 22.55 ? acompute a b b c", "22.55°"),
        ("a b = segment; c = s_angle a b c 100.125 ? acompute c b b a", "100.125°"),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_answers_are_those_of_the_rays_and_of_square_roots(
    text: str, answer: str, seed: int
) -> None:
    outcome = solve(parse_problem(text), SolveOptions(proposer="none", seed=seed))
    assert outcome.status == "proved", outcome.message
    told = tell(outcome.proofs[0]).answer
    assert told is not None and formula_text(told) == answer


def test_a_false_goal_is_named_and_the_others_are_proved() -> None:
    text = "a b c = triangle; m = midpoint b c ? cong m b m c; cong a b a c"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none"))
    assert outcome.status == "refuted" and "drawn: AB = AC;" in outcome.message
    assert [str(proof.goal) for proof in outcome.proofs] == ["cong m b m c"]
    assert outcome.diagram is not None and outcome.diagram.failing


def test_the_sense_of_an_angle_is_told() -> None:
    text = "a b c = iso_triangle ? eqangle a b b c a c c b"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none"))
    assert outcome.status == "refuted" and "they are equal: ∠ABC = ∠BCA holds" in outcome.message


def test_an_angle_that_is_right_one_way_round_is_proved_for_that_configuration() -> None:
    text = "a b c = ieq_triangle ? aconst a b b c 60"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none", rewrite=False))
    assert outcome.status == "proved_for_configuration"
    assert any(not c.holds for c in outcome.verdicts[0].configurations)


def test_no_length_is_expressed_by_itself() -> None:
    text = "a b c = triangle; m = midpoint b c ? rconst b m b c 1/2"
    outcome = solve(parse_problem(text), SolveOptions(proposer="none", rewrite=False))
    assert "BM = 1/2·BC [1, 3]" in plain_text(tell(outcome.proofs[0], outcome.verdicts[0]))


def test_engine_seconds_leave_out_proofs(monkeypatch: MonkeyPatch) -> None:
    """The clock is turned on by an hour while a proof is checked."""
    clock, turned = time.monotonic, 0.0

    def slow(proof: Proof, **options: Any) -> Verdict:
        nonlocal turned
        turned += 3600.0
        return check(proof, **options)

    monkeypatch.setattr("time.monotonic", lambda: clock() + turned)
    monkeypatch.setattr(module, "check", slow)
    for text, proposer in ((ORTHOCENTRE, "none"), (HARD, "heuristic")):
        options = SolveOptions(budget=1e6, attempts=30_000, proposer=proposer)
        outcome = solve(parse_problem(text), options)
        assert outcome.status == "proved"
        assert outcome.seconds > 3600.0 > outcome.engine_seconds > 0.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a b c = iso_triangle; d = between_bound b c ? longer a b a d",
            "true in all 9 figures drawn",
        ),
        ("a b c = triangle; d = on_line b c ? between d b c", "of 9 figures drawn; such a"),
        ("a b c = iso_triangle ? acompute a b b c", "find ∠ABC: not determined: about "),
        ("a b c = triangle ? rcompute a b b c", "find AB : BC: not determined: about "),
        ("a b c d = isquare; e = midpoint c d ? acompute a e e b", "about 53.13° in all figures"),
        (
            "o a = segment; b = s_angle a o b 60, on_circle o a; c = on_circle c o a"
            " ? acompute a c c b",
            "30° or 150°, as the figure is drawn",
        ),
        (  # (5√3 ± √11) / 2, to seven digits 11√65191/469 and 6√43617/469
            "a = free; b = lconst a 5; c = s_angle b a 30, lconst b 3 ? lcompute a c",
            "about 2.67181, or about 5.98844, as the figure is drawn",
        ),
    ],
)
def test_what_no_proof_decides_is_told_from_figures(text: str, said: str) -> None:
    outcome = solve(parse_problem(text), SolveOptions(proposer="none"))
    (note,) = (note for note in outcome.notes if note.kind == "figures")
    assert said in note.text


@pytest.mark.parametrize("goal", ["cyclic a b c e", "cong e a b c"])
def test_a_point_that_can_only_be_another_is_told(goal: str) -> None:
    text = f"a b c = triangle; e = on_circum e a b c, on_line e c a ? {goal}"
    outcome = solve(parse_problem(text), SolveOptions(budget=5.0, threads=1, proposer="none"))
    assert "defect" not in outcome.message
    assert outcome.status in ("open", "refuted")
    if outcome.status == "open":
        assert "E is at the place of another point in all" in outcome.message


class _Loading(Heuristic):
    loads: ClassVar[bool] = True

    loaded = False

    def load(self) -> None:
        self.loaded = True


def test_loading_a_network_is_a_phase_of_its_own(monkeypatch: MonkeyPatch) -> None:
    proposer, phases = _Loading(), dict[str, None]()
    monkeypatch.setattr("porism.prover.solve.make_proposer", lambda *_: proposer)
    solve(
        parse_problem(HARD),
        SolveOptions(attempts=1, threads=1, rewrite=False),
        progress=lambda p: phases.setdefault(p.phase),
    )
    assert proposer.loaded
    assert list(phases).index("network") == list(phases).index("closure") + 1


@pytest.mark.parametrize(
    "text",
    [
        "a b c = triangle; d = parallelogram a b c d ? acompute a b d c",
        "a b c = triangle; m = midpoint a b; n = midpoint a c ? acompute m n b c",
        "a b c d = isquare ? acompute b a c d",
    ],
)
def test_lines_that_are_parallel_make_one_angle(text: str) -> None:
    """In figures it is a little above 0° or below 180°."""
    problem = parse_problem(text)
    for seed in range(6):
        assert remarks(problem, draw(problem, seed=seed), seed) == []
