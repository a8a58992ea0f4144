"""Words and marks with their places, and the errors that point at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from porism.geometry.errors import ParseError
from porism.geometry.limits import MOST_WORDS
from porism.geometry.suggest import did_you_mean

__all__ = ["Source", "Token", "counted", "quoted"]

_TOKEN = re.compile(r"[;,=?|]|[^\s;,=?|]+")
MARKS = frozenset(";,=?|")
_PLAIN = dict(zip("；，、？｜＝＠", ";,,?|=@", strict=True))  # marks of other writings
_BRACKETS = "()[]{}（）"
_STRANGE = re.compile(f"[{re.escape(''.join(_PLAIN) + _BRACKETS)}]")


@dataclass(frozen=True)
class Token:
    """A word or one of the marks ``; , = ? |`` with its place, counted from 1."""

    text: str
    line: int
    column: int


def quoted(word: str) -> str:
    """Quote a word for a message, cutting what no reader would want to see in full."""
    return f"'{word}'" if len(word) <= 40 else f"'{word[:37]}...'"


def counted(number: int, noun: str) -> str:
    """Return ``1 point``, ``2 points``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True)
class Source:
    """The text a statement came from, so that errors can show the place."""

    file: str
    lines: Sequence[str]

    def tokens(self, numbers: Iterable[int]) -> list[Token]:
        """Split the lines with these numbers (from 1) into words and marks.

        Raises ParseError for more of them than any statement has, so that garbage is refused
        at once.
        """
        found: list[Token] = []
        for number in numbers:
            for m in _TOKEN.finditer(self.lines[number - 1]):
                found.append(Token(m.group(), number, m.start() + 1))
                self._refuse_strange_marks(found[-1])
                if len(found) > MOST_WORDS:
                    raise self.error(
                        found[-1], "the statement is too long", f"at most {MOST_WORDS} words"
                    )
        return found

    def _refuse_strange_marks(self, token: Token) -> None:
        """Raise ParseError for a mark of another language, or of another writing."""
        strange = _STRANGE.search(token.text)
        if strange is None:
            return
        mark = strange.group()
        place = Token(mark, token.line, token.column + strange.start())
        if mark in _BRACKETS:
            raise self.error(place, quoted(mark), "words without brackets, as in foot d a b c")
        raise self.error(
            place, f"{quoted(mark)} (another character)", f"the plain {quoted(_PLAIN[mark])}"
        )

    def error(
        self,
        place: Token,
        got: str,
        expected: str,
        *,
        near: Iterable[str] = (),
        hint: str = "",
    ) -> ParseError:
        """Return the error that points at ``place``.

        ``near`` are the words that could have been meant; the nearest becomes the hint when no
        other is given.
        """
        line = self.lines[place.line - 1] if 0 < place.line <= len(self.lines) else ""
        return ParseError(
            got,
            expected,
            self.file,
            place.line,
            place.column,
            line.replace("\t", " "),
            hint or did_you_mean(place.text, near),
        )

    def end(self, last: Token | None, line: int = 1) -> Token:
        """Return an empty token just behind ``last``, where something is missing."""
        if last is None:
            return Token("", line, 1)
        return Token("", last.line, last.column + len(last.text))
