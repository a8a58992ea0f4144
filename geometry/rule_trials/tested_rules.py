"""Users' rules, read and tried out: one that is false in a random figure is refused.

Trying proves nothing (:mod:`porism.geometry.rule_trials.validate`); it catches the rule with two
letters exchanged, the missing condition, and the theorem about four different points that is wrong
when two of them are one. The error shows the figure.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from porism.geometry.errors import FigureError, InputError
from porism.geometry.figure.system import is_solved
from porism.geometry.limits import MOST_LETTERS, MOST_RULES, MOST_SENSES
from porism.geometry.predicates import Predicate
from porism.geometry.rule_trials.validate import (
    Counterexample,
    identifications,
    senses,
    validate_rule,
)
from porism.geometry.rules import Rule, instance, load_rules
from porism.geometry.words import display_names, sentence

__all__ = ["SECONDS", "load_tested_rules", "try_rules"]

FIGURES = 10
"""Random figures for each rule of a user's file; each way to identify letters gets a fifth."""

SECONDS = 60.0
"""For the trial of all rules of a user's files; one of eight points takes two or three."""

_PATIENT = 1500  # attempts at a figure of a rule; many lines make figures rare
_QUICK = 25  # attempts when letters are identified, which there are many ways to do
_DIFFERENT = frozenset({"diff", "ncoll", "ncyclic"})


def load_tested_rules(
    *files: str | Path, figures: int = FIGURES, seconds: float = SECONDS
) -> dict[str, Rule]:
    """Return the catalogue with the rules of the users' files, all of which stood the test.

    Raises ParseError and InputError as :func:`porism.geometry.rules.load_rules` does, and
    InputError as :func:`try_rules` does.
    """
    rules = load_rules(*files)
    own = [rule for rule in rules.values() if not rule.builtin]
    try_rules(own, figures=figures, seconds=seconds)
    return rules


def try_rules(rules: Iterable[Rule], *, figures: int = FIGURES, seconds: float = SECONDS) -> None:
    """Try rules out on random figures; raise InputError for the first that fails.

    So is one that no figure satisfies or that cannot be tried, and so are rules that are not tried
    after ``seconds``, or are too large or too many to be (:mod:`porism.geometry.limits`).
    """
    rules = list(rules)
    if len(rules) > MOST_RULES:
        raise InputError(f"{len(rules):,} rules of your own; at most {MOST_RULES}")
    for rule in rules:
        _check_size(rule)
    deadline = time.monotonic() + seconds
    try:
        for rule in rules:
            _try(rule, figures, deadline)
    except TimeoutError:
        raise InputError(
            f"the rule {rule.id} is refused: trying the rules took more than {seconds:g} seconds"
        ) from None


def _try(rule: Rule, figures: int, deadline: float) -> None:
    try:
        found = validate_rule(rule, figures, patience=_PATIENT, deadline=deadline)
    except FigureError:
        reason = f"no figure satisfies its premises and conditions (in {_PATIENT:,} attempts)"
        raise InputError(f"the rule {rule.id} is refused: {reason}") from None
    found = found or _with_letters_identified(rule, max(1, figures // 5), deadline)
    if found is not None:
        raise InputError(f"the rule {rule.id} is refused: {_told(found)}")


def _check_size(rule: Rule) -> None:
    """Raise InputError for a rule that no trial could deal with."""
    statements = (*rule.premises, *rule.conditions, *rule.conclusions)
    reason = ""
    for premise in rule.premises:
        if not is_solved(premise):
            reason = f"no figures can be drawn of a premise '{premise.name}', to try it on"
    if len(rule.letters) > MOST_LETTERS or len(statements) > MOST_LETTERS:
        reason = f"more than {MOST_LETTERS} letters or statements"
    elif senses(rule.premises) > MOST_SENSES:
        reason = f"its sines can be read in more than {MOST_SENSES} ways"
    if reason:
        raise InputError(f"the rule {rule.id} is refused: {reason}")


def _with_letters_identified(rule: Rule, figures: int, deadline: float) -> Counterexample | None:
    for names in identifications(rule):
        conditions = instance(rule, names).conditions
        if any(c.name in _DIFFERENT and len(set(c.points)) < len(c.points) for c in conditions):
            continue
        try:
            found = validate_rule(
                rule, figures, substitution=names, patience=_QUICK, deadline=deadline
            )
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
