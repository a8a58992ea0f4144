"""The public functions: the prover for people who write Python."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as _version_of
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from porism._arguments import NoneType, expect
from porism.geometry.checker.check import Verdict
from porism.geometry.checker.proof_json import read_proof
from porism.geometry.errors import InputError
from porism.geometry.extras import without_extra
from porism.geometry.figure.diagram import Diagram
from porism.geometry.figure.diagram import draw as _draw
from porism.geometry.language.geogebra.writer import to_geogebra
from porism.geometry.language.reader import read_problems
from porism.geometry.language.text import parse_problem
from porism.geometry.limits import LONGEST_NAME
from porism.geometry.problem import Problem
from porism.geometry.proof import ByRule, Proof
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.render.svg import render_svg
from porism.geometry.rule import Rule
from porism.geometry.rule_trials.tested_rules import SECONDS, load_tested_rules
from porism.geometry.telling.markdown import render_markdown
from porism.geometry.telling.tell import tell as _tell
from porism.geometry.telling.tex import render_tex
from porism.geometry.telling.text import plain_text, render_text
from porism.geometry.verify import check as _check
from porism.prover.notebook import show_proofs_in_notebooks
from porism.prover.options import DEFAULTS, SolveOptions
from porism.prover.outcome import Outcome, Report
from porism.prover.solve import solve as _solve

if TYPE_CHECKING:
    import networkx

show_proofs_in_notebooks()

__all__ = ["Drawing", "__version__", "check", "draw", "graph", "parse", "read", "solve", "tell"]

try:
    __version__ = _version_of("porism")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "unknown"

_FORMS = {
    "text": render_text,
    "markdown": render_markdown,
    "latex": render_tex,
    "steps": plain_text,
}

PathLike = str | os.PathLike[str]


@dataclass(frozen=True)
class Drawing:
    """A figure of a problem, as a picture and as numbers.

    ``coordinates`` are pairs (x, y) by the name of the point; ``svg`` is the picture.
    """

    problem: Problem
    diagram: Diagram

    @property
    def coordinates(self) -> dict[str, tuple[float, float]]:
        """Where the points are."""
        return dict(self.diagram.coordinates)

    @property
    def svg(self) -> str:
        """The picture, a whole SVG document."""
        return render_svg(self.problem, self.diagram.coordinates)

    @property
    def geogebra(self) -> bytes:
        """The figure as a GeoGebra file, in which points that depend on others follow them."""
        return to_geogebra(self.problem, self.diagram.coordinates)

    def save(self, path: PathLike) -> None:
        """Write the picture to a file, or a GeoGebra file where the name ends in ``.ggb``."""
        file = Path(path)
        ggb = file.suffix.casefold() == ".ggb"
        file.write_bytes(self.geogebra if ggb else self.svg.encode("utf-8"))

    def _repr_html_(self) -> str:
        # As an image, so that the style of the picture does not reach the rest of the notebook.
        data = base64.b64encode(self.svg.encode()).decode("ascii")
        source = f"data:image/svg+xml;base64,{data}"
        return f'<img alt="Figure of {self.problem.name}" style="max-width: 30rem" src="{source}">'


def parse(text: str, *, name: str = "problem") -> Problem:
    """Read one problem from text, in AlphaGeometry's language or AlphaGeometry 2's.

    The goal may be missing. Raises :class:`ParseError`, which says where and what was expected, and
    :class:`InputError` for a name that is long or cannot be printed.

    >>> parse("a b c = triangle; h = on_tline b a c, on_tline c a b ? perp a h b c").points
    ('a', 'b', 'c', 'h')
    """
    expect(text, "text", str)
    expect(name, "name", str)
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(
            f"name: at most {LONGEST_NAME} characters that can be printed, in one line"
        )
    return parse_problem(text, name, need_goal=False)


def read(path: PathLike) -> list[Problem]:
    """Read all problems of a file: text of the two languages, or GeoGebra.

    Raises :class:`InputError` for a file that cannot be read and :class:`ParseError` for one that
    cannot be understood.
    """
    expect(path, "path", str, os.PathLike)
    return read_problems(os.fspath(path), need_goal=False)


def solve(
    problem: Problem | str,
    *,
    budget: float = DEFAULTS.budget,
    threads: int | None = DEFAULTS.threads,
    seed: int = DEFAULTS.seed,
    proposer: str | None = DEFAULTS.proposer,
    weights: PathLike | None = None,
    rules: Iterable[PathLike] = (),
    attempts: int | None = None,
    rewrite: bool = DEFAULTS.rewrite,
    progress: Report | None = None,
) -> Outcome:
    """Prove the goals of a problem, or of a statement in the problem language.

    ``budget`` is in seconds; ``threads`` of the search are by default as many as there are
    processors. ``proposer`` says who suggests auxiliary points: ``none`` (deduction alone),
    ``heuristic``, ``guided`` (the heuristic's points in an order that was learned), ``lm`` (the
    language model; needs the extra ``lm``) or ``mixed`` (both), which is the default where the
    extra is installed, as ``guided`` is elsewhere; ``weights`` is a folder with another language
    model. ``rules`` are files with rules of your own, which are tried out
    first, within the budget. ``attempts`` bounds the constructions that
    are tried, which makes a run the same on every machine. Without ``rewrite`` the proof is shown
    as it was found, and not made shorter. ``progress`` is called now and then with a
    :class:`~porism.prover.outcome.Progress`.

    Raises :class:`InputError` for a problem without a goal, and TypeError for an argument of
    another kind.
    """
    asked = _problem(problem)
    expect(budget, "budget", Real)
    expect(threads, "threads", Integral, NoneType)
    expect(seed, "seed", Integral)
    expect(proposer, "proposer", str, NoneType)
    expect(weights, "weights", str, os.PathLike, NoneType)
    expect(attempts, "attempts", Integral, NoneType)
    if not asked.goals:
        raise InputError("the problem asks for nothing; write '? goal' after it")
    options = SolveOptions(
        budget,
        threads,
        seed,
        proposer,
        None if weights is None else Path(weights),
        attempts,
        rewrite=rewrite,
    )
    options.check()
    begun = time.monotonic()
    catalogue = _catalogue(rules, budget)
    options = options.less(time.monotonic() - begun)
    return _solve(asked, options, rules=catalogue, progress=progress)


def check(
    proof: Proof | PathLike,
    *,
    rules: Iterable[PathLike] = (),
    figures: int = 3,
    digits: int = 30,
    seed: int = 0,
) -> Verdict:
    """Check a proof, or the proof in a JSON file, without the engine that found it.

    ``figures`` is how many figures are drawn afresh, ``digits`` their precision. Raises
    :class:`InputError` for a file that holds no proof, and TypeError for an argument of another
    kind: an outcome has its proofs in ``proofs``.
    """
    expect(proof, "proof", Proof, str, os.PathLike)
    expect(seed, "seed", Integral)
    for number, name, least in ((figures, "figures", 1), (digits, "digits", 15)):
        expect(number, name, Integral)
        if number < least:
            raise InputError(f"{name}: {least} or more, got {number}")
    given = proof if isinstance(proof, Proof) else read_proof(Path(proof))
    return _check(given, rules=_catalogue(rules), figures=figures, digits=digits, seed=seed)


def tell(
    proof: Proof | Outcome,
    *,
    language: str = "en",
    form: Literal["text", "markdown", "latex", "steps"] = "text",
    collinear: bool = False,
) -> str:
    """Return a proof, or all proofs of an outcome, as a person would tell them.

    ``form`` is plain text, Markdown, a LaTeX document, or the plain derivation step by step. In the
    first two a goal after the first is told with what has been shown before. With ``collinear`` the
    proof says, too, which points are on one line. Raises
    :class:`InputError` for a language without a table of words, for another form, and for a broken
    proof.
    """
    expect(proof, "proof", Proof, Outcome)
    expect(form, "form", str)
    if form not in _FORMS:
        raise InputError(f"form: one of {', '.join(_FORMS)}, got {form[:40]!r}")
    if isinstance(proof, Outcome):
        whole = form in ("latex", "steps")
        tellings = [
            _tell(
                one,
                verdict,
                language=language,
                after=() if whole else proof.proofs[:number],
                collinear=collinear,
            )
            for number, (one, verdict) in enumerate(zip(proof.proofs, proof.verdicts, strict=True))
        ]
    else:
        tellings = [_tell(proof, language=language, collinear=collinear)]
    return "\n".join(_FORMS[form](telling) for telling in tellings)


def _problem(problem: Problem | str) -> Problem:
    expect(problem, "problem", str, Problem)
    return parse(problem) if isinstance(problem, str) else problem


def _catalogue(rules: Iterable[PathLike], seconds: float = SECONDS) -> Mapping[str, Rule] | None:
    """Return the catalogue with users' rules, None without any."""
    if isinstance(rules, str | bytes | os.PathLike):
        raise TypeError(f"rules: expected a list of files, got one {type(rules).__name__}")
    expect(rules, "rules", Iterable)
    files = list(rules)
    for file in files:
        expect(file, "rules", str, os.PathLike)
    return load_tested_rules(*map(Path, files), seconds=seconds) if files else None


