"""Runs as people have them: several workers, Ctrl-C, kill -9, no room on the disk."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from porism.geometry.errors import InputError
from porism.prover.cli.main import main
from porism.synth.pipeline import progress
from porism.synth.pipeline.exclude import read_exclusion
from porism.synth.pipeline.manifest import Identity, Manifest, read_manifest
from porism.synth.pipeline.run import Plan, run

FIGURES = 4  # in a block, so that blocks take little time

PROGRAM = """
import sys
from functools import partial
from porism.prover.cli.main import main
from porism.synth.pipeline import run

if __name__ == "__main__":
    run.Plan = partial(run.Plan, figures={figures})
    sys.exit(main(["synth", *sys.argv[1:]]))
"""


def synth(*arguments: str) -> int:
    """Run ``porism synth`` in this process; return its exit status."""
    return main(["synth", *arguments])


def rows(folder: Path) -> list[tuple[str, str, str]]:
    manifest = read_manifest(folder)
    assert manifest is not None
    found = [
        (row["hash"], row["problem"], row["proof"])
        for shard in manifest.shards
        for row in pq.read_table(folder / shard.path).to_pylist()
    ]
    assert len({key for key, _, _ in found}) == len(found) == manifest.rows
    return sorted(found)


def plan(folder: Path, problems: int, workers: int = 1) -> Plan:
    return Plan(folder, problems, None, workers, 0, read_exclusion(None), FIGURES)


def started(tmp_path: Path, *arguments: object) -> subprocess.Popen[str]:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM.format(figures=FIGURES))
    return subprocess.Popen(
        [sys.executable, str(script), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )


def wait_for_blocks(folder: Path, count: int, process: subprocess.Popen[str]) -> None:
    while len(list((folder / "blocks").glob("*.block"))) < count:
        assert process.poll() is None, process.communicate()
        time.sleep(0.1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """The rows of an undisturbed run."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    manifest, stopped = run(plan(folder, 30))
    assert (manifest.rows, stopped) == (30, False)
    return rows(folder)


def test_the_number_of_workers_does_not_matter(
    tmp_path: Path, whole: list[tuple[str, str, str]]
) -> None:
    for workers in (1, 3):
        run(plan(tmp_path / str(workers), 30, workers))
    assert rows(tmp_path / "3") == whole
    files = [
        {path.name: path.read_bytes() for path in (tmp_path / name / "data").iterdir()}
        for name in "13"
    ]
    assert files[0] == files[1]


def test_nothing_of_a_run_stays_behind(tmp_path: Path) -> None:
    """A thread that minds workers would write, when the interpreter exits, to a closed pipe."""
    before = set(threading.enumerate())
    run(plan(tmp_path, 5))
    assert set(threading.enumerate()) <= before


