"""What all tests share: hypothesis without clock or chance, golden files, published files, limits.

``pytest --update-golden`` rewrites the golden files instead of comparing with them; review the
difference as text. ``PORISM_EXAMPLES`` sets how many examples hypothesis tries. ``--exhaustive``
adds the tests that go through whole corpora and take many minutes. Tests of published files that
are not here are left out, and the first lines of a run say which files those are.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.geometry.corpora import find
from tests.patience import patience

GOLDEN = Path(__file__).parent / "golden"

# The phase "explain" traces every line, and a time limit that ends while lines are traced makes
# CPython 3.11 loop for ever in the handler of the signal.
settings.register_profile(
    "porism",
    phases=[phase for phase in Phase if phase is not Phase.explain],
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
    parser.addoption("--exhaustive", action="store_true", help="go through whole corpora (an hour)")


def _missing(item: pytest.Item) -> bool:
    marks = item.iter_markers("published")
    return any(find(str(name)) is None for mark in marks for name in mark.args)


def pytest_report_header() -> str:
    """Say which published files are here, since the tests that need others do not show."""
    names = ("imo_ag_30.txt", "jgex_ag_231.txt", "ag2_public_26.txt", "ag1_defs.txt")
    absent = [name for name in names if find(name) is None]
    if not absent:
        return "published files: all"
    return f"published files: without {', '.join(absent)} (see make corpora)"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs absent files, and give every test the time this machine needs."""
    short = not config.getoption("--exhaustive")
    left_out = [
        item
        for item in items
        if _missing(item) or (short and item.get_closest_marker("exhaustive") is not None)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        absent = set(left_out)
        items[:] = [item for item in items if item not in absent]
    for item in items:
        own = item.get_closest_marker("timeout")
        limit = own.args[0] if own is not None else config.getini("timeout")
        item.add_marker(pytest.mark.timeout(float(limit) * patience()), append=False)


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
