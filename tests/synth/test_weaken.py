from __future__ import annotations

import pytest

from porism.geometry.language import parse_problem, to_text
from porism.geometry.predicates import canonical
from porism.geometry.rules import parse_statement
from porism.synth.prune import locus_for, prune_premises


def cut_text(text: str, needed: str) -> str:
    problem = parse_problem(text)
    statements = [parse_statement(s) for s in needed.split(";")]
    return to_text(prune_premises(problem.all_clauses, problem.goals[0], statements))


def test_what_is_not_needed_goes() -> None:
    text = (
        "a b c = triangle a b c; d = on_line d a b, on_circle d c a; e = foot e c a b ? coll a b d"
    )
    assert cut_text(text, "coll d a b") == ("a b = segment a b; d = on_line d a b ? coll a b d")


def test_a_midpoint_of_which_only_the_line_is_used_is_a_point_of_the_line() -> None:
    text = "a b c = triangle a b c; d = midpoint d a b; e = on_pline e c a d ? para c e a b"
    assert cut_text(text, "coll d a b; para e c a d") == (
        "a b c = triangle a b c; d = on_line d a b; e = on_pline e c a d ? para c e a b"
    )


def test_points_that_only_the_proof_needs_are_auxiliary() -> None:
    text = (
        "a b c = triangle a b c; d = midpoint d a b; e = midpoint e a c; f = midpoint f d e "
        "? perp a b a c"
    )
    assert cut_text(text, "coll d a b; cong d a d b; coll f d e; cong f d f e; coll e a c") == (
        "a b c = triangle a b c | d = midpoint d a b; e = on_line e a c; f = midpoint f d e "
        "? perp a b a c"
    )


def test_free_points_make_the_shape_that_fits_them() -> None:
    text = "a b c d e = pentagon a b c d e; f = on_line f a b ? coll a b f"
    assert cut_text(text, "coll f a b").startswith("a b = segment a b;")


def test_a_construction_of_several_points_is_taken_apart_when_some_are_idle() -> None:
    text = "a b c = triangle a b c; d e f i = incenter2 d e f i a b c ? perp i d b c"
    assert cut_text(
        text, "perp i d b c; coll d b c; eqangle a b a i a i a c; eqangle b c b i b i b a"
    ) == ("a b c = triangle a b c; i = incenter i a b c; d = foot d i b c ? perp i d b c")
    whole = cut_text(text, "perp i d b c; cong i d i e")
    assert "incenter2" in whole


@pytest.mark.parametrize(
    ("premise", "construction"),
    [
        ("coll a x b", "on_line x a b"),
        ("cyclic a b x c", "on_circum x a b c"),
        ("cong x a b x", "on_bline x a b"),
        ("cong a x a b", "on_circle x a b"),
        ("cong a x b c", "eqdistance x a b c"),
        ("para b c a x", "on_pline x a b c"),
        ("perp b c a x", "on_tline x a b c"),
        ("perp a x b x", "on_dia x a b"),
        ("eqangle b a b x b x b c", "angle_bisector x a b c"),
    ],
)
def test_a_premise_has_a_locus(premise: str, construction: str) -> None:
    statement = parse_statement(premise)
    made = locus_for(statement, "x")
    assert made is not None
    assert " ".join((made.name, *made.arguments)) == construction
    assert canonical(statement) in map(canonical, made.premises)


def test_some_premises_have_no_locus() -> None:
    assert locus_for(parse_statement("coll a b c"), "x") is None
    assert locus_for(parse_statement("eqratio a b c d a x c x"), "x") is None
