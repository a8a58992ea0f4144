"""From a problem to checked proofs: draw, close, trace back, check; search where that fails.

>>> from porism.geometry.language import parse_problem
>>> altitudes = parse_problem("a b c = triangle; h = on_tline b a c, on_tline c a b ? perp a h b c")
>>> solve(altitudes).status
'proved'
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from itertools import count

from porism.ddar.answers import candidates as answers_of
from porism.ddar.closure import Closure, Limits, StopReason, in_core
from porism.ddar.engine import begin, resume
from porism.ddar.incidence import MOST_POINTS
from porism.ddar.trials import MOST_GOALS
from porism.geometry.errors import FigureError, RefutedError
from porism.geometry.figure.diagram import Diagram, draw, require_different_places
from porism.geometry.figure.double_place import DOUBLE_PLACE
from porism.geometry.language import to_text
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem
from porism.geometry.rules import Rule
from porism.geometry.words import display_names, sentence
from porism.prover.implied_orders import implied_orders
from porism.prover.options import DEFAULTS, SolveOptions
from porism.prover.outcome import PROVED, Note, NoteKind, Outcome, Phase, Progress, Report, Status
from porism.prover.profile import left_out_text
from porism.prover.proofs import Proofs
from porism.prover.proposers.base import Candidate, Proposer, with_candidates
from porism.prover.proposers.meant import as_placed
from porism.prover.proposers.registry import make_proposer
from porism.prover.rewrite.rewrite import Bounds as RewriteBounds
from porism.prover.rewrite.rewrite import told_better
from porism.prover.search.driver import Bounds, Search
from porism.prover.search.figure import Task
from porism.prover.stopwatch import Stopwatch
from porism.prover.time_limit import OutOfTime, time_limit
from porism.prover.undecided import degenerate, remarks, rulings

__all__ = ["SolveOptions", "clause_text", "renamed", "solve"]

_GRACE_SECONDS = 0.3  # beyond the budget, in which what looks at the clock comes to its own end
_RESERVED_SECONDS = 2.0  # of the budget, a tenth at most: proofs of what a cut closure holds,
# checks of what was rewritten, and what follows: a proof is told and drawn in 0.2 to 1.2 seconds
_REWRITING_SECONDS = 20.0  # of processor, to make proofs shorter; ten times what a hard one takes
_DRAWING_SECONDS = 10.0  # bound on drawing the figure
_POLL_SECONDS = 0.1  # between two looks at the cancel flag while the figure is closed


def solve(
    problem: Problem,
    options: SolveOptions = DEFAULTS,
    *,
    rules: Mapping[str, Rule] | None = None,
    progress: Report | None = None,
    cancel: threading.Event | None = None,
) -> Outcome:
    """Prove the goals of ``problem`` within the budget, or say how far that went.

    ``rules`` is the catalogue with users' rules. ``progress`` is called now and then from this
    thread; ``cancel`` ends the run with what is known, as does KeyboardInterrupt. Raises
    InputError when ``options`` name a proposer that does not exist, or that needs a network
    which cannot be loaded.
    """
    options.check()
    run = _Run(problem, options, rules, progress, cancel or threading.Event())
    try:
        with time_limit(options.budget + _GRACE_SECONDS):
            run.start()
            if run.diagram is not None:
                run.ask_referee()
            if run.base is not None and run.missing:
                run.search(make_proposer(options.proposer_name, options.weights))
        if options.rewrite:
            run.rewrite()
        run.ask_to_the_end()
    except KeyboardInterrupt:
        run.note("interrupted", "interrupted")
    except OutOfTime:
        run.out_of_time()
    return run.outcome()


def clause_text(clause: Clause) -> str:
    """Write one clause in the problem language."""
    return to_text(Problem("", (clause,))).strip()


def renamed(candidates: Sequence[Candidate], taken: Sequence[str]) -> list[Candidate]:
    """Return the candidates with their points called x1, x2, ... as far as these are free."""
    free = (n for n in (f"x{i}" for i in count(1)) if n not in taken)
    names = {p: next(free) for c in candidates for p in c.points}
    return [c.rename(names) for c in candidates]


def _targets(goals: Sequence[Predicate], base: Closure) -> Iterator[tuple[Predicate, Predicate]]:
    """Yield goals with statements that would settle them: questions are guessed from the figure."""
    for goal in goals:
        if goal.kind.is_question:
            guesses = answers_of(goal, base.coordinates)
            yield from ((goal, guess) for guess in guesses if in_core(guess))
        elif not goal.kind.figure_only and in_core(goal):
            yield goal, goal


class _Run:
    """One run of the prover: what is known so far."""

    def __init__(
        self,
        problem: Problem,
        options: SolveOptions,
        rules: Mapping[str, Rule] | None,
        progress: Report | None,
        cancel: threading.Event,
    ) -> None:
        self.problem = problem
        self.options = options
        self.rules = rules
        self.progress = progress
        self.cancel = cancel
        self.started = time.monotonic()
        self.deadline = self.started + options.budget
        self.reserved = min(_RESERVED_SECONDS, options.budget / 10)
        self.status: Status = "open"
        self.diagram: Diagram | None = None
        self.base: Closure | None = None
        self.with_sines: Closure | None = None
        self.degenerate = False  # points are one in the figures that need not be
        self.pending = False  # a proof is known and is being written or checked
        self.searched = False  # auxiliary points have been tried
        self.proofs = Proofs(rules, self.note)
        self.rulings: dict[Predicate, tuple[str, ...]] = {}
        self.notes: dict[Note, None] = {}
        self.engine = Stopwatch()
        self.attempts = 0

    @property
    def missing(self) -> tuple[Predicate, ...]:
        """The goals without an accepted proof, but for those that the figure refutes."""
        failing = self.diagram.failing if self.diagram is not None else ()
        return tuple(
            g for g in self.problem.goals if g not in self.proofs.found and g not in failing
        )

    def note(self, kind: NoteKind, text: str) -> None:
        self.notes.setdefault(Note(kind, text))

    def report(self, phase: Phase, trying: str = "") -> None:
        if self.progress is not None:
            seconds = time.monotonic() - self.started
            self.progress(Progress(phase, seconds, self.attempts, trying))

    # --- the road -----------------------------------------------------------------------

    def start(self) -> None:
        """Draw and close the figure and prove what follows at once."""
        self.report("figure")
        if self.problem.dialect == "ggb":
            for comment in self.problem.comments:
                self.note("read", comment)
        left = max(0.5, self.deadline - time.monotonic())
        try:
            require_different_places(self.problem)
            self.diagram = draw(
                self.problem, seed=self.options.seed, seconds=min(_DRAWING_SECONDS, left)
            )
        except RefutedError as error:
            self.diagram = error.diagram
            self.tell_failing()
            return
        except FigureError as error:
            self.status = "error"
            self.note("no_figure", str(error))
            return
        self.tell_failing()
        self.leave_out_implied()
        self.report("closure")
        self.base = self.close(self.problem, self.diagram)
        self.prove(self.base, (), self.base)
        if self.missing and not self.cancel.is_set():
            # The law of sines costs some times more and proves more; search goes without, but
            # for what it has shown of the figure.
            self.with_sines = self.close(self.problem, self.diagram, sines=True)
            self.prove(self.with_sines, (), self.with_sines)
        self.proofs.add_forced(
            self.missing,
            self.problem,
            self.diagram,
            self.base,
            seed=self.options.seed,
            limits=self.rederiving,
        )
        asked = [
            g for g in self.problem.goals if not (g.kind.figure_only and g in self.proofs.found)
        ]
        problem = replace(self.problem, goals=tuple(asked))
        for remark in remarks(problem, self.diagram, self.options.seed):
            self.note("figures", remark)

    def tell_failing(self) -> None:
        """Say which goals fail; a question does not fail, but may have no value."""
        assert self.diagram is not None
        failing = self.diagram.failing
        names = display_names(self.problem.points)
        for goal in self.diagram.undecided:
            self.note("figures", f"{sentence(goal, names)}: no figure tells; {DOUBLE_PLACE}")
        text, together = degenerate(self.problem, self.diagram) if failing else ("", {})
        if text:
            self.note("figures", text)
            self.diagram = replace(self.diagram, failing=(), remarks=())
            self.degenerate = True
            return
        for text in dict.fromkeys(together.values()):
            self.note("figures", text)
        told = [
            (goal, remark)
            for goal, remark in zip(failing, self.diagram.remarks, strict=True)
            if goal not in together
        ]
        failing = tuple(goal for goal, _ in told)
        if together:
            texts = tuple(remark for _, remark in told)
            self.diagram = replace(self.diagram, failing=failing, remarks=texts)
            self.degenerate = True
        for goal, remark in told:
            self.note("no_value" if goal.kind.is_question else "refuted", remark)
        if not all(goal.kind.is_question for goal in failing):
            self.status = "refuted"
        elif failing and len(failing) == len(self.problem.goals):
            self.status = "error"

    def leave_out_implied(self) -> None:
        """Leave out order that the text of a GeoGebra file forces; the notes tell it."""
        assert self.diagram is not None
        names = display_names(self.problem.points)
        implied = implied_orders(self.problem, self.diagram.coordinates, self.options.seed)
        for order in implied:
            self.note("implied", f"{sentence(order, names)}, as the text forces it")
        if implied:
            goals = tuple(g for g in self.problem.goals if g not in implied)
            problem = replace(self.problem, goals=goals)
            self.problem = replace(problem, text=to_text(problem))

    def ask_referee(self) -> None:
        """Find out what goals without a proof are worth: those that fail, those that are open.

        It takes a share of the budget only, as the search is to have the rest.
        """
        self._ask(int(self.options.policy.surveyed_figures * self.options.budget))

    def ask_to_the_end(self) -> None:
        """Find out what was too much before the search, where that has left the time."""
        left = self.deadline - self.reserved - time.monotonic()
        if self.diagram is None or self.cancel.is_set() or left <= 0:
            return
        try:
            with time_limit(left):
                self._ask(None)
        except OutOfTime:
            pass  # then it was not looked for to the end, as was said before

    def _ask(self, most: int | None) -> None:
        assert self.diagram is not None
        goals = () if self.degenerate else (*self.diagram.failing, *self.missing)
        left = self.deadline - time.monotonic()
        near = self.diagram.coordinates
        self.rulings |= rulings(self.problem, goals, near, left, self.proofs.surveys, most)

    def close(self, problem: Problem, diagram: Diagram, *, sines: bool = False) -> Closure:
        """Close the figure in one run: where runs are interrupted can show in proofs."""
        left = max(0.0, self.deadline - self.reserved - time.monotonic())
        with self.engine.running(), ThreadPoolExecutor(1) as executor:
            closure = begin(problem, diagram.coordinates, sines=sines, rules=self.rules)
            task = executor.submit(resume, closure, Limits(seconds=left))
            try:
                while not wait([task], timeout=_POLL_SECONDS).done:
                    if self.cancel.is_set():
                        closure.cancel()
            except (KeyboardInterrupt, OutOfTime):
                closure.cancel()
                raise
            task.result()
        if closure.stopped is StopReason.DEADLINE:
            self.note("budget", "the budget ended before the figure was closed")
        if closure.stopped is StopReason.LIMIT:
            self.note("limit", f"the engine stopped at {len(closure):,} facts")
        return closure

    def prove(self, base: Closure, clauses: Sequence[Clause], closure: Closure) -> None:
        """Write and check a proof of each missing goal that ``closure`` holds."""
        missing = [goal for goal in self.missing if closure.holds(goal)]
        if missing:
            self.report("check")
        self.pending = bool(missing)
        policy = self.options.policy
        self.proofs.add(
            missing,
            base,
            clauses,
            closure,
            limits=self.rederiving,
            refusals=policy.refused_proofs + self.attempts // policy.attempts_per_refused,
        )
        self.pending = False

    def search(self, proposer: Proposer | None) -> None:
        """Look for auxiliary points, and prove what they bring."""
        if proposer is None or self.base is None or self.diagram is None:
            return
        targets = list(_targets(self.missing, self.base))
        # what is prepared in a figure of many points takes most of a second in the core
        if not targets or self.deadline - time.monotonic() < self.reserved:
            return
        if len(self.base.points) > MOST_POINTS:
            most = f"{MOST_POINTS} points"
            self.note("limit", f"few auxiliary points are tried in a figure of more than {most}")
        if len(targets) > MOST_GOALS:
            left = len(targets) - MOST_GOALS
            self.note("limit", f"the search leaves out {left} of {len(targets)} goals and guesses")
            del targets[MOST_GOALS:]
        if proposer.loads:
            self.report("network")
            proposer.load()
        options = self.options
        statements = tuple(statement for _, statement in targets)
        search = Search(
            self.base,
            Task(self.diagram, statements, proposer, options.seed, options.policy),
            Bounds(self.deadline, options.attempts, self.cancel),
            threads=options.thread_count,
            report=self.report_attempts,
            richer=self.with_sines,
        )
        self.searched = True
        try:
            with closing(self.engine.timed(search.hits())) as hits:
                for hit in hits:
                    self.attempts = search.attempts
                    if any(targets[i][0] in self.missing for i in hit.goals):
                        self.verify(hit.candidates)
                    if not self.missing or time.monotonic() > self.deadline:
                        break
        finally:
            self.attempts = search.attempts

    def report_attempts(self, phase: Phase, attempts: int, trying: str) -> None:
        self.attempts = attempts
        self.report(phase, trying)

    def rederiving(self) -> Limits:
        """Return the bounds of deriving a hit anew: no native call outlasts the budget."""
        left = max(0.0, self.deadline - time.monotonic())
        return Limits(min(self.options.policy.rederiving_seconds, left))

    def verify(self, candidates: Sequence[Candidate]) -> None:
        """Derive anew what the search says it has reached, and prove it."""
        assert self.base is not None
        candidates = renamed(candidates, self.base.points)
        candidates = as_placed(candidates, self.base.coordinates)
        limits = self.rederiving()
        for base in (self.base, self.with_sines):
            if base is not None and self.missing:
                self.pending = True
                with self.engine.running():
                    closure = with_candidates(base, candidates, limits)
                self.prove(base, [c.clause for c in candidates], closure)
                if any(closure.holds(goal) for goal in self.missing):
                    break  # a defect; another base would not mend it
        self.pending = False

    def rewrite(self) -> None:
        """Write what was proved as a person would; it stays as it is where time is lacking."""
        if not self.proofs.found:
            return
        self.report("rewrite")
        left = self.deadline - time.monotonic()
        most = time.thread_time() + _REWRITING_SECONDS
        bounds = RewriteBounds(until=self.deadline - self.reserved, processor=most)
        try:
            with time_limit(max(0.0, left)):
                self.proofs.found = told_better(
                    self.proofs.found, bounds, self.rules, self.proofs.surveys
                )
        except OutOfTime:
            self.note("budget", "the budget ended before the proof was made shorter")

    # --- the end ------------------------------------------------------------------------

    def out_of_time(self) -> None:
        """Say what the budget cut short."""
        if self.diagram is None:
            self.status = "error"
            self.note("no_figure", f"no figure within {self.options.budget:g} seconds")
        elif self.base is None:
            self.note("budget", "the budget ended before the figure was closed")
        elif self.pending:
            self.note("budget", "the budget ended before all proofs were written and checked")
        elif self.missing and not self.searched and self.options.proposer_name != "none":
            self.note("budget", "the budget ended before auxiliary points were tried")

    def outcome(self) -> Outcome:
        """Sum up."""
        status = self.status
        found = self.proofs.found
        if status == "open" and self.problem.goals and all(g in found for g in self.problem.goals):
            everywhere = all(v.status == "proved" for _, v in found.values())
            status = "proved" if everywhere else "proved_for_configuration"
        closed = self.base if self.with_sines is None else self.with_sines
        if status == "open" and closed is not None and closed.left_out():
            self.note("left_out", f"the engine left out {left_out_text(closed)}")
        for goal in self.problem.goals:
            for text in () if goal in found else self.rulings.get(goal, ()):
                self.note("ruling", text)
        known = [found[g] for g in self.problem.goals if g in found]
        proofs = tuple(proof for proof, _ in known)
        clauses = dict.fromkeys(clause_text(c) for p in proofs for c in p.problem.auxiliary)
        answers: list[Fraction | None] = [
            found[g][0].answer if g in found else None for g in self.problem.goals
        ]
        return Outcome(
            self.problem,
            status,
            proofs,
            tuple(verdict for _, verdict in known),
            self.diagram,
            seconds=time.monotonic() - self.started,
            engine_seconds=self.engine.seconds,
            attempts=self.attempts,
            auxiliary=tuple(clauses),
            steps=sum(p.length for p in proofs),
            checked=status in PROVED,
            notes=tuple(self.notes),
            answers=tuple(answers),
        )
