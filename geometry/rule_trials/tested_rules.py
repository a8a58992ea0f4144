"""Users' rules, read and tried out: one that is false in a random figure is refused.

Trying proves nothing (:mod:`porism.geometry.rule_trials.validate`); it catches the rule with two
letters exchanged, the missing condition, and the theorem about four different points that is wrong
when two of them are one. The error shows the figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from porism.geometry.errors import FigureError, InputError
from porism.geometry.predicates import Predicate
from porism.geometry.rule_trials.validate import Counterexample, identifications, validate_rule
from porism.geometry.rules import Rule, instance, load_rules
from porism.geometry.words import display_names, sentence

__all__ = ["load_tested_rules", "try_rules"]

FIGURES = 10
"""Random figures for each rule of a user's file; each way to identify letters gets a fifth."""

_PATIENT = 1500  # attempts at a figure of a rule; many lines make figures rare
_QUICK = 25  # attempts when letters are identified, which there are many ways to do
_DIFFERENT = frozenset({"diff", "ncoll", "ncyclic"})


def load_tested_rules(*files: str | Path, figures: int = FIGURES) -> dict[str, Rule]:
    """Return the catalogue with the rules of the users' files, all of which stood the test.

    Raises ParseError and InputError as :func:`porism.geometry.rules.load_rules` does, and
    InputError for a rule with a counterexample and for one that no figure satisfies.
    """
    rules = load_rules(*files)
    try_rules((rule for rule in rules.values() if not rule.builtin), figures=figures)
    return rules


def try_rules(rules: Iterable[Rule], *, figures: int = FIGURES) -> None:
    """Try rules out on random figures; raise InputError for the first that fails."""
    for rule in rules:
        try:
            found = validate_rule(rule, figures, patience=_PATIENT)
        except FigureError:
            reason = f"no figure satisfies its premises and conditions (in {_PATIENT:,} attempts)"
            raise InputError(f"the rule {rule.id} is refused: {reason}") from None
        found = found or _with_letters_identified(rule, max(1, figures // 5))
        if found is not None:
            raise InputError(f"the rule {rule.id} is refused: {_told(found)}")


def _with_letters_identified(rule: Rule, figures: int) -> Counterexample | None:
    for names in identifications(rule):
        conditions = instance(rule, names).conditions
        if any(c.name in _DIFFERENT and len(set(c.points)) < len(c.points) for c in conditions):
            continue
        try:
            found = validate_rule(rule, figures, substitution=names, patience=_QUICK)
        except FigureError:
            continue  # premises and conditions keep these letters apart
        if found is not None:
            return found
    return None


def _told(found: Counterexample) -> str:
    """Say what fails, where, and what might be done about it."""
    points = tuple(found.coordinates)
    said = sentence(found.conclusion, display_names(points))
    merged = [(a, b) for a, b in found.substitution.items() if a != b]
    same = "".join(f", {a} and {b} being one point" for a, b in merged)
    rows = [f"it would give that {said} ({found.conclusion}), which is false{same}, in the figure"]
    rows += [f"  {p} = ({x:.6f}, {y:.6f})" for p, (x, y) in found.coordinates.items()]
    if merged:
        hints = (str(Predicate("diff", pair)) for pair in merged)
        rows.append(f"a condition such as '{' ; '.join(hints)}' leaves this case out")
    return "\n".join(rows)
