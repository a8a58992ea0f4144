"""Under what conditions a proof holds, said positively, the points of the statement first.

What the statement itself says (a triangle is a triangle, the lines of an intersection meet) is no
condition and left out, and so is what follows of it: that a triangle is proper, of the points being
different (three points of a circle, a right angle); that the line to an incentre separates two
vertices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from porism.geometry.checker.conditions import ORDER
from porism.geometry.forced.signs import Signs, side
from porism.geometry.forced.walk import sense_fact
from porism.geometry.own_rules import own_rules
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.proof import ByAlgebra, ByRule, Proof
from porism.geometry.rule import Rule
from porism.geometry.telling.degenerate import ProperTriangles
from porism.geometry.telling.model import Formula, Sentence, Text
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import Language
from porism.geometry.telling.shapes import shapes_of, shapes_of_all
from porism.geometry.telling.where import LETTERS

__all__ = ["conditions_of"]

_SENSES = {"sameclock": 0, "nsameclock": 1}
_SIDES = ("same_side", "separates")  # what they say of two triangles with a common side


def conditions_of(
    proof: Proof,
    notation: Notation,
    language: Language,
    rules: Mapping[str, Rule],
    *,
    order: bool = True,
) -> tuple[Sentence, ...]:
    """Return what a proof takes from its figure, in a few sentences.

    Without ``order`` nothing that the text forces: no order of points, and no choices.
    """
    problem = proof.problem
    needed = _needed(proof, _implied(proof))
    own = {p for clause in problem.clauses for p in clause.points}
    writer = _Writer(notation, language)
    goal = canonical(proof.goal)
    forced = goal in needed  # accepted as such only where the text forces it
    needed = [s for s in needed if s != goal and (order or s.name not in ORDER)]
    found = [
        Sentence(language.say("conditions", "own_rule", {"title": (rule.title,), "id": (rule.id,)}))
        for rule in own_rules(proof.steps, rules)
    ]
    found += writer.sentences([s for s in needed if set(s.points) <= own])
    if others := list(writer.sentences([s for s in needed if not set(s.points) <= own])):
        said = language.listed([s.text for s in others], "semicolon", "semicolon")
        text = language.say("conditions", "auxiliary", {"what": said})
        shapes = tuple(dict.fromkeys(shape for s in others for shape in s.shapes))
        found.append(Sentence(text, (), shapes))
    chosen = _chosen(proof, rules) if order else []
    left = [s for s in chosen if canonical(s) != goal]
    if len(left) < len(chosen):  # the goal is no condition of itself
        found.append(Sentence(language.say("conditions", "chosen_goal")))
    if left:
        said = language.listed([notation.statement(s) for s in left])
        shapes = shapes_of_all(left)
        found.append(Sentence(language.say("conditions", "chosen", {"items": said}), (), shapes))
    if forced:
        found.append(Sentence(language.say("conditions", "forced_goal")))
    if goal in map(canonical, problem.premises):
        found.append(Sentence(language.say("conditions", "nothing")))
    found.append(Sentence(language.say("conditions", "distinct")))
    return tuple(Sentence(language.sentence(s.text), (), s.shapes) for s in found)


def _implied(proof: Proof) -> set[Predicate]:
    """Return what the statement says of its figure, and what follows of points being distinct."""
    said = [*proof.problem.meaning]
    for clause in proof.problem.all_clauses:
        said += [*clause.conditions, *(s for s in clause.premises if s.kind.figure_only)]
    return {canonical(s) for s in said}


def _needed(proof: Proof, implied: set[Predicate]) -> list[Predicate]:
    """Return what the steps take from the figure and what they stand on does not imply."""
    proper = ProperTriangles(proof.coordinates)
    for s in (*proof.problem.premises, *implied):
        proper.learn(s)
    senses = _Senses(proof, implied)
    needed: dict[Predicate, None] = {}
    for step in proof.steps:
        conditions: list[Predicate] = []
        if isinstance(step.reason, ByRule | ByAlgebra):
            conditions += step.reason.conditions
        if isinstance(step.reason, ByAlgebra) and step.statement.name == "cyclic":
            conditions.append(Predicate("ncoll", step.statement.points[:3]))
        for s in map(_of_triangle, conditions):
            # that different names are different points is said once, for all of them
            if s in implied or s in needed or s.name == "diff" or senses.imply(s):
                continue
            if s.name != "ncoll" or not proper.are_proper(s.points):
                needed[s] = None
        proper.learn(step.statement)
    return list(needed)


class _Senses:
    """Which triangles have the same sense, by what the statement says of its figure."""

    def __init__(self, proof: Proof, implied: Iterable[Predicate]) -> None:
        self._signs = Signs(tuple(proof.coordinates), [proof.coordinates])
        for s in implied:
            if s.name in _SENSES:
                self._signs.add((side(*s.points[:3]), side(*s.points[3:])), _SENSES[s.name])

    def imply(self, s: Predicate) -> bool:
        """Tell whether a condition about two senses follows."""
        if s.name not in _SENSES:
            return False
        one, other = side(*s.points[:3]), side(*s.points[3:])
        if one[0] == other[0]:  # one triangle
            return one[1] ^ other[1] == _SENSES[s.name]
        return self._signs.value((one, other)) == _SENSES[s.name]


def _of_triangle(s: Predicate) -> Predicate:
    """Say of two lines through one point that they make a triangle, and not that they differ."""
    points = tuple(dict.fromkeys(s.points))
    return canonical(Predicate("ncoll", points) if s.name == "npara" and len(points) == 3 else s)


def _chosen(proof: Proof, rules: Mapping[str, Rule]) -> list[Predicate]:
    """Return what a rule with a choice, or the halving of an angle, left to the figure."""
    found = []
    for step in proof.steps:
        reason = step.reason
        if isinstance(reason, ByRule):
            rule = rules.get(reason.rule)
            if rule is not None and rule.choice:
                found.append(step.statement)
        elif isinstance(reason, ByAlgebra) and reason.table == "angle":
            if lcm(*(Fraction(t.coefficient).denominator for t in reason.terms)) > 1:
                found.append(step.statement)
    return list(dict.fromkeys(found))


class _Writer:
    def __init__(self, notation: Notation, language: Language) -> None:
        self.notation, self.language = notation, language

    def sentences(self, needed: Sequence[Predicate]) -> Iterable[Sentence]:
        """Yield one sentence for each kind of condition that has many, one for each other."""
        groups: dict[str, list[Predicate]] = {}
        sides: dict[Text, list[Predicate]] = {}
        for s in needed:
            if s.name in _SENSES and (said := self._side(s)):
                sides.setdefault(said, []).append(s)
            else:
                groups.setdefault(s.name, []).append(s)
        for side_said, members in sides.items():
            yield Sentence(side_said, (), shapes_of_all(members))
        for name, members in groups.items():
            text = self._of_kind(name, members)
            shapes = shapes_of_all(members)
            if text is not None:
                yield Sentence(text, (), shapes)
                continue
            for s in members:
                yield Sentence(self.notation.statement(s), (), shapes_of(s))

    def _of_kind(self, name: str, members: Sequence[Predicate]) -> Text | None:
        match name:
            case "ncoll":
                items = [self._triangle(s.points) for s in members]
                key = "triangle" if len(items) == 1 else "triangles"
            case "between":
                items = [self._in_order(s) for s in members]
                key = "order"
            case "sameclock" | "nsameclock" if len(members) > 1:
                items = [self._pair(s) for s in members]
                key = "same" if name == "sameclock" else "opposite"
            case _:
                return None
        return self.language.say("conditions", key, {"items": self.language.listed(items, "comma")})

    def _side(self, s: Predicate) -> Text:
        """Say of two triangles with a common side on which sides of it they are, else nothing."""
        name, points = sense_fact(s)
        if name not in _SIDES:
            return ()
        points = (*points[:2], *sorted(points[2:]))
        return self.notation.filled(self.language.phrase("order", name), LETTERS[name], points)

    def _triangle(self, points: Sequence[str]) -> Text:
        return (self.notation.joined(points),)

    def _in_order(self, s: Predicate) -> Text:
        middle, first, last = (self.notation.name(p) for p in s.points)
        return (Formula((first, "–", middle, "–", last)),)

    def _pair(self, s: Predicate) -> Text:
        phrase = self.language.phrase("conditions", "pair")
        return self.notation.filled(phrase, s.kind.letters, s.points)
