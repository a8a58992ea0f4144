"""How proofs are printed and written for readers: in which language, how much of it, which form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.checker.check import Verdict
from porism.geometry.proof import Proof
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.render.picture import layout
from porism.geometry.render.tikz import tikz_picture
from porism.geometry.rules import Rule
from porism.geometry.telling.markdown import render_markdown
from porism.geometry.telling.model import Telling
from porism.geometry.telling.phrases import LANGUAGES
from porism.geometry.telling.tell import tell
from porism.geometry.telling.tex import render_tex
from porism.geometry.telling.text import plain_text, render_text

__all__ = [
    "Collinear",
    "LanguageOption",
    "Md",
    "Plain",
    "Style",
    "Tex",
    "markdown_of",
    "tex_of",
    "told",
]

Catalogue = Mapping[str, Rule] | None


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise typer.BadParameter(f"{code!r} is not one of {', '.join(map(repr, LANGUAGES))}.")
    return code


LanguageOption = Annotated[
    str,
    typer.Option(
        "--language",
        metavar=f"<{'|'.join(LANGUAGES)}>",
        help="Language in which proofs are told.",
        callback=_language,
    ),
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Print the derivation step by step, not as a text.")
]
Collinear = Annotated[
    bool, typer.Option("--collinear", help="Say in a proof, too, which points are on one line.")
]
Md = Annotated[
    Path | None, typer.Option("--md", metavar="FILE", help="Write the proof as Markdown.")
]
Tex = Annotated[
    Path | None, typer.Option("--tex", metavar="FILE", help="Write the proof as LaTeX.")
]


@dataclass(frozen=True)
class Style:
    """How proofs are told; ``plain``: step by step, ``collinear``: which points are on one line."""

    language: str = LANGUAGES[0]
    plain: bool = False
    collinear: bool = False


def told(
    proof: Proof, verdict: Verdict, rules: Catalogue, style: Style, after: Sequence[Proof] = ()
) -> str:
    """Return a proof for a terminal, read ``after`` those of other goals of the problem."""
    if style.plain:
        return plain_text(tell(proof, verdict, rules, style.language))
    return render_text(_tell(proof, verdict, rules, style, after))


def _tell(
    proof: Proof, verdict: Verdict, rules: Catalogue, style: Style, after: Sequence[Proof] = ()
) -> Telling:
    return tell(proof, verdict, rules, style.language, after, collinear=style.collinear)


def markdown_of(proof: Proof, verdict: Verdict, rules: Catalogue, style: Style) -> str:
    """Return a proof as Markdown."""
    return render_markdown(_tell(proof, verdict, rules, style), plain=style.plain)


def tex_of(proof: Proof, verdict: Verdict, rules: Catalogue, style: Style) -> str:
    """Return a proof as a LaTeX document with a figure."""
    said = [step.statement for step in proof.steps]
    places = choose_figure(proof.problem, proof.coordinates, said, seed=proof.seed)
    figure = tikz_picture(layout(proof.problem, places, [proof.goal]))
    telling = _tell(proof, verdict, rules, style)
    return render_tex(telling, figure, plain=style.plain)
