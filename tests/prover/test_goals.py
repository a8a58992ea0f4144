"""Several goals of one problem: what their proofs share, and what a reader is told once."""

from __future__ import annotations

from dataclasses import replace

from porism.geometry.proof import ByRule, Given
from porism.geometry.renaming import exchanges_of
from porism.geometry.telling.known import with_what_is_known
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import flat, render_text
from porism.geometry.verify import check
from tests.prover.rewriting import PROBLEMS, short_proofs


def test_two_goals_share_what_they_have_in_common() -> None:
    first, second = short_proofs("nine_point_circle")
    known = {s.statement for s in first.steps if isinstance(s.reason, ByRule)}
    assert len(known & {s.statement for s in second.steps}) >= 3


def test_a_second_goal_is_told_by_what_the_first_has_shown() -> None:
    first, second = short_proofs("nine_point_circle")
    text = render_text(tell(second, after=[first]))
    assert "As shown above, D, L, M, N are concyclic." in text
    assert "Let ABC be a triangle" not in text and "midline" not in text
    again = render_text(tell(first, after=[first]))
    assert "This was shown above." in again


def test_what_was_shown_for_one_goal_serves_the_next_for_exchanged_points() -> None:
    """The foot of the other altitude is on the circle, too; both circles are the circle LMN."""
    first, second = short_proofs("nine_point_circle")
    assert check(second).status == "proved"
    text = " ".join(render_text(tell(second, after=[first])).split())
    said = "Similarly, exchanging A ↔ B, D ↔ E and L ↔ M, the points E, L, M, N are concyclic."
    assert said in text
    assert "Hence the points D, E, M and N all lie on the circle LMN." in text
    cited = [
        i for claim in tell(second, after=[first]).claims for s in claim.sentences for i in s.steps
    ]
    assert len(cited) == len(set(cited)) and second.steps[-1].id in cited


def test_a_goal_that_is_another_with_points_exchanged_is_told_so() -> None:
    first, second = short_proofs("imo_1959_p5")
    ((sentence,),) = (claim.sentences for claim in tell(second, after=[first]).claims)
    assert flat(sentence.text).startswith("Similarly, exchanging A ↔ B, C ↔ F and D ↔ E")


def test_what_no_exchange_carries_over_is_not_taken_from_the_first_goal() -> None:
    """One step that is not derived as its model is spoils the likeness of all that stands on it."""
    first, second = short_proofs("imo_1959_p5")
    _, cited = with_what_is_known(second, [first])
    assert [step.statement for step, _ in cited.carried] == [second.goal]
    similar = next(s for s in second.steps if s.statement.name in ("simtri", "simtrir"))
    spoiled = tuple(replace(s, reason=Given()) if s is similar else s for s in second.steps)
    _, cited = with_what_is_known(replace(second, steps=spoiled), [first])
    assert cited.carried == ()


def test_points_that_may_be_exchanged() -> None:
    problem = PROBLEMS["nine_point_circle"]
    premises = [s for clause in problem.clauses for s in clause.premises]
    (names,) = exchanges_of(premises, 4000)
    assert names == {"a": "b", "b": "a", "d": "e", "e": "d", "l": "m", "m": "l"}
    assert exchanges_of(premises[1:], 4000) != [names]
    assert exchanges_of(premises, 0) == []


def test_a_goal_of_which_all_reasons_were_just_cited_follows() -> None:
    first, second = short_proofs("johnson_circles")
    text = " ".join(render_text(tell(second, after=[first])).split())
    assert "As shown above, AB ∥ O₁O₂ and AO₂ ∥ BO₁. Hence AB = O₁O₂" in text


def test_a_claim_that_is_shown_like_another_does_not_say_twice_what_it_claims() -> None:
    first, _ = short_proofs("japanese_theorem")
    text = " ".join(render_text(tell(first)).split())
    claimed = "C, D, I₂, I₃ are concyclic."
    assert f"Claim 2. {claimed} This is shown like Claim 1, exchanging B ↔ D and I₁ ↔ I₃." in text
