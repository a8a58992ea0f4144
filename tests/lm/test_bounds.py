"""Small files that training and benchmarks read: bounded in size and nesting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from porism.geometry.errors import InputError
from porism.lm.settings import read_settings
from porism.prover.bench.results import read_results
from porism.synth.pipeline.manifest import MANIFEST, read_manifest


def _manifest(path: Path) -> object:
    (path.parent / MANIFEST).write_bytes(path.read_bytes())
    return read_manifest(path.parent)


READERS = [read_settings, read_results, _manifest]
DEEP = b"[" * 100_000 + b"\n"


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("data", [DEEP, b"a = " + DEEP, b'{"a": ' * 50_000, b"\xff\xfe\n", b"\0\n"])
def test_what_is_nested_too_deeply_or_no_text_is_told(
    tmp_path: Path, read: Callable[[Path], object], data: bytes
) -> None:
    (tmp_path / "file").write_bytes(data + b"\n")
    with pytest.raises(InputError):
        read(tmp_path / "file")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs /dev/zero")
@pytest.mark.parametrize("read", [read_settings, read_results])
def test_a_device_without_an_end_is_refused(read: Callable[[Path], object]) -> None:
    with pytest.raises(InputError, match="larger than"):
        read(Path("/dev/zero"))
