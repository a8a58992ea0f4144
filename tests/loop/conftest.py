from __future__ import annotations

import pytest

from tests.prover.command import Porism


@pytest.fixture
def porism(capsys: pytest.CaptureFixture[str]) -> Porism:
    """Run commands inside the test process, which loads PyTorch once."""
    return Porism(capsys)
