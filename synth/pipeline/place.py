"""Where a data set lies: a folder of this machine, or one in an object store.

A folder is written through the file system, so that a power cut leaves whole files. URLs go to
Arrow, which knows ``s3://`` and ``gs://`` itself, and for all others to fsspec. Nothing here knows
what the files mean. Errors of the store are OSError, as those of a disk are.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

import pyarrow as pa
from pyarrow import fs

from porism.geometry.errors import InputError
from porism.geometry.extras import without_extra
from porism.geometry.files import only_writer, replacing

__all__ = ["Folder", "Place", "Remote", "is_url", "place_of"]

_LOCK = ".lock"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_OF_ARROW = ("s3", "gs", "gcs", "hdfs", "abfs", "abfss")

Check = Callable[[], None]


class Place(Protocol):
    """A folder of files, named by paths relative to it, with ``/`` between their parts."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    def names(self, folder: str = "") -> list[str]:
        """Return the files and folders directly in a folder, sorted; none where it is missing."""

    def read(self, name: str, most: int) -> bytes | None:
        """Return at most so many bytes and one of a file, None where it is missing."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file, all or nothing."""

    def writing(self, name: str) -> Any:
        """Return a context in which a file is written; after an error it may be there in part."""

    def opened(self, name: str) -> pa.NativeFile:
        """Open a file for reading anywhere in it. Raises FileNotFoundError."""

    def move(self, old: str, new: str) -> None:
        """Give a file another name, in the place of one that has it."""

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""

    def only_writer(self) -> Any:
        """Return a context in which nobody else writes; it gives a check, to call before commits.

        Entering it or the check raises InputError when somebody else does.
        """


def is_url(text: str | Path) -> bool:
    """Tell whether a text names a store and not a folder."""
    return isinstance(text, str) and _SCHEME.match(text) is not None


def place_of(text: str | Path) -> Place:
    """Return the place that a text names. Raises InputError for a URL of no known store."""
    if not is_url(text):
        return Folder(Path(text))
    url = str(text)
    scheme = url.partition("://")[0].lower()
    if scheme == "file":
        return Folder(Path(url.partition("://")[2]))
    try:
        if scheme in _OF_ARROW:
            store, path = fs.FileSystem.from_uri(url)
        else:
            store, path = _of_fsspec(url)
    except (ImportError, ValueError, OSError, NotImplementedError) as error:
        if isinstance(error, ModuleNotFoundError) and (advice := without_extra(error)) is not error:
            raise advice from None
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{url}: no store that can be used: {reason}") from None
    if not path.strip("/"):
        raise InputError(f"{url}: names a store, but no folder in it")
    return Remote(url, store, path.rstrip("/"))


def _of_fsspec(url: str) -> tuple[fs.FileSystem, str]:
    from fsspec.core import url_to_fs

    store, path = url_to_fs(url)
    return fs.PyFileSystem(fs.FSSpecHandler(store)), path


class Folder:
    """A folder of this machine.

    A data set may come from anybody, so no link in it is followed: neither to read what lies
    elsewhere, nor to write or delete there. The folder itself may be a link: its name is the
    user's. Raises InputError for a link.
    """

    def __init__(self, path: Path) -> None:
        """``path`` need not be there yet."""
        self._path = path

    @property
    def name(self) -> str:
        """The path."""
        return str(self._path)

    def names(self, folder: str = "") -> list[str]:
        """Return what is directly in a folder."""
        try:
            return sorted(path.name for path in self._at(folder).iterdir())
        except FileNotFoundError:
            return []

    def read(self, name: str, most: int) -> bytes | None:
        """Read the beginning of a file."""
        try:
            with open(self._at(name), "rb") as file:
                return file.read(most + 1)
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file; it is on the disk before it has its name."""
        with self.writing(name) as file:
            file.write(data)

    @contextmanager
    def writing(self, name: str) -> Iterator[IO[bytes]]:
        """Write a file by and by."""
        path = self._at(name)
        self._at(f"{name}.tmp")  # which is written first
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as beside, open(beside, "wb") as file:
            yield file

    def opened(self, name: str) -> pa.NativeFile:
        """Open a file."""
        return pa.OSFile(str(self._at(name)), "rb")

    def move(self, old: str, new: str) -> None:
        """Rename a file."""
        path = self._at(new)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.replace(self._at(old), path)

    def delete(self, name: str) -> None:
        """Delete a file."""
        self._at(name).unlink(missing_ok=True)

    @contextmanager
    def only_writer(self) -> Iterator[Check]:
        """Hold a lock on the folder, which ends with the process however that ends."""
        try:
            self._path.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise InputError(f"cannot write to {self.name}: that is no folder") from None
        with only_writer(self._at(_LOCK), self.name):
            yield lambda: None

    def _at(self, name: str) -> Path:
        """Return the path of a file or folder; raise InputError for a link on it or a device."""
        path = self._path
        for part in PurePosixPath(name).parts:
            path /= part
            if path.is_symlink():
                raise InputError(f"{path} is a link to something else; a data set has no links")
            if path.exists() and not (path.is_file() or path.is_dir()):
                raise InputError(f"{path} is neither a file nor a folder")
        return path


class Remote:
    """A folder of an object store, whose files appear when they are whole."""

    def __init__(self, name: str, store: fs.FileSystem, path: str) -> None:
        """``store`` may need no folders made; ``path`` is that of the data set in it."""
        self._name = name
        self._store = store
        self._path = path

    @property
    def name(self) -> str:
        """The URL, without what follows a question mark: options, and maybe keys."""
        return self._name.partition("?")[0]

    def names(self, folder: str = "") -> list[str]:
        """Return what is directly in a folder."""
        selector = fs.FileSelector(self._at(folder), allow_not_found=True)
        found = self._store.get_file_info(selector)
        return sorted(info.base_name for info in found if info.base_name)

    def read(self, name: str, most: int) -> bytes | None:
        """Read the beginning of a file."""
        try:
            with self._store.open_input_stream(self._at(name), compression=None) as file:
                return bytes(file.read(most + 1))
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file."""
        with self.writing(name) as file:
            file.write(data)

    @contextmanager
    def writing(self, name: str) -> Iterator[pa.NativeFile]:
        """Write a file by and by."""
        with self._store.open_output_stream(self._at(name), compression=None) as file:
            yield file

    def opened(self, name: str) -> pa.NativeFile:
        """Open a file."""
        return self._store.open_input_file(self._at(name))

    def move(self, old: str, new: str) -> None:
        """Copy a file within the store, and delete the old one."""
        self._store.copy_file(self._at(old), self._at(new))
        self.delete(old)

    def delete(self, name: str) -> None:
        """Delete a file."""
        with suppress(FileNotFoundError):
            self._store.delete_file(self._at(name))

    @contextmanager
    def only_writer(self) -> Iterator[Check]:
        """Take over: stores have no locks, so the newest run has the data set.

        An older one finds out before it commits anything. No clock is asked.
        """
        mine = secrets.token_hex(16).encode()
        self.write(_LOCK, mine)

        def check() -> None:
            if self.read(_LOCK, 64) != mine:
                raise InputError(f"another run has begun to write to {self.name}")

        yield check

    def _at(self, name: str) -> str:
        return f"{self._path}/{name}".rstrip("/")
