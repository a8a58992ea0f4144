"""Drawing on the board and writing the statement are the same thing."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.studio.test_page import points, solved, write

Place = tuple[float, float]


class Hand:
    """Clicks on the board, in parts of its width and height, or on points of the figure."""

    def __init__(self, page: Any) -> None:
        self.page = page
        page.click("#new")
        page.wait_for_selector("[data-point]", state="detached")

    def tool(self, name: str) -> None:
        self.page.click(f"[data-tool={name}]")

    def at(self, x: float, y: float) -> None:
        box = self.page.locator("#board").bounding_box()
        self.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])

    def place(self, point: str) -> Place:
        self.page.wait_for_selector("#board[aria-busy=false]")
        box = self.page.locator(f"[data-point={point}]").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def on(self, *names: str) -> None:
        for name in names:
            self.page.mouse.click(*self.place(name))

    def between(self, one: str, two: str, part: float = 0.37) -> None:
        (x, y), (u, v) = self.place(one), self.place(two)
        self.page.mouse.click(x + part * (u - x), y + part * (v - y))

    def about(self, one: str, two: str, three: str, turn: float) -> None:
        """Click on the circle through three points, at an angle."""
        a, b, c = (complex(*self.place(p)) for p in (one, two, three))
        u, v = b - a, c - a
        centre = a + (abs(u) ** 2 * v - abs(v) ** 2 * u) * -1j / (2 * (u.conjugate() * v).imag)
        radius = abs(centre - a)
        x, y = centre.real + radius * math.cos(turn), centre.imag + radius * math.sin(turn)
        self.page.mouse.click(x, y)

    def text(self, *wanted: str) -> str:
        """The statement, once it has these clauses and the figure has their points."""
        self.page.wait_for_selector("#board[aria-busy=false]")
        for clause in wanted:
            self.page.wait_for_selector(f".cm-content >> text={clause}")
            for name in clause.split("=")[0].split():
                self.page.wait_for_selector(f"[data-point={name}]")
        assert not self.page.is_visible("#error"), self.page.inner_text("#error")
        return str(self.page.inner_text(".cm-content"))

    def triangle(self) -> None:
        self.tool("triangle")
        for spot in ((0.3, 0.75), (0.7, 0.75), (0.42, 0.25)):
            self.at(*spot)
        self.text("a b c = triangle")


@pytest.fixture
def hand(page: Any) -> Hand:
    return Hand(page)


def test_three_clicks_are_a_triangle_where_they_were(hand: Hand) -> None:
    hand.triangle()
    box = hand.page.locator("#board").bounding_box()
    x, y = hand.place("c")
    assert abs((x - box["x"]) / box["width"] - 0.42) < 0.01
    assert abs((y - box["y"]) / box["height"] - 0.25) < 0.01


@pytest.mark.parametrize(
    ("tool", "picks", "clauses"),
    [
        ("midpoint", "a b", ["m = midpoint a b"]),
        ("foot", "c a-b", ["d = foot c a b"]),
        ("perpendicular", "a b-c", ["d = on_tline a b c"]),
        ("parallel", "a b-c", ["d = on_pline a b c"]),
        ("bisector", "a b c", ["d = angle_bisector a b c"]),
        ("bline", "a b", ["m = midpoint a b", "d = on_bline a b"]),
        ("reflect", "a b", ["d = mirror a b"]),
        ("reflect", "a b-c", ["d = reflect a b c"]),
        ("circumcentre", "a b c", ["o = circumcenter a b c"]),
        ("incentre", "a b c", ["i = incenter a b c"]),
        ("orthocentre", "a b c", ["h = orthocenter a b c"]),
        ("point", "a-b", ["d = on_line a b"]),
    ],
)
def test_a_tool_writes_its_clause(hand: Hand, tool: str, picks: str, clauses: list[str]) -> None:
    hand.triangle()
    hand.tool(tool)
    for pick in picks.split():
        one, dash, two = pick.partition("-")
        if dash:
            hand.between(one, two)
        else:
            hand.on(one)
    hand.text(*clauses)


def test_circles_tangents_and_intersections(hand: Hand) -> None:
    hand.triangle()
    hand.tool("circle3")
    hand.on("a", "b", "c")
    assert "# draw circle a b c" in hand.text()
    hand.tool("foot")
    hand.on("c")
    hand.between("a", "b")
    hand.text("d = foot c a b")
    hand.tool("meet")
    hand.between("c", "d")
    hand.about("a", "b", "c", 1.6)
    hand.text("e = on_line")
    hand.tool("tangent")
    hand.at(0.95, 0.1)
    hand.about("a", "b", "c", 2.6)
    hand.text("o = circle a b c", "g h = tangent f o a")
    hand.tool("circle")
    hand.at(0.06, 0.06)
    hand.at(0.1, 0.1)
    assert "# draw circle" in hand.text()


def test_what_is_drawn_is_what_is_written_both_ways(hand: Hand) -> None:
    hand.triangle()
    write(hand.page, "a b c = triangle;\nm = midpoint a c\n")
    hand.page.wait_for_selector("[data-point=m]")
    (ax, _), (cx, _), (mx, _) = (hand.place(p) for p in "acm")
    assert abs((ax + cx) / 2 - mx) < 1
    hand.tool("remove")
    hand.on("c")
    hand.page.wait_for_selector("[data-point]", state="detached")
    hand.page.click("#undo")
    hand.page.wait_for_selector("[data-point=m]")
    assert points(hand.page) == {"a", "b", "c", "m"}


def test_what_is_drawn_is_saved_for_geogebra(hand: Hand) -> None:
    hand.triangle()
    hand.page.click("#save")
    with hand.page.expect_download() as begun:
        hand.page.click("#saved >> text=GeoGebra")
    assert begun.value.suggested_filename == "figure.ggb"


def test_the_figure_follows_a_dragged_point(hand: Hand) -> None:
    hand.triangle()
    hand.tool("midpoint")
    hand.on("a", "b")
    hand.text("m = midpoint a b")
    hand.tool("move")
    x, y = hand.place("b")
    hand.page.mouse.move(x, y)
    hand.page.mouse.down()
    hand.page.mouse.move(x + 90, y - 60, steps=6)
    hand.page.mouse.up()
    (ax, ay), (bx, by), (mx, my) = (hand.place(p) for p in "abm")
    assert bx - x > 50 and y - by > 30
    assert abs((ax + bx) / 2 - mx) < 1 and abs((ay + by) / 2 - my) < 1


def test_points_are_moved_and_picked_with_the_keyboard(hand: Hand) -> None:
    hand.triangle()
    hand.tool("move")
    before = hand.place("c")
    hand.page.focus("[data-point=c]")
    hand.page.keyboard.press("ArrowLeft")
    hand.page.keyboard.press("ArrowLeft")
    assert hand.place("c")[0] < before[0] - 5
    hand.tool("midpoint")
    for name in ("a", "c"):
        hand.page.focus(f"[data-point={name}]")
        hand.page.keyboard.press("Enter")
    hand.text("m = midpoint a c")


def test_a_goal_is_found_and_clicked(hand: Hand) -> None:
    hand.triangle()
    for tool, name in (("circumcentre", "o"), ("orthocentre", "h")):
        hand.tool(tool)
        hand.on("a", "b", "c")
        hand.page.wait_for_selector(f"[data-point={name}]")
    write(hand.page, hand.text() + ";\nx y z g = centroid a b c")
    hand.page.wait_for_selector("[data-point=g]")
    hand.page.click("#discover")
    first = hand.page.locator("#found li >> nth=0")
    assert "O, H, G are collinear" in first.inner_text()
    assert "has a proof" in first.inner_text()
    first.locator("button").click()
    hand.page.wait_for_selector("#goals >> text=collinear")
    assert "Proved" in solved(hand.page)


def test_what_is_true_of_some_points_is_asked_by_selecting_them(hand: Hand) -> None:
    hand.triangle()
    write(hand.page, "a b c = triangle;\nd = foot a b c;\ne = foot b c a;\nf = foot c a b")
    hand.page.wait_for_selector("[data-point=f]")
    hand.tool("move")
    hand.on("e", "f")
    assert hand.page.inner_text("#discover") == "Discover: E, F"
    hand.page.click("#discover")
    hand.page.wait_for_selector("#found li")
    for says in hand.page.locator("#found .says").all_inner_texts():
        assert "E" in says and "F" in says
