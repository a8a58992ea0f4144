"""What every request passes before the studio looks at it: who asks, from where, how much.

Against rebinding of names: the host asked for is a number, localhost, or a name that the owner of
the server gave; a page of somebody else's that points a name of its own at this machine is refused.
Against requests forged by other pages: whatever changes something or costs something is a POST
with a header that no other page can send without being asked first, and with an origin, where the
browser tells one, that is the server's own. Bodies are counted while they are read; a length that
a request claims is believed only where it is too large.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from porism.studio.settings import MOST_BYTES_OF_REQUEST, MOST_BYTES_OF_UPLOAD

__all__ = ["HEADER", "Guard", "host_of"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

HEADER = "x-porism-studio"
"""A header of this name comes with every POST; only pages of the same origin can send it."""

UPLOAD = "/api/upload"
_BODY_SECONDS = 30.0  # between two pieces of a body

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",  # the editor and the board write their own styles
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "content-security-policy": "; ".join(f"{what} {whence}" for what, whence in _POLICY.items()),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


class _TooLargeError(Exception):
    """A body beyond its bound."""


class _TooSlowError(Exception):
    """A body that does not come."""


class Guard:
    """An ASGI application around another one."""

    def __init__(self, app: App, names: Iterable[str] = ()) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer what is refused, hand on the rest."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        refusal = self.refusal(scope["method"], headers)
        most = MOST_BYTES_OF_UPLOAD if scope["path"] == UPLOAD else MOST_BYTES_OF_REQUEST
        if refusal is None and _claimed(headers) > most:
            refusal = 413, _too_large(most)
        answered = False

        async def sending(message: Message) -> None:
            nonlocal answered
            answered = True
            if message["type"] == "http.response.start":
                message["headers"] = _with_our_headers(message.get("headers", ()))
            await send(message)

        if refusal is not None:
            await _answer(sending, *refusal)
            return
        try:
            await self.app(scope, _counted(receive, most), sending)
        except _TooLargeError:
            if not answered:
                await _answer(sending, 413, _too_large(most))
        except _TooSlowError:
            if not answered:
                await _answer(sending, 408, "the request did not come to its end")

    def refusal(self, method: str, headers: MutableMapping[str, str]) -> tuple[int, str] | None:
        """Return status and reason for a request that is not answered, else None."""
        host = headers.get("host", "")
        if not self.is_ours(host):
            return 421, (
                f"this server is not called '{host_of(host)[:100]}'; ask for it by its address, "
                "or start it with --name"
            )
        if method in ("GET", "HEAD"):
            return None
        if method != "POST":
            return 405, "only GET and POST are answered"
        origin = headers.get("origin")
        if origin is not None and _authority(origin) != host:
            return 403, "a page of another origin asks for this"
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return 403, "a page of another site asks for this"
        if HEADER not in headers:
            return 403, f"the header {HEADER} is missing; only the studio's own page sends it"
        return None

    def is_ours(self, host: str) -> bool:
        """Tell whether a Host header names this server in a way that nobody else can."""
        name = host_of(host)
        if name == "localhost" or name in self.names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def host_of(header: str) -> str:
    """Return the name in a Host header, without the port and the brackets of IPv6."""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def _claimed(headers: MutableMapping[str, str]) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 20 else 1 << 62


def _too_large(most: int) -> str:
    size = f"{most >> 20} MiB" if most >= 1 << 20 else f"{most >> 10} KiB"
    return f"the request is too large; at most {size} are read"


def _counted(receive: Receive, most: int) -> Receive:
    """Hand on what is received, as long as it is not too much and does not take too long."""
    seen = 0
    ended = False

    async def receiving() -> Message:
        nonlocal seen, ended
        if ended:  # what comes now is the end of the connection, for which there is no hurry
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), _BODY_SECONDS)
        except asyncio.TimeoutError:
            raise _TooSlowError from None
        seen += len(message.get("body", b""))
        if seen > most:
            raise _TooLargeError
        ended = not message.get("more_body", False)
        return message

    return receiving


def _with_our_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Add the headers of the policy, but for those that a response has set itself."""
    given = list(headers)
    names = {name.lower() for name, _ in given}
    ours = ((k.encode(), v.encode()) for k, v in _HEADERS.items())
    return [*given, *((k, v) for k, v in ours if k not in names)]


async def _answer(send: Send, status: int, reason: str) -> None:
    body = json.dumps({"error": reason}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _authority(origin: str) -> str | None:
    """Return host and port of an origin; None where it is none, such as ``http://[``."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
