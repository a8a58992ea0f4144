"""Files that are installed with the program can be named without saying where they lie.

``imo_ag_30`` (or ``imo_ag_30.txt``) is the problem file of that name, ``small`` the settings
``lm/configs/small.toml``, unless there is a file of that name where the user is.
"""

from __future__ import annotations

from enum import Enum
from functools import reduce
from importlib.resources import files
from pathlib import Path

from porism.geometry.suggest import nearest as near_words

__all__ = ["Shipped", "nearest", "resolve", "shipped_names"]


class Shipped(Enum):
    """What kinds of files are installed: the folders that hold them, and how their names end."""

    PROBLEMS = (("problems", "problems/examples"), ".txt")
    RULES = (("problems/examples",), "_rule.txt")
    SETTINGS = (("lm/configs",), ".toml")

    def __init__(self, folders: tuple[str, ...], suffix: str) -> None:
        self.folders = folders
        self.suffix = suffix


def _known(kind: Shipped) -> dict[str, Path]:
    package = files("porism")
    found = [
        Path(str(entry))
        for folder in kind.folders
        for entry in reduce(lambda place, name: place / name, folder.split("/"), package).iterdir()
        if entry.name.endswith(kind.suffix)
    ]
    if kind is Shipped.PROBLEMS:
        found = [path for path in found if not path.name.endswith(Shipped.RULES.suffix)]
    return {path.stem: path for path in sorted(found)}


def shipped_names(kind: Shipped) -> tuple[str, ...]:
    """Return the names by which the installed files of a kind can be called."""
    return tuple(_known(kind))


def resolve(given: str | Path, kind: Shipped) -> Path:
    """Return the path of a file: one that exists, or one that is installed under that name.

    A name that is neither is returned as it is; whoever opens it will complain.
    """
    path = Path(given)
    try:
        if path.name != str(given) or (path.exists() and not path.is_dir()):
            return path
    except (OSError, ValueError):  # too long for a path, or with a zero byte
        return path
    known = _known(kind)
    return known.get(path.stem if path.suffix in (".txt", ".toml") else path.name, path)


def nearest(given: str, kind: Shipped) -> str:
    """Return a hint at the installed file that ``given`` may mean, or nothing."""
    near = near_words(Path(given).stem, shipped_names(kind))
    return f"; did you mean {near[0]}?" if near else ""
