"""Whatever is sent, the answer is a message, and the server goes on."""

from __future__ import annotations

import asyncio
import io
import socket
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from porism.studio.settings import LONGEST_TEXT, MOST_BYTES_OF_UPLOAD
from porism.studio.workers import Pool
from tests.patience import patience
from tests.studio.conftest import ALTITUDES, HEADER, Running, running

# Morley's theorem, for which no auxiliary point is found in a moment.
HARD = (
    "a b c = triangle; x1 x2 = trisect x1 x2 b a c; y1 y2 = trisect y1 y2 c b a;"
    "z1 z2 = trisect z1 z2 a c b; p = intersection_ll p b y1 c z2; q = intersection_ll q c z1 a x2;"
    "r = intersection_ll r a x1 b y2 ? cong p q q r"
)


def message(answer: httpx.Response) -> str:
    """The error in an answer, whichever way it is told."""
    error = answer.json().get("error", "")
    return str(error["message"] if isinstance(error, dict) else error)


def zipped(name: str, contents: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, contents)
    return made.getvalue()


def test_a_problem_is_read_drawn_and_solved(studio: Running) -> None:
    read = studio.post("/api/read", {"text": ALTITUDES}).json()["problem"]
    assert [goal["says"] for goal in read["goals"]] == ["AH ⟂ BC"]
    drawn = studio.post("/api/figure", {"text": ALTITUDES}).json()
    assert set(drawn["places"]) == set("abch")
    answer = studio.solve(ALTITUDES, name="altitudes")
    assert answer["status"] == "proved" and answer["proofs"][0]["verdict"] == "proved"
    for name, path in answer["files"].items():
        file = studio.get(f"{path}?download=true")
        assert file.status_code == 200 and name in file.headers["content-disposition"]
    again = studio.upload("proof.json", studio.get(answer["files"]["proof.json"]).content)
    assert again.json()["proof"]["status"] == "proved"


def test_a_figure_is_saved_for_geogebra_as_it_stands(studio: Running) -> None:
    places = {"a": [0.0, 0.0], "b": [4.0, 0.0], "c": [1.0, 3.0]}
    text = "a b c = triangle; m = midpoint a b; h = orthocenter a b c ? perp a h b c"
    files = studio.post("/api/export", {"text": text, "places": places}).json()["files"]
    assert set(files) == {"figure.svg", "figure.ggb"}
    packed = studio.get(files["figure.ggb"]).content
    (problem,) = studio.upload("figure.ggb", packed).json()["problems"]
    drawn = studio.post("/api/figure", {"text": problem["text"]}).json()["places"]
    assert len(drawn) == 5
    assert {"figure.svg", "figure.ggb"} <= set(studio.solve(text)["files"])


def test_a_wrong_word_is_told_with_its_place(studio: Running) -> None:
    text = "a b c = triangle;\nh = on_tlin b c a ? perp a h b c"
    error = studio.post("/api/read", {"text": text}).json()["error"]
    assert (error["line"], error["column"], error["length"]) == (2, 5, 7)
    assert "did you mean 'on_tline'" in error["message"]


def test_an_upload_of_fifty_megabytes(studio: Running) -> None:
    answer = studio.upload("large.ggb", b"x" * (50 << 20))
    assert answer.status_code == 413 and "at most 16 MiB" in message(answer)
    assert studio.lives()


def test_an_upload_that_does_not_say_how_long_it_is(studio: Running) -> None:
    def pieces() -> Any:
        for _ in range(50):
            yield b"x" * (1 << 20)

    try:
        answer = httpx.post(
            f"{studio.address}/api/upload", content=pieces(), headers=HEADER, timeout=60
        )
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the connection was closed while more was being sent
    assert studio.lives()


def test_a_file_a_reader_thinks_too_large(studio: Running) -> None:
    answer = studio.upload("large.txt", b"a = free a ? coll a a a\n" * 300_000)
    assert "larger than 4 MiB" in message(answer)
    assert len(b"a = free a ? coll a a a\n" * 300_000) < MOST_BYTES_OF_UPLOAD


def test_a_zip_bomb(studio: Running) -> None:
    bomb = zipped("geogebra.xml", b"<geogebra>" + b" " * (200 << 20))
    assert len(bomb) < 1 << 20
    answer = studio.upload("bomb.ggb", bomb)
    assert "larger than 16 M" in message(answer)
    assert studio.lives()


