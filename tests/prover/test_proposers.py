"""Proposers are found by name, and adding one means adding a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from porism.geometry.errors import InputError
from porism.prover import proposers
from porism.prover.options import SolveOptions
from porism.prover.proposers import guided, registry
from porism.prover.proposers.heuristic import Heuristic
from porism.prover.proposers.registry import (
    default_proposer,
    has_network,
    make_proposer,
    proposer_names,
)

A_PROPOSER = """
from porism.prover.proposers.base import Candidate, Proposer, ProposerEntry


class Midpoints(Proposer):
    def propose(self, state, seed):
        (a, b), (c, d) = state.coordinates["a"], state.coordinates["b"]
        place = ((a + c) / 2, (b + d) / 2)
        yield Candidate(("x1",), (("midpoint", ("x1", "a", "b")),), (place,))


PROPOSERS = (ProposerEntry("midpoints", lambda weights: Midpoints()),)
"""


@pytest.fixture
def another_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the folder of proposers hold one module more."""
    (tmp_path / "midpoints.py").write_text(A_PROPOSER, encoding="utf-8")
    monkeypatch.setattr(proposers, "__path__", [*proposers.__path__, str(tmp_path)])
    registry._entries.cache_clear()
    yield
    registry._entries.cache_clear()


def test_names() -> None:
    assert proposer_names() == ("none", "guided", "heuristic", "lm", "mixed")
    assert [has_network(name) for name in proposer_names()] == [False, False, False, True, True]


def test_none_is_deduction_alone() -> None:
    assert make_proposer("none") is None
    assert isinstance(make_proposer("heuristic"), Heuristic)


def test_an_unknown_name_is_told_with_those_that_there_are() -> None:
    with pytest.raises(
        InputError, match="no proposer 'magic'; choose none, guided, heuristic, lm, mixed"
    ):
        make_proposer("magic")


@pytest.mark.usefixtures("another_module")
def test_adding_a_proposer_is_adding_a_module() -> None:
    assert "midpoints" in proposer_names()
    proposer = make_proposer("midpoints")
    assert proposer is not None
    assert type(proposer).__name__ == "Midpoints"


def test_who_is_asked_by_default() -> None:
    assert SolveOptions(weights="folder").proposer_name == "mixed"
    assert SolveOptions(proposer="none", weights="folder").proposer_name == "none"
    assert SolveOptions().proposer_name in ("mixed", "guided")


def test_without_torch_the_guided_proposer_is_asked_and_without_weights_the_heuristic(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "available", lambda: False)
    assert default_proposer() == "guided"
    monkeypatch.setattr(registry, "can_be_guided", lambda: False)
    assert default_proposer() == "heuristic"


def test_weights_that_cannot_be_read_leave_the_heuristic(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert isinstance(guided.best_without_torch(), guided.Guided)
    monkeypatch.setattr(guided, "WEIGHTS", tmp_path)
    guided.can_be_guided.cache_clear()
    assert isinstance(guided.best_without_torch(), Heuristic)
    with pytest.raises(InputError, match="no prior"):
        guided.Guided().load()
    guided.can_be_guided.cache_clear()
