"""What the pages say sends weights and data to the Hugging Face hub does so, to a server here."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = shutil.which("hf", path=str(Path(sys.executable).parent))
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="needs huggingface_hub")


class Hub(HTTPServer):
    """A hub that takes everything, and remembers the files of each commit."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.committed: dict[str, set[str]] = {}


class Answer(BaseHTTPRequestHandler):
    """What a hub says when files are sent to it."""

    server: Hub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if "/preupload/" in self.path:
            files = [
                {"path": f["path"], "uploadMode": "regular", "shouldIgnore": False}
                for f in json.loads(body)["files"]
            ]
            self.say({"files": files})
        elif "/commit/" in self.path:
            lines = map(json.loads, body.splitlines())
            sent = {line["value"]["path"] for line in lines if line["key"] == "file"}
            self.server.committed[self.path] = sent
            self.say({"commitUrl": f"{self.address}/somebody/thing/commit/1", "commitOid": "1"})
        else:
            self.say({"url": f"{self.address}/somebody/thing"})

    def do_GET(self) -> None:
        self.say({})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def say(self, what: object) -> None:
        text = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Keep silent."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    server = Hub()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("page", "folder", "where"),
    [
        ("model.md", "EXPORTED", "/api/models/somebody/thing/commit/main"),
        ("data.md", "DATA", "/api/datasets/somebody/thing/commit/main"),
    ],
)
def test_one_documented_command_sends_a_folder(
    page: str, folder: str, where: str, hub: Hub, tmp_path: Path
) -> None:
    (command,) = re.findall(r"hf upload [^\n`]+", (ROOT / "docs" / page).read_text())
    for name in ("README.md", "data/one.bin", "blocks/rest.bin"):
        file = tmp_path / folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("---\nlicense: apache-2.0\n---\n")
    words = [word.replace("NAME", "somebody/thing") for word in shlex.split(command)[1:]]
    environment = os.environ | {
        "HF_ENDPOINT": f"http://127.0.0.1:{hub.server_port}",
        "HF_HOME": str(tmp_path / "home"),
        "HF_TOKEN": "hf_nothing",
    }
    done = subprocess.run(
        [str(PROGRAM), *words],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    kept = {"README.md", "data/one.bin"} | ({"blocks/rest.bin"} if folder == "EXPORTED" else set())
    assert hub.committed == {where: kept}
