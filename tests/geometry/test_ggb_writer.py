"""A drawn problem is written for GeoGebra, and reads back as the same figure."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import porism
from porism.geometry.errors import InputError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.geogebra.reader import read_ggb
from porism.geometry.language.geogebra.writer import geogebra_xml, to_geogebra
from porism.geometry.language.reader import read_problems
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import residual
from porism.geometry.predicates import canonical
from porism.geometry.problem import Problem
from porism.geometry.words import display_names
from porism.prover.cli.main import app
from porism.prover.options import SolveOptions
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT

OWN = [
    p for name in ("textbook", "imo_ag_30") for p in read_problems(ROOT / f"problems/{name}.txt")
]


def commands(xml: str) -> list[str]:
    return re.findall(r'<command name="(\w+)">', xml)


@pytest.mark.parametrize("problem", OWN, ids=lambda p: p.name)
def test_what_is_written_reads_back_as_the_same_figure(problem: Problem) -> None:
    at = draw(problem, seed=1).coordinates
    data = to_geogebra(problem, at)
    again = read_ggb(data, "again.ggb", need_goal=False)
    names = display_names(problem.points)
    places = {
        p: place
        for clause in again.clauses
        for p, place in zip(clause.points, clause.coordinates, strict=False)
        if place is not None
    }
    for point in problem.points:
        assert places[names[point]] == pytest.approx(at[point], rel=1e-9, abs=1e-9)
    for statement in (*again.premises, *again.goals):
        assert residual(statement, places) < 1e-6, statement
    assert "not constructed" not in geogebra_xml(problem, at)


@pytest.mark.parametrize(
    "goal",
    [
        "coll a b d",
        "perp a d b c",
        "para a d b c",
        "cong a b a c",
        "eqangle a b a d a d a c",
        "eqratio a b a c d b d c",
        "aconst a b a c 1pi/3",
        "rconst a b a c 2/3",
        "lconst a b 3",
        "distseq b d d c b c 1 1 -1",
        "sqeq a b a c b c 1 1 -1",
        "prodeq a b a c a d b c b d d c 1 -2 1",
        "rareaconst a b d a d c 3/2",
        "areaconst a b c 7",
        "overlap a d",
    ],
)
def test_goals_keep_their_meaning(goal: str) -> None:
    problem = parse_problem(f"a b c = triangle; d = free d ? {goal}")
    at = {"a": (0.0, 0.0), "b": (4.0, 1.0), "c": (1.0, 3.0), "d": (2.0, 2.5)}
    (read,) = read_ggb(to_geogebra(problem, at), "again.ggb").goals
    (said,) = problem.goals
    assert canonical(read) == canonical(said.rename(display_names(problem.points)))


def test_points_that_depend_on_others_are_constructed() -> None:
    problem = parse_problem(
        "a b c = triangle; d = foot a b c; o = circumcenter a b c; h = orthocenter a b c;"
        "m = midpoint b c; i = incenter a b c; x = on_line b c; y = on_circle o a ? coll o h m"
    )
    xml = geogebra_xml(problem, draw(problem, want_goal=False).coordinates)
    made = commands(xml)
    assert made.count("Point") == 2  # x on the line, y on the circle
    assert "Midpoint" in made and "TriangleCenter" in made and "PerpendicularLine" in made
    assert xml.count('<element type="point"') == len(problem.points)
    outputs = re.findall(r'<output a0="([A-Z])"', xml)
    assert set(outputs) == set("DOHMIXY")


def test_what_geogebra_has_no_words_for_is_left_free_and_named() -> None:
    problem = parse_problem("a b c = triangle; p q = segment; r = simtri r a b c p q ? coll a b r")
    at = draw(problem, want_goal=False).coordinates
    assert "placed, but not constructed: R" in geogebra_xml(problem, at)


def test_a_name_with_a_mark_of_xml_is_kept() -> None:
    problem = parse_problem("a' b c = triangle ? coll a' b c", name='<b>"&')
    at = draw(problem, want_goal=False).coordinates
    xml = geogebra_xml(problem, at)
    assert "<b>" not in xml
    assert read_ggb(to_geogebra(problem, at), "again.ggb").points == ("A'", "B", "C")


def test_a_point_without_a_place_is_refused() -> None:
    problem = parse_problem("a b c = triangle ? coll a b c")
    with pytest.raises(InputError, match="point b has no coordinates"):
        to_geogebra(problem, {"a": (0.0, 0.0)})


def test_the_same_figure_gives_the_same_bytes() -> None:
    problem = OWN[0]
    at = draw(problem).coordinates
    assert to_geogebra(problem, at) == to_geogebra(problem, at)


def test_a_written_theorem_is_still_proved() -> None:
    problem = parse_problem("a b c = triangle; h = orthocenter a b c ? perp a h b c")
    again = read_ggb(to_geogebra(problem, draw(problem).coordinates), "again.ggb")
    assert solve(again, SolveOptions(proposer="none", budget=20)).status == "proved"


def test_the_command_and_the_library_write_the_file(tmp_path: Path) -> None:
    file = tmp_path / "figure.ggb"
    text = "a b c = triangle; m = midpoint b c ? coll b m c"
    result = CliRunner().invoke(app, ["draw", text, "--ggb", str(file)])
    assert result.exit_code == 0, result.output
    assert zipfile.ZipFile(io.BytesIO(file.read_bytes())).namelist() == ["geogebra.xml"]
    assert read_problems(file)[0].goals
    other = tmp_path / "other.ggb"
    porism.draw(text).save(other)
    assert read_problems(other)[0].points == ("A", "B", "C", "M")
