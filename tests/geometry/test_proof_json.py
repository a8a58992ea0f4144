from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from porism.geometry.checker.check import Verdict
from porism.geometry.checker.proof_json import (
    from_json,
    problem_texts,
    read_proof,
    reread,
    to_json,
    write_proof,
)
from porism.geometry.errors import InputError
from porism.geometry.language import parse_problem
from porism.geometry.linear import Table
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step, Term
from porism.geometry.rules import parse_statement
from tests.geometry.hand_proofs import PROOFS, hand_proof

ROOT = Path(__file__).parents[2]


def midline() -> Proof:
    return hand_proof(*PROOFS["midline"], name="midline")


# --- there and back ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_reads_back(name: str, tmp_path: Path) -> None:
    text, lines = PROOFS[name]
    proof = hand_proof(text, lines, name=name, answer=Fraction(1, 2), seed=7)
    assert from_json(to_json(proof)) == proof
    write_proof(proof, tmp_path / "proof.json")
    again = read_proof(tmp_path / "proof.json")
    assert again == proof
    assert to_json(again) == to_json(proof)


def test_the_order_of_keys_is_fixed() -> None:
    data = json.loads(to_json(midline()))
    assert list(data) == [
        "schema",
        "version",
        "problem",
        "goal",
        "answer",
        "seed",
        "coordinates",
        "steps",
    ]
    assert list(data["problem"]) == ["name", "dialect", "text", "auxiliary"]
    assert list(data["steps"][9]["by"]) == ["table", "facet", "turns", "terms", "conditions"]
    assert list(data["steps"][8]["by"]) == ["rule", "with", "premises", "conditions"]
    assert list(data["steps"][0]) == ["id", "statement", "by"]


def test_auxiliary_clauses_are_apart_from_the_statement() -> None:
    problem = parse_problem(
        "a b c = triangle a b c | d = foot d a b c; e = midpoint e a d ? coll a b c"
    )
    text, auxiliary = problem_texts(problem)
    assert text == "a b c = triangle a b c ? coll a b c"
    assert auxiliary == ("d = foot d a b c", "e = midpoint e a d")
    assert replace(reread("problem", text, auxiliary), text="") == replace(problem, text="")


names = st.sampled_from(["a", "b", "c", "d", "e1", "f'", "Γ", "point_7"])
rationals = st.fractions(max_denominator=50)
positive = st.fractions(min_value=Fraction(1, 40), max_value=40, max_denominator=40)


@st.composite
def statements(draw: st.DrawFn) -> Predicate:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    constants: tuple[Fraction, ...] = ()
    count = kind.arity[0]
    if kind.linear:
        pairs = draw(st.integers(1, 5))
        count = (kind.width or 4) * pairs
        whole = st.integers(-5, 5).map(Fraction)
        each = whole if kind.name == "angeq" else rationals
        constants = tuple(draw(each) for _ in range(pairs))
        if kind.name == "angeq":
            constants += (draw(rationals),)
        if kind.name == "distmeq":
            constants += (draw(positive),)
    elif kind.constant:
        constants = (draw(rationals if kind.constant == "angle" else positive),)
    return Predicate(kind.name, tuple(draw(names) for _ in range(count)), constants)


@given(statements())
def test_a_statement_reads_back(statement: Predicate) -> None:
    assert parse_statement(str(statement)) == statement


reasons = st.one_of(
    st.just(Given()),
    st.builds(
        ByRule,
        st.text(max_size=10),
        st.dictionaries(st.text(max_size=3), names, max_size=4).map(lambda d: tuple(d.items())),
        st.lists(st.integers(-2, 50), max_size=4).map(tuple),
        st.lists(statements(), max_size=3).map(tuple),
    ),
    st.builds(
        ByAlgebra,
        st.sampled_from(get_args(Table)),
        st.integers(0, 9),
        st.lists(
            st.builds(Term, st.integers(0, 50), st.integers(0, 9), rationals, st.integers(-5, 5)),
            max_size=5,
        ).map(tuple),
        st.integers(-5, 5),
        st.lists(statements(), max_size=2).map(tuple),
    ),
)
places = st.floats(-1e6, 1e6)


@given(
    st.lists(st.builds(Step, st.integers(0, 99), statements(), reasons), max_size=6),
    statements(),
    st.none() | rationals,
    st.dictionaries(names, st.tuples(places, places), max_size=5),
    st.text(max_size=8),
)
def test_any_proof_reads_back(
    steps: list[Step],
    goal: Predicate,
    answer: Fraction | None,
    coordinates: dict[str, tuple[float, float]],
    version: str,
) -> None:
    """Sense is the checker's business: nonsense is stored and read like anything else."""
    problem = parse_problem("a b c = triangle a b c ? perp a b b c", "problem")
    proof = Proof(problem, goal, tuple(steps), coordinates, answer, 3, version)
    assert from_json(to_json(proof)) == proof


