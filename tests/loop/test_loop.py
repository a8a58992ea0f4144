"""The whole loop in miniature: theorems, a tokenizer, a network, a point, a proof, its check.

Nothing here is a stand-in. It is what docs/tutorial.md tells, with smaller numbers, and with a
``kill -9`` in the middle of both long commands.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from porism.geometry.language.reader import read_problems
from porism.synth.canonical import canonical_form, fingerprint
from tests.loop.commands import PROBLEMS, porism, started, wait_until

pytest.importorskip("torch")

SETTINGS = Path(__file__).with_name("tiny.toml")
THEOREMS = 2000
FEW = 10  # proposals that the search may try


@pytest.mark.slow
@pytest.mark.lm
@pytest.mark.timeout(900)
def test_from_nothing_to_a_proof(tmp_path: Path) -> None:
    data, model, trained = tmp_path / "data", tmp_path / "tokenizer.model", tmp_path / "trained"
    make_theorems(data)
    make_tokenizer(data, model)
    train_network(data, model, trained)

    alone = results(tmp_path / "alone.jsonl", "--proposer", "none")
    assert {r["status"] for r in alone.values()} == {"open"}, "one of them needs no point"

    taught = results(tmp_path / "taught.jsonl", *network(trained))
    proved = [name for name, r in taught.items() if r["status"] == "proved"]
    assert len(proved) >= 4, taught
    assert all(r["checked"] and r["aux"] for r in taught.values() if r["status"] == "proved")
    untaught = results(tmp_path / "untaught.jsonl", *network(untrained(data, tmp_path)))
    assert sum(r["status"] == "proved" for r in untaught.values()) < len(proved), untaught

    prove_and_check(proved[0], trained, tmp_path / "proof.json")


def make_theorems(folder: Path) -> None:
    """Make a data set that does not hold the problems to come, with a kill on the way."""
    options = ("--problems", THEOREMS, "--seed", 1, "--workers", 2, "--exclude", PROBLEMS)
    command = ("synth", "--out", folder, *options)
    process = started(*command)
    wait_until(lambda: len(list((folder / "blocks").glob("*.block"))) >= 3, process)
    with process:
        process.kill()
    time.sleep(2.5)  # orphaned workers notice, and end
    ran = porism(*command)
    assert ran.status == 0, ran.err
    summary = json.loads(ran.out)
    assert summary["unique"] == THEOREMS <= summary["problems"]
    assert summary["with_aux"] > THEOREMS / 5

    rows = theorems(folder)
    assert len(rows) == THEOREMS
    excluded = {fingerprint(canonical_form(p).text) for p in read_problems(PROBLEMS)}
    assert not excluded & rows


def theorems(folder: Path) -> set[str]:
    """Return the hashes of a data set; there are no two alike."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    hashes: list[str] = []
    for shard in manifest["shards"]:
        table = pq.read_table(folder / shard["path"], partitioning=None, columns=["hash"])
        hashes += table["hash"].to_pylist()
    assert len(hashes) == len(set(hashes))
    return set(hashes)


def make_tokenizer(data: Path, model: Path) -> None:
    ran = porism("tokenizer", "--data", data, "--out", model, "--config", SETTINGS)
    assert ran.status == 0, ran.err
    assert "pieces" in ran.out and model.stat().st_size > 1000


def train_network(data: Path, model: Path, out: Path) -> None:
    """Train some hundred steps, with a kill after the first checkpoint."""
    command = ("train", "--data", data, "--out", out, "--config", SETTINGS, "--tokenizer", model)
    process = started(*command)
    wait_until(lambda: (out / "checkpoint.pt").exists() and steps(out)[-1] > 50, process)
    with process:
        process.kill()
    before = steps(out)
    ran = porism(*command)
    assert ran.status == 0, ran.err
    begun = re.search(r"from step (\d+)\n", ran.out)
    assert begun is not None and 50 <= int(begun[1]) <= before[-1] + 20, ran.out
    after = steps(out)
    assert after[: len(before)] == before
    assert after == sorted(set(after)) and after[-1] >= 250
    losses = [e["loss"] for e in events(out) if "loss" in e]
    assert losses[-1] < 0.5 * losses[0]
    assert (out / "best" / "tokenizer.model").read_bytes() == model.read_bytes()


def untrained(data: Path, folder: Path) -> Path:
    """The same network after a single step."""
    out = folder / "untrained"
    ran = porism("train", "--data", data, "--out", out, "--config", SETTINGS, "--tokens", 1)
    assert ran.status == 0, ran.err
    return out


def events(out: Path) -> list[dict[str, Any]]:
    lines = (out / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def steps(out: Path) -> list[int]:
    return [e["step"] for e in events(out) if "loss" in e]


def network(out: Path) -> tuple[object, ...]:
    """The options by which this network alone proposes."""
    alone = ("--proposer", "lm", "--weights", out / "best")
    return (*alone, "--attempts", FEW, "--budget", 3600)  # attempts are counted, not seconds


def results(path: Path, *options: object) -> dict[str, dict[str, Any]]:
    """Try all problems, and return what became of each."""
    ran = porism("bench", PROBLEMS, "--out", path, "--jobs", 2, *options)
    assert ran.status == 0, ran.err
    lines = path.read_text(encoding="utf-8").splitlines()
    return {r["problem"]: r for r in map(json.loads, lines)}


def prove_and_check(name: str, out: Path, proof: Path) -> None:
    """Prove one problem as a reader of the tutorial does."""
    command = ("solve", PROBLEMS, "--problem", name)
    ran = porism(*command, "--proposer", "none")
    assert ran.status == 1, ran.out
    ran = porism(*command, *network(out), "--json", proof)
    assert ran.status == 0, ran.out
    assert "auxiliary: " in ran.out and "Checked: proved" in ran.out
    again = porism(*command, *network(out))
    assert timeless(again.out) == timeless(ran.out), "seed, weights, attempts: one proof"
    ran = porism("check", proof)
    assert ran.status == 0, ran.out
    assert ran.out.startswith(f"{proof}: proved")


def timeless(text: str) -> str:
    """Return what a command printed without the seconds it took."""
    return re.sub(r"\d+\.\d\d s", "", text)
