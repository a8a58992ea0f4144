"""Which rules of a proof are its user's own: nothing but random figures vouches for them."""

from __future__ import annotations

from collections.abc import Mapping

from porism.geometry.proof import ByRule, Proof
from porism.geometry.rule import Rule

__all__ = ["own_rules"]


def own_rules(proof: Proof, rules: Mapping[str, Rule]) -> tuple[Rule, ...]:
    """Return the rules that a proof uses and the catalogue does not have, as ``rules`` has them."""
    cited = dict.fromkeys(s.reason.rule for s in proof.steps if isinstance(s.reason, ByRule))
    used = (rules[name] for name in cited if name in rules)
    return tuple(rule for rule in used if not rule.builtin)
