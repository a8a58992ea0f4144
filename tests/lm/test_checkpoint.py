"""Files of a training run that are damaged: told with the file, never believed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")

import torch

from porism.geometry.errors import InputError
from porism.lm.checkpoint import Log, load_checkpoint, load_weights, restoring, save_checkpoint
from tests.geometry.corpora import ROOT

pytestmark = pytest.mark.lm

STATE: dict[str, Any] = {
    "network": {"a": torch.zeros(2)},
    "optimiser": {},
    "random": torch.get_rng_state(),
    "tokenizer": b"x",
    "settings": "{}",
    "data": "d",
    "step": 3,
    "tokens": 4,
    "epoch": 0,
    "position": [[7], [5, 6]],
    "best": 1.5,
}


def test_a_whole_checkpoint_is_read(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "c", STATE)
    assert load_checkpoint(tmp_path / "c")["step"] == 3


WRONG = (..., None, "7", [1], -1, float("nan"), True)
DAMAGE = [(k, v) for k in STATE for v in WRONG if not (v == "7" and isinstance(STATE[k], str))]


@pytest.mark.parametrize(("key", "value"), DAMAGE)
def test_a_part_that_is_missing_or_wrong_is_told(tmp_path: Path, key: str, value: object) -> None:
    kept = {k: v for k, v in STATE.items() if k != key}
    save_checkpoint(tmp_path / "c", kept if value is ... else {**kept, key: value})
    with pytest.raises(InputError, match=f"damaged checkpoint .'{key}'"):
        load_checkpoint(tmp_path / "c")


@pytest.mark.parametrize("position", [[], [[]], [[1, 2]], [[1], [-1]], [[1], [True]], [[1], "2"]])
def test_a_position_that_is_none_is_told(tmp_path: Path, position: object) -> None:
    save_checkpoint(tmp_path / "c", {**STATE, "position": position})
    with pytest.raises(InputError, match=r"damaged checkpoint .'position'"):
        load_checkpoint(tmp_path / "c")


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04", b"\x80\x05N.", bytes(range(256)) * 9])
def test_what_is_no_checkpoint_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "c").write_bytes(data)
    with pytest.raises(InputError, match="c: "):
        load_checkpoint(tmp_path / "c")


def test_every_truncation_is_told(tmp_path: Path) -> None:
    save_checkpoint(tmp_path / "c", STATE)
    whole = (tmp_path / "c").read_bytes()
    for length in range(0, len(whole) - 1, 97):
        (tmp_path / "c").write_bytes(whole[:length])
        with pytest.raises(InputError):
            load_checkpoint(tmp_path / "c")


def test_tensors_of_another_shape_are_told(tmp_path: Path) -> None:
    network = torch.nn.Linear(2, 3)
    with pytest.raises(InputError, match="a damaged checkpoint"), restoring(tmp_path / "c"):
        network.load_state_dict({"weight": torch.zeros(5, 5), "bias": torch.zeros(3)})


def test_lines_of_the_log_that_are_no_events_are_dropped(tmp_path: Path) -> None:
    good = '{"step": 1}'
    bad = ['{"step": [1]}', "[]", "1", "{", '{"step": 1e999}', '{"step": null}', "[" * 9999]
    rows = [good.encode(), *(line.encode() for line in bad), b"\xff\xfe", good.encode()]
    (tmp_path / "log").write_bytes(b"\n".join(rows))
    Log(tmp_path / "log", 5).write(step=2)
    kept = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["step"] for line in kept] == [1, 1, 2]


def test_weights_that_are_no_numbers_are_told(tmp_path: Path) -> None:
    from safetensors.torch import load, save

    shipped = ROOT / "lm" / "weights"
    for file in shipped.iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    tensors = load((shipped / "model.safetensors").read_bytes())
    name = sorted(tensors)[0]
    tensors[name] = torch.full_like(tensors[name], float("nan"))
    (tmp_path / "model.safetensors").write_bytes(save(tensors))
    with pytest.raises(InputError, match="not finite"):
        load_weights(tmp_path)
