"""A telling as Markdown, formulas in dollar signs as GitHub, Jupyter and Pandoc read them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from porism.geometry.printing import printable
from porism.geometry.telling.model import Chain, Fact, Sentence, Telling, Text
from porism.geometry.telling.tex import aligned, dollars, formula_tex, inline_chain
from porism.geometry.telling.written import Format, write

__all__ = ["render_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$])")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(" ".join(text.splitlines())))


def _text(text: Text) -> str:
    return write(text, _FORMAT)


def _chain(chain: Chain, stop: str = "") -> str:
    if chain.inline:
        return inline_chain(chain, stop)
    rows = aligned(chain, stop, lambda reason: write(reason, _WITHIN_A_FORMULA))
    return f"\n\n$$\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}\n$$\n\n"


_FORMAT = Format(_escaped, dollars, _chain, facts=r"\[{}\]")
_WITHIN_A_FORMULA = Format(str, dollars, inline_chain)  # Markdown's marks mean nothing there


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
    working = "" if fact.working is None else _chain(fact.working)
    return f"{fact.number}\\. {_text(fact.statement)}{reason}{working}"


def _list(title: str, rows: Iterable[Sentence]) -> list[str]:
    items = [f"- {_text(row.text)}" for row in rows]
    return [f"**{title}**", "\n".join(items)] if items else []
