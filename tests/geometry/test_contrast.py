"""Of thousands of facts of order the best one or two are found without trying all pairs."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from porism.geometry.figure.contrast import _best_pair, groups
from porism.geometry.figure.traits import Trait, traits
from porism.geometry.problem import Clause, Problem
from porism.geometry.rules import parse_statement

Flags = npt.NDArray[np.bool_]


def tables(seed: int, rows: int, inside: int, outside: int, density: float) -> tuple[Flags, Flags]:
    """Flags of traits, some of them alike, in figures of both sides."""
    random = np.random.default_rng(seed)
    right = random.random((rows, inside)) < density
    wrong = random.random((rows, outside)) < density * random.random((rows, 1))
    return right, wrong


def first_of_the_best(right: Flags, wrong: Flags) -> tuple[int, tuple[int, int]]:
    """Try every two rows, in their order."""
    numbers = range(len(right))
    best, pair = 0, (0, 0)
    for i, j in product(numbers, numbers):
        shared = 0 if (wrong[i] & wrong[j]).any() else int((right[i] & right[j]).sum())
        if shared > best:
            best, pair = shared, (i, j)
    return best, pair


@given(
    st.integers(0, 2**32),
    st.integers(1, 40),
    st.integers(1, 12),
    st.integers(0, 12),
    st.sampled_from([0.1, 0.5, 0.9]),
    st.sampled_from([1, 3, 512]),
)
def test_the_best_two_facts_are_the_first_of_all_that_describe_as_many_figures(
    seed: int, rows: int, inside: int, outside: int, density: float, block: int
) -> None:
    right, wrong = tables(seed, rows, inside, outside, density)
    assert _best_pair(right, wrong, block) == first_of_the_best(right, wrong)


def test_of_facts_that_say_the_same_of_all_figures_the_first_is_said() -> None:
    held = np.array([True, True, False, False])
    found = [
        Trait(("acute", (name, "b", "c")), held, 3, {p: p for p in ("a", "b", "c", "d")})
        for name in ("a", "d")
    ]
    (group,) = groups(found, [0, 1], [2, 3])
    assert group.figures == (0, 1)
    assert [trait.words for trait in group.traits] == ["the angle abc is acute"]


@pytest.mark.parametrize("points", ["a", "ab", "abc", "abcd"])
@pytest.mark.parametrize("handed", [False, True])
def test_facts_of_few_points_are_found(points: str, handed: bool) -> None:
    """Of three points no segments are apart, and no other triangle is the same way round."""
    random = np.random.default_rng(0)
    figures = [dict(zip(points, map(tuple, random.random((4, 2))), strict=False)) for _ in range(9)]
    said = (parse_statement("ccw a b c"),) if handed and len(points) > 2 else ()
    problem = Problem("few", (Clause(tuple(points), (), said),), ())
    found = {trait.fact[0] for trait in traits(problem, figures)}
    assert ("longer" in found) is (len(points) > 2)
