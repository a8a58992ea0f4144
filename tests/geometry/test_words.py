from __future__ import annotations

import pytest

from porism.geometry.rules import parse_statement
from porism.geometry.words import display_names, sentence


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("coll a b c", "A, B, C are collinear"),
        ("cyclic a b c d", "A, B, C, D are concyclic"),
        ("para a b c d", "AB ∥ CD"),
        ("perp a b1 c d", "AB1 ⟂ CD"),
        ("cong o a o b", "OA = OB"),
        ("eqangle a b a c d e d f", "∠BAC = ∠EDF"),
        ("eqangle a b c d e f g h", "∠(AB, CD) = ∠(EF, GH)"),
        ("eqratio a b c d e f g h", "AB : CD = EF : GH"),
        ("midp m a b", "M is the midpoint of AB"),
        ("simtri a b c d e f", "△ABC ∼ △DEF"),
        ("aconst b a b c 1pi/3", "∠ABC = 60°"),
        ("aconst b a b c 1pi/7", "∠ABC = (180/7)°"),
        ("aconst b a b c 1pi/8", "∠ABC = 22.5°"),
        ("aconst b a b c 451pi/3600", "∠ABC = 22.55°"),
        ("rconst a b c d 2/3", "AB : CD = 2 : 3"),
        ("lconst a b 5/2", "AB = 5/2"),
        ("distseq a b b c a c 1 1 -1", "AB + BC = AC"),
        ("distseq a b c d 2 -3", "2·AB = 3·CD"),
        ("sqeq a b a c b c 1 1 -1", "AB² + AC² = BC²"),
        ("sqeq a a a b a c 1 1 -1", "AB² = AC²"),
        ("distmeq b d d c c e e a 1 -1 1 -1 1", "BD · CE = DC · EA"),
        ("distmeq a b c d 2 -1 3/4", "4 · AB² = 3 · CD"),
        ("diff a b", "A ≠ B"),
        ("between a b c", "A lies between B and C"),
        ("cong in a b c", "InA = BC"),
        ("cong iN a b c", "IN A = BC"),
        ("simtri ma mb mc a b c", "△MaMbMc ∼ △ABC"),
    ],
)
def test_statements_in_words(statement: str, words: str) -> None:
    s = parse_statement(statement)
    assert sentence(s, display_names(s.points)) == words


def test_names_begin_with_capitals_unless_two_would_be_the_same() -> None:
    assert display_names(["a", "b1", "x'"]) == {"a": "A", "b1": "B1", "x'": "X'"}
    assert display_names(["ma", "γ"]) == {"ma": "Ma", "γ": "Γ"}
    assert display_names(["a", "A"]) == {"a": "a", "A": "A"}
