"""The statement as told says all that the problem means, in every language."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import chain

import pytest

from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.language import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.proof import Given, Proof, Step
from porism.geometry.telling.clauses import separated
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import LANGUAGES, load_language
from porism.geometry.telling.setting import introductions_of, setting_of
from porism.geometry.telling.tell import tell, tell_statement
from porism.geometry.telling.text import flat


def problem(text: str) -> Problem:
    return parse_problem(text, need_goal=False)


def told(p: Problem, code: str) -> str:
    language = load_language(code)
    sentences = setting_of(p, Notation(p.points, language), language)
    return " ".join(flat(t.sentence.text) for t in sentences)


# --- every construction ---------------------------------------------------------------------------


def called(definition: Definition) -> tuple[str, str]:
    """Clauses for the given points and for two others, and a call of the construction."""
    before = {
        "2l1c": "a c = segment a c; o = on_bline o a c; b = on_circle b o a; ",
        "e5128": "a b = segment a b; c = on_tline c b a b; d = on_circle d c b; ",
    }.get(definition.name, "".join(f"{point} = free {point}; " for point in definition.given))
    before += "".join(f"{point} = free {point}; " for point in ("u", "v"))
    constant = {"angle": " 230", "ratio": " 2", "length": " 2"}.get(definition.constant, "")
    return before, f"{' '.join((definition.name, *definition.points))}{constant}"


def placed(definition: Definition) -> dict[str, str]:
    """Clauses with the construction alone, beside others of its points, and in one with others."""
    before, call = called(definition)
    new = " ".join(definition.new)
    x = definition.new[0]
    beside = {
        "alone": [call],
        "second locus": [f"on_circle {x} u v", call],
        "third locus": [f"on_circle {x} u v", f"on_tline {x} u u v", call],
        "beside a point that is made": [f"mirror {x} u v", call],
        "before another locus": [call, f"on_circle {x} u v"],
    }
    found = {name: f"{before}{new} = {', '.join(calls)}" for name, calls in beside.items()}
    found["before another point"] = f"{before}{new} k = {call}, on_tline k u u v"
    found["after another point"] = f"{before}k {new} = mirror k u v, {call}"
    return found


def ways_to_say(c: Construction, notation: Notation) -> list[list[str]]:
    """What a text may have to say a construction: a phrase of its own, or all its statements."""
    language, definition = notation.language, CONSTRUCTIONS[c.name]
    ways = []
    for section in ("constructions", "on", "of", "item"):  # the last: of several of a kind
        if language.has(section, c.name):
            phrase = language.phrase(section, c.name)
            letters, kind = definition.points, definition.constant
            ways.append([notation.filled(phrase, letters, c.arguments, c.constants, kind)])
    statements = (*c.premises, *c.meaning)
    ways.append([notation.statement(s, "asserted") for s in statements])
    return [[flat(text).lower() for text in texts] for texts in ways]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("definition", definitions(), ids=lambda d: d.name)
def test_premises_and_meaning_are_told_wherever_a_construction_stands(
    definition: Definition, code: str
) -> None:
    for place, text in placed(definition).items():
        p = problem(text)
        said = told(p, code).lower()
        notation = Notation(p.points, load_language(code))
        for c in chain.from_iterable(clause.constructions for clause in p.clauses):
            ways = ways_to_say(c, notation)
            if c.name in ("free", "segment"):
                continue
            assert any(all(text in said for text in texts) for texts in ways), (place, said, ways)


MEANT = {
    "triangle": ("a triangle", "Dreieck"),
    "r_triangle": ("a triangle", "Dreieck"),
    "iso_triangle": ("a triangle", "Dreieck"),
    "iso_triangle0": ("a triangle", "Dreieck"),
    "ieq_triangle": ("triangle", "Dreieck"),
    "risos": ("triangle", "Dreieck"),
    "triangle12": ("a triangle", "Dreieck"),
    "acute_triangle": ("a triangle", "Dreieck"),
    "trapezoid": ("trapezium", "Trapez"),
    "eq_trapezoid": ("trapezium", "Trapez"),
    "r_trapezoid": ("trapezium", "Trapez"),
    "mirror": ("reflection", "Spiegelbild"),
    "incenter": ("incentre", "Inkreis"),
    "excenter": ("excentre", "Ankreis"),
    "nsquare": (" clockwise", "im Uhrzeigersinn"),
    "psquare": ("counter-clockwise", "gegen den Uhrzeigersinn"),
    "shift": ("translation", "Verschiebung"),
    "intersection_lc": ("second", "zweite"),
    "intersection_cc": ("second", "zweite"),
    "on_opline": ("beyond", "jenseits"),
    "angle_bisector": ("the bisector", "der Winkelhalbierenden"),
    "exterior_bisector": ("exterior bisector", "äußeren Winkelhalbierenden"),
    "angle_mirror": ("the ray", "Strahls"),
    "s_angle": ("counter-clockwise", "gegen den Uhrzeigersinn"),
    "incenter2": ("incircle", "Inkreis"),
    "excenter2": ("excircle", "Ankreis"),
    "square": ("counter-clockwise", "gegen den Uhrzeigersinn"),
    "tangent": ("the points", "die Punkte"),
    "cc_tangent0": ("outer common tangent", "äußere gemeinsame Tangente"),
    "cc_tangent": ("the outer common tangents", "die äußeren gemeinsamen Tangenten"),
    "cc_itangent": ("the inner common tangents", "die inneren gemeinsamen Tangenten"),
    "trisect": ("trisect", "dritteln"),
    "trisegment": ("trisect", "dritteln"),
    "2l1c": ("from within", "von innen"),
    "3peq": ("midpoint", "Mittelpunkt"),
    "on_ray": ("the ray", "dem Strahl"),
    "on_arc": ("on which", "auf dem"),
    "on_arc_about": ("counter-clockwise", "gegen den Uhrzeigersinn"),
    "on_semicircle": (" clockwise", "im Uhrzeigersinn"),
}
"""The words of a phrase that say what a construction means beyond its premises."""


@pytest.mark.parametrize("definition", [d for d in definitions() if d.means], ids=lambda d: d.name)
def test_phrases_say_what_is_meant_beyond_the_premises(definition: Definition) -> None:
    before, call = called(definition)
    p = problem(f"{before}{' '.join(definition.new)} = {call}")
    for code, words in zip(LANGUAGES, MEANT[definition.name], strict=True):
        assert words in told(p, code), code


# --- statements that were told otherwise ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "english", "german"),
    [
        (
            "a b c = triangle; x = s_angle b a x 30, on_ray x b c",
            "such that X lies on the ray BC.",
            "X liegt auf dem Strahl BC.",
        ),
        (
            "a b c = triangle; x = s_angle b a x 30, angle_bisector x a b c",
            "X lies on the bisector of ∠ABC",
            "X liegt auf der Winkelhalbierenden von ∠ABC",
        ),
        (
            "a b c = triangle; m = midpoint b c; x = on_line x a m, on_circle x m b, on_ray x m a",
            "intersection of the line AM and the circle with diameter BC such that X lies on"
            " the ray MA",
            "X liegt auf dem Strahl MA",
        ),
        (
            "a b c d = quadrangle; x y = on_line x a b, on_line y c d",
            "Let X and Y be points on the lines AB and CD, respectively.",
            "Seien X und Y Punkte auf den Geraden AB und CD (in dieser Reihenfolge).",
        ),
        (
            "a b = segment; c = s_angle a b 60, s_angle b a 320",
            "∠BAC = 140° and A, C, B stand counter-clockwise",
            "∠BAC = 140° und A, C, B liegen gegen den Uhrzeigersinn",
        ),
        (
            "a b c = triangle; p q = segment; r = simtri r a b c p q",
            "the triangles ABC and PQR are directly similar",
            "die Dreiecke ABC und PQR sind gleichsinnig ähnlich",
        ),
        (
            "a b c = triangle; p = free p; q r = contrir q r a b c p",
            "the triangles ABC and PQR are oppositely congruent",
            "die Dreiecke ABC und PQR sind gegensinnig kongruent",
        ),
    ],
)
def test_the_ray_the_sense_and_the_line_of_each_point_are_told(
    text: str, english: str, german: str
) -> None:
    for code, words in zip(LANGUAGES, (english, german), strict=True):
        assert words in told(problem(text), code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "a b c = triangle; o = circumcenter a b c; d e = on_circle d o a, on_circle e o b",
            "Let D and E be points on the circle ABC.",
        ),
        (
            "a b c = triangle; d e f = on_circum d a b c, on_circum e b c a, on_circum f a b c",
            "Let A, B, C, D, E and F be points on a circle.",
        ),
        (
            "o a = segment; b c = on_circle b o a, on_circle c o a",
            "Let A, B and C be points on a circle with centre O.",
        ),
        (  # circles about O and about A
            "o a = segment; b c = on_circle b o a, on_circle c a o",
            "Let O and A be two points. Let B be a point on the circle with centre O through A.",
        ),
        (  # C is on the line and on the circle
            "a b c = triangle; o = circle a b c; p = free p; d = on_line d p c, on_circle d o a",
            "Let D be the second intersection of the line PC and the circle ABC.",
        ),
        (  # C is not among the points that name the circle
            "a b d = triangle; c = on_circum c a b d; p = free p;"
            "e = on_line e p c, on_circum e a b d",
            "Let E be the second intersection of the line PC and the circle ABD.",
        ),
        (  # the same construction under its own name
            "a b c = triangle; o = circle a b c; p = free p; d = intersection_lc p o c",
            "Let D be the second intersection of the line CP and the circle ABC.",
        ),
        (
            "a b c = triangle; m = midpoint b c; d = on_line d a b, on_circle d m b;"
            "e = on_line e a c, on_circle e m c",
            "Let D and E be the second intersections of the circle with diameter BC with the lines "
            "AB and AC, respectively.",
        ),
        (
            "a b c = triangle; p q r s = quadrangle; x = on_line x a b, on_line x p q;"
            "y = on_line y r s, on_line y b a",
            "Let X and Y be the intersections of AB with PQ and RS, respectively.",
        ),
        (
            "a b c = triangle; p q r s = quadrangle; x = on_line x a b, on_line x p q;"
            "y = on_line y a c, on_line y r s",
            "Let X and Y be the intersections of AB and PQ and of AC and RS, respectively.",
        ),
        (  # Y cannot be told with X, on which it depends
            "a b c = triangle; p q r s = quadrangle; x = on_line x a b, on_line x p q;"
            "y = on_line y a b, on_line y x r",
            "Let Y be the intersection of AB and XR.",
        ),
    ],
)
def test_circles_have_the_names_that_readers_know_and_like_points_are_told_together(
    text: str, words: str
) -> None:
    assert words in told(problem(text), "en")


def test_that_introduced_points_exist_is_said_once_for_all() -> None:
    p = problem("a b c d = quadrangle ? coll a b c")
    added = problem(
        "a b c d = quadrangle; x = on_line x a b, on_line x c d; e = midpoint e a b;"
        "y = on_line y a c, on_line y b d"
    )
    language = load_language("en")
    p = replace(p, auxiliary=added.clauses[1:])
    sentences = introductions_of(p, Notation(p.points, language), language)
    assert [flat(t.sentence.text) for t in sentences] == [
        "Let X be the intersection of AB and CD.",
        "Let E be the midpoint of AB.",
        "Let Y be the intersection of AC and BD. That these meet is seen in the figure.",
    ]


def test_a_goal_of_similar_triangles_tells_their_sense() -> None:
    said = {}
    for name in ("simtri", "simtrir"):
        p = parse_problem(f"a b c = triangle; p q r = triangle ? {name} a b c p q r")
        (goal,) = tell_statement(p).goals
        said[name] = flat(goal.text)
    assert said["simtri"] != said["simtrir"]


# --- clauses of several points --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("x y = on_line x a b, on_line y c d", [("x",), ("y",)]),
        ("x y z = on_line z a b, tangent x y a b c", [("x", "y"), ("z",)]),
        ("x y z = tangent x y a b c, on_line y a d, on_line z a b", [("x", "y"), ("z",)]),
        ("x y = on_line x a b, on_circle y c d, on_line x c d", [("x",), ("y",)]),
    ],
)
def test_points_with_constructions_of_their_own_are_told_one_by_one(
    text: str, points: list[tuple[str, ...]]
) -> None:
    (*_, clause) = problem(f"a b c d = quadrangle; {text}").clauses
    parts = separated(clause)
    assert [part.points for part in parts] == points
    assert sorted(map(str, (s for part in parts for s in part.premises))) == sorted(
        map(str, clause.premises)
    )


def test_points_that_need_each_other_stay_together() -> None:
    on_line = CONSTRUCTIONS["on_line"]
    clause = Clause(("x", "y"), (on_line.apply(("x", "a", "y")), on_line.apply(("y", "c", "d"))))
    assert separated(clause) == (clause,)


def test_what_is_demanded_of_several_points_waits_for_the_last() -> None:
    on_line = CONSTRUCTIONS["on_line"]
    demand = Predicate("between", ("x", "a", "y"))
    made = (on_line.apply(("x", "a", "b")), on_line.apply(("y", "c", "d")))
    first, last = separated(Clause(("x", "y"), made, (demand,)))
    assert not first.predicates and last.predicates == (demand,)


# --- questions ------------------------------------------------------------------------------------


def test_a_proof_answers_the_question_that_the_checker_names() -> None:
    p = parse_problem(
        "a b = segment; c = s_angle a b 60, s_angle b a 320"
        " ? rcompute a b a c; acompute a b b c; acompute b a a c"
    )
    for points, answer, asked in (
        (("a", "b", "b", "c"), Fraction(1, 3), "Find ∠ABC."),
        (("b", "a", "a", "c"), Fraction(2, 9), "Find ∠BAC."),
    ):
        given = next(s for s in p.premises if s.name == "aconst" and s.points == points)
        proof = Proof(p, given, (Step(0, given, Given()),), {}, answer=answer)
        assert [flat(goal.text) for goal in tell(proof).goals] == [asked]
