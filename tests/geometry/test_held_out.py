"""What is said of configurations is tried on figures that had no part in finding it."""

from __future__ import annotations

from random import Random

from porism.geometry.checker.check import Configuration
from porism.geometry.held_out import Judge, told_apart
from porism.geometry.language import parse_problem
from porism.geometry.problem import Coordinates

STATEMENT = parse_problem("a b = segment; c = on_line a b; d = free ? distseq a c c b a b 1 1 -1")
SENTENCES = ("C lies between A and B", "B lies between A and C")


def figures(count: int, seed: int) -> list[Coordinates]:
    """Draw C inside or outside of AB; D is on one side of AB at first, and then anywhere."""
    random = Random(seed)
    return [
        {
            "a": (0.0, 0.0),
            "b": (1.0, 0.0),
            "c": (random.choice((random.uniform(0.1, 0.9), random.uniform(1.1, 3.0))), 0.0),
            "d": (random.uniform(-3.0, 3.0), random.uniform(0.5, 3.0)),
        }
        for _ in range(count)
    ]


def told(count: int, fitted: int, goal: str) -> tuple[Configuration, ...]:
    """Tell figures apart in which C is inside (goal "c"), or D is at the left (goal "d")."""

    def holds(at: Coordinates) -> bool:
        return at["c"][0] < 1.0 if goal == "c" else at["d"][0] + at["d"][1] ** 3 < 4.0

    known = figures(fitted, 1)
    good, bad = ([at for at in known if holds(at) is side] for side in (True, False))
    judge = Judge(holds, holds)
    return told_apart(STATEMENT, (), good, bad, lambda attempt: figures(count, 7 + attempt), judge)


def test_what_figures_held_back_bear_out_is_said() -> None:
    found = told(200, 40, "c")
    assert [c.words for c in found] == [(words,) for words in SENTENCES]
    assert sum(c.figures for c in found) == 240


def test_what_few_figures_speak_to_is_not_said() -> None:
    assert not any(c.words for c in told(20, 40, "c"))


def test_what_a_figure_held_back_contradicts_is_not_said() -> None:
    """No fact of order tells these apart; among many some fit a few figures by chance."""
    assert any(c.words for c in told(0, 8, "d")) is False
    found = told(300, 8, "d")
    for configuration in found:
        assert not configuration.words, configuration.text
    assert {c.holds for c in found} == {True, False}
    assert "true in some configurations (" in found[0].text
