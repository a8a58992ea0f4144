"""A studio that runs, as a person starts it, and a browser that looks at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

pytest.importorskip("fastapi", reason="the extra 'studio' is not installed")
pytest.importorskip("uvicorn", reason="the extra 'studio' is not installed")

HEADER = {"x-porism-studio": "1"}
ALTITUDES = "a b c = triangle;\nh = on_tline b c a, on_tline c a b\n? perp a h b c\n"


@dataclass(frozen=True)
class Running:
    """A studio in a process of its own."""

    address: str
    process: subprocess.Popen[str]

    def get(self, path: str, **more: Any) -> httpx.Response:
        return httpx.get(self.address + path, timeout=120, **more)

    def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        headers = HEADER | more.pop("headers", {})
        return httpx.post(self.address + path, json=body, headers=headers, timeout=120, **more)

    def upload(self, name: str, data: bytes) -> httpx.Response:
        path = f"{self.address}/api/upload"
        return httpx.post(path, params={"name": name}, content=data, headers=HEADER, timeout=120)

    def events(self, body: Any, path: str = "/api/solve") -> Generator[dict[str, Any], None, None]:
        with httpx.stream(
            "POST", self.address + path, json=body, headers=HEADER, timeout=120
        ) as answer:
            assert answer.status_code == 200, answer.read()
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    yield json.loads(line[6:])

    def solve(self, text: str, **more: Any) -> dict[str, Any]:
        """Solve, and return the last event."""
        return list(self.events({"text": text, "proposer": "none", **more}))[-1]

    def lives(self) -> bool:
        return self.process.poll() is None and self.solve(ALTITUDES)["status"] == "proved"

    def children(self) -> list[int]:
        """The numbers of the worker processes."""
        children = f"/proc/{self.process.pid}/task/{self.process.pid}/children"
        try:
            with open(children, encoding="ascii") as file:
                return [int(number) for number in file.read().split()]
        except OSError:
            pytest.skip("the system does not tell which processes a process has")


@contextmanager
def running(*options: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "porism", "serve", "--port", "0", *options]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            said = process.stdout.readline()
            assert "http://" in said, said
            yield Running(said.split()[4].rstrip("/"), process)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def studio() -> Iterator[Running]:
    with running("--solves", "2", "--waiting", "4", "--budget", "20") as started:
        yield started


@pytest.fixture(scope="package")  # Playwright can be started once at a time
def browser() -> Iterator[Any]:
    """Chromium of the system; tests with a page are skipped where there is none."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        # Without the sandbox: tests run as root in containers, and open only their own pages.
        opened = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, studio: Running) -> Iterator[Any]:
    """The studio in a browser that reports whatever goes wrong in it, and reaches nothing else."""
    with opened(browser, studio) as made:
        yield made


@contextmanager
def opened(
    browser: Any, studio: Running, *, tolerated: str = "nothing", **options: Any
) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    made.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    elsewhere: list[str] = []
    made.on("request", _noting(elsewhere, studio.address))
    made.set_default_timeout(60_000)
    made.goto(studio.address)
    made.wait_for_selector("[data-point]")
    yield made
    context.close()
    wrong = [text for text in wrong if tolerated not in text]
    assert not wrong, wrong
    assert not elsewhere, elsewhere


def _noting(elsewhere: list[str], address: str) -> Callable[[Any], None]:
    def note(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:")):
            elsewhere.append(request.url)

    return note
