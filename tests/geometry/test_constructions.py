from __future__ import annotations

from fractions import Fraction

import pytest

from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.equations import facets
from porism.geometry.errors import FigureError
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.reference import constructions_page
from tests.geometry.corpora import ROOT, needs, published


def records_published() -> dict[str, list[str]]:
    """Return the records of the published definitions by name, five further lines each."""
    lines = published("ag1_defs.txt").read_text(encoding="utf-8").split("\n")
    records = (lines[i : i + 5] for i in range(0, len(lines), 6))
    return {record[0].split()[0]: record for record in records if len(record) == 5}


def statement(text: str) -> Predicate:
    name, *words = text.split()
    if name == "s_angle":  # the angle abx is y: turning ba by y gives bx
        a, b, x, _ = words
        return Predicate("aconst", (a, b, b, x))
    numbers = [w for w in words if w.isdigit()]
    constants = (Fraction(int(numbers[0]), int(numbers[1])),) if numbers else ()
    return canonical(Predicate(name, tuple(w for w in words if not w.isdigit()), constants))


def statements(text: str) -> list[Predicate]:
    parts = [part.rpartition(":")[2] for part in text.split(";")]  # `x y : fact, fact; fact`
    return [statement(s) for part in parts for s in part.split(",") if s.strip()]


def test_there_are_68_published_constructions() -> None:
    assert len({d.name for d in definitions() if d.published}) == 68


@needs("ag1_defs.txt")
def test_they_are_those_that_were_published() -> None:
    records = records_published()
    assert len(records) == 68
    assert {d.name for d in definitions() if d.published} == set(records)


@needs("ag1_defs.txt")
def test_published_constructions_say_the_same() -> None:
    for name, (head, depends, wants, gives, _) in records_published().items():
        mine = CONSTRUCTIONS[name]
        letters = head.split()[1:]
        theirs = statements(gives)
        if name == "s_angle":
            letters.remove("y")
        assert mine.points == tuple(letters), name
        assert {canonical(p) if p.constants or p.name != "aconst" else p for p in mine.gives} == (
            set(theirs)
        ), name
        new = [w for part in gives.split(";") if ":" in part for w in part.split(":")[0].split()]
        assert set(mine.new) == set(new), name
        right = wants.partition("=")[2]
        theirs = statements(right)
        if name == "intersection_ll":  # that four points are not on a line follows from npara
            theirs.remove(statement("ncoll a b c d"))
        assert {canonical(p) for p in mine.needs} == set(theirs), name
        hangs_on = {
            part.split(":")[0].strip(): part.split(":")[1].split()
            for part in depends.split(",")
            if ":" in part
        }
        free = {p for p in new if p not in hangs_on or p in hangs_on[p]}
        if name == "tangent":  # published as one entry for both points
            free = set()
        if name == "on_circum":  # published without its dependence on itself
            free = {"x"}
        assert set(mine.free) == free, name


@needs("newclid_constructions.tsv")
def test_the_later_dialect_is_there() -> None:
    path = published("newclid_constructions.tsv")
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, arguments, _, _ = (field.strip() for field in line.split("\t"))
        definition = CONSTRUCTIONS[name]
        assert len(arguments.split()) == len(definition.points) + bool(definition.constant), name
        order = definition.later or definition.points
        assert [w for w in arguments.split() if w not in "lry" or w in order] == list(order), name


@pytest.mark.parametrize("definition", definitions(), ids=lambda d: d.name)
def test_every_row_is_well_formed(definition: Definition) -> None:
    letters = set(definition.points)
    assert len(letters) == len(definition.points)
    assert set(definition.new) <= letters and definition.new
    assert set(definition.free) <= set(definition.new)
    assert not definition.later or set(definition.later) == letters
    assert definition.constant in ("", "angle", "ratio", "length")
    constant = Fraction(1, 3) if definition.constant else None
    made = definition.apply(definition.points, constant)
    for predicate in (*made.premises, *made.conditions):
        kind = KINDS[predicate.name]
        assert set(predicate.points) <= letters
        assert kind.arity[0] <= len(predicate.points) <= kind.arity[1]
        assert bool(kind.constant) == bool(predicate.constants)
        assert kind.figure_only or facets(predicate)
    assert not any(set(p.points) & set(definition.new) for p in made.conditions)
    sentence = definition.sentence(made)
    assert "{" not in sentence and all(p in sentence for p in definition.new)


def test_an_alias_is_the_same_construction() -> None:
    assert CONSTRUCTIONS["iso_trapezoid"] is CONSTRUCTIONS["eq_trapezoid"]


def test_apply_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="on_line takes on_line x a b"):
        CONSTRUCTIONS["on_line"].apply(("a", "b"))
    with pytest.raises(ValueError, match="s_angle takes s_angle a b x ANGLE"):
        CONSTRUCTIONS["s_angle"].apply(("a", "b", "x"))


def test_the_reference_page_is_fresh() -> None:
    page = ROOT / "docs" / "constructions.md"
    assert page.read_text(encoding="utf-8") == constructions_page(), (
        "run: python -m porism.geometry.reference constructions > docs/constructions.md"
    )


def test_a_vector_to_a_point_from_itself_is_a_reflection() -> None:
    problem = parse_problem("b d = segment; x = shift x b b d ? midp b x d")
    assert [c.name for clause in problem.clauses for c in clause.constructions][-1] == "mirror"
    assert set(map(canonical, problem.premises)) == {
        canonical(statement(text)) for text in ("coll b x d", "cong b x b d")
    }


def test_an_arc_about_a_point_ends_on_its_circle() -> None:
    text = "o a = segment; b = {} b o a; x = on_arc_about x o a b ? cong o x o b"
    with pytest.raises(FigureError):
        draw(parse_problem(text.format("on_line")), seconds=1.0)
    assert draw(parse_problem(text.format("on_circle")), seconds=1.0).residual < 1e-9
