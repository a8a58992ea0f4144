"""Proofs are made shorter, and what is made shorter is a proof."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.problem import Problem
from porism.geometry.proof import ByAlgebra, Proof
from porism.geometry.telling.model import Chain
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import flat, render_text
from porism.geometry.verify import check
from porism.prover.rewrite.rewrite import Bounds, rewritten, told_better
from porism.prover.rewrite.weights import LONGEST_SUM
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT
from tests.prover.rewriting import ALONE, PROBLEMS, proofs_of, rules_of, short_proofs

# --- whole proofs --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "steps"),
    [("imo_2015_p4", 10), ("imo_2008_p1b", 23), ("nine_point_circle", 10), ("imo_2004_p1", 12)],
)
def test_a_proof_becomes_as_short_as_a_person_would_write_it(name: str, steps: int) -> None:
    proof = short_proofs(name)[0]
    assert check(proof).status == "proved"
    assert proof.length <= steps


def test_the_centre_of_the_circle_is_used_where_it_settles_the_matter() -> None:
    """O, A and X are each as far from F as from G: no angles are chased for AO ⟂ FG."""
    (proof,) = short_proofs("imo_2015_p4")
    assert proof.steps[-1].statement.name == "coll"
    assert "points_of_a_bisector" in rules_of(proof)
    assert not any(t.coefficient.denominator != 1 for s in proof.steps
                   if isinstance(s.reason, ByAlgebra) for t in s.reason.terms)  # fmt: skip


def test_the_classics_have_their_classical_proofs() -> None:
    """Equal tangents and the converse of Ceva; the engine takes Menelaus four times."""
    (proof,) = short_proofs("gergonne_point")
    assert {"equal_tangents", "ceva_converse"} <= rules_of(proof)
    assert sum(len(claim.sentences) for claim in tell(proof).claims) <= 5
    assert check(proof).status == "proved"


def test_named_theorems_stand_for_sums() -> None:
    assert "radical_axis" in rules_of(short_proofs("imo_2008_p1b")[0])
    assert "midline" in rules_of(short_proofs("nine_point_circle")[0])


def test_the_angle_between_two_bisectors_needs_no_half_of_an_angle() -> None:
    """J is an excentre of ABC: ∠AJC = ∠JBC + 90° in every figure, and not only in this one."""
    (proof,) = short_proofs("imo_2012_p1")
    assert "angle_at_incentre" in rules_of(proof)
    sums = [step.reason for step in proof.steps if isinstance(step.reason, ByAlgebra)]
    assert all(t.coefficient.denominator == 1 for s in sums if s.table == "angle" for t in s.terms)
    said = " ".join(render_text(tell(proof)).split())
    assert (
        "AJ and CJ are bisectors of angles of the triangle BAC, we have ∠AJC = ∠JBC + 90°" in said
    )


def test_halves_of_equal_angles_are_equal_in_every_figure() -> None:
    """Incentres of triangles in one circle: what was halved needs no look at the figure."""
    *_, proof = short_proofs("japanese_theorem")
    assert {"halves_of_equal_angles", "angle_at_incentre"} <= rules_of(proof)
    sums = [s.reason for s in proof.steps[:-1] if isinstance(s.reason, ByAlgebra)]
    assert sums and all(t.coefficient.denominator == 1 for s in sums for t in s.terms)
    conditions = [flat(s.text) for s in tell(proof, check(proof)).conditions]
    assert any("are on the same side of" in said for said in conditions)
    assert not any("As in the figure" in said for said in conditions)
    assert not any("I₁" in said and "orientation" in said for said in conditions)


def test_a_bisector_and_a_perpendicular_bisector_meet_on_the_circle() -> None:
    """R is as far from M as from N and on the bisector of ∠MAN: no sines, no obtuse angle."""
    (proof,) = short_proofs("imo_2004_p1")
    assert "bisectors_meet_on_circle" in rules_of(proof)
    assert not any(step.statement.name == "eqsine" for step in proof.steps)
    assert check(proof).status == "proved"


def test_a_claim_of_which_others_cite_a_part_is_told_in_full() -> None:
    """Centres of similarity are found alike; whatever is cited by a number has one."""
    (proof,) = short_proofs("monge")
    said = render_text(tell(proof))
    assert "similarly" in said.lower() or "This is shown like" in said
    cited = set(re.findall(r"\((\d+)\)", said))
    assert cited and cited == set(re.findall(r"^\((\d+)\)", said, re.MULTILINE))


def test_points_that_the_text_puts_on_one_parallel_need_no_sentence() -> None:
    (proof,) = short_proofs("lemoine_circle")
    said = " ".join(render_text(tell(proof)).split())
    assert "K, P, Q are collinear" not in said
    assert "K, P, Q are collinear" in " ".join(render_text(tell(proof, collinear=True)).split())


def test_no_angle_is_expressed_by_itself() -> None:
    """∠MAK = ∠MAK + ∠OCS + 90°, as SC ⟂ CO, is true and helps nobody."""
    (proof,) = short_proofs("imo_2010_p4")
    sentences = [s for claim in tell(proof).claims for s in claim.sentences]
    chains = [part for s in sentences for part in s.text if isinstance(part, Chain)]
    assert any(len(chain.rows) > 2 for chain in chains)
    for chain in chains:
        assert chain.rows[0].left is not None
        first = flat((chain.rows[0].left,))
        assert not any(first in flat((row.right,)).split(" + ") for row in chain.rows)


def test_no_link_is_its_own_reason() -> None:
    """∠ADE = ∠EAD (∠EAD = ∠ADE) makes a reader look for more than there is."""
    (proof,) = short_proofs("imo_2016_p1")
    sentences = [s for claim in tell(proof).claims for s in claim.sentences]
    chains = [part for s in sentences for part in s.text if isinstance(part, Chain)]
    reasons = []
    for chain in chains:
        values = [chain.rows[0].left, *(row.right for row in chain.rows)]
        for one, other, row in zip(values, values[1:], chain.rows, strict=False):
            assert one is not None and other is not None
            first, second, why = flat((one,)), flat((other,)), flat(row.reason)
            assert why not in (f"{first} = {second}", f"{second} = {first}")
            reasons.append(why)
    assert "given" in reasons


def test_what_serves_a_similar_step_alone_is_not_told_again() -> None:
    """The other two radical axes of the three circles need no midline of their own."""
    telling = tell(short_proofs("imo_2008_p1b")[0])
    sentences = [s for claim in telling.claims for s in claim.sentences]
    said = [flat(s.text) for s in sentences]
    assert [text.startswith("Similarly") for text in said] == [False, False, True, True, False]
    assert all(len(s.steps) > 2 for s in sentences[2:4])


def test_links_with_one_reason_are_told_as_one() -> None:
    """The law of sines is a reason, and no sentence; used twice in a row it makes one link."""
    text = render_text(tell(short_proofs("imo_2018_p1")[0]))
    assert "The law of sines" not in text
    assert text.count("(law of sines in △ADF)") == 1


def links(proof: Proof) -> list[int]:
    """Return how many links the chains of a proof have, collinear points aside."""
    return [
        sum(proof.steps[p].statement.name != "coll" for p in step.premises)
        for step in proof.steps
        if isinstance(step.reason, ByAlgebra)
    ]


def about_sines(proof: Proof) -> bool:
    """Tell whether a proof is about sines: of products of these the language has no statement."""
    return any("sine" in rule for rule in rules_of(proof))


REWRITTEN = ("imo_2015_p4", "imo_2008_p1b", "imo_2004_p1", "imo_2018_p1", "gergonne_point")


@pytest.mark.parametrize("name", [*REWRITTEN, "nine_point_circle", "euler_line"])
def test_no_proof_is_longer_than_it_was_and_no_chain_than_one_reads(name: str) -> None:
    for found, short in zip(proofs_of(name), short_proofs(name), strict=True):
        assert short.length <= found.length
        assert max(links(short)) <= (8 if about_sines(short) else LONGEST_SUM)


def test_a_claim_in_between_has_the_reason_that_everybody_sees() -> None:
    """A, C, F, G are on the circle ABC: no angles are chased for that."""
    (proof,) = short_proofs("imo_2018_p1")
    reasons = [s.reason for s in proof.steps if s.statement.name == "cyclic"]
    assert not any(isinstance(reason, ByAlgebra) for reason in reasons)


def test_an_auxiliary_point_that_is_not_needed_is_not_told() -> None:
    problem = parse_problem("a b c = triangle; m = midpoint a b; n = midpoint a c ? para m n b c")
    places = draw(problem).coordinates
    outcome = solve(problem, ALONE)
    (extra,) = parse_problem("a b c = triangle; x = midpoint b c ? coll x b c").clauses[1:]
    richer = problem.with_auxiliary((extra,))
    b, c = places["b"], places["c"]
    coordinates = {**places, "x": ((b[0] + c[0]) / 2, (b[1] + c[1]) / 2)}
    proof = replace(outcome.proofs[0], problem=richer, coordinates=coordinates)
    (short,) = rewritten([proof], Bounds())
    assert short.problem.auxiliary == () and "x" not in short.coordinates
    assert check(short).status == "proved"


@pytest.mark.parametrize("name", ["nine_point_circle", "orthic_triangle"])
def test_rewriting_is_the_same_every_time(name: str) -> None:
    assert rewritten(proofs_of(name), Bounds()) == short_proofs(name)


@pytest.mark.parametrize("looks", [0, 5])
def test_a_rewriter_that_may_not_look_far_still_writes_proofs(looks: int) -> None:
    for proof in rewritten(proofs_of("euler_line"), Bounds(looks=looks)):
        assert check(proof).status == "proved"


def test_what_the_checker_likes_less_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = solve(PROBLEMS["euler_line"], ALONE)
    found = {
        proof.goal: (proof, verdict)
        for proof, verdict in zip(outcome.proofs, outcome.verdicts, strict=True)
    }

    def spoiled(proofs: list[Proof], *_: object) -> list[list[Proof]]:
        return [[replace(proof, steps=proof.steps[:-1]) for proof in proofs]]

    monkeypatch.setattr("porism.prover.rewrite.rewrite.in_all_ways", spoiled)
    assert told_better(found, Bounds()) == found


@pytest.mark.parametrize(
    ("name", "theorem"),
    [("simson_line", "simson"), ("midline", "midline"), ("thales", "thales")],
)
def test_a_theorem_is_not_proved_by_its_name(name: str, theorem: str) -> None:
    for proof in short_proofs(name):
        assert theorem not in rules_of(proof)


def test_solve_rewrites_unless_told_not_to() -> None:
    problem = PROBLEMS["imo_2004_p1"]
    plain = solve(problem, ALONE)
    short = solve(problem, replace(ALONE, rewrite=True))
    assert short.status == plain.status == "proved"
    assert short.steps < plain.steps


def is_accepted_as_before(problem: Problem) -> None:
    outcome = solve(problem, replace(ALONE, budget=60.0))
    if not outcome.proofs:
        return
    for short, verdict in zip(rewritten(outcome.proofs, Bounds()), outcome.verdicts, strict=True):
        again = check(short)
        assert again.accepted, (problem.name, again.reason)
        assert about_sines(short) or max(links(short), default=0) <= LONGEST_SUM, problem.name
        assert again.status in ("proved", verdict.status), problem.name


SAMPLE = ("orthic_triangle", "miquel_point", "imo_2004_p1", "euler_line", "imo_2022_p4")


@pytest.mark.parametrize("name", SAMPLE)
def test_a_rewritten_proof_is_accepted_as_before(name: str) -> None:
    is_accepted_as_before(PROBLEMS[name])


@pytest.mark.exhaustive
@pytest.mark.parametrize("file", sorted(p.stem for p in (ROOT / "problems").glob("*.txt")))
def test_every_rewritten_proof_of_the_corpus_is_accepted_as_before(file: str) -> None:
    for problem in read_problems(Path(ROOT / "problems" / f"{file}.txt")):
        is_accepted_as_before(problem)
