from __future__ import annotations

import pytest

from porism.geometry.checker.proof_json import from_json
from porism.geometry.language import parse_problem
from porism.geometry.verify import check
from porism.synth.audit import findings
from porism.synth.canonical import canonical_form, fingerprint
from porism.synth.minimal import closed
from porism.synth.pipeline.ordinary import generator, make_block
from porism.synth.pipeline.recipe import Block
from porism.synth.pipeline.rows import Row, table
from porism.synth.verify import Rejected, verified


@pytest.fixture(scope="module")
def block() -> Block:
    return make_block(7, 0, figures=25)


def test_a_block_has_theorems_of_many_kinds(block: Block) -> None:
    assert len(block.rows) > 15
    assert len({row.kind for row in block.rows}) >= 5
    assert any(row.aux_points for row in block.rows)
    assert len({row.hash for row in block.rows}) == len(block.rows)
    assert [row.number for row in block.rows] == list(range(len(block.rows)))


def test_a_block_follows_from_its_seed_and_number(block: Block) -> None:
    assert make_block(7, 0, figures=25) == block
    assert {r.hash for r in make_block(7, 1, figures=5).rows} != {r.hash for r in block.rows[:5]}


def test_nothing_unexpected_happens_on_the_way(block: Block) -> None:
    known = "figures candidates trivial odd repeated special undrawable unproved superfluous"
    assert set(block.tally) <= {*known.split(), "helpful points", "with_aux", "excluded", "long"}


def test_a_row_says_what_is_in_it(block: Block) -> None:
    for row in block.rows:
        problem = parse_problem(row.problem, f"synthetic-{row.hash[:12]}")
        (goal,) = problem.goals
        assert (str(goal), goal.name) == (row.goal, row.kind)
        assert len(problem.points) == row.points
        assert len(problem.auxiliary_points) == row.aux_points
        assert fingerprint(canonical_form(problem).text) == row.hash
        assert row.generator == generator()
        proof = from_json(row.proof)
        assert proof.problem == problem
        assert proof.goal == goal
        assert proof.seed == row.figure_seed
        assert 3 <= row.steps < len(proof.steps)


def test_proofs_are_accepted(block: Block) -> None:
    # With 3 figures drawn afresh, in high precision: what `porism check` does.
    verdicts = [check(from_json(row.proof)) for row in block.rows[::3]]
    assert all(verdict.accepted for verdict in verdicts), [str(v) for v in verdicts]


def test_auxiliary_points_are_needed(block: Block) -> None:
    for row in block.rows:
        problem = parse_problem(row.problem)
        at = from_json(row.proof).coordinates
        assert closed(problem.all_clauses, at).holds(problem.goals[0])
        if row.aux_points:
            assert not closed(problem.clauses, at).holds(problem.goals[0])


def test_an_audit_finds_nothing_wrong(block: Block) -> None:
    (row,) = table(block.rows[:1]).to_pylist()
    assert len(findings(row)) == 1
    assert "the hash is of another problem" in findings({**row, "hash": "0"})
    other = block.rows[1].proof
    assert "the proof is of another problem" in findings({**row, "proof": other})


def test_excluded_problems_are_left_out(block: Block) -> None:
    excluded = {row.hash for row in block.rows[::2]}
    again = make_block(7, 0, excluded, figures=25)
    assert {r.hash for r in again.rows} == {r.hash for r in block.rows} - excluded
    assert again.tally["excluded"] >= len(excluded)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a b c d = quadrangle a b c d ? para a b c d", "undrawable"),
        (
            "a b c = triangle a b c; h = orthocenter h a b c | m = midpoint m a b ? perp c h a b",
            "superfluous",
        ),
    ],
)
def test_what_is_no_theorem_is_rejected(text: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        verified(text, "test", 1, "test")


def test_a_theorem_is_verified_from_its_text() -> None:
    text = "a b c = triangle a b c; h = orthocenter h a b c; d = foot d a b c ? coll a h d"
    found = verified(text, "test", 5, "test")
    assert found.proof.problem == found.problem
    assert check(found.proof).accepted


def test_rows_keep_the_order_of_their_columns() -> None:
    row = Row("0", "p", "g", "coll", "{}", 3, 4, 0, 1, 0, 5, 0, "v")
    assert table([row]).to_pylist() == [
        {
            "hash": "0",
            "problem": "p",
            "goal": "g",
            "kind": "coll",
            "proof": "{}",
            "steps": 3,
            "points": 4,
            "aux_points": 0,
            "figure_seed": 1,
            "block": 0,
            "figure": 5,
            "number": 0,
            "generator": "v",
            "schema_version": 1,
        }
    ]
