"""Benchmark runs: result lines, resuming, crashes and hangs, tables."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from porism.geometry.errors import InputError, ParseError
from porism.prover.bench.results import Result, open_results, read_results
from porism.prover.bench.run import PHASES, Settings, bench, measure, our_version, read_all
from porism.prover.bench.tables import (
    compare_table,
    grid,
    load_published,
    phase_table,
    summary_table,
)
from porism.prover.bench.workers import Failure, run_tasks
from porism.prover.cli.main import app
from porism.prover.options import SolveOptions
from porism.prover.outcome import Status
from tests.prover.bench_work import work
from tests.prover.command import Porism

ROOT = Path(__file__).parents[2]
KEYS = {
    "problem": str,
    "status": str,
    "seconds": float,
    "engine_seconds": float,
    "attempts": int,
    "aux": list,
    "steps": int,
    "checked": bool,
    "seed": int,
    "version": str,
    "proposer": str,
    "budget": float,
}

FILE = """\
# proved
altitudes
a b c = triangle a b c; h = on_tline h a b c, on_tline h b a c ? perp c h a b
# refuted
median
a b c = triangle a b c; m = midpoint m b c ? perp a m b c
# no figure: parallels do not meet
parallels
a b c = triangle a b c; d = on_pline d a b c; x = intersection_ll x a d b c ? coll a b x
"""

EXPECTED = {"altitudes": "proved", "median": "refuted", "parallels": "error"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "three.txt"
    path.write_text(FILE, encoding="utf-8")
    return path


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


# --- the command ---------------------------------------------------------------------------------


def test_each_problem_gives_a_line_with_exactly_these_keys(
    porism: Porism, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results" / "three.jsonl"
    ran = porism("bench", file, "--budget", "5", "--jobs", "2", "--seed", "3", "--out", out)
    assert ran.status == 0
    found = {str(row["problem"]): row for row in rows(out)}
    assert {name: row["status"] for name, row in found.items()} == EXPECTED
    for row in found.values():
        assert {key: type(row[key]) for key in KEYS} == KEYS
        assert set(row) - set(KEYS) == ({"message"} if row["status"] != "proved" else set())
        assert row["seed"] == 3
        assert row["version"] == our_version()
        assert row["checked"] is (row["status"] == "proved")
    assert found["altitudes"]["steps"]
    assert "solved 1/3" in ran.out
    assert ran.err.count("[") == 3
    assert "[3/3] " in ran.err


def test_resume_leaves_out_what_is_there(porism: Porism, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.jsonl"
    options = ("bench", file, "--budget", "5", "--out", out)
    assert porism(*options).status == 0
    first = out.read_text(encoding="utf-8").splitlines()
    ran = porism(*options, "--resume")
    assert ran.status == 0
    assert "2 results are there already, 1 to go" in ran.err  # an error is tried again
    again = out.read_text(encoding="utf-8").splitlines()
    assert again[:3] == first
    assert [json.loads(line)["problem"] for line in again[3:]] == ["parallels"]
    assert "solved 1/3" in ran.out
    ran = porism(*options, "--resume", "--seed", "1")
    assert "already" not in ran.err  # another seed is another result
    for other in (("--proposer", "none"), ("--budget", "6")):
        assert "already" not in porism(*options, "--resume", *other).err


def test_resume_after_a_kill_in_the_middle_of_a_line(
    porism: Porism, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "r.jsonl"
    options = ("bench", file, "--budget", "5", "--out", out)
    assert porism(*options).status == 0
    text = out.read_text(encoding="utf-8")
    out.write_text(text[: text.index("\n") + 30], encoding="utf-8")
    assert porism(*options, "--resume").status == 0
    assert {str(r["problem"]): r["status"] for r in rows(out)} == EXPECTED


def test_without_resume_an_earlier_file_is_kept(porism: Porism, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.jsonl"
    options = ("bench", file, "--problem", "median", "--budget", "5", "--out", out)
    assert porism(*options).status == 0
    assert porism(*options).status == 0
    assert len(rows(out)) == 1
    assert len(rows(tmp_path / "r.jsonl.old")) == 1


def test_phases_are_timed_and_memory_is_measured(
    porism: Porism, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "r.jsonl"
    ran = porism("bench", file, "--budget", "5", "--phases", "--out", out)
    assert ran.status == 0
    assert "peak memory" in ran.out
    row = next(r for r in rows(out) if r["problem"] == "altitudes")
    phases = row["phases"]
    assert isinstance(phases, dict)
    assert tuple(phases) == PHASES
    assert isinstance(row["memory_mb"], float)
    assert row["memory_mb"] > 1
    assert read_results(out)[0].phases


def test_several_files_and_one_name(porism: Porism, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    lines = FILE.splitlines()[1:3]
    other.write_text("\n".join(lines * 2) + "\n", encoding="utf-8")
    names = [p.name for p in read_all([file, other])]
    expected = ["three/altitudes", "median", "parallels", "other/altitudes", "other/altitudes#2"]
    assert names == expected
    ran = porism("bench", file, other, "--problem", "other/altitudes#2", "--budget", "5")
    assert ran.status == 0
    assert "solved 1/1" in ran.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--resume"], "--resume needs --out"),
        (["--problem", "nothing"], "no problem 'nothing'"),
        (["--jobs", "0"], "--jobs"),
        (["--rules", "nothing.txt"], "nothing.txt"),
        (["--out", "."], "not a file"),
    ],
)
def test_bad_usage(porism: Porism, file: Path, options: list[str], said: str) -> None:
    ran = porism("bench", file, *options)
    assert ran.status == 2
    assert said in ran.err


def test_what_is_no_result_is_told_with_its_line(
    porism: Porism, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "r.jsonl"
    for text in ('{"problem": 3}\n', "nonsense\n", '{"problem": "a", "status": "won"}\n', "[1]\n"):
        out.write_text(text, encoding="utf-8")
        ran = porism("bench", file, "--out", out, "--resume")
        assert ran.status == 2
        assert f"{out}:1: not a result" in ran.err
        assert out.read_text(encoding="utf-8") == text


def test_compare_prints_published_results_beside_ours(
    porism: Porism, file: Path, tmp_path: Path
) -> None:
    named = tmp_path / "imo_ag_30.txt"
    named.write_text(FILE, encoding="utf-8")
    ran = porism("bench", named, "--budget", "5", "--proposer", "heuristic", "--compare")
    assert ran.status == 0
    assert "imo_ag_30, 30 problems (this run: 3 of them)" in ran.out
    assert "* Porism, heuristic" in ran.out
    assert "AlphaGeometry2" in ran.out
    ran = porism("bench", file, "--budget", "5", "--compare")
    assert "--compare needs exactly one file, named like a benchmark" in ran.err


# --- one problem ---------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_result(file: Path) -> None:
    problem = read_all([file])[0]
    runs = [measure(problem, Settings(SolveOptions(budget=5.0, attempts=10))) for _ in range(2)]
    fields = ("status", "steps", "aux", "attempts", "checked")
    first, second = ([getattr(run, field) for field in fields] for run in runs)
    assert first == second


def test_leaving_early_ends_the_processes(file: Path) -> None:
    coming = bench(read_all([file]), Settings(SolveOptions(budget=5.0)), jobs=2)
    next(coming)
    coming.close()


# --- processes that go wrong ---------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="uses signals")
def test_a_crash_costs_one_task() -> None:
    tasks = ["a", "crash", "b", "exit", "raise", "c"]
    answers = dict(run_tasks(work, tasks, jobs=2, limit=60.0))
    assert [answers[i] for i in (0, 2, 5)] == ["A", "B", "C"]
    reasons = [answers[i] for i in (1, 3, 4)]
    assert all(isinstance(answer, Failure) for answer in reasons)
    texts = [answer.reason for answer in reasons if isinstance(answer, Failure)]
    assert texts == [
        "the process ended: SIGSEGV",
        "the process ended: exit status 7",
        "ValueError: no",
    ]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent_however_it_ends(number: int) -> None:
    command = [sys.executable, "-m", "tests.prover.bench_work"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        assert all(int(parent.stdout.readline()) for _ in range(2))  # both are at work
        parent.send_signal(number)
        parent.wait()
        assert parent.stderr.read() == ""  # comes to its end when the last worker has closed it


def test_a_hang_ends_at_its_limit() -> None:
    answers = dict(run_tasks(work, ["hang", "a", "b"], jobs=1, limit=1.0))
    hung = answers[0]
    assert isinstance(hung, Failure)
    assert hung.reason == "no answer after 1 s, process ended"
    assert (answers[1], answers[2]) == ("A", "B")


# --- lines and tables ----------------------------------------------------------------------------


def result(problem: str, status: Status = "proved", seconds: float = 1.0) -> Result:
    proved = status == "proved"
    aux = ("x = midpoint x a b",)
    return Result(problem, status, seconds, 0.5, 12, aux, 7 * proved, proved, 1, "0.1")


def test_a_result_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    written = [
        result("a"),
        Result("∠", "error", 0.25, message="no figure"),
        Result("b", "open", 2.0, phases={"figure": 0.5}, memory_mb=10.5),
    ]
    with open_results(path, resume=False) as out:
        out.writelines(f"{r.to_line()}\n" for r in written)
    assert read_results(path) == written


def test_the_last_line_of_a_problem_counts(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    lines = [result("a", "open"), result("b"), result("a")]
    path.write_text("".join(f"{r.to_line()}\n" for r in lines), encoding="utf-8")
    assert {r.problem: r.status for r in read_results(path)} == {"a": "proved", "b": "proved"}


def test_the_summary() -> None:
    results = [result("a", seconds=1.0), result("b", seconds=3.0), result("c", "open", 60.0)]
    assert (
        summary_table(results)
        == """\
  status                    problems  median s  max s  engine median s  engine max s
  ------------------------  --------  --------  -----  ---------------  ------------
  proved                           2      2.00   3.00           0.5000        0.5000
  proved_for_configuration         0         -      -                -             -
  open                             1     60.00  60.00           0.5000        0.5000
  refuted                          0         -      -                -             -
  error                            0         -      -                -             -

  solved 2/3, 2 with auxiliary points, proofs of 7 steps (median)
