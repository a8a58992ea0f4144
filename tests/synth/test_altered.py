"""Data sets of others: files that are damaged, altered, or not what the manifest says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from porism.geometry.errors import InputError
from porism.geometry.limits import MOST_BYTES_UNPACKED
from porism.lm.data import load
from porism.synth.audit import findings
from porism.synth.pipeline.manifest import Identity, Manifest, Shard, write_manifest
from porism.synth.pipeline.place import Folder
from porism.synth.pipeline.rows import Row, table
from porism.synth.reading import opened, read_row, read_rows, read_some

PATH = "data/0-000000000-000000000.parquet"
ROW = Row(
    "0" * 16,
    "a b c = triangle a b c; d = midpoint d b c ? cong b d c d",
    "cong b d c d",
    "cong",
    "{}",
    *(1, 4, 0, 0, 0, 0, 0),
    "test",
)

Change = Callable[[pa.Table], pa.Table]


def write(folder: Path, rows: pa.Table, *, count: int | None = None) -> Path:
    """Write a data set of one file; ``count`` is what its manifest says of the rows."""
    (folder / "data").mkdir()
    pq.write_table(rows, folder / PATH)
    shards = (Shard(PATH, "0", rows.num_rows if count is None else count),)
    write_manifest(Folder(folder), Manifest(Identity("test", 0, 2, ""), shards=shards))
    return folder


def without(name: str) -> Change:
    return lambda rows: rows.drop_columns([name])


def retyped(name: str, values: list[Any]) -> Change:
    return lambda rows: rows.set_column(rows.schema.get_field_index(name), name, [values])


ALTERED: dict[str, Change] = {
    "a column less": without("problem"),
    "no proof": without("proof"),
    "numbers for texts": retyped("problem", [7, 8]),
    "texts for numbers": retyped("steps", ["one", "two"]),
    "lists for texts": retyped("proof", [["a"], ["b"]]),
    "bytes for texts": retyped("hash", [b"\xff", b"\xfe"]),
    "nothing in a row": lambda rows: retyped("hash", ["0", None])(rows).cast(rows.schema),
}


@pytest.mark.parametrize("how", ALTERED)
def test_rows_of_other_columns_are_refused(how: str, tmp_path: Path) -> None:
    folder = write(tmp_path, ALTERED[how](table([ROW, ROW])))
    with pytest.raises(InputError):
        read_row(*opened(folder), 1)
    with pytest.raises(InputError):
        list(read_rows(*opened(folder), ["hash", "problem", "proof", "steps"]))


@pytest.mark.parametrize("how", ["numbers for texts", "bytes for texts", "nothing in a row"])
def test_training_refuses_rows_of_other_types(how: str, tmp_path: Path) -> None:
    folder = write(tmp_path, ALTERED[how](table([ROW, ROW])))
    with pytest.raises(InputError, match="other types"):
        load(folder)


@pytest.mark.parametrize("count", [1, 3])
def test_another_number_of_rows_than_the_manifest_counts_is_refused(
    count: int, tmp_path: Path
) -> None:
    folder = write(tmp_path, table([ROW, ROW]), count=count)
    with pytest.raises(InputError, match="manifest counts"):
        list(read_some(*opened(folder), [0]))


@pytest.mark.parametrize("cut", [0, 4, 100, -1, -30])
def test_a_file_that_is_cut_off_is_refused(cut: int, tmp_path: Path) -> None:
    folder = write(tmp_path, table([ROW, ROW]))
    whole = (folder / PATH).read_bytes()
    (folder / PATH).write_bytes(whole[:cut])
    with pytest.raises(InputError, match="no Parquet file, or damaged"):
        read_row(*opened(folder), 0)


def test_what_is_too_large_when_unpacked_is_refused_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, table([ROW, ROW]))
    assert MOST_BYTES_UNPACKED == 4 << 30
    monkeypatch.setattr("porism.synth.reading.MOST_BYTES_UNPACKED", 100)
    monkeypatch.setattr("porism.lm.data.MOST_BYTES_UNPACKED", 100)
    with pytest.raises(InputError, match="when unpacked"):
        read_row(*opened(folder), 0)
    with pytest.raises(InputError, match="when unpacked"):
        load(folder)


@pytest.mark.parametrize("rows", [1 << 60, -1, True, 1.5, "2"])
def test_a_manifest_of_impossible_counts_is_refused(rows: Any, tmp_path: Path) -> None:
    folder = write(tmp_path, table([ROW, ROW]))
    manifest = folder / "manifest.json"
    data = json.loads(manifest.read_text())
    data["shards"][0]["rows"] = rows
    manifest.write_text(json.dumps(data))
    with pytest.raises(InputError, match="not the manifest"):
        opened(folder)


@pytest.mark.parametrize("proof", ["", "{}", "[" * 5000, "null", '{"format": 1}'])
def test_an_audit_rejects_a_row_whose_proof_cannot_be_read(proof: str) -> None:
    found = findings({"problem": ROW.problem, "proof": proof, "hash": "0", "figure_seed": 0})
    assert found[0] == "rejected"
