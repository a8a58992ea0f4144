"""``porism synth-show`` and ``porism synth-export``: look into a data set, and hand it on.

``porism synth show`` and the like are other spellings of the same.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.checker.proof_json import from_json
from porism.geometry.files import replacing, unreadable
from porism.geometry.language import parse_problem
from porism.geometry.verify import check
from porism.prover.cli.commands.options import check_writable
from porism.prover.cli.commands.reports import write_pages, write_text
from porism.prover.cli.commands.tellings import Style, Teller
from porism.prover.cli.console import note, say

__all__ = ["synth_export", "synth_show"]

Data = Annotated[
    str, typer.Argument(metavar="DIR", help="Folder of 'porism synth'.", show_default=False)
]


def synth_show(
    folder: Data,
    row: Annotated[int, typer.Option(metavar="N", help="Which row, counted from 0.")] = 0,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with figure and proof.")
    ] = None,
    proof: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Write the proof, as data."),
    ] = None,
) -> None:
    """Show a theorem of a data set: its statement, what is known of it, and its proof, checked.

    Exit status: 0 shown, 2 bad input or usage.

    \b
    Examples:
      porism synth --out data --problems 100
      porism synth-show data --row 0 --html theorem.html
    """
    from porism.synth.reading import opened, read_row

    check_writable(html, proof, inputs=(folder,))
    place, manifest = opened(folder)
    found = read_row(place, manifest, row)
    say(f"{found['problem']}\n")
    for name, value in found.items():
        if name not in ("problem", "proof", "log", "goal", "schema_version"):
            note(f"{name}: {value}")
    read = from_json(str(found["proof"]))
    verdict = check(read)
    teller = Teller(None, Style())
    say(teller.text(read, verdict))
    say(f"{verdict}")
    if html is not None:
        write_pages([(read, verdict)], teller, html)
    if proof is not None:
        write_text(proof, str(found["proof"]))


def synth_export(
    folder: Data,
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="File of JSON lines to write.", show_default=False)
    ],
) -> None:
    """Write a data set as JSON lines of training text in the notation of AlphaGeometry.

    Each line has 'text', the theorem with its auxiliary points last, and 'hash', 'kind', 'steps'
    and 'aux_points' of its row.

    Exit status: 0 written, 2 bad input or usage.

    \b
    Examples:
      porism synth --out data --problems 100
      porism synth-export data --out train.jsonl
    """
    from porism.synth.export import training_text
    from porism.synth.reading import opened, read_rows

    check_writable(out, inputs=(folder,))
    place, manifest = opened(folder)
    columns = ("hash", "kind", "steps", "aux_points", "problem")
    try:
        with replacing(out) as beside, beside.open("w", encoding="utf-8") as file:
            for row in read_rows(place, manifest, columns):
                line = {"text": training_text(parse_problem(row["problem"]))}
                line |= {name: row[name] for name in columns[:-1]}
                file.write(json.dumps(line) + "\n")
    except OSError as error:
        raise unreadable(out, error) from None
    note(f"wrote {manifest.rows:,} lines to {out}")
