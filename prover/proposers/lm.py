"""Auxiliary points from the language model, alone or among those of the heuristic.

The network sees the statement and the points added so far, and says which construction comes
next; a figure says where its points are (:mod:`porism.prover.proposers.chains`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from porism.lm.optional import load_model
from porism.prover.proposers.base import (
    Call,
    Candidate,
    Learned,
    Proposer,
    ProposerEntry,
    Rescorer,
    Shown,
    State,
)
from porism.prover.proposers.chains import Chains
from porism.prover.proposers.guided import best_without_torch

if TYPE_CHECKING:
    from porism.lm.decode import Model, Proposal

__all__ = ["PROPOSERS", "LanguageModel", "Mixed"]

_MIXED_BEAM = 64  # takes a second; 256 took ten beside two threads of attempts
_WIDE = 1024  # single constructions where there is no other proposer; takes some seconds
_FLATNESS = 0.3
"""Where there is no other proposer, candidates are drawn with their probability to this power: with
1 nearly all crowds have the same members. 2008 P6 stays open then, and falls with both numbers."""


class LanguageModel(Proposer):
    """What the network proposes; ``score`` is the log-probability times ``flatness``.

    In the figure of the problem a beam search looks several constructions ahead, and each
    beginning of a chain is a candidate, its log-probabilities added up; a wider beam adds single
    constructions, so that crowds and orbits have many to choose from. Where points have been
    added already only the next construction is asked for.
    """

    def __init__(
        self,
        weights: str | Path | None = None,
        *,
        beam: int = 256,
        depth: int = 3,
        narrow: int = 64,
        wide: int = 0,
        flatness: float = 1.0,
    ) -> None:
        """Use the shipped weights, or those in the folder ``weights``.

        ``beam`` chains of up to ``depth`` constructions are kept in the figure of the problem,
        with ``wide`` single ones, and ``narrow`` constructions where points have been added.
        """
        self.weights = weights
        self.beam = beam
        self.depth = depth
        self.narrow = narrow
        self.wide = wide
        self.flatness = flatness

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
        """Yield candidates, likeliest first."""
        chains = Chains(state, seed)
        newer = frozenset(state.points[state.since :])
        seen: set[frozenset[tuple[Call, ...]]] = set()
        for proposal in self._proposals(state, chains):
            candidate = chains.candidate(proposal)
            if state.added and not candidate.parents & newer:
                continue
            calls = frozenset(c.constructions for c in (*candidate.prerequisites, candidate))
            if calls not in seen:  # the same constructions in another order, or once more
                seen.add(calls)
                yield replace(candidate, score=self.flatness * candidate.score)

    def _proposals(self, state: State, chains: Chains) -> list[Proposal]:
        """Ask the network for what can be drawn in a figure, likeliest first."""
        beams = [(self.narrow, 1)] if state.added else [(self.beam, self.depth), (self.wide, 1)]
        found = [
            proposal
            for beam, depth in beams
            if beam
            for proposal in self.model.propose(
                state.problem, beam=beam, depth=depth, accept=chains.accept, stop=state.stop
            )
        ]
        return sorted(found, key=lambda proposal: -proposal.log_probability)


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


PROPOSERS = (
    ProposerEntry(
        "lm",
        lambda weights: LanguageModel(weights, wide=_WIDE, flatness=_FLATNESS),
        has_network=True,
    ),
    ProposerEntry(
        "mixed",
        lambda weights: Mixed(best_without_torch(), LanguageModel(weights, beam=_MIXED_BEAM)),
        has_network=True,
    ),
)
