"""``python -m porism`` is the command ``porism``."""

from porism.prover.cli.main import main

main()
