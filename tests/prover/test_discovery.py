"""Discoveries: what figures show is theorems only, and the unexpected ones come first."""

from __future__ import annotations

import threading

import pytest

from porism.geometry.errors import FigureError, InputError
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.predicates import canonical
from porism.geometry.problem import Problem
from porism.prover.discovery.discover import discover
from porism.prover.discovery.sightings import sightings
from porism.prover.options import SolveOptions
from porism.prover.solve import solve

EULER = "a b c = triangle; o = circle a b c; h = orthocenter a b c; x y z g = centroid a b c"
FEET = "a b c = triangle; d = foot a b c; e = foot b c a; f = foot c a b; m = midpoint b c"
SIMSON = (
    "a b c = triangle; p = on_circum a b c; x = foot p b c; y = foot p c a; z = foot p a b;"
    " h = orthocenter a b c; m = midpoint p h"
)
MORLEY = (
    "a b c = triangle; x1 x2 = trisect x1 x2 b a c; y1 y2 = trisect y1 y2 c b a;"
    " z1 z2 = trisect z1 z2 a c b; p = intersection_ll p b y1 c z2;"
    " q = intersection_ll q c z1 a x2; r = intersection_ll r a x1 b y2"
)


def read(text: str) -> Problem:
    return parse_problem(text, need_goal=False)


def found(text: str) -> dict[str, str]:
    return {str(d.statement): d.known for d in discover(read(text), most=12)}


def test_the_line_of_euler_is_the_first_thing_one_is_told() -> None:
    first = discover(read(EULER), most=1)[0]
    assert (str(first.statement), first.known) == ("coll o h g", "proved")
    assert first.steps > 5 and first.clauses == 3


def test_the_circle_of_nine_points_is_seen() -> None:
    first = discover(read(FEET), most=1)[0]
    assert str(first.statement) == "cyclic d e f m"


def test_what_deduction_does_not_reach_is_asked_of_the_referee() -> None:
    known = found(SIMSON)
    assert known["coll x y z"] == "proved"
    assert known["coll x y m"] == "true", "Simson's line bisects the way to the orthocentre"


def test_what_depends_on_the_configuration_is_told_so() -> None:
    assert found(MORLEY)["cong p q p r"] == "depends"


@pytest.mark.parametrize("text", [EULER, FEET])
def test_what_has_a_proof_is_proved(text: str) -> None:
    for discovery in discover(read(text), most=4):
        problem = read(f"{text} ? {discovery.statement}")
        assert solve(problem, SolveOptions(budget=20, proposer="none")).proofs


def test_one_thing_is_said_in_one_way() -> None:
    """Altitude and side bisect one pair of lines; the centre of a circle says equal lengths."""
    said = [d.statement for d in discover(read(FEET), most=30)]
    corners = [s.points[0] for s in said if s.name == "eqangle"]
    assert sorted(corners) == ["d", "e", "f"]
    assert [str(s) for s in said if s.name in ("circle", "cong")] == ["circle m b c e"]
    assert not any(s.name == "coll" for s in said), "the premises put B, C, D and M on one line"


def test_premises_are_no_discoveries() -> None:
    problem = read(FEET)
    premises = {canonical(s) for s in problem.premises}
    assert not premises & {canonical(d.statement) for d in discover(problem, most=9)}


def test_what_is_asked_already_is_no_discovery() -> None:
    assert str(discover(read(f"{FEET} ? cyclic m f e d"), most=1)[0].statement) != "cyclic d e f m"


def test_discoveries_about_points_speak_of_them() -> None:
    about = discover(read(FEET), about=["e", "f"], most=9)
    assert about and all({"e", "f"} <= set(d.statement.points) for d in about)


def test_a_figure_shows_what_holds_in_it() -> None:
    at = draw(read("a b c d = isquare; o = intersection_ll a c b d"), seed=1).coordinates
    seen = {str(s.statement) for s in sightings(at)}
    assert {
        "cyclic a b c d",
        "midp o a c",
        "perp a c b d",
        "para a b c d",
        "circle o a b c",
    } <= seen
    assert "cong a b a c" not in seen and "coll a b c" not in seen


def test_an_ordinary_triangle_has_nothing_to_tell() -> None:
    assert discover(read("a b c = triangle")) == []


def test_too_many_points_and_no_figure_are_told() -> None:
    many = "; ".join(f"p{i} = free p{i}" for i in range(41))
    with pytest.raises(InputError, match="at most 40"):
        discover(read(many))
    with pytest.raises(FigureError):
        discover(read("a b c = triangle; d = on_line a b, on_pline c a b"))


def test_it_can_be_stopped() -> None:
    stop = threading.Event()
    stop.set()
    assert discover(read(EULER), cancel=stop) == []


def test_what_fails_in_rare_figures_is_not_said_to_be_proved() -> None:
    """BK = BD fails where D is beyond Z, which is rarely drawn."""
    text = (
        "a b c = triangle; x y z = 3peq a b c; d = mirror b c; h = on_circle b z;"
        " k = on_opline h b, eqdistance h z d"
    )
    known = {str(d.statement): d.known for d in discover(read(text), about=["b", "d", "k"], most=3)}
    assert known["cong b d b k"] in ("likely", "depends")
