"""docs/tutorial.md: its commands are commands, its files are there, the cheap ones are run."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer

from porism.prover.cli.main import app
from tests.loop.commands import PROBLEMS, ROOT, porism

PAGE = ROOT / "docs" / "tutorial.md"
OWN = "tutorial/"  # what the reader makes
OTHERS = ("make dev", ". .venv/bin/activate")


def blocks(language: str) -> list[str]:
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]
OURS = [line for line in COMMANDS if line not in OTHERS]


# Typer brings a Click of its own in some versions and takes the common one in others, so that
# the types of its commands cannot be named here.


def named(words: list[str]) -> tuple[Any, list[str]]:
    """Return the command that a line names, and its arguments."""
    assert words[0] == "porism"
    group: Any = typer.main.get_command(app)
    return group.commands[words[1]], words[2:]


def test_the_page_goes_round_the_loop() -> None:
    steps = [line.split()[1] for line in OURS if line.startswith("porism")]
    assert steps == [
        "solve",
        "synth",
        "synth-audit",
        "tokenizer",
        "train",
        "solve",
        "bench",
        "check",
    ]


@pytest.mark.parametrize("line", OURS)
def test_a_command_has_these_options(line: str) -> None:
    command, arguments = named(shlex.split(line))
    command.make_context("porism", arguments)  # reads all options, runs nothing


def test_an_option_that_is_not_there_would_be_found() -> None:
    command, arguments = named(shlex.split("porism synth --out tutorial/data --theorems 3"))
    with pytest.raises(Exception, match="--theorems"):
        command.make_context("porism", arguments)


@pytest.mark.parametrize("line", OURS)
def test_files_are_shipped_or_made_before(line: str) -> None:
    made = " ".join(OURS[: OURS.index(line)])
    words = shlex.split(line)
    for option, word in pairwise(words):
        if word.startswith(OWN):
            written = option in ("--out", "--json", "--html")
            before = word in made or word.removesuffix("/best") in made
            assert written or before, f"{word} is read before it is made"
        elif "/" in word:
            assert (ROOT / word).is_file(), word


def test_the_targets_of_make_are_there() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [line.split()[1] for line in COMMANDS if line.startswith("make ")]
    assert targets and all(f"\n{target}:" in text for target in targets)


def test_the_exercise_is_quoted_as_it_is() -> None:
    exercise = PROBLEMS.read_text(encoding="utf-8").split("equal_sides\n")[1].splitlines()[0]
    assert f"    equal_sides\n    {exercise}\n" in PAGE.read_text(encoding="utf-8")


def test_deduction_alone_prints_what_the_page_shows() -> None:
    line, shown = OURS[0], blocks("text")[0]
    assert line.endswith("--proposer none")
    ran = porism(*shlex.split(line)[1:])
    assert ran.status == 1
    assert ran.out.startswith(shown.rstrip("\n")), ran.out


def test_the_look_at_the_data_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "tutorial" / "data"
    ran = porism("synth", "--out", data, "--problems", 40, "--seed", 1, "--workers", 1)
    assert ran.status == 0, ran.err
    (code,) = blocks("python")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(code, str(PAGE), "exec"), names)
    rows = names["rows"]
    assert isinstance(rows, list) and len(rows) == 40
