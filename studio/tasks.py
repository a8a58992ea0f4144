"""What a worker can be asked: one function a kind of task, all that it needs in the message."""

from __future__ import annotations

import base64
import threading
from typing import Any

from porism.geometry.files import as_text
from porism.geometry.language.reader import problems_in
from porism.geometry.language.writer import to_text
from porism.prover.options import SolveOptions
from porism.studio.discovering import found_in
from porism.studio.exports import files_of_figure
from porism.studio.figures import figure_of, places_from
from porism.studio.reading import described, explained, read
from porism.studio.shipped import examples, words
from porism.studio.solving import Say, check_file, solve_text

__all__ = ["explained", "run"]

Message = dict[str, Any]

_MOST_LISTED = 500  # problems of an uploaded file


def run(task: Message, say: Say, stop: threading.Event) -> Message:
    """Do a task. Raises PorismError for what a person can mend."""
    match task["kind"]:
        case "read":
            return {"problem": described(read(task["text"]))}
        case "figure":
            return figure_of(read(task["text"]), places_from(task["places"]), task["seed"])
        case "export":
            problem = read(task["text"])
            figure = figure_of(problem, places_from(task["places"]), task["seed"])
            return {"files": files_of_figure(problem, places_from(figure["places"]))}
        case "solve":
            options = SolveOptions(
                budget=task["budget"], threads=task["threads"], proposer=task["proposer"]
            )
            return solve_text(task["text"], task["name"], options, say, stop)
        case "discover":
            problem = read(task["text"])
            return {"found": found_in(problem, task["about"], task["seed"], say, stop)}
        case "upload":
            return _uploaded(base64.b64decode(task["data"]), task["name"])
        case "examples":
            return {"examples": examples(), **words()}
        case _:
            raise ValueError(f"unknown task {task['kind']!r}")


def _uploaded(data: bytes, name: str) -> Message:
    """Read a file: a proof is checked, the problems of any other are listed."""
    if data.lstrip()[:1] == b"{":
        return {"proof": check_file(as_text(data, name), name)}
    problems = problems_in(data, name, need_goal=False)
    return {
        "problems": [
            {"name": p.name, "text": p.text or to_text(p), "comments": list(p.comments)}
            for p in problems[:_MOST_LISTED]
        ],
        "more": max(0, len(problems) - _MOST_LISTED),
    }
