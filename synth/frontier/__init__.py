"""Theorems that the prover finds hard: proved by a long search, and not by one point."""
