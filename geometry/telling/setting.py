"""The statement in the words of a contest: every point introduced, constructions grouped.

A clause puts points on loci (a line, a circle), makes them by a construction, or demands something
of them. Where one point lies on two loci it is an intersection, the second one if they are known to
meet in a point of the figure already. Neighbouring clauses that make the same kind of point are
told together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.drawn_circles import circles_of
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Clause, Construction, Problem
from porism.geometry.telling.clauses import (
    Parts,
    circles_by_name,
    in_known_words,
    made_by,
    parts_of,
    separated,
)
from porism.geometry.telling.loci import Meetings, any_round, loci_alone, only
from porism.geometry.telling.model import Sentence, Shape, Text
from porism.geometry.telling.notation import Notation
from porism.geometry.telling.phrases import Language, Value, fields_of
from porism.geometry.telling.shapes import shapes_of_all

__all__ = ["Told", "introductions_of", "setting_of"]

_CENTRES_OF = {"triangle", "acute_triangle", "iso_triangle", "iso_triangle0", "r_triangle"}


@dataclass(frozen=True)
class Told:
    """A sentence and the clauses that it tells."""

    sentence: Sentence
    clauses: tuple[Clause, ...]


def setting_of(problem: Problem, notation: Notation, language: Language) -> tuple[Told, ...]:
    """Tell the clauses of the statement."""
    return tuple(_Speaker(problem, notation, language).told(problem.clauses))


def introductions_of(problem: Problem, notation: Notation, language: Language) -> tuple[Told, ...]:
    """Tell the auxiliary clauses, and why there are such points."""
    speaker = _Speaker(problem, notation, language)
    return tuple(speaker.with_reasons(tuple(speaker.told(problem.auxiliary))))


class _Speaker:
    def __init__(self, problem: Problem, notation: Notation, language: Language) -> None:
        self.notation, self.language = notation, language
        self.meetings = Meetings(problem.premises, problem.points)
        self.known = {s for s in problem.meaning if s.name == "ncoll"}
        self.circles = circles_by_name(problem.all_clauses)

    def told(self, clauses: Sequence[Clause]) -> Iterator[Told]:
        """Yield the sentences, each with its clauses."""
        taken = (parts_of(c, self.language) for clause in clauses for c in separated(clause))
        left = [in_known_words(parts, self.circles) for parts in taken]
        while left:
            text, size = self.opening(left)
            yield self.sentence(text, [parts.clause for parts in left[:size]])
            del left[:size]

    def sentence(self, text: Text, clauses: Sequence[Clause]) -> Told:
        drawn = [c for clause in clauses for c in clause.constructions]
        circles = {s: at for c in drawn for s, at in circles_of(c).items()}
        others = [s for clause in clauses for s in clause.premises if s not in circles]
        abouts = [Shape("circle about", at) for at in circles.values()]
        shapes = tuple(dict.fromkeys((*abouts, *shapes_of_all(others))))
        found = Sentence(self.language.sentence(text), (), shapes)
        return Told(found, tuple(clauses))

    # --- sentences ----------------------------------------------------------------------------

    def opening(self, left: Sequence[Parts]) -> tuple[Text, int]:
        """Tell the first clause, with as many after it as can be told with it."""
        first = left[0]
        for tell in (
            *(self.points_of_a_circle, self.free_points, self.triangle_with_centres, self.twins),
            *(self.on_one_locus, self.meets_of_one, self.several),
        ):
            found = tell(left)
            if found is not None:
                return found
        return self.single(first), 1

    def free_points(self, left: Sequence[Parts]) -> tuple[Text, int] | None:
        """Let A, B and C be points."""
        free = list(takewhile(lambda p: not (p.makes or p.loci or p.demands), left))
        points = [point for parts in free for point in parts.clause.points]
        if len(points) < 2:
            return None
        values: dict[str, Value] = {"points": self.points(points)}
        return self.language.say("setting", "points", values), len(free)

    def points_of_a_circle(self, left: Sequence[Parts]) -> tuple[Text, int] | None:
        """Let A, B, C and D be points on a circle, with centre O."""
        first = only(left[0])
        if first is None or first.name not in ("triangle", "segment"):
            return None
        own = set(first.arguments)
        locus = "on_circum" if first.name == "triangle" else "on_circle"

        def is_on_it(parts: Parts) -> bool:
            there = loci_alone(parts) == 1 and parts.loci[0].name == locus
            return there and set(parts.loci[0].arguments[1:]) == own

        others = list(takewhile(is_on_it, left[1:]))
        if not others or (len({p.loci[0].arguments[1] for p in others}) > 1 and len(own) == 2):
            return None
        rim, values = list(first.arguments), dict[str, Value]()
        if first.name == "segment":
            centre = others[0].loci[0].arguments[1]
            rim.remove(centre)
            values["centre"] = self.notation.point(centre)
        key = "of_a_circle_about" if values else "of_a_circle"
        values["points"] = self.points([*rim, *(p.clause.points[0] for p in others)])
        return self.language.say("setting", key, values), 1 + len(others)

    def triangle_with_centres(self, left: Sequence[Parts]) -> tuple[Text, int] | None:
        """Let ABC be a triangle with circumcentre O and incentre I."""
        head = only(left[0])
        if head is None or head.name not in _CENTRES_OF or len(left) < 2:
            return None
        centres: list[Text] = []
        for parts in left[1:]:
            made = only(parts)
            if made is None or not self.language.has("centres", made.name):
                break
            if set(made.arguments[1:]) != set(head.arguments):
                break
            centres.append(self.phrase("centres", made))
        if not centres or head.name not in ("triangle", "acute_triangle"):
            return None
        values: dict[str, Value] = {
            "what": self.phrase("constructions", head),
            "centres": self.language.listed(centres),
        }
        return self.language.say("setting", "triangle_with", values), 1 + len(centres)

    def twins(self, left: Sequence[Parts]) -> tuple[Text, int] | None:
        """Let F and G be the intersections of one locus and another."""
        if len(left) < 2 or not all(_is_meet(parts) for parts in left[:2]):
            return None
        one, other = left[:2]
        if [c.arguments[1:] for c in one.loci] != [c.arguments[1:] for c in other.loci]:
            return None
        if [c.name for c in one.loci] != [c.name for c in other.loci]:
            return None
        if self.meetings.shared(one) is not None:
            return None
        points = (*one.clause.points, *other.clause.points)
        return self.meeting("meet_both", points, one.loci), 2

    def on_one_locus(self, left: Sequence[Parts]) -> tuple[Text, int] | None:
        """Let C and D be points on one locus."""
        first = left[0]
        if loci_alone(first) != 1:
            return None
        locus = self.phrase("on", first.loci[0])
        alone = takewhile(lambda p: loci_alone(p) == 1, left)
        same = list(takewhile(lambda p: self.phrase("on", p.loci[0]) == locus, alone))
        if len(same) < 2:
            return None
        points = [point for parts in same for point in parts.clause.points]
        values: dict[str, Value] = {"points": self.points(points), "locus": locus}
        return self.language.say("setting", "on_many", values), len(same)

    def meets_of_one(self, left: Sequence[Parts]) -> tuple[Text, int] | None:
        """Let F and G be the intersections of one locus with two others, respectively."""
        first = left[0]
        key = self.meetings.key(first)
        for common in first.loci if key else ():
            said = self.phrase("of", common)
            group: list[Parts] = []
            others: list[Construction] = []
            for parts in left:
                own = {p for told in group for p in told.clause.points}
                rest = [c for c in parts.loci if self.phrase("of", c) != said]
                if (
                    self.meetings.key(parts) != key
                    or len(rest) != 1
                    or own & set(rest[0].arguments)
                ):
                    break
                group.append(parts)
                others.append(rest[0])
            if len(group) > 1:
                points = [point for parts in group for point in parts.clause.points]
                values: dict[str, Value] = {"points": self.points(points), "one": said}
                values["others"] = self.loci_listed(others)
                text = self.language.say("setting", f"{key}_of_one", values)
                return self.language.say("setting", "respectively", {"what": text}), len(group)
        return None

    def loci_listed(self, loci: Sequence[Construction]) -> Text:
        """List loci, lines in short: the lines AB and CD."""
        if any(c.name != "on_line" for c in loci):
            return self.language.listed([self.phrase("on", c) for c in loci])
        items = self.language.listed([self.phrase("item", c) for c in loci])
        return self.language.say("setting", "lines", {"items": items})

    def several(self, left: Sequence[Parts]) -> tuple[Text, int] | None:
        """Let D and E be the midpoints of AB and AC, respectively."""
        first = only(left[0])
        if first is None or not self.language.has("several", first.name):
            return None
        same: list[Construction] = []
        for parts in left:
            made = only(parts)
            if made is None or made.name != first.name:
                break
            same.append(made)
        made_here = {c.arguments[0] for c in same}
        alone = [c for c in same if not made_here & set(c.arguments[1:])]
        if len(alone) < 2 or alone != same[: len(alone)]:
            return None
        text = self.enumerated(_common_line_last(alone))
        return self.language.say("setting", "respectively", {"what": text}), len(alone)

    def enumerated(self, same: Sequence[Construction]) -> Text:
        """Tell constructions of one name, with what they share said once."""
        name, letters = same[0].name, CONSTRUCTIONS[same[0].name].points
        head, item = "several", "item"
        if self.language.has("shared", name):
            fields = {*fields_of(self.language.phrase("shared", name))} - {"points", "items"}
            places = [letters.index(letter) for letter in sorted({*"".join(fields)})]
            if len({tuple(c.arguments[i] for i in places) for c in same}) == 1:
                head, item = "shared", "shared_item"
        values: dict[str, Value] = {
            "points": self.points([c.arguments[0] for c in same]),
            "items": self.language.listed([self.phrase(item, c) for c in same]),
        }
        phrase = self.language.phrase(head, name)
        return self.notation.filled(phrase, letters, same[0].arguments, extra=values)

    def single(self, parts: Parts) -> Text:
        """Tell one clause."""
        points, loci = parts.clause.points, parts.loci
        values: dict[str, Value] = {"points": self.points(points)}
        if parts.makes and set(points) <= set(made_by(parts.makes[0])):
            what, rest = self.phrase("constructions", parts.makes[0]), (*parts.makes[1:], *loci)
        elif parts.makes or not loci or len(points) > 1:
            key = "point" if len(points) == 1 else "points"
            what, rest = self.language.say("setting", key, values), (*parts.makes, *loci)
        elif len(loci) == 1:
            values["locus"] = self.phrase("on", loci[0])
            what, rest = self.language.say("setting", "on", values), ()
        else:
            key = self.meetings.key_of_two(parts)
            what, rest = self.meeting(key, points, loci[:2]), loci[2:]
        return self.demanding(what, rest, parts.demands)

    def meeting(self, key: str, points: Sequence[str], loci: Sequence[Construction]) -> Text:
        values: dict[str, Value] = {"points": self.points(points)}
        values |= {"one": self.phrase("of", loci[0]), "other": self.phrase("of", loci[1])}
        return self.language.say("setting", key, values)

    def demanding(
        self, what: Text, others: Sequence[Construction], demands: Sequence[Predicate]
    ) -> Text:
        """Add what is demanded: by other constructions than the one told, and besides."""
        said = [text for c in others for text in self.demanded(c)]
        said += [self.notation.statement(s, "asserted") for s in demands]
        said = list(dict.fromkeys(said))
        if not said:
            return what
        signs = all(len(text) == 1 and not isinstance(text[0], str) for text in said)
        values: dict[str, Value] = {"what": what, "demands": self.language.listed(said)}
        return self.language.say("setting", "with" if signs else "such_that", values)

    def demanded(self, c: Construction) -> list[Text]:
        """Say what a construction demands of its points, all that it means included.

        A locus that its statements do not describe in full, as a ray, is told as a locus.
        """
        if c.meaning and self.language.has("on", c.name):
            values: dict[str, Value] = {"points": self.points(made_by(c))}
            values["locus"] = self.phrase("on", c)
            return [self.language.say("setting", "lies_on", values)]
        return [self.notation.statement(s, "asserted") for s in (*c.premises, *c.meaning)]

    def with_reasons(self, introductions: Sequence[Told]) -> Iterator[Told]:
        """Add to introductions why there are such points, a reason of several after the last."""
        reasons = [self.reason(told.clauses) for told in introductions]
        for number, told in enumerate(introductions):
            reason = reasons[number]
            if reason and reason not in reasons[number + 1 :]:
                text = (*told.sentence.text, " ", *self.language.sentence(reason))
                yield Told(Sentence(text, (), told.sentence.shapes), told.clauses)
            else:
                yield told

    def reason(self, clauses: Sequence[Clause]) -> Text:
        """Say why there are such points; nothing where nobody asks."""
        needs = [s for clause in clauses for s in clause.conditions if s not in self.known]
        # that points of different names differ is said once, for all of them
        told_here = [s for s in dict.fromkeys(needs) if s.name != "diff"]
        said = [self.notation.statement(s) for s in told_here]
        many = sum(len(clause.points) for clause in clauses) > 1
        loci = [parts_of(clause, self.language) for clause in clauses]
        if any(len(p.loci) + len(p.demands) + len(p.makes) > 1 for p in loci):
            if all(len(p.loci) == 2 and self.meetings.shared(p) is not None for p in loci):
                return ()
            return self.language.say("introductions", "loci")
        if not said:
            return ()
        key = "needs_many" if many else "needs"
        values: dict[str, Value] = {"conditions": self.language.listed(said)}
        return self.language.say("introductions", key, values)

    # --- parts --------------------------------------------------------------------------------

    def points(self, points: Sequence[str]) -> Text:
        return self.notation.listed(points)

    def phrase(self, section: str, construction: Construction) -> Text:
        phrase = self.language.phrase(section, construction.name)
        letters = CONSTRUCTIONS[construction.name].points
        constants = construction.constants
        kind = CONSTRUCTIONS[construction.name].constant
        return self.notation.filled(phrase, letters, construction.arguments, constants, kind)

    def only(self, parts: Parts) -> Construction | None:
        """Return the one construction that a clause consists of."""
        found = (*parts.makes, *parts.loci)
        return found[0] if len(found) == 1 and not parts.demands else None


def _is_meet(parts: Parts) -> bool:
    return loci_alone(parts) == 2 and any_round(parts.loci)


def _common_line_last(same: Sequence[Construction]) -> Sequence[Construction]:
    """Write intersections of lines so that a line that they share stands last in each."""
    if same[0].name != "intersection_ll":
        return same
    lines = [(c.arguments[1:3], c.arguments[3:]) for c in same]
    shared = set.intersection(*({frozenset(line) for line in pair} for pair in lines))
    if len(shared) != 1:
        return same
    (common,) = shared
    last = next(line for line in lines[0] if set(line) == common)
    others = (next(line for line in pair if set(line) != common) for pair in lines)
    return [
        replace(c, arguments=(c.arguments[0], *other, *last))
        for c, other in zip(same, others, strict=True)
    ]
