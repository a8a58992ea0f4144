"""Files of GeoGebra for the fuzzer: commands on objects of the right sorts, mostly.

Points that commands make are put where they belong, where the construction can be drawn: a file
whose places contradict it is refused before anything is tried.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from dataclasses import replace
from xml.sax.saxutils import quoteattr

from porism.geometry.errors import PorismError
from porism.geometry.figure.diagram import draw
from porism.geometry.language.geogebra.commands import COMMANDS
from porism.geometry.language.geogebra.reader import read_ggb

__all__ = ["make_sheet"]

_DRAWING = 1.0  # seconds for a figure
_QUESTIONS = {
    "AreCollinear": "PPP",
    "AreConcyclic": "PPPP",
    "ArePerpendicular": "LL",
    "AreParallel": "LL",
    "AreEqual": "PP",
    "AreConcurrent": "LLL",
    "IsTangent": "LC",
}
_EXPRESSIONS = ("2", "pi/3", "45°", "A + (1, 2)", "(A + B) / 2", "2^3^4", "A", "x^2+y^2=1", "y=x")
# P a point, L a line, C a circle, N a number, A an angle: what commands take, and what they make
_FORMS = (
    *(("Midpoint", "PP", "P"), ("Line", "PP", "L"), ("Segment", "PP", "L"), ("Ray", "PP", "L")),
    *(("Circle", "PP", "C"), ("Circle", "PPP", "C"), ("Semicircle", "PP", "C")),
    *(("PerpendicularLine", "PL", "L"), ("Line", "PL", "L"), ("PerpendicularBisector", "PP", "L")),
    *(("AngleBisector", "PPP", "L"), ("Tangent", "PC", "L"), ("Incircle", "PPP", "C")),
    *(("Intersect", "LL", "P"), ("Intersect", "LC", "P"), ("Intersect", "CC", "P")),
    *(("Point", "L", "P"), ("Point", "C", "P"), ("PointIn", "C", "P"), ("ClosestPoint", "LP", "P")),
    *(("Mirror", "PL", "P"), ("Mirror", "PP", "P"), ("Rotate", "PAP", "P"), ("Dilate", "PNP", "P")),
    *(("Translate", "PV", "P"), ("Vector", "PP", "V"), ("Center", "C", "P"), ("Angle", "PPP", "N")),
    *(("TriangleCenter", "PPPN", "P"), ("Polygon", "PPP", "G"), ("Polygon", "PPN", "G")),
    *(("CircumcircularArc", "PPP", "C"), ("CircularArc", "PPP", "C"), ("Distance", "PP", "N")),
)
_TYPES = {"L": "line", "C": "conic", "G": "polygon", "N": "numeric", "V": "vector"}


def make_sheet(rng: random.Random) -> bytes:
    """Return a file of GeoGebra with some objects and questions about them."""
    body = ""
    made_by: dict[str, str] = {}  # points that commands make, with what the body says of them
    labels: dict[str, list[str]] = {sort: [] for sort in "PLCNVG"}
    for name in "ABCDE"[: rng.randrange(3, 6)]:
        body += _point(rng, name)
        labels["P"].append(name)
    for number in range(rng.randrange(1, 10)):
        label = f"{rng.choice('PQRcfg')}{number}"
        if rng.random() < 0.03:
            body += f'<expression label="{label}" exp={quoteattr(rng.choice(_EXPRESSIONS))}/>'
            body += _point(rng, label)
            labels["P"].append(label)
            continue
        name, takes, makes = rng.choice(_FORMS)
        if rng.random() < 0.05:
            name = rng.choice(sorted(COMMANDS))
        two = rng.random() < (0.5 if name in ("Intersect", "Tangent") else 0.03)
        made = [label, f"{label}b"][: 1 + two]
        body += _command(name, _arguments(rng, labels, takes), made)
        for each in made:
            told = _point(rng, each) if makes == "P" else _object(each, makes)
            body += told
            if makes == "P":
                made_by[each] = told
            if makes != "N" or rng.random() < 0.1:  # measured numbers are not numbers
                labels[makes].append(each)
    for _ in range(rng.choice((1, 1, 1, 2))):
        name = rng.choice(sorted(_QUESTIONS))
        given = ", ".join(_arguments(rng, labels, _QUESTIONS[name]))
        body += _command("Prove", [f"{name}[{given}]"], ["z"])
    text = f'<geogebra format="5.0"><construction title="">{body}</construction></geogebra>'
    if rng.random() < 0.8:
        text = _placed(text, made_by)
    if rng.random() < 0.1:
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(("", "<", "&x;", "<!DOCTYPE g>", "\0", "é")) + text[at + 3 :]
    data = io.BytesIO()
    method = rng.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA))
    with zipfile.ZipFile(data, "w", method) as archive:
        archive.writestr("geogebra.xml", text.encode(rng.choice(("utf-8", "utf-8", "utf-16"))))
    return data.getvalue()


def _placed(text: str, made_by: dict[str, str]) -> str:
    """Put the points that commands make where they belong, if there is such a figure."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("geogebra.xml", text)
    try:
        problem = read_ggb(data.getvalue(), "sound.ggb", need_goal=False)
        clauses = tuple(
            replace(c, coordinates=() if set(c.points) - set("ABCDE") else c.coordinates)
            for c in problem.clauses
        )
        places = draw(replace(problem, clauses=clauses, goals=()), seconds=_DRAWING).coordinates
    except PorismError:
        return text
    for label, told in made_by.items():
        if label in places:
            x, y = places[label]
            coords = f'<coords x="{x}" y="{y}" z="1.0"/>'
            text = text.replace(told, re.sub(r"<coords [^>]*/>", coords, told))
    return text


