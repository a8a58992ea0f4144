from __future__ import annotations

from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem, to_text
from porism.synth.minimal import Minimal, closed, minimal


def minimised(text: str) -> Minimal | None:
    problem = parse_problem(text)
    return minimal(problem, draw(problem, seed=3).coordinates)


def test_idle_clauses_go() -> None:
    found = minimised(
        "a b c = triangle a b c; d = midpoint d a b; e = midpoint e a c; f = foot f a b c; "
        "g = on_circle g d f ? para d e b c"
    )
    assert found is not None
    assert to_text(found.problem) == (
        "a b c = triangle a b c; d = midpoint d a b; e = midpoint e a c ? para d e b c"
    )


def test_superfluous_auxiliary_points_go() -> None:
    found = minimised(
        "a b c = triangle a b c; d = midpoint d a b; e = midpoint e a c | f = midpoint f b c; "
        "g = mirror g f a ? para d e b c"
    )
    assert found is not None
    assert not found.problem.auxiliary


def test_what_cannot_be_proved_is_no_theorem() -> None:
    problem = parse_problem("a b c d = quadrangle a b c d ? para a b c d")
    at = {"a": (0.0, 0.0), "b": (1.0, 0.1), "c": (1.2, 1.0), "d": (-0.1, 0.8)}
    assert minimal(problem, at) is None


def test_every_premise_of_the_result_is_needed_by_its_proof() -> None:
    found = minimised(
        "a b c = triangle a b c; o = circle o a b c; d = mirror d a o; h = orthocenter h a b c; "
        "m = midpoint m b c ? midp m h d"
    )
    assert found is not None
    assert found.basis.premises
    clauses = found.problem.all_clauses
    at = draw(found.problem, seed=1).coordinates
    for k, clause in enumerate(clauses):
        rest = [c for i, c in enumerate(clauses) if i != k]
        known = {p for c in rest for p in c.points}
        made = [a for c in rest for x in c.constructions for a in x.arguments]
        if set(made) <= known and set(found.problem.goals[0].points) <= known:
            assert not closed(rest, at).holds(found.problem.goals[0]), str(clause)
