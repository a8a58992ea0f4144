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
    from porism.lm.decode import Model

__all__ = ["PROPOSERS", "LanguageModel", "Mixed"]

_MIXED_BEAM = 64  # takes a second; 256 took ten beside two threads of attempts


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
        chains = Chains(state, seed)
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


PROPOSERS = (
    ProposerEntry("lm", LanguageModel, has_network=True),
    ProposerEntry(
        "mixed",
        lambda weights: Mixed(best_without_torch(), LanguageModel(weights, beam=_MIXED_BEAM)),
        has_network=True,
    ),
)
