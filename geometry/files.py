"""Files and standard input, read as far as a bound and no further.

The size that a file system tells is not believed: devices and pipes have none, and files grow.
"""

from __future__ import annotations

import sys
from pathlib import Path

from porism.geometry.errors import InputError

__all__ = ["read_bytes", "read_text"]


def read_bytes(path: str | Path, most: int, what: str) -> bytes:
    """Read a file, or standard input for ``-``, of ``most`` bytes at most.

    ``what`` names what is wanted in the message for a larger file, such as ``a proof``. Raises
    InputError when there is no such file, when it cannot be read and when it is larger.
    """
    try:
        if str(path) == "-":
            if sys.stdin is None:
                raise InputError("standard input is closed")
            data = sys.stdin.buffer.read(most + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(most + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a zero byte
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: {reason.lower()}") from None
    if len(data) > most:
        raise InputError(f"{path}: larger than {most >> 20} MiB, too large for {what}")
    return data


def read_text(path: str | Path, most: int, what: str) -> str:
    """Read a text as :func:`read_bytes` does; raise InputError also where it is not UTF-8."""
    name = "<stdin>" if str(path) == "-" else str(path)
    data = read_bytes(path, most, what)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not a text file (byte {error.start} is not UTF-8)") from None
    if "\0" in text:
        raise InputError(f"{name}: not a text file (it holds zero bytes)")
    return text.replace("\r\n", "\n").replace("\r", "\n")
