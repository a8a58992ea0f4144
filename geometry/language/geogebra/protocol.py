"""The construction protocol of a GeoGebra file: commands and objects in order, with places."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

__all__ = ["GgbEntry", "GgbFile", "arguments", "protocol"]


@dataclass(frozen=True)
class GgbEntry:
    """A command with its inputs and outputs, a labelled expression, or a free object.

    ``name`` is the command, ``"="`` for an expression, and ``""`` for a free object whose kind
    is in ``type`` and whose number, if it is one, is in ``value``.
    """

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    type: str = ""
    value: str = ""


@dataclass(frozen=True)
class GgbFile:
    """The construction protocol: entries in order, types and places of all objects.

    ``ways`` has a vector along each line whose equation the file tells; ``unsigned`` are the
    angles that are set to be less than 180°, or more, whatever their sense; ``tools`` are the names
    of the user's own.
    """

    entries: tuple[GgbEntry, ...]
    types: Mapping[str, str]
    places: Mapping[str, tuple[float, float]]
    ways: Mapping[str, tuple[float, float]]
    unsigned: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()


def protocol(construction: ElementTree.Element) -> GgbFile:
    """Read the elements of a construction."""
    entries: list[GgbEntry] = []
    types: dict[str, str] = {}
    places: dict[str, tuple[float, float]] = {}
    ways: dict[str, tuple[float, float]] = {}
    unsigned: set[str] = set()
    made: set[str] = set()
    for node in construction:
        if node.tag == "command":
            inputs, outputs = arguments(node.find("input")), arguments(node.find("output"))
            entries.append(GgbEntry(node.get("name", ""), inputs, outputs))
            made.update(outputs)
        elif node.tag == "expression" and node.get("label"):
            label = node.get("label", "")
            entries.append(GgbEntry("=", (node.get("exp", ""),), (label,), node.get("type", "")))
            made.add(label)
        elif node.tag == "element" and node.get("label"):
            label = node.get("label", "")
            types[label] = node.get("type", "")
            place = _place(node.find("coords")) if types[label] == "point" else None
            if place is not None:
                places[label] = place
            way = _way(node.find("coords")) if types[label] == "line" else None
            if way is not None:
                ways[label] = way
            if types[label] == "angle" and _is_unsigned(node):
                unsigned.add(label)
            if label not in made:
                number = node.find("value")
                value = "" if number is None else number.get("val", "")
                entries.append(GgbEntry("", (), (label,), types[label], value))
                made.add(label)
    return GgbFile(tuple(entries), types, places, ways, frozenset(unsigned))


def arguments(node: ElementTree.Element | None) -> tuple[str, ...]:
    """Return ``a0``, ``a1``, … (a gap is an object that GeoGebra left without a name)."""
    if node is None:
        return ()
    numbered = {int(k[1:]): v for k, v in node.attrib.items() if k[:1] == "a" and k[1:].isdecimal()}
    return tuple(numbered.get(i, "") for i in range(min(1000, max(numbered, default=-1) + 1)))


def _is_unsigned(node: ElementTree.Element) -> bool:
    """Tell whether an angle is kept below 180°, or above: the styles 1 and 2, and older words."""
    style, reflex = node.find("angleStyle"), node.find("allowReflexAngle")
    forced = node.find("forceReflexAngle")
    return (
        (style is not None and style.get("val") in ("1", "2"))
        or (reflex is not None and reflex.get("val") == "false")
        or (forced is not None and forced.get("val") == "true")
    )


def _place(node: ElementTree.Element | None) -> tuple[float, float] | None:
    """Read homogeneous coordinates; None for a point that is undefined or at infinity."""
    if node is None:
        return None
    try:
        x, y, z = (float(node.get(key, "nan")) for key in "xyz")
        place = (x / z, y / z)
    except (ValueError, ZeroDivisionError):
        return None
    return place if all(math.isfinite(c) and abs(c) < 1e9 for c in place) else None


def _way(node: ElementTree.Element | None) -> tuple[float, float] | None:
    """Read the equation x·X + y·Y + z = 0 of a line; return a vector along it."""
    if node is None:
        return None
    try:
        x, y = float(node.get("x", "nan")), float(node.get("y", "nan"))
    except ValueError:
        return None
    size = math.hypot(x, y)
    return (y / size, -x / size) if math.isfinite(size) and size else None
