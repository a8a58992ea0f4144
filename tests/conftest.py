"""What all tests share: hypothesis without clock or chance, and golden files.

``pytest --update-golden`` rewrites the golden files instead of comparing with them; review the
difference as text. ``PORISM_EXAMPLES`` sets how many examples hypothesis tries.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).parent / "golden"

settings.register_profile(
    "porism",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=int(os.environ.get("PORISM_EXAMPLES", "100")),
)
settings.load_profile("porism")

# A shell in the background ignores Ctrl-C, and so would the programs that are to be interrupted.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of this name, or write it."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no golden file {name}; write it with --update-golden"
        assert text == path.read_text(encoding="utf-8")

    return compare
