"""Check a proof with the standard evidence: the one function that callers of the checker use.

The checker measures figures but draws none. Here it gets those that
:class:`~porism.geometry.figure.evidence.DrawnFigures` draws, so that nobody has to remember fresh
figures: without one, no proof is accepted.

>>> from porism.geometry.language import parse_problem
>>> from porism.geometry.figure.diagram import draw
>>> from porism.geometry.proof import Given, Proof, Step
>>> problem = parse_problem("a b c = iso_triangle a b c ? cong a b a c")
>>> (goal,) = problem.goals
>>> proof = Proof(problem, goal, (Step(0, goal, Given()),), draw(problem).coordinates)
>>> check(proof).status
'accepted'
"""

from __future__ import annotations

from collections.abc import Mapping

from porism.geometry.checker.check import Verdict, check_proof
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.proof import Proof
from porism.geometry.rule import Rule

__all__ = ["Verdict", "check"]


def check(
    proof: Proof,
    *,
    rules: Mapping[str, Rule] | None = None,
    figures: int = 3,
    digits: int = 30,
    seed: int = 0,
) -> Verdict:
    """Check a proof in its own figure and in ``figures`` figures drawn afresh.

    ``rules`` is the catalogue with users' rules, if any (:func:`porism.geometry.rules.load_rules`);
    ``digits`` is the precision of all figures, ``seed`` what the fresh ones are drawn from.
    """
    return check_proof(proof, DrawnFigures(seed), rules=rules, figures=figures, digits=digits)
