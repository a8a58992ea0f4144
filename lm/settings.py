"""What a training run is asked to do: one flat table, read from one TOML file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from porism.geometry.errors import InputError
from porism.geometry.files import read_text, tomllib
from porism.geometry.limits import MOST_BYTES_OF_SETTINGS
from porism.geometry.suggest import did_you_mean
from porism.lm.mix import Mix

__all__ = ["Settings", "read_settings"]


@dataclass(frozen=True)
class Settings:
    """All settings of a run with their defaults, which are those of the shipped weights.

    network
        ``vocabulary`` (pieces of the tokenizer), ``width``, ``layers``, ``heads``, ``hidden``
    data
        ``context`` (tokens a row), ``rows`` (a step, on all devices together), ``held_out``
        (share), and the fields of :class:`porism.lm.mix.Mix`
    optimisation
        AdamW [1] with betas (0.9, 0.95) until ``tokens`` are seen; ``learning_rate`` is reached
        after ``warmup`` steps and falls along a cosine [2] to ``final_rate`` of it;
        ``weight_decay`` on matrices; gradients are cut to norm ``clip``
    evaluation, every ``evaluate_every`` steps
        on ``evaluate_problems`` held-out theorems with auxiliary points: found within ``beam``
    machine
        ``precision`` "bf16" or "fp32"; ``compile``, whether PyTorch compiles the network first (a
        third faster on a CPU after the minute that it takes; needs a C++ compiler); ``threads`` of
        the CPU (0: all); ``readers``, processes that write theorems anew ahead of training (0:
        none, which is enough for a CPU); ``save_every`` steps

    [1] Loshchilov and Hutter 2019, arXiv:1711.05101.  [2] The same, arXiv:1608.03983.
    """

    seed: int = 1
    vocabulary: int = 256
    width: int = 256
    layers: int = 4
    heads: int = 4
    hidden: int = 704
    context: int = 192
    rows: int = 32
    held_out: float = 0.02
    aux_share: float = 0.5
    most_repeats: int = 8
    statement_weight: float = 0.2
    company: float = 0.2
    rarity: float = 0.0
    tokens: int = 30_000_000
    warmup: int = 200
    learning_rate: float = 2e-3
    final_rate: float = 0.05
    weight_decay: float = 0.1
    clip: float = 1.0
    evaluate_every: int = 500
    evaluate_problems: int = 100
    beam: int = 32
    precision: str = "bf16"
    compile: bool = False
    threads: int = 0
    readers: int = 0
    save_every: int = 100

    @property
    def mix(self) -> Mix:
        """The settings that say how theorems are mixed."""
        return Mix(
            self.aux_share, self.most_repeats, self.statement_weight, self.company, self.rarity
        )

    def checked(self, source: str) -> Settings:
        """Return the settings, or raise InputError for one that makes no sense."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, int | float) and value < 0:
                raise InputError(f"{source}: {field.name} = {value} is negative")
        for name in ("held_out", "aux_share", "statement_weight", "company", "final_rate"):
            if getattr(self, name) > 1:
                raise InputError(f"{source}: {name} = {getattr(self, name)} is more than 1")
        positive = "width layers heads hidden context rows tokens learning_rate clip beam".split()
        for name in (*positive, "most_repeats", "evaluate_every", "save_every"):
            if not getattr(self, name):
                raise InputError(f"{source}: {name} must not be 0")
        if self.width % (2 * self.heads):
            raise InputError(f"{source}: width {self.width} is no even multiple of heads")
        if self.precision not in ("bf16", "fp32"):
            raise InputError(f"{source}: precision is 'bf16' or 'fp32', not {self.precision!r}")
        return self

    def table(self) -> dict[str, Any]:
        """Return the settings as a plain table."""
        return asdict(self)


def read_settings(path: str | Path | None, **changes: Any) -> Settings:
    """Read a TOML file and apply ``changes``. Raises InputError with the name and the remedy."""
    table: dict[str, Any] = {}
    source = "the settings" if path is None else str(path)
    if path is not None:
        try:
            table = tomllib.loads(read_text(path, MOST_BYTES_OF_SETTINGS, "settings"))
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"{path}: not a TOML file: {error}") from None
        except RecursionError:
            raise InputError(f"{path}: nested too deeply for settings") from None
    return from_table(table, source, **changes)


def from_table(table: dict[str, Any], source: str, **changes: Any) -> Settings:
    """Return settings from a plain table. Raises InputError."""
    known = {field.name: type(field.default) for field in fields(Settings)}
    for name, value in table.items():
        if name not in known:
            hint = did_you_mean(name, known)
            raise InputError(f"{source}: no setting {name!r}" + (f" ({hint})" if hint else ""))
        wanted = known[name]
        kinds = (int, float) if wanted is float else (wanted,)
        if not isinstance(value, kinds) or isinstance(value, bool) != (wanted is bool):
            raise InputError(f"{source}: {name} = {value!r}, expected {wanted.__name__}")
    return replace(Settings(), **{**table, **changes}).checked(source)
