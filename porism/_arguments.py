"""Arguments of the public functions, looked at before anything is done with them."""

from __future__ import annotations

import os
from numbers import Integral, Real

from porism.prover.outcome import Outcome

__all__ = ["NoneType", "expect"]

NoneType = type(None)
_WORDS = {
    NoneType: "None",
    str: "a string",
    os.PathLike: "a path",
    Integral: "a whole number",
    Real: "a number",
}
_HINTS = {
    Outcome: "; its proofs are in .proofs",
    bytes: "; decode it first",
}


def expect(value: object, name: str, *kinds: type) -> None:
    """Raise TypeError, which says what was expected, unless ``value`` is of one of the kinds."""
    # True is a whole number to Python, and no budget or seed to anybody
    if isinstance(value, kinds) and not isinstance(value, bool):
        return
    words = " or ".join(_WORDS.get(kind, kind.__name__) for kind in kinds)
    hint = next((text for kind, text in _HINTS.items() if isinstance(value, kind)), "")
    raise TypeError(f"{name}: expected {words}, got {type(value).__name__}{hint}")
