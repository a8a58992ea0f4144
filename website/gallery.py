"""The gallery: a proof page for each problem of a file that the program proves, and its figure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import islice
from pathlib import Path

from porism import read, solve
from porism.geometry.problem import Problem
from porism.geometry.render.page import page_of, page_parts
from porism.geometry.render.svg import render_svg
from porism.prover.outcome import STATUS_WORDS, Outcome

__all__ = ["Shown", "gallery_page", "shown_problems"]

_SECONDS = 60.0
_FEW = 5  # problems of a quick gallery: enough to see what each page looks like
_WIDTH = 260  # pixels of a figure in the list

_STYLE = """\
<style>
.proofs { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; }
.proofs a { display: flex; flex-direction: column; padding: .6rem; color: inherit;
  border: .05rem solid var(--md-default-fg-color--lightest); border-radius: .3rem; }
.proofs a:hover { border-color: var(--md-accent-fg-color); }
.proofs img { height: 9rem; margin: auto; } .proofs span { opacity: .75; font-size: .65rem; }
</style>"""


@dataclass(frozen=True)
class Shown:
    """A problem of the gallery, what came of it, the page of its first proof, and its figure."""

    problem: Problem
    outcome: Outcome
    title: str
    page: str
    picture: str


def shown_problems(path: Path, *, quick: bool) -> Iterator[Shown]:
    """Prove the problems of a file; a ``quick`` gallery has a few, by deduction alone."""
    proposer = "none" if quick else "guided"
    for problem in islice(read(path), _FEW if quick else None):
        outcome = solve(problem, budget=_SECONDS, proposer=proposer)
        if outcome.proofs:
            proof = outcome.proofs[0]
            parts = page_parts(proof, outcome.verdicts[0])
            figure = {p["id"]: (p["at"][0], p["at"][1]) for p in json.loads(parts.data)["points"]}
            picture = render_svg(proof.problem, figure, [proof.goal], width=_WIDTH)
            yield Shown(problem, outcome, parts.title, page_of(parts), picture)


def gallery_page(shown: list[Shown]) -> str:
    """Return the page that lists the problems, each a figure that leads to the proof."""
    lines = [
        "# Thirty problems of the IMO",
        "",
        "The problems of the benchmark IMO-AG-30, each with the proof that the program finds, as a "
        "page with a figure that can be dragged.",
        "",
        _STYLE,
        "",
        '<div class="proofs">',
    ]
    for entry in shown:
        name, outcome = entry.problem.name, entry.outcome
        added = len([p for clause in outcome.auxiliary for p in clause.split("=")[0].split()])
        said = [f"{STATUS_WORDS[outcome.status]}, {outcome.steps} steps"]
        said += [f"points added: {added}"] if added else []
        lines.append(
            f'<a href="{name}.html"><img src="{name}.svg" alt=""><strong>{escape(entry.title)}'
            f"</strong>{''.join(f'<span>{text}</span>' for text in said)}</a>"
        )
    return "\n".join([*lines, "</div>", ""])
