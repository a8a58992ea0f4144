"""What the referee says of theorems, of their false neighbours and of what depends."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from porism.geometry.language.text import parse_problem
from porism.geometry.referee import AT_NAMED_PLACE, Ruling, referee
from porism.geometry.referee import ruling as rulings
from tests.geometry.corpora import ROOT


def ruling(text: str, *, instances: int = 8, seed: int = 0) -> Ruling:
    return referee(parse_problem(text, "a statement"), instances=instances, seed=seed)


TRIANGLE = "a b c = triangle; "

COINCIDE = {
    "the apex of a pentagon on a side of a decagon is its centre": "a b = segment; "
    "o = on_bline o a b, s_angle b a o 72; p = on_bline p a b, s_angle b a p 54; "
    "k = on_circle k p a, s_angle b p k 72; l = on_circle l p a, s_angle k p l 72 ? cong l a o a",
    "one common point with the side is a vertex": TRIANGLE + "d = foot d a b c; "
    "o = midpoint o d a; f = on_circle f o d, on_line f b a; "
    "e = on_circle e o d, on_line e b a, diff e f; g = on_circle g o d, on_line g a c "
    "? cyclic e g b c",
}

TRUE = {
    "orthocentre": TRIANGLE + "h = on_tline b a c, on_tline c a b ? perp a h b c",
    "centroid": TRIANGLE + "x y z g = centroid a b c ? rconst a g g x 2",
    "Euler line": TRIANGLE + "x y z g = centroid a b c; o = circle a b c; h = orthocenter a b c "
    "? coll o g h; rconst h g g o 2",
    "angle at the centre": TRIANGLE + "o = circle a b c ? angeq o b o c a b a c 1 -1 -2 2 0",
    "Simson": TRIANGLE + "p = on_circum a b c; x = foot p b c; y = foot p c a; z = foot p a b "
    "? coll x y z",
    "Pappus": "a b d e = quadrangle; c = on_line a b; f = on_line d e; "
    "p = intersection_ll a e b d; q = intersection_ll a f c d; r = intersection_ll b f c e "
    "? coll p q r",
    "incentre and the midpoint of an arc": TRIANGLE
    + "i = incenter a b c; m = on_line a i, on_circum a b c ? cong m b m i",
    "incentre and excentre belong together": TRIANGLE
    + "i = incenter a b c; j = excenter a b c ? coll a i j",
    "inner and outer bisector": TRIANGLE
    + "x = angle_bisector b a c; y = exterior_bisector b a c ? perp a x a y",
    "second intersection": "o w a = triangle; x = intersection_cc o w a ? perp o w a x",
    "intersection of circles chosen by hand": "o w a = triangle; x = on_circle o a, on_circle w a "
    "? perp o w a x",
    "tangents": "o a b = triangle; x y = tangent a o b ? cong a x a y",
    "common tangents": "o a = segment; w b = segment; x y z i = cc_tangent o a w b ? cong x y z i",
    "inner common tangents": "o a = segment; w b = segment; x y z i = cc_itangent o a w b; "
    "t = on_line x y, on_line z i ? coll t o w",
    "a circle that touches two sides and a circle": TRIANGLE
    + "o = circle a b c; x y z i = 2l1c a b c o ? cong i x i z; coll i o z; perp i x a c",
    "square": "a b = segment; c d = square a b ? perp a c b d; cong a c b d",
    "squares on the sides": TRIANGLE + "e = psquare a b; g = nsquare a c ? perp b g c e",
    "equilateral triangle": "a b c = ieq_triangle ? eqangle a b b c b c c a",
    "Pythagoras": "a b c = r_triangle ? sqeq a b a c b c 1 1 -1",
    "product of lengths": TRIANGLE
    + "o = circle a b c; d = foot a b c ? distmeq a b a c o a a d 1 1 -1 -1 2",
    "lengths given": "a = free; b = lconst a 7; c = lconst a 9, lconst b 8; m = midpoint b c "
    "? lconst a m 7",
    "angles given": "a b = segment; c = s_angle a b c 80, aconst a b a c 130 ? cong b a b c",
    "sum of halves": "a b = segment; m = midpoint a b ? distseq a m m b a b 1 1 -1",
    "similar triangles": TRIANGLE + "d = on_line a b; e = on_line a c, on_pline d b c "
    "? simtri a b c a d e",
    "congruent triangles": "a b c = triangle; p = free; q r = contrir q r a b c p "
    "? contrir a b c p q r; cong b c q r",
    "concurrent perpendiculars": TRIANGLE + "p = on_bline a b, on_bline b c ? cong p a p c",
    "a point found twice": TRIANGLE + "h = orthocenter a b c; k = on_tline a b c, on_tline b a c "
    "? overlap h k",
    "law of sines": TRIANGLE + "o = circle a b c ? chordsine o a b c",
    "statements without constructions": "a b c d = coll d b c, perp a d b c ? perp d a d b",
}

FALSE = {
    "the foot is no midpoint": TRIANGLE + "d = foot a b c ? cong d b d c",
    "the incentre is not the circumcentre": TRIANGLE + "i = incenter a b c ? cong i a i b",
    "no second intersection is the first": "o w a = triangle; x = intersection_cc o w a "
    "? overlap x a",
    "a wrong ratio": TRIANGLE + "x y z g = centroid a b c ? rconst a g g x 3",
    "a wrong angle": "a b c = ieq_triangle ? aconst a b b c 61",
    "a wrong sense": "a b = segment; c d = square a b ? aconst a b a c 135",
    "angles opposite": "a b c = iso_triangle ? eqangle a b b c a c c b",
    "no circle": "a b c d = quadrangle ? cyclic a b c d",
    "points of a line are on no circle": "a b = segment; c = on_line a b; d = on_line a b "
    "? cyclic a b c d",
    "a sum of lengths": TRIANGLE + "? distseq a b b c a c 1 1 -1",
    "the points coincide": "a b = segment; c = mirror a b; d = midpoint a c ? para b d a c",
    "sines of points of a line": "a b = segment; c = on_line a b; d = on_line a b; e = on_line a b "
    "? eqsine a b c d a c b e",
    "one goal of two": TRIANGLE + "m = midpoint b c ? cong m b m c; cong a b a c",
}

DEPENDS = {
    "a sum on a line": ("a b = segment; c = on_line a b ? distseq a c c b a b 1 1 -1", "lengths"),
    "which bisector": (
        TRIANGLE + "x = on_line b c, angle_bisector b a c; y = on_circum a b c, on_bline b c "
        "? coll a x y",
        "y",
    ),
    "which arc": (
        TRIANGLE + "i = incenter a b c; m = on_circum a b c, on_bline b c ? coll a i m",
        "m",
    ),
    "Morley, for 18 of 27 choices of the trisectors": (
        TRIANGLE + "x1 x2 = trisect b a c; y1 y2 = trisect c b a; z1 z2 = trisect a c b; "
        "p = intersection_ll b y1 c z2; q = intersection_ll c z1 a x2; "
        "r = intersection_ll a x1 b y2 ? cong p q q r",
        "z1 z2",
    ),
    "which equilateral triangle": (
        TRIANGLE + "d = eq_triangle b c; e = eq_triangle c a ? cong a d b e",
        "e",
    ),
}

NOT_APPLICABLE = {
    "overdetermined": "a b c d = cong d a d b, cong d b d c, perp d a a b ? perp a b b c",
    "order": TRIANGLE + "d = midpoint b c ? between d b c",
    "a triangle congruent to itself turned": "a b c = contri c a b a c b ? acompute a b a c",
    "no figure": "a b = segment; c = on_line a b; d = foot c a b ? perp d c a b",
    **{
        f"{name}, of points placed before": text
        for name, text in {
            "two equal altitudes": TRIANGLE + "d = foot a b c; e = foot b a c, eqdistance b a d "
            "? cong a c b c",
            "the foot at the midpoint": TRIANGLE + "d = foot a b c, midpoint b c ? cong a b a c",
            "two equal bisectors": TRIANGLE + "d = angle_bisector a b c, on_line a c; "
            "e = angle_bisector a c b, on_line a b, eqdistance c b d ? cong a b a c",
            "circles about one centre": "o a b = triangle; x = on_circle o a, on_circle o b "
            "? cong o a o b",
            "parallel lines": TRIANGLE + "x = on_pline a b c, on_pline b a c; "
            "y = on_pline a b c, on_line a x, on_line b c ? coll a b c",
            "equations that a construction needs": "a b c d = quadrangle; "
            "x y = e5128 a b c d ? cong c b c d",
        }.items()
    },
    "lines that may be one": "a b = segment; c = free; x = on_line a b, on_line a c ? coll a b c",
    "or else x is a": "a b = segment; c = free; x = on_line a b, on_line a c ? overlap x a",
    "circles that may be one": "p q c d = quadrangle; x = on_circum p q c, on_circum p q d "
    "? cyclic p q c d",
}


@pytest.mark.parametrize("name", TRUE)
def test_theorems_are_true(name: str) -> None:
    found = ruling(TRUE[name])
    assert found.kind == "true", found
    assert found.counts.holds >= 8
    assert not found.counts.fails
    assert {goal.kind for goal in found.goals} == {"true"}


@pytest.mark.parametrize("name", FALSE)
def test_false_neighbours_are_false(name: str) -> None:
    found = ruling(FALSE[name])
    assert found.kind == "false", found
    assert found.counts.fails >= 8
    assert not found.counts.holds


@pytest.mark.parametrize("name", DEPENDS)
def test_what_depends_names_the_choice(name: str) -> None:
    text, choice = DEPENDS[name]
    found = ruling(text)
    assert found.kind == "depends", found
    assert found.counts.holds
    assert found.counts.fails
    assert choice in found.choices


@pytest.mark.parametrize("name", NOT_APPLICABLE)
def test_what_it_cannot_decide_it_says(name: str) -> None:
    found = ruling(NOT_APPLICABLE[name])
    assert found.kind == "not applicable", found
    assert found.reason


def test_a_branch_without_a_place_keeps_others_from_being_all() -> None:
    """E has two places; at one DE is parallel to AB, and F is on both only where they are one."""
    text = TRIANGLE.replace("tri", "iso_tri") + "d = on_line a c; e = on_line a b, eqdistance a a d"
    text += "; f = on_line b c, on_line d e "
    assert ruling(text + "? para b c d e").kind == "not applicable"
    assert ruling(text + "? cong a d a e").kind == "true"


def test_what_only_the_inequation_of_a_clause_excludes_is_left_out() -> None:
    text = TRIANGLE + "d = on_line b c, eqdistance a a b; x = free, diff d b ? cong d b b c"
    assert ruling(text).kind in ("false", "not applicable")


@pytest.mark.parametrize("name", COINCIDE)
def test_a_statement_is_not_false_because_two_points_are_one(name: str) -> None:
    assert ruling(COINCIDE[name]).kind == "depends"


def test_goals_are_judged_one_by_one() -> None:
    found = ruling(FALSE["one goal of two"])
    assert [goal.kind for goal in found.goals] == ["true", "false"]


def test_questions_are_answered() -> None:
    (goal,) = ruling("a b c = ieq_triangle ? rcompute a b b c").goals
    assert (goal.kind, goal.value) == ("true", Fraction(1))
    (goal,) = ruling("a b = segment; c d = square a b ? acompute a b a c").goals
    assert (goal.kind, goal.value) == ("true", Fraction(1, 4))
    (goal,) = ruling("a b c d = isquare ? rcompute a c a b").goals
    assert (goal.kind, goal.value, goal.reason) == ("true", None, "the root of 2")
    (goal,) = ruling("a b c = triangle ? acompute a b a c").goals
    assert goal.kind == "false"
    (goal,) = ruling("a b c = ieq_triangle ? acompute a b b c").goals
    assert goal.kind == "depends"
    assert set(goal.reason.split(", ")) == {"60°", "120°"}


def test_a_constraint_on_earlier_points_is_not_overlooked() -> None:
    """The goal does not rest on z, but z has a place only where d is special."""
    text = "a b f d z = cong f a f b, eqangle a b a f a f a z, coll a d z ? perp f a a d"
    assert ruling(text).kind in ("false", "not applicable")
    kept = "a b f d z = cong f a f b, eqangle a b a f a f a z, coll a d z ? "
    assert ruling(kept + "eqangle a b a f a f a d").kind == "true"


def test_a_special_branch_is_not_passed_over() -> None:
    """EGMO 2013, problem 1: one of the two places of e makes the last premise an identity."""
    text = "a b c = ; d = coll d b c, cong c d b c; e = coll e c a, rconst a e c a 2, cong a d b e"
    found = ruling(text.replace("a b c = ;", "a = ; b = ; c = ;") + " ? aconst a b a c 90")
    assert found.kind == "not applicable"


def test_rulings_are_the_same_for_the_same_seed_and_agree_for_others() -> None:
    text = DEPENDS["which bisector"][0]
    assert ruling(text, seed=3) == ruling(text, seed=3)
    assert len({ruling(text, seed=seed).counts for seed in range(4)}) == 1


def test_more_instances_count_more() -> None:
    assert ruling(TRUE["orthocentre"], instances=12).counts.holds == 12


def test_too_many_branches_are_sampled() -> None:
    circles = "; ".join(f"o{k} = free; p{k} = on_circle o{k} a, on_circle o o{k}" for k in range(8))
    found = ruling(f"o a = segment; {circles} ? cyclic p0 p1 p2 p3; cyclic p4 p5 p6 p7")
    assert found.sampled
    assert found.kind == "false"


def test_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulings, "_WORK", (200, 1))
    assert ruling(TRUE["orthocentre"]).kind == "true"
    found = ruling(DEPENDS["which bisector"][0])
    assert found.kind == "not applicable"
    assert "more branches and nested roots" in found.reason


def test_the_example_of_its_page_runs() -> None:
    page = (ROOT / "docs" / "referee.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(example, "docs/referee.md", "exec"), {})


THROUGH_M = {  # loci that meet AM in M, the middle of BC, unless the triangle is isosceles
    "on_bline": "on_bline e b c",
    "on_tline": "on_tline e m b c",
    "exterior_bisector": "exterior_bisector e b m d",
    "on_pline": "on_pline e m b d",
}


@pytest.mark.parametrize("name", THROUGH_M)
def test_a_line_that_meets_another_in_a_named_point_gives_no_figure(name: str) -> None:
    """In as many figures the two are one line, and the new point is anywhere on it."""
    free = "; ".join(f"{p} = free" for p in "abcd")
    text = f"{free}; m = midpoint b c; e = on_line e a m, {THROUGH_M[name]}"
    problem = parse_problem(f"{text} ? cong a b a c")
    ruling = referee(problem)
    assert ruling.kind == "not applicable" and AT_NAMED_PLACE in ruling.reason


def test_a_bisector_said_twice_is_one_line() -> None:
    for goal, kind in (
        ("cong o a o c", "true"),
        ("perp o m b c", "true"),
        ("cong o a a b", "false"),
    ):
        text = "a b c = triangle; m = midpoint b c; o = on_bline a b, on_bline b c"
        assert referee(parse_problem(f"{text} ? {goal}")).kind == kind
