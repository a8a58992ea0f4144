"""The routes of the studio.

Reading, drawing and listing go to quick workers; solving and discovering, which take long, to
workers of their own. A solve is one POST whose answer is a stream of events; when the reader goes
away, the stream is closed and its worker ended. Nothing geometric runs in this process.
"""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field

from porism.studio.guard import Guard
from porism.studio.results import File, Results
from porism.studio.settings import LONGEST_TEXT, QUICK_SECONDS, Settings
from porism.studio.workers import Busy, Job, Pool

__all__ = ["create_app"]

_STATIC = Path(__file__).parent / "static"
_QUICK = 2  # workers for what is quick
_QUICK_WAITING = 40  # a page asks for one thing at a time
_UPLOADS_AT_ONCE = 8  # all of them are held in memory
_SLACK = 15.0  # seconds that a solve may take beyond its budget, for its files
_DISCOVERY_SECONDS = 60.0  # drawing, closing and asking have bounds of their own below it
_BUSY = "the studio has all the work it can take; try again in a moment"
_PAGE_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'self'"
)

Text = Annotated[str, Field(max_length=LONGEST_TEXT)]


class Statement(BaseModel):
    """A statement as typed."""

    text: Text


class Sketch(Statement):
    """A statement, and where its points were."""

    places: dict[str, tuple[float, float]] = Field(default_factory=dict, max_length=200)
    seed: int = Field(default=0, ge=0, lt=1 << 31)


class Looked(Statement):
    """A statement of whose figure something is to be found out, about some of its points."""

    about: list[Annotated[str, Field(max_length=40)]] = Field(default_factory=list, max_length=20)
    seed: int = Field(default=0, ge=0, lt=1 << 31)


