"""Sentences in English, names of shipped problems, and what the shell completes."""

from __future__ import annotations

import pytest

from porism.geometry.errors import InputError
from porism.prover.cli.commands.targets import problems_of
from porism.prover.cli.completion import offer_problems, offer_proposers, offer_targets
from porism.prover.cli.examples import is_prose, nearest_example, shipped_problem_names
from porism.prover.cli.shipped import Shipped, shipped_names
from tests.prover.command import Porism

SENTENCES = {
    "Prove that the medians of a triangle meet in a point": "medians|centroid|orthocentre",
    "Let G be the centroid, O the circumcenter and H the orthocenter. Show they are collinear": (
        "euler_line"
    ),
    "Show that the midpoints of the sides of any quadrilateral form a parallelogram": "varignon",
    "The nine point circle passes through the midpoints and the feet": "nine_point_circle",
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_answered_with_how_to_write_it(sentence: str) -> None:
    assert is_prose(sentence)
    example = nearest_example(sentence)
    assert example is not None and example.name in SENTENCES[sentence].split("|")
    with pytest.raises(InputError, match=example.name) as refused:
        problems_of(sentence, None)
    assert example.statement in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "a b c = triangle; h = on_tline b a c, on_tline c a b ? perp a h b c",
        "problems/imo_ag_30.txt",
        "imo_2015_p4",
        "a b c = triangel",
        "",
    ],
)
def test_a_statement_or_a_path_is_no_sentence(text: str) -> None:
    assert not is_prose(text)


def test_the_examples_that_are_shown_can_be_read() -> None:
    for name in ("euler_line", "varignon", "orthocentre"):
        example = nearest_example(name.replace("_", " "))
        assert example is not None
        assert problems_of(example.statement, None)[0].goals


def test_words_that_no_problem_has_find_no_example() -> None:
    assert nearest_example("zebras quickly jump") is None


def test_a_shipped_problem_is_found_by_its_name(porism: Porism) -> None:
    ran = porism("solve", "thales", "-q", "--proposer", "none")
    assert ran.status == 0 and ran.out.startswith("thales: proved")


def test_a_problem_name_takes_another_goal() -> None:
    (problem,) = problems_of("euler_line", None, "coll o g h")
    assert problem.name == "euler_line" and len(problem.goals) == 1


def test_tab_offers_files_problems_and_proposers() -> None:
    assert set(offer_targets("")) == set(shipped_names(Shipped.PROBLEMS))
    assert "imo_2015_p4" in offer_targets("imo_2015") and "imo_ag_30" in offer_targets("imo")
    assert offer_targets("no such") == []
    assert offer_proposers("mi") == ["mixed"]


@pytest.mark.parametrize(
    ("target", "letters", "offered"),
    [
        ("imo_ag_30", "imo_2008", ["imo_2008_p1a", "imo_2008_p1b", "imo_2008_p6"]),
        ("imo_2008_p6", "imo_2008_p6", ["imo_2008_p6"]),
        ("nothing", "a", []),
        ("", "a", []),
    ],
)
def test_tab_offers_the_problems_of_the_file(target: str, letters: str, offered: list[str]) -> None:
    class Context:
        params = {"target": target}  # noqa: RUF012 - stands in for click's

    assert offer_problems(Context(), letters) == offered  # type: ignore[arg-type]


def test_names_of_shipped_problems_are_all_different_words() -> None:
    assert all(" " not in name and name for name in shipped_problem_names())
