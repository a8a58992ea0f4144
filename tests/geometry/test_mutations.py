"""Spoil valid proofs in every way we can think of: none may be accepted.

Proofs by hand come first. Where the engine is built, its proofs of real problems follow, and
these are what the checker is for.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.proof_mutations import MUTATIONS, mutations
from porism.ddar.engine import saturate
from porism.ddar.traceback import traceback
from porism.geometry.checker.proof_json import from_json, to_json
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.proof import Proof
from porism.geometry.verify import check
from tests.geometry.hand_proofs import PROOFS, hand_proof

PROBLEMS = Path(__file__).parents[2] / "problems" / "imo_ag_30.txt"
REAL = ["imo_2002_p2b", "imo_2010_p4", "imo_2014_p4", "imo_2016_p1", "imo_2022_p4"]


def by_hand(name: str) -> Proof:
    text, lines = PROOFS[name]
    answer = Fraction(1, 2) if "asked for" in name else None
    return hand_proof(text, lines, name=name, answer=answer)


def by_engine(name: str) -> Proof:
    """Prove a real problem."""
    problem = next(p for p in read_problems(PROBLEMS) if p.name == name)
    places = draw(problem, seed=0).coordinates
    closure = saturate(problem, places, goals=problem.goals)
    return traceback(closure, problem.goals[0])


def assert_all_rejected(proof: Proof, count: int) -> Counter[str]:
    assert check(proof).accepted
    tried: Counter[str] = Counter()
    for number, (what, spoiled) in enumerate(mutations(proof, seed=1, count=count)):
        verdict = check(spoiled)
        assert not verdict.accepted, f"mutation {number} ({what}) was accepted"
        assert verdict.reason
        tried[what] += 1
    return tried


@pytest.mark.parametrize("name", PROOFS)
def test_no_mutation_of_a_proof_by_hand_is_accepted(name: str) -> None:
    assert_all_rejected(by_hand(name), 200)


def test_every_mutation_occurs() -> None:
    tried: Counter[str] = Counter()
    for name in ("base angles by a midpoint", "a right angle asked for", "midline"):
        tried.update(what for what, _ in mutations(by_hand(name), seed=2, count=300))
    assert set(tried) == set(MUTATIONS)


@pytest.mark.parametrize("name", REAL)
def test_no_mutation_of_a_real_proof_is_accepted(name: str) -> None:
    assert_all_rejected(by_engine(name), 300)


@pytest.mark.slow
def test_every_single_number_of_a_real_proof_matters() -> None:
    """Change each coefficient, each half-turn and each citation in turn."""
    proof = by_engine("imo_2014_p4")
    text = to_json(proof)
    lines = text.splitlines()
    changed = 0
    for position, line in enumerate(lines):
        for old, new in (
            ('"coefficient": "1"', '"coefficient": "2"'),
            ('"coefficient": "-1"', '"coefficient": "1"'),
            ('"turns": 0', '"turns": 1'),
            ('"turns": -1', '"turns": 1'),
            ('"turns": 1', '"turns": 0'),
            ('"facet": 0', '"facet": 1'),
        ):
            for place in range(line.count(old)):
                parts = line.split(old)
                spoiled = old.join(parts[: place + 1]) + new + old.join(parts[place + 1 :])
                other = from_json("\n".join([*lines[:position], spoiled, *lines[position + 1 :]]))
                assert not check(other).accepted, spoiled
                changed += 1
    assert changed > 50
