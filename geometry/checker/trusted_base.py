"""What has to be right for a verdict to be right, as a table: ``python -m …checker.trusted_base``.

The list says what each module is trusted for. Which modules `import porism.geometry.checker` loads
is not said here but looked up, so that a module that slips in shows (``tests/geometry/
test_trusted_base.py`` compares the two, and the table in ``docs/architecture.md`` with both).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

__all__ = ["KERNEL", "LOADED", "lines_loaded", "table"]

KERNEL: Mapping[str, str] = {
    "predicates": "what a statement is, and which linear equations it gives",
    "symmetry": "when two statements are the same",
    "linear": "linear equations and their sums",
    "equations": "which equations make a statement",
    "forms": "which statements are well formed, and which say nothing",
    "problem": "problems as data",
    "proof": "proofs as data",
    "rule": "rules as data; points put for letters",
    "checker.steps": "that each step is an instance of its rule, or the stated combination",
}
"""The exact kernel: names, rationals and whole numbers; it computes with no coordinate."""

LOADED: Mapping[str, str] = {
    "checker.check": "the order of the checks; the goal; the verdict",
    "checker.problem": "that a proof is of its types, and its problem what the table makes of it",
    "checker.independence": "what clauses determine: auxiliary ones nothing of the old points",
    "checker.figures": "that a figure satisfies the premises; statements measured in figures",
    "checker.conditions": "the conditions of a verdict in words",
    "rules": "reading the three files of rules; the rules themselves",
    "constructions": "reading `constructions.toml`; the table itself",
    "words": "statements in words",
    "errors": "failures as values",
    "limits": "how large a proof may be",
    "files": "reading no more than that",
    "suggest": "the nearest word, for messages",
    "measure.tolerances": "what counts as zero, and why",
    "measure.vectors": "lengths and sines from coordinates",
    "measure.truth": "whether an equation holds in a figure",
    "measure.order_facts": "whether order, side and distinctness are clear in a figure",
    "measure.turns": "the whole half-turns of an angle equation",
}
"""The rest of what the checker loads."""

_PACKAGES = ("porism", "porism.geometry", "porism.geometry.checker", "porism.geometry.measure")
_PROBE = """
import json, sys
import porism.geometry.checker
files = {n: m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "porism"}
print(json.dumps(files))
"""


def lines_loaded() -> dict[str, int]:
    """Return the modules that ``import porism.geometry.checker`` loads, with their lines."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, check=True
    )
    found = {}
    for name, file in json.loads(done.stdout).items():
        with open(file, encoding="utf-8") as source:
            found[name] = sum(1 for _ in source)
    return found


def table() -> str:
    """Return the table as Markdown: the kernel, then the rest."""
    lines = lines_loaded()
    rows = ["| module of `porism.geometry` | lines | trusted for |", "|---|---|---|"]
    for roles, title in ((KERNEL, "the exact kernel"), (LOADED, "the rest of the checker")):
        total = sum(lines[f"porism.geometry.{name}"] for name in roles)
        rows.append(f"| **{title}** | **{total}** | |")
        rows += [
            f"| `{name}` | {lines[f'porism.geometry.{name}']} | {role} |"
            for name, role in roles.items()
        ]
    packages = sum(lines[name] for name in _PACKAGES)
    rows.append(f"| the `__init__` of {len(_PACKAGES)} packages | {packages} | nothing |")
    rows.append(f"| **{len(lines)} modules** | **{sum(lines.values())}** | |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
