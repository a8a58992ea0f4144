"""The loop that fits a network of the prior to pools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from porism.prover.prior.networks import figure_of

__all__ = ["Fitting", "fit", "shares"]


@dataclass(frozen=True)
class Fitting:
    """How a network is fitted: AdamW, whose rate rises and falls once over all steps."""

    batch: int  # pools
    epochs: int
    rate: float
    decay: float
    seed: int


def shares(names: Sequence[str]) -> list[float]:
    """Return what each pool counts: a figure counts as the root of its number of pools."""
    pools = Counter(map(figure_of, names))
    return [pools[figure_of(name)] ** -0.5 for name in names]


def fit(
    network: nn.Module,
    pools: int,
    losses: Callable[[Sequence[int]], Sequence[Tensor]],
    how: Fitting,
    after: Callable[[int, float], None] = lambda epoch, loss: None,
) -> None:
    """Fit ``network`` to a number of pools.

    ``losses`` gives the losses of the pools of a batch, by their numbers. ``after`` is called
    with the number of each epoch and its mean loss.
    """
    optimizer = torch.optim.AdamW(network.parameters(), lr=how.rate, weight_decay=how.decay)
    steps = how.epochs * ((pools + how.batch - 1) // how.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, how.rate, total_steps=steps)
    random = np.random.default_rng(how.seed)
    network.train()
    for epoch in range(how.epochs):
        order, total = random.permutation(pools).tolist(), 0.0
        for start in range(0, pools, how.batch):
            batch = order[start : start + how.batch]
            loss = torch.stack(list(losses(batch))).mean()
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            schedule.step()
            total += float(loss.detach()) * len(batch)
        after(epoch, total / pools)
    network.eval()
