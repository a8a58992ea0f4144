"""Names that a reader could take for each other are refused, or told apart."""

from __future__ import annotations

import pytest

from porism.geometry.errors import ParseError
from porism.geometry.language import parse_problem
from porism.geometry.names import looks, mixes_scripts
from tests.geometry.test_ggb import Sheet

CYRILLIC_A, CYRILLIC_B, GREEK_OMICRON = "\u0430", "\u0412", "\u03bf"


def refusal(name: str) -> str:
    with pytest.raises(ParseError) as caught:
        parse_problem(f"a o = segment; {name} = midpoint a o ? cong {name} a {name} o")
    return str(caught.value)


@pytest.mark.parametrize("name", [CYRILLIC_A, GREEK_OMICRON])
def test_letters_of_two_alphabets_that_look_alike_are_no_two_points(name: str) -> None:
    assert "looks like another" in refusal(name)


@pytest.mark.parametrize("name", ["\u03b1", "\u0251"])
def test_letters_whose_capitals_look_alike_are_no_two_points(name: str) -> None:
    assert "looks like another" in refusal(name)  # they are told as capitals


@pytest.mark.parametrize("name", ["\uff41", "x\u00b9", "\ufb01", "\U0001d44e"])
def test_letters_of_another_form_are_refused_with_the_plain_ones(name: str) -> None:
    assert "expected the plain ones" in refusal(name)


# Cherokee A, Lisu P, Gothic, Armenian and Coptic O; Arabic and Devanagari digits
@pytest.mark.parametrize(
    "name",
    ["\u13aa", "\ua4d0", "\U00010330", "\u0585", "\u2c9f", "x\u0661", "x\u0967", "\u16c1"],
)
def test_letters_of_rare_scripts_and_digits_of_others_are_refused(name: str) -> None:
    assert "has a character that no name has" in refusal(name)


@pytest.mark.parametrize("name", ["\u10ff", "\u05e1", "\u1d0f", "\u03c3"])
def test_letters_in_the_table_of_unicode_look_like_latin_ones(name: str) -> None:
    assert "looks like another" in refusal(name)  # than o


def test_a_name_that_mixes_alphabets_is_refused() -> None:
    assert "mixes letters" in refusal(f"{CYRILLIC_A}b")
    assert not mixes_scripts("A_β") and not mixes_scripts("A'")


@pytest.mark.parametrize("name", ["x\u200b", "x\u2060", "x\u202e"])
def test_characters_that_nobody_sees_are_refused(name: str) -> None:
    assert "is not a point name" in refusal(name)


def test_names_of_one_alphabet_are_read_whichever_it_is() -> None:
    for names in ("α β γ", "а б в", "א ב ג", "é è ê"):
        a, b, c = names.split()
        parse_problem(f"{a} {b} = segment; {c} = midpoint {a} {b} ? cong {c} {a} {c} {b}")


def test_labels_of_geogebra_that_look_alike_get_names_that_do_not() -> None:
    sheet = Sheet(**{"B": (0, 0), CYRILLIC_B: (4, 0), "C": (1, 3)})
    problem = sheet.do("AreCollinear", f"B {CYRILLIC_B} C", "p").read()
    assert len(set(map(looks, problem.points))) == 3


@pytest.mark.parametrize("label", ["\u13aa", "\u0410b", "x\u0661", "\u0585"])
def test_labels_of_geogebra_that_are_no_names_are_given_names(label: str) -> None:
    sheet = Sheet(**{label: (0, 0), "B": (4, 0), "C": (1, 3)})
    problem = sheet.do("AreCollinear", f"B {label} C", "p").read()
    assert parse_problem(problem.text).points == problem.points
