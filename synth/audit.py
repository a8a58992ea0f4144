"""Is a data set what it says? Rows drawn at random are proved again and their proofs checked.

This is the whole of :func:`porism.geometry.verify.check`, in high precision and in figures
drawn afresh, and a proof from nothing but the text, in a figure of
:func:`porism.geometry.figure.diagram.draw`. ``porism synth-audit`` is the command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from random import Random

from porism.ddar.engine import saturate
from porism.geometry.checker.proof_json import from_json
from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.limits import MOST_BYTES_OF_PROOF
from porism.geometry.verify import check
from porism.synth.canonical import canonical_form, fingerprint
from porism.synth.reading import opened, read_some

__all__ = ["Audited", "audit", "findings"]


@dataclass(frozen=True)
class Audited:
    """A row that was looked at: its problem, the verdict on its proof, and what is wrong."""

    problem: str
    findings: tuple[str, ...]

    @property
    def is_wrong(self) -> bool:
        """Whether anything is wrong with the row."""
        return len(self.findings) > 1 or self.findings[0] == "rejected"


def findings(row: Mapping[str, object]) -> list[str]:
    """Return what is to be said of a row: the verdict on its proof, and everything wrong."""
    found: list[str] = []
    text = str(row["proof"])
    if len(text) > MOST_BYTES_OF_PROOF:
        return ["rejected", f"a proof of {len(text) >> 20} MiB"]
    try:
        proof = from_json(text)
        verdict = check(proof)
        found.append(verdict.status)
        problem = parse_problem(str(row["problem"]), proof.problem.name)
    except PorismError as error:
        return ["rejected", str(error)]
    if not problem.goals:
        return ["rejected", "no goal"]
    if problem != proof.problem:
        found.append("the proof is of another problem")
    if fingerprint(canonical_form(problem).text) != row["hash"]:
        found.append("the hash is of another problem")
    try:
        at = draw(problem, seed=int(str(row["figure_seed"])) % 2**31).coordinates
    except PorismError:
        return [*found, "no figure"]
    if not saturate(problem, at, goals=problem.goals).holds(problem.goals[0]):
        found.append("not proved again")
    if problem.auxiliary:
        alone = replace(problem, auxiliary=())
        if saturate(alone, at, goals=problem.goals).holds(problem.goals[0]):
            found.append("proved without auxiliary points")
    return found


def audit(folder: Path | str, rows: int, seed: int = 0) -> Iterator[Audited]:
    """Look at ``rows`` rows of a data set, drawn at random, on all cores.

    Raises InputError where the folder holds no data set.
    """
    place, manifest = opened(folder)
    wanted = sorted(Random(seed).sample(range(manifest.rows), min(rows, manifest.rows)))
    drawn = list(read_some(place, manifest, wanted))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for row, found in zip(drawn, pool.map(findings, drawn, chunksize=8), strict=True):
            yield Audited(str(row["problem"]), tuple(found))
