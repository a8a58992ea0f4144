from __future__ import annotations

import pytest

from porism.geometry.constructions import definitions
from porism.geometry.measure import truth
from porism.geometry.names import point_name
from porism.geometry.predicates import KINDS
from porism.synth.sampler import Sketch
from porism.synth.weights import BASES, HELPING, LOCUS, PLACED


def sketched(seed: str, steps: int = 40, *, helping: bool = False) -> Sketch:
    sketch = Sketch(seed)
    sketch.begin()
    for _ in range(steps):
        if len(sketch.at) > 16:
            break
        proposal = sketch.propose(helping=helping, focus=list(sketch.at)[:3])
        if proposal is not None:
            sketch.accept(proposal)
    return sketch


def test_every_construction_of_the_language_is_on_a_menu() -> None:
    offered = {d.name for menu in (BASES, PLACED, LOCUS) for d in menu.items}
    assert offered == {d.name for d in definitions() if d.origin != "ours"}
    assert {d.name for d in HELPING.items} <= offered


@pytest.mark.parametrize("number", range(12))
def test_premises_and_conditions_hold_in_a_sketch(number: int) -> None:
    sketch = sketched(f"premises {number}", helping=number % 3 == 0)
    assert len(sketch.coordinates) >= 3
    for clause in sketch.clauses:
        for statement in clause.premises:
            assert truth.holds(statement, sketch.coordinates), str(statement)
        for condition in clause.conditions:
            assert truth.holds(condition, sketch.coordinates), str(condition)


def test_points_keep_their_distance() -> None:
    for number in range(8):
        places = list(sketched(f"distance {number}").at.values())
        for i, p in enumerate(places):
            assert all(abs(p - q) > 0.03 for q in places[:i])


def test_a_sketch_follows_from_its_seed() -> None:
    first, second = sketched("again"), sketched("again")
    assert first.clauses == second.clauses
    assert first.coordinates == second.coordinates
    assert first.clauses != sketched("another").clauses


def test_lines_are_named_by_their_first_two_points() -> None:
    for number in range(20):
        sketch = sketched(f"lines {number}")
        order = list(sketch.at)
        for line in sketch.lines:
            assert line[:2] == sorted(line, key=order.index)[:2]


def test_figure_facts_among_premises_are_not_left_to_chance() -> None:
    seen = 0
    for number in range(60):
        sketch = sketched(f"order {number}")
        for clause in sketch.clauses:
            for statement in clause.premises:
                if KINDS[statement.name].figure_only:
                    seen += 1
                    assert truth.holds(statement, sketch.coordinates)
    assert seen


def test_names_of_points_never_run_out() -> None:
    names = [point_name(k) for k in range(60)]
    assert names[:3] == ["a", "b", "c"]
    assert names[26:28] == ["a1", "b1"]
    assert len(set(names)) == 60
