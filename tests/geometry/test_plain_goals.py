"""Goals in the words of GeoGebra and of textbooks, for problems of every language."""

from __future__ import annotations

import pytest

from porism.geometry.errors import ParseError
from porism.geometry.language import parse_problem
from porism.geometry.language.angle_goals import goals_about
from porism.geometry.language.goals import read_goals
from porism.geometry.language.plain_goals import in_our_words

LOWER = ("a", "b", "c", "d", "o", "g", "h", "x1")
UPPER = ("A", "B", "C", "D", "O", "G", "H", "X_1")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("AreCollinear(O,G,H)", "coll o g h"),
        ("Prove(AreCollinear(O, G, H))", "coll o g h"),
        ("ProveDetails[AreConcyclic[A, B, C, D]]", "cyclic a b c d"),
        ("ArePerpendicular(Line(A, H), Line(B, C))", "perp a h b c"),
        ("AreParallel(Segment(A, B), Segment(C, D))", "para a b c d"),
        ("AB ∥ CD", "para a b c d"),
        ("AH ⟂ BC", "perp a h b c"),
        ("AB = CD", "cong a b c d"),
        ("AreEqual(Line(A, B), Line(A, C))", "coll a b c"),
        ("Line(A, B) = Line(C, D)", "coll a b c; coll a b d"),
        ("AreEqual(Distance(A, B), Distance(A, C))", "cong a b a c"),
        ("AreCongruent(Segment(A, B), CD)", "cong a b c d"),
        ("Angle(A, B, C) = Angle(C, D, A)", "eqangle b a b c d c d a"),
        ("AX1 = X1B", "cong a x1 x1 b"),
        ("AB = CD && AreCollinear(O,G,H); coll a b c", "cong a b c d; coll o g h; coll a b c"),
        ("coll O g H", "coll o g h"),
    ],
)
def test_a_goal_in_other_words(said: str, meant: str) -> None:
    assert in_our_words(said, LOWER) == meant
    assert read_goals(said, LOWER, "ag1") == read_goals(meant, LOWER, "ag1")


def test_letters_of_the_other_case_are_the_points_of_the_figure() -> None:
    assert in_our_words("coll o g h", UPPER) == "coll O G H"
    assert in_our_words("coll a b", ("a", "A", "b")) == "coll a b"
    assert in_our_words("coll B a", ("b", "B")) == "coll B a"  # which is refused, as it should be


def test_names_that_can_be_cut_in_two_ways_are_asked_about() -> None:
    points = ("a", "b", "c", "ab", "bc")
    for said in ("ABC = AC", "AC = ABC", "ABC ∥ AC", "ArePerpendicular(ABC, AC)"):
        with pytest.raises(ParseError, match=r"ABC can be Segment\(a, bc\) or Segment\(ab, c\)"):
            in_our_words(said, points)
    assert in_our_words("ABC = AC", ("a", "b", "c", "bc")) == "cong a bc a c"
    assert in_our_words("Segment(A, BC) = AC", points) == "cong a bc a c"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("AreCollinear(O,G,Z)", "there is no point Z"),
        ("AreConcurrent(AB, CD, OH)", "'AreConcurrent' is not understood"),
        ("AreCollinear(O,G", "is missing"),
        ("Angle(A,B,C) = AB", "an angle is written"),
        ("AreEqual(Segment(A, B), Segment(A, C))", "for equal lengths write AB = CD"),
        ("AreCongruent(Line(A, B), Line(A, C))", "for equal lengths write AB = CD"),
        ("AreEqual(Ray(A, B), Ray(A, C))", "for equal lengths write AB = CD"),
        ("AreEqual(Line(A, B), AC)", "for equal lengths write AB = CD"),
        ("AreEqual(Line(A, B), Line(B, A))", "always equal to itself"),
        ("Foo(A) = B", "a line or segment is written"),
        ("(A, B)", "is not understood|not a statement"),
        ("= 3", "is not understood"),
    ],
)
def test_what_is_not_understood_is_told(said: str, told: str) -> None:
    with pytest.raises(ParseError, match=told):
        read_goals(said, LOWER, "ag1")


def goals_of(statement: str, goal: str) -> list[str]:
    problem = parse_problem(statement, need_goal=False)
    return [str(g) for g in goals_about(problem, goal)]


def test_equal_angles_are_between_rays_as_a_person_means_them() -> None:
    isosceles = "a b c = iso_triangle a b c"
    assert goals_of(isosceles, "Angle(A,B,C) = Angle(A,C,B)") == ["eqangle b a b c c b c a"]
    altitudes = "a b c = triangle; d = foot a b c; e = foot b a c"
    assert goals_of(altitudes, "Angle(C,A,D) = Angle(C,B,E)") == ["eqangle a c a d b e b c"]
    parallelogram = "a b c = triangle; d = parallelogram a b c d"
    assert goals_of(parallelogram, "Angle(A,B,C) = Angle(C,D,A)") == ["eqangle b a b c d c d a"]


def test_on_a_circle_equal_angles_stand_on_one_side_of_the_chord() -> None:
    circle = "o a = segment; b = on_circle o a; c = on_circle o a; d = on_circle o a"
    equal, order = goals_of(circle, "Angle(A,C,B) = Angle(A,D,B)")
    assert (equal, order) == ("eqangle c a c b d a d b", "sameclock a c b a d b")


def test_flat_angles_have_no_sense() -> None:
    text = "a b = segment; m = midpoint a b; n = midpoint m a"
    assert len(goals_of(text, "Angle(A,M,B) = Angle(A,N,M)")) == 1


def test_a_problem_without_figures_takes_goals_about_angles() -> None:
    text = "a b c = triangle; d = on_line a b, on_pline c a b"
    assert goals_of(text, "Angle(A,B,C) = Angle(D,B,C)") == ["eqangle b a b c b d b c"]
