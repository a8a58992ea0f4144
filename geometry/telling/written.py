"""What every printer of texts does alike: parts one after another, facts side by side together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from porism.geometry.telling.model import Chain, Formula, Ref, Text

__all__ = ["Format", "write"]


@dataclass(frozen=True)
class Format:
    """How a printer writes words, formulas and chains, and what it refers by.

    ``facts`` has a place for the numbers of facts, ``claim`` for the word and number of a claim.
    """

    words: Callable[[str], str]
    formula: Callable[[Formula], str]
    chain: Callable[[Chain], str]
    facts: str = "[{}]"
    claim: str = "{} {}"


def write(text: Text, form: Format) -> str:
    """Write a text."""
    out: list[str] = []
    facts: list[str] = []
    for part in (*text, ""):
        if isinstance(part, Ref) and part.kind == "fact":
            facts.append(str(part.number))
            continue
        if facts:
            out.append(form.facts.format(", ".join(facts)))
            facts = []
        match part:
            case Ref(kind="sentence", number=number):
                out.append(f"({number})")
            case Ref(number=number, word=word):
                out.append(form.claim.format(form.words(word), number).strip())
            case Formula():
                out.append(form.formula(part))
            case Chain():
                out.append(form.chain(part))
            case str():
                out.append(form.words(part))
    return "".join(out)
