"""The page of a proof, as a text and in a browser."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from porism.geometry.constructions import Definition, definitions
from porism.geometry.errors import InputError
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.measure.truth import holds
from porism.geometry.problem import Clause, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Reason, Step
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.render.motion import BY_FORMULA, MEASURED, motion_of
from porism.geometry.render.page import page_parts, render_page
from porism.geometry.render.picture import covered, layout
from porism.geometry.verify import check
from tests.geometry.browser import chromium
from tests.geometry.hand_proofs import PROOFS, by_hand

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page

ROOT = Path(__file__).resolve().parents[2]

# --- as a text -----------------------------------------------------------------------------------


class Text(HTMLParser):
    """Collects ids, links and whatever a browser would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag not in ("meta", "circle", "line", "path", "rect", "link", "img"):
            self.open.append(tag)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found["href"]))
        self.fetched += [str(found[k]) for k in ("src", "data", "action") if found.get(k)]

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", PROOFS)
def test_a_page_stands_on_its_own_and_its_links_lead_somewhere(name: str) -> None:
    proof = by_hand(name)
    text = render_page(proof, check(proof))
    page = Text(text)
    assert not page.open and not page.fetched
    assert "http:" not in text and "https:" not in text
    assert "@import" not in text and "url(" not in text
    assert page.links and {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    assert {f"fact-{n}" for n in range(1, len(proof.steps) + 1)} <= set(page.ids)


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & {{ 7*7 }}"


def renamed(reason: Reason, names: dict[str, str]) -> Reason:
    match reason:
        case ByRule():
            return replace(
                reason,
                substitution=tuple((x, names[y]) for x, y in reason.substitution),
                conditions=tuple(c.rename(names) for c in reason.conditions),
            )
        case ByAlgebra():
            return replace(reason, conditions=tuple(c.rename(names) for c in reason.conditions))
        case Given():
            return reason


def hostile() -> Proof:
    """A proof whose names would be markup and script if a page believed them."""
    proof = by_hand("thales")
    names = {p: f"<b>{p}</script>&'\"" for p in proof.problem.points}
    steps = tuple(
        Step(s.id, s.statement.rename(names), renamed(s.reason, names)) for s in proof.steps
    )
    return replace(
        proof,
        problem=replace(proof.problem.rename(names), name=HOSTILE),
        goal=proof.goal.rename(names),
        steps=steps,
        coordinates={names[p]: place for p, place in proof.coordinates.items()},
    )


def test_a_page_escapes_what_a_problem_says() -> None:
    text = render_page(hostile())
    assert "<b>" not in text and "<img" not in text and "alert(1)</script>" not in text
    assert text.count("<script") == text.count("</script>") == 2
    assert "&lt;script&gt;alert" in text and "{{ 7*7 }}" in text
    assert not Text(text).open


def test_a_proof_with_holes_cannot_be_shown() -> None:
    proof = by_hand("thales")
    with pytest.raises(InputError, match="holes"):
        render_page(replace(proof, steps=proof.steps[4:]))
    with pytest.raises(InputError, match="holes"):
        render_page(replace(proof, steps=(proof.steps[0], *proof.steps)))


def test_a_proof_of_points_without_a_place_cannot_be_drawn() -> None:
    proof = by_hand("thales")
    lost = {name: place for name, place in proof.coordinates.items() if name != "a"}
    with pytest.raises(InputError, match="no point a; expected coordinates"):
        render_page(replace(proof, coordinates=lost))


def test_a_rejected_proof_says_so_at_the_top_of_its_page() -> None:
    proof = by_hand("thales")
    bad = replace(proof, steps=proof.steps[:-1])
    text = render_page(bad, check(bad))
    assert re.search(r'<div class="verdict rejected"><strong>.*rejected', text)


@pytest.mark.parametrize("name", list(PROOFS))
def test_pages_that_print_angles_say_what_they_are(name: str) -> None:
    page = render_page(by_hand(name))
    text = page[page.index("<main>") : page.index("</main>")]
    assert ("directed angle" in " ".join(text.split())) == ("∠" in text)


def test_the_pieces_of_a_page_are_what_the_page_is_made_of() -> None:
    proof = by_hand("thales")
    parts, page = page_parts(proof), render_page(proof)
    assert all(piece in page for piece in (parts.body, parts.style, parts.script, parts.data))


# --- in a browser --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


def opened(browser: Browser, text: str, tmp_path: Path, **options: Any) -> tuple[Page, list[str]]:
    """Open a page from a file, without a network; also return what went wrong in it."""
    context = browser.new_context(offline=True, **options)
    page = context.new_page()
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(message.text)

    def asked(dialog: Dialog) -> None:
        wrong.append("a dialog")
        dialog.dismiss()

    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", said)
    page.on("dialog", asked)
    show(page, text, tmp_path)
    return page, wrong


def show(page: Page, text: str, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(text, encoding="utf-8")
    page.goto(file.as_uri())


def test_names_do_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    page, wrong = opened(browser, render_page(hostile()), tmp_path)
    page.keyboard.press("End")
    assert not wrong
    assert page.locator("main b, main img").count() == 0
    assert page.locator("svg.figure g[data-point]").count() == 4


def test_steps_go_by_keys_buttons_and_clicks(browser: Browser, tmp_path: Path) -> None:
    page, wrong = opened(browser, render_page(by_hand("midline")), tmp_path)
    here = page.locator("[aria-current=step]")
    assert here.count() == 0
    page.keyboard.press("ArrowRight")
    assert here.get_attribute("data-step") == "0"
    assert page.locator("svg .now > *").count() > 0
    page.get_by_role("button", name="Next step").click()
    assert here.get_attribute("data-step") == "1"
    page.keyboard.press("End")
    last = page.locator("[data-step]").count() - 1
    assert here.get_attribute("data-step") == str(last)
    assert page.get_by_role("button", name="Next step").is_disabled()
    page.locator("[data-step='3']").click()
    assert here.get_attribute("data-step") == "3"
    page.keyboard.press("Escape")
    assert here.count() == 0 and page.locator("svg .now > *").count() == 0
    assert not wrong


def test_points_of_one_line_are_told_on_request(browser: Browser, tmp_path: Path) -> None:
    page, wrong = opened(browser, render_page(by_hand("midline")), tmp_path)
    told = page.get_by_text("A, N and C collinear")
    button = page.get_by_role("button", name="Say which points are on one line")
    assert not told.is_visible()
    for pressed in ("true", "false"):
        button.click()
        assert button.get_attribute("aria-pressed") == pressed
        assert told.is_visible() is (pressed == "true")
    assert not wrong


def test_a_page_has_no_button_for_lines_that_nobody_uses() -> None:
    assert 'data-do="lines"' in render_page(by_hand("midline"))
    assert 'data-do="lines"' not in render_page(by_hand("midline"), collinear=True)
    assert 'data-do="lines"' not in render_page(by_hand("orthocentre"))


def test_pointing_at_a_part_of_a_formula_shows_it(browser: Browser, tmp_path: Path) -> None:
    page, wrong = opened(browser, render_page(by_hand("midline")), tmp_path)
    page.locator("main .part", has_text="△").first.hover()
    assert page.locator("svg .fills path").count() == 1
    page.locator("h1").hover()
    assert page.locator("svg .fills path").count() == 0
    assert not wrong


def test_a_click_on_a_citation_leads_to_what_it_cites(browser: Browser, tmp_path: Path) -> None:
    page, wrong = opened(browser, render_page(by_hand("midline")), tmp_path)
    page.locator("details summary").click()
    link = page.locator(".facts a.cite").last
    target = str(link.get_attribute("href"))
    link.click()
    assert page.locator(target).is_visible()
    assert page.evaluate("location.hash") == target
    assert not wrong


@pytest.mark.parametrize("width", [320, 390, 768])
def test_on_a_phone_the_figure_stays_in_sight(browser: Browser, tmp_path: Path, width: int) -> None:
    size = {"width": width, "height": 844}
    text = render_page(by_hand("midline"), check(by_hand("midline")))
    page, wrong = opened(browser, text, tmp_path, viewport=size, has_touch=True)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    step = page.locator("[data-step]").last
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Last step").tap()
    box = page.locator("svg.figure").bounding_box()
    said = step.bounding_box()
    assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 844
    assert said is not None and said["y"] >= box["y"] + box["height"]
    assert page.locator("svg .now > *").count() > 0
    assert not wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, tmp_path: Path, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    proof = by_hand("midline")
    text = render_page(proof, check(proof))
    page, _ = opened(browser, text, tmp_path, color_scheme=scheme, bypass_csp=True)
    page.evaluate("porism.go(5)")
    page.locator("details summary").click()
    found = axe.Axe().run(page).response["violations"]
    assert [(v["id"], v["impact"], [n["html"] for n in v["nodes"]]) for v in found] == []


def test_without_scripts_a_page_is_a_figure_and_a_text(browser: Browser, tmp_path: Path) -> None:
    text = render_page(by_hand("thales"))
    page, _ = opened(browser, text, tmp_path, java_script_enabled=False)
    assert page.locator("svg.figure circle.point").count() == 4
    assert not page.locator(".controls").is_visible()
    assert page.locator("main .step").count() > 3


# --- the figure that moves -----------------------------------------------------------------------


def page_of(problem: Problem, seed: int = 0) -> str:
    """The page of an empty proof: the figure of a problem that can be dragged."""
    figure = draw(problem, seed=seed, seconds=20.0, want_goal=False)
    return render_page(Proof(problem, problem.goals[0], (), figure.coordinates))


def places(page: Page) -> dict[str, tuple[float, float]]:
    found = page.evaluate("porism.figure.at")
    return {name: (x, y) for name, (x, y) in found.items()}


CORPUS = [
    problem
    for name in ("textbook", "classics", "imo_ag_30")
    for problem in read_problems(ROOT / "problems" / f"{name}.txt", need_goal=True)
]


def test_the_script_draws_what_the_page_has(browser: Browser, tmp_path: Path) -> None:
    """Drawn anew with no point moved, the figure is the same to a tenth of a pixel."""
    page, wrong = opened(browser, page_of(CORPUS[0]), tmp_path)
    for problem in CORPUS[::16]:
        show(page, page_of(problem), tmp_path)
        read = """() => [...document.querySelectorAll(
            'svg .objects > *, svg .marks > *, svg .points circle, svg .points text')]
            .map(n => [...n.attributes].map(a => a.name + '=' + a.value).join(' '))"""
        before = page.evaluate(read)
        page.evaluate("porism.figure.draw()")
        numbers = [
            re.findall(r"-?\d+\.?\d*", " ".join(rows)) for rows in (before, page.evaluate(read))
        ]
        assert len(numbers[0]) == len(numbers[1])
        for one, other in zip(*numbers, strict=True):
            assert abs(float(one) - float(other)) < 0.15, problem.name
    assert not wrong


def test_a_dragged_figure_is_a_figure_of_the_problem(browser: Browser, tmp_path: Path) -> None:
    """All premises hold after every drag, in problems of all our files; most drags succeed."""
    random = Random(1)
    moved = tried = 0
    page, wrong = opened(browser, page_of(CORPUS[0]), tmp_path)
    for problem in CORPUS[::12]:
        show(page, page_of(problem), tmp_path)
        free = page.evaluate("porism.figure.data.motion.free")
        for point in free[:4]:
            before = places(page)
            x, y = before[point]
            to = [x + random.uniform(-60, 60), y + random.uniform(-60, 60)]
            page.evaluate("([p, to]) => porism.drag(p, porism.figure.px(to))", [point, to])
            after = places(page)
            assert all(holds(s, after, 1e-6) for s in problem.premises if not s.kind.figure_only)
            tried += 1
            moved += before[point] != after[point]
    assert not wrong
    assert tried > 30 and moved > 0.9 * tried


CONSTANTS = {"angle": Fraction(50, 180), "ratio": Fraction(2, 3), "length": Fraction(1)}


def made_by(definition: Definition) -> Problem:
    """The construction on points that are as general as it allows."""
    made = definition.apply(definition.points, CONSTANTS.get(definition.constant))
    clauses = [Clause(definition.new, (made,))]
    if definition.given:
        clauses.insert(0, Clause(definition.given, (), definition.needs))
    return Problem(definition.name, tuple(clauses))


def test_every_construction_moves(browser: Browser) -> None:
    """Free points go where they are dragged, and what the construction means stays true."""
    script = files("porism.geometry.render").joinpath("templates").joinpath("motion.js")
    random = Random(0)
    page = browser.new_page()
    page.add_script_tag(content=script.read_text(encoding="utf-8"))
    for definition in definitions():
        problem = made_by(definition)
        at = draw(problem, seed=3).coordinates
        motion = motion_of(problem, at, 1.0)
        assert set(motion["free"]) >= set(definition.given)
        size = max(math.dist(p, q) for p in at.values() for q in at.values()) or 1.0
        stopped = 0
        for point in motion["free"]:
            x, y = at[point]
            to = [x + size * random.uniform(-0.1, 0.1), y + size * random.uniform(-0.1, 0.1)]
            moved = page.evaluate(
                "([motion, at, point, to]) => Motion.drag(motion, at, point, to)",
                [motion, {name: list(place) for name, place in at.items()}, point, to],
            )
            new = {name: (u, v) for name, (u, v) in moved["at"].items()}
            assert all(holds(s, new, 1e-7) for s in problem.premises), definition.name
            assert all(holds(s, new, 1e-7) for s in problem.meaning), definition.name
            stopped += moved["stopped"]
            if point in definition.given and not moved["stopped"] and not problem.premises:
                assert new[point] == pytest.approx(to)
        # a common tangent ends where its circles do not allow it; other figures have room
        assert stopped == 0 or "tangent" in definition.name, definition.name


def test_formulas_and_measures_are_those_of_the_table(browser: Browser) -> None:
    page = browser.new_page()
    script = files("porism.geometry.render").joinpath("templates").joinpath("motion.js")
    page.add_script_tag(content=script.read_text(encoding="utf-8"))
    assert set(page.evaluate("Object.keys(Motion.FORMULAS)")) == BY_FORMULA
    assert set(page.evaluate("Object.keys(Motion.ORDER)")) == MEASURED


def test_a_drag_stops_where_the_figure_would_be_another(browser: Browser, tmp_path: Path) -> None:
    """The point between two others stays between them."""
    problem = parse_problem("a b = segment; x = on_line x a b, between x a b ? coll x a b")
    text = page_of(problem)
    page, wrong = opened(browser, text, tmp_path)
    at = places(page)
    (ax, _), (bx, _) = at["a"], at["b"]
    far = [bx + 3 * (bx - ax), at["b"][1]]
    page.evaluate("to => porism.drag('x', porism.figure.px(to))", far)
    now = places(page)
    assert now["x"] != at["x"]
    assert min(ax, bx) < now["x"][0] < max(ax, bx)
    page.get_by_role("button", name="Put the points back").click()
    assert places(page) == at
    assert not wrong


def test_points_are_dragged_by_hand_and_moved_by_keys(browser: Browser, tmp_path: Path) -> None:
    page, wrong = opened(browser, page_of(CORPUS[0]), tmp_path)
    before = places(page)
    box = page.locator("g[data-point=a] circle.point").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 10, steps=5)
    page.mouse.up()
    dragged = places(page)
    assert dragged["a"] != before["a"]
    assert all(holds(s, dragged, 1e-6) for s in CORPUS[0].premises)
    page.locator("g[data-point=a]").focus()
    page.keyboard.press("ArrowUp")
    assert places(page)["a"][1] > dragged["a"][1]
    page.keyboard.press("Escape")
    assert not wrong


# --- labels --------------------------------------------------------------------------------------


def test_labels_of_our_problems_lie_on_nothing() -> None:
    """In the chosen figures of every twelfth problem; of all 1,202 labels one lies on a line."""
    for problem in CORPUS[::12]:
        figure = draw(problem, seconds=20.0).coordinates
        assert covered(layout(problem, choose_figure(problem, figure))) == [], problem.name
