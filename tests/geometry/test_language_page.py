"""The language reference is true: its statements read, its errors are the real ones."""

from __future__ import annotations

import re

import pytest

from porism.geometry.errors import PorismError
from porism.geometry.language import parse_problem, parse_problems
from porism.geometry.language.geogebra.goals import QUESTIONS
from porism.geometry.language.statements import PREDICATES
from porism.geometry.reference import predicates_page
from tests.geometry.corpora import ROOT

PAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\S+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("kind", "text"), BLOCKS)
def test_every_block_is_true(kind: str, text: str) -> None:
    match kind:
        case "ag1" | "ag2":
            assert parse_problem(text).dialect == kind
        case "ag1-file":
            names = [p.name for p in parse_problems(text)]
            assert names == ["orthocentre", "Simson's line (1799)"]
        case "error":
            statement, _, said = text.rstrip("\n").partition("\n")
            with pytest.raises(PorismError) as caught:
                parse_problem(statement)
            assert str(caught.value) == said
        case "python":
            exec(compile(text, "docs/language.md", "exec"), {})
        case _:
            pytest.fail(f"a block of kind {kind}")


def test_the_page_of_predicates_is_fresh() -> None:
    page = ROOT / "docs" / "predicates.md"
    assert page.read_text(encoding="utf-8") == predicates_page(), (
        "run: python -m porism.geometry.reference predicates > docs/predicates.md"
    )


def test_every_predicate_and_question_is_on_the_page() -> None:
    words = set(re.findall(r"[A-Za-z]\w*", PAGE + predicates_page()))
    assert words >= PREDICATES
    assert words >= set(QUESTIONS)
