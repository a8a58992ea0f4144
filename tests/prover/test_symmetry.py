"""Symmetries of figures, orbits of candidates, and what a search wins by them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from porism.geometry.figure.diagram import draw
from porism.geometry.language.text import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.predicates import Predicate
from porism.prover.proposers.base import Call, Candidate, Place
from porism.prover.proposers.incidence import intersection_points
from porism.prover.search.orbits import Orbits
from porism.prover.search.policy import DEFAULT_POLICY
from porism.prover.search.symmetry import symmetries
from tests.prover.test_search import search_of

ALTITUDES = (
    "a b c = triangle; d = foot a b c; e = foot b c a; f = foot c a b; h = orthocenter a b c"
)
MIDPOINTS = (
    "a b c = triangle; d = midpoint b c; e = midpoint c a; f = midpoint a b; "
    "g = intersection_ll a d b e"
)
THREE_CIRCLES = (
    "a b c = triangle; o = circumcenter a b c; p = free p; x = on_line b c, on_tline p o p; "
    "y = on_line c a, on_tline p o p; z = on_line a b, on_tline p o p"
)
TWO_CENTRES = f"{THREE_CIRCLES}; u = circumcenter a x p; v = circumcenter b y p"
# USA Mathematical Olympiad 2011, problem 5
TWO_POINTS = (
    "a b c d p = ; q r = eqangle b a b p b q b c, eqangle c d c p c q c b, "
    "eqangle a b a p a r a d, eqangle d c d p d r d a, para q r a b ? para q r c d"
)


Figure = tuple[dict[str, Place], dict[str, frozenset[str]]]


def figure(text: str, seed: int = 0) -> Figure:
    """Return where the points of a statement are, and from which others each is made."""
    problem = parse_problem(text, need_goal=False)
    coordinates = draw(problem, seed=seed).coordinates
    made_from = {
        p: frozenset(q for s in clause.premises for q in s.points) - set(clause.points)
        for clause in problem.clauses
        for p in clause.points
    }
    return {point: coordinates[point] for point in problem.points}, made_from


def moved(renaming: Mapping[str, str]) -> str:
    return " ".join(f"{p}{q}" for p, q in sorted(renaming.items()) if p != q)


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("a b c = triangle; h = orthocenter a b c; o = circumcenter a b c", ["ab ba", "ab bc ca"]),
        (MIDPOINTS, ["ab ba de ed", "ab bc ca de ef fd"]),
        (THREE_CIRCLES, ["ab ba xy yx", "ab bc ca xy yz zx"]),
    ],
)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_corners_of_a_triangle_can_be_exchanged(text: str, among: list[str], seed: int) -> None:
    group, *others = symmetries(*figure(text, seed))
    assert len(group.maps) == 5
    assert {moved(renaming) for renaming in group.maps}.issuperset(among)
    assert all(len(more.maps) > 5 for more in others)


def test_a_figure_without_symmetry_has_none_that_keeps_all_its_points() -> None:
    text = "a b c = triangle; d = on_line a b; e = foot d b c; m = midpoint a c"
    at, made_from = figure(text)
    assert all(len(group.among) < len(at) for group in symmetries(at, made_from))


@pytest.mark.parametrize("text", [MIDPOINTS, ALTITUDES, TWO_CENTRES])
def test_what_a_symmetry_keeps(text: str) -> None:
    """Measured by the definitions of the predicates, not by what the search for it looked at."""
    at, made_from = figure(text)
    groups = symmetries(at, made_from)
    assert groups
    for group in groups:
        for renaming in group.maps:
            assert sorted(renaming) == sorted(renaming.values()) == sorted(group.among)
            for statement in _statements(sorted(group.among)):
                other = statement.rename(renaming)
                assert holds(statement, at) == holds(other, at), f"{statement} becomes {other}"


def _statements(points: Sequence[str]) -> Iterator[Predicate]:
    for three in combinations(points, 3):
        yield Predicate("coll", three)
    for four in combinations(points, 4):
        yield Predicate("cyclic", four)
    pairs = list(combinations(points, 2))
    for one, other in combinations(pairs, 2):
        for kind in ("perp", "para", "cong"):
            yield Predicate(kind, (*one, *other))


def test_points_that_break_a_symmetry_may_be_left_out() -> None:
    """Of three circles the figure has two centres, and a point that lies on both circles."""
    groups = symmetries(*figure(TWO_CENTRES))
    assert [len(group.maps) for group in groups] == [1, 5]
    assert groups[1].among == set("abcopxyz")


def test_what_is_made_from_a_point_is_left_out_with_it() -> None:
    at, made_from = figure(TWO_CENTRES)
    for group in symmetries(at, made_from):
        for point in group.among:
            assert made_from[point] <= group.among


def test_orbits_are_where_their_constructions_put_them() -> None:
    at, made_from = figure(TWO_CENTRES)
    orbits, sizes = Orbits(at, made_from), set()
    for candidate in intersection_points(at, most=300):
        for orbit in orbits.of(candidate):
            sizes.add(len(orbit))
            everywhere = [image.places[0] for image in orbit]
            assert all(math.dist(p, q) > 1e-9 for p, q in combinations(everywhere, 2))
            for image in orbit:
                place = {**at, image.points[0]: image.places[0]}
                said = [s for s in image.clause.premises if not s.kind.figure_only]
                assert said
                assert all(holds(s, place) for s in said), image
    assert sizes >= {0, 1, 2, 3}


@pytest.mark.parametrize(
    "made",
    [
        (("reflect", ("x1", "a", "o", "u")),),
        (("on_circle", ("x1", "o", "a")), ("on_circle", ("x1", "v", "b"))),
    ],
)
def test_a_circle_whose_centre_is_left_out_is_said_by_its_points(made: tuple[Call, ...]) -> None:
    """U and V are centres of two circles of three that look alike; all meet the circle ABC."""
    at, made_from = figure(TWO_CENTRES)
    point = next(c for c in intersection_points(at) if c.constructions == made)
    whole, three = Orbits(at, made_from).of(point)
    assert len(whole) == 2
    assert len(three) == 3
    for image in three[1:]:
        assert {name for name, _ in image.constructions} == {"on_circle", "on_circum"}
        assert image.parents <= set("abcopxyz")


def test_a_candidate_with_others_before_it_has_no_orbit() -> None:
    orbits = Orbits(*figure(MIDPOINTS))
    one = Candidate(("x",), (("foot", ("x", "a", "b", "c")),), ((0.0, 0.0),))
    assert any(orbits.of(one))
    assert not any(orbits.of(replace(one, prerequisites=(one,))))


def test_orbits_prove_what_other_sets_do_not() -> None:
    none = replace(DEFAULT_POLICY, with_orbits=0)
    assert not list(search_of(TWO_POINTS, attempts=1500, policy=none).hits())
    hit = next(search_of(TWO_POINTS, attempts=1500).hits())
    assert len(hit.candidates) > 3