def test_a_run_goes_on_where_another_ended(
    tmp_path: Path, whole: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path / "data"
    run(plan(folder, 17))
    run(plan(folder, 17))  # there is nothing to do
    assert len(rows(folder)) == 17
    run(plan(folder, 30, workers=2))
    assert rows(folder) == whole


def test_kill_9_loses_and_doubles_nothing(
    tmp_path: Path, whole: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path / "data"
    process = started(tmp_path, "--out", folder, "--problems", 30, "--workers", 2)
    wait_for_blocks(folder, 1, process)
    with process:
        process.kill()
    time.sleep(2.5)  # orphaned workers notice, and end
    run(plan(folder, 30))
    assert rows(folder) == whole


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_a_killed_worker_is_replaced(tmp_path: Path, whole: list[tuple[str, str, str]]) -> None:
    folder = tmp_path / "data"
    process = started(tmp_path, "--out", folder, "--problems", 30, "--workers", 2)
    wait_for_blocks(folder, 1, process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for child in children:
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"spawn_main" in command:
            os.kill(int(child), signal.SIGKILL)
            break
    with process:
        out, err = process.communicate()
    assert process.returncode == 0, err
    assert json.loads(out)["unique"] == 30
    assert rows(folder) == whole


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path, whole: list[tuple[str, str, str]]) -> None:
    folder = tmp_path / "data"
    process = started(tmp_path, "--out", folder, "--problems", 100_000, "--workers", 2)
    wait_for_blocks(folder, 2, process)
    with process:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130, err
    assert "Traceback" not in err
    summary = json.loads(out)
    assert summary["unique"] == len(rows(folder)) > 0
    assert summary["problems"] >= summary["unique"] >= summary["with_aux"]
    run(plan(folder, 30))
    kept = set(rows(folder))
    assert set(whole) <= kept or kept <= set(whole)


def test_seconds_bound_a_run(tmp_path: Path) -> None:
    manifest, stopped = run(Plan(tmp_path / "data", None, 2.0, 1, figures=FIGURES))
    assert not stopped
    assert manifest.rows == len(rows(tmp_path / "data")) > 0
    assert manifest.core_seconds > 0


def test_a_full_disk_is_said_so(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the error is of the same kind."""
    script = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
    file = tmp_path / "full.py"
    file.write_text(script + PROGRAM.format(figures=FIGURES))
    done = subprocess.run(
        [sys.executable, str(file), "--out", str(tmp_path / "data"), "--problems", "50"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 2, done.stderr
    assert "cannot write to" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another run"):
            run(plan(tmp_path, 1))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--problems", "0"], "nothing to make"),
        (["--problems", "-3"], "nothing to make"),
        (["--seconds", "0"], "no time"),
        (["--seconds", "nan"], "no time"),
        (["--problems", "5", "--seconds", "5"], "exclude each other"),
        (["--workers", "0"], "nobody to do the work"),
        (["--exclude", "no/such/file.txt"], "no such file"),
    ],
)
def test_bad_input_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert synth("--out", str(tmp_path / "data"), *arguments) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("out", ["file", "file/data"])
def test_a_folder_that_cannot_be_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    (tmp_path / "file").write_text("")
    assert synth("--out", str(tmp_path / out)) == 2
    assert f"cannot write to {tmp_path / out}: that is no folder\n" in capsys.readouterr().err


def test_a_folder_of_something_else_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    assert synth("--out", str(tmp_path)) == 2
    assert "holds no data set" in capsys.readouterr().err
    assert (tmp_path / "diary.txt").read_text() == "dear diary"


def test_a_data_set_of_another_making_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data"
    run(plan(folder, 3))
    before = rows(folder)
    assert synth("--out", str(folder), "--problems", "5") == 2
    assert "another" in capsys.readouterr().err
    with pytest.raises(InputError, match="another seed"):
        run(Plan(folder, 5, None, 1, seed=1, figures=FIGURES))
    assert rows(folder) == before


def test_a_damaged_data_set_is_said_so(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    manifest, _ = run(plan(folder, 3))
    for shard in manifest.shards:
        (folder / shard.path).write_bytes(b"PAR1 no more")
    with pytest.raises(InputError, match="damaged"):
        run(plan(folder, 30))


def test_excluded_problems_do_not_occur(tmp_path: Path, whole: list[tuple[str, str, str]]) -> None:
    file = tmp_path / "exclude.txt"
    file.write_text("".join(f"p{k}\n{text}\n" for k, (_, text, _) in enumerate(whole[:5])))
    exclusion = read_exclusion(file)
    assert exclusion.hashes == {key for key, _, _ in whole[:5]}
    run(Plan(tmp_path / "data", 30, None, 1, exclusion=exclusion, figures=FIGURES))
    found = {key for key, _, _ in rows(tmp_path / "data")}
    assert not found & exclusion.hashes
    assert {key for key, _, _ in whole[5:]} & found


def test_our_benchmark_is_excluded_by_default() -> None:
    exclusion = read_exclusion(None)
    assert len(exclusion.hashes) >= 30
    assert (
        exclusion.digest
        != read_exclusion(Path(__file__).parents[2] / "problems" / "classics.txt").digest
    )


@pytest.mark.parametrize("quiet", [False, True])
def test_progress_is_shown_unless_it_is_not_wanted(
    quiet: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    shown = progress.Progress("7 theorems", 0, quiet=quiet)
    shown.show(Manifest(Identity("", 0, 1, "")), 3, 1, 1)
    shown.close()
    said = capsys.readouterr()
    assert said.out == ""
    assert ("3 more in 1 blocks" in said.err) is not quiet
