"""What a reader knows who has just read the proof of another goal in the same figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from porism.geometry.predicates import Predicate, canonical
from porism.geometry.proof import ByRule, Given, Proof, Step
from porism.geometry.renaming import Names, exchanges_of
from porism.geometry.telling.outline import outline_of

__all__ = ["Cited", "same_figure", "with_what_is_known"]

_WORTH_SAYING = 3  # steps that are told, of what is carried over to other points
_MOST_TRIED = 4000  # renamings of all premises


def same_figure(one: Proof, other: Proof) -> bool:
    """Tell whether points of the same name are the same in both proofs, and in the same place."""
    if one.problem.clauses != other.problem.clauses:
        return False
    made = {p: clause for clause in one.problem.auxiliary for p in clause.points}
    if any(made.get(p, c) != c for c in other.problem.auxiliary for p in c.points):
        return False
    return all(other.coordinates.get(p, at) == at for p, at in one.coordinates.items())


@dataclass(frozen=True)
class Cited:
    """What a proof takes from others: steps that they show, and such as they show for other points.

    ``carried`` has with each of the latter the exchange of points that carries it over.
    """

    shown: tuple[Step, ...] = ()
    carried: tuple[tuple[Step, Names], ...] = ()


def with_what_is_known(proof: Proof, after: Sequence[Proof]) -> tuple[Proof, Cited]:
    """Return a proof that takes for given what others have told, and what it cites of that.

    It keeps all steps, so that their ids stay; those that the goal no longer needs are given, too.
    What the others did not say in full, such as equal base angles, is derived again. What they say
    of points that may be exchanged is taken for those points, too, if the proof shows it so.
    """
    known: set[Predicate] = set()
    carried: dict[int, Names] = {}
    for other in after:
        if any(not isinstance(step.reason, Given) for step in other.steps):
            told = _told(other)
            known |= {canonical(other.steps[i].statement) for i in told}
            for step, names in _carried_over(other, told, proof):
                carried.setdefault(step, names)
    taken = {
        step.id
        for step in proof.steps
        if not isinstance(step.reason, Given) and canonical(step.statement) in known
    }
    if not taken and not carried:
        return proof, Cited()
    needed: set[int] = set()
    pending = [proof.steps[-1].id]
    while pending:
        step_id = pending.pop()
        if step_id not in needed:
            needed.add(step_id)
            if step_id not in taken and step_id not in carried:
                pending.extend(proof.steps[step_id].premises)
    left = needed - taken - carried.keys()
    steps = tuple(
        step if step.id in left else replace(step, reason=Given()) for step in proof.steps
    )
    shown = tuple(proof.steps[i] for i in sorted(needed & taken))
    like = tuple((proof.steps[i], carried[i]) for i in sorted(needed & carried.keys() - taken))
    return replace(proof, steps=steps), Cited(shown, like)


def _told(proof: Proof) -> list[int]:
    """Return the derived steps that a reader of a proof is told."""
    silent = outline_of(proof).silent
    return [s.id for s in proof.steps if not isinstance(s.reason, Given) and s.id not in silent]


def _carried_over(other: Proof, told: Sequence[int], proof: Proof) -> Iterator[tuple[int, Names]]:
    """Yield steps that a proof derives as another derives the same of exchanged points.

    All that they stand on is derived so, from what the problem says.
    """
    premises = [s for c in other.problem.clauses for s in c.premises]
    given = {canonical(s) for s in premises}
    there = {canonical(step.statement): step for step in proof.steps}
    for names in exchanges_of(premises, _MOST_TRIED):
        like: set[int] = set()
        for step in other.steps:
            said = canonical(step.statement.rename(dict(names)))
            if isinstance(step.reason, Given):
                alike = said in given
            else:
                image = there.get(said)
                alike = image is not None and _reason(image) == _reason(step)
            if alike and like.issuperset(step.premises):
                like.add(step.id)
        for i in told:
            said = canonical(other.steps[i].statement.rename(dict(names)))
            if i in like and said != canonical(other.steps[i].statement):
                if len(_standing_below(other, i) & set(told)) >= _WORTH_SAYING:
                    yield there[said].id, names


def _standing_below(proof: Proof, step: int) -> set[int]:
    found: set[int] = set()
    pending = [step]
    while pending:
        i = pending.pop()
        if i not in found:
            found.add(i)
            pending.extend(proof.steps[i].premises)
    return found


def _reason(step: Step) -> str:
    return step.reason.rule if isinstance(step.reason, ByRule) else type(step.reason).__name__
