"""Helpers of :mod:`porism.geometry.figure.diagram`: how figures are placed, solved and polished."""
