"""Whatever is read: no crash, no hang, no hunger for memory, no proof of ours that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz import Tasks, fuzz
from benchmarks.fuzz_inputs import KINDS_OF_INPUT, make_input

COUNT = 500  # about a minute


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_inputs_of_all_kinds_end_as_they_should(tmp_path: Path) -> None:
    tasks = Tasks(KINDS_OF_INPUT, seed=0, first=0, size=COUNT)
    counts, failures, complete = fuzz(tasks, folder=tmp_path)
    told = "\n".join(f"{f.outcome}: {f.task}: {f.detail}" for f in failures)
    assert not failures, told
    assert complete == counts.outcomes.total() == COUNT
    for kind in KINDS_OF_INPUT:  # the inputs of every kind are worth something
        assert counts.outcomes[f"{kind} fine"] >= COUNT // 100
        assert counts.outcomes[f"{kind} refused"] > COUNT // 100


def test_an_input_is_a_function_of_kind_seed_and_number() -> None:
    for kind in ("ag1", "ag2", "ggb", "rules"):
        assert make_input(kind, 3, 7) == make_input(kind, 3, 7)
        assert len({make_input(kind, 3, number) for number in range(20)}) > 15
