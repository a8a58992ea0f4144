"""The way to a cluster: the one at an address, or one of this process alone.

Ray waits for minutes for a cluster that is not there, so the address is tried before.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from porism.geometry.errors import InputError
from porism.geometry.extras import without_extra
from porism.synth.cluster.program import difference, program

__all__ = ["LOCAL", "connected"]

LOCAL = "local"
"""The address of a cluster that begins and ends with this process."""

_PATIENCE = 5.0  # seconds for a connection
_NODES = 60.0  # seconds for every node to say which program it runs; Python has to start there


@contextmanager
def connected(address: str, cores: int | None = None) -> Iterator[None]:
    """Be connected with the cluster at an address.

    That is ``local``, for one of this process with so many cores; ``auto``, for the one that runs
    on this machine; or HOST:PORT. Raises InputError where there is none, where Ray is not
    installed, and where a node runs another program.
    """
    try:
        import ray
    except ModuleNotFoundError as error:
        raise without_extra(error) from None
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    if address == LOCAL:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
        options |= {"num_cpus": cores, "include_dashboard": False}
    else:
        _check_address(address)
        options |= {"address": address}
    if ray.is_initialized():
        raise InputError("this process is connected with a cluster already")
    try:
        ray.init(namespace="porism", **options)
    except (ConnectionError, RuntimeError, ValueError, OSError, TimeoutError) as error:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        raise InputError(f"no Ray cluster at '{address}': {reason}") from None
    try:
        _check_nodes()
        yield
    finally:
        ray.shutdown()


def _check_address(address: str) -> None:
    """Raise InputError where nobody answers at an address, within seconds."""
    if address == "auto":
        found = os.environ.get("RAY_ADDRESS") or _current_cluster()
        if found is None:
            raise InputError(
                "no Ray cluster on this machine; start one with 'ray start --head', or say "
                "'--ray local'"
            )
        address = found
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if not colon or not port.isdecimal() or not host or int(port) > 65535:
        raise InputError(f"--ray {address}: not an address; say local, auto or HOST:PORT")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _PATIENCE).close()
    except OSError as error:
        reason = str(error.strerror or error).lower()
        raise InputError(f"no Ray cluster at '{address}': {reason}") from None


def _current_cluster() -> str | None:
    """Return the address that 'ray start' has written down on this machine."""
    folder = Path(os.environ.get("RAY_TMPDIR", "/tmp")) / "ray"
    try:
        return (folder / "ray_current_cluster").read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def _check_nodes() -> None:
    """Raise InputError for a node that runs another program."""
    import ray
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    ask = ray.remote(_program_here)
    for node in ray.nodes():
        if not node["Alive"]:
            continue
        name = f"{node['NodeManagerHostname']} ({node['NodeManagerAddress']})"
        there = NodeAffinitySchedulingStrategy(node["NodeID"], soft=False)
        asked = ask.options(num_cpus=0, scheduling_strategy=there, name="porism version").remote()
        try:
            theirs = ray.get(asked, timeout=_NODES)
        except ray.exceptions.GetTimeoutError:
            raise InputError(f"the node {name} does not answer within {_NODES:.0f} s") from None
        except ray.exceptions.RayError as error:
            raise InputError(_trouble(name, error)) from None
        if said := difference(program(), name, theirs):
            raise InputError(said)


def _program_here() -> str:
    """Say on a node which program it runs; Ray takes plain functions only."""
    return program()


def _trouble(node: str, error: Exception) -> str:
    if "No module named 'porism" in str(error):
        return f"the node {node} has no porism; install the same wheel on all nodes"
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"the node {node} cannot work: {lines[-1].strip() if lines else type(error).__name__}"
