from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from porism.geometry.checker.check import Configuration, Remark, RemarkKind, Verdict
from porism.geometry.constructions import CONSTRUCTIONS, definitions
from porism.geometry.errors import InputError
from porism.geometry.language.text import parse_problem
from porism.geometry.predicates import KINDS, Predicate
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Step
from porism.geometry.render.picture import layout
from porism.geometry.render.tikz import tikz_picture
from porism.geometry.rules import load_rules, parse_statement
from porism.geometry.telling.markdown import render_markdown
from porism.geometry.telling.model import Chain, Ref, Sentence, Telling, Text
from porism.geometry.telling.notation import Notation, names_of
from porism.geometry.telling.phrases import LANGUAGES, fields_of, load_language
from porism.geometry.telling.shapes import shapes_of_all
from porism.geometry.telling.similar import exchanged
from porism.geometry.telling.tell import tell, tell_statement
from porism.geometry.telling.tex import render_tex
from porism.geometry.telling.text import flat, plain_text, render_text
from porism.geometry.telling.where import LETTERS, all_seen, remark, seen, where
from porism.geometry.verify import check
from tests.geometry.corpora import ROOT
from tests.geometry.hand_proofs import PROOFS, by_hand


def proof_with_names(proof: Proof, names: dict[str, str]) -> Proof:
    """The same proof about points of other names."""

    def renamed(step: Step) -> Step:
        reason = step.reason
        conditions = () if isinstance(reason, Given) else reason.conditions
        conditions = tuple(c.rename(names) for c in conditions)
        match reason:
            case ByRule(substitution=put):
                put = tuple((letter, names.get(p, p)) for letter, p in put)
                reason = replace(reason, substitution=put, conditions=conditions)
            case ByAlgebra():
                reason = replace(reason, conditions=conditions)
        return Step(step.id, step.statement.rename(names), reason)

    return replace(
        proof,
        problem=proof.problem.rename(names),
        goal=proof.goal.rename(names),
        steps=tuple(map(renamed, proof.steps)),
        coordinates={names.get(p, p): place for p, place in proof.coordinates.items()},
    )


def cited(text: Text) -> set[int]:
    """The numbers that a text refers to, its chains included."""
    found = {part.number for part in text if isinstance(part, Ref)}
    for part in text:
        if isinstance(part, Chain):
            for row in part.rows:
                found |= cited(row.reason)
    return found


def all_sentences(telling: Telling) -> Iterator[Sentence]:
    yield from (*telling.setting, *telling.goals, *telling.conventions, *telling.introductions)
    for claim in telling.claims:
        yield from claim.sentences
    yield from telling.conditions


# --- what is true of every telling ---------------------------------------------------------------


@pytest.mark.parametrize("name", PROOFS)
def test_every_step_is_told_exactly_once(name: str) -> None:
    proof = by_hand(name)
    told = Counter(step for sentence in all_sentences(tell(proof)) for step in sentence.steps)
    assert told == Counter(step.id for step in proof.steps)


@pytest.mark.parametrize("name", PROOFS)
def test_sentences_begin_with_a_capital_and_end_with_a_full_stop(name: str) -> None:
    proof = by_hand(name)
    for sentence in all_sentences(tell(proof, check(proof))):
        text = flat(sentence.text).strip()
        assert text[0].isupper() and text[-1] == ".", text


@pytest.mark.parametrize("name", PROOFS)
def test_what_a_sentence_speaks_of_is_in_the_figure(name: str) -> None:
    proof = by_hand(name)
    for sentence in all_sentences(tell(proof)):
        for shape in sentence.shapes:
            assert set(shape.points) <= set(proof.coordinates)


@pytest.mark.parametrize("name", PROOFS)
def test_references_lead_to_numbered_sentences_and_claims_before(name: str) -> None:
    telling = tell(by_hand(name))
    numbers: set[int] = set()
    for claim in telling.claims:
        for sentence in claim.sentences:
            refs = [part for part in sentence.text if isinstance(part, Ref)]
            assert {r.number for r in refs if r.kind == "sentence"} <= numbers
            if sentence.number:
                numbers.add(sentence.number)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


# --- the plain derivation ------------------------------------------------------------------------


