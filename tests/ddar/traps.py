"""What the tests of traps ask of a figure that is special on purpose."""

from __future__ import annotations

from porism.ddar.closure import Closure
from porism.ddar.engine import saturate
from porism.ddar.traceback import traceback
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.rules import parse_statement
from porism.geometry.verify import Verdict, check
from tests.ddar.figures import Places

Point = tuple[float, float]

CHORDS = "a b p q c r = cyclic a b p q c r, cong a b p q"


def closed(text: str, places: Places | None = None) -> Closure:
    """Close a problem, in its own coordinates if it has any."""
    problem = parse_problem(text, need_goal=False)
    figure = dict(draw(problem).coordinates) if places is None else places
    assert all(holds(premise, figure) for premise in problem.premises)
    return saturate(problem, figure)


def true_in(closure: Closure, text: str) -> bool:
    return holds(parse_statement(text), closure.coordinates)


def derived(closure: Closure, text: str) -> bool:
    return closure.holds(parse_statement(text))


def assert_accident(closure: Closure, *texts: str) -> None:
    """These statements are true in the figure and are not concluded."""
    assert [t for t in texts if not true_in(closure, t)] == []
    assert [t for t in texts if derived(closure, t)] == []


def verdict_of(text: str, *, figures: int = 8) -> Verdict:
    """Prove the goal of a problem and check the proof."""
    closure = closed(text)
    (goal,) = closure.problem.goals
    return check(traceback(closure, goal), figures=figures)
