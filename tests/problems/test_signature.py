"""What deduction makes of every problem, written down, so that a change of it is seen.

A refactoring leaves ``signature.txt`` as it is. A change of the engine that is meant alters it,
and the difference is read like any other before it is committed::

    python -m pytest -n 0 tests/problems/test_signature.py --update-golden

The counts are those of saturated closures, which do not depend on the order in which facts are
found. The length of a proof does, by rounding even, and so is not among them.
"""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from porism.ddar.closure import Limits, StopReason
from porism.ddar.engine import saturate
from porism.geometry.figure.diagram import draw
from porism.geometry.language.reader import read_problems
from porism.geometry.problem import Problem
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT

if TYPE_CHECKING:
    import pytest

GOLDEN = Path(__file__).parent / "signature.txt"
HEAD = """\
# What deduction makes of each problem; written by tests/problems/test_signature.py.
#
# problem: verdict | facts, equations of angles, ratios, lengths, squares | the same with sines
#
# verdict: `proved` has an accepted proof, `sines` one that uses the law of sines, `open` none;
# `for one configuration` where the statement fails in others.
"""


def signature(problem: Problem) -> str:
    """Write the line of one problem."""
    coordinates = draw(problem).coordinates
    counts, reached = [], []
    for sines in (False, True):
        closure = saturate(problem, coordinates, Limits(seconds=60.0), sines=sines)
        assert closure.stopped is StopReason.SATURATED
        counts.append(" ".join(map(str, closure.signature())))
        reached.append(all(closure.holds(goal) for goal in problem.goals))
    status = solve(problem, SolveOptions(proposer="none", budget=60.0, rewrite=False)).status
    verdict: str = "sines" if status in PROVED and not reached[0] else status
    if status == "proved_for_configuration":
        verdict = f"{verdict.removesuffix('_for_configuration')} for one configuration"
    return f"{problem.name}: {verdict} | {counts[0]} | {counts[1]}"


def test_signatures(request: pytest.FixtureRequest) -> None:
    lines = HEAD.splitlines()
    for file in sorted((ROOT / "problems").glob("*.txt")):
        lines += ["", f"[{file.stem}]", *map(signature, read_problems(file))]
    if request.config.getoption("--update-golden", default=False):
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    known = GOLDEN.read_text(encoding="utf-8").splitlines()
    changes = list(unified_diff(known, lines, "signature.txt", "now", n=0, lineterm=""))
    assert not changes, "\n".join(["deduction has changed (is it meant?)", *changes])
