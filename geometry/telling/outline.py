"""What of a proof is told, in which order, and under which headings.

Many steps of a proof need no sentence: the same line by other points, the same length by another
segment, the base angles of a triangle just seen to be isosceles. They are *silent*, and stand in
the sentence that first uses them. Of the others, one that only serves the next is told within it.

What remains is a graph. A step *dominates* another if every use of the other leads to the goal
through it; what a step dominates is its lemma and can be told in one piece, under a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from porism.geometry.equations import facets
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step
from porism.geometry.telling.angles import directions
from porism.geometry.telling.lines import Lines

__all__ = ["Block", "Group", "Outline", "outline_of"]

_FEW = 6  # sentences need no headings
_SMALLEST = 2  # sentences of a claim
_MOST_WITHIN = 3  # statements that one told within the sentence of another may cite
_CLAIMS = {"cyclic", "coll", "perp", "para", "cong", "overlap", "simtri", "simtrir"}
_CLAIMS |= {"contri", "contrir", "eqangle", "midp", "circle", "eqratio", "distmeq"}

_STRONG = {"cyclic", "coll", "perp", "para", "cong", "overlap"}
"""Statements that are worth a heading even for two sentences, if they are used often."""


@dataclass(frozen=True)
class Group:
    """One sentence: the step it is about, steps told within it, and silent ones before them."""

    step: int
    within: tuple[int, ...]
    silent: tuple[int, ...]

    @property
    def steps(self) -> tuple[int, ...]:
        """All steps it stands for, in the order of the proof."""
        return tuple(sorted((self.step, *self.within, *self.silent)))


@dataclass(frozen=True)
class Block:
    """The sentences below a claim, the last of which concludes it; the last block has the goal."""

    groups: tuple[Group, ...]

    @property
    def key(self) -> int:
        """The step that the block proves."""
        return self.groups[-1].step


@dataclass(frozen=True)
class Outline:
    """The blocks in order, and what a citation of a step amounts to.

    ``obvious`` are the steps that are given or silent, and stand on nothing else.
    ``collinear``: what is on one line is said, too.
    """

    proof: Proof
    blocks: tuple[Block, ...]
    silent: frozenset[int]
    alias: dict[int, int]
    obvious: frozenset[int]
    collinear: bool = False

    def root(self, step: int) -> int:
        """Return the step of which ``step`` is another writing."""
        while step in self.alias:
            step = self.alias[step]
        return step

    def grounds(self, step: int) -> tuple[int, ...]:
        """Return the steps that a reader is told where ``step`` is cited; none if all see it."""
        step = self.root(step)
        found = self.proof.steps[step]
        if found.statement.name == "coll" and (step in self.silent or _given(found)):
            return (step,) if self.collinear else ()
        if step in self.silent and isinstance(found.reason, ByRule):
            rule = found.reason.rule
            if rule in _SHOWS_ITS_PREMISES or (rule == _ONE_CIRCLE and step not in self.obvious):
                return tuple(g for p in found.premises for g in self.grounds(p))
        return (step,)

    def reasons(self, step: int) -> tuple[int, ...]:
        """Return the grounds of a link of a chain: where an angle is the same, nobody asks why."""
        steps = self.proof.steps
        if self.collinear:
            return self.grounds(step)
        return tuple(g for g in self.grounds(step) if not _only_names_lines(steps[g], steps))


_WITHIN = {"eqangle", "eqratio", "cong", "perp", "para", "rconst", "aconst"}
"""Statements that are one formula, which a sentence can hold besides its own."""

_SHOWS_ITS_PREMISES = {"isosceles", "overlap_direction", "overlap_distance", "equal_sines"}
_SHOWS_ITS_PREMISES |= {"angle_at_radius", "angle_at_centre"}
_ALWAYS_SILENT = _SHOWS_ITS_PREMISES | {"midpoint", "centre", "law_of_sines"}
_SILENT_OF_SILENT = {"concyclic", "segment_sum"}
_ROUND_A_CENTRE = {"concyclic_in_turn", "points_of_a_circle"}
_ONE_CIRCLE = "same_circle"
_MOST_TO_PUT_TOGETHER = 2  # sets of concyclic points that a reader puts together himself


def _given(step: Step) -> bool:
    return isinstance(step.reason, Given)


class _Reader:
    """Decides step by step; premises come before what they are used for."""

    def __init__(self, proof: Proof, *, collinear: bool) -> None:
        self.steps = proof.steps
        self.collinear = collinear
        self.last = proof.steps[-1].id
        statements = [step.statement for step in proof.steps]
        self.lines = Lines(statements, proof.coordinates)
        self.silent: set[int] = set()
        self.obvious = {step.id for step in proof.steps if _given(step)}
        self.alias: dict[int, int] = {}
        for step in proof.steps:
            if not _given(step) and step.id != self.last and self._is_silent(step):
                self.silent.add(step.id)
                if self.obvious.issuperset(step.premises):
                    self.obvious.add(step.id)

    def easy(self, ids: Iterable[int]) -> bool:
        return all(i in self.silent or _given(self.steps[i]) for i in ids)

    def _is_silent(self, step: Step) -> bool:
        premises = step.premises
        if step.statement.name == "coll" and self.collinear:
            return False
        match step.reason:
            case ByRule(rule=rule):
                if rule in _ALWAYS_SILENT:
                    return rule != "midpoint" or self.easy(premises)
                if rule == _ONE_CIRCLE and len(set(premises)) <= _MOST_TO_PUT_TOGETHER:
                    return True
                if rule == _ONE_CIRCLE or rule in _ROUND_A_CENTRE:
                    return self.obvious.issuperset(premises)
                return rule in _SILENT_OF_SILENT and self.easy(premises)
            case ByAlgebra():
                return self._silent_algebra(step, step.reason)
        return False

    def _silent_algebra(self, step: Step, reason: ByAlgebra) -> bool:
        if _only_names_lines(step, self.steps):
            return True
        kinds = {self.steps[p].statement.name for p in step.premises}
        telling = [p for p in step.premises if self.steps[p].statement.name != "coll"]
        if len(telling) == 1 and self._restates(step, telling[0], reason):
            self.alias[step.id] = telling[0]
            return True
        if step.statement.name == "coll" and self._one_line_by_the_text(telling):
            return True
        if step.statement.name == "cong" and kinds == {"cong"} and len(step.premises) <= 2:
            return True
        return reason.table == "length" and len(step.premises) <= 2 and self.easy(step.premises)

    def _one_line_by_the_text(self, premises: Sequence[int]) -> bool:
        """Tell whether the text itself puts points on one parallel, or perpendicular, to a line.

        P and Q are on the parallel to AB through K: that K, P, Q are collinear, everybody sees.
        """
        said = {self.steps[p].statement.name for p in premises}
        given = all(_given(self.steps[p]) for p in premises)
        return len(premises) == 2 and given and said in ({"para"}, {"perp"})

    def _restates(self, step: Step, premise: int, reason: ByAlgebra) -> bool:
        """Tell whether the step says what one premise says, lines called by other points."""
        said = self.steps[premise].statement
        if reason.table != "angle":
            return len(reason.terms) == 1 and abs(reason.terms[0].coefficient) == 1
        if said.name != step.statement.name:
            return False
        forms = [
            {form for e in facets(s) if e.table == "angle" and (form := directions(e, self.lines))}
            for s in (said, step.statement)
        ]
        both = forms[1] | {form.times(-1) for form in forms[1]}
        return said.name in ("perp", "para", "eqangle", "aconst") and bool(forms[0] & both)


def _only_names_lines(step: Step, steps: Sequence[Step]) -> bool:
    """Tell whether a step does nothing but call lines by other points of theirs."""
    kinds = {steps[p].statement.name for p in step.premises}
    return isinstance(step.reason, ByAlgebra) and kinds <= {"coll"}


def outline_of(proof: Proof, *, collinear: bool = False) -> Outline:
    """Return what is told of a proof, and in which order; of lines only if it is asked for."""
    reader = _Reader(proof, collinear=collinear)
    told = [s.id for s in proof.steps if not _given(s) and s.id not in reader.silent]
    plan = _Plan(proof.steps, told, reader.silent)
    return Outline(
        proof,
        plan.blocks(),
        frozenset(reader.silent),
        reader.alias,
        frozenset(reader.obvious),
        collinear,
    )


@dataclass
class _Plan:
    """The graph of the told steps; an edge leads from a step to one that uses it."""

    steps: Sequence[Step]
    told: list[int]
    silent: set[int]

    @cached_property
    def needs(self) -> dict[int, set[int]]:
        """For each step that is told: those it stands on, silent ones passed through."""
        through: dict[int, set[int]] = {}
        found: dict[int, set[int]] = {}
        for step in self.steps:
            direct: set[int] = set()
            for p in step.premises:
                direct |= through.get(p, set()) if p in self.silent else {p}
            direct = {p for p in direct if not _given(self.steps[p])}
            through[step.id] = direct
            found[step.id] = direct
        return {i: found[i] for i in self.told}

    @cached_property
    def uses(self) -> dict[int, list[int]]:
        """The steps that are told and stand on each one."""
        found: dict[int, list[int]] = {i: [] for i in self.told}
        for i in self.told:
            for p in self.needs[i]:
                found[p].append(i)
        return found

    @cached_property
    def within(self) -> dict[int, int]:
        """Steps that are told within the sentence of another, and which."""
        found: dict[int, int] = {}
        for i in self.told:
            users = self.uses[i]
            if len(users) != 1 or not isinstance(self.steps[users[0]].reason, ByRule):
                continue
            reason = self.steps[i].reason
            signs = self.steps[i].statement.name in _WITHIN
            few = len(_heavy(self.steps, i)) <= _MOST_WITHIN
            if signs and few and isinstance(reason, ByAlgebra):
                if i in self.steps[users[0]].premises and i not in found.values():
                    found[i] = users[0]
        return {i: user for i, user in found.items() if user not in found}

    @cached_property
    def mains(self) -> list[int]:
        """The steps with a sentence of their own."""
        return [i for i in self.told if i not in self.within]

    @cached_property
    def dominator(self) -> dict[int, int]:
        """For each step with a sentence, the nearest through which all of its uses lead."""
        found: dict[int, int] = {}
        depth: dict[int, int] = {self.mains[-1]: 0}
        for i in reversed(self.mains[:-1]):
            users = {self.within.get(u, u) for u in self.uses[i]}
            common = min(users) if users else self.mains[-1]
            for user in users:
                common = self._meet(common, user, found, depth)
            found[i] = common
            depth[i] = depth[common] + 1
        return found

    @staticmethod
    def _meet(a: int, b: int, up: dict[int, int], depth: dict[int, int]) -> int:
        while a != b:
            if depth[a] >= depth[b]:
                a = up[a]
            else:
                b = up[b]
        return a

    def claims(self) -> set[int]:
        """Choose the steps that are worth a heading; the last step is always among them."""
        last = self.mains[-1]
        if len(self.mains) <= _FEW:
            return {last}
        chosen = {last}
        own = dict.fromkeys(self.mains, 1)  # sentences below each that no claim has taken
        for i in self.mains[:-1]:
            up = self.dominator[i]
            size = own[i]
            name = self.steps[i].statement.name
            enough = size > _SMALLEST or (name in _STRONG and len(self.uses[i]) > 1)
            if name in _CLAIMS and size >= _SMALLEST and enough and not self._half(i):
                chosen.add(i)
            else:
                own[up] += size
        return chosen

    def _half(self, i: int) -> bool:
        """Tell whether an angle equality is there for the next sentence, which says more."""
        up = self.dominator[i]
        return (
            self.steps[i].statement.name == "eqangle"
            and self.steps[up].statement.name in _CLAIMS
            and self.needs[up] == {i}
            and up != self.mains[-1]
        )

    def blocks(self) -> tuple[Block, ...]:
        """Put the sentences in order, those of each claim together."""
        chosen = self.claims()
        owner: dict[int, int] = {}
        for i in reversed(self.mains):
            owner[i] = i if i in chosen else owner[self.dominator[i]]
        placed: set[int] = set()
        blocks: list[Block] = []

        def required(i: int) -> set[int]:
            parts = [i, *(p for p, user in self.within.items() if user == i)]
            return {n for p in parts for n in self.needs[p]} - set(parts)

        def around(key: int) -> set[int]:
            """Return the claim and those whose proof it is a part of."""
            found = {key}
            while key != self.mains[-1]:
                key = self.dominator[key]
                found.add(key)
            return found

        def emit(key: int) -> None:
            outer = around(key)
            members = [i for i in self.mains if owner[i] == key and i not in placed]
            wanted, queue = set(members), list(members)
            while queue:  # what it needs that is not told yet, unless another claim has it
                for n in sorted(required(queue.pop())):
                    if n in placed or n in wanted:
                        continue
                    if owner[n] not in outer:
                        emit(owner[n])
                        continue
                    wanted.add(n)
                    queue.append(n)
            order = sorted(i for i in wanted if i not in placed)
            placed.update(order)
            if order:
                blocks.append(Block(tuple(self._group(i) for i in order)))

        for key in sorted(chosen):
            emit(key)
        return self._with_silent(blocks)

    def _group(self, step: int) -> Group:
        within = tuple(sorted(p for p, user in self.within.items() if user == step))
        return Group(step, within, ())

    def _with_silent(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """Give every silent step to the first sentence that uses it, unused ones to the last."""
        left = set(self.silent)
        out = []
        for block in blocks:
            groups = []
            for group in block.groups:
                found: set[int] = set()
                queue = [group.step, *group.within]
                while queue:
                    for p in self.steps[queue.pop()].premises:
                        if p in left:
                            left.remove(p)
                            found.add(p)
                            queue.append(p)
                        elif p in self.silent:
                            continue
                groups.append(Group(group.step, group.within, tuple(sorted(found))))
            out.append(groups)
        if left:
            last = out[-1][-1]
            out[-1][-1] = Group(last.step, last.within, tuple(sorted({*last.silent, *left})))
        return tuple(Block(tuple(groups)) for groups in out)


def _heavy(steps: Sequence[Step], step: int) -> list[int]:
    """Return the premises of a step that are more than the name of a line."""
    return [p for p in steps[step].premises if steps[p].statement.name != "coll"]
