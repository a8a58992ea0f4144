"""Auxiliary points from the language model, alone or among those of the heuristic.

The network sees the statement and the points added so far, and says which construction comes
next; a figure says where its points are. A construction that cannot be drawn, or that gives
points which are there already, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from porism.geometry.errors import ParseError
from porism.geometry.figure.build import Dead, Limits, build
from porism.geometry.figure.choices import Choices
from porism.geometry.figure.plan import make_plan
from porism.geometry.language.text import parse_clause
from porism.geometry.measure.truth import holds
from porism.geometry.problem import Clause, Problem
from porism.lm.optional import load_model
from porism.prover.proposers.base import (
    Call,
    Candidate,
    Learned,
    Place,
    Proposer,
    ProposerEntry,
    Rescorer,
    Shown,
    State,
)
from porism.prover.proposers.guided import best_without_torch

if TYPE_CHECKING:
    from porism.lm.decode import Model, Proposal

__all__ = ["PROPOSERS", "LanguageModel", "Mixed", "placed"]

_FAMILY = "lm"
_TRIES = 4  # branches or random positions of a point
_LIMITS = Limits(apart=1e-3, reach=60.0)
_MIXED_BEAM = 64  # takes a second; 256 took ten beside two threads of attempts
_SAME = 1e-6  # relative distance below which two points are one


class LanguageModel(Proposer):
    """What the network proposes; ``score`` is the log-probability.

    In the figure of the problem a beam search looks several constructions ahead, and each
    beginning of a chain is a candidate, its log-probabilities added up. Where points have been
    added already only the next construction is asked for.
    """

    def __init__(
        self,
        weights: str | Path | None = None,
        *,
        beam: int = 256,
        depth: int = 3,
        narrow: int = 64,
    ) -> None:
        """Use the shipped weights, or those in the folder ``weights``.

        ``beam`` chains of up to ``depth`` constructions are kept in the figure of the problem,
        ``narrow`` constructions where points have been added.
        """
        self.weights = weights
        self.beam = beam
        self.depth = depth
        self.narrow = narrow

    loads: ClassVar[bool] = True
    quick: ClassVar[bool] = False

    def load(self) -> None:
        """Load PyTorch and the weights."""
        _ = self.model

    @cached_property
    def model(self) -> Model:
        """The network, loaded when first asked for. Raises InputError where there is none."""
        return load_model(self.weights, threads=1)

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield candidates, likeliest first; the network is asked once."""
        chains = _Chains(state, seed)
        newer = frozenset(state.points[state.since :])
        proposals = self.model.propose(
            state.problem,
            beam=self.narrow if state.added else self.beam,
            depth=1 if state.added else self.depth,
            accept=chains.accept,
            stop=state.stop,
        )
        seen: set[frozenset[tuple[Call, ...]]] = set()
        for proposal in proposals:
            candidate = chains.candidate(proposal)
            if state.added and not candidate.parents & newer:
                continue
            calls = frozenset(c.constructions for c in (*candidate.prerequisites, candidate))
            if calls not in seen:  # the same constructions in another order
                seen.add(calls)
                yield candidate


class Mixed(Proposer):
    """The candidates of another proposer, and in between the proposals of the network.

    The network is asked once, about the figure of the problem, after the other's candidates have
    been tried one by one and the best two by two: most problems need no more than that, and an
    answer takes as long as some ten thousand attempts, which go on meanwhile. From then on the
    two take turns (:class:`porism.prover.search.schedule.Schedule`). A proposal is drawn with its
    probability to the power of ``flatness``.
    """

    def __init__(self, other: Proposer, network: LanguageModel, flatness: float = 0.2) -> None:
        self.other = other
        self.network = network
        self.flatness = flatness

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield the other's candidates, best first."""
        return self.other.propose(state, seed)

    def rescore(
        self,
        state: State,
        candidates: Sequence[Candidate],
        shown: Sequence[Shown],
        residual: int,
    ) -> Learned:
        """Score the other's candidates anew, if it does so."""
        other = self.other
        if not isinstance(other, Rescorer):
            return Learned()
        return other.rescore(state, candidates, shown, residual)

    def propose_slowly(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield the network's proposals, best first."""
        for candidate in self.network.propose(state, seed):
            yield replace(candidate, score=self.flatness * candidate.score)


class _Chains:
    """Chains of constructions, each with the places of its points in the figure of a state."""

    def __init__(self, state: State, seed: int) -> None:
        self.state = state
        self.seed = seed
        self.drawn: dict[tuple[str, ...], tuple[Candidate, ...]] = {(): ()}

    def accept(self, clauses: tuple[str, ...]) -> bool:
        """Draw the last clause of a chain whose beginning has been accepted."""
        before = self.drawn[clauses[:-1]]
        coordinates = dict(self.state.coordinates)
        for candidate in before:
            coordinates.update(zip(candidate.points, candidate.places, strict=True))
        try:
            clause = parse_clause(clauses[-1], coordinates)
        except ParseError:
            return False
        places = placed(clause, coordinates, self.seed)
        if places is None:
            return False
        calls = tuple((c.name, c.arguments) for c in clause.constructions)
        made = Candidate(clause.points, calls, places, families=(_FAMILY,))
        self.drawn[clauses] = (*before, made)
        return True

    def candidate(self, proposal: Proposal) -> Candidate:
        """Return what an accepted chain adds, its last construction after the others."""
        *before, last = self.drawn[proposal.clauses]
        return replace(last, score=proposal.log_probability, prerequisites=tuple(before))


def placed(clause: Clause, coordinates: Mapping[str, Place], seed: int) -> tuple[Place, ...] | None:
    """Return where the new points of a clause are in a figure, or None where they cannot be."""
    known = {p: complex(*at) for p, at in coordinates.items()}
    before = tuple(Clause((p,)) for p in known)
    plan = make_plan(Problem("", (*before, clause)), known)
    size = max(abs(z - w) for z in known.values() for w in known.values())
    for number in range(_TRIES):
        try:
            at = build(plan, Choices(f"{seed}/{number}"), _LIMITS)
        except Dead:
            continue
        new = [at[p] for p in clause.points]
        if any(abs(z - w) <= _SAME * size for z in new for w in known.values()):
            continue
        places = tuple((z.real, z.imag) for z in new)
        figure = {**coordinates, **dict(zip(clause.points, places, strict=True))}
        if all(holds(condition, figure) for condition in clause.conditions):
            return places
    return None


PROPOSERS = (
    ProposerEntry("lm", LanguageModel, has_network=True),
    ProposerEntry(
        "mixed",
        lambda weights: Mixed(best_without_torch(), LanguageModel(weights, beam=_MIXED_BEAM)),
        has_network=True,
    ),
)
