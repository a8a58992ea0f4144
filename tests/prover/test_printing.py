"""What is printed: nothing a terminal obeys, nothing endless, nothing that changes a status."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from porism.geometry.printing import printable, shortened
from tests.geometry.corpora import ROOT
from tests.prover.command import Porism

ALTITUDES = "a b c = triangle a b c; h = on_tline h a b c, on_tline h b a c ? perp c h a b"
FALSE = "a b c = triangle a b c; m = midpoint m b c ? perp a m b c"
HOSTILE = "n\x1b[31mam\x07e\x9b2J\u202e"
needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def is_obeyed(c: str) -> bool:
    return c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")


def test_what_a_terminal_would_obey_is_written_as_an_escape() -> None:
    everything = "".join(map(chr, range(0x11000)))
    assert not any(is_obeyed(c) for c in printable(everything))
    printable(everything).encode("utf-8")
    assert printable("\u202e") == "\\u202e"
    for text in ("∠ABC = 60°\n\tA’ ∥ β", "می\u200cخواهم", "a\u00a0b"):
        assert printable(text) == text


def test_a_long_text_is_cut_and_says_so() -> None:
    assert shortened("abc", 3) == "abc"
    assert shortened("x" * 1005, 5) == "xxxxx... (1,000 characters more)"


@pytest.mark.parametrize("options", [(), ("-q",), ("--seed", "1", "--profile")])
@pytest.mark.parametrize("statement", [ALTITUDES, FALSE, "a b c = triangle ? coll a b z"])
def test_a_hostile_name_does_not_reach_the_terminal(
    porism: Porism, tmp_path: Path, statement: str, options: tuple[str, ...]
) -> None:
    (tmp_path / "p.txt").write_text(f"{HOSTILE}\n{statement}\n", encoding="utf-8")
    ran = porism("solve", tmp_path / "p.txt", *options)
    assert not any(is_obeyed(c) for c in ran.out + ran.err)


def test_a_hostile_file_name_forges_no_verdict(porism: Porism, tmp_path: Path) -> None:
    forged = "good.json: proved"
    rejected, statement = tmp_path / f"a\n{forged}\rb.json", tmp_path / f"a\n{forged}\u2028b.txt"
    porism("solve", ALTITUDES, "--proposer", "none", "--json", tmp_path / "p.json", "-q")
    text = (tmp_path / "p.json").read_text(encoding="utf-8")
    rejected.write_text(text.replace('"goal": "perp c h', '"goal": "coll c h'), encoding="utf-8")
    statement.write_text(FALSE, encoding="utf-8")
    for ran in (
        porism("check", rejected, tmp_path / f"none\n{forged}"),
        porism("solve", statement, "--proposer", "none"),
        porism("bench", statement, "--proposer", "none", "--budget", "5"),
    ):
        assert forged in ran.out + ran.err
        assert not any(line.startswith(forged) for line in (ran.out + ran.err).splitlines())


def test_a_file_called_minus_is_standard_output(porism: Porism) -> None:
    ran = porism("solve", ALTITUDES, "--md", "-", "-q")
    assert ran.status == 0 and "\n# Problem\n\nLet $ABC$ be a triangle" in ran.out
    assert "wrote" not in ran.err and not Path("-").exists()


def test_a_hostile_name_does_not_reach_a_page_or_a_figure(porism: Porism, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text(f"{HOSTILE}\n{ALTITUDES}\n", encoding="utf-8")
    files = [tmp_path / "p.html", tmp_path / "p.svg", tmp_path / "p.json"]
    html, svg, proof = files
    ran = porism("solve", tmp_path / "p.txt", "--html", html, "--svg", svg, "--json", proof)
    assert ran.status == 0
    for file in (html, svg):
        assert not any(is_obeyed(c) for c in file.read_text(encoding="utf-8"))
    shown = porism("check", proof, "--show")
    assert shown.status == 0
    assert not any(is_obeyed(c) for c in shown.out + shown.err)


def test_a_message_is_cut(porism: Porism, tmp_path: Path) -> None:
    names = "\n".join(f"{'n' * 150}{i}\n{ALTITUDES}" for i in range(1000))
    (tmp_path / "p.txt").write_text(names, encoding="utf-8")
    ran = porism("solve", tmp_path / "p.txt")
    assert ran.status == 2
    assert len(ran.err) < 12_000


# --- streams that take nothing -----------------------------------------------------------------


def _run(*arguments: str, **streams: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "porism", *arguments]
    kinds = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **streams}
    return subprocess.run(command, cwd=ROOT, check=False, **kinds)  # type: ignore[call-overload,no-any-return]


@needs_full
@pytest.mark.parametrize(("statement", "status"), [(ALTITUDES, 0), (FALSE, 3)])
def test_a_full_disk_under_a_stream_keeps_the_status(statement: str, status: int) -> None:
    with open("/dev/full", "w") as full:
        ran = _run("solve", statement, stdout=full)
        assert ran.returncode == status
        assert ran.stderr.count("cannot write to standard output") == 1
        assert "Traceback" not in ran.stderr
        assert _run("solve", statement, stderr=full).returncode == status


def test_a_reader_who_has_gone_keeps_the_status() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = _run("solve", ALTITUDES, stdout=writing)
    os.close(writing)
    assert ran.returncode == 0
    assert "Traceback" not in ran.stderr
    assert "cannot write" not in ran.stderr


def test_a_closed_standard_input_is_told() -> None:
    command = f"exec {sys.executable} -m porism solve - <&-"
    ran = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr == "porism: standard input is closed\n"


# --- files -------------------------------------------------------------------------------------


def test_a_file_that_is_read_is_not_written(porism: Porism, tmp_path: Path) -> None:
    problem = tmp_path / "problem.txt"
    problem.write_text(ALTITUDES, encoding="utf-8")
    for command in (
        ("solve", problem, "--json"),
        ("solve", problem, "--html"),
        ("draw", problem, "--svg"),
    ):
        ran = porism(*command, tmp_path / "." / "problem.txt")
        assert ran.status == 2
        assert "is read, and would be overwritten" in ran.err
    assert porism("check", problem, "--html", problem).status == 2
    assert problem.read_text(encoding="utf-8") == ALTITUDES


def test_a_file_that_is_read_is_not_written_under_another_name(
    porism: Porism, tmp_path: Path
) -> None:
    problem = tmp_path / "p-2.txt"
    problem.write_text(f"{ALTITUDES}; perp a h b c", encoding="utf-8")
    text = problem.read_text(encoding="utf-8")
    (tmp_path / "symbolic").symlink_to(problem)
    (tmp_path / "hard").hardlink_to(problem)
    for command in (
        ("solve", problem, "--json", tmp_path / "symbolic"),
        ("solve", problem, "--md", tmp_path / "hard"),
        ("solve", problem, "--tex", tmp_path / "p.txt"),  # the file of the second goal
        ("bench", problem, "--out", tmp_path / "hard"),
    ):
        ran = porism(*command)
        assert ran.status == 2
        assert "is read, and would be overwritten" in ran.err
    assert problem.read_text(encoding="utf-8") == text


def test_one_file_for_two_outputs_is_refused(porism: Porism, tmp_path: Path) -> None:
    for second in (tmp_path / "p", tmp_path / "." / "p", tmp_path / "x" / ".." / "p"):
        (tmp_path / "x").mkdir(exist_ok=True)
        ran = porism("solve", ALTITUDES, "--json", tmp_path / "p", "--html", second)
        assert ran.status == 2
        assert "named for two outputs" in ran.err
        assert not (tmp_path / "p").exists()


@pytest.mark.parametrize("seed", ["-1", str(2**63), "9" * 30])
@pytest.mark.parametrize("command", ["solve", "draw", "check", "bench"])
def test_a_seed_that_nothing_can_hold_is_refused(porism: Porism, command: str, seed: str) -> None:
    ran = porism(command, "x = free x ? coll x x x", "--seed", seed)
    assert ran.status == 2
    assert "--seed" in ran.err


def test_the_largest_seed_searches(porism: Porism) -> None:
    hard = "a b c = triangle; d = on_line b c; e = on_line a d ? cong a e e d"
    ran = porism(
        "solve", hard, "--seed", 2**63 - 1, "--attempts", 3, "--proposer", "heuristic", "-q"
    )
    assert ran.status in (1, 3)
