"""The nearest known word, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

__all__ = ["did_you_mean", "nearest"]

_LONGEST = 40  # comparing is quadratic in the length, and no known word is longer
_MOST = 2000  # nobody is helped by a guess among more, and it must stay quick


def nearest(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return the known words most like ``word``, the nearest first; none when none is near."""
    if not word or len(word) > _LONGEST:
        return []
    pool = list(islice(known, _MOST))
    for k in pool:
        if k.casefold() == word.casefold():
            return [k]
    for pair in ((word, pool), (word.lower(), [k for k in pool if k.islower()])):
        found = get_close_matches(*pair, n=most, cutoff=0.6)
        if found:
            return found
    return []


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'x'?``, or nothing when no known word is near."""
    found = nearest(word, known)
    return f"did you mean '{found[0]}'?" if found else ""
