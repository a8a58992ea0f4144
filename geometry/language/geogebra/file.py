"""A GeoGebra file opened: its objects and commands in order, with the drawn coordinates."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from xml.etree import ElementTree

from porism.geometry.errors import InputError
from porism.geometry.language.formats import is_xml
from porism.geometry.language.geogebra.macros import Macro, expanded
from porism.geometry.language.geogebra.protocol import GgbFile, arguments, protocol

__all__ = ["open_ggb"]

_MEMBER, _TOOLS = "geogebra.xml", "geogebra_macro.xml"
_LARGEST = 16 * 1024 * 1024  # bytes unpacked; a file packed by hand could claim any size


def open_ggb(data: bytes, file: str) -> GgbFile:
    """Read a ``.ggb`` file, or the XML in it; raise InputError when it is neither.

    Calls of the user's own tools are replaced by what they do.
    """
    packed = not is_xml(data)
    text = _unpacked(data, file, _MEMBER) if packed else data
    assert text is not None
    construction = _parsed(text, file, _MEMBER).find("construction")
    if construction is None:
        raise InputError(f"{file}: {_MEMBER} holds no construction")
    tools = _unpacked(data, file, _TOOLS) if packed else None
    return expanded(protocol(construction), _macros(tools, file) if tools else {}, file)


def _parsed(text: bytes, file: str, member: str) -> ElementTree.Element:
    if len(text) > _LARGEST:
        raise InputError(f"{file}: {member} is larger than {_LARGEST >> 20} MB")
    try:
        return ElementTree.fromstring(text, ElementTree.XMLParser(target=_NoEntities()))
    except _HasDoctype:
        raise InputError(f"{file}: {member} is not as GeoGebra writes it") from None
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise InputError(f"{file}: {member} is not valid XML ({error})") from None


def _macros(text: bytes, file: str) -> dict[str, Macro]:
    found = {}
    for node in _parsed(text, file, _TOOLS).iter("macro"):
        construction, name = node.find("construction"), node.get("cmdName", "")
        if construction is not None and name:
            takes, makes = (arguments(node.find(tag)) for tag in ("macroInput", "macroOutput"))
            found[name] = Macro(name, takes, makes, protocol(construction))
    return found


class _HasDoctype(Exception):
    """The file defines entities, or names a file that does."""


class _NoEntities(ElementTree.TreeBuilder):
    """Refuses documents with a DOCTYPE, in whatever encoding: only there entities are defined."""

    def doctype(self, name: str, public: str, system: str) -> None:
        """Called for a DOCTYPE."""
        raise _HasDoctype


def _unpacked(data: bytes, file: str, name: str) -> bytes | None:
    """Return a member of the archive; None where there are no tools."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if name == _TOOLS and name not in archive.namelist():
                return None
            if archive.getinfo(name).file_size > _LARGEST:
                raise InputError(f"{file}: {name} is larger than {_LARGEST >> 20} MB")
            with archive.open(name) as member:
                return member.read(_LARGEST + 1)
    except KeyError:
        raise InputError(f"{file}: a zip file without {_MEMBER}, not from GeoGebra") from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        OSError,
        RuntimeError,  # encrypted, or a compression that is not supported
        ValueError,
    ) as error:
        raise InputError(f"{file}: not a readable GeoGebra file ({error})") from None
