"""The network: a decoder-only transformer, small enough to read in one sitting and run on a CPU.

Pre-norm blocks [1] with rotary positions [2] and SwiGLU [3], and one matrix for reading and
writing tokens [4]. Attention stays within a document, so that several problems can be packed into
one row without seeing each other. LayerNorm rather than RMSNorm: on a CPU it is one operation
instead of five, and at this size all that is not a matrix product takes most of the time; few wide
layers are faster than many narrow ones for the same reason.

[1] Xiong et al. 2020, arXiv:2002.04745.  [2] Su et al. 2021, arXiv:2104.09864.
[3] Shazeer 2020, arXiv:2002.05202.  [4] Press and Wolf 2017, arXiv:1608.05859.

Shapes: B rows, T tokens, D width, H heads, K = D / H, V vocabulary, S cached tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["Cache", "Shape", "Transformer", "document_mask"]


@dataclass(frozen=True)
class Shape:
    """The sizes of a network; ``hidden`` is the width inside the feed-forward part."""

    vocabulary: int
    width: int = 256
    layers: int = 4
    heads: int = 4
    hidden: int = 704

    def __post_init__(self) -> None:
        if min(self.vocabulary, self.width, self.layers, self.heads, self.hidden) < 1:
            raise ValueError(f"all sizes must be positive: {self}")
        if self.width % self.heads or (self.width // self.heads) % 2:
            raise ValueError(f"width {self.width} is no even multiple of {self.heads} heads")


class Cache:
    """Keys and values of the tokens seen so far, for rows of different lengths.

    ``keys`` and ``values`` hold one tensor (B, H, S, K) for each layer; ``lengths`` (B,) says how
    many of the S places of each row are filled.
    """

    def __init__(self, keys: list[Tensor], values: list[Tensor], lengths: Tensor) -> None:
        self.keys, self.values, self.lengths = keys, values, lengths

    @classmethod
    def empty(cls, shape: Shape, rows: int, places: int, like: Tensor) -> Cache:
        """Return a cache for ``rows`` rows of at most ``places`` tokens."""
        size = (rows, shape.heads, places, shape.width // shape.heads)
        keys = [like.new_zeros(size) for _ in range(shape.layers)]
        values = [like.new_zeros(size) for _ in range(shape.layers)]
        return cls(keys, values, torch.zeros(rows, dtype=torch.long, device=like.device))

    def select(self, rows: Tensor) -> Cache:
        """Return the cache of these rows, in this order; a row may be taken several times."""
        keys, values = [k[rows] for k in self.keys], [v[rows] for v in self.values]
        return Cache(keys, values, self.lengths[rows])


def _rotary(positions: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines (B, 1, T, K) for positions (B, T)."""
    frequencies = 10000.0 ** (-torch.arange(0, size, 2, device=positions.device) / size)
    angles = positions[:, None, :, None].float() * frequencies  # (B, 1, T, K/2)
    angles = torch.cat((angles, angles), dim=-1)
    return angles.cos(), angles.sin()


