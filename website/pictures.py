"""A picture for each construction and each rule, drawn by the program itself."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

from porism import draw
from porism.geometry.constructions import Definition, definitions
from porism.geometry.errors import FigureError
from porism.geometry.language.text import parse_problem
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.render.svg import render_svg
from porism.geometry.rule_trials.validate import sample
from porism.geometry.rules import Rule, instance, load_rules
from porism.geometry.words import display_names, sentence

__all__ = ["construction_picture", "constructions_page", "rule_picture", "rules_page"]

_CONSTANTS = {"angle": Fraction(50, 180), "ratio": Fraction(2, 3), "length": Fraction(1)}
_WIDTH = 280
_FIGURES = 40  # from which the picture of a rule is chosen
_PATIENCE = 1000  # random starts without a figure: eight points on lines and circles take hundreds
_ONE_LINE = 1e-6  # the sine of an angle below which three points are on one line


def construction_picture(definition: Definition) -> str:
    """Return the picture of a construction on points that are as general as it allows."""
    before = tuple(p for p in definition.points if p not in definition.new)
    constant = _CONSTANTS[definition.constant] if definition.constant else None
    clause = Clause(definition.new, (definition.apply(definition.points, constant),))
    given = (Clause(before, (), definition.needs),) if before else ()
    problem = replace(_EMPTY, name=definition.name, clauses=(*given, clause))
    return render_svg(problem, draw(problem).coordinates, width=_WIDTH)


def constructions_page(page: str) -> str:
    """Put a picture below the heading of each construction in the page ``constructions.md``."""
    known = {d.name: d for d in definitions()}

    def with_picture(heading: re.Match[str]) -> str:
        if heading[1] not in known:
            return heading[0]
        return f"{heading[0]}\n\n{_image('constructions', heading[1], heading[1])}"

    return re.sub(r"^### (\S+)$", with_picture, page, flags=re.MULTILINE)


def rule_picture(rule: Rule) -> str:
    """Return a picture of a rule: the premises drawn, the conclusions dashed.

    Raises FigureError where no figure of its premises was found.
    """
    wanted = instance(rule, {letter: letter for letter in rule.letters})
    figures = list(sample(wanted, rule.letters, _FIGURES, 0, _PATIENCE))
    if not figures:
        raise FigureError(f"no figure of rule {rule.id}")
    figure = max(figures, key=_openness)
    clause = Clause(rule.letters, (), tuple(wanted.premises))
    problem = replace(_EMPTY, name=rule.id, clauses=(clause,))
    return render_svg(problem, figure, wanted.conclusions, width=_WIDTH)


def _image(folder: str, name: str, title: str) -> str:
    return f"![{title}](pictures/{folder}/{name}.svg){{ width={_WIDTH} }}"


def _openness(figure: Coordinates) -> float:
    """Return the least angle that three points make, or the least distance, if that is smaller.

    The distance is a part of the greatest one. Points that a rule puts on one line do not count.
    """
    places = [complex(*place) for place in figure.values()]
    wide = max(abs(z - w) for z in places for w in places)
    near = min(abs(z - w) for z, w in combinations(places, 2)) / wide
    angles = [
        abs(((b - a) * (c - a).conjugate()).imag) / (abs(b - a) * abs(c - a))
        for a, b, c in permutations(places, 3)
        if abs(b - a) * abs(c - a)
    ]
    return min([near, *(sine for sine in angles if sine > _ONE_LINE)])


_EMPTY: Problem = parse_problem("a = free", "empty", need_goal=False)


def rules_page() -> str:
    """Return the page of the rule catalogue."""
    lines = [
        "# The rules",
        "",
        "What a proof may use beyond linear algebra with angles, ratios, lengths and squares. "
        "The premises are drawn, the conclusion is dashed. Conditions are read off the figure.",
        "",
    ]
    for rule in load_rules().values():
        names = display_names(rule.letters)
        lines += [f"## {rule.title} {{ #{rule.id} }}", "", f"`{rule.id}`", ""]
        lines += [_image("rules", rule.id, rule.title), ""]
        for head, statements in (
            ("if", rule.premises),
            ("where", rule.conditions),
            ("then", rule.conclusions),
        ):
            if statements:
                said = "; ".join(sentence(s, names) for s in statements)
                lines.append(f"- **{head}** {said}")
        if rule.choice:
            lines.append(f"- **the figure shows** {rule.choice}")
        lines += ["", f"Source: {rule.source}." if rule.source else "", ""]
    return "\n".join(lines)
