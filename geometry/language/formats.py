"""What a file is, told from its bytes and its name, so that a wrong one is named as such."""

from __future__ import annotations

import base64
import binascii
from pathlib import PurePath

__all__ = ["FORMATS_READ", "foreign_by_bytes", "foreign_by_name", "geogebra_bytes", "is_xml"]

FORMATS_READ = "what is read: statements of AG1 or AG2 as text, and GeoGebra files (.ggb)"

_ZIP = b"PK\x03\x04"
_HEAD = 2000  # bytes in which the root of GeoGebra's XML stands

_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"{", "JSON"),
    (b"<", "XML or HTML"),
)
_ENDINGS = {
    ".gcl": "a file of GCLC",
    ".gex": "a file of Java Geometry Expert",
    ".fig": "a figure",
    ".p": "a file of TPTP",
    ".tptp": "a file of TPTP",
    ".lean": "a file of Lean",
    ".xml": "XML",
}


def geogebra_bytes(data: bytes) -> bytes | None:
    """Return GeoGebra's archive, or its XML; also where the archive is written in base64."""
    if data.startswith(_ZIP):
        return data
    head = _start(data)
    if is_xml(data) and b"<geogebra" in head:
        return data
    if head.startswith(base64.b64encode(_ZIP)[:4]):
        try:
            return base64.b64decode(b"".join(data.split()), validate=True)
        except binascii.Error:
            return None
    return None


def is_xml(data: bytes) -> bool:
    """Tell whether data begin like XML."""
    return _start(data).startswith(b"<")


def _start(data: bytes) -> bytes:
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")


def foreign_by_bytes(data: bytes) -> str | None:
    """Say what data are that begin like no text of ours, or None."""
    start = _start(data)
    return next((what for beginning, what in _BEGINNINGS if start.startswith(beginning)), None)


def foreign_by_name(file: str) -> str | None:
    """Say what a file is by the ending of its name, or None where that does not tell."""
    return _ENDINGS.get(PurePath(file).suffix.lower())
