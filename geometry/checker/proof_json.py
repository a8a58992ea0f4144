"""Proofs as JSON files: the format of ``docs/proof-format.md``, schema version 1.

Writing is canonical (fixed order of keys, one step a line, exact rationals as text), so that
equal proofs give equal files. Reading trusts nothing: every field is checked for its type and
place, unknown and repeated keys are refused, and whatever is wrong ends in an
:class:`~porism.geometry.errors.InputError` that names the place, such as ``steps[3].by.facet``.
Whether the proof proves anything is for :mod:`porism.geometry.verify` to say.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

from porism.geometry.checker.check import Verdict
from porism.geometry.errors import InputError, PorismError
from porism.geometry.files import read_text
from porism.geometry.language import parse_problem, to_text
from porism.geometry.language.writer import dialect_of
from porism.geometry.limits import LONGEST_NAME, MOST_BYTES_OF_PROOF, MOST_STEPS, MOST_TERMS
from porism.geometry.linear import Table
from porism.geometry.predicates import Predicate
from porism.geometry.problem import FOR_ONE_CONFIGURATION, Problem
from porism.geometry.proof import (
    SCHEMA_VERSION,
    ByAlgebra,
    ByRule,
    Given,
    Proof,
    Reason,
    Step,
    Term,
)
from porism.geometry.rules import parse_number, parse_rules, parse_statement

__all__ = ["from_json", "problem_texts", "read_proof", "reread", "to_json", "write_proof"]

_LARGEST_INTEGER = 10**12
_DIALECTS = ("ag1", "ag2", "ggb")
_MOST_READ, _LONGEST_READ = 64, 1000  # notes of a reader, and characters of one
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)

T = TypeVar("T")


# --- the problem as text ---------------------------------------------------------------------


def problem_texts(problem: Problem) -> tuple[str, tuple[str, ...]]:
    """Return the statement without its auxiliary part, and each auxiliary clause, as text."""
    head, _, goals = to_text(problem).partition("?")
    statement, _, added = head.partition("|")
    clauses = tuple(part.strip() for part in added.split(";") if part.strip())
    return f"{statement.strip()} ? {goals.strip()}", clauses


def reread(name: str, statement: str, auxiliary: tuple[str, ...]) -> Problem:
    """Parse what :func:`problem_texts` wrote; raise ParseError where it is no problem."""
    head, mark, goals = statement.partition("?")
    added = f"| {'; '.join(auxiliary)} " if auxiliary else ""
    return parse_problem(f"{head.strip()} {added}{mark} {goals.strip()}", name)


# --- writing ---------------------------------------------------------------------------------


def to_json(proof: Proof, verdict: Verdict | None = None) -> str:
    """Write the proof, with what the writer made of it; the same proof gives the same text.

    Raises ValueError when a coordinate is not finite, for JSON has no such number.
    """
    text, auxiliary = problem_texts(proof.problem)
    read = [_in_one_line(c) for c in proof.problem.comments if c.startswith(FOR_ONE_CONFIGURATION)]
    head = {
        "schema": SCHEMA_VERSION,
        "version": proof.version,
        "problem": {
            "name": proof.problem.name,
            "dialect": "ggb" if proof.problem.dialect == "ggb" else dialect_of(proof.problem),
            "text": text,
            "auxiliary": list(auxiliary),
            **({"read": read[:_MOST_READ]} if read else {}),
        },
        "goal": str(proof.goal),
        "answer": None if proof.answer is None else str(proof.answer),
        "seed": proof.seed,
        "coordinates": {p: [float(v) for v in at] for p, at in proof.coordinates.items()},
        **({"rules": proof.rules.splitlines()} if proof.rules else {}),
        **({} if verdict is None else {"verdict": verdict.summary}),
    }
    lines = [f" {_dump(key)}: {_dump(value)}," for key, value in head.items()]
    steps = ",\n".join(f"  {_dump(_step(step))}" for step in proof.steps)
    return "\n".join(["{", *lines, ' "steps": [', steps, " ]", "}"]) + "\n"


def _in_one_line(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text[:_LONGEST_READ])


def write_proof(proof: Proof, path: str | Path) -> None:
    """Write the proof to a file."""
    Path(path).write_text(to_json(proof), encoding="utf-8")


def _dump(value: object) -> str:
    return _ENCODER.encode(value)


def _step(step: Step) -> dict[str, object]:
    return {"id": step.id, "statement": str(step.statement), "by": _reason(step.reason)}


def _reason(reason: Reason) -> dict[str, object]:
    match reason:
        case ByRule():
            return {
                "rule": reason.rule,
                "with": dict(reason.substitution),
                "premises": list(reason.premises),
                "conditions": [str(s) for s in reason.conditions],
            }
        case ByAlgebra():
            return {
                "table": reason.table,
                "facet": reason.facet,
                "turns": reason.turns,
                "terms": [
                    {
                        "premise": term.premise,
                        "facet": term.facet,
                        "coefficient": str(term.coefficient),
                        "turns": term.turns,
                    }
                    for term in reason.terms
                ],
                "conditions": [str(s) for s in reason.conditions],
            }
        case Given():
            return {"given": True}


# --- reading ---------------------------------------------------------------------------------


def read_proof(path: str | Path) -> Proof:
    """Read a proof from a file; raise InputError when it cannot be one."""
    return from_json(read_text(path, MOST_BYTES_OF_PROOF, "a proof"), str(path))


def from_json(text: str, file: str = "<proof>") -> Proof:
    """Read a proof; raise InputError with the place of what is wrong. ``file`` is for messages."""
    if len(text) > MOST_BYTES_OF_PROOF:
        size = f"{MOST_BYTES_OF_PROOF >> 20} MiB"
        raise InputError(f"{file}: larger than {size}, too large for a proof")
    try:
        data = json.loads(
            text,
            object_pairs_hook=_no_repeats,
            parse_constant=_no_constant,
            parse_int=_bounded_integer,
        )
    except RecursionError:
        raise InputError(f"{file}: nested too deeply for a proof") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"{file}: not complete JSON ({error.msg}, {where})") from None
    except ValueError as error:
        raise InputError(f"{file}: {error}") from None
    try:
        return _proof(_Place("", data))
    except InputError as error:
        raise InputError(f"{file}: {error}") from None


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {_short(key)} occurs twice")
        found[key] = value
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number of JSON")


def _bounded_integer(word: str) -> int:
    if len(word) > len(str(_LARGEST_INTEGER)):
        raise ValueError("a whole number that is too large for a proof")
    return int(word)


class _Place:
    """A JSON value and the path to it; every reader complains with that path."""

    def __init__(self, path: str, value: Any) -> None:
        self.path = path
        self.value = value

    def fail(self, message: str) -> NoReturn:
        raise InputError(f"{self.path}: {message}" if self.path else message)

    def _is(self, wanted: type, name: str) -> Any:
        if not isinstance(self.value, wanted) or (
            isinstance(self.value, bool) and wanted is not bool
        ):
            self.fail(f"expected {name}, got {_short(self.value)}")
        return self.value

    def fields(self, *keys: str, optional: tuple[str, ...] = ()) -> list[_Place]:
        """The members of an object that has exactly ``keys``, and perhaps ``optional`` ones."""
        value = self._is(dict, "an object")
        for key in keys:
            if key not in value:
                self.fail(f"the field '{key}' is missing")
        for key in value:
            if key not in keys and key not in optional:
                self.fail(f"unknown field '{_cut(key)}'")
        return [_Place(f"{self.path}.{key}".lstrip("."), value[key]) for key in keys]

    def items(self) -> list[_Place]:
        rows = self._is(list, "a list")
        return [_Place(f"{self.path}[{i}]", row) for i, row in enumerate(rows)]

    def members(self) -> list[tuple[str, _Place]]:
        value = self._is(dict, "an object")
        path = self.path
        return [(k, _Place(f"{path}.{_cut(k)}", member)) for k, member in value.items()]

    def text(self) -> str:
        found: str = self._is(str, "text")
        if not found.isascii() and any("\ud800" <= c <= "\udfff" for c in found):
            self.fail("half of a character (a lone surrogate), which is no text")
        return found

    def integer(self) -> int:
        found: int = self._is(int, "a whole number")
        return found

    def real(self) -> float:
        if not isinstance(self.value, int | float) or isinstance(self.value, bool):
            self.fail(f"expected a number, got {_short(self.value)}")
        if not math.isfinite(self.value):
            self.fail("the number is not finite")
        return float(self.value)

    def read(self, reader: Callable[[str], T]) -> T:
        try:
            return reader(self.text())
        except (PorismError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            self.fail(str(error))

    def statement(self) -> Predicate:
        return self.read(parse_statement)

    def rational(self) -> Fraction:
        return self.read(parse_number)


def _short(value: object) -> str:
    """Show a value in a message, or what it is where it could be of any size."""
    match value:
        case dict() if value:
            return "an object"
        case list() if value:
            return "a list"
        case str():
            return json.dumps(_cut(value))
    return json.dumps(value)


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _proof(root: _Place) -> Proof:
    if not isinstance(root.value, dict) or "schema" not in root.value:
        root.fail("not a Porism proof: the field 'schema' is missing")
    if root.value["schema"] != SCHEMA_VERSION or isinstance(root.value["schema"], bool):
        found = _short(root.value["schema"])
        root.fail(f"a proof of schema {found}; this program reads schema {SCHEMA_VERSION}")
    _, version, problem, goal, answer, seed, coordinates, steps = root.fields(
        *("schema", "version", "problem", "goal", "answer", "seed", "coordinates", "steps"),
        optional=("rules", "verdict"),
    )
    if "verdict" in root.value:  # for readers; who checks the proof makes his own
        for said in _Place("verdict", root.value["verdict"]).fields("status", "where", "ruling"):
            said.text()
    return Proof(
        problem=_problem(problem),
        goal=goal.statement(),
        steps=_steps(steps),
        coordinates=_coordinates(coordinates),
        answer=None if answer.value is None else answer.rational(),
        seed=seed.integer(),
        version=version.text(),
        rules=_rules(_Place("rules", root.value.get("rules", []))),
    )


def _steps(place: _Place) -> tuple[Step, ...]:
    rows = place.items()
    if len(rows) > MOST_STEPS:
        place.fail(f"{len(rows)} steps; at most {MOST_STEPS} are read")
    found = []
    terms = 0
    for row in rows:
        step = _read_step(row)
        found.append(step)
        terms += len(step.reason.terms) if isinstance(step.reason, ByAlgebra) else 0
        if terms > MOST_TERMS:
            row.fail(f"more than {MOST_TERMS} terms by here")
    return tuple(found)


def _rules(place: _Place) -> str:
    text = "\n".join(row.text() for row in place.items())
    if not text.replace("\n", "").isprintable():
        place.fail("its rules hold characters that cannot be printed")
    try:
        parse_rules(text, "its rules")
    except PorismError as error:
        place.fail(str(error))
    return text


def _problem(place: _Place) -> Problem:
    name, dialect, text, auxiliary = place.fields(
        "name", "dialect", "text", "auxiliary", optional=("read",)
    )
    clauses = auxiliary.items()
    for mark in "|;?":
        for clause in clauses:
            if mark in clause.text():
                clause.fail(f"'{mark}' in an auxiliary clause; every clause is an entry of its own")
    if "|" in text.text():
        text.fail("'|' in the statement; auxiliary clauses are in 'auxiliary'")
    added = tuple(clause.text() for clause in clauses)
    if len(name.text()) > LONGEST_NAME or len(name.value.splitlines()) > 1:
        name.fail(f"a name that is no line of {LONGEST_NAME} characters at most")
    problem = text.read(lambda statement: reread(name.text(), statement, added))
    if dialect.text() not in _DIALECTS:
        dialect.fail(f"expected one of {', '.join(_DIALECTS)}, got {_short(dialect.value)}")
    if dialect.value == "ggb":  # such a problem is written as AG2; only its origin is kept
        problem = replace(problem, dialect="ggb")
    if problem.dialect != dialect.value:
        dialect.fail(f"the statement is {problem.dialect}, not {dialect.value}")
    return replace(problem, comments=_read(_Place("problem.read", place.value.get("read", []))))


def _read(place: _Place) -> tuple[str, ...]:
    """Return how its file was read, where that asks for less: a verdict has to say so."""
    rows = place.items()
    for row in rows:
        text = row.text()
        if not text.isprintable() or not text.startswith(FOR_ONE_CONFIGURATION):
            row.fail(f"expected a line that begins with '{FOR_ONE_CONFIGURATION}'")
    if len(rows) > _MOST_READ or any(len(row.value) > _LONGEST_READ for row in rows):
        place.fail(f"more than {_MOST_READ} lines of {_LONGEST_READ} characters")
    return tuple(row.value for row in rows)


def _coordinates(place: _Place) -> Mapping[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for name, pair in place.members():
        numbers = pair.items()
        if len(numbers) != 2:
            pair.fail(f"expected two coordinates, got {len(numbers)}")
        found[name] = (numbers[0].real(), numbers[1].real())
    return found


def _read_step(place: _Place) -> Step:
    number, statement, by = place.fields("id", "statement", "by")
    return Step(number.integer(), statement.statement(), _read_reason(by))


def _read_reason(place: _Place) -> Reason:
    keys = place.value if isinstance(place.value, dict) else {}
    if "given" in keys:
        (given,) = place.fields("given")
        if given.value is not True:
            given.fail("expected true")
        return Given()
    if "rule" in keys:
        rule, letters, premises, conditions = place.fields("rule", "with", "premises", "conditions")
        return ByRule(
            rule.text(),
            tuple((letter, point.text()) for letter, point in letters.members()),
            tuple(row.integer() for row in premises.items()),
            tuple(row.statement() for row in conditions.items()),
        )
    if "table" in keys:
        table, facet, turns, terms, conditions = place.fields(
            "table", "facet", "turns", "terms", "conditions"
        )
        return ByAlgebra(
            _table(table),
            facet.integer(),
            tuple(_term(row) for row in terms.items()),
            turns.integer(),
            tuple(row.statement() for row in conditions.items()),
        )
    place.fail("expected a reason: 'given', 'rule' or 'table'")


def _table(place: _Place) -> Table:
    tables: tuple[Table, ...] = get_args(Table)
    for table in tables:
        if place.value == table:
            return table
    place.fail(f"expected one of {', '.join(tables)}, got {_short(place.value)}")


def _term(place: _Place) -> Term:
    premise, facet, coefficient, turns = place.fields("premise", "facet", "coefficient", "turns")
    return Term(premise.integer(), facet.integer(), coefficient.rational(), turns.integer())
