"""How proofs are printed and written for readers: in which language, how much of it, which form."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.checker.check import Verdict
from porism.geometry.problem import Coordinates
from porism.geometry.proof import Proof
from porism.geometry.render.page import figure_of, render_page
from porism.geometry.render.picture import layout
from porism.geometry.render.tikz import tikz_picture
from porism.geometry.rules import Rule
from porism.geometry.settled import settled
from porism.geometry.telling.markdown import render_markdown
from porism.geometry.telling.model import Telling
from porism.geometry.telling.phrases import LANGUAGES
from porism.geometry.telling.tell import tell
from porism.geometry.telling.tex import render_tex
from porism.geometry.telling.text import plain_text, render_text
from porism.prover.time_limit import OutOfTime, time_limit

__all__ = [
    "Collinear",
    "LanguageOption",
    "Md",
    "Plain",
    "Style",
    "Teller",
    "Tex",
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


class Teller:
    """Tells proofs and chooses their figures: each once, and in time.

    ``until`` is a monotonic time. A proof that cannot be told by then is told step by step, which
    takes little time, and in the best figure so far; ``cut_short`` says that this has happened.
    """

    def __init__(self, rules: Catalogue, style: Style, until: float = math.inf) -> None:
        self.rules, self.style, self.until = rules, style, until
        self.cut_short = False
        self._tellings: list[tuple[Proof, int, Telling]] = []
        self._figures: list[tuple[Proof, Coordinates]] = []

    def text(self, proof: Proof, verdict: Verdict, after: Sequence[Proof] = ()) -> str:
        """Return a proof for a terminal, read ``after`` those of other goals of the problem."""
        if self.style.plain:
            verdict = self.settled(proof, verdict)
            return plain_text(tell(proof, verdict, self.rules, self.style.language))
        telling = self.telling(proof, verdict, after)
        return render_text(telling) if telling.claims else plain_text(telling)

    def markdown(self, proof: Proof, verdict: Verdict) -> str:
        """Return a proof as Markdown."""
        telling = self.telling(proof, verdict)
        return render_markdown(telling, plain=self._is_plain(telling))

    def tex(self, proof: Proof, verdict: Verdict) -> str:
        """Return a proof as a LaTeX document with a figure."""
        telling = self.telling(proof, verdict)
        figure = tikz_picture(layout(proof.problem, self.figure(proof), [proof.goal]))
        return render_tex(telling, figure, plain=self._is_plain(telling))

    def page(self, proof: Proof, verdict: Verdict, goal: int = 0, pages: Sequence[str] = ()) -> str:
        """Return a proof as a page, that of number ``goal`` of ``pages``."""
        return render_page(
            proof,
            verdict,
            goal=goal,
            pages=pages,
            telling=self.telling(proof, verdict),
            figure=self.figure(proof),
        )

    def telling(self, proof: Proof, verdict: Verdict, after: Sequence[Proof] = ()) -> Telling:
        """Arrange a proof for reading."""
        for known, before, telling in self._tellings:
            if known is proof and before == len(after):
                return telling
        found = self._tell_in_time(proof, verdict, after)
        self._tellings.append((proof, len(after), found))
        return found

    def figure(self, proof: Proof) -> Coordinates:
        """Choose the figure in which a proof is shown."""
        for known, figure in self._figures:
            if known is proof:
                return figure
        found = figure_of(proof, until=self.until)
        self._figures.append((proof, found))
        return found

    def _is_plain(self, telling: Telling) -> bool:
        return self.style.plain or not telling.claims

    def _tell_in_time(self, proof: Proof, verdict: Verdict, after: Sequence[Proof]) -> Telling:
        arrange = partial(
            tell,
            proof,
            rules=self.rules,
            language=self.style.language,
            after=after,
            collinear=self.style.collinear,
        )
        verdict = self.settled(proof, verdict)
        left = self.until - time.monotonic()
        if left == math.inf:
            return arrange(verdict)
        try:
            with time_limit(max(0.0, left)):
                return arrange(verdict)
        except OutOfTime:
            self.cut_short = True
            return arrange(verdict, in_words=False)

    def settled(self, proof: Proof, verdict: Verdict) -> Verdict:
        """Return the verdict without what the text forces, if half of the time is enough."""
        left = self.until - time.monotonic()
        if left == math.inf:
            return settled(proof, verdict, self.rules)
        try:
            with time_limit(max(0.0, left / 2)):
                return settled(proof, verdict, self.rules)
        except OutOfTime:
            return verdict
