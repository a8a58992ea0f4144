"""What a data set consists of: the manifest, the one file that says what counts.

A file that the manifest does not list is not part of the data set, whatever its name: it was
being written when the program was killed, or its rows have moved on. So replacing the manifest,
which is atomic, is what commits a change.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from porism.geometry.errors import InputError
from porism.geometry.files import as_text, too_large
from porism.geometry.limits import MOST_BYTES_OF_MANIFEST
from porism.synth.pipeline.place import Place, place_of
from porism.synth.pipeline.rows import SCHEMA_VERSION

__all__ = [
    "MANIFEST",
    "Identity",
    "Manifest",
    "Shard",
    "is_shard",
    "read_manifest",
    "write_manifest",
]

MANIFEST = "manifest.json"
_FORMAT = "porism-synth"
# The second form is that of data sets made before version 0.2.
_SHARD = re.compile(r"(data/[0-9a-f]-\d+-\d+|prefix=[0-9a-f]/part-\d+-\d+)\.parquet\Z")


@dataclass(frozen=True)
class Identity:
    """What must be the same for a run to go on with a data set.

    ``excluded`` is a fingerprint of the problems that were left out.
    """

    generator: str
    seed: int
    figures_per_block: int
    excluded: str
    schema_version: int = SCHEMA_VERSION


@dataclass(frozen=True)
class Shard:
    """A Parquet file of rows whose hashes begin with ``prefix``."""

    path: str
    prefix: str
    rows: int


@dataclass(frozen=True)
class Manifest:
    """The state of a data set.

    Blocks below ``next_block`` are in the shards; ``problems`` counts their theorems before
    duplicates were dropped, ``core_seconds`` is what they cost, ``tally`` what became of all that
    was tried. Of ``next_block`` itself the first rows may be in the shards, when more were not
    wanted; ``cut_problems`` and ``cut_seconds`` are its share.
    """

    identity: Identity
    next_block: int = 0
    problems: int = 0
    with_aux: int = 0
    core_seconds: float = 0.0
    cut_problems: int = 0
    cut_seconds: float = 0.0
    tally: Mapping[str, int] = field(default_factory=dict)
    shards: tuple[Shard, ...] = ()

    @property
    def rows(self) -> int:
        """The number of rows, all different."""
        return sum(shard.rows for shard in self.shards)

    def of_prefix(self, prefix: str) -> list[Shard]:
        """Return the shards of a prefix, oldest first."""
        return [shard for shard in self.shards if shard.prefix == prefix]

    def with_shards(self, old: set[str], new: list[Shard]) -> Manifest:
        """Return the manifest without some shards (by path) and with others."""
        kept = tuple(s for s in self.shards if s.path not in old)
        return replace(self, shards=(*kept, *new))


def read_manifest(where: Place | str | Path) -> Manifest | None:
    """Read the manifest of a data set; None where there is none. Raises InputError."""
    place = place_of(where) if isinstance(where, str | Path) else where
    path = f"{place.name}/{MANIFEST}"
    try:
        read = place.read(MANIFEST, MOST_BYTES_OF_MANIFEST)
        if read is None:
            return None
        if len(read) > MOST_BYTES_OF_MANIFEST:
            raise too_large(path, MOST_BYTES_OF_MANIFEST, "a manifest")
        data: Any = json.loads(as_text(read, path))
    except (InputError, OSError, ValueError, RecursionError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    try:
        if data.pop("format") != _FORMAT:
            raise ValueError
        version = data["identity"]["schema_version"]
        if version != SCHEMA_VERSION:
            raise InputError(
                f"{place.name} holds a data set of schema {version}; this program writes schema "
                f"{SCHEMA_VERSION}. Choose another folder."
            )
        identity = Identity(**data.pop("identity"))
        shards = tuple(Shard(**row) for row in data.pop("shards"))
        manifest = Manifest(identity=identity, shards=shards, **data)
        _check_types(manifest)
        return manifest
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError(f"{path} is not the manifest of a data set") from None


_MOST = 1 << 48  # of anything that a manifest counts


def is_shard(path: str) -> bool:
    """Tell whether a file has the name of a shard; files with other names are not ours."""
    return _SHARD.match(path) is not None


def _check_types(manifest: Manifest) -> None:
    """Raise TypeError or ValueError for a member that is not of its kind."""
    identity = manifest.identity
    texts: list[object] = [identity.generator, identity.excluded]
    counts: list[object] = [identity.figures_per_block, manifest.next_block, manifest.problems]
    counts += [manifest.with_aux, manifest.cut_problems, *manifest.tally.values()]
    for shard in manifest.shards:
        texts.append(shard.path)
        counts.append(shard.rows)
    seconds: list[object] = [manifest.core_seconds, manifest.cut_seconds]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError
    if not all(isinstance(n, int) and not isinstance(n, bool) and 0 <= n < _MOST for n in counts):
        raise TypeError
    if not all(isinstance(s, int | float) and 0 <= s < math.inf for s in seconds):
        raise TypeError
    if not all(is_shard(shard.path) for shard in manifest.shards):
        raise ValueError  # files outside the folder are not ours to read or delete


def write_manifest(place: Place, manifest: Manifest) -> None:
    """Replace the manifest, all or nothing."""
    text = json.dumps({"format": _FORMAT, **asdict(manifest)}, indent=1) + "\n"
    place.write(MANIFEST, text.encode())
