"""Every construction of the table is placed such that all it gives is true, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Clause, Problem
from porism.geometry.referee import referee
from porism.geometry.referee.statements import excluded

CONSTANTS = {"": None, "angle": Fraction(2, 9), "ratio": Fraction(3, 2), "length": Fraction(7, 2)}
DEFINITIONS = definitions()


def given(definition: Definition) -> list[Clause]:
    """Place the given points at random, but for the equations that the construction needs."""
    clauses: list[Clause] = []
    for point in definition.given:
        before = {p for clause in clauses for p in clause.points} | {point}
        needed = tuple(
            s
            for s in definition.needs
            if not KINDS[s.name].figure_only and point in s.points and set(s.points) <= before
        )
        clauses.append(Clause((point,), (), needed))
    return clauses


def problem(definition: Definition, goals: tuple[Predicate, ...]) -> Problem:
    call = definition.apply(definition.points, CONSTANTS[definition.constant])
    new = tuple(p for p in definition.points if p in definition.new)
    return Problem(definition.name, (*given(definition), Clause(new, (call,))), goals)


def gives(definition: Definition) -> tuple[Predicate, ...]:
    call = definition.apply(definition.points, CONSTANTS[definition.constant])
    return tuple(s for s in call.premises if not KINDS[s.name].figure_only)


def excludes(definition: Definition) -> tuple[Predicate, ...]:
    call = definition.apply(definition.points, CONSTANTS[definition.constant])
    equations = (excluded(s) for s in (*call.conditions, *call.meaning))
    return tuple(s for s in equations if s is not None)


@pytest.mark.parametrize("definition", [d for d in DEFINITIONS if gives(d)], ids=lambda d: d.name)
def test_what_a_construction_gives_is_true(definition: Definition) -> None:
    goals = gives(definition)
    found = referee(problem(definition, goals))
    assert found.kind == "true", found
    assert found.counts.holds >= 8


@pytest.mark.parametrize(
    "definition", [d for d in DEFINITIONS if excludes(d)], ids=lambda d: d.name
)
def test_what_a_construction_excludes_is_false(definition: Definition) -> None:
    for goal in excludes(definition):
        found = referee(problem(definition, (goal,)))
        assert found.kind == "false", found


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda d: d.name)
def test_new_points_are_new(definition: Definition) -> None:
    for p in definition.new:
        for q in definition.points:
            if p != q:
                found = referee(problem(definition, (Predicate("overlap", (p, q)),)))
                assert found.kind == "false", found


def test_names_that_mean_the_same_are_placed_the_same() -> None:
    for name, definition in CONSTRUCTIONS.items():
        if name != definition.name:
            assert referee(problem(definition, gives(definition))).kind == "true"
