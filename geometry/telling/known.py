"""What a reader knows who has just read the proof of another goal in the same figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from porism.geometry.predicates import canonical
from porism.geometry.proof import Given, Proof, Step
from porism.geometry.telling.outline import outline_of

__all__ = ["same_figure", "with_what_is_known"]


def same_figure(one: Proof, other: Proof) -> bool:
    """Tell whether points of the same name are the same in both proofs, and in the same place."""
    if one.problem.clauses != other.problem.clauses:
        return False
    made = {p: clause for clause in one.problem.auxiliary for p in clause.points}
    if any(made.get(p, c) != c for c in other.problem.auxiliary for p in c.points):
        return False
    return all(other.coordinates.get(p, at) == at for p, at in one.coordinates.items())


def with_what_is_known(proof: Proof, after: Sequence[Proof]) -> tuple[Proof, list[Step]]:
    """Return a proof that takes for given what others have told, and what it cites of that.

    It keeps all steps, so that their ids stay; those that the goal no longer needs are given, too.
    What the others did not say in full, such as equal base angles, is derived again.
    """
    known = set()
    for other in after:
        if any(not isinstance(step.reason, Given) for step in other.steps):
            silent = outline_of(other).silent
            known |= {
                canonical(step.statement)
                for step in other.steps
                if not isinstance(step.reason, Given) and step.id not in silent
            }
    taken = {
        step.id
        for step in proof.steps
        if not isinstance(step.reason, Given) and canonical(step.statement) in known
    }
    if not taken:
        return proof, []
    needed, cited = set(), {}
    pending = [proof.steps[-1].id]
    while pending:
        step = pending.pop()
        if step in needed:
            continue
        needed.add(step)
        if step in taken:
            cited[step] = proof.steps[step]
        else:
            pending.extend(proof.steps[step].premises)
    steps = tuple(
        step if step.id in needed and step.id not in taken else replace(step, reason=Given())
        for step in proof.steps
    )
    return replace(proof, steps=steps), [cited[i] for i in sorted(cited)]
