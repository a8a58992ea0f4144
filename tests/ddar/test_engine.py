"""The face of the engine: limits, threads, clones, and a warm start that equals a cold one."""

from __future__ import annotations

import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from porism.ddar import _core
from porism.ddar.closure import Closure, Limits, StopReason
from porism.ddar.engine import extend, saturate
from porism.ddar.numeric import NumericFigure
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem
from porism.geometry.rules import parse_statement
from tests.ddar.figures import Places, drawn, figure_of, own_problems, true_statements
from tests.geometry.corpora import ROOT, find, needs


def regular_polygon(sides: int) -> tuple[Problem, Places]:
    """Return a figure with as many coincidences as a figure can have."""
    rim = [f"p{i}" for i in range(sides)]
    places = {"o": (0.0, 0.0)}
    for i, p in enumerate(rim):
        angle = 2 * math.pi * i / sides + 0.1
        places[p] = (math.cos(angle), math.sin(angle))
    equal = [("o", rim[i - 1], "o", p) for i, p in enumerate(rim)]
    equal += [(rim[i - 2], rim[i - 1], rim[i - 1], p) for i, p in enumerate(rim)]
    # Not read from a text: readers bound the number of points.
    premises = tuple(Predicate("cong", points) for points in equal)
    return Problem("polygon", (Clause(("o", *rim), predicates=premises),)), places


def closure_of(name: str) -> Closure:
    return saturate(own_problems()[name], figure_of(name))


def differ(places: Places, *closures: Closure) -> list[str]:
    """Return what is true in a figure and not held alike by all closures."""
    return [
        str(s)
        for s in true_statements(NumericFigure(places))
        if len({c.holds(s) for c in closures}) > 1
    ]


def everything(closure: Closure) -> list[str]:
    return [f"{f.statement} {f.rule} {f.substitution}" for f in closure.facts()]


# --- stopping -----------------------------------------------------------------------------------


def test_saturation_stops_when_nothing_new_follows() -> None:
    closure = closure_of("euler_line")
    assert closure.stopped is StopReason.SATURATED
    size = len(closure)
    assert closure.core.saturate(10.0, 1_000_000, []) is StopReason.SATURATED
    assert len(closure) == size


def test_a_goal_stops_the_run_early() -> None:
    problem = own_problems()["nine_point_circle"]
    places = figure_of("nine_point_circle")
    closure = saturate(problem, places, goals=problem.goals)
    assert closure.stopped is StopReason.GOAL
    assert all(closure.holds(goal) for goal in problem.goals)
    assert len(closure) < len(saturate(problem, places))


def test_a_premise_is_a_goal_that_is_reached_at_once() -> None:
    problem = own_problems()["euler_line"]
    closure = saturate(problem, figure_of("euler_line"), goals=problem.premises[:1])
    assert closure.stopped is StopReason.GOAL
    assert len(closure) == len(problem.premises)


def test_a_goal_that_does_not_follow_is_no_reason_to_stop() -> None:
    problem = own_problems()["euler_line"]
    closure = saturate(problem, figure_of("euler_line"), goals=[parse_statement("cong a b a c")])
    assert closure.stopped is StopReason.SATURATED


def test_the_deadline_is_honoured() -> None:
    problem, places = regular_polygon(60)
    closure = saturate(problem, places, Limits(seconds=0.0))
    assert closure.stopped is StopReason.DEADLINE
    assert saturate(problem, places, Limits(seconds=1e-3)).stopped is StopReason.DEADLINE


def test_a_run_can_go_on_after_its_deadline() -> None:
    problem, places = regular_polygon(7)
    closure = saturate(problem, places, Limits(seconds=0.0))
    assert closure.stopped is StopReason.DEADLINE
    assert closure.core.saturate(60.0, 1_000_000, []) is StopReason.SATURATED
    assert not differ(places, closure, saturate(problem, places))


@pytest.mark.parametrize("facts", [1, 50, 120])
def test_the_number_of_facts_is_bounded(facts: int) -> None:
    problem, places = regular_polygon(16)
    closure = saturate(problem, places, Limits(facts=facts))
    assert closure.stopped is StopReason.LIMIT
    assert len(closure) < len(saturate(problem, places))  # a matcher ends its round first


