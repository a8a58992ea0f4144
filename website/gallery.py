"""The gallery: a proof page for each problem of a file that the program proves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from porism import read, solve
from porism.geometry.problem import Problem
from porism.geometry.render.page import render_page
from porism.prover.outcome import Outcome

__all__ = ["Shown", "gallery_page", "shown_problems"]

_SECONDS = 60.0
_FEW = 10  # problems of a quick gallery: enough to see what each page looks like


@dataclass(frozen=True)
class Shown:
    """A problem of the gallery, what came of it, and the page of its first proof."""

    problem: Problem
    outcome: Outcome
    page: str


def shown_problems(path: Path, *, quick: bool) -> Iterator[Shown]:
    """Prove the problems of a file; a ``quick`` gallery has a few, by deduction alone."""
    proposer = "none" if quick else "heuristic"
    for problem in islice(read(path), _FEW if quick else None):
        outcome = solve(problem, budget=_SECONDS, proposer=proposer)
        if outcome.proofs:
            verdict = outcome.verdicts[0]
            yield Shown(problem, outcome, render_page(outcome.proofs[0], verdict))


def gallery_page(shown: list[Shown]) -> str:
    """Return the page that lists the problems with a link to each proof."""
    lines = [
        "# Thirty problems of the IMO",
        "",
        "The problems of the benchmark IMO-AG-30, each with the proof that the program finds, as a "
        "page with a figure that can be dragged. Where points are named, the program added them.",
        "",
        "| problem | verdict | steps | points added |",
        "|---|---|---|---|",
    ]
    for entry in shown:
        name, outcome = entry.problem.name, entry.outcome
        added = len([p for clause in outcome.auxiliary for p in clause.split("=")[0].split()])
        link = f'<a href="{name}.html">{name.replace("_", " ").upper()}</a>'
        verdict = outcome.status.replace("_", " ")
        lines.append(f"| {link} | {verdict} | {outcome.steps} | {added or ''} |")
    return "\n".join([*lines, ""])
