"""What is read and written has bounds; what exceeds one is refused with a message that names it."""

from __future__ import annotations

import json
import math
import os
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest

from porism.geometry import limits
from porism.geometry.checker.proof_json import from_json, read_proof, to_json
from porism.geometry.errors import InputError, ParseError
from porism.geometry.files import read_bytes, read_text
from porism.geometry.language import parse_problem, parse_problems
from porism.geometry.language.goals import read_goals
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import Predicate
from porism.geometry.proof import ByAlgebra, Given, Step, Term
from porism.geometry.render.svg import render_svg
from porism.geometry.rules import load_rules, parse_rules
from porism.geometry.telling.chains import lay_out
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import load_language
from porism.geometry.telling.text import formula_text
from tests.geometry.test_proof_json import midline

TRIANGLE = "a b c = triangle; "
ENDLESS = pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs /dev/zero")


# --- files -----------------------------------------------------------------------------------


@ENDLESS
def test_a_device_without_an_end_is_read_as_far_as_the_bound() -> None:
    for read in (read_problems, read_proof, load_rules):
        with pytest.raises(InputError, match="larger than"):
            read("/dev/zero")


def test_a_pipe_is_read_as_far_as_the_bound(tmp_path: Path) -> None:
    ends = os.pipe()
    os.write(ends[1], b"x" * 1000)
    os.close(ends[1])
    with open(ends[0], "rb") as file, pytest.raises(InputError, match="larger than 0 MiB"):
        read_bytes(f"/dev/fd/{file.fileno()}", 500, "a test")


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match="standard input is closed"):
        read_problems("-")


