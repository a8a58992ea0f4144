"""Train the scorer of pairs: what is added to the sum of what two candidates have alone.

The loss of a pool is minus the logarithm of the probability that a pair drawn by its odds proves
the statement. Called by :mod:`porism.prover.prior.train`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from porism.prover.prior.fitting import Fitting, fit, shares
from porism.prover.prior.networks import Network, geometric, is_held_out
from porism.prover.prior.pairs import PAIR_COLUMNS, all_pairs, pair_columns
from porism.prover.prior.pools import Pool
from porism.prover.prior.scorer import CLIP, Layers, seen_columns

__all__ = ["trained_for_pairs"]

_LEAST_SCALE = 0.05
_HIDDEN = 16  # units a layer


@dataclass(frozen=True)
class _Example:
    """The pairs of a pool of which neither candidate proves the statement."""

    name: str
    x: Tensor
    together: Tensor  # the sum of what both have alone
    log_weights: Tensor
    right: Tensor  # whether the pair proves the statement


def trained_for_pairs(pools: Sequence[Pool], after: Layers, *, seed: int) -> Layers:
    """Train the scorer of pairs on those pools that say what two candidates are to each other.

    ``after`` scores single candidates. Prints losses and ranks for figures held out.
    """
    torch.manual_seed(seed)
    found = [_example(p, after) for p in pools if len(p.between)]
    every = [e for e in found if e is not None]
    network = Network(len(PAIR_COLUMNS), _HIDDEN, dropout=0.0)
    some = torch.cat([e.x[::7] for e in every[::3]]) if every else torch.zeros(2, len(PAIR_COLUMNS))
    mean, scale = some.mean(0), some.std(0) + _LEAST_SCALE
    training = [e for e in every if not is_held_out(e.name)]
    share = shares([e.name for e in training])

    def losses(batch: Sequence[int]) -> list[Tensor]:
        return [
            _loss(_odds(network, training[k], mean, scale), training[k]) * share[k] for k in batch
        ]

    if training:
        fit(network, len(training), losses, Fitting(8, epochs=8, rate=5e-3, decay=0.3, seed=seed))
        _report(network, [e for e in every if is_held_out(e.name)], len(training), mean, scale)
    with torch.no_grad():
        arrays = {k: v.numpy() for k, v in network.state_dict().items()}
    return Layers(PAIR_COLUMNS, mean.numpy(), scale.numpy(), arrays)


def _example(pool: Pool, after: Layers) -> _Example | None:
    """Return the pairs of a pool; None where no pair is right that needs both."""
    place = {int(row): k for k, row in enumerate(pool.rows)}
    stored = np.array([place[int(k)] for k in pool.paired])
    columns = [pool.described.astype(np.float32), seen_columns(pool.seen, pool.residual)]
    odds = after.scores(np.concatenate(columns, axis=1))
    odds = (odds - odds.max())[stored]
    ends = all_pairs(len(stored))
    placed = pool.between.astype(np.float32)
    x = pair_columns(placed, ends, odds, pool.seen[stored], pool.residual)
    needed = ~pool.alone[stored][ends].any(axis=1)
    proving = {(int(i), int(j)) for i, j in np.sort(pool.pairs, axis=1)}
    named = np.sort(pool.paired[ends], axis=1).tolist()
    right = np.array([(i, j) in proving for i, j in named], dtype=bool) & needed
    if not right.any():
        return None
    together = odds[ends].sum(axis=1)
    weights = np.log(pool.paired_weights[ends]).sum(axis=1)
    return _Example(
        pool.name,
        torch.from_numpy(x[needed]),
        torch.from_numpy(together[needed]),
        torch.from_numpy(weights[needed].astype(np.float32)),
        torch.from_numpy(right[needed]),
    )


def _odds(network: Network, e: _Example, mean: Tensor, scale: Tensor) -> Tensor:
    learned: Tensor = network(((e.x - mean) / scale).clamp(-CLIP, CLIP))
    return e.together + learned


def _loss(odds: Tensor, e: _Example) -> Tensor:
    drawn = odds + e.log_weights
    return torch.logsumexp(drawn, 0) - torch.logsumexp(drawn[e.right], 0)


@torch.no_grad()
def _report(
    network: Network, held_out: Sequence[_Example], trained_on: int, mean: Tensor, scale: Tensor
) -> None:
    line: dict[str, object] = {"pools_of_pairs": trained_on, "held_out": len(held_out)}
    if held_out:
        line["sum"] = round(geometric(_rank(e.together, e) for e in held_out), 2)
        ranks = [_rank(_odds(network, e, mean, scale), e) for e in held_out]
        line["network"] = round(geometric(ranks), 2)
    print(json.dumps(line), flush=True)


def _rank(odds: Tensor, e: _Example) -> float:
    """Return the rank of the first right pair, in a figure with all that the pairs stand for."""
    ahead = odds > odds[e.right].max() + 1e-6
    return 1 + float(e.log_weights[ahead].exp().sum())
