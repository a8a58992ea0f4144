"""Statements that hold in every figure that somebody would draw, and are not proved for that.

What is forced of their order is tested with the calculus (tests/geometry/test_forced.py); here
whole runs are, and proofs that come from a stranger.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from porism.geometry import verify
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByRule, Given, Proof, Step
from porism.prover.options import SolveOptions
from porism.prover.outcome import Outcome
from porism.prover.solve import solve

DEDUCTION = SolveOptions(budget=30.0, threads=1, proposer="none", rewrite=False)


def of(text: str, seed: int = 0) -> Outcome:
    return solve(parse_problem(text, "given"), replace(DEDUCTION, seed=seed))


NARROW = {
    "a rectangle wider than high": "a b c d = rectangle; e = on_line a b, on_tline d a c "
    "? distseq a e e b a b 1 1 -1",
    "the longer base": "a b c d = eq_trapezoid; p = on_line a d, on_line b c "
    "? distseq p d d a p a 1 1 -1",
    "convex": "a b c d = quadrangle; p = on_line a c, on_line b d ? distseq a p p c a c 1 1 -1",
    "near the start of a ray": "a b = segment; d = mirror a b; c = on_ray a b "
    "? distseq a c c d a d 1 1 -1",
    "three orders": "a b c = triangle; d = on_line b c; e = on_line c a; f = on_line a b "
    "? distseq b d d c b c c e e a c a a f f b a b 1 1 -1 1 1 -1 1 1 -1",
    "64 times as far": "a b x = triangle; k = on_ray a b, rconst a b a k 1/64; l = mirror k a; "
    "p = foot x k l ? distseq k p p l k l 1 1 -1",
    "64 times as far, by directions": "a b x = triangle; k = on_ray a b, rconst a b a k 1/64; "
    "l = mirror k a; p = foot x a k; u = angle_bisector x k p; v = angle_bisector x k a "
    "? coll k u v",
    "lengths in a ratio": "a b c = triangle; x y z = 3peq a b c; d = mirror b c; "
    "h = on_circle b z; k = on_opline h b, eqdistance h z d ? rcompute b k b d",
    "on a rare arc": "o a = segment; x = s_angle a o 1, on_circle o a; "
    "m = s_angle a o 0.5, on_circle o a; b = on_circle o a; w = angle_bisector a b x ? coll b m w",
    "at the rare end of a chord": "o a = segment; x = s_angle a o 1, on_circle o a; "
    "m = s_angle a o 0.5, on_circle o a; b = on_circle o a; "
    "w = angle_bisector a b x, on_circle o a ? overlap w m",
    "half of a rare angle": "a b c = triangle; d = s_angle b a 1, on_line b c; "
    "e = on_circum a b d; w = angle_bisector b e d; u = angle_bisector b a d "
    "? eqangle b e e w b a a u",
}


@pytest.mark.parametrize("text", NARROW.values(), ids=NARROW)
def test_what_only_pleasant_figures_show_is_not_proved(text: str) -> None:
    outcome = of(text)
    assert outcome.status == "proved_for_configuration", str(outcome)
    (verdict,) = outcome.verdicts
    assert {c.holds for c in verdict.configurations} == {True, False}
    assert any(c.words for c in verdict.configurations), verdict.configuration_notes


ALIKE = {
    "rectangle": ("a b c d", "b c d a", "? distseq a e e b a b 1 1 -1",
                  "rectangle; e = on_line a b, on_tline d a c"),
    "eq_trapezoid": ("a b c d", "c d a b", "? distseq p d d a p a 1 1 -1",
                     "eq_trapezoid; p = on_line a d, on_line b c"),
    "quadrangle": ("a b c d", "a c b d", "? distseq a p p c a c 1 1 -1",
                   "quadrangle; p = on_line a c, on_line b d"),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "goal", "text"), ALIKE.values(), ids=ALIKE)
def test_the_corners_of_a_shape_may_be_named_from_any(
    one: str, other: str, goal: str, text: str
) -> None:
    first, second = (of(f"{corners} = {text} {goal}") for corners in (one, other))
    assert first.status == second.status == "proved_for_configuration"
    assert all(
        {c.holds for c in outcome.verdicts[0].configurations} == {True, False}
        for outcome in (first, second)
    )


@pytest.mark.parametrize("text", [NARROW["64 times as far"]])
def test_names_play_no_part(text: str) -> None:
    letters = {p: q for p, q in zip("abcdefklpuvx", "xvuplkfedcba", strict=True)}
    problem = parse_problem(text, "given")
    clauses, goal = text.split("?")
    words = goal.split()
    renamed = " ".join([words[0], *(letters.get(w, w) for w in words[1:])])
    rewritten = "; ".join(
        " ".join(
            letters.get(w.rstrip(","), w.rstrip(",")) + "," * w.endswith(",") for w in c.split()
        )
        for c in clauses.split(";")
    )
    assert of(f"{rewritten} ? {renamed}").status == of(text).status
    assert len(problem.points) == len(parse_problem(f"{rewritten} ? {renamed}", "x").points)


def test_a_proof_of_a_stranger_is_of_its_configuration() -> None:
    problem = parse_problem(NARROW["64 times as far"], "rare")
    (goal,) = problem.goals
    on_line = Predicate("coll", ("p", "k", "l"))
    rule = ByRule(
        "segment_sum",
        (("a", "k"), ("b", "p"), ("c", "l")),
        (0,),
        (Predicate("between", ("p", "k", "l")),),
    )
    proof = Proof(
        problem, goal, (Step(0, on_line, Given()), Step(1, goal, rule)), draw(problem).coordinates
    )
    verdict = verify.check(proof)
    assert verdict.status == "proved_for_configuration"
    assert verdict.where.startswith("where ")


@pytest.mark.parametrize(
    "text",
    [
        "a b = segment; k = on_ray a b, rconst a b a k 5000000 ? between k a b",
        "a b = segment; c = s_angle a b 89.99999 ? acute_angle a b c",
    ],
)
def test_what_is_too_close_to_tell_is_not_refuted(text: str) -> None:
    assert of(text).status != "refuted"
