"""Phrases of a language: what a translator writes in ``languages/*.toml``, filled with formulas.

A phrase is text with fields in braces. Between dollar signs stands a formula, its fields and signs
included; a field outside of dollar signs is a text or a formula of its own::

    "{a}, {b} and {c} are collinear"        "as ${ab} = {cd}$, the triangle is isosceles"

Words are read, never made: what code may vary is which phrase, and what is put for its fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from porism.geometry.errors import InputError
from porism.geometry.files import tomllib
from porism.geometry.telling.model import Atom, Formula, Inline, Text

__all__ = ["LANGUAGES", "Language", "Value", "compact", "fields_of", "fill", "load_language"]

LANGUAGES = ("en", "de")
"""The languages there is a table for; the first is the default."""

_PART = re.compile(r"\{([^}]*)\}|(\$)")

Value = Text | Formula | str


@lru_cache(maxsize=4096)
def _parts(phrase: str) -> tuple[tuple[str, str], ...]:
    """Split a phrase into pairs: ``text``, ``field`` or ``dollar``, and what it is."""
    found: list[tuple[str, str]] = []
    position = 0
    for match in _PART.finditer(phrase):
        if match.start() > position:
            found.append(("text", phrase[position : match.start()]))
        found.append(("dollar", "") if match[2] else ("field", match[1]))
        position = match.end()
    if position < len(phrase):
        found.append(("text", phrase[position:]))
    return tuple(found)


def fields_of(phrase: str) -> tuple[str, ...]:
    """Return the names of the fields of a phrase, in order."""
    return tuple(name for kind, name in _parts(phrase) if kind == "field")


def fill(phrase: str, values: Mapping[str, Value]) -> Text:
    """Put values for the fields of a phrase; raises KeyError for a field without one."""
    out: list[Inline] = []
    atoms: list[Atom] | None = None
    for kind, what in _parts(phrase):
        if kind == "dollar":
            if atoms is not None:
                out.append(Formula(tuple(atoms)))
            atoms = None if atoms is not None else []
        elif kind == "text":
            if atoms is None:
                out.append(what)
            else:
                atoms.append(what)
        else:
            value = values[what]
            if atoms is None:
                out.extend((value,) if isinstance(value, str | Formula) else value)
            else:
                atoms.extend(_atoms(value))
    return compact(out)


def _atoms(value: Value) -> Iterable[Atom]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Formula):
        return value.atoms
    return [atom for part in value if isinstance(part, str | Formula) for atom in _atoms(part)]


def compact(parts: Iterable[Inline]) -> Text:
    """Join neighbouring strings, and neighbouring formulas, and leave out empty strings."""
    out: list[Inline] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, str) and isinstance(last, str):
            out[-1] = last + part
        elif isinstance(part, Formula) and isinstance(last, Formula):
            out[-1] = Formula((*last.atoms, *part.atoms))
        elif part != "":
            out.append(part)
    return tuple(out)


@dataclass(frozen=True)
class Language:
    """A table of words: sections of phrases by key."""

    code: str
    sections: Mapping[str, Mapping[str, str]]

    def phrase(self, section: str, key: str) -> str:
        """Return a phrase; raises KeyError for one there is not."""
        return self.sections[section][key]

    def has(self, section: str, key: str) -> bool:
        """Tell whether there is such a phrase."""
        return key in self.sections[section]

    def say(self, section: str, key: str, values: Mapping[str, Value] | None = None) -> Text:
        """Return a phrase with its fields filled."""
        return fill(self.phrase(section, key), values or {})

    def listed(self, items: Sequence[Value], last: str = "and", between: str = "comma") -> Text:
        """Return the items as a list of the language: ``A, B and C``."""
        texts = [(item,) if isinstance(item, str | Formula) else item for item in items]
        out: list[Inline] = []
        for i, text in enumerate(texts):
            if i:
                out.append(self.phrase("lists", last if i == len(texts) - 1 else between))
            out.extend(text)
        return compact(out)

    def where_forced(self) -> Language:
        """Return the table for a proof that reads nothing off its figure which is not forced.

        A phrase whose key ends in ``_forced`` stands there for the one without.
        """
        ending = "_forced"
        sections = {
            name: {
                **table,
                **{k.removesuffix(ending): p for k, p in table.items() if k.endswith(ending)},
            }
            for name, table in self.sections.items()
        }
        return Language(self.code, sections)

    def sentence(self, text: Text) -> Text:
        """Return the text with a capital first and a full stop last."""
        parts = list(compact(text))
        if parts and isinstance(parts[0], str):
            parts[0] = parts[0][:1].upper() + parts[0][1:]
        if not (parts and isinstance(parts[-1], str) and parts[-1].rstrip().endswith((".", ":"))):
            parts.append(".")
        return compact(parts)


@lru_cache(maxsize=len(LANGUAGES))
def load_language(code: str) -> Language:
    """Return the table of a language; raises InputError for one that there is not."""
    if code not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise InputError(f"no table of words for the language '{code}'; there are {known}")
    folder = files("porism.geometry.telling").joinpath("languages")
    return Language(code, tomllib.loads(folder.joinpath(f"{code}.toml").read_text("utf-8")))
