"""Figures in which there is something to prove.

Of several random constructions one is kept after which much is known, or much is *open*: true in
the figure and not known to follow. A figure is closed after each of its steps (which costs what
the new point touches), so both are there to be counted. What is open may be a theorem that needs
a point more. Such points are looked for as a prover would, and each one found is a theorem with
its auxiliary point. In figures that are merely random the share of problems that need auxiliary
points was 9 % (Trinh et al., Nature 625 (2024)).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from porism.ddar.closure import Closure
from porism.ddar.engine import extend
from porism.ddar.mining import open_conjectures
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause
from porism.synth.minimal import LIMITS, closed
from porism.synth.sampler import Proposal, Sketch

__all__ = [
    "ANGLE_OR_RATIO",
    "Grown",
    "MinedFigure",
    "best_step",
    "facts_gained",
    "find_auxiliary",
    "grow_figure",
]

_STEPS = (4, 11)  # constructions after the beginning
_MOST_POINTS = 24
_ALTERNATIVES = 5  # constructions that compete for one step
_TRIES = 20  # proposals for one step, most of which cannot be carried out
_SHARE_OPEN = 0.9  # of the figures: alternatives are judged by what is open
_SIMPLE = 20.0  # worth of an open statement without angles or ratios, in known facts
_OTHER = 3.0  # worth of the others
_KNOWN = 0.2  # worth of a known fact where open ones count
_JUDGED = 3  # open statements of each kind that count
_OPEN = 6  # open statements of each kind that are looked at
_ROUNDS = 4  # of looking for helpful points; each goes on with the best of the last
_ROUND = 30  # proposals in a round
_MOST_FACTS = 4000  # a figure in which more follows is too special

ANGLE_OR_RATIO = frozenset({"eqangle", "eqratio"})
"""Kinds of statements of which every figure has plenty."""


@dataclass(frozen=True)
class MinedFigure:
    """A closed figure and the statements in it that are of interest."""

    closure: Closure
    statements: tuple[Predicate, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """What the figure is made from, in order."""
        return self.closure.problem.all_clauses


@dataclass(frozen=True)
class Grown:
    """A sketch and its closure."""

    sketch: Sketch
    closure: Closure


def grow_figure(seed: str) -> Grown:
    """Return the random figure of a seed."""
    sketch = Sketch(seed)
    sketch.begin()
    closure = closed(sketch.clauses, sketch.coordinates)
    judges_open = sketch.random.random() < _SHARE_OPEN
    for _ in range(sketch.random.randint(*_STEPS)):
        if len(sketch.at) >= _MOST_POINTS or len(closure) > _MOST_FACTS:
            break
        step = best_step(
            closure, sketch.propose, _worth_open if judges_open else facts_gained, _ALTERNATIVES
        )
        if step is None:
            break
        proposal, closure = step
        sketch.accept(proposal)
    return Grown(sketch, closure)


def best_step(
    closure: Closure,
    propose: Callable[[], Proposal | None],
    worth: Callable[[Closure, Proposal, Closure], float],
    alternatives: int,
) -> tuple[Proposal, Closure] | None:
    """Return the proposal that is worth most, and the closure with it carried out.

    So many ``alternatives`` compete, or those that twenty tries give; None where none can be
    carried out. ``worth`` is told the closure before, the proposal, and the closure after it.
    """
    best: tuple[float, Proposal, Closure] | None = None
    for _ in range(_TRIES):
        proposal = propose()
        if proposal is None:
            continue
        extended = _carried_out(closure, proposal)
        found = worth(closure, proposal, extended)
        if best is None or found > best[0]:
            best = found, proposal, extended
        alternatives -= 1
        if not alternatives:
            break
    return None if best is None else best[1:]


def _carried_out(closure: Closure, proposal: Proposal) -> Closure:
    """Return the closure with a proposal carried out."""
    places = zip(proposal.clause.points, proposal.places, strict=True)
    at = {name: (z.real, z.imag) for name, z in places}
    return extend(closure, (proposal.clause,), at, LIMITS)


def facts_gained(before: Closure, proposal: Proposal, after: Closure) -> int:
    """Count the facts that a proposal gave, without its premises."""
    given = sum(not s.kind.figure_only for s in proposal.clause.premises)
    return len(after) - len(before) - given


def _worth_open(before: Closure, proposal: Proposal, after: Closure) -> float:
    """Rate a proposal by what is open after it, and a little by what is known."""
    return _KNOWN * facts_gained(before, proposal, after) + _openness(after)


def _openness(closure: Closure) -> float:
    """Rate what is open in a figure, in known facts."""
    found = open_conjectures(closure, _JUDGED, 1)
    return sum(_OTHER if s.name in ANGLE_OR_RATIO else _SIMPLE for s in found)


def find_auxiliary(grown: Grown) -> Iterator[MinedFigure]:
    """Look for points that prove what is open in a figure; yield figures with what they prove.

    The sketch grows on the way.
    """
    sketch, closure = grown.sketch, grown.closure
    seed = sketch.random.getrandbits(63)
    still_open = open_conjectures(closure, _OPEN, seed)
    if still_open:
        knowing = closed(sketch.clauses, sketch.coordinates, sines=True)
        still_open = [s for s in still_open if not knowing.holds(s)]
    for _ in range(_ROUNDS):
        if not still_open or len(sketch.at) >= _MOST_POINTS or len(closure) > _MOST_FACTS:
            return
        best: tuple[int, Proposal, Closure] | None = None
        asked = [(s, closure.encode(s)) for s in still_open]
        for _ in range(_ROUND):
            proposal = sketch.propose(helping=True, focus=_focus(still_open, sketch))
            if proposal is None:
                continue
            extended = _carried_out(closure, proposal)
            # points keep their numbers, so that a statement need be written once only
            proved = [s for s, said in asked if extended.core.holds(*said)]
            if proved:
                yield MinedFigure(extended, tuple(proved))
                still_open = [s for s in still_open if s not in proved]
                asked = [(s, closure.encode(s)) for s in still_open]
                if not still_open:
                    return
                continue
            gain = facts_gained(closure, proposal, extended)
            if best is None or gain > best[0]:
                best = gain, proposal, extended
        if best is None:
            return
        _, proposal, closure = best
        sketch.accept(proposal)


def _focus(statements: Sequence[Predicate], sketch: Sketch) -> list[str]:
    """Return the points of one of the statements."""
    return list(dict.fromkeys(sketch.random.choice(statements).points))
