"""Text made safe to show: names and messages may come from a file that anybody wrote."""

from __future__ import annotations

import unicodedata

__all__ = ["in_one_line", "printable", "shortened"]

_JOINERS = "\u200c\u200d"  # invisible, but words of several languages are spelt with them


def printable(text: str) -> str:
    r"""Return ``text`` with what is no visible character written as an escape.

    Control characters could move the cursor of a terminal, recolour or retitle it; others turn
    the direction of writing, and halves of characters cannot be encoded. Line breaks and tabs
    stay.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    if text.isprintable():
        return text
    return "".join(c if _is_harmless(c) else c.encode("unicode_escape").decode() for c in text)


def _is_harmless(c: str) -> bool:
    return c.isprintable() or c in "\n\t" or c in _JOINERS or unicodedata.category(c) == "Zs"


def in_one_line(name: str) -> str:
    r"""Return a name, of a file perhaps, with its line breaks as escapes: no line is forged by it.

    >>> in_one_line("a.json: proved\nb.json")
    'a.json: proved\\nb.json'
    """
    return "\\n".join(name.splitlines())


def shortened(text: str, most: int) -> str:
    """Return ``text``, or its beginning and how much was left out."""
    if len(text) <= most:
        return text
    return f"{text[:most]}... ({len(text) - most:,} characters more)"
