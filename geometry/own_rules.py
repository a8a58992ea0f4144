"""Which rules of a proof are its user's own: nothing but random figures vouches for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from porism.geometry.proof import ByRule, Step
from porism.geometry.rule import Rule

__all__ = ["own_rules"]


def own_rules(steps: Iterable[Step], rules: Mapping[str, Rule]) -> tuple[Rule, ...]:
    """Return those of ``rules`` that steps of a proof use and the catalogue does not have."""
    cited = {step.reason.rule for step in steps if isinstance(step.reason, ByRule)}
    return tuple(rule for rule in rules.values() if rule.id in cited and not rule.builtin)
