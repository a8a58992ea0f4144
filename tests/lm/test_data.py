from __future__ import annotations

import multiprocessing
import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porism.geometry.errors import InputError, PorismError
from porism.geometry.language.text import parse_problem
from porism.geometry.language.writer import to_text as to_ag1
from porism.geometry.predicates import canonical
from porism.lm.data import Row, load, shuffled
from porism.lm.feed import Feed, Shares
from porism.lm.mix import Mix, epoch_order
from porism.lm.packing import Batch, Document, batched
from porism.lm.text import to_text
from porism.lm.tokenizer import Tokenizer, train_tokenizer
from tests.lm.problems import random_problem, write_data

pytestmark = pytest.mark.lm


def test_growing_a_data_set_moves_nothing(tmp_path: Path) -> None:
    small = load(write_data(tmp_path / "data", 60), held_out=0.3)
    write_data(tmp_path / "data" / "more", 60, seed=1)
    large = load(tmp_path / "data", held_out=0.3)
    assert set(small.training) < set(large.training)
    assert set(small.held_out) < set(large.held_out)
    assert small.identity != large.identity
    assert 20 < len(large.held_out) < 55


def _batches(
    rows: tuple[Row, ...], tokenizer: Tokenizer, epoch: int, readers: int = 0
) -> list[Batch]:
    with Feed(rows, tokenizer, Mix(company=0.5), 3, readers) as feed:
        return list(feed.batches(epoch, count=2, context=128))


def test_batches_are_a_function_of_seed_and_epoch(tmp_path: Path) -> None:
    corpus = load(write_data(tmp_path, 60), held_out=0.1)
    tokenizer = train_tokenizer(to_text(r.parsed()) for r in corpus.training)
    one, two = _batches(corpus.training, tokenizer, 0), _batches(corpus.training, tokenizer, 0)
    assert len(one) > 3
    for a, b in zip(one, two, strict=True):
        assert np.array_equal(a.tokens, b.tokens) and np.array_equal(a.weights, b.weights)
    other = _batches(corpus.training, tokenizer, 1)
    assert not np.array_equal(one[0].tokens, other[0].tokens)


def test_processes_that_work_ahead_give_the_same_batches(tmp_path: Path) -> None:
    corpus = load(write_data(tmp_path, 300), held_out=0)
    tokenizer = train_tokenizer(to_text(r.parsed()) for r in corpus.training[:40])
    here = _batches(corpus.training, tokenizer, 0)
    ahead = _batches(corpus.training, tokenizer, 0, readers=1)
    assert len(here) > 10
    for a, b in zip(here, ahead, strict=True):
        assert np.array_equal(a.tokens, b.tokens) and np.array_equal(a.weights, b.weights)


def test_processes_that_train_together_write_each_theorem_once(tmp_path: Path) -> None:
    corpus = load(write_data(tmp_path, 300), held_out=0)
    tokenizer = train_tokenizer(to_text(r.parsed()) for r in corpus.training[:40])
    here = _batches(corpus.training, tokenizer, 0)
    barrier, table = threading.Barrier(2, timeout=60), {}
    asked: list[int] = []

    def share(rank: int) -> list[Batch]:
        def exchange(mine: list[Document]) -> list[list[Document]]:
            asked.append(len(mine))
            table[rank] = mine
            barrier.wait()
            parts = [table[0], table[1]]
            barrier.wait()
            return parts

        feed = Feed(corpus.training, tokenizer, Mix(company=0.5), 3, 0, Shares(rank, 2, exchange))
        return list(feed.batches(0, count=2, context=128))

    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(share, (0, 1)))
    assert sum(asked) == len(epoch_order(corpus.training, Mix(company=0.5), Random("3/0")))
    for made in both:
        for a, b in zip(here, made, strict=True):
            assert np.array_equal(a.tokens, b.tokens) and np.array_equal(a.weights, b.weights)


def test_a_process_that_is_killed_is_told_of(tmp_path: Path) -> None:
    corpus = load(write_data(tmp_path, 40), held_out=0)
    tokenizer = train_tokenizer(to_text(r.parsed()) for r in corpus.training)
    with Feed(corpus.training, tokenizer, Mix(), 3, readers=1) as feed:
        batches = feed.batches(0, count=1, context=128)
        next(batches)
        (process,) = multiprocessing.active_children()
        process.kill()
        process.join()
        with pytest.raises(PorismError, match="killed"):
            list(feed.batches(1, count=1, context=128))


def test_what_a_batch_holds(tmp_path: Path) -> None:
    corpus = load(write_data(tmp_path, 40), held_out=0)
    tokenizer = train_tokenizer(to_text(r.parsed()) for r in corpus.training)
    for batch in _batches(corpus.training, tokenizer, 0):
        assert batch.tokens.shape == batch.documents.shape == batch.weights.shape == (2, 128)
        assert batch.used == int((batch.documents >= 0).sum())
        for r in range(2):
            for number in range(batch.documents[r].max() + 1):
                where = batch.documents[r] == number
                line, weights = batch.tokens[r][where], batch.weights[r][where]
                assert line[0] == tokenizer.begin and line[-1] == tokenizer.stop
                words = tokenizer.decode(line.tolist())
                at = 1 + len(tokenizer.encode(words[: words.index("|") + 1]))
                assert weights[0] == 0 and set(weights[1:at]) == {np.float32(0.2)}
                if words[-1] != "|":
                    assert set(weights[at:]) == {np.float32(1)}


