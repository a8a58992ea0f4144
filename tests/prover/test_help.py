"""The examples of the help texts: what they name is there, and they run in an empty folder."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer

from porism.prover.cli.main import app
from porism.prover.cli.shipped import Shipped, shipped_names
from porism.prover.cli.status import ExitStatus
from tests.geometry.corpora import ROOT
from tests.prover.command import Porism

GROUP: Any = typer.main.get_command(app)
COMMANDS = (None, *GROUP.commands)
WRITES = ("--out", "--json", "--html", "--svg")
READS = ("--data", "--tokenizer", "--exclude", "--rules", "--config", "--weights")
# So that each takes a moment; the last of two equal options counts.
SHORTER = {"solve": "--proposer none", "synth": "--workers 1", "synth-audit": "--rows 1"}
A_PROBLEM = {"imo_ag_30": "imo_2015_p4", "classics": "thales", "tutorial": "equal_sides"}


def examples(command: str | None, help_text: str) -> list[list[str]]:
    """Return the words of each example in a help text."""
    block = help_text.split("Examples:\n")[1].split("\n\n")[0]
    lines = [shlex.split(line) for line in block.splitlines()]
    assert lines and all(line[0] in ("porism", "torchrun") for line in lines), block
    return [line[line.index("porism") :] for line in lines]


def shown(porism: Porism, command: str | None) -> list[list[str]]:
    ran = porism(*([command] if command else []), "--help")
    assert ran.status == ExitStatus.SUCCESS
    return examples(command, ran.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_have_options_that_exist(porism: Porism, command: str | None) -> None:
    lines = shown(porism, command)
    assert command is None or any(line[1] == command for line in lines)
    for _, name, *arguments in lines:
        GROUP.commands[name].make_context("porism", list(arguments))  # reads them, runs nothing


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_read_what_is_shipped_or_made_before(porism: Porism, command: str | None) -> None:
    made = {"proof.json"} if command is None else set()
    known = {name for kind in Shipped for name in shipped_names(kind)}
    for words in shown(porism, command):
        _, name, *arguments = words
        for option, word in zip(["", *arguments], arguments, strict=False):
            if option in WRITES:
                made |= {word, word.replace(".json", "-2.json")}
            elif option in READS or (
                name in ("solve", "check", "draw", "bench", "synth-audit")
                and not option.startswith("--")
                and not word.startswith("--")
                and "=" not in word
            ):
                assert word in made | known, (words, word)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [name for name in COMMANDS if name not in ("serve", "tokenizer", "train")]
)
def test_examples_run_in_an_empty_folder(
    porism: Porism, command: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for _, name, *arguments in shown(porism, command):
        shorter = SHORTER.get(name, "")
        if name == "bench":
            shorter = f"--budget 5 --problem {A_PROBLEM[arguments[0]]}"
        if name == "synth":
            if "--seconds" in arguments or "--frontier" in arguments:
                continue  # these take longer than the rest together
            shorter += " --problems 1"
        ran = porism(name, *arguments, *shlex.split(shorter))
        wanted = (ExitStatus.SUCCESS, ExitStatus.OPEN) if name == "solve" else (0,)
        assert ran.status in wanted, (name, arguments, ran.err)


def test_the_table_of_exit_statuses_is_complete() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.split("## Exit status\n")[1].split("\n## ")[0]
    told = {int(number) for number in re.findall(r"\b\d+\b", section)}
    assert told == {int(status) for status in ExitStatus}
    for command in GROUP.commands:
        assert f"porism {command}" in page, f"docs/cli.md does not tell of porism {command}"


BLOCKED = """
import sys
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
from porism.prover.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--help",), 0),
        (("train", "-h"), 0),
        (("solve", "a b c = triangle; h = orthocenter a b c ? perp a h b c", "-q"), 0),
        (("synth", "--out", "data", "--problems", "1"), 2),
    ],
)
def test_the_program_starts_where_posix_modules_are_missing(
    arguments: tuple[str, ...], status: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert status == 0 or "POSIX file locks" in done.stderr


def test_python_m_porism_ends_with_the_same_status(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "porism", "solve", "nothing"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == ExitStatus.BAD_INPUT
    assert done.stderr == "porism: nothing: no such file or directory\n"
