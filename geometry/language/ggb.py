"""GeoGebra files."""

from __future__ import annotations

from geometry.errors import InputError
from geometry.problem import Problem

__all__ = ["read_ggb"]


def read_ggb(data: bytes, name: str) -> Problem:
    """Read a GeoGebra file."""
    raise InputError(f"{name}: GeoGebra files cannot be read yet")
