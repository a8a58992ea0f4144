"""Our formalisation of IMO-AG-30 and the benchmark's say the same.

Each is drawn, the points of the figure get the names of the other, and what the other assumes
and wants shown is measured there. Where a side names more points than the other, they are
added to the figure (``imo_ag_30_points.toml``), so that nothing goes unmeasured. Where the
premises leave branches open, a figure is one in which the goal of its own side holds.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from porism.ddar.closure import Limits, StopReason
from porism.ddar.engine import saturate
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.measure.truth import holds, residual
from porism.geometry.problem import Problem
from tests.geometry.corpora import ROOT, needs, published

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

SEEDS = (1, 2, 3)
TABLE = tomllib.loads((Path(__file__).parent / "imo_ag_30_points.toml").read_text(encoding="utf-8"))
NAMES = tuple(TABLE)

# Deduction alone proves one side and not the other, for the reason given.
ONE_SIDED = {
    "imo_2004_p5": (
        "theirs",
        "the benchmark names the centre of the circle, which the proof needs; we do not, as "
        "the words of the problem do not",
    ),
}


@dataclass(frozen=True)
class Pair:
    """A problem in both formalisations, each with the points it needs for the other.

    ``names`` maps our names of points to the benchmark's.
    """

    ours: Problem
    theirs: Problem
    names: dict[str, str]
    ours_extended: Problem
    theirs_extended: Problem


@cache
def our_problems() -> dict[str, Problem]:
    return {p.name: p for p in read_problems(ROOT / "problems" / "imo_ag_30.txt")}


@cache
def their_problems() -> dict[str, Problem]:
    problems = read_problems(published("imo_ag_30.txt"))
    return {p.name.removeprefix("translated_"): p for p in problems}


def pair(name: str) -> Pair:
    row = TABLE[name]
    ours, theirs = our_problems()[name], their_problems()[name]
    ours_extended = with_clauses(ours, row.get("to_ours", ""))
    theirs_extended = with_clauses(theirs, row.get("to_theirs", ""))
    names = {}
    for entry in row["points"].split():
        our_name, _, their_name = entry.partition(":")
        names[our_name] = their_name or our_name
    added = ours_extended.points[len(ours.points) :]
    added += theirs_extended.points[len(theirs.points) :]
    for point in added:
        names.setdefault(point, point)
    return Pair(ours, theirs, names, ours_extended, theirs_extended)


def with_clauses(problem: Problem, clauses: str) -> Problem:
    if not clauses:
        return problem
    before, _, goal = problem.text.partition("?")
    return parse_problem(f"{before.strip()}; {clauses} ? {goal.strip()}", problem.name)


def check_figures_of(extended: Problem, names: dict[str, str], other: Problem) -> None:
    """Draw ``extended``, rename its points by ``names`` and measure ``other`` in the figure."""
    for seed in SEEDS:
        figure = draw(extended, seed=seed)
        at = {names[p]: figure.coordinates[p] for p in extended.points if p in names}
        conditions = tuple(s for clause in other.clauses for s in clause.conditions)
        for statement in other.premises + conditions + other.goals:
            assert holds(statement, at, 1e-8), (
                f"{other.name}: '{statement}' is off by {residual(statement, at):.1e} "
                f"in figure {seed} of the other formalisation"
            )


def test_the_table_has_all_problems() -> None:
    assert NAMES == tuple(our_problems())


@needs("imo_ag_30.txt")
def test_the_benchmark_has_the_same_problems() -> None:
    assert set(NAMES) == set(their_problems())


@needs("imo_ag_30.txt")
@pytest.mark.parametrize("name", NAMES)
def test_all_points_correspond(name: str) -> None:
    both = pair(name)
    assert set(both.names) >= set(both.ours.points)
    assert set(both.names.values()) >= set(both.theirs.points)
    assert len(set(both.names.values())) == len(both.names)


@needs("imo_ag_30.txt")
@pytest.mark.parametrize("name", NAMES)
def test_their_problem_holds_in_our_figures(name: str) -> None:
    both = pair(name)
    check_figures_of(both.ours_extended, both.names, both.theirs)


@needs("imo_ag_30.txt")
@pytest.mark.parametrize("name", NAMES)
def test_our_problem_holds_in_their_figures(name: str) -> None:
    both = pair(name)
    names = {theirs: ours for ours, theirs in both.names.items()}
    check_figures_of(both.theirs_extended, names, both.ours)


def deduced(problem: Problem) -> bool:
    """Tell whether deduction alone reaches the goals, with the law of sines if need be."""
    coordinates = draw(problem).coordinates
    for sines in (False, True):
        closure = saturate(problem, coordinates, Limits(seconds=60.0), sines=sines)
        assert closure.stopped is StopReason.SATURATED
        if all(closure.holds(goal) for goal in problem.goals):
            return True
    return False


@needs("imo_ag_30.txt")
@pytest.mark.parametrize("name", NAMES)
def test_deduction_says_the_same_of_both(name: str) -> None:
    both = pair(name)
    ours, theirs = deduced(both.ours), deduced(both.theirs)
    if name in ONE_SIDED:
        side, _ = ONE_SIDED[name]
        assert (ours, theirs) == (side == "ours", side == "theirs"), (
            "deduction now says something else here: mend ONE_SIDED"
        )
    else:
        assert ours == theirs
