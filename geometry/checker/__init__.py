"""The checker: a proof in, a verdict out.

Importing this package loads what a proof is checked with and nothing else: no drawing, no search
for figures, no reader of files. :mod:`porism.geometry.verify` joins it to the standard evidence;
:mod:`porism.geometry.checker.proof_json`, which is not loaded here, reads proofs from files.
"""

from porism.geometry.checker.check import Configuration, Status, Verdict, check_proof
from porism.geometry.checker.figures import Evidence

__all__ = ["Configuration", "Evidence", "Status", "Verdict", "check_proof"]
