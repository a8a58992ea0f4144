"""The checker stays small: what it loads is counted, and the table of it is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from porism.geometry.checker.trusted_base import KERNEL, LOADED, lines_loaded, table

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"
ROW = re.compile(r"\| `([\w.]+)` \| (\d+) \| (.*) \|")


@pytest.fixture(scope="module")
def loaded() -> dict[str, int]:
    return lines_loaded()


def test_the_checker_loads_few_modules(loaded: dict[str, int]) -> None:
    assert len(loaded) <= 30
    assert sum(loaded.values()) <= 5000


def test_the_exact_kernel_can_be_read_in_one_sitting(loaded: dict[str, int]) -> None:
    assert sum(loaded[f"porism.geometry.{name}"] for name in KERNEL) <= 1600


def test_every_module_that_is_loaded_is_listed(loaded: dict[str, int]) -> None:
    listed = {f"porism.geometry.{name}" for name in (*KERNEL, *LOADED)}
    packages = {name for name in loaded if any(m.startswith(f"{name}.") for m in loaded)}
    assert set(loaded) == listed | packages


def test_the_table_in_the_documentation_is_true() -> None:
    """Line counts may be a little old; modules and what they are trusted for may not."""
    now = {name: (int(lines), role) for name, lines, role in ROW.findall(table())}
    text = ARCHITECTURE.read_text(encoding="utf-8")
    told = {name: (int(lines), role) for name, lines, role in ROW.findall(text)}
    assert {name: role for name, (_, role) in told.items()} == {
        name: role for name, (_, role) in now.items()
    }
    for name, (lines, _) in told.items():
        assert lines == pytest.approx(now[name][0], rel=0.5, abs=40), name
