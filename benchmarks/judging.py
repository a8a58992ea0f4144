"""What became of a forged proof: the checker, the referee and figures are asked."""

from __future__ import annotations

from dataclasses import replace

from mpmath import workdps

from benchmarks.forgeries import Forged
from porism.geometry.checker.check import check_proof
from porism.geometry.configurations import DIGITS, FIGURES
from porism.geometry.errors import PorismError
from porism.geometry.figure.evidence import DrawnFigures
from porism.geometry.figure.precise import refine
from porism.geometry.figure.turned import turned_figures
from porism.geometry.measure.truth import residual
from porism.geometry.proof import Proof
from porism.geometry.referee import referee
from porism.geometry.verify import check

__all__ = ["ENDS", "judge"]

ENDS = ("rejected", "right", "configuration", "everywhere", "undecided", "caught", "wrong", "crash")
_DRAWING = 2.0  # seconds for the figures of a claim


def judge(forged: Forged) -> tuple[str, str]:
    """Return what became of a forged proof, and the verdict in words.

    ``rejected``; ``right``: accepted, and the claim is true on every branch; ``configuration``:
    accepted for one configuration, of a claim that is true of some; ``everywhere``: called proved,
    though the claim fails on some branches (which may be those that order and side exclude: a
    person has to look); ``undecided``: called proved, and the referee cannot say; ``caught``: the
    checker accepts it, and the referee alone prevents that a false claim is called proved;
    ``wrong``: that is called proved; ``crash``: the checker ended in an error of its own.
    """
    try:
        return _judged(forged.proof)
    except Exception as error:
        return "crash", f"{type(error).__name__}: {error}"


def _judged(proof: Proof) -> tuple[str, str]:
    if not (quick := check_proof(proof, DrawnFigures(), figures=2)).accepted:
        return "rejected", quick.reason
    kind = referee(replace(proof.problem, auxiliary=(), goals=(proof.goal,))).kind
    if kind == "true":
        return "right", str(quick)
    if kind == "false":
        alone = check_proof(proof, DrawnFigures())
        verdict = check(proof)
        ends = {True: "wrong", False: "caught" if alone.accepted else "rejected"}
        return ends[verdict.accepted], str(verdict)
    if _fails_somewhere(proof):  # then the verdict is no other, and takes a second to write
        return "configuration", "a figure was drawn in which it fails"
    verdict = check(proof)
    if verdict.status != "proved":
        return "configuration" if verdict.accepted else "rejected", str(verdict)
    return "everywhere" if kind == "depends" else "undecided", str(verdict)


def _fails_somewhere(proof: Proof) -> bool:
    """Tell whether the goal fails, to many digits, in one of the figures of the survey."""
    statement = replace(proof.problem, auxiliary=(), goals=(proof.goal,))
    for at in turned_figures(statement, proof.coordinates, FIGURES, 0, seconds=_DRAWING):
        if residual(proof.goal, at) > 1e-7:
            try:
                places = refine(statement, at, DIGITS)
            except PorismError:
                continue
            with workdps(DIGITS):
                if residual(proof.goal, places) > 1e-25:
                    return True
    return False
