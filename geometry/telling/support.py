"""What each sentence of a proof stands on, and which sentences serve one other alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from porism.geometry.proof import Given
from porism.geometry.telling.outline import Group, Outline

__all__ = ["Support"]

_MOST_BELOW = 10  # sentences among which those are sought that lead to a step as others do


class Support:
    """The graph of the sentences: which of them stand on which, silent steps passed through."""

    def __init__(self, outline: Outline) -> None:
        groups = [group for block in outline.blocks for group in block.groups]
        owner = {i: group.step for group in groups for i in (group.step, *group.within)}
        steps = outline.proof.steps
        through: dict[int, frozenset[int]] = {}
        for step in steps:
            found: set[int] = set()
            for p in step.premises:
                if p in owner:
                    found.add(owner[p])
                elif not isinstance(steps[p].reason, Given):
                    found |= through[p]
            through[step.id] = frozenset(found)
        self._groups = {group.step: group for group in groups}
        self.needs = {
            g.step: frozenset(n for i in (g.step, *g.within) for n in through[i]) - {g.step}
            for g in groups
        }
        self.uses: dict[int, set[int]] = {g.step: set() for g in groups}
        for step_id, needed in self.needs.items():
            for n in needed:
                self.uses[n].add(step_id)

    def serving(self, group: Group, others: Sequence[Group]) -> tuple[Group, ...]:
        """Return ``group`` and those of ``others`` that serve it alone, in their order."""
        found = {group.step}
        for other in reversed(others):
            if self.uses[other.step] and self.uses[other.step] <= found:
                found.add(other.step)
        return tuple(g for g in (*others, group) if g.step in found)

    def outside(self, groups: Sequence[Group]) -> set[int]:
        """Return the steps that these sentences together stand on."""
        own = {g.step for g in groups}
        return {n for i in own for n in self.needs[i]} - own

    def leading_to(self, group: Group, count: int, told: set[int]) -> Iterator[tuple[Group, ...]]:
        """Yield ``count`` sentences that have been told, ``group`` the last, that it stands on."""
        below: list[int] = []
        queue = [group.step]
        while queue and len(below) < _MOST_BELOW:
            for n in sorted(self.needs[queue.pop(0)], reverse=True):
                if n in told and n not in below:
                    below.append(n)
                    queue.append(n)
        for chosen in combinations(below, count - 1):
            yield (*(self._groups[i] for i in sorted(chosen)), group)
