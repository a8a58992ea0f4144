from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from porism.lm.grammar import Partial, allowed, complete
from porism.lm.text import END, line_of
from tests.lm.problems import random_problem


@given(seed=st.integers(0, 2**32), known=st.integers(4, 40))
@settings(max_examples=100, deadline=None)
def test_every_walk_ends_in_a_clause(seed: int, known: int) -> None:
    random = Random(seed)
    partial = Partial(known)
    while not partial.ended:
        partial = partial.then(random.choice(allowed(partial)))
    clause = complete(partial)
    assert clause is not None, partial.words
    assert len(clause.points) >= 1
    assert allowed(partial) == ()


@given(seed=st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_every_clause_of_the_language_can_be_reached(seed: int) -> None:
    """All but what is left out on purpose.

    That is: figures from nothing, constants, over-determined points, paths with ends.
    """
    problem = random_problem(Random(seed), 5, 1, constants=False)
    words = line_of(problem).auxiliary
    known = sum(len(c.points) for c in problem.clauses)
    if not words:
        return
    partial = Partial(known)
    for word in words:
        assert word in allowed(partial), (words, word)
        partial = partial.then(word)
    assert partial.ended


def test_few_points_allow_little() -> None:
    assert allowed(Partial(0)) == ()
    assert "midpoint" in allowed(Partial(2, ("c",)))
    assert "circle" not in allowed(Partial(2, ("c",)))
    assert "circle" in allowed(Partial(3, ("d",)))


def test_a_point_on_one_locus_can_be_put_on_another() -> None:
    after = allowed(Partial(4, ("e", "on_line", "a", "b")))
    assert END in after and "on_tline" in after and "on_line" in after
    assert "midpoint" not in after and "on_circle" not in after  # names stand in their order
    assert allowed(Partial(4, ("e", "midpoint", "a", "b"))) == (END,)
    assert "a" not in allowed(Partial(4, ("e", "on_line", "b", "c", "on_line")))


def test_nonsense_is_not_complete() -> None:
    for words in (("d",), ("d", "midpoint", "a"), ("d", "midpoint", "a", "a", END)):
        assert complete(Partial(3, words)) is None
