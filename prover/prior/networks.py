"""The networks that are trained to score candidates, and which figures they do not see."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
import torch
from torch import Tensor, nn

__all__ = ["Linear", "Network", "figure_of", "geometric", "is_held_out"]

_HELD_OUT = 8  # one figure in so many


def figure_of(name: str) -> str:
    """Return the name of the figure that a pool is of; its pools are held out together."""
    return "-".join(name.split("-")[:3])


def is_held_out(name: str) -> bool:
    """Tell whether a pool is held out, by a hash of its figure."""
    return hashlib.sha256(figure_of(name).encode()).digest()[0] % _HELD_OUT == 0


class Linear(nn.Module):
    """A linear layer."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.linear = nn.Linear(columns, 1, bias=False)
        nn.init.zeros_(self.linear.weight)

    def forward(self, x: Tensor) -> Tensor:
        """Return log-odds for rows of columns."""
        scores: Tensor = self.linear(x)[..., 0]
        return scores


class Network(Linear):
    """A perceptron with two hidden layers, beside a linear layer."""

    def __init__(self, columns: int, hidden: int, dropout: float) -> None:
        super().__init__(columns)
        self.first = nn.Linear(columns, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.third = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout(dropout)
        nn.init.zeros_(self.third.weight)

    def forward(self, x: Tensor) -> Tensor:
        """Return log-odds for rows of columns."""
        inner = self.dropout(torch.relu(self.first(x)))
        inner = self.dropout(torch.relu(self.second(inner)))
        scores: Tensor = super().forward(x) + self.third(inner)[..., 0]
        return scores


def geometric(values: Iterable[float]) -> float:
    """Return the geometric mean."""
    return float(np.exp(np.mean([np.log(v) for v in values])))
