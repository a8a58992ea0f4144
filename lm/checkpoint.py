"""Files of a training run: checkpoints to go on from, weights to ship, a log to believe.

Everything is written beside its place and then moved there, so that a kill at any moment leaves
either the old file or the new one.
"""

from __future__ import annotations

import io
import json
import math
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors

from porism.geometry.errors import InputError
from porism.geometry.files import only_writer, os_reason, read_bytes, read_text, replacing
from porism.geometry.limits import MOST_BYTES_OF_SETTINGS, MOST_BYTES_OF_WEIGHTS
from porism.lm.model import Shape, Transformer
from porism.lm.tokenizer import Tokenizer

__all__ = [
    "Log",
    "load_checkpoint",
    "load_weights",
    "only_run",
    "save_checkpoint",
    "save_weights",
]

FORMAT = 1  # of weights
_STATE = 2  # of checkpoints
_PARTS: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("network", "optimiser"), dict),
    "random": torch.Tensor,
    "tokenizer": bytes,
    **dict.fromkeys(("settings", "data"), str),
    **dict.fromkeys(("step", "tokens", "epoch"), int),
    "position": list,
    "best": (int, float),
}
LOCK = ".lock"
WEIGHTS, CARD, TOKENIZER = "model.safetensors", "model.json", "tokenizer.model"


