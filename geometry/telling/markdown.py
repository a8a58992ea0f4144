"""A telling as Markdown, formulas in dollar signs as GitHub, Jupyter and Pandoc read them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from porism.geometry.printing import printable
from porism.geometry.telling.model import Chain, Fact, Formula, Ref, Sentence, Telling, Text
from porism.geometry.telling.tex import formula_tex

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$])")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(" ".join(text.splitlines())))


def _text(text: Text) -> str:
    out: list[str] = []
    facts: list[str] = []
    for part in (*text, ""):
        if isinstance(part, Ref) and part.kind == "fact":
            facts.append(str(part.number))
            continue
        if facts:
            out.append(rf"\[{', '.join(facts)}\]")
            facts = []
        match part:
            case Ref(kind="sentence", number=number):
                out.append(f"({number})")
            case Ref(number=number, word=word):
                out.append(f"{_escaped(word)} {number}")
            case Formula():
                out.append(f"${formula_tex(part)}$")
            case Chain(inline=True):
                out.append(f"${_inline(part)}$")
            case Chain():
                out.append(_displayed(part))
            case str():
                out.append(_escaped(part))
    return "".join(out)


def _inline(chain: Chain) -> str:
    return "".join(
        f"{'' if row.left is None else formula_tex(row.left)} = {formula_tex(row.right)}"
        for row in chain.rows
    )


def _displayed(chain: Chain) -> str:
    rows = []
    for row in chain.rows:
        left = "" if row.left is None else formula_tex(row.left)
        shown = _within_text(row.reason)
        shown = shown if row.is_numbered else f"({shown})"
        reason = rf" && \text{{{shown}}}" if row.reason else ""
        rows.append(f"{left} &= {formula_tex(row.right)}{reason}")
    body = " \\\\\n".join(rows)
    return f"\n\n$$\n\\begin{{aligned}}\n{body}\n\\end{{aligned}}\n$$\n\n"


def _within_text(text: Text) -> str:
    """Write reasons inside of a formula, where Markdown's marks mean nothing."""
    out = []
    for part in text:
        match part:
            case Ref(kind="claim", number=number, word=word):
                out.append(f"{word} {number}")
            case Ref(kind="sentence", number=number):
                out.append(f"({number})")
            case Ref(number=number):
                out.append(f"[{number}]")
            case Formula():
                out.append(f"${formula_tex(part)}$")
            case str():
                out.append(part)
    return "".join(out)


def render_markdown(telling: Telling, *, plain: bool = False) -> str:
    """Write the telling; ``plain`` tells the derivation step by step instead."""
    parts = [f"# {_escaped(telling.title)}"] if telling.title else []
    parts += [_paragraph(telling.setting)] if telling.setting else []
    parts += [f"**{_text(goal.text)}**" for goal in telling.goals]
    parts += [f"*{_text(sentence.text)}*" for sentence in telling.conventions]
    parts.append(f"## {telling.word('proof')}")
    if telling.introductions:
        parts.append(_paragraph(telling.introductions))
    parts += _derivation(telling) if plain else _claims(telling)
    if telling.answer is not None:
        parts.append(f"**{telling.word('answer')}:** ${formula_tex(telling.answer)}$")
    parts += _list(telling.word("conditions"), telling.conditions)
    parts += _list(telling.word("remarks"), telling.remarks)
    if telling.verdict:
        parts.append(f"*{telling.word('checked')}: {_text(telling.verdict)}.*")
    return "\n\n".join(re.sub(r"\n{3,}", "\n\n", part).strip() for part in parts) + "\n"


def _paragraph(sentences: Iterable[Sentence]) -> str:
    return " ".join(_text(sentence.text) for sentence in sentences)


def _claims(telling: Telling) -> list[str]:
    parts = []
    for claim in telling.claims:
        if claim.number:
            parts.append(f"**{telling.word('claim')} {claim.number}.** *{_text(claim.heading)}*")
        elif len(telling.claims) > 1:
            parts.append("---")
        for sentence in claim.sentences:
            label = f"({sentence.number}) " if sentence.number else ""
            parts.append(f"{label}{_text(sentence.text)}")
    return parts


def _derivation(telling: Telling) -> list[str]:
    found = telling.derivation
    given = [f"**{telling.word('given')}**"] if found.given else []
    return [*given, *map(_fact, found.given), "---", *map(_fact, found.derived)]


def _fact(fact: Fact) -> str:
    reason = f" — {_text(fact.reason)}" if fact.reason else ""
    working = "" if fact.working is None else _displayed(fact.working)
    return f"{fact.number}\\. {_text(fact.statement)}{reason}{working}"


def _list(title: str, rows: Iterable[Sentence]) -> list[str]:
    items = [f"- {_text(row.text)}" for row in rows]
    return [f"**{title}**", "\n".join(items)] if items else []
