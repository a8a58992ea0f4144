"""The constructions of the problem language, read from ``constructions.toml``.

A construction makes points from points. What it asserts and what it needs is data; how a
point is placed in a figure is the business of the figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from functools import cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from porism.geometry.files import tomllib
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Construction

__all__ = ["CONSTRUCTIONS", "Definition", "definitions"]


@dataclass(frozen=True, eq=False)  # a row is equal to itself only, which is quick to tell
class Definition:
    """A row of the table; see the head of ``constructions.toml`` for the meaning of the fields.

    ``needs``, ``gives`` and ``means`` are statements about the letters of ``points``. A statement
    whose kind takes a constant and that has none takes the constant of the call. ``freedom`` is
    the number of coordinates of the new points that stay free.
    """

    name: str
    points: tuple[str, ...]
    new: tuple[str, ...]
    free: tuple[str, ...]
    later: tuple[str, ...]
    constant: str
    needs: tuple[Predicate, ...]
    gives: tuple[Predicate, ...]
    means: tuple[Predicate, ...]
    says: str
    also: tuple[str, ...]
    origin: str
    same_as: str
    outline: bool
    centre: tuple[str, ...]
    names_line: tuple[tuple[str, str], ...]
    may_repeat: tuple[tuple[str, str], ...]
    own_place: tuple[str, ...]
    alike: tuple[str, ...]
    parts: tuple[str, ...]
    instead: tuple[str, ...]
    freedom: int

    @property
    def published(self) -> bool:
        """Whether it is one of those published first."""
        return not self.origin

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The letters that stand for points made before."""
        return tuple(p for p in self.points if p not in self.new)

    @property
    def usage(self) -> str:
        """The long form as a person writes it, for instance ``s_angle a b x ANGLE``."""
        return " ".join([self.name, *self.points, *([self.constant.upper()] * bool(self.constant))])

    def apply(self, arguments: tuple[str, ...], constant: Fraction | None = None) -> Construction:
        """Return the construction for these points, in the order of :attr:`points`.

        Raises ValueError when the number of points is wrong, or a constant is missing or
        superfluous.
        """
        if len(arguments) != len(self.points) or (constant is None) != (not self.constant):
            raise ValueError(f"{self.name} takes {self.usage}, got {arguments}, {constant}")
        return _applied(self, arguments, constant)

    def replacement(self, arguments: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
        """Return the construction that is meant where two of the given points are one, if any."""
        names = dict(zip(self.points, arguments, strict=True))
        for text in self.instead:
            pair, _, call = text.partition(":")
            first, second = pair.split()
            if names[first] == names[second]:
                name, *letters = call.split()
                return name, tuple(names[p] for p in letters)
        return None

    def sentence(self, construction: Construction) -> str:
        """Say a construction of this kind in words, with its own points."""
        names = dict(zip(self.points, construction.arguments, strict=True))
        if construction.constants:
            value = construction.constants[0]
            names["*"] = f"{value * 180}°" if self.constant == "angle" else str(value)
        return self.says.format_map(names)


@lru_cache(maxsize=8192)  # problems call their points a, b, c, so the same calls come again
def _applied(
    definition: Definition, arguments: tuple[str, ...], constant: Fraction | None
) -> Construction:
    names = dict(zip(definition.points, arguments, strict=True))
    return Construction(
        definition.name,
        arguments,
        () if constant is None else (constant,),
        tuple([_fill(s.rename(names), constant) for s in definition.gives]),
        tuple([s.rename(names) for s in definition.needs]),
        tuple([_turned(s.rename(names), constant) for s in definition.means]),
    )


def _fill(statement: Predicate, constant: Fraction | None) -> Predicate:
    kind = statement.kind.constant
    if constant is None or not kind or statement.constants:
        return statement
    value = constant % 1 if kind == "angle" else constant
    return Predicate(statement.name, statement.points, (value,))


def _turned(meant: Predicate, angle: Fraction | None) -> Predicate:
    """Return what ``ccw b a x`` means for an angle abx: its sense, on a line the side of b."""
    if angle is None or meant.name != "ccw":
        return meant
    b, a, x = meant.points
    turn = angle % 2
    if turn.denominator == 1:
        return Predicate("obtuse_angle" if turn else "acute_angle", (a, b, x))
    return meant if turn < 1 else Predicate("ccw", (b, x, a))


def _statement(text: str) -> Predicate:
    name, *words = text.split()
    points = tuple(w for w in words if w[0].isalpha())
    constants = tuple(Fraction(w) for w in words if w[0].isdigit())
    return Predicate(name, points, constants)


def _statements(text: str) -> tuple[Predicate, ...]:
    return tuple(_statement(part) for part in text.split(",") if part.strip())


_KEYS = {field.name for field in fields(Definition)} - {"name"}


def _definition(name: str, row: Mapping[str, Any]) -> Definition:
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise ValueError(f"construction {name}: unknown key {unknown[0]}")

    def words(key: str) -> tuple[str, ...]:
        return tuple(row.get(key, "").split())

    def pairs(key: str) -> tuple[tuple[str, str], ...]:
        found = (part.split() for part in row.get(key, "").split(",") if part.strip())
        return tuple((first, second) for first, second in found)

    new, free, gives = words("new"), words("free"), _statements(row.get("gives", ""))
    return Definition(
        name,
        points=words("points"),
        new=new,
        free=free,
        later=words("later"),
        constant=row.get("constant", ""),
        needs=_statements(row.get("needs", "")),
        gives=gives,
        means=_statements(row.get("means", "")),
        says=row["says"],
        also=words("also"),
        origin=row.get("origin", ""),
        same_as=row.get("same_as", ""),
        outline=row.get("outline", False),
        centre=words("centre"),
        names_line=pairs("names_line"),
        may_repeat=pairs("may_repeat"),
        own_place=words("own_place"),
        alike=words("alike"),
        parts=tuple(" ".join(part.split()) for part in row.get("parts", "").split(";") if part),
        instead=tuple(filter(None, row.get("instead", "").split(";"))),
        freedom=int(row["freedom"]) if "freedom" in row else _freedom(new, free, gives),
    )


def _freedom(new: tuple[str, ...], free: tuple[str, ...], gives: tuple[Predicate, ...]) -> int:
    if all(s.kind.figure_only for s in gives):
        return 2 * len(new)
    if len(free) > 1 or (free and len(new) > 1):
        raise ValueError(f"the construction of {' '.join(new)} needs a 'freedom'")
    return len(free)


def _load() -> Mapping[str, Definition]:
    text = files("porism.geometry").joinpath("constructions.toml").read_text(encoding="utf-8")
    table: dict[str, Definition] = {}
    for name, row in tomllib.loads(text).items():
        definition = _definition(name, row)
        for key in (name, *definition.also):
            table[key] = definition
    return MappingProxyType(table)


CONSTRUCTIONS: Mapping[str, Definition] = _load()
"""Every name, aliases included, with its definition."""


def definitions() -> tuple[Definition, ...]:
    """Return the definitions in the order of the file, each once."""
    return tuple(d for name, d in CONSTRUCTIONS.items() if name == d.name)
