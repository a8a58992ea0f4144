"""The pages of docs/ that are tutorials: each command and each piece of Python on them is run.

A comment above a block says what is different about it: ``<!-- exit status 3 -->``, or
``<!-- needs ... -->`` for what a test does not have.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.geometry.corpora import ROOT
from tests.prover.command import Porism

PAGES = ("index", "start/coach", "start/researcher", "start/engineer", "guarantee", "python")
_BLOCK = re.compile(
    r"(?:<!-- (?P<remark>[^\n]*) -->\n)?^(?P<indent> *)```(?P<language>\w+)\n"
    r"(?P<text>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A block of code of a page: its language, the remark above it, its lines."""

    language: str
    remark: str
    text: str


def blocks(page: str) -> list[Block]:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return [
        Block(
            found["language"],
            found["remark"] or "",
            re.sub(f"^{found['indent']}", "", found["text"], flags=re.MULTILINE),
        )
        for found in _BLOCK.finditer(text)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_runs(
    page: str, porism: Porism, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = blocks(page)
    assert shown
    for block in shown:
        if block.remark.startswith("needs"):
            continue
        assert block.language in ("sh", "python"), block
        if block.language == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(block.text, page, "exec"), {})
            continue
        status = int(block.remark.removeprefix("exit status ") or 0)
        for line in block.text.splitlines():
            program, *words = shlex.split(line)
            assert program == "porism", line
            ran = porism(*words)
            assert ran.status == status, (line, ran.err)


def test_remarks_are_understood() -> None:
    remarks = {block.remark for page in PAGES for block in blocks(page)}
    assert all(r == "" or r.startswith(("needs ", "exit status ")) for r in remarks), remarks


def test_pages_of_the_site_are_all_in_its_menu() -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in (ROOT / "docs").rglob("*.md"):
        name = path.relative_to(ROOT / "docs").as_posix()
        assert name in menu or name.startswith("adr/"), f"{name} is in no menu of mkdocs.yml"
