"""Proofs without what they do not need.

A search adds points until the goal falls out; some of them took no part in the proof. Which
ones can go is found by asking the engine again, never by editing a proof.
"""

from __future__ import annotations

from collections.abc import Sequence

from porism.ddar.closure import Closure, Limits
from porism.ddar.engine import extend
from porism.ddar.traceback import TracebackError, traceback
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause
from porism.geometry.proof import Proof

__all__ = ["needed_clauses", "trimmed_proof"]


def needed_clauses(proof: Proof) -> tuple[Clause, ...]:
    """Return the auxiliary clauses whose points the proof speaks of, and those they stand on."""
    wanted = {p for step in proof.steps for p in step.statement.points}
    kept: list[Clause] = []
    for clause in reversed(proof.problem.auxiliary):
        if wanted & set(clause.points):
            kept.append(clause)
            wanted.update(p for c in clause.constructions for p in c.arguments)
            wanted.update(p for s in clause.premises for p in s.points)
    return tuple(reversed(kept))


def trimmed_proof(
    base: Closure, clauses: Sequence[Clause], closure: Closure, goal: Predicate, limits: Limits
) -> Proof:
    """Return a proof of ``goal`` from as few of ``clauses`` as can be found by leaving out.

    ``base`` is the closure without them, ``closure`` the one with all of them, in which the
    goal holds. Raises TracebackError when the engine cannot justify what it holds.
    """
    best = traceback(closure, goal)
    left = tuple(clauses)
    while left:
        shorter = _without_some(base, left, best, goal, limits)
        if shorter is None:
            break
        left, best = shorter
    return best


def _without_some(
    base: Closure, clauses: Sequence[Clause], proof: Proof, goal: Predicate, limits: Limits
) -> tuple[tuple[Clause, ...], Proof] | None:
    """Drop what the proof did not use, else any one clause; None when nothing can go."""
    used = needed_clauses(proof)
    subsets = [used] if len(used) < len(clauses) else []
    for i, dropped in enumerate(clauses):
        gone = set(dropped.points)
        rest = []
        for clause in (*clauses[:i], *clauses[i + 1 :]):
            if gone & {p for c in clause.constructions for p in c.arguments}:
                gone.update(clause.points)
            else:
                rest.append(clause)
        subsets.append(tuple(rest))
    for subset in subsets:
        coordinates = {p: proof.coordinates[p] for c in subset for p in c.points}
        smaller = extend(base, subset, coordinates, limits, goals=[goal]) if subset else base
        if not smaller.holds(goal):
            continue
        try:
            return subset, traceback(smaller, goal)
        except TracebackError:
            continue  # a defect, but one that the larger proof does not have
    return None
