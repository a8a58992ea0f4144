"""The hunt for false statements: its mutants, its special figures, and a short hunt."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks import soundness
from benchmarks.forgeries import Forged
from benchmarks.judging import judge
from benchmarks.mutants import mutant, special
from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.language.writer import to_text
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import KINDS
from tests.geometry.corpora import ROOT
from tests.geometry.hand_proofs import hand_proof

if TYPE_CHECKING:
    import pytest

PROBLEMS = read_problems(ROOT / "problems" / "classics.txt")


def test_mutants_are_new_statements_and_the_same_for_the_same_seed() -> None:
    texts = set()
    for problem in PROBLEMS[:12]:
        for seed in range(3):
            found = mutant(problem, seed)
            assert found is not None
            assert found == mutant(problem, seed)
            assert to_text(found) != to_text(problem)
            texts.add(to_text(found))
    assert len(texts) > 30


PREDICATES = """\
orthic
a@0_0 = ; b@4_0 = ; c@1_3 = ; d@1_0 = coll d a b, perp c d a b; e@2_2 = coll e b c, perp a e b c \
? cyclic a c d e
"""


def test_a_text_of_predicates_is_hunted_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """AG2's texts have no constructions: none was left of a file, and the hunt had no end."""
    problems, out = tmp_path / "one.txt", tmp_path / "hunt.jsonl"
    problems.write_text(PREDICATES, encoding="utf-8")
    asked = ["", str(problems), "--out", str(out), "--rows", "2", "--kinds", "figure"]
    monkeypatch.setattr(sys, "argv", asked)
    assert soundness.main() == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    (problem,) = read_problems(problems)
    assert len({row["text"] for row in rows} - {to_text(problem)}) == 2


def test_a_special_figure_is_a_figure_of_the_problem() -> None:
    drawn = 0
    for problem in PROBLEMS[:12]:
        try:
            figure = draw(special(problem, Random(problem.name)), want_goal=False)
        except PorismError:
            continue
        drawn += 1
        for premise in problem.premises:
            if not KINDS[premise.name].figure_only:
                assert holds(premise, figure.coordinates), (problem.name, premise)
    assert drawn > 6


def test_a_claim_that_holds_in_one_order_is_told_from_one_that_holds_always() -> None:
    lines = "given coll c a b\nrule segment_sum a=a b=c c=b : 0 => distseq a c c b a b 1 1 -1"
    places = {"a": (0.0, 0.0), "b": (4.0, 0.0), "c": (1.0, 0.0)}
    text = "a b = segment; c = on_line c a b ? distseq a c c b a b 1 1 -1"
    ordered = text.replace("on_line", "between_bound")
    for said, end in ((text, "configuration"), (ordered, "everywhere")):
        proof = hand_proof(said, lines, coordinates=places)
        assert judge(Forged("by hand", proof))[0] == end
    away = hand_proof(text, lines, coordinates={**places, "c": (1.0, 0.5)})
    assert judge(Forged("by hand", away))[0] == "rejected"


def test_a_short_hunt_finds_nothing_and_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hunt.jsonl"
    problems = ROOT / "problems" / "tutorial.txt"
    monkeypatch.setattr(sys, "argv", ["", str(problems), "--out", str(out), "--rows", "4"])
    assert soundness.main() == 0
    first = out.read_text(encoding="utf-8").splitlines()
    assert soundness.main() == 0
    both = out.read_text(encoding="utf-8").splitlines()
    assert (len(first), len(both)) == (4, 8)
    assert both[:4] == first
    rows = [json.loads(line) for line in both]
    assert len({(row["problem"], row["kind"], row["seed"]) for row in rows}) == 8
    assert {row["kind"] for row in rows} == {"figure", "special", "claim", "forged"}
    forged = [ends for row in rows for ends in row.get("forged", {}).values()]
    assert sum(ends.get("rejected", 0) for ends in forged) > 20
    assert "| special |" in capsys.readouterr().out
