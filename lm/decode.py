"""Auxiliary constructions from the network, best first, none of them malformed.

The network says how likely each piece is, the grammar (:mod:`porism.lm.grammar`) which pieces can
stand there; probabilities are taken among those. A beam holds the best beginnings of one clause;
whole clauses go to the caller's ``accept``, which knows whether a figure can have such a point,
and the accepted ones are begun again for the next clause, their log-probabilities added up. Every
clause has passed the parser of the language before anyone sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from porism.geometry.language.text import parse_problem
from porism.geometry.language.writer import to_text as to_ag1
from porism.geometry.names import point_name
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Problem
from porism.lm.checkpoint import load_weights
from porism.lm.grammar import Partial, allowed, complete
from porism.lm.model import Cache, Transformer
from porism.lm.text import clause_key, line_of
from porism.lm.tokenizer import Tokenizer

__all__ = ["WEIGHTS", "Model", "Proposal"]

WEIGHTS = Path(__file__).with_name("weights")
_LONGEST = 40  # pieces of one clause; the longest that the table of constructions allows has 22

Accept = Callable[[tuple[str, ...]], bool]
Stop = Callable[[], bool]
Spelled = tuple[int, ...]


@dataclass(frozen=True)
class Proposal:
    """Clauses in the AG1 language and the names of the problem, one after the other."""

    clauses: tuple[str, ...]
    log_probability: float

    @property
    def clause_text(self) -> str:
        """The clauses as the auxiliary part of a statement."""
        return "; ".join(self.clauses)


@dataclass(frozen=True)
class _Begun:
    """A clause under way: its whole words, pieces of a word not known to be whole, its score.

    ``start`` says which prompt it belongs to, ``row`` which row of the cache.
    """

    start: int
    partial: Partial
    spelled: Spelled
    score: float
    row: int


@dataclass(frozen=True)
class _Chain:
    """Clauses added so far, in the names of the text, with their words and score."""

    clauses: tuple[Clause, ...]
    words: tuple[str, ...]
    score: float


class Model:
    """A network with its tokenizer; everything it does is deterministic for a seed."""

    def __init__(self, network: Transformer, tokenizer: Tokenizer, card: dict[str, Any]) -> None:
        self.network, self.tokenizer, self.card = network, tokenizer, card
        self._next = lru_cache(maxsize=1 << 14)(self._next_pieces)

    @classmethod
    def load(cls, path: str | Path | None = None) -> Model:
        """Read weights from a folder, the shipped ones without ``path``. Raises InputError."""
        return cls(*load_weights(WEIGHTS if path is None else Path(path)))

    def propose(
        self,
        problem: Problem | str,
        *,
        beam: int = 32,
        depth: int = 1,
        accept: Accept | None = None,
        facts: Iterable[Predicate] = (),
        stop: Stop = lambda: False,
    ) -> list[Proposal]:
        """Return up to ``beam`` continuations of each length up to ``depth``, best first.

        What the problem has behind the bar already is where they continue. ``accept`` is asked
        about the clauses of each continuation, whose beginning it has accepted, and may refuse.
        Once ``stop`` says so, what has been found is returned.
        """

        def clauses(prompt: _Prompt, chains: Sequence[_Chain]) -> list[tuple[int, Partial, float]]:
            return self._best_clauses(prompt, chains, beam, stop)

        return self._continue(problem, facts, clauses, beam, depth, accept, stop)

    def sample(
        self,
        problem: Problem | str,
        *,
        count: int = 32,
        depth: int = 1,
        seed: int = 0,
        temperature: float = 1.0,
        top_k: int = 32,
        accept: Accept | None = None,
        facts: Iterable[Predicate] = (),
    ) -> list[Proposal]:
        """Like :meth:`propose`, but drawn at random; equal draws are returned once."""
        generator = torch.Generator().manual_seed(seed)

        def clauses(prompt: _Prompt, chains: Sequence[_Chain]) -> list[tuple[int, Partial, float]]:
            draws = [k % len(chains) for k in range(count)]
            return self._drawn_clauses(prompt, chains, draws, generator, temperature, top_k)

        return self._continue(problem, facts, clauses, count, depth, accept)

    # --- clause by clause -------------------------------------------------------------------

    def _continue(
        self,
        problem: Problem | str,
        facts: Iterable[Predicate],
        clauses: Callable[[_Prompt, Sequence[_Chain]], list[tuple[int, Partial, float]]],
        keep: int,
        depth: int,
        accept: Accept | None,
        stop: Stop = lambda: False,
    ) -> list[Proposal]:
        prompt = _Prompt.of(problem, facts, self.tokenizer)
        chains = [_Chain((), (), 0.0)]
        proposals: list[Proposal] = []
        for _ in range(depth):
            longer: list[_Chain] = []
            seen = set()
            for start, partial, score in clauses(prompt, chains):
                clause = complete(partial)
                if clause is None:
                    continue
                chain = chains[start]
                key = (*map(clause_key, chain.clauses), clause_key(clause))
                if key in seen:
                    continue
                seen.add(key)
                chain = _Chain((*chain.clauses, clause), (*chain.words, *partial.words), score)
                proposal = Proposal(prompt.texts(chain.clauses), score)
                if accept is None or accept(proposal.clauses):
                    longer.append(chain)
                    proposals.append(proposal)
                if len(longer) == keep or stop():
                    break
            chains = longer
            if not chains or stop():
                break
        return sorted(proposals, key=lambda p: -p.log_probability)

    def _begin(
        self, prompt: _Prompt, chains: Sequence[_Chain]
    ) -> tuple[list[_Begun], Cache, Tensor]:
        """Read the prompt once and the words of each chain; return scores of what is next."""
        shape = self.network.shape
        rests = [self.tokenizer.encode(chain.words) for chain in chains]
        most = max(map(len, rests))
        like = self.network.embedding.weight
        cache = Cache.empty(shape, 1, len(prompt.pieces) + most + _LONGEST, like)
        scores = self.network.advance(_tensor([prompt.pieces], like), cache)[:, -1]
        cache = cache.select(torch.zeros(len(chains), dtype=torch.long, device=like.device))
        scores = scores.expand(len(chains), -1)
        if most:
            pad = self.tokenizer.pad
            filled = _tensor([r + [pad] * (most - len(r)) for r in rests], like)
            ends = torch.tensor([len(r) for r in rests], device=like.device)
            lengths = cache.lengths + ends
            rows = torch.arange(len(chains), device=like.device)
            after = self.network.advance(filled, cache)[rows, (ends - 1).clamp(min=0)]
            scores = torch.where((ends > 0)[:, None], after, scores)
            cache.lengths = lengths  # what was written beyond is overwritten before it is seen
        begun = []
        for k, chain in enumerate(chains):
            known = prompt.known + sum(len(c.points) for c in chain.clauses)
            begun.append(_Begun(k, Partial(known), (), chain.score, k))
        return begun, cache, scores.float()

    def _next_pieces(
        self, partial: Partial, spelled: Spelled
    ) -> dict[int, tuple[Partial, Spelled]]:
        """The pieces that may come next, with what each leads to."""
        place = len(spelled)
        spellings = [(word, self.tokenizer.word(word)) for word in allowed(partial)]
        spellings = [(word, pieces) for word, pieces in spellings if pieces[:place] == spelled]
        unfinished = {pieces[place] for _, pieces in spellings if len(pieces) > place + 1}
        after: dict[int, tuple[Partial, Spelled]] = {}
        for word, pieces in spellings:
            if len(pieces) == place:  # a word such as a, which could have gone on as a1
                after.update(self._next(partial.then(word), ()))
            elif pieces[place] in unfinished:
                after[pieces[place]] = (partial, pieces[: place + 1])
            else:
                after[pieces[place]] = (partial.then(word), ())
        return after

    def _choices(
        self, begun: _Begun, scores: Tensor, *, going_on: bool
    ) -> tuple[list[int], Tensor, dict[int, tuple[Partial, Spelled]]]:
        """The pieces that may come next and their log-probabilities among each other."""
        after = self._next(begun.partial, begun.spelled)
        pieces = list(after)
        if going_on and not begun.partial.words and not begun.spelled:
            pieces.append(self.tokenizer.stop)  # an end was possible too
        return pieces, scores[pieces].log_softmax(-1), after

    @torch.inference_mode()
    def _best_clauses(
        self, prompt: _Prompt, chains: Sequence[_Chain], beam: int, stop: Stop
    ) -> list[tuple[int, Partial, float]]:
        """The likeliest next clauses of the chains: chain, clause and score, best first."""
        live, cache, scores = self._begin(prompt, chains)
        going_on = [bool(prompt.begun or chain.words) for chain in chains]
        found: list[tuple[int, Partial, float]] = []
        for _ in range(_LONGEST):
            options: list[tuple[float, int, int, Partial, Spelled]] = []
            for k, begun in enumerate(live):
                pieces, logs, after = self._choices(
                    begun, scores[k], going_on=going_on[begun.start]
                )
                for piece, log in zip(pieces, logs.tolist(), strict=True):
                    if piece in after:
                        options.append((begun.score + log, k, piece, *after[piece]))
            options.sort(key=lambda o: (-o[0], o[1], o[2]))
            ended = [o for o in options if o[3].ended][:beam]
            found += [(live[o[1]].start, o[3], o[0]) for o in ended]
            found.sort(key=lambda f: -f[2])
            options = [o for o in options if not o[3].ended][:beam]
            if len(found) >= beam:
                options = [o for o in options if o[0] > found[beam - 1][2]]
            if not options or stop():
                break
            live, cache, scores = self._step(live, options, cache)
        return found[: 2 * beam]

    def _step(
        self,
        live: Sequence[_Begun],
        options: Sequence[tuple[float, int, int, Partial, Spelled]],
        cache: Cache,
    ) -> tuple[list[_Begun], Cache, Tensor]:
        like = self.network.embedding.weight
        rows = torch.tensor([live[o[1]].row for o in options], device=like.device)
        cache = cache.select(rows)
        scores = self.network.advance(_tensor([[o[2]] for o in options], like), cache)[:, -1]
        begun = [
            _Begun(live[k].start, partial, spelled, score, row)
            for row, (score, k, _, partial, spelled) in enumerate(options)
        ]
        return begun, cache, scores.float()

    @torch.inference_mode()
    def _drawn_clauses(
        self,
        prompt: _Prompt,
        chains: Sequence[_Chain],
        draws: Sequence[int],
        generator: torch.Generator,
        temperature: float,
        top_k: int,
    ) -> list[tuple[int, Partial, float]]:
        """One next clause for each draw, in the order of their scores."""
        first, cache, scores = self._begin(prompt, chains)
        going_on = [bool(prompt.begun or chain.words) for chain in chains]
        live = [first[k] for k in draws]
        scores = scores[torch.tensor(list(draws), device=scores.device)]
        found: list[tuple[int, Partial, float]] = []
        for _ in range(_LONGEST):
            options: list[tuple[float, int, int, Partial, Spelled]] = []
            for k, begun in enumerate(live):
                pieces, logs, after = self._choices(
                    begun, scores[k], going_on=going_on[begun.start]
                )
                if not pieces:
                    continue
                best, which = logs.topk(min(top_k, len(pieces)))
                odds = (best / temperature).softmax(-1).cpu()
                drawn = int(torch.multinomial(odds, 1, generator=generator))
                piece = pieces[int(which[drawn])]
                if piece not in after:
                    continue  # the network has ended the chain
                option = (begun.score + float(best[drawn]), k, piece, *after[piece])
                if option[3].ended:
                    found.append((begun.start, option[3], option[0]))
                else:
                    options.append(option)
            if not options:
                break
            live, cache, scores = self._step(live, options, cache)
        return sorted(found, key=lambda f: -f[2])


@dataclass(frozen=True)
class _Prompt:
    """A problem as the network reads it; ``begun`` if it has auxiliary points already."""

    pieces: list[int]
    known: int
    begun: bool
    back: dict[str, str]

    @classmethod
    def of(
        cls, problem: Problem | str, facts: Iterable[Predicate], tokenizer: Tokenizer
    ) -> _Prompt:
        if isinstance(problem, str):
            problem = parse_problem(problem)
        line = line_of(problem, facts)
        pieces = [tokenizer.begin, *tokenizer.encode((*line.statement, *line.auxiliary))]
        points = problem.points
        back = {point_name(k): point for k, point in enumerate(points)}
        return cls(pieces, len(points), bool(problem.auxiliary), back)

    def texts(self, clauses: Sequence[Clause]) -> tuple[str, ...]:
        """Write clauses in the names of the problem; new points get names it does not have."""
        names, taken = dict(self.back), set(self.back.values())
        fresh = 0
        for point in (p for clause in clauses for p in clause.points):
            while point_name(fresh) in taken:
                fresh += 1
            names[point] = point_name(fresh)
            taken.add(names[point])
        return tuple(to_ag1(Problem("", (c.rename(names),))) for c in clauses)


def _tensor(rows: list[list[int]], like: Tensor) -> Tensor:
    return torch.tensor(rows, dtype=torch.long, device=like.device)
