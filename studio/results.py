"""Files that solves have made, held for download until newer ones need the room."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["File", "Results"]


@dataclass(frozen=True)
class File:
    """Contents with their media type."""

    media_type: str
    data: bytes


class Results:
    """The files of each solve, by a key that nobody can guess; ``most`` bytes of all together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self.files: OrderedDict[str, Mapping[str, File]] = OrderedDict()

    def keep(self, files: Mapping[str, File]) -> str:
        """Hold files; return their key. The oldest results go where there is no room."""
        key = secrets.token_urlsafe(16)
        self.files[key] = files
        self.size += _size(files)
        while self.size > self.most and len(self.files) > 1:
            _, gone = self.files.popitem(last=False)
            self.size -= _size(gone)
        return key

    def find(self, key: str, name: str) -> File | None:
        """Return a file, None where it is not there any more."""
        return self.files.get(key, {}).get(name)


def _size(files: Mapping[str, File]) -> int:
    return sum(len(file.data) for file in files.values())
