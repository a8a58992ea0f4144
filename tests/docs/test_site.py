"""The site is built as `make site` builds it: strictly, with a picture for each row."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from porism.geometry.constructions import definitions
from porism.geometry.rules import load_rules
from tests.geometry.corpora import ROOT

pytest.importorskip("mkdocs", reason="the site needs the extra docs")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    settings = {
        "PORISM_SITE": "quick",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "NO_MKDOCS_2_WARNING": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(place)],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return place


class Fetched(HTMLParser):
    """Collects what a browser would fetch for a page from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("src") if tag in ("script", "img", "iframe") else None
        if tag == "link" and values.get("rel") in ("stylesheet", "preload", "icon"):
            address = values.get("href")
        if address and re.match(r"(https?:)?//", address):
            self.found.append(address)


@pytest.mark.slow
def test_every_construction_and_every_rule_has_its_picture(site: Path) -> None:
    for definition in definitions():
        assert (site / f"pictures/constructions/{definition.name}.svg").is_file()
    rules = (site / "rules" / "index.html").read_text(encoding="utf-8")
    for rule in load_rules().values():
        assert (site / f"pictures/rules/{rule.id}.svg").is_file()
        assert f'id="{rule.id}"' in rules


@pytest.mark.slow
def test_a_quick_gallery_has_proofs_of_deduction_alone(site: Path) -> None:
    page = (site / "gallery" / "index.html").read_text(encoding="utf-8")
    linked = re.findall(r'href="(imo_\w+\.html)"', page)
    assert len(linked) >= 3
    for name in linked:
        assert "<svg" in (site / "gallery" / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        reader = Fetched()
        reader.feed(path.read_text(encoding="utf-8"))
        assert not reader.found, (path, reader.found)
