"""The commands of ``porism``, one module each; :mod:`porism.prover.cli.main` puts them together."""
