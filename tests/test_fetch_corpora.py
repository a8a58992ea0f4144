"""Published files are taken only when they are the ones that were meant."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.fetch_corpora import PUBLISHED, Published, WrongFileError, fetch
from tests.geometry.corpora import needs, published


def test_a_file_is_fetched_when_its_hash_is_right(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_bytes(b"a b c = triangle ? coll a b c\n")
    right = hashlib.sha256(source.read_bytes()).hexdigest()
    path = fetch(Published("copy.txt", source.as_uri(), right), tmp_path / "corpora")
    assert path.read_bytes() == source.read_bytes()
    source.unlink()
    assert fetch(Published("copy.txt", source.as_uri(), right), tmp_path / "corpora") == path


def test_another_file_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_bytes(b"something else\n")
    with pytest.raises(WrongFileError, match="expected 000"):
        fetch(Published("copy.txt", source.as_uri(), "0" * 64), tmp_path / "corpora")
    assert not (tmp_path / "corpora").exists()


@pytest.mark.parametrize(
    "file", [pytest.param(file, id=file.name, marks=needs(file.name)) for file in PUBLISHED]
)
def test_what_is_here_is_what_was_published(file: Published) -> None:
    assert hashlib.sha256(published(file.name).read_bytes()).hexdigest() == file.sha256