class Asked(Statement):
    """A statement to be solved: within ``budget`` seconds, with whose ideas."""

    name: str = Field(default="problem", max_length=100)
    budget: float = Field(default=30.0, gt=0.1, le=3600.0)
    proposer: str | None = Field(default=None, pattern="^(none|heuristic|guided|lm|mixed)$")


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the studio, an ASGI application with its guard around it."""
    studio = Studio(settings or Settings())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await studio.close()

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard, names=studio.settings.names)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Busy, _busy)
    app.add_api_route("/", studio.index, methods=["GET", "HEAD"])
    app.add_api_route("/static/motion.js", studio.motion, methods=["GET", "HEAD"])
    app.add_api_route("/api/about", studio.about, methods=["GET"])
    app.add_api_route("/api/examples", studio.examples, methods=["GET"])
    app.add_api_route("/api/read", studio.read, methods=["POST"])
    app.add_api_route("/api/figure", studio.figure, methods=["POST"])
    app.add_api_route("/api/export", studio.export, methods=["POST"])
    app.add_api_route("/api/upload", studio.upload, methods=["POST"])
    app.add_api_route("/api/solve", studio.solve, methods=["POST"])
    app.add_api_route("/api/discover", studio.discover, methods=["POST"])
    app.add_api_route("/api/stop/{key}", studio.stop, methods=["POST"])
    app.add_api_route("/results/{key}/{name}", studio.result, methods=["GET"])
    app.mount("/static", StaticFiles(directory=_STATIC))
    return app


class Studio:
    """What the routes share: workers, results, and the jobs that run."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.quick = Pool(_QUICK, _QUICK_WAITING, settings.memory)
        self.slow = Pool(settings.solves, settings.waiting, settings.memory)
        self.results = Results(settings.kept << 20)
        self.jobs: dict[str, Job] = {}
        self.uploads = 0
        self.shipped: dict[str, Any] | None = None

    async def close(self) -> None:
        """End all workers."""
        await self.quick.close()
        await self.slow.close()

    # --- the page ------------------------------------------------------------------------

    async def index(self) -> Response:
        """Return the page."""
        return FileResponse(_STATIC / "index.html")

    async def motion(self) -> Response:
        """Return the script by which a figure follows a dragged point; proof pages have it too."""
        script = files("porism.geometry.render") / "templates" / "motion.js"
        return Response(script.read_text(encoding="utf-8"), media_type="text/javascript")

    async def about(self) -> dict[str, Any]:
        """Return what the page offers: the bounds of a solve."""
        return {"budget": self.settings.budget, "longest": LONGEST_TEXT}

    async def examples(self) -> Any:
        """Return the shipped problems, and the words of the language."""
        if self.shipped is None:
            answer = await self.quick.job({"kind": "examples"}, 60.0).result()
            if answer["kind"] != "done":
                return _failed(answer)
            self.shipped = answer
        return self.shipped

    # --- quick ---------------------------------------------------------------------------

    async def read(self, asked: Statement) -> Any:
        """Return what is in a statement, or where it is wrong."""
        return await self._quickly({"kind": "read", "text": asked.text})

    async def figure(self, asked: Sketch) -> Any:
        """Return a figure of a statement."""
        task = {"text": asked.text, "places": asked.places, "seed": asked.seed}
        return await self._quickly({"kind": "figure", **task})

    async def export(self, asked: Sketch) -> Any:
        """Return where a figure can be had as files."""
        task = {"text": asked.text, "places": asked.places, "seed": asked.seed}
        answer = await self._quickly({"kind": "export", **task})
        if isinstance(answer, dict):
            self._keep(answer)
        return answer

    async def upload(self, request: Request, name: str = "file") -> Any:
        """Read a file: the problems in it, or the proof and its verdict."""
        if self.uploads >= _UPLOADS_AT_ONCE:
            raise Busy
        self.uploads += 1
        try:
            data = base64.b64encode(await request.body()).decode()
            task = {"kind": "upload", "name": _file_name(name), "data": data}
            answer = await self._quickly(task)
        finally:
            self.uploads -= 1
        if isinstance(answer, dict) and "proof" in answer:
            self._keep(answer["proof"])
        return answer

    async def _quickly(self, task: dict[str, Any]) -> Any:
        answer = await self.quick.job(task, QUICK_SECONDS).result()
        return answer if answer["kind"] == "done" else _failed(answer)

    # --- solves --------------------------------------------------------------------------

    async def solve(self, asked: Asked) -> Response:
        """Solve a statement; the answer is a stream of events, the last one ``done``."""
        budget = min(asked.budget, self.settings.budget)
        task = {
            "kind": "solve",
            "text": asked.text,
            "name": asked.name,
            "budget": budget,
            "proposer": asked.proposer,
            "threads": self.settings.threads,
        }
        return self._stream(self.slow.job(task, budget + _SLACK))

    async def discover(self, asked: Looked) -> Response:
        """Find out what is true of a figure; the answer is a stream of events."""
        task = {"text": asked.text, "about": asked.about, "seed": asked.seed}
        return self._stream(self.slow.job({"kind": "discover", **task}, _DISCOVERY_SECONDS))

    async def stop(self, key: str) -> dict[str, bool]:
        """Ask a solve to end with what it has."""
        job = self.jobs.get(key)
        if job is not None:
            job.stop()
        return {"stopping": job is not None}

    def _stream(self, job: Job) -> Response:
        if self.slow.full:
            raise Busy
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(self._events(job), media_type="text/event-stream", headers=headers)

    async def _events(self, job: Job) -> AsyncGenerator[str, None]:
        key = secrets.token_urlsafe(16)
        self.jobs[key] = job
        try:
            yield _event({"kind": "begun", "key": key})
            async with aclosing(job.messages()) as messages:
                async for message in messages:
                    if message["kind"] == "done":
                        self._keep(message)
                    yield _event(message)
        except Busy:
            yield _event({"kind": "failed", "error": _BUSY})
        finally:
            del self.jobs[key]

    # --- results -------------------------------------------------------------------------

    def _keep(self, answer: dict[str, Any]) -> None:
        """Replace the files of an answer by where they can be had."""
        made = {
            name: File(file["type"], _contents(file))
            for name, file in answer.pop("files", {}).items()
        }
        if made:
            key = self.results.keep(made)
            answer["files"] = {name: f"/results/{key}/{name}" for name in made}

    async def result(self, key: str, name: str, download: bool = False) -> Response:
        """Return a file of a solve; a page of it may run its scripts, and reach nothing."""
        file = self.results.find(key, name)
        if file is None:
            error = "these results are not held any more; solve the problem again"
            return JSONResponse({"error": error}, 404)
        headers = {
            "content-security-policy": _PAGE_POLICY,
            "cross-origin-resource-policy": "cross-origin",
        }
        if download:
            headers["content-disposition"] = f'attachment; filename="{name}"'
        return Response(file.data, media_type=file.media_type, headers=headers)


def _contents(file: dict[str, str]) -> bytes:
    return file["text"].encode() if "text" in file else base64.b64decode(file["base64"])


def _event(message: dict[str, Any]) -> str:
    return f"data: {json.dumps(message)}\n\n"


def _failed(answer: dict[str, Any]) -> Response:
    return JSONResponse({"error": {"message": answer["error"]}}, 422)


def _file_name(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1][:100] or "file"


async def _busy(_: Request, __: Exception) -> Response:
    return JSONResponse({"error": _BUSY}, 429, headers={"retry-after": "5"})


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return JSONResponse({"error": f"{where}: {first['msg']}"[:500]}, 422)
