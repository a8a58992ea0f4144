"""A proof whose time is up is told step by step, in the figure at hand; none is lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from porism.geometry.checker.proof_json import read_proof
from porism.geometry.language import parse_problem
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.verify import check
from porism.prover.cli.commands.reports import write_files
from porism.prover.cli.commands.tellings import Style, Teller
from porism.prover.options import SolveOptions
from porism.prover.outcome import Outcome
from porism.prover.solve import solve
from porism.prover.time_limit import OutOfTime

ALTITUDES = "a b c = triangle; h = on_tline b a c, on_tline c a b ? perp a h b c"
OPTIONS = SolveOptions(budget=60.0, proposer="none")
NOW = 0.0
"""A monotonic time that is over."""


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return solve(parse_problem(ALTITUDES), OPTIONS)


def test_a_proof_whose_time_is_up_is_told_step_by_step(outcome: Outcome) -> None:
    late, early = Teller(None, Style(), NOW), Teller(None, Style())
    (proof,), (verdict,) = outcome.proofs, outcome.verdicts
    assert len(late.text(proof, verdict).splitlines()) > 5
    assert late.text(proof, verdict) == Teller(None, Style(plain=True)).text(proof, verdict)
    assert late.cut_short and not early.cut_short
    for form in (Teller.markdown, Teller.tex, Teller.page):
        written = form(late, proof, verdict)
        assert len(written) > 300 and written != form(early, proof, verdict)
    assert "<details open>" in late.page(proof, verdict)
    assert "<details>" in early.page(proof, verdict)


def test_files_are_written_after_the_time(outcome: Outcome, tmp_path: Path) -> None:
    names = ("json", "html", "md", "tex", "svg")
    files = {name: tmp_path / f"p.{name}" for name in names}
    write_files(outcome, Teller(None, Style(), NOW), **files)
    assert all(file.stat().st_size > 200 for file in files.values())
    assert check(read_proof(files["json"])).status == "proved"


def test_a_proof_is_told_and_drawn_once(outcome: Outcome, monkeypatch: pytest.MonkeyPatch) -> None:
    teller = Teller(None, Style())
    (proof,), (verdict,) = outcome.proofs, outcome.verdicts
    first, figure = teller.telling(proof, verdict), teller.figure(proof)
    monkeypatch.setattr("porism.prover.cli.commands.tellings.tell", None)
    monkeypatch.setattr("porism.prover.cli.commands.tellings.figure_of", None)
    assert teller.telling(proof, verdict) is first and teller.figure(proof) is figure
    assert all(write(proof, verdict) for write in (teller.text, teller.page, teller.tex))


def test_a_figure_is_the_best_so_far_when_the_time_is_up(outcome: Outcome) -> None:
    (proof,) = outcome.proofs
    before = time.monotonic() - 1.0
    chosen = choose_figure(proof.problem, proof.coordinates, until=before)
    assert chosen.keys() == proof.coordinates.keys()


def test_the_end_of_rewriting_leaves_the_proof_that_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(*_: object) -> None:
        raise OutOfTime

    monkeypatch.setattr("porism.prover.solve.told_better", endless)
    found = solve(parse_problem(ALTITUDES), OPTIONS)
    assert found.status == "proved" and found.checked and found.steps
    assert "before the proof was made shorter" in found.message
