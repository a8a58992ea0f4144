"""What ``import porism`` gives: the names, their types, and what a notebook shows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import porism
from porism.geometry.proof import ByRule
from porism.prover.notebook import show_proofs_in_notebooks

ALTITUDES = "a b c = triangle; h = orthocenter a b c ? perp a h b c"
PUBLIC = {
    "Clause",
    "Drawing",
    "FigureError",
    "InputError",
    "Outcome",
    "ParseError",
    "PorismError",
    "Predicate",
    "Problem",
    "Proof",
    "RefutedError",
    "Step",
    "Verdict",
    "__version__",
    "check",
    "draw",
    "graph",
    "parse",
    "read",
    "solve",
    "tell",
}


def test_the_public_names_are_these_and_all_are_there() -> None:
    assert set(porism.__all__) == PUBLIC == set(dir(porism))
    for name in PUBLIC:
        assert getattr(porism, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'prove'"):
        porism.prove  # noqa: B018


@pytest.mark.parametrize("name", sorted(PUBLIC - {"__version__"}))
def test_every_public_name_is_documented(name: str) -> None:
    text = getattr(porism, name).__doc__
    assert text and not text.startswith(f"{name}("), "dataclasses write such a line by themselves"


def test_a_statement_is_solved_checked_and_drawn() -> None:
    outcome = porism.solve(ALTITUDES, proposer="none")
    assert outcome.status == "proved"
    assert porism.check(outcome.proofs[0]).accepted
    assert porism.draw(ALTITUDES).coordinates.keys() == {"a", "b", "c", "h"}


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: porism.solve(ALTITUDES.encode()), "problem: expected .*, got bytes; decode it"),  # type: ignore[arg-type]
        (lambda: porism.draw(None), "problem: expected a string or Problem, got NoneType"),  # type: ignore[arg-type]
        (lambda: porism.parse([ALTITUDES]), "text: expected a string, got list"),  # type: ignore[arg-type]
        (lambda: porism.read(3), "path: expected a string or a path, got int"),  # type: ignore[arg-type]
        (lambda: porism.solve(ALTITUDES, budget="5"), "budget: expected a number, got str"),  # type: ignore[arg-type]
        (lambda: porism.solve(ALTITUDES, seed=True), "seed: expected a whole number, got bool"),
        (lambda: porism.solve(ALTITUDES, rules="my.txt"), "rules: expected a list of files"),
        (lambda: porism.check(None), "proof: expected .*, got NoneType"),  # type: ignore[arg-type]
        (lambda: porism.tell(ALTITUDES), "proof: expected Proof or Outcome, got str"),  # type: ignore[arg-type]
    ],
)
def test_arguments_of_another_kind_are_refused_in_words(
    call: Callable[[], object], said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        call()


def test_an_outcome_is_no_proof_but_has_some() -> None:
    outcome = porism.Outcome(porism.parse(ALTITUDES), "open")
    with pytest.raises(TypeError, match=r"got Outcome; its proofs are in \.proofs"):
        porism.check(outcome)  # type: ignore[arg-type]


def test_a_proof_prints_as_a_text() -> None:
    (proof,) = porism.solve(ALTITUDES, proposer="none").proofs
    text = str(proof)
    assert text == porism.tell(proof)
    assert "Prove that" in text and "orthocentre" in text
    hole = replace(proof.steps[0], reason=ByRule("isosceles", (), (7,)))
    assert str(replace(proof, steps=(hole,))).startswith("Proof(")  # as data


def test_a_file_of_problems_is_read(tmp_path: Path) -> None:
    file = tmp_path / "two.txt"
    file.write_text(f"first\n{ALTITUDES}\nsecond\na b = segment; m = midpoint a b\n")
    first, second = porism.read(file)
    assert (first.name, second.name, len(second.goals)) == ("first", "second", 0)
    with pytest.raises(porism.InputError, match="asks for nothing"):
        porism.solve(second)


def test_a_notebook_shows_figure_and_proof(tmp_path: Path) -> None:
    drawing = porism.draw(ALTITUDES)
    assert drawing._repr_html_().startswith("<img ")
    drawing.save(tmp_path / "figure.svg")
    assert (tmp_path / "figure.svg").read_text().lstrip().startswith("<svg")
    shown = porism.solve(ALTITUDES)._repr_html_()
    assert shown.startswith("<p>problem: proved</p><iframe ") and shown.count("<iframe") == 1
    page = re.search('srcdoc="([^"]*)"', shown)
    assert page is not None and unescape(page[1]).startswith("<!DOCTYPE html>")


def test_ipython_is_told_how_to_show_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """IPython itself is not needed: this is all that is asked of it."""
    shown: dict[type, Any] = {}
    html = SimpleNamespace(for_type=shown.__setitem__)
    formatter = SimpleNamespace(formatters={"text/html": html})
    shell = SimpleNamespace(display_formatter=formatter)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    show_proofs_in_notebooks()
    proof = porism.solve(ALTITUDES).proofs[0]
    assert "<iframe" in shown[porism.Proof](proof)


def test_names_are_loaded_when_they_are_asked_for() -> None:
    code = "import sys, porism; print(sorted(m for m in sys.modules if m.startswith('porism')))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "['porism']"


def test_proofs_are_told_in_a_few_forms_and_languages() -> None:
    outcome = porism.solve(ALTITUDES)
    assert "Let ABC be a triangle" in porism.tell(outcome)
    assert "Sei ABC ein Dreieck" in porism.tell(outcome.proofs[0], language="de")
    assert porism.tell(outcome, form="markdown").startswith("# ")
    assert r"\begin{document}" in porism.tell(outcome, form="latex")
    assert "Given" in porism.tell(outcome, form="steps")