def test_a_derivation_in_plain_text() -> None:
    proof = by_hand("midline")
    text = plain_text(tell(proof, check(proof)))
    assert (
        text[text.index("Given") : text.index("Checked")]
        == """Given
  1. M, A, B are collinear
  2. MA = MB
  3. N, A, C are collinear
  4. NA = NC

Proof
  5. M is the midpoint of AB   (definition of the midpoint [1, 2])
  6. N is the midpoint of AC   (definition of the midpoint [3, 4])
  7. AM : AN = AB : AC   (multiplying ratios)
        AM / AN = AB / (2 · AN) [5] = AB / AC [6]
  8. ∠MAN = ∠BAC   (adding angles)
        ∠MAN = ∠BAC [1, 3]
  9. △AMN ∼ △ABC   (similar triangles by an angle and its sides [7, 8])
 10. MN ∥ BC   (adding angles)
        ∠AMN = ∠ABC [9] = ∠(AM, BC) [1]

"""
    )


def test_an_auxiliary_point_is_introduced() -> None:
    text = " ".join(plain_text(tell(by_hand("base angles by a midpoint"))).split())
    assert "Let M be the midpoint of AB." in text


def test_an_answer_is_given_in_degrees() -> None:
    text = plain_text(tell(by_hand("a right angle asked for")))
    assert "Find ∠BAC." in text
    assert "Answer: 90°" in text


def test_a_division_of_an_angle_is_told() -> None:
    text = plain_text(tell(by_hand("thales")))
    assert "this settles it up to a multiple of 90°, and the figure shows which" in " ".join(
        text.split()
    )
    assert "2·∠" in text


@pytest.mark.parametrize("name", PROOFS)
def test_every_fact_cites_the_premises_of_its_step_and_nothing_later(name: str) -> None:
    proof = by_hand(name)
    found = tell(proof).derivation
    number_of = {fact.step: fact.number for fact in (*found.given, *found.derived)}
    for number, fact in enumerate((*found.given, *found.derived), start=1):
        assert fact.number == number
        working = () if fact.working is None else (fact.working,)
        numbers = cited((*fact.reason, *working))
        assert numbers == {number_of[premise] for premise in proof.steps[fact.step].premises}
        assert all(0 < n < number for n in numbers)


# --- other forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PROOFS)
def test_markdown_has_its_formulas_in_dollar_signs(name: str) -> None:
    proof = by_hand(name)
    for plain in (False, True):
        text = render_markdown(tell(proof, check(proof)), plain=plain)
        assert text.startswith("# ") and text.count("$") % 2 == 0
        outside = re.sub(r"\$\$.*?\$\$|\$[^$]*\$", "", text, flags=re.DOTALL)
        assert not re.search(r"[∠△∥⟂]", outside)


def test_names_have_subscripts_in_every_form() -> None:
    proof = by_hand("thales")
    renamed = proof_with_names(proof, {"a": "a1", "o": "m_a"})
    assert "A₁" in render_text(tell(renamed))
    assert "A_{1}" in render_markdown(tell(renamed))
    assert "M_{a}" in render_tex(tell(renamed))


def test_two_points_never_have_one_name() -> None:
    shown = names_of(("a1", "a_1", "a_{1}", "m_b", "x12"))
    assert len({(name.base, name.below) for name in shown.values()}) == len(shown)
    assert (shown["m_b"].base, shown["m_b"].below) == ("M", "b")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a b c = triangle; x = on_arc a b c", "the arc AC of the circle ABC on which B lies"),
        ("a b = segment; x = on_semicircle a b", "the semicircle over AB that runs clockwise"),
        ("o a b = iso_triangle; x = on_arc_about o a b", "the arc about O that runs counter"),
        ("a b = segment; x = on_ray a b", "the ray AB"),
        (
            "o a b = iso_triangle; c = on_circle o a; m = free; x = on_line c m, on_circle o a",
            "the second intersection of the line CM and the circle",
        ),
        (
            "o a b = iso_triangle; c = free; m = free; x = on_line c m, on_circle o a",
            "an intersection of the line CM and the circle",
        ),
        (
            "o a b = iso_triangle; c d = segment; x = on_line c d, on_circle o a; y = mirror x o",
            "an intersection of the line CD and the circle",
        ),
        (
            "a b c = triangle; d = free; x = on_line b d, on_circum a b c; y = on_circum a b c",
            "Let X be the second intersection of the line BD",
        ),
    ],
)
def test_where_a_point_may_be_is_told(text: str, told: str) -> None:
    setting = tell_statement(parse_problem(f"{text} ? diff a x", "problem")).setting
    assert told in " ".join(flat(sentence.text) for sentence in setting)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("m b c m", "MB = MC"),
        ("b m m c", "BM = CM"),
        ("a b c d", "AB = CD"),
        ("m b m c", "MB = MC"),
    ],
)
def test_equal_lengths_from_one_point_are_written_from_it(said: str, told: str) -> None:
    notation = Notation(tuple("abcdm"), load_language("en"))
    statement = Predicate("cong", tuple(said.split()))
    assert flat(notation.statement(statement)) == told
    asked = flat(notation.statement(statement, as_written=True))
    assert asked == "{}{} = {}{}".format(*said.upper().split())


