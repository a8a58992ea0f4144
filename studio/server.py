"""Serving the studio: ``porism serve`` calls :func:`serve`."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from porism.geometry.errors import InputError
from porism.geometry.files import os_reason
from porism.studio.app import create_app
from porism.studio.settings import Settings

__all__ = ["serve"]

_CONNECTIONS = 200  # at once; more are refused
_IDLE_SECONDS = 15  # after which a connection that is not used is closed


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; ``ready`` is called with the address once the port is open.

    Raises InputError when the server cannot listen there.
    """
    bound = _listening(settings.host, settings.port)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    ready(f"http://{host}:{bound.getsockname()[1]}/")
    config = uvicorn.Config(
        create_app(settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=32 << 10,
    )
    uvicorn.Server(config).run(sockets=[bound])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(_CONNECTIONS)  # whoever comes while the server starts waits
    except (OSError, OverflowError) as error:
        raise InputError(f"cannot listen on {host}, port {port}: {os_reason(error)}") from None
    return bound
