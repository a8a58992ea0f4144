"""Who is answered: this machine under its own name, the studio's own page, nobody else's."""

from __future__ import annotations

import pytest

from porism.studio.guard import Guard, host_of
from porism.studio.settings import is_loopback
from tests.studio.conftest import ALTITUDES, HEADER, Running

READ = {"text": ALTITUDES}


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "192.168.1.7", "proofs.school:80"]
)
def test_names_that_nobody_can_rebind_are_ours(host: str) -> None:
    assert Guard(None, ["proofs.school"]).is_ours(host)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "host", ["evil.example:8000", "localhost.evil.example", "127.0.0.1.nip.io", "", "[::1", "a b"]
)
def test_other_names_are_not(host: str) -> None:
    assert not Guard(None, ["proofs.school"]).is_ours(host)  # type: ignore[arg-type]
    assert host_of("Example.ORG:80") == "example.org"


def test_a_name_that_points_here_by_rebinding_is_refused(studio: Running) -> None:
    for path in ("/", "/api/about", "/static/main.js"):
        answer = studio.get(path, headers={"host": "evil.example"})
        assert answer.status_code == 421 and "not called 'evil.example'" in answer.json()["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_pages_of_others_cannot_ask(studio: Running, headers: dict[str, str]) -> None:
    answer = studio.post("/api/read", READ, headers=headers)
    assert answer.status_code == 403, answer.text


def test_a_form_of_another_page_cannot_ask(studio: Running) -> None:
    """A form sends no header of its own, and a script may not add one without asking first."""
    import httpx

    answer = httpx.post(f"{studio.address}/api/read", json=READ)
    assert answer.status_code == 403 and "x-porism-studio" in answer.json()["error"]
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    preflight = httpx.options(f"{studio.address}/api/read", headers=asked)
    assert preflight.status_code == 405
    assert "access-control-allow-origin" not in preflight.headers


def test_its_own_page_can(studio: Running) -> None:
    headers = {"origin": studio.address, "sec-fetch-site": "same-origin", **HEADER}
    assert studio.post("/api/read", READ, headers=headers).json()["problem"]["goals"]


def test_every_answer_has_a_policy(studio: Running) -> None:
    for path in ("/", "/static/main.js", "/api/about", "/nowhere"):
        headers = studio.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "script-src 'self';" in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_a_proof_page_may_run_its_scripts_and_reach_nothing(studio: Running) -> None:
    files = studio.solve(ALTITUDES)["files"]
    page = studio.get(files["proof.html"])
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts; default-src 'none'")
    assert "allow-same-origin" not in policy and "connect-src" not in policy


def test_files_outside_are_not_served(studio: Running) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert studio.get(path).status_code == 404
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert studio.get(path).status_code == 404


def test_loopback_is_told_from_the_rest() -> None:
    assert is_loopback("127.0.0.1") and is_loopback("::1") and is_loopback("localhost")
    assert not is_loopback("0.0.0.0") and not is_loopback("192.168.1.7") and not is_loopback("::")
