"""Folders of weights that somebody else made: each is told in one line, and none is believed."""

from __future__ import annotations

import io
import json
import pickle
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")

import torch
from safetensors.torch import load, save

from porism.geometry.errors import InputError
from porism.lm.checkpoint import (
    CARD,
    TOKENIZER,
    WEIGHTS,
    load_checkpoint,
    load_weights,
    save_weights,
)
from porism.lm.model import Shape, Transformer
from porism.lm.tokenizer import Tokenizer, train_tokenizer
from porism.prover.cli.main import main

pytestmark = pytest.mark.lm

Damage = Callable[[Path], object]
FILES = (CARD, TOKENIZER, WEIGHTS)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(["a b c = triangle a b c"])


@pytest.fixture
def folder(tmp_path: Path, tokenizer: Tokenizer) -> Path:
    network = Transformer(Shape(len(tokenizer), width=4, layers=2, heads=2, hidden=4))
    save_weights(tmp_path, network, tokenizer, {})
    return tmp_path


class _Code:
    """What runs when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return pytest.fail, ("code was run",)


def _pickled() -> bytes:
    sink = io.BytesIO()
    torch.save({"a": torch.zeros(1)}, sink)
    return sink.getvalue()


def _all(change: Callable[[torch.Tensor], torch.Tensor]) -> Damage:
    def damage(folder: Path) -> None:
        tensors = load((folder / WEIGHTS).read_bytes())
        (folder / WEIGHTS).write_bytes(save({n: change(t) for n, t in tensors.items()}))

    return damage


def _data(data: bytes) -> Damage:
    return lambda folder: (folder / WEIGHTS).write_bytes(data)


def _card(**members: object) -> Damage:
    def damage(folder: Path) -> None:
        card = json.loads((folder / CARD).read_text())
        (folder / CARD).write_text(json.dumps({**card, **members}))

    return damage


def _shape(**sizes: object) -> Damage:
    def damage(folder: Path) -> None:
        shape = json.loads((folder / CARD).read_text())["shape"]
        _card(shape={**shape, **sizes})(folder)

    return damage


def _another_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer.load(folder / TOKENIZER)
    network = Transformer(Shape(len(tokenizer) + 5, width=4, layers=2, heads=2, hidden=4))
    save_weights(folder, network, tokenizer, {})


CONTENTS: dict[str, Damage] = {
    "a pickle": _data(pickle.dumps(_Code())),
    "a checkpoint": _data(_pickled()),
    "a header without an end": _data(struct.pack("<Q", 2**63 - 1) + b"{}"),
    "a header that is deep": _data(struct.pack("<Q", 10**5) + b"[" * 10**5),
    "a tensor beyond the end": _data(
        (head := b'{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}')
        and struct.pack("<Q", len(head)) + head
    ),
    "no numbers": _all(lambda t: t * float("nan")),
    "no numbers once they are cut": _all(lambda t: t.double() * 0 + 1e300),
    "whole numbers": _all(lambda t: t.to(torch.int32)),
    "complex numbers": _all(lambda t: t.to(torch.complex64)),
    "other shapes": _all(lambda t: t[:1].contiguous()),
    "the tokenizer of another network": _another_tokenizer,
    "a card that is a list": lambda folder: (folder / CARD).write_text("[]"),
    "a card that is deep": lambda folder: (folder / CARD).write_text("[" * 10**5),
    "a card of an odd version": _card(format=[]),
    "a card without a shape": _card(shape=None),
    "a card of no tokenizer": _card(tokenizer=1),
    **{
        f"{name} {size!r}": _shape(**{name: size})
        for name, size in (
            *(("vocabulary", v) for v in (10**12, -1, "9", None, 1e308)),
            *(("layers", v) for v in (10**9, 0, [2], 2.5)),
            *(("width", v) for v in (10**9, 10**40, 6, "4")),
            *(("heads", 0), ("heads", -2), ("hidden", 10**12), ("more", 1)),
        )
    },
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_folder_that_is_not_as_it_should_be_is_told_in_a_line(folder: Path, name: str) -> None:
    load_weights(folder)
    CONTENTS[name](folder)
    with pytest.raises(InputError) as told:
        load_weights(folder)
    assert str(folder) in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("what", ["nothing", "empty", "half", "folder", "loop"])
def test_a_file_that_is_none_is_told_in_a_line(folder: Path, file: str, what: str) -> None:
    path = folder / file
    data = path.read_bytes()
    path.unlink()
    match what:
        case "empty":
            path.write_bytes(b"")
        case "half":
            path.write_bytes(data[: len(data) // 2])
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path)
    with pytest.raises(InputError, match=file):
        load_weights(folder)


def test_weights_larger_than_the_bound_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("porism.lm.checkpoint.MOST_BYTES_OF_WEIGHTS", 1 << 20)
    (folder / WEIGHTS).write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(InputError, match="larger than"):
        load_weights(folder)


@pytest.mark.parametrize("whole", [True, False])
def test_code_in_a_checkpoint_is_not_run(
    tmp_path: Path, whole: bool, recwarn: pytest.WarningsRecorder
) -> None:
    if whole:
        torch.save({"format": 1, "network": _Code()}, tmp_path / "c")
    else:
        (tmp_path / "c").write_bytes(pickle.dumps(_Code()))
    with pytest.raises(InputError, match="c: no checkpoint of ours"):
        load_checkpoint(tmp_path / "c")
    assert not recwarn.list


@pytest.mark.parametrize("proposer", ["lm", "mixed"])
@pytest.mark.parametrize("name", ["a pickle", "layers 1000000000", "no numbers"])
def test_the_command_ends_with_one_line(
    folder: Path, name: str, proposer: str, capsys: pytest.CaptureFixture[str]
) -> None:
    CONTENTS[name](folder)
    problem = "a b c = triangle; d = on_line a b; e = on_line a c ? eqratio a b a c b d c e"
    words = ["--proposer", proposer, "--weights", str(folder), "--budget", "20"]
    status = main(["solve", problem, *words])
    told = capsys.readouterr().err.strip().splitlines()
    assert status == 2, told
    assert sum(line.startswith("porism: ") for line in told) == 1
    assert not any("Traceback" in line for line in told)
