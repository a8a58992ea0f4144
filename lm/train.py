"""Training: one loop for a CPU, a GPU, or several under torchrun.

A run is a function of data, settings and seed. Killed at any moment and started again with the
same command it goes on from its last checkpoint and ends with the same weights, on the same
machine and number of threads, as if nothing had happened: the order of the data depends on the
step alone, and checkpoints hold weights, optimiser and place in the data.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional

from porism.geometry.errors import InputError
from porism.lm.board import FOLDER, Board
from porism.lm.checkpoint import (
    Log,
    check_finite,
    load_checkpoint,
    only_run,
    restoring,
    save_checkpoint,
    save_weights,
)
from porism.lm.data import Corpus, load, mean_length
from porism.lm.decode import Model
from porism.lm.evaluate import found_within
from porism.lm.feed import Feed, Shares
from porism.lm.machine import compiled, devices, exchanged, keep_memory, optimiser
from porism.lm.model import Shape, Transformer
from porism.lm.packing import BEGINNING, Batch, Position
from porism.lm.settings import Settings, from_table
from porism.lm.text import to_text
from porism.lm.tokenizer import Tokenizer, train_tokenizer

__all__ = ["tokenizer_of", "train"]

CHECKPOINT, LOG, BEST, LAST = "checkpoint.pt", "log.jsonl", "best", "last"
_TOKENIZER_LINES = 20_000
# Settings that may change when a run goes on; only another number of tokens changes what it learns.
_FREE = ("threads", "readers", "save_every", "evaluate_every", "evaluate_problems", "tokens")
_VALIDATION_EPOCH = -1  # the order and dress in which held-out theorems are always shown

Report = Callable[[str], None]


def train(
    data: str | Path,
    out: str | Path,
    settings: Settings,
    *,
    tokenizer: str | Path | None = None,
    grown: bool = False,
    tensorboard: bool = False,
    report: Report = print,
    stop_after: int | None = None,
) -> Path:
    """Train on the data set ``data``; return the folder of the best weights, in ``out``.

    Goes on where a run with the same data and settings in ``out`` was stopped. With ``grown``
    the data may have changed since; the run then goes on with a new epoch, and says so in the
    log. ``tokenizer`` is a model to use instead of one made from the data. With ``tensorboard``
    the numbers of the log are also written for TensorBoard. ``stop_after`` ends this call at that
    step, with a checkpoint. Raises InputError, also while another run writes to ``out``.
    """
    keep_memory()
    with devices() as (rank, world, device):
        if settings.rows % world:
            raise InputError(f"{settings.rows} rows cannot be shared by {world} devices")
        if settings.threads and device.type == "cpu":
            torch.set_num_threads(settings.threads)
        with only_run(Path(out)) if rank == 0 else nullcontext():
            corpus = load(data, settings.held_out)
            given = None if tokenizer is None else Tokenizer.load(tokenizer)
            run = _Run(corpus, Path(out), settings, given, rank, world, device, grown, report)
            if tensorboard and rank == 0:
                run.board = Board(Path(out) / FOLDER, run.step)
            with run.feed:
                run.go(stop_after)
            if world > 1:
                dist.barrier()
    return Path(out) / BEST


def tokenizer_of(corpus: Corpus, vocabulary: int) -> Tokenizer:
    """Train a tokenizer of at most ``vocabulary`` pieces on the theorems for training."""
    rows = corpus.training[:_TOKENIZER_LINES]
    return train_tokenizer((to_text(row.parsed()) for row in rows), vocabulary)


class _Run:
    """The state of a run: what a checkpoint holds, and what it is computed from."""

    def __init__(
        self,
        corpus: Corpus,
        out: Path,
        settings: Settings,
        tokenizer: Tokenizer | None,
        rank: int,
        world: int,
        device: torch.device,
        grown: bool,
        report: Report,
    ) -> None:
        self.corpus, self.out, self.settings = corpus, out, settings
        self.rank, self.world, self.device = rank, world, device
        self.report: Report = report if rank == 0 else lambda _: None
        self.step = self.tokens = self.epoch = 0
        self.position = BEGINNING
        self.best = math.inf
        path = out / CHECKPOINT
        state = load_checkpoint(path) if path.exists() or path.is_symlink() else None
        self.tokenizer = self._tokenizer(state, tokenizer)
        shares = Shares(rank, world, exchanged) if world > 1 and device.type == "cpu" else None
        self.feed = Feed(
            corpus.training, self.tokenizer, settings.mix, settings.seed, settings.readers, shares
        )
        torch.manual_seed(settings.seed)
        shape = Shape(
            len(self.tokenizer), settings.width, settings.layers, settings.heads, settings.hidden
        )
        self.network = Transformer(shape).to(device)
        self.forward = compiled(self.network) if settings.compile else self.network
        self.optimiser = optimiser(self.network, settings)
        if state is not None:
            with restoring(path):
                self._restore(state, path, grown)
        self.log = Log(out / LOG, self.step) if rank == 0 else None
        self.board: Board | None = None
        if self._is_new(state):
            self._write(
                event="start",
                step=self.step,
                tokens=self.tokens,
                settings=settings.table(),
                parameters=self.network.size,
                data=corpus.identity,
                rows=len(corpus.training),
                rows_with_aux=sum(r.aux_points > 0 for r in corpus.training),
                held_out=len(corpus.held_out),
                torch=torch.__version__,
                device=str(device),
                processes=world,
            )
        self.report(
            f"{self.network.size:,} parameters, {len(corpus.training):,} theorems, "
            f"{len(corpus.held_out):,} held out; from step {self.step}"
        )

    # --- coming and going -------------------------------------------------------------------

    def _tokenizer(self, state: dict[str, Any] | None, given: Tokenizer | None) -> Tokenizer:
        if state is None:
            return given or tokenizer_of(self.corpus, self.settings.vocabulary)
        with restoring(self.out / CHECKPOINT):
            before = Tokenizer(state["tokenizer"])
        if given is not None and given.identity != before.identity:
            raise InputError(f"{self.out / CHECKPOINT}: was made with another tokenizer")
        return before

    def _is_new(self, state: dict[str, Any] | None) -> bool:
        """Whether data or settings are not those of the checkpoint, so that the log must say so."""
        if state is None or self.step == 0 or state["data"] != self.corpus.identity:
            return True
        return bool(json.loads(state["settings"]) != self.settings.table())

    def _restore(self, state: dict[str, Any], path: Path, grown: bool) -> None:
        if state["data"] != self.corpus.identity and not grown:
            raise InputError(
                f"{path} was made from other data; choose another --out, or say --grown"
            )
        before = from_table(json.loads(state["settings"]), str(path))
        for name, value in self.settings.table().items():
            if name not in _FREE and getattr(before, name) != value:
                old = getattr(before, name)
                raise InputError(f"{path}: was made with {name} = {old}, not {value}")
        check_finite(path, state["network"])
        self.network.load_state_dict(state["network"])
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["random"])
        self.step, self.tokens = state["step"], state["tokens"]
        self.epoch, self.best = state["epoch"], state["best"]
        following, *rows = state["position"]
        self.position = Position(following[0], tuple(map(tuple, rows)))
        if state["data"] != self.corpus.identity:
            self.epoch, self.position, self.best = self.epoch + 1, BEGINNING, math.inf

    def _save(self) -> None:
        if self.rank:
            return
        state = {
            "network": self.network.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "random": torch.get_rng_state(),
            "tokenizer": self.tokenizer.data,
            "settings": json.dumps(self.settings.table()),
            "data": self.corpus.identity,
            "step": self.step,
            "tokens": self.tokens,
            "epoch": self.epoch,
            "position": [[self.position.next], *map(list, self.position.open)],
            "best": self.best,
        }
        save_checkpoint(self.out / CHECKPOINT, state)

    def _write(self, **event: Any) -> None:
        if self.log is not None:
            self.log.write(**event)
        if self.board is not None:
            self.board.write(event)

    # --- the loop ---------------------------------------------------------------------------

    def go(self, stop_after: int | None) -> None:
        """Train until the tokens are seen, or ``stop_after`` steps are made."""
        settings = self.settings
        started, seen = time.monotonic(), self.tokens
        for batch in self._batches():
            if self.tokens >= settings.tokens:
                break
            rate = self._rate()
            loss, norm = self._learn(batch, rate)
            self.step += 1
            self.position = batch.after
            self.tokens += batch.used
            if self.step % 20 == 0 or self.step == 1:
                speed = (self.tokens - seen) / (time.monotonic() - started)
                self._write(
                    step=self.step,
                    tokens=self.tokens,
                    epoch=self.epoch,
                    loss=round(loss, 4),
                    norm=round(norm, 3),
                    rate=round(rate, 6),
                    tokens_per_second=round(speed),
                )
                self.report(
                    f"step {self.step}  {self.tokens / 1e6:.2f} M tokens  loss {loss:.3f}  "
                    f"{speed:,.0f} tokens/s"
                )
            if self.step % settings.evaluate_every == 0:
                self._evaluate()
            if self.step == stop_after:
                self._save()
                return
            if self.step % settings.save_every == 0:
                self._save()
        if self.step % settings.evaluate_every:
            self._evaluate()
        self._save()

    def _batches(self) -> Iterator[Batch]:
        """The batches from the present place on, epoch after epoch."""
        while True:
            start, empty = self.position, self.position == BEGINNING
            with restoring(self.out / CHECKPOINT):
                epoch = self.feed.batches(
                    self.epoch,
                    count=self.settings.rows,
                    context=self.settings.context,
                    start=start,
                )
            for batch in epoch:
                empty = False
                yield batch
            if empty:
                raise InputError(self._too_few())
            self.epoch, self.position = self.epoch + 1, BEGINNING

    def _too_few(self) -> str:
        """Say how many theorems a batch needs, going by the lengths of those that are there."""
        s, rows = self.settings, self.corpus.training
        length = mean_length(rows, self.tokenizer, s.context, s.mix)
        return (
            f"too few theorems: a batch of {s.rows} rows of {s.context} tokens needs about "
            f"{math.ceil(s.rows * s.context / length):,}, the data set has {len(rows):,} to train "
            "on; make more of them, or 'rows' in the settings smaller"
        )

    def _rate(self) -> float:
        s = self.settings
        warm = min(1.0, (self.step + 1) / s.warmup) if s.warmup else 1.0
        done = min(1.0, self.tokens / s.tokens)
        cosine = 0.5 * (1 + math.cos(math.pi * done))
        return s.learning_rate * warm * (s.final_rate + (1 - s.final_rate) * cosine)

    def _learn(self, batch: Batch, rate: float) -> tuple[float, float]:
        """Make one step; return the loss of this process and the norm of the gradient."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.network.train()
        total, weight = self._loss(batch)
        if self.world > 1:
            weight = weight.detach().clone()
            dist.all_reduce(weight)
        loss = total / weight
        loss.backward()  # type: ignore[no-untyped-call]
        if self.world > 1:
            for parameter in self.network.parameters():
                dist.all_reduce(parameter.grad)
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.settings.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        return float(loss.detach()) * self.world, float(norm)

    def _loss(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The weighted sum of losses over this process's rows, and the sum of weights."""
        share = slice(self.rank, None, self.world)
        tokens = torch.from_numpy(batch.tokens[share]).to(self.device)
        documents = torch.from_numpy(batch.documents[share]).to(self.device)
        weights = torch.from_numpy(batch.weights[share]).to(self.device)
        low = self.settings.precision == "bf16"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=low):
            scores = self.forward(tokens, documents)  # (B, T, V)
        losses = functional.cross_entropy(
            scores[:, :-1].flatten(0, 1).float(), tokens[:, 1:].flatten(), reduction="none"
        )
        weight = weights[:, 1:].flatten()
        return (losses * weight).sum(), weight.sum()

    # --- measuring --------------------------------------------------------------------------

    def _evaluate(self) -> None:
        """Measure on what is held out, and keep the weights if they are the best so far."""
        if self.rank:
            return
        self.network.eval()
        statement, auxiliary = self._validation()
        aux = [row for row in self.corpus.held_out if row.aux_points]
        model = Model(self.network, self.tokenizer, {})
        ks = sorted({1, min(8, self.settings.beam), self.settings.beam})
        found = found_within(model, aux[: self.settings.evaluate_problems], ks)
        facts = {
            "step": self.step,
            "tokens": self.tokens,
            "validation_loss": round(statement, 4),
            "auxiliary_loss": round(auxiliary, 4),
            "problems": found.problems,
            "first_found_within": {str(k): round(v, 4) for k, v in found.first.items()},
            "all_found_within": {str(k): round(v, 4) for k, v in found.whole.items()},
        }
        self._write(event="evaluation", **facts)
        self.report(
            f"step {self.step}  held out: loss {statement:.3f}, auxiliary {auxiliary:.3f}; found "
            + ", ".join(f"@{k} {v:.0%}" for k, v in found.whole.items())
        )
        facts |= {"data": self.corpus.identity, "settings": self.settings.table()}
        save_weights(self.out / LAST, self.network, self.tokenizer, facts)
        if auxiliary <= self.best:
            self.best = auxiliary
            save_weights(self.out / BEST, self.network, self.tokenizer, facts)

    @torch.inference_mode()
    def _validation(self) -> tuple[float, float]:
        """Loss a token on the statements and on the auxiliary parts of what is held out."""
        sums = [0.0, 0.0, 0.0, 0.0]
        s = self.settings
        feed = Feed(self.corpus.held_out, self.tokenizer, s.mix, s.seed)
        for batch in feed.batches(_VALIDATION_EPOCH, count=1, context=s.context):
            tokens = torch.from_numpy(batch.tokens).to(self.device)
            documents = torch.from_numpy(batch.documents).to(self.device)
            scores = self.network(tokens, documents)[:, :-1].flatten(0, 1).float()
            losses = functional.cross_entropy(scores, tokens[:, 1:].flatten(), reduction="none")
            weights = torch.from_numpy(batch.weights[:, 1:]).flatten().to(self.device)
            for place, chosen in enumerate(((weights > 0) & (weights < 1), weights == 1)):
                sums[2 * place] += float(losses[chosen].sum())
                sums[2 * place + 1] += int(chosen.sum())
        return sums[0] / max(1, sums[1]), sums[2] / sums[3] if sums[3] else sums[0] / max(
            1, sums[1]
        )
