"""Names for points that nobody has named, and names that a reader could take for each other."""

from __future__ import annotations

import unicodedata

__all__ = ["looks", "mixes_scripts", "plain", "point_name"]

_LIKE_LATIN = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0405\u0406\u0408"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03bf\u03bd\u0131\u0251",
    "ABEKMHOPCTXSIJ" + "aeopcyxsij" + "ABEZHIKMNOPTYX" + "ovia",
)
"""Cyrillic and Greek letters that are printed like Latin ones, and two Latin ones like others."""


def point_name(number: int) -> str:
    """Return the name of the ``number``-th point, counted from 0: a, ..., z, a1, ..., z1, a2."""
    turn, letter = divmod(number, 26)
    return chr(ord("a") + letter) + (str(turn) if turn else "")


def plain(name: str) -> str:
    """Return the name without full-width letters, ligatures, raised digits and the like (NFKC)."""
    return unicodedata.normalize("NFKC", name)


def looks(name: str) -> str:
    """Return what two names have in common that look the same in print.

    They may be printed as they are or with a capital: a Greek alpha is then like a Latin A.
    """
    shown = plain(name).translate(_LIKE_LATIN)
    capital = plain(name)[:1].upper().translate(_LIKE_LATIN)
    if plain(name).isascii() or not capital.isascii():
        return shown
    return (capital if plain(name)[:1].isupper() else capital.lower()) + shown[1:]


def mixes_scripts(name: str) -> bool:
    """Tell whether a name has letters of several scripts, of which one can be taken for another."""
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return len(scripts) > 1 and looks(name) != name
