"""Fetch the published problem files that tests can read as well: ``make corpora``.

They belong to AlphaGeometry (Trinh, Wu, Le, He and Luong, Nature 625, 2024; Apache-2.0) and are not
part of this repository. A file that is not, to the byte, the one that the tests were written for
is refused. What is here already is not fetched again.
"""

from __future__ import annotations

import hashlib
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.geometry.corpora import ROOT

__all__ = ["PUBLISHED", "Published", "WrongFileError", "fetch"]

_COMMIT = "a8a1dc70818c1253b6524d761510a6ec6df39c07"
_SITE = f"https://raw.githubusercontent.com/google-deepmind/alphageometry/{_COMMIT}"
FOLDER = ROOT / "corpora"


@dataclass(frozen=True)
class Published:
    """A file: our name for it, where it is published, and the SHA-256 of its bytes."""

    name: str
    address: str
    sha256: str


PUBLISHED = (
    Published(
        "imo_ag_30.txt",
        f"{_SITE}/imo_ag_30.txt",
        "7325140244ccc4f81b983d67a6f840f8991d10e6b763e09687208ec063c1afb6",
    ),
    Published(
        "jgex_ag_231.txt",
        f"{_SITE}/jgex_ag_231.txt",
        "19b54b562dbd65b960dd25381d111e2608b2bddc01a51375edca2de2d3ea66b7",
    ),
    Published(
        "ag1_defs.txt",
        f"{_SITE}/defs.txt",
        "fbe184abc18448a2e0de498ea90be5f31215759df176c3699fbbf4bfc16b9d42",
    ),
)


class WrongFileError(Exception):
    """A file was fetched whose bytes are not the expected ones."""


def fetch(file: Published, folder: Path) -> Path:
    """Fetch a file into a folder. Raises OSError without network, WrongFileError."""
    path = folder / file.name
    if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256:
        return path
    with urllib.request.urlopen(file.address, timeout=60) as answer:
        data: bytes = answer.read()
    found = hashlib.sha256(data).hexdigest()
    if found != file.sha256:
        raise WrongFileError(f"{file.address}: SHA-256 {found}, expected {file.sha256}")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def main() -> int:
    """Fetch all of them and say so; the exit status is 1 where one cannot be had."""
    status = 0
    for file in PUBLISHED:
        try:
            print(fetch(file, FOLDER).relative_to(ROOT))
        except (OSError, WrongFileError) as error:
            print(f"{file.name}: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
