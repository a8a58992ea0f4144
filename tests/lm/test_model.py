from __future__ import annotations

import pytest
import torch

from porism.lm.model import Cache, Shape, Transformer, document_mask

pytestmark = pytest.mark.lm
SHAPE = Shape(vocabulary=40, width=32, layers=2, heads=2, hidden=48)


def network() -> Transformer:
    torch.manual_seed(0)
    made = Transformer(SHAPE).eval()
    for weight in made.parameters():  # the first weights are too small to tell much
        if weight.dim() == 2:
            torch.nn.init.normal_(weight, std=0.3)
    return made


def test_shapes_and_size() -> None:
    made = network()
    scores = made(torch.zeros(3, 7, dtype=torch.long), torch.zeros(3, 7, dtype=torch.long))
    assert scores.shape == (3, 7, 40)
    block = 4 * 32 * 32 + 3 * 32 * 48 + 2 * 32
    assert made.size == 40 * 32 + 2 * block + 32
    assert 2_000_000 < Transformer(Shape(200)).size < 4_000_000


def test_a_token_sees_only_what_is_before_it_in_its_document() -> None:
    made = network()
    tokens = torch.arange(10)[None] % 40
    documents = torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1, 1, 1]])
    scores = made(tokens, documents)
    later = tokens.clone()
    later[0, 7:] = 39
    assert torch.allclose(made(later, documents)[:, :7], scores[:, :7], atol=1e-5)
    other = tokens.clone()
    other[0, :4] = 39
    assert torch.allclose(made(other, documents)[:, 4:], scores[:, 4:], atol=1e-5)
    alone = made(tokens[:, 4:], documents[:, 4:])  # only distances count, so a document can move
    assert torch.allclose(alone, scores[:, 4:], atol=1e-4)


def test_mask() -> None:
    mask = document_mask(torch.tensor([[0, 0, 1]]))[0, 0]
    assert mask.tolist() == [[True, False, False], [True, True, False], [False, False, True]]


def test_cache_equals_full_forward() -> None:
    made = network()
    tokens = torch.randint(0, 40, (3, 12))
    full = made(tokens, torch.zeros_like(tokens))
    cache = Cache.empty(SHAPE, 3, 12, made.embedding.weight)
    parts = [made.advance(tokens[:, :5], cache), made.advance(tokens[:, 5:6], cache)]
    parts += [made.advance(tokens[:, k : k + 1], cache) for k in range(6, 12)]
    assert torch.allclose(torch.cat(parts, dim=1), full, atol=1e-4)
    with pytest.raises(ValueError, match="no room"):
        made.advance(tokens[:, :1], cache)


def test_rows_of_different_lengths_can_be_picked() -> None:
    made = network()
    first, second = torch.randint(0, 40, (1, 9)), torch.randint(0, 40, (1, 6))
    cache = Cache.empty(SHAPE, 2, 12, made.embedding.weight)
    padded = torch.cat((first[:, :8], torch.cat((second[:, :5], torch.zeros(1, 3).long()), 1)))
    made.advance(padded, cache)
    cache.lengths = torch.tensor([8, 5])
    cache = cache.select(torch.tensor([1, 0, 1]))
    last = torch.cat((second[:, 5:6], first[:, 8:9], second[:, 5:6]))
    scores = made.advance(last, cache)[:, -1]
    for row, line in enumerate((second, first, second)):
        assert torch.allclose(scores[row], made(line, torch.zeros_like(line))[0, -1], atol=1e-4)


def test_sizes_that_make_no_sense() -> None:
    for shape in ({"width": 30}, {"layers": 0}, {"heads": 16, "width": 16}):
        with pytest.raises(ValueError, match=r"width|positive"):
            Shape(**{"vocabulary": 10, "heads": 4, **shape})
