"""In which configurations a statement holds, in the words of a language."""

from __future__ import annotations

from porism.geometry.checker.check import Configuration, Verdict
from porism.geometry.telling.model import Text
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import Language, Value

__all__ = ["LETTERS", "remark", "where"]

LETTERS = {
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
"""The facts of order of :mod:`porism.geometry.figure.contrast`: letters for their points."""


_MOST_SAID = 2  # configurations in one sentence; all of them are told as remarks


def where(verdict: Verdict, notation: Notation, language: Language) -> Text:
    """Say for which configurations a proof is one."""
    holding = [c for c in verdict.configurations if c.holds]
    named = [c for c in holding if c.facts] or holding
    if not named:
        return language.say("where", "as_proved")
    said = [language.say("where", "where", {"facts": _facts(c, notation, language)}) for c in named]
    if len(said) > _MOST_SAID:
        others = {"count": str(len(said) - 1)}
        said = [said[0], language.say("where", "others", others)]
    return language.listed(said, last="or", between="or")


def remark(configuration: Configuration, notation: Notation, language: Language) -> Text:
    """Say of one configuration that the statement holds in it, or fails."""
    facts = _facts(configuration, notation, language)
    count = configuration.figures
    drawn = language.say("where", "figure" if count == 1 else "figures", {"count": str(count)})
    values: dict[str, Value] = {
        "where": language.say("where", "where", {"facts": facts}),
        "drawn": drawn,
    }
    return language.say("remarks", "holds" if configuration.holds else "fails", values)


def _facts(configuration: Configuration, notation: Notation, language: Language) -> Text:
    if not configuration.facts:
        return language.say("where", "as_shown")
    said = [
        notation.filled(language.phrase("order", name), LETTERS[name], points)
        for name, points in configuration.facts
    ]
    return language.listed(said)
