"""The document that a proof becomes before it is printed: sentences that know what they stand for.

A text is a tuple of inlines: plain strings, formulas, references and chains of equalities. Every
printer shows these in its own way; none of them knows anything of proofs. Names of points travel
in formulas as :class:`Name`, so that a printer can lower subscripts and a page can find the
point in its figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = [
    "Atom",
    "Chain",
    "Claim",
    "Derivation",
    "Fact",
    "Formula",
    "Inline",
    "Name",
    "Over",
    "Power",
    "Ref",
    "Row",
    "Sentence",
    "Shape",
    "ShapeKind",
    "Telling",
    "Text",
    "formulas",
    "length",
]


# --- formulas ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Name:
    """The name of a point: ``point`` is its name in the problem, shown as ``base`` and subscript.

    ``m_a`` of a problem has the base ``M`` and the subscript ``a``. Names side by side are a
    segment or a line (two), or stand after ∠ or △ (three).
    """

    point: str
    base: str
    below: str = ""


@dataclass(frozen=True)
class Power:
    """``base`` to the power of ``exponent``; the exponent is not 1."""

    base: Formula
    exponent: Fraction


@dataclass(frozen=True)
class Over:
    """A fraction."""

    above: Formula
    below: Formula


Atom = Name | Power | Over | str
"""A part of a formula. Strings are numbers, spaces, brackets and the signs
``∠ △ ∥ ∦ ⟂ ∼ ≅ = ≠ > : · + − ° √ , … ↔`` and ``sin``."""


@dataclass(frozen=True)
class Formula:
    """Signs and names that belong together on a line, for instance ``∠ABC = 60°``."""

    atoms: tuple[Atom, ...]


# --- texts -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ref:
    """A reference: to a claim, a numbered sentence of the telling, or a fact of the derivation.

    ``word`` is what a claim is called.
    """

    kind: Literal["claim", "sentence", "fact"]
    number: int
    word: str = ""


@dataclass(frozen=True)
class Row:
    """A link of a chain: ``left = right`` for the first, ``= right`` after it, because ``reason``.

    ``steps`` are the steps of the proof that the link cites (not those it stands for: these are
    the sentence's), ``shapes`` what it speaks of.
    """

    left: Formula | None
    right: Formula
    reason: Text = ()
    steps: tuple[int, ...] = ()
    shapes: tuple[Shape, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Whether the reason is the number of a sentence alone, which has brackets of its own."""
        return (
            len(self.reason) == 1
            and isinstance(self.reason[0], Ref)
            and self.reason[0].kind == "sentence"
        )


@dataclass(frozen=True)
class Chain:
    """A chain of equalities: on lines of its own, or ``inline`` without the reasons of its rows."""

    rows: tuple[Row, ...]
    inline: bool = False


Inline = str | Formula | Ref | Chain
Text = tuple[Inline, ...]


ShapeKind = Literal[
    "point",  # P
    "segment",  # A B
    "line",  # the points on it, two or more
    "circle",  # the points on it, three or more
    "circle about",  # its centre, then points on it
    "angle",  # A V B: from line VA to line VB, or four points: from line AB to line CD
    "right angle",  # the same
    "triangle",  # A B C
]


@dataclass(frozen=True)
class Shape:
    """What a sentence speaks of, for a figure to show: points by their names in the problem.

    Shapes of one sentence that have the same ``mark``, not 0, are said to be equal: segments
    of equal length, equal angles.
    """

    kind: ShapeKind
    points: tuple[str, ...]
    mark: int = 0


@dataclass(frozen=True)
class Sentence:
    """One or a few sentences: a capital first, a full stop last.

    ``steps`` are the steps of the proof that it stands for: over a telling every step is in
    exactly one sentence. ``number``, where it is not 0, is what a :class:`Ref` refers to.
    ``lines`` says which points are on one line, where the sentence uses it and does not say so.
    """

    text: Text
    steps: tuple[int, ...] = ()
    shapes: tuple[Shape, ...] = ()
    number: int = 0
    lines: Text = ()


@dataclass(frozen=True)
class Claim:
    """A part of the proof with one idea. ``heading`` states it; empty where there is only one part.

    ``number`` counts claims from 1; it is 0 for the end of the proof, which shows the goal.
    """

    number: int
    heading: Text
    sentences: tuple[Sentence, ...]
    shapes: tuple[Shape, ...] = ()

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps of the proof it stands for."""
        return tuple(step for sentence in self.sentences for step in sentence.steps)


# --- the plain derivation -----------------------------------------------------------------------


@dataclass(frozen=True)
class Fact:
    """A step of the proof as it is: its statement, the reason, and the algebra written out."""

    number: int
    step: int
    statement: Text
    reason: Text
    working: Chain | None
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Derivation:
    """All steps: what is given, then what is derived, numbered from 1."""

    given: tuple[Fact, ...]
    derived: tuple[Fact, ...]


# --- the whole ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Telling:
    """A proof ready to be printed.

    ``setting`` is the statement, ``goals`` what is to be shown; ``conventions`` say how ∠ is
    meant; ``introductions`` bring in the auxiliary points. ``conditions`` say, the points of the
    statement first, what the figure must be like; ``remarks`` what was seen in other figures.
    ``accepted`` is None for a proof that was not checked; ``verdict`` is a sentence then, too.
    ``names`` has every point of the problem; ``words`` the headings, in ``language``.
    """

    language: str
    title: str
    setting: tuple[Sentence, ...]
    goals: tuple[Sentence, ...]
    conventions: tuple[Sentence, ...]
    introductions: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    answer: Formula | None
    derivation: Derivation
    verdict: Text
    accepted: bool | None
    conditions: tuple[Sentence, ...]
    remarks: tuple[Sentence, ...]
    names: tuple[Name, ...]
    words: tuple[tuple[str, str], ...]

    def word(self, key: str) -> str:
        """Return a heading, such as that of ``proof``; raises KeyError for one there is not."""
        return dict(self.words)[key]


def length(text: Iterable[Inline]) -> int:
    """Return about how many characters a text has."""
    size = 0
    for part in text:
        match part:
            case str():
                size += len(part)
            case Formula():
                size += len(part.atoms)
            case Ref():
                size += 2
            case Chain():
                for row in part.rows:
                    size += len(row.right.atoms) + 3 + (0 if part.inline else length(row.reason))
    return size


def formulas(text: Iterable[Inline]) -> Iterator[Formula]:
    """Yield all formulas of a text, those of chains and their reasons included."""
    for part in text:
        if isinstance(part, Formula):
            yield part
        elif isinstance(part, Chain):
            for row in part.rows:
                if row.left is not None:
                    yield row.left
                yield row.right
                yield from formulas(row.reason)
