from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random

import mpmath
import pytest

from porism.geometry.checker.figures import MeasuredFigure, figure_of, measure
from porism.geometry.checker.independence import is_independent
from porism.geometry.checker.proof_json import from_json, read_proof, to_json
from porism.geometry.constructions import CONSTRUCTIONS, Definition, definitions
from porism.geometry.errors import InputError
from porism.geometry.figure.diagram import draw
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.figure.system import System
from porism.geometry.language import parse_problem
from porism.geometry.language.text import parse_clause
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Dialect, Problem
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step, Term
from porism.geometry.rules import Rule, load_rules, parse_rules
from porism.geometry.verify import Verdict, check
from tests.geometry.hand_proofs import PROOFS, hand_proof

BAD = Path(__file__).parents[1] / "bad_proofs"
EXPECTED = dict(
    line.split(": ", 1)
    for line in (BAD / "expected.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)


def by_hand(name: str, **more: object) -> Proof:
    text, lines = PROOFS[name]
    answer = Fraction(1, 2) if "asked for" in name else None
    return hand_proof(text, lines, name=name, answer=answer, **more)  # type: ignore[arg-type]


# --- good proofs, bad proofs ---------------------------------------------------------------------


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_by_hand_is_accepted(name: str) -> None:
    verdict = check(by_hand(name))
    assert verdict.accepted, str(verdict)
    assert verdict.step is None and not verdict.reason


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_proof_is_rejected_for_the_right_reason(name: str) -> None:
    path = BAD / f"{name}.json"
    try:
        said = str(check(read_proof(path)))
    except InputError as error:
        said = f"unreadable: {error}".replace(f"{path}: ", "").splitlines()[0]
    assert said == EXPECTED[name]


def test_every_bad_proof_is_expected() -> None:
    assert {path.stem for path in BAD.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("seed", range(4))
def test_the_verdict_does_not_depend_on_the_seed(seed: int) -> None:
    assert check(by_hand("thales"), seed=seed, figures=2).status == "proved"


@pytest.mark.parametrize("digits", [15, 30, 60])
def test_any_precision_will_do(digits: int) -> None:
    assert check(by_hand("midline"), digits=digits, figures=1).status == "proved"


# --- conditions and configurations ---------------------------------------------------------------


def test_a_verdict_lists_the_conditions_in_words_and_once() -> None:
    verdict = check(by_hand("midline"))
    assert verdict.conditions == (
        "different points: A ≠ B, A ≠ C",
        "not on one line: AMN",
        "the same way round, both clockwise or both counter-clockwise: AMN and ABC",
        "points with different names are different",
    )


def test_a_halved_angle_is_a_condition() -> None:
    conditions = check(by_hand("thales")).conditions
    assert "the lines AB and AC are more than 45° apart in direction" in conditions
    assert not any("⟂" in c for c in conditions)  # that is the goal


def test_an_order_that_other_figures_do_not_share_makes_it_one_configuration() -> None:
    places = {"a": (0.0, 0.0), "b": (2.0, 0.5), "c": (1.0, 0.25)}
    verdict = check(by_hand("sum of segments", coordinates=places), figures=8)
    assert verdict.status == "proved_for_configuration"
    assert verdict.accepted
    assert verdict.where == "where C lies between A and B"
    assert "false where C does not lie between A and B" in verdict.configuration_notes[1]


def test_a_figure_of_another_branch_is_no_figure_of_the_text() -> None:
    """Full angles hold for incentre and excentres alike, but the text says incentre."""
    text = "a b c = triangle a b c; i = incenter i a b c ? eqangle a b a i a i a c"
    excentre = draw(parse_problem("a b c = triangle a b c; i = excenter i b a c ? coll a b c"),
                    want_goal=False).coordinates  # fmt: skip
    verdict = check(hand_proof(text, "given eqangle a b a i a i a c", coordinates=excentre))
    assert verdict.reason.startswith("the figure is not that of the text: 'sameclock")


def test_a_choice_is_told() -> None:
    text = """a = ; b = ; c = ; d = coll d b c; e = coll e c a;
      f = coll f a b, distmeq b d d c c e e a a f f b 1 -1 1 -1 1 -1 1 ? coll d e f"""
    lines = """
    given coll d b c
    given coll e c a
    given coll f a b
    given distmeq b d d c c e e a a f f b 1 -1 1 -1 1 -1 1
    rule menelaus_converse a=a b=b c=c d=d e=e f=f : 0 1 2 3 => coll d e f
    """
    a, b, c = (0.0, 0.0), (4.0, 0.0), (1.0, 3.0)
    d = tuple(c[i] + 0.4 * (b[i] - c[i]) for i in (0, 1))
    e = tuple(c[i] + 0.3 * (a[i] - c[i]) for i in (0, 1))
    slope = (d[1] - e[1]) / (d[0] - e[0])
    f = (d[0] - d[1] / slope, 0.0)
    places = {"a": a, "b": b, "c": c, "d": (d[0], d[1]), "e": (e[0], e[1]), "f": f}
    verdict = check(hand_proof(text, lines, coordinates=places), figures=8)
    assert verdict.accepted
    assert "F does not lie between A and B" in verdict.conditions
    assert "on a line in this order: B–D–C, A–E–C" in verdict.conditions
    ceva = (f[1], 0.0) if f[0] == 0 else (a[0] + (b[0] - a[0]) * _other(f[0] / b[0]), 0.0)
    wrong = hand_proof(text, lines, coordinates={**places, "f": ceva})
    assert str(check(wrong)).startswith("rejected at step 4: fails in the figure of the proof")


def _other(t: float) -> float:
    """Where the harmonic conjugate divides ab, for a point that divides it at t."""
    return t / (2 * t - 1)


# --- rules of users ------------------------------------------------------------------------------


def users_rules(text: str) -> dict[str, Rule]:
    return {**load_rules(), **{rule.id: rule for rule in parse_rules(text)}}


def test_a_rule_of_a_user_may_be_used() -> None:
    rules = users_rules("rule thrice\n premises midp m a b\n conclusion rconst a b a m 2")
    proof = hand_proof(
        PROOFS["half of a segment"][0],
        """
        given coll m a b
        given cong m a m b
        rule midpoint m=m a=a b=b : 0 1 => midp m a b
        rule thrice m=m a=a b=b : 2 => rconst a b a m 2
        """,
        rules=rules,
    )
    assert check(proof, rules=rules).accepted
    assert str(check(proof)) == "rejected at step 3: there is no rule 'thrice'"


def test_a_false_rule_that_is_true_in_the_figure_of_the_proof_is_found_out() -> None:
    rules = users_rules("rule all_right\n premises cong a b a c\n conclusion perp a b a c")
    proof = hand_proof(
        "a b c = iso_triangle a b c ? perp a b a c",
        "given cong a b a c\nrule all_right a=a b=b c=c : 0 => perp a b a c",
        rules=rules,
        coordinates={"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.0, 1.0)},
    )
    verdict = check(proof, rules=rules)
    assert str(verdict) == "rejected at step 1: fails in a figure close to the given one: AB ⟂ AC"


# --- auxiliary clauses ---------------------------------------------------------------------------


def one_construction(d: Definition) -> str:
    """A problem that makes the construction's points as auxiliary ones."""
    old = [f"p{i}" for i in range(max(len(d.given), 3))]
    names = dict(zip((*d.given, *d.new), (*old[: len(d.given)], *"xyzwvuts"), strict=False))
    constant = {"": "", "angle": "50", "ratio": "3/2", "length": "2"}[d.constant]
    made = " ".join(names[p] for p in d.new)
    call = " ".join([d.name, *(names[p] for p in d.points), constant])
    return "; ".join(f"{p} = free {p}" for p in old) + f" | {made} = {call} ? coll p0 p1 p2"


MORE_THAN_GENERAL_POINTS = {
    "2l1c": """a b c = triangle a b c; o = on_bline o a b
        | x y z i = 2l1c x y z i a b c o ? coll a b c""",
    "e5128": """a b = segment a b; c = on_tline c b b a; d = on_circle d c b
        | x y = e5128 x y a b c d ? coll a b c""",
    "on_arc_about": """o a = segment o a; b = on_circle b o a
        | x = on_arc_about x o a b ? coll a b o""",
}


@pytest.mark.parametrize("name", [d.name for d in definitions() if d.given])
def test_every_construction_may_be_auxiliary(name: str) -> None:
    text = MORE_THAN_GENERAL_POINTS.get(name) or one_construction(CONSTRUCTIONS[name])
    problem = parse_problem(text)
    places = draw(problem, want_goal=False, seed=3).coordinates
    with mpmath.workdps(40):
        figure = figure_of(problem, places, DrawnFigures(), 30)
        assert is_independent(problem.auxiliary[0], figure)


@pytest.mark.parametrize("dialect", ["ag1", "ag2", "ggb"])
@pytest.mark.parametrize("name", [d.name for d in definitions() if d.given])
def test_an_auxiliary_construction_is_read_as_it_was_written(name: str, dialect: Dialect) -> None:
    """As statements, three altitudes would ask for more than place an orthocentre."""
    constructed = parse_problem(one_construction(CONSTRUCTIONS[name]))
    problem = replace(constructed, dialect=dialect)
    if dialect != "ag1":
        bare = tuple(replace(clause, constructions=()) for clause in problem.clauses)
        problem = replace(problem, clauses=bare)
    proof = Proof(problem, problem.goals[0], (Step(0, problem.goals[0], Given()),), {})
    assert from_json(to_json(proof)).problem == problem


@pytest.mark.parametrize("dialect", ["ag1", "ag2", "ggb"])
@pytest.mark.parametrize(
    "clause",
    [
        "x = circle x a b c",
        "x = aconst a b c x 1pi/7, rconst x a b c 3/2",
        "x = eqratio a b b c c a a x",
        "x y = simtri a b c x b y, midp x a y",
        "x = between x a b, lconst x a 3, ccw a b x",
        "x y = contri a b c x y a",
        "x = coll x a b, cong x a x c",
        "x = ",
        "x@1_2 = diff x a",
    ],
)
def test_auxiliary_predicates_are_read_as_they_were_written(clause: str, dialect: Dialect) -> None:
    """Though some are called like constructions, whose premises are others."""
    points = "a b c = triangle a b c" if dialect == "ag1" else "a b c = "
    problem = replace(parse_problem(f"{points} ? aconst a b a c 1pi/5"), dialect=dialect)
    problem = problem.with_auxiliary([parse_clause(clause, "abc", "ag2")])
    proof = Proof(problem, problem.goals[0], (Step(0, problem.goals[0], Given()),), {})
    assert from_json(to_json(proof)).problem == problem


def test_a_statement_of_no_language_is_written_as_what_can_be_read() -> None:
    """A program may make one of constructions and predicates; it is written as predicates."""
    problem = parse_problem("a b c = triangle a b c; d = midpoint d b c ? coll d b c")
    (*rest, last) = problem.clauses
    bare = replace(problem, clauses=(*rest, replace(last, constructions=())))
    for made in (bare, replace(problem, dialect="ag2")):
        proof = Proof(made, made.goals[0], (Step(0, made.goals[0], Given()),), {})
        again = from_json(to_json(proof)).problem
        assert (again.premises, again.goals) == (made.premises, made.goals)


_MORE = "asserts more than places its points"


@pytest.mark.parametrize(
    ("clause", "legal", "reason"),
    [
        ("x = ", True, ""),
        ("x = coll x a b", True, ""),
        ("x = coll x a b, coll x c d", True, ""),
        ("x = coll x a b, perp x c a b", True, ""),
        ("x = midp x a b", True, ""),
        ("x = cong x a x b, cong x a x c", True, ""),
        ("x y = midp x a b, para x y c d, coll y b c", True, ""),
        ("x = coll x a b, coll x a b", True, ""),
        # true of the point, but a theorem
        ("x = midp x a b, coll x a b", False, _MORE),
        ("x = cong x a x b, cong x a x c, cong x b x c", False, _MORE),
        ("x = cong x a x b, cong x a x c, cong x a x d", False, _MORE),
        ("x = perp x a b c, perp x b c a, perp x c a b", False, _MORE),
        ("x y = midp x a b, midp y b c, para x y a c", False, _MORE),
        # not true, or not of the point
        ("x = coll x a b, coll x b c, coll x c d", False, ""),
        ("x = midp x a b, coll x c d", False, "do not satisfy the premise"),
        ("x = para x a b c, para x b c d, para x d a c", False, ""),
        ("x = cyclic a b d c", False, "of older points"),
    ],
)
def test_what_an_auxiliary_clause_may_say(clause: str, legal: bool, reason: str) -> None:
    text = f"a = ; b = ; c = ; d = cyclic a b c d | {clause} ? eqangle c a c b d a d b"
    problem = parse_problem(text)
    places = {"a": (0.0, 5.0), "b": (3.0, 4.0), "c": (-4.0, 3.0), "d": (0.0, -5.0)}
    places = settled(problem, places)
    lines = "given cyclic a b c d\nangle 0 => eqangle c a c b d a d b"
    verdict = check(hand_proof(text, lines, coordinates=places))
    assert verdict.accepted == legal, str(verdict)
    if reason:
        assert reason in str(verdict)


def settled(
    problem: Problem, places: dict[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Put the auxiliary points where the premises hold, or as nearly as they can."""
    system = System(problem.points, problem.premises, 10.0)
    best, error = {}, float("inf")
    random = Random(1)
    for _ in range(40):
        start = {p: complex(random.gauss(0, 4), random.gauss(0, 4)) for p in problem.points}
        start |= {p: complex(*at) for p, at in places.items()}
        x = system.minimise(system.array(start), fixed=list(places), steps=200)
        x = system.polish(x, fixed=list(places))
        if system.error(x) < error:
            best, error = system.coords(x), system.error(x)
    return {p: (z.real, z.imag) for p, z in best.items()}


# --- what is not believed ------------------------------------------------------------------------


def test_a_problem_that_differs_from_its_text_is_rejected() -> None:
    proof = by_hand("orthocentre")
    clause = proof.problem.clauses[1]
    more = replace(clause.constructions[0], premises=(*clause.premises, proof.goal))
    clauses = (proof.problem.clauses[0], replace(clause, constructions=(more,)))
    forged = replace(proof, problem=replace(proof.problem, clauses=clauses))
    assert str(check(forged)) == (
        "rejected: the construction 'on_tline' is not what the table says"
    )


def test_points_that_cannot_be_written_are_rejected() -> None:
    proof = by_hand("orthocentre")
    names = {"h": "h ? perp a b a c; x"}
    clause = replace(proof.problem.clauses[1], points=(names["h"],))
    forged = replace(proof.problem, clauses=(proof.problem.clauses[0], clause))
    assert not check(replace(proof, problem=forged)).accepted


def test_a_statement_needs_its_whole_form() -> None:
    proof = by_hand("half of a segment")
    step = replace(proof.steps[3], statement=Predicate("rconst", ("a", "b", "a", "m")))
    verdict = check(replace(proof, steps=(*proof.steps[:3], step)))
    assert str(verdict) == "rejected at step 3: 'rconst' with 4 points and 0 constants"


def test_a_goal_needs_its_whole_form() -> None:
    proof = replace(by_hand("half of a segment"), goal=Predicate("rconst", ("a", "b", "a", "m")))
    assert str(check(proof)) == "rejected: the goal: 'rconst' with 4 points and 0 constants"


@pytest.mark.parametrize("answer", [Fraction(-1, 2), Fraction(3, 2), Fraction(5, 2)])
def test_an_angle_is_answered_by_less_than_two_right_angles(answer: Fraction) -> None:
    proof = replace(by_hand("a right angle asked for"), answer=answer)
    assert "does not go with" in check(proof).reason


@pytest.mark.parametrize(("side", "value"), [(1, "2/3"), (-1, "1/3")])
def test_an_angle_abc_is_answered_by_the_angle_between_its_rays(side: int, value: str) -> None:
    """From line AB to line BC it is 60° or 120°, as the triangle turns; people mean 60°."""
    places = {"a": (0.0, 0.0), "b": (1.0, 0.0), "c": (0.5, side * math.sqrt(0.75))}
    lines = f"""
    given cong a b b c
    given cong b c c a
    given eqangle a b a c c a c b
    given eqangle c a c b b c b a
    angle 2 3 => aconst a b b c {value.replace("/", "pi/")}
    """
    proof = hand_proof("a b c = ieq_triangle ? acompute a b b c", lines, coordinates=places)
    proof = replace(proof, answer=Fraction(1, 3))
    assert check(proof).accepted, str(check(proof))
    wrong = check(replace(proof, answer=Fraction(2, 3)))
    assert str(wrong) == (
        "rejected: the answer is the supplement: ∠ABC = 120° fails in the figure of the proof"
    )


def test_a_ratio_is_answered_one_way_only() -> None:
    text = "a b = segment a b; m = midpoint m a b ? rcompute a b a m"
    lines = PROOFS["half of a segment"][1]
    assert check(hand_proof(text, lines, answer=Fraction(2))).accepted
    assert not check(hand_proof(text, lines, answer=Fraction(1, 2))).accepted


def test_a_premise_may_be_the_goal_and_the_verdict_says_so() -> None:
    proof = hand_proof("a b c = iso_triangle a b c ? cong a b a c", "given cong a b a c")
    verdict = check(proof)
    assert verdict.accepted
    assert "nothing: the goal is itself one of the premises of the problem" in verdict.conditions


def test_a_condition_on_coinciding_points_never_holds() -> None:
    """Otherwise it would be read off rounding errors."""
    problem = parse_problem(
        "a b = segment a b; m = midpoint m a b; n = midpoint n a b ? cong m a n a"
    )
    places = {"a": (0.0, 0.0), "b": (2.0, 1.0), "m": (1.0, 0.5), "n": (1.0, 0.5)}
    figure = figure_of(problem, places, DrawnFigures(), 30)
    for name, points in (("npara", "mnab"), ("ncoll", "mna"), ("diff", "mn"), ("nperp", "mnab")):
        assert not figure.condition(Predicate(name, tuple(points)))


def test_verdicts_are_written_for_people() -> None:
    assert str(Verdict("rejected", 3, "because")) == "rejected at step 3: because"
    assert str(Verdict("rejected", None, "because")) == "rejected: because"
    assert str(Verdict("proved")) == "proved"


def test_a_long_proof_is_checked_in_reasonable_time() -> None:
    proof = by_hand("orthocentre")
    last = proof.steps[-1]
    assert isinstance(last.reason, ByRule)
    count = 3000
    given = tuple(Step(i, proof.steps[i % 2].statement, Given()) for i in range(2 * count))
    steps = (*given, replace(last, id=2 * count))
    assert check(replace(proof, steps=steps), figures=1).accepted


@pytest.mark.parametrize(("x", "missing"), [((0, 0), {"a", "x"}), ((1, 0), set())])
def test_a_sum_says_nothing_where_the_points_of_a_line_coincide(
    x: tuple[int, int], missing: set[str]
) -> None:
    """A second intersection may be the first one elsewhere; that refutes no proof."""
    places = {"a": (0, 0), "b": (2, 0), "c": (2, 2), "d": (5, 7), "x": x}
    coords = {p: (mpmath.mpf(u), mpmath.mpf(v)) for p, (u, v) in places.items()}
    figure = MeasuredFigure(coords, 1e-20, 5, "a figure")
    line = Step(0, Predicate("coll", ("x", "a", "b")), Given())
    term = Term(0, 0, Fraction(1))
    circle = Step(1, Predicate("cyclic", ("a", "b", "c", "d")), ByAlgebra("angle", 0, (term,)))
    found = measure((line, circle), {}, figure)
    assert found is not None and found.false is (not missing)
    assert not missing or (found.missing.name, set(found.missing.points)) == ("diff", missing)


@pytest.mark.parametrize("together", [True, False])
def test_a_rule_says_nothing_where_its_points_coincide(together: bool) -> None:
    """Three points at one place and a fourth are on a circle or not, as rounding has it."""
    tiny = mpmath.mpf("1e-25" if together else "1")
    places = {"a": (tiny, 0), "b": (0, tiny), "c": (-tiny, 2 * tiny), "d": (5, 7), "o": (2, 2)}
    coords = {p: (mpmath.mpf(x), mpmath.mpf(y)) for p, (x, y) in places.items()}
    figure = MeasuredFigure(coords, mpmath.mpf("1e-20"), 7, "a figure")
    letters = tuple(zip("oabcd", "oabcd", strict=True))
    step = Step(0, Predicate("cyclic", ("a", "b", "c", "d")), ByRule("concyclic", letters, ()))
    found = measure((step,), load_rules(), figure)
    assert found is not None and found.false is not together
    assert found.missing.name == ("diff" if together else "cyclic")
