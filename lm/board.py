"""The numbers of a run for TensorBoard, beside the log; needs the extra of that name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from porism.geometry.extras import without_extra

__all__ = ["FOLDER", "Board", "scalars"]

FOLDER = "tensorboard"
_PLACE = ("step", "epoch")  # where in the run, not how it goes


def scalars(event: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield tag and value of each number of an event of the log; of tables, ``table/key``."""
    kind = event.get("event", "training")
    if kind == "start":
        return
    for key, value in event.items():
        for name, number in value.items() if isinstance(value, dict) else (("", value),):
            if isinstance(number, int | float) and key not in _PLACE:
                yield f"{kind}/{key}{name and f'/{name}'}", float(number)


class Board:
    """Writes events to files for TensorBoard."""

    def __init__(self, folder: Path, step: int) -> None:
        """What was written after ``step`` is hidden. Raises InputError without TensorBoard."""
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ModuleNotFoundError as error:
            raise without_extra(error) from None
        self._writer = SummaryWriter(str(folder), purge_step=step + 1 if step else None)

    def write(self, event: Mapping[str, Any]) -> None:
        """Add the numbers of an event."""
        for tag, value in scalars(event):
            self._writer.add_scalar(tag, value, int(event["step"]))
        self._writer.flush()
