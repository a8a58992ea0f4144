"""In which configurations a statement holds, in the words of a language."""

from __future__ import annotations

from collections.abc import Sequence

from porism.geometry.checker.check import Configuration, Remark, Verdict
from porism.geometry.predicates import Predicate
from porism.geometry.telling.model import Text
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import Language, Value

__all__ = ["LETTERS", "all_seen", "remark", "seen", "where"]

LETTERS = {
    "apart": "ab",
    "together": "ab",
    "between": "mab",
    "not_between": "mab",
    "same_side": "abpq",
    "separates": "abpq",
    "inside": "abcp",
    "outside": "abcp",
    "acute": "abc",
    "obtuse": "abc",
    "longer": "abcd",
    "counter_clockwise": "abc",
    "clockwise": "abc",
    "same_way": "abcpqr",
    "other_way": "abcpqr",
}
"""The facts of order of :mod:`porism.geometry.figure.traits`: letters for their points."""


def where(verdict: Verdict, notation: Notation, language: Language) -> Text:
    """Say for which configurations a proof is one."""
    if verdict.covered is None:
        return language.say("where", "as_proved")
    facts = _facts(verdict.covered, notation, language)
    return language.say("where", "where", {"facts": facts})


def remark(configuration: Configuration, notation: Notation, language: Language) -> Text:
    """Say of one configuration that the statement holds in it, or fails; or that there are such."""
    count = configuration.figures
    drawn = language.say("where", "figure" if count == 1 else "figures", {"count": str(count)})
    where_it_is = language.say("where", "in_some")
    if configuration.facts:
        facts = _facts(configuration, notation, language)
        where_it_is = language.say("where", "where", {"facts": facts})
    values: dict[str, Value] = {"where": where_it_is, "drawn": drawn}
    return language.say("remarks", "holds" if configuration.holds else "fails", values)


def all_seen(remarks: Sequence[Remark], notation: Notation, language: Language) -> list[Text]:
    """Say what the checker saw in other figures; what is read off the figure in one sentence."""
    texts: list[Text] = []
    unforced = {
        _key(r.statement): r.statement
        for r in remarks
        if r.kind == "unforced" and r.statement is not None
    }
    for remark in remarks:
        if remark.kind != "unforced" or remark.statement is None:
            texts.append(seen(remark, notation, language))
        elif unforced:
            facts = [notation.statement(fact) for fact in unforced.values()]
            unforced = {}
            texts.append(language.say("remarks", "unforced", {"what": language.listed(facts)}))
    return texts


def _key(fact: Predicate) -> tuple[str, frozenset[tuple[str, ...]]]:
    """Facts about two triples of points, all of which may be exchanged, are alike by this."""
    points = fact.points
    halves = (points[:3], points[3:]) if len(points) == 6 else (points,)
    return fact.name, frozenset(halves)


def seen(remark: Remark, notation: Notation, language: Language) -> Text:
    """Say what the checker saw in other figures; in its own words where the table has none."""
    if not language.has("remarks", remark.kind):
        return (remark.text,)
    values: dict[str, Value] = {
        name: str(count) for name, count in zip(("count", "all"), remark.counts, strict=False)
    }
    if remark.statement is not None:
        values["what"] = notation.statement(remark.statement)
    if remark.points:
        values["points"] = notation.listed(remark.points)
    text = language.say("remarks", remark.kind, values)
    if not remark.true_there:
        return text
    return language.say("remarks", "true_there", {"what": text})


def _facts(configuration: Configuration, notation: Notation, language: Language) -> Text:
    said = [
        notation.filled(language.phrase("order", name), LETTERS[name], points)
        for name, points in configuration.facts
    ]
    return language.listed(said)
