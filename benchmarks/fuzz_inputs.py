"""Inputs for the fuzzer: sound ones from the repository, then changed with knowledge of the form.

Every input is a function of its kind, the seed and its number. Half are made by the grammar
(words exchanged for words of the same sort, extreme numbers, clauses of other problems), the
rest by damage (letters, bytes, truncation), some are noise from the beginning.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.fuzz_geogebra import make_sheet
from porism.geometry.checker.proof_json import to_json
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.language import to_text
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import KINDS
from porism.geometry.problem import Clause, Problem
from porism.prover.options import SolveOptions
from porism.prover.solve import solve

ROOT = Path(__file__).resolve().parents[1]
KINDS_OF_INPUT = ("ag1", "ag2", "ggb", "proof", "rules")
SUFFIX = {"ag1": ".txt", "ag2": ".txt", "ggb": ".ggb", "proof": ".json", "rules": ".txt"}

_NUMBERS = (
    *("0", "1", "-1", "2", "1/2", "3/4", "-7/3", "60", "60o", "pi/3", "2pi/7", "180", "1000"),
    *("1001", "-1000", "1e9", "0.0000001", "9" * 39, "1/" + "9" * 30, "1/0", "nan", "inf", "0/5"),
)
_MARKS = (";", ",", "=", "?", "|", "\n", "#", "@", " ")
_PLACES = ("@0_0", "@1_0", "@0.5_-2", "@1e9_0", "@1e-9_1e-9", "@nan_0", "@1_", "@3_4_5", "@")
_ODD = "\0\x07\x1b[31m\x85\u202e\ud800\ufeff\u200bé𝔸'\"<&\\"
_SMALL = 20  # points: larger problems take the time of many
Source = Callable[[random.Random], str]


def make_input(kind: str, seed: int, number: int) -> bytes:
    """Return input ``number`` of a kind."""
    rng = random.Random(f"{seed}/{kind}/{number}")
    if rng.random() < 0.03:
        return _noise(rng)
    match kind:
        case "ag1":
            text = _mutated_text(rng, _ag1_texts(), (*CONSTRUCTIONS, *KINDS))
        case "ag2":
            text = _mutated_text(rng, _ag2_texts(), tuple(KINDS))
        case "ggb":
            return _damaged(rng, make_sheet(rng))
        case "proof":
            text = _proof(rng)
        case "rules":
            text = _rules(rng)
        case _:
            raise ValueError(f"no kind of input: {kind}")
    return _damaged(rng, text.encode("utf-8", "surrogatepass"))


# --- noise and damage --------------------------------------------------------------------------


def _noise(rng: random.Random) -> bytes:
    size = rng.choice((0, 1, 10, 100, 1000))
    match rng.randrange(4):
        case 0:
            return rng.randbytes(size)
        case 1:
            return bytes(rng.choice(b" ;,=?|abc@_019./-\n") for _ in range(size))
        case 2:
            word = rng.choice(("(", "[", "{", "a ", "a = ; ", "<a>", '{"a":', ";", "\n"))
            return (word * size).encode()
        case _:
            return "".join(rng.choice(_ODD) for _ in range(size)).encode("utf-8", "surrogatepass")


def _damaged(rng: random.Random, data: bytes) -> bytes:
    if rng.random() > 0.08 or not data:
        return data
    at = rng.randrange(len(data))
    match rng.randrange(5):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + rng.randbytes(1) + data[at + 1 :]
        case 2:
            odd = rng.choice(_ODD).encode("utf-8", "surrogatepass")
            return data[:at] + odd + data[at:]
        case 3:
            return data.decode("utf-8", "replace").encode("utf-16")
        case _:
            return data[:at] + data[at : at + 50] * rng.randrange(2, 40) + data[at:]


# --- problems as text --------------------------------------------------------------------------


@cache
def _problems() -> tuple[Problem, ...]:
    found = [p for file in sorted((ROOT / "problems").glob("*.txt")) for p in read_problems(file)]
    return tuple(p for p in found if len(p.points) <= _SMALL)


@cache
def _ag1_texts() -> tuple[str, ...]:
    return tuple(to_text(p) for p in _problems())


@cache
def _ag2_texts() -> tuple[str, ...]:
    """The same problems, their constructions replaced by what they assert."""
    return tuple(
        to_text(replace(p, clauses=tuple(Clause(c.points, (), c.premises) for c in p.clauses)))
        for p in _problems()
    )


_WORDS = re.compile(r"[;,=?|]|[^\s;,=?|]+")


def _mutated_text(rng: random.Random, texts: tuple[str, ...], heads: tuple[str, ...]) -> str:
    words = _WORDS.findall(rng.choice(texts))
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3, 6))):
        words = _mutated_words(rng, words, texts, heads)
    text = " ".join(words)
    if rng.random() < 0.05:
        text = f"{rng.choice(('name', 'x=1', '# c', _ODD[:9], 'n' * 300))}\n{text}"
    if rng.random() < 0.05:
        text = f"{text}\n{rng.choice(texts)}"
    return text


def _mutated_words(
    rng: random.Random, words: list[str], texts: tuple[str, ...], heads: tuple[str, ...]
) -> list[str]:
    words = list(words) or ["a"]
    at = rng.randrange(len(words))
    names = [w for w in words if w[0].isalpha()]
    match rng.randrange(20):
        case 0:
            del words[at]
        case 1:
            words.insert(at, words[at])
        case 2:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        case 3 | 4 | 12 | 13 | 14:  # a point for a point, mostly
            places = [i for i, w in enumerate(words) if w[0].isalpha() and w not in heads]
            if places:
                words[rng.choice(places)] = rng.choice(names)
        case 5 | 6 | 15 | 16 | 17:  # a construction or predicate for another
            places = [i for i, w in enumerate(words) if w in heads]
            if places:
                at = rng.choice(places)
                same = [h for h in heads if _size(h) == _size(words[at])]
                words[at] = rng.choice(same if rng.random() < 0.8 else heads)
        case 7:
            words.insert(at, rng.choice(_NUMBERS))
        case 8:
            numbers = [i for i, w in enumerate(words) if not w[0].isalpha() and w not in _MARKS]
            words[rng.choice(numbers) if numbers else at] = rng.choice(_NUMBERS)
        case 9:
            words[at] += rng.choice(_PLACES)
        case 10:
            words.insert(at, rng.choice(_MARKS))
        case _:  # a clause of another problem
            words[at:at] = [";", *_WORDS.findall(rng.choice(rng.choice(texts).split(";")))]
    return words


@cache
def _size(head: str) -> tuple[int, int, str]:
    """How many points a construction or predicate takes, and what constant."""
    made = CONSTRUCTIONS.get(head)
    if made is not None:
        return len(made.points), len(made.new), made.constant
    return KINDS[head].arity[0], -1, KINDS[head].linear or KINDS[head].constant


# --- proofs ------------------------------------------------------------------------------------

_EASY = 12  # problems of which proofs are made
_EXTREME: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e300,
    "",
    "a",
    "\ud800",
    "x" * 1000,
    [],
    {},
    [[]],
    {"a": 1},
)


@cache
def _proofs() -> tuple[Any, ...]:
    found = [json.loads(p.read_text()) for p in sorted((ROOT / "tests/bad_proofs").glob("*.json"))]
    solved = 0
    for problem in _problems()[::3]:
        outcome = solve(problem, SolveOptions(proposer="none", budget=5.0, rewrite=solved % 4 == 0))
        found += [json.loads(to_json(proof)) for proof in outcome.proofs] * 3
        solved += outcome.status == "proved"
        if solved == _EASY:
            break
    return tuple(found)


def _proof(rng: random.Random) -> str:
    data = json.loads(json.dumps(rng.choice(_proofs())))
    for _ in range(rng.choice((0, 1, 1, 1, 2, 4))):
        data = _mutated_tree(rng, data)
    return json.dumps(data, ensure_ascii=rng.random() < 0.5)


def _mutated_tree(rng: random.Random, data: Any) -> Any:
    """Change one member somewhere in the tree."""
    key: Any = ""
    holder = {key: data}
    node: Any = holder
    while isinstance(node[key], dict | list) and node[key] and rng.random() < 0.93:
        node = node[key]
        key = rng.choice(list(node)) if isinstance(node, dict) else rng.randrange(len(node))
    value = node[key]
    match rng.randrange(8):
        case 0:
            del node[key]
        case 1 if isinstance(node, list):
            node.insert(key, value)
        case 2 if isinstance(node, list):
            other = rng.randrange(len(node))
            node[key], node[other] = node[other], value
        case 3 | 4 if isinstance(value, str):
            words = value.split() or [""]
            words[rng.randrange(len(words))] = rng.choice((*words, *_NUMBERS, *KINDS, "a", "b"))
            node[key] = " ".join(words)
        case 3 | 4 | 5 if isinstance(value, int | float):
            node[key] = rng.choice((value + 1, -value, 0, 1e9, 1e308, 10**12, 2**70, 0.5, True))
        case _:
            node[key] = deepcopy(rng.choice(_EXTREME))
    return holder.get("")


# --- rules -------------------------------------------------------------------------------------


@cache
def _stanzas() -> tuple[str, ...]:
    text = (ROOT / "geometry" / "rules.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return tuple(s for s in re.split(r"\n\s*\n", "\n".join(lines)) if s.strip().startswith("rule"))


def _rules(rng: random.Random) -> str:
    lines = rng.choice(_stanzas()).strip().splitlines()
    lines[0] = f"rule mine{rng.randrange(3)}"
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        at = rng.randrange(len(lines))
        words = lines[at].split(" ")
        place = rng.randrange(len(words))
        match rng.randrange(6):
            case 0:
                words[place] = rng.choice(tuple(KINDS))
            case 1:
                words[place] = rng.choice(_NUMBERS)
            case 2:
                words[place] = rng.choice("abcdopqxy;")
            case 3:
                del words[place]
            case 4:
                words = lines[rng.randrange(len(lines))].split(" ")
            case _:
                words.insert(place, rng.choice((*words, "\x1b[31m", "é")))
        lines[at] = " ".join(words)
    return "\n".join(lines) + "\n"
