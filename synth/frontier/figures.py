"""Figures in which hard theorems are looked for, from three sources.

*sampler*: the random figures of ordinary theorems. *idioms*: figures grown by the constructions of
competition problems, those steps first after which most is known. *configuration*: a known
configuration (``problems/configurations/known.txt``) with some more points.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from importlib.resources import files
from pathlib import Path

from porism.geometry.figure.plan import make_plan
from porism.geometry.language.reader import read_problems
from porism.geometry.names import point_name
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.synth.auxiliary import Grown, best_step, facts_gained, grow_figure
from porism.synth.frontier.idioms import IDIOM_BASES, propose
from porism.synth.minimal import closed
from porism.synth.sampler import Proposal, Sketch
from porism.synth.verify import Rejected, drawn

__all__ = ["CONFIGURATIONS", "SOURCES", "Source", "add_idioms", "configured", "sketched"]

CONFIGURATIONS = Path(str(files("porism") / "problems" / "configurations" / "known.txt"))
"""Known configurations: figures with names, without goals."""

Source = Callable[[str], Grown | None]
"""Makes the figure of a seed; None where it cannot be drawn."""

_IDIOM_STEPS = (6, 14)
_MORE_STEPS = (0, 12)  # after a known configuration
_ALTERNATIVES = 4  # proposals that compete for one step
_SIZE = 1.5  # of a configuration's figure: what the sampler expects
_MOST_POINTS = 24


def add_idioms(grown: Grown, steps: int, focus: Sequence[str] = ()) -> Grown:
    """Let a figure grow by idioms, by those after which most is known; its sketch changes."""
    sketch, closure = grown.sketch, grown.closure
    for _ in range(steps):
        if len(sketch.at) >= _MOST_POINTS:
            break
        step = best_step(closure, partial(propose, sketch, focus), facts_gained, _ALTERNATIVES)
        if step is None:
            break
        proposal, closure = step
        sketch.accept(proposal)
    return Grown(sketch, closure)


def _idiomatic(seed: str) -> Grown:
    sketch = Sketch(seed)
    sketch.begin(IDIOM_BASES)
    grown = Grown(sketch, closed(sketch.clauses, sketch.coordinates))
    return add_idioms(grown, sketch.random.randint(*_IDIOM_STEPS))


def _configured(seed: str) -> Grown | None:
    sketch = Sketch(seed)
    problem = sketch.random.choice(_configurations())
    grown = configured(problem, sketch)
    return grown and add_idioms(grown, sketch.random.randint(*_MORE_STEPS))


@lru_cache(maxsize=1)
def _configurations() -> tuple[Problem, ...]:
    return tuple(read_problems(CONFIGURATIONS, need_goal=False))


def configured(problem: Problem, sketch: Sketch) -> Grown | None:
    """Put the figure of a problem into an empty sketch; None where it cannot be drawn.

    Its points get the names that a sketch gives.
    """
    names = {p: point_name(k) for k, p in enumerate(problem.points)}
    plan = make_plan(Problem(problem.name, problem.rename(names).clauses))
    try:
        at, _ = drawn(plan, sketch.random.getrandbits(36))
    except Rejected:
        return None
    places = {p: complex(*place) for p, place in at.items()}
    middle = sum(places.values()) / len(places)
    unit = max(abs(z - middle) for z in places.values()) / _SIZE
    _accept(sketch, plan.problem.clauses, {p: (z - middle) / unit for p, z in places.items()})
    return Grown(sketch, closed(sketch.clauses, sketch.coordinates))


def sketched(clauses: Iterable[Clause], at: Coordinates, seed: str) -> Sketch:
    """Return a sketch that has some clauses; their points have the names that a sketch gives."""
    sketch = Sketch(seed)
    _accept(sketch, clauses, {p: complex(*place) for p, place in at.items()})
    return sketch


def _accept(sketch: Sketch, clauses: Iterable[Clause], places: Mapping[str, complex]) -> None:
    for clause in clauses:
        sketch.accept(Proposal(clause, tuple(places[p] for p in clause.points)))


SOURCES: dict[str, Source] = {
    "sampler": grow_figure,
    "idioms": _idiomatic,
    "configuration": _configured,
}
"""The sources by name."""
