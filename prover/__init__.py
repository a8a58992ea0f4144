"""Auxiliary-point search, the command line, and reports for people."""
