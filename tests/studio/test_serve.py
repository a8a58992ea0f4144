"""The command: where it listens, what it warns of, how it ends."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import patience
from tests.studio.conftest import Running, running

SERVE = [sys.executable, "-m", "porism", "serve"]


def test_ctrl_c_ends_it_without_fuss() -> None:
    with running() as studio:
        assert studio.get("/api/about").status_code == 200
        studio.process.send_signal(signal.SIGINT)
        assert studio.process.wait(30 * patience()) == 0


def test_the_health_of_a_container_is_that_of_its_studio(studio: Running) -> None:
    dockerfile = Path(__file__).parents[2] / "Dockerfile"
    found = re.search(r"^HEALTHCHECK .*?CMD (\[.*?\])$", dockerfile.read_text(), re.M | re.S)
    assert found
    _, *arguments = json.loads(found[1])
    here = [word.replace("http://127.0.0.1:8000", studio.address) for word in arguments]
    assert here != arguments
    assert subprocess.run([sys.executable, *here]).returncode == 0
    nowhere = [word.replace("127.0.0.1:8000", "127.0.0.1:1") for word in arguments]
    assert subprocess.run([sys.executable, *nowhere], stderr=subprocess.DEVNULL).returncode


def test_workers_end_with_the_server() -> None:
    with running() as studio:
        assert studio.lives()
        children = studio.children()
        assert children
        studio.process.kill()
        studio.process.wait()
        from tests.studio.test_bad_input import eventually

        assert eventually(lambda: not any(alive(child) for child in children))


def alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_port_that_is_taken_is_told(studio: Running) -> None:
    port = studio.address.rsplit(":", 1)[1]
    done = subprocess.run([*SERVE, "--port", port], capture_output=True, text=True)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1, port {port}" in done.stderr


def test_a_host_that_is_nowhere_is_told() -> None:
    command = [*SERVE, "--host", "192.0.2.1", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2 and "cannot listen on 192.0.2.1" in done.stderr


def test_listening_to_others_is_warned_of() -> None:
    with subprocess.Popen(
        [*SERVE, "--host", "0.0.0.0", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None and process.stdout is not None
            warned = process.stderr.readline()
            assert "whoever reaches this machine" in warned and "no password" in warned
            address = re.search(r":(\d+)/", process.stdout.readline())
            assert address is not None
            socket.create_connection(("127.0.0.1", int(address[1]))).close()
        finally:
            process.terminate()


def test_it_says_what_to_install_where_the_extra_is_missing() -> None:
    script = (
        "import sys; sys.modules.update(fastapi=None, uvicorn=None);"
        "from porism.prover.cli.main import main; raise SystemExit(main(['serve']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 2 and "pip install 'porism[studio]'" in done.stderr


@pytest.mark.parametrize("module", ["fastapi", "uvicorn", "starlette"])
def test_other_commands_do_not_need_it(module: str) -> None:
    script = (
        f"import sys; sys.modules.update({module}=None);"
        "from porism.prover.cli.main import main; raise SystemExit(main(['--version']))"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True).returncode == 0
