"""The commands of ``porism``, one module each; :mod:`prover.cli` puts them together."""
