from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from porism.geometry.errors import InputError
from porism.lm.board import Board, scalars
from porism.lm.checkpoint import load_checkpoint, load_weights, only_run
from porism.lm.settings import Settings, read_settings
from porism.lm.train import CHECKPOINT, train
from tests.lm.problems import write_data

pytestmark = pytest.mark.lm
TINY = Settings(
    width=32,
    layers=2,
    heads=2,
    hidden=32,
    context=128,
    rows=2,
    held_out=0.2,
    tokens=4000,
    warmup=3,
    evaluate_every=9,
    evaluate_problems=2,
    beam=4,
    precision="fp32",
    threads=1,
    save_every=4,
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"), 60)


@pytest.fixture(scope="module")
def whole(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("whole")
    train(data, out, TINY, report=lambda _: None)
    return out


def _events(out: Path) -> list[dict[str, Any]]:
    lines = (out / "log.jsonl").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    for event in events:
        event.pop("tokens_per_second", None)
    return events


def test_a_run_that_was_stopped_ends_as_one_that_was_not(
    data: Path, whole: Path, tmp_path: Path
) -> None:
    for stop in (6, 13, None):
        train(data, tmp_path, TINY, report=lambda _: None, stop_after=stop)
    one, two = load_checkpoint(whole / CHECKPOINT), load_checkpoint(tmp_path / CHECKPOINT)
    assert one["step"] == two["step"] > 15 and one["tokens"] == two["tokens"] >= 4000
    for name, weight in one["network"].items():
        assert torch.equal(weight, two["network"][name]), name
    for kind in ("best", "last"):
        weights = [(out / kind / "model.safetensors").read_bytes() for out in (whole, tmp_path)]
        assert weights[0] == weights[1]
    assert _events(whole) == _events(tmp_path)


def test_a_kill_between_checkpoints_costs_nothing_but_time(
    data: Path, whole: Path, tmp_path: Path
) -> None:
    def killed(line: str) -> None:
        if line.startswith("step 9 "):  # after the evaluation, before the next checkpoint
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(data, tmp_path, TINY, report=killed)
    assert load_checkpoint(tmp_path / CHECKPOINT)["step"] == 8
    train(data, tmp_path, TINY, report=lambda _: None)
    assert _events(whole) == _events(tmp_path)
    weights = [load_weights(out / "last")[0].state_dict() for out in (whole, tmp_path)]
    assert all(torch.equal(w, weights[1][name]) for name, w in weights[0].items())


def test_the_log_says_what_was_done(whole: Path) -> None:
    start, *events = _events(whole)
    assert start["event"] == "start" and start["settings"]["tokens"] == 4000
    last = events[-1]
    assert last["event"] == "evaluation" and set(last["all_found_within"]) == {"1", "4"}
    assert last["tokens"] >= 4000 and last["problems"] == 2
    card = json.loads((whole / "last" / "model.json").read_text())
    assert card["tokens"] == last["tokens"] and card["data"] == start["data"]


def test_too_few_theorems_are_told_with_how_many_it_takes(data: Path, tmp_path: Path) -> None:
    settings = read_settings(None, **{**TINY.table(), "rows": 512})
    with pytest.raises(InputError, match=r"needs about [\d,]+, the data set has \d+") as said:
        train(data, tmp_path, settings, report=lambda _: None)
    needed, there = re.findall(r"(?:about|has) ([\d,]+)", str(said.value))
    assert int(needed.replace(",", "")) > int(there)


def test_numbers_of_the_log_are_curves(tmp_path: Path) -> None:
    training = {"step": 3, "epoch": 0, "loss": 2.5, "rate": 1}
    assert dict(scalars(training)) == {"training/loss": 2.5, "training/rate": 1.0}
    found = {"event": "evaluation", "step": 4, "all_found_within": {"1": 0.5}, "note": "x"}
    assert dict(scalars(found)) == {"evaluation/all_found_within/1": 0.5}
    assert not dict(scalars({"event": "start", "step": 0, "parameters": 7}))
    pytest.importorskip("tensorboard")
    board = Board(tmp_path, 0)
    board.write(training)
    (file,) = tmp_path.iterdir()
    assert b"training/loss" in file.read_bytes()


def test_a_second_run_is_kept_out(data: Path, tmp_path: Path) -> None:
    with only_run(tmp_path), pytest.raises(InputError, match="another run is writing"):
        train(data, tmp_path, TINY, report=lambda _: None, stop_after=1)
    train(data, tmp_path, TINY, report=lambda _: None, stop_after=1)


def test_two_processes_do_what_one_does(data: Path, whole: Path, tmp_path: Path) -> None:
    file = tmp_path / "tiny.toml"
    file.write_text("".join(f"{k} = {json.dumps(v)}\n" for k, v in TINY.table().items()))
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node=2"]
    command += ["-m", "tests.lm.trained_alone", "--data", str(data), "--out", str(tmp_path)]
    command += ["--config", str(file)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    one, two = load_checkpoint(whole / CHECKPOINT), load_checkpoint(tmp_path / CHECKPOINT)
    assert (one["step"], one["tokens"]) == (two["step"], two["tokens"])
    for name, weight in one["network"].items():
        assert torch.allclose(weight, two["network"][name], atol=1e-3), name


def test_learning_happens(whole: Path, data: Path, tmp_path: Path) -> None:
    before = [e for e in _events(whole) if e.get("event") == "evaluation"]
    assert before[-1]["validation_loss"] < before[0]["validation_loss"] < 5.4


def test_low_precision_runs(data: Path, tmp_path: Path) -> None:
    settings = read_settings(None, **{**TINY.table(), "precision": "bf16", "evaluate_every": 99})
    train(data, tmp_path, settings, report=lambda _: None, stop_after=2)
    assert load_checkpoint(tmp_path / CHECKPOINT)["step"] == 2


# PyTorch warns of what it does itself.
_OWN_WARNINGS = pytest.mark.filterwarnings("ignore:.torch.jit.script:DeprecationWarning")


@_OWN_WARNINGS
@pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler to compile with")
def test_a_compiled_network_learns_the_same(data: Path, whole: Path, tmp_path: Path) -> None:
    train(data, tmp_path, replace(TINY, compile=True), report=lambda _: None, stop_after=9)
    plain, fast = ({e["step"]: e for e in _events(out) if "loss" in e} for out in (whole, tmp_path))
    assert fast[1]["loss"] == pytest.approx(plain[1]["loss"], abs=1e-3)
    (after,) = (e for e in _events(tmp_path) if e.get("event") == "evaluation")
    before = next(e for e in _events(whole) if e.get("event") == "evaluation")
    assert after["validation_loss"] == pytest.approx(before["validation_loss"], abs=1e-2)


@_OWN_WARNINGS
def test_a_network_that_cannot_be_compiled_is_an_error_with_a_remedy(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from torch._inductor import config

    monkeypatch.setattr(config.cpp, "cxx", (None, str(tmp_path / "no-compiler")))
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path / "cache"))
    with pytest.raises(InputError, match=r"No working C\+\+ compiler.*say compile = false"):
        train(data, tmp_path, replace(TINY, width=48, compile=True), report=lambda _: None)


def test_a_run_does_not_go_on_with_something_else(data: Path, whole: Path, tmp_path: Path) -> None:
    other = write_data(tmp_path / "other", 60, seed=5)
    with pytest.raises(InputError, match="other data"):
        train(other, whole, TINY)
    settings = read_settings(None, **{**TINY.table(), "width": 64})
    with pytest.raises(InputError, match="width = 32, not 64"):
        train(data, whole, settings)
    cut = tmp_path / CHECKPOINT
    cut.write_bytes((whole / CHECKPOINT).read_bytes()[:5000])
    with pytest.raises(InputError, match="cut off"):
        train(data, tmp_path, TINY)
    torch.save({"format": 99}, cut)
    with pytest.raises(InputError, match="another version"):
        train(data, tmp_path, TINY)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("widht = 3", "no setting 'widht'.*width"),
        ("width = 'x'", "expected int"),
        ("layers = true", "expected int"),
        ("width = 30", "no even multiple"),
        ("precision = 'fp8'", "not 'fp8'"),
        ("tokens = -1", "negative"),
        ("rows = 0", "must not be 0"),
        ("aux_share = 2", "more than 1"),
        ("width = = 3", "not a TOML file"),
    ],
)
def test_settings_that_make_no_sense(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(InputError, match=message):
        read_settings(file)
    with pytest.raises(InputError, match="no such file"):
        read_settings(tmp_path / "none.toml")


@pytest.mark.parametrize("file", sorted(Path("lm/configs").glob("*.toml")), ids=str)
def test_shipped_settings(file: Path) -> None:
    assert read_settings(file).tokens > 0
