from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = "import sys; {} from porism.prover.cli.main import main; sys.exit(main(sys.argv[1:]))"


def _run(arguments: list[str], before: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN.format(before), "train", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_without_the_extra_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = _run(["--data", str(tmp_path), "--out", str(tmp_path)], "sys.modules['torch'] = None;")
    assert done.returncode == 2
    assert done.stderr == ("porism: this needs torch; install it with: pip install 'porism[lm]'\n")


def test_help_does_not_load_torch() -> None:
    done = _run(["--help"], "sys.modules['torch'] = None;")
    assert done.returncode == 0
    assert "--config" in done.stdout


@pytest.mark.lm
def test_bad_input_is_told_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    done = _run(["--data", str(tmp_path / "none"), "--out", str(tmp_path)])
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "no data set there" in done.stderr
