"""Users' rules on the command line: used, cited, verified, refused; and in the search."""

from __future__ import annotations

import json
import threading
from itertools import pairwise
from pathlib import Path

import pytest

from porism.geometry.language import parse_problem
from porism.geometry.proof import ByRule
from porism.geometry.rules import Rule, load_rules, parse_rules
from porism.prover.bench.results import read_results
from porism.prover.options import SolveOptions
from porism.prover.solve import solve
from tests.geometry.corpora import ROOT
from tests.prover.command import Porism

EXAMPLES = ROOT / "problems" / "examples"
PROBLEMS, RULE = EXAMPLES / "pappus.txt", EXAMPLES / "pappus_rule.txt"
CHOSEN = ("--problem", "pappus_parallel")
NEEDS_A_POINT = (  # the crossing of bf and ce, which Pappus's theorem puts on xy
    "a b = segment; c = on_line a b; d e = segment; f = on_line d e; x = on_line a e, on_line b d; "
    "y = on_line a f, on_line c d; u = on_line b f; v = on_line c e, on_pline u b c; "
    "r = on_line x y, on_pline v c x ? para u r b x"
)


@pytest.fixture
def proof(porism: Porism, tmp_path: Path) -> Path:
    path = tmp_path / "proof.json"
    ran = porism("solve", PROBLEMS, *CHOSEN, "--rules", RULE, "--json", path)
    assert ran.status == 0
    assert "(Pappus's theorem)" in ran.out
    assert "(pappus) is true: it is a user's" in ran.out
    return path


def test_the_example_needs_the_rule(porism: Porism) -> None:
    for name in ("pappus_line", "pappus_parallel"):
        options = ("--problem", name, "--proposer", "none", "-q")
        assert porism("solve", PROBLEMS, *options).status == 1
        assert porism("solve", PROBLEMS, *options, "--rules", RULE).status == 0


def test_a_proof_is_accepted_with_the_rule_only(porism: Porism, proof: Path) -> None:
    accepted = porism("check", proof, "--rules", RULE).out
    assert accepted.startswith(f"{proof}: proved")
    assert "(pappus) is true: it is a user's" in accepted
    ran = porism("check", proof)
    assert ran.status == 1
    assert "there is no rule 'pappus'" in ran.out
    assert "give it with --rules" in ran.out
    shown = ran.out.partition("--rules:\n")[2]
    again = proof.with_name("rule.txt")
    again.write_text(shown, encoding="utf-8")
    assert porism("check", proof, "--rules", again).status == 0


def test_a_wrong_use_of_a_rule_is_rejected(porism: Porism, proof: Path) -> None:
    data = json.loads(proof.read_text(encoding="utf-8"))
    step = next(s for s in data["steps"] if s["by"].get("rule") == "pappus")
    with_ = step["by"]["with"]
    with_["x"], with_["y"] = with_["y"], with_["x"]
    proof.write_text(json.dumps(data), encoding="utf-8")
    ran = porism("check", proof, "--rules", RULE)
    assert ran.status == 1
    assert f"rejected at step {step['id']}" in ran.out


def test_another_rule_of_that_name_does_not_do(porism: Porism, proof: Path) -> None:
    other = proof.with_name("other.txt")
    other.write_text(
        "rule pappus\n  premises midp m a b\n  conclusion coll m a b\n", encoding="utf-8"
    )
    assert porism("check", proof, "--rules", other).status == 1


BAD_RULES = {
    "nothing.txt": (None, "no such file"),
    "syntax": ("# mine\nrule x\n  premises coll a b\n  conclusion coll a b c\n", "syntax:3:"),
    "unknown predicate": (
        "rule x\n  premises colll a b c\n  conclusion coll a b c\n",
        "did you mean 'coll'?",
    ),
    "known id": (
        "rule concyclic\n  premises coll a b c\n  conclusion coll c b a\n",
        "a second rule 'concyclic'",
    ),
    "no figure": (
        "rule x\n  premises perp a b c d ; para a b c d\n  conclusion cong a b c d\n",
        "the rule x is refused: no figure satisfies",
    ),
    "false": (
        "rule x\n  premises coll a b c\n  conclusion cong a b b c\n",
        "the rule x is refused: it would give that AB = BC (cong a b b c), which is false",
    ),
}


@pytest.mark.parametrize("command", ["solve", "check", "bench", "rules"])
@pytest.mark.parametrize("case", BAD_RULES)
def test_bad_rules_end_in_one_message(
    porism: Porism, tmp_path: Path, command: str, case: str
) -> None:
    text, said = BAD_RULES[case]
    file = tmp_path / case
    if text is not None:
        file.write_text(text, encoding="utf-8")
    targets: dict[str, tuple[object, ...]] = {
        "solve": (PROBLEMS, *CHOSEN),
        "check": (RULE,),
        "bench": (PROBLEMS,),
        "rules": (),
    }
    ran = porism(command, *targets[command], "--rules", file)
    assert ran.status == 2
    assert ran.err.startswith("porism: ")
    assert said in ran.err
    assert ran.out == ""
    assert ("  a = (" in ran.err) == (case == "false")


def test_bench_uses_rules(porism: Porism, tmp_path: Path) -> None:
    out = tmp_path / "results.jsonl"
    options = ("--proposer", "none", "--rules", RULE, "--out", out)
    assert porism("bench", PROBLEMS, *options).status == 0
    assert [r.status for r in read_results(out)] == ["proved", "proved"]


def endless() -> dict[str, Rule]:
    """Return the catalogue with a rule that every choice of eight points satisfies."""
    premises = " ; ".join(f"distseq {a} {b} {b} {a} 1 -1" for a, b in pairwise("abcdefgh"))
    text = f"rule endless\n premises {premises}\n conclusion distseq a b b a 1 -1\n"
    return {**load_rules(), "endless": parse_rules(text)[0]}


def test_the_budget_ends_a_rule_without_end() -> None:
    outcome = solve(parse_problem(NEEDS_A_POINT), SolveOptions(budget=1.0), rules=endless())
    assert outcome.status == "open"
    assert "the budget ended before the figure was closed" in outcome.message


def test_a_run_can_be_cancelled_within_a_rule() -> None:
    cancel = threading.Event()
    threading.Timer(0.5, cancel.set).start()
    outcome = solve(
        parse_problem(NEEDS_A_POINT), SolveOptions(budget=1e6), rules=endless(), cancel=cancel
    )
    assert outcome.status == "open"


@pytest.mark.parametrize("threads", [1, 2])
def test_the_search_uses_rules(threads: int) -> None:
    problem = parse_problem(NEEDS_A_POINT)
    outcome = solve(
        problem,
        SolveOptions(attempts=1000, threads=threads, budget=100, proposer="guided"),
        rules=load_rules(RULE),
    )
    assert outcome.status == "proved", outcome.message
    assert outcome.auxiliary == ("x1 = on_line x1 b f, on_line x1 c e",)
    cited = {s.reason.rule for s in outcome.proofs[0].steps if isinstance(s.reason, ByRule)}
    assert "pappus" in cited


def test_trying_rules_out_takes_from_the_budget() -> None:
    options = SolveOptions(budget=10.0)
    assert options.less(4.0).budget == 6.0
    assert 0 < options.less(11.0).budget < 1
