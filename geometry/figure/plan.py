"""In what order, and from what, the points of a problem are placed.

A plan is made once for a problem. Constructions are taken clause by clause, as they stand.
Where only predicates are given there is no such order and
:mod:`porism.geometry.figure.construction_order` finds one; what it cannot order is left to a
simultaneous solution (a step with several points and no recipe).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.equations import facets
from porism.geometry.figure.construction_order import peel
from porism.geometry.figure.recipes import LOCI, PLACES, SAMPLES
from porism.geometry.figure.shapes import SHAPES
from porism.geometry.figure.system import equations_meant
from porism.geometry.measure.vectors import places_given
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.symmetry import CYCLE
from porism.geometry.words import degrees

__all__ = ["Plan", "Source", "Step", "is_oriented", "make_plan"]


@dataclass(frozen=True)
class Source:
    """What confines one new point: a recipe over ``known`` points, or plain premises.

    ``constants`` follow the points in the call of the recipe.
    """

    recipe: str | None
    known: tuple[str, ...]
    premises: tuple[Predicate, ...]
    constants: tuple[float, ...] = ()


@dataclass(frozen=True)
class Step:
    """Place ``points``: at fixed coordinates, by a shape, by a recipe, on loci, or solved.

    ``recipe`` names an entry of SHAPES (no ``known`` points) or PLACES; without one, a single
    point is placed on the loci of its ``sources`` and several points are solved for.
    ``sample`` names an entry of SAMPLES when the point has a degree of freedom and a recipe to
    use it well. ``text`` says for error messages what is being placed.
    """

    points: tuple[str, ...]
    text: str
    fixed: tuple[complex, ...] = ()
    recipe: str | None = None
    known: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    sample: str | None = None


@dataclass(frozen=True)
class Plan:
    """The steps of a problem, what its figures satisfy and the conditions to be checked.

    ``premises`` are the problem's, and the equations that its constructions mean beyond them.
    ``ordering`` are the premises that only a figure can tell and what constructions mean beyond
    their premises; ``checks`` has them by the step that places the last of their points.
    ``unit`` is the length that free shapes are scaled to, ``middle`` where they are placed;
    ``fixed`` points have coordinates.
    ``oriented``: some construction or premise tells clockwise from counter-clockwise.
    """

    problem: Problem
    steps: tuple[Step, ...]
    premises: tuple[Predicate, ...]
    conditions: tuple[Predicate, ...]
    ordering: tuple[Predicate, ...]
    checks: tuple[tuple[Predicate, ...], ...]
    unit: float = 1.0
    middle: complex = 0j
    fixed: tuple[str, ...] = ()
    oriented: bool = False


def make_plan(
    problem: Problem, known: Mapping[str, complex] | None = None, *, jointly: bool = False
) -> Plan:
    """Plan a problem whose ``known`` points have positions, by default those given with it.

    ``jointly``: points that a clause states together are solved for together. Two circles CDE and
    ABE meet in F where E is anywhere; but if E and F are stated together, it is as general that
    all six points are on one circle. An order of placing shows one of such families only.
    """
    steps: list[Step] = []
    loose: list[Clause] = []
    held = _given(problem) if known is None else known
    for clause in problem.all_clauses:
        fixed = tuple(p for p in clause.points if p in held)
        new = tuple(p for p in clause.points if p not in held)
        if fixed:
            steps.append(Step(fixed, _text(clause), fixed=tuple(held[p] for p in fixed)))
        if not clause.constructions:
            loose.append(clause)
        elif new:
            steps.extend(_loose_steps(loose, steps, jointly))  # the next may rest on them
            loose = []
            whole = Clause(new, clause.constructions, clause.predicates)
            steps.extend(_clause_steps(whole, jointly))
    steps.extend(_loose_steps(loose, steps, jointly))
    conditions = tuple(
        dict.fromkeys(
            p for clause in problem.all_clauses for p in (*clause.conditions, *_proper(clause))
        )
    )
    ordering = tuple(
        dict.fromkeys((*(p for p in problem.premises if p.kind.figure_only), *problem.meaning))
    )
    return Plan(
        problem,
        tuple(steps),
        equations_meant(problem),
        conditions,
        ordering,
        _by_step(steps, ordering),
        *_scale(problem, held),
        fixed=tuple(held),
        oriented=_oriented(problem),
    )


def _by_step(
    steps: Sequence[Step], ordering: Sequence[Predicate]
) -> tuple[tuple[Predicate, ...], ...]:
    placed: set[str] = set()
    checks = []
    for step in steps:
        placed |= set(step.points)
        new = set(step.points)
        checks.append(tuple(s for s in ordering if new & set(s.points) and placed >= set(s.points)))
    return tuple(checks)


def _oriented(problem: Problem) -> bool:
    return any(map(is_oriented, (*problem.premises, *problem.meaning)))


def is_oriented(statement: Predicate) -> bool:
    """Tell whether it tells a figure from its mirror image without naming another triangle."""
    kind = statement.kind
    return kind.symmetry is CYCLE or "angle" in (kind.constant, kind.linear)


def _proper(clause: Clause) -> list[Predicate]:
    """The corners of a shape are different points."""
    return [
        Predicate("diff", corners)
        for c in clause.constructions
        if c.name in SHAPES
        for corners in combinations(c.arguments, 2)
    ]


def _given(problem: Problem) -> dict[str, complex]:
    return {point: complex(*place) for point, place in places_given(problem).items()}


def _scale(problem: Problem, fixed: Mapping[str, complex]) -> tuple[float, complex]:
    """Length and centre for free shapes: of the fixed points, else of the given lengths."""
    if len(fixed) > 1:
        places = list(fixed.values())
        middle = sum(places) / len(places)
        size = max(abs(p - middle) for p in places)
        if size > 0:
            return size, middle
    lengths = sorted(
        float(p.constants[0]) ** float(1 / facets(p)[0].terms[0][1])  # a power of the length
        for p in problem.premises
        if p.kind.constant == "length"
    )
    unit = lengths[len(lengths) // 2] if lengths else 1.0
    return unit, sum(fixed.values(), 0j)


def _text(clause: Clause) -> str:
    """The clause as a person wrote it, more or less."""
    made = ", ".join(" ".join((c.name, *c.arguments, *_constants(c))) for c in clause.constructions)
    given = ", ".join(str(p) for p in clause.predicates)
    return f"{' '.join(clause.points)} = {made or given}"


def _constants(construction: Construction) -> list[str]:
    definition = CONSTRUCTIONS.get(construction.name)
    is_angle = definition is not None and definition.constant == "angle"
    return [degrees(q) if is_angle else str(q) for q in construction.constants]


# --- clauses with constructions -------------------------------------------------------------


def _known(construction: Construction, new: Sequence[str]) -> tuple[str, ...]:
    return tuple(p for p in construction.arguments if p not in new)


def _is_whole(construction: Construction, known: Sequence[str]) -> bool:
    """Tell whether all its new points are still to be placed, as a recipe takes for granted."""
    definition = CONSTRUCTIONS.get(construction.name)
    return definition is not None and len(known) == len(definition.given)


def _clause_steps(clause: Clause, jointly: bool) -> list[Step]:
    text, new = _text(clause), clause.points
    first = clause.constructions[0]
    known = _known(first, new)
    made = tuple(p for p in first.arguments if p in new)
    if len(clause.constructions) == 1 and set(made) == set(new) and _is_whole(first, known):
        if first.name in SHAPES and not known:
            return [Step(made, text, recipe=first.name)]
        if first.name in PLACES and known:
            return [Step(made, text, recipe=first.name, known=known)]
    if len(new) == 1:
        sources = []
        for c in clause.constructions:
            known = _known(c, new)
            if c.name in SHAPES and not c.premises:
                continue
            recipe = c.name if c.name in LOCI and _is_whole(c, known) else None
            sources.append(Source(recipe, known, c.premises, tuple(map(float, c.constants))))
        stated = Clause((), (), clause.predicates).premises
        if any(not s.kind.figure_only for s in stated):
            sources.append(Source(None, (), stated))
        sample = None
        if len(sources) == 1 and sources[0].recipe in SAMPLES:
            sample = sources[0].recipe
        return [Step(new, text, sources=tuple(sources), sample=sample)]
    return _solved(clause, new) if jointly else _peeled(new, clause.premises, text)


# --- clauses with predicates only -----------------------------------------------------------


def _loose_steps(clauses: Sequence[Clause], before: Sequence[Step], jointly: bool) -> list[Step]:
    placed = {p for step in before for p in step.points}
    if jointly and any(len(clause.points) > 1 for clause in clauses):
        return [
            step
            for clause in clauses
            for step in _solved(clause, [p for p in clause.points if p not in placed])
        ]
    points = [p for clause in clauses for p in clause.points if p not in placed]
    premises = [p for clause in clauses for p in clause.premises]
    return _peeled(points, premises, "the premises on")


def _solved(clause: Clause, points: Sequence[str]) -> list[Step]:
    """Plan points to be solved for together, if the clause says anything of two of them."""
    equations = [s for s in clause.premises if not s.kind.figure_only or s.name == "between"]
    if len(points) < 2 or not equations:
        return _peeled(points, clause.premises, _text(clause))
    return [Step(tuple(points), _text(clause), sources=(Source(None, (), tuple(equations)),))]


def _peeled(points: Sequence[str], premises: Sequence[Predicate], text: str) -> list[Step]:
    return [
        Step(group, f"{text} {' '.join(group)}", sources=(Source(None, (), mine),))
        for group, mine in peel(points, premises)
    ]
