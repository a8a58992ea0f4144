"""The errors a user can cause, each carrying the place and the remedy.

Everything a person may trigger with a file or an option is a :class:`PorismError`;
command lines print its text and leave with status 2. Any other exception is a defect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from porism.geometry.figure.diagram import Diagram

__all__ = ["CheckError", "FigureError", "InputError", "ParseError", "PorismError", "RefutedError"]

_LONGEST = 400  # characters of what was found: a message quotes what anybody wrote


class PorismError(Exception):
    """Base of all errors that have a cause outside the program."""


class InputError(PorismError):
    """A file that cannot be read, or an option that makes no sense."""


@dataclass
class ParseError(PorismError):
    """A text that is not in the language: where, what was found, what was expected.

    ``line`` and ``column`` count from 1; ``text`` is the line itself, for the caret;
    ``hint`` is a remedy such as ``did you mean 'on_tline'?``, ``language`` what the text was
    taken for, where it could be read in several.
    """

    got: str
    expected: str
    file: str = "<text>"
    line: int = 1
    column: int = 1
    text: str = ""
    hint: str = ""
    language: str = ""

    def __str__(self) -> str:
        """Render as ``file:line:column: message``, the line and a caret below it."""
        got = self.got if len(self.got) <= _LONGEST else f"{self.got[:_LONGEST]}...'"
        message = f"{self.file}:{self.line}:{self.column}: {got}; expected {self.expected}"
        if self.hint:
            message += f" ({self.hint})"
        if self.text:
            start = max(0, self.column - 60)
            shown = self.text[start : start + 100]
            message += f"\n  {shown}\n  {' ' * (self.column - 1 - start)}^"
        if self.language:
            message += f"\n  (read as {self.language})"
        return message


class FigureError(PorismError):
    """No figure realises the premises (contradictory, or degenerate in every attempt)."""


class RefutedError(PorismError):
    """The premises have figures and the goals fail in all of them, or in the one that is given.

    ``diagram`` is such a figure.
    """

    def __init__(self, message: str, diagram: Diagram | None = None) -> None:
        super().__init__(message)
        self.diagram = diagram


@dataclass
class CheckError(PorismError):
    """A proof that is not one: the step and the reason (``step`` is None for the whole file)."""

    step: int | None
    reason: str

    def __str__(self) -> str:
        """Render as ``step N: reason``."""
        return self.reason if self.step is None else f"step {self.step}: {self.reason}"
