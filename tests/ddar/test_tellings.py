"""What is true of the telling of every proof that deduction finds in the problems we ship."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import pytest

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.ddar.traceback import traceback
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.proof import Given, Proof
from porism.geometry.rules import load_rules
from porism.geometry.telling.markdown import render_markdown
from porism.geometry.telling.model import Name, Ref, Sentence, Telling, formulas
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.outline import outline_of
from porism.geometry.telling.phrases import load_language
from porism.geometry.telling.prose import Prose
from porism.geometry.telling.tell import tell
from porism.geometry.telling.tex import render_tex
from porism.geometry.telling.text import flat, render_text
from tests.geometry.corpora import ROOT

FILES = ("classics", "competition_numeric", "imo_ag_30", "textbook")  # deduction proves of each


@lru_cache(maxsize=len(FILES))
def proofs_of(file: str) -> tuple[Proof, ...]:
    """The proofs by deduction, without sines, of the goals of a file of problems."""
    found = []
    for problem in read_problems(ROOT / "problems" / f"{file}.txt"):
        places = draw(problem).coordinates
        closure = saturate(problem, places, Limits(seconds=60.0), goals=problem.goals)
        found += [traceback(closure, goal) for goal in problem.goals if closure.holds(goal)]
    return tuple(found)


@lru_cache(maxsize=len(FILES))
def tellings_of(file: str) -> tuple[tuple[Proof, Telling], ...]:
    return tuple((proof, tell(proof)) for proof in proofs_of(file))


def sentences(telling: Telling) -> Iterator[Sentence]:
    yield from (*telling.setting, *telling.goals, *telling.conventions, *telling.introductions)
    for claim in telling.claims:
        yield from claim.sentences


@pytest.mark.parametrize("file", FILES)
def test_every_step_is_told_exactly_once(file: str) -> None:
    for proof, telling in tellings_of(file):
        told = Counter(step for sentence in sentences(telling) for step in sentence.steps)
        assert told == Counter(step.id for step in proof.steps), proof.problem.name


@pytest.mark.parametrize("file", FILES)
def test_every_link_of_every_chain_is_checked_and_holds(file: str) -> None:
    language, laid_out = load_language("en"), 0
    for proof in proofs_of(file):
        if all(isinstance(step.reason, Given) for step in proof.steps):
            continue
        notation = Notation(proof.problem.points, language)
        prose = Prose(outline_of(proof), notation, language, load_rules())
        prose.told()
        assert prose.workings.failed == 0, proof.problem.name
        laid_out += prose.workings.laid_out
    assert laid_out > 0


@pytest.mark.parametrize("file", FILES)
def test_no_stop_stands_alone_on_a_line(file: str) -> None:
    for proof, telling in tellings_of(file):
        for written in (render_markdown(telling), render_tex(telling), render_text(telling)):
            alone = re.search(r"^\W?[.,;]\W?$", written.replace(r"\par", ""), re.MULTILINE)
            assert not alone, proof.problem.name


@pytest.mark.parametrize("file", FILES)
def test_points_are_introduced_before_they_are_spoken_of(file: str) -> None:
    for proof, telling in tellings_of(file):
        known: set[str] = set()
        for sentence in (*telling.setting, *telling.introductions):
            named = {
                a.point for f in formulas(sentence.text) for a in f.atoms if isinstance(a, Name)
            }
            known |= named
        assert known == set(proof.problem.points), proof.problem.name
        for claim in telling.claims:
            for sentence in claim.sentences:
                for formula in formulas(sentence.text):
                    points = {atom.point for atom in formula.atoms if isinstance(atom, Name)}
                    assert points <= known


@pytest.mark.parametrize("file", FILES)
def test_sentences_begin_with_a_capital_and_end_with_a_full_stop(file: str) -> None:
    for proof, telling in tellings_of(file):
        for sentence in sentences(telling):
            text = flat(sentence.text).strip()
            assert text[0].isupper() and text.endswith("."), (proof.problem.name, text)
            assert not re.search(r"[{}$]|  |\.\.", text), (proof.problem.name, text)


@pytest.mark.parametrize("file", FILES)
def test_references_are_to_what_was_told_before(file: str) -> None:
    for proof, telling in tellings_of(file):
        numbers: set[int] = set()
        for position, claim in enumerate(telling.claims, start=1):
            for sentence in claim.sentences:
                for ref in (part for part in sentence.text if isinstance(part, Ref)):
                    known = numbers if ref.kind == "sentence" else set(range(1, position))
                    assert ref.number in known, proof.problem.name
                if sentence.number:
                    numbers.add(sentence.number)
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
