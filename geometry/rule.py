"""A rule as a value, and points put for its letters.

A rule reads, with premises above the bar and the figure's part beside it::

    premises (derived)      conditions (read off the figure)
    -------------------------------------------------------- id
    conclusions

Letters stand for points. Different letters may be the same point; a premise that becomes
trivial by that (:func:`porism.geometry.forms.is_trivial`) needs no step. Every letter of the
conclusion occurs in a premise, except letters that the stanza lists under ``free``: the
conclusion then holds for any point in their place.

A rule with a ``choice`` concludes one of finitely many alternatives, and the figure says which:
its conclusion is an instance only where it holds in the figure.

Rules are read by :mod:`porism.geometry.rules`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from porism.geometry.forms import check_lines, is_trivial
from porism.geometry.predicates import Predicate

__all__ = ["Instance", "Rule", "instance"]


@dataclass(frozen=True)
class Rule:
    """One stanza of the catalogue.

    ``choice`` says in words what the figure decides, empty for most rules; ``free`` lists the
    letters of the conclusion that may be any point; ``builtin`` is false for users' rules.
    """

    id: str
    title: str
    premises: tuple[Predicate, ...]
    conditions: tuple[Predicate, ...]
    choice: str
    conclusions: tuple[Predicate, ...]
    source: str
    free: tuple[str, ...] = ()
    builtin: bool = True

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """All letters, in the order in which they first occur in premises, then ``free``."""
        bound = (p for statement in self.premises for p in statement.points)
        return tuple(dict.fromkeys((*bound, *self.free)))


class Instance(NamedTuple):
    """A rule with points for letters; trivial premises are left out."""

    premises: tuple[Predicate, ...]
    conditions: tuple[Predicate, ...]
    conclusions: tuple[Predicate, ...]


def instance(rule: Rule, substitution: Mapping[str, str]) -> Instance:
    """Substitute points for all letters of ``rule``.

    Raises ValueError when a letter is missing or unknown, or when two letters that make a line
    or a segment are given the same point.
    """
    if set(substitution) != set(rule.letters):
        wanted, got = " ".join(rule.letters), " ".join(substitution)
        raise ValueError(f"rule {rule.id} has letters {wanted}, the substitution {got}")
    return _instance(rule, tuple([substitution[letter] for letter in rule.letters]))


@lru_cache(maxsize=16384)  # a proof is written and checked, and its sisters have steps like its own
def _instance(rule: Rule, points: tuple[str, ...]) -> Instance:
    names = dict(zip(rule.letters, points, strict=True))
    said = (rule.premises, rule.conditions, rule.conclusions)
    premises, conditions, conclusions = (tuple(s.rename(names) for s in part) for part in said)
    for statement in (*premises, *conclusions):
        check_lines(statement)
    return Instance(tuple(s for s in premises if not is_trivial(s)), conditions, conclusions)
