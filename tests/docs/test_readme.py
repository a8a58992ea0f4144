"""The proof that README.md shows is the one that its command prints."""

from __future__ import annotations

import re
import shlex
from textwrap import dedent

from tests.geometry.corpora import ROOT
from tests.prover.command import Porism


def test_the_proof_shown_is_the_one_that_is_printed(porism: Porism) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"^    \$ porism (solve .*)\n((?:    .*\n|\n)+)", text, re.MULTILINE)
    assert shown is not None
    ran = porism(*shlex.split(shown[1]))
    assert ran.out.startswith(dedent(shown[2]).strip())
