"""Every bad input ends in a clear error: where, what, what instead."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from porism.geometry.errors import InputError, ParseError, PorismError
from porism.geometry.language import parse_problem, parse_problems, to_text
from porism.geometry.language.reader import read_problems, read_target
from porism.geometry.rules import parse_rules
from tests.geometry.corpora import OURS


def message(text: str) -> str:
    with pytest.raises(ParseError) as caught:
        parse_problem(text)
    return str(caught.value)


def test_an_error_shows_the_line_and_a_caret() -> None:
    assert message("a b c = triangle a b c; x = on_tlin x a b c ? perp a x b c") == (
        "<text>:1:29: 'on_tlin' is not a construction; expected a construction "
        "(did you mean 'on_tline'?)\n"
        "  a b c = triangle a b c; x = on_tlin x a b c ? perp a x b c\n"
        "                              ^"
    )


def test_a_long_line_is_cut_around_the_caret() -> None:
    text = "p0 p1 = segment p0 p1" + "".join(f"; p{i} = on_line p0 p1" for i in range(2, 90))
    shown, caret = message(text + "; q = on_lin p0 p1 ? coll p0 p1 q").splitlines()[1:]
    assert len(shown) <= 102
    assert shown[caret.index("^") :].startswith("on_lin p0")


def test_a_message_quotes_a_giant_word_in_part() -> None:
    with pytest.raises(ParseError) as found:
        parse_rules('{"a":' * 1000, "my.rules")
    assert len(str(found.value)) < 1000


@pytest.mark.parametrize(
    "text",
    ["a b c = triangle | m = midpoint a b ? coll a m b", "a b c = | m = midp m a b ? coll a m b"],
)
def test_no_goal_is_about_an_auxiliary_point(text: str) -> None:
    with pytest.raises(ParseError, match="a goal about the auxiliary point 'm'"):
        parse_problem(text)


def test_the_place_in_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text("good\na b c = triangle ? coll a b c\nbad\na b c = triangle ? coll a b d\n")
    with pytest.raises(ParseError) as caught:
        read_problems(path)
    assert (caught.value.file, caught.value.line, caught.value.column) == (str(path), 4, 29)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # constructions
        ("a b = segmnt a b", "'segmnt' is not a construction; expected a construction (did you "),
        (
            "a b c = triangle; x = cong x a b c",
            "'cong' is not a construction; expected a construction "
            "(cong is a predicate; the construction is eqdistance)",
        ),
        (
            "a b c = triangle; x = on_line a",
            "on_line with 1 point; expected 3 points (on_line x a b), or 2 in the short form",
        ),
        (
            "a b c = triangle; x = on_line x a b c",
            "on_line with 4 points; expected 3 points (on_line x a b), or 2 in the short form",
        ),
        (
            "a b c d = triangle a b c",
            "point 'd' is made by no construction of its clause; expected as many points as "
            "'triangle' makes",
        ),
        ("a b c d = triangle", "triangle makes 3 points, the clause has 4; expected triangle a b"),
        (
            "a b c = triangle; x = foot a b c c",
            "'a' stands where foot has a new point; expected foot x a b c, where x is the point of",
        ),
        # the unknown word comes first, whatever else is wrong
        (
            "a b c = triangle; d = on_line a b, on_circle c a, fooot a b c",
            "'fooot' is not a construction; expected a construction (did you mean 'foot'?)",
        ),
        ("a b c = triangl", "'triangl' is not a construction; expected a construction (did you"),
        ("a b c = triangle; d = foot(d,a,b,c)", "1:27: '('; expected words without brackets"),
        ("a b c = triangle；d = foot a b c", "1:17: '；' (another character); expected the plain"),
        ("a b c = triangle ？ coll a b c", "'？' (another character); expected the plain '?'"),
        (
            "A = free A; b = on_line b a A",
            "point 'a' is not defined; expected a point defined befo",
        ),
        ("a b = segment; x = on_line a a", "on_line: point a stands twice in 'diff a a'"),
        ("a b c = triangle; x = foot a b b", "foot: point b stands twice in 'ncoll a b b'"),
        ("a b = segment; x = intersection_ll a b b a", "'npara a b b a' can never hold"),
        ("a b = segment; x = s_angle a b", "'b' is not an angle; expected an angle such as 60,"),
        ("a b = segment; x = s_angle", "s_angle without arguments; expected s_angle a b x ANGLE"),
        # points
        (
            "foot1 foot2 = segment; x = on_line foot2 foto1",
            "point 'foto1' is not defined; expected a point defined before (did you mean 'foot1'?",
        ),
        ("a b = segment; x = on_line x y b", "point 'y' is not defined; expected a point defined"),
        ("a b = segment; x = on_line x x b", "point 'x' is used to define itself"),
        ("a b = segment; a = on_line a b", "point 'a' is defined twice; expected a name not used"),
        ("a b a = triangle", "point 'a' is defined twice; expected a name not used before"),
        ("1a b = segment", "'1a' is not a point name; expected a name such as a, b1 or x', begin"),
        # coordinates and constants
        ("a@1 b = segment", "'1' are not coordinates; expected two numbers joined by an undersc"),
        ("a@x_2 b = segment", "'x_2' are not coordinates; expected two numbers joined by an und"),
        ("a@nan_2 b = segment", "'nan_2' are not coordinates; expected two numbers joined by an"),
        ("a@1e999_2 b = segment", "coordinates '1e999_2' are too large; expected numbers below"),
        ("a b = segment; x = s_angle a b pi/0", "'pi/0' divides by zero; expected a non-zero div"),
        ("a b = segment; x = rconst2 a b 1/0", "'1/0' divides by zero; expected a non-zero div"),
        ("a b = segment; x = rconst2 a b -1", "a ratio '-1' is not positive; expected a number"),
        ("a b = segment; x = rconst2 a b 0", "a ratio '0' is not positive; expected a number"),
        ("a b = segment; x = lconst a 1000003", "a length '1000003' has a prime factor above 1000"),
        ("a b = segment; x = lconst a 1e9", "'1e9' is not a length; expected a length such as 2"),
        (
            "a b = segment; x = lconst a " + "9" * 41,
            "'" + "9" * 37 + "...' is not a length; expected a length such as 2, 1/3 or 0.5",
        ),
        # the marks between
        ("a b c triangle a b c", "a clause without '='; expected points = construction arguments"),
        ("= triangle a b c", "'=' with nothing before it; expected the names of the new points"),
        ("a b c = triangle = x", "a second '=' in one clause; expected ';' between clauses"),
        ("a b = segment, ", "nothing where a construction should be; expected a construction or"),
        ("a b = segment; ; c = free", "an empty clause; expected points = construction arguments"),
        ("a b = segment | ", "'|' with nothing after it; expected auxiliary clauses"),
        ("a b = segment | c = free | d = free", "a second '|'; expected one '|' before"),
    ],
)
def test_bad_clauses(text: str, said: str) -> None:
    assert said in message(f"{text} ? coll a b c").splitlines()[0]


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ("", "no goal; expected a statement such as coll a b c"),
        ("coll a b c ? coll a b d", "a second '?'; expected ';' between goals"),
        ("coll a b c, coll a b d", "',' in a goal; expected ';' between goals"),
        ("colll a b c", "'colll' is not a predicate; expected a goal (did you mean 'coll'?)"),
        ("coll a b x", "point 'x' is not defined; expected a point defined before"),
        ("coll a b", "'coll' with 2 points; expected 3 to 128 points"),
        ("cong a b c", "'cong' with 3 points; expected 4 points"),
        ("cong a b c d a", "'cong' with 5 points; expected 4 points"),
        ("aconst a b c d", "'aconst' with 0 numbers; expected 1 number"),
        ("coll a b c 3", "'coll' with 1 number; expected 0 numbers"),
        ("rconst a b c d 2 3", "'rconst' with 2 numbers; expected 1 number"),
        ("distseq a b c d 1 1 1", "'distseq' with 3 numbers; expected 2 numbers"),
        ("angeq a b c 1 1 30", "3 points; expected pairs of points"),
        ("angeq a b c d 1/2 1 30", "'angeq' with a coefficient that is not whole has no meaning"),
        # vacuous or impossible
        ("cong a b b a", "'cong a b b a' is always true; expected a goal that says something"),
        ("para a b a b", "'para a b a b' is always true; expected a goal that says something"),
        ("perp a b a b", "'perp a b a b' is never true; expected a goal that says something"),
        ("rconst a b a b 2", "'rconst a b a b 2' is never true"),
        ("aconst a b b a 0", "'aconst a b b a 0pi/1' is always true"),
        ("eqangle a b c d a b d c", "'eqangle a b c d a b d c' is always true"),
        ("eqratio a b c d b a d c", "'eqratio a b c d b a d c' is always true"),
        ("simtri a b c a b c", "'simtri a b c a b c' is always true"),
        ("distseq a b b a 1 -1", "'distseq a b b a 1 -1' is always true"),
        ("acompute a b b a", "both sides of 'acompute a b b a' are the same"),
        ("coll a a b", "point a stands twice in 'coll a a b'"),
        ("cyclic a b c a", "point a stands twice in 'cyclic a b c a'"),
        ("midp a a b", "point a stands twice in 'midp a a b'"),
        ("para a a b c", "aa is a single point, not a line or segment"),
        ("eqangle a a b c a b c d", "aa is a single point, not a line or segment"),
        ("contri a b a b c d", "point a stands twice in 'contri a b a b c d'"),
        ("overlap a a", "point a stands twice in 'overlap a a'"),
        ("distmeq a b c d 1 -1 0", "a ratio '0' is not positive"),
    ],
)
def test_bad_goals(goal: str, said: str) -> None:
    assert said in message(f"a b c d = quadrangle a b c d ? {goal}").splitlines()[0]


def test_a_statement_without_a_goal() -> None:
    assert message("a b c = triangle a b c").splitlines()[0] == (
        "<text>:1:23: the statement has no goal; expected '?' and what is to be shown"
    )
    assert parse_problem("a b c = triangle a b c", need_goal=False).goals == ()


def test_a_bad_predicate_in_ag2() -> None:
    assert "'cog' is not a predicate; expected a predicate (did you mean 'cong'?)" in message(
        "a b = ; c d = cog a b c d, para a b c d ? coll a b c"
    )
    assert "point 'd' is not defined" in message("a b c = perp a b a d; d = ? coll a b c")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"# only a comment\n", "no problem in it, only blank lines and comments"),
        (b"\xa9text", "not a text file (byte 0 is not UTF-8)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is a picture; what is read: statements of AG1"),
        (b"%PDF-1.4\nx = y ? z", "this is a PDF; what is read"),
        (b'<?xml version="1.0"?><html/>', "this is XML or HTML; what is read"),
        (b'{"goal": "coll a b c"}', "this is JSON; what is read"),
        (b"a b = segment\0", "not a text file (it holds zero bytes)"),
        (b"PK\x03\x04rubbish", "not a readable GeoGebra file"),
        (b"some name\n", "a clause without '='"),
        (b"a b c = triangle ? coll a b c\nleft alone\n", "a name without a statement"),
    ],
)
def test_bad_files(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "p.txt"
    path.write_bytes(data)
    with pytest.raises(PorismError) as caught:
        read_problems(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.txt: no such file or directory"):
        read_target(str(tmp_path / "missing.txt"))
    with pytest.raises(InputError, match="is a directory"):
        read_target(str(tmp_path))


@pytest.mark.parametrize("piece", ["x", "x ", "a = b; ", "? ", "a = free a, ", "(" * 50, "\t\n"])
def test_five_megabytes_end_in_an_error(piece: str) -> None:
    with pytest.raises(PorismError):
        parse_problems(piece * (5_000_000 // len(piece)))


def test_a_file_may_be_large_when_it_is_right() -> None:
    text = "".join(f"n{i}\na b c = triangle; d = foot a b c ? coll b c d\n" for i in range(2000))
    assert len(parse_problems(text)) == 2000


def lines() -> list[str]:
    """Return the statements of our own problems, and one with coordinates."""
    found = [line for f in OURS for line in f.read_text(encoding="utf-8").splitlines()]
    return [
        *(line for line in found if "?" in line and "=" in line),
        "a b c = triangle a b c; d@1_2 = s_angle a b d 30 ? eqangle a b c d b c d a",
    ]


JUNK = ["", "?", ";", ",", "=", "|", "@", "_", "'", "-", "0", "pi/0", "1/0", "nan", "é", "#", "\0"]


def mutants(count: int) -> Iterator[str]:
    source, rng = lines(), random.Random(20)
    for _ in range(count):
        text = rng.choice(source)
        for _ in range(rng.choice([1, 1, 2, 5])):
            words = text.split(" ")
            i, j = rng.randrange(len(words)), rng.randrange(len(words))
            match rng.randrange(7):
                case 0:
                    del words[i]
                case 1:
                    words[i], words[j] = words[j], words[i]
                case 2:
                    words.insert(i, words[j])
                case 3:
                    words[i] = rng.choice(JUNK) + words[i]
                case 4:
                    words[i] = words[i][:-1] + rng.choice(JUNK)
                case 5:
                    words = words[: max(1, i)]
                case _:
                    words[i] = rng.choice(rng.choice(source).split(" "))
            text = " ".join(words)
        yield text


def test_mutated_problems_are_read_or_refused() -> None:
    read = 0
    for text in mutants(6000):
        try:
            problem = parse_problem(text)
        except PorismError as error:
            assert str(error)
            continue
        read += 1
        assert parse_problem(to_text(problem)) == problem, text
    assert read > 100


def test_mutated_files_are_read_or_refused() -> None:
    texts = list(mutants(1500))
    rng = random.Random(5)
    for i in range(0, len(texts), 3):
        data = "\n".join(("name", *texts[i : i + 3]))
        cut = rng.randrange(len(data))
        try:
            parse_problems(data[:cut] + rng.choice(JUNK) + data[cut:])
        except PorismError:
            pass


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("x.gcl", "point A 10 10\nprove { collinear A B C }\n", "a file of GCLC"),
        ("x.gex", "GEX\0\1", "a file of Java Geometry Expert"),
        ("x.xml", "no tags", "XML"),
    ],
)
def test_files_of_other_programs(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=f"{name}: this seems to be {said}; what is read"):
        read_problems(tmp_path / name)


def test_the_language_that_was_assumed_is_told() -> None:
    with pytest.raises(ParseError, match="read as AG1") as caught:
        parse_problem("a b c = triangle; d = coll d a b ? cong a b a c")
    assert "on_line" in str(caught.value)
    with pytest.raises(ParseError, match="read as AG2"):
        parse_problem("a b = ; c = cong a b a c, frob a b c ? cong a b a c")


def test_of_two_errors_in_two_languages_the_later_one_counts() -> None:
    text = "a b c = perp a b a c, lconst a b 3, lconst a c 4 ? lcompote b c"
    assert "'lcompote' is not a predicate" in message(text)
