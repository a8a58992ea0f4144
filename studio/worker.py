"""A worker process: ``python -m porism.studio.worker MEBIBYTES``.

Tasks come as lines of JSON on standard input, answers go as lines of JSON to standard output. The
first is ``ready``, the last line of a task ``done`` or ``failed``. A line that says ``stop`` asks
the task that runs to end with what it has. When standard input closes, the server is gone, and so
is the worker.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from contextlib import suppress
from typing import Any, BinaryIO

Message = dict[str, Any]


def main() -> None:
    """Answer tasks until there are no more."""
    _bound_memory(int(sys.argv[1]))
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints does not get between the answers
    tasks: queue.Queue[Message] = queue.Queue()
    stop = threading.Event()
    threading.Thread(target=_read, args=(tasks, stop), daemon=True).start()
    from porism.studio import tasks as known  # after the bound, so that it holds for all of it

    _say(out, {"kind": "ready"})
    while True:
        task = tasks.get()
        stop.clear()
        _say(out, _done(known, task, stop, out))


def _done(known: Any, task: Message, stop: threading.Event, out: BinaryIO) -> Message:
    from porism.geometry.errors import ParseError, PorismError

    try:
        answer = known.run(task, lambda said: _say(out, {"kind": "progress", **said}), stop)
        return {"kind": "done", **answer}
    except ParseError as error:
        return {"kind": "done", "error": known.explained(error)}
    except PorismError as error:
        return {"kind": "done", "error": {"message": str(error)[:4000]}}
    except MemoryError:
        return {"kind": "failed", "error": "the problem takes more memory than it may"}
    except RecursionError:
        return {"kind": "failed", "error": "the problem is nested too deeply"}
    except Exception as error:
        if "can't start new thread" in str(error):  # there is no room for its stack
            return {"kind": "failed", "error": "the problem takes more memory than it may"}
        text = " ".join(str(error).split())[:500]
        return {"kind": "failed", "error": f"a defect of porism: {type(error).__name__}: {text}"}


def _read(tasks: queue.Queue[Message], stop: threading.Event) -> None:
    for line in sys.stdin.buffer:
        message = json.loads(line)
        if message.get("kind") == "stop":
            stop.set()
        else:
            tasks.put(message)
    os._exit(0)


def _say(out: BinaryIO, message: Message) -> None:
    with suppress(OSError):
        out.write(json.dumps(message).encode() + b"\n")
        out.flush()


def _bound_memory(mebibytes: int) -> None:
    """Bound what the process writes to; what it maps of files does not count."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each takes memory of its own
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (mebibytes << 20, mebibytes << 20))
    except (ImportError, ValueError, OSError):  # Windows; a lower bound is set already
        pass


if __name__ == "__main__":
    main()