# --- what is refused -----------------------------------------------------------------------------


def change(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Set the member at ``path``; without a value, delete it."""

    def act(data: dict[str, Any]) -> None:
        *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
        place: Any = data
        for key in way:
            place = place[key]
        if value is ...:
            del place[last]
        else:
            place[last] = value

    return act


REFUSED: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (change("schema", ...), "not a Porism proof: the field 'schema' is missing"),
    (change("schema", 2), "a proof of schema 2; this program reads schema 1"),
    (change("schema", True), "a proof of schema true"),
    (change("schema", "1"), 'a proof of schema "1"'),
    (change("steps", ...), "the field 'steps' is missing"),
    (change("extra", 1), "unknown field 'extra'"),
    (change("seed", 1.5), "seed: expected a whole number, got 1.5"),
    (change("seed", True), "seed: expected a whole number, got true"),
    (change("answer", "x"), "answer: 'x' is not a rational number"),
    (change("answer", "1/٣"), "answer: '1/٣' is not a rational number"),
    (change("goal", "perp a b"), "goal: 'perp' wants 4 points, got 2"),
    (change("goal", 5), "goal: expected text, got 5"),
    (change("problem", []), r"problem: expected an object, got \[\]"),
    (change("problem.text", "a b c = triangl a b c ? perp a b b c"), r"did you mean 'triangle'\?"),
    (change("problem.text", "a b c = triangle a b c"), "the statement has no goal"),
    (change("problem.text", "a b c = triangle a b c | d = foot d a b c ? perp a b b c"), "'|' in"),
    (change("problem.text", "a b c = triangle a b c ? coll a a b"), "problem.text: "),
    (change("problem.name", "x\nb.json: proved"), "problem.name: a name that is no line of 200"),
    (change("problem.name", "x" * 201), "problem.name: a name that is no line of 200"),
    (
        change("problem.read", ["something else"]),
        "problem.read\\[0\\]: expected a line that begins",
    ),
    (change("problem.read", ["read for one configuration\x1b[2J"]), "expected a line that begins"),
    (change("problem.read", ["read for one configuration"] * 65), "more than 64 lines of 1000"),
    (change("problem.read", ["read for one configuration" + "x" * 1000]), "more than 64 lines"),
    (change("problem.dialect", "ag3"), 'expected one of ag1, ag2, ggb, got "ag3"'),
    (change("problem.dialect", "ag2"), "the statement is ag1, not ag2"),
    (change("problem.auxiliary", ["d = foot d a b c; e = foot e b c a"]), "';' in an auxiliary"),
    (change("problem.auxiliary", ["d = foot d a b c ? coll d a b"]), "'\\?' in an auxiliary"),
    (change("problem.auxiliary", ["a = foot a b c m"]), "point 'a' is defined twice"),
    (change("problem.auxiliary", ["d = foot d a b z"]), "point 'z' is not defined"),
    (change("coordinates.a", [1.0]), "coordinates.a: expected two coordinates, got 1"),
    (change("coordinates.a", [1.0, "2"]), r'coordinates.a\[1\]: expected a number, got "2"'),
    (change("coordinates.a", [1.0, False]), "expected a number, got false"),
    (change("steps.0", 1), r"steps\[0\]: expected an object, got 1"),
    (change("steps.0.id", "0"), r'steps\[0\].id: expected a whole number, got "0"'),
    (change("steps.0.by", {}), r"steps\[0\].by: expected a reason: 'given', 'rule' or 'table'"),
    (change("steps.0.by", "given"), r"steps\[0\].by: expected a reason"),
    (change("steps.0.by", {"given": False}), "expected true"),
    (change("steps.0.by", {"given": True, "rule": "x"}), "unknown field 'rule'"),
    (change("steps.0.statement", "looks a b c"), "'looks' is not a predicate"),
    (change("steps.8.by.with", ["a"]), "by.with: expected an object"),
    (change("steps.8.by.premises", [0.0]), r"premises\[0\]: expected a whole number, got 0.0"),
    (
        change("steps.9.by.table", "volume"),
        'expected one of angle, ratio, length, square, area, product, got "volume"',
    ),
    (change("steps.9.by.facet", None), "by.facet: expected a whole number, got null"),
    (change("steps.9.by.terms.0.coefficient", 1), "coefficient: expected text, got 1"),
    (change("steps.9.by.terms.0.coefficient", "1/0"), "'1/0' divides by zero"),
    (change("steps.9.by.terms.0.coefficient", "9" * 99), "more digits than any theorem needs"),
    (change("steps.9.by.terms.0.turns", ...), r"terms\[0\]: the field 'turns' is missing"),
]


@pytest.mark.parametrize(("act", "message"), REFUSED)
def test_a_wrong_field_is_named(act: Callable[[dict[str, Any]], None], message: str) -> None:
    data = json.loads(to_json(midline()))
    act(data)
    with pytest.raises(InputError, match=message) as found:
        from_json(json.dumps(data), "my.json")
    assert str(found.value).startswith("my.json: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not complete JSON"),
        ("[]", "not a Porism proof"),
        ("null", "not a Porism proof"),
        ("{", "not complete JSON"),
        ('{"schema": 1, "schema": 1}', 'the key "schema" occurs twice'),
        ('{"schema": NaN}', "NaN is not a number of JSON"),
        ('{"schema": -Infinity}', "-Infinity is not a number"),
        ('{"schema": 1' + "0" * 5000 + "}", "too large"),
        ("[" * 100_000, "nested too deeply|not complete JSON"),
        ('{"schema": 1, "version": 1e999}', "the field 'problem' is missing"),
    ],
)
def test_a_file_of_another_kind_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_json(text)


def test_every_truncation_of_a_proof_is_refused() -> None:
    text = to_json(midline())
    for length in range(0, len(text.rstrip()) - 1, 7):
        with pytest.raises(InputError):
            from_json(text[:length])


def test_an_infinite_coordinate_is_refused() -> None:
    text = to_json(midline()).replace(
        '"coordinates": {"a": [', '"coordinates": {"z": [1e999, 0], "a": ['
    )
    with pytest.raises(InputError, match=r"coordinates.z\[0\]: the number is not finite"):
        from_json(text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_proof(tmp_path / "nothing.json")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="not a text file"):
        read_proof(tmp_path / "binary")
    with pytest.raises(InputError):
        read_proof(tmp_path)


# --- the published schema ------------------------------------------------------------------------

SCHEMA: dict[str, Any] = json.loads((ROOT / "docs" / "proof.schema.json").read_text("utf-8"))
WITHIN = re.compile(
    "problem.text: |did you mean|no goal|the statement is|is not defined|defined twice|"
    "wants 4 points|is not a predicate|divides by zero|more digits|got 0.0"
)
"""Messages about what stands inside a text, which a schema of JSON does not see (and 0.0, which
is a whole number to it)."""


def test_the_verdict_is_told_and_not_believed() -> None:
    proof = midline()
    verdict = Verdict("proved_for_configuration", ruling="depends on the configuration")
    data = json.loads(to_json(proof, verdict))
    jsonschema.validate(data, SCHEMA)
    assert data["verdict"] == {
        "status": "proved_for_configuration",
        "where": "as in the figure of the proof",
        "ruling": "depends on the configuration",
    }
    assert from_json(json.dumps(data)) == from_json(to_json(proof))
    for wrong in ({"status": "proved"}, {**data["verdict"], "more": 1}, "proved"):
        data["verdict"] = wrong
        with pytest.raises(InputError):
            from_json(json.dumps(data))


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", PROOFS)
def test_what_is_written_follows_the_schema(name: str) -> None:
    text, lines = PROOFS[name]
    proof = hand_proof(text, lines, name=name, answer=Fraction(1, 2), seed=7)
    jsonschema.validate(json.loads(to_json(proof)), SCHEMA)


@pytest.mark.parametrize(
    "act",
    [act for act, message in REFUSED if not WITHIN.search(message)],
)
def test_the_schema_refuses_what_the_reader_refuses(act: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads(to_json(midline()))
    act(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_the_schema_names_the_fields_that_are_written() -> None:
    schema = json.loads((ROOT / "docs" / "proof.schema.json").read_text(encoding="utf-8"))
    data = json.loads(to_json(midline()))
    assert list(data) == schema["required"]
    assert [p for p in schema["properties"] if p not in data] == ["rules", "verdict"]
    assert schema["additionalProperties"] is False
    kinds = schema["$defs"]
    assert list(kinds["problem"]["properties"]) == [*data["problem"], "read"]
    for name, step in (("rule", 8), ("algebra", 9), ("given", 0)):
        assert list(kinds[name]["properties"]) == list(data["steps"][step]["by"])
    assert list(kinds["term"]["properties"]) == list(data["steps"][9]["by"]["terms"][0])
    assert kinds["algebra"]["properties"]["table"]["enum"] == list(get_args(Table))
