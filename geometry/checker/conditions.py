"""Side conditions for the reader: what a proof read off the figure, in a few lines.

A proof of fifty steps relies on dozens of triangles not being flat and on some points lying
between others. Listed one by one nobody reads them; by kind they are four or five lines. Each says
something that a person can see in a figure, and none is the goal itself: where the figure picks
one of several conclusions, what is told is the order that decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import lcm

from porism.geometry.checker.figures import MeasuredFigure
from porism.geometry.checker.steps import divides_angle
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.problem import Clause, Construction
from porism.geometry.proof import ByAlgebra, ByRule, Proof, Step
from porism.geometry.rule import Rule
from porism.geometry.words import angle, degrees, display_names, segment, sentence

__all__ = ["ORDER", "conditions_of", "grouped", "may_be_missing"]

ORDER = frozenset(
    "between sameclock nsameclock sameside nsameside ccw longer acute_angle obtuse_angle".split()
)
"""Side conditions of order; the others say that a figure is not degenerate."""

_DECIDES: Mapping[str, tuple[str, ...]] = {
    "equal_chords_converse": ("sameclock c a b r p q", "sameside c a b r p q"),
    "menelaus_converse": ("between d b c", "between e c a", "between f a b"),
    "ceva_converse": ("between d b c", "between e c a", "between f a b"),
    "same_point_line_circle": ("between p x y", "sameside x p o y p o"),
    "same_point_circles": ("sameclock o w x o w y",),
}
"""By rule with a choice: statements of order about its letters that decide what it concludes."""

_DENIED = {"sameclock": "nsameclock", "sameside": "nsameside"}
_HEADS = {
    "diff": "different points",
    "ncoll": "not on one line",
    "between": "on a line in this order",
    "sameclock": "the same way round, both clockwise or both counter-clockwise",
    "nsameclock": "opposite ways round, one clockwise and the other counter-clockwise",
}
_STRAIGHT = frozenset(("coll", "para", "perp", "midp"))
"""Premises that are linear in the place of a point that they name once: lines meet, mostly."""
_OUTSIDE = frozenset(("tangent", "cc_tangent", "cc_tangent0", "cc_itangent", "2l1c", "e5128"))
"""Constructions that need a point outside a circle, or circles as they need not be."""


def conditions_of(
    proof: Proof, rules: Mapping[str, Rule], figure: MeasuredFigure, *, order: bool = True
) -> tuple[str, ...]:
    """Say under which conditions a proof holds that is sound in ``figure``, each once.

    Without ``order``: none of those that its steps read off the order of points, and no choices.
    """
    problem, names = proof.problem, display_names(proof.problem.points)
    needed = [canonical(c) for a in problem.auxiliary for c in a.conditions]
    choices: list[str] = []
    for step in proof.steps:
        reason = step.reason
        if isinstance(reason, ByRule | ByAlgebra):
            needed += (canonical(c) for c in reason.conditions if order or c.name not in ORDER)
        if order and isinstance(reason, ByRule) and rules[reason.rule].choice:
            decided, text = _choice(proof, step, reason, rules[reason.rule], figure)
            needed += decided
            choices += [text] * bool(text)
        if isinstance(reason, ByAlgebra):
            if order and divides_angle(reason):
                choices.append(_part(step, reason, names))
            if step.statement.name == "cyclic":
                needed.append(canonical(Predicate("ncoll", step.statement.points[:3])))
    found = [*grouped(needed, names), *dict.fromkeys(choices)]
    found += [_existence(c, names) for c in problem.auxiliary if may_be_missing(c)]
    if canonical(proof.goal) in map(canonical, problem.premises):
        found.append("nothing: the goal is itself one of the premises of the problem")
    if figure.first_coincidence() is None:
        found.append("points with different names are different")
    return tuple(found)


def grouped(conditions: Iterable[Predicate], names: Mapping[str, str]) -> Iterator[str]:
    """Say statements that are read off a figure, each kind in one line."""

    def say(points: Iterable[str], between: str = "") -> str:
        plain = all(len(names.get(p, p)) == 1 for p in points)
        return (between or " " * (not plain)).join(names.get(p, p) for p in points)

    groups: dict[str, list[str]] = {}
    for s in dict.fromkeys(conditions):
        head = _HEADS.get(s.name, "")
        match s.name:
            case "diff":
                text = say(s.points, " ≠ ")
            case "ncoll":
                text = say(s.points)
            case "between":
                text = say((s.points[1], s.points[0], s.points[2]), "–")
            case "sameclock" | "nsameclock":
                a, b, p, c, d, q = s.points
                if (a, b) == (c, d):
                    side = "the same side" if s.name == "sameclock" else "opposite sides"
                    pair = f"{names[p]} and {names[q]}"
                    head, text = "", f"{pair} are on {side} of {segment((a, b), names)}"
                else:
                    text = f"{say(s.points[:3])} and {say(s.points[3:])}"
            case _:
                text = sentence(s, names)
        groups.setdefault(head or text, []).append(text)
    for head, texts in groups.items():
        yield head if texts == [head] else f"{head}: {', '.join(texts)}"


def _choice(
    proof: Proof, step: Step, reason: ByRule, rule: Rule, figure: MeasuredFigure
) -> tuple[list[Predicate], str]:
    """Return the order that decides the conclusion of a rule, as it is in the figure."""
    names = display_names(proof.problem.points)
    if rule.id not in _DECIDES:
        if canonical(step.statement) == canonical(proof.goal):
            return [], f"as in the figure: {rule.choice} ({rule.title})"
        text = sentence(step.statement, names)
        return [], f"as in the figure: {text} ({rule.title}, {rule.choice})"
    order, denied = [], []
    for text in _DECIDES[rule.id]:
        name, *letters = text.split()
        s = Predicate(name, tuple(dict(reason.substitution)[p] for p in letters))
        if figure.condition(s):
            order.append(canonical(s))
        elif name in _DENIED:
            order.append(canonical(Predicate(_DENIED[name], s.points)))
        elif len(set(s.points)) == len(s.points):
            middle, one, other = (names[p] for p in s.points)
            denied.append(f"{middle} does not lie between {one} and {other}")
    return order, "; ".join(denied)


def _part(step: Step, reason: ByAlgebra, names: Mapping[str, str]) -> str:
    """Say which part of an angle is meant of which a multiple is known, by a range for it."""
    parts = lcm(*(term.coefficient.denominator for term in reason.terms))
    margin = Fraction(1, 2 * parts)
    s, width = step.statement, degrees(margin)
    pairs = list(zip(s.points[::2], s.points[1::2], strict=False))
    match s.name:
        case "aconst":
            low, high = (degrees((s.constants[0] + sign * margin) % 1) for sign in (-1, 1))
            one, other = (segment(pair, names) for pair in pairs)
            turn = f"the angle from the line {one} counter-clockwise to the line {other}"
            return f"{turn} is between {low} and {high}"
        case "eqangle":
            first, second = angle(pairs[0], pairs[1], names), angle(pairs[2], pairs[3], names)
            return f"{first} and {second} differ by less than {width}, measured up to 180°"
        case "para" | "perp":
            one, other = (segment(pair, names) for pair in pairs)
            if s.name == "para":
                return f"the lines {one} and {other} are less than {width} apart in direction"
            least = degrees(Fraction(1, 2) - margin)
            return f"the lines {one} and {other} are more than {least} apart in direction"
    return f"as in the figure: which of {parts} angles it is whose {parts}-fold is known"


# --- auxiliary points ---------------------------------------------------------------------------


def may_be_missing(clause: Clause) -> bool:
    """Tell whether there are figures in which there is no such point, though the needs are met."""
    parts = len(clause.constructions) + len(clause.predicates)
    # of a sum the lengths can be too small, and what is needed may be an equation
    special = [s for s in clause.premises if s.kind.linear]
    special += [s for s in clause.conditions if not s.kind.figure_only]
    if special or any(c.name in _OUTSIDE for c in clause.constructions):
        return True
    straight = (
        s.name in _STRAIGHT and sum(map(s.points.count, clause.points)) == 1
        for s in clause.premises
    )
    return parts > 1 and not (all(straight) and not clause.meaning)  # rays may end before a line


def _existence(clause: Clause, names: Mapping[str, str]) -> str:
    said = [_construction(c, names) for c in clause.constructions]
    said += [sentence(s, names) for s in clause.predicates]
    points = " and ".join(names[p] for p in clause.points)
    verb = "exists" if len(clause.points) == 1 else "exist"
    return f"{points} {verb}: {', and '.join(said)}"


def _construction(construction: Construction, names: Mapping[str, str]) -> str:
    renamed = replace(construction, arguments=tuple(names[p] for p in construction.arguments))
    return " ".join(CONSTRUCTIONS[construction.name].sentence(renamed).split())
