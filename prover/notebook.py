"""What a notebook shows of a run and of a proof: the page, in a frame of its own.

The frame keeps the page's style and script from the notebook, and the other way round. Where a
notebook is not trusted its frames are left out, and the line above them is what remains.
"""

from __future__ import annotations

import sys
from html import escape
from typing import TYPE_CHECKING, Any

from porism.geometry.printing import printable
from porism.geometry.proof import Proof
from porism.geometry.render.page import render_page
from porism.geometry.render.svg import render_svg

if TYPE_CHECKING:
    from porism.prover.outcome import Outcome

__all__ = ["outcome_html", "proof_html", "show_proofs_in_notebooks"]

_HEIGHT = "40rem"


def outcome_html(outcome: Outcome) -> str:
    """Return what is known, then the page of each proof, or the figure that refutes."""
    status = outcome.status.replace("_", " ")
    line = f"{outcome.problem.name}: {status}"
    if outcome.message:
        line += f"; {outcome.message}"
    parts = [_line(line)]
    for proof, verdict in zip(outcome.proofs, outcome.verdicts, strict=True):
        parts.append(_frame(render_page(proof, verdict), f"Proof of {outcome.problem.name}"))
    if not outcome.proofs and outcome.diagram is not None:
        svg = render_svg(outcome.problem, outcome.diagram.coordinates)
        parts.append(_frame(svg, f"Figure of {outcome.problem.name}"))
    return "".join(parts)


def proof_html(proof: Proof) -> str:
    """Return the page of a proof, which nobody has checked here."""
    return _line(f"{proof.problem.name}: a proof of {proof.length} steps, not checked") + _frame(
        render_page(proof), f"Proof of {proof.problem.name}"
    )


def show_proofs_in_notebooks() -> None:
    """Tell IPython, where it runs, how to show a :class:`Proof`, which knows nothing of pages."""
    ipython: Any = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is not None:
        shell.display_formatter.formatters["text/html"].for_type(Proof, proof_html)


def _line(text: str) -> str:
    return f"<p>{escape(printable(text))}</p>"


def _frame(page: str, title: str) -> str:
    return (
        f'<iframe title="{escape(printable(title), quote=True)}" sandbox="allow-scripts" '
        f'style="width: 100%; height: {_HEIGHT}; border: 1px solid #8884" '
        f'srcdoc="{escape(page, quote=True)}"></iframe>'
    )
