"""The sentences of the proof.

A sentence says what a step concludes and from what. What the reader has just read is not repeated
("hence"), what is told elsewhere is said again if it is short and referred to if it is long, and an
algebraic step is a chain of equalities, set off where it is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from porism.geometry.equations import facets
from porism.geometry.proof import ByAlgebra, ByRule, Given, Step
from porism.geometry.rule import Rule
from porism.geometry.telling.chains import Layout, angle_layout, lay_out
from porism.geometry.telling.diameter import Diameter, diameter_of
from porism.geometry.telling.lines import Lines
from porism.geometry.telling.linkcheck import links_hold
from porism.geometry.telling.model import (
    Chain,
    Claim,
    Formula,
    Inline,
    Ref,
    Row,
    Sentence,
    Shape,
    Text,
    length,
)
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.outline import Block, Group, Outline
from porism.geometry.telling.phrases import Language, Value, compact
from porism.geometry.telling.shapes import shapes_of
from porism.geometry.telling.similar import Piece, renaming_between
from porism.geometry.words import degrees

__all__ = ["Prose"]

_LONG = {"eqangle", "eqratio", "angeq", "distmeq", "distseq", "sqeq", "eqsine", "rconst"}
"""Statements that are referred to by number, and not said again."""

_MOST_INLINE = 3  # links of a chain within a sentence
_MOST_REASONS = 2  # of a chain within a sentence


@dataclass(frozen=True)
class _Reasons:
    """The reasons of a sentence: statements, references; ``hence``: the sentence before is one."""

    texts: tuple[Text, ...]
    refs: tuple[Text, ...]
    hence: bool

    @property
    def count(self) -> int:
        return len(self.texts) + len(self.refs) + self.hence


_WORTH_SAYING = 3  # steps of a claim that is told as similar to another
_SHORTER = 0.8  # so much shorter a sentence must be that is told as similar to another


def _piece(groups: Sequence[Group]) -> Piece:
    told = sorted(i for group in groups for i in (group.step, *group.within))
    return Piece(tuple(told), tuple(i for group in groups for i in group.silent))


class Prose:
    """Writes the claims of one proof.

    ``laid_out`` counts the links of chains, ``failed`` the steps whose chain does not hold.
    """

    def __init__(
        self,
        outline: Outline,
        notation: Notation,
        language: Language,
        rules: Mapping[str, Rule],
    ) -> None:
        self.outline, self.notation, self.language, self.rules = outline, notation, language, rules
        self.steps = outline.proof.steps
        self.claims = {block.key: n for n, block in enumerate(outline.blocks[:-1], start=1)}
        self.laid_out, self.failed = 0, 0
        self._lines: dict[int, Lines] = {}
        self._layouts: dict[int, Layout | None] = {}
        self._groups: list[Group] = []  # told in full, for others to be similar to
        self._model: Group | None = None  # what the last sentence was, or was similar to

    def told(self) -> tuple[Claim, ...]:
        """Return the claims, the end of the proof last."""
        found: list[Claim] = []
        full: list[Block] = []
        for block in self.outline.blocks:
            like = self.similar_claim(block, full)
            if like is None:
                found.append(self.claim(block, self.claims.get(block.key, 0)))
                full.append(block)
            else:
                found.append(like)
        return _numbered(found)

    def similar_claim(self, block: Block, full: Sequence[Block]) -> Claim | None:
        """Tell a block by the renaming that carries an earlier one over to it, if there is one."""
        number = self.claims.get(block.key, 0)
        if not number or sum(len(g.steps) for g in block.groups) < _WORTH_SAYING:
            return None
        lines = self.lines_before(block.key)
        for model in reversed(full):
            names = renaming_between(_piece(model.groups), _piece(block.groups), self.steps, lines)
            if names is None or model.key not in self.claims:
                continue
            word = self.language.phrase("headings", "claim")
            values: dict[str, Value] = {
                "claim": (Ref("claim", self.claims[model.key], word),),
                "renaming": self.renaming(names),
            }
            text = self.language.sentence(self.language.say("frames", "similarly_claim", values))
            steps = tuple(sorted(i for group in block.groups for i in group.steps))
            key = self.steps[block.key].statement
            heading = self.language.sentence(self.notation.statement(key))
            shapes = shapes_of(key)
            return Claim(number, heading, (Sentence(text, steps, shapes),), shapes)
        return None

    def renaming(self, names: Mapping[str, str]) -> Text:
        """Say which points take the place of which."""
        moved = {a: b for a, b in names.items() if a != b}
        pairs = [(a, b) for a, b in moved.items() if a < b]
        if all(moved.get(b) == a for a, b in moved.items()):
            said = [self.pair("pair", a, b) for a, b in pairs]
            return self.language.say("frames", "exchanging", {"pairs": self.language.listed(said)})
        values: dict[str, Value] = {
            "new": self.notation.listed(moved.values()),
            "old": self.notation.listed(moved),
        }
        return self.language.say("frames", "renaming", values)

    def pair(self, key: str, old: str, new: str) -> Text:
        """Say two points that take each other's place."""
        values: dict[str, Value] = {
            "old": self.notation.point(old),
            "new": self.notation.point(new),
        }
        return self.language.say("frames", key, values)

    def claim(self, block: Block, number: int) -> Claim:
        """Tell one block under its heading."""
        key = self.steps[block.key].statement
        heading = self.language.sentence(self.notation.statement(key)) if number else ()
        sentences = []
        before: Group | None = None
        for group in block.groups:
            sentences.append(self.sentence(group, before, block))
            before = group
        return Claim(number, heading, tuple(sentences), shapes_of(key))

    # --- one sentence -------------------------------------------------------------------------

    def sentence(self, group: Group, before: Group | None, block: Block) -> Sentence:
        """Tell a step and what is told with it."""
        step = self.steps[group.step]
        teller = _Context(self, group, before, block)
        text = teller.by_rule(step) if isinstance(step.reason, ByRule) else teller.by_algebra(step)
        model, names = self.similar(group)
        if model is not None:
            said = self.like(group, model, names)
            if length(said) < _SHORTER * length(text):
                self._model = model
                said = self.language.sentence(said)
                return Sentence(said, group.steps, shapes_of(step.statement), group.step + 1)
        self._groups.append(group)
        self._model = group
        marked = (*(s for i in group.within for s in shapes_of(self.steps[i].statement)),)
        shapes = tuple(dict.fromkeys((*shapes_of(step.statement), *marked)))
        return Sentence(self.language.sentence(text), group.steps, shapes, group.step + 1)

    def similar(self, group: Group) -> tuple[Group | None, dict[str, str]]:
        """Return a sentence told in full, and the renaming that carries it over, if there are."""
        lines = self.lines_before(group.step)
        for model in reversed(self._groups):
            names = renaming_between(_piece((model,)), _piece((group,)), self.steps, lines)
            if names is not None:
                return model, names
        return None, {}

    def like(self, group: Group, model: Group, names: Mapping[str, str]) -> Text:
        """Tell a sentence by its likeness to another."""
        values: dict[str, Value] = {
            "renaming": self.renaming(names),
            "then": self.notation.statement(self.steps[group.step].statement, "then"),
            "model": (Ref("sentence", model.step + 1),),
        }
        key = "similarly" if model is self._model else "similarly_to"
        return self.language.say("frames", key, values)

    def lines_before(self, step: int) -> Lines:
        """Return the lines known when a step is told."""
        if step not in self._lines:
            known = [s.statement for s in self.steps[: step + 1] if s.id != step]
            self._lines[step] = Lines(known, self.outline.proof.coordinates)
        return self._lines[step]

    def layout(self, step: Step, reason: ByAlgebra) -> Layout | None:
        """Lay out the algebra of a step; None where a link cannot be shown to hold."""
        if step.id not in self._layouts:
            self._layouts[step.id] = self._laid_out(step, reason)
        return self._layouts[step.id]

    def _laid_out(self, step: Step, reason: ByAlgebra) -> Layout | None:
        if reason.table in ("area", "product"):  # a sum of whole statements: they say all of it
            return None
        lines = self.lines_before(step.id)
        found: Layout | None = None
        if reason.table == "angle":
            found = angle_layout(step, reason, self.steps, self.notation, lines)
            if found is not None and not links_hold(found, step, reason.table, self.steps, lines):
                found = None
        if found is None:
            found = lay_out(step, reason, self.steps, self.notation)
            if not links_hold(found, step, reason.table, self.steps, lines):
                self.failed += 1
                return None
        self.laid_out += len(found.links)
        return found


