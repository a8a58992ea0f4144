"""Printing and reading are inverse, for problems nobody wrote."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from porism.geometry.constructions import Definition, definitions
from porism.geometry.errors import PorismError
from porism.geometry.language import parse_problem, parse_problems, to_text
from porism.geometry.language.sense import nonsense
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.problem import Clause, Construction, Problem

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_']{0,6}|[γδλ][0-9_']{0,6}", fullmatch=True)
PLACES = st.none() | st.tuples(*[st.floats(-1e6, 1e6, allow_nan=False)] * 2)
SMALL = st.fractions(min_value=Fraction(1, 50), max_value=50, max_denominator=50)
ANGLES = st.fractions(min_value=-2, max_value=2, max_denominator=720)
WHOLE = st.integers(-9, 9).map(Fraction)
ROWS = definitions()


@st.composite
def new_points(draw: st.DrawFn, known: list[str], count: int) -> tuple[str, ...]:
    names: list[str] = []
    while len(names) < count:
        name = draw(NAMES)
        while name in known or name in names:
            name += "1"
        names.append(name)
    return tuple(names)


def _constant(draw: st.DrawFn, kind: str) -> Fraction | None:
    return None if not kind else draw(ANGLES if kind == "angle" else SMALL)


@st.composite
def call(draw: st.DrawFn, row: Definition, new: tuple[str, ...], known: list[str]) -> Construction:
    others = draw(st.permutations(known))
    names = dict(zip(row.new, new, strict=True)) | dict(zip(row.given, others, strict=False))
    return row.apply(tuple(names[p] for p in row.points), _constant(draw, row.constant))


@st.composite
def ag1_clause(draw: st.DrawFn, known: list[str]) -> Clause:
    row = draw(st.sampled_from([r for r in ROWS if len(r.given) <= len(known)]))
    new = draw(new_points(known, len(row.new)))
    constructions = [draw(call(row, new, known))]
    rows = [r for r in ROWS if len(r.new) == len(new) and len(r.given) <= len(known) and r.given]
    if row.given and rows and draw(st.booleans()):
        constructions.append(draw(call(draw(st.sampled_from(rows)), new, known)))
    places = draw(st.tuples(*[PLACES] * len(new)))
    drawn = places if any(p is not None for p in places) else ()
    return Clause(new, tuple(constructions), (), drawn)


@st.composite
def statement(draw: st.DrawFn, known: list[str]) -> Predicate | None:
    kind = KINDS[draw(st.sampled_from(sorted(KINDS)))]
    pairs = draw(st.integers(1, 4))
    count = (kind.width or 4) * pairs if kind.linear else kind.arity[0]
    points = tuple(draw(st.lists(st.sampled_from(known), min_size=count, max_size=count)))
    constants: tuple[Fraction, ...] = ()
    if kind.linear:
        constants = tuple(draw(WHOLE) for _ in range(pairs))
        if kind.name == "angeq":
            constants = (*constants, draw(ANGLES))
        if kind.name == "distmeq":
            constants = (*constants, draw(SMALL))
    elif kind.constant:
        constants = tuple(c for c in [_constant(draw, kind.constant)] if c is not None)
    made = Predicate(kind.name, points, constants)
    return None if nonsense(made) else made


@st.composite
def ag2_clause(draw: st.DrawFn, known: list[str]) -> Clause:
    new = draw(new_points(known, draw(st.integers(1, 3))))
    here = [*known, *new]
    said = [draw(statement(here)) for _ in range(draw(st.integers(0, 3)))]
    places = draw(st.tuples(*[PLACES] * len(new)))
    drawn = places if any(p is not None for p in places) else ()
    return Clause(new, (), tuple(s for s in said if s and not s.kind.is_question), drawn)


CLAUSES = {"ag1": ag1_clause, "ag2": ag2_clause}


@st.composite
def problems(draw: st.DrawFn, dialect: str) -> Problem:
    known: list[str] = []
    clauses: list[Clause] = []
    added: list[Clause] = []
    for _ in range(draw(st.integers(1, 6))):
        clauses.append(draw(CLAUSES[dialect](known)))
        known.extend(clauses[-1].points)
    if dialect == "ag2":  # a clause without predicates, so that nobody takes it for AG1
        clauses.append(Clause(draw(new_points(known, 1)), (), ()))
        known.extend(clauses[-1].points)
    stated = list(known)
    for _ in range(draw(st.integers(0, 3))):  # of either language
        added.append(draw(CLAUSES[draw(st.sampled_from(sorted(CLAUSES)))](known)))
        known.extend(added[-1].points)
    goals = [draw(statement(stated)) for _ in range(draw(st.integers(1, 3)))]
    return Problem(
        "random",
        tuple(clauses),
        tuple(g for g in goals if g),
        tuple(added),
        "ag1" if dialect == "ag1" else "ag2",
    )


@settings(max_examples=150, deadline=None)
@given(problems("ag1"))
def test_ag1_round_trip(problem: Problem) -> None:
    text = to_text(problem)
    again = parse_problem(text, "random", need_goal=False)
    assert again == problem
    assert to_text(again) == text


@settings(max_examples=150, deadline=None)
@given(problems("ag2"))
def test_ag2_round_trip(problem: Problem) -> None:
    text = to_text(problem)
    again = parse_problem(text, "random", need_goal=False)
    assert again == problem
    assert to_text(again) == text


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab1 ;,=?|@_.-/'pi\n#")) | st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse_problem, parse_problems):
        try:
            read(text)
        except PorismError:
            pass
