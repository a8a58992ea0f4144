"""Coordinates may be given for some of the points of a clause, whatever makes them."""

from __future__ import annotations

from itertools import combinations

import pytest

from porism.geometry.constructions import CONSTRUCTIONS, Definition
from porism.geometry.errors import FigureError
from porism.geometry.figure.diagram import draw, require_different_places
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.measure.truth import residual
from porism.geometry.proof import Given, Proof, Step
from porism.geometry.verify import check
from porism.prover.options import SolveOptions
from porism.prover.solve import solve
from tests.geometry.corpora import needs, published

_PLACES = ("@0.1_1.2", "@1.3_0.2")
_UNITS = {"angle": " 30", "ratio": " 2", "length": " 2", "": ""}


def _text(definition: Definition, fixed: tuple[str, ...]) -> str:
    places = dict(zip(fixed, _PLACES, strict=False))
    given = "".join(f"{p} = free; " for p in definition.given)
    new = " ".join(p + places.get(p, "") for p in definition.new)
    call = " ".join((definition.name, *definition.points))
    return f"{given}{new} = {call}{_UNITS[definition.constant]}"


@pytest.mark.parametrize("name", [d.name for d in CONSTRUCTIONS.values() if len(d.new) > 1])
def test_some_points_of_a_construction_have_places(name: str) -> None:
    definition = CONSTRUCTIONS[name]
    for count in (1, 2):
        for fixed in combinations(definition.new, count):
            problem = parse_problem(_text(definition, fixed), need_goal=False)
            try:
                drawn = draw(problem, seconds=2.0)
            except FigureError:
                continue  # not every construction has a figure with just these places
            assert all(residual(p, drawn.coordinates) < 1e-8 for p in problem.premises)


def test_the_other_point_of_a_square_is_found() -> None:
    problem = parse_problem("a b c = triangle; x@0_1 y = square a b ? perp b x a b")
    places = draw(problem).coordinates
    assert places["x"] == pytest.approx((0.0, 1.0), abs=1e-2)
    assert residual(problem.goals[0], places) < 1e-9


def test_two_constructions_of_a_clause_that_share_a_placed_point() -> None:
    problem = parse_problem(
        "a b c = triangle; x@0.2_0.3 y = on_line x a b, on_line y a c ? coll a b x"
    )
    assert draw(problem).residual < 1e-9


def test_two_free_points_at_one_place_are_refused() -> None:
    text = "a@0_0 = free a; b@0_0 = free b; c = free c; d = midpoint d a c ? cong d a d c"
    with pytest.raises(FigureError, match="puts a and b at one place"):
        require_different_places(parse_problem(text))


def test_points_that_a_theorem_puts_at_one_place_are_drawn_in_the_language_of_ag2() -> None:
    """The second intersection of two altitudes with the third is the first, with other digits."""
    text = (
        "a@0_0 = ; b@4_0 = ; c@1_3 = ; h@1_1 = ; k@1_1 = perp a h b c, perp b h a c, "
        "perp a k b c, perp c k a b ? perp b k a c"
    )
    problem = parse_problem(text)
    assert problem.dialect == "ag2"
    assert draw(problem).overlaps == (("h", "k"),)
    outcome = solve(problem, SolveOptions(proposer="none", rewrite=False))
    assert outcome.status == "proved"


def test_free_points_at_one_place_are_refused_in_the_language_of_ag2() -> None:
    text = "a@0_0 = ; b@0_0 = ; c@4_0 = ; d@2_0 = midp d a c ? cong d a d c"
    with pytest.raises(FigureError, match="puts a and b at one place"):
        require_different_places(parse_problem(text))


@needs("ag2_public_26.txt")
def test_no_published_text_puts_free_points_at_one_place() -> None:
    for problem in read_problems(published("ag2_public_26.txt")):
        require_different_places(problem)


@pytest.mark.parametrize("auxiliary", ["", " | x@0.5_0.5 = free x", " | x@0.5_0.5 : coll x a b"])
@pytest.mark.parametrize("moved", [0.0, 0.08])
def test_an_auxiliary_place_leaves_those_of_the_text_as_exact_as_they_are(
    auxiliary: str, moved: float
) -> None:
    """Six digits are six digits, though somebody adds a point with one."""
    problem = parse_problem(
        "a@0.012345_0.543217 b@4.123457_0.543217 c@1.234567_3.123457 = triangle a b c; "
        f"m = midpoint m a b{auxiliary} ? coll m a b"
    )
    y = 0.543217
    at = {"a": (0.012345, y), "b": (4.123457 + moved, y), "c": (1.234567, 3.123457)}
    at |= {"m": ((0.012345 + at["b"][0]) / 2, y)}
    at |= {p: (0.5, y) for p in problem.auxiliary_points}
    proof = Proof(problem, problem.goals[0], (Step(0, problem.goals[0], Given()),), at)
    assert check(proof).accepted is not bool(moved)
