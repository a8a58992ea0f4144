"""Numbers in problems: angles, ratios, lengths and coefficients, all exact rationals."""

from __future__ import annotations

import re
from fractions import Fraction

from porism.geometry.language.tokens import Source, Token, quoted
from porism.geometry.linear import prime_powers

__all__ = ["is_number", "read_angle", "read_positive", "read_rational"]

_LONGEST = 40
_RATIONAL = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:/(\d+))?\Z", re.ASCII)
_PI = re.compile(r"([+-]?)(\d*)pi(?:/(\d+))?\Z", re.ASCII)


def is_number(word: str) -> bool:
    """Tell whether a word is meant as a number (points begin with a letter)."""
    return word[:1].isdigit() or word[:1] in "+-." or _PI.match(word) is not None


def _fraction(source: Source, token: Token, parts: tuple[str, str, str | None]) -> Fraction:
    sign, number, divisor = parts
    below = int(divisor) if divisor else 1
    if below == 0:
        raise source.error(token, f"{quoted(token.text)} divides by zero", "a non-zero divisor")
    value = Fraction(number or "1") / below
    return -value if sign == "-" else value


def read_rational(source: Source, token: Token, what: str = "a number") -> Fraction:
    """Read ``3``, ``-1/2`` or ``0.25``."""
    match = _RATIONAL.match(token.text)
    if match is None or len(token.text) > _LONGEST:
        raise source.error(
            token,
            f"{quoted(token.text)} is not {what}",
            f"{what} such as 2, 1/3 or 0.5, of at most {_LONGEST} characters",
        )
    return _fraction(source, token, (match[1], match[2], match[3]))


def read_positive(source: Source, token: Token, what: str) -> Fraction:
    """Read a ratio or length: positive, with prime factors the engine can carry."""
    value = read_rational(source, token, what)
    if value <= 0:
        raise source.error(
            token, f"{what} {quoted(token.text)} is not positive", "a number above 0"
        )
    try:
        prime_powers(value)
    except ValueError:
        raise source.error(
            token,
            f"{what} {quoted(token.text)} has a prime factor above 1000000",
            "a ratio of small whole numbers (r2const and l2const take squares)",
        ) from None
    return value


def read_angle(source: Source, token: Token) -> Fraction:
    """Read an angle in half-turns: ``60``, ``60o`` and ``60°`` are degrees, ``pi/3`` radians."""
    text = token.text
    match = _PI.match(text)
    if match is not None and len(text) <= _LONGEST:
        return _fraction(source, token, (match[1], match[2], match[3]))
    bare = Token(text[:-1] if text[-1:] in "o°" else text, token.line, token.column)
    match = _RATIONAL.match(bare.text)
    if match is None or len(text) > _LONGEST:
        raise source.error(
            token, f"{quoted(text)} is not an angle", "an angle such as 60, 60o or pi/3"
        )
    return _fraction(source, token, (match[1], match[2], match[3])) / 180