class _Context:
    """What a sentence may take for granted: where it stands."""

    def __init__(self, prose: Prose, group: Group, before: Group | None, block: Block) -> None:
        self.prose, self.group, self.before, self.block = prose, group, before, block
        self.language, self.notation, self.steps = prose.language, prose.notation, prose.steps

    # --- reasons ------------------------------------------------------------------------------

    def reference(self, step: int) -> Text:
        """Refer to a step that is told elsewhere under a claim or number; empty where it is not."""
        found = self.steps[step]
        if step in self.prose.claims and step != self.block.key:
            number = self.prose.claims[step]
            return (Ref("claim", number, self.language.phrase("headings", "claim")),)
        told = not isinstance(found.reason, Given) and step not in self.prose.outline.silent
        return (Ref("sentence", step + 1),) if told and found.statement.name in _LONG else ()

    def reasons(self, cited: Iterable[int], section: str = "since") -> _Reasons:
        """Say what is cited. In a clause with "since", the sentence before is not said again."""
        grounds = dict.fromkeys(g for i in cited for g in self.prose.outline.grounds(i))
        previous = None if self.before is None else self.before.step
        hence = section == "since" and previous in grounds
        texts: dict[Text, None] = {}
        refs: dict[Text, None] = {}
        for ground in grounds:
            if hence and ground == previous:
                continue
            if ground in self.group.within:
                texts.setdefault(self.inner(ground))
            elif reference := self.reference(ground):
                refs.setdefault(reference)
            else:
                texts.setdefault(self.notation.statement(self.steps[ground].statement, section))
        return _Reasons(tuple(texts), tuple(refs), hence)

    def bracket(self, cited: Iterable[int]) -> Text:
        """Say reasons in short, as in brackets."""
        why = self.reasons(cited, "short")
        return self.language.listed([*why.texts, *why.refs], "semicolon", "semicolon")

    def inner(self, step: int) -> Text:
        """Say a step that is told within this sentence, with its own reasons in brackets."""
        found = self.steps[step]
        said: Text = self.notation.statement(found.statement, "since")
        cited: Sequence[int] = found.premises
        if isinstance(found.reason, ByAlgebra):
            layout = self.prose.layout(found, found.reason)
            if layout is not None and layout.factor == 1 and _ends(found, layout):
                said = (self.chain(layout, inline=True),)
                cited = [i for link in layout.links for i in link.steps]
        why = self.bracket(cited)
        return self.language.say("frames", "reason", {"what": said, "why": why}) if why else said

    def so(self, step: Step, section: str) -> Text:
        """Say the conclusion, in the words of a rule if it has any."""
        reason = step.reason
        if not isinstance(reason, ByRule) or not self.language.has("conclusions", reason.rule):
            return self.notation.statement(step.statement, section)
        phrase = self.language.phrase("conclusions", reason.rule)
        letters, points = zip(*reason.substitution, strict=True)
        said = self.notation.statement(step.statement, "so")
        return self.notation.filled(phrase, letters, points, extra={"so": said})

    def framed(self, why: _Reasons, plain: Text, so: Text, then: Text) -> Text:
        """Put reasons and conclusion together: ``so`` after "hence", ``then`` after reasons."""
        values: dict[str, Value] = {
            "plain": plain,
            "so": so,
            "then": then,
            "because": self.language.listed(why.texts),
            "refs": self.language.listed(why.refs),
        }
        if why.refs:
            key = ("this_by" if why.hence else "by") + ("_since" if why.texts else "")
        elif why.texts:
            key = "moreover" if why.hence else "since"
        else:
            key = "hence" if why.hence else "plain"
        return self.language.say("frames", key, values)

    def concluded(self, why: _Reasons, step: Step) -> Text:
        """Say what a step concludes from reasons."""
        forms = (self.so(step, section) for section in ("statements", "so", "then"))
        return self.framed(why, *forms)

    # --- kinds of steps -----------------------------------------------------------------------

    def by_rule(self, step: Step) -> Text:
        assert isinstance(step.reason, ByRule)
        name = step.reason.rule
        why = self.reasons(step.premises)
        text = self.concluded(why, step)
        rule = self.prose.rules.get(name)
        if rule is not None and rule.choice:
            choice = rule.choice
            if self.language.has("choices", name):
                choice = self.language.phrase("choices", name)
            text = self.language.say("frames", "shown", {"so": text, "choice": choice})
        called = ""
        if self.language.has("names", name):
            called = self.language.phrase("names", name)
        elif rule is not None and not self.language.has("conclusions", name) and not rule.builtin:
            called = rule.title
        if not called:
            return text
        return self.language.say("frames", "named", {"what": text, "name": called})

    def by_algebra(self, step: Step) -> Text:
        assert isinstance(step.reason, ByAlgebra)
        right = diameter_of(step, self.steps, self.prose.lines_before(step.id))
        if right is not None:
            return self.diameter(right)
        layout = self.prose.layout(step, step.reason)
        if layout is None:
            why = self.reasons(step.premises)
            return self.concluded(why, step)
        why = self.reasons([i for link in layout.links for i in link.steps])
        ends = _ends(step, layout)
        if len(layout.links) == 1 and ends and layout.factor == 1:
            return self.concluded(why, step)
        short = len(layout.links) <= _MOST_INLINE and why.count <= _MOST_REASONS
        if short and layout.factor == 1:
            return self.inline(step, layout, why, ends)
        return self.displayed(step, layout, ends)

    def diameter(self, right: Diameter) -> Text:
        (a, v, b), (c, w, d) = right.angles
        values: dict[str, Value] = {
            "1": self.notation.joined((a, v, b)),
            "2": self.notation.joined((c, w, d)),
            "points": self.notation.listed(sorted(right.points)),
            "diameter": self.notation.joined((a, b)),
        }
        return self.language.say("frames", "diameter", values)

    def inline(self, step: Step, layout: Layout, why: _Reasons, ends: bool) -> Text:
        values: dict[str, Value] = {"chain": (self.chain(layout, inline=True),)}
        keys = ("chain_plain", "chain_hence", "chain_then")
        text = self.framed(why, *(self.language.say("frames", key, values) for key in keys))
        if ends:
            return text
        so = self.so(step, "so")
        return self.language.say("frames", "chain_so", {"what": text, "so": so})

    def displayed(self, step: Step, layout: Layout, ends: bool) -> Text:
        values: dict[str, Value] = {"chain": (self.chain(layout, inline=False),)}
        if ends and layout.factor == 1:
            return self.language.say("frames", "display", values)
        values["so"] = self.so(step, "so")
        if layout.factor == 1:
            return self.language.say("frames", "display_so", values)
        values["part"] = Formula((degrees(Fraction(1, layout.factor)),))
        return self.language.say("frames", "display_halved", values)

    def chain(self, layout: Layout, *, inline: bool) -> Chain:
        rows = []
        for number, link in enumerate(layout.links):
            shapes = tuple(s for i in link.steps for s in shapes_of(self.steps[i].statement))
            rows.append(
                Row(
                    None if number else layout.start,
                    link.expression,
                    self.bracket(link.steps),
                    link.steps,
                    tuple(dict.fromkeys(shapes)),
                )
            )
        return Chain(tuple(rows), inline)


