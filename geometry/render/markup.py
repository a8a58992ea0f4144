"""Told texts as HTML, with the parts of formulas that a figure can show.

Everything that comes from a problem or a proof passes through ``escape``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from markupsafe import Markup, escape

from porism.geometry.printing import printable
from porism.geometry.render.shapes import Shape
from porism.geometry.render.spoken import spoken
from porism.geometry.telling.model import (
    Atom,
    Chain,
    Formula,
    Name,
    Over,
    Power,
    Ref,
    Row,
    ShapeKind,
    Text,
)
from porism.geometry.telling.model import Shape as Told
from porism.geometry.telling.written import Closed, closed

__all__ = ["Writer"]

_LONG = 40  # characters of a formula that may be broken


class Writer:
    """Writes texts, and keeps the shapes of the parts that can be pointed at in ``parts``."""

    def __init__(self) -> None:
        self.parts: list[tuple[Shape, ...]] = []
        self._known: dict[tuple[Shape, ...], int] = {}
        self._circles: tuple[frozenset[str], ...] = ()
        self._named: list[Told] = []

    def part(self, told: Iterable[Told]) -> int:
        """Return the number of the part that shows these shapes."""
        shapes = spoken(told)
        if shapes not in self._known:
            self._known[shapes] = len(self.parts)
            self.parts.append(shapes)
        return self._known[shapes]

    # --- texts ------------------------------------------------------------------------------

    def sentence(self, text: Text, told: Iterable[Told]) -> tuple[Markup, tuple[Told, ...]]:
        """Write a sentence; also return what it speaks of: ``told``, or else what it names."""
        told = tuple(told)
        self._circles = tuple(
            frozenset(s.points) for s in told if s.kind in ("circle", "circle about")
        )
        self._named = []
        written = self.text(text)
        self._circles = ()
        return written, told or tuple(dict.fromkeys(self._named))

    def text(self, text: Text) -> Markup:
        """Write a text; references side by side are joined."""
        out: list[Markup] = []
        refs: list[Ref] = []
        for part in (*closed(text), ""):
            if isinstance(part, Ref) and (not refs or refs[-1].kind == part.kind):
                refs.append(part)
                continue
            if refs:
                out.append(self.refs(refs))
                refs = []
            match part:
                case Ref():
                    refs = [part]
                case Formula():
                    out.append(self.formula(part))
                case Closed(chain=chain, stop=stop):
                    out.append(self.chain(chain, stop))
                case str():
                    out.append(escape(printable(part)))
        return Markup("").join(out)

    def refs(self, refs: Sequence[Ref]) -> Markup:
        """Write references of one kind: [1, 2] to facts, (1), (2) to sentences, Claim 1."""
        links = [
            Markup('<a class="cite" href="#{}-{}">{}</a>').format(ref.kind, ref.number, _shown(ref))
            for ref in refs
        ]
        joined = Markup(", ").join(links)
        return Markup("[{}]").format(joined) if refs[0].kind == "fact" else joined

    def chain(self, chain: Chain, stop: str = "") -> Markup:
        """Write a chain of equalities, ``stop`` after it: on lines of its own, or inline."""
        if chain.inline:
            rows = Markup("").join(
                Markup("{} = {}").format(self._left(row), self.formula(row.right))
                for row in chain.rows
            )
            return rows + stop
        last = len(chain.rows) - 1
        rows = Markup("").join(
            self._row(row, stop if number == last else "") for number, row in enumerate(chain.rows)
        )
        return Markup('<span class="wide"><span class="chain">{}</span></span>').format(rows)

    def _row(self, row: Row, stop: str) -> Markup:
        shown = Markup(' data-part="{}"').format(self.part(row.shapes)) if row.shapes else ""
        return Markup(
            '<span class="row"{}><span>{}</span><span class="f">=</span><span>{}{}</span>'
            '<span class="why">{}</span></span>'
        ).format(shown, self._left(row), self.formula(row.right), stop, self.text(row.reason))

    def _left(self, row: Row) -> Markup:
        return Markup("") if row.left is None else self.formula(row.left)

    # --- formulas ---------------------------------------------------------------------------

    def formula(self, formula: Formula) -> Markup:
        """Write a formula; its points, segments, angles and triangles can be pointed at."""
        out = self._atoms(formula.atoms)
        long = len(out.striptags()) > _LONG
        return Markup('<span class="f{}">{}</span>').format(" long" if long else "", out)

    def _atoms(self, atoms: Sequence[Atom]) -> Markup:
        out: list[Markup] = []
        at = 0
        while at < len(atoms):
            size, told = _object(atoms, at)
            if told is not None and len(told.points) == 3 and told.kind == "triangle":
                if atoms[at] != "△" and any(set(told.points) <= c for c in self._circles):
                    told = Told("circle", told.points)
            inner = Markup("").join(
                self._atom(atom, _spaced(atoms, at + k))
                for k, atom in enumerate(atoms[at : at + size])
            )
            if told is None:
                out.append(inner)
            else:
                number = self.part([told])
                self._named.append(told)
                out.append(
                    Markup('<span class="part" data-part="{}">{}</span>').format(number, inner)
                )
            at += size
        return Markup("").join(out)

    def _atom(self, atom: Atom, spaced: bool) -> Markup:
        match atom:
            case Name(base=base, below=below):
                index = Markup("<sub>{}</sub>").format(printable(below)) if below else ""
                space = " " if spaced else ""
                return Markup("<i>{}</i>{}{}").format(printable(base), index, space)
            case Power(base=base, exponent=exponent):
                return Markup("{}<sup>{}</sup>").format(
                    self._atoms(base.atoms), _exponent(exponent)
                )
            case Over(above=above, below=below):
                return Markup('<span class="over"><span>{}</span><span>{}</span></span>').format(
                    self._atoms(above.atoms), self._atoms(below.atoms)
                )
            case str():
                return escape(printable(atom))


def _shown(ref: Ref) -> str:
    match ref.kind:
        case "sentence":
            return f"({ref.number})"
        case "claim":
            return printable(f"{ref.word} {ref.number}".strip())
        case _:
            return str(ref.number)


def _exponent(value: Fraction) -> str:
    return str(value).replace("-", "−")


def _names(atoms: Sequence[Atom], start: int) -> tuple[str, ...]:
    found = []
    for atom in atoms[start:]:
        if not isinstance(atom, Name):
            break
        found.append(atom.point)
    return tuple(found)


def _object(atoms: Sequence[Atom], at: int) -> tuple[int, Told | None]:
    """Return how many atoms from ``at`` on are one object, and which it is."""
    atom = atoms[at]
    if atom == "∠":
        names = _names(atoms, at + 1)
        if len(names) == 3:
            return 4, Told("angle", names)
        if atoms[at + 1 : at + 2] == ("(",) or atoms[at + 1 : at + 2] == ["("]:
            one, other = _names(atoms, at + 2), _names(atoms, at + 5)
            closed = at + 7 < len(atoms) and atoms[at + 7] == ")"
            if len(one) == len(other) == 2 and closed:
                return 8, Told("angle", (*one, *other))
        return 1, None
    if atom == "△":
        names = _names(atoms, at + 1)
        return (4, Told("triangle", names)) if len(names) == 3 else (1, None)
    names = _names(atoms, at)
    if not names:
        return 1, None
    kinds: dict[int, ShapeKind] = {1: "point", 2: "segment"}
    return len(names), Told(kinds.get(len(names), "triangle"), names)


def _spaced(atoms: Sequence[Atom], at: int) -> bool:
    """Tell whether a name and the one after it would be misread when written together."""
    one, other = atoms[at], atoms[at + 1] if at + 1 < len(atoms) else None
    if not (isinstance(one, Name) and isinstance(other, Name)):
        return False
    return not all(len(name.base) == 1 or name.below for name in (one, other))
