"""The traps that have produced false proofs in this field, each with a figure that springs it.

A figure here is special on purpose: something holds in it that does not follow. What is asked is
that the engine does not conclude it, or that the checker rejects or narrows what it concludes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from math import cos, dist, radians, sin, sqrt
from random import Random

import pytest

from porism.ddar.engine import saturate
from porism.ddar.traceback import traceback
from porism.geometry.errors import RefutedError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate
from porism.geometry.rules import parse_statement
from porism.geometry.verify import check
from tests.ddar.figures import Places
from tests.ddar.traps import CHORDS, Point, assert_accident, closed, derived, true_in
from tests.geometry.hand_proofs import hand_proof

# --- full angles do not tell the incentre from an excentre ---------------------------------------

BISECTORS = "a b c i = eqangle a b a i a i a c, eqangle b c b i b i b a"
TANGENTS = (
    "a b c i f d e = eqangle a b a i a i a c, eqangle b c b i b i b a, coll f a b, perp i f a b, "
    "coll d b c, perp i d b c, coll e c a, perp i e c a ? distseq a f a b a c b c 2 -1 -1 1"
)
SENSES = {"incentre": (1, 1, 1), "excentre opposite a": (-1, 1, 1), "opposite c": (1, 1, -1)}


SCALENE = (1.5, 1.5 * sqrt(3))


def triangle_with(centre: str, c: Point = SCALENE) -> Places:
    """A triangle with an angle of 60° at b, one of its four centres, and the feet from there."""
    a, b = (4.0, 0.0), (0.0, 0.0)
    sides = (dist(b, c), dist(c, a), dist(a, b))
    u, v, w = (sign * side for sign, side in zip(SENSES[centre], sides, strict=True))
    x, y = ((u * a[k] + v * b[k] + w * c[k]) / (u + v + w) for k in (0, 1))
    places = {"a": a, "b": b, "c": c, "i": (x, y)}
    for name, (p, q) in {"f": (a, b), "d": (b, c), "e": (c, a)}.items():
        along = (q[0] - p[0], q[1] - p[1])
        t = ((x - p[0]) * along[0] + (y - p[1]) * along[1]) / (along[0] ** 2 + along[1] ** 2)
        places[name] = (p[0] + t * along[0], p[1] + t * along[1])
    return places


@pytest.mark.parametrize("centre", SENSES)
def test_the_angle_at_the_incentre_is_not_that_at_an_excentre(centre: str) -> None:
    """Half of an angle that is known modulo 180° is one of two; the figure says which."""
    text = "a b c i = aconst b c b a 60, eqangle a b a i a i a c, eqangle b c b i b i b a"
    at = triangle_with(centre)
    places = {p: at[p] for p in "abci"}
    problem = parse_problem(f"{text} ? acompute a i c i")
    assert all(holds(premise, places) for premise in problem.premises)
    closure = saturate(problem, places)
    values = {t: derived(closure, f"aconst a i c i {t}") for t in ("1pi/3", "2pi/3", "5pi/6")}
    assert values == {t: true_in(closure, f"aconst a i c i {t}") for t in values}
    verdict = check(traceback(closure, problem.goals[0]), figures=8)
    assert verdict.status == "proved_for_configuration"
    assert any("counter-clockwise to the line" in c for c in verdict.conditions)


def test_the_tangents_from_a_vertex_depend_on_which_circle_touches_the_sides() -> None:
    problem = parse_problem(TANGENTS)
    (goal,) = problem.goals
    inside = saturate(problem, triangle_with("incentre"))
    proof = traceback(inside, goal)
    verdict = check(proof, figures=8)
    assert verdict.status == "proved_for_configuration"
    assert "on a line in this order: A–F–B, B–D–C, A–E–C" in verdict.conditions
    for centre in ("excentre opposite a", "opposite c"):
        places = triangle_with(centre)
        assert all(holds(premise, places) for premise in problem.premises)
        assert not saturate(problem, places).holds(goal)
        assert check(replace(proof, coordinates=places)).status == "rejected"


def test_the_incentre_of_an_equilateral_drawing_is_nothing_more() -> None:
    """In an equilateral triangle the incentre is the circumcentre too, but not by its angles."""
    places = triangle_with("incentre", c=(2.0, 2 * sqrt(3)))
    closure = closed(BISECTORS, {p: places[p] for p in "abci"})
    assert_accident(closure, "cong i a i b", "perp c i a b", "cong a b b c")


# --- arc and chord on a diameter -----------------------------------------------------------------


def on_circle(**degrees: float) -> Places:
    return {p: (cos(radians(d)), sin(radians(d))) for p, d in degrees.items()}


def test_equal_chords_that_may_be_diameters_are_seen_under_no_particular_angle() -> None:
    """Of a diameter, an angle and its supplement look alike: the figure cannot choose."""
    closure = closed(CHORDS, on_circle(a=0, b=180, p=50, q=230, c=100, r=300))
    assert_accident(
        closure,
        "eqangle c a c b r p r q",
        "eqangle c a c b r q r p",
        "perp c a c b",
        "eqangle p a p b c q c p",
    )


@pytest.mark.parametrize("r", [100, 200, 300])
def test_equal_chords_are_seen_under_the_angle_that_the_figure_shows(r: float) -> None:
    closure = closed(CHORDS, on_circle(a=0, b=150, p=50, q=200, c=90, r=r + 10))
    for text in ("eqangle c a c b r p r q", "eqangle c a c b r q r p"):
        assert derived(closure, text) == true_in(closure, text)


def test_the_checker_lets_no_angle_pass_from_diameter_to_diameter() -> None:
    lines = """
    given cyclic a b p q
    given cyclic a b p c
    given cyclic a b p r
    given cong a b p q
    angle 0 1 => cyclic a b c q
    angle 1 2 => cyclic a b c r
    rule equal_chords_converse a=a b=b c=c p=p q=q r=r : 3 1 4 5 => eqangle c a c b r p r q
    """
    for b, q, accepted in ((180, 230, False), (150, 200, True)):
        places = on_circle(a=0, b=b, p=50, q=q, c=100, r=300)
        proof = hand_proof(f"{CHORDS} ? eqangle c a c b r p r q", lines, coordinates=places)
        verdict = check(proof)
        assert verdict.accepted == accepted, str(verdict)
        assert accepted or "nperp c a c b" in verdict.reason


# --- circles through points of a line ------------------------------------------------------------


@pytest.mark.parametrize("height", [0.0, 1e-12, 1e-9])
def test_no_circle_passes_through_points_of_a_line(height: float) -> None:
    """Equal angles put points on a circle, but angles of zero put them on a line."""
    a, b, p, q = (0.0, 0.0), (4.0, 0.0), (1.0, height), (2.0, -height)
    text = "a b p q = eqangle p a p b q a q b, cong a p p q ? cyclic a b p q"
    problem = parse_problem(text)
    places: Places = {"a": a, "b": b, "p": p, "q": q}
    closure = saturate(problem, places)
    assert [str(f.statement) for f in closure.facts() if f.statement.name == "cyclic"] == []
    if closure.holds(problem.goals[0]):
        assert not check(traceback(closure, problem.goals[0])).accepted


def test_three_points_collinear_by_the_goal_carry_no_giant_circle() -> None:
    """Simson: x y z are on a line, so no fourth point shares a circle with them."""
    text = (
        "a b c = triangle; d = on_circum a b c; x = foot d b c; y = foot d c a; z = foot d a b"
        "? coll x y z"
    )
    closure = closed(text)
    assert closure.holds(closure.problem.goals[0])
    for fact in closure.facts():
        if fact.statement.name == "cyclic":
            assert holds(fact.statement, closure.coordinates), str(fact.statement)
            for three in combinations(fact.statement.points, 3):
                assert not holds(Predicate("coll", three), closure.coordinates)


@pytest.mark.parametrize(
    "text",
    [
        "o a b c = cong o a o b, cong o b o c ? coll a b c",
        "o a b c = circle o a b c ? coll a b c",
        "a b c d = cyclic a b c d ? coll a b c",
        "a b c = triangle; d = on_circum a b c ? coll a b d",
        "a b p q = eqangle p a p b q a q b, ncoll a b p ? coll a p q",
    ],
)
def test_no_circle_is_drawn_so_large_that_its_points_look_collinear(text: str) -> None:
    with pytest.raises(RefutedError):
        draw(parse_problem(text))


@pytest.mark.parametrize("height", [0.0, 1e-12, 1e-10])
def test_rounding_errors_on_a_line_make_no_giant_circle(height: float) -> None:
    random = Random(0)
    for _ in range(20):
        places = {p: (random.uniform(0, 4), random.uniform(-height, height)) for p in "abcd"}
        assert not holds(parse_statement("cyclic a b c d"), places)
        closure = closed("a b c d = coll a b c, coll a b d", places)
        assert [str(f.statement) for f in closure.facts() if f.statement.name == "cyclic"] == []


def test_the_checker_calls_points_of_a_line_not_concyclic() -> None:
    places = {"a": (0.0, 0.0), "b": (4.0, 0.0), "p": (1.0, 0.0), "q": (2.0, 0.0)}
    text = "a b p q = eqangle p a p b q a q b ? cyclic a b p q"
    lines = "given eqangle p a p b q a q b\nangle 0 => cyclic a b p q"
    verdict = check(hand_proof(text, lines, coordinates=places))
    assert str(verdict) == "rejected at step 1: points on one line are not concyclic"


# --- chords of length zero -----------------------------------------------------------------------


def test_two_chords_of_length_zero_are_not_equal_chords() -> None:
    closure = closed("a@0_0 = ; b@0_0 = ; p@3_1 = ; q@3_1 = ; c@1_2 = ; d@4_3 = ")
    for text in (
        "cong a b p q",
        "para a b p q",
        "eqangle a b a c p q p d",
        "eqratio a b a c p q p d",
    ):
        assert not derived(closure, text)
    assert_accident(closure, "overlap a b", "cong a c b c", "para a c b c")


def test_a_chord_that_is_drawn_with_length_zero_carries_no_angle() -> None:
    """The second intersection is drawn on the first; through both no line is known."""
    text = "o@0_0 = ; t@0_2 = ; s@0_2 = cong o s o t; p@3_2 = coll p s t; a@2_0 = cong o a o t"
    closure = closed(text)
    assert_accident(closure, "perp o t t p", "overlap s t", "cong p s p t")


def test_the_checker_measures_no_chord_of_length_zero() -> None:
    text = "a@0_0 = ; b@0_0 = ; c@3_0 = ; d@3_0 = cong a b c d ? cong a b c d"
    places = {"a": (0.0, 0.0), "b": (0.0, 0.0), "c": (3.0, 0.0), "d": (3.0, 0.0)}
    verdict = check(hand_proof(text, "given cong a b c d", coordinates=places))
    assert verdict.status == "rejected"


# --- tangents and transversals -------------------------------------------------------------------

LINE_AND_CIRCLE = (
    "o@0_0 = ; a@2_0 = ; p@{p} = ; x@{x} = cong o x o a; y@{x} = coll p x y, cong o x o y"
)
TWO_CIRCLES = "o@0_0 = ; w@{w} = ; x@{x} = ; y@{x} = cong o x o y, cong w x w y"


@pytest.mark.parametrize(
    ("text", "concluded"),
    [
        (LINE_AND_CIRCLE.format(p="3_2", x="0_2"), False),  # touches in this figure
        (LINE_AND_CIRCLE.format(p="3_1", x="1.2_1.6"), True),  # crosses
        (TWO_CIRCLES.format(w="5_0", x="2_0"), False),  # touch from without
        (TWO_CIRCLES.format(w="1_0", x="2_0"), False),  # touch from within
        (TWO_CIRCLES.format(w="2_1", x="1_1"), True),  # cross
    ],
)
def test_two_intersections_are_not_one_because_the_figure_lets_them_touch(
    text: str, concluded: bool
) -> None:
    """Where a line crosses, the drawn intersection is one of two; where it touches, it is both."""
    closure = closed(text)
    assert true_in(closure, "overlap x y")
    assert derived(closure, "overlap x y") == concluded


def test_contact_by_accident_gives_no_tangent() -> None:
    closure = closed("o@0_0 = ; a@2_0 = ; t@0_2 = cong o t o a; p@3_2 = ; q@-1_2 = coll p q t")
    assert_accident(closure, "perp o t t p", "perp o t p q")
    closure = closed("o@0_0 = ; w@5_0 = ; t@2_0 = ; a@0_2 = cong o a o t; b@5_3 = cong w b w t")
    assert_accident(closure, "coll o t w", "perp o a o w", "para o a w b")


def test_the_power_of_a_point_is_not_read_off_a_touching_line() -> None:
    """pt is a tangent in this figure; its square is the power of p only if that was said."""
    text = (
        "o@0_0 = ; t@0_2 = ; a@2_0 = cong o a o t; p@3_2 = ; "
        "b@{b} = coll p a b, cong o b o t"
    )  # b is the second intersection of pa with the circle
    k = 2 * (2 * 1 + 0 * 2) / (1 + 4)  # from a along (1, 2) backwards
    text = text.format(b=f"{2 - k}_{-2 * k}")
    closure = closed(text)
    assert_accident(closure, "distmeq p a p b p t 1 1 -2 1", "eqangle t p t a b t b a")
    closure = closed(f"{text}; s@1_2 = perp o t t p, coll s t p")
    assert derived(closure, "distmeq p a p b p t 1 1 -2 1")


# --- what a special figure shows by accident -----------------------------------------------------

# problem; special coordinates; what is true there by accident; coordinates without the accident
ACCIDENTS: Mapping[str, tuple[str, dict[str, Point], tuple[str, ...], dict[str, Point]]] = {
    "a parallelogram drawn as a square": (
        "a b c d o = para a b c d, para b c d a, coll o a c, coll o b d",
        {"a": (0, 0), "b": (2, 0), "c": (2, 2), "d": (0, 2), "o": (1, 1)},
        ("cyclic a b c d", "perp a b b c", "cong a b b c", "cong o a o b", "perp a c b d"),
        {"a": (0, 0), "b": (3, 0), "c": (4, 2), "d": (1, 2), "o": (2, 1)},
    ),
    "a median of an isosceles triangle": (
        "a b c m g = midp m b c, coll a g m, rconst a g g m 2",
        {"a": (0, 3), "b": (-2, 0), "c": (2, 0), "m": (0, 0), "g": (0, 1)},
        ("perp a m b c", "cong a b a c", "eqangle a b a m a m a c", "cong g b g c"),
        {"a": (3, 3), "b": (-2, 0), "c": (2, 0), "m": (0, 0), "g": (1, 1)},
    ),
    "a point drawn on the circle through three others": (
        "o a b c d = cong o a o b, cong o b o c",
        {"o": (0, 0), "a": (5, 0), "b": (3, 4), "c": (-4, 3), "d": (0, -5)},
        ("cyclic a b c d", "cong o a o d", "eqangle a b a c d b d c", "circle o a b d"),
        {"o": (0, 0), "a": (5, 0), "b": (3, 4), "c": (-4, 3), "d": (1, -5)},
    ),
    "the foot of an altitude drawn on a median": (
        "a b c d e = perp a d b c, coll d b c, perp b e a c, coll e a c",
        {"a": (0, 2 * sqrt(3)), "b": (-2, 0), "c": (2, 0), "d": (0, 0), "e": (1, sqrt(3))},
        ("midp d b c", "midp e a c", "para d e a b", "cong a d b e", "cong d e c d"),
        {"a": (1, 3), "b": (-2, 0), "c": (2, 0), "d": (1, 0), "e": (1.6, 1.2)},
    ),
    "three lines drawn through one point": (
        "a b c d e f p = coll d b c, coll e c a, coll f a b, coll p a d, coll p b e",
        {"a": (0, 4), "b": (-2, 0), "c": (2, 0), "d": (0, 0), "p": (0, 1)}
        | {"e": (6 / 5, 8 / 5), "f": (-6 / 5, 8 / 5)},
        ("coll p c f", "para e f b c", "distmeq b d d c c e e a a f f b 1 -1 1 -1 1 -1 1"),
        {"a": (0, 4), "b": (-2, 0), "c": (2, 0), "d": (0, 0), "p": (0, 1)}
        | {"e": (6 / 5, 8 / 5), "f": (-1, 2)},
    ),
    "circles drawn with equal radii": (
        "o a b w c d = cong o a o b, cong w c w d",
        {"o": (0, 0), "a": (2, 0), "b": (0, 2), "w": (5, 1), "c": (7, 1), "d": (5, 3)},
        ("cong o a w c", "cong a b c d", "para a b c d", "perp o a o b", "simtri o a b w c d"),
        {"o": (0, 0), "a": (2, 0), "b": (1.2, 1.6), "w": (5, 1), "c": (8, 1), "d": (5, 4)},
    ),
}


@pytest.mark.parametrize("name", ACCIDENTS)
def test_an_accident_of_the_figure_is_not_concluded(name: str) -> None:
    text, special, accidents, general = ACCIDENTS[name]
    closure = closed(text, special)
    assert_accident(closure, *accidents)
    for premise in closure.problem.premises:
        assert holds(premise, general)
    for accident in accidents:
        assert not holds(parse_statement(accident), general), accident
    for fact in closure.facts():
        assert holds(fact.statement, general), f"{fact.statement} by {fact.rule}"


def test_the_checker_does_not_take_a_circle_from_the_figure() -> None:
    """Every step of this proof is true in its figure; nothing but the figure says the first."""
    text, special, _, _ = ACCIDENTS["a point drawn on the circle through three others"]
    lines = "given cyclic a b c d\nangle 0 => eqangle a b a c d b d c"
    proof = hand_proof(f"{text} ? eqangle a b a c d b d c", lines, coordinates=special)
    assert (
        str(check(proof)) == "rejected at step 0: 'cyclic a b c d' is not a premise of the problem"
    )