@given(seed=st.integers(0, 2**32))
@settings(max_examples=50, deadline=None)
def test_shuffling_says_the_same(seed: int) -> None:
    random = Random(seed)
    problem, other = random_problem(random, 5, 1), random_problem(random, 3, 0)
    for company in (None, other):
        mixed = shuffled(problem, random, company)
        again = parse_problem(to_ag1(mixed))
        said = {canonical(s) for s in problem.premises}
        more = {canonical(s) for s in again.premises}
        assert said == more if company is None else said < more or not other.premises
        assert (again.goals, again.auxiliary) == (problem.goals, problem.auxiliary)


def test_the_share_with_auxiliary_points() -> None:
    rows = [Row(str(k), "", int(k < 10)) for k in range(100)]
    for mix, share in ((Mix(0.5, 8), 0.5), (Mix(0.5, 2), 0.5), (Mix(0.0, 8), 0.1)):
        order = epoch_order(rows, mix, Random(0))
        assert sum(rows[k].aux_points for k in order) / len(order) == pytest.approx(share, abs=0.02)
        assert max(order.count(k) for k in range(10)) <= mix.most_repeats


def test_rare_auxiliary_constructions_come_more_often() -> None:
    common = "a b c = triangle a b c | m = midpoint m a b ? cong m a m b"
    foot = "x = on_line x a b, on_tline x c a b"
    rare = f"a b c = triangle a b c | m = midpoint m a b; {foot} ? perp c x a b"
    rows = [Row(str(k), rare if k < 100 else common, 1) for k in range(1700)]
    rows += [Row(str(k), "", 0) for k in range(1700, 4000)]
    for rarity, ratio in ((0.0, 1.0), (0.5, 17**0.5), (1.0, 8.0)):  # 1700 midpoints, 100 feet
        order = epoch_order(rows, Mix(rarity=rarity), Random(0))
        each = Counter(order)
        of_rare = sum(each[k] for k in range(100)) / 100
        of_common = sum(each[k] for k in range(100, 1700)) / 1600
        assert of_rare / of_common == pytest.approx(ratio, rel=0.05)
        assert sum(rows[k].aux_points for k in order) / len(order) == pytest.approx(0.5, abs=0.01)


def test_packing_wastes_little() -> None:
    random = Random(0)
    lengths = [random.randint(10, 60) for _ in range(500)]
    theorems = [(k, ([k] * n, [0.0] * n)) for k, n in enumerate([*lengths, 500])]
    batches = list(batched(theorems, 1, 128, -1))
    seen = Counter(k for batch in batches for k in batch.tokens.flat if k >= 0)
    assert seen == dict(enumerate(lengths))  # each of them whole, but what is too long
    assert sum(batch.used for batch in batches) == sum(lengths)
    assert sum(lengths) / (128 * len(batches)) > 0.9


@pytest.mark.parametrize("readers", [0, 1])
def test_an_epoch_goes_on_after_any_batch(tmp_path: Path, readers: int) -> None:
    corpus = load(write_data(tmp_path, 400), held_out=0)
    tokenizer = train_tokenizer(to_text(r.parsed()) for r in corpus.training[:40])
    whole = _batches(corpus.training, tokenizer, 0)
    for k in (0, len(whole) // 3, len(whole) - 3, len(whole) - 1):
        with Feed(corpus.training, tokenizer, Mix(company=0.5), 3, readers) as feed:
            rest = list(feed.batches(0, count=2, context=128, start=whole[k].after))
        assert len(rest) == len(whole) - k - 1
        for a, b in zip(whole[k + 1 :], rest, strict=True):
            assert np.array_equal(a.tokens, b.tokens) and a.after == b.after


def test_bad_data_sets(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no data set there"):
        load(tmp_path / "none")
    file = write_data(tmp_path / "cut", 20) / "part-0.parquet"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(InputError, match="cut off"):
        load(tmp_path / "cut")
    write_data(tmp_path / "old", 5, schema_version=99)
    with pytest.raises(InputError, match="schema version 99"):
        load(tmp_path / "old")
    (tmp_path / "foreign").mkdir()
    pq.write_table(pa.table({"x": [1]}), tmp_path / "foreign" / "x.parquet")
    with pytest.raises(InputError, match="no column 'hash'"):
        load(tmp_path / "foreign")
    write_data(tmp_path / "wrong", 5, problem="a b c = triangle ? nonsense")
    corpus = load(tmp_path / "wrong", 0)
    with pytest.raises(InputError, match="of the data set"):
        corpus.training[0].parsed()


def test_no_link_and_no_pipe_of_a_data_set_is_opened(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="a link or a device"):
        load(tmp_path)
    (tmp_path / "a.parquet").unlink()
    os.mkfifo(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="a link or a device"):
        load(tmp_path)
