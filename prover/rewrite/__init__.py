"""Proofs made shorter and written with the theorems that people know."""
