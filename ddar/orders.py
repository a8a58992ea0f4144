"""Statements of order that follow: from what the problem says, or by a rule from what is derived.

The engine derives no order; it reads it off the figure. So a goal of order is looked up when a
figure is closed: among the premises and what constructions mean, then among the conclusions of
those rules of the catalogue that conclude such a statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate, canonical
from porism.geometry.rules import instance, load_rules

if TYPE_CHECKING:
    from porism.ddar.closure import Closure

__all__ = ["order_of"]


def order_of(closure: Closure, statement: Predicate) -> tuple[str, Mapping[str, str]] | None:
    """Return a rule, and points for its letters, that concludes a statement of order; or None.

    The rule is ``given`` where nothing needs to be derived.
    """
    problem = closure.problem
    if canonical(statement) in map(canonical, (*problem.premises, *problem.meaning)):
        return "given", {}
    for rule in load_rules().values():
        for conclusion in rule.conclusions:
            if conclusion.name != statement.name or not conclusion.kind.figure_only:
                continue
            if conclusion in rule.conditions:
                continue  # it is so in the figure; only the text can say that it is so in all
            for letters in _matches(conclusion, statement, rule.letters, closure):
                wanted = instance(rule, letters)
                shown = all(holds(c, closure.coordinates) for c in wanted.conditions)
                if shown and all(map(closure.holds, wanted.premises)):
                    return rule.id, letters
    return None


def _matches(
    conclusion: Predicate, statement: Predicate, letters: tuple[str, ...], closure: Closure
) -> Iterator[Mapping[str, str]]:
    """Yield points for the letters that turn a conclusion into the statement."""
    p, *rest = statement.points
    writings = {statement.points, (p, *rest[::-1]), statement.points[::-1]}
    if len(rest) == 3:
        q, r, s = rest
        writings |= {(q, p, r, s), (p, q, s, r), (q, p, s, r)}
    for points in sorted(writings):
        if canonical(Predicate(statement.name, points)) != canonical(statement):
            continue
        found: dict[str, str] = {}
        pairs = zip(conclusion.points, points, strict=True)
        if all(found.setdefault(letter, x) == x for letter, x in pairs):
            free = [letter for letter in letters if letter not in found]
            if not free:
                yield found
            elif len(free) == 1:
                for x in closure.points:
                    if x not in found.values():
                        yield {**found, free[0]: x}
