"""Words to numbers and back, by a SentencePiece model.

Every word of the language (constructions, predicates, marks, the letters that name points) is one
piece; digits and all other characters are pieces of their own, so that any number of points and
any constant can be written and nothing is unknown. What is left of the vocabulary is learned from
the corpus by byte-pair encoding (Sennrich et al. 2016, arXiv:1508.07909), within words only: the
numbers of a line are those of its words, one after the other, and constrained decoding can think
in words.
"""

from __future__ import annotations

import hashlib
import io
import string
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sentencepiece

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.errors import InputError
from porism.geometry.files import read_bytes
from porism.geometry.limits import MOST_BYTES_OF_SETTINGS
from porism.geometry.names import point_name
from porism.geometry.predicates import KINDS
from porism.lm.text import AUXILIARY, END, FACTS, GOAL, STATEMENTS

__all__ = ["Tokenizer", "train_tokenizer"]

SPACE = "\u2581"  # SentencePiece's sign for the space before a word
_LARGEST = 512
_CHARACTERS = string.ascii_lowercase + string.digits + "_-/"
PAD, UNKNOWN, BEGIN, STOP = range(4)


class Tokenizer:
    """A trained SentencePiece model.

    ``begin`` and ``stop`` are the numbers around a line, ``pad`` fills rows; ``bar`` is the mark
    before the auxiliary part. ``identity`` is the SHA-256 of the model.
    """

    def __init__(self, data: bytes, source: str = "the tokenizer") -> None:
        """Read the bytes of a model. Raises InputError when they are not one of ours."""
        self._model = sentencepiece.SentencePieceProcessor()
        try:
            self._model.LoadFromSerializedProto(data)
        except (RuntimeError, OSError):
            raise InputError(f"{source} is no SentencePiece model, or is cut off") from None
        specials = self._model.pad_id(), self._model.unk_id(), self._model.bos_id()
        if (*specials, self._model.eos_id()) != (PAD, UNKNOWN, BEGIN, STOP):
            raise InputError(f"{source} was not trained by this program")
        self.data = data
        self.pad, self.begin, self.stop = PAD, BEGIN, STOP
        self.identity = hashlib.sha256(data).hexdigest()
        self._numbers: dict[str, tuple[int, ...]] = {}
        self.bar = self.word(AUXILIARY)[0]

    @classmethod
    def load(cls, path: str | Path) -> Tokenizer:
        """Read a model from a file. Raises InputError."""
        return cls(read_bytes(path, MOST_BYTES_OF_SETTINGS, "a tokenizer"), str(path))

    def __len__(self) -> int:
        return int(self._model.GetPieceSize())

    def word(self, word: str) -> tuple[int, ...]:
        """Return the numbers of one word."""
        known = self._numbers.get(word)
        if known is None:
            known = tuple(self._model.EncodeAsIds(word))
            if UNKNOWN in known:
                raise InputError(f"the tokenizer cannot write {word!r}")
            self._numbers[word] = known
        return known

    def encode(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of a line, without those that begin and stop it."""
        return [n for word in words for n in self.word(word)]

    def decode(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """Return the words; numbers that begin, stop and pad say nothing."""
        return tuple(self._model.DecodeIds([n for n in numbers if n > BEGIN + 1]).split())


def vocabulary() -> tuple[str, ...]:
    """Return the words that are one piece each, whatever the corpus."""
    marks = (END, GOAL, FACTS, AUXILIARY, STATEMENTS)
    letters = tuple(point_name(k) for k in range(26))
    names = sorted({d.name for d in CONSTRUCTIONS.values()} | set(KINDS))
    return (*marks, *letters, *(n for n in names if n not in letters))


def train_tokenizer(lines: Iterable[str], size: int = 256) -> Tokenizer:
    """Train a model of at most ``size`` pieces on lines of :func:`porism.lm.text.to_text`.

    Deterministic. Raises InputError when ``size`` cannot hold the words of the language.
    """
    if size > _LARGEST:
        raise InputError(f"a vocabulary of {size}; {_LARGEST} is more than the language needs")
    words = vocabulary()
    least = 4 + len(words) + len(_CHARACTERS) + 1
    if size < least:
        raise InputError(f"a vocabulary of {size}; the words of the language need {least}")
    sink = io.BytesIO()
    sentencepiece.SentencePieceTrainer.Train(
        sentence_iterator=_corpus(lines),
        model_writer=sink,
        model_type="bpe",
        vocab_size=size,
        hard_vocab_limit=False,
        user_defined_symbols=[SPACE + word for word in words],
        required_chars=_CHARACTERS,
        character_coverage=1.0,
        normalization_rule_name="identity",
        split_digits=True,
        pad_id=PAD,
        unk_id=UNKNOWN,
        bos_id=BEGIN,
        eos_id=STOP,
        num_threads=1,
        minloglevel=2,
    )
    return Tokenizer(sink.getvalue())


def _corpus(lines: Iterable[str]) -> Iterator[str]:
    yield from lines
    for number in range(100):  # names beyond z and constants, so that every corpus has some
        yield f"{point_name(number)} {number}/{number + 1}"
