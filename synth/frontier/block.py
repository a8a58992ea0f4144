"""One unit of work of the frontier: some figures, and the hard theorems found in them.

A statement that is true and open is searched for in its figure, with all others. When it falls
late, it is cut down to the smallest problem that has it, in which points of the figure have become
auxiliary too. That problem counts if no single candidate proves it and a search proves it late, or
not at all: then it is known to be provable all the same. Figures in which something fell late are
extended, and the figures of hard theorems are founded anew, auxiliary points and all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from random import Random

from porism.ddar.closure import Closure
from porism.ddar.engine import extend, saturate
from porism.ddar.mining import DependencyTracer
from porism.geometry.checker.proof_json import to_json
from porism.geometry.errors import PorismError
from porism.geometry.figure.plan import make_plan
from porism.geometry.language import parse_problem, to_text
from porism.geometry.names import point_name
from porism.geometry.problem import Coordinates, Problem
from porism.geometry.referee import referee
from porism.synth.auxiliary import ANGLE_OR_RATIO, Grown
from porism.synth.canonical import canonical_form, canonically_named, fingerprint
from porism.synth.frontier.figures import SOURCES, add_idioms, sketched
from porism.synth.frontier.natural import is_natural
from porism.synth.frontier.policy import POLICY, FrontierPolicy
from porism.synth.frontier.rows import FrontierRow, log_text
from porism.synth.frontier.searcher import Fallen, Found, Searcher
from porism.synth.frontier.sources import Chooser
from porism.synth.frontier.variants import Variant, open_statements, variants
from porism.synth.minimal import LIMITS, closed, minimal
from porism.synth.pipeline.recipe import Block, Recipe
from porism.synth.prune import prune_premises
from porism.synth.statements import is_trivial
from porism.synth.verify import Rejected, Verified, drawn, givens, verified

__all__ = ["FIGURES", "MakeFrontier", "frontier"]

FIGURES = 60
"""Figures in a block, which take a minute of one core."""

_GENERATOR = 6  # changes whenever the same seed gives other rows
_MERGE = 100  # rows that are worth a merge


def frontier(searcher: Searcher) -> Recipe:
    """Return how theorems are made that are hard for a prover."""
    generator = f"{version('porism')}+frontier.{_GENERATOR}.{searcher.name}"
    return Recipe(generator, FrontierRow, MakeFrontier(searcher, generator), _MERGE)


@dataclass(frozen=True)
class MakeFrontier:
    """Makes blocks of hard theorems, with a prover that can be pickled."""

    searcher: Searcher
    generator: str
    policy: FrontierPolicy = POLICY

    def __call__(self, seed: int, block: int, excluded: Container[str], figures: int) -> Block:
        """Return a block; it is a function of the arguments alone."""
        return _Maker(self, f"{seed}/{block}", block, excluded).run(figures)


@dataclass(frozen=True)
class _Theorem:
    """A problem with auxiliary points that prove it, and where its points are.

    ``group`` is that of :class:`~porism.synth.frontier.searcher.Fallen`.
    """

    problem: Problem
    at: Coordinates
    group: int


@dataclass(frozen=True)
class _Measured:
    """How the search for a theorem ended, and what is to be learned from it, as JSON."""

    found: Found
    log: str


def _depth(theorem: _Theorem) -> tuple[int, bool]:
    """Sort by the number of auxiliary points, most first, then those without angles and ratios."""
    (goal,) = theorem.problem.goals
    return -len(theorem.problem.auxiliary_points), goal.name in ANGLE_OR_RATIO


def _whole(theorem: _Theorem, random: Random) -> Grown:
    """Return the figure of a theorem with its auxiliary points, as a figure like others."""
    points = theorem.problem.points
    names = {p: point_name(k) for k, p in enumerate(points)}
    clauses = [clause.rename(names) for clause in theorem.problem.all_clauses]
    sketch = sketched(
        clauses, {names[p]: theorem.at[p] for p in points}, str(random.getrandbits(63))
    )
    return Grown(sketch, closed(clauses, sketch.coordinates))


class _Maker:
    """Makes one block: the rows found so far, and what became of all that was tried."""

    def __init__(
        self, made_by: MakeFrontier, name: str, block: int, excluded: Container[str]
    ) -> None:
        self.searcher = made_by.searcher
        self.generator = made_by.generator
        self.policy = made_by.policy
        self.name = name
        self.block = block
        self.figure = 0
        self.excluded = excluded
        self.rows: dict[str, FrontierRow] = {}
        self.seen: set[str] = set()
        self.tally: Counter[str] = Counter()
        self.gained = 0.0  # by rows, the more the harder they are
        self.of_figure = 0  # rows of the figure at hand

    def run(self, figures: int) -> Block:
        """Return the block of so many figures."""
        chooser = Chooser(SOURCES, self.policy)
        random = Random(f"{self.name}/sources")
        for k in range(figures):
            source = chooser.choose(random)
            rows_before, attempts_before = len(self.rows), self.tally["attempts"]
            gained_before = self.gained
            self.figure, self.of_figure = k, 0
            self.tally["figures"] += 1
            self.tally[f"figures: {source}"] += 1
            grown = SOURCES[source](f"{self.name}/{k}")
            if grown is not None:
                self._figure(grown, source, Random(f"{self.name}/{k}/goals"))
            attempts = self.tally["attempts"] - attempts_before
            self.tally[f"rows: {source}"] += len(self.rows) - rows_before
            self.tally[f"attempts: {source}"] += attempts
            chooser.learn(source, self.gained - gained_before, attempts)
        self.tally["with_aux"] = len(self.rows)
        return Block(tuple(self.rows.values()), self.tally)

    # --- a figure -----------------------------------------------------------------------------

    def _figure(self, grown: Grown, source: str, random: Random) -> None:
        """Look for hard theorems in the variants of a figure, and in mutants of those found."""
        for variant in variants(grown, random, self.policy):
            kept = self._variant(variant, source, random)
            for theorem in kept[: self.policy.mutated]:
                mutants = variants(_whole(theorem, random), random, self.policy, mutants=True)
                for mutant in mutants:
                    self.tally["mutants"] += 1
                    self._variant(mutant, "mutation", random)

    def _variant(self, variant: Variant, source: str, random: Random) -> list[_Theorem]:
        """Look for hard theorems in a figure and in extensions of it; return those kept of it."""
        if self._enough():
            return []
        self.tally["variants"] += 1
        late = self._late(variant)
        kept = self._keep(variant, late, source, random)
        for _ in range(self.policy.extensions if late else 0):
            if self._enough():
                break
            self.tally["extensions"] += 1
            extension = self._extension(variant.grown, late, random)
            self._keep(extension, self._late(extension), "extension", random)
        return kept

    def _enough(self) -> bool:
        return self.of_figure >= self.policy.of_figure

    def _late(self, variant: Variant) -> list[Fallen]:
        """Return the open statements of a figure that fall, but not soon."""
        closure, statements = variant.grown.closure, variant.statements
        mined = self.searcher.mine(closure, statements, self.policy.mining_attempts)
        late = [found for found in mined.fallen if found.attempts >= self.policy.late]
        self.tally["open statements"] += len(statements)
        self.tally["attempts"] += mined.attempts
        self.tally["attempts: mining"] += mined.attempts
        self.tally["fallen"] += len(mined.fallen)
        self.tally["fallen late"] += len(late)
        return late

    def _extension(self, grown: Grown, late: Sequence[Fallen], random: Random) -> Variant:
        """Add points to a figure, near statements that fell, and gather what is open then."""
        said, at = grown.closure.problem.all_clauses, grown.closure.coordinates
        sketch = sketched(said, at, str(random.getrandbits(63)))
        focus = [p for found in late for p in found.statement.points]
        steps = random.randint(*self.policy.extension_steps)
        more = add_idioms(Grown(sketch, grown.closure), steps, list(dict.fromkeys(focus)))
        return Variant(more, tuple(open_statements(more.closure, random, self.policy)))

    def _theorem(self, closure: Closure, found: Fallen) -> _Theorem | None:
        """Cut a statement down to the smallest problem that has it, if it needs points enough."""
        fewest = self.policy.fewest_auxiliary
        full = extend(closure, found.clauses, found.places, LIMITS)
        holds = full.holds(found.statement)
        basis = DependencyTracer(full).trace(found.statement) if holds else None
        if basis is None:
            self.tally["untraced"] += 1
            return None
        first = prune_premises(full.problem.all_clauses, found.statement, basis.premises)
        best = None
        if len(first.auxiliary_points) >= fewest:
            best = minimal(first, full.coordinates)
        if best is None or len(best.problem.auxiliary_points) < fewest:
            self.tally["few auxiliary points"] += 1
            return None
        if is_trivial(best.basis) or not is_natural(best.problem, full.coordinates):
            self.tally["trivial"] += 1
            return None
        return _Theorem(best.problem, full.coordinates, found.group)

    def _keep(
        self, variant: Variant, late: Sequence[Fallen], source: str, random: Random
    ) -> list[_Theorem]:
        """Make rows of what fell late in a figure, first of what needs most points."""
        policy, closure = self.policy, variant.grown.closure
        cut = (self._theorem(closure, found) for found in late)
        theorems = sorted((t for t in cut if t is not None), key=_depth)
        groups: Counter[int] = Counter()
        kept: list[_Theorem] = []
        for theorem in theorems:
            if groups[theorem.group] >= policy.of_group:
                continue
            if self._enough():
                break
            groups[theorem.group] += 1
            self.tally["considered"] += 1
            if self._is_kept(theorem.problem, source, random):
                kept.append(theorem)
            if len(kept) >= policy.rows or groups.total() >= policy.rows + policy.in_vain:
                break
        return kept

    def _is_kept(self, problem: Problem, source: str, random: Random) -> bool:
        """Try to make a row of a problem; count why not."""
        try:
            row = self._row(problem, source, random)
        except Rejected as reason:
            self.tally[str(reason)] += 1
            return False
        except (PorismError, ArithmeticError) as error:
            # A defect, but no reason to give up a run of hours: it is seen in the tally.
            self.tally[type(error).__name__] += 1
            return False
        self.rows[row.hash] = row
        self.of_figure += 1
        self.gained += math.log10(row.attempts / self.policy.least_attempts)
        return True

    # --- a theorem ------------------------------------------------------------------------------

    def _row(self, problem: Problem, source: str, random: Random) -> FrontierRow:
        """Return the row of a problem. Raises Rejected for one that is known, easy or false."""
        form = canonical_form(problem)
        key = fingerprint(form.text)
        if key in self.seen:
            raise Rejected("repeated")
        if key in self.excluded:
            raise Rejected("excluded")
        self.seen.add(key)
        name = f"frontier-{key[:12]}"
        problem = parse_problem(to_text(canonically_named(problem, form.number)), name)
        at, seed = drawn(make_plan(problem), random.getrandbits(36))
        measured = self._measured(problem, at, self._budget(random))
        known = verified(problem.text, name, seed, self.generator)
        best = known
        if measured.found.clauses:
            best = self._shorter(known, measured.found)
        (goal,) = best.problem.goals
        ruling = referee(replace(best.problem, auxiliary=())).kind
        if ruling == "false":
            raise Rejected("false by the referee")
        steps = len(best.proof.steps) - len(givens(best.proof))
        return FrontierRow(
            hash=key,
            problem=best.problem.text,
            goal=str(goal),
            kind=goal.name,
            proof=to_json(best.proof),
            steps=steps,
            points=len(best.problem.points),
            aux_points=len(best.problem.auxiliary_points),
            figure_seed=best.seed,
            block=self.block,
            figure=self.figure,
            number=len(self.rows),
            generator=self.generator,
            source=source,
            attempts=measured.found.attempts,
            solved=bool(measured.found.clauses),
            referee=ruling,
            log=measured.log,
        )

    def _budget(self, random: Random) -> int:
        """Draw how far up the ladder a search goes."""
        rung = 0
        while rung + 1 < self.policy.rungs and random.random() < self.policy.climbing:
            rung += 1
        return self.policy.rung << rung

    def _measured(self, problem: Problem, at: Coordinates, budget: int) -> _Measured:
        """Search for a proof as if none were known. Raises Rejected if that is easy."""
        (goal,) = problem.goals
        alone = replace(problem, auxiliary=())
        base = saturate(alone, {p: at[p] for p in alone.points}, LIMITS)
        if base.holds(goal):
            raise Rejected("superfluous")
        found = self.searcher.search(base, goal, budget)
        self.tally["attempts"] += found.attempts
        self.tally["attempts: searches"] += found.attempts
        points = {p for clause in found.clauses for p in clause.points}
        if found.clauses and len(points) < self.policy.fewest_auxiliary:
            raise Rejected("one point")
        if found.clauses and found.attempts < self.policy.least_attempts:
            raise Rejected("quick")
        sweep = self.searcher.sweep(base, goal)
        self.tally["attempts"] += sweep.attempts
        self.tally["attempts: sweeps"] += sweep.attempts
        if sweep.first is not None:
            raise Rejected("one point")
        self.tally["solved" if found.clauses else "given up"] += 1
        known = self.searcher.choices(base, goal, problem.auxiliary, at)
        chosen = self.searcher.choices(base, goal, found.clauses, found.places or {})
        return _Measured(found, log_text(sweep, known, chosen, budget))

    def _shorter(self, known: Verified, found: Found) -> Verified:
        """Return the problem with the points that were found, if they stand and are not more."""
        problem = replace(known.problem, auxiliary=found.clauses, text="")
        if len(problem.auxiliary_points) > len(known.problem.auxiliary_points):
            return known
        names = {p: point_name(k) for k, p in enumerate(problem.points)}
        text = to_text(problem.rename(names))
        try:
            return verified(text, known.problem.name, known.seed, self.generator)
        except Rejected:
            self.tally["found points do not stand"] += 1
            return known
