"""What the tests of rewriting share: problems, proofs of theirs, and what is looked at in these."""

from __future__ import annotations

from functools import cache

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.language.reader import read_problems
from porism.geometry.proof import ByRule, Proof
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED
from porism.prover.rewrite.rewrite import Bounds, rewritten
from porism.prover.rewrite.universe import Universe
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT

ALONE = SolveOptions(proposer="none", rewrite=False)
FILES = sorted((ROOT / "problems").glob("*.txt"))
PROBLEMS = {p.name: p for file in FILES for p in read_problems(file)}


@cache
def proofs_of(name: str) -> tuple[Proof, ...]:
    outcome = solve(PROBLEMS[name], ALONE)
    assert outcome.status in PROVED
    return outcome.proofs


@cache
def short_proofs(name: str) -> list[Proof]:
    return rewritten(proofs_of(name), Bounds())


def rules_of(proof: Proof) -> set[str]:
    return {s.reason.rule for s in proof.steps if isinstance(s.reason, ByRule)}


def universe(text: str) -> Universe:
    problem = parse_problem(text)
    return Universe(saturate(problem, draw(problem).coordinates, Limits()))
