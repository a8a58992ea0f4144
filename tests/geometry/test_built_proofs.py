"""Proofs that a program built: nothing in them is believed that is not of its type."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import porism
from porism.geometry.checker import check_proof
from porism.geometry.errors import InputError, ParseError
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.language import parse_problem
from porism.geometry.proof import ByAlgebra, Given, Proof, Step, Term
from porism.geometry.rules import load_rules, parse_rules, parse_statement
from porism.geometry.verify import check
from tests.geometry.hand_proofs import hand_proof

PROBLEM = parse_problem("a b c = triangle; d = midpoint a b; e = midpoint a c ? para d e b c")
PROOF = hand_proof(
    "a b c d e = cong a b c d, cong c d a e ? cong a b a e",
    "given cong a b c d\ngiven cong c d a e\nlength 0 1 => cong a b a e",
)


def why_not(proof: Proof) -> str:
    verdict = check_proof(proof, DrawnFigures(0))
    assert verdict.status == "rejected"
    assert check(proof) == verdict
    return verdict.reason


def test_the_proof_that_is_altered_below_is_one() -> None:
    assert check_proof(PROOF, DrawnFigures(0)).accepted


@pytest.mark.parametrize("reason", [None, "given", object(), Given, ()])
def test_a_step_without_a_known_reason_is_refused(reason: Any) -> None:
    (goal,) = PROBLEM.goals
    forged = Proof(PROBLEM, goal, (Step(0, goal, reason),), draw(PROBLEM).coordinates)
    assert "not a proof" in why_not(forged)


def algebra(**changed: Any) -> Proof:
    last = PROOF.steps[-1]
    assert isinstance(last.reason, ByAlgebra)
    return replace(
        PROOF, steps=(*PROOF.steps[:-1], replace(last, reason=replace(last.reason, **changed)))
    )


TERM = Term(0, 0, Fraction(1))

WRONG_TYPES = {
    "a coefficient in floating point": algebra(terms=(replace(TERM, coefficient=1.0),) * 2),  # type: ignore[arg-type]
    "half a turn": algebra(turns=0.5),
    "turns of a term": algebra(terms=(replace(TERM, turns=0.5),)),  # type: ignore[arg-type]
    "a table of no kind": algebra(table="volume"),
    "terms in a list": algebra(terms=[TERM]),
    "no term": algebra(terms=(None,)),
    "a condition as text": algebra(conditions=("diff a b",)),
    "steps in a list": replace(PROOF, steps=list(PROOF.steps)),  # type: ignore[arg-type]
    "a step that is none": replace(PROOF, steps=(*PROOF.steps, None)),  # type: ignore[arg-type]
    "a goal as text": replace(PROOF, goal="cong a b a e"),  # type: ignore[arg-type]
    "an answer in floating point": replace(PROOF, answer=0.5),  # type: ignore[arg-type]
    "places as text": replace(PROOF, coordinates=dict.fromkeys(PROOF.coordinates, "00")),  # type: ignore[arg-type]
    "no problem": replace(PROOF, problem=None),  # type: ignore[arg-type]
    "clauses that are none": replace(PROOF, problem=replace(PROOF.problem, clauses=(None,))),  # type: ignore[arg-type]
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_TYPES)
def test_a_value_of_another_type_is_refused(name: str) -> None:
    assert "not a proof" in why_not(WRONG_TYPES[name])


def test_what_was_computed_before_is_not_believed() -> None:
    problem = replace(PROOF.problem)
    goal = parse_statement("cong a b a e")
    vars(problem)["premises"] = (*problem.premises, goal)  # as if it had been asked for before
    forged = replace(PROOF, problem=problem, steps=(Step(0, goal, Given()),))
    assert "is not a premise" in why_not(forged)


@pytest.mark.parametrize("name", ["A\x1b[31m", "a\nProved, 9 steps.", "n" * 201])
def test_a_name_that_could_not_be_printed_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="name: at most 200"):
        porism.parse("a b c = triangle", name=name)


def test_a_proof_is_told_in_known_forms_only() -> None:
    with pytest.raises(InputError, match="form: one of text, markdown, latex, steps, got 'xx'"):
        porism.tell(PROOF, form="xx")  # type: ignore[arg-type]


def test_a_title_of_a_rule_is_one_line_of_text() -> None:
    rule = "rule r\n title Pappus's\ttheorem{}\n premises cong a b c d\n conclusion cong c d a b\n"
    assert parse_rules(rule.format(""))[0].title == "Pappus's theorem"
    with pytest.raises(ParseError, match="cannot be printed"):
        parse_rules(rule.format("\x1b[31m"))


def test_a_title_of_the_catalogue_is_not_for_rules_of_users(tmp_path: Path) -> None:
    title = next(iter(load_rules().values())).title.upper()
    path = tmp_path / "rules.txt"
    path.write_text(f"rule r\n title {title}\n premises cong a b c d\n conclusion cong c d a b\n")
    with pytest.raises(InputError, match="the rule r is refused: its title"):
        load_rules(path)
