"""Whatever is wrong with a problem or a command line: one clear message, status 2, no hang."""

from __future__ import annotations

from pathlib import Path

import pytest

from porism.geometry.limits import MOST_POINTS
from tests.prover.command import Porism

ALTITUDES = "a b c = triangle a b c; h = on_tline h a b c, on_tline h b a c ? perp c h a b"

BAD_STATEMENTS = {
    "unknown construction": ("a b c = triangel a b c ? coll a b c", "did you mean 'triangle'?"),
    "too few points": ("a b c = triangle a b c; d = foot d a b ? coll a b c", "foot"),
    "too many points": ("a b = segment a b c d ? coll a b a", "segment"),
    "undefined point": ("a b c = triangle a b c; d = foot d a b z ? coll a b c", "z"),
    "point defined twice": ("a b c = triangle a b c; a = midpoint a b c ? coll a b c", "a"),
    "no question mark": ("a b c = triangle a b c", "'?'"),
    "no goal": ("a b c = triangle a b c ?", "expected"),
    "goal about unknown points": ("a b c = triangle a b c ? coll a b z", "z"),
    "unknown goal": ("a b c = triangle a b c ? colll a b c", "did you mean 'coll'?"),
    "goal with too few points": ("a b c = triangle a b c ? cyclic a b c", "cyclic"),
    "coordinates that are words": ("a@x_y b = segment a b ? coll a b a", "expected"),
    "coordinates NaN": ("a@nan_0 b@1_0 = segment a b ? coll a b a", "expected"),
    "coordinates infinite": ("a@inf_0 b@1_0 = segment a b ? coll a b a", "expected"),
    "coordinates overflowing": ("a@1e999_0 b@1_0 = segment a b ? coll a b a", "expected"),
    "control characters": ("a b c = triangle a\x07 b c ? coll a b c", ""),
    "empty": ("", "empty"),
    "blank": ("   ", "empty"),
    "no file": ("nothing/here.txt", "no such file"),
    "words": ("prove that a b c are collinear", "sentences are not read"),
}
FINE_TO_DRAW = ("no question mark", "no goal")


@pytest.mark.parametrize(
    ("command", "case"),
    [("solve", case) for case in BAD_STATEMENTS]
    + [("draw", case) for case in BAD_STATEMENTS if case not in FINE_TO_DRAW],
)
def test_a_bad_statement_ends_in_one_clear_message(porism: Porism, command: str, case: str) -> None:
    text, said = BAD_STATEMENTS[case]
    ran = porism(command, text)
    assert ran.status == 2, ran.out
    assert ran.out == ""
    assert ran.err.startswith("porism: ")
    assert ran.err.count("porism: ") == 1
    assert said in ran.err


def test_premises_without_a_figure_are_told(porism: Porism) -> None:
    text = "a b c = triangle; d = midpoint b c; e = on_line b c, on_pline d b a; f = on_line e b, "
    text += "on_tline e b c; g = intersection_ll a b a b ? coll a b c"
    ran = porism("solve", text, "--budget", "5")
    assert ran.status == 2
    assert ran.err.startswith("porism: ")


BAD_FILES = {
    "empty": b"",
    "blank": b"\n \n\t\n",
    "comments only": b"# nothing\n# here\n",
    "binary": bytes(range(256)) * 40,
    "zero bytes": b"a b = segment a b ? coll a b a\0\0",
    "not UTF-8": "a b = segment a b ? coll a b é".encode("latin-1"),
    "half a GeoGebra file": b"PK\x03\x04" + b"\0" * 100,
    "a name without a statement": b"one\na b = segment a b ? coll a b a\ntwo\n",
    "3 MB of one letter": b"a" * 3_000_000,
    "3 MB of clauses": b"a b c = triangle a b c; " * 120_000 + b"? coll a b c",
    "3 MB of lines": b"hello world\n" * 240_000,
    "3 MB of brackets": b"(" * 3_000_000,
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_ends_in_one_clear_message(porism: Porism, tmp_path: Path, case: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_bytes(BAD_FILES[case])
    ran = porism("solve", file)
    assert ran.status == 2, ran.out
    assert ran.err.startswith(f"porism: {file}")
    assert len(ran.err) < 2000


def test_a_folder_is_not_a_file(porism: Porism, tmp_path: Path) -> None:
    assert porism("solve", tmp_path).status == 2
    assert porism("check", tmp_path).status == 2


def test_as_many_points_as_are_read_come_to_an_end(porism: Porism) -> None:
    points = [f"point_{number}" for number in range(MOST_POINTS)]
    clauses = "; ".join(f"{p} = free {p}" for p in points)
    ran = porism("solve", f"{clauses} ? coll {' '.join(points[-3:])}", "--budget", "10", "-q")
    assert ran.status == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["solve"], "TARGET"),
        (["slove", "x"], "slove"),
        (["solve", ALTITUDES, "--budget", "0"], "not a positive number"),
        (["solve", ALTITUDES, "--budget", "-1"], "not a positive number"),
        (["solve", ALTITUDES, "--budget", "nan"], "not a positive number"),
        (["solve", ALTITUDES, "--budget", "inf"], "not a positive number"),
        (["solve", ALTITUDES, "--budget", "soon"], "'--budget'"),
        (["solve", ALTITUDES, "--threads", "0"], "--threads"),
        (["solve", ALTITUDES, "--proposer", "oracle"], "oracle"),
        (["solve", ALTITUDES, "--nothing"], "--nothing"),
        (["solve", ALTITUDES, "--rules", "nothing.txt"], "nothing.txt"),
        (["solve", ALTITUDES, "--json", "no/folder/p.json"], "there is no folder"),
        (["solve", ALTITUDES, "--goal", "coll a b z"], "z"),
        (["check", "nothing.json"], "nothing.json"),
        (["bench"], "FILE"),
        (["bench", "nothing.txt"], "nothing.txt"),
        (["rules", "no_such_rule_anywhere"], "no_such_rule_anywhere"),
        (["constructions", "no_such_thing"], "no_such_thing"),
    ],
)
def test_bad_usage_ends_in_status_2(porism: Porism, arguments: list[str], said: str) -> None:
    ran = porism(*arguments)
    assert ran.status == 2
    assert said in ran.err


def test_weights_are_for_a_network(porism: Porism) -> None:
    ran = porism("solve", ALTITUDES, "--proposer", "heuristic", "--weights", "somewhere")
    assert (ran.status, ran.out) == (2, "")
    assert "--weights is for --proposer lm or mixed, not heuristic" in ran.err


@pytest.mark.lm
@pytest.mark.parametrize("command", ["solve", "bench"])
def test_weights_that_are_not_there(porism: Porism, tmp_path: Path, command: str) -> None:
    file = tmp_path / "one.txt"
    file.write_text(f"altitudes\n{ALTITUDES}\n", encoding="utf-8")
    ran = porism(command, file, "--proposer", "lm", "--weights", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert f"{tmp_path}/model.json: no such file" in ran.err
