"""Files: read as far as a bound, written all or nothing, and what the system says of them.

The size that a file system tells is not believed: devices and pipes have none, and files grow.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from porism.geometry.errors import InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found,unused-ignore]

__all__ = [
    "as_text",
    "only_writer",
    "os_reason",
    "read_bytes",
    "read_text",
    "replacing",
    "tomllib",
    "too_large",
    "unreadable",
]


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
        raise unreadable(path, error) from None
    if len(data) > most:
        raise too_large(path, most, what)
    return data


def too_large(path: str | Path, most: int, what: str) -> InputError:
    """Return the error to raise for contents of more than ``most`` bytes."""
    return InputError(f"{path}: larger than {most >> 20} MiB, too large for {what}")


def read_text(path: str | Path, most: int, what: str) -> str:
    """Read a text as :func:`read_bytes` does; raise InputError also where it is not UTF-8."""
    name = "<stdin>" if str(path) == "-" else str(path)
    text = as_text(read_bytes(path, most, what), name)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def as_text(data: bytes, name: str) -> str:
    """Return what the bytes of the file ``name`` say; raise InputError where they are no text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not a text file (byte {error.start} is not UTF-8)") from None
    if "\0" in text:
        raise InputError(f"{name}: not a text file (it holds zero bytes)")
    return text


def os_reason(error: Exception) -> str:
    """Return what the system says, without the path and without what Arrow says around it."""
    said = getattr(error, "strerror", None)
    inside = re.search(r"\[errno (\d+)\]", str(error), re.IGNORECASE)
    if said is None and inside:
        return os.strerror(int(inside[1]))
    return said or str(error)


def unreadable(path: str | Path, error: Exception) -> InputError:
    """Return the error to raise when a file cannot be opened or read."""
    return InputError(f"{path}: {os_reason(error).lower()}")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a file beside ``path`` to write, and put it in the place of ``path`` at the end.

    The contents are on the disk before the name is, power cuts included. Where writing fails the
    old file is as it was, and nothing is left beside it: on a full disk half a file only takes
    room. Raises OSError.
    """
    beside = path.with_name(f"{path.name}.tmp")
    try:
        yield beside
        with open(beside, "rb") as file:
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


@contextmanager
def only_writer(lock: Path, folder: str) -> Iterator[None]:
    """Hold the lock of a folder, a file in it, which ends with the process however that ends.

    ``folder`` is its name in the messages. Raises InputError when another process holds the lock,
    and on systems without such locks.
    """
    try:
        import fcntl
    except ModuleNotFoundError:
        raise InputError(f"{folder}: needs a system with POSIX file locks (Linux, macOS)") from None
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"another run is writing to {folder}") from None
        yield