def atomically(path: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` make a file beside ``path``, then put it there. Raises InputError.

    A failed write leaves the old file as it was, and no partial file beside it.
    """
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as beside:
            write(beside)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system says against writing into an InputError with place and remedy."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"cannot write {path}: {os_reason(error)}; what was written before is kept: "
            "mend that and repeat the command"
        ) from error


@contextmanager
def only_run(folder: Path) -> Iterator[None]:
    """Keep other runs out of a folder. Raises InputError when one is there, or it is read-only."""
    with ExitStack() as held:
        with _told(folder):
            held.enter_context(only_writer(folder / LOCK, str(folder)))
        yield


# --- checkpoints ----------------------------------------------------------------------------


def save_checkpoint(path: Path, state: Mapping[str, Any]) -> None:
    """Write everything a run needs to go on. Raises InputError where it cannot be written."""
    # Through memory: on a full disk `torch.save` fails an assertion instead of raising OSError.
    buffer = io.BytesIO()
    torch.save({"format": _STATE, **state}, buffer)
    atomically(path, lambda beside: beside.write_bytes(buffer.getbuffer()))


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Read a checkpoint. Raises InputError when it is cut off, damaged or of another version."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd pickles, which are told below
            state = torch.load(path, map_location="cpu", weights_only=True)
    except UnpicklingError:
        reason = "it holds what is no number, text or list of them, and that is not loaded"
        raise InputError(f"{path}: no checkpoint of ours: {reason}") from None
    except Exception as error:  # a damaged file reaches every corner of the unpickler
        raise InputError(f"{path}: no checkpoint, or cut off ({_first_line(error)})") from None
    if not isinstance(state, dict) or state.get("format") != _STATE:
        raise InputError(f"{path}: a checkpoint of another version of this program")
    for key, kind in _PARTS.items():
        value = state.get(key)
        whole = isinstance(value, kind) and not isinstance(value, bool)
        if isinstance(value, list):
            whole = whole and all(map(_are_places, value)) and [*map(len, value)][:1] == [1]
        if not whole or (isinstance(value, int | float) and not value >= 0):
            raise InputError(f"{path}: a damaged checkpoint ('{key}' is missing or wrong)")
    return state


def _are_places(row: object) -> bool:
    return isinstance(row, list) and all(type(place) is int and place >= 0 for place in row)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


@contextmanager
def restoring(path: Path) -> Iterator[None]:
    """Turn what goes wrong while the parts of a checkpoint are put back into an InputError."""
    try:
        yield
    except (KeyError, TypeError, ValueError, RuntimeError, AttributeError, IndexError) as error:
        raise InputError(f"{path}: a damaged checkpoint ({_first_line(error)})") from None


def check_finite(path: Path, tensors: Mapping[str, torch.Tensor]) -> None:
    """Raise InputError for weights that are no numbers: a network with them says nothing."""
    for name, tensor in tensors.items():
        if not bool(torch.isfinite(tensor).all()):
            raise InputError(f"{path}: weights that are not finite ({name})")


# --- weights --------------------------------------------------------------------------------


def save_weights(
    folder: Path, network: Transformer, tokenizer: Tokenizer, facts: Mapping[str, Any]
) -> None:
    """Write weights, tokenizer and a card with the sizes and ``facts`` about the training."""
    shape = network.shape
    card = {
        "format": FORMAT,
        "shape": {
            "vocabulary": shape.vocabulary,
            "width": shape.width,
            "layers": shape.layers,
            "heads": shape.heads,
            "hidden": shape.hidden,
        },
        "parameters": network.size,
        "tokenizer": tokenizer.identity,
        **facts,
    }
    tensors = {name: t.detach().cpu().contiguous() for name, t in network.state_dict().items()}
    data = save_safetensors(tensors, {"tokenizer": tokenizer.identity})
    text = json.dumps(card, indent=2) + "\n"
    atomically(folder / TOKENIZER, lambda beside: beside.write_bytes(tokenizer.data))
    atomically(folder / CARD, lambda beside: beside.write_text(text, encoding="utf-8"))
    atomically(folder / WEIGHTS, lambda beside: beside.write_bytes(data))


def load_weights(folder: Path) -> tuple[Transformer, Tokenizer, dict[str, Any]]:
    """Read what :func:`save_weights` wrote. Raises InputError with the file and the reason."""
    card = _card(folder / CARD)
    tokenizer = Tokenizer.load(folder / TOKENIZER)
    if tokenizer.identity != card.get("tokenizer"):
        raise InputError(f"{folder}: tokenizer and weights do not belong together")
    path = folder / WEIGHTS
    data = read_bytes(path, MOST_BYTES_OF_WEIGHTS, "a file of weights")
    try:
        tensors = load_safetensors(data)
    except (SafetensorError, ValueError) as error:
        raise InputError(f"{path}: no safetensors file, or cut off ({error})") from None
    try:
        shape = Shape(**card["shape"])
        _check_sizes(shape, tokenizer, tensors)
        network = Transformer(shape)
        network.load_state_dict(tensors)
    except (KeyError, TypeError, ValueError, RuntimeError, OverflowError) as error:
        reason = _first_line(error)
        raise InputError(f"{path}: weights of another network ({reason})") from None
    check_finite(path, network.state_dict())
    return network.eval(), tokenizer, card


def _check_sizes(shape: Shape, tokenizer: Tokenizer, tensors: Mapping[str, torch.Tensor]) -> None:
    """Raise ValueError unless tensors are those of the shape, before a network takes the memory."""
    if len(tokenizer) != shape.vocabulary:
        raise ValueError(f"{shape.vocabulary} pieces, and a tokenizer of {len(tokenizer)}")
    if shape.layers > len(tensors):
        raise ValueError(f"{shape.layers} layers, and {len(tensors)} tensors")
    with torch.device("meta"):
        wanted = Transformer(shape).state_dict()
    for name, tensor in tensors.items():
        if name in wanted and tensor.shape != wanted[name].shape:
            raise ValueError(f"{name} is {tuple(tensor.shape)}, not {tuple(wanted[name].shape)}")
        if not tensor.is_floating_point():
            raise ValueError(f"{name} holds no numbers with a fraction")


def _card(path: Path) -> dict[str, Any]:
    try:
        card = json.loads(read_text(path, MOST_BYTES_OF_SETTINGS, "a model card"))
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not a model card, or cut off") from None
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise InputError(f"{path}: weights of another version of this program")
    return card


# --- log ------------------------------------------------------------------------------------


class Log:
    """Lines of JSON, one an event; those after the step that a run goes on from are dropped."""

    def __init__(self, path: Path, step: int) -> None:
        self.path = path
        text = "".join(line + "\n" for line in self._lines() if _step(line) <= step)
        atomically(path, lambda beside: beside.write_text(text, encoding="utf-8"))

    def _lines(self) -> list[str]:
        if not self.path.exists():
            return []
        return self.path.read_text(encoding="utf-8", errors="replace").splitlines()

    def write(self, **event: Any) -> None:
        """Append an event. Raises InputError where that cannot be."""
        with _told(self.path), open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")


def _step(line: str) -> float:
    """Return the step of an event; of a line that is none, cut short or damaged, infinity."""
    try:
        return int(json.loads(line).get("step", 0))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return math.inf
