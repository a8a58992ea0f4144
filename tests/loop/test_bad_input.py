"""What goes wrong in the long commands: told with place and remedy, finished work kept."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest

pytest.importorskip("torch")

from porism.geometry.language.reader import read_problems
from porism.geometry.language.writer import to_text
from porism.lm.checkpoint import load_checkpoint
from porism.synth.pipeline.exclude import read_exclusion
from porism.synth.pipeline.run import Plan, run
from tests.lm.problems import write_data
from tests.loop import commands
from tests.loop.commands import PROBLEMS, ROOT, started, wait_until
from tests.prover.command import Porism, Ran

pytestmark = [pytest.mark.lm, pytest.mark.slow]
SHIPPED = ROOT / "lm" / "weights"
NOWHERE = Path("/proc/porism")  # where not even root can make a folder
needs_proc = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
FALSE = "a b c = triangle a b c; m = midpoint m b c ? perp a m b c"
FORTY = "p0 p1 p2 p3 = eq_quadrangle p0 p1 p2 p3; p4 = midpoint p4 p0 p1; p5 = midpoint p5 p2 p3; "
FORTY += "; ".join(f"p{k} = on_line p{k} p{k - 1} p{k - 3}" for k in range(6, 40))
FORTY += " ? eqangle p0 p3 p4 p5 p4 p5 p1 p2"
TINY = {
    "width": 32,
    "layers": 2,
    "heads": 2,
    "hidden": 32,
    "context": 128,
    "rows": 2,
    "held_out": 0.2,
    "tokens": 3000,
    "evaluate_every": 1000,
    "evaluate_problems": 1,
    "beam": 4,
    "threads": 1,
    "save_every": 4,
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_data(tmp_path_factory.mktemp("data"), 60)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text("".join(f"{k} = {v}\n" for k, v in TINY.items()), encoding="utf-8")
    return file


def assert_told(ran: Ran | commands.Ran, *said: str) -> None:
    """One message, on standard error, with these words, and status 2."""
    assert ran.status == 2, ran.err
    assert len(ran.err.splitlines()) == 1, ran.err
    for words in said:
        assert words in ran.err


# --- disks and folders --------------------------------------------------------------------------


def test_training_on_a_full_disk_keeps_the_last_checkpoint(
    porism: Porism, data: Path, settings: Path, tmp_path: Path
) -> None:
    """A limit on the size of files stands in for the disk."""
    out = tmp_path / "run"
    command = ("train", "--data", data, "--out", out, "--config", settings)
    assert porism(*command, "--tokens", 1000).status == 0
    before = load_checkpoint(out / "checkpoint.pt")["step"]
    assert_told(
        commands.porism(*command, limit=50_000),
        f"cannot write {out}",
        "File too large",
        "repeat the command",
    )
    assert load_checkpoint(out / "checkpoint.pt")["step"] == before
    assert not list(out.rglob("*.tmp")), "half a file is in the way"
    ran = porism(*command)
    assert ran.status == 0, ran.err
    assert f"from step {before}\n" in ran.out


def test_a_tokenizer_on_a_full_disk(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "tokenizer.model"
    assert_told(
        commands.porism("tokenizer", "--data", data, "--out", out, limit=500), "cannot write"
    )
    assert not list(tmp_path.glob("tokenizer*"))


@needs_proc
def test_a_folder_that_cannot_be_written(
    porism: Porism, data: Path, settings: Path, tmp_path: Path
) -> None:
    ran = porism("train", "--data", data, "--out", NOWHERE, "--config", settings)
    assert_told(ran, f"cannot write {NOWHERE}")
    assert_told(porism("synth", "--out", NOWHERE), f"cannot write to {NOWHERE}", "repeat")
    assert_told(porism("tokenizer", "--data", data, "--out", NOWHERE / "x"), "cannot write")
    assert_told(porism("tokenizer", "--data", data, "--out", tmp_path), "is a directory")


# --- data and weights of another age ------------------------------------------------------------


def test_data_of_another_generator_is_left_alone(porism: Porism, tmp_path: Path) -> None:
    command = ("synth", "--out", tmp_path, "--problems", 1)
    manifest = tmp_path / "manifest.json"
    run(Plan(tmp_path, 1, None, 1, 0, read_exclusion(None), figures=2))
    text = manifest.read_text(encoding="utf-8")
    now = json.loads(text)["identity"]["generator"]
    before = text.replace(now, "0.0.1+synth.1")
    manifest.write_text(before, encoding="utf-8")
    assert_told(porism(*command), "another generator (0.0.1+synth.1, not", "choose another folder")
    assert manifest.read_text(encoding="utf-8") == before


def test_training_with_another_tokenizer(
    porism: Porism, data: Path, settings: Path, tmp_path: Path
) -> None:
    model, out = tmp_path / "tokenizer.model", tmp_path / "run"
    assert porism("tokenizer", "--data", data, "--out", model, "--vocabulary", 215).status == 0
    command = ("train", "--data", data, "--out", out, "--config", settings)
    assert porism(*command, "--tokens", 100).status == 0
    assert_told(porism(*command, "--tokenizer", model), "made with another tokenizer")
    model.write_bytes(b"\x0a no model")
    assert_told(porism(*command, "--tokenizer", model), f"{model} is no SentencePiece model")


def _cut(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100_000])


def _foreign(folder: Path) -> None:
    import torch
    from safetensors.torch import save_file

    save_file({"bert.embeddings": torch.zeros(3)}, folder / "model.safetensors")


def _other_version(folder: Path) -> None:
    card = folder / "model.json"
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace('"format": 1', '"format": 7'), encoding="utf-8")


def _other_tokenizer(folder: Path) -> None:
    from porism.lm.tokenizer import train_tokenizer

    (folder / "tokenizer.model").write_bytes(train_tokenizer(["a b segment ;"], 300).data)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_cut, "cut off"),
        (_foreign, "weights of another network"),
        (_other_version, "weights of another version"),
        (_other_tokenizer, "do not belong together"),
        (shutil.rmtree, "no such file"),
    ],
)
def test_spoilt_weights_end_a_run_before_it_begins(
    porism: Porism, tmp_path: Path, spoil: object, said: str
) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(SHIPPED, folder)
    assert callable(spoil)
    spoil(folder)
    name = ("--problem", "equal_sides", "--weights", folder)
    assert_told(porism("solve", PROBLEMS, *name, "--proposer", "lm"), str(folder), said)
    out = tmp_path / "results.jsonl"
    ran = porism("bench", PROBLEMS, *name, "--proposer", "mixed", "--out", out)
    assert_told(ran, str(folder), said)
    assert not out.exists()


# --- interruptions ------------------------------------------------------------------------------


def test_ctrl_c_in_training(data: Path, settings: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    command = ("train", "--data", data, "--out", out, "--config", settings)
    process = started(*command, "--tokens", 10_000_000)
    wait_until((out / "checkpoint.pt").exists, process)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130, err
    assert err == "stopped; the same command goes on from the last checkpoint\n"
    assert load_checkpoint(out / "checkpoint.pt")["step"] >= 4


def test_ctrl_c_while_the_program_is_loaded(data: Path, settings: Path, tmp_path: Path) -> None:
    command = ("train", "--data", data, "--out", tmp_path / "run", "--config", settings)
    process = started(*command, "--tokens", 10_000_000)
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    # Python itself can still be on its way, and then dies as it does.
    assert process.returncode in (130, -signal.SIGINT), out + err


def hard(tmp_path: Path) -> Path:
    """A file with a problem that takes as long as it may between two that take no time."""
    easy = "a b c = triangle a b c; h = orthocenter h a b c ? perp a h b c"
    file = tmp_path / "problems.txt"
    file.write_text(f"one\n{easy}\n\nhard\n{morley()}\n\ntwo\n{easy}\n", encoding="utf-8")
    return file


def morley() -> str:
    """A true theorem of which nothing here has a proof."""
    classics = read_problems(ROOT / "problems" / "classics.txt")
    return to_text(next(problem for problem in classics if problem.name == "morley"))


def lines_of(file: Path) -> dict[str, str]:
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    return {r["problem"]: r["status"] for r in map(json.loads, lines)}


def test_ctrl_c_in_bench_keeps_the_lines(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    process = started("bench", hard(tmp_path), "--budget", 100, "--out", out)
    wait_until(lambda: "one" in lines_of(out), process)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert lines_of(out)["one"] == "proved" and "two" not in lines_of(out)


@needs_proc
def test_a_killed_worker_of_bench_costs_one_problem(tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    process = started("bench", hard(tmp_path), "--budget", 100, "--out", out)
    wait_until(lambda: "one" in lines_of(out), process)
    time.sleep(1.0)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    workers = [c for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]
    for worker in workers:
        os.kill(int(worker), signal.SIGKILL)
    _, err = process.communicate()
    assert process.returncode == 0, err
    assert lines_of(out) == {"one": "proved", "hard": "error", "two": "proved"}


# --- nothing asked for, nothing true, too much --------------------------------------------------


def test_nothing_asked_for(porism: Porism, data: Path, settings: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    train = ("train", "--data", data, "--out", out, "--config", settings)
    assert_told(porism(*train, "--tokens", 0), "tokens must not be 0")
    assert_told(porism(*train, "--threads", -1), "threads = -1 is negative")
    assert porism("bench", PROBLEMS, "--budget", 0).status == 2
    (tmp_path / "empty.txt").write_text("# nothing\n", encoding="utf-8")
    assert porism("bench", tmp_path / "empty.txt").status == 2
    vocabulary = ("tokenizer", "--data", data, "--out", out, "--vocabulary", 0)
    assert_told(porism(*vocabulary), "the words of the language need")
    (tmp_path / "none").mkdir()
    assert_told(porism("tokenizer", "--data", tmp_path / "none", "--out", out), "no data set there")
    assert not out.exists()


@pytest.mark.parametrize("proposer", ["none", "heuristic", "lm", "mixed"])
def test_what_is_false_is_refuted_and_not_searched(porism: Porism, proposer: str) -> None:
    ran = porism("solve", FALSE, "--proposer", proposer, "--budget", 100)
    assert ran.status == 3, ran.out + ran.err
    assert "efuted" in ran.out and "tried" not in ran.out


@pytest.mark.parametrize("proposer", ["none", "heuristic", "lm", "mixed"])
def test_forty_points_come_to_an_end(porism: Porism, proposer: str) -> None:
    ran = porism("solve", FORTY, "--proposer", proposer, "--attempts", 30, "--budget", 2, "-q")
    assert ran.status in (0, 1), ran.out + ran.err


def test_help_has_examples(porism: Porism) -> None:
    for command in ("synth", "tokenizer", "train"):
        ran = porism(command, "--help")
        assert ran.status == 0 and "--out" in ran.out
        assert f"\n    porism {command} --" in ran.out
