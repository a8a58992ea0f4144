"""The stub that mypy reads says what the native module has."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from porism.ddar import _core

STUB = Path(__file__).parents[2] / "ddar" / "_core.pyi"


def declarations(text: str) -> list[str]:
    """Return what a stub declares, whatever its format; ruff sorts imports."""
    body = ast.parse(text).body
    return [ast.dump(node) for node in body if not isinstance(node, ast.ImportFrom | ast.Import)]


def test_the_stub_is_what_nanobind_writes_for_the_module() -> None:
    stubgen = pytest.importorskip("nanobind.stubgen")
    writer = stubgen.StubGen(_core)
    writer.put(_core)
    assert declarations(writer.get()) == declarations(STUB.read_text(encoding="utf-8")), (
        "run `make stub`"
    )
