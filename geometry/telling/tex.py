r"""A telling as LaTeX: formulas in TeX's notation, and a document that pdflatex compiles.

What is not ASCII is written with commands or taken apart (é is e with an accent), and what has
neither is left out: a document that compiles is worth more than an exotic name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from fractions import Fraction

from porism.geometry.telling.model import (
    Atom,
    Chain,
    Fact,
    Formula,
    Name,
    Over,
    Power,
    Sentence,
    Telling,
    Text,
)
from porism.geometry.telling.written import Format, write

__all__ = ["aligned", "dollars", "formula_tex", "inline_chain", "render_tex"]

_SIGNS = {
    "∠": r"\angle ",
    "△": r"\triangle ",
    "∥": r"\parallel ",
    "∦": r"\nparallel ",
    "⟂": r"\perp ",
    "∼": r"\sim ",
    "≅": r"\cong ",
    "≠": r"\ne ",
    "·": r"\cdot ",
    "−": "-",
    "–": r"\text{--}",
    "°": r"^\circ",
    "²": "^2",
    "√": r"\sqrt{}",
    "…": r"\dots ",
    "→": r"\to ",
    "↔": r"\leftrightarrow ",
}
_ESCAPED = {c: f"\\{c}" for c in "&%$#_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "°": r"$^\circ$",
    "∠": r"$\angle$",
    "…": r"\dots{}",
    "ß": r"\ss{}",
    "„": ",,",
    "“": "``",
    "”": "''",
    "’": "'",
}
_ACCENTS = {"\u0308": '"', "\u0301": "'", "\u0300": "`", "\u0302": "^", "\u0303": "~"}


# --- formulas ----------------------------------------------------------------------------------


def formula_tex(formula: Formula) -> str:
    r"""Write a formula in TeX's notation, without the dollar signs: ``\angle A_{1}BC``."""
    out: list[str] = []
    atoms = formula.atoms
    for position, atom in enumerate(atoms):
        out.append(_atom(atom))
        following = atoms[position + 1] if position + 1 < len(atoms) else None
        if isinstance(atom, Name) and isinstance(following, Name):
            if len(atom.base) > 1 or len(following.base) > 1:
                out.append(r"\,")
    return " ".join("".join(out).split())


def _atom(atom: Atom) -> str:
    match atom:
        case Name(base=base, below=below):
            lower = f"_{{{_letters(below)}}}" if below else ""
            primes = base[len(base.rstrip("'")) :]
            stem = _letters(base.rstrip("'"))
            shown = stem if len(stem) == 1 or stem.startswith("\\") else rf"\mathit{{{stem}}}"
            return f"{shown}{lower}{primes}"
        case Power(base=base, exponent=exponent):
            inner = formula_tex(base)
            return f"{inner if len(base.atoms) == 1 else f'{{{inner}}}'}^{{{_number(exponent)}}}"
        case Over(above=above, below=below):
            return rf"\frac{{{formula_tex(above)}}}{{{formula_tex(below)}}}"
        case str():
            return "".join(_SIGNS.get(c, c) for c in atom).replace("sin", r"\sin ")


def _number(value: Fraction) -> str:
    return str(value)


def _letters(text: str) -> str:
    """Write letters in a formula: Greek ones by their commands, accents left out."""
    out = []
    for c in text:
        name = unicodedata.name(c, "")
        if c.isascii() and (c.isalnum() or c in "'"):
            out.append(c)
        elif name.startswith("GREEK CAPITAL LETTER ") or name.startswith("GREEK SMALL LETTER "):
            letter = name.rsplit(" ", 1)[1].lower()
            out.append(_greek(letter, capital="CAPITAL" in name))
        else:
            plain = unicodedata.normalize("NFKD", c).encode("ascii", "ignore").decode()
            out.append("".join(p for p in plain if p.isalnum()))
    return "".join(out) or "P"


_GREEK_CAPITALS = {"gamma", "delta", "theta", "lamda", "xi", "pi", "sigma"}
_GREEK_CAPITALS |= {"upsilon", "phi", "psi", "omega"}


def _greek(letter: str, *, capital: bool) -> str:
    named = letter.replace("lamda", "lambda")
    if capital:
        command = f"\\{named.capitalize()} "
        return command if letter in _GREEK_CAPITALS else letter[0].upper()
    return "o" if letter == "omicron" else f"\\{named} "


# --- texts -------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    out = []
    for c in text:
        if c in _ESCAPED:
            out.append(_ESCAPED[c])
        elif c.isascii():
            out.append(c if c.isprintable() else " ")
        else:
            apart = unicodedata.normalize("NFD", c)
            base, marks = apart[0], apart[1:]
            if base.isascii() and base.isprintable() and all(m in _ACCENTS for m in marks):
                out.append("".join(f"\\{_ACCENTS[m]}{{" for m in marks) + base + "}" * len(marks))
    return "".join(out)


