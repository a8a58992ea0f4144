"""Side conditions for the reader: what a proof read off the figure, in a few lines.

A proof of fifty steps relies on dozens of triangles not being flat and on some points lying
between others. Listed one by one nobody reads them; by kind they are four or five lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from porism.geometry.predicates import Predicate
from porism.geometry.words import sentence

__all__ = ["in_words"]


def in_words(
    conditions: Iterable[Predicate],
    choices: Iterable[tuple[Predicate, str]],
    names: Mapping[str, str],
) -> tuple[str, ...]:
    """Say ``conditions`` (figure-only statements) and ``choices``, each kind in one line.

    A choice is a conclusion that the figure picked from finitely many, with what it decided.
    """

    def say(points: Iterable[str], between: str = "") -> str:
        return between.join(names.get(p, p) for p in points)

    groups: dict[str, list[str]] = {}
    for s in dict.fromkeys(conditions):
        match s.name:
            case "diff":
                head, text = "different points", say(s.points, " ≠ ")
            case "ncoll":
                head, text = "not on one line", say(s.points, "" if _short(s, names) else " ")
            case "between":
                middle, first, last = s.points
                head, text = "on a line in this order", say((first, middle, last), "–")
            case _:
                head, text = "", sentence(s, names)
        groups.setdefault(head or text, []).append(text)
    lines = [
        head if texts == [head] else f"{head}: {', '.join(texts)}" for head, texts in groups.items()
    ]
    picked: dict[str, list[str]] = {}
    for conclusion, decided in choices:
        picked.setdefault(decided, []).append(sentence(conclusion, names))
    lines += [
        f"as in the figure: {'; '.join(dict.fromkeys(texts))} ({decided})"
        for decided, texts in picked.items()
    ]
    return tuple(lines)


def _short(s: Predicate, names: Mapping[str, str]) -> bool:
    return all(len(names.get(p, p)) == 1 for p in s.points)
