"""What README.md says that deduction alone proves of the published files."""

from __future__ import annotations

import re

import pytest

from porism.geometry.language.reader import read_problems
from porism.prover.options import SolveOptions
from porism.prover.outcome import PROVED
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT, needs, published

FILES = {"IMO-AG-30": "imo_ag_30.txt", "JGEX-AG-231": "jgex_ag_231.txt"}
ALONE = SolveOptions(proposer="none", budget=300.0, rewrite=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    "benchmark", [pytest.param(name, marks=needs(file)) for name, file in FILES.items()]
)
def test_deduction_alone_proves_as_many_as_the_readme_says(benchmark: str) -> None:
    row = re.search(
        rf"^\| {benchmark} \| (\d+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert row is not None
    problems = read_problems(published(FILES[benchmark]))
    proved = sum(solve(problem, ALONE).status in PROVED for problem in problems)
    assert proved == int(row[1])
