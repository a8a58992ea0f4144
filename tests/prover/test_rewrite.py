"""Proofs are made shorter, and what is made shorter is a proof."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.ddar.numeric import NumericFigure
from porism.ddar.traceback import traceback
from porism.geometry.equations import facets
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.linear import equation
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.proof import ByAlgebra, ByRule, Proof
from porism.geometry.rules import load_rules
from porism.geometry.telling.model import Chain
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import flat, render_text
from porism.geometry.verify import check
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED
from porism.prover.rewrite.instances import RuleMatcher, exchanges
from porism.prover.rewrite.other_points import (
    with_chords_completed,
    with_chords_halved,
    with_other_names,
)
from porism.prover.rewrite.rewrite import Bounds, rewritten, told_better
from porism.prover.rewrite.sums import Summation
from porism.prover.rewrite.universe import Universe
from porism.prover.rewrite.weights import LONGEST_SUM
from porism.prover.rewrite.write import numbered_anew
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT

ALONE = SolveOptions(proposer="none", rewrite=False)
FILES = sorted((ROOT / "problems").glob("*.txt"))
PROBLEMS = {p.name: p for file in FILES for p in read_problems(file)}


@cache
def proofs_of(name: str) -> tuple[Proof, ...]:
    outcome = solve(PROBLEMS[name], ALONE)
    assert outcome.status in PROVED
    return outcome.proofs


def rules_of(proof: Proof) -> set[str]:
    return {s.reason.rule for s in proof.steps if isinstance(s.reason, ByRule)}


# --- whole proofs --------------------------------------------------------------------------------


@cache
def short_proofs(name: str) -> list[Proof]:
    return rewritten(proofs_of(name), Bounds())


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


def test_two_goals_share_what_they_have_in_common() -> None:
    first, second = short_proofs("nine_point_circle")
    known = {s.statement for s in first.steps if isinstance(s.reason, ByRule)}
    assert len(known & {s.statement for s in second.steps}) >= 3


def test_a_second_goal_is_told_by_what_the_first_has_shown() -> None:
    first, second = short_proofs("nine_point_circle")
    text = render_text(tell(second, after=[first]))
    assert "As shown above, NM ∥ BC and NB = ND." in text
    assert "Let ABC be a triangle" not in text and "midline" not in text
    again = render_text(tell(first, after=[first]))
    assert "This was shown above." in again


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


# --- auxiliary points --------------------------------------------------------------------------


def with_last_clause_auxiliary(text: str) -> Universe:
    problem = parse_problem(text)
    figure = replace(problem, clauses=problem.clauses[:-1], auxiliary=problem.clauses[-1:])
    return Universe(saturate(figure, draw(problem).coordinates, Limits()))


@pytest.mark.parametrize(
    ("found", "welcome"),
    [
        ("on_bline x a b, on_bline x b c", "circumcenter x a b c"),
        ("on_line x a b, on_bline x a b", "midpoint x a b"),
        ("on_line x b c, on_dia x a b", "foot x a b c"),
        ("on_line x a m, on_tline x h b c", None),
    ],
)
def test_a_point_is_introduced_as_what_a_reader_calls_it(found: str, welcome: str | None) -> None:
    known = with_last_clause_auxiliary(
        f"a b c = triangle; h = foot a b c; m = midpoint b c; x = {found} ? coll h b c"
    )
    said = [
        f"{c.name} {' '.join(c.arguments)}"
        for problem, _ in with_other_names(known)
        for c in problem.auxiliary[0].constructions
    ]
    assert said == ([] if welcome is None else [welcome])


def test_the_chords_that_a_figure_draws_are_halved() -> None:
    known = universe(
        "o a b = iso_triangle; c = on_circle o a; d = on_circle o a; x = on_line a b ? coll x a b"
    )
    ((problem, places),) = with_chords_halved(known)
    (clause,) = problem.auxiliary
    assert [c.name for c in clause.constructions] == ["midpoint"] and "x1" in places
    assert clause.constructions[0].arguments == ("x1", "a", "b")


def test_a_line_that_is_spoken_of_meets_a_circle_again() -> None:
    known = universe(
        "a b c = triangle; d = on_circum d a b c; e = free; f = on_pline f a d e ? para a f d e"
    )
    ((problem, places),) = with_chords_completed(known)
    lines, circles = zip(*(clause.constructions for clause in problem.auxiliary), strict=True)
    assert {c.arguments[1:] for c in lines} == {("d", "e"), ("a", "f")}
    assert {c.arguments[1:] for c in circles} == {("a", "b", "c")}
    figure = NumericFigure(places)
    for clause in problem.auxiliary:
        assert all(map(figure.holds, clause.premises))


def test_chords_have_no_second_end_to_be_named() -> None:
    known = universe("a b c = triangle; d = on_pline d a b c, on_circum d a b c ? para a d b c")
    assert list(with_chords_completed(known)) == []


def test_a_choice_of_the_figure_goes_where_lines_are_made_chords() -> None:
    (found,) = proofs_of("imo_2018_p1")
    assert "equal_sines_converse" in rules_of(found)
    ((proof, verdict),) = told_better({found.goal: (found, check(found))}, Bounds()).values()
    text = " ".join(render_text(tell(proof, verdict)).split())
    assert "second intersections of the circle ABC with the lines FD and GE" in text
    assert not any(load_rules()[rule].choice for rule in rules_of(proof))
    assert verdict.accepted


def test_chords_that_leave_the_choice_to_the_figure_are_not_told() -> None:
    found = proofs_of("japanese_theorem")
    better = told_better({p.goal: (p, check(p)) for p in found}, Bounds())
    assert len(better) == 2
    for proof, _ in better.values():
        assert not proof.problem.auxiliary
        reasons = [s.reason for s in proof.steps]
        sums = [t for r in reasons if isinstance(r, ByAlgebra) for t in r.terms]
        assert all(t.coefficient.denominator == 1 for t in sums)  # no half of an angle


def test_a_point_that_only_names_a_line_is_not_introduced() -> None:
    (found,) = proofs_of("imo_1995_p1")
    ((proof, verdict),) = told_better({found.goal: (found, check(found))}, Bounds()).values()
    assert verdict.accepted
    assert "radical_axis" in rules_of(proof)  # with the midpoint of XY this was found
    assert not proof.problem.auxiliary


def test_auxiliary_points_are_numbered_anew() -> None:
    proof = with_last_clause_auxiliary("a b c = triangle; x7 = midpoint a b ? coll x7 a b")
    goal = Predicate("coll", ("x7", "a", "b"))
    (found,) = numbered_anew([traceback(proof.closure, goal)])
    assert found.problem.auxiliary_points == ("x1",) and "x7" not in found.coordinates
    assert str(found.steps[-1].statement) == "coll x1 a b"


# --- uses of a rule ------------------------------------------------------------------------------


def universe(text: str) -> Universe:
    problem = parse_problem(text)
    return Universe(saturate(problem, draw(problem).coordinates, Limits()))


def test_what_holds_is_listed_once() -> None:
    known = universe("a b c = triangle; m = midpoint a b; n = midpoint a c ? coll m a b")
    assert [str(s) for s in known.of_kind["midp"]] == ["midp m a b", "midp n a c"]
    assert [str(s) for s in known.of_kind["para"]] == ["para b c m n"]
    assert known.of_kind["cyclic"] == ()


def test_a_rule_is_used_once_for_each_way_to_use_it() -> None:
    known = universe(
        "a b c = triangle; m = midpoint a b; n = midpoint a c; k = midpoint b c ? coll m a b"
    )
    found = [f for f, _ in RuleMatcher(known).uses(load_rules()["midline"])]
    assert len(found) == 3
    assert {tuple(sorted((f["m"], f["n"]))) for f in found} == {("m", "n"), ("k", "m"), ("k", "n")}


def test_a_common_side_is_a_premise_that_says_nothing() -> None:
    known = universe("a b d = iso_triangle; c = on_bline b d ? cong c b c d")
    rule = load_rules()["congruent_sss_mirrored"]
    found = [f for f, _ in RuleMatcher(known).uses(rule)]
    assert any(sum(f[x] == f[y] for x, y in ("ap", "bq", "cr")) == 2 for f in found)


def test_letters_that_may_be_exchanged() -> None:
    assert ("a", "b") in exchanges(load_rules()["midpoint"])
    assert ("p", "q") in exchanges(load_rules()["bisector_of_segment"])
    assert exchanges(load_rules()["midline"]) == ()


# --- sums --------------------------------------------------------------------------------------


def statement(text: str) -> Predicate:
    name, *points = text.split()
    return Predicate(name, tuple(points))


def shortest(known: list[str], wanted: str, price: list[float]) -> list[tuple[int, int]] | None:
    import numpy as np

    sums = Summation()
    for number, text in enumerate(known):
        sums.add(number, statement(text))
    target = facets(statement(wanted))[0]
    answer, _ = sums.lightest(target, np.array(price), 1e9, -1)
    return [(c.node, int(x)) for c, x in answer.sums[0]] if answer.sums else None


def test_a_sum_takes_the_lightest_way() -> None:
    known = ["para a b c d", "para c d e f", "para e f g h", "para a b g h"]
    wanted = "para a b e f"
    assert sorted(n for n, _ in shortest(known, wanted, [1, 1, 1, 1]) or []) == [0, 1]
    assert sorted(n for n, _ in shortest(known, wanted, [9, 9, 1, 1]) or []) == [2, 3]


def test_a_sum_that_halves_an_angle_is_followed_by_one_that_does_not() -> None:
    import numpy as np

    sums = Summation()
    bisected = "eqangle a b c d c d e f", "eqangle a b g h g h e f"  # cd and gh halve ab, ef
    for number, text in enumerate((*bisected, "para c d k l", "para g h k l")):
        sums.add(number, statement(text))
    target = facets(statement("para c d g h"))[0]
    prices = np.array([0.1, 0.1, 1.0, 1.0])
    answer, asked_before = sums.lightest(target, prices, 1e9, -1)
    found = [{c.node: abs(x) for c, x in shares} for shares in answer.sums]
    assert found == [{0: Fraction(1, 2), 1: Fraction(1, 2)}, {2: 1, 3: 1}]
    assert answer.looks == 2
    assert not asked_before


def test_what_was_asked_before_is_not_asked_again() -> None:
    import numpy as np

    sums = Summation()
    for number, text in enumerate(["para a b c d", "para c d e f", "para a b g h"]):
        sums.add(number, statement(text))
    target = facets(statement("para a b e f"))[0]
    answer, asked_before = sums.lightest(target, np.array([1.0, 1.0, 1.0]), 1e9, -1)
    assert answer.sums
    assert not asked_before
    dear = np.array([1.0, 1.0, 7.0])  # of no use, so its price makes no difference
    assert sums.lightest(target, dear, 1e9, -1) == (answer, True)
    other, asked_before = sums.lightest(target, np.array([1.0, 2.0, 1.0]), 1e9, -1)
    assert not asked_before
    assert other is not answer


def test_what_does_not_follow_has_no_sum() -> None:
    assert shortest(["para a b c d"], "para a b e f", [1]) is None
    assert shortest(["para a b c d", "para e f g h"], "para a b e f", [1, 1]) is None


def test_a_statement_of_infinite_price_is_not_used() -> None:
    inf = float("inf")
    assert shortest(["para a b c d", "para c d e f"], "para a b e f", [1, inf]) is None


def test_a_half_of_an_angle_has_an_exact_coefficient() -> None:
    import numpy as np

    sums = Summation()
    sums.add(0, Predicate("angeq", ("a", "b", "c", "d"), (2, -2, 0)))  # type: ignore[arg-type]
    target = equation("angle", [(("a", "b"), 1), (("c", "d"), -1)])
    answer, _ = sums.lightest(target, np.array([1.0]), 1e9, -1)
    assert [[str(x) for _, x in found] for found in answer.sums] == [["1/2"]]
