"""Names for points that nobody has named: short, and the same for everyone who counts them."""

from __future__ import annotations

__all__ = ["point_name"]


def point_name(number: int) -> str:
    """Return the name of the ``number``-th point, counted from 0: a, ..., z, a1, ..., z1, a2."""
    turn, letter = divmod(number, 26)
    return chr(ord("a") + letter) + (str(turn) if turn else "")
