"""The files that a solve is taken along in: page, proof, text, figures."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from contextlib import suppress

from porism.geometry.checker.check import Verdict
from porism.geometry.checker.proof_json import to_json
from porism.geometry.errors import InputError
from porism.geometry.language.geogebra.writer import to_geogebra
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.proof import Proof
from porism.geometry.render.svg import render_svg
from porism.prover.cli.commands.tellings import Style, Teller
from porism.prover.outcome import Outcome

__all__ = ["File", "files_of", "files_of_figure", "files_of_proof"]

File = dict[str, str]
"""``type``, the media type, and ``text``, or what is no text in ``base64``."""


def files_of(outcome: Outcome) -> dict[str, File]:
    """Return the files of all proofs by name, and the figure."""
    pairs = list(zip(outcome.proofs, outcome.verdicts, strict=True))
    files: dict[str, File] = {}
    for number, (proof, verdict) in enumerate(pairs, 1):
        files.update(files_of_proof(proof, verdict, f"-{number}" if len(pairs) > 1 else ""))
    if outcome.proofs:
        proof = outcome.proofs[-1]
        files.update(files_of_figure(proof.problem, proof.coordinates, outcome.problem.goals))
    elif outcome.diagram is not None:
        files.update(files_of_figure(outcome.problem, outcome.diagram.coordinates))
    return files


def files_of_figure(
    problem: Problem, coordinates: Coordinates, goals: Iterable[Predicate] | None = None
) -> dict[str, File]:
    """Return a figure as a picture and for GeoGebra; what GeoGebra cannot have is left out."""
    picture = render_svg(problem, coordinates, goals)
    files = {"figure.svg": _file("image/svg+xml", picture)}
    with suppress(InputError):
        packed = base64.b64encode(to_geogebra(problem, coordinates)).decode()
        files["figure.ggb"] = {"type": "application/vnd.geogebra.file", "base64": packed}
    return files


def files_of_proof(proof: Proof, verdict: Verdict, number: str = "") -> dict[str, File]:
    """Return the files of one proof; ``number`` stands in their names."""
    teller = Teller(None, Style())
    return {
        f"proof{number}.html": _file("text/html", teller.page(proof, verdict)),
        f"proof{number}.json": _file("application/json", to_json(proof, verdict)),
        f"proof{number}.tex": _file("application/x-tex", teller.tex(proof, verdict)),
        f"proof{number}.md": _file("text/markdown", teller.markdown(proof, verdict)),
        f"proof{number}.txt": _file("text/plain", teller.text(proof, verdict)),
    }


def _file(media_type: str, text: str) -> File:
    return {"type": media_type, "text": text}
