"""Instances of rules, the statements they are made of, and the files they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from porism.geometry.errors import InputError, ParseError
from porism.geometry.forms import (
    check_form,
    empty_pairs,
    is_trivial,
)
from porism.geometry.predicates import Predicate
from porism.geometry.rules import (
    instance,
    load_rules,
    parse_number,
    parse_rules,
    parse_statement,
)

RULES = load_rules()
IDS = list(RULES)


# --- substitution --------------------------------------------------------------------------------


def put(name: str, **letters: str) -> Mapping[str, str]:
    return {letter: letters.get(letter, letter) for letter in RULES[name].letters}


def test_an_instance_has_points_for_letters() -> None:
    found = instance(RULES["isosceles"], {"o": "x", "a": "y", "b": "z"})
    assert list(map(str, found.premises)) == ["cong x y x z"]
    assert list(map(str, found.conditions)) == ["ncoll x y z"]
    assert list(map(str, found.conclusions)) == ["eqangle x y y z y z z x"] or found.conclusions


def test_trivial_premises_need_no_step() -> None:
    found = instance(RULES["equal_chords"], put("equal_chords", p="c"))
    assert [s.name for s in found.premises] == ["eqangle", "cyclic", "cyclic"]


def test_a_substitution_is_total() -> None:
    for letters in ({"o": "x", "a": "y"}, {"o": "x", "a": "y", "b": "z", "c": "w"}):
        with pytest.raises(ValueError, match="has letters o a b"):
            instance(RULES["isosceles"], letters)


def test_a_line_needs_two_points() -> None:
    with pytest.raises(ValueError, match="line through a and itself"):
        instance(RULES["isosceles"], {"o": "a", "a": "a", "b": "b"})


def test_only_lengths_may_be_empty() -> None:
    found = instance(RULES["perpendicular_squares"], put("perpendicular_squares", c="a"))
    assert str(found.conclusions[0]) == "sqeq a a b d a d b a 1 1 -1 -1"


# --- statements ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not a predicate"),
        ("colinear a b c", "'colinear' is not a predicate"),
        ("coll a b", "wants 3 points, got 2"),
        ("coll a b c d", "'d' is not a rational number"),
        ("aconst a b c d", "and 0 constants"),
        ("aconst a b c d 1/0", "divides by zero"),
        ("rconst a b c d -1", "must be positive"),
        ("rconst a b c d 0", "must be positive"),
        ("rconst a b c d 1" + "0" * 80, "more digits"),
        ("lconst a b 1000003", "prime factor"),
        ("angeq a b c d 1/2 1/2 0", "not whole"),
        ("distseq a b c d 1", "4 points and 1 constants"),
        ("distmeq a b c d 1 -1 -2", "must be positive"),
    ],
)
def test_a_statement_that_is_none(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_statement(text)


@pytest.mark.parametrize(
    "word", ["", "-", "1/", "/2", "1.5", "1e3", "²", "½", "1/-2", "0x1", "1_0"]
)
def test_a_number_that_is_none(word: str) -> None:
    with pytest.raises(ValueError, match="rational"):
        parse_number(word)


@pytest.mark.parametrize(
    "text",
    [
        "coll a a b",
        "cyclic a b c a",
        "overlap a a",
        "cong a b b a",
        "para a b b a",
        "eqangle a b c d a b c d",
        "eqangle a b a b c d c d",
        "eqratio a b c d a b c d",
        "simtri a b c a b c",
        "rconst a b b a 1",
        "sqeq a b b a 1 -1",
    ],
)
def test_what_says_nothing_is_trivial(text: str) -> None:
    assert is_trivial(parse_statement(text))


@pytest.mark.parametrize(
    "text",
    [
        "coll a b c",
        "perp a b a b",
        "cong a a b b",
        "para a a a a",
        "overlap a b",
        "simtrir a b c a b c",
        "rconst a b a b 2",
        "aconst a b a b 1pi/2",
        "diff a a",
        "acompute a b a b",
        "midp a b c",
    ],
)
def test_what_says_something_is_not(text: str) -> None:
    assert not is_trivial(parse_statement(text))


def test_empty_pairs() -> None:
    assert empty_pairs(parse_statement("para a b c c")) == (("c", "c"),)
    assert empty_pairs(parse_statement("sqeq a a b c 1 1")) == ()
    assert empty_pairs(parse_statement("simtri a b a p q r")) != ()
    assert empty_pairs(parse_statement("coll a a b")) == ()


def test_the_form_of_a_statement_made_by_hand() -> None:
    for bad in (
        Predicate("nothing", ("a",)),
        Predicate("coll", ("a", "b")),
        Predicate("coll", ("a", "b", "c"), (parse_number("1"),)),
        Predicate("angeq", ("a", "b", "c"), (parse_number("1"),)),
    ):
        with pytest.raises(ValueError, match=r"with|not a predicate"):
            check_form(bad)


# --- reading rule files --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("title x", "1:1", "outside a stanza"),
        ("rule", "1:1", "'rule' and one identifier"),
        ("rule a b", "1:1", "'rule' and one identifier"),
        ("rule a\n  premises coll a b c", "1:6", "without 'conclusion'"),
        ("rule a\n  premise coll a b c", "2:3", r"did you mean 'premises'\?"),
        ("rule a\n  premises coll a b c\n  premises coll a b c", "3:3", "a second 'premises'"),
        ("rule a\n  premises col a b c", "2:12", r"did you mean 'coll'\?"),
        ("rule a\n  premises coll a b", "2:12", "wants 3 points"),
        ("rule a\n  premises coll a b c ;", "2:3", "not a predicate"),
        ("rule a\n  premises diff a b", "2:12", "'diff' among the premises"),
        ("rule a\n  premises para a b c c", "2:12", "two different points"),
        ("rule a\n  premises coll a b c\n  conditions coll a b c", "3:14", "among the conditions"),
        ("rule a\n  premises coll a b c\n  conclusion coll a b d", "3:14", "letter 'd'"),
        ("rule a\n  premises coll a b c\n  conclusion acompute a b b c", "3:14", "'acompute'"),
        (
            "rule a\n  premises coll a b c\n  free a\n  conclusion coll b c a",
            "3:8",
            "a letter that no premise contains",
        ),
        (
            "rule a\n premises coll a b c\n conclusion coll a c b\nrule a\n premises coll a b c",
            "4:6",
            "a second rule 'a'",
        ),
    ],
)
def test_errors_of_rule_files_have_a_place(text: str, place: str, message: str) -> None:
    with pytest.raises(ParseError, match=message) as found:
        parse_rules(text, "my.rules")
    assert str(found.value).startswith(f"my.rules:{place}:")


def test_rule_files_of_users(tmp_path: Path) -> None:
    file = tmp_path / "my.rules"
    file.write_text("rule mine\n  premises coll a b c\n  conclusion coll c b a\n", encoding="utf-8")
    rules = load_rules(file)
    assert list(rules) == [*IDS, "mine"]
    assert not rules["mine"].builtin
    assert "mine" not in load_rules()


def test_a_user_may_not_redefine_a_rule(tmp_path: Path) -> None:
    file = tmp_path / "my.rules"
    file.write_text("rule isosceles\n  premises coll a b c\n  conclusion coll c b a\n")
    with pytest.raises(ParseError, match="a second rule 'isosceles'"):
        load_rules(file)


def test_a_rule_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match="no such file"):
        load_rules("/nowhere/my.rules")