def test_another_thread_can_cancel() -> None:
    """This also shows that the interpreter lock is released: else nobody could call cancel."""
    problem, places = regular_polygon(150)
    core = _core.Engine()
    for p in problem.points:
        core.add_point(*places[p])
    closure = Closure(problem, places, core, problem.points, StopReason.LIMIT)
    for premise in problem.premises:
        core.assume(*closure.encode(premise))
    running = threading.Event()
    reasons: list[StopReason] = []

    def run() -> None:
        running.set()
        reasons.append(core.saturate(120.0, 100_000_000, []))

    thread = threading.Thread(target=run)
    thread.start()
    running.wait()
    time.sleep(0.02)
    core.cancel()
    thread.join(timeout=60)
    assert not thread.is_alive()
    assert reasons == [StopReason.CANCELLED]


# --- copies -------------------------------------------------------------------------------------


def warm(problem: Problem, places: Places, keep: int) -> Closure:
    """Return the closure of some clauses, extended by the rest."""
    base = saturate(replace(problem, clauses=problem.clauses[:keep]), places)
    return extend(base, problem.clauses[keep:], places)


NAMES = (
    "euler_line nine_point_circle_euler symmedian johnson_circles orthic_triangle "
    "excentral_triangle gauss_line imo_2004_p1 imo_2010_p4 imo_2017_p4"
).split()


@pytest.mark.parametrize("name", NAMES)
def test_a_warm_extension_equals_a_cold_closure(name: str) -> None:
    problem, places = own_problems()[name], figure_of(name)
    cold = saturate(problem, places)
    extended = [warm(problem, places, keep) for keep in range(1, len(problem.clauses))]
    assert {c.problem.premises for c in extended} == {cold.problem.premises}
    assert not differ(places, cold, *extended)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(ROOT / "problems" / "textbook.txt", id="textbook"),
        pytest.param(find("jgex_ag_231.txt"), id="jgex", marks=needs("jgex_ag_231.txt")),
    ],
)
def test_warm_extensions_equal_cold_closures_in_a_sample_of_a_file(path: Path) -> None:
    problems = read_problems(path)
    for problem in problems[:: max(1, len(problems) // 14)]:
        if len(problem.points) <= 11:
            found = drawn(problem.text.partition("?")[0])
            assert found is not None, problem.name
            extended = [warm(*found, keep) for keep in range(1, len(problem.clauses))]
            assert not differ(found[1], saturate(*found), *extended), problem.name


def test_points_added_one_by_one_give_the_same_closure() -> None:
    problem, places = own_problems()["symmedian"], figure_of("symmedian")
    step = saturate(replace(problem, clauses=problem.clauses[:1]), places)
    for clause in problem.clauses[1:]:
        step = extend(step, [clause], places)
    assert not differ(places, step, saturate(problem, places))


def test_an_extension_leaves_the_closure_as_it_was() -> None:
    problem, places = own_problems()["taylor_circle"], figure_of("taylor_circle")
    base = saturate(replace(problem, clauses=problem.clauses[:3]), places)
    before = everything(base), base.signature(), base.points
    extend(base, problem.clauses[3:], places)
    other = extend(base, problem.clauses[4:5], places)
    assert (everything(base), base.signature(), base.points) == before
    assert other.points == (*base.points, *problem.clauses[4].points)


def test_clones_go_separate_ways() -> None:
    problem, places = own_problems()["euler_line"], figure_of("euler_line")
    closure = saturate(problem, places)
    one, other = closure.core.clone(), closure.core.clone()
    one.add_point(7.0, 3.0)
    one.assume("cong", [0, 8, 1, 8], [])
    assert one.size() == other.size() + 1 == closure.core.size() + 1
    with pytest.raises(IndexError):
        other.holds("coll", [0, 1, 8], [])


def test_cancelling_a_clone_cancels_nothing_else() -> None:
    problem, places = regular_polygon(12)
    base = saturate(problem, places, Limits(seconds=0.0))
    clone = base.core.clone()
    clone.cancel()
    assert clone.saturate(60.0, 1_000_000, []) is StopReason.CANCELLED
    assert base.core.saturate(60.0, 1_000_000, []) is StopReason.SATURATED


# --- the same again -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_run_repeats_itself(name: str) -> None:
    first, second = closure_of(name), closure_of(name)
    assert first.signature() == second.signature()
    assert everything(first) == everything(second)


def test_two_threads_find_what_one_finds() -> None:
    alone = [everything(closure_of(name)) for name in NAMES]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda name: everything(closure_of(name)), NAMES))
        parts = list(pool.map(lambda name: closure_of(name).signature(), NAMES * 3))
    assert together == alone
    assert parts == [closure_of(name).signature() for name in NAMES] * 3


