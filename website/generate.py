"""Make the pages of the site that are not written by hand; mkdocs-gen-files runs this file.

Pictures of constructions and rules are drawn, the problems of the gallery are proved. With
``PORISM_SITE=quick`` the gallery holds what deduction alone proves of ten problems.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import mkdocs_gen_files

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT))

from porism.geometry.constructions import definitions  # noqa: E402 - needs the path above
from porism.geometry.rules import load_rules  # noqa: E402
from website.gallery import gallery_page, shown_problems  # noqa: E402
from website.pictures import (  # noqa: E402
    construction_picture,
    constructions_page,
    rule_picture,
    rules_page,
)

_COPIED = {"CONTRIBUTING.md": "contributing.md", "SECURITY.md": "security.md"}
_LINK = re.compile(r"\]\((?!https?:|#)([^)]*)\)")


def write(path: str, text: str) -> None:
    """Write a page or a picture of the site."""
    with mkdocs_gen_files.open(path, "w") as file:
        file.write(text)


def copied(text: str) -> str:
    """Point the links of a page of the repository's root to where the site has their targets."""

    def target(match: re.Match[str]) -> str:
        path = match[1]
        if path.startswith("docs/"):
            return f"]({path.removeprefix('docs/')})"
        return f"]({_COPIED[path]})" if path in _COPIED else "](index.md)"

    return _LINK.sub(target, text)


def main() -> None:
    """Write everything."""
    for definition in definitions():
        write(f"pictures/constructions/{definition.name}.svg", construction_picture(definition))
    write("constructions.md", constructions_page((_ROOT / "docs/constructions.md").read_text()))
    for rule in load_rules().values():
        write(f"pictures/rules/{rule.id}.svg", rule_picture(rule))
    write("rules.md", rules_page())
    for source, page in _COPIED.items():
        write(page, copied((_ROOT / source).read_text(encoding="utf-8")))
    quick = os.environ.get("PORISM_SITE") == "quick"
    shown = list(shown_problems(_ROOT / "problems" / "imo_ag_30.txt", quick=quick))
    for entry in shown:
        write(f"gallery/{entry.problem.name}.html", entry.page)
        write(f"gallery/{entry.problem.name}.svg", entry.picture)
    write("gallery/index.md", gallery_page(shown))


main()
