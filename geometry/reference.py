"""The reference pages of predicates and constructions, made from their tables.

They are printed by ``python -m porism.geometry.reference predicates`` and ``… constructions``.
"""

from __future__ import annotations

import sys

from porism.geometry.constructions import Definition, definitions
from porism.geometry.predicates import KINDS, Form, Kind

__all__ = ["constructions_page", "predicates_page", "usage"]

_PREDICATES = """\
# The predicates

<!-- Made from geometry/predicates.py by porism.geometry.reference; see CONTRIBUTING.md. -->

How each statement is written and what it says. ∠(ab, cd) is the directed angle from line ab to
line cd; in triangles corners correspond in the order written. Some longer forms, and how goals and
premises are told apart, are in [language.md](language.md).
"""

_CONSTANTS = {
    "": [],
    "angle": ["ANGLE"],
    "ratio": ["p/q"],
    "length": ["LENGTH"],
    "area": ["AREA"],
}


def usage(kind: Kind) -> str:
    """Return how statements of the kind are written, for instance ``aconst a b c d ANGLE``."""
    if kind.linear:
        points = {3: "a b c d e f …", 0: "a b c d … e f g h … …"}.get(kind.width, "a b c d …")
        return f"{kind.name} {points} m n …{' k' * kind.has_value}"
    if kind.form is Form.POLYGONS:
        return " ".join([kind.name, "a b c … d e f …", *_CONSTANTS[kind.constant]])
    many = ["…"] * (kind.many or kind.form is Form.POLYGON)
    return " ".join([kind.name, *kind.letters, *many, *_CONSTANTS[kind.constant]])


def _meaning(kind: Kind) -> str:
    fields = {letter: letter for letter in kind.letters}
    fields |= {"*": "".join(_CONSTANTS[kind.constant]), "numerator": "p", "denominator": "q"}
    fields |= {"P": "abc…", "Q": "def…", "as": "as p : q"}
    text = kind.says.format_map(_Letters(fields))
    text += "; more points make more statements" * kind.many
    return text + (f" (also {', '.join(f'`{name}`' for name in kind.also)})" if kind.also else "")


class _Letters(dict[str, str]):
    """The fields of a sentence in the letters of the table, an angle always by two lines."""

    def __missing__(self, field: str) -> str:
        return f"∠({', '.join(field.split(','))})" if "," in field else field


def predicates_page() -> str:
    """Return the reference of all predicates as Markdown."""
    sections = {
        "Statements that are proved": [k for k in KINDS.values() if k.is_derived],
        "Questions": [k for k in KINDS.values() if k.is_question],
        "Facts read off the figure, never derived": [k for k in KINDS.values() if k.figure_only],
    }
    parts = [_PREDICATES]
    for title, kinds in sections.items():
        rows = "".join(f"| `{usage(kind)}` | {_meaning(kind)} |\n" for kind in kinds)
        parts.append(f"## {title}\n\n| statement | meaning |\n|---|---|\n{rows}")
    return "\n".join(parts)


# --- constructions -----------------------------------------------------------------------------

_CONSTRUCTIONS = """\
# The constructions

<!-- Made from geometry/constructions.toml by porism.geometry.reference; see CONTRIBUTING.md. -->

A construction call names its arguments in the order shown; in the short form the new points
(**bold**) are left out. Sentences write points in capitals, as figures do. "Needs" is what must
hold of the points before it, "gives" what a proof may use, "means" what holds in every figure
beyond that: which of two points, which side. The grammar around them is in
[language.md](language.md).
"""


def _sentence(definition: Definition) -> str:
    letters = {p: p.upper() for p in definition.points} | {"*": f"the {definition.constant}"}
    sentence = " ".join(definition.says.format_map(letters).split())
    return sentence[0].upper() + sentence[1:]


def _section(definition: Definition) -> str:
    points = " ".join(f"**{p}**" if p in definition.new else p for p in definition.points)
    constant = f" *{definition.constant}*" if definition.constant else ""
    lines = [f"### {definition.name}", "", f"`{definition.name}` {points}{constant}", ""]
    lines += [_sentence(definition) + ".", ""]
    star = " *" if definition.constant else ""
    rows = [
        ("needs", [str(s) for s in definition.needs]),
        (
            "gives",
            [f"{s}{star if s.kind.constant and not s.constants else ''}" for s in definition.gives],
        ),
        ("means", [str(s) for s in definition.means]),
    ]
    lines += [f"- {what}: " + ", ".join(f"`{s}`" for s in said) for what, said in rows if said]
    if definition.free:
        lines.append("- still free: " + ", ".join(definition.free))
    if definition.later:
        lines.append(f"- also written `{definition.name} {' '.join(definition.later)}`")
    if definition.also:
        lines.append("- also called " + ", ".join(f"`{a}`" for a in definition.also))
    return "\n".join(lines).rstrip() + "\n"


def constructions_page() -> str:
    """Return the reference of all constructions as Markdown."""
    rows = definitions()
    parts = [_CONSTRUCTIONS, f"## The {sum(d.published for d in rows)} published ones\n"]
    parts += [_section(d) for d in rows if d.published]
    parts.append("## Those of the later dialect\n")
    parts += [_section(d) for d in rows if d.origin == "later"]
    parts.append("## Those that neither dialect has\n")
    parts += [_section(d) for d in rows if d.origin == "ours"]
    return "\n".join(parts)


if __name__ == "__main__":
    pages = {"predicates": predicates_page, "constructions": constructions_page}
    sys.stdout.write(pages[sys.argv[1]]())
