from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porism.geometry.errors import InputError
from porism.geometry.names import point_name
from porism.lm.text import line_of, to_text
from porism.lm.tokenizer import Tokenizer, train_tokenizer, vocabulary
from tests.lm.problems import random_problem

pytestmark = pytest.mark.lm


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    random = Random(0)
    return train_tokenizer([to_text(random_problem(random)) for _ in range(50)])


@given(seed=st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_round_trip(tokenizer: Tokenizer, seed: int) -> None:
    words = line_of(random_problem(Random(seed), 6, 2))
    line = (*words.statement, *words.auxiliary)
    assert tokenizer.decode(tokenizer.encode(line)) == line


def test_a_word_is_a_piece(tokenizer: Tokenizer) -> None:
    assert all(len(tokenizer.word(word)) == 1 for word in vocabulary())
    assert len(tokenizer) <= 256
    first = {tokenizer.word(word)[0] for word in vocabulary()}
    assert len(first) == len(vocabulary())


def test_any_name_and_any_constant(tokenizer: Tokenizer) -> None:
    for word in (point_name(5000), "1234/567", "-3", "a_word_to_come"):
        assert tokenizer.decode(tokenizer.word(word)) == (word,)


def test_training_is_deterministic(tokenizer: Tokenizer) -> None:
    random = Random(0)
    again = train_tokenizer([to_text(random_problem(random)) for _ in range(50)])
    assert again.identity == tokenizer.identity


def test_bad_models(tokenizer: Tokenizer, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        Tokenizer.load(tmp_path / "none.model")
    for data in (b"", b"no model", tokenizer.data[: len(tokenizer.data) // 2]):
        (tmp_path / "bad.model").write_bytes(data)
        with pytest.raises(InputError, match=r"bad\.model"):
            Tokenizer.load(tmp_path / "bad.model")
    with pytest.raises(InputError, match="vocabulary of 20"):
        train_tokenizer([], 20)
    with pytest.raises(InputError, match="vocabulary of 9999"):
        train_tokenizer([], 9999)
