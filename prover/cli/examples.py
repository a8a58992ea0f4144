"""The shipped problem that a sentence in English is most like.

Porism does not read prose. Whoever writes some is shown how the nearest shipped problem is
written: the comment above it says in English what it is about, so the words of that comment and
of its name are compared with those of the sentence.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from porism.prover.cli.shipped import Shipped, resolve, shipped_names

__all__ = ["Example", "is_prose", "nearest_example", "shipped_file_of", "shipped_problem_names"]

_FEWEST_WORDS = 4
_STEM = 7
"""Letters of a word that count, so that "bisecting" is like "bisector"."""
_COMMON = frozenset(
    "a an and are as at be by for from has have if in is it its let of on or prove respectively "
    "show so such that the their then this to we with which".split()
)
_ONE = "(a|one|the same)"
_SYNONYMS = (
    (rf"(meet|intersect|pass)\w* (in|at|through) {_ONE}( single| common)? point", "concurrent"),
    (rf"on {_ONE}( straight)? line|in line", "collinear"),
    (rf"on {_ONE} circle|cocyclic", "concyclic"),
    (r"quadrangle|quadrilateral", "quadrangle"),
    (r"\bfeet\b", "foot"),
)


@dataclass(frozen=True)
class Example:
    """A shipped problem: the file and its name there, what it says in English, its statement."""

    file: str
    name: str
    comment: str
    statement: str


def is_prose(text: str) -> bool:
    """Tell whether a text is a sentence in English rather than a statement or a path."""
    words = re.findall(r"[A-Za-z_]+", text)
    return len(words) >= _FEWEST_WORDS and sum(w.lower() in _COMMON - {"a"} for w in words) > 1


def shipped_file_of(name: str) -> str | None:
    """Return the shipped file that holds a problem of that name, the first where several do."""
    return next((example.file for example in _examples() if example.name == name), None)


def shipped_problem_names() -> tuple[str, ...]:
    """Return the names of all shipped problems."""
    return tuple(dict.fromkeys(example.name for example in _examples()))


def nearest_example(text: str) -> Example | None:
    """Return the shipped problem whose words are most like those of ``text``, if any is like it."""
    examples = list(_examples())
    described = [_stems(f"{e.name.replace('_', ' ')} {e.comment}") for e in examples]
    spread = Counter(stem for stems in described for stem in stems)
    weight = {stem: math.log(len(examples) / count) for stem, count in spread.items()}
    asked = _stems(re.sub(r"\b[A-Z]+\b", "", text))  # names of points, which differ

    def likeness(stems: frozenset[str]) -> float:  # the cosine of the two bags of words
        size = math.sqrt(sum(weight[stem] ** 2 for stem in stems)) or 1.0
        return sum(weight[stem] ** 2 for stem in asked & stems) / size

    best = max(range(len(examples)), key=lambda number: likeness(described[number]), default=None)
    return None if best is None or not likeness(described[best]) else examples[best]


def _stems(text: str) -> frozenset[str]:
    plain = text.lower().replace("center", "centre")
    for said, meant in _SYNONYMS:
        plain = re.sub(said, meant, plain)
    words = re.findall(r"[a-z]{2,}", plain)
    return frozenset(word.removesuffix("s")[:_STEM] for word in words if word not in _COMMON)


def _examples() -> Iterator[Example]:
    for file in shipped_names(Shipped.PROBLEMS):
        text = Path(resolve(file, Shipped.PROBLEMS)).read_text(encoding="utf-8")
        for block in re.split(r"\n\s*\n", text):
            lines = [line.strip() for line in block.splitlines() if line.strip()]
            comment = " ".join(line.lstrip("# ") for line in lines if line.startswith("#"))
            rest = [line for line in lines if not line.startswith("#")]
            if len(rest) == 2 and "?" in rest[1]:
                yield Example(file, rest[0], comment, rest[1])
