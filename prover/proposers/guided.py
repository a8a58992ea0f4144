"""The heuristic's candidates, scored by what was learned from candidates that proved something.

A small network (:mod:`porism.prover.prior`) looks at all candidates of a figure at once and gives
each log-odds. It needs numpy only, and some hundredths of a second for a figure, so figures with
preadded points are looked at too; what stands on a single new point is left to the heuristic.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from porism.ddar.closure import Closure
from porism.geometry.errors import InputError
from porism.prover.conjectures import conjectures
from porism.prover.prior.features import MOST_POINTS, features, sketch_of
from porism.prover.prior.pairs import PlacedPairs, all_pairs, pair_columns
from porism.prover.prior.scorer import WEIGHTS, Layers, read_weights, seen_columns, seen_rows
from porism.prover.proposers.base import (
    Candidate,
    Learned,
    Proposer,
    ProposerEntry,
    Shown,
    State,
)
from porism.prover.proposers.heuristic import Heuristic

__all__ = ["PROPOSERS", "Guidance", "Guided", "best_without_torch", "can_be_guided"]

Floats = NDArray[np.float32]
Reals = NDArray[np.float64]
Rows = NDArray[np.int64]

_LOOKED_AT = 2000  # candidates of the heuristic; others come after these, as it has them
_UNPROVED = 40  # statements of a figure that are open
_PAIRED = 64  # candidates of which all pairs are scored ...
_LEADING = 16  # ... and so many others that are leading


Control = Literal["", "random", "other statement"]


@dataclass(frozen=True)
class Guidance:
    """How what was learned is added to the heuristic's scores.

    What the network says, less the score, is added ``weight`` times to the score, so that weight
    0 gives the heuristic's order. Of all draws a share ``uniform`` is by chance alone, so that no
    kind of construction dies out. As a ``control`` noise of the same spread is added instead, or
    what the network says when the points of the goals are exchanged for others.
    """

    weight: float = 1.0
    uniform: float = 0.15
    control: Control = ""


@dataclass(frozen=True)
class _Described:
    """The candidates of a figure, what they look like, and their rows by construction."""

    base: Closure
    features: Floats
    scores: Reals  # by the heuristic
    row: Mapping[tuple[object, ...], int]
    pairs: PlacedPairs


class Guided(Proposer):
    """The candidates of the heuristic in the order of learned log-odds."""

    def __init__(self, weights: str | Path | None = None, guidance: Guidance | None = None) -> None:
        """Use the shipped weights, or those in the folder ``weights``."""
        self.weights = WEIGHTS if weights is None else Path(weights)
        self.guidance = guidance or Guidance()
        self._heuristic = Heuristic()
        self._described: _Described | None = None

    def load(self) -> None:
        """Read the weights. Raises InputError where there are none."""
        _ = self.layers

    @cached_property
    def layers(self) -> Mapping[str, Layers]:
        """The networks. Raises InputError where there are none."""
        return read_weights(self.weights)

    def propose(self, state: State, seed: int) -> Iterator[Candidate]:
        """Yield candidates, best first."""
        found = self._heuristic.propose(state, seed)
        if state.added or not state.goals or len(state.points) > MOST_POINTS:
            return found
        candidates = list(islice(found, state.wanted))
        if not candidates:
            return iter(())
        described = self._describe(state, candidates[:_LOOKED_AT], seed)
        self._described = described
        learned = self.layers["before"].scores(described.features)
        rest = len(candidates) - len(learned)
        odds = self._odds(described.scores, learned, rest, seed)
        order = np.argsort(-odds, kind="stable").tolist()
        return (candidates[k].with_score(float(odds[k])) for k in order)

    def rescore(
        self,
        state: State,
        candidates: Sequence[Candidate],
        shown: Sequence[Shown],
        residual: int,
    ) -> Learned:
        """Score candidates anew, and pairs of them, by what attempts have shown of each."""
        described = self._described
        if described is None or described.base.points != state.base.points:
            return Learned()
        rows = np.array([described.row.get(_key(c), -1) for c in candidates])
        looked_at = np.flatnonzero(rows >= 0)
        if not len(looked_at):
            return Learned()
        seen = seen_rows(shown, len(state.goals))[looked_at]
        rows = rows[looked_at]
        columns = [described.features[rows], seen_columns(seen, residual)]
        learned = self.layers["after"].scores(np.concatenate(columns, axis=1))
        rest = len(candidates) - len(rows)
        odds = self._odds(described.scores[rows], learned, rest, len(rows))
        scores = np.full(len(candidates), odds[-1] if rest else 0.0)
        scores[looked_at] = odds[: len(rows)]
        pairs = self._pairs(described, rows, learned, seen, residual)
        place = looked_at.tolist()
        return Learned(scores.tolist(), [(place[i], place[j]) for i, j in pairs])

    def _pairs(
        self, described: _Described, rows: Rows, learned: Floats, seen: Floats, residual: int
    ) -> list[tuple[int, int]]:
        """Return pairs of the best candidates and of leading ones, the likeliest first.

        A candidate is a place in ``rows``, its number in the figure; ``learned`` are its log-odds.
        """
        odds = learned - learned.max()
        order = np.argsort(-odds, kind="stable")
        leading = seen[:, 6] > 0
        others = order[_PAIRED:][leading[order[_PAIRED:]]][:_LEADING]
        chosen = np.concatenate([order[:_PAIRED], others])
        chosen = chosen[np.argsort(rows[chosen])]
        if len(chosen) < 2:
            return []
        ends = all_pairs(len(chosen))
        placed = described.pairs.columns(rows[chosen][ends])
        own = pair_columns(placed, ends, odds[chosen], seen[chosen], residual)
        together = self.layers["pairs"].scores(own)
        if self.guidance.control == "random":
            random = np.random.default_rng(len(rows))
            together = random.normal(size=len(together)) * together.std()
        own_odds = described.scores[rows]
        mixed = own_odds + self.guidance.weight * (odds - own_odds)
        likely = mixed[chosen][ends].sum(axis=1) + self.guidance.weight * together
        best = ends[np.argsort(-likely, kind="stable")]
        return [(int(i), int(j)) for i, j in chosen[best]]

    def _describe(self, state: State, candidates: Sequence[Candidate], seed: int) -> _Described:
        goals = [s for s in state.goals if not state.base.holds(s)]
        if self.guidance.control == "other statement":
            random = np.random.default_rng([seed, 5])
            names = dict(zip(state.points, random.permutation(state.points).tolist(), strict=True))
            goals = [s.rename(names) for s in goals]
        unproved = conjectures(state.base, _UNPROVED, goals)
        sketch = sketch_of(state.base, goals, unproved)
        return _Described(
            state.base,
            features(sketch, candidates),
            np.array([c.score for c in candidates], dtype=np.float64),
            {_key(c): k for k, c in enumerate(candidates)},
            PlacedPairs(sketch, candidates),
        )

    def _odds(self, scores: Reals, learned: Floats, rest: int, seed: int) -> Reals:
        """Return the log-odds of candidates, their sum of odds being 1.

        They are followed by those of ``rest`` others, which are drawn by chance alone.
        """
        added = learned.astype(np.float64) - scores
        if self.guidance.control == "random":
            random = np.random.default_rng([seed, 4])
            added = random.normal(size=len(added)) * added.std()
        odds = scores + self.guidance.weight * added
        odds -= np.logaddexp.reduce(odds)
        floor = self.guidance.uniform / (len(odds) + rest)
        share = np.concatenate([(1 - self.guidance.uniform) * np.exp(odds), np.zeros(rest)])
        found: Reals = np.log(np.maximum(share + floor, 1e-300))
        return found


def _key(candidate: Candidate) -> tuple[object, ...]:
    """Return what tells a candidate of a figure from the others; it stays when it is held."""
    return tuple([c.constructions for c in candidate.prerequisites]) or candidate.constructions


@cache
def can_be_guided() -> bool:
    """Tell whether the shipped weights are there and fit this version."""
    try:
        read_weights(WEIGHTS)
    except InputError:
        return False
    return True


def best_without_torch() -> Proposer:
    """Return the guided proposer; the heuristic where its weights cannot be read."""
    return Guided() if can_be_guided() else Heuristic()


PROPOSERS = (ProposerEntry("guided", lambda weights: Guided(), has_network=False),)
