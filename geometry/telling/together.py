"""Reasons of one sentence that a reader takes as one: equal lengths, points of a circle."""

from __future__ import annotations

from porism.geometry.predicates import Predicate
from porism.geometry.symmetry import Points
from porism.geometry.telling.model import Formula, Text
from porism.geometry.telling.notation import Notation, from_one_point

__all__ = ["Concyclic", "EqualLengths"]

_OF_A_CIRCLE = 3  # points that two circles have in common only if they are one


class EqualLengths:
    """Equal lengths among reasons, told as one chain where they have segments in common."""

    def __init__(self, notation: Notation) -> None:
        """Know no lengths."""
        self.notation = notation
        self.chains: list[dict[frozenset[str], Points]] = []
        self.places: dict[Text, dict[frozenset[str], Points]] = {}

    def place(self, s: Predicate) -> Text:
        """Take in an equality; return the text that stands for its chain, until all are known."""
        s = from_one_point(s)
        pairs = {frozenset(pair): pair for pair in (s.points[:2], s.points[2:])}
        chain = next((c for c in self.chains if c.keys() & pairs.keys()), None)
        if chain is None:
            self.chains.append(chain := {})
        chain.update({k: v for k, v in pairs.items() if k not in chain})
        text = self.notation.statement(s)
        for known, other in self.places.items():
            if other is chain:
                return known
        self.places[text] = chain
        return text

    def told(self, text: Text) -> Text:
        """Return a reason with the whole chain of equal lengths that it stands for."""
        if text not in self.places:
            return text
        segments = [self.notation.joined(pair).atoms for pair in self.places[text].values()]
        atoms = [atom for segment in segments for atom in (" = ", *segment)]
        return (Formula(tuple(atoms[1:])),)


class Concyclic:
    """Points of one circle among reasons, told together where three of them say that it is one."""

    def __init__(self, notation: Notation, section: str) -> None:
        """Know no circles; ``section`` is that of the phrases."""
        self.notation, self.section = notation, section
        self.circles: list[set[str]] = []
        self.places: dict[Text, set[str]] = {}

    def place(self, s: Predicate) -> Text:
        """Take in concyclic points; return the text that stands for their circle."""
        points = set(s.points)
        met = (c for c in self.circles if len(c & points) >= _OF_A_CIRCLE)
        circle = next(met, None)
        if circle is None:
            self.circles.append(circle := set())
        circle |= points
        text = self.notation.statement(s, self.section)
        for known, other in self.places.items():
            if other is circle:
                return known
        self.places[text] = circle
        return text

    def told(self, text: Text) -> Text:
        """Return a reason with all points of the circle that it stands for."""
        if text not in self.places:
            return text
        points = tuple(sorted(self.places[text]))
        return self.notation.statement(Predicate("cyclic", points), self.section)