def _rotate(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    first, second = x.chunk(2, dim=-1)
    return x * cosines + torch.cat((-second, first), dim=-1) * sines


def document_mask(documents: Tensor) -> Tensor:
    """Return the mask (B, 1, T, T): a token sees the earlier ones of its own document (B, T)."""
    same = documents[:, :, None] == documents[:, None, :]
    return same.tril()[:, None]


def _attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
    """Mix ``value`` (B, H, S, K) for each query (B, H, T, K); ``mask`` is (B, 1, T, S).

    On a CPU the plain products are three times as fast for rows of some hundred tokens as the
    fused kernel, which is made to save memory.
    """
    if query.device.type != "cpu":
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
    rows, heads, tokens, size = query.shape
    bias = torch.zeros(mask.shape, dtype=query.dtype).masked_fill(~mask, -1e4)
    scores = torch.baddbmm(
        bias.expand(rows, heads, tokens, -1).flatten(0, 1),
        query.flatten(0, 1),
        key.flatten(0, 1).transpose(1, 2),
        alpha=size**-0.5,
    )
    return torch.bmm(scores.softmax(-1), value.flatten(0, 1)).view(rows, heads, tokens, size)


class Attention(nn.Module):
    """Causal self-attention with rotated queries and keys."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.size = shape.heads, shape.width // shape.heads
        self.inward = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.outward = nn.Linear(shape.width, shape.width, bias=False)

    def forward(
        self,
        x: Tensor,  # (B, T, D)
        rotary: tuple[Tensor, Tensor],
        mask: Tensor,
        cache: tuple[Tensor, Tensor] | None = None,
        places: Tensor | None = None,  # (B, T), where new keys go in the cache
    ) -> Tensor:
        """Return (B, T, D); with a cache the keys and values of ``x`` are written into it."""
        rows, tokens, width = x.shape
        qkv = self.inward(x).view(rows, tokens, 3, self.heads, self.size)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)  # each (B, H, T, K)
        cosines, sines = (part.to(query.dtype) for part in rotary)
        query, key = _rotate(query, cosines, sines), _rotate(key, cosines, sines)
        if cache is not None and places is not None:
            at = places[:, None, :, None].expand_as(key)
            key = cache[0].scatter_(2, at, key.to(cache[0].dtype)).to(value.dtype)
            value = cache[1].scatter_(2, at, value.to(cache[1].dtype)).to(value.dtype)
        mixed = _attend(query, key, value, mask)
        return self.outward(mixed.transpose(1, 2).reshape(rows, tokens, width))  # type: ignore[no-any-return]


class Block(nn.Module):
    """Attention, then a gated feed-forward part, each added to what went in."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(shape.width, bias=False)
        self.attention = Attention(shape)
        self.feed_norm = nn.LayerNorm(shape.width, bias=False)
        self.gate_and_up = nn.Linear(shape.width, 2 * shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)

    def forward(
        self,
        x: Tensor,
        rotary: tuple[Tensor, Tensor],
        mask: Tensor,
        cache: tuple[Tensor, Tensor] | None = None,
        places: Tensor | None = None,
    ) -> Tensor:
        """Return (B, T, D)."""
        x = x + self.attention(self.attention_norm(x), rotary, mask, cache, places)
        gate, up = self.gate_and_up(self.feed_norm(x)).chunk(2, dim=-1)
        return x + self.down(functional.silu(gate) * up)  # type: ignore[no-any-return]


class Transformer(nn.Module):
    """Tokens in, scores of the next token out."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width, bias=False)
        self._initialise()

    def _initialise(self) -> None:
        """Small normal weights; those that write to the residual stream shrink with depth."""
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                end = name.endswith(("outward.weight", "down.weight"))
                scale = 0.02 / (2 * self.shape.layers) ** 0.5 if end else 0.02
                nn.init.normal_(weight, std=scale)

    @property
    def size(self) -> int:
        """The number of parameters."""
        return sum(p.numel() for p in self.parameters())

    def forward(self, tokens: Tensor, documents: Tensor) -> Tensor:
        """Return scores (B, T, V) for ``tokens`` (B, T); ``documents`` (B, T) numbers them."""
        positions = torch.arange(tokens.shape[1], device=tokens.device)[None]
        rotary = _rotary(positions, self.shape.width // self.shape.heads)
        mask = document_mask(documents)
        x = self.embedding(tokens)
        for block in self.blocks:
            x = block(x, rotary, mask)
        return functional.linear(self.norm(x), self.embedding.weight)

    def advance(self, tokens: Tensor, cache: Cache) -> Tensor:
        """Read ``tokens`` (B, T) after what is in the cache; return the scores (B, T, V).

        The cache is filled in place and must have room for them.
        """
        count = tokens.shape[1]
        places = cache.lengths[:, None] + torch.arange(count, device=tokens.device)  # (B, T)
        if int(places.max()) >= cache.keys[0].shape[2]:
            raise ValueError("the cache has no room for these tokens")
        rotary = _rotary(places, self.shape.width // self.shape.heads)
        seen = torch.arange(cache.keys[0].shape[2], device=tokens.device)
        mask = (seen <= places[:, :, None])[:, None]  # (B, 1, T, S)
        x = self.embedding(tokens)
        for number, block in enumerate(self.blocks):
            x = block(x, rotary, mask, (cache.keys[number], cache.values[number]), places)
        cache.lengths = cache.lengths + count
        return functional.linear(self.norm(x), self.embedding.weight)
