"""Whole problem files: run, stored, and set beside published results."""