def _ends(step: Step, layout: Layout) -> bool:
    """Tell whether the ends of the chain are the two sides of the statement."""
    name = step.statement.name
    if name in ("eqangle", "cong", "aconst", "rconst", "distseq", "sqeq", "distmeq", "lconst"):
        return True
    return name == "eqratio" and len(facets(step.statement)[0].terms) == 4


# --- numbers -----------------------------------------------------------------------------------


def _numbered(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Number the sentences that are referred to, in their order, and no others."""
    wanted = {
        ref.number
        for claim in claims
        for sentence in claim.sentences
        for ref in _refs(sentence.text)
    }
    order = [s.number for claim in claims for s in claim.sentences if s.number in wanted]
    numbers = {old: new for new, old in enumerate(order, start=1)}
    return tuple(
        replace(
            claim,
            sentences=tuple(
                replace(s, text=_renumbered(s.text, numbers), number=numbers.get(s.number, 0))
                for s in claim.sentences
            ),
        )
        for claim in claims
    )


def _refs(text: Text) -> Iterable[Ref]:
    for part in text:
        if isinstance(part, Ref) and part.kind == "sentence":
            yield part
        elif isinstance(part, Chain):
            for row in part.rows:
                yield from _refs(row.reason)


def _renumbered(text: Text, numbers: Mapping[int, int]) -> Text:
    out: list[Inline] = []
    for part in text:
        if isinstance(part, Ref) and part.kind == "sentence":
            out.append(Ref("sentence", numbers[part.number]))
        elif isinstance(part, Chain):
            rows = (replace(row, reason=_renumbered(row.reason, numbers)) for row in part.rows)
            out.append(replace(part, rows=tuple(rows)))
        else:
            out.append(part)
    return compact(out)


def shapes_in(text: Text) -> tuple[Shape, ...]:
    """Return the shapes that the rows of chains speak of."""
    chains = (part for part in text if isinstance(part, Chain))
    return tuple(shape for chain in chains for row in chain.rows for shape in row.shapes)
