"""Measurements; README.md says what each is for."""
