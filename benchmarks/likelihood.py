"""What the language model gives each candidate of a pool as the next clause."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import torch

from porism.geometry.problem import Clause, Problem
from porism.lm.decode import Model
from porism.lm.model import Cache
from porism.lm.text import line_of
from porism.prover.proposers.base import Candidate

_ROWS = 256  # candidates scored at a time


@torch.inference_mode()
def log_likelihoods(model: Model, problem: Problem, pool: Sequence[Candidate]) -> list[float]:
    """Return the log-probability that the network gives each candidate as the next clause."""
    network, tokenizer = model.network, model.tokenizer
    statement = line_of(problem).statement
    prompt = [tokenizer.begin, *tokenizer.encode(statement)]
    spelled = [_spelled(model, problem, c.clause) if not c.prerequisites else [] for c in pool]
    longest = max(map(len, spelled))
    like = network.embedding.weight
    cache = Cache.empty(network.shape, 1, len(prompt) + longest, like)
    before = network.advance(torch.tensor([prompt]), cache)[:, -1].float()
    found: list[float] = []
    for start in range(0, len(pool), _ROWS):
        part = spelled[start : start + _ROWS]
        most = max(1, max(map(len, part)))
        filled = torch.tensor([p + [tokenizer.pad] * (most - len(p)) for p in part])
        several = cache.select(torch.zeros(len(part), dtype=torch.long))
        after = network.advance(filled, several).float()
        scores = torch.cat((before.expand(len(part), -1)[:, None], after[:, :-1]), 1)
        logs = scores.log_softmax(-1).gather(2, filled[:, :, None])[:, :, 0]
        for row, pieces in zip(logs, part, strict=True):
            found.append(float(row[: len(pieces)].sum()) if pieces else -math.inf)
    return found


def _spelled(model: Model, problem: Problem, clause: Clause) -> list[int]:
    return model.tokenizer.encode(line_of(replace(problem, auxiliary=(clause,))).auxiliary)
