"""Goals in the words of GeoGebra and of textbooks, for problems of every language."""

from __future__ import annotations

import pytest

from porism.geometry.errors import ParseError
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
