"""What every printer of texts does alike.

Parts come one after another, facts side by side together, and the punctuation mark after a chain
with the chain: on a line of its own it would stand alone below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from porism.geometry.telling.model import Chain, Formula, Ref, Text

__all__ = ["Closed", "Format", "closed", "write"]

_STOPS = (".", ",", ";", ":")


@dataclass(frozen=True)
class Closed:
    """A chain with the punctuation mark that follows it."""

    chain: Chain
    stop: str = ""


def closed(text: Text) -> Iterator[str | Formula | Ref | Closed]:
    """Yield the parts of a text, punctuation after a chain together with it."""
    chain: Chain | None = None
    for part in text:
        if chain is not None:
            stop = part[:1] if isinstance(part, str) and part[:1] in _STOPS else ""
            yield Closed(chain, stop)
            chain, part = None, part[1:] if stop and isinstance(part, str) else part
        if isinstance(part, Chain):
            chain = part
        else:
            yield part
    if chain is not None:
        yield Closed(chain)


@dataclass(frozen=True)
class Format:
    """How a printer writes words, formulas, chains with their stops, and what it refers by.

    ``facts`` has a place for the numbers of facts, ``claim`` for the word and number of a claim.
    """

    words: Callable[[str], str]
    formula: Callable[[Formula], str]
    chain: Callable[[Chain, str], str]
    facts: str = "[{}]"
    claim: str = "{} {}"


def write(text: Text, form: Format) -> str:
    """Write a text."""
    out: list[str] = []
    facts: list[str] = []
    for part in closed((*text, "")):
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
            case Closed(chain=chain, stop=stop):
                out.append(form.chain(chain, stop))
            case str():
                out.append(form.words(part))
    return "".join(out)
