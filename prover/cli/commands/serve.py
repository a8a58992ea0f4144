"""``porism serve``: the studio, a web page to write, draw and prove in."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from typing import Annotated

import typer

from porism.geometry.errors import InputError
from porism.prover.cli.console import note, say
from porism.prover.options import processors

__all__ = ["serve"]


def serve(
    host: Annotated[
        str, typer.Option(metavar="HOST", help="Where to listen; by default for this machine only.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")
    ] = 8000,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A host name under which it may be asked for."),
    ] = None,
    solves: Annotated[
        int | None,
        typer.Option(min=1, max=256, metavar="N", help="Solves at once; half the processors."),
    ] = None,
    waiting: Annotated[
        int, typer.Option(min=0, max=1000, metavar="N", help="Solves that may wait for a place.")
    ] = 8,
    budget: Annotated[
        float,
        typer.Option(min=1.0, max=3600.0, metavar="SECONDS", help="The longest a solve may take."),
    ] = 300.0,
    memory: Annotated[
        int, typer.Option(min=256, metavar="MIB", help="The most memory of a solve.")
    ] = 3072,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
) -> None:
    """Serve the studio: a web page to write, draw and prove problems in.

    It is for this machine only, unless --host says otherwise. It needs the extra 'studio'.

    Exit status: 0 ended by Ctrl-C, 2 bad input or usage, or a port that is taken.

    \b
    Examples:
      porism serve --open
      porism serve --port 8080 --budget 60 --solves 4
    """
    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise InputError("the studio needs more packages; pip install 'porism[studio]'")
    from porism.studio.server import serve as run
    from porism.studio.settings import Settings, is_loopback

    at_once = max(1, processors() // 2) if solves is None else solves
    settings = Settings(
        host=host,
        port=port,
        names=tuple(name or ()),
        solves=at_once,
        waiting=waiting,
        threads=max(1, processors() // at_once),
        budget=budget,
        memory=memory,
    )
    if not is_loopback(host):
        note(
            "warning: whoever reaches this machine can use the studio, and its processors; there"
            " is no password, and what is sent is not encrypted",
            "bold yellow",
        )

    def ready(address: str) -> None:
        say(f"The studio is at {address} (Ctrl-C ends it)")
        if open_page:
            import webbrowser

            webbrowser.open(address)

    with suppress(KeyboardInterrupt):
        run(settings, ready)