def test_lines_may_end_as_on_windows(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes("\ufeffone\r\ntwo\r".encode())
    assert read_text(tmp_path / "t", 100, "a test") == "one\ntwo\n"


# --- problems --------------------------------------------------------------------------------


def _points(count: int) -> str:
    return "; ".join(f"p{i} = free" for i in range(count))


def test_points_clauses_and_words_are_bounded() -> None:
    most = limits.MOST_POINTS
    assert len(parse_problem(f"{_points(most)} ? coll p0 p1 p2").points) == most
    for text, said in (
        (f"{_points(most + 1)} ? coll p0 p1 p2", "too many points"),
        (f"{_points(most)} | q = midpoint p0 p1 ? coll p0 p1 p2", "too many points"),
        (" ".join(f"p{i}" for i in range(most + 1)) + " = ? coll p0 p1 p2", "too many points"),
        (TRIANGLE * limits.MOST_WORDS, "too long"),
        (f"{'a' * 41} b c = triangle ? coll b c b", "a point name of 41 characters"),
    ):
        with pytest.raises(ParseError, match=said):
            parse_problem(text)


def test_statements_are_bounded_however_they_are_written() -> None:
    points = " ".join(f"p{i}" for i in range(limits.MOST_POINTS))
    for call in (f"cyclic_with_centers {points} 60", ", ".join(["coll p0 p1 p2"] * 1001)):
        with pytest.raises(ParseError, match="too many statements"):
            parse_problem(f"{points} = {call} ? coll p0 p1 p3")


def test_goals_are_bounded() -> None:
    most = limits.MOST_GOALS
    goals = "; ".join(["coll a b c"] * most)
    assert len(parse_problem(f"{TRIANGLE}? {goals}").goals) == most
    with pytest.raises(ParseError, match="too many goals"):
        parse_problem(f"{TRIANGLE}? {goals}; para a b a c")
    with pytest.raises(ParseError, match="too many goals"):
        read_goals(f"{goals}; para a b a c", "abc", "ag1")


def test_names_of_problems_are_bounded() -> None:
    with pytest.raises(ParseError, match="a name of 300 characters"):
        parse_problems(f"{'x' * 300}\n{TRIANGLE}d = foot a b c ? coll b c d\n")


@pytest.mark.parametrize("number", ["1001", "-100000", "1/1001", "1e9"])
def test_coefficients_are_bounded(number: str) -> None:
    clause = f"a b c = distseq a b b c {number} 1"
    with pytest.raises(ParseError, match="coefficient"):
        parse_problem(f"{clause} ? coll a b c")
    stanza = f"rule r\n premises distseq a b b c {number} 1\n conclusion cong a b b c"
    with pytest.raises(ParseError):
        parse_rules(stanza)


# --- GeoGebra --------------------------------------------------------------------------------


def _ggb(path: Path, text: bytes, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("geogebra.xml", text)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = '<!DOCTYPE g [<!ENTITY e "eeee">]><g><construction title="&e;"/></g>'
    if encoding == "utf-16-le":
        text = "\ufeff" + text
    file = _ggb(tmp_path / "f.ggb", text.encode(encoding))
    with pytest.raises(InputError, match=r"not as GeoGebra writes it|not valid XML"):
        read_problems(file)


def test_damaged_compressed_data_is_told(tmp_path: Path) -> None:
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED):
        data = bytearray(_ggb(tmp_path / "f.ggb", b"<g/>" * 50, method).read_bytes())
        start = data.index(b"geogebra.xml") + len(b"geogebra.xml")
        for at in range(start, start + 40):
            damaged = bytes(data[:at]) + bytes([data[at] ^ 0x5A]) + bytes(data[at + 1 :])
            (tmp_path / "f.ggb").write_bytes(damaged)
            with pytest.raises(InputError):
                read_problems(tmp_path / "f.ggb")


# --- proofs ----------------------------------------------------------------------------------


def test_a_proof_file_of_many_keys_is_read_in_one_pass() -> None:
    keys = ", ".join(f'"k{i}": 0' for i in range(300_000))
    with pytest.raises(InputError, match="the field 'schema' is missing"):
        from_json(f"{{{keys}}}")
    with pytest.raises(InputError, match="occurs twice"):
        from_json(f'{{{keys}, "k299999": 0}}')


@pytest.mark.parametrize("place", ["goal", "version", "problem.name", "problem.text", "steps"])
def test_half_a_character_is_no_text(place: str) -> None:
    data = json.loads(to_json(midline()))
    *path, last = place.split(".")
    at = data
    for key in path:
        at = at[key]
    if last == "steps":
        data["steps"][0]["statement"] += " \ud800"
    else:
        at[last] += "\ud800"
    with pytest.raises(InputError, match=r"half of a character|is not"):
        from_json(json.dumps(data))


def test_messages_about_a_proof_are_short() -> None:
    data = json.loads(to_json(midline()))
    long = "x" * 5_000_000
    for change in (
        {long: 1},
        {"goal": long},
        {"goal": [long]},
        {"version": {long: [long]}},
        {"coordinates": {long: [1]}},
        {"problem": {**data["problem"], "name": long}},
    ):
        with pytest.raises(InputError) as found:
            from_json(json.dumps({**data, **change}))
        assert len(str(found.value)) < 300


def test_steps_are_bounded() -> None:
    data = json.loads(to_json(midline()))
    data["steps"] = data["steps"][:1] * (limits.MOST_STEPS + 1)
    with pytest.raises(InputError, match="steps; at most"):
        from_json(json.dumps(data))


# --- the written proof -------------------------------------------------------------------------


def notation() -> Notation:
    return Notation((), load_language("en"))


def _angle_step(coefficient: int) -> tuple[Step, list[Step]]:
    statement = Predicate("angeq", ("a", "b", "a", "c"), (*map(Fraction, (1, -1, 0)),))
    given = Step(0, statement, Given())
    conclusion = Predicate(
        "angeq", ("a", "b", "a", "c"), (*map(Fraction, (coefficient, -coefficient, 0)),)
    )
    reason = ByAlgebra("angle", 0, (Term(0, 0, Fraction(coefficient)),))
    return Step(1, conclusion, reason), [given]


@pytest.mark.parametrize("coefficient", [10**6, 10**18])
def test_a_term_is_written_with_its_coefficient_and_not_repeated(coefficient: int) -> None:
    step, steps = _angle_step(coefficient)
    assert isinstance(step.reason, ByAlgebra)
    found = lay_out(step, step.reason, [*steps, step], notation())
    text = "".join(map(formula_text, (found.start, *(link.expression for link in found.links))))
    assert str(coefficient) in text
    assert len(text) < 200


def test_a_step_of_very_many_terms_is_one_equality() -> None:
    count = 5 * limits.MOST_LINKS
    steps = [
        Step(i, Predicate("cong", (f"p{i}", "o", f"p{i + 1}", "o")), Given()) for i in range(count)
    ]
    goal = Predicate("cong", ("p0", "o", f"p{count}", "o"))
    reason = ByAlgebra("length", 1, tuple(Term(i, 1, Fraction(1)) for i in range(count)))
    found = lay_out(Step(count, goal, reason), reason, steps, notation())
    assert len(found.links) == 1
    assert len(found.links[0].steps) == count
    assert len(formula_text(found.links[0].expression)) < 200


@pytest.mark.parametrize("place", [(1e300, 0.0), (0.0, -1e308), (math.nan, 0.0), (math.inf, 0.0)])
def test_what_no_picture_holds_is_told(place: tuple[float, float]) -> None:
    problem = parse_problem("a b c = triangle; d = foot a b c ? coll b c d")
    places = {"a": (0.0, 1.0), "b": (1.0, 0.0), "c": place, "d": (0.0, 0.0)}
    with pytest.raises(InputError, match="point c is too far away"):
        render_svg(problem, places)