"""
    )
    assert "solved 0/0" in summary_table([])


def test_the_phases_table() -> None:
    timed = [
        Result("a", "proved", 1.0, phases={"figure": 0.01, "check": 0.5}, memory_mb=20.0),
        Result("b", "open", 1.0, phases={"figure": 0.03}, memory_mb=30.0),
        Result("c", "open", 1.0),
    ]
    assert (
        phase_table(timed, ("figure", "search", "check"))
        == """\
  phase   problems  median ms  max ms  slowest
  ------  --------  ---------  ------  -------
  figure         2       20.0    30.0  b
  search         0          -       -
  check          1      500.0   500.0  a

  peak memory 30 MB (b), median 25 MB
"""
    )
    assert phase_table([], ("figure",)) == "  no timings of phases\n"


def test_a_grid_aligns_numbers_to_the_right() -> None:
    assert grid([["a", "n"], ["long", "1"], ["x", "10"]], right=(1,), indent="") == (
        "a      n\n----  --\nlong   1\nx     10\n"
    )


def test_the_published_figures_are_within_their_benchmarks() -> None:
    published = load_published()
    for system in published.systems:
        assert system.source
        for name, count in system.solved.items():
            assert 0 < count <= published.problems[name]
    for name in published.problems:
        table = compare_table(published, name, [result("a")], "Porism")
        counts = [float(line.split()[0]) for line in table.splitlines()[4:]]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("problems = 30", "problems = 'x'"),
        lambda text: text.replace('method = "people"', 'method = "magic"'),
        lambda text: text.replace("[benchmarks]", "[other]"),
        lambda text: text + "[",
    ],
)
def test_spoilt_published_figures_are_told(tmp_path: Path, spoil: Callable[[str], str]) -> None:
    text = '[benchmarks]\na = { problems = 30 }\n[[systems]]\nname = "x"\nmethod = "people"\n'
    path = tmp_path / "published.toml"
    path.write_text(spoil(text + 'solved = { a = 3 }\nsource = "y"\n'), encoding="utf-8")
    with pytest.raises(InputError):
        load_published(path)
    with pytest.raises(InputError, match="cannot read the published figures"):
        load_published(tmp_path / "nothing.toml")


def test_one_file_of_several_that_cannot_be_read_is_an_error_of_its_own(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("a b c = triangle; m = midpoint b c ? coll b m c\n", encoding="utf-8")
    bad, out = tmp_path / "bad.ggb", tmp_path / "out.jsonl"
    bad.write_bytes(b"PK\x03\x04 no archive")
    command = ["bench", str(bad), str(good), "--proposer", "none", "--out", str(out)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    found = {r.problem: r for r in read_results(out)}
    assert found["good"].status == "proved"
    assert found["bad"].status == "error"
    assert "bad.ggb" in found["bad"].message
    alone = CliRunner().invoke(app, ["bench", str(bad)])
    assert isinstance(alone.exception, InputError)


def test_one_problem_of_a_file_that_cannot_be_read_is_an_error_of_its_own(tmp_path: Path) -> None:
    median = "a b c = triangle; m = midpoint b c ? coll b m c"
    misspelt, without_goal = median.replace("midpoint", "midpiont"), median.partition("?")[0]
    lines = ("one", median, "two", misspelt, "one", without_goal, "three", median)
    file, out = tmp_path / "some.txt", tmp_path / "out.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")

    def run(*more: str) -> BaseException | None:
        command = ["bench", str(file), "--proposer", "none", *more]
        return CliRunner().invoke(app, command).exception

    run("--out", str(out))
    found = {r.problem: r for r in read_results(out)}
    proved = {name for name, r in found.items() if r.status == "proved"}
    assert proved == {"one", "three"}
    assert found.keys() - proved == {"two", "some/one"}
    assert "some.txt:4:" in found["two"].message
    assert "midpiont" in found["two"].message
    assert "no goal" in found["some/one"].message

    assert isinstance(run("--problem", "two"), ParseError)
    assert run("--problem", "three") is None
    file.write_text("\n".join(lines[2:6]), encoding="utf-8")
    assert isinstance(run(), ParseError)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("steps", "9" * 4000),
        ("steps", "-1"),
        ("seconds", "NaN"),
        ("seconds", "1e400"),
        ("seconds", "-1e308"),
        ("seconds", "true"),
        ("checked", "false"),
    ],
)
def test_numbers_that_no_run_gives_are_no_result(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "r.jsonl"
    fields = {**json.loads(result("a").to_line()), key: "HERE"}
    path.write_text(json.dumps(fields).replace('"HERE"', value) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"not a result.*'{key}'"):
        read_results(path)
