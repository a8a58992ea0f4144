"""The data set on disk survives everything that can happen between two of its steps."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from porism.geometry.errors import InputError
from porism.synth.pipeline import merge
from porism.synth.pipeline.blocks import pack
from porism.synth.pipeline.manifest import (
    MANIFEST,
    Identity,
    Manifest,
    read_manifest,
    write_manifest,
)
from porism.synth.pipeline.merge import PREFIXES
from porism.synth.pipeline.place import Folder
from porism.synth.pipeline.recipe import Block
from porism.synth.pipeline.rows import Row
from porism.synth.pipeline.shards import Store

IDENTITY = Identity("test", 0, 1, "")


def row(block: int, number: int, key: str, aux: int = 0) -> Row:
    return Row(key, f"problem {key}", "g", "coll", "{}", 3, 4, aux, 1, block, 0, number, "test")


def keys(block: int) -> list[str]:
    """Hashes of the rows of a block; every other one occurs in the next block too."""
    names = [f"{(7 * (block * 10 + k)) % 16:x}{block * 10 + k:05d}" for k in range(20)]
    return names[::2] if block % 2 else names


def fill(store: Store, blocks: range) -> None:
    for block in blocks:
        rows = tuple(row(block, k, key, int(k % 3 == 0)) for k, key in enumerate(keys(block)))
        store.add(block, pack(Block(rows, Counter(figures=1)), 0.5))


def opened(folder: Path) -> Store:
    folder.mkdir(exist_ok=True)
    manifest = read_manifest(folder) or Manifest(IDENTITY)
    write_manifest(Folder(folder), manifest)
    return Store(Folder(folder), manifest, threads=2)


def contents(folder: Path) -> list[tuple[int, int, str]]:
    """What the manifest says the data set holds, as (block, number, hash)."""
    manifest = read_manifest(folder)
    assert manifest is not None
    listed = {folder / shard.path for shard in manifest.shards}
    assert set(folder.rglob("*.parquet")) == listed  # all that readers of files come upon
    found = []
    for shard in manifest.shards:
        rows = pq.read_table(folder / shard.path).to_pylist()
        assert len(rows) == shard.rows
        assert all(r["hash"].startswith(shard.prefix) for r in rows)
        found += [(r["block"], r["number"], r["hash"]) for r in rows]
    assert len({key for _, _, key in found}) == len(found) == manifest.rows
    return sorted(found)


def expected(blocks: range, wanted: int | None = None) -> list[tuple[int, int, str]]:
    seen: set[str] = set()
    found = []
    for block in blocks:
        for number, key in enumerate(keys(block)):
            if key not in seen:
                seen.add(key)
                found.append((block, number, key))
    return found[:wanted]


def test_the_first_of_equal_rows_is_kept(tmp_path: Path) -> None:
    store = opened(tmp_path)
    fill(store, range(6))
    store.merge()
    assert contents(tmp_path) == expected(range(6))
    manifest = store.manifest
    assert manifest.problems == sum(len(keys(b)) for b in range(6)) > manifest.rows
    assert manifest.core_seconds >= 3.0
    assert manifest.tally == {"figures": 6}
    aux = [n for b, n, _ in expected(range(6)) if n % 3 == 0]
    assert manifest.with_aux == len(aux)
    assert not list((tmp_path / "blocks").iterdir())


@pytest.mark.parametrize("sizes", [(1, 1, 1, 1, 1, 1), (2, 4), (5, 1), (3, 3)])
def test_it_does_not_matter_how_often_there_is_a_merge(
    tmp_path: Path, sizes: tuple[int, ...]
) -> None:
    store, done = opened(tmp_path), 0
    for size in sizes:
        fill(store, range(done, done + size))
        store.merge()
        done += size
    assert contents(tmp_path) == expected(range(6))


def test_blocks_after_a_gap_wait(tmp_path: Path) -> None:
    store = opened(tmp_path)
    fill(store, range(0, 2))
    fill(store, range(3, 4))
    assert store.pending() == [0, 1]
    store.merge()
    assert contents(tmp_path) == expected(range(2))
    assert store.has_block(1)
    assert store.has_block(3)
    assert not store.has_block(2)
    fill(store, range(2, 3))
    store.merge()
    assert contents(tmp_path) == expected(range(4))


@pytest.mark.parametrize("wanted", [1, 20, 21, 33, 50])
def test_of_more_than_is_wanted_the_first_are_taken(tmp_path: Path, wanted: int) -> None:
    store = opened(tmp_path)
    fill(store, range(6))
    store.merge(wanted)
    assert contents(tmp_path) == expected(range(6), wanted)
    last_block, last_number, _ = expected(range(6), wanted)[-1]
    whole = sum(len(keys(b)) for b in range(last_block))
    manifest = store.manifest
    if manifest.next_block == last_block:
        assert (manifest.problems, manifest.cut_problems) == (whole, last_number + 1)
        assert 0 < manifest.cut_seconds <= 0.5
    store.merge(wanted)  # there is nothing to do
    assert store.manifest == manifest
    # and going on with more gives what more would have given at once
    store = opened(tmp_path)
    store.merge(wanted + 9)
    assert contents(tmp_path) == expected(range(6), wanted + 9)
    store = opened(tmp_path)
    store.merge()
    assert contents(tmp_path) == expected(range(6))
    assert store.manifest.problems == sum(len(keys(b)) for b in range(6))
    assert store.manifest.tally == {"figures": 6}


def test_large_shards_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "_FULL", 3)
    store = opened(tmp_path)
    for block in range(6):
        fill(store, range(block, block + 1))
        store.merge()
    assert contents(tmp_path) == expected(range(6))
    assert max(len(store.manifest.of_prefix(p)) for p in PREFIXES) > 1


def seen_by_readers(folder: Path) -> list[tuple[int, int, str]]:
    """What everybody sees who reads all Parquet files and knows no manifest."""
    rows = [r for path in folder.rglob("*.parquet") for r in pq.read_table(path).to_pylist()]
    return sorted((r["block"], r["number"], r["hash"]) for r in rows)


@pytest.mark.parametrize("step", [1, 2, 15, 16, 17, 18, 19, 20, 34, 35, 36, 37, 38, 70])
def test_a_kill_at_any_moment_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """The program ends at its step-th change of the disk, before or after it, and starts again."""
    store = opened(tmp_path)
    fill(store, range(3))
    store.merge()
    fill(store, range(3, 6))
    count = 0

    class Killed(BaseException):
        pass

    def counted(original: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            nonlocal count
            count += 1
            if count == step and step % 2:
                raise Killed
            result = original(*arguments)
            if count == step:
                raise Killed
            return result

        return call

    monkeypatch.setattr(os, "replace", counted(os.replace))
    monkeypatch.setattr(Folder, "delete", counted(Folder.delete))
    try:
        store.merge()
        finished = True
    except Killed:
        finished = False
    monkeypatch.undo()
    seen = seen_by_readers(tmp_path)
    assert set(expected(range(3))) <= set(seen) <= set(expected(range(6)))
    assert len(seen) == len(set(seen))
    again = opened(tmp_path)
    assert contents(tmp_path) in (expected(range(3)), expected(range(6)))
    again.merge()
    assert contents(tmp_path) == expected(range(6))
    assert again.manifest.problems == sum(len(keys(b)) for b in range(6))
    assert not list((tmp_path / "staged").iterdir())
    assert finished or count == step


def test_half_written_files_are_thrown_away(tmp_path: Path) -> None:
    store = opened(tmp_path)
    fill(store, range(2))
    store.merge()
    (tmp_path / "blocks" / "000000002.block.tmp").write_bytes(b"PAR1 half")
    (tmp_path / "blocks" / "000000002.block").write_bytes(b"")  # after a power cut
    (tmp_path / "data" / "0-9-9.parquet").write_bytes(b"a shard nobody listed")
    (tmp_path / "staged" / "data-0-9-9.parquet.staged").write_bytes(b"half a shard")
    (tmp_path / "staged" / "data-0-9-9.parquet.staged.tmp").write_bytes(b"less")
    store = opened(tmp_path)
    assert store.pending() == []
    assert contents(tmp_path) == expected(range(2))
    assert not list(tmp_path.glob("**/*.tmp"))


def test_files_that_are_not_of_our_naming_stay(tmp_path: Path) -> None:
    store = opened(tmp_path)
    fill(store, range(3))
    names = ["data/letter.txt", "data/x.parquet", "blocks/7.block", "blocks/letter", "blocks/²"]
    names += ["staged/letter.staged", "prefix=a/letter.txt", "prefix=of mine/0-1-1.parquet"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("dear friend")
    opened(tmp_path).merge()
    assert all((tmp_path / name).read_text() == "dear friend" for name in names)


@pytest.mark.parametrize("name", ["data", "prefix=0", "blocks", "staged"])
def test_no_link_to_a_folder_is_followed(tmp_path: Path, name: str) -> None:
    theirs, folder = tmp_path / "theirs", tmp_path / "set"
    theirs.mkdir()
    names = ["0-1-1.parquet", "part-1-1.parquet", "000000000.block", "data-0-1-1.parquet.staged"]
    for file in names:
        (theirs / file).write_text("dear friend")
    folder.mkdir()
    (folder / name).symlink_to(theirs)
    with pytest.raises(InputError, match=f"{name} is a link"):
        opened(folder)
    assert sorted(path.name for path in theirs.iterdir()) == sorted(names)


@pytest.mark.parametrize("name", [MANIFEST, f"{MANIFEST}.tmp", ".lock"])
def test_no_link_to_a_file_is_followed(tmp_path: Path, name: str) -> None:
    theirs, folder = tmp_path / "letter", tmp_path / "set"
    theirs.write_text("dear friend")
    folder.mkdir()
    (folder / name).symlink_to(theirs)
    with pytest.raises(InputError, match="is a link"), Folder(folder).only_writer():
        opened(folder)
    assert theirs.read_text() == "dear friend"


def test_no_pipe_is_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / MANIFEST)
    with pytest.raises(InputError, match="neither a file nor a folder"):
        read_manifest(tmp_path)


def test_an_empty_block_is_a_block(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.add(0, pack(Block((), Counter()), 0.1))
    fill(store, range(1, 2))
    store.merge()
    assert store.manifest.next_block == 2
    assert contents(tmp_path) == [(1, n, k) for n, k in enumerate(keys(1))]


def test_a_manifest_survives_its_file(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    manifest = replace(Manifest(IDENTITY), next_block=3, tally={"a": 1})
    write_manifest(Folder(tmp_path), manifest)
    assert read_manifest(tmp_path) == manifest


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "is not the manifest"),
        ('{"format": "another"}', "is not the manifest"),
        ('{"format": "porism-synth", "identity": {}}', "is not the manifest"),
    ],
)
def test_a_broken_manifest_is_an_error_of_input(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(InputError, match=message):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("next_block", "7"),
        ("next_block", -1),
        ("problems", 1.5),
        ("with_aux", None),
        ("core_seconds", "1"),
        ("core_seconds", -1),
        ("tally", {"a": "b"}),
        ("shards", [{"path": "../../a.parquet", "prefix": "a", "rows": 1}]),
        ("shards", [{"path": "prefix=a/part-1-1.parquet", "prefix": "a", "rows": "1"}]),
        ("shards", [{"path": "/etc/passwd", "prefix": "a", "rows": 1}]),
    ],
)
def test_a_member_of_the_manifest_that_is_not_of_its_kind(
    tmp_path: Path, key: str, value: object
) -> None:
    write_manifest(Folder(tmp_path), Manifest(IDENTITY))
    data = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps({**data, key: value}))
    with pytest.raises(InputError, match="is not the manifest"):
        read_manifest(tmp_path)


def test_a_shard_that_is_missing_damaged_or_another_is_told(tmp_path: Path) -> None:
    store = Store(Folder(tmp_path), Manifest(IDENTITY))
    fill(store, range(1))
    store.merge()
    path = tmp_path / store.manifest.shards[0].path
    whole = path.read_bytes()
    count = store.manifest.shards[0].rows
    wrong = replace(store.manifest.shards[0], rows=count + 5)
    with pytest.raises(InputError, match=f"has {count} rows, not {count + 5}"):
        Store(Folder(tmp_path), replace(store.manifest, shards=(wrong,)))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="is damaged"):
        Store(Folder(tmp_path), store.manifest)
    path.unlink()
    with pytest.raises(InputError, match="is missing"):
        Store(Folder(tmp_path), store.manifest)


def test_a_data_set_of_another_schema_is_an_error_of_input(tmp_path: Path) -> None:
    write_manifest(Folder(tmp_path), Manifest(replace(IDENTITY, schema_version=99)))
    assert json.loads((tmp_path / MANIFEST).read_text())["identity"]["schema_version"] == 99
    with pytest.raises(InputError, match="schema 99"):
        read_manifest(tmp_path)