def test_control_characters_do_not_reach_a_file() -> None:
    proof = by_hand("thales")
    named = replace(proof, problem=replace(proof.problem, name="a\x1b[31m\u202e\n# b"))
    first, *others = render_markdown(tell(named)).splitlines()
    assert first.isprintable() and "b" in first
    assert not any(line.startswith("# ") for line in others)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("plain", [False, True])
def test_latex_compiles(language: str, plain: bool, tmp_path: Path) -> None:
    compiler = shutil.which("pdflatex")
    if compiler is None:
        pytest.skip("pdflatex is not installed")
    for number, name in enumerate(("midline", "thales", "base angles by a midpoint")):
        proof = by_hand(name)
        awkward = replace(proof, problem=replace(proof.problem, name="50 % of_A & {B} # ~ \\ ∠ ß"))
        figure = tikz_picture(layout(proof.problem, proof.coordinates, [proof.goal]))
        telling = tell(awkward, check(proof), language=language)
        file = tmp_path / f"{number}.tex"
        file.write_text(render_tex(telling, figure, plain=plain), encoding="utf-8")
        options = ["-interaction=nonstopmode", "-halt-on-error", file.name]
        ran = subprocess.run([compiler, *options], cwd=tmp_path, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stdout[-2000:]


# --- languages ----------------------------------------------------------------------------------

WORD_ORDER = {"so", "then", "since", "short"}
"""Sections that say statements again where a language orders its words differently."""


def test_the_first_language_says_everything() -> None:
    table = load_language(LANGUAGES[0]).sections
    plain = {kind.name for kind in KINDS.values() if not kind.linear}
    assert set(table["statements"]) == plain | {"equal_areas"}
    said = set(table["constructions"]) | set(table["on"]) | {"free"}
    for definition in definitions():
        # one without a phrase of its own is told by the statements that it gives and means
        assert definition.name in said or definition.gives, definition.name
    assert set(table["on"]) == set(table["of"])
    assert {rule.id for rule in load_rules().values() if rule.choice} == set(table["choices"])
    for section in ("names", "conclusions"):
        assert set(table[section]) <= set(load_rules())


@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_every_language_has_the_same_phrases_with_the_same_fields(code: str) -> None:
    first, table = load_language(LANGUAGES[0]).sections, load_language(code).sections
    assert set(first) == set(table)
    for section, phrases in first.items():
        if section in WORD_ORDER:
            assert set(table[section]) <= set(first["statements"]) | {"linear"}
            continue
        if section == "titles":  # those of the catalogue are English
            assert set(table[section]) == set(load_rules())
            continue
        assert set(table[section]) == set(phrases), section
        for key, phrase in phrases.items():
            if (section, key) == ("verdict", "proved_for_configuration"):
                continue  # the checker names configurations in English
            assert set(fields_of(phrase)) == set(fields_of(table[section][key])), (section, key)


@pytest.mark.parametrize("code", LANGUAGES)
def test_phrases_speak_of_letters_that_there_are(code: str) -> None:
    table = load_language(code).sections
    for section in ("constructions", "on", "of", "item", "shared_item", "centres"):
        for name, phrase in table[section].items():
            letters = set(CONSTRUCTIONS[name].points)
            for field in fields_of(phrase):
                assert field == "*" or set(field) - {","} <= letters, (section, name, field)
    for name, phrase in table["conclusions"].items():
        for field in fields_of(phrase):
            assert field == "so" or set(field) - {","} <= set(load_rules()[name].letters)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", PROOFS)
def test_proofs_can_be_told_in_every_language(code: str, name: str) -> None:
    proof = by_hand(name)
    telling = tell(proof, check(proof), language=code)
    first = tell(proof, check(proof))
    assert [s.steps for s in all_sentences(telling)] == [s.steps for s in all_sentences(first)]
    assert telling.language == code


def test_a_language_without_a_table_is_refused() -> None:
    with pytest.raises(InputError, match="'xx'; there are en, de"):
        tell(by_hand("thales"), language="xx")


def test_no_words_stand_in_the_code() -> None:
    """Strings of the telling's modules are signs, keys and names, and no phrases."""
    allowed = {"a proof with holes cannot be shown: ", "circle about", "right angle"}
    for file in sorted((ROOT / "geometry" / "telling").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        raised = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.Raise)
            for part in ast.walk(node)
        }
        comments = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if id(node) in raised | comments or node.value in allowed or "\\" in node.value:
                continue
            assert not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]{2,}", node.value), (
                file.name,
                node.value,
            )


