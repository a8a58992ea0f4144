from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from porism.geometry.errors import InputError
from porism.geometry.figure.diagram import draw
from porism.geometry.forms import parse_statement
from porism.geometry.language import parse_problem
from porism.geometry.proof import Proof
from porism.geometry.render.html import render_html
from porism.geometry.render.story import Cite, tell
from porism.geometry.render.svg import render_svg
from porism.geometry.render.text import render_text
from porism.geometry.verify import check
from porism.geometry.words import display_names, sentence
from tests.geometry.hand_proofs import PROOFS, hand_proof


def by_hand(name: str) -> Proof:
    text, lines = PROOFS[name]
    answer = Fraction(1, 2) if "asked for" in name else None
    return hand_proof(text, lines, name=name, answer=answer)


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("coll a b c", "A, B, C are collinear"),
        ("cyclic a b c d", "A, B, C, D are concyclic"),
        ("para a b c d", "AB ∥ CD"),
        ("perp a b1 c d", "AB1 ⟂ CD"),
        ("cong o a o b", "OA = OB"),
        ("eqangle a b a c d e d f", "∠BAC = ∠EDF"),
        ("eqangle a b c d e f g h", "∠(AB, CD) = ∠(EF, GH)"),
        ("eqratio a b c d e f g h", "AB : CD = EF : GH"),
        ("midp m a b", "M is the midpoint of AB"),
        ("simtri a b c d e f", "△ABC ∼ △DEF"),
        ("aconst b a b c 1pi/3", "∠ABC = 60°"),
        ("aconst b a b c 1pi/7", "∠ABC = (180/7)°"),
        ("aconst b a b c 1pi/8", "∠ABC = 22.5°"),
        ("aconst b a b c 451pi/3600", "∠ABC = 22.55°"),
        ("rconst a b c d 2/3", "AB : CD = 2 : 3"),
        ("lconst a b 5/2", "AB = 5/2"),
        ("distseq a b b c a c 1 1 -1", "AB + BC = AC"),
        ("distseq a b c d 2 -3", "2·AB = 3·CD"),
        ("sqeq a b a c b c 1 1 -1", "AB² + AC² = BC²"),
        ("sqeq a a a b a c 1 1 -1", "AB² = AC²"),
        ("distmeq b d d c c e e a 1 -1 1 -1 1", "BD · CE = DC · EA"),
        ("distmeq a b c d 2 -1 3/4", "4 · AB² = 3 · CD"),
        ("diff a b", "A ≠ B"),
        ("between a b c", "A lies between B and C"),
        ("cong in a b c", "InA = BC"),
        ("cong iN a b c", "IN A = BC"),
        ("simtri ma mb mc a b c", "△MaMbMc ∼ △ABC"),
    ],
)
def test_statements_in_words(statement: str, words: str) -> None:
    s = parse_statement(statement)
    assert sentence(s, display_names(s.points)) == words


def test_names_begin_with_capitals_unless_two_would_be_the_same() -> None:
    assert display_names(["a", "b1", "x'"]) == {"a": "A", "b1": "B1", "x'": "X'"}
    assert display_names(["ma", "γ"]) == {"ma": "Ma", "γ": "Γ"}
    assert display_names(["a", "A"]) == {"a": "a", "A": "A"}


# --- the proof as text ---------------------------------------------------------------------------


def test_a_proof_in_plain_text() -> None:
    proof = by_hand("midline")
    assert (
        render_text(proof, check(proof))
        == """\
midline

  ABC is any triangle.
  M is the midpoint of AB.
  N is the midpoint of AC.

To show: MN ∥ BC.

Given
  1. M, A, B are collinear
  2. MA = MB
  3. N, A, C are collinear
  4. NA = NC

Proof
  5. M is the midpoint of AB   (definition of the midpoint [1, 2])
  6. N is the midpoint of AC   (definition of the midpoint [3, 4])
  7. AM : AN = AB : AC   (multiplying ratios)
        AM / AN = AB / (2 · AN) [5] = AB / AC [6]
  8. ∠MAN = ∠BAC   (adding angles)
        ∠MAN = ∠BAC [1, 3]
  9. △AMN ∼ △ABC   (similar triangles by an angle and its sides [7, 8])
 10. MN ∥ BC   (adding angles)
        ∠AMN = ∠ABC [9] = ∠(AM, BC) [1]

∠ABC is the directed angle from line AB to line BC, up to half-turns (180°).

Checked: accepted.

It holds when:
  - different points: A ≠ B, A ≠ C
  - not on one line: AMN
  - △AMN and △ABC have the same sense
  - points with different names are different
"""
    )


