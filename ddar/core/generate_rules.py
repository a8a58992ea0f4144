"""Write the list of rules for the core from the catalogue: generate_rules.py rules.txt rules.inc.

The core needs the id and the letters of each rule, to record by which rule, and for which points,
it concluded a fact. The build calls this, so that rules are stated in one place. It uses the
standard library only, since it runs before the package is there.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path


def stanzas(text: str) -> dict[str, str]:
    """Return the letters of each rule, in alphabetical order, by id."""
    found: dict[str, set[str]] = {}
    letters: set[str] = set()
    for line in text.splitlines():
        words = line.split("#")[0].split(maxsplit=1)
        if len(words) < 2:
            continue
        key, value = words
        if key == "rule":
            letters = found[value.strip()] = set()
        elif key == "premises":
            for statement in value.split(";"):
                letters.update(re.findall(r"(?<!\S)[a-z](?!\S)", statement))
        elif key == "free":
            letters.update(value.split())
    return {rule: "".join(sorted(names)) for rule, names in found.items()}


def main() -> None:
    """Read the first file, write the second."""
    source, target = map(Path, sys.argv[1:3])
    rows = stanzas(source.read_text(encoding="utf-8")).items()
    lines = [f'PORISM_RULE({rule}, "{letters}")' for rule, letters in rows]
    text = "// Made from geometry/rules.txt by generate_rules.py.\n" + "\n".join(lines) + "\n"
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
