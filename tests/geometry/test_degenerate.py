"""Which triangles are proper because the points are different, and which have to be said."""

from __future__ import annotations

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import Predicate
from porism.geometry.rules import load_rules
from porism.geometry.telling.conditions import conditions_of
from porism.geometry.telling.degenerate import ProperTriangles
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import load_language
from porism.geometry.telling.text import flat
from porism.prover.options import SolveOptions
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT


def triangles(text: str) -> ProperTriangles:
    problem = parse_problem(text, need_goal=False)
    found = ProperTriangles(draw(problem, want_goal=False).coordinates)
    for s in (*problem.premises, *problem.meaning):
        found.learn(s)
    return found


@pytest.mark.parametrize(
    ("text", "three"),
    [
        ("a b c = triangle", "c b a"),
        ("o a = segment; b c = on_circle b o a, on_circle c o a", "a b c"),  # of a circle
        ("a b c = triangle; d e = on_circum d a b c, on_circum e a b c", "a d e"),
        ("a b = segment; c = on_dia c a b", "a b c"),  # a right angle
        ("a b = segment; c = on_dia c a b; d = on_line d a c", "d c b"),
        ("a b c = triangle; d = on_line d a b", "d b c"),  # a corner moved along a side
        ("a b c = triangle; d = on_line d a b; e = on_line e a c", "a d e"),
        ("a b c = triangle; d = midpoint a b; e = on_line e c d", "d e a"),
    ],
)
def test_what_follows_of_points_being_different(text: str, three: str) -> None:
    assert triangles(text).are_proper(tuple(three.split()))


@pytest.mark.parametrize(
    ("text", "three"),
    [
        ("a b c = triangle; d = free d", "a b d"),
        ("a b c = triangle; d = on_line d a b; e = on_line e a c; f = on_line f b c", "d e f"),
        ("a b c = triangle; d = on_line d a b", "a b d"),
        ("a b = segment; c d = on_bline c a b, on_bline d a b", "a c d"),  # C, D not on a circle
    ],
)
def test_what_does_not_follow_is_not_taken_for_granted(text: str, three: str) -> None:
    assert not triangles(text).are_proper(tuple(three.split()))


def conditions_told(name: str) -> list[str]:
    (problem,) = (p for p in read_problems(ROOT / "problems" / "imo_ag_30.txt") if p.name == name)
    (proof,) = solve(problem, SolveOptions(proposer="none")).proofs
    language = load_language("en")
    found = conditions_of(proof, Notation(problem.points, language), language, load_rules())
    return [flat(sentence.text) for sentence in found]


def test_conditions_are_those_that_a_reader_has_to_look_at() -> None:
    """All nine triangles of this proof are proper because the points are different."""
    assert conditions_told("imo_2000_p1") == ["Points with different names are different."]


def test_a_point_under_two_names_makes_no_triangle() -> None:
    places = {"a": (0.0, 0.0), "b": (1.0, 0.0), "x": (1.0, 0.0), "o": (0.5, 3.0), "c": (2.0, 0.0)}
    found = ProperTriangles(places)
    found.learn(Predicate("cong", ("o", "a", "o", "b")))
    found.learn(Predicate("cong", ("o", "a", "o", "x")))
    found.learn(Predicate("coll", ("a", "b", "c")))
    assert not found.are_proper(("a", "c", "x"))
