"""The proof in claims and sentences; what a renaming of points carries over is told by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from porism.geometry.renaming import Names, moved
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
from porism.geometry.telling.support import Support
from porism.geometry.telling.workings import Workings

__all__ = ["Prose", "renaming_told"]

_WORTH_SAYING = 3  # steps of a claim that is told as similar to another
_SHORTER = 0.9  # so much shorter a sentence must be that is told as similar to another
_POINT = 6  # what a point counts that takes the place of another, in characters
_LONGEST_RUN = 4  # sentences that are told together by their likeness to others
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
        self.support = Support(outline)
        self._groups: list[Group] = []  # told in full, for others to be similar to
        self._told: set[int] = set()  # what a sentence is about, or is told by likeness
        self._own: set[int] = set()  # ... the former only
        self._read: tuple[int, ...] = ()
        self._renamed: Names | None = None  # the last renaming that was told
        self._model: Group | None = None  # what the last sentence was, or was similar to

    def told(self, read: Sequence[int] = ()) -> tuple[Claim, ...]:
        """Return the claims, the end of the proof last.

        ``read`` are the steps that the reader has just read about, as shown elsewhere.
        """
        self._read = tuple(read)
        found: list[Claim] = []
        full: list[Block] = []
        for block in self.outline.blocks:
            like = self.similar_claim(block, full)
            if like is None:
                found.append(self.claim(block, self.claims.get(block.key, 0)))
                full.append(block)
            else:
                found.append(like)
                self._told.update(group.step for group in block.groups)
        return _numbered(found)

    def similar_claim(self, block: Block, full: Sequence[Block]) -> Claim | None:
        """Tell a block by the renaming that carries an earlier one over to it, if there is one."""
        number = self.claims.get(block.key, 0)
        if not number or sum(len(g.steps) for g in block.groups) < _WORTH_SAYING:
            return None
        if self.cited_elsewhere(block):
            return None
        lines = self.workings.lines_before(block.key)
        for model in reversed(full):
            names = renaming_between(_piece(model.groups), _piece(block.groups), self.steps, lines)
            if names is None or model.key not in self.claims:
                continue
            text = self.language.sentence(self.like_claim(model.key, names))
            self._renamed = names
            steps = tuple(sorted(i for group in block.groups for i in group.steps))
            key = self.steps[block.key].statement
            heading = self.language.sentence(self.notation.statement(key))
            shapes = shapes_of(key)
            return Claim(number, heading, (Sentence(text, steps, shapes),), shapes)
        return None

    def like_claim(self, model: int, names: Names) -> Text:
        """Tell a whole claim by its likeness to that of step ``model``."""
        values: dict[str, Value] = {
            "claim": (Ref("claim", self.claims[model], self.language.phrase("headings", "claim")),),
            "renaming": self.renaming(names),
        }
        return self.language.say("frames", "similarly_claim", values)

    def cited_elsewhere(self, block: Block) -> bool:
        """Tell whether other claims cite a sentence of this one besides its last."""
        own = {group.step for group in block.groups}
        return any(self.support.uses[i] - own for i in own - {block.key})

    def renaming(self, names: Names) -> Text:
        """Say which points take the place of which."""
        if self._renamed is not None and _agree(names, self._renamed):
            key = "same_exchange" if exchanged(names) else "same_renaming"
            return self.language.say("frames", key)
        return renaming_told(names, self.notation, self.language)

    def claim(self, block: Block, number: int) -> Claim:
        """Tell one block under its heading."""
        key = self.steps[block.key].statement
        heading = self.language.sentence(self.notation.statement(key)) if number else ()
        sentences = []
        before = Group(self._read[0], (), ()) if len(self._read) == 1 else None
        left = list(block.groups)
        while left:
            run, sentence = self.similar_run(left, block)
            if sentence is None:
                sentence = self.sentence(left[0], before, block)
            self._told.update(group.step for group in run)
            self._own.add(run[-1].step)
            left = [group for group in left if group not in run]
            before, self._read = run[-1], ()
            sentences.append(sentence)
        return Claim(number, heading, tuple(sentences), shapes_of(key))

    def similar_run(
        self, left: Sequence[Group], block: Block
    ) -> tuple[tuple[Group, ...], Sentence | None]:
        """Tell the next sentence and those that it alone serves in one, if others were like them.

        Return what is told, and the sentence; the first of ``left`` and none where there is none.
        """
        for end in range(len(left) - 1, 0, -1):
            run = self.support.serving(left[end], left[:end])
            if left[0] not in run or len(run) > _LONGEST_RUN:
                continue
            if not self.support.outside(run) <= self._told:
                continue
            models, names = self.similar(run)
            if not models:
                continue
            said = self.like(run[-1], models, names)
            if len(run) == len(block.groups) and models[-1].step in self.claims:
                said = self.like_claim(models[-1].step, names)  # its heading says what it shows
            texts = [SentenceWriter(self._materials, g, None, block).text() for g in run]
            if self.shorter(said, names, texts):
                self._model, self._renamed = models[-1], names
                steps = tuple(sorted(i for group in run for i in group.steps))
                shapes = shapes_of(self.steps[run[-1].step].statement)
                number = run[-1].step + 1
                return run, Sentence(self.language.sentence(said), steps, shapes, number)
        return (left[0],), None

    @staticmethod
    def shorter(said: Text, names: Names, texts: Iterable[Text]) -> bool:
        """Tell whether a likeness is worth saying instead of the sentences that it stands for."""
        new = 0 if exchanged(names) else moved(names)
        return length(said) + _POINT * new < _SHORTER * sum(map(_space, texts))

    # --- one sentence -------------------------------------------------------------------------

    def sentence(self, group: Group, before: Group | None, block: Block) -> Sentence:
        """Tell a step and what is told with it."""
        step = self.steps[group.step]
        read = frozenset(self._read)
        text = SentenceWriter(self._materials, group, before, block, read).text()
        models, names = self.similar((group,))
        if models:
            said = self.like(group, models, names)
            if self.shorter(said, names, (text,)):
                self._model, self._renamed = models[-1], names
                said = self.language.sentence(said)
                return Sentence(said, group.steps, shapes_of(step.statement), group.step + 1)
        self._groups.append(group)
        self._model = group
        shapes = shapes_of_all(self.steps[i].statement for i in (group.step, *group.within))
        return Sentence(self.language.sentence(text), group.steps, shapes, group.step + 1)

    def similar(self, run: Sequence[Group]) -> tuple[tuple[Group, ...], Names]:
        """Return sentences that were told, the last in full, and what carries them over to these.

        Neither is there where no renaming does.
        """
        lines = self.workings.lines_before(run[-1].step)
        for model in reversed(self._groups):
            for models in self.support.leading_to(model, len(run), self._own):
                names = renaming_between(_piece(models), _piece(run), self.steps, lines)
                if names is not None:
                    return models, names
        return (), {}

    def like(self, group: Group, models: Sequence[Group], names: Names) -> Text:
        """Tell a sentence by its likeness to others."""
        refs: list[Text] = [(Ref("sentence", model.step + 1),) for model in models]
        values: dict[str, Value] = {
            "renaming": self.renaming(names),
            "then": self.notation.statement(self.steps[group.step].statement, "then"),
            "model": self.language.listed(refs),
        }
        key = "similarly" if models[-1] is self._model else "similarly_to"
        return self.language.say("frames", key, values)


def renaming_told(names: Names, notation: Notation, language: Language) -> Text:
    """Say which points take the place of which."""
    pairs = exchanged(names)
    if pairs:
        name, order = notation.name, list(notation.names).index
        ordered = sorted(sorted(pair, key=order) for pair in pairs)
        said = [(Formula((name(a), " ↔ ", name(b))),) for a, b in ordered]
        return language.say("frames", "exchanging", {"pairs": language.listed(said)})
    moved = {a: b for a, b in names.items() if a != b}
    values: dict[str, Value] = {
        "new": notation.listed(moved.values()),
        "old": notation.listed(moved),
    }
    return language.say("frames", "renaming", values)


def _space(text: Text) -> int:
    """Return how much room a sentence takes: its length, and lines of their own."""
    rows = sum(len(part.rows) for part in text if isinstance(part, Chain) and not part.inline)
    return length(text) + _LINE * rows


def _agree(names: Names, told: Names) -> bool:
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
