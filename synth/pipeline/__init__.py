"""Data sets: blocks of theorems, worked out in parallel, written once."""
