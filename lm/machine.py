"""What a training run needs of its machine: devices, memory, and the optimiser on them."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import torch
import torch.distributed as dist
from torch import Tensor

from porism.geometry.errors import InputError
from porism.lm.model import Transformer
from porism.lm.packing import Document
from porism.lm.settings import Settings

__all__ = ["compiled", "devices", "exchanged", "keep_memory", "optimiser"]


def keep_memory() -> None:
    """Keep glibc from handing freed memory back: fetching it again costs a third of the time."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):  # another C library
        return
    trim, top_pad, map_threshold = -1, -2, -3
    mallopt(map_threshold, 1 << 30)
    mallopt(trim, (1 << 31) - 1)
    mallopt(top_pad, 64 << 20)


@contextmanager
def devices() -> Iterator[tuple[int, int, torch.device]]:
    """This process, the number of processes, and the device it computes on.

    Of several processes, each leaves the group at the end of the block.
    """
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")) if cuda else 0)
    if world > 1:
        # The first step of an optimiser loads this module, whose default arguments keep the group
        # that they find: its threads then outlive the interpreter, and abort the process. Loaded
        # before there is a group, it finds none.
        import_module("torch.distributed.nn.functional")
        dist.init_process_group("nccl" if cuda else "gloo")
    try:
        yield rank, world, device if cuda else torch.device("cpu")
    finally:
        if world > 1:
            dist.destroy_process_group()


def exchanged(part: list[Document]) -> list[list[Document]]:
    """What each of the processes that train together has written; each calls this with its own."""
    parts: list[list[Document]] = [[] for _ in range(dist.get_world_size())]
    dist.all_gather_object(parts, part)
    return parts


def compiled(network: Transformer) -> Callable[[Tensor, Tensor], Tensor]:
    """The network as PyTorch compiles it at its first step; it shares the weights.

    Where it cannot, for want of a C++ compiler say, that step raises InputError.
    """
    from torch._dynamo.exc import TorchDynamoException  # takes a second, which few runs need

    fast = torch.compile(network)

    def forward(tokens: Tensor, documents: Tensor) -> Tensor:
        try:
            scores: Tensor = fast(tokens, documents)
        except TorchDynamoException as error:
            reason = (str(error).splitlines() or [""])[0]
            raise InputError(
                f"PyTorch cannot compile the network here ({reason}); install a C++ compiler, "
                "or say compile = false in the settings"
            ) from None
        return scores

    return forward


def optimiser(network: Transformer, settings: Settings) -> torch.optim.Optimizer:
    """AdamW; only matrices decay."""
    matrices = [p for p in network.parameters() if p.dim() == 2]
    others = [p for p in network.parameters() if p.dim() != 2]
    groups = [
        {"params": matrices, "weight_decay": settings.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.95), fused=True)
