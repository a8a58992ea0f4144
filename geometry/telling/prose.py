"""The proof in claims and sentences; what a renaming of points carries over is told by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from porism.geometry.rule import Rule
from porism.geometry.telling.model import (
    Chain,
    Claim,
    Formula,
    Inline,
    Ref,
    Sentence,
    Text,
    length,
)
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.outline import Block, Group, Outline
from porism.geometry.telling.phrases import Language, Value, compact
from porism.geometry.telling.sentences import Materials, SentenceWriter
from porism.geometry.telling.shapes import shapes_of, shapes_of_all
from porism.geometry.telling.similar import Piece, exchanged, renaming_between
from porism.geometry.telling.workings import Workings

__all__ = ["Prose"]

_WORTH_SAYING = 3  # steps of a claim that is told as similar to another
_SHORTER = 0.9  # so much shorter a sentence must be that is told as similar to another
_POINT = 6  # what a point counts that takes the place of another, in characters
_LINE = 40  # what a line of its own counts, in characters


def _piece(groups: Sequence[Group]) -> Piece:
    told = sorted(i for group in groups for i in (group.step, *group.within))
    return Piece(tuple(told), tuple(i for group in groups for i in group.silent))


class Prose:
    """Writes the claims of one proof."""

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
        self.workings = Workings(outline.proof, notation)
        self._materials = Materials(outline, notation, language, rules, self.claims, self.workings)
        self._groups: list[Group] = []  # told in full, for others to be similar to
        self._renamed: Mapping[str, str] | None = None  # the last renaming that was told
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
        lines = self.workings.lines_before(block.key)
        for model in reversed(full):
            names = renaming_between(_piece(model.groups), _piece(block.groups), self.steps, lines)
            if names is None or model.key not in self.claims:
                continue
            word = self.language.phrase("headings", "claim")
            values: dict[str, Value] = {
                "claim": (Ref("claim", self.claims[model.key], word),),
                "renaming": self.renaming(names),
            }
            self._renamed = names
            text = self.language.sentence(self.language.say("frames", "similarly_claim", values))
            steps = tuple(sorted(i for group in block.groups for i in group.steps))
            key = self.steps[block.key].statement
            heading = self.language.sentence(self.notation.statement(key))
            shapes = shapes_of(key)
            return Claim(number, heading, (Sentence(text, steps, shapes),), shapes)
        return None

    def renaming(self, names: Mapping[str, str]) -> Text:
        """Say which points take the place of which."""
        pairs = exchanged(names)
        if self._renamed is not None and _agree(names, self._renamed):
            return self.language.say("frames", "same_exchange" if pairs else "same_renaming")
        if pairs:
            name, order = self.notation.name, list(self.notation.names).index
            ordered = sorted(sorted(pair, key=order) for pair in pairs)
            said = [(Formula((name(a), " ↔ ", name(b))),) for a, b in ordered]
            return self.language.say("frames", "exchanging", {"pairs": self.language.listed(said)})
        moved = {a: b for a, b in names.items() if a != b}
        values: dict[str, Value] = {
            "new": self.notation.listed(moved.values()),
            "old": self.notation.listed(moved),
        }
        return self.language.say("frames", "renaming", values)

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
        text = SentenceWriter(self._materials, group, before, block).text()
        model, names = self.similar(group)
        if model is not None:
            said = self.like(group, model, names)
            moved = 0 if exchanged(names) else sum(a != b for a, b in names.items())
            if length(said) + _POINT * moved < _SHORTER * _space(text):
                self._model, self._renamed = model, names
                said = self.language.sentence(said)
                return Sentence(said, group.steps, shapes_of(step.statement), group.step + 1)
        self._groups.append(group)
        self._model = group
        shapes = shapes_of_all(self.steps[i].statement for i in (group.step, *group.within))
        return Sentence(self.language.sentence(text), group.steps, shapes, group.step + 1)

    def similar(self, group: Group) -> tuple[Group | None, dict[str, str]]:
        """Return a sentence told in full, and the renaming that carries it over, if there are."""
        lines = self.workings.lines_before(group.step)
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


def _space(text: Text) -> int:
    """Return how much room a sentence takes: its length, and lines of their own."""
    rows = sum(len(part.rows) for part in text if isinstance(part, Chain) and not part.inline)
    return length(text) + _LINE * rows


def _agree(names: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Tell whether a renaming does to the points that it moves what the one told before did."""
    pairs = dict(exchanged(told))
    whole = {**told, **pairs, **{b: a for a, b in pairs.items()}}
    return all(whole.get(a) == b for a, b in names.items() if a != b)


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
