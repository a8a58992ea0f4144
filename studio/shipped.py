"""What is installed with the program, for the page: problems, and the words of the language."""

from __future__ import annotations

from typing import Any

from porism.geometry.constructions import Definition, definitions
from porism.geometry.language.reader import read_problems
from porism.geometry.predicates import KINDS, Kind
from porism.geometry.problem import Problem
from porism.geometry.reference import usage
from porism.geometry.telling.phrases import load_language
from porism.geometry.telling.tell import title_of
from porism.prover.cli.shipped import Shipped, resolve

__all__ = ["examples", "words"]

_FILES = {
    "classics": "Theorems with a name",
    "textbook": "Theorems of the school book",
    "imo_ag_30": "Olympiads: IMO-AG-30",
    "tutorial": "Exercises that need a point more",
    "competition_numeric": "Angles and ratios to find",
}


def examples() -> list[dict[str, Any]]:
    """Return the shipped problems by file, each with its name, text and comments."""
    english = load_language("en")
    return [
        {
            "file": title,
            "problems": [
                {
                    "name": p.name,
                    "title": title_of(p.name, english),
                    "text": p.text,
                    "comments": _told(p),
                }
                for p in read_problems(resolve(name, Shipped.PROBLEMS))
            ],
        }
        for name, title in _FILES.items()
    ]


def _told(problem: Problem) -> list[str]:
    """Return the comments that speak of this problem: those after the last blank or ruled one."""
    told: list[str] = []
    for line in problem.comments:
        if not line or line.startswith("---"):
            told = []
        else:
            told.append(line)
    return told


def words() -> dict[str, list[dict[str, str]]]:
    """Return what can be completed: constructions and predicates, each with usage and meaning."""
    return {
        "constructions": [_construction(d) for d in definitions()],
        "predicates": [_predicate(k) for k in KINDS.values()],
    }


def _construction(row: Definition) -> dict[str, str]:
    letters = {p: p.upper() for p in row.points} | {"*": f"the {row.constant}"}
    says = " ".join(row.says.format_map(letters).split())
    given = " ".join([*row.given, *([row.constant.upper()] if row.constant else [])])
    return {"name": row.name, "usage": given, "says": f"{says[:1].upper()}{says[1:]}."}


def _predicate(kind: Kind) -> dict[str, str]:
    name, _, points = usage(kind).partition(" ")
    return {"name": name, "usage": points, "says": ""}
