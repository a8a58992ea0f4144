"""A proof as one HTML page that needs nothing else: figure, statement, proof.

The figure is drawn for the proof: every sentence shows what it speaks of, step by step, and the
free points can be dragged. Without scripts the page is a figure and a text. ``render_page`` writes
the whole; ``page_parts`` gives its pieces to those who serve it inside a page of their own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from porism.geometry.checker.check import Verdict
from porism.geometry.errors import InputError
from porism.geometry.printing import printable
from porism.geometry.problem import Coordinates
from porism.geometry.proof import Given, Proof
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.render.figure_data import figure_data
from porism.geometry.render.markup import Writer
from porism.geometry.render.picture import layout
from porism.geometry.render.shapes import LASTING, Shape
from porism.geometry.render.spoken import Measure, measures, spoken
from porism.geometry.render.svg import draw_picture
from porism.geometry.rules import Rule
from porism.geometry.telling.model import Fact, Sentence, Telling
from porism.geometry.telling.model import Shape as Told
from porism.geometry.telling.tell import tell

__all__ = ["PageParts", "figure_of", "page_of", "page_parts", "render_page"]

_MOST_CITED = 6  # facts of a step that a figure shows beside it
_SCRIPTS = ("motion.js", "figure.js", "page.js")


@dataclass(frozen=True)
class PageParts:
    """The pieces of a page: ``body`` and ``style`` are markup, ``script`` JavaScript.

    ``data`` is the figure as JSON, which ``body`` has in it already.
    """

    title: str
    language: str
    body: str
    style: str
    script: str
    data: str


def render_page(
    proof: Proof,
    verdict: Verdict | None = None,
    rules: Mapping[str, Rule] | None = None,
    *,
    language: str = "en",
    goal: int = 0,
    pages: Sequence[str] = (),
    collinear: bool = False,
    telling: Telling | None = None,
    figure: Coordinates | None = None,
) -> str:
    """Write the page; ``verdict`` adds the conditions under which the proof holds.

    ``pages`` are the addresses of the pages of all goals where there are several; this is that of
    number ``goal``, counted from 0. With ``collinear`` it is said, too, which points are on one
    line. ``telling`` and ``figure`` are those of the proof, where the caller has them already.
    Raises InputError for a proof that cannot be told or drawn.
    """
    parts = page_parts(
        proof,
        verdict,
        rules,
        language=language,
        goal=goal,
        pages=pages,
        collinear=collinear,
        telling=telling,
        figure=figure,
    )
    return page_of(parts)


def page_of(parts: PageParts) -> str:
    """Put the pieces of a page together."""
    policy = (
        f"default-src 'none'; script-src '{_hash(parts.script)}'; "
        f"style-src '{_hash(parts.style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    return _template("page.html.j2").render(
        parts=parts,
        policy=policy,
        body=Markup(parts.body),
        style=Markup(parts.style),
        script=Markup(parts.script),
    )


def page_parts(
    proof: Proof,
    verdict: Verdict | None = None,
    rules: Mapping[str, Rule] | None = None,
    *,
    language: str = "en",
    goal: int = 0,
    pages: Sequence[str] = (),
    collinear: bool = False,
    telling: Telling | None = None,
    figure: Coordinates | None = None,
) -> PageParts:
    """Return the pieces of the page. Raises InputError as :func:`render_page` does."""
    _require_places(proof)
    if telling is None:
        telling = tell(proof, verdict, rules, language, collinear=collinear)
    writer = Writer()
    steps = _Steps(proof, telling, writer)
    body = _Body(telling, writer, steps)
    sections = body.sections()
    shapes = tuple(shape for step in steps.steps for shape in step.show)
    picture = layout(
        proof.problem,
        figure_of(proof) if figure is None else figure,
        [proof.goal],
        faint=list(dict.fromkeys(replace(s, tone=0) for s in shapes if s.kind in LASTING)),
    )
    data = figure_data(picture, proof, telling, steps.steps, writer.parts)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    safe = printable(text).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    objects = len(picture.scene.objects)
    marks = len(picture.scene.marks)
    drawn = draw_picture(picture, free=data["motion"]["free"])
    rendered = _template("body.html.j2").render(
        telling=telling,
        ui=dict(telling.words),
        verdict=body.verdict(verdict),
        width=round(picture.view.width, 1),
        height=round(picture.view.height, 1),
        objects=Markup("\n".join(drawn[:objects])),
        marks=Markup("\n".join(drawn[objects : objects + marks])),
        points=Markup("\n".join(drawn[objects + marks :])),
        data=Markup(safe),
        title=printable(telling.title),
        goal=goal,
        pages=[quote(printable(page)) for page in pages] if len(pages) > 1 else [],
        **sections,
    )
    return PageParts(
        printable(telling.title),
        telling.language,
        rendered,
        _source("page.css"),
        "\n".join(_source(name) for name in _SCRIPTS),
        safe,
    )


def _require_places(proof: Proof) -> None:
    """Refuse a proof that speaks of points which its figure does not have."""
    named = dict.fromkeys(proof.problem.points)
    for statement in (*proof.problem.premises, proof.goal, *(s.statement for s in proof.steps)):
        named.update(dict.fromkeys(statement.points))
    for step in proof.steps:
        if not isinstance(step.reason, Given):
            named.update(dict.fromkeys(q for c in step.reason.conditions for q in c.points))
    missing = [point for point in named if point not in proof.coordinates]
    if missing:
        raise InputError(
            f"the figure of the proof has no point {missing[0]}; expected coordinates of every "
            "point that the proof names"
        )


def figure_of(proof: Proof, *, until: float = math.inf) -> Coordinates:
    """Choose a figure in which all steps and their conditions hold, as in that of the proof.

    ``until`` is as for :func:`porism.geometry.render.figure_choice.choose_figure`.
    """
    said = [step.statement for step in proof.steps]
    said += [c for s in proof.steps if not isinstance(s.reason, Given) for c in s.reason.conditions]
    return choose_figure(proof.problem, proof.coordinates, said, seed=proof.seed, until=until)


@lru_cache
def _source(name: str) -> str:
    return files("porism.geometry.render").joinpath("templates").joinpath(name).read_text("utf-8")


@lru_cache
def _template(name: str) -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_source(name))


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


# --- steps ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PageStep:
    """A step of the page: what it shows, what it cites, the numbers under the figure."""

    show: tuple[Shape, ...]
    cited: tuple[Shape, ...]
    measure: tuple[Measure, ...]


class _Steps:
    """Numbers the steps of a page in the order in which they are read."""

    def __init__(self, proof: Proof, telling: Telling, writer: Writer) -> None:
        self.proof, self.writer = proof, writer
        self.names = {name.point: name for name in telling.names}
        derivation = telling.derivation
        self.facts = {fact.step: fact for fact in (*derivation.given, *derivation.derived)}
        self.steps: list[PageStep] = []

    def add(self, told: Iterable[Told], steps: Iterable[int] = ()) -> int:
        told = tuple(told)
        self.steps.append(
            PageStep(spoken(told), spoken(self.cited(steps)), measures(told, self.names))
        )
        return len(self.steps) - 1

    def cited(self, steps: Iterable[int]) -> list[Told]:
        """Return what the facts speak of on which steps of the proof stand."""
        own = set(steps)
        premises = dict.fromkeys(p for i in own for p in self.proof.steps[i].premises)
        outside = [p for p in premises if p not in own]
        if len(outside) > _MOST_CITED:
            return []
        return [Told(shape.kind, shape.points) for p in outside for shape in self.facts[p].shapes]


class _Body:
    """The texts of a page, ready for its template."""

    def __init__(self, telling: Telling, writer: Writer, steps: _Steps) -> None:
        self.telling, self.writer, self.steps = telling, writer, steps

    def sections(self) -> dict[str, Any]:
        telling = self.telling
        return {
            "setting": [self.sentence(s) for s in telling.setting],
            "goals": [self.sentence(s) for s in telling.goals],
            "conventions": [self.writer.text(s.text) for s in telling.conventions],
            "introductions": [self.sentence(s) for s in telling.introductions],
            "claims": [
                {
                    "number": claim.number,
                    "heading": self.writer.text(claim.heading),
                    "step": self.steps.add(claim.shapes) if claim.heading else None,
                    "sentences": [self.sentence(s) for s in claim.sentences],
                }
                for claim in telling.claims
            ],
            "answer": None if telling.answer is None else self.writer.formula(telling.answer),
            "given": [self.fact(f) for f in telling.derivation.given],
            "derived": [self.fact(f) for f in telling.derivation.derived],
            "conditions": [self.writer.text(s.text) for s in telling.conditions],
            "remarks": [self.writer.text(s.text) for s in telling.remarks],
        }

    def sentence(self, sentence: Sentence) -> dict[str, Any]:
        text, told = self.writer.sentence(sentence.text, sentence.shapes)
        step = self.steps.add(told, sentence.steps)
        lines = self.writer.text(sentence.lines)
        return {"text": text, "number": sentence.number, "step": step, "lines": lines}

    def fact(self, fact: Fact) -> dict[str, Any]:
        return {
            "number": fact.number,
            "statement": self.writer.text(fact.statement),
            "reason": self.writer.text(fact.reason),
            "working": "" if fact.working is None else self.writer.chain(fact.working),
            "part": self.writer.part(fact.shapes),
        }

    def verdict(self, verdict: Verdict | None) -> dict[str, Any] | None:
        """Say at the top whether it is proved, and if for one configuration, for which."""
        if verdict is None:
            return None
        kinds = {"proved": "accepted", "proved_for_configuration": "partial"}
        return {
            "kind": kinds.get(verdict.status, "rejected"),
            "text": self.writer.text(self.telling.verdict),
        }