def test_entities_in_xml(studio: Running) -> None:
    lines = ['<?xml version="1.0"?><!DOCTYPE geogebra [<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10)]
    lines += ["]><geogebra><construction>&a9;</construction></geogebra>"]
    for data in (
        "\n".join(lines),
        '<!DOCTYPE g [<!ENTITY f SYSTEM "file:///etc/passwd">]><geogebra>&f;',
    ):
        answer = studio.upload("entities.ggb", zipped("geogebra.xml", data.encode()))
        assert "not as GeoGebra writes it" in message(answer) and "root:" not in answer.text
    assert studio.lives()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("paper.pdf", b"%PDF-1.7 ..."),
        ("half.json", b'{"format": "porism proof"'),
        ("zeros.txt", bytes(1000)),
        ("deep.json", b'{"a":' + b"[" * 100_000),
        ("../../etc/passwd", b"root:x:0:0"),
    ],
)
def test_files_of_other_kinds(studio: Running, name: str, data: bytes) -> None:
    answer = studio.upload(name, data)
    assert answer.status_code in (200, 422) and message(answer)
    assert studio.lives()


def test_five_hundred_points(studio: Running) -> None:
    names = [f"p{i}" for i in range(500)]
    text = f"{'; '.join(f'{p} = free {p}' for p in names)} ? coll p0 p1 p2"
    for path in ("/api/read", "/api/figure"):
        assert "too many points; expected at most 128" in message(studio.post(path, {"text": text}))
    assert "too many points" in studio.solve(text)["error"]["message"]


def test_a_hundred_and_twenty_points_that_are_hard_to_place(studio: Running) -> None:
    clauses = ["a b c = triangle"]
    clauses += [f"p{i} = on_circum a b c" for i in range(60)]
    clauses += [f"q{i} = on_circle p{i} a, on_circle p{i + 1} b" for i in range(59)]
    answer = studio.post("/api/figure", {"text": "; ".join(clauses)})
    assert answer.status_code in (200, 422)
    assert answer.json().get("places") or message(answer)
    assert studio.lives()


def test_a_text_that_is_too_long(studio: Running) -> None:
    answer = studio.post("/api/read", {"text": "a" * (LONGEST_TEXT + 1)})
    assert answer.status_code == 422 and "text" in message(answer)
    answer = studio.post("/api/read", {"text": "a" * (1 << 20)})
    assert answer.status_code == 413 and "256 KiB" in message(answer)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"text": 7},
        {"text": ALTITUDES, "places": {"a": ["x", 1]}},
        {"text": ALTITUDES, "places": {"a": [1]}},
        {"text": ALTITUDES, "seed": -1},
    ],
)
def test_bodies_that_make_no_sense(studio: Running, body: Any) -> None:
    answer = studio.post("/api/figure", body)
    assert answer.status_code == 422 and message(answer)


def test_places_that_make_no_sense_are_passed_over(studio: Running) -> None:
    places = {"a": [1e300, 0.0], "b": [0.0, 0.0], "c": [0.0, 0.0], "nobody": [1.0, 1.0]}
    drawn = studio.post("/api/figure", {"text": ALTITUDES, "places": places}).json()
    a, b, c = (drawn["places"][p] for p in "abc")
    assert a != b != c != a


@pytest.mark.parametrize(
    ("goal", "says"),
    [
        ("coll a b", "with 2 points"),
        ("midp a a b", "midp"),
        ("cong a b a b", "always true"),
        ("perp a b a b", "perp"),
        ("circle a b c x", "not defined"),
        ("triangle a b c", "not"),
        ("aconst a b c h 1/0", "1/0"),
    ],
)
def test_goals_on_the_wrong_kind_of_objects(studio: Running, goal: str, says: str) -> None:
    text = ALTITUDES.replace("perp a h b c", goal)
    assert says in message(studio.post("/api/read", {"text": text}))
    assert says in studio.solve(text)["error"]["message"]


def test_a_statement_without_a_goal_is_drawn_but_not_solved(studio: Running) -> None:
    text = "a b c = triangle"
    assert studio.post("/api/figure", {"text": text}).json()["places"]
    assert "nothing is asked" in studio.solve(text)["error"]["message"]


def test_html_in_names_is_text(studio: Running) -> None:
    evil = "<img src=x onerror=alert(1)>"
    answer = studio.solve(ALTITUDES, name=evil)
    page = studio.get(answer["files"]["proof.html"]).text
    assert "<img" not in page and "&lt;img" in page
    assert "'<img'" in message(
        studio.post("/api/read", {"text": ALTITUDES.replace("h =", "<img =")})
    )


