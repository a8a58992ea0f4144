"""The rule catalogue, and the files of users, read into :class:`Rule` values.

The catalogue has three files. The engine looks for the rules of ``rules.txt``; those of
``closing_rules.txt`` are used on the closed figure, for goals about areas, products and order; the
theorems of ``theorems.txt`` follow from the others and have names, with which proofs are rewritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from pathlib import Path

from porism.geometry.errors import InputError, ParseError
from porism.geometry.files import read_text
from porism.geometry.forms import check_form, empty_pairs
from porism.geometry.limits import (
    LONGEST_NUMBER,
    LONGEST_POINT,
    MOST_BYTES_OF_RULES,
    MOST_COEFFICIENT,
)
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.rule import Instance, Rule, instance
from porism.geometry.suggest import did_you_mean

__all__ = [
    "Instance",
    "Rule",
    "engine_rules",
    "instance",
    "load_rules",
    "load_theorems",
    "parse_number",
    "parse_rules",
    "parse_statement",
    "rule_text",
]

_FIELDS = ("title", "premises", "conditions", "choice", "free", "conclusion", "source")
_NEEDED = ("premises", "conclusion")


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, dict[str, Rule]]:
    """The rules of each file by id; no id is used twice."""
    found: dict[str, dict[str, Rule]] = {}
    for name in ("rules.txt", "closing_rules.txt", "theorems.txt"):
        text = Path(__file__).with_name(name).read_text(encoding="utf-8")
        taken = chain.from_iterable(found.values())
        found[name] = {r.id: r for r in parse_rules(text, name, taken=taken, builtin=True)}
    return found


def engine_rules() -> dict[str, Rule]:
    """Return the rules that the engine looks for, by id."""
    return dict(_catalogue()["rules.txt"])


def load_theorems() -> dict[str, Rule]:
    """Return the theorems that follow from these and have a name, by id."""
    return dict(_catalogue()["theorems.txt"])


def load_rules(*files: str | Path) -> dict[str, Rule]:
    """Return the catalogue by id, followed by the rules of the users' ``files``.

    Raises ParseError for a file that is not in the language or repeats an id, InputError for
    one that cannot be read.
    """
    rules = dict(chain.from_iterable(file.items() for file in _catalogue().values()))
    for file in files:
        text = read_text(file, MOST_BYTES_OF_RULES, "a file of rules")
        titles = {rule.title.casefold(): rule.id for rule in rules.values() if rule.builtin}
        for rule in parse_rules(text, str(file), taken=rules):
            if (taken := titles.get(rule.title.casefold())) is not None:
                raise InputError(
                    f"the rule {rule.id} is refused: its title '{rule.title}' is that of {taken}"
                )
            rules[rule.id] = rule
    return rules


def rule_text(rule: Rule) -> str:
    """Write a rule as a stanza; :func:`parse_rules` reads it back."""
    rows = (
        ("title", rule.title),
        ("premises", " ; ".join(map(str, rule.premises))),
        ("conditions", " ; ".join(map(str, rule.conditions))),
        ("choice", rule.choice),
        ("free", " ".join(rule.free)),
        ("conclusion", " ; ".join(map(str, rule.conclusions))),
        ("source", rule.source),
    )
    return "\n".join([f"rule {rule.id}", *(f"  {key:<11} {text}" for key, text in rows if text)])


# --- reading ---------------------------------------------------------------------------------


@dataclass
class _Line:
    """A line of the file with its place, for error messages."""

    file: str
    number: int
    text: str

    def error(self, at: str, got: str, expected: str, hint: str = "") -> ParseError:
        column = self.text.find(at) + 1 if at else len(self.text) - len(self.text.lstrip()) + 1
        return ParseError(got, expected, self.file, self.number, max(column, 1), self.text, hint)


def parse_rules(
    text: str, file: str = "<rules>", *, taken: Iterable[str] = (), builtin: bool = False
) -> tuple[Rule, ...]:
    """Read stanzas of the form described at the head of ``rules.txt``.

    ``taken`` are ids that may not be used again. Raises ParseError with the place.
    """
    known = set(taken)
    rules: list[Rule] = []
    stanza: list[_Line] = []
    for number, row in enumerate(text.splitlines(), start=1):
        line = _Line(file, number, row)
        words = row.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "rule":
            if stanza:
                rules.append(_stanza(stanza, known, builtin))
                known.add(rules[-1].id)
            stanza = [line]
        elif not stanza:
            hint = did_you_mean(words[0], ("rule",))
            raise line.error(words[0], f"'{words[0]}' outside a stanza", "'rule ID' first", hint)
        else:
            stanza.append(line)
    if stanza:
        rules.append(_stanza(stanza, known, builtin))
    return tuple(rules)


def _stanza(lines: list[_Line], taken: set[str], builtin: bool) -> Rule:
    head, *rest = lines
    words = head.text.split()
    if len(words) != 2 or not words[1].isidentifier():
        raise head.error("", f"'{head.text.strip()}'", "'rule' and one identifier")
    if words[1] in taken:
        raise head.error(words[1], f"a second rule '{words[1]}'", "an id that is not taken")
    fields: dict[str, _Line] = {}
    for line in rest:
        if not " ".join(line.text.split()).isprintable():
            raise line.error("", "a character that cannot be printed", "plain text")
        key = line.text.split()[0]
        if key not in _FIELDS:
            expected = "one of " + ", ".join(_FIELDS)
            raise line.error(key, f"'{key}'", expected, did_you_mean(key, _FIELDS))
        if key in fields:
            raise line.error(key, f"a second '{key}'", "each field once")
        fields[key] = line
    rule = Rule(
        words[1],
        _value(fields, "title") or words[1].replace("_", " "),
        _statements(fields, "premises", derived=True),
        _statements(fields, "conditions", derived=False),
        _value(fields, "choice"),
        _statements(fields, "conclusion", derived=None if builtin else True),
        _value(fields, "source"),
        tuple(_value(fields, "free").split()),
        builtin,
    )
    _check_letters(rule, fields)
    for key in _NEEDED:
        if key == "premises" and "free" in fields:
            continue  # a theorem about any points, such as the law of sines
        if key not in fields:
            raise head.error(words[1], f"rule '{words[1]}' without '{key}'", f"a '{key}' line")
    return rule


def _value(fields: Mapping[str, _Line], key: str) -> str:
    return " ".join(fields[key].text.split()[1:]) if key in fields else ""


def _statements(
    fields: Mapping[str, _Line], key: str, *, derived: bool | None
) -> tuple[Predicate, ...]:
    """Read statements separated by ``;``; figure facts are conditions and nothing else is.

    The catalogue may conclude them as well (``derived`` is None).
    """
    if key not in fields:
        return ()
    line, found = fields[key], []
    for part in _value(fields, key).split(";"):
        try:
            statement = parse_statement(part)
        except ValueError as error:
            name = (part.split() or [""])[0]
            place = part.strip() or key
            hint = "" if name in KINDS else did_you_mean(name, KINDS)
            raise line.error(place, str(error), "a statement such as 'coll a b c'", hint) from None
        if derived and not statement.kind.is_derived:
            expected = "a statement that can be derived; facts of the figure are 'conditions'"
            raise line.error(part.strip(), f"'{statement.name}' among the {key}", expected)
        if derived is False and not statement.kind.figure_only:
            names = ", ".join(kind.name for kind in KINDS.values() if kind.figure_only)
            expected = f"a fact read off the figure ({names})"
            raise line.error(part.strip(), f"'{statement.name}' among the conditions", expected)
        if KINDS[statement.name].linear and any(
            max(abs(c.numerator), c.denominator) > MOST_COEFFICIENT for c in statement.constants
        ):
            expected = f"coefficients up to {MOST_COEFFICIENT}"
            raise line.error(part.strip(), f"'{statement}'", expected)
        if empty_pairs(statement):
            raise line.error(part.strip(), f"'{statement}'", "two different points for each line")
        found.append(statement)
    return tuple(found)


def _check_letters(rule: Rule, fields: Mapping[str, _Line]) -> None:
    bound = {p for statement in rule.premises for p in statement.points}
    for letter in rule.free:
        if letter in bound:
            raise fields["free"].error(letter, f"'{letter}'", "a letter that no premise contains")
    for key, statements in (("conditions", rule.conditions), ("conclusion", rule.conclusions)):
        for statement in statements:
            for letter in statement.points:
                if letter not in bound and letter not in rule.free:
                    expected = "letters of the premises, or of a 'free' line"
                    raise fields[key].error(str(statement), f"letter '{letter}'", expected)


# --- statements --------------------------------------------------------------------------------


def parse_statement(text: str) -> Predicate:
    """Read ``name point … constant …``, as ``str(predicate)`` writes it.

    So statements stand in the rule catalogue and in proof files. (Problem files have a grammar of
    their own, :mod:`porism.geometry.language`.) Raises ValueError with a sentence when it is not
    one.
    """
    name, *words = text.split() or [""]
    kind = KINDS.get(name)
    if kind is None:
        raise ValueError(f"'{name[:LONGEST_POINT]}' is not a predicate")
    count = kind.arity[0]
    if kind.arity[1] > count:
        count = next((k for k, word in enumerate(words) if not word[0].isalpha()), len(words))
    if len(words) < kind.arity[0]:
        raise ValueError(f"'{name}' wants {kind.arity[0]} points, got {len(words)}")
    points, numbers = tuple(words[:count]), words[count:]
    if any(len(point) > LONGEST_POINT for point in points):
        raise ValueError(f"a point name of more than {LONGEST_POINT} characters")
    statement = Predicate(name, points, tuple(parse_number(word) for word in numbers))
    check_form(statement)
    return statement


def parse_number(word: str) -> Fraction:
    """Read ``3``, ``-2/3``, ``1pi/6`` (half-turns) or ``2pi``; raise ValueError for others."""
    if len(word) > LONGEST_NUMBER:
        raise ValueError("a number with more digits than any theorem needs")
    numerator, slash, denominator = word.partition("/")
    if numerator.endswith("pi"):
        numerator = numerator[:-2] or "1"
    if not _is_whole(numerator) or (slash and not _is_digits(denominator)):
        raise ValueError(f"'{word}' is not a rational number")
    if slash and not int(denominator):
        raise ValueError(f"'{word}' divides by zero")
    return Fraction(int(numerator), int(denominator) if slash else 1)


def _is_whole(word: str) -> bool:
    return _is_digits(word[1:] if word[:1] in ("-", "+") else word)


def _is_digits(word: str) -> bool:
    return word.isascii() and word.isdecimal()
