"""Run the command line inside the test process."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from porism.prover.cli.main import main

if TYPE_CHECKING:
    import pytest


class Ran(NamedTuple):
    status: int
    out: str
    err: str


class Porism:
    """Calls ``porism`` with arguments; every run must keep the promises that hold for all."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Ran:
        self._capsys.readouterr()
        status = main([str(a) for a in arguments])
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        assert "\x1b" not in out + err, "colour outside a terminal"
        return Ran(status, out, err)
