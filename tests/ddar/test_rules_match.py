"""The core cites rules; the catalogue states them. The two must not drift apart."""

from __future__ import annotations

import re

import pytest

from porism.ddar import _core
from porism.geometry.equations import TABLES
from porism.geometry.rules import engine_rules
from tests.geometry.corpora import ROOT

CORE_RULES = dict(_core.rules())
NOT_OF_THE_CATALOGUE = ("given", *TABLES)  # a premise, or concluded by algebra

# Rules that no matcher of the core looks for, and why it can do without.
NEVER_CITED = {
    "congruent": "the ratio table implies it; the proof writer cites it",
    "congruent_mirrored": "the ratio table implies it; the proof writer cites it",
    "midpoint": "the tables imply it; the proof writer cites it",
    "centre": "the tables imply it; the proof writer cites it",
    "ceva": "Menelaus for two of the small triangles implies it",
}


def cited() -> set[str]:
    """Return the rules that the matchers name when they conclude something."""
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "ddar/core").glob("find_*.cpp"))
    return set(re.findall(r"\bRule::(\w+)", text)) - {f"algebra_{table}" for table in TABLES}


def test_the_core_knows_all_rules_of_the_catalogue() -> None:
    assert set(CORE_RULES) - set(NOT_OF_THE_CATALOGUE) == set(engine_rules())


@pytest.mark.parametrize("name", sorted(engine_rules()))
def test_the_core_substitutes_letters_in_alphabetical_order(name: str) -> None:
    assert list(CORE_RULES[name]) == sorted(engine_rules()[name].letters)


def test_given_and_tables_have_no_letters() -> None:
    assert [CORE_RULES[name] for name in NOT_OF_THE_CATALOGUE] == [""] * 5


def test_rules_that_the_core_does_not_look_for_are_known() -> None:
    missing = set(engine_rules()) - cited()
    assert missing == set(NEVER_CITED)


def test_what_matchers_cite_is_declared() -> None:
    assert cited() <= set(CORE_RULES)
