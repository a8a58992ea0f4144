"""Figures in which there is something to prove.

Of several random constructions one is kept after which much is known, or much is *open*: true in
the figure and not known to follow. A figure is closed after each of its steps (which costs what
the new point touches), so both are there to be counted. What is open may be a theorem that needs
a point more. Such points are looked for as a prover would, and each one found is a theorem with
its auxiliary point. In figures that are merely random the share of problems that need auxiliary
points was 9 % (Trinh et al., Nature 625 (2024)).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from porism.ddar import _core
from porism.geometry.problem import Clause
from porism.synth.closing import Closing
from porism.synth.minimal import closed
from porism.synth.sampler import Proposal, Sketch

__all__ = ["CORNERS", "Figure", "Grown", "grow", "helped"]

_STEPS = (2, 11)  # constructions after the beginning
_MOST_POINTS = 24
_RIVALS = 5  # constructions that compete for one step
_TRIES = 20  # proposals for one step, most of which cannot be carried out
_SHARE_OPEN = 0.9  # of the figures: rivals are judged by what is open
_SIMPLE = 20.0  # worth of an open statement without angles or ratios, in known facts
_OTHER = 3.0  # worth of the others
_KNOWN = 0.2  # worth of a known fact where open ones count
_JUDGED = 3  # open statements of each kind that count
_OPEN = 6  # open statements of each kind that are looked at
_ROUNDS = 4  # of looking for helpful points; each goes on with the best of the last
_ROUND = 30  # proposals in a round
_MOST_FACTS = 4000  # a figure in which more follows is too special

CORNERS = frozenset({"eqangle", "eqratio"})
"""Kinds of statements of which every figure has plenty."""


@dataclass(frozen=True)
class Figure:
    """A closed figure and the statements in it that are of interest."""

    clauses: tuple[Clause, ...]
    coordinates: dict[str, tuple[float, float]]
    closing: Closing
    statements: tuple[_core.Statement, ...]


@dataclass(frozen=True)
class Grown:
    """A sketch and its closure."""

    sketch: Sketch
    closing: Closing


def grow(seed: str) -> Grown:
    """Return the random figure of a seed."""
    sketch = Sketch(seed)
    sketch.begin()
    closing = Closing()
    closing.add(sketch.clauses, sketch.coordinates)
    closing.close()
    judges_open = sketch.random.random() < _SHARE_OPEN
    for _ in range(sketch.random.randint(*_STEPS)):
        if len(sketch.at) >= _MOST_POINTS or len(closing) > _MOST_FACTS:
            break
        best: tuple[float, Proposal, Closing] | None = None
        rivals = 0
        for _ in range(_TRIES):
            proposal = sketch.propose()
            if proposal is None:
                continue
            extended, gain = _extended(closing, proposal)
            worth = _KNOWN * gain + _openness(extended) if judges_open else gain
            if best is None or worth > best[0]:
                best = worth, proposal, extended
            rivals += 1
            if rivals == _RIVALS:
                break
        if best is None:
            break
        _, proposal, closing = best
        sketch.accept(proposal)
    return Grown(sketch, closing)


def _extended(closing: Closing, proposal: Proposal) -> tuple[Closing, int]:
    """Return the closure with a proposal carried out, and how many facts that gave."""
    extended = closing.clone()
    places = zip(proposal.clause.points, proposal.places, strict=True)
    extended.add((proposal.clause,), {name: (z.real, z.imag) for name, z in places})
    given = len(extended) - len(closing)
    extended.close()
    return extended, len(extended) - len(closing) - given


def _openness(closing: Closing) -> float:
    found = _core.harvest(closing.core, len(closing.names), _JUDGED, 1, True)
    return sum(_OTHER if kind in CORNERS else _SIMPLE for kind, _, _ in found)


def helped(grown: Grown) -> Iterator[Figure]:
    """Look for points that prove what is open in a figure; yield figures with what they prove.

    The sketch grows on the way.
    """
    sketch, closing = grown.sketch, grown.closing
    seed = sketch.random.getrandbits(63)
    still_open = _core.harvest(closing.core, len(closing.names), _OPEN, seed, True)
    if still_open:
        knowing = closed(sketch.clauses, sketch.coordinates, sines=True)
        still_open = [s for s in still_open if not knowing.core.holds(*s)]
    for _ in range(_ROUNDS):
        if not still_open or len(sketch.at) >= _MOST_POINTS or len(closing) > _MOST_FACTS:
            return
        best: tuple[int, Proposal, Closing] | None = None
        for _ in range(_ROUND):
            proposal = sketch.propose(helping=True, focus=_focus(still_open, closing, sketch))
            if proposal is None:
                continue
            extended, gain = _extended(closing, proposal)
            proved = [s for s in still_open if extended.core.holds(*s)]
            if proved:
                places = zip(proposal.clause.points, proposal.places, strict=True)
                yield Figure(
                    (*sketch.clauses, proposal.clause),
                    {**sketch.coordinates, **{n: (z.real, z.imag) for n, z in places}},
                    extended,
                    tuple(proved),
                )
                still_open = [s for s in still_open if s not in proved]
                if not still_open:
                    return
            elif best is None or gain > best[0]:
                best = gain, proposal, extended
        if best is None:
            return
        _, proposal, closing = best
        sketch.accept(proposal)


def _focus(statements: Sequence[_core.Statement], closing: Closing, sketch: Sketch) -> list[str]:
    """Return the points of one of the statements."""
    _, points, _ = sketch.random.choice(statements)
    return [closing.names[p] for p in dict.fromkeys(points)]