def test_lines_are_said_on_request() -> None:
    proof = by_hand("midline")
    silent, said = (render_text(tell(proof, collinear=x)) for x in (False, True))
    assert "collinear" not in silent
    assert "A, B, M are collinear" in said
    told = Counter(i for s in all_sentences(tell(proof, collinear=True)) for i in s.steps)
    assert told == Counter(step.id for step in proof.steps)


# --- what sentences show ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "classes"),
    [
        ("cong o a o b; cong o b o c", ["ao bo co"]),
        ("cong o a o b; cong p a p b", ["ao bo", "ap bp"]),
        ("cong o a o b; cong o c o d; cong o b o d", ["ao bo co do"]),
        ("midp m a b; cong m b m c; perp a b c d", ["am bm cm"]),
    ],
)
def test_equal_segments_of_a_sentence_have_one_mark(statements: str, classes: list[str]) -> None:
    found: dict[int, list[str]] = {}
    for shape in shapes_of_all(map(parse_statement, statements.split(";"))):
        if shape.mark:
            found.setdefault(shape.mark, []).append("".join(sorted(shape.points)))
    assert [" ".join(sorted(row)) for _, row in sorted(found.items())] == classes


# --- renamings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        ({"a": "b", "b": "a", "c": "c"}, {("a", "b")}),
        ({"a": "b", "b": "a", "c": "d"}, {("a", "b"), ("c", "d")}),  # D was not spoken of
        ({"a": "b", "c": "d"}, set()),  # nothing changes places
        ({"a": "b", "b": "c", "c": "a"}, set()),
        ({"a": "b", "b": "a", "c": "d", "d": "d"}, set()),
    ],
)
def test_which_points_a_renaming_exchanges(
    names: dict[str, str], pairs: set[tuple[str, str]]
) -> None:
    assert {tuple(sorted(pair)) for pair in exchanged(names)} == pairs


# --- configurations ----------------------------------------------------------------------------


def test_facts_of_order_are_said_in_every_language() -> None:
    for code in LANGUAGES:
        assert load_language(code).sections["order"].keys() == LETTERS.keys()


def test_a_configuration_is_told_in_the_words_of_a_language() -> None:
    facts = (("separates", ("b", "c", "t", "o")), ("acute", ("p", "a", "o")))
    english = ("BC separates T from O", "the angle PAO is acute")
    seen = Configuration(True, english, 2, {}, facts)
    verdict = Verdict("proved_for_configuration", configurations=(seen,), covered=seen)
    for code, told, holds in (
        ("en", verdict.where, f"the statement is {seen.text}"),
        (
            "de",
            "wenn BC den Punkt T von O trennt und der Winkel PAO spitz ist",
            "die Aussage ist wahr, wenn BC den Punkt T von O trennt und der Winkel PAO spitz ist "
            "(in 2 gezeichneten Figuren)",
        ),
    ):
        notation = Notation("abcopt", load_language(code))
        assert flat(where(verdict, notation, notation.language)) == told
        assert flat(remark(seen, notation, notation.language)) == holds


def test_what_the_checker_saw_is_told_in_the_words_of_a_language() -> None:
    here = Predicate("ncoll", ("a", "b", "c"))
    seen_there = Remark("not_in", "in 2 of 3 other figures not: …", here, (2, 3), true_there=True)
    notation = Notation("abc", load_language("de"))
    assert flat(seen(seen_there, notation, notation.language)) == (
        "in 2 von 3 anderen Figuren gilt nicht: A, B, C liegen nicht auf einer Geraden; "
        "wahr ist die Aussage auch dort, exakt berechnet in allen Fällen"
    )


def test_what_is_read_off_the_figure_is_told_once() -> None:
    texts = ("sameclock a b t a b c", "longer a b a c", "sameclock a b c a b t")
    read = [Remark("unforced", "read off …", parse_statement(text)) for text in texts]
    cut_short = Remark("cut_short", "the search for other configurations was cut short")
    notation = Notation("abct", load_language("en"))
    told = all_seen([cut_short, *read], notation, notation.language)
    assert list(map(flat, told)) == [
        cut_short.text,
        "read off the figure, and not shown to be so in every figure of the text: the triangles "
        "ABC and ABT have the same orientation and AB > AC",
    ]


def test_every_remark_of_the_checker_has_words_in_every_language() -> None:
    told_by_figures = {"true", "false"}
    for code in LANGUAGES:
        phrases = load_language(code).sections["remarks"].keys()
        assert set(get_args(RemarkKind)) - told_by_figures <= phrases
