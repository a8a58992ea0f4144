"""The command line: what it prints, what it writes, with which status it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from fractions import Fraction
from itertools import takewhile
from pathlib import Path

import pytest

from porism.geometry.checker.check import Configuration, Verdict
from porism.geometry.language import parse_problem
from porism.geometry.predicates import Predicate
from porism.geometry.proof import Given, Proof, Step
from porism.prover.bench.run import our_version
from porism.prover.cli.commands.reports import print_configurations
from porism.prover.outcome import Outcome
from tests.geometry.corpora import ROOT, needs, published
from tests.prover.command import Porism

PROBLEMS = ROOT / "problems" / "imo_ag_30.txt"
CLASSICS = ROOT / "problems" / "classics.txt"  # Morley's theorem among them, which is hard
ALTITUDES = "a b c = triangle a b c; h = on_tline h a b c, on_tline h b a c ? perp c h a b"
FALSE = "a b c = triangle a b c; m = midpoint m b c ? perp a m b c"


# --- solve ---------------------------------------------------------------------------------------


def test_a_proof_is_printed_with_its_verdict(porism: Porism) -> None:
    ran = porism("solve", ALTITUDES)
    assert ran.status == 0
    assert "Let ABC be a triangle." in ran.out
    assert "Prove that " in ran.out
    assert "Checked: proved" in ran.out
    assert re.search(r"^Proved, \d+ steps?, \d+\.\d\d s\.$", ran.out, re.MULTILINE)
    assert re.search(r"^\d+\.\d\d s \(figure \d+\.\d\d, closure ", ran.err)


def test_quiet_prints_one_line(porism: Porism) -> None:
    ran = porism("solve", ALTITUDES, "--quiet")
    assert ran.status == 0
    assert re.fullmatch(r"problem: proved, \d+ steps?, \d+\.\d\d s\n", ran.out)
    assert ran.err == ""


def test_a_false_statement_is_refuted_with_a_figure(porism: Porism, tmp_path: Path) -> None:
    ran = porism("solve", FALSE, "--svg", tmp_path / "f.svg", "--json", tmp_path / "p.json")
    assert ran.status == 3
    assert "Refuted: the goal fails in all" in ran.out
    assert re.search(r"^  m +-?\d\.\d{6} +-?\d\.\d{6}$", ran.out, re.MULTILINE)
    assert (tmp_path / "f.svg").read_text(encoding="utf-8").startswith("<svg")
    assert not (tmp_path / "p.json").exists()
    assert f"{tmp_path / 'p.json'}: not written, there is no proof" in ran.err


def test_what_is_not_proved_within_the_budget_is_open(porism: Porism) -> None:
    options = ("--problem", "morley", "--proposer", "none", "--budget", "5")
    ran = porism("solve", CLASSICS, *options)
    assert ran.status == 1
    assert "Prove that " in ran.out
    assert "Open: 2 of 2 goals without proof" in ran.out


def test_a_question_is_answered(porism: Porism) -> None:
    ran = porism("solve", "a b c = ieq_triangle a b c; d = foot d a b c ? acompute a b a d")
    assert ran.status == 0
    assert "Answer: " in ran.out
    assert re.search(r"^Proved \((30|150)°\), ", ran.out, re.MULTILINE)


def test_the_files_are_written_and_the_proof_is_accepted(porism: Porism, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"proof.{kind}" for kind in ("json", "html", "svg")}
    options = [word for kind, path in files.items() for word in (f"--{kind}", path)]
    assert porism("solve", ALTITUDES, *options).status == 0
    assert json.loads(files["json"].read_text(encoding="utf-8"))["schema"] == 1
    assert "<!DOCTYPE html>" in files["html"].read_text(encoding="utf-8")
    assert "<svg" in files["svg"].read_text(encoding="utf-8")
    ran = porism("check", files["json"])
    assert ran.status == 0
    assert ran.out.startswith(f"{files['json']}: proved\n  of: ")
    assert "\n  it holds when:\n  - " in ran.out


def test_each_goal_has_a_file_of_its_own(porism: Porism, tmp_path: Path) -> None:
    goals = "perp c h a b; eqangle b a b h c h c a"
    assert porism("solve", ALTITUDES, "--goal", goals, "--json", tmp_path / "p.json").status == 0
    assert porism("check", tmp_path / "p.json", tmp_path / "p-2.json", "--quiet").status == 0


def test_a_goal_is_that_of_the_chosen_problem(porism: Porism) -> None:
    """Other problems of the file have no points of those names."""
    ran = porism("solve", CLASSICS, "--problem", "euler_line", "--goal", "coll o h g", "-q")
    assert ran.status == 0, ran.err
    ran = porism("draw", CLASSICS, "--problem", "euler_line", "--goal", "coll o h m")
    assert ran.status == 0 and "the goal fails" in ran.err


def test_several_problems_are_solved_with_a_line_each(porism: Porism, tmp_path: Path) -> None:
    file = tmp_path / "two.txt"
    file.write_text(f"altitudes\n{ALTITUDES}\nmedian\n{FALSE}\n", encoding="utf-8")
    ran = porism("solve", file)
    assert ran.status == 3
    lines = [line for line in ran.out.splitlines() if line]
    assert [line.split(",")[0] for line in lines] == ["altitudes: proved", "median: refuted"]
    assert porism("solve", file, "--problem", "altitudes").status == 0
    ran = porism("solve", file, "--json", tmp_path / "p.json")
    assert ran.status == 2
    assert "choose one with --problem" in ran.err


def test_a_file_with_many_problems_wants_a_choice(porism: Porism) -> None:
    ran = porism("solve", PROBLEMS)
    assert ran.status == 2
    assert "holds 30 problems" in ran.err
    assert "  imo_2000_p1\n" in ran.err


def test_an_unknown_problem_has_near_ones(porism: Porism) -> None:
    ran = porism("solve", PROBLEMS, "--problem", "imo_2004_p7")
    assert ran.status == 2
    assert "no problem 'imo_2004_p7'; did you mean imo_2004_p" in ran.err
    ran = porism("solve", PROBLEMS, "--problem", "2022")
    assert "did you mean imo_2022_p4?" in ran.err
    ran = porism("solve", PROBLEMS, "--problem", "zzz")
    assert "it holds imo_2000_p1, " in ran.err


def test_a_number_of_attempts_makes_runs_equal(porism: Porism) -> None:
    options = ("--problem", "morley", "--attempts", "300", "-q")
    runs = [porism("solve", CLASSICS, *options, "--threads", n).out for n in (1, 2)]
    assert "300 auxiliary constructions tried" in runs[0]
    assert runs[0].rpartition(",")[0] == runs[1].rpartition(",")[0]


def test_standard_input(porism: Porism) -> None:
    program = [sys.executable, "-m", "porism", "solve", "-", "-q"]
    ran = subprocess.run(
        program, input=ALTITUDES, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("problem: proved")


@needs("imo_ag_30.txt")
def test_published_files_keep_their_names(porism: Porism) -> None:
    file = published("imo_ag_30.txt")
    ran = porism("solve", file, "--problem", "translated_imo_2015_p4", "-q")
    assert ran.status == 0


def rows_of(text: str, head: str) -> dict[str, list[str]]:
    """Return the cells of the table whose first column is called ``head``, by row."""
    rows = iter(text[text.index(f"\n  {head}  ") :].splitlines()[3:])
    cells = (row.rsplit("  ", row.strip().count("  ")) for row in takewhile(str.strip, rows))
    return {name.strip(): [cell.strip() for cell in rest if cell.strip()] for name, *rest in cells}


def test_profile_tells_what_time_went_into(porism: Porism) -> None:
    ran = porism("solve", PROBLEMS, "--problem", "imo_2004_p1", "--profile", "-q")
    assert ran.status == 0
    assert list(rows_of(ran.err, "phase")) == [
        "figure",
        "closure",
        "check",
        "rewrite",
        "total",
        "engine",
    ]
    without, _, with_sines = ran.err.partition("deduction with sines\n")
    assert "deduction without sines" in without
    assert with_sines, "the goal needs the law of sines"
    for text in (without, with_sines):
        matchers, rules = rows_of(text, "matcher"), rows_of(text, "rule")
        assert {"lengths", "similar", "(figure)", "all"} <= set(matchers)
        assert all(float(ms) >= 0 for ms, *_ in matchers.values())
        assert list(rows_of(text, "table")) == ["angle", "ratio", "length", "square"]
        for counts in (rules, rows_of(text, "predicate")):
            numbers = {name: int(cells[0]) for name, cells in counts.items()}
            assert sum(numbers.values()) == 2 * numbers["all"]
        assert ("law_of_sines" in rules) == (text is with_sines)
        assert re.search(r"^  saturated after \d+ rounds; left out: nothing$", text, re.MULTILINE)
    assert re.search(r"peak memory: \d+ MB", ran.err)


def test_profile_knows_own_rules(porism: Porism) -> None:
    options = ("--problem", "pappus_line", "--profile", "-q", "--rules")
    ran = porism("solve", "pappus", *options, "pappus_rule")
    assert rows_of(ran.err, "rule")["pappus"] == ["1"]
    assert float(rows_of(ran.err, "matcher")["user rules"][0]) > 0
    assert re.search(r"rounds, \d+ instances of your rules tried; left out: nothing", ran.err)


def test_what_was_left_out_is_told_where_no_proof_was_found(porism: Porism) -> None:
    pappus = (
        "a = free a; b = lconst b a {}; c = on_line c a b; d e = segment d e; f = on_line f d e; "
        "x = on_line x a e, on_line x b d; y = on_line y a f, on_line y c d; "
        "z = on_line z b f, on_line z c e ? coll x y z"
    )
    options = ("--proposer", "none", "--profile")
    ran = porism("solve", pappus.format(139), *options)  # a prime beyond the list of the core
    assert ran.status == 1
    said = "1 x statements with numbers too large for a table"
    assert f"; the engine left out {said}" in ran.out
    assert f"; left out: {said}" in ran.err
    ran = porism("solve", pappus.format(5), *options)
    assert "left out" not in ran.out
    assert "left out: nothing" in ran.err


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    program = [sys.executable, "-m", "porism", "solve", ALTITUDES]
    ran = subprocess.run(program, capture_output=True, cwd=ROOT, env=environment, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "⟂" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_ctrl_c_ends_with_what_is_known() -> None:
    program = [sys.executable, "-m", "porism", "solve", str(CLASSICS)]
    program += ["--problem", "morley", "--budget", "100"]
    process = subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    time.sleep(4)
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert "Traceback" not in out + err
    if process.returncode not in (0, 1):  # ended by itself before the signal
        assert process.returncode == 130
        assert "interrupted" in out + err


# --- check ---------------------------------------------------------------------------------------


@pytest.fixture
def proof(porism: Porism, tmp_path: Path) -> Path:
    path = tmp_path / "proof.json"
    assert porism("solve", ALTITUDES, "--json", path, "-q").status == 0
    return path


def test_a_changed_step_is_rejected_and_named(porism: Porism, proof: Path) -> None:
    data = json.loads(proof.read_text(encoding="utf-8"))
    step = next(s for s in data["steps"] if "given" in s["by"])
    step["statement"] = "perp a b b c"
    proof.write_text(json.dumps(data), encoding="utf-8")
    ran = porism("check", proof)
    assert ran.status == 1
    assert ran.out.startswith(f"{proof}: rejected at step {step['id']}: ")
    assert f"step {step['id']}: perp a b b c   (AB ⟂ BC)" in ran.out


def test_what_was_to_be_shown_is_told(porism: Porism, tmp_path: Path) -> None:
    text = "a b c = iso_triangle; m = midpoint b c ? perp a m b c; cong m b m c"
    path = tmp_path / "p.json"
    assert porism("solve", text, "--json", path, "--proposer", "none").status == 0
    ran = porism("check", path)
    assert "  of: a b c = iso_triangle a b c; m = midpoint m b c\n" in ran.out
    assert "  to be shown: AM ⟂ BC\n" in ran.out
    assert "  also asked, not shown by this proof: MB = MC\n" in ran.out
    assert "to be shown" not in porism("check", path, "--quiet").out


def test_the_question_that_is_answered_is_told(porism: Porism, tmp_path: Path) -> None:
    text = "a b = segment; c = s_angle a b 60, s_angle b a 320 ? acompute a b b c; acompute b a a c"
    path = tmp_path / "p.json"
    options = ("--json", path, "--proposer", "none", "--no-rewrite")
    assert porism("solve", text, *options).status == 0
    ran = porism("check", tmp_path / "p-2.json")
    assert "  question: find ∠BAC; the answer: 40°\n" in ran.out
    assert "  also asked, not shown by this proof: find ∠ABC\n" in ran.out


def test_where_an_answer_holds_is_said_of_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    problem = parse_problem("a b c d = isquare; e = eq_triangle a b ? acompute e d d a")
    at = dict.fromkeys(problem.points, (0.0, 0.0))
    goal = Predicate("aconst", ("e", "d", "d", "a"), (Fraction(7, 12),))
    proof = Proof(problem, goal, (Step(0, goal, Given()),), at, answer=Fraction(5, 12))
    where = Configuration(True, ("C and E are on the same side of AB",), 7, at)
    verdict = Verdict("proved_for_configuration", configurations=(where,))
    print_configurations(Outcome(problem, "proved_for_configuration", (proof,), (verdict,)))
    assert "find ∠EDA (75°): true where C and E" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": 1}', "\0", "[" * 100_000])
def test_what_is_no_proof_is_unreadable(porism: Porism, tmp_path: Path, text: str) -> None:
    path = tmp_path / "p.json"
    path.write_text(text, encoding="utf-8")
    ran = porism("check", path)
    assert ran.status == 2
    assert ran.err.startswith(f"porism: {path}: ")


def test_the_worst_of_several_proofs_counts(porism: Porism, proof: Path, tmp_path: Path) -> None:
    ran = porism("check", proof, tmp_path / "missing.json")
    assert ran.status == 2
    assert f"{proof}: proved" in ran.out


def test_check_shows_the_proof(porism: Porism, proof: Path) -> None:
    ran = porism("check", proof, "--show")
    assert ran.status == 0
    assert "Checked: proved" in ran.out


def test_check_says_so_where_time_is_up(porism: Porism, proof: Path) -> None:
    late = porism("check", str(proof), "--budget", "0.1", "--digits", "1000", "--figures", "100")
    assert late.status == 2
    assert "not decided within 0.1 seconds" in late.err


def test_check_asks_the_referee(porism: Porism, proof: Path) -> None:
    ran = porism("check", proof, "--referee")
    assert ran.status == 0
    assert "referee: true on all 8 branches of 8 random instances" in ran.out
    assert "referee: " not in porism("check", proof).out


def test_pages_of_the_goals_of_a_problem_lead_to_each_other(porism: Porism, tmp_path: Path) -> None:
    proof, page = tmp_path / "p.json", tmp_path / "p.html"
    two = "a b c = triangle; m = midpoint b c; n = midpoint a c ? para m n a b; rconst a b m n 2/1"
    assert porism("solve", two, "--json", proof).status == 0
    ran = porism("check", proof, tmp_path / "p-2.json", "--html", page)
    assert ran.status == 0
    for file in (page, tmp_path / "p-2.html"):
        text = file.read_text(encoding="utf-8")
        assert 'href="p.html"' in text and 'href="p-2.html"' in text


# --- draw and the catalogues ---------------------------------------------------------------------


def test_draw_prints_coordinates(porism: Porism) -> None:
    ran = porism("draw", "a b c = triangle a b c; o = circle o a b c")
    assert ran.status == 0
    at = {w[0]: (float(w[1]), float(w[2])) for w in map(str.split, ran.out.splitlines()[2:])}
    assert list(at) == ["a", "b", "c", "o"]
    distances = [abs(complex(*at["o"]) - complex(*at[p])) for p in "abc"]
    assert max(distances) - min(distances) < 1e-5


def test_draw_is_the_same_for_the_same_seed(porism: Porism) -> None:
    runs = [porism("draw", ALTITUDES, "--seed", seed).out for seed in (1, 1, 2)]
    assert runs[0] == runs[1] != runs[2]


def test_draw_shows_a_goal_that_fails(porism: Porism, tmp_path: Path) -> None:
    ran = porism("draw", FALSE, "--svg", tmp_path / "f.svg")
    assert ran.status == 0
    assert "the goal fails" in ran.err
    assert (tmp_path / "f.svg").exists()


def test_a_rule_is_printed_in_words(porism: Porism) -> None:
    ran = porism("rules", "isosceles_converse")
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith("isosceles_converse: ")
    assert any(line.startswith("  if    ") for line in lines)
    assert any(line.startswith("  then  ") for line in lines)
    assert lines[-1] == "1 rule"


def test_own_rules_are_in_the_catalogue(porism: Porism, tmp_path: Path) -> None:
    file = tmp_path / "own.txt"
    file.write_text("rule mine\n  premises midp m a b\n  conclusion cong m a m b\n", "utf-8")
    ran = porism("rules", "mine", "--rules", file)
    assert ran.status == 0
    assert ran.out.startswith("mine: mine\n  if    M is the midpoint of AB\n  then  MA = MB\n")
    file.write_text("rule mine\n  premises midp m a\n  conclusion cong m a m b\n", "utf-8")
    ran = porism("rules", "--rules", file)
    assert ran.status == 2
    assert f"{file}:2:" in ran.err


def test_a_construction_is_printed_with_what_it_gives(porism: Porism) -> None:
    ran = porism("constructions", "orthocentre")
    assert ran.status == 0
    assert "orthocenter x a b c" in ran.out
    assert "  gives perp " in ran.out


def test_all_rules_and_constructions_can_be_printed(porism: Porism) -> None:
    assert re.search(r"^\d+ rules$", porism("rules").out, re.MULTILINE)
    assert re.search(r"^\d+ constructions$", porism("constructions").out, re.MULTILINE)


# --- the program ---------------------------------------------------------------------------------


def test_a_defect_is_one_line_unless_debug_is_on(
    porism: Porism, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("porism.prover.cli.commands.solve.prove", broken)
    ran = porism("solve", ALTITUDES)
    assert ran.status == 70
    assert "porism: unexpected ZeroDivisionError: oh\n" in ran.err
    assert "--debug" in ran.err
    from porism.prover.cli.main import main

    assert main(["solve", ALTITUDES, "--debug"]) == 70
    assert "Traceback" in capsys.readouterr().err


def test_version(porism: Porism) -> None:
    ran = porism("--version")
    assert (ran.status, ran.out) == (0, f"porism {our_version()}\n")


@pytest.mark.parametrize("command", ["solve", "check", "draw", "bench", "rules", "constructions"])
def test_help_has_examples(porism: Porism, command: str) -> None:
    ran = porism(command, "--help")
    assert ran.status == 0
    assert f"\n    porism {command}" in ran.out
