"""The examples of docstrings and of README.md run and print what they say."""

from __future__ import annotations

import doctest
import pkgutil
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

import porism
from tests.geometry.corpora import ROOT

OURS = ("_api", "geometry", "ddar", "synth", "lm", "prover", "studio")


def with_examples() -> list[str]:
    """Return the names of our modules whose text has examples, without importing them."""
    names = ["porism"]
    for found in pkgutil.walk_packages(porism.__path__, "porism."):
        if found.name.split(".")[1] not in OURS:
            continue  # in an editable install the whole repository is on the path of the package
        spec = find_spec(found.name)
        if spec is not None and spec.origin is not None and spec.origin.endswith(".py"):
            if ">>> " in Path(spec.origin).read_text(encoding="utf-8"):
                names.append(found.name)
    return names


@pytest.mark.parametrize("name", with_examples())
def test_the_examples_of_a_module(name: str) -> None:
    result = doctest.testmod(import_module(name))
    assert result.failed == 0 and result.attempted > 0


def test_examples_were_found() -> None:
    assert {"porism", "porism._api", "porism.geometry.figure.diagram"} <= set(with_examples())


def test_the_example_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"((?:^    >>> .*\n(?:    .*\n)*)+)", text, re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(block, {}, "README.md", None, 0)
    assert len(test.examples) >= 3
    assert doctest.DocTestRunner().run(test).failed == 0
    assert Path("figure.svg").exists()
