"""Porism: a neuro-symbolic prover for olympiad plane geometry.

>>> import porism
>>> outcome = porism.solve("a b c = triangle; h = on_tline b a c, on_tline c a b ? perp a h b c")
>>> outcome.status
'proved'
>>> porism.check(outcome.proofs[0]).status
'proved'

``solve``, ``check``, ``parse``, ``read`` and ``draw`` do what the commands of the same names do;
what they return shows itself in a notebook. The names in ``__all__`` are the public interface:
they change only with a new major version. Everything else is private.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from porism._api import Drawing, __version__, check, draw, graph, parse, read, solve, tell
    from porism.geometry.checker.check import Verdict
    from porism.geometry.errors import (
        FigureError,
        InputError,
        ParseError,
        PorismError,
        RefutedError,
    )
    from porism.geometry.predicates import Predicate
    from porism.geometry.problem import Clause, Problem
    from porism.geometry.proof import Proof, Step
    from porism.prover.outcome import Outcome

__all__ = [
    "Clause",
    "Drawing",
    "FigureError",
    "InputError",
    "Outcome",
    "ParseError",
    "PorismError",
    "Predicate",
    "Problem",
    "Proof",
    "RefutedError",
    "Step",
    "Verdict",
    "__version__",
    "check",
    "draw",
    "graph",
    "parse",
    "read",
    "solve",
    "tell",
]

# Loaded when first asked for: whoever imports the checker alone gets the checker alone, and
# `porism --help` does not wait for the engine.
_HOMES = {
    "porism._api": "Drawing __version__ check draw graph parse read solve tell",
    "porism.geometry.checker.check": "Verdict",
    "porism.geometry.errors": "FigureError InputError ParseError PorismError RefutedError",
    "porism.geometry.predicates": "Predicate",
    "porism.geometry.problem": "Clause Problem",
    "porism.geometry.proof": "Proof Step",
    "porism.prover.outcome": "Outcome",
}
_HOME = {name: module for module, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'porism' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