def _as_text(proof: Proof) -> str:
    try:
        return tell(proof)
    except InputError:  # with holes: what is left of it, as data
        return repr(proof)


# A proof knows nothing of tellings, for the checker stands on it; here it learns to print itself.
setattr(Proof, "__str__", _as_text)  # noqa: B010 (a method, to the type checker)


def draw(problem: Problem | str, *, seed: int = 0, seconds: float = 10.0) -> Drawing:
    """Draw a figure of a problem; it needs no goal.

    Raises :class:`FigureError` when no figure satisfies the premises, and :class:`RefutedError`
    when there are figures but a goal fails in all of them.
    """
    asked = _problem(problem)
    expect(seed, "seed", Integral)
    expect(seconds, "seconds", Real)
    diagram = _draw(asked, seed=seed, seconds=seconds, want_goal=bool(asked.goals))
    said = [g for g in asked.goals if g not in diagram.failing and not g.kind.is_question]
    at = choose_figure(asked, diagram.coordinates, said, seed=seed)
    return Drawing(asked, replace(diagram, coordinates=at))


def graph(proof: Proof) -> networkx.DiGraph[int]:
    """Return the graph of dependencies of a proof, for NetworkX (the extra ``graph``).

    A node is the id of a step, with ``statement`` (text) and ``reason`` (``given``, the id of a
    rule, or the table of the algebra); an edge goes from a step to each one that cites it.

    Raises :class:`InputError` where NetworkX is not installed.
    """
    expect(proof, "proof", Proof)
    try:
        import networkx
    except ModuleNotFoundError as error:
        raise without_extra(error) from None
    made: networkx.DiGraph[int] = networkx.DiGraph(name=proof.problem.name)
    for step in proof.steps:
        reason = step.reason
        why = reason.rule if isinstance(reason, ByRule) else getattr(reason, "table", "given")
        made.add_node(step.id, statement=str(step.statement), reason=why)
        made.add_edges_from((premise, step.id) for premise in step.premises)
    return made
