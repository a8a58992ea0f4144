"""A drawn problem as a GeoGebra file: points stay where they are and follow when one is dragged.

Points are taken in order. A point of which nothing is said is free; one that is confined once is a
point on that line or circle; one that is confined twice is where the two meet, the meeting that is
drawn. What GeoGebra has no words for is left free at its place, and the file says so.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from porism.geometry.errors import InputError
from porism.geometry.language.geogebra.carriers import Carrier, carrier_of, place_of
from porism.geometry.language.geogebra.claims import claim_of
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Coordinates, Problem
from porism.geometry.words import display_names

__all__ = ["geogebra_xml", "to_geogebra"]

_PIXELS = (800, 600)
_MARGIN = 0.8  # of the window is filled


def to_geogebra(problem: Problem, coordinates: Coordinates) -> bytes:
    """Return a ``.ggb`` file of a figure; ``coordinates`` are (x, y) by point.

    Goals that GeoGebra has words for become ``Prove`` commands. The same input gives the same
    bytes. Raises InputError when a point has no coordinates.
    """
    buffer = io.BytesIO()
    entry = zipfile.ZipInfo("geogebra.xml", (2000, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, geogebra_xml(problem, coordinates))
    return buffer.getvalue()


def geogebra_xml(problem: Problem, coordinates: Coordinates) -> str:
    """Return the XML of the file."""
    for point in problem.points:
        if point not in coordinates:
            raise InputError(f"point {point} has no coordinates and cannot be written")
    names = display_names(problem.points)
    sheet = _Sheet({names[p]: coordinates[p] for p in problem.points})
    shown = problem.rename(names)
    for clause in shown.all_clauses:
        sheet.clause(clause)
    for goal in shown.goals:
        sheet.goal(goal)
    title = problem.name.replace("_", " ")
    if sheet.loose:
        title += f" (placed, but not constructed: {', '.join(sheet.loose)})"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<geogebra format="5.0">\n'
        f'{_view(sheet.places)}<construction title={quoteattr(title)} author="" date="">\n'
        + "\n".join(sheet.rows)
        + "\n</construction>\n</geogebra>\n"
    )


def _view(places: Coordinates) -> str:
    xs, ys = zip(*places.values(), strict=True)
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    width, height = _PIXELS
    scale = _MARGIN * min(width / max(wide, 1e-9), height / max(high, 1e-9))
    x = width / 2 - scale * (max(xs) + min(xs)) / 2
    y = height / 2 + scale * (max(ys) + min(ys)) / 2
    return (
        f'<euclidianView>\n<size width="{width}" height="{height}"/>\n'
        f'<coordSystem xZero="{x:.3f}" yZero="{y:.3f}" scale="{scale:.6f}" yscale="{scale:.6f}"/>\n'
        '<evSettings axes="false" grid="false"/>\n</euclidianView>\n'
    )


@dataclass
class _Sheet:
    places: Coordinates
    rows: list[str] = field(default_factory=list)
    made: set[str] = field(default_factory=set)
    known: dict[str, str] = field(default_factory=dict)  # labels of lines and circles by their text
    loose: list[str] = field(default_factory=list)
    count: int = 0

    def clause(self, clause: Clause) -> None:
        """Make the points of a clause, those first that are confined most."""
        left = list(clause.points)
        while left:
            options = {x: self.carriers(clause, x) for x in left}
            best = min(left, key=lambda x: (-_strength(options[x]), left.index(x)))
            self.point(best, options[best], _freedom(clause, best))
            left.remove(best)

    def carriers(self, clause: Clause, x: str) -> list[Carrier]:
        """Return what the clause says of a point and points that are made."""
        found: dict[Carrier, None] = {}
        for construction in clause.constructions:
            if x in construction.arguments and set(construction.arguments) - {x} <= self.made:
                meant = place_of(construction, x)
                if meant is not None:
                    found[meant] = None
                    if construction.name != "excenter":
                        continue
            found.update(dict.fromkeys(self.of(construction.premises, x)))
        found.update(dict.fromkeys(self.of(clause.predicates, x)))
        return list(found)

    def of(self, statements: Sequence[Predicate], x: str) -> Iterator[Carrier]:
        for s in statements:
            if x in s.points and set(s.points) - {x} <= self.made:
                carrier = carrier_of(s, x)
                if carrier is not None:
                    yield carrier

    def point(self, x: str, carriers: Sequence[Carrier], freedom: int) -> None:
        """Write one point."""
        whole = next((c for c in carriers if c.kind == "point"), None)
        if whole is not None:
            self.command(whole.text.split("[", 1)[0], _arguments(whole.text), x)
        elif len(carriers) > 1:
            first, second = self.two(carriers)
            self.command("Intersect", [self.path(first), self.path(second)], x)
        elif carriers:
            self.command("Point", [self.path(carriers[0])], x)
        if not carriers and freedom < 2:
            self.loose.append(x)
        a, b = self.places[x]
        self.rows.append(
            f'<element type="point" label={quoteattr(x)}><show object="true" label="true"/>'
            f'<coords x="{a!r}" y="{b!r}" z="1.0"/></element>'
        )
        self.made.add(x)

    @staticmethod
    def two(carriers: Sequence[Carrier]) -> tuple[Carrier, Carrier]:
        """Choose lines before circles: they meet once."""
        first, second = sorted(carriers, key=lambda c: c.kind != "line")[:2]
        return first, second

    def path(self, carrier: Carrier) -> str:
        """Return the label of a line or circle, making it once."""
        if carrier.text not in self.known:
            self.count += 1
            label = f"{'g' if carrier.kind == 'line' else 'k'}_{{{self.count}}}"
            self.known[carrier.text] = label
            self.command(carrier.text.split("[", 1)[0], _arguments(carrier.text), label)
            kind = "line" if carrier.kind == "line" else "conic"
            self.rows.append(
                f'<element type="{kind}" label={quoteattr(label)}>'
                '<show object="true" label="false"/><lineStyle thickness="2" type="15"/></element>'
            )
        return self.known[carrier.text]

    def command(self, name: str, arguments: Sequence[str], label: str) -> None:
        """Write one command."""
        given = " ".join(f"a{k}={quoteattr(text)}" for k, text in enumerate(arguments))
        self.rows.append(
            f"<command name={quoteattr(name)}><input {given}/><output a0={quoteattr(label)}/>"
            "</command>"
        )

    def goal(self, goal: Predicate) -> None:
        """Write what is to be proved, if GeoGebra has words for it."""
        claim = claim_of(goal)
        if claim is not None:
            self.count += 1
            label = f"claim_{{{self.count}}}"
            self.command("Prove", [claim], label)
            self.rows.append(f'<element type="boolean" label={quoteattr(label)}></element>')


def _strength(carriers: Sequence[Carrier]) -> int:
    return 2 if any(c.kind == "point" for c in carriers) else min(2, len(carriers))


def _freedom(clause: Clause, x: str) -> int:
    """Return 2 for a point of which the clause says nothing that confines it by itself."""
    said = [s for s in clause.premises if x in s.points]
    return 2 if all(not set(s.points) - {x} or _later(clause, s, x) for s in said) else 0


def _later(clause: Clause, s: Predicate, x: str) -> bool:
    """Tell whether a statement confines a later point of the same clause instead."""
    return any(p in clause.points and p != x for p in s.points)


def _arguments(text: str) -> list[str]:
    """Split the arguments of a command at the commas that are not within brackets."""
    inner = text[text.index("[") + 1 : -1]
    parts, depth, start = [], 0, 0
    for k, c in enumerate(inner):
        depth += (c in "[(") - (c in "])")
        if c == "," and not depth:
            parts.append(inner[start:k].strip())
            start = k + 1
    return [*parts, inner[start:].strip()]
