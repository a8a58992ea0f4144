"""One sentence of a proof: what a step concludes, and from what.

What the reader has just read is not repeated ("hence"), what is told elsewhere is said again if it
is short and referred to if it is long, and an algebraic step is a chain of equalities, set off
where it is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from porism.geometry.equations import facets
from porism.geometry.proof import ByAlgebra, ByRule, Given, Step
from porism.geometry.rule import Rule
from porism.geometry.telling.chains import Layout, Link
from porism.geometry.telling.cut import pieces
from porism.geometry.telling.diameter import Diameter, diameter_of
from porism.geometry.telling.merging import merged
from porism.geometry.telling.model import Chain, Formula, Inline, Ref, Row, Text
from porism.geometry.telling.notation import Notation, with_common_side
from porism.geometry.telling.outline import Block, Group, Outline
from porism.geometry.telling.phrases import Language, Value
from porism.geometry.telling.shapes import shapes_of_all
from porism.geometry.telling.together import Concyclic, EqualLengths
from porism.geometry.telling.workings import Workings
from porism.geometry.words import degrees

__all__ = ["Materials", "SentenceWriter"]

_LONG = {"eqangle", "eqratio", "angeq", "distmeq", "distseq", "sqeq", "eqsine", "rconst"}
"""Statements that are referred to by number, and not said again."""

_TWO_SIDED = {"eqangle", "cong", "aconst", "rconst", "distseq", "sqeq", "distmeq"}
_TWO_SIDED |= {"lconst", "eqsine"}
_OF_LINES = {"coll", "para", "perp"}
_BY_ANGLES = {"similar_aa", "similar_aa_mirrored"}
_MOST_INLINE = 3  # links of a chain within a sentence
_ONE_CIRCLE = "same_circle"
_FORMS = ("statements", "so", "then")  # of a conclusion: alone, after "hence", after reasons
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


@dataclass(frozen=True)
class Materials:
    """What all sentences of a proof are made from; ``claims`` numbers the steps that are claims."""

    outline: Outline
    notation: Notation
    language: Language
    rules: Mapping[str, Rule]
    claims: Mapping[int, int]
    workings: Workings


class SentenceWriter:
    """Writes one sentence, knowing where it stands and so what it may take for granted."""

    def __init__(
        self,
        materials: Materials,
        group: Group,
        before: Group | None,
        block: Block,
        read: frozenset[int] = frozenset(),
    ) -> None:
        """``before`` is the sentence before; ``read`` are steps that it says are known."""
        self.materials, self.group, self.before, self.block = materials, group, before, block
        self.read = read
        self.language, self.notation = materials.language, materials.notation
        self.workings, self.outline = materials.workings, materials.outline
        self.steps = self.outline.proof.steps

    def text(self) -> Text:
        """Tell the step, and what is told within its sentence."""
        step = self.steps[self.group.step]
        return self._by_rule(step) if isinstance(step.reason, ByRule) else self._by_algebra(step)

    # --- reasons ------------------------------------------------------------------------------

    def _reference(self, step: int) -> Text:
        """Refer to a step that is told elsewhere under a claim or number; empty where it is not."""
        found = self.steps[step]
        if step in self.materials.claims and step != self.block.key:
            number = self.materials.claims[step]
            return (Ref("claim", number, self.language.phrase("headings", "claim")),)
        told = not isinstance(found.reason, Given) and step not in self.outline.silent
        return (Ref("sentence", step + 1),) if told and found.statement.name in _LONG else ()

    def _reasons(self, cited: Iterable[int], section: str = "since") -> _Reasons:
        """Say what is cited. In a clause with "since", the sentence before is not said again."""
        grounds = dict.fromkeys(g for i in cited for g in self.outline.grounds(i))
        if section == "since" and grounds and self.read.issuperset(grounds):
            return _Reasons((), (), hence=True)
        previous = None if self.before is None else self.before.step
        hence = section == "since" and previous in grounds
        texts: dict[Text, None] = {}
        refs: dict[Text, None] = {}
        equal, round_one = EqualLengths(self.notation), Concyclic(self.notation, section)
        for ground in grounds:
            if hence and ground == previous:
                continue
            if ground in self.group.within:
                texts.setdefault(self._inner(ground))
            elif reference := self._reference(ground):
                refs.setdefault(reference)
            elif self.steps[ground].statement.name == "cong":
                texts.setdefault(equal.place(self.steps[ground].statement))
            elif self.steps[ground].statement.name == "cyclic":
                texts.setdefault(round_one.place(self.steps[ground].statement))
            else:
                texts.setdefault(self.notation.statement(self.steps[ground].statement, section))
        told = (equal.told(round_one.told(text)) for text in texts)
        return _Reasons(tuple(told), tuple(refs), hence)

    def _bracket(self, cited: Iterable[int]) -> Text:
        """Say reasons in short, as in brackets."""
        why = self._reasons((r for i in cited for r in self.outline.reasons(i)), "short")
        return self.language.listed([*why.texts, *why.refs], "semicolon", "semicolon")

    def _inner(self, step: int) -> Text:
        """Say a step that is told within this sentence, with its own reasons in brackets."""
        found = self.steps[step]
        said: Text = self.notation.statement(found.statement, "since")
        cited: Sequence[int] = found.premises
        if isinstance(found.reason, ByAlgebra):
            layout = self._layout(found, found.reason)
            short = layout is not None and len(layout.links) <= _MOST_INLINE
            if layout is not None and short and layout.factor == 1 and _ends(found, layout):
                said = (self._chain(layout, inline=True),)
                cited = [i for link in layout.links for i in link.steps]
        why = self._bracket(cited)
        return self.language.say("frames", "reason", {"what": said, "why": why}) if why else said

    def _so(self, step: Step, section: str) -> Text:
        """Say the conclusion, in the words of a rule if it has any."""
        reason = step.reason
        if not isinstance(reason, ByRule) or not self.language.has("conclusions", reason.rule):
            return self.notation.statement(step.statement, section)
        phrase = self.language.phrase("conclusions", reason.rule)
        letters, points = zip(*reason.substitution, strict=True)
        said = self.notation.statement(step.statement, "so")
        return self.notation.filled(phrase, letters, points, extra={"so": said})

    def _framed(self, why: _Reasons, plain: Text, so: Text, then: Text) -> Text:
        """Put reasons and conclusion together: ``so`` after "hence", ``then`` after reasons."""
        refs = [self.language.say("frames", "this")] if why.hence else []
        values: dict[str, Value] = {
            "plain": plain,
            "so": so,
            "then": then,
            "because": self.language.listed(why.texts),
            "refs": self.language.listed([*refs, *why.refs]),
        }
        if why.refs:
            key = "by_since" if why.texts else "by"
        elif why.texts:
            key = "moreover" if why.hence else "since"
        else:
            key = "hence" if why.hence else "plain"
        return self.language.say("frames", key, values)

    def _concluded(self, why: _Reasons, step: Step) -> Text:
        """Say what a step concludes from reasons."""
        forms = (self._so(step, section) for section in _FORMS)
        return self._framed(why, *forms)

    # --- kinds of steps -----------------------------------------------------------------------

    def _by_rule(self, step: Step) -> Text:
        assert isinstance(step.reason, ByRule)
        name = step.reason.rule
        if name == _ONE_CIRCLE and (text := self._on_one_circle(step)):
            return text
        why = self._by_construction(step, name)
        if why is None:
            text = self._concluded(self._reasons(step.premises), step)
        else:
            statement = self.notation.statement
            text = self._framed(why, *(statement(step.statement, s) for s in _FORMS))
        rule = self.materials.rules.get(name)
        if rule is not None and rule.choice:
            choice = rule.choice
            if self.language.has("choices", name):
                choice = self.language.phrase("choices", name)
            text = self.language.say("frames", "shown", {"so": text, "choice": choice})
        called: Text = ()
        if self.language.has("names", name):
            letters, points = zip(*step.reason.substitution, strict=True)
            called = self.notation.filled(self.language.phrase("names", name), letters, points)
        elif rule is not None and not self.language.has("conclusions", name) and not rule.builtin:
            called = (rule.title,)
        if not called:
            return text
        if name in _BY_ANGLES and with_common_side(step.statement) != step.statement:
            called = self.language.say("frames", "common_side", {"name": called})
        return self.language.say("frames", "named", {"what": text, "name": called})

    def _on_one_circle(self, step: Step) -> Text:
        """Say that points all lie on the circle of three, which the last sentence spoke of.

        That circles through three points are one nobody has to be told. Nothing otherwise.
        """
        assert isinstance(step.reason, ByRule)
        why = self._reasons(step.premises)
        grounds = [g for i in step.premises for g in self.outline.grounds(i)]
        if not why.hence or any(self.steps[g].statement.name != "cyclic" for g in grounds):
            return ()
        letters, points = zip(*step.reason.substitution, strict=True)
        extra = {"points": self.notation.listed(sorted(step.statement.points))}
        phrase = self.language.phrase("frames", "on_one_circle")
        so = self.notation.filled(phrase, letters, points, extra=extra)
        return self._framed(_Reasons((), why.refs, hence=True), so, so, so)

    def _by_construction(self, step: Step, rule: str) -> _Reasons | None:
        """Say what a rule needs by the construction that makes all of it, where one does."""
        assert isinstance(step.reason, ByRule)
        given = all(isinstance(self.steps[p].reason, Given) for p in step.premises)
        if not given or not self.language.has("by_construction", rule):
            return None
        letters, points = zip(*step.reason.substitution, strict=True)
        phrase = self.language.phrase("by_construction", rule)
        return _Reasons((self.notation.filled(phrase, letters, points),), (), hence=False)

    def _by_algebra(self, step: Step) -> Text:
        assert isinstance(step.reason, ByAlgebra)
        right = diameter_of(step, self.steps, self.workings.lines_before(step.id))
        if right is not None:
            return self._diameter(right)
        layout = self._layout(step, step.reason)
        if layout is None or {self.steps[p].statement.name for p in step.premises} == {"coll"}:
            why = self._reasons(step.premises)
            return self._concluded(why, step)
        why = self._reasons([i for link in layout.links for i in link.steps])
        ends = _ends(step, layout)
        if len(layout.links) == 1 and ends and layout.factor == 1:
            return self._concluded(why, step)
        if step.statement.name in _OF_LINES and why.count <= _MOST_REASONS:
            grounds = {g for i in step.premises for g in self.outline.grounds(i)}
            if all(self.steps[g].statement.name in ("perp", "para") for g in grounds):
                return self._concluded(why, step)  # nobody needs angles for these
        short = len(layout.links) <= _MOST_INLINE and why.count <= _MOST_REASONS
        if short and layout.factor == 1:
            return self._inline(step, layout, why, ends)
        return self._displayed(step, layout, ends)

    def _layout(self, step: Step, reason: ByAlgebra) -> Layout | None:
        """Return the chain of a step as it is told; None where it has none that holds."""
        found = self.workings.layout(step, reason)
        angles = reason.table == "angle"
        if found is None:
            return None
        found = merged(found, self.outline, angles=angles)
        if not self.outline.collinear:
            return found
        lines = [i for i in step.premises if self.steps[i].statement.name == "coll"]
        first, *others = found.links
        first = replace(first, steps=tuple(dict.fromkeys((*first.steps, *lines))))
        return replace(found, links=(first, *others))

    def _diameter(self, right: Diameter) -> Text:
        (a, v, b), (c, w, d) = right.angles
        values: dict[str, Value] = {
            "1": self.notation.joined((a, v, b)),
            "2": self.notation.joined((c, w, d)),
            "points": self.notation.listed(sorted(right.points)),
            "diameter": self.notation.joined((a, b)),
        }
        return self.language.say("frames", "diameter", values)

    def _inline(self, step: Step, layout: Layout, why: _Reasons, ends: bool) -> Text:
        values: dict[str, Value] = {"chain": (self._chain(layout, inline=True),)}
        keys = ("chain_plain", "chain_hence", "chain_then")
        text = self._framed(why, *(self.language.say("frames", key, values) for key in keys))
        if ends:
            return text
        so = self._so(step, "so")
        return self.language.say("frames", "chain_so", {"what": text, "so": so})

    def _displayed(self, step: Step, layout: Layout, ends: bool) -> Text:
        chains: list[Inline] = []
        for piece in pieces(layout):
            further = self.language.say("frames", "display_further") if chains else ()
            chains += [*further, self._chain(piece, inline=False)]
        values: dict[str, Value] = {"chain": tuple(chains)}
        if ends and layout.factor == 1:
            return self.language.say("frames", "display", values)
        values["so"] = self._so(step, "so")
        if layout.factor == 1 or _of_lengths(step):
            return self.language.say("frames", "display_so", values)
        values["part"] = Formula((degrees(Fraction(1, layout.factor)),))
        return self.language.say("frames", "display_halved", values)

    def _chain(self, layout: Layout, *, inline: bool) -> Chain:
        rows = []
        before = layout.start
        for number, link in enumerate(layout.links):
            shapes = shapes_of_all(self.steps[i].statement for i in link.steps)
            why = self._bracket(link.steps)
            if self._says_itself(before, link, why):
                why = self.language.say("frames", "by_the_text")
            left = None if number else layout.start
            rows.append(Row(left, link.expression, why, link.steps, shapes))
            before = link.expression
        return Chain(tuple(rows), inline)

    def _says_itself(self, before: Formula, link: Link, why: Text) -> bool:
        """Tell whether the reason of a link is the link itself, and given."""
        sides = before.atoms, link.expression.atoms
        said = {(*one, " = ", *other) for one, other in (sides, sides[::-1])}
        written = tuple(a for part in why if isinstance(part, Formula) for a in part.atoms)
        told = [i for i in link.steps if self.steps[i].statement.name != "coll"]
        return written in said and all(isinstance(self.steps[i].reason, Given) for i in told)


def _of_lengths(step: Step) -> bool:
    """Tell whether a step is about products of lengths, which are equal if their squares are."""
    return isinstance(step.reason, ByAlgebra) and step.reason.table == "ratio"


def _ends(step: Step, layout: Layout) -> bool:
    """Tell whether the ends of the chain are the two sides of the statement."""
    name = step.statement.name
    if name in _TWO_SIDED:
        return True
    return name == "eqratio" and len(facets(step.statement)[0].terms) == 4
