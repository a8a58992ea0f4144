"""SECURITY.md tells all bounds, as they are."""

from __future__ import annotations

import re

from porism.geometry import limits
from tests.geometry.corpora import ROOT


def test_the_page_has_all_bounds_with_their_values() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \| (\d+)( MiB)? \|", page, re.MULTILINE)
    assert {name: int(n) << (20 if unit else 0) for name, n, unit in told} == {
        name: getattr(limits, name) for name in limits.__all__
    }
