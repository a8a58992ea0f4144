"""Ordinary theorems, block by block: the figures of a block, and the theorems in them.

A block is a function of its seed and number alone, so it does not matter who computes it, or
whether it was begun before.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Container, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from random import Random

from porism.ddar.mining import derived_statements
from porism.geometry.checker.proof_json import to_json
from porism.geometry.errors import PorismError
from porism.geometry.language import to_text
from porism.geometry.problem import Problem
from porism.synth.auxiliary import Grown, MinedFigure, find_auxiliary, grow_figure
from porism.synth.canonical import canonical_form, canonically_named, fingerprint
from porism.synth.minimal import minimal
from porism.synth.pipeline.recipe import Block, Recipe
from porism.synth.pipeline.rows import Row
from porism.synth.prune import prune_premises
from porism.synth.statements import Candidate, is_trivial, selected
from porism.synth.verify import Rejected, givens, verified

__all__ = ["FIGURES", "generator", "make_block", "ordinary"]

FIGURES = 100
"""Figures in a block, unless a caller wants it otherwise."""

_GENERATOR = 7  # changes whenever the same seed gives other rows

_PLAIN = 2  # theorems without auxiliary points kept from a figure, of different kinds
_HELPED = 6  # theorems for each helpful point, different kinds first
_HARVEST = 6  # statements of each kind that are looked at
_FEWEST_STEPS = 3
_MOST_STEPS = 400

_MERGE = 20_000  # rows that are worth a merge


def generator() -> str:
    """Return the version of the generator: rows of one version can be made again."""
    return f"{version('porism')}+synth.{_GENERATOR}"


def ordinary() -> Recipe:
    """Return how ordinary theorems are made."""
    return Recipe(generator(), Row, make_block, _MERGE)


def make_block(
    seed: int, block: int, excluded: Container[str] = (), figures: int = FIGURES
) -> Block:
    """Compute a block of so many figures, without the problems whose hashes are ``excluded``."""
    with _uncollected():
        return _Maker(seed, block, excluded).run(figures)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Do without the collector of cycles: figures and proofs make hardly any (a few in a block)."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class _Maker:
    """Makes one block: the rows found so far, and what became of all that was tried."""

    def __init__(self, seed: int, block: int, excluded: Container[str]) -> None:
        self.seed = seed
        self.block = block
        self.figure = 0
        self.excluded = excluded
        self.rows: dict[str, Row] = {}
        self.tally: Counter[str] = Counter()
        self.generator = generator()

    def run(self, figures: int) -> Block:
        """Return the block of so many figures."""
        for k in range(figures):
            name = f"{self.seed}/{self.block}/{k}"
            random = Random(f"{name}/goals")
            self.figure = k
            self.tally["figures"] += 1
            for figure, count in self._figures(grow_figure(name)):
                chosen = selected(figure.closure, figure.statements, count, random)
                for candidate in chosen:
                    self._consider(figure, candidate, random)
        return Block(tuple(self.rows.values()), self.tally)

    def _figures(self, grown: Grown) -> Iterator[tuple[MinedFigure, int]]:
        """Yield a figure, and it with each helpful point; say how many theorems may be kept."""
        closure, seed = grown.closure, grown.sketch.random.getrandbits(63)
        yield MinedFigure(closure, tuple(derived_statements(closure, _HARVEST, seed))), _PLAIN
        for figure in find_auxiliary(grown):
            self.tally["helpful points"] += 1
            yield figure, _HELPED

    def _consider(self, figure: MinedFigure, candidate: Candidate, random: Random) -> None:
        """Make a row of a candidate, or count why not."""
        self.tally["candidates"] += 1
        first = prune_premises(figure.clauses, candidate.goal, candidate.basis.premises)
        found = minimal(first, figure.closure.coordinates)
        if found is None or is_trivial(found.basis):
            self.tally["trivial"] += 1
            return
        if any(
            c.name == "free" for clause in found.problem.auxiliary for c in clause.constructions
        ):
            self.tally["odd"] += 1  # an unconstrained auxiliary point carries no information
            return
        try:
            self._row(found.problem, random.getrandbits(36))
        except Rejected as reason:
            self.tally[str(reason)] += 1
        except (PorismError, ArithmeticError) as error:
            # A defect, but no reason to give up a run of hours: it is seen in the tally.
            self.tally[type(error).__name__] += 1

    def _row(self, problem: Problem, figure_seed: int) -> None:
        """Make a row of a problem. Raises Rejected for one that is known or does not stand."""
        form = canonical_form(problem)
        key = fingerprint(form.text)
        if key in self.rows:
            raise Rejected("repeated")
        if key in self.excluded:
            raise Rejected("excluded")
        text = to_text(canonically_named(problem, form.number))
        found = verified(text, f"synthetic-{key[:12]}", figure_seed, self.generator)
        used = givens(found.proof)
        steps = len(found.proof.steps) - len(used)
        if steps < _FEWEST_STEPS:
            raise Rejected("trivial")
        if steps > _MOST_STEPS:
            raise Rejected("long")
        (goal,) = found.problem.goals
        self.rows[key] = Row(
            hash=key,
            problem=text,
            goal=str(goal),
            kind=goal.name,
            proof=to_json(found.proof),
            steps=steps,
            points=len(found.problem.points),
            aux_points=sum(len(clause.points) for clause in found.problem.auxiliary),
            figure_seed=found.seed,
            block=self.block,
            figure=self.figure,
            number=len(self.rows),
            generator=self.generator,
        )
        self.tally["with_aux"] += bool(found.problem.auxiliary)