def test_premises_that_contradict_each_other(studio: Running) -> None:
    text = "a b c = triangle; d = on_line a b, on_pline c a b ? coll a b d"
    answer = studio.post("/api/figure", {"text": text}).json()
    assert "no figure" in answer["error"]["message"]
    assert studio.solve(text, budget=5)["status"] == "error"


# --- many, long, and gone ------------------------------------------------------------------------


def test_twenty_solves_at_once_are_done_or_told_to_wait(studio: Running) -> None:
    def ask(number: int) -> str:
        body = {"text": ALTITUDES, "proposer": "none"}
        answer = studio.post("/api/solve", body)
        assert answer.status_code in (200, 429)
        refused = "all the work it can take" in answer.text
        return "refused" if refused else "proved" if '"proved"' in answer.text else answer.text

    with ThreadPoolExecutor(20) as threads:
        ends = list(threads.map(ask, range(20)))
    assert set(ends) <= {"proved", "refused"} and "proved" in ends
    assert studio.lives()


def test_what_is_beyond_the_queue_is_refused_with_a_reason() -> None:
    with running("--solves", "1", "--waiting", "1") as small:
        long = {"text": HARD, "proposer": "heuristic", "budget": 60}
        first = small.events(long)
        assert next(first)["kind"] == "begun"
        assert next(first)["kind"] == "progress"
        second = small.events(long)
        assert next(second)["kind"] == "begun"
        assert next(second) == {"kind": "waiting", "before": 0}
        refused = small.post("/api/solve", long)
        assert refused.status_code == 429 and refused.headers["retry-after"]
        assert "try again" in message(refused)
        second.close()
        first.close()
        assert eventually(lambda: small.post("/api/solve", {"text": ALTITUDES}).status_code == 200)


def test_an_abandoned_solve_ends_with_its_process() -> None:
    with running("--solves", "1", "--waiting", "0") as small:
        events = small.events({"text": HARD, "proposer": "heuristic", "budget": 60})
        while next(events)["kind"] != "progress":
            pass
        assert len(small.children()) == 1
        events.close()
        assert eventually(lambda: not small.children()), "nobody waits for it any more"
        assert small.lives()


def test_a_solve_can_be_stopped_and_tells_what_it_has(studio: Running) -> None:
    events = studio.events({"text": HARD, "proposer": "heuristic", "budget": 20})
    key = next(events)["key"]
    while next(events)["kind"] != "progress":
        pass
    assert studio.post(f"/api/stop/{key}", {}).json() == {"stopping": True}
    last = list(events)[-1]
    assert last["status"] == "stopped"
    assert studio.post(f"/api/stop/{key}", {}).json() == {"stopping": False}


def test_a_budget_longer_than_the_owner_allows_is_cut() -> None:
    with running("--solves", "1", "--budget", "1") as short:
        last = list(short.events({"text": HARD, "proposer": "heuristic", "budget": 3000}))[-1]
        assert last["status"] == "open" and last["seconds"] < 300


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds what a process writes to")
@pytest.mark.parametrize("mebibytes", [30, 60, 80])
def test_what_takes_too_much_memory_ends_its_worker_only(mebibytes: int) -> None:
    """With so little even a small problem is too much; the pool goes on with another worker."""

    async def twice() -> list[str]:
        pool = Pool(1, 0, mebibytes)
        task = {
            "kind": "solve",
            "text": ALTITUDES,
            "name": "",
            "budget": 5,
            "threads": 1,
            "proposer": "none",
        }
        try:
            return [(await pool.job(task, 60).result())["error"] for _ in range(2)]
        finally:
            await pool.close()

    for error in asyncio.run(twice()):
        assert "more memory than it may" in error


def test_a_connection_that_says_nothing(studio: Running) -> None:
    address = urlsplit(studio.address)
    place = str(address.hostname), int(address.port or 0)
    with socket.create_connection(place) as silent:
        silent.sendall(b"POST /api/read HTTP/1.1\r\nHost: localhost\r\nContent-Le")
        assert studio.lives()
        silent.sendall(b"ngth: -5\r\n\r\n")
        assert b"HTTP/1.1 4" in silent.recv(100)
    with socket.create_connection(place) as chatty:
        chatty.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * (1 << 20))
        assert b"HTTP/1.1 4" in chatty.recv(100)
    assert studio.lives()


def eventually(true: Any) -> bool:
    """Wait until something is so; it is, or the test has failed."""
    for _ in range(int(200 * patience())):
        if true():
            return True
        time.sleep(0.1)
    return False
