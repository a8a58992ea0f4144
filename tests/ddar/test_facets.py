"""The core's equations of a statement are those of :mod:`~porism.geometry.equations`, by term."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porism.ddar import _core
from porism.geometry.equations import TABLES, Equation, Table, defining_facets, equation, facets
from porism.geometry.forms import empty_pairs
from porism.geometry.predicates import KINDS, Predicate

POINTS = tuple("abcdefgh")
TABLE: dict[str, Table] = {table: table for table in TABLES}
DERIVED = sorted(
    name
    for name, kind in KINDS.items()
    if kind.is_derived and not kind.sided and kind.linear not in ("area", "product")
)
numbers = st.fractions(min_value=-6, max_value=6, max_denominator=12)
# A prime above 131 has no place in the core: then the facet is left out, see below.
sizes = st.builds(Fraction, st.integers(1, 36), st.integers(1, 36))


@st.composite
def statements(draw: st.DrawFn, name: str) -> Predicate:
    kind = KINDS[name]
    pairs = draw(st.integers(1, 4)) if kind.linear else 0
    count = 2 * pairs or kind.arity[0]
    points = tuple(draw(st.lists(st.sampled_from(POINTS), min_size=count, max_size=count)))
    constants: list[Fraction] = []
    if kind.constant == "angle":
        constants = [draw(numbers) % 1]
    elif kind.constant in ("ratio", "length"):
        constants = [draw(sizes)]
    elif kind.linear:
        whole = st.integers(-4, 4).map(Fraction) if name == "angeq" else numbers
        constants = [draw(whole) for _ in range(pairs)]
        last = {"angeq": numbers, "distmeq": sizes}.get(name)
        constants += [draw(last)] if last is not None else []
    return Predicate(name, points, tuple(constants))


def core_facets(statement: Predicate) -> Iterator[tuple[int, Equation]]:
    """Ask the core and read its answer with names."""
    number = {p: i for i, p in enumerate(POINTS)}
    pairs_of_ints = [(q.numerator, q.denominator) for q in statement.constants]
    found = _core.facets(statement.name, [number[p] for p in statement.points], pairs_of_ints)
    for facet in found:
        constants: dict[int, Fraction] = {}
        for unit, q in facet.constants:
            constants[unit] = constants.get(unit, Fraction(0)) + Fraction(*q)
        named = [(tuple(POINTS[p] for p in about), Fraction(*c)) for about, c in facet.terms]
        yield facet.number, equation(TABLE[facet.table], named, constants)


@pytest.mark.parametrize("name", DERIVED)
def test_the_core_and_the_catalogue_of_equations_agree(name: str) -> None:
    @given(statements(name))
    def agree(statement: Predicate) -> None:
        if not empty_pairs(statement):
            assert dict(core_facets(statement)) == dict(enumerate(facets(statement)))

    agree()


def test_ratios_of_large_primes_have_no_place_in_the_core() -> None:
    for name, points in (("rconst", "abcd"), ("lconst", "ab")):
        statement = Predicate(name, tuple(points), (Fraction(137),))
        kept = dict(core_facets(statement))
        assert kept == {i: e for i, e in enumerate(facets(statement)) if e.table != "ratio"}


def test_every_derived_predicate_is_known_to_the_core() -> None:
    for name in DERIVED:
        kind = KINDS[name]
        count, besides = kind.arity[0], int(bool(kind.constant) or kind.has_value)
        constants = [(1, 2)] * (bool(kind.linear) * count // 2 + besides)
        _core.facets(name, list(range(count)), constants)
    with pytest.raises(ValueError, match="does not know"):
        _core.facets("between", [0, 1, 2], [])


def test_an_overlap_is_no_equation() -> None:
    statement = Predicate("overlap", ("a", "b"))
    assert not dict(core_facets(statement))
    assert not defining_facets(statement)
