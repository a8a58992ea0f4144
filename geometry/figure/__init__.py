"""Helpers of :mod:`geometry.diagram`: how figures are placed, solved and polished."""