def test_an_auxiliary_construction_is_told_with_its_right() -> None:
    text = render_text(by_hand("base angles by a midpoint"))
    assert "Construction\n  M: M, A, B are collinear and MA = MB." in text
    assert "2 conditions place one point" in text


def test_an_answer_is_given_in_degrees() -> None:
    text = render_text(by_hand("a right angle asked for"))
    assert "Find ∠BAC." in text
    assert "Answer: 90°" in text


def test_a_division_of_an_angle_is_told() -> None:
    text = render_text(by_hand("thales"))
    assert "this settles it up to a multiple of 90°, and the figure shows which" in " ".join(
        text.split()
    )
    assert "2·∠" in text


@pytest.mark.parametrize("name", PROOFS)
def test_every_citation_is_of_an_earlier_fact(name: str) -> None:
    story = tell(by_hand(name))
    for number, fact in enumerate((*story.given, *story.derived), start=1):
        assert fact.number == number
        for part in (*fact.reason, *fact.working):
            if isinstance(part, Cite):
                assert part.numbers and all(0 < n < number for n in part.numbers)


@pytest.mark.parametrize("name", PROOFS)
def test_every_premise_of_a_step_is_cited(name: str) -> None:
    proof = by_hand(name)
    story = tell(proof)
    for fact, step in zip(story.derived, proof.steps[len(story.given) :], strict=True):
        cited = {n for p in (*fact.reason, *fact.working) if isinstance(p, Cite) for n in p.numbers}
        assert cited == {premise + 1 for premise in step.premises}


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
    root = svg_of("a b c = triangle a b c | m = midpoint m a b; d = mirror d c m ? cong m a m b")
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


# --- the page ------------------------------------------------------------------------------------


class Page(HTMLParser):
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
        if tag not in ("meta", "circle", "line", "rect", "link", "img"):
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
    text = render_html(proof, check(proof))
    page = Page(text)
    assert not page.open and not page.fetched
    assert "http" not in text and "@import" not in text and "url(" not in text
    assert page.links and {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids) == len(proof.steps)
    assert "prefers-color-scheme: dark" in text


def test_a_page_escapes_what_a_problem_says() -> None:
    proof = by_hand("thales")
    name = "<script>alert(1)</script>"
    text = render_html(replace(proof, problem=replace(proof.problem, name=name)))
    assert name not in text
    assert "&lt;script&gt;alert" in text


def test_a_proof_with_holes_cannot_be_shown() -> None:
    proof = by_hand("thales")
    with pytest.raises(InputError, match="holes"):
        render_text(replace(proof, steps=proof.steps[4:]))
    with pytest.raises(InputError, match="point b has no coordinates"):
        render_svg(proof.problem, {"a": (0.0, 0.0)})


def test_a_rejected_proof_says_so_on_its_page() -> None:
    proof = by_hand("thales")
    bad = replace(proof, steps=proof.steps[:-1])
    text = render_html(bad, check(bad))
    assert re.search(r'<strong class="rejected">rejected at step 5: ', text)


@pytest.mark.parametrize("name", list(PROOFS))
def test_pages_that_print_angles_say_what_they_are(name: str) -> None:
    proof = by_hand(name)
    for page in (render_text(proof), render_html(proof)):
        meaning = "directed angle from line AB to line BC" in " ".join(page.split())
        assert meaning == ("∠" in page)
