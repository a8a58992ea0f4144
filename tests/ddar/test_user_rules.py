"""Rules of the user's own: found by the general matcher, cited by proofs, refused when false."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from porism.ddar.closure import Limits, StopReason
from porism.ddar.engine import extend, resume, saturate
from porism.ddar.numeric import NumericFigure
from porism.ddar.reference import candidates
from porism.ddar.traceback import traceback
from porism.ddar.user_rules import instances
from porism.geometry.checker.proof_json import from_json, to_json
from porism.geometry.errors import InputError, ParseError
from porism.geometry.figure.diagram import draw
from porism.geometry.language import parse_problem
from porism.geometry.predicates import canonical
from porism.geometry.problem import Problem
from porism.geometry.proof import ByRule
from porism.geometry.rule_trials.tested_rules import load_tested_rules, try_rules
from porism.geometry.rules import (
    Rule,
    engine_rules,
    load_rules,
    load_theorems,
    parse_rules,
    parse_statement,
    rule_text,
)
from porism.geometry.verify import check
from tests.ddar.figures import Places

PAPPUS = """
rule pappus
  title       Pappus's theorem
  premises    coll a b c ; coll d e f ; coll x a e ; coll x b d ; coll y a f ; coll y c d ; \
coll z b f ; coll z c e
  conditions  ncoll a b d ; ncoll a b e ; ncoll a b f ; ncoll d e a ; ncoll d e b ; ncoll d e c
  conclusion  coll x y z
  source      Pappus, Collection VII
