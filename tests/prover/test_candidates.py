"""Candidates: true in the figure, new, deterministic, and ranked by real coincidences."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from porism.ddar.closure import Limits
from porism.ddar.engine import saturate, with_premises
from porism.ddar.incidence import MOST_POINTS, LocusKind, intersections, loci, loci_through, unit
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem, to_text
from porism.geometry.measure.truth import holds, residual
from porism.geometry.predicates import Predicate, canonical
from porism.prover.conjectures import conjectures
from porism.prover.options import SolveOptions
from porism.prover.proposers.base import Candidate, State, with_candidates
from porism.prover.proposers.bundles import corners, images_in_sides
from porism.prover.proposers.doubles import doubles
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.proposers.incidence import fresh_name, intersection_points, triangles
from porism.prover.proposers.meant import as_placed
from porism.prover.solve import solve

TRIANGLE = "a b c = triangle ? coll a b c"
FEET = "a b c = triangle; d = foot a b c; e = foot b c a; f = foot c a b ? eqangle d e d a d a d f"
CIRCLE = (
    "a b c = triangle; o = circle a b c; d = on_circle o a; e = on_line a b, on_line c d; "
    "m = midpoint a b ? perp o m a b"
)
PAPPUS = (
    "a b d e = quadrangle; c = on_line a b; f = on_line d e; p = intersection_ll a e b d; "
    "q = intersection_ll a f c d; r = intersection_ll b f c e ? coll p q r"
)
PROBLEMS = [FEET, CIRCLE]


def state_of(text: str, added: tuple[Candidate, ...] = ()) -> State:
    problem = parse_problem(text)
    diagram = draw(problem, want_goal=False)
    return State(saturate(problem, diagram.coordinates), diagram, problem.goals, added)


@pytest.mark.parametrize("text", PROBLEMS)
def test_premises_of_candidates_hold_in_the_figure(text: str) -> None:
    state = state_of(text)
    for candidate in Heuristic(1500).propose(state, 0):
        chain = (*candidate.prerequisites, candidate)
        places = {p: at for c in chain for p, at in zip(c.points, c.places, strict=True)}
        everywhere = {**state.coordinates, **places}
        for member in chain:
            for premise in member.clause.premises:
                assert residual(premise, everywhere) < 1e-7, (str(premise), candidate)


@pytest.mark.parametrize("text", PROBLEMS)
def test_candidates_are_new_points(text: str) -> None:
    state = state_of(text)
    old = np.array(list(state.coordinates.values()))
    found = list(intersection_points(state.coordinates))
    new = np.array([c.places[0] for c in found])
    assert np.abs(new[:, None, :] - old[None]).sum(axis=2).min() > 1e-6
    seen = {(c.constructions, round(c.places[0][0], 9), round(c.places[0][1], 9)) for c in found}
    assert len(seen) == len(found)


@pytest.mark.parametrize("text", PROBLEMS)
def test_same_figure_same_candidates(text: str) -> None:
    state = state_of(text)
    first = list(Heuristic(800).propose(state, 3))
    assert first == list(Heuristic(800).propose(state_of(text), 3))
    assert [c.score for c in first] == sorted((c.score for c in first), reverse=True)


def test_named_points_of_a_triangle() -> None:
    state = state_of(TRIANGLE)
    names = {
        c.constructions[0][0]
        for c in Heuristic(4000).propose(state, 0)
        if len(c.constructions) == 1
    }
    wanted = {"midpoint", "foot", "mirror", "reflect", "circumcenter", "orthocenter"}
    assert wanted | {"incenter", "excenter", "parallelogram"} <= names


def test_incentre_and_excentres_are_told_apart() -> None:
    state = state_of(TRIANGLE)
    for c in Heuristic(4000).propose(state, 0):
        if c.constructions[0][0] in ("incenter", "excenter"):
            x = np.array(c.places[0])
            corners = np.array([state.coordinates[p] for p in c.constructions[0][1][1:]])
            sides = corners - np.roll(corners, 1, axis=0)
            towards = x - corners
            turns = sides[:, 0] * towards[:, 1] - sides[:, 1] * towards[:, 0]
            inside = bool((turns > 0).all() or (turns < 0).all())
            assert inside == (c.constructions[0][0] == "incenter")


def test_coincidences_are_what_the_definition_does_not_force() -> None:
    def coincidences(text: str) -> list[tuple[float, list[str]]]:
        state = state_of(text)
        found = intersections(list(state.coordinates.values()), most=500)
        return [(i.coincidence, [i.first.construction, i.second.construction]) for i in found]

    assert max(weight for weight, _ in coincidences(TRIANGLE)) == 0, "a triangle shows no theorem"
    crossed = [weight for weight, names in coincidences(FEET) if names == ["on_line", "on_line"]]
    assert max(crossed) > 0.9, "the altitudes concur"


def test_only_candidates_that_stand_on_the_newest_point() -> None:
    state = state_of(FEET)
    first = next(iter(Heuristic(100).propose(state, 0)))
    grown = state_of(FEET, (first,))
    assert grown.since == len(state.points)
    for candidate in Heuristic(300).propose(grown, 0):
        assert candidate.parents & set(first.points)
        assert not set(candidate.points) & set(grown.points)


def test_loci_pass_through_their_members() -> None:
    state = state_of(CIRCLE)
    places = unit(list(state.coordinates.values()))
    found = loci(places)
    lines = [locus for locus in found if locus.kind == LocusKind.LINE]
    assert len({locus.members for locus in lines}) == len(lines)
    through = [[state.points[p] for p in range(len(places)) if locus.on(p)] for locus in lines]
    assert ["a", "b", "e", "m"] in through
    assert ["c", "d", "e"] in through


def test_triangles_with_full_sides_come_first() -> None:
    state = state_of(FEET)
    assert triangles(list(state.coordinates.values()), 1) == [(0, 1, 2)]


def test_two_points_at_one_place_make_no_side() -> None:
    places = [(0.3, 0.8), (0.3, 0.8 + 1e-12), (0.0, 0.0), (1.0, 0.0)]
    found = {frozenset(corners) for corners in triangles(places, 9)}
    assert found == {frozenset((0, 2, 3)), frozenset((1, 2, 3))}


def test_doubles_have_something_new() -> None:
    text = (
        "a b c = triangle; h = orthocenter a b c; o = circle a b c; "
        "d = reflect h b c ? cong o d o a"
    )
    state = state_of(text)

    def known(name: str, arguments: tuple[str, ...]) -> bool:
        return name in ("on_line", "on_tline")

    found = doubles(state.coordinates, known)
    for candidate in found:
        assert candidate.families == ("double",)
        assert candidate.places[0] in state.coordinates.values()
        assert not all(name in ("on_line", "on_tline") for name, _ in candidate.constructions)
    assert any("d" not in c.parents and "on_circle" in dict(c.constructions) for c in found)


def test_doubles_are_at_one_place_with_a_point_by_coincidence() -> None:
    state = state_of(CIRCLE)
    for candidate in doubles(state.coordinates, lambda name, arguments: False):
        old = {points[0] for _, points in candidate.coincidences}
        assert [state.coordinates[p] for p in old] == [candidate.places[0]]
        said = [(name, others) for name, (_, *others) in candidate.coincidences]
        assert said == [(name, others) for name, (_, *others) in candidate.constructions]


def test_coincidences_hold_in_the_figure_and_are_not_the_definition() -> None:
    state = state_of(FEET)
    found = list(intersection_points(state.coordinates))
    assert any(c.coincidences for c in found)
    for candidate in found:
        (new,), (place,) = candidate.points, candidate.places
        assert not set(candidate.coincidences) & set(candidate.constructions)
        for name, points in candidate.coincidences:
            assert new in points
            for premise in CONSTRUCTIONS[name].apply(points).premises:
                assert residual(premise, {**state.coordinates, new: place}) < 1e-6


def test_renaming_a_candidate_renames_its_coincidences() -> None:
    candidate = Candidate(("x",), (), ((0.0, 0.0),), coincidences=(("on_line", ("x", "a", "b")),))
    assert candidate.rename({"x": "z"}).coincidences == (("on_line", ("z", "a", "b")),)


def test_the_corners_of_a_triangle_of_lines_prove_the_theorem_of_pappus() -> None:
    state = state_of(PAPPUS)
    assert not state.base.holds(state.goals[0])
    found = list(corners(state.coordinates))
    assert found
    for candidate in found:
        for made in (*candidate.prerequisites, candidate):
            assert [name for name, _ in made.constructions] == ["on_line", "on_line"]
            places = {**state.coordinates, made.points[0]: made.places[0]}
            assert all(residual(premise, places) < 1e-7 for premise in made.clause.premises)
    proved = (
        with_candidates(state.base, [*candidate.prerequisites, candidate], Limits())
        for candidate in found
    )
    assert any(closure.holds(state.goals[0]) for closure in proved)


def test_few_lines_cut_out_no_triangles() -> None:
    assert list(corners(state_of(FEET).coordinates)) == []


def test_images_of_a_point_bring_what_they_stand_on() -> None:
    state = state_of(CIRCLE)
    found = list(images_in_sides(state.coordinates))
    assert found
    for candidate in found:
        made = {p for c in candidate.prerequisites for p in c.points}
        assert len(made) == 3
        assert made <= candidate.parents


def test_fresh_names_are_free() -> None:
    assert fresh_name(("a", "x1", "x2")) == "x3"


def test_candidates_read_back_as_clauses() -> None:
    state = state_of(FEET)
    for candidate in islice(Heuristic(400).propose(state, 0), 400):
        if candidate.prerequisites:
            continue
        problem = state.base.problem.with_auxiliary([candidate.clause])
        assert parse_problem(to_text(problem)).auxiliary[-1].premises == candidate.clause.premises


def test_lemmas_hold_in_the_figure_and_not_in_the_closure() -> None:
    text = (
        "a b c = triangle; a1 = on_line b c; b1 = on_line a c; p = on_line a a1; "
        "q = on_line b b1, on_pline p a b; p1 = on_line p b1, eqangle3 p c a b c; "
        "q1 = on_line q a1, eqangle3 c q b c a ? cyclic p q p1 q1"
    )
    state = state_of(text)
    lemmas = conjectures(state.base, 40)
    assert Predicate("cyclic", ("p", "q", "p1", "q1")) in lemmas
    for lemma in lemmas:
        assert residual(lemma, state.coordinates) < 1e-6
        assert not state.base.holds(lemma)
    richer = with_premises(state.base, lemmas)
    assert all(richer.holds(lemma) for lemma in lemmas)
    assert not state.base.holds(lemmas[0])


def test_of_a_figure_that_is_too_large_nothing_is_listed() -> None:
    places = [(float(i % 9), float(i // 9)) for i in range(MOST_POINTS + 1)]
    assert not loci(places)
    assert not loci_through(places, 0)
    assert not list(intersections(places))
    assert not triangles(places, 10)


SIDES = (
    "a b c = triangle; d = on_line d a b; e = on_line e a c; f = on_line f b c; o = circle o a b c"
    " ? coll a b c"
)


def test_a_candidate_means_the_side_on_which_it_is() -> None:
    """Both bisectors of an angle are lines to the core, and so is a mirrored ray."""
    state = state_of(SIDES)
    instead = {"angle_bisector": 0, "angle_mirror": 0}
    for candidate in Heuristic(4000).propose(state, 0):
        (placed,) = as_placed([candidate], state.coordinates)
        at = {**state.coordinates, **dict(zip(candidate.points, candidate.places, strict=True))}
        for (name, points), call in zip(candidate.constructions, placed.constructions, strict=True):
            made, was = (CONSTRUCTIONS[n].apply(ps) for n, ps in (call, (name, points)))
            assert list(map(canonical, made.premises)) == list(map(canonical, was.premises))
            if name not in instead:
                assert call == (name, points)
                continue
            assert all(holds(s, at) for s in made.meaning), (call, candidate)
            instead[name] += call[0] != name
    assert min(instead.values()) > 3


def test_a_point_on_the_other_ray_is_written_down() -> None:
    """EGMO 2021 P3: the first candidates that prove it are on the mirror images of rays."""
    text = (
        "a b c = triangle a b c; e = exterior_bisector e b a c, on_tline e b a c; "
        "f = exterior_bisector f b a c, on_tline f c a b; "
        "m = on_line m e c, on_aline2 m e a b c a; "
        "n = on_line n f b, on_aline2 n a f a b c ? cyclic e f n m"
    )
    options = SolveOptions(budget=60.0, threads=1, attempts=400, rewrite=False)
    outcome = solve(parse_problem(text), options)
    assert outcome.status == "proved", str(outcome)
    assert not any(note.kind == "defect" for note in outcome.notes)
