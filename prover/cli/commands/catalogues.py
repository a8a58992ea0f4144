"""``porism rules`` and ``porism constructions``: the catalogues, readable."""

from __future__ import annotations

from typing import Annotated

import typer

from porism.geometry.constructions import Definition, definitions
from porism.geometry.errors import InputError
from porism.geometry.predicates import Predicate
from porism.geometry.rule_trials.tested_rules import load_tested_rules
from porism.geometry.rules import Rule
from porism.geometry.words import display_names, sentence
from porism.prover.cli.commands.options import Rules
from porism.prover.cli.console import say

__all__ = ["constructions", "rules"]

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORD]...", help="Only those whose name or text has all words."),
]


def rules(words: Words = None, own: Rules = None) -> None:
    """Print the rule catalogue: what a proof may use, and when.

    Rules of your own are tried out on random figures first, as everywhere.

    \b
    Examples:
      porism rules
      porism rules similar
      porism rules pappus --rules pappus_rule
    """
    catalogue = load_tested_rules(*(own or ()))
    found = [r for r in catalogue.values() if _has(words, r.id, r.title)]
    if not found:
        raise InputError(f"no rule has the words {' '.join(words or [])}")
    for rule in found:
        _print_rule(rule)
    say(f"{len(found)} rules" if len(found) > 1 else "1 rule")


def constructions(words: Words = None) -> None:
    """Print the constructions of the problem language: what they take, need and give.

    \b
    Examples:
      porism constructions
      porism constructions tangent
    """
    found = [d for d in definitions() if _has(words, d.name, d.says, *d.also)]
    if not found:
        raise InputError(f"no construction has the words {' '.join(words or [])}")
    for definition in found:
        _print_construction(definition)
    say(f"{len(found)} constructions" if len(found) > 1 else "1 construction")


def _has(words: list[str] | None, *texts: str) -> bool:
    text = " ".join(texts).lower()
    return all(word.lower() in text for word in words or ())


def _print_rule(rule: Rule) -> None:
    names = display_names(rule.letters)

    def rows(title: str, statements: tuple[Predicate, ...]) -> None:
        for number, statement in enumerate(statements):
            head = title if number == 0 else ""
            say(f"  {head:<6}{sentence(statement, names)}")

    say(f"{rule.id}: {rule.title}", "bold")
    rows("if", rule.premises)
    rows("where", rule.conditions)
    if rule.choice:
        say(f"  {'as':<6}the figure shows: {rule.choice}")
    rows("then", rule.conclusions)
    if rule.source:
        say(f"  ({rule.source})", "dim")
    say()


def _print_construction(definition: Definition) -> None:
    say(definition.usage, "bold")
    letters = {p: p for p in definition.points} | {"*": f"the {definition.constant}"}
    say(f"  {' '.join(definition.says.format_map(letters).split())}")
    if definition.needs:
        say(f"  needs {', '.join(map(str, definition.needs))}")
    if definition.gives:
        say(f"  gives {', '.join(map(_with_constant, definition.gives))}")
    if definition.also:
        say(f"  also called {', '.join(definition.also)}")
    say()


def _with_constant(statement: Predicate) -> str:
    open_ended = statement.kind.constant and not statement.constants
    return f"{statement} *" if open_ended else str(statement)
