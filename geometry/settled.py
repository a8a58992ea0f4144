"""What a reader need not look up in the figure, as the text forces it.

A statement that is true on every branch is proved without asking what its proof reads off the
figure (:mod:`porism.geometry.verify`). Who tells the proof asks here; it takes as long as a check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from porism.geometry.checker.check import Verdict
from porism.geometry.configurations import FIGURES
from porism.geometry.figure.turned import turned_figures
from porism.geometry.forced.walk import unforced
from porism.geometry.proof import Proof
from porism.geometry.rule import Rule
from porism.geometry.rules import load_rules

__all__ = ["settled"]

_SECONDS = 10.0  # for drawing figures


def settled(
    proof: Proof, verdict: Verdict, rules: Mapping[str, Rule] | None = None, seed: int = 0
) -> Verdict:
    """Return a verdict without order and choices if the text is shown to force all of them.

    ``rules`` is the catalogue with users' rules, if any; figures are drawn from ``seed``.
    """
    if verdict.status != "proved" or verdict.conditions == verdict.generic:
        return verdict
    near = proof.coordinates
    drawn = turned_figures(proof.problem, near, FIGURES, seed, seconds=_SECONDS)
    found = unforced(proof, load_rules() if rules is None else rules, [near, *drawn])
    if found.left or found.goal:
        return verdict
    return replace(verdict, conditions=verdict.generic, forced=True)
