from __future__ import annotations

import cmath
import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace

import pytest

from porism.geometry.errors import InputError
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.render.figure_choice import choose_figure, looks
from porism.geometry.render.labels import split_name
from porism.geometry.render.picture import covered, layout
from porism.geometry.render.svg import render_svg
from porism.geometry.rules import parse_statement

# --- the figure ----------------------------------------------------------------------------------


def svg_of(text: str, seed: int = 0) -> ET.Element:
    problem = parse_problem(text)
    return ET.fromstring(render_svg(problem, draw(problem, seed=seed).coordinates))


SVG = "{http://www.w3.org/2000/svg}"


def test_a_figure_has_all_points_with_their_labels() -> None:
    root = svg_of("a b c = triangle a b c; o = circle o a b c ? cong o a o b")
    groups = root.findall(f"{SVG}g")
    assert [g.attrib["data-point"] for g in groups] == ["a", "b", "c", "o"]
    assert [g.findall(f"{SVG}text")[-1].text for g in groups] == ["A", "B", "C", "O"]


def test_a_line_and_a_circle_are_drawn_once() -> None:
    root = svg_of(
        "a b c = triangle a b c; m = midpoint m a b; n = on_line n a b; o = circle o a b c; "
        "d = on_circum d a b c; e = on_circle e o a ? perp o m a b"
    )
    given = [e for e in root.iter() if e.get("class") == "given"]
    assert sum(e.tag == f"{SVG}circle" for e in given) == 1
    assert sum(e.tag == f"{SVG}line" for e in given) == 3


def test_auxiliary_points_and_the_goal_are_drawn_apart() -> None:
    root = svg_of("c a b = iso_triangle | m = midpoint a b; d = mirror c m ? cong c a c b")
    classes = {e.get("class") for e in root.iter()}
    assert {"given", "goal", "point", "point aux", "label aux", "aux"} <= classes


def test_a_figure_is_the_same_every_time() -> None:
    problem = parse_problem("a b c = triangle a b c; h = orthocenter h a b c ? perp a h b c")
    places = draw(problem).coordinates
    shaken = {p: (x + 1e-13, y - 1e-13) for p, (x, y) in places.items()}
    assert render_svg(problem, places) == render_svg(problem, shaken)


def test_labels_lie_in_the_figure_and_do_not_cover_each_other() -> None:
    root = svg_of(
        "a b c = triangle a b c; d = foot d a b c; e = foot e b c a; f = foot f c a b; "
        "h = orthocenter h a b c; m = midpoint m b c ? cong m e m f"
    )
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    spots = [
        (float(text.attrib["x"]), float(text.attrib["y"]))
        for text in root.iter(f"{SVG}text")
        if text.get("class") != "halo"
    ]
    assert all(0 < x < width and 0 < y < height for x, y in spots)
    for i, (x, y) in enumerate(spots):
        assert all(abs(x - u) > 8 or abs(y - v) > 12 for u, v in spots[:i])


def test_names_are_escaped() -> None:
    problem = parse_problem("a' b = segment a' b; c = free c ? cong a' b b c")
    places = {"a'": (0.0, 0.0), "b": (1.0, 0.0), "c": (1.0, 1.0)}
    root = ET.fromstring(render_svg(replace(problem, name='<"&>'), places))
    assert root.attrib["aria-label"] == 'figure of <"&>'


def test_points_at_one_place_can_be_drawn() -> None:
    problem = parse_problem(
        "a b = segment a b; m = midpoint m a b; n = midpoint n a b ? cong m a n a"
    )
    places = {"a": (0.0, 0.0), "b": (0.0, 0.0), "m": (0.0, 0.0), "n": (0.0, 0.0)}
    assert "nan" not in render_svg(problem, places)


def test_a_point_without_a_place_cannot_be_drawn() -> None:
    problem = parse_problem("a b = segment a b; m = midpoint m a b ? coll m a b")
    with pytest.raises(InputError, match="point b has no coordinates"):
        render_svg(problem, {"a": (0.0, 0.0)})


# --- the choice of a figure ----------------------------------------------------------------------


def angles_of(places: Mapping[str, tuple[float, float]], corners: str) -> list[float]:
    z = [complex(*places[p]) for p in corners]
    return [abs(math.degrees(cmath.phase((z[i - 1] - z[i]) / (z[i - 2] - z[i])))) for i in range(3)]


@pytest.mark.parametrize("seed", range(4))
def test_the_triangle_of_a_chosen_figure_is_acute_and_stands_on_its_base(seed: int) -> None:
    problem = parse_problem(
        "a b c = triangle; d = foot a b c; e = foot b c a; h = orthocenter a b c ? perp c h a b"
    )
    drawn = draw(problem, seed=seed).coordinates
    chosen = choose_figure(problem, drawn, seed=seed)
    assert all(holds(s, chosen, 1e-9) for s in problem.premises)
    assert 35 < min(angles_of(chosen, "abc")) and max(angles_of(chosen, "abc")) < 85
    (bx, by), (cx, cy) = chosen["b"], chosen["c"]
    assert bx < cx and abs(by - cy) < 1e-9 < chosen["a"][1] - by
    assert looks(problem, chosen) <= looks(problem, drawn)
    assert choose_figure(problem, drawn, seed=seed) == chosen


def test_a_chosen_figure_keeps_what_is_said_of_it() -> None:
    problem = parse_problem("a b c = triangle; h = orthocenter a b c ? perp a h b c")
    obtuse = {"a": (0.0, 1.0), "b": (2.0, 0.0), "c": (5.0, 0.0), "h": (0.0, 10.0)}
    said = parse_statement("obtuse_angle a b c")
    chosen = choose_figure(problem, obtuse, [said])
    assert holds(said, chosen)


def test_a_figure_with_places_of_its_own_is_left_alone() -> None:
    problem = parse_problem("a@0_0 b@4_0 c@1_3 = ; m = midpoint m a b ? coll m a b")
    places = draw(problem).coordinates
    assert choose_figure(problem, places) == places


# --- labels --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "parts"),
    [("A1", "A 1"), ("P_0", "P 0"), ("M_12", "M 12"), ("Mb", "M b"), ("_1", "_ 1"), ("A'", "A' ")],
)
def test_the_number_of_a_point_is_its_index(name: str, parts: str) -> None:
    assert split_name(name) == tuple(parts.split(" "))


def test_labels_cover_no_line_where_there_is_room() -> None:
    problem = parse_problem(
        "a b c = triangle; d = foot a b c; e = foot b c a; f = foot c a b; h = orthocenter a b c; "
        "o = circumcenter a b c; m = midpoint b c ? cyclic d e f m"
    )
    picture = layout(problem, choose_figure(problem, draw(problem).coordinates))
    assert not covered(picture)
