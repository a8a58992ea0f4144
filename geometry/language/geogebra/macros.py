"""Tools of the user's own: commands that stand for a construction kept in the same file.

A call is replaced by the construction, its labels renamed: inputs and outputs to those of the call,
all others to names that nobody else has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from porism.geometry.errors import InputError
from porism.geometry.language.geogebra.expressions import LABEL, NUMBER
from porism.geometry.language.geogebra.protocol import GgbEntry, GgbFile

__all__ = ["Macro", "expanded"]

_DEEPEST = 4  # tools that use tools
_MOST = 2000  # entries after all tools are replaced
_WORD = re.compile(rf"(?:{NUMBER})|({LABEL})")


@dataclass(frozen=True)
class Macro:
    """A tool: what it takes, what it makes, and the construction."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    figure: GgbFile


def expanded(figure: GgbFile, macros: Mapping[str, Macro], file: str) -> GgbFile:
    """Return the protocol with every call of a tool replaced by its construction.

    Raises InputError where that becomes too long, or tools are nested too deeply.
    """
    if not macros:
        return figure
    types = {o: "" for entry in figure.entries for o in entry.outputs if o} | dict(figure.types)
    entries: list[GgbEntry] = []
    for entry in _replaced(figure.entries, macros, types, 0, file, [0]):
        entries.append(entry)
        if len(entries) > _MOST:
            raise InputError(f"{file}: its tools make more than {_MOST} objects")
    return replace(figure, entries=tuple(entries), types=types, tools=frozenset(macros))


def _replaced(
    entries: Iterable[GgbEntry],
    macros: Mapping[str, Macro],
    types: dict[str, str],
    depth: int,
    file: str,
    count: list[int],
) -> Iterator[GgbEntry]:
    if depth > _DEEPEST:
        raise InputError(f"{file}: tools within tools, more than {_DEEPEST} deep")
    for entry in entries:
        macro = macros.get(entry.name)
        if macro is None:
            yield entry
            continue
        if len(entry.inputs) != len(macro.inputs):
            raise InputError(
                f"{file}: the tool '{macro.name}' takes {len(macro.inputs)} objects, "
                f"not {len(entry.inputs)}"
            )
        names = _fresh(macro, types, count)
        names |= dict(zip(macro.inputs, entry.inputs, strict=True))
        names |= {a: b for a, b in zip(macro.outputs, entry.outputs, strict=False) if b}
        for label, name in names.items():
            if label not in macro.inputs:
                types.setdefault(name, macro.figure.types.get(label, ""))
        inner = (e for e in macro.figure.entries if not set(e.outputs) & set(macro.inputs))
        renamed = (_renamed(e, names) for e in inner)
        yield from _replaced(renamed, macros, types, depth + 1, file, count)


def _fresh(macro: Macro, types: Mapping[str, str], count: list[int]) -> dict[str, str]:
    """Return names for the objects inside a call of a tool, which nothing else has."""
    inside = {*macro.figure.types, *(o for e in macro.figure.entries for o in e.outputs if o)}
    while True:
        count[0] += 1
        names = {label: f"{label}t{count[0]}" for label in inside}
        if not types.keys() & set(names.values()):
            return names


def _renamed(entry: GgbEntry, names: Mapping[str, str]) -> GgbEntry:
    """Put names, or what the call has for inputs, for labels; a formula stays one in brackets."""

    def put(text: str) -> str:
        return _WORD.sub(lambda match: _bracketed(names.get(match[1], match[0])), text)

    return replace(
        entry,
        inputs=tuple(map(put, entry.inputs)),
        outputs=tuple(names.get(label, label) for label in entry.outputs),
    )


def _bracketed(text: str) -> str:
    return text if _WORD.fullmatch(text) else f"({text})"
