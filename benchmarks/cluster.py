"""A Ray cluster on this machine: rates by number of workers, and a driver killed half-way.

    python benchmarks/cluster.py kill --problems 600
    python benchmarks/cluster.py rates --workers 1 2 4 8 --problems 300

``kill`` runs ``porism synth`` on two nodes, ends it with SIGKILL once some blocks have come, runs
the same command again, and compares the data set with that of one machine: nothing may be missing,
nothing twice, and the files are the same to the byte. ``rates`` makes the same theorems with
other numbers of workers; processor time says what a theorem costs, the clock what came of it under
the load that is told.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

_SLEEP = 0.05  # seconds between two looks


def command(out: Path, problems: int, figures: int, *more: str) -> list[str]:
    """Return the words that make a data set."""
    words = [sys.executable, "-m", "porism", "synth", "--out", str(out)]
    return [*words, "--problems", str(problems), "--figures", str(figures), *more]


def made(out: Path, problems: int, figures: int, *more: str) -> dict[str, Any]:
    """Make a data set; return the line that the command ends with."""
    call = command(out, problems, figures, *more)
    done = subprocess.run(call, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    line: dict[str, Any] = json.loads(done.stdout.decode().strip().splitlines()[-1])
    return line


def files(out: Path) -> dict[str, bytes]:
    """Return the files that count."""
    return {path.name: path.read_bytes() for path in sorted((out / "data").iterdir())}


def kill(folder: Path, problems: int, figures: int, blocks: int) -> bool:
    """Kill a driver after so many blocks; return whether nothing was lost and nothing doubled."""
    from ray.cluster_utils import Cluster

    one, many = folder / "one", folder / "many"
    made(one, problems, figures, "--workers", "1")
    cluster = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    try:
        cluster.add_node(num_cpus=1)
        call = command(many, problems, figures, "--ray", cluster.address)
        driver = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(list((many / "blocks").glob("*"))) < blocks and driver.poll() is None:
            time.sleep(_SLEEP)
        driver.send_signal(signal.SIGKILL)
        driver.wait()
        left = len(list((many / "blocks").glob("*")))
        print(f"driver killed: {left} blocks there, exit status {driver.returncode}")
        line = made(many, problems, figures, "--ray", cluster.address)
    finally:
        cluster.shutdown()
    hashes = pq.read_table(many / "data", columns=["hash"])["hash"].to_pylist()
    same = files(one) == files(many)
    print(
        f"run again: {line['unique']} theorems, {len(hashes)} rows, {len(set(hashes))} different; "
        f"files {'the same as' if same else 'OTHER than'} those of one machine"
    )
    return same and driver.returncode == -signal.SIGKILL and len(set(hashes)) == len(hashes)


def rates(folder: Path, problems: int, figures: int, workers: list[int]) -> bool:
    """Print a table of rates by number of workers; return whether all made the same."""
    print("| workers | load | seconds | theorems a second | processor ms a theorem |")
    print("|---|---|---|---|---|")
    first: dict[str, bytes] | None = None
    same = True
    for count in workers:
        out = folder / f"workers{count}"
        begun = time.monotonic()
        line = made(out, problems, figures, "--ray", "local", "--workers", str(count))
        seconds = time.monotonic() - begun
        cost = 1000 * line["core_seconds"] / line["unique"]
        load = os.getloadavg()[0]
        rate = line["unique"] / seconds
        print(f"| {count} | {load:.1f} | {seconds:.0f} | {rate:.1f} | {cost:.1f} |", flush=True)
        first = first or files(out)
        same = same and first == files(out)
    print(f"files: {'the same for all' if same else 'NOT the same'}; {os.cpu_count()} cores")
    return same


def main() -> int:
    """Run what the words say; the exit status is 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("what", choices=("kill", "rates"))
    parser.add_argument("--problems", type=int, default=600)
    parser.add_argument("--figures", type=int, default=20, help="in a block")
    parser.add_argument("--blocks", type=int, default=5, help="until the driver is killed")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        if given.what == "kill":
            good = kill(folder, given.problems, given.figures, given.blocks)
        else:
            good = rates(folder, given.problems, given.figures, given.workers)
    finally:
        shutil.rmtree(folder)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
