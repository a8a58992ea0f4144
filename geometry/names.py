"""Names for points that nobody has named, and names that a reader could take for each other."""

from __future__ import annotations

import unicodedata

__all__ = ["looks", "mixes_scripts", "plain", "point_name", "strange_letter"]

_ALIKE = (
    "0131i 0184b 018dg 0196l 01a6R 01bds 0251a 0261g 0263y 0269i 026ai 026fw 028bu 028fy 1d04c "
    "1d0fo 1d11o 1d1cu 1d20v 1d21w 1d22z 1d83g 1d8cy 1e9df 1effy a731s a798F a799f a79fu a7b2J "
    "a7b3X a7b4B ab32e ab35f ab3do ab47r ab48r ab4eu ab52u ab5ay 0138k 01c0l 037fJ 0391A 0392B "
    "0395E 0396Z 0397H 0399I 039aK 039cM 039dN 039fO 03a1P 03a4T 03a5Y 03a7X 03b1a 03b3y 03b9i "
    "03bak 03bdv 03bfo 03c1p 03c3o 03c5u 03dcF 03f2c 03f3j 03f9C 03faM 1d26r 0405S 0406I 0408J "
    "0410A 0412B 0415E 041aK 041cM 041dH 041eO 0420P 0421C 0422T 0423Y 0425X 042cb 0430a 0433r "
    "0435e 043ak 043eo 0440p 0441c 0443y 0445x 0455s 0456i 0458j 0461w 0474V 0475v 04aeY 04afy "
    "04bbh 04bde 04c0I 04cfl 0501d 050cG 051bq 051aQ 051cW 051dw a647i 10e7y 10ffo 05d5l 05dfl "
    "05e1o 0627l 0647o "
)
"""Letters that are printed like Latin ones, by their numbers, each with the Latin letter.

Those of the scripts of names, from the table of confusable characters of Unicode (UTS 39), and a
few more of Hebrew and Arabic.
"""

_LIKE_LATIN = {int(word[:4], 16): word[4:] for word in _ALIKE.split()}

_SCRIPTS = (
    "LATIN GREEK CYRILLIC HEBREW ARABIC GEORGIAN DEVANAGARI BENGALI THAI TAMIL HANGUL HIRAGANA "
    "KATAKANA CJK"
).split()
"""Scripts of the letters that a name may have, as names of characters in Unicode begin.

Others have letters that look like these (Cherokee, Lisu, Coptic, Gothic, Armenian), or nobody
names points by them.
"""


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


def strange_letter(name: str) -> str | None:
    """Return the first letter of a script that names do not have, or digit that is not 0 to 9."""
    for c in name:
        if not c.isascii() and unicodedata.name(c, "").partition(" ")[0] not in _SCRIPTS:
            return c
        if not c.isascii() and not c.isalpha():
            return c
    return None


def mixes_scripts(name: str) -> bool:
    """Tell whether a name has letters of several scripts, of which one can be taken for another."""
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in name if c.isalpha()}
    return len(scripts) > 1 and looks(name) != name