"""

PAPPUS_FIGURE = (
    "a b = segment; c = on_line a b; d e = segment; f = on_line d e; x = on_line a e, on_line b d; "
    "y = on_line a f, on_line c d; z = on_line b f, on_line c e ? coll x y z"
)


def drawn(text: str) -> tuple[Problem, Places]:
    problem = parse_problem(text, need_goal=False)
    return problem, dict(draw(problem).coordinates)


def with_rules(text: str) -> dict[str, Rule]:
    known = load_rules()
    return {**known, **{rule.id: rule for rule in parse_rules(text, taken=known)}}


# --- what they are for -----------------------------------------------------------------------


def test_a_rule_proves_what_the_catalogue_does_not() -> None:
    problem, places = drawn(PAPPUS_FIGURE)
    (goal,) = problem.goals
    assert not saturate(problem, places).holds(goal)
    rules = with_rules(PAPPUS)
    closure = saturate(problem, places, rules=rules)
    assert closure.stopped is StopReason.SATURATED and closure.holds(goal)
    facts = [fact for fact in closure.facts() if fact.rule == "pappus"]
    assert len(facts) == 1 and len(facts[0].substitution) == 9
    proof = traceback(closure, goal)
    assert isinstance(proof.steps[-1].reason, ByRule) and proof.steps[-1].reason.rule == "pappus"
    assert check(proof, rules=rules).accepted
    assert "no rule 'pappus'" in check(proof).reason


def test_a_proof_carries_the_text_of_the_rules_it_cites() -> None:
    problem, places = drawn(PAPPUS_FIGURE)
    rules = with_rules(PAPPUS + "rule unused\n premises para a b c d\n conclusion para c d a b\n")
    proof = traceback(saturate(problem, places, rules=rules), problem.goals[0])
    assert [rule.id for rule in parse_rules(proof.rules)] == ["pappus"]
    again = from_json(to_json(proof))
    assert again == proof and parse_rules(again.rules) == (rules["pappus"],)
    assert '"rules"' not in to_json(traceback(saturate(*drawn("a b c = triangle; h = orthocenter "
        "a b c ? perp a h b c")), parse_statement("perp a h b c")))  # fmt: skip


def test_the_core_goes_on_from_what_a_rule_concludes() -> None:
    # With x y z known to be in line, a parallel to xy is one to xz.
    text = PAPPUS_FIGURE.replace("?", "; p = on_pline a x y ?").replace(
        "coll x y z", "para a p x z"
    )
    problem, places = drawn(text)
    rules = with_rules(PAPPUS)
    assert not saturate(problem, places).holds(problem.goals[0])
    proof = traceback(saturate(problem, places, rules=rules), problem.goals[0])
    cited = [s.reason.rule for s in proof.steps if isinstance(s.reason, ByRule)]
    assert cited == ["pappus"]
    assert check(proof, rules=rules).accepted


def test_rules_are_asked_again_for_a_new_point() -> None:
    text = PAPPUS_FIGURE.partition(" ?")[0]
    before, _, last = text.rpartition(";")
    whole, places = drawn(text)
    rules = with_rules(PAPPUS)
    smaller = parse_problem(before, need_goal=False)
    base = saturate(smaller, {p: places[p] for p in smaller.points}, rules=rules)
    assert not [f for f in base.facts() if f.rule == "pappus"]
    larger = extend(base, whole.clauses[-1:], {"z": places["z"]})
    assert larger.holds(parse_statement("coll x y z"))
    assert not base.user.made_by and last


def test_facts_of_rules_stay_when_the_figure_is_extended() -> None:
    problem, places = drawn(PAPPUS_FIGURE)
    closure = saturate(problem, places, rules=with_rules(PAPPUS))
    clause = parse_problem("x y = segment; m = midpoint x y", need_goal=False).clauses[1]
    middle = tuple((places["x"][i] + places["y"][i]) / 2 for i in (0, 1))
    larger = extend(closure, [clause], {"m": (middle[0], middle[1])})
    goal = parse_statement("coll m x z")
    proof = traceback(larger, goal)
    assert "pappus" in {s.reason.rule for s in proof.steps if isinstance(s.reason, ByRule)}


def test_what_the_catalogue_proves_is_not_ascribed_to_a_rule() -> None:
    rules = with_rules("rule tri\n premises cong o a o b\n conditions ncoll o a b\n"
                       " conclusion eqangle o a a b a b o b\n")  # fmt: skip
    problem, places = drawn("o a b = iso_triangle ? eqangle o a a b a b o b")
    closure = saturate(problem, places, rules=rules)
    assert closure.user.tried and not closure.user.made_by


def test_a_rule_for_any_point() -> None:
    rules = with_rules("rule stewart_like\n premises midp m a b\n free x\n"
                       " conclusion sqeq x a x b x m a m 1 1 -2 -2\n")  # fmt: skip
    problem, places = drawn("a b = segment; m = midpoint a b; x = free")
    (fact, *_) = instances(rules["stewart_like"], NumericFigure(places))
    found = [f for f in instances(rules["stewart_like"], NumericFigure(places)) if f is not None]
    assert fact is None or fact in found
    assert {f["x"] for f in found} >= {"x"}
    assert saturate(problem, places, rules=rules).stopped is StopReason.SATURATED


# --- the matcher -----------------------------------------------------------------------------


def short_rules() -> list[Rule]:
    """Rules the reference looks for quickly; it does not know sines."""
    return [
        rule
        for rule in (*engine_rules().values(), *load_theorems().values())
        if len(rule.letters) <= 6
        and not any("sin" in s.name for s in (*rule.premises, *rule.conclusions))
    ]


@pytest.mark.parametrize("rule", short_rules(), ids=lambda rule: rule.id)
def test_the_matcher_finds_what_the_reference_does(rule: Rule) -> None:
    _, places = drawn(
        "a b c = triangle; m = midpoint a b; n = midpoint a c; o = circumcenter a b c; "
        "d = on_line b c, on_bline b c; f = foot a b c"
    )
    figure = NumericFigure(places)
    expected = {said(rule, names) for names in candidates(rule, figure)}
    found = {said(rule, names) for names in instances(rule, figure) if names is not None}
    assert found == expected


def said(rule: Rule, names: dict[str, str]) -> frozenset[str]:
    statements = (*rule.premises, *rule.conclusions)
    return frozenset(str(canonical(s.rename(names))) for s in statements)


def test_a_deadline_is_kept_and_the_work_goes_on() -> None:
    letters = "abcdefgh"
    anything = "rule anything\n premises " + " ; ".join(
        f"distseq {a} {b} {b} {a} 1 -1" for a, b in pairwise(letters)
    )
    slow = anything + "\n conditions diff a h\n conclusion coll a a h\n"
    text = "; ".join(f"p{i} = free" for i in range(24))
    problem, places = drawn(text)
    closure = saturate(problem, places, Limits(seconds=0.2), rules=with_rules(slow))
    assert closure.stopped is StopReason.DEADLINE
    resume(closure, Limits(seconds=0.2))
    assert closure.stopped is StopReason.DEADLINE

    problem, places = drawn(PAPPUS_FIGURE)
    closure = saturate(problem, places, Limits(seconds=1e-6), rules=with_rules(PAPPUS))
    for _ in range(10_000):
        if closure.stopped is not StopReason.DEADLINE:
            break
        resume(closure, Limits(seconds=0.002))
    assert closure.stopped is StopReason.SATURATED and closure.holds(problem.goals[0])


# --- what is refused ---------------------------------------------------------------------------

FALSE = {
    "premises perp a b c d\n conclusion para a b c d": "false, in the figure",
    "premises para a b c d ; cong a d b c\n conclusion cyclic a b c d": "are concyclic",
    # close to the root of two, closer than doubles tell
    "premises perp a b a c ; cong a b a c\n"
    " conclusion rconst b c a b 152139002499/107578520350": "false, in the figure",
    "premises cong a b b c ; coll a b c\n conditions diff a c ; ncoll a b c\n"
    " conclusion midp b a c": "no figure satisfies",
}


@pytest.mark.parametrize("text", FALSE)
def test_a_false_rule_is_refused_with_a_figure(text: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_text(f"rule wrong\n {text}\n", encoding="utf-8")
    with pytest.raises(InputError, match="the rule wrong is refused") as caught:
        load_tested_rules(path)
    assert FALSE[text] in str(caught.value)


def many(line: str, count: int) -> str:
    return " ; ".join(line.replace("#", str(k)) for k in range(count))


UNTRIED = {
    "rule r\n premises areaeq a b d a d c 1 -1 ; coll b c d\n conclusion cong b d d c": "areaeq",
    "rule r\n premises prodeq a b c d a c b d 1 -1\n conclusion para a b c d": "prodeq",
    f"rule r\n premises {many('eqsine a b c d e f g h', 9)}\n conclusion coll a b c": "16 ways",
    f"rule r\n premises {many('cong a b a p#', 30)}\n conclusion cong a p0 a p1": "letters",
    "\n".join(f"rule r{k}\n premises cong a b c d\n conclusion cong c d a b" for k in range(101)): (
        "at most 100"
    ),
}


@pytest.mark.parametrize("text", UNTRIED, ids=UNTRIED.values())
def test_a_rule_that_cannot_be_tried_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=UNTRIED[text]):
        try_rules(parse_rules(text))


def test_the_trial_of_rules_comes_to_an_end() -> None:
    rule = "rule thales\n premises midp o a b ; cong o a o c\n conclusion perp a c b c\n"
    with pytest.raises(InputError, match="thales is refused: trying the rules took more than 0"):
        try_rules(parse_rules(rule), seconds=0)


def test_a_rule_that_fails_for_equal_letters_is_refused() -> None:
    # True while a and b are two points; else the premises say nothing.
    text = "rule third\n premises coll a b c ; coll a b d\n{} conclusion coll b c d\n"
    with pytest.raises(InputError, match="false, b and a being one point, in the figure") as caught:
        try_rules(parse_rules(text.format("")))
    assert "a condition such as 'diff b a' leaves this case out" in str(caught.value)
    try_rules(parse_rules(text.format(" conditions diff a b\n")))


def test_a_true_rule_stands_the_test() -> None:
    rule = "rule thales\n premises midp o a b ; cong o a o c\n conditions diff a c ; diff b c\n"
    try_rules(parse_rules(rule + " conclusion perp a c b c\n"))


def test_a_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_tested_rules(tmp_path / "nothing.txt")
    path = tmp_path / "rules.txt"
    path.write_text("rule concyclic\n premises para a b c d\n conclusion para a b c d\n", "utf-8")
    with pytest.raises(ParseError, match="second rule"):
        load_tested_rules(path)


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_the_text_of_a_rule_reads_back(rule: Rule) -> None:
    (again,) = parse_rules(rule_text(rule), builtin=rule.builtin)
    assert again == rule
