"""Forged proofs of false statements: every step is right, the frame around them is not.

Files that were once accepted are in ``tests/bad_proofs``; here are their siblings, by kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import mpmath
import pytest

from porism.geometry.checker import Evidence, check_proof
from porism.geometry.errors import FigureError
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.language import parse_problem
from porism.geometry.measure.vectors import Places
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.rules import parse_statement
from porism.geometry.verify import check
from tests.geometry.hand_proofs import hand_proof

Point = tuple[float, float]

MORE = "asserts more than places its points"

EQUAL: Mapping[str, Point] = {  # AB = CD, and nothing else
    "a": (0.0, 0.0), "b": (1.0, 0.0), "c": (2.0, 1.3), "d": (2.6, 2.1), "x": (0.7, -1.1),
}  # fmt: skip
PARALLEL: Mapping[str, Point] = {  # AB ∥ CD
    "a": (0.0, 0.0), "b": (1.0, 0.0), "c": (2.0, 1.3), "d": (3.7, 1.3), "x": (0.7, -1.1),
}  # fmt: skip
BOTH: Mapping[str, Point] = {  # BC and DE are parallel and equal
    "a": (0.3, 2.0), "b": (0.0, 0.0), "c": (1.0, 0.5), "d": (2.0, 1.3), "e": (3.0, 1.8),
    "x": (0.7, -1.1),
}  # fmt: skip
RECTANGLE: Mapping[str, Point] = {
    "a": (0.0, 0.0), "b": (2.0, 0.0), "c": (2.0, 1.0), "d": (0.0, 1.0), "m": (1.0, 0.5),
    "x": (0.3, 1.9),
}  # fmt: skip
CIRCLE: Mapping[str, Point] = {
    "a": (5.0, 0.0), "b": (3.0, 4.0), "c": (-4.0, 3.0), "d": (0.0, -5.0), "x": (0.0, 0.0),
}  # fmt: skip


# --- auxiliary clauses that say something of the old points --------------------------------------

SMUGGLED = {
    "a length that cancels": (
        "a b c d = | x = distseq a b c d a x a x 1 -1 1 -1 ? cong a b c d",
        "given distseq a b c d a x a x 1 -1 1 -1\nlength 0 => cong a b c d",
        EQUAL,
    ),
    "a square that cancels": (
        "a b c d = | x = sqeq a b c d a x x a 1 -1 1/3 -1/3 ? cong a b c d",
        "given sqeq a b c d a x x a 1 -1 1/3 -1/3\nsquare 0 => cong a b c d",
        EQUAL,
    ),
    "a direction that cancels": (
        "a b c d = | x = angeq a b c d a x x a 1 -1 1 -1 0 ? para a b c d",
        "given angeq a b c d a x x a 1 -1 1 -1 0pi\nangle 0 => para a b c d",
        PARALLEL,
    ),
    "a factor that cancels": (
        "a b c d = | x = distmeq a b c d a x a x 1 -1 2 -2 1 ? cong a b c d",
        "given distmeq a b c d a x a x 1 -1 2 -2 1\nratio 0 => cong a b c d",
        EQUAL,
    ),
    "an angle with one arm twice": (
        "a b c d e = | x = eqangle a x b c a x d e ? para b c d e",
        "given eqangle a x b c a x d e\nangle 0 => para b c d e",
        BOTH,
    ),
    "a ratio to one length twice": (
        "a b c d e = | x = eqratio a x b c a x d e ? cong b c d e",
        "given eqratio a x b c a x d e\nratio 0 => cong b c d e",
        BOTH,
    ),
    "one new length for two old ones": (
        "a b c d = | x y = cong x y a b, cong x y c d ? cong a b c d",
        "given cong x y a b\ngiven cong x y c d\nratio 0 1 => cong a b c d",
        {**EQUAL, "y": (1.7, -1.1)},
    ),
    "one new direction for two old ones": (
        "a b c d = | x y = para x y a b, para x y c d ? para a b c d",
        "given para x y a b\ngiven para x y c d\nangle 0 1 => para a b c d",
        {**PARALLEL, "y": (2.9, -1.1)},
    ),
    "a new point that is an old one, on a line": (
        "a b c = | x = overlap x a, coll x b c ? coll a b c",
        """
        given overlap x a
        given coll x b c
        rule overlap_direction x=x y=a a=b : 0 => para x b a b
        angle 1 2 => coll a b c
        """,
        {"a": (0.0, 0.0), "b": (1.0, 2.0), "c": (3.0, 6.0), "x": (0.0, 0.0)},
    ),
    "triangles that are congruent and share a corner": (
        "a b c d = | x = contri a b x c d x ? cong a b c d",
        "given contri a b x c d x\nratio 0 => cong a b c d",
        {"a": (1.0, 0.0), "b": (3.0, 1.0), "c": (0.0, 1.0), "d": (-1.0, 3.0), "x": (0.0, 0.0)},
    ),
    "a centre of four points": (
        "a b c d = | x = circle x a b c, cong x a x d ? cyclic a b c d",
        "given circle x a b c\ngiven cong x a x d",
        CIRCLE,
    ),
    "the sum of squares in a parallelogram": (
        "a b c = ; m = midp m a c; d = midp m b d | x = sqeq x a x c x b x d 1 1 -1 -1"
        " ? cong m a m b",
        """
        given midp m a c
        given midp m b d
        given sqeq x a x c x b x d 1 1 -1 -1
        rule median_length m=m a=a b=c x=x : 0 => sqeq x a x c x m m a 1 1 -2 -2
        rule median_length m=m a=b b=d x=x : 1 => sqeq x b x d x m m b 1 1 -2 -2
        square 2 3 4 => cong m a m b
        """,
        RECTANGLE,
    ),
    "a sum of lengths that is zero only where two of them are": (
        "a b c = | x = coll x a b, distseq b c a c x a x b 1 -1 1 1 ? coll a b c",
        "given coll x a b\ngiven distseq b c a c x a x b 1 -1 1 1",
        {"a": (0.0, 0.0), "b": (2.0, 1.0), "c": (6.0, 3.0), "x": (1.0, 0.5)},
    ),
    "a sine that is as large as it can be": (
        "a b c d = | x = sine2 a x b c 1, perp a x d b ? para b c d b",
        "given sine2 a x b c 1\ngiven perp a x d b",
        {"a": (0.0, 0.0), "b": (2.0, 1.0), "c": (3.0, 1.0), "d": (5.0, 1.0), "x": (0.0, 2.0)},
    ),
    "an equation that is always true of the new point": (
        "a b c d = | x = sinetri x a b ? cong a b c d",
        "given sinetri x a b",
        EQUAL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SMUGGLED)
def test_an_auxiliary_clause_that_speaks_of_old_points_is_refused(name: str) -> None:
    text, lines, places = SMUGGLED[name]
    verdict = check(hand_proof(text, lines, coordinates=places))
    assert MORE in verdict.reason, str(verdict)


@pytest.mark.parametrize(
    ("clause", "accident"),
    [
        ("x = on_line x a b, on_circle x o c", {"o": (1.0, 1.0), "c": (2.0, 1.0)}),
        ("x = on_line x a b, on_line x o c", {"o": (4.0, 0.0), "c": (7.0, 0.0)}),
    ],
)
def test_a_clause_that_only_an_accident_satisfies_is_refused(
    clause: str, accident: dict[str, Point]
) -> None:
    """A line that touches the circle here need not meet it in the next figure."""
    text = f"a b o c = quadrangle | {clause} ? perp a b o c"
    places = {"a": (0.0, 0.0), "b": (3.0, 0.0), "x": (1.0, 0.0), **accident}
    first = parse_problem(text).premises[1]
    verdict = check(hand_proof(text, f"given {first}", coordinates=places))
    assert MORE in verdict.reason, str(verdict)


# --- figures that are not of the text -------------------------------------------------------------

FAILS = "the figure is not that of the text: "

WRONG_FIGURES = {
    "the second point of the line is the first": (
        "a b = segment; o = free o; x = intersection_lc x a o b ? overlap x b",
        """
        given coll x a b
        given cong o b o x
        angle 0 => para a x a b
        ratio 1 => cong o x o b
        rule same_point_line_circle p=a x=x y=b o=o : 2 3 => overlap x b
        """,
        {"a": (0.0, 0.0), "b": (2.0, 0.0), "o": (0.5, 1.0), "x": (2.0, 0.0)},
        "'diff x b'",
    ),
    "the other square": (
        "a b = segment; x = nsquare x a b; y = psquare y a b ? overlap x y",
        """
        given cong x a a b
        given perp x a a b
        given cong y a a b
        given perp y a a b
        angle 1 3 => para a x a y
        ratio 0 2 => cong a x a y
        rule same_point_line_circle p=a x=x y=y o=a : 4 5 => overlap x y
        """,
        {"a": (0.0, 0.0), "b": (2.0, 0.0), "x": (0.0, 2.0), "y": (0.0, 2.0)},
        "'ccw a x b'",
    ),
    "the mirror image is the point itself": (
        "a b = segment; x = mirror x a b ? overlap x a",
        """
        given coll x a b
        given cong b a b x
        angle 0 => para b x b a
        ratio 1 => cong b x b a
        rule same_point_line_circle p=b x=x y=a o=b : 2 3 => overlap x a
        """,
        {"a": (0.0, 0.0), "b": (2.0, 0.0), "x": (0.0, 0.0)},
        "'diff x a'",
    ),
    "an excentre for the incentre": (
        "a b c = triangle; i = incenter i a b c; j = excenter j a b c ? overlap i j",
        """
        given eqangle a b a i a i a c
        given eqangle b c b i b i b a
        given eqangle a b a j a j a c
        given eqangle b c b j b j b a
        angle 0 2 => para a i a j
        angle 1 3 => para b i b j
        rule same_point_lines p=a x=i y=j q=b : 4 5 => overlap i j
        """,
        {"a": (0.0, 3.0), "b": (0.0, 0.0), "c": (4.0, 0.0), "i": (1.0, 1.0), "j": (1.0, 1.0)},
        "'nsameclock b c j a b c'",
    ),
    "a vector turned over": (
        "b c d = triangle; x = shift x b c d ? cong x b c d",
        "given cong x b c d",
        {"b": (0.0, 0.0), "c": (4.0, 0.0), "d": (1.0, 2.0), "x": (3.0, 2.0)},
        "'para x b c d'",
    ),
    "the ray the other way": (
        "a b = segment; x = s_angle a b x 60 ? acompute a b b x",
        "given aconst a b b x 1pi/3",
        {"a": (0.0, 0.0), "b": (1.0, 0.0), "x": (1.5, 0.75**0.5)},
        "'ccw b a x'",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_FIGURES)
def test_a_figure_that_nobody_means_is_refused(name: str) -> None:
    text, lines, places, meant = WRONG_FIGURES[name]
    proof = hand_proof(text, lines, coordinates=places)
    if "acompute" in text:
        proof = replace(proof, answer=Fraction(2, 3))
    assert check(proof).reason == f"{FAILS}{meant} fails"


def test_places_that_the_text_gives_are_kept() -> None:
    text = "a@0_0 = ; b@4_0 = ; c@1_3 = ? cong a c b c"
    places = {"a": (0.0, 0.0), "b": (4.0, 0.0), "c": (2.0, 3.0)}
    proof = hand_proof(text.replace("1_3 = ", "1_3 = cong c a c b"), "given cong c a c b",
                       coordinates=places)  # fmt: skip
    assert check(proof).reason == "c is not at the place that the text gives it"


def test_a_point_far_away_does_not_loosen_the_places_of_others() -> None:
    text = "a@0_0 = ; b@5_0 = ; c@7_0 = coll c a b; z@1000_300 = ? distseq a c c b a b 1 1 -1"
    lines = "given coll c a b\nrule segment_sum a=a b=c c=b : 0 => distseq a c c b a b 1 1 -1"
    places = {"a": (0.0, 0.0), "b": (5.0, 0.0), "c": (3.0, 0.0), "z": (1000.0, 300.0)}
    for said in (text, text.replace("z@1000_300", "z")):
        proof = hand_proof(said, lines, coordinates=places)
        assert check(proof).reason == "c is not at the place that the text gives it"


# --- tolerances -----------------------------------------------------------------------------------

TWO_POINTS = """
given cong o x o y
given cong w x w y
rule same_point_circles o=o x=x y=y w=w : 0 1 => overlap x y
"""
SYMMETRIC: Mapping[str, Point] = {
    "o": (0.0, 0.0), "w": (2.0, 0.0), "x": (1.0, 1.0), "y": (1.0, -1.0),
}  # fmt: skip


@pytest.mark.parametrize(
    ("far", "reason"),
    [
        (1e3, "fails in the figure of the proof: X and Y are the same point"),
        (1e8, "fails in the figure of the proof: X and Y are the same point"),
        (1e10, "the coordinates of f are not numbers of a sane size"),
    ],
)
def test_a_far_point_makes_nothing_true(far: float, reason: str) -> None:
    text = f"""o = ; w = l2const o w 4; x = l2const o x 2, l2const w x 2;
        y = cong o x o y, cong w x w y, perp x y o w;
        f = l2const o f {int(far) ** 2} ? overlap x y"""
    verdict = check(hand_proof(text, TWO_POINTS, coordinates={**SYMMETRIC, "f": (far, 0.0)}))
    assert verdict.reason == reason


def test_points_that_are_too_close_for_the_size_are_refused() -> None:
    text = "a b c = triangle; x = on_line x a b ? coll x a b"
    places = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0), "x": (1e-11, 0.0)}
    verdict = check(hand_proof(text, "given coll x a b", coordinates=places))
    assert verdict.reason == "a and x are too close for the size of the figure"


# --- answers --------------------------------------------------------------------------------------


def test_an_angle_between_lines_is_answered_with_its_sense() -> None:
    text = "a b c = triangle; x = aconst a b c x 60 ? acompute a b c x"
    proof = hand_proof(text, "given aconst a b c x 1pi/3", answer=Fraction(1, 3))
    assert check(proof).accepted
    verdict = check(replace(proof, answer=Fraction(2, 3)))
    assert "the answer 2/3 does not go with 'acompute a b c x'" in verdict.reason


def test_parallel_lines_are_no_half_turn_apart() -> None:
    text = "a b c = triangle; d = on_pline d c a b ? acompute a b c d"
    proof = hand_proof(text, "given para a b c d\nangle 0 => aconst a b c d 0", answer=Fraction(0))
    assert check(proof).accepted
    assert "the answer 1 does not go with" in check(replace(proof, answer=Fraction(1))).reason


# --- evidence -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Supplied:
    """Evidence of our own making: fresh figures as listed, none nearby."""

    figures: tuple[Coordinates, ...] = ()

    def refined(self, problem: Problem, coordinates: Coordinates, digits: int) -> Places:
        return DrawnFigures().refined(problem, coordinates, digits)

    def given(self, problem: Problem, digits: int) -> Places:
        return DrawnFigures().given(problem, digits)

    def nearby(self, problem: Problem, coordinates: Coordinates, digits: int) -> Places | None:
        return None

    def fresh(self, problem: Problem, coordinates: Coordinates, digits: int) -> Iterator[Places]:
        for figure in self.figures:
            yield {p: (mpmath.mpf(x), mpmath.mpf(y)) for p, (x, y) in figure.items()}


def verdict_with(evidence: Evidence) -> str:
    text = "a b = segment; c = on_line c a b ? distseq a c c b a b 1 1 -1"
    lines = "given coll c a b\nrule segment_sum a=a b=c c=b : 0 => distseq a c c b a b 1 1 -1"
    places = {"a": (0.0, 0.0), "b": (2.0, 0.0), "c": (1.0, 0.0)}
    return str(check_proof(hand_proof(text, lines, coordinates=places), evidence))


def test_without_fresh_figures_nothing_is_accepted() -> None:
    assert verdict_with(Supplied()) == "rejected: no other figure of the problem could be drawn"


def test_figures_in_which_the_premises_fail_do_not_count() -> None:
    wrong = {"a": (0.0, 0.0), "b": (2.0, 0.0), "c": (1.0, 0.5)}
    assert "no other figure" in verdict_with(Supplied((wrong,) * 5))


def test_a_fresh_figure_has_to_agree() -> None:
    outside = {"a": (0.0, 0.0), "b": (2.0, 0.0), "c": (3.0, 0.0)}
    inside = {"a": (0.0, 0.0), "b": (2.0, 0.0), "c": (0.5, 0.0)}
    assert "in its own figure only" in verdict_with(Supplied((outside,) * 30))
    late = Supplied((outside,) * 20 + (inside,))
    assert verdict_with(late).startswith("proved for one configuration")
    assert verdict_with(Supplied((inside,) * 3)) == "proved"


def test_the_goal_holds_in_the_figure_that_the_text_gives() -> None:
    class Elsewhere(Supplied):
        def given(self, problem: Problem, digits: int) -> Places:
            return {p: (mpmath.mpf(x), mpmath.mpf(0)) for p, x in (("a", 0), ("b", 2), ("c", 3))}

    text = "a@0_0 = ; b@2_0 = ; c@1_0 = coll c a b ? distseq a c c b a b 1 1 -1"
    lines = "given coll c a b\nrule segment_sum a=a b=c c=b : 0 => distseq a c c b a b 1 1 -1"
    inside = {"a": (0.0, 0.0), "b": (2.0, 0.0), "c": (1.0, 0.0)}
    proof = hand_proof(text, lines, coordinates=inside)
    assert check_proof(proof, Supplied((inside,) * 3)).accepted
    found = check_proof(proof, Elsewhere((inside,) * 3))
    assert found.reason == "fails in the figure that the text gives: AC + CB = AB"


def test_a_figure_that_cannot_be_refined_is_none() -> None:
    class Unrefined(Supplied):
        def refined(self, problem: Problem, coordinates: Coordinates, digits: int) -> Places:
            raise FigureError("not near a figure")

    assert verdict_with(Unrefined()) == "rejected: not near a figure"


# --- problems that no reader lets through ---------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("angeq a b b a 1 -1 0pi/1", "all terms of 'angeq a b b a 1 -1 0pi/1' cancel"),
        ("distseq a b a c 1 1001", "'distseq' with a number above 1000"),
        ("cong a b a z", "'cong a b a z' speaks of z, which is not made yet"),
        ("cong a a b c", "'cong a a b c' speaks of the line through a and itself"),
        ("acompute a b a c", "'acompute a b a c' is a question, not a premise"),
    ],
)
def test_a_premise_that_no_reader_lets_through_is_refused(statement: str, reason: str) -> None:
    proof = hand_proof("a b c = ; d = cong a d b c ? cong a d b c", "given cong a d b c")
    last = replace(proof.problem.clauses[1], predicates=(parse_statement(statement),))
    forged = replace(proof.problem, clauses=(proof.problem.clauses[0], last))
    verdict = check(replace(proof, problem=forged))
    assert not verdict.accepted
    assert reason in verdict.reason


NAN, FAR = float("nan"), 1e12


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        (((NAN, NAN), None, None), "is no place for a point"),
        (((FAR, 0.0), None, None), "is no place for a point"),
        (((0.0, 0.0),), "the clause of a b c has places of other points"),
        (((0.0, 0.0),) * 4, "the clause of a b c has places of other points"),
    ],
)
def test_a_place_that_is_none_does_not_loosen_the_others(
    places: tuple[tuple[float, float] | None, ...], reason: str
) -> None:
    """Others may be a share of the distance to it away from theirs, which was no number."""
    proof = hand_proof("a b c = ; d = cong a d b c ? cong a d b c", "given cong a d b c")
    first, *others = proof.problem.clauses
    placed = replace(proof.problem, clauses=(replace(first, coordinates=places), *others))
    verdict = check(replace(proof, problem=placed))
    assert not verdict.accepted
    assert reason in verdict.reason
