"""A telling as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from textwrap import fill

from porism.geometry.telling.model import (
    Atom,
    Chain,
    Derivation,
    Fact,
    Formula,
    Inline,
    Name,
    Over,
    Power,
    Sentence,
    Telling,
    Text,
)
from porism.geometry.telling.written import Format, write

__all__ = ["flat", "formula_text", "plain_text", "render_text", "statement_text"]

_WIDTH = 96
_WIDEST_LEFT = 30  # of a chain; a wider left side has a line of its own
_HANGING = 4  # what its rows are set in by then
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


# --- formulas ------------------------------------------------------------------------------------


def formula_text(formula: Formula) -> str:
    """Write a formula on one line, ``∠A₁BC = 60°``."""
    out: list[str] = []
    atoms = formula.atoms
    for i, atom in enumerate(atoms):
        out.append(_atom(atom))
        following = atoms[i + 1] if i + 1 < len(atoms) else None
        if isinstance(atom, Name) and isinstance(following, Name) and _run_apart(atoms, i):
            out.append(" ")
    return "".join(out)


def _run_apart(atoms: tuple[Atom, ...], position: int) -> bool:
    """Tell whether the names side by side here could be misread when written together."""
    first = last = position
    while first and isinstance(atoms[first - 1], Name):
        first -= 1
    while last + 1 < len(atoms) and isinstance(atoms[last + 1], Name):
        last += 1
    names = [_atom(atom) for atom in atoms[first : last + 1]]
    if all(len(name) == 1 for name in names):
        return False
    return not all(n[:1].isupper() and not any(c.isupper() for c in n[1:]) for n in names)


def _atom(atom: Atom) -> str:
    match atom:
        case Name(base=base, below=below):
            return base + below.translate(_SUBSCRIPTS)
        case Power(base=base, exponent=exponent):
            return formula_text(base) + _exponent(exponent)
        case Over(above=above, below=below):
            bottom = formula_text(below)
            bottom = f"({bottom})" if " " in bottom else bottom
            return f"{formula_text(above)} / {bottom}"
        case str():
            return atom


def _exponent(exponent: Fraction) -> str:
    if exponent.denominator == 1:
        return str(exponent).replace("-", "⁻").translate(_SUPERSCRIPTS)
    return f"^({exponent})"


# --- texts ---------------------------------------------------------------------------------------


def flat(text: Text) -> str:
    """Write a text on one line, references in brackets."""
    return write(text, _FORMAT)


def _chain(chain: Chain, stop: str = "") -> str:
    out = []
    for row in chain.rows:
        left = "" if row.left is None else formula_text(row.left)
        reason = f" {flat(row.reason)}" if row.reason and not chain.inline else ""
        out.append(f"{left} = {formula_text(row.right)}{reason}")
    return "".join(out) + stop


_FORMAT = Format(str, formula_text, _chain)


def render_text(telling: Telling) -> str:
    """Write the telling for a terminal."""
    lines = []
    if telling.introductions:
        lines.append(_paragraph(telling.introductions))
    for claim in telling.claims:
        if claim.number:
            title = f"{telling.word('claim')} {claim.number}"
            lines += [""] * bool(lines) + [_wrap(f"{title}. {flat(claim.heading)}", "")]
        elif len(telling.claims) > 1 or telling.introductions:
            lines.append("")
        lines += [line for sentence in claim.sentences for line in _told(sentence)]
    return _page(telling, [telling.word("proof"), "", *lines], telling.conventions)


def plain_text(telling: Telling) -> str:
    """Write the statement and the plain derivation for a terminal."""
    return _page(telling, _derivation(telling), telling.conventions)


def statement_text(telling: Telling) -> str:
    """Write the statement, and how angles are meant."""
    lines = [*_statement(telling), *_sentences(telling.conventions, "")]
    return "\n".join(lines) + "\n"


def _statement(telling: Telling) -> list[str]:
    lines = [telling.title, "", _paragraph(telling.setting)] if telling.setting else []
    return [*lines, *_sentences(telling.goals, "")]


def _page(telling: Telling, proof: list[str], conventions: Iterable[Sentence]) -> str:
    lines = [*_statement(telling), *_sentences(conventions, ""), "", *proof]
    if telling.answer is not None:
        lines += ["", f"{telling.word('answer')}: {formula_text(telling.answer)}"]
    if telling.verdict:
        verdict = flat(telling.verdict)
        lines += ["", _wrap(f"{telling.word('checked')}: {verdict}.", "")]
    lines += _list(telling.word("conditions"), telling.conditions)
    lines += _list(telling.word("remarks"), telling.remarks)
    return "\n".join(lines) + "\n"


# --- sentences of the proof --------------------------------------------------------------------


def _told(sentence: Sentence) -> list[str]:
    """Write a sentence, its chains on lines of their own with reasons to the right."""
    lines: list[str] = []
    head = f"({sentence.number}) " if sentence.number else ""
    waiting: list[Inline] = [head]
    for part in sentence.text:
        if not isinstance(part, Chain) or part.inline:
            waiting.append(part)
            continue
        lines += [_wrap(flat(tuple(waiting)).strip(), ""), *_rows(part)]
        waiting = []
    rest = flat(tuple(waiting)).strip()
    return [*lines, _wrap(rest, "")] if rest and rest != "." else lines


def _rows(chain: Chain) -> list[str]:
    lefts = ["" if row.left is None else formula_text(row.left) for row in chain.rows]
    rights = [formula_text(row.right) for row in chain.rows]
    margin = max(map(len, lefts))
    width = max(map(len, rights))
    lines = []
    if margin > _WIDEST_LEFT:
        lines.append(f"    {lefts[0]}")
        lefts, margin = [""] * len(lefts), _HANGING
    for row, left, right in zip(chain.rows, lefts, rights, strict=True):
        text = f"    {left.rjust(margin)} = {right}"
        reason = flat(row.reason)
        if reason and not row.is_numbered:
            reason = f"({reason})"
        if reason and len(text) + width - len(right) + len(reason) + 3 <= _WIDTH:
            text = f"{text.ljust(margin + width + 9)}{reason}"
        elif reason:
            text = f"{text}\n{_wrap(reason, ' ' * (margin + 9))}"
        lines.append(text)
    return lines


def _paragraph(sentences: Iterable[Sentence]) -> str:
    return _wrap(" ".join(flat(sentence.text) for sentence in sentences), "")


def _derivation(telling: Telling) -> list[str]:
    found = telling.derivation
    lines = [_paragraph(telling.introductions), ""] if telling.introductions else []
    if found.given:
        lines += [telling.word("given"), *_facts(found.given, _margin(found)), ""]
    return [*lines, telling.word("proof"), *_derived(found)]


def _derived(derivation: Derivation) -> list[str]:
    return _facts(derivation.derived, _margin(derivation))


def _margin(derivation: Derivation) -> int:
    return len(str(len(derivation.given) + len(derivation.derived))) + 3


def _facts(facts: Iterable[Fact], margin: int) -> list[str]:
    lines = []
    for fact in facts:
        head = f"{fact.number}. ".rjust(margin)
        reason = f"   ({flat(fact.reason)})" if fact.reason else ""
        lines.append(_wrap(f"{head}{flat(fact.statement)}{reason}", "", " " * (margin + 3)))
        if fact.working is not None:
            lines.append(_wrap(_chain(fact.working), " " * (margin + 3)))
    return lines


def _sentences(sentences: Iterable[Sentence], indent: str) -> list[str]:
    return [_wrap(flat(sentence.text), indent) for sentence in sentences]


def _list(title: str, rows: Iterable[Sentence]) -> list[str]:
    found = [_wrap(f"  - {flat(row.text)}", "", "    ") for row in rows]
    return ["", f"{title}:", *found] if found else []


def _wrap(text: str, first: str, rest: str | None = None) -> str:
    return fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
