from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from porism.geometry.language import parse_problem
from porism.geometry.problem import Problem
from porism.synth.canonical import canonical_form, fingerprint

PROBLEMS = (
    "a b c = triangle a b c; h = orthocenter h a b c ? perp a h b c",
    "a b c = triangle a b c; d = midpoint d b c; e = midpoint e a c; f = midpoint f a b "
    "? para d e a b",
    "a b c = triangle a b c; o = circle o a b c; d = on_circle d o a ? cyclic a b c d",
    "a b = segment a b; c = s_angle a b c 60 ? aconst c b a b 2pi/3",
    "a b c d = isquare a b c d; e = midpoint e a c ? cong e a e b",
    "a b c d e = pentagon a b c d e ? para a b c d",
)


def shuffled(problem: Problem, random: Random) -> Problem:
    """The same problem with other names, and its premises in another order."""
    names = list(problem.points)
    others = [f"q{k}" for k in range(len(names))]
    random.shuffle(others)
    again = problem.rename(dict(zip(names, others, strict=True)))
    clauses = list(again.clauses)
    random.shuffle(clauses)
    return replace(again, clauses=tuple(clauses))


@pytest.mark.parametrize("text", PROBLEMS)
def test_names_and_order_do_not_matter(text: str) -> None:
    problem = parse_problem(text)
    form = canonical_form(problem)
    assert sorted(form.number.values()) == list(range(len(problem.points)))
    for number in range(20):
        assert canonical_form(shuffled(problem, Random(number))).text == form.text


def test_symmetric_writings_are_one_problem() -> None:
    pairs = (
        ("m = midpoint m b c ? coll m b c", "m = midpoint m c b ? coll c m b"),
        ("m = on_tline m a b c ? perp m a b c", "m = on_tline m a c b ? perp c b a m"),
        (
            "m = on_aline0 m b a c a b c b ? coll a b m",
            "m = on_aline0 m c a b a c b c ? coll c m a",
        ),
    )
    for one, other in pairs[:2]:
        first, second = (parse_problem(f"a b c = triangle a b c; {t}") for t in (one, other))
        assert canonical_form(first).text == canonical_form(second).text


def test_different_problems_have_different_forms() -> None:
    texts = [
        *PROBLEMS,
        "a b c = triangle a b c; h = orthocenter h a b c ? perp b h a c; perp a h b c",
        "a b c = triangle a b c; d = midpoint d b c; e = midpoint e a c ? para d e a b",
        "a b = segment a b; c = s_angle a b c 30 ? aconst c b a b 2pi/3",
        "a b c d e = pentagon a b c d e ? perp a b c d",
    ]
    assert len({canonical_form(parse_problem(t)).text for t in texts}) == len(texts)


def test_auxiliary_points_are_no_part_of_the_problem() -> None:
    text = "a b c = triangle a b c; m = midpoint m b c | n = midpoint n a m ? coll m b c"
    problem = parse_problem(text)
    alone = replace(problem, auxiliary=())
    assert canonical_form(problem).text == canonical_form(alone).text


def test_a_fingerprint_is_a_sha256() -> None:
    assert len(fingerprint("a")) == 64
    assert fingerprint("a") == fingerprint("a") != fingerprint("b")
