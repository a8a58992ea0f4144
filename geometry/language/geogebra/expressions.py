"""The expressions inside GeoGebra files: ``Segment[A, B]``, ``a + 2 b ≟ c``, ``60°``."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

__all__ = [
    "LABEL",
    "NUMBER",
    "Binary",
    "Call",
    "Expression",
    "ExpressionError",
    "Name",
    "Number",
    "names_in",
    "parse_expression",
]


class ExpressionError(ValueError):
    """A text that is not an expression as GeoGebra writes them."""


@dataclass(frozen=True)
class Name:
    """The label of an object."""

    name: str


@dataclass(frozen=True)
class Number:
    """A plain number, or an angle in half-turns."""

    value: Fraction
    is_angle: bool = False


@dataclass(frozen=True)
class Call:
    """A command with arguments; a coordinate pair has the empty name."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True)
class Binary:
    """An operation or relation between two expressions."""

    operator: str
    left: Expression
    right: Expression


Expression: TypeAlias = Name | Number | Call | Binary

NUMBER = r"\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?|\.\d+"
LABEL = r"[^\W\d_](?:(?![²³])[\w'′]|\{[\w,]*\})*"


def names_in(expression: Expression) -> frozenset[str]:
    """Return the labels that an expression refers to."""
    match expression:
        case Name(name):
            return frozenset((name,))
        case Call(_, arguments):
            return frozenset().union(*map(names_in, arguments))
        case Binary(_, left, right):
            return names_in(left) | names_in(right)
    return frozenset()


_TOKEN = re.compile(
    rf"\s*(?:({NUMBER})|({LABEL})"
    r"|(≟|==|&&|[∧·⋅]|[-+*/^=∥⟂⊥∈²°()\[\],]))"
)
_RELATIONS = {"≟": "=", "==": "=", "=": "=", "∥": "∥", "⊥": "⟂", "⟂": "⟂", "∈": "∈"}
_LONGEST = 2000
_DEEPEST = 40


def parse_expression(text: str) -> Expression:
    """Parse an expression; raise ExpressionError for anything that is not one."""
    if len(text) > _LONGEST:
        raise ExpressionError("the expression is too long")
    tokens: list[str] = []
    spaced: set[int] = set()
    at, text = 0, text.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(f"'{text[at]}' is not understood")
        if match.group()[:1].isspace():
            spaced.add(len(tokens))
        tokens.append(match[1] or match[2] or match[3])
        at = match.end()
    parser = _Parser(tokens, spaced)
    found = parser.conjunction()
    if parser.tokens[parser.at] != "":
        raise ExpressionError(f"'{parser.tokens[parser.at]}' is not understood here")
    return found


class _Parser:
    """Recursive descent with a bound on the depth; the empty token marks the end."""

    def __init__(self, tokens: list[str], spaced: Container[int]) -> None:
        self.tokens = [*tokens, ""]
        self.spaced = spaced
        self.at = 0
        self.depth = 0

    def take(self, *wanted: str) -> str:
        token = self.tokens[self.at]
        if token and token in wanted:
            self.at += 1
            return token
        return ""

    def conjunction(self) -> Expression:
        left = self.relation()
        while self.take("&&", "∧"):
            left = Binary("&", left, self.relation())
        return left

    def relation(self) -> Expression:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ExpressionError("the expression is nested too deeply")
        left = self.sum()
        operator = self.take(*_RELATIONS)
        if operator:
            left = Binary(_RELATIONS[operator], left, self.sum())
        self.depth -= 1
        return left

    def sum(self) -> Expression:
        negative = self.take("-", "+") == "-"
        left = self.product()
        if negative:
            left = Binary("*", Number(Fraction(-1)), left)
        while operator := self.take("+", "-"):
            left = Binary(operator, left, self.product())
        return left

    def product(self) -> Expression:
        left = self.power()
        while True:
            if operator := self.take("*", "/", "·", "⋅"):
                operator = "/" if operator == "/" else "*"
                left = Binary(operator, left, self.power())
            elif self.tokens[self.at][:1].isalnum() or self.tokens[self.at] == "(":
                left = Binary("*", left, self.power())  # `2 a` is a product
            else:
                return left

    def power(self) -> Expression:
        base = self.atom()
        while True:
            if self.take("²"):
                base = Binary("^", base, Number(Fraction(2)))
            elif self.take("^"):
                base = Binary("^", base, self.atom())
            elif self.take("°"):
                if not isinstance(base, Number):
                    raise ExpressionError("° after something that is not a number")
                base = Number(base.value / 180, is_angle=True)
            else:
                return base

    def atom(self) -> Expression:
        token = self.tokens[self.at]
        self.at += 1 if token else 0
        if token in ("(", "["):
            inner = self.arguments(")" if token == "(" else "]")
            return inner[0] if len(inner) == 1 else Call("", inner)
        if token[:1].isdigit() or token[:1] == ".":
            return Number(Fraction(token))
        if token == "π":
            return Number(Fraction(1), is_angle=True)
        if not token[:1].isalpha():
            raise ExpressionError(f"'{token}' is not understood here" if token else "it is cut off")
        if self.tokens[self.at] == "(" and self.at in self.spaced and token[0].islower():
            return Name(token)  # `j (a + b)` is a product
        if opening := self.take("[", "("):
            return Call(token, self.arguments("]" if opening == "[" else ")"))
        return Name(token)

    def arguments(self, closing: str) -> tuple[Expression, ...]:
        if self.take(closing):
            return ()
        found = [self.conjunction()]
        while self.take(","):
            found.append(self.conjunction())
        if not self.take(closing):
            raise ExpressionError(f"'{closing}' is missing")
        return tuple(found)
