"""The studio as a person uses it, in a browser: typing, solving, examples, files, looks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.studio.conftest import ALTITUDES, Running, opened

EDITOR = ".cm-content"


def write(page: Any, text: str) -> None:
    """Replace the statement, as by typing."""
    page.click(EDITOR)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def solved(page: Any) -> str:
    page.click("#solve:not([disabled])")
    page.wait_for_selector("#result:not([hidden])")
    return str(page.inner_text("#verdict"))


def points(page: Any) -> set[str]:
    return set(page.eval_on_selector_all("[data-point]", "all => all.map(p => p.dataset.point)"))


def test_a_statement_is_typed_and_proved(page: Any) -> None:
    write(page, "a b c = triangle;\no = circle a b c;\nm = midpoint b c ? perp o m b c")
    page.wait_for_selector("text=O is the centre of the circle through A, B, C")
    page.wait_for_selector("[data-point=m]")
    assert points(page) == {"a", "b", "c", "o", "m"}
    assert "Proved" in solved(page)
    frame = page.frame_locator("#page")
    assert "OM" in frame.locator("body").inner_text()
    names = page.locator("#downloads a").all_inner_texts()
    assert {"Page", "Proof (JSON)", "LaTeX", "Figure (SVG)", "Figure (GeoGebra)"} <= set(names)
    with page.expect_download() as begun:
        page.click("text=Proof (JSON)")
    assert begun.value.suggested_filename == "proof.json"


def test_an_error_is_marked_under_its_word_while_one_types(page: Any) -> None:
    write(page, "a b c = triangle;\nh = on_tlin b c a ? perp a h b c")
    page.wait_for_selector(".cm-lintRange-error")
    assert page.inner_text(".cm-lintRange-error") == "on_tlin"
    assert "did you mean 'on_tline'?" in page.inner_text("#error")
    write(page, "In triangle ABC let H be the orthocentre. Prove that AH is perpendicular to BC.")
    page.wait_for_selector("#error >> text=Sentences are not read")
    assert "The altitudes of a triangle are concurrent." in page.inner_text("#error")
    write(page, ALTITUDES)
    page.wait_for_selector("#error", state="hidden")
    assert page.locator(".cm-lintRange-error").count() == 0


def test_words_are_completed(page: Any) -> None:
    write(page, "a b c = triangle;\nh = ")
    page.keyboard.type("ortho")
    page.wait_for_selector(".cm-tooltip-autocomplete")
    assert "orthocenter" in page.inner_text(".cm-tooltip-autocomplete")
    assert "orthocentre of ABC" in page.inner_text(".cm-completionInfo")
    page.keyboard.press("Tab")
    page.wait_for_selector(f"{EDITOR} >> text=h = orthocenter")


def test_an_example_is_one_click_away(page: Any) -> None:
    page.click("#examples")
    page.wait_for_selector("#examples-dialog button >> text=orthocentre")
    page.fill("#examples-search", "simson")
    page.click("#examples-list button >> nth=0")
    page.wait_for_selector("#name >> text=simson")
    page.wait_for_selector("#goals >> text=collinear")
    assert "Proved" in solved(page)


def test_the_kind_of_a_result_is_told(page: Any) -> None:
    write(page, "a b c = triangle ? perp a b b c")
    assert "Refuted" in solved(page)
    write(page, "a b c = triangle; d = free d ? coll a b c")
    page.wait_for_selector("#remarks:not([hidden])")


def test_a_solve_is_stopped(page: Any) -> None:
    from tests.studio.test_bad_input import HARD

    write(page, HARD)
    page.wait_for_selector("[data-point=r]")
    page.click("#solve:not([disabled])")
    page.wait_for_selector("#progress >> text=tried")
    page.click("#stop")
    page.wait_for_selector("#result:not([hidden])")
    assert "Stopped" in page.inner_text("#verdict")
    assert not page.is_visible("#progress")


def test_files_are_opened(page: Any, tmp_path: Path) -> None:
    several = tmp_path / "two.txt"
    several.write_text(
        f"first\n{ALTITUDES}\nsecond one\np_0 p1 = segment; m = midpoint p_0 p1 ? cong m p_0 m p1"
    )
    page.set_input_files("#file", several)
    page.click("#examples-list >> text=second one")
    page.wait_for_selector("#goals >> text=MP₀ = MP₁")
    wrong = tmp_path / "paper.pdf"
    wrong.write_bytes(b"%PDF-1.7")
    page.set_input_files("#file", wrong)
    page.wait_for_selector("#notice >> text=this is a PDF")


def test_names_with_html_are_text(page: Any, tmp_path: Path) -> None:
    name = "<img src onerror=alert(1)>"
    evil = tmp_path / "evil.txt"
    evil.write_text(f"<script>alert(2)</script> {ALTITUDES}")
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.set_input_files("#file", evil)
    page.wait_for_selector("#notice >> text=XML or HTML")
    evil.write_text(f"first\n{ALTITUDES}\n{name}\n{ALTITUDES}\n")
    page.set_input_files("#file", evil)
    page.click("#examples-list button >> nth=1")
    assert page.inner_text("#name") == name
    assert "Proved" in solved(page)
    assert "<img src" in page.frame_locator("#page").locator("h1").inner_text()


def test_a_dropped_server_is_told(browser: Any, studio: Running) -> None:
    with opened(browser, studio, tolerated="net::ERR_FAILED") as page:
        page.route("**/api/solve", lambda route: route.abort())
        assert "Not solved" in solved(page)


# --- looks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Any, studio: Running, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with opened(browser, studio, color_scheme=scheme, bypass_csp=True) as page:
        solved(page)
        found = axe.run(page).response["violations"]
        serious = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
        assert not serious, [(v["id"], v["nodes"][0]["html"]) for v in found]
        page.click("#examples")
        page.wait_for_selector("#examples-list button >> nth=0")
        found = axe.run(page).response["violations"]
        assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")], found


@pytest.mark.parametrize("width", [390, 820, 1400])
def test_nothing_is_cut_off_on_the_right(browser: Any, studio: Running, width: int) -> None:
    with opened(browser, studio) as page:
        page.set_viewport_size({"width": width, "height": 844})
        solved(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_can_be_reached_with_the_keyboard(page: Any) -> None:
    reached = set()
    page.keyboard.press("Tab")
    for _ in range(80):
        reached.add(
            page.evaluate("document.activeElement.dataset.point || document.activeElement.id")
        )
        if page.evaluate("document.activeElement.matches('.cm-content')"):
            page.keyboard.press("Escape")  # the editor keeps Tab for words only
        page.keyboard.press("Tab")
    assert {"new", "examples", "open", "solve", "budget", "another", "a", "b", "c"} <= reached


def test_the_vendored_files_are_those_that_were_made() -> None:
    import hashlib

    import porism.studio.app

    vendor = Path(porism.studio.app.__file__).parent / "static" / "vendor"
    for line in (vendor / "SHA256SUMS").read_text(encoding="ascii").splitlines():
        digest, name = re.split(r"\s+", line)
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest, name
