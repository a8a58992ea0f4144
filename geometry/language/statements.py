"""Predicates as people write them: aliases, long forms, constants; used by goals and AG2."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from fractions import Fraction

from porism.geometry.language.constants import is_number, read_angle, read_positive, read_rational
from porism.geometry.language.sense import nonsense
from porism.geometry.language.tokens import Source, Token, counted, quoted
from porism.geometry.limits import MOST_COEFFICIENT, MOST_GOALS, MOST_POINTS
from porism.geometry.predicates import KINDS, Form, Kind, Predicate
from porism.geometry.problem import Dialect

__all__ = ["ORDER", "PREDICATES", "from_ag2", "read_list", "read_statements"]

_ALIASES = {other: kind.name for kind in KINDS.values() for other in kind.also}
_PLURAL, _TURNED, _SHORTER = "cyclic_with_centers", "s_angle", "lessthan"
_EQUAL_AREAS, _MULTIPLE = "eqarea", "multangle"
PREDICATES = frozenset({*KINDS, *_ALIASES, _PLURAL, _TURNED, _SHORTER, _EQUAL_AREAS, _MULTIPLE})
ORDER = frozenset(
    {_SHORTER, *(w for w in {*KINDS, *_ALIASES} if KINDS[_ALIASES.get(w, w)].figure_only)}
)
"""The words of statements that are read off the figure."""


def construction_hint(word: str) -> str:
    """Return a hint when a predicate stands where a construction should."""
    kind = KINDS.get(word)
    if kind is None or not kind.construction:
        return ""
    return f"{word} is a predicate; the construction is {kind.construction}"


def _count(low: int, high: int) -> str:
    return counted(low, "point") if low == high else f"{low} to {high} points"


def _points(
    source: Source, words: list[Token], known: Collection[str], arity: tuple[int, int], head: Token
) -> tuple[str, ...]:
    low, high = arity
    if not low <= len(words) <= high:
        place = words[high] if len(words) > high else source.end(words[-1] if words else head)
        raise source.error(
            place, f"{quoted(head.text)} with {counted(len(words), 'point')}", _count(low, high)
        )
    for word in words:
        if word.text not in known:
            raise source.error(
                word,
                f"point {quoted(word.text)} is not defined",
                "a point defined before",
                near=known,
            )
    return tuple(w.text for w in words)


def from_ag2(statement: Predicate) -> Predicate:
    """Turn AG2's reading of a statement into ours, or ours into AG2's (it is its own inverse).

    AG2 measures an angle as d(first) - d(second), and adds the constants of its linear
    equations on the side of the unknowns.
    """
    kind, points, constants = statement.kind, statement.points, statement.constants
    if KINDS[kind.answer or kind.name].constant == "angle":
        points = (*points[2:], *points[:2])
    if kind.linear == "angle":
        constants = (*constants[:-1], -constants[-1])
    if kind.linear == "ratio":
        constants = (*constants[:-1], 1 / constants[-1])
    return Predicate(statement.name, points, constants)


def _constants(
    source: Source, kind: Kind, words: list[Token], terms: int, head: Token
) -> tuple[Fraction, ...]:
    wanted = terms + kind.has_value if kind.linear else int(bool(kind.constant))
    if len(words) != wanted:
        place = words[wanted] if len(words) > wanted else source.end(words[-1] if words else head)
        raise source.error(
            place,
            f"{quoted(head.text)} with {counted(len(words), 'number')}",
            counted(wanted, "number"),
        )
    readers: dict[str, Callable[[Token], Fraction]] = {
        "angle": lambda t: read_angle(source, t),
        "ratio": lambda t: read_positive(source, t, "a ratio"),
        "length": lambda t: read_positive(source, t, "a length"),
        "area": lambda t: read_positive(source, t, "an area"),
    }
    if not kind.linear:
        return tuple(readers[kind.constant](w) for w in words)
    values = [_coefficient(source, w) for w in words[:terms]]
    if kind.has_value:
        values.append(readers[kind.linear](words[-1]))
    return tuple(values)


def _coefficient(source: Source, word: Token) -> Fraction:
    value = read_rational(source, word, "a coefficient")
    if max(abs(value.numerator), value.denominator) > MOST_COEFFICIENT:
        raise source.error(
            word, f"the coefficient {quoted(word.text)}", f"numbers up to {MOST_COEFFICIENT}"
        )
    return value


def _with_centres(points: tuple[str, ...], number: int) -> list[Predicate]:
    """Expand ``cyclic_with_centers c… p… n``: every c is the centre of the circle through all p."""
    centres, rest = points[:number], points[number:]
    if len(rest) < 3:
        spokes = [(c, p) for p in rest for c in centres]
        return [Predicate("cong", (*spokes[0], *spoke)) for spoke in spokes[1:]]
    return [Predicate("circle", (c, rest[0], rest[1], p)) for c in centres for p in rest[2:]]


def _halves(source: Source, points: tuple[str, ...], names: list[Token]) -> tuple[str, ...]:
    """Require as many corners of both polygons; of the smaller one the last is repeated."""
    if len(points) % 2:
        hint = "of two polygons as many corners; repeat the last of the smaller one"
        raise source.error(source.end(names[-1]), f"{len(points)} points", hint)
    return points


def _multiple(
    source: Source,
    names: list[Token],
    numbers: list[Token],
    known: Collection[str],
    head: Token,
) -> Predicate:
    """Read ``multangle a b c d e f n``: the full angle abc is n times the full angle def."""
    a, b, c, d, e, f = _points(source, names, known, (6, 6), head)
    (factor,) = _constants(source, KINDS["distseq"], numbers, 1, head)
    if factor.denominator != 1 or not factor:
        raise source.error(numbers[0], f"{factor} times an angle", "a whole number")
    pairs = (b, a, b, c, e, d, e, f)
    return Predicate("angeq", pairs, (Fraction(-1), Fraction(1), factor, -factor, Fraction(0)))


def read_statements(
    source: Source,
    words: list[Token],
    known: Collection[str],
    dialect: Dialect,
    wants: str,
) -> list[Predicate]:
    """Read one predicate call; long calls become several statements.

    ``wants`` names what is expected at this place ("a goal", "a predicate").
    """
    head = words[0]
    if head.text not in PREDICATES:
        raise source.error(
            head, f"{quoted(head.text)} is not a predicate", wants, near=sorted(PREDICATES)
        )
    name = _ALIASES.get(head.text, head.text)
    numbers = [w for w in words[1:] if is_number(w.text) and w.text not in known]
    names = [w for w in words[1:] if not is_number(w.text) or w.text in known]
    found = _read(source, name, head, names, numbers, known)
    if dialect == "ag2":
        found = [from_ag2(s) for s in found]
    for statement in found:
        reason = nonsense(statement)
        if reason is not None:
            raise source.error(head, reason, f"{wants} that says something")
    return found


def read_list(
    source: Source, goals: Iterable[list[Token]], known: Collection[str], dialect: Dialect
) -> tuple[Predicate, ...]:
    """Read the goals of a problem; raise ParseError for more than are allowed."""
    found: list[Predicate] = []
    for words in goals:
        found.extend(read_statements(source, words, known, dialect, "a goal"))
        if len(found) > MOST_GOALS:
            raise source.error(words[0], "too many goals", f"at most {MOST_GOALS}")
    return tuple(found)


def _read(
    source: Source,
    name: str,
    head: Token,
    names: list[Token],
    numbers: list[Token],
    known: Collection[str],
) -> list[Predicate]:
    if name == _PLURAL:
        points = _points(source, names, known, (3, MOST_POINTS), head)
        number = _constants(source, KINDS["rconst"], numbers, 0, head)[0]
        if number.denominator != 1 or not 1 <= number <= len(points) - 2:
            raise source.error(
                numbers[0], f"{number} centres of {len(points)} points", "the number of centres"
            )
        return _with_centres(points, int(number))
    if name == _TURNED:  # in goals of AG1: the angle abx; in AG2: the same as aconst
        if len(names) == 3:
            names = [names[0], names[1], names[1], names[2]]
        name = "aconst"
    if name == _SHORTER:
        names, name = [*names[2:], *names[:2]], "longer"
    if name == _EQUAL_AREAS:
        points = _points(source, names, known, KINDS["rareaconst"].arity, head)
        _constants(source, KINDS["coll"], numbers, 0, head)
        return [Predicate("rareaconst", _halves(source, points, names), (Fraction(1),))]
    if name == _MULTIPLE:
        return [_multiple(source, names, numbers, known, head)]
    kind = KINDS[name]
    low, high = kind.arity
    points = _points(source, names, known, (low, MOST_POINTS if kind.many else high), head)
    if kind.form is Form.POLYGONS:
        points = _halves(source, points, names)
    width = kind.width or 2 * max(1, len(points) // max(1, 2 * len(numbers)))
    if kind.linear and len(points) % width:
        each = "three points for each coefficient" if width == 3 else "pairs of points"
        raise source.error(source.end(names[-1]), f"{len(points)} points", each)
    constants = _constants(source, kind, numbers, len(points) // width, head)
    if kind.many:
        return [Predicate(name, (*points[: low - 1], p)) for p in points[low - 1 :]]
    return [Predicate(name, points, constants)]