# --- questions and bad input --------------------------------------------------------------------


def test_a_question_is_answered() -> None:
    text = "a b c = ieq_triangle; m = midpoint b c ? acompute a b a m; rcompute a b b m"
    problem = parse_problem(text)
    closure = saturate(problem, draw(problem).coordinates)
    answers = [closure.answer(goal) for goal in problem.goals]
    assert answers[0] is not None
    assert answers[0].constants[0] in (Fraction(1, 6), Fraction(5, 6))
    assert answers[1] == Predicate("rconst", ("a", "b", "b", "m"), (Fraction(2),))
    assert all(closure.holds(goal) for goal in problem.goals)


def test_a_question_without_an_answer() -> None:
    found = drawn("a b c = triangle a b c")
    assert found
    closure = saturate(*found)
    assert closure.answer(parse_statement("rcompute a b a c")) is None
    assert not closure.holds(parse_statement("acompute a b a c"))


def test_what_is_read_off_the_figure_holds_only_where_a_construction_means_it() -> None:
    closure = closure_of("euler_line")  # in a triangle, with centroid and orthocentre
    assert closure.holds(parse_statement("ncoll a b c"))
    assert not closure.holds(parse_statement("ncoll a b h"))
    assert not closure.holds(parse_statement("diff a h"))


def test_facts_are_numbered_and_name_their_rules() -> None:
    closure = closure_of("euler_line")
    facts = list(closure.facts())
    assert [fact.number for fact in facts] == list(range(len(closure)))
    assert [f.rule for f in facts[: len(closure.problem.premises)]] == ["given"] * len(
        closure.problem.premises
    )
    assert all(closure.holds(fact.statement) for fact in facts)


def test_a_point_without_a_place_is_an_error() -> None:
    problem = own_problems()["euler_line"]
    with pytest.raises(KeyError):
        saturate(problem, {"a": (0.0, 0.0)})
    with pytest.raises(KeyError):
        closure_of("euler_line").holds(parse_statement("coll a b unheard_of"))


def test_the_core_refuses_what_it_cannot_hold() -> None:
    core = _core.Engine()
    core.add_point(0.0, 0.0)
    core.add_point(1.0, 0.0)
    with pytest.raises(IndexError):
        core.assume("coll", [0, 1, 2], [])
    with pytest.raises(ValueError, match="does not know"):
        core.assume("between", [0, 1, 0], [])
    with pytest.raises(ValueError, match="zero"):
        core.assume("lconst", [0, 1], [(1, 0)])
    with pytest.raises(IndexError):
        core.fact(0)


@pytest.mark.parametrize("ratio", [2**31, Fraction(1, 2**40), 2**62, 2**90])
def test_constants_beyond_the_core_are_left_out(ratio: int | Fraction) -> None:
    statement = Predicate("rconst", ("a", "b", "a", "c"), (Fraction(ratio),))
    problem = parse_problem(f"a b c = {statement}", need_goal=False)
    places = {"a": (0.0, 0.0), "b": (float(ratio), 0.0), "c": (0.6, 0.8)}
    closure = saturate(problem, places, goals=[statement])
    assert closure.stopped is StopReason.SATURATED
    assert not closure.holds(statement)
    assert not len(closure)