def _arguments(rng: random.Random, labels: dict[str, list[str]], sorts: str) -> list[str]:
    """Return an object of each sort, different ones mostly."""
    found: list[str] = []
    for sort in sorts:
        word = _given(rng, labels, sort)
        for _ in range(8):
            if word in found:
                word = _given(rng, labels, sort)
        found.append(word)
    return found


def _given(rng: random.Random, labels: dict[str, list[str]], sort: str) -> str:
    """Return an object of this sort, mostly; where there is none, an expression for one."""
    if rng.random() < 0.03:
        return rng.choice(_EXPRESSIONS)
    if rng.random() < 0.02:
        return rng.choice([label for row in labels.values() for label in row])
    if labels.get(sort):
        return rng.choice(labels[sort])
    a, b = (rng.choice(labels["P"]) for _ in range(2))
    if sort == "A":
        return rng.choice(("60°", "90°", "45°", "pi/3", "1000°"))
    made = {"L": f"Line[{a}, {b}]", "C": f"Circle[{a}, {b}]", "V": f"Vector[{a}, {b}]"}
    return made.get(sort, rng.choice(("2", "1/2", "60°", "3", "-1", "1000")))


def _command(name: str, inputs: list[str], outputs: list[str]) -> str:
    given = " ".join(f"a{i}={quoteattr(word)}" for i, word in enumerate(inputs))
    made = " ".join(f"a{i}={quoteattr(word)}" for i, word in enumerate(outputs))
    return f"<command name={quoteattr(name)}><input {given}/><output {made}/></command>"


def _point(rng: random.Random, label: str) -> str:
    x, y = rng.uniform(-3, 3), rng.uniform(-3, 3)
    z = rng.choice((1.0,) * 96 + (0.0, 1e-300, float("nan"), 1e300))
    return f'<element type="point" label="{label}"><coords x="{x}" y="{y}" z="{z}"/></element>'


def _object(label: str, sort: str) -> str:
    return f'<element type="{_TYPES[sort]}" label="{label}"><value val="2"/></element>'
