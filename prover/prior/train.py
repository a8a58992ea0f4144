"""Train the scorer of candidates on labelled pools.

    python -m porism.prover.prior.train --pools POOLS --out prover/prior/weights

The loss is taken over a pool: minus the logarithm of the probability that a candidate drawn by the
scores is one of those that prove the statement. Of statements that take two candidates, a pair is
drawn, by the sum of its scores. A pool that is not stored whole has weights that say how many
candidates each one stands for. There are three scorers: one sees a candidate before it is tried,
another also what its attempt has shown, and the third what two candidates are to each other, which
is added to the sum of the second (:mod:`porism.prover.prior.train_pairs`). The second is linear
and does not see the columns of the goal's points: with them, or with hidden layers, it is better
for figures like those that it has learned from, and worse for theorems that no single candidate
proves (docs/worth.md). Figures are held out, not pools.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from porism.prover.prior.features import COLUMNS, OF_GOAL
from porism.prover.prior.fitting import Fitting, fit, shares
from porism.prover.prior.networks import Linear, Network, geometric, is_held_out
from porism.prover.prior.pools import Pool, read
from porism.prover.prior.scorer import CLIP, SEEN, Layers, seen_columns, write_weights
from porism.prover.prior.train_pairs import trained_for_pairs
from porism.prover.search.policy import DEFAULT_POLICY

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BATCH = 16  # pools
_EPOCHS_TOLD = 5  # every fifth epoch is reported, and the last one
_FASTER = 3.0  # the learning rate of a linear layer alone
_LEADING = len(COLUMNS) + SEEN.index("leading")


@dataclass(frozen=True)
class Example:
    """A pool as tensors."""

    name: str
    x: Tensor
    heuristic: Tensor  # its scores; leading candidates are raised, as the search does
    log_weights: Tensor
    right: Tensor  # rows that prove the statement alone
    pairs: Tensor  # pairs of rows
    paired: Tensor  # rows that were tried two by two ...
    log_paired: Tensor  # ... and how many candidates each stands for


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the scorers and write their weights."""
    parser = argparse.ArgumentParser(description="Train the scorer of candidates.")
    parser.add_argument("--pools", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--hidden", type=int, default=32, help="units a layer, before attempts")
    parser.add_argument("--hidden-after", type=int, default=0, help="after attempts; 0 is linear")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--decay", type=float, default=1.0)
    parser.add_argument("--dropout", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--without", nargs="*", default=[], help="columns left out before")
    parser.add_argument("--without-after", nargs="*", default=OF_GOAL, help="and after attempts")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    pools = [read(f) for folder in options.pools for f in sorted(folder.glob("*.npz"))]
    if not pools:
        parser.error(f"no pools in {', '.join(map(str, options.pools))}")
    print(f"{len(pools)} pools, {sum(bool(len(p.pairs)) for p in pools)} of pairs", flush=True)
    layers = {}
    for name, seen in (("before", False), ("after", True)):
        layers[name] = trained(pools, seen, options)
    layers["pairs"] = trained_for_pairs(pools, layers["after"], seed=options.seed)
    write_weights(options.out, layers)
    return 0


def columns_of(pool: Pool, seen: bool) -> NDArray[np.float32]:
    """Return what the scorer sees of the stored candidates."""
    described = pool.described.astype(np.float32)
    if not seen:
        return described
    return np.concatenate([described, seen_columns(pool.seen, pool.residual)], axis=1)


def example(pool: Pool, seen: bool, mean: Tensor, scale: Tensor) -> Example:
    """Return a pool as tensors, its columns with mean 0 and deviation 1."""
    place = {int(row): k for k, row in enumerate(pool.rows)}
    pairs = [[place[i], place[j]] for i, j in pool.pairs.tolist()]
    two = ~np.isin(pool.paired, pool.rows[pool.alone])
    described = columns_of(pool, seen)
    leading = described[:, _LEADING] if seen else 0.0
    return Example(
        pool.name,
        ((torch.from_numpy(described) - mean) / scale).clamp(-CLIP, CLIP),
        torch.from_numpy(described[:, 0] + DEFAULT_POLICY.leading_odds * leading),
        torch.from_numpy(pool.weights).log(),
        torch.from_numpy(np.flatnonzero(pool.alone)),
        torch.tensor(pairs, dtype=torch.long).reshape(-1, 2),
        torch.tensor([place[int(k)] for k in pool.paired[two]], dtype=torch.long),
        torch.from_numpy(pool.paired_weights[two]).log(),
    )


def loss_of(scores: Tensor, e: Example, of_pairs: bool) -> Tensor:
    """Return minus the log-probability of drawing what is right, alone or two by two."""
    if of_pairs:
        s = scores[e.paired] + e.log_paired
        i, j = torch.triu_indices(len(s), len(s), 1)
        right = scores[e.pairs[:, 0]] + scores[e.pairs[:, 1]]
        return torch.logsumexp(s[i] + s[j], 0) - torch.logsumexp(right, 0)
    every = torch.logsumexp(scores + e.log_weights, 0)
    return every - torch.logsumexp(scores[e.right], 0)


def kinds_of(e: Example, seen: bool) -> list[bool]:
    """Return which losses a pool has: what has been tried alone is only tried in pairs later."""
    return [False] * (not seen and len(e.right) > 0) + [True] * (len(e.pairs) > 0)


def trained(pools: Sequence[Pool], seen: bool, options: argparse.Namespace) -> Layers:
    """Train one scorer; print losses and ranks."""
    torch.manual_seed(options.seed)
    some = np.concatenate([columns_of(p, seen) for p in pools[:: max(1, len(pools) // 400)]])
    mean, scale = torch.from_numpy(some.mean(0)), torch.from_numpy(some.std(0) + 1e-2)
    names = (*COLUMNS, *(SEEN if seen else ()))
    without = options.without_after if seen else options.without
    kept = torch.tensor([float(n not in without) for n in names])
    every = [example(p, seen, mean, scale / kept.clamp_min(1e-9)) for p in pools]
    every = [e for e in every if kinds_of(e, seen)]
    training = [e for e in every if not is_held_out(e.name)]
    held_out = [e for e in every if is_held_out(e.name)]
    share = shares([e.name for e in training])
    hidden = options.hidden_after if seen else options.hidden
    network = Network(len(names), hidden, options.dropout) if hidden else Linear(len(names))
    rate = options.rate if hidden else _FASTER * options.rate
    how = Fitting(_BATCH, options.epochs, rate, options.decay, options.seed)

    def losses(batch: Sequence[int]) -> list[Tensor]:
        xs = [training[k].x for k in batch]
        scores = network(torch.cat(xs)).split([len(x) for x in xs])
        return [
            loss_of(s, training[k], of_pairs) * share[k]
            for k, s in zip(batch, scores, strict=True)
            for of_pairs in kinds_of(training[k], seen)
        ]

    def after(epoch: int, loss: float) -> None:
        if epoch % _EPOCHS_TOLD == _EPOCHS_TOLD - 1 or epoch == options.epochs - 1:
            report(network, held_out, seen, loss, epoch)

    fit(network, len(training), losses, how, after)
    with torch.no_grad():
        scaled = (scale / kept.clamp_min(1e-9)).numpy()
        arrays = {k: v.numpy() for k, v in network.state_dict().items()}
    return Layers(names, mean.numpy(), scaled, arrays)


@torch.no_grad()
def report(
    network: Linear, held_out: Sequence[Example], seen: bool, loss: float, epoch: int
) -> None:
    """Print losses and the ranks of what is right, beside those by the heuristic."""
    network.eval()
    line: dict[str, object] = {"epoch": epoch + 1, "loss": round(loss, 4)}
    for kind, of_pairs in (("alone", False), ("pairs", True)):
        some = [e for e in held_out if of_pairs in kinds_of(e, seen)]
        if not some:
            continue
        losses = [float(loss_of(network(e.x), e, of_pairs)) for e in some]
        line[kind] = len(some)
        line[f"{kind}_loss"] = round(float(np.mean(losses)), 4)
        ranks = [rank(e.heuristic, e, of_pairs) for e in some]
        line[f"{kind}_heuristic"] = round(geometric(ranks), 2)
        ranks = [rank(network(e.x), e, of_pairs) for e in some]
        line[f"{kind}_network"] = round(geometric(ranks), 2)
    print(json.dumps(line), flush=True)
    network.train()


def rank(scores: Tensor, e: Example, of_pairs: bool) -> float:
    """Return the rank of the first right candidate or pair, in a pool as large as the whole."""
    if of_pairs:
        s = scores[e.paired]
        i, j = torch.triu_indices(len(s), len(s), 1)
        best = (scores[e.pairs[:, 0]] + scores[e.pairs[:, 1]]).max()
        weights = (e.log_paired[i] + e.log_paired[j]).exp()
        return 1 + float(((s[i] + s[j] > best + 1e-6) * weights).sum())
    best = scores[e.right].max()
    return 1 + float(((scores > best + 1e-6) * e.log_weights.exp()).sum())


if __name__ == "__main__":
    raise SystemExit(main())
