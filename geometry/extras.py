"""Which extra of the package brings a module that is not there: one line of advice, no traceback.

The prover itself needs none of these; they are imported where they are used.
"""

from __future__ import annotations

from porism.geometry.errors import InputError

__all__ = ["EXTRAS", "without_extra"]

EXTRAS = {
    "pyarrow": "data",
    "fsspec": "data",
    "ray": "ray",
    "tensorboard": "tensorboard",
    "networkx": "graph",
    "torch": "lm",
    "safetensors": "lm",
    "sentencepiece": "lm",
}
"""The extra of ``porism`` by the name of a module that it brings."""


def without_extra(error: ModuleNotFoundError) -> Exception:
    """Return what to raise for a module that is not there: one line, if an extra brings it."""
    module = (error.name or "").partition(".")[0]
    extra = EXTRAS.get(module)
    if extra is None:
        return error
    return InputError(f"this needs {module}; install it with: pip install 'porism[{extra}]'")
