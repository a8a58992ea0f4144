"""The network for those who may not have PyTorch: loaded when asked for, or one line of advice."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from porism.geometry.extras import EXTRAS, without_extra

if TYPE_CHECKING:
    from porism.lm.decode import Model

__all__ = ["available", "load_model"]

_EXTRA = tuple(module for module, extra in EXTRAS.items() if extra == "lm")


def available() -> bool:
    """Tell whether PyTorch and what else the network needs are installed (not loaded yet)."""
    return all(find_spec(name) is not None for name in _EXTRA)


def load_model(path: str | Path | None = None, *, threads: int | None = None) -> Model:
    """Load weights, the shipped ones without ``path``. Raises InputError, also without torch.

    ``threads`` is what PyTorch may use from now on, in the whole process. Where other threads
    are at work it should be 1: PyTorch's wait for each other many times a millisecond.
    """
    try:
        import torch

        from porism.lm.decode import Model
    except ModuleNotFoundError as error:
        raise without_extra(error) from None
    if threads is not None:
        torch.set_num_threads(threads)
    return Model.load(path)