def text_tex(text: Text) -> str:
    """Write a text, its chains displayed or within the line."""
    return write(text, _FORMAT)


def dollars(formula: Formula) -> str:
    """Write a formula within a line."""
    return f"${formula_tex(formula)}$"


def inline_chain(chain: Chain, stop: str = "") -> str:
    """Write a chain within a line, without its reasons, and what stops it."""
    links = (
        f"{'' if row.left is None else formula_tex(row.left)} = {formula_tex(row.right)}"
        for row in chain.rows
    )
    return f"${''.join(links)}${stop}"


def aligned(chain: Chain, stop: str, reasons: Callable[[Text], str]) -> str:
    """Write the rows of a chain, aligned at their signs, ``reasons`` to the right of the stop."""
    rows = []
    for row in chain.rows:
        end = stop if row is chain.rows[-1] else ""
        left = "" if row.left is None else formula_tex(row.left)
        shown = reasons(row.reason)
        shown = shown if row.is_numbered else f"({shown})"
        reason = rf" && \text{{{shown}}}" if row.reason else ""
        rows.append(f"{left} &= {formula_tex(row.right)}{end}{reason}")
    return " \\\\\n".join(rows)


def _chain(chain: Chain, stop: str = "") -> str:
    if chain.inline:
        return inline_chain(chain, stop)
    return f"\n\\begin{{align*}}\n{aligned(chain, stop, text_tex)}\n\\end{{align*}}\n"


_FORMAT = Format(_escaped, dollars, _chain, claim="{}~{}")


# --- the document --------------------------------------------------------------------------------

_HEAD = r"""\documentclass[11pt]{article}
\usepackage[T1]{fontenc}
\usepackage[a4paper,margin=25mm]{geometry}
\usepackage{amsmath,amssymb,tikz}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 1pt}
\sloppy
\begin{document}
"""


def render_tex(telling: Telling, figure: str = "", *, plain: bool = False) -> str:
    """Write a document. ``figure`` is a TikZ picture; ``plain`` tells the derivation instead."""
    parts = [_HEAD, rf"\section*{{{_escaped(telling.title)}}}", _paragraph(telling.setting), ""]
    parts += [rf"\textbf{{{text_tex(goal.text)}}}\par" for goal in telling.goals]
    parts += [rf"\textit{{{text_tex(s.text)}}}\par" for s in telling.conventions]
    if figure:
        parts += ["", r"\begin{center}", figure, r"\end{center}"]
    parts += ["", rf"\subsection*{{{_escaped(telling.word('proof'))}}}"]
    if telling.introductions:
        parts += [_paragraph(telling.introductions), ""]
    parts += _derivation(telling) if plain else _claims(telling)
    if telling.answer is not None:
        answer = f"{_escaped(telling.word('answer'))}: ${formula_tex(telling.answer)}$"
        parts.append(rf"\textbf{{{answer}}}\par")
    parts += _list(telling.word("conditions"), telling.conditions)
    parts += _list(telling.word("remarks"), telling.remarks)
    if telling.verdict:
        checked = f"{_escaped(telling.word('checked'))}: {text_tex(telling.verdict)}."
        parts.append(rf"\medskip\textit{{{checked}}}")
    return "\n".join([*parts, r"\end{document}", ""])


def _paragraph(sentences: Iterable[Sentence]) -> str:
    return " ".join(text_tex(sentence.text) for sentence in sentences)


def _claims(telling: Telling) -> list[str]:
    parts = []
    for claim in telling.claims:
        if claim.number:
            title = f"{_escaped(telling.word('claim'))} {claim.number}."
            parts.append(rf"\medskip\textbf{{{title}}} \textit{{{text_tex(claim.heading)}}}\par")
        elif len(telling.claims) > 1:
            parts.append(r"\medskip")
        for sentence in claim.sentences:
            label = f"({sentence.number})\\ " if sentence.number else ""
            parts.append(f"{label}{text_tex(sentence.text)}\\par")
    return parts


def _derivation(telling: Telling) -> list[str]:
    found = telling.derivation
    parts = []
    for title, facts in ((telling.word("given"), found.given), ("", found.derived)):
        if title and facts:
            parts.append(rf"\textit{{{_escaped(title)}}}\par")
        parts += [_fact(fact) for fact in facts]
    return parts


def _fact(fact: Fact) -> str:
    reason = f"\\quad ({text_tex(fact.reason)})" if fact.reason else ""
    working = "" if fact.working is None else _chain(fact.working)
    return f"{fact.number}. {text_tex(fact.statement)}{reason}{working}\\par"


def _list(title: str, rows: Iterable[Sentence]) -> list[str]:
    items = [rf"  \item {text_tex(row.text)}" for row in rows]
    if not items:
        return []
    head = rf"\medskip\textbf{{{_escaped(title)}}}"
    return ["", head, r"\begin{itemize}", *items, r"\end{itemize}"]
