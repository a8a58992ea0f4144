"""Proofs for people: as text, as a figure, as a page.

``story`` arranges a proof for reading and ``chains`` writes its algebra; ``text``, ``svg`` and
``html`` are three ways to print it.
"""
