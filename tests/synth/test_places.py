"""Data sets in folders and in stores hold the same, and everybody's tools read what counts."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from pyarrow import fs

from porism.geometry.errors import InputError
from porism.prover.cli.main import main
from porism.synth.pipeline import run as run_module
from porism.synth.pipeline.blocks import Job, pack
from porism.synth.pipeline.manifest import Identity, Manifest, read_manifest, write_manifest
from porism.synth.pipeline.ordinary import make_block
from porism.synth.pipeline.place import Folder, Place, Remote, place_of
from porism.synth.pipeline.recipe import Block, Recipe
from porism.synth.pipeline.rows import Row
from porism.synth.pipeline.run import Plan, run
from porism.synth.pipeline.shards import Store

pytest.importorskip("fsspec")


def packed(block: int) -> bytes:
    rows = tuple(
        Row(f"{k:x}{block // 2:063x}", "p", "g", "coll", "{}", 3, 4, 0, 1, block, 0, k, "test")
        for k in range(16)
    )
    return pack(Block(rows, Counter(figures=1)), 0.5)


def write(place: Place, blocks: int = 4) -> Store:
    manifest = read_manifest(place) or Manifest(Identity("test", 0, 1, ""))
    write_manifest(place, manifest)
    store = Store(place, manifest, threads=2)
    for block in range(manifest.next_block, blocks):
        store.add(block, packed(block))
    return store


def write_twice(*places: Place) -> None:
    """Write blocks to each place, merge them, and do it again with more."""
    for place in places:
        write(place).merge()
        write(place, 6).merge()  # the second half of these rows is known


def contents(place: Place) -> dict[str, bytes]:
    return {name: place.read(f"data/{name}", 1 << 20) or b"" for name in place.names("data")}


def test_a_store_holds_what_a_folder_holds_to_the_byte(tmp_path: Path) -> None:
    folder, store = Folder(tmp_path / "d"), place_of("memory://bucket/same/data")
    write_twice(folder, store)
    assert contents(folder) == contents(store)
    assert len(contents(store)) == 16
    manifest = read_manifest(store)
    assert manifest is not None
    assert (manifest.rows, manifest.next_block) == (48, 6)
    assert store.names("blocks") == store.names("staged") == []


def test_what_an_interrupted_run_left_in_a_store_is_put_in_order() -> None:
    place = place_of("memory://bucket/left/data")
    write(place).merge()
    before = contents(place)
    place.move(
        "data/" + place.names("data")[0], "staged/data-" + place.names("data")[0] + ".staged"
    )
    place.write("staged/data-0-9-9.parquet.staged", b"half")
    place.write("data/0-9-9.parquet", b"a shard nobody listed")
    write(place)
    assert contents(place) == before


def test_the_newest_run_has_the_store_and_the_older_one_commits_nothing() -> None:
    place = place_of("memory://bucket/two/data")
    with place.only_writer() as first:
        first()
        with place.only_writer() as second:
            second()
            with pytest.raises(InputError, match="another run has begun to write to memory://"):
                first()


def test_a_store_that_takes_nothing_is_said_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class ReadOnly(fs.FSSpecHandler):  # type: ignore[misc]
        def open_output_stream(self, *_: object) -> None:
            raise OSError(30, "Read-only file system")

    from fsspec.implementations.memory import MemoryFileSystem

    store = fs.PyFileSystem(ReadOnly(MemoryFileSystem()))
    monkeypatch.setattr(run_module, "place_of", lambda _: Remote("x://b?key=secret", store, "b"))
    with pytest.raises(InputError, match=r"cannot write to x://b: Read-only file system") as said:
        run(Plan("x://b", 1, None, 1))
    assert "secret" not in str(said.value)


class AtOnce:
    """Workers that have every block ready."""

    size = 1

    def __init__(self, job: Job) -> None:
        self.asked: list[int] = []

    def submit(self, block: int) -> None:
        self.asked.append(block)

    def finished(self, seconds: float) -> list[tuple[int, bytes]]:
        asked, self.asked = self.asked, []
        return [(block, packed(block)) for block in asked]

    def close(self, *, at_once: bool) -> None:
        pass


@pytest.mark.parametrize("room", [1, 3, 20, 25])
def test_a_store_that_fills_up_keeps_what_is_finished_and_the_run_goes_on(
    room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fsspec.implementations.memory import MemoryFileSystem

    class Full(fs.FSSpecHandler):  # type: ignore[misc]
        left = room

        def open_output_stream(self, path: str, metadata: object) -> Any:
            Full.left -= 1
            if Full.left < 0:
                raise OSError(28, "No space left on device")
            return super().open_output_stream(path, metadata)

    recipe = Recipe("test", Row, make_block, merge=40)
    store = fs.PyFileSystem(Full(MemoryFileSystem()))
    where = {
        "full": Remote("x://full", store, f"full{room}"),
        "whole": place_of(f"memory://whole{room}/data"),
    }
    monkeypatch.setattr(run_module, "place_of", where.__getitem__)

    def plan(name: str) -> Plan:
        return Plan(name, 90, None, 1, recipe=recipe, hire=AtOnce)

    with pytest.raises(InputError, match="cannot write to x://full: No space left on device"):
        run(plan("full"))
    begun = read_manifest(where["full"])
    if begun is not None:
        assert sum(shard.rows for shard in begun.shards) == begun.rows
        for shard in begun.shards:
            with where["full"].opened(shard.path) as file:
                assert pq.read_table(file).num_rows == shard.rows
    Full.left = 1000
    run(plan("full"))
    run(plan("whole"))
    assert contents(where["full"]) == contents(where["whole"])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nothing://bucket/data", "no store that can be used"),
        ("memory://", "names a store, but no folder in it"),
        ("s3://", "names a store, but no folder in it"),
    ],
)
def test_a_url_of_no_store_is_said_so(
    url: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["synth", "--out", url]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_an_s3_server_holds_what_a_folder_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_of = pytest.importorskip("moto.server", reason="needs porism[readers]")
    boto3 = pytest.importorskip("boto3", reason="needs porism[readers]")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
        client.create_bucket(Bucket="bucket")
        options = f"endpoint_override={host}:{port}&scheme=http"
        store, folder = place_of(f"s3://bucket/sets/data?{options}"), Folder(tmp_path)
        assert store.name == "s3://bucket/sets/data"
        with store.only_writer() as check:
            write_twice(store, folder)
            check()
        assert contents(store) == contents(folder)
        with pytest.raises(InputError, match=r"cannot write to s3://other/data: .*NO_SUCH_BUCKET"):
            run(Plan(f"s3://other/data?{options}", 1, None, 1))
    finally:
        server.stop()


@pytest.fixture
def google() -> Iterator[str]:
    """The address of a server that speaks as Google Cloud Storage does, with a bucket."""
    pytest.importorskip("gcp_storage_emulator", reason="needs porism[readers]")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    # a process of its own: Arrow waits for it without letting other threads run
    said = "from gcp_storage_emulator.server import create_server as made; "
    said += f"made('127.0.0.1', {port}, in_memory=True, default_bucket='bucket').run()"
    server = subprocess.Popen([sys.executable, "-c", said], stderr=subprocess.DEVNULL)
    try:
        while server.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
        yield f"127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@pytest.mark.exhaustive
def test_a_google_server_holds_what_a_folder_holds(google: str, tmp_path: Path) -> None:
    url = f"gs://anonymous@bucket/sets/data?endpoint_override={google}&scheme=http"
    store, folder = place_of(url), Folder(tmp_path)
    with store.only_writer() as check:
        write_twice(store, folder)
        check()
    assert contents(store) == contents(folder)
    assert store.names("blocks") == store.names("staged") == []
    again = read_manifest(place_of(url))
    assert again is not None
    assert again.rows == 48


def test_file_urls_are_folders(tmp_path: Path) -> None:
    assert place_of(f"file://{tmp_path}").name == str(tmp_path)


def test_readers_of_files_read_the_rows_that_count(tmp_path: Path) -> None:
    store = write(Folder(tmp_path))
    store.merge()
    write(Folder(tmp_path), 6)  # blocks that wait
    count = store.manifest.rows
    assert len(pq.read_table(tmp_path / "data")) == count
    glob = str(tmp_path / "**" / "*.parquet")
    try:
        import duckdb
    except ModuleNotFoundError:
        pass
    else:
        assert duckdb.sql(f"select count(distinct hash) from '{glob}'").fetchall() == [(count,)]
    try:
        import polars
    except ModuleNotFoundError:
        pass
    else:
        assert polars.scan_parquet(glob).collect().height == count
