from __future__ import annotations

import pytest

from tests.prover.command import Porism


@pytest.fixture
def porism(capsys: pytest.CaptureFixture[str]) -> Porism:
    return Porism(capsys)
