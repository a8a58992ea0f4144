"""Goals that come from elsewhere than the statement: an option, or a program."""

from __future__ import annotations

from collections.abc import Collection

from porism.geometry.errors import ParseError
from porism.geometry.language.grammar import split_goals
from porism.geometry.language.plain_goals import Sensing, in_our_words
from porism.geometry.language.statements import read_list
from porism.geometry.language.tokens import Source
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Dialect

__all__ = ["read_goals"]


def read_goals(
    text: str, points: Collection[str], dialect: Dialect, senses: Sensing | None = None
) -> tuple[Predicate, ...]:
    """Read ``goal; goal`` about these points, in the words of a dialect or of GeoGebra.

    ``senses`` says what equal angles between rays are, as for
    :func:`porism.geometry.language.plain_goals.in_our_words`.
    """
    lines = in_our_words(text, points, senses).splitlines()
    source = Source("goal", lines)
    tokens = source.tokens(range(1, len(lines) + 1))
    if not tokens:
        raise ParseError("an empty goal", "a statement such as coll a b c", "goal")
    return read_list(source, split_goals(source, tokens, source.end(tokens[-1])), points, dialect)
