from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from porism.geometry.telling.model import Chain, Ref, Sentence, Telling, Text
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import flat, plain_text
from porism.geometry.verify import check
from tests.geometry.hand_proofs import PROOFS, by_hand


def cited(text: Text) -> set[int]:
    """The numbers that a text refers to, its chains included."""
    found = {part.number for part in text if isinstance(part, Ref)}
    for part in text:
        if isinstance(part, Chain):
            for row in part.rows:
                found |= cited(row.reason)
    return found


def all_sentences(telling: Telling) -> Iterator[Sentence]:
    yield from (*telling.setting, *telling.goals, *telling.conventions, *telling.introductions)
    for claim in telling.claims:
        yield from claim.sentences
    yield from telling.conditions


# --- what is true of every telling ---------------------------------------------------------------


@pytest.mark.parametrize("name", PROOFS)
def test_every_step_is_told_exactly_once(name: str) -> None:
    proof = by_hand(name)
    told = Counter(step for sentence in all_sentences(tell(proof)) for step in sentence.steps)
    assert told == Counter(step.id for step in proof.steps)


@pytest.mark.parametrize("name", PROOFS)
def test_sentences_begin_with_a_capital_and_end_with_a_full_stop(name: str) -> None:
    proof = by_hand(name)
    for sentence in all_sentences(tell(proof, check(proof))):
        text = flat(sentence.text).strip()
        assert text[0].isupper() and text[-1] == ".", text


@pytest.mark.parametrize("name", PROOFS)
def test_what_a_sentence_speaks_of_is_in_the_figure(name: str) -> None:
    proof = by_hand(name)
    for sentence in all_sentences(tell(proof)):
        for shape in sentence.shapes:
            assert set(shape.points) <= set(proof.coordinates)


@pytest.mark.parametrize("name", PROOFS)
def test_references_lead_to_numbered_sentences_and_claims_before(name: str) -> None:
    telling = tell(by_hand(name))
    numbers: set[int] = set()
    for claim in telling.claims:
        for sentence in claim.sentences:
            refs = [part for part in sentence.text if isinstance(part, Ref)]
            assert {r.number for r in refs if r.kind == "sentence"} <= numbers
            if sentence.number:
                numbers.add(sentence.number)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


# --- the plain derivation ------------------------------------------------------------------------


def test_a_derivation_in_plain_text() -> None:
    proof = by_hand("midline")
    text = plain_text(tell(proof, check(proof)))
    assert (
        text[text.index("Given") : text.index("Checked")]
        == """Given
  1. M, A, B are collinear
  2. MA = MB
  3. N, A, C are collinear
  4. NA = NC

Proof
  5. M is the midpoint of AB   (definition of the midpoint [1, 2])
  6. N is the midpoint of AC   (definition of the midpoint [3, 4])
  7. AM : AN = AB : AC   (multiplying ratios)
        AM / AN = AB / (2 · AN) [5] = AB / AC [6]
  8. ∠MAN = ∠BAC   (adding angles)
        ∠MAN = ∠BAC [1, 3]
  9. △AMN ∼ △ABC   (similar triangles by an angle and its sides [7, 8])
 10. MN ∥ BC   (adding angles)
        ∠AMN = ∠ABC [9] = ∠(AM, BC) [1]

"""
    )


def test_an_auxiliary_point_is_introduced() -> None:
    text = " ".join(plain_text(tell(by_hand("base angles by a midpoint"))).split())
    assert "Let M be the midpoint of AB." in text


def test_an_answer_is_given_in_degrees() -> None:
    text = plain_text(tell(by_hand("a right angle asked for")))
    assert "Find ∠BAC." in text
    assert "Answer: 90°" in text


def test_a_division_of_an_angle_is_told() -> None:
    text = plain_text(tell(by_hand("thales")))
    assert "this settles it up to a multiple of 90°, and the figure shows which" in " ".join(
        text.split()
    )
    assert "2·∠" in text


@pytest.mark.parametrize("name", PROOFS)
def test_every_fact_cites_the_premises_of_its_step_and_nothing_later(name: str) -> None:
    proof = by_hand(name)
    found = tell(proof).derivation
    number_of = {fact.step: fact.number for fact in (*found.given, *found.derived)}
    for number, fact in enumerate((*found.given, *found.derived), start=1):
        assert fact.number == number
        working = () if fact.working is None else (fact.working,)
        numbers = cited((*fact.reason, *working))
        assert numbers == {number_of[premise] for premise in proof.steps[fact.step].premises}
        assert all(0 < n < number for n in numbers)
