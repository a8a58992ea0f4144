"""Proofs for the eye: ``svg`` draws a figure, ``html`` writes a page."""
