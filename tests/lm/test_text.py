from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import ParseError
from porism.geometry.language.reader import read_problems
from porism.geometry.language.text import parse_problem
from porism.geometry.names import point_name
from porism.geometry.predicates import Predicate, canonical
from porism.lm.order import is_least, ordered, symmetries
from porism.lm.text import clause_key, from_text, line_of, names_of, read_clause, to_text
from tests.lm.problems import random_problem

PROBLEMS = Path(__file__).parents[2] / "problems"


@given(seed=st.integers(0, 2**32), clauses=st.integers(1, 8), auxiliary=st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_text_reads_back_as_the_same_problem(seed: int, clauses: int, auxiliary: int) -> None:
    problem = random_problem(Random(seed), clauses, auxiliary)
    text = to_text(problem)
    back = from_text(text)
    assert to_text(back) == text
    assert from_text(to_text(back)) == back
    names = names_of(problem)
    for ours, theirs in ((problem.clauses, back.clauses), (problem.auxiliary, back.auxiliary)):
        said = {canonical(s.rename(names)) for c in ours for s in c.premises}
        assert {canonical(s) for c in theirs for s in c.premises} >= said - _circles(said)


def _circles(said: set[Predicate]) -> set[Predicate]:
    """The chain of equal distances of a circumcentre depends on the order of its points."""
    return {s for s in said if s.name == "cong"}


@pytest.mark.parametrize("file", ["imo_ag_30", "classics", "competition_numeric", "textbook"])
def test_corpora_read_back(file: str) -> None:
    for problem in read_problems(PROBLEMS / f"{file}.txt"):
        text = to_text(problem)
        assert to_text(from_text(text)) == text, problem.name


def test_what_a_line_looks_like() -> None:
    problem = parse_problem(
        "A B C = triangle A B C; D = foot D A C B; E = on_line E A C, on_circle E A B "
        "| M = midpoint M C A; N = on_tline N B A D ? perp E D A C"
    )
    assert to_text(problem) == (
        "a b c triangle ; d foot a b c ; e on_circle a b on_line a c ; ? perp a c d e ; "
        "| f midpoint a c ; g on_tline b a d ;"
    )


def test_an_angle_is_a_fraction_of_a_half_turn() -> None:
    problem = parse_problem("a b = segment a b; x = s_angle a b x 30o ? aconst a b b x 30o")
    assert to_text(problem) == "a b segment ; c s_angle a b 1/6 ; ? aconst a b b c 1/6 ; |"
    assert from_text(to_text(problem)).clauses[1].constructions[0].constants == (Fraction(1, 6),)


def test_names_have_no_end() -> None:
    assert [point_name(k) for k in (0, 25, 26, 51, 52, 286)] == ["a", "z", "a1", "z1", "a2", "a11"]
    assert len({point_name(k) for k in range(2000)}) == 2000
    clauses = "; ".join(f"p{k} = midpoint p{k} p{k - 1} p{k - 2}" for k in range(2, 100))
    problem = parse_problem(f"p0 p1 = segment p0 p1; {clauses} ? coll p0 p1 p99")
    assert to_text(from_text(to_text(problem))) == to_text(problem)


def test_equal_writings_become_one() -> None:
    writings = ("foot x a b c", "foot x a c b")
    texts = {
        to_text(parse_problem(f"a b c = triangle a b c; x = {w} ? coll a b x")) for w in writings
    }
    assert len(texts) == 1
    assert to_text(parse_problem("a b c = triangle; x = excenter x b a c ? coll a b x")) != to_text(
        parse_problem("a b c = triangle; x = excenter x a b c ? coll a b x")
    )


def test_symmetries_keep_what_is_given() -> None:
    for definition in CONSTRUCTIONS.values():
        for images in symmetries(definition.name):
            assert sorted(images) == list(range(len(definition.given)))
    assert ordered("intersection_ll", (3, 2, 1, 0)) == (0, 1, 2, 3)
    assert is_least("intersection_ll", (0, 1, 2))
    assert not is_least("intersection_ll", (1, 0))


def test_statements_without_constructions() -> None:
    problem = parse_problem("a b c = ; d = coll a b d, perp c d a b ? cong a d b d")
    text = to_text(problem)
    assert text == "a b c : ; d : coll a b d perp a b c d ; ? cong a d b d ; |"
    assert to_text(from_text(text)) == text
    more = problem.with_auxiliary([read_clause("e midpoint a b".split(), "abcd")])
    assert to_text(more).endswith("| e midpoint a b ;")
    assert to_text(from_text(to_text(more))) == to_text(more)


def test_facts_are_an_optional_part() -> None:
    problem = parse_problem("a b c = triangle a b c; m = midpoint m a b ? cong a m b m")
    line = line_of(problem, [Predicate("coll", ("m", "b", "a"))])
    assert line.text == "a b c triangle ; d midpoint a b ; ? cong a d b d ; ! coll a b d ; |"
    assert from_text(line.text).goals == (Predicate("cong", ("a", "d", "b", "d")),)


def test_keys_see_through_words() -> None:
    one = read_clause("x foot a b c ;".split(), "abc")
    other = read_clause("x on_line b c on_tline a b c ;".split(), "abc")
    assert clause_key(one) == clause_key(other)


@pytest.mark.parametrize(
    "text",
    [
        "a b c triangle ; |",
        "a b c triangle ; ? |",
        "a b c triangle ; ? nonsense a b ; |",
        "a b c triangle ; d foot a b ; ? coll a b c ; |",
        "a b c triangle ; d foot a b x ; ? coll a b c ; |",
        "a b c triangle ; d ; ? coll a b c ; |",
        "a b c triangle ; ? coll a b c ; | d midpoint a a ;",
        "a b c triangle ; ? coll a b c ; | foot a b c ;",
        "a b segment ; c s_angle a b 1/0 ; ? coll a b c ; |",
        "a b : perp ; ? coll a b a ; |",
    ],
)
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        from_text(text)
